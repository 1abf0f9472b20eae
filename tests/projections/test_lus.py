"""The engine that stays: it sees what is new at once, and no error or death of a part stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from sqlalchemy import text

from handhaving.eventlog.projection import Listener
from handhaving.eventlog.sjablonen import CHANNEL
from tests.projections.proefmodel import (
    NU,
    Gemerkt,
    Geteld,
    Optellers,
    Regels,
    Schrijver,
    Tellingen,
    motor,
    sommen,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine as Database

    from handhaving.eventlog.postgres import PostgresLog
    from handhaving.eventlog.projection import Engine
    from tests.projections.proefmodel import Telling

EVEN = timedelta(seconds=0.6)


def wacht_tot(waar: Callable[[], bool], seconden: float = 10) -> None:
    """Wait until it is so; fail when it takes too long."""
    einde = time.monotonic() + seconden
    while not waar():
        assert time.monotonic() < einde, "het duurde te lang"
        time.sleep(0.01)


@contextmanager
def draaiend(engine: Engine[Telling], url: str, poll: float = 0.05) -> Iterator[threading.Event]:
    """The engine in a thread, for as long as the block lasts."""
    stop = threading.Event()
    engine.prepare()
    with Listener(url, CHANNEL) as waker:
        draad = threading.Thread(target=lambda: engine.run_forever(stop, waker, poll=poll))
        draad.start()
        try:
            yield stop
        finally:
            stop.set()
            draad.join(10)
    assert not draad.is_alive()


def test_given_it_runs_when_events_come_then_all_read_models_get_them(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str
) -> None:
    model, optellers = Tellingen(), Optellers()
    with draaiend(motor(log, database, model, optellers), database_url):
        dossiers = schrijver.veel(5, 3)
        wacht_tot(lambda: sommen(database, model) == dict.fromkeys(dossiers, (3, 6)))
        wacht_tot(lambda: optellers.aantallen(database) == dict.fromkeys(dossiers, 3))
        schrijver.schrijf(dossiers[0], Geteld(aantal=1))
        wacht_tot(lambda: sommen(database, model)[dossiers[0]] == (4, 7))


def test_given_it_stops_then_the_lease_is_free_at_once(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str
) -> None:
    schrijver.veel(2, 2)
    engine = motor(log, database, Tellingen(), lease=timedelta(minutes=5))
    with draaiend(engine, database_url):
        wacht_tot(lambda: engine.status(NU)[0].positie == 4)
        assert engine.status(NU)[0].houder is not None
    assert engine.status(NU)[0].houder is None


def test_given_nothing_happens_then_the_lease_is_kept(
    log: PostgresLog, database: Database, database_url: str
) -> None:
    engine = motor(log, database, Tellingen(), lease=EVEN)
    with draaiend(engine, database_url):
        wacht_tot(lambda: engine.status(NU)[0].houder is not None)
        houder = engine.status(NU)[0].houder
        einde = time.monotonic() + 3 * EVEN.total_seconds()
        while time.monotonic() < einde:
            assert engine.status(NU)[0].houder == houder
            time.sleep(0.05)


def test_given_the_lease_is_taken_away_then_it_is_taken_again(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str
) -> None:
    optellers = Optellers()
    with draaiend(motor(log, database, optellers, lease=EVEN), database_url):
        dossiers = schrijver.veel(3, 2)
        wacht_tot(lambda: optellers.aantallen(database) == dict.fromkeys(dossiers, 2))
        with database.begin() as verbinding:
            verbinding.execute(
                text("UPDATE leesmodel.checkpoint SET fencing = fencing + 1, houder = NULL")
            )
        schrijver.veel(3, 1)
        wacht_tot(lambda: optellers.aantallen(database) == dict.fromkeys(dossiers, 3))


def test_given_a_slow_read_model_then_it_does_not_hold_up_another(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str
) -> None:
    los = threading.Event()

    def traag(_: object) -> None:
        los.wait(10)

    traagheid, vlug = Optellers(na_rijen=traag), Tellingen()
    with draaiend(motor(log, database, traagheid, vlug), database_url):
        dossiers = schrijver.veel(3, 2)
        wacht_tot(lambda: sommen(database, vlug) == dict.fromkeys(dossiers, (2, 3)))
        assert traagheid.aantallen(database) == {}
        los.set()
        wacht_tot(lambda: traagheid.aantallen(database) == dict.fromkeys(dossiers, 2))


def test_given_every_connection_is_cut_then_it_goes_on_and_nothing_is_double(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str
) -> None:
    optellers = Optellers()
    with draaiend(motor(log, database, optellers, lease=EVEN), database_url):
        dossiers = schrijver.veel(5, 2)
        wacht_tot(lambda: optellers.aantallen(database) == dict.fromkeys(dossiers, 2))
        with psycopg.connect(database_url, autocommit=True) as beheer:
            beheer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        schrijver.schrijf(dossiers[0], Geteld(aantal=1))
        daarna = {**dict.fromkeys(dossiers, 2), dossiers[0]: 3}
        wacht_tot(lambda: _lees(optellers, database) == daarna)


def _lees(optellers: Optellers, database: Database) -> object:
    try:
        return optellers.aantallen(database)
    except Exception:  # noqa: BLE001 - the pool still has connections that were cut
        return None


def test_given_a_read_model_stands_still_then_the_others_go_on_and_it_comes_back(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str
) -> None:
    regels, vlug = Regels(), Tellingen()
    engine = motor(log, database, regels, vlug)
    engine.prepare()
    with database.begin() as verbinding:
        verbinding.execute(text("ALTER TABLE leesmodel.regels_v1 RENAME TO elders"))
    with draaiend(engine, database_url):
        dossiers = schrijver.veel(3, 2)
        wacht_tot(lambda: sommen(database, vlug) == dict.fromkeys(dossiers, (2, 3)))
        wacht_tot(lambda: engine.status(NU)[0].staat == "gestopt")
        with database.begin() as verbinding:
            verbinding.execute(text("ALTER TABLE leesmodel.elders RENAME TO regels_v1"))
        wacht_tot(lambda: engine.status(NU)[0].staat == "bij")


def test_given_an_unknown_type_then_it_waits_there_and_says_so(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str
) -> None:
    engine = motor(log, database, Tellingen())
    with draaiend(engine, database_url):
        (dossier,) = schrijver.veel(1, 2)
        schrijver.ruw(dossier, ("Verzonnen", 1, b"{}"))
        wacht_tot(lambda: engine.status(NU)[0].staat == "gestopt")
        assert engine.status(NU)[0].positie == 2


def test_given_a_parked_dossier_is_mended_by_another_process_then_it_goes_on_with_it(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str
) -> None:
    model = Tellingen(gif=("gif",))
    engine = motor(log, database, model)
    ziek = uuid4()
    with draaiend(engine, database_url):
        schrijver.schrijf(ziek, Geteld(aantal=1), Gemerkt(merk="gif"))
        wacht_tot(lambda: len(engine.status(NU)[0].geparkeerd) == 1)
        ander = motor(log, database, Tellingen())
        assert ander.retry("tellingen", ziek) is None
        schrijver.schrijf(ziek, Geteld(aantal=5))
        wacht_tot(lambda: sommen(database, model).get(ziek) == (3, 6))


BLIJVER = """
import sys, threading
from datetime import timedelta
from sqlalchemy import create_engine
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.projection import Listener
from handhaving.eventlog.sjablonen import CHANNEL
from tests.projections.proefmodel import Optellers, motor

