"""Hoofdstuk inbreuk: vaststellen, rechtzetten, en wat uit het verleden wordt overgenomen."""

from __future__ import annotations

from handhaving.dossier.basis import Hoofdstuk
from handhaving.dossier.inbreuk import overnemen, rechtzetten, vaststellen
from handhaving.dossier.inbreuk.overnemen import NeemHistorischFeitOver
from handhaving.dossier.inbreuk.rechtzetten import ZetInbreukRecht
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast

__all__ = ["HOOFDSTUK", "NeemHistorischFeitOver", "StelInbreukVast", "ZetInbreukRecht"]

HOOFDSTUK = Hoofdstuk(
    naam="inbreuk",
    handelingen=(
        *vaststellen.HANDELINGEN,
        *rechtzetten.HANDELINGEN,
        *overnemen.HANDELINGEN,
    ),
    evoluties=(
        *vaststellen.EVOLUTIES,
        *rechtzetten.EVOLUTIES,
        *overnemen.EVOLUTIES,
    ),
)
