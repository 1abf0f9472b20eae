"""Rebuilding all read models at once, over processes that may die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from handhaving import running
from handhaving.eventlog.projection import BuildIncomplete, LeaseLost, build, digest
from handhaving.eventlog.projection.build import Pace
from handhaving.eventlog.projection.rebuild import Workshop
from handhaving.running.delen import GENOEG, werkers
from handhaving.running.projecties import vul_deel
from projections import REGISTRY
from projections.auditspoor import Auditspoor
from tests.running.kantoor import om

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from handhaving.bootstrap import App
    from handhaving.eventlog.projection import Batch, Progress, TableDigest
    from handhaving.settings import Settings
    from tests.running.kantoor import Kantoor


def afdrukken(app: App) -> list[tuple[TableDigest, ...]]:
    with app.engine.begin() as verbinding:
        return [digest(verbinding, model.metadata) for model in REGISTRY]


@pytest.fixture
def vol(kantoor: Kantoor) -> list[tuple[TableDigest, ...]]:
    """Dossiers whose events are interleaved, live; what the read models show of them."""
    dossiers = [kantoor.in_gebreke() for _ in range(6)]
    running.tick(kantoor.app, om("2025-04-10"))
    kantoor.betekend(dossiers[0])
    kantoor.betekend(dossiers[3])
    running.catch_up(kantoor.app)
    return afdrukken(kantoor.app)


def test_given_two_processes_when_all_is_rebuilt_twice_then_the_digests_are_those_of_live(
    kantoor: Kantoor, vol: list[tuple[TableDigest, ...]]
) -> None:
    gehoord: list[Progress] = []
    eerste = running.rebuild(kantoor.app, werkers=2, on_progress=gehoord.append)
    assert [uit.naam for uit in eerste] == [model.naam for model in REGISTRY]
    assert [uit.nieuw for uit in eerste] == vol == afdrukken(kantoor.app)
    assert all(uit.gelijk for uit in eerste)
    laatste = kantoor.app.log.last_position()
    assert {p.positie for p in gehoord[-len(REGISTRY) :]} == {laatste}
    tweede = running.rebuild(kantoor.app)
    assert [uit.nieuw for uit in tweede] == vol
    assert all(uit.gelijk for uit in running.compare(kantoor.app, werkers=2))


def test_given_one_pass_then_every_dossier_is_read_once_for_all_read_models(
    kantoor: Kantoor, vol: list[tuple[TableDigest, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    gelezen: list[int] = []
    log = kantoor.app.log
    lees = log.read_dossiers

    def tel(dossiers: object, **velden: object) -> object:
        rijen = lees(dossiers, **velden)  # type: ignore[arg-type]  # doorgegeven
        gelezen.append(len(rijen))
        return rijen

    monkeypatch.setattr(log, "read_dossiers", tel)
    running.rebuild(kantoor.app, werkers=1)
    assert sum(gelezen) == log.last_position()


def test_given_a_rebuild_then_its_threads_step_aside_and_who_asked_does_not(
    kantoor: Kantoor, vol: list[tuple[TableDigest, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    prioriteiten: set[int] = set()
    schrijf = Auditspoor.apply

    def noteer(model: Auditspoor, connection: Connection, batch: Batch[Any]) -> None:
        prioriteiten.add(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        schrijf(model, connection, batch)

    voor = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    monkeypatch.setattr(Auditspoor, "apply", noteer)
    running.rebuild(kantoor.app, "auditspoor", werkers=1)
    assert min(prioriteiten) > voor
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == voor


def test_given_somebody_appends_when_rebuilding_then_one_read_model_at_a_time_for_a_while(
    kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pas = Pace(kantoor.app.log)
    assert list(pas.groups("abc")) == ["abc"]
    kantoor.in_gebreke()
    assert list(pas.groups("abc")) == ["a", "b", "c"]
    assert list(pas.groups("abc")) == ["a", "b", "c"]
    monkeypatch.setattr(build, "_ASIDE", 0)
    kantoor.in_gebreke()
    assert list(pas.groups("abc")) == ["abc"]
    assert list(pas.groups("")) == []


def test_given_one_that_fails_at_the_end_then_the_others_are_finished_and_we_are_told(
    kantoor: Kantoor, vol: list[tuple[TableDigest, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    wissel = Workshop.swap

    def breek(winkel: Workshop[Any], meld: Callable[[Progress], None]) -> int:
        if winkel.naam == REGISTRY[0].naam:
            raise OSError(winkel.naam)
        return wissel(winkel, meld)

    for geduld in (0, 60):  # all at once, and one by one
        monkeypatch.setattr(build, "_ASIDE", geduld)
        monkeypatch.setattr(Workshop, "swap", breek)
        gehoord: list[Progress] = []
        with pytest.raises(OSError, match=REGISTRY[0].naam):
            running.rebuild(kantoor.app, opnieuw=True, werkers=1, on_progress=gehoord.append)
        monkeypatch.setattr(Workshop, "swap", wissel)
        assert all(uit.gelijk for uit in running.rebuild(kantoor.app, werkers=1))
        assert afdrukken(kantoor.app) == vol


def test_given_a_process_that_steps_aside_already_when_rebuilding_then_it_goes_no_further_up() -> (
    None
):
    """Going up takes a right that few have, and being polite must never stop the work."""
    proef = (
        "import os, threading; from concurrent.futures import ThreadPoolExecutor as P;"
        " from handhaving.eventlog.projection import build; os.nice(15);"
        " wie = lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id());"
        " print(P(1, initializer=build._aside).submit(wie).result())"
    )
    gezegd = subprocess.run(
        [sys.executable, "-c", proef], capture_output=True, text=True, check=True
    ).stdout
    assert int(gezegd) == 15


STERF = """
import os, signal, sys, threading
from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.settings import Settings
from projections.auditspoor import Auditspoor