url = sys.argv[1]
database = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
with PostgresLog(url) as log, Listener(url, CHANNEL) as waker:
    engine = motor(log, database, Optellers(), page=3, lease=timedelta(seconds=1))
    engine.run_forever(threading.Event(), waker, poll=0.05)
"""


def test_given_the_engine_is_killed_then_another_takes_over_within_seconds(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str
) -> None:
    optellers = Optellers()
    ander = subprocess.Popen(
        [sys.executable, "-c", BLIJVER, database_url],
        env={**os.environ, "COVERAGE_PROCESS_START": ""},
    )
    try:
        engine = motor(log, database, optellers)
        engine.prepare()
        dossiers = schrijver.veel(5, 2)
        wacht_tot(lambda: optellers.aantallen(database) == dict.fromkeys(dossiers, 2), 20)
        with draaiend(engine, database_url):
            schrijver.veel(5, 1)
            wacht_tot(lambda: optellers.aantallen(database) == dict.fromkeys(dossiers, 3))
            os.kill(ander.pid, signal.SIGKILL)
            schrijver.veel(5, 1)
            wacht_tot(lambda: optellers.aantallen(database) == dict.fromkeys(dossiers, 4), 5)
    finally:
        ander.kill()
        ander.wait()


def test_given_an_append_when_listened_then_the_wait_ends_early(
    log: PostgresLog, schrijver: Schrijver, database_url: str
) -> None:
    with Listener(database_url, CHANNEL) as waker:
        assert not waker.wait(0.05)
        schrijver.schrijf(uuid4(), Geteld(aantal=1))
        begin = time.monotonic()
        assert waker.wait(5)
        assert time.monotonic() - begin < 2
    waker.close()


def test_given_no_database_when_listened_then_it_is_a_clock() -> None:
    with Listener("postgresql://niemand@127.0.0.1:1/niets", CHANNEL) as waker:
        begin = time.monotonic()
        assert not waker.wait(0.1)
        assert time.monotonic() - begin >= 0.1
