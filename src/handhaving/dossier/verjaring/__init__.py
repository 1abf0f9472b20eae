"""Hoofdstuk verjaring: stuiting, schorsing, en de vaststelling door een mens."""

from handhaving.dossier.basis import Hoofdstuk
from handhaving.dossier.verjaring import schorsing, stuiting, vaststelling

HOOFDSTUK = Hoofdstuk(
    naam="verjaring",
    handelingen=(
        *stuiting.HANDELINGEN,
        *schorsing.HANDELINGEN,
        *vaststelling.HANDELINGEN,
    ),
    evoluties=(*stuiting.EVOLUTIES, *schorsing.EVOLUTIES, *vaststelling.EVOLUTIES),
)
