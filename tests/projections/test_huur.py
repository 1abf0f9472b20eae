"""The lease, its fencing token and the tie to one log: two engines never both write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from handhaving.eventlog.projection import Engine, LeaseHeld, LeaseLost, WrongLog, prepare
from tests.projections.proefmodel import (
    CODEC,
    FOLD,
    NU,
    Geteld,
    Optellers,
    Regels,
    Schrijver,
    Tellingen,
    motor,
    sommen,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database

    from handhaving.eventlog.postgres import PostgresLog

EVEN = timedelta(seconds=0.3)


def doe(database: Database, opdracht: str) -> None:
    with database.begin() as verbinding:
        verbinding.execute(text(opdracht))


def wacht(database: Database) -> bool:
    """Whether somebody waits for a lock."""
    with database.connect() as verbinding:
        vraag = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(verbinding.execute(vraag).scalar_one())


def test_given_another_engine_holds_the_lease_when_it_makes_no_progress_then_we_say_so(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(2, 2)
    ander = motor(log, database, Tellingen())
    ander.prepare()
    houder = ander.feeder(ander.projections[0])
    houder.acquire()
    engine = motor(log, database, Tellingen())
    with pytest.raises(LeaseHeld, match="leesmodel tellingen wordt bijgewerkt door een ander"):
        engine.catch_up(patience=0.2)
    houder.release()
    (verslag,) = engine.catch_up()
    assert verslag.zelf


def test_given_another_engine_holds_the_lease_when_it_gets_there_then_we_need_not(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(2, 5)
    ander = motor(log, database, Tellingen(), page=5)
    ander.prepare()
    houder = ander.feeder(ander.projections[0])
    houder.acquire()
    houder.feed(ander.reader.page(0, 10))

    def ga_door() -> None:
        houder.feed(ander.reader.page(5, 10))

    door = threading.Timer(0.2, ga_door)
    door.start()
    (verslag,) = motor(log, database, Tellingen()).catch_up(patience=5)
    door.join()
    assert (verslag.van, verslag.tot, verslag.zelf) == (5, 10, False)


def test_given_an_engine_died_when_its_lease_runs_out_then_another_takes_over(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(2, 2)
    dood = motor(log, database, Tellingen(), lease=EVEN)
    dood.prepare()
    dood.feeder(dood.projections[0]).acquire()
    (verslag,) = motor(log, database, Tellingen()).catch_up(patience=5)
    assert verslag.zelf


def test_given_the_lease_passed_to_another_then_the_first_cannot_write(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(4, 2)
    optellers = Optellers()
    eerste, tweede = (motor(log, database, optellers, lease=-EVEN) for _ in range(2))
    eerste.prepare()
    oud, nieuw = (e.feeder(optellers) for e in (eerste, tweede))
    oud.acquire()
    nieuw.acquire()
    with pytest.raises(LeaseLost, match="leesmodel optellers ging over naar een ander"):
        oud.feed(eerste.reader.page(0, 8))
    assert optellers.aantallen(database) == {}
    with pytest.raises(LeaseLost):
        oud.renew()
    nieuw.feed(tweede.reader.page(0, 8))
    nieuw.renew()
    assert optellers.aantallen(database) == dict.fromkeys(dossiers, 2)
    oud.release()
    oud.release()
    with pytest.raises(LeaseLost):
        _ = oud.positie


def test_given_a_batch_on_its_way_when_another_asks_for_the_lease_then_it_is_held(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(2, 2)
    geweigerd: list[str | None] = []
    andere = motor(log, database, Optellers())

    def vraag(_: object) -> None:
        with pytest.raises(LeaseHeld) as fout:
            andere.feeder(andere.projections[0]).acquire()
        geweigerd.append(fout.value.houder)

    motor(log, database, Optellers(na_rijen=vraag), lease=-EVEN).catch_up()
    assert geweigerd == [None]


def test_given_the_lease_is_lost_during_a_catch_up_then_it_is_taken_again(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(4, 2)
    optellers = Optellers()
    engine = motor(log, database, optellers, page=4)
    anderen: list[threading.Thread] = []

    def verlies(_: object) -> None:
        if not anderen:  # waits for the rows of the first page; felt at the second
            opdracht = "UPDATE leesmodel.checkpoint SET fencing = fencing + 1"
            anderen.append(threading.Thread(target=doe, args=(database, opdracht)))
            anderen[0].start()
            while not wacht(database):
                time.sleep(0.005)

    optellers.na_rijen = verlies
    (verslag,) = engine.catch_up()
    anderen[0].join()
    assert (verslag.van, verslag.tot) == (0, 8)
    assert optellers.aantallen(database) == dict.fromkeys(dossiers, 2)


def test_given_eight_engines_at_once_then_every_event_is_counted_once(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(20, 10)
    optellers = Optellers()
    motoren = [motor(log, database, optellers, page=7, lease=EVEN) for _ in range(8)]
    with ThreadPoolExecutor(8) as draden:
        verslagen = list(draden.map(lambda m: m.catch_up()[0], motoren))
    assert {v.tot for v in verslagen} == {200}
    assert optellers.aantallen(database) == dict.fromkeys(dossiers, 10)


def test_given_many_engines_start_at_once_then_the_tables_are_made_once(
    database_url: str,
) -> None:
    def begin(_: int) -> None:
        eigen = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
        prepare(eigen, [Tellingen().metadata, Regels().metadata])
        eigen.dispose()

    with ThreadPoolExecutor(8) as draden:
        list(draden.map(begin, range(16)))


@pytest.mark.parametrize(
    "wijziging",
    ["incarnatie = 'elders'", "blad = 'ff'", "positie = 99", "positie = 3"],
    ids=["other log", "other event", "beyond the end", "other position"],
)
def test_given_a_checkpoint_of_another_log_then_the_read_model_stops_and_tells_to_rebuild(
    log: PostgresLog, database: Database, schrijver: Schrijver, wijziging: str
) -> None:
    dossiers = schrijver.veel(2, 2)
    model, ander = Tellingen(), Regels()
    engine = motor(log, database, model, ander)
    engine.catch_up()
    schrijver.schrijf(dossiers[0], Geteld(aantal=1))
    doe(database, f"UPDATE leesmodel.checkpoint SET {wijziging} WHERE name = 'tellingen'")  # noqa: S608 - constanten hierboven
    with pytest.raises(WrongLog, match="`handhaving projecties herbouw tellingen`"):
        engine.catch_up(tot=5 if "99" not in wijziging else 100)
    engine.rebuild("tellingen")
    engine.catch_up()
    assert sommen(database, model)[dossiers[0]] == (3, 4)


def test_given_a_log_that_ends_before_the_goal_then_we_stop(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(2, 2)
    with pytest.raises(WrongLog):
        motor(log, database, Tellingen()).catch_up(tot=9)


STERF = """
import os, signal, sys
from handhaving.eventlog.postgres import PostgresLog
from sqlalchemy import create_engine
from tests.projections.proefmodel import Optellers, Tellingen, motor

