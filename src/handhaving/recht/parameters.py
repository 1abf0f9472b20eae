"""De parameters van de wet: waarden met een geldigheid, een grondslag en een status.

Geen getal van het decreet staat in Python. Een datum zonder waarde is een fout, nooit een
standaardwaarde.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handhaving.recht.grondslag import Grondslag

Ruw = int | Cent | Fraction | str | date | tuple[int, ...] | tuple[str, ...]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Soort(StrEnum):
    """Wat voor waarde een parameter draagt."""

    GETAL = "getal"
    TERMIJN = "termijn"
    BEDRAG = "bedrag"
    PERCENTAGE = "percentage"
    TEKST = "tekst"
    KEUZE = "keuze"
    DATUM = "datum"
    GETALLEN = "getallen"
    WOORDEN = "woorden"


class RechtOntbreekt(LookupError):
    """De wet zegt niets over deze dag: een parameter, een jaar van de kalender of een rentevoet."""


class ParameterOntbreekt(RechtOntbreekt):
    """Op deze dag heeft de parameter geen waarde: `naam`, `op` en `gat` zeggen welke."""

    def __init__(self, naam: str, op: date, gat: str) -> None:
        """`gat` beschrijft in woorden waar de waarde wel staat."""
        self.naam = naam
        self.op = op
        self.gat = gat
        super().__init__(f"parameter '{naam}' heeft geen waarde op {op}: {gat}")


@dataclass(frozen=True, slots=True)
class Bron:
    """Een akte waarnaar een grondslag verwijst: haar korte naam, haar titel, haar bekendmaking."""

    sleutel: str
    kort: str
    titel: str
    bekendmaking: str | None


@dataclass(frozen=True, slots=True)
class Waarde(Generic[T_co]):
    """Eén waarde van één parameter, geldig van `van` tot en met `tot_en_met` (None: nog altijd).

    `grondslag.versie` is de dag vanaf wanneer ze geldt; `nagekeken_op` de dag waarop iemand ze
    met de bron vergeleek.
    """

    naam: str
    waarde: T_co
    eenheid: str
    grondslag: Grondslag
    van: date
    tot_en_met: date | None
    bron: Bron
    nagekeken_op: date
    nota: str | None = None

    def geldt_op(self, dag: date) -> bool:
        """Of de waarde op die dag geldt."""
        return binnen(dag, self.van, self.tot_en_met)

    @property
    def te_verifieren(self) -> bool:
        """Of de bron van deze waarde nog niet teruggevonden is."""
        return self.grondslag.status == "te_verifieren"

    @property
    def tekst(self) -> str:
        """De waarde met haar eenheid, leesbaar."""
        if isinstance(self.waarde, int) and not isinstance(self.waarde, Cent):
            return duur(self.waarde, self.eenheid)
        return (
            toon(self.waarde) if self.eenheid in ZONDER else f"{toon(self.waarde)} {self.eenheid}"
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """Een parameter met al zijn waarden, oudste eerst, aansluitend en zonder overlapping."""

    naam: str
    omschrijving: str
    soort: Soort
    waarden: tuple[Waarde[Ruw], ...]
    groep: str
    regel: int

    def op(self, dag: date) -> Waarde[Ruw]:
        """De waarde op die dag. Fout: ParameterOntbreekt."""
        for waarde in self.waarden:
            if waarde.geldt_op(dag):
                return waarde
        eerste, laatste = self.waarden[0], self.waarden[-1]
        gat = (
            f"de eerste waarde geldt vanaf {eerste.van}"
            if dag < eerste.van
            else f"de laatste waarde geldt tot en met {laatste.tot_en_met}"
        )
        raise ParameterOntbreekt(self.naam, dag, gat)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Alle parameters op naam, met getypeerde vragen."""

    op_naam: Mapping[str, Parameter]

    def __iter__(self) -> Iterator[Parameter]:
        """De parameters op naam gesorteerd."""
        return iter(self.op_naam[naam] for naam in sorted(self.op_naam))

    def geldend(self, naam: str, op: date) -> Waarde[Ruw]:
        """De waarde op die dag, van welke soort ook. Fout: ParameterOntbreekt."""
        parameter = self.op_naam.get(naam)
        if parameter is None:
            raise ParameterOntbreekt(naam, op, "geen parameter met die naam")
        return parameter.op(op)

    def getal(self, naam: str, op: date) -> Waarde[int]:
        """Een geheel getal of de duur van een termijn (in zijn eenheid)."""
        return self._als(naam, op, int)

    def bedrag(self, naam: str, op: date) -> Waarde[Cent]:
        """Een bedrag in centen."""
        return self._als(naam, op, Cent)

    def percentage(self, naam: str, op: date) -> Waarde[Fraction]:
        """Een percentage, exact (5,25 % is Fraction(21, 4))."""
        return self._als(naam, op, Fraction)

    def tekst(self, naam: str, op: date) -> Waarde[str]:
        """Een tekst of een keuze."""
        return self._als(naam, op, str)

    def datum(self, naam: str, op: date) -> Waarde[date]:
        """Een dag."""
        return self._als(naam, op, date)

    def getallen(self, naam: str, op: date) -> Waarde[tuple[int, ...]]:
        """Een rij getallen."""
        return self._rij(naam, op, int)

    def woorden(self, naam: str, op: date) -> Waarde[tuple[str, ...]]:
        """Een rij woorden."""
        return self._rij(naam, op, str)

    def _als(self, naam: str, op: date, klasse: type[T]) -> Waarde[T]:
        gevonden = self.geldend(naam, op)
        if not isinstance(gevonden.waarde, klasse):
            raise _verkeerde_soort(naam, klasse.__name__)
        return cast("Waarde[T]", gevonden)

    def _rij(self, naam: str, op: date, klasse: type[T]) -> Waarde[tuple[T, ...]]:
        gevonden = self.geldend(naam, op)
        rij = gevonden.waarde
        if not isinstance(rij, tuple) or not all(isinstance(w, klasse) for w in rij):
            raise _verkeerde_soort(naam, f"rij van {klasse.__name__}")
        return cast("Waarde[tuple[T, ...]]", gevonden)