with open_app(Settings.model_validate_json(sys.argv[1])) as app:
    app.projections.page = 20
    klaar, schrijf = set(), Auditspoor.apply
    def traag(model, connection, batch):
        if batch.events[0].envelop.positie >= 7:
            threading.Event().wait()  # the others go on meanwhile
        schrijf(model, connection, batch)
    def na(voortgang):
        if voortgang.positie >= 7:
            klaar.add(voortgang.naam)
        if klaar >= {"dossierstand", "termijnen"}:
            os.kill(os.getpid(), signal.SIGKILL)
    Auditspoor.apply = traag
    running.rebuild(app, werkers=1, on_progress=na)
"""


def test_given_a_rebuild_of_all_was_killed_when_run_again_then_it_goes_on_and_is_right(
    kantoor: Kantoor, vol: list[tuple[TableDigest, ...]], settings: Settings
) -> None:
    dood = subprocess.run(
        [sys.executable, "-c", STERF, settings.model_dump_json()],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "COVERAGE_PROCESS_START": ""},
        timeout=60,
    )
    assert dood.returncode == -signal.SIGKILL, dood.stderr
    bouw = {s.naam: s.bouw for s in running.status(kantoor.app)}
    ver, achter = bouw["termijnen"], bouw["auditspoor"]
    assert bouw["dossierstand"] == ver
    assert ver is not None
    assert achter is not None
    assert achter < ver < 30  # killed between two read models of one page
    kantoor.in_gebreke()
    running.catch_up(kantoor.app)
    nu = afdrukken(kantoor.app)
    with kantoor.app.engine.begin() as verbinding:
        verbinding.execute(text("UPDATE leesmodel.checkpoint SET verloopt_op = now()"))
    gehoord: list[Progress] = []
    uit = running.rebuild(kantoor.app, werkers=1, on_progress=gehoord.append)
    assert {(p.naam, p.van) for p in gehoord} >= {("dossierstand", ver), ("auditspoor", achter)}
    assert all(een.gelijk for een in uit)
    assert afdrukken(kantoor.app) == nu


def test_given_a_process_is_killed_when_rebuilt_then_we_are_told_and_the_next_goes_on(
    kantoor: Kantoor, vol: list[tuple[TableDigest, ...]]
) -> None:
    gedood: list[int] = []

    def dood(_: Progress) -> None:
        if not gedood:
            gedood.extend(_kinderen())
            os.kill(gedood[0], signal.SIGKILL)

    with pytest.raises(BuildIncomplete, match="een werker viel uit"):
        running.rebuild(kantoor.app, werkers=2, on_progress=dood)
    assert afdrukken(kantoor.app) == vol
    assert all(uit.gelijk for uit in running.rebuild(kantoor.app, werkers=2))


def _kinderen() -> list[int]:
    """The processes that fill parts, once they are there."""
    einde = time.monotonic() + 20
    while time.monotonic() < einde:
        taken = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(os.getpid())],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()
        gevonden = [int(taak.split()[0]) for taak in taken if "multiprocessing.spawn" in taak]
        if gevonden:
            return gevonden
        time.sleep(0.05)
    msg = "geen processen gevonden"
    raise AssertionError(msg)


def test_given_a_part_of_a_build_that_is_done_then_there_is_nothing_to_fill(
    kantoor: Kantoor,
) -> None:
    running.catch_up(kantoor.app)
    with pytest.raises(LeaseLost):
        vul_deel(kantoor.app, ["termijnen"], 0)


def test_given_an_empty_log_when_rebuilt_then_nothing_happens(kantoor: Kantoor) -> None:
    assert {uit.positie for uit in running.rebuild(kantoor.app, werkers=2)} == {0}


def test_given_the_work_then_the_number_of_processes_follows() -> None:
    assert werkers(10) == 1
    assert werkers(10, 3) == 3
    kernen = os.cpu_count() or 1
    assert werkers(GENOEG * 100) == min(kernen, 8)
    assert werkers(GENOEG * 100, vrij=1) == min(max(1, kernen - 1), 8)
    assert werkers(10, 3, vrij=1) == 3
