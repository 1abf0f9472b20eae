"""The form of an example: a command that is accepted, where, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.dossier.spel import Spel, doe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.dossier.spel import Stap


@dataclass(frozen=True)
class Voorbeeld:
    """A command that is accepted in this dossier, and the types of event that come of it."""

    waar: Callable[[], Spel]
    gegevens: Mapping[str, object]
    gebeurtenissen: tuple[str, ...]
    dagen: int = 1
    """How many days after the last step."""
    nogmaals: str | None = None
    """Which refusal a second, identical request gets; None where it is done once more."""
    anders: tuple[str, ...] = ()
    """Fields that the event does not carry under the same name."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Optional fields with a date, to be judged against the future."""

    def spel(self) -> Spel:
        spel = self.waar()
        return spel.op(spel.vandaag + timedelta(days=self.dagen))

    def gevuld(self) -> dict[str, object]:
        """The data, with the days of acts that were left open filled in."""
        vandaag = self.spel().vandaag
        return {
            veld: waarde(vandaag) if callable(waarde) else waarde
            for veld, waarde in self.gegevens.items()
        }

    def stap(self, naam: str) -> Stap:
        return doe(naam, **self.gevuld())


def vandaag(dag: date) -> str:
    """The day of the step, for a field with the date of an act."""
    return dag.isoformat()
