"""Hoofdstuk VLABEL: een vordering overdragen aan de Vlaamse Belastingdienst, en wat die meldt."""

from handhaving.dossier.basis import Hoofdstuk
from handhaving.dossier.vlabel import bericht, melding, overdracht, verloop
from handhaving.dossier.vlabel.overdracht import DraagOverAanVlabel, KeurDringendeOverdrachtGoed
from handhaving.dossier.vlabel.verloop import (
    BevestigVlabelOverdracht,
    MarkeerVlabelOverdrachtVerzonden,
    VlabelOverdrachtTeruggeroepen,
    WeigerVlabelOverdracht,
)

__all__ = [
    "HOOFDSTUK",
    "BevestigVlabelOverdracht",
    "DraagOverAanVlabel",
    "KeurDringendeOverdrachtGoed",
    "MarkeerVlabelOverdrachtVerzonden",
    "VlabelOverdrachtTeruggeroepen",
    "WeigerVlabelOverdracht",
]

HOOFDSTUK = Hoofdstuk(
    naam="vlabel",
    handelingen=(
        *overdracht.HANDELINGEN,
        *verloop.HANDELINGEN,
        *bericht.HANDELINGEN,
        *melding.HANDELINGEN,
    ),
    evoluties=(
        *overdracht.EVOLUTIES,
        *verloop.EVOLUTIES,
        *bericht.EVOLUTIES,
        *melding.EVOLUTIES,
    ),
)
