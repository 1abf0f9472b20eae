"""What our recorders do that the library's own test cases do not ask."""

from __future__ import annotations

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    ProgrammingError,
    StoredEvent,
    Tracking,
)
from eventsourcing.popo import POPOApplicationRecorder
from eventsourcing.postgres import PostgresAggregateRecorder, PostgresTrackingRecorder
from eventsourcing.utils import get_topic
from psycopg import errors

from handhaving.eventlog.blad import instant, leaf
from handhaving.eventlog.factory import Factory
from handhaving.eventlog.naastpool import connection_lost
from handhaving.eventlog.recorder import EventsAndTrackings, LogRecorder, TableRecorder
from handhaving.eventlog.sjablonen import LOCK_CLASS
from tests.eventlog.bibliotheek import datastore, omgeving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventsourcing.postgres import PostgresDatastore
    from psycopg import Connection

PROCESSES = 20


@pytest.fixture
def opslag(database_url: str) -> Iterator[PostgresDatastore]:
    with datastore(database_url) as pool:
        yield pool


@pytest.fixture
def recorder(opslag: PostgresDatastore) -> EventsAndTrackings:
    gemaakt = EventsAndTrackings(opslag, events_table_name="proef_events")
    gemaakt.create_table()
    return gemaakt


def proef(versie: int = 0, wie: UUID | None = None, data: bytes = b"{}") -> StoredEvent:
    return StoredEvent(wie or uuid4(), versie, "proef", data)


def breek_verbindingen(url: str) -> int:
    """Cut every other connection to this database; how many there were."""
    with psycopg.connect(url, autocommit=True) as verbinding:
        return len(
            verbinding.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchall()
        )


