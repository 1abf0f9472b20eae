"""The soak: mixed work by several processes on embedded servers, and a kill -9 every so often."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg

from handhaving.bootstrap import database, open_app
from handhaving.eventlog.migreer import migrate
from handhaving.settings import Settings
from scripts.uithouden.invarianten import fout, keur
from scripts.uithouden.schrijver import lees

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.bootstrap import App
    from scripts.uithouden.schrijver import Bevestigd

PROOI: Final = ("schrijver", "werker", "schrijver", "redis", "werker", "databank")
"""Who is killed, in turn: a writer, a worker behind the scenes, Redis, a backend of PostgreSQL."""
_GLANCE: Final = 0.2
_START: Final = 120.0
HUIS: Final = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Proef:
    """One soak: its processes, and what it did to them."""

    settings: Settings
    werkers: int
    map: Path
    schrijvers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    achter: subprocess.Popen[bytes] | None = None
    gedood: Counter[str] = field(default_factory=Counter)
    herstart: int = 0

    def begin(self) -> None:
        """Start all, and wait until each has done something."""
        self.schrijvers = [self._schrijver(nummer) for nummer in range(self.werkers)]
        self.achter = self._achter()
        until = time.time() + _START
        while time.time() < until and not (all(map(lees, self.boeken())) and self._kinderen()):
            time.sleep(_GLANCE)
            self.hou_gaande()

    @property
    def klaar(self) -> Path:
        """The file that tells the writers to stop."""
        return self.map / "klaar"

    def gedaan(self) -> int:
        """How much was written down; grows while there is work."""
        return sum(boek.stat().st_size for boek in self.boeken() if boek.exists())

    def boeken(self) -> list[Path]:
        """Where the writers write down what was acknowledged."""
        return [self.map / f"boek-{nummer}" for nummer in range(self.werkers)]

    def bevestigd(self) -> list[Bevestigd]:
        """All that was acknowledged."""
        return [b for boek in self.boeken() for b in lees(boek)]

    def hou_gaande(self) -> None:
        """Start again who is gone before its time."""
        for nummer, proces in enumerate(self.schrijvers):
            if proces.poll() is not None:
                self.herstart += 1
                self.schrijvers[nummer] = self._schrijver(nummer)
        if self.achter is not None and self.achter.poll() is not None:
            self.herstart += 1
            self.achter = self._achter()

    def dood(self, wie: str, app: App, kans: random.Random) -> bool:
        """Kill -9, without a warning; whether there was somebody to kill."""
        if wie == "schrijver":
            pids = [proces.pid for proces in self.schrijvers if proces.poll() is None]
        elif wie == "werker":
            pids = self._kinderen()
        elif wie == "redis":
            pids = [] if app.redis is None else [int(app.redis.info("server")["process_id"])]
        else:
            pids = _backends(app)
        if pids:
            os.kill(kans.choice(pids), signal.SIGKILL)
            self.gedood[wie] += 1
        return bool(pids)

    def einde(self) -> list[int]:
        """Wait for the writers; let the others stop in peace. Their exit codes."""
        self.hou_gaande()
        self.klaar.touch()
        codes = [proces.wait(120) for proces in self.schrijvers]
        if self.achter is not None:
            self.achter.terminate()
            codes.append(self.achter.wait(120))
        return codes

    def ruim_op(self) -> None:
        """End what still runs."""
        for proces in (*self.schrijvers, *([self.achter] if self.achter else [])):
            if proces.poll() is None:
                proces.kill()
                proces.wait()

    def _schrijver(self, nummer: int) -> subprocess.Popen[bytes]:
        settings, boek = self.settings.model_dump_json(), str(self.boeken()[nummer])
        return self._proces(
            "scripts.uithouden.schrijver", settings, str(nummer), boek, str(self.klaar)
        )

    def _achter(self) -> subprocess.Popen[bytes]:
        return self._proces("handhaving.worker", "--processen", "2", "--draden", "2")

    def _proces(self, module: str, *argumenten: str) -> subprocess.Popen[bytes]:
        with (self.map / f"{module}.log").open("ab") as uit:
            return subprocess.Popen(
                [sys.executable, "-m", module, *argumenten],
                cwd=HUIS,
                env=self.settings.as_environment(),
                stdout=uit,
                stderr=uit,
            )

    def _kinderen(self) -> list[int]:
        if self.achter is None:
            return []
        vraag = ["ps", "-o", "pid=", "--ppid", str(self.achter.pid)]
        uit = subprocess.run(vraag, check=False, capture_output=True, text=True).stdout
        return [int(pid) for pid in uit.split()]


def main() -> int:
    """Run it, look at everything, print the report. 1 when an invariant does not hold."""
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--minuten", type=float, default=10)
    parser.add_argument("--werkers", type=int, default=4)
    parser.add_argument("--om", type=float, default=20, help="seconden tussen twee keer doden")
    parser.add_argument("--zaad", type=int, default=20261128)
    parser.add_argument("--json", type=Path)
    gekozen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handhaving-soak-") as map_:
        verslag = soak(gekozen, Path(map_))
    for regel in als_tekst(verslag):
        print(regel)
    if gekozen.json is not None:
        gekozen.json.write_text(json.dumps(verslag, indent=2, ensure_ascii=False) + "\n")
    return 1 if verslag["fouten"] else 0


def soak(gekozen: argparse.Namespace, map_: Path) -> dict[str, Any]:
    """The work and the kills, and then every invariant."""
    settings = Settings.embedded(map_ / "data")
    with database(settings) as url:
        migrate(url)
        with open_app(settings) as app:
            proef = Proef(settings, gekozen.werkers, map_)
            try:
                proef.begin()
                begin = time.time()
                _dood_telkens(proef, app, gekozen)
                codes = proef.einde()
            finally:
                proef.ruim_op()
            duur = time.time() - begin
        with open_app(settings) as app:
            bevestigd = proef.bevestigd()
            uitslagen = keur(app, bevestigd)
            laatste = app.log.last_position()
    fouten = fout(uitslagen)
    fouten += [f"een proces eindigde met {code}" for code in codes if code]
    return {
        "minuten": round(duur / 60, 2),
        "werkers": gekozen.werkers,
        "python": platform.python_version(),
        "gedood": dict(proef.gedood),
        "herstart": proef.herstart,
        "bevestigd": sum(b.geweigerd is None for b in bevestigd),
        "geweigerd": dict(Counter(b.geweigerd for b in bevestigd if b.geweigerd)),
        "herhaald": sum(b.herhaald for b in bevestigd),
        "gebeurtenissen": laatste,
        "perSeconde": round(len(bevestigd) / duur, 1),
        "invarianten": [asdict(u) for u in uitslagen],
        "fouten": fouten,
    }


def _dood_telkens(proef: Proef, app: App, gekozen: argparse.Namespace) -> None:
    kans = random.Random(gekozen.zaad)  # noqa: S311 - wie sterft is geen geheim
    beurten: Iterator[str] = itertools.cycle(PROOI)
    tot = time.time() + gekozen.minuten * 60
    volgende, eerder = time.time() + gekozen.om, proef.gedaan()
    while time.time() < tot:
        time.sleep(_GLANCE)
        # Whoever is killed was at work: since the last time, something was done.
        if time.time() >= volgende and proef.gedaan() > eerder:
            gelukt = False
            with suppress(Exception):  # what was killed before may not be back
                gelukt = proef.dood(next(beurten), app, kans)
            if gelukt:
                volgende, eerder = time.time() + gekozen.om, proef.gedaan()
        proef.hou_gaande()


def _backends(app: App) -> list[int]:
    with psycopg.connect(app.database_url) as connection:
        rijen = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    return [int(pid) for (pid,) in rijen]


def als_tekst(verslag: dict[str, Any]) -> list[str]:
    """The report as a person reads it."""
    regels = [f"{naam}: {verslag[naam]}" for naam in verslag if naam != "invarianten"]
    for een in verslag["invarianten"]:
        staat = "FOUT" if een["fouten"] else "goed"
        regels.append(f"  {staat}  {een['wat']} ({een['bekeken']} bekeken)")
    return regels


if __name__ == "__main__":
    sys.exit(main())
