"""Verifying the log: every leaf computed anew, and whatever was changed or taken away is found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from handhaving.eventlog.blad import Leaf, Verified, verify
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import commit, feit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handhaving.eventlog.log import EventLog

AANTAL = 7


@pytest.fixture(params=["postgres", "geheugen"])
def log(request: pytest.FixtureRequest) -> Iterator[EventLog]:
    """Seven events, some sealed, one of them with everything an envelope can hold."""
    if request.param == "geheugen":
        log: EventLog = MemoryLog()
        vul(log)
        yield log
        return
    with PostgresLog(request.getfixturevalue("database_url")) as postgres:
        vul(postgres)
        yield postgres


def vul(log: EventLog) -> None:
    for n in range(AANTAL):
        nieuw = feit(b'{"n":%d}' % n, b"verzegeld" if n % 2 else None)
        if n % 3 == 0:
            nieuw = nieuw._replace(type="Één feit", sleutel_id=uuid4())
        log.append([commit(uuid4(), gebeurtenissen=(nieuw,))])


class Vervalst:
    """A log in which somebody changed the page."""

    def __init__(self, log: EventLog, positie: int, **anders: bytes | None) -> None:
        self._log = log
        self._positie = positie
        self._anders = anders

    def leaves(self, na_positie: int, limiet: int) -> Sequence[Leaf]:
        uit = self._log.leaves(na_positie, limiet)
        if not self._anders:
            return [leaf for leaf in uit if leaf.positie != self._positie]
        return [
            leaf._replace(**self._anders) if leaf.positie == self._positie else leaf  # type: ignore[arg-type]  # bytes
            for leaf in uit
        ]


@pytest.mark.parametrize("pagina", [1, 3, 100])
def test_given_an_honest_log_when_verified_then_every_leaf_holds(
    log: EventLog, pagina: int
) -> None:
    assert verify(log, pagina=pagina) == Verified(0, AANTAL, AANTAL, ())
    assert verify(log, na=2, tot=5, pagina=pagina) == Verified(2, 5, 3, ())
    assert verify(log, na=AANTAL, pagina=pagina) == Verified(AANTAL, AANTAL, 0, ())


@pytest.mark.parametrize(
    "anders",
    [{"data": b'{"n":9}'}, {"persoonlijk": b"anders"}, {"kop": b"1:3"}, {"blad": bytes(32)}],
)
def test_given_a_changed_event_when_verified_then_its_position_is_told(
    log: EventLog, anders: dict[str, bytes | None]
) -> None:
    gevonden = verify(Vervalst(log, 4, **anders), pagina=3)
    assert gevonden.fout == (4,)
    assert not gevonden.klopt


def test_given_a_sealed_part_taken_away_when_verified_then_its_position_is_told(
    log: EventLog,
) -> None:
    assert verify(Vervalst(log, 4, persoonlijk=None)).fout == (4,)


@pytest.mark.parametrize("positie", [1, 4, AANTAL])
def test_given_a_missing_event_when_verified_then_its_position_is_told(
    log: EventLog, positie: int
) -> None:
    assert verify(Vervalst(log, positie), tot=AANTAL, pagina=2).fout == (positie,)


def test_given_more_asked_than_there_is_when_verified_then_what_is_missing_is_told(
    log: EventLog,
) -> None:
    assert verify(log, na=AANTAL - 1, tot=AANTAL + 2).fout == (AANTAL + 1, AANTAL + 2)


@pytest.mark.parametrize("pagina", [2, 3, AANTAL, AANTAL + 1])
@pytest.mark.parametrize("weg", range(1, AANTAL + 1))
def test_given_pages_that_are_read_beside_one_another_then_what_is_missing_is_found_once(
    log: EventLog, pagina: int, weg: int
) -> None:
    heel = verify(log, pagina=pagina)
    assert heel == Verified(0, AANTAL, AANTAL, ())
    gevonden = verify(Vervalst(log, weg), tot=AANTAL, pagina=pagina)
    assert (gevonden.aantal, gevonden.fout) == (AANTAL - 1, (weg,))
    assert verify(Vervalst(log, weg), na=weg, pagina=pagina).klopt


def test_given_a_log_that_grows_meanwhile_then_nothing_seems_missing(log: EventLog) -> None:
    class Groeit:
        def leaves(self, na_positie: int, limiet: int) -> Sequence[Leaf]:
            page = log.leaves(na_positie, limiet)
            if na_positie < 3 * AANTAL:
                log.append([commit(uuid4()), commit(uuid4())])
            return page

    gevonden = verify(Groeit(), pagina=3)
    assert gevonden.klopt
    assert gevonden.aantal == gevonden.tot >= AANTAL
