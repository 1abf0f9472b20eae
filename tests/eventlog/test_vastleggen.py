"""The lock does not wait for the disk, and nobody is told what a crash could still take away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors

from handhaving.eventlog import toevoegen
from handhaving.eventlog import verbinding as verbindingen
from handhaving.eventlog.draad import Wire
from handhaving.eventlog.envelope import Claim, IndexEntry, Number
from handhaving.eventlog.log import ClaimLost
from handhaving.eventlog.postgres import PostgresLog
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
