"""How long after its commit a command is visible in `dossierstand`, at fifty commands a second."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg

from handhaving.bootstrap import open_app
from handhaving.eventlog.projection import Listener
from handhaving.eventlog.sjablonen import CHANNEL
from scripts.meten.dossiers import BEHANDELAAR, doe, open_dossier
from scripts.meten.maat import Maat, Meting, eis
from scripts.meten.opstelling import PROCESSEN, instellingen, p99

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from scripts.meten.opstelling import Opstelling

_TEMPO = 50
_KIJK = 0.002
_GEDULD = 10.0
_DOSSIERS = 25


def _motor(lijn: Connection, map_: Path, url: str) -> None:
    """The engine, live, in a process of its own until the line closes."""
    stop = threading.Event()
    with open_app(instellingen(map_, url)) as app, Listener(url, CHANNEL) as luisteraar:
        app.projections.prepare()
        draad = threading.Thread(target=app.projections.run_forever, args=(stop, luisteraar))
        draad.start()
        lijn.send("klaar")
        try:
            lijn.recv()
        except EOFError:
            stop.set()
        draad.join()


@contextmanager
def levende_motor(opstelling: Opstelling, url: str) -> Iterator[None]:
    """The engine runs as long as the block."""
    hier, daar = PROCESSEN.Pipe()
    proces = PROCESSEN.Process(target=_motor, args=(daar, opstelling.map, url), daemon=True)
    proces.start()
    daar.close()
    try:
        hier.recv()
        yield
    finally:
        hier.close()
        proces.join(30)
        if proces.is_alive():
            proces.kill()


class Kijker(threading.Thread):
    """Notes when each position first shows in `dossierstand`."""

    def __init__(self, url: str) -> None:
        """On a connection of its own."""
        super().__init__(daemon=True)
        self.gezien: list[tuple[int, float]] = []
        self.stop = threading.Event()
        self._url = url

    def run(self) -> None:
        """Look every two milliseconds."""
        vraag = "SELECT coalesce(max(positie), 0) FROM leesmodel.dossierstand_v1"
        with psycopg.connect(self._url, autocommit=True) as verbinding:
            laatste = -1
            while not self.stop.is_set():
                rij = verbinding.execute(vraag, prepare=True).fetchone()
                positie = 0 if rij is None else rij[0]
                if positie > laatste:
                    laatste = positie
                    self.gezien.append((positie, time.perf_counter()))
                time.sleep(_KIJK)

    def wacht(self, positie: int, geduld: float = _GEDULD) -> None:
        """Until this position shows."""
        einde = time.perf_counter() + geduld
        while time.perf_counter() < einde and not (self.gezien and self.gezien[-1][0] >= positie):
            time.sleep(_KIJK)
        eis("zichtbaar tot", self.gezien[-1][0] if self.gezien else 0, positie)

    def zag(self, positie: int) -> float:
        """When this position showed."""
        return next(op for tot, op in self.gezien if tot >= positie)


def meet(opstelling: Opstelling) -> Meting:
    """The p99 of each repetition, in milliseconds."""
    uit: list[float] = []
    url, eerste = opstelling.database(), opstelling.nummers(_DOSSIERS)
    with opstelling.app(url) as app, levende_motor(opstelling, url):
        dossiers = [
            app.service.handle(None, *open_dossier(nummer, date(2026, 1, 5))).dossier_id
            for nummer in range(eerste, eerste + _DOSSIERS)
        ]
        kijker = Kijker(url)
        kijker.start()
        kijker.wacht(app.log.last_position())
        for _ in range(opstelling.omvang.herhalingen):
            vast: list[tuple[int, float]] = []
            begin = time.perf_counter()
            for n in range(opstelling.omvang.opdrachten):
                time.sleep(max(0.0, begin + n / _TEMPO - time.perf_counter()))
                paar = doe(
                    BEHANDELAAR, "WijzigPersoonsgegevens", date(2026, 1, 6),
                    naam=f"Fictief-{uuid4()}",
                )  # fmt: skip
                antwoord = app.service.handle(dossiers[n % _DOSSIERS], *paar)
                vast.append((antwoord.positie or 0, time.perf_counter()))
            kijker.wacht(vast[-1][0])
            uit.append(1000 * p99([kijker.zag(p) - op for p, op in vast]))
        kijker.stop.set()
        kijker.join()
    return Meting(uit, noot=f"{_TEMPO} opdrachten/s")


MAAT = Maat(
    naam="zichtbaar",
    wat="van commit tot zichtbaar in `dossierstand`, p99 bij 50 opdrachten/s",
    controle="–",
    eenheid="ms",
    moet=250,
    doel=50,
    meet=meet,
    hoogstens=True,
)