url, waar = sys.argv[1:]
batches = iter(range(100))

def sterf(_batch):
    if next(batches) == 2:  # the rows are written, the transaction is open
        os.kill(os.getpid(), signal.SIGKILL)

model = Optellers(na_rijen=sterf if waar == "rijen" else lambda _: None)
database = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
with PostgresLog(url) as log:
    engine = motor(log, database, Tellingen(), model, page=10)
    voortgang = iter(range(100))

    def na_batch(_progress):
        if waar == "checkpoint" and next(voortgang) == 5:  # committed, and told
            os.kill(os.getpid(), signal.SIGKILL)

    engine.catch_up(on_progress=na_batch)
"""


@pytest.mark.parametrize("waar", ["rijen", "checkpoint"])
def test_given_kill_9_when_run_again_then_nothing_is_lost_and_nothing_double(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str, waar: str
) -> None:
    dossiers = schrijver.veel(10, 6)
    proces = subprocess.run(
        [sys.executable, "-c", STERF, database_url, waar],
        check=False,
        env={**os.environ, "COVERAGE_PROCESS_START": ""},
        capture_output=True,
        text=True,
    )
    assert proces.returncode == -signal.SIGKILL, proces.stderr
    optellers, tellingen = Optellers(), Tellingen()
    engine = motor(log, database, tellingen, optellers, page=10)
    halverwege = {s.naam: s.positie for s in engine.status(NU)}
    assert 0 < min(halverwege.values()) < 60
    assert sum(optellers.aantallen(database).values()) == halverwege["optellers"]
    engine.catch_up()
    assert optellers.aantallen(database) == dict.fromkeys(dossiers, 6)
    assert sommen(database, tellingen) == dict.fromkeys(dossiers, (6, 21))


def test_given_the_connection_is_cut_in_the_middle_of_a_batch_then_it_comes_again_whole(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(4, 3)
    beurt = iter(range(100))

    def snijd(_: object) -> None:
        if next(beurt) == 1:
            doe(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND state = 'idle in transaction'"
                " AND pid <> pg_backend_pid()",
            )

    optellers = Optellers(na_rijen=snijd)
    engine = motor(log, database, optellers, page=4, lease=EVEN)
    with pytest.raises(Exception, match="connection"):
        engine.catch_up()
    engine.catch_up()
    assert optellers.aantallen(database) == dict.fromkeys(dossiers, 3)


def test_given_an_engine_of_another_log_then_its_identity_is_kept(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.schrijf(uuid4(), Geteld(aantal=1))
    model = Tellingen()
    Engine(log, CODEC, database, [model], FOLD, incarnatie="dit-logboek").catch_up()
    schrijver.schrijf(uuid4(), Geteld(aantal=1))
    with pytest.raises(WrongLog):
        Engine(log, CODEC, database, [model], FOLD, incarnatie="ander-logboek").catch_up()