def _verkeerde_soort(naam: str, verwacht: str) -> TypeError:
    return TypeError(f"parameter '{naam}' is geen {verwacht}")


ZONDER = ("keuze", "tekst", "datum", "volgorde", "opsomming")
_ENKELVOUD = {"kalenderdagen": "kalenderdag", "werkdagen": "werkdag", "maanden": "maand"}


def duur(aantal: int, eenheid: str) -> str:
    """Een getal met zijn eenheid: `1 maand`, `30 kalenderdagen`, `5 jaar`."""
    if eenheid == "jaren":
        return f"{aantal} jaar"
    return f"{aantal} {_ENKELVOUD.get(eenheid, eenheid) if aantal == 1 else eenheid}"


def binnen(dag: date, van: date, tot_en_met: date | None) -> bool:
    """Of een dag in een geldigheid valt, beide dagen inbegrepen."""
    return van <= dag and (tot_en_met is None or dag <= tot_en_met)


def toon(waarde: object) -> str:
    """De waarde zoals een jurist ze leest; ook de vorm in JSON."""
    if isinstance(waarde, Fraction):
        return decimaal(waarde)
    if isinstance(waarde, tuple):
        return ", ".join(toon(w) for w in waarde)
    return str(waarde)


def decimaal(breuk: Fraction, cijfers: int = 6) -> str:
    """Een breuk als decimale tekst, afgekapt op `cijfers`, zonder overbodige nullen."""
    teken = "-" if breuk < 0 else ""
    geheel, rest = divmod(abs(breuk), 1)
    staart = str(int(rest * 10**cijfers)).rjust(cijfers, "0").rstrip("0")
    return f"{teken}{geheel}.{staart}" if staart else f"{teken}{geheel}"
