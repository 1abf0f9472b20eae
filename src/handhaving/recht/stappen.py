"""De stappen van een berekening: zo volledig dat een ander ze zonder kalender kan narekenen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from handhaving.recht.kalender import WEEKDAGEN, Overslag
from handhaving.recht.tellen import tel_op

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handhaving.recht.grondslag import Grondslag

Lezing = Literal["burger", "overheid", "beide"]
Daad = Literal["begin", "tel", "werkdagen", "verleng", "terug", "schorsing", "gevolg"]


@dataclass(frozen=True, slots=True)
class Stap:
    """Eén stap: wat gedaan is (`daad`), vanaf welke dag, hoeveel, wat overgeslagen, tot welke dag.

    `van` telt zelf niet mee bij `tel` en `werkdagen`; bij `verleng` en `terug` is het de dag die
    niet kon, of die wel kon als er niets is overgeslagen.
    """

    lezing: Lezing
    daad: Daad
    van: date
    tot: date
    uitleg: str
    aantal: int = 0
    eenheid: str = ""
    methode: str = ""
    overgeslagen: tuple[Overslag, ...] = ()
    grondslag: Grondslag | None = None

    def klopt(self) -> bool:
        """Of deze stap uit zijn eigen gegevens na te rekenen is."""
        dagen = [o.dag for o in self.overgeslagen]
        match self.daad:
            case "tel":
                return tel_op(self.van, self.aantal, self.eenheid, self.methode) == self.tot
            case "werkdagen":
                binnen = all(self.van < dag < self.tot for dag in dagen)
                return binnen and (self.tot - self.van).days - len(dagen) == self.aantal
            case "verleng":
                return dagen == _reeks(self.van, len(dagen), 1) and self.tot == self.van + _dagen(
                    len(dagen)
                )
            case "terug":
                return dagen == _reeks(self.van, len(dagen), -1) and self.tot == self.van - _dagen(
                    len(dagen)
                )
            case "schorsing":
                return self.tot == self.van + _dagen(self.aantal)
            case _:
                return True


def _dagen(aantal: int) -> timedelta:
    return timedelta(days=aantal)


def _reeks(van: date, aantal: int, richting: int) -> list[date]:
    return [van + _dagen(richting * i) for i in range(aantal)]


def narekenen(stappen: Iterable[Stap]) -> tuple[Stap, ...]:
    """De stappen die niet kloppen; leeg als de berekening sluit."""
    return tuple(stap for stap in stappen if not stap.klopt())


def grondslagen(*bronnen: Grondslag | Iterable[Grondslag] | None) -> tuple[Grondslag, ...]:
    """De rechtsgronden in volgorde, elk één keer."""
    uit: dict[Grondslag, None] = {}
    for bron in bronnen:
        if bron is None:
            continue
        for grond in bron if isinstance(bron, tuple | list) else (bron,):
            uit[grond] = None
    return tuple(uit)


def dag_voluit(dag: date) -> str:
    """`donderdag 05/03/2026`."""
    return f"{WEEKDAGEN[dag.weekday()]} {dag:%d/%m/%Y}"
