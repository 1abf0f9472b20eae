"""The contract of quarantine, on both logs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from handhaving.eventlog.envelope import Quarantined
from handhaving.eventlog.log import KeyRefused
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import sleutel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.eventlog.log import EventLog

A, B, C = UUID(int=0xA), UUID(int=0xB), UUID(int=0xC)


@pytest.fixture(params=["postgres", "geheugen"])
def log(request: pytest.FixtureRequest) -> Iterator[EventLog]:
    if request.param == "geheugen":
        yield MemoryLog()
        return
    with PostgresLog(request.getfixturevalue("database_url")) as postgres:
        yield postgres


def stuk(id_: UUID, bestand: bytes = b"f1", plaats: str = "regel 3") -> Quarantined:
    return Quarantined(id_, bestand, plaats, "CodeOnbekend", "onbekende code", b"\x00geheim", id_)


def zonder_op(items: list[Quarantined]) -> list[Quarantined]:
    return [replace(item, op=None) for item in items]


def test_given_what_cannot_be_used_when_put_away_then_it_comes_back_in_order(
    log: EventLog,
) -> None:
    voor = datetime.now(tz=UTC) - timedelta(minutes=1)
    assert log.quarantine([stuk(C), stuk(A)], sleutels=[sleutel(C), sleutel(A)]) == 2
    assert log.quarantine([stuk(B, b"f2")], sleutels=[sleutel(B)]) == 1
    assert zonder_op(log.quarantined()) == [stuk(C), stuk(A), stuk(B, b"f2")]
    assert zonder_op(log.quarantined(b"f2")) == [stuk(B, b"f2")]
    assert log.quarantined(b"f3") == []
    assert all(item.op is not None and item.op > voor for item in log.quarantined())
    assert log.keys_of([A, B, C]) == [sleutel(A), sleutel(B), sleutel(C)]
    assert log.last_position() == 0


def test_given_the_same_piece_again_then_the_first_stays(log: EventLog) -> None:
    assert log.quarantine([stuk(A), stuk(A, plaats="later")], sleutels=[sleutel(A)]) == 1
    (eerst,) = log.quarantined()
    assert log.quarantine([stuk(A, plaats="regel 9"), stuk(B)], sleutels=[sleutel(B)]) == 1
    assert log.quarantined()[0] == eerst
    assert eerst.plaats == "regel 3"
    assert len(log.quarantined()) == 2


def test_given_a_key_that_was_destroyed_or_differs_then_nothing_is_put_away(log: EventLog) -> None:
    log.quarantine([stuk(A)], sleutels=[sleutel(A)])
    log.destroy_keys(A)
    for bezwaard in (sleutel(A), sleutel(A, gewikkeld=b"nieuw")):
        with pytest.raises(KeyRefused) as geweigerd:
            log.quarantine([stuk(A), stuk(B)], sleutels=[sleutel(B), bezwaard])
        assert geweigerd.value.subject == A
    assert [item.id for item in log.quarantined()] == [A]
    assert log.keys_of([A, B]) == []
    log.quarantine([stuk(B)], sleutels=[sleutel(B)])
    with pytest.raises(KeyRefused):
        log.quarantine([stuk(C)], sleutels=[sleutel(B, gewikkeld=b"anders")])
    assert [item.id for item in log.quarantined()] == [A, B]
