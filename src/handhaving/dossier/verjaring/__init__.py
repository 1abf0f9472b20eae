"""Hoofdstuk verjaring: stuiting, schorsing, vaststelling door een mens, en de vraag eraan."""

from handhaving.dossier.basis import Hoofdstuk
from handhaving.dossier.verjaring import schorsing, stuiting, vaststelling, vraag

HOOFDSTUK = Hoofdstuk(
    naam="verjaring",
    handelingen=(
        *stuiting.HANDELINGEN,
        *schorsing.HANDELINGEN,
        *vaststelling.HANDELINGEN,
        *vraag.HANDELINGEN,
    ),
    evoluties=(*stuiting.EVOLUTIES, *schorsing.EVOLUTIES, *vaststelling.EVOLUTIES),
)
