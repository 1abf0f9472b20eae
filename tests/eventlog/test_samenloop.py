"""Many at once: one wins, the others are told clearly, and nothing is doubled or skipped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from threading import Barrier
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID, uuid4

import pytest

from handhaving.eventlog.envelope import Claim, IndexEntry, Number, Recorded
from handhaving.eventlog.log import (
    ClaimLost,
    CommandReused,
    KeyRefused,
    LogError,
    NumberTaken,
    VersionConflict,
)
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import commit, feit, opnieuw, sleutel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from handhaving.eventlog.envelope import Commit
    from handhaving.eventlog.log import EventLog

WRITERS = 8
ROUNDS = 15
A = UUID(int=0xA)
R = TypeVar("R")


@pytest.fixture(params=["postgres", "geheugen"])
def log(request: pytest.FixtureRequest) -> Iterator[EventLog]:
    if request.param == "geheugen":
        yield MemoryLog()
        return
    url = request.getfixturevalue("database_url")
    with PostgresLog(url, max_connections=WRITERS) as postgres:
        yield postgres


@pytest.fixture(scope="module")
def handen() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(WRITERS) as uitvoerder:
        yield uitvoerder


def samen(handen: ThreadPoolExecutor, doe: Callable[[int], R]) -> list[R]:
    """Everybody does this at the same moment."""
    start = Barrier(WRITERS)

    def een(nummer: int) -> R:
        start.wait()
        return doe(nummer)

    return list(handen.map(een, range(WRITERS)))


def probeer(log: EventLog, *commits: Commit) -> list[Recorded] | LogError:
    try:
        return log.append(commits)
    except LogError as geweigerd:
        return geweigerd


def gelukt(uitkomsten: list[list[Recorded] | LogError]) -> list[Recorded]:
    return [u[0] for u in uitkomsten if not isinstance(u, LogError)]


def geweigerd(uitkomsten: list[list[Recorded] | LogError]) -> list[LogError]:
    return [u for u in uitkomsten if isinstance(u, LogError)]


def zonder_gat(log: EventLog) -> None:
    gelezen = log.read(0, 100_000)
    assert [s.envelop.positie for s in gelezen] == list(range(1, len(gelezen) + 1))
    ogenblikken = [s.envelop.geregistreerd_op for s in gelezen]
    assert all(een <= twee for een, twee in pairwise(ogenblikken))
    assert log.last_position() == len(gelezen)


def test_given_eight_writers_on_one_version_then_one_wins_and_seven_hear_of_a_conflict(
    log: EventLog, handen: ThreadPoolExecutor
) -> None:
    for versie in range(ROUNDS):
        uitkomsten = samen(handen, lambda _, v=versie: probeer(log, commit(A, v)))  # type: ignore[misc]
        (winnaar,) = gelukt(uitkomsten)
        assert (winnaar.versie, winnaar.eerste_positie) == (versie + 1, versie + 1)
        for botsing in geweigerd(uitkomsten):
            assert isinstance(botsing, VersionConflict)
            assert (botsing.verwacht, botsing.werkelijk) == (versie, versie + 1)
    assert [s.envelop.versie for s in log.read_dossier(A)] == list(range(1, ROUNDS + 1))
    zonder_gat(log)


def test_given_eight_writers_that_try_again_then_every_one_gets_its_turn(
    log: EventLog, handen: ThreadPoolExecutor
) -> None:
    def schrijf(_: int) -> list[int]:
        versies: list[int] = []
        gezien = 0
        while len(versies) < ROUNDS:
            antwoord = probeer(log, commit(A, gezien))
            if isinstance(antwoord, VersionConflict):
                gezien = antwoord.werkelijk
            else:
                assert not isinstance(antwoord, LogError)
                gezien = antwoord[0].versie
                versies.append(gezien)
        return versies

    versies = sorted(versie for reeks in samen(handen, schrijf) for versie in reeks)
    assert versies == list(range(1, WRITERS * ROUNDS + 1))
    assert [s.envelop.versie for s in log.read_dossier(A)] == versies
    zonder_gat(log)


@pytest.mark.parametrize("met_claims", [False, True])
def test_given_one_command_from_eight_sides_then_it_is_written_once_and_all_get_its_answer(
    log: EventLog, handen: ThreadPoolExecutor, *, met_claims: bool
) -> None:
    for ronde in range(ROUNDS):
        dossier = uuid4()
        eerst = commit(dossier, aantal=2)
        if met_claims:
            waarde = ronde.to_bytes(2)
            eerst = replace(
                eerst,
                claims=(Claim("insz", waarde),),
                index=(IndexEntry("naam", waarde),),
                nummers=(Number("d", 2026, ronde + 1),),
            )
        extra = {"claims": eerst.claims, "index": eerst.index, "nummers": eerst.nummers}
        uitkomsten = samen(
            handen,
            lambda _, e=eerst, x=extra: probeer(log, opnieuw(e, **x)),  # type: ignore[misc]
        )
        antwoorden = gelukt(uitkomsten)
        assert len(antwoorden) == WRITERS, geweigerd(uitkomsten)
        assert sum(not a.herhaald for a in antwoorden) == 1
        assert len({replace(a, herhaald=False) for a in antwoorden}) == 1
        assert len(log.read_dossier(dossier)) == 2
    zonder_gat(log)


def test_given_one_command_id_for_eight_commands_then_one_wins_and_the_rest_is_refused(
    log: EventLog, handen: ThreadPoolExecutor
) -> None:
    for ronde in range(ROUNDS):
        opdracht = UUID(int=ronde + 1)
        uitkomsten = samen(
            handen,
            lambda i, o=opdracht: probeer(log, commit(uuid4(), opdracht=o, inhoud=bytes([i]))),  # type: ignore[misc]
        )
        assert len(gelukt(uitkomsten)) == 1
        assert all(isinstance(u, CommandReused) for u in geweigerd(uitkomsten))
    assert log.last_position() == ROUNDS
    zonder_gat(log)


def test_given_one_value_that_eight_dossiers_claim_then_one_gets_it(
    log: EventLog, handen: ThreadPoolExecutor
) -> None:
    for ronde in range(ROUNDS):
        claim = Claim("insz", ronde.to_bytes(2))
        uitkomsten = samen(handen, lambda _, c=claim: probeer(log, commit(uuid4(), claims=(c,))))  # type: ignore[misc]
        (winnaar,) = gelukt(uitkomsten)
        for verloren in geweigerd(uitkomsten):
            assert isinstance(verloren, ClaimLost)
            assert verloren.dossier_id == winnaar.dossier_id
        assert log.find_claim(claim) == winnaar.dossier_id
    zonder_gat(log)


def test_given_one_number_that_eight_commands_take_then_one_gets_it(
    log: EventLog, handen: ThreadPoolExecutor
) -> None:
    for ronde in range(1, ROUNDS + 1):
        nummer = Number("dossier", 2026, ronde)
        uitkomsten = samen(handen, lambda _, n=nummer: probeer(log, commit(uuid4(), nummers=(n,))))  # type: ignore[misc]
        assert len(gelukt(uitkomsten)) == 1
        assert all(isinstance(u, NumberTaken) for u in geweigerd(uitkomsten))
    assert log.next_number("dossier", 2026) == ROUNDS + 1
    zonder_gat(log)


def test_given_eight_new_keys_for_one_person_then_one_is_kept_and_no_event_is_unreadable(
    log: EventLog, handen: ThreadPoolExecutor
) -> None:
    for ronde in range(ROUNDS):
        persoon = UUID(int=1000 + ronde)

        def schrijf(i: int, persoon: UUID = persoon) -> list[Recorded] | LogError:
            gewikkeld = bytes([i])
            event = feit(persoonlijk=gewikkeld)
            nieuw = sleutel(persoon, gewikkeld=gewikkeld)
            return probeer(log, commit(uuid4(), gebeurtenissen=(event,), sleutels=(nieuw,)))

        uitkomsten = samen(handen, schrijf)
        (winnaar,) = gelukt(uitkomsten)
        assert all(isinstance(u, KeyRefused) for u in geweigerd(uitkomsten))
        (bewaard,) = log.keys_of([persoon])
        assert log.read_dossier(winnaar.dossier_id)[0].persoonlijk == bewaard.gewikkeld
    zonder_gat(log)


def test_given_bulks_that_claim_in_opposite_order_then_none_waits_for_ever(
    log: EventLog, handen: ThreadPoolExecutor
) -> None:
    for ronde in range(ROUNDS):
        dossiers = [UUID(int=1 + 100 * ronde + i) for i in range(10)]

        def schrijf(i: int, dossiers: list[UUID] = dossiers) -> list[Recorded] | LogError:
            volgorde = dossiers if i % 2 else dossiers[::-1]
            return probeer(
                log,
                *(
                    commit(
                        d,
                        claims=(Claim("insz", d.bytes),),
                        index=(IndexEntry("naam", d.bytes),),
                    )
                    for d in volgorde
                ),
            )

        uitkomsten = samen(handen, schrijf)
        assert len(gelukt(uitkomsten)) == 1
        assert all(isinstance(u, VersionConflict) for u in geweigerd(uitkomsten))
    assert log.last_position() == 10 * ROUNDS
    zonder_gat(log)


def test_given_keys_destroyed_while_others_bring_new_ones_then_none_outlives_it(
    log: EventLog, handen: ThreadPoolExecutor
) -> None:
    for ronde in range(ROUNDS):
        persoon = UUID(int=5000 + ronde)
        log.append([commit(persoon, sleutels=(sleutel(persoon),))])

        def doe(i: int, persoon: UUID = persoon) -> object:
            if i == 0:
                return log.destroy_keys(persoon)
            return probeer(log, commit(uuid4(), sleutels=(sleutel(persoon),)))

        vernietigd, *rest = samen(handen, doe)
        assert vernietigd == 1
        assert all(isinstance(u, list | KeyRefused) for u in rest)
        assert log.keys_of([persoon]) == []
    zonder_gat(log)
