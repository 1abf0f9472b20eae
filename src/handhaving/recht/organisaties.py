"""Welke organisatie (OVO-code) welk agentschap is, of ABB, per periode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handhaving.recht.lezen import HERKOMST, lees_geldigheid
from handhaving.recht.yamllezer import keur_tijdlijn, lees

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from handhaving.recht.lezen import Geldigheid
    from handhaving.recht.parameters import Bron

DIENSTEN: Final = ("AgII", "Atlas", "Amal", "HvN", "ABB")
"""De agentschappen van het contract, en het Agentschap Binnenlands Bestuur."""


@dataclass(frozen=True, slots=True)
class Organisatie:
    """Wat één OVO-code is, voor één periode."""

    ovo: str
    dienst: str
    geldig: Geldigheid


@dataclass(frozen=True, slots=True)
class Organisaties:
    """Alle OVO-codes die rechten kunnen hebben."""

    rij: tuple[Organisatie, ...]

    def __iter__(self) -> Iterator[Organisatie]:
        """In de volgorde van het bestand."""
        return iter(self.rij)

    def dienst(self, ovo: str, op: date) -> str | None:
        """Welke dienst deze code die dag is; None als ze dan niets is."""
        gevonden = (o.dienst for o in self.rij if o.ovo == ovo and o.geldig.geldt_op(op))
        return next(gevonden, None)

    def ovo(self, dienst: str, op: date) -> str | None:
        """De code van een dienst op die dag: de eerste die in het bestand staat."""
        gevonden = (o.ovo for o in self.rij if o.dienst == dienst and o.geldig.geldt_op(op))
        return next(gevonden, None)


def lees_organisaties(bestand: str, inhoud: bytes, bronnen: Mapping[str, Bron]) -> Organisaties:
    """Lees organisaties.yaml. Fout: RechtsbestandFout."""
    rij: list[Organisatie] = []
    for ovo, _, lijst in lees(bestand, inhoud).velden(("organisaties",))["organisaties"].paren():
        perioden = []
        for item in lijst.items():
            velden = item.velden(("is", *HERKOMST), ("tot_en_met", "nota"))
            geldig = lees_geldigheid(f"organisatie.{ovo}", velden, bronnen)
            rij.append(Organisatie(ovo, velden["is"].keuze(DIENSTEN), geldig))
            perioden.append((geldig.van, geldig.tot_en_met, item))
        keur_tijdlijn(perioden, f"organisatie {ovo}")
    return Organisaties(tuple(rij))