@pytest.mark.parametrize("opdracht", ["UPDATE {} SET type = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_given_a_table_of_an_application_when_it_is_changed_then_it_refuses(
    recorder: EventsAndTrackings, database_url: str, opdracht: str
) -> None:
    recorder.insert_events([proef()])
    with psycopg.connect(database_url) as verbinding, pytest.raises(errors.Error) as fout:
        verbinding.execute(opdracht.format("public.proef_events").encode())
    assert fout.value.sqlstate == "HH000"
    assert recorder.max_notification_id() == 1


def test_given_any_bytes_when_stored_then_they_come_back_and_the_leaf_covers_them(
    recorder: EventsAndTrackings, database_url: str
) -> None:
    alles = proef(data=bytes(range(256)))
    leeg = proef(data=b"")
    recorder.insert_events([alles, leeg])
    assert list(recorder.select_events(alles.originator_id)) == [alles]
    assert list(recorder.select_events(leeg.originator_id)) == [leeg]
    with psycopg.connect(database_url) as verbinding:
        rijen = verbinding.execute(
            "SELECT positie, geregistreerd_op, blad, num_nulls(schema_versie, gebeurtenis_id,"
            " geldig_op, door_id, opdracht_id, volgnr, spoor_id) FROM proef_events ORDER BY 1"
        ).fetchall()
    for event, (positie, op, blad, leeg_gelaten) in zip((alles, leeg), rijen, strict=True):
        velden = [str(positie), str(event.originator_id), "0", "proef", None, None, instant(op)]
        assert blad == leaf([*velden, *[None] * 8], event.state, None)
        assert leeg_gelaten == 7


def test_given_a_refused_write_when_the_next_comes_then_positions_have_no_gap(
    recorder: EventsAndTrackings,
) -> None:
    een = proef()
    assert recorder.insert_events([een]) == [1]
    with pytest.raises(IntegrityError):
        recorder.insert_events([proef(), een])
    assert recorder.insert_events([proef(), proef()]) == [2, 3]


class _AntwoordVerloren(EventsAndTrackings):
    """Commits, and then loses the connection before the answer arrives; as often as it is told."""

    verlies = 1

    def _insert_once(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:  # noqa: ANN401 - as in the library
        posities = super()._insert_once(stored_events, **kwargs)
        if self.verlies > 0:
            self.verlies -= 1
            with self.datastore.get_connection() as verbinding:
                verbinding.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return posities


def test_given_an_answer_that_was_lost_when_repeated_then_the_first_positions_come_back(
    opslag: PostgresDatastore,
) -> None:
    recorder = _AntwoordVerloren(opslag, events_table_name="proef_events")
    recorder.create_table()
    wie = uuid4()
    events = [proef(0, wie), proef(1, wie)]
    assert recorder.insert_events(events, tracking=Tracking("boven", 7)) == [1, 2]
    assert recorder.max_notification_id() == 2
    assert recorder.max_tracking_id("boven") == 7
    recorder.verlies = 1
    assert recorder.insert_events([], tracking=Tracking("boven", 8)) == []
    assert recorder.max_tracking_id("boven") == 8


def test_given_a_lost_connection_when_another_wrote_that_version_then_it_is_a_conflict(
    opslag: PostgresDatastore, database_url: str
) -> None:
    recorder = LogRecorder(opslag, events_table_name="proef_events")
    recorder.create_table()
    wie = uuid4()
    recorder.insert_events([proef(0, wie)])
    breek_verbindingen(database_url)
    with pytest.raises(IntegrityError):
        recorder.insert_events([proef(0, wie, b'{"ander":1}')])
    assert recorder.insert_events([proef(1, wie)]) == [2]


def test_given_a_read_when_every_connection_was_cut_then_it_reads_again(
    recorder: EventsAndTrackings, database_url: str
) -> None:
    recorder.insert_events([proef()])
    assert breek_verbindingen(database_url) >= 1
    assert len(recorder.select_notifications(start=None, limit=10)) == 1


def test_given_a_writer_that_holds_the_lock_when_another_may_not_wait_then_it_says_so(
    recorder: EventsAndTrackings, opslag: PostgresDatastore, database_url: str
) -> None:
    opslag.lock_timeout = 1
    with psycopg.connect(database_url) as houder:
        houder.execute(
            "SELECT public.proef_events_voeg_toe(ARRAY[%s]::uuid[], '{0}', '{x}', '{x}', 0)",
            (uuid4(),),
        )
        with pytest.raises(OperationalError, match="lock timeout"):
            recorder.insert_events([proef()])
        houder.rollback()
    assert recorder.insert_events([proef()]) == [1]


def test_given_a_subscription_when_its_connection_is_cut_then_it_misses_nothing(
    recorder: EventsAndTrackings, database_url: str
) -> None:
    recorder.insert_events([proef()])
    gezien: list[int] = []
    with recorder.subscribe() as stroom:
        gezien.append(next(stroom).id)
        breek_verbindingen(database_url)
        recorder.insert_events([proef(), proef()])
        gezien += [next(stroom).id, next(stroom).id]
        recorder.insert_events([proef()])
        gezien.append(next(stroom).id)
    assert gezien == [1, 2, 3, 4]


def test_given_a_notification_that_never_came_when_polling_then_the_event_is_seen(
    recorder: EventsAndTrackings,
) -> None:
    recorder.channel_name = "elders"  # where it listens, not where the function notifies
    with recorder.subscribe() as stroom:
        recorder.insert_events([proef()])
        begin = time.monotonic()
        assert next(stroom).id == 1
        assert time.monotonic() - begin < 5


def _maak(url: str) -> str:
    """In a process of its own: make the tables of one application."""
    with Factory(omgeving(url, POSTGRES_POOL_SIZE="1")) as fabriek:
        fabriek.application_recorder()
        fabriek.aggregate_recorder("snapshots")
        proces = fabriek.process_recorder()
        proces.insert_events([StoredEvent(uuid4(), 0, "proef", b"{}")])
    return "gemaakt"


def test_given_twenty_processes_when_all_make_the_tables_then_none_fails_nor_on_restart(
    database_url: str,
) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["handhaving.eventlog.factory"])
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as uitvoerder:
        for _ in ("eerst", "opnieuw"):
            uitkomst = list(uitvoerder.map(_maak, [database_url] * PROCESSES))
            assert uitkomst == ["gemaakt"] * PROCESSES
    with datastore(database_url) as pool:
        assert LogRecorder(pool).max_notification_id() == 2 * PROCESSES


def test_given_two_applications_in_one_schema_when_both_write_then_each_has_its_own_sequence(
    opslag: PostgresDatastore,
) -> None:
    een, twee = (LogRecorder(opslag, events_table_name=naam) for naam in ("een", "twee"))
    for recorder in (een, twee):
        recorder.create_table()
    assert een.insert_events([proef(), proef()]) == [1, 2]
    assert twee.insert_events([proef()]) == [1]


def test_given_a_table_of_somebody_else_when_it_is_to_be_made_then_it_is_refused(
    opslag: PostgresDatastore, database_url: str
) -> None:
    PostgresAggregateRecorder(opslag, events_table_name="stok_events").create_table()
    with pytest.raises(ProgrammingError, match="not made by this recorder"):
        TableRecorder(opslag, events_table_name="stok_events").create_table()
    TableRecorder(opslag, events_table_name="proef_events").create_table()
    with datastore(database_url, "text") as tekst:
        anders = TableRecorder(tekst, events_table_name="proef_events")
        with pytest.raises(ProgrammingError, match="for other ids"):
            anders.create_table()


def test_given_a_table_with_an_older_function_when_made_again_then_only_that_is_renewed(
    recorder: EventsAndTrackings, database_url: str
) -> None:
    recorder.insert_events([proef()])
    with psycopg.connect(database_url) as verbinding:
        verbinding.execute("COMMENT ON TABLE proef_events IS 'handhaving uuid ouder'")
        verbinding.execute(
            "CREATE OR REPLACE FUNCTION proef_events_voeg_toe"
            "(p_dossiers uuid[], p_versies bigint[], p_types text[], p_data bytea[], p_wacht int)"
            " RETURNS bigint LANGUAGE sql AS 'SELECT 99::bigint'"
        )
    recorder.create_table()
    assert recorder.insert_events([proef()]) == [2]


@pytest.mark.parametrize("naam", ["o'brien_events", 'aan"haling', "dollar$$", "a" * 55, "é" * 28])
def test_given_a_name_that_cannot_be_used_then_it_is_refused_before_any_statement(
    naam: str, opslag: PostgresDatastore
) -> None:
    with pytest.raises(ProgrammingError, match="Identifier"):
        TableRecorder(opslag, events_table_name=naam)


def test_given_an_application_with_odd_letters_in_its_name_then_it_works(
    opslag: PostgresDatastore,
) -> None:
    recorder = LogRecorder(opslag, events_table_name="Één naam; met-streepjes")
    recorder.create_table()
    with recorder.subscribe() as stroom:
        recorder.insert_events([proef()])
        assert next(stroom).id == 1


def test_given_the_librarys_own_function_when_asked_for_then_it_is_refused(
    database_url: str,
) -> None:
    with pytest.raises(OSError, match="POSTGRES_ENABLE_DB_FUNCTIONS"):
        Factory(omgeving(database_url, POSTGRES_ENABLE_DB_FUNCTIONS="yes"))


def test_given_a_recorder_class_of_another_backend_when_chosen_then_it_is_refused(
    database_url: str,
) -> None:
    verkeerd = get_topic(POPOApplicationRecorder)
    with (
        Factory(omgeving(database_url, APPLICATION_RECORDER_TOPIC=verkeerd)) as fabriek,
        pytest.raises(OSError, match="is no LogRecorder"),
    ):
        fabriek.application_recorder()


class EigenRecorder(LogRecorder):
    """Somebody's own, on ours."""


def test_given_a_recorder_class_of_ones_own_when_chosen_then_it_is_used(database_url: str) -> None:
    eigen = get_topic(EigenRecorder)
    with Factory(omgeving(database_url, APPLICATION_RECORDER_TOPIC=eigen)) as fabriek:
        assert type(fabriek.application_recorder()) is EigenRecorder


def test_given_a_password_that_is_asked_each_time_then_the_lock_asks_it_too(
    database_url: str,
) -> None:
    env = omgeving(database_url, POSTGRES_GET_PASSWORD_TOPIC=f"{__name__}:wachtwoord")
    del env["POSTGRES_PASSWORD"]
    gevraagd.clear()
    with Factory(env) as fabriek:
        fabriek.application_recorder()
    assert len(gevraagd) >= 2


def test_given_a_read_model_of_somebody_else_when_made_then_it_is_made_under_the_lock(
    database_url: str,
) -> None:
    with Factory(omgeving(database_url)) as fabriek, psycopg.connect(database_url) as houder:
        houder.execute("SELECT pg_advisory_xact_lock(%s, 0)", (LOCK_CLASS,))
        with ThreadPoolExecutor(1) as hand:
            maker = hand.submit(fabriek.tracking_recorder, PostgresTrackingRecorder)
            assert not wait([maker], timeout=0.3).done
            houder.rollback()
            recorder = maker.result(timeout=20)
        recorder.insert_tracking(Tracking("boven", 1))
        assert recorder.max_tracking_id("boven") == 1


def test_given_a_pool_that_is_closed_or_used_up_when_asked_then_it_says_so_at_once(
    recorder: EventsAndTrackings, opslag: PostgresDatastore
) -> None:
    opslag.pool.timeout = 0.1
    with ExitStack() as gebruikt:
        for _ in range(opslag.pool.max_size):
            gebruikt.enter_context(opslag.get_connection())
        begin = time.monotonic()
        with pytest.raises(OperationalError):
            recorder.insert_events([proef()])
        with pytest.raises(OperationalError):
            recorder.max_notification_id()
        assert time.monotonic() - begin < 2
    assert not connection_lost(OperationalError("without a cause"))
    assert recorder.insert_events([proef()]) == [1]


gevraagd: list[int] = []


def wachtwoord() -> str:
    gevraagd.append(os.getpid())
    return ""


def test_given_a_server_that_is_not_there_when_tables_are_made_then_it_says_so() -> None:
    with datastore("postgresql://niemand@127.0.0.1:1/geen") as pool:
        recorder = LogRecorder(pool)
        with pytest.raises(OperationalError):
            recorder.create_table()


def _rijen(verbinding: Connection[tuple[Any, ...]]) -> int:
    return len(verbinding.execute("SELECT FROM proef_events").fetchall())


def test_given_a_tracking_that_conflicts_when_events_come_with_it_then_neither_is_written(
    recorder: EventsAndTrackings, database_url: str
) -> None:
    recorder.insert_events([proef()], tracking=Tracking("boven", 2))
    with pytest.raises(IntegrityError):
        recorder.insert_events([proef()], tracking=Tracking("boven", 1))
    with psycopg.connect(database_url) as verbinding:
        assert _rijen(verbinding) == 1
