"""The play of the demonstration: publications month by month, intake, and three years of work.

Nothing here is staged: the sample is written as official files and taken in like any other, and
the follow-up goes through the one write path with its refusals. Only the clock is simulated, on
a log that says so for ever.
"""

from __future__ import annotations

import random
import time as machine
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from handhaving.cli import uitvoer
from handhaving.cli.speler import Speler, om
from handhaving.cli.verhaal import Verhaal
from handhaving.intake.opname import Instelling, neem_bestand_op
from handhaving.intake.voorbeeld import CENTRA, personen
from handhaving.intake.voorbeeldbestanden import schrijf
from handhaving.running import catch_up, react, tick

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from handhaving.bootstrap import App
    from handhaving.intake.voorbeeld import VoorbeeldInbreuk, VoorbeeldPersoon

ELKE = 3
"""Every so many evenings the office lets the system do what is due."""


@dataclass(slots=True)
class Spel:
    """One demonstration. `einde` is today: the years of follow-up end now. `nu` is its clock."""

    map_: Path
    dossiers: int
    jaren: int
    zaad: int
    einde: date
    elke: int = ELKE
    tijden: dict[str, float] = field(default_factory=dict)
    opgenomen: int = 0
    quarantaine: int = 0
    opdrachten: int = 0
    gebeurtenissen: int = 0
    geweigerd: dict[str, int] = field(default_factory=dict)
    nu: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.nu = om(self.begin, time(8))

    @property
    def begin(self) -> date:
        """The first day."""
        return self.einde - timedelta(days=round(365.25 * self.jaren))

    def klok(self) -> datetime:
        """The simulated instant."""
        return self.nu

    @contextmanager
    def duurt(self, wat: str) -> Iterator[None]:
        """Measure a part, and say when it is done."""
        begin = machine.perf_counter()
        yield
        self.tijden[wat] = machine.perf_counter() - begin
        uitvoer.meld(f"  {wat}: {self.tijden[wat]:.1f} s")

    def speel(self, app: App) -> None:
        """Publish, take in and follow up, month by month, until today."""
        speler = Speler(app.service, lambda nu: self._tik(app, nu), self.nu)
        totaal = (self.einde - self.begin).days + 1
        with self.duurt("opgenomen en opgevolgd"), uitvoer.voortgang("  dagen", totaal) as stap:
            for dag, groep in self._publicaties(app):
                speler.speel(dag, elke=self.elke, dag_voorbij=stap)
                self.nu = speler.nu
                self._neem_op(app, speler, dag, groep)
            speler.speel(self.einde, elke=self.elke, dag_voorbij=stap)
            self.nu = speler.nu
        speler.sluit()
        self.opdrachten, self.geweigerd = speler.opdrachten, dict(speler.geweigerd)
        react(app)
        with self.duurt("leesmodellen bijgewerkt"):
            catch_up(app)
        self.gebeurtenissen = app.log.last_position()

    def _tik(self, app: App, nu: datetime) -> None:
        self.nu = nu
        tick(app, nu)
        react(app)

    def _publicaties(self, app: App) -> Iterator[tuple[date, list[VoorbeeldPersoon]]]:
        """The persons by the day of the publication that first knows everything of them."""
        dagen = (self.einde - self.begin).days
        alle = personen(self.dossiers, recht=app.recht, tot=self.einde, zaad=self.zaad, dagen=dagen)
        per_dag = sorted((self._publicatie(p), p.nummer, p) for p in alle)
        for dag, groep in groupby(per_dag, key=lambda rij: rij[0]):
            yield dag, [persoon for _, _, persoon in groep]

    def _publicatie(self, persoon: VoorbeeldPersoon) -> date:
        """The first of the month after the last thing the file says of this person."""
        laatste = max(dag for inbreuk in persoon.inbreuken for dag in _dagen(inbreuk))
        volgende = (laatste.replace(day=1) + timedelta(days=32)).replace(day=1)
        return min(max(volgende, self.begin), self.einde)

    def _neem_op(self, app: App, speler: Speler, dag: date, groep: list[VoorbeeldPersoon]) -> None:
        """Write one publication with its person file, take both in, and start the follow-up."""
        bestanden = schrijf(self.map_ / "aangeleverd" / dag.isoformat(), groep, dag)
        for pad in (bestanden.publicatie, bestanden.personen):
            verslag = neem_bestand_op(app, pad, Instelling(centra=CENTRA))
            self.opgenomen += verslag.opgenomen
            self.quarantaine += verslag.quarantaine
        for persoon in groep:
            for dossier_id in app.service.zoek("insz", persoon.insz):
                for sleutel, inbreuk in self._inbreuken(app, dossier_id, persoon):
                    verhaal = Verhaal(
                        inbreuk=sleutel,
                        agentschap=persoon.agentschap,
                        uitkomst=inbreuk.uitkomst,
                        dag=dag,
                        worp=random.Random(f"{self.zaad}-{inbreuk.dossiernummer}"),  # noqa: S311 - verzonnen, geen geheim
                        recht=app.recht,
                        nummer=persoon.nummer,
                    )
                    speler.begin(dossier_id, verhaal.verloop())

    def _inbreuken(
        self, app: App, dossier_id: UUID, persoon: VoorbeeldPersoon
    ) -> Iterator[tuple[str, VoorbeeldInbreuk]]:
        """What the sample says of each inbreuk that was taken in, under the key it got."""
        dossier = app.service.lees(dossier_id, met_sleutels=False)
        sleutels = {(i.type, i.datum_feit): sleutel for sleutel, i in dossier.inbreuken.items()}
        for inbreuk in persoon.inbreuken:
            sleutel = sleutels.get((inbreuk.type, inbreuk.datum_feit))
            if sleutel is not None:
                yield sleutel, inbreuk


def _dagen(inbreuk: VoorbeeldInbreuk) -> Iterator[date]:
    dagen = (inbreuk.ingebrekestelling, inbreuk.inregelstelling, inbreuk.besluit)
    yield inbreuk.vastgesteld_op
    yield from (dag for dag in (*dagen, inbreuk.rechtzetting) if dag is not None)
