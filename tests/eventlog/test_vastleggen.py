"""The lock does not wait for the disk, and nobody is told what a crash could still take away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import make_conninfo

from handhaving.eventlog import toevoegen
from handhaving.eventlog import verbinding as verbindingen
from handhaving.eventlog.draad import Wire
from handhaving.eventlog.envelope import Claim, IndexEntry, Number
from handhaving.eventlog.log import ClaimLost
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.verbinding import LogConnection
from tests.eventlog.opdrachten import DOOR, commit, sleutel, voeg_toe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from psycopg import Connection

    from handhaving.eventlog.envelope import Commit
    from handhaving.eventlog.voorbereid import Prepared

A = UUID(int=0xA)
CLAIM = Claim("klantnummer", b"k")
INGANG = IndexEntry("naam", b"n")
OPDRACHT = UUID(int=0xC)


def rijk(dossier: UUID = A) -> Commit:
    """A command that leaves something everywhere."""
    return commit(
        dossier,
        opdracht=OPDRACHT,
        claims=(CLAIM,),
        index=(INGANG,),
        nummers=(Number("boete", 2026, 1),),
        sleutels=(sleutel(dossier),),
    )


@dataclass
class Haastig:
    """A writer that was let go before its events were flushed, and that does not flush them."""

    verbinding: Connection[tuple[Any, ...]]

    def schrijf(self, wat: Commit) -> str:
        """Write it. Where the WAL ends now: the server flushes that by itself within a second."""
        voeg_toe(self.verbinding, [wat])
        return str(self.een("SELECT pg_current_wal_insert_lsn()")[0])

    def ligt_vast(self, plaats: str) -> bool:
        return bool(self.een("SELECT pg_current_wal_flush_lsn() >= %s::pg_lsn", plaats)[0])

    def een(self, vraag: str, *waarden: str) -> tuple[Any, ...]:
        rij = self.verbinding.execute(vraag.encode(), waarden).fetchone()
        assert rij is not None
        return rij


@pytest.fixture
def haastig(database_url: str) -> Iterator[Haastig]:
    with psycopg.connect(database_url, autocommit=True) as verbinding:
        verbinding.execute("SET synchronous_commit = off")
        yield Haastig(verbinding)


LEZINGEN: dict[str, Callable[[PostgresLog], object]] = {
    "read": lambda log: log.read(0, 10),
    "read_dossier": lambda log: log.read_dossier(A),
    "read_with_keys": lambda log: log.read_with_keys(A)[0],
    "read_dossiers": lambda log: log.read_dossiers([A]),
    "opened": lambda log: log.opened(0, 10, 10),
    "leaves": lambda log: log.leaves(0, 10),
    "last_position": lambda log: log.last_position(),
    "position_at": lambda log: log.position_at(datetime(2100, 1, 1, tzinfo=UTC)),
    "recorded": lambda log: log.recorded(
        OPDRACHT, inhoud=b"inhoud", herkomst_door=f"{DOOR.id}|{DOOR.rol}|{DOOR.organisatie}"
    ),
    "find_claim": lambda log: log.find_claim(CLAIM),
    "find_claims": lambda log: log.find_claims([CLAIM]),
    "find_index": lambda log: log.find_index(INGANG),
    "next_number": lambda log: log.next_number("boete", 2026) == 2,
    "keys_of": lambda log: log.keys_of([A]),
    "keys_to_rewrap": lambda log: log.keys_to_rewrap("ander", 10),
    "append, again": lambda log: log.append([rijk()])[0].herhaald,
}


@pytest.mark.parametrize("lezing", LEZINGEN.values(), ids=LEZINGEN)
def test_given_what_is_not_on_disk_yet_when_it_is_read_then_it_is_before_anybody_is_told(
    database_url: str, haastig: Haastig, lezing: Callable[[PostgresLog], object]
) -> None:
    with PostgresLog(database_url) as log:
        einde = haastig.schrijf(rijk())
        assert lezing(log)
        assert haastig.ligt_vast(einde)


def test_given_a_refusal_that_rests_on_what_is_not_on_disk_yet_then_that_is_flushed_first(
    database_url: str, haastig: Haastig
) -> None:
    with PostgresLog(database_url) as log:
        einde = haastig.schrijf(rijk())
        with pytest.raises(ClaimLost):
            log.append([commit(uuid4(), claims=(CLAIM,))])
        assert haastig.ligt_vast(einde)


@pytest.mark.parametrize("aantal", [1, 3])
def test_given_an_answer_to_an_append_then_it_lies_on_disk(
    database_url: str, haastig: Haastig, aantal: int
) -> None:
    with PostgresLog(database_url, max_connections=1) as log:
        log.append([commit(A)])
        for versie in range(1, 1 + 5 * aantal, aantal):
            eerder = haastig.schrijf(commit(uuid4()))
            log.append([commit(A, versie, aantal)])
            assert haastig.ligt_vast(eerder)  # the WAL is one row: what came before as well


def test_given_dossiers_of_which_the_first_is_the_newest_then_that_one_counts(
    database_url: str, haastig: Haastig
) -> None:
    laag, hoog = UUID(int=1), UUID(int=2)
    with PostgresLog(database_url, max_connections=1) as log:
        log.append([commit(hoog)])
        assert len(log.read(0, 10)) == 1
        einde = haastig.schrijf(commit(laag))
        assert [s.envelop.positie for s in log.read_dossiers([laag, hoog])] == [2, 1]
        assert haastig.ligt_vast(einde)


def test_given_what_is_written_just_before_somebody_looks_then_it_is_flushed_after_the_look(
    database_url: str, haastig: Haastig, monkeypatch: pytest.MonkeyPatch
) -> None:
    kijk, eindes = LogConnection.ask, list[str]()

    def eerst_nog_iets(self: LogConnection, *vraag: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        eindes.append(haastig.schrijf(rijk()))
        return kijk(self, *vraag)

    monkeypatch.setattr(LogConnection, "ask", eerst_nog_iets)
    with PostgresLog(database_url) as log:
        assert log.find_claim(CLAIM) == A
    assert haastig.ligt_vast(eindes[0])


class Geannuleerd:
    """Is cancelled the first time."""

    def __init__(self, echt: Prepared) -> None:
        self.echt = echt
        self.keren = 0

    def run(self, verbinding: Connection[Any], waarden: Sequence[bytes | None]) -> object:
        self.keren += 1
        if self.keren == 1:
            raise errors.QueryCanceled
        return self.echt.run(verbinding, waarden)


def test_given_a_flush_that_was_cancelled_then_nothing_is_known_and_it_is_asked_again(
    database_url: str, haastig: Haastig, monkeypatch: pytest.MonkeyPatch
) -> None:
    geannuleerd = Geannuleerd(verbindingen.LEG_VAST)
    with PostgresLog(database_url, max_connections=1) as log:
        monkeypatch.setattr(verbindingen, "LEG_VAST", geannuleerd)
        einde = haastig.schrijf(rijk())
        with pytest.raises(errors.QueryCanceled):
            log.read(0, 10)
        assert len(log.read(0, 10)) == 1
        assert haastig.ligt_vast(einde)


def test_given_a_reader_when_it_asks_for_the_disk_then_it_waits_outside_a_transaction_only(
    database_url: str, haastig: Haastig
) -> None:
    geweigerd = 0
    with psycopg.connect(database_url) as verbinding:
        verbinding.execute("SET ROLE handhaving_lezer")
        verbinding.commit()
        for _ in range(5):  # now and then the server is faster
            haastig.schrijf(commit(uuid4()))
            assert verbinding.execute("SELECT FROM handhaving.lees_gebeurtenissen").fetchall()
            try:
                verbinding.execute("CALL handhaving.leg_vast()")
            except errors.InvalidTransactionTermination:
                geweigerd += 1
            verbinding.rollback()
        assert geweigerd
        verbinding.autocommit = True
        einde = haastig.schrijf(commit(uuid4()))
        verbinding.execute("CALL handhaving.leg_vast()")
        assert haastig.ligt_vast(einde)


def test_given_names_of_somebody_else_on_the_search_path_then_ours_are_still_meant(
    database_url: str, haastig: Haastig
) -> None:
    with psycopg.connect(database_url, autocommit=True) as eigenaar:
        eigenaar.execute(
            "CREATE SCHEMA boos; CREATE DOMAIN boos.text AS int; CREATE DOMAIN boos.pg_lsn AS int;"
            " CREATE FUNCTION boos.nooit(pg_lsn, pg_lsn) RETURNS boolean LANGUAGE sql"
            "   AS 'SELECT false';"
            " CREATE OPERATOR boos.< (LEFTARG = pg_catalog.pg_lsn, RIGHTARG = pg_catalog.pg_lsn,"
            "   FUNCTION = boos.nooit);"
            " GRANT USAGE ON SCHEMA boos TO handhaving_schrijver"
        )
    zoekpad = make_conninfo(database_url, options="-c search_path=boos,pg_catalog")
    with PostgresLog(zoekpad) as log:
        log.append([commit(A)])
        einde = haastig.schrijf(rijk(uuid4()))
        assert log.find_claim(CLAIM)
        assert haastig.ligt_vast(einde)


class Geteld:
    """Counts how often somebody has to look."""

    def __init__(self, echt: Prepared) -> None:
        self.echt = echt
        self.keren = 0

    def run(self, verbinding: Connection[Any], waarden: Sequence[bytes | None]) -> object:
        self.keren += 1
        return self.echt.run(verbinding, waarden)


def test_given_what_a_connection_knows_to_be_on_disk_then_it_does_not_look_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    geteld = Geteld(verbindingen.LEG_VAST)
    monkeypatch.setattr(verbindingen, "LEG_VAST", geteld)
    with PostgresLog(database_url, max_connections=1) as log:
        log.append([commit(A)])
        log.append([commit(A, 1)])
        assert len(log.read_with_keys(A)[0]) == 2
        assert geteld.keren == 1
        assert len(log.read_with_keys(A)[0]) == 2
        assert len(log.read(0, 10)) == 2
        assert geteld.keren == 1
        log.append([commit(A, 2)])
        assert len(log.read_dossier(A)) == 3
        assert geteld.keren == 2
        assert log.read_dossier(uuid4()) == []
        assert geteld.keren == 2  # nothing was seen


def test_given_a_transaction_of_somebody_else_when_appending_in_it_then_nothing_is_written(
    database_url: str,
) -> None:
    """An append commits by itself; half of somebody's transaction is not its to commit."""
    with PostgresLog(database_url) as log:
        with log._pool.connection() as verbinding:
            verbinding.execute("BEGIN")
            with pytest.raises(errors.InvalidTransactionTermination):
                toevoegen.run(verbinding, None, Wire.of(verbinding).pack_one([commit(A)]))
        assert log.last_position() == 0
