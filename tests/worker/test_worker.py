"""The worker as it really runs: processes, messages, signals; with Redis and without."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from socket import create_server
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from handhaving import running, worker
from tests.running.kantoor import ADRES, PERSOON, TEKST, Kantoor
from tests.running.wachten import wacht_tot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from handhaving.bootstrap import App
    from handhaving.settings import Settings

VERSTREKEN = "InregelstellingsperiodeVerstreken"


def omgeving(settings: Settings, **meer: str) -> dict[str, str]:
    """The environment of a worker on these servers."""
    waarden = {
        "HANDHAVING_DATA": str(settings.data),
        "HANDHAVING_DATABASE_URL": settings.database_url or "",
        "HANDHAVING_REDIS_URL": settings.redis_url or "",
        "HANDHAVING_KEK_FILE": str(settings.kek_file),
    }
    return {**os.environ, **waarden, **meer}


def vrije_poort() -> int:
    with create_server(("127.0.0.1", 0)) as deur:
        return int(deur.getsockname()[1])


@contextmanager
def werker(
    settings: Settings,
    pad: Path,
    *opties: str,
    opdracht: tuple[str, ...] = ("handhaving.worker",),
    **meer: str,
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker for as long as the block lasts; its log lines go to `pad`."""
    with pad.open("wb") as uit:
        proces = subprocess.Popen(
            [sys.executable, "-m", *opdracht, *opties],
            env=omgeving(settings, **meer),
            stdout=uit,
            stderr=uit,
        )
        try:
            yield proces
        finally:
            proces.terminate()
            proces.wait(60)


def kinderen(proces: subprocess.Popen[bytes]) -> list[int]:
    uit = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(proces.pid)],
        check=False,
        capture_output=True,
        text=True,
    )
    return [int(r.split()[0]) for r in uit.stdout.splitlines() if "--kind" in r]


def verstreken(app: App) -> int:
    with app.engine.connect() as verbinding:
        vraag = text("SELECT count(*) FROM handhaving.gebeurtenissen WHERE type = :soort")
        return int(verbinding.execute(vraag, {"soort": VERSTREKEN}).scalar_one())


def bij(app: App) -> bool:
    return {s.staat for s in running.status(app)} == {"bij"}


@pytest.mark.parametrize("met_redis", [True, False], ids=["redis", "zonder redis"])
def test_given_a_worker_when_events_come_then_models_follow_and_deadlines_go_off_once(
    echte_settings: Settings, echte_app: App, tmp_path: Path, *, met_redis: bool
) -> None:
    settings = echte_settings
    if not met_redis:
        settings = settings.model_copy(update={"redis_url": "redis://127.0.0.1:1"})
    kantoor = Kantoor(echte_app)
    dossiers = [kantoor.in_gebreke() for _ in range(3)]
    poort, log = vrije_poort(), tmp_path / "log"
    meetpoort = {"HANDHAVING_MEETPOORT": str(poort)}
    opdracht = ("handhaving.cli.app", "worker") if met_redis else ("handhaving.worker",)
    opties = ("--processen", "2", "--draden", "2")
    with werker(settings, log, *opties, opdracht=opdracht, **meetpoort) as proces:
        wacht_tot(lambda: verstreken(echte_app) == 3 and bij(echte_app), 60)
        assert [kantoor.soorten(d).count(VERSTREKEN) for d in dossiers] == [1, 1, 1]
        meet(poort)  # a tick is counted when it is over, and whoever did it may die next
        gestorven = kinderen(proces)
        assert len(gestorven) == 2
        os.kill(gestorven[0], signal.SIGKILL)
        kantoor.in_gebreke()
        wacht_tot(lambda: bij(echte_app), 20)
        wacht_tot(lambda: len(set(kinderen(proces)) - set(gestorven)) == 1, 30)
        metingen = meet(poort)
        assert [meting for meting in GETELD if meting not in metingen] == []
        assert 'handhaving_werk_leesmodel_achter{leesmodel="termijnen"} 0.0' in metingen
        assert "handhaving_verbindingen" in metingen
        proces.send_signal(signal.SIGTERM)
        assert proces.wait(60) == 0
    assert [s.houder for s in running.status(echte_app)] == [None] * len(running.status(echte_app))
    regels = [json.loads(regel) for regel in log.read_text().splitlines()]
    gebeurd = [regel["event"] for regel in regels]
    assert gebeurd.count("werker_weg") == 1
    assert "werker_klaar" in gebeurd
    alles = log.read_text() + metingen
    geheim = [TEKST, *map(str, PERSOON.values()), *ADRES.values()]
    assert [g for g in geheim if len(g) > 3 and g in alles] == []


GETELD = (
    'handhaving_werk_total{taak="tik",uitkomst="gelukt"}',
    "handhaving_termijnen_afgegaan_total{",
)


def meet(poort: int) -> str:
    """What Prometheus reads, once a process has counted a whole tick and what went off in it."""
    einde = time.monotonic() + 20
    while True:
        with urllib.request.urlopen(f"http://127.0.0.1:{poort}/metrics", timeout=5) as antwoord:
            gezegd: str = antwoord.read().decode()
        klaar = all(meting in gezegd for meting in GETELD)
        if klaar or time.monotonic() > einde:
            return gezegd
        time.sleep(0.1)


def test_given_its_first_process_is_killed_then_the_others_stop_by_themselves(
    settings: Settings, app: App, tmp_path: Path
) -> None:
    with werker(settings, tmp_path / "log", "--processen", "1") as proces:
        wacht_tot(lambda: running.status(app)[0].houder is not None, 30)
        (kind,) = kinderen(proces)
        proces.kill()
        proces.wait()
        wacht_tot(lambda: not leeft(kind), 20)
        assert {s.houder for s in running.status(app)} == {None}


def leeft(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_given_wrong_use_or_a_worker_that_is_asked_by_name_then_it_says_so() -> None:
    with pytest.raises(SystemExit):
        worker.main(["--onbestaand"])
