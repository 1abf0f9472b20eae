"""What a measure is, and how it is judged: a ratio against a control in the same run."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scripts.meten.opstelling import Opstelling


class FoutResultaat(Exception):
    """A measurement that was fast and wrong: what it left behind is not what it should be."""


def eis(wat: str, gevonden: object, verwacht: object) -> None:
    """Raise FoutResultaat when a count or a state is not what it should be."""
    if gevonden != verwacht:
        msg = f"{wat}: {gevonden} gevonden, {verwacht} verwacht"
        raise FoutResultaat(msg)


@dataclass(frozen=True, slots=True)
class Meting:
    """The repetitions of one measure: ours and, next to each, its control (empty: there is none).

    `punten` holds (size, cost, which) for the plot of cost against size.
    """

    wij: Sequence[float]
    controle: Sequence[float] = ()
    noot: str = ""
    punten: Sequence[tuple[float, float, str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Maat:
    """One row of the table. `hoogstens`: the figure must stay under `moet`, not reach it.

    The figure is the ratio of the medians, or our own median where there is no control. Without
    `moet` the row is there to be known; nothing is asked of it.
    """

    naam: str
    wat: str
    controle: str
    eenheid: str
    moet: float | None
    doel: float | None
    meet: Callable[[Opstelling], Meting]
    hoogstens: bool = False

    def oordeel(self, meting: Meting) -> Uitslag:
        """The row."""
        wij = statistics.median(meting.wij)
        controle = statistics.median(meting.controle) if meting.controle else None
        verhoudingen = [w / c for w, c in zip(meting.wij, meting.controle, strict=False)]
        cijfer = wij if controle is None else wij / controle
        reeks = verhoudingen or list(meting.wij)
        return Uitslag(
            maat=self,
            wij=wij,
            gemeten_controle=controle,
            verhouding=None if controle is None else cijfer,
            cijfer=cijfer,
            spreiding=(min(reeks), max(reeks)),
            herhalingen=len(meting.wij),
            noot=meting.noot,
            punten=meting.punten,
        )


@dataclass(frozen=True, slots=True)
class Uitslag:
    """A measured row. `spreiding` is that of the ratio, or of our figure without a control."""

    maat: Maat
    wij: float
    gemeten_controle: float | None
    verhouding: float | None
    cijfer: float
    spreiding: tuple[float, float]
    herhalingen: int
    noot: str
    punten: Sequence[tuple[float, float, str]]

    @property
    def gehaald(self) -> bool:
        """Whether what must be reached is reached."""
        return self._haalt(self.maat.moet)

    @property
    def op_doel(self) -> bool:
        """Whether the aim is reached."""
        return self._haalt(self.maat.doel)

    def _haalt(self, grens: float | None) -> bool:
        if grens is None:
            return True
        return self.cijfer <= grens if self.maat.hoogstens else self.cijfer >= grens

    def als_json(self) -> dict[str, object]:
        """The row as JSON."""
        return {
            "maat": self.maat.naam,
            "wat": self.maat.wat,
            "wij": self.wij,
            "controle": self.gemeten_controle,
            "controleWat": self.maat.controle,
            "verhouding": self.verhouding,
            "moet": self.maat.moet,
            "doel": self.maat.doel,
            "richting": "hoogstens" if self.maat.hoogstens else "minstens",
            "eenheid": self.maat.eenheid,
            "herhalingen": self.herhalingen,
            "spreiding": list(self.spreiding),
            "gehaald": self.gehaald,
            "opDoel": self.op_doel,
            "noot": self.noot,
        }
