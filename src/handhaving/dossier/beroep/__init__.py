"""Hoofdstuk beroep: instellen en intrekken, de uitspraak, en wanneer een besluit definitief is."""

from handhaving.dossier.basis import Hoofdstuk
from handhaving.dossier.beroep import definitief, instellen, uitspraak
from handhaving.dossier.beroep.instellen import StelBeroepIn, TrekBeroepIn
from handhaving.dossier.beroep.uitspraak import RegistreerUitspraak

__all__ = ["HOOFDSTUK", "RegistreerUitspraak", "StelBeroepIn", "TrekBeroepIn"]

HOOFDSTUK = Hoofdstuk(
    naam="beroep",
    handelingen=(*instellen.HANDELINGEN, *uitspraak.HANDELINGEN, *definitief.HANDELINGEN),
    evoluties=(*instellen.EVOLUTIES, *uitspraak.EVOLUTIES, *definitief.EVOLUTIES),
)
