"""Plays stories day by day: on one simulated clock, through the one write path, with `tik` between.

The order is that of the days, over all dossiers at once, as an office works.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from uuid6 import uuid7

from handhaving.cli.zet import Na
from handhaving.dossier.basis import Weigering
from handhaving.service import Meta

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from handhaving.cli.zet import Verloop, Zet
    from handhaving.service import Service

BRUSSEL = ZoneInfo("Europe/Brussels")
OCHTEND = time(9)
AVOND = time(18)


def om(dag: date, uur: time, seconden: int = 0) -> datetime:
    """An instant of a day in Brussels."""
    return datetime.combine(dag, uur, BRUSSEL) + timedelta(seconds=seconden)


@dataclass(slots=True)
class Speler:
    """The office of the demonstration. `nu` is its clock, `geweigerd` counts refusals by code."""

    service: Service
    tik: Callable[[datetime], object]
    nu: datetime
    opdrachten: int = 0
    geweigerd: Counter[str] = field(default_factory=Counter)
    _agenda: list[tuple[date, int, Zet, UUID, Verloop]] = field(default_factory=list)
    _volgnr: int = 0

    def begin(self, dossier_id: UUID, verloop: Verloop) -> None:
        """Put a story in the diary."""
        self._vraag(dossier_id, verloop, None)

    def speel(self, tot: date, *, elke: int, dag_voorbij: Callable[[int], None]) -> None:
        """Play every day up to and including `tot`, with a `tik` every so many evenings."""
        dag = self.nu.date()
        while dag <= tot:
            stap = 0
            while self._agenda and self._agenda[0][0] <= dag:
                _, _, zet, dossier_id, verloop = heapq.heappop(self._agenda)
                self.nu = max(self.nu, om(dag, OCHTEND, stap))
                stap += 1
                self._vraag(dossier_id, verloop, self._doe(dossier_id, zet))
            self.nu = max(self.nu, om(dag, AVOND))
            if dag.toordinal() % elke == 0 or dag == tot:
                self.tik(self.nu)
            dag += timedelta(days=1)
            self.nu = om(dag, time(6))
            dag_voorbij(1)
        self.nu = om(tot, AVOND)

    def sluit(self) -> None:
        """Leave every story where it is: what comes next is not played any more."""
        while self._agenda:
            self._agenda.pop()[-1].close()

    def _vraag(self, dossier_id: UUID, verloop: Verloop, na: Na | None) -> None:
        """Ask a story for its next move, and remember the day of it."""
        try:
            zet = next(verloop) if na is None else verloop.send(na)
        except StopIteration:
            return
        self._volgnr += 1
        heapq.heappush(self._agenda, (zet.dag, self._volgnr, zet, dossier_id, verloop))

    def _doe(self, dossier_id: UUID, zet: Zet) -> Na:
        gelukt = True
        if zet.opdracht is not None and zet.door is not None:
            meta = Meta(door=zet.door, opdracht_id=uuid7(), spoor_id=uuid7(), nu=self.nu)
            self.opdrachten += 1
            try:
                self.service.handle(dossier_id, zet.opdracht, meta)
            except Weigering as weigering:
                self.geweigerd[f"{type(zet.opdracht).__name__}: {weigering.code}"] += 1
                gelukt = False
        return Na(gelukt, lambda: self.service.lees(dossier_id))
