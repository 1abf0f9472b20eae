"""Erasing: the keys go in the transaction of the event that says so, and stay away for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from handhaving.eventlog.blad import holds
from handhaving.eventlog.envelope import Claim, IndexEntry
from handhaving.eventlog.log import KeyRefused, VersionConflict
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import commit, feit, opnieuw, sleutel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.eventlog.log import EventLog

A, B, C = UUID(int=0xA), UUID(int=0xB), UUID(int=0xC)
INSZ, REF = Claim("insz", b"1"), Claim("bankreferentie", b"1")
NAAM = IndexEntry("naam", b"n")


@pytest.fixture(params=["postgres", "geheugen"])
def log(request: pytest.FixtureRequest) -> Iterator[EventLog]:
    if request.param == "geheugen":
        yield MemoryLog()
        return
    with PostgresLog(request.getfixturevalue("database_url")) as postgres:
        yield postgres


def vul(log: EventLog) -> None:
    """Two persons, each with keys, claims and an index entry."""
    log.append(
        [
            commit(
                A,
                gebeurtenissen=(feit(persoonlijk=b"verzegeld"),),
                claims=(INSZ, REF),
                index=(NAAM,),
                sleutels=(sleutel(A), sleutel(A, "gevoelig")),
            ),
            commit(B, claims=(Claim("insz", b"2"),), sleutels=(sleutel(B),)),
        ]
    )


def test_given_an_event_that_erases_when_appended_then_the_keys_are_gone_with_it(
    log: EventLog,
) -> None:
    vul(log)
    (antwoord,) = log.append([commit(A, 1, vernietig=(A, C))])
    assert (antwoord.versie, antwoord.herhaald) == (2, False)
    assert [key.subject for key in log.keys_of([A, B, C])] == [B]
    assert log.find_claim(INSZ) is None
    assert log.find_claim(REF) == A
    assert log.find_index(NAAM) == []
    assert all(holds(rij) for rij in log.read(0, 10, met_persoonlijk=True))
    for wie, versie in ((A, 2), (C, 0)):
        with pytest.raises(KeyRefused):
            log.append([commit(wie, versie, sleutels=(sleutel(wie),))])
    assert log.repeat_erasures() == 0


def test_given_the_same_command_again_then_the_first_answer_and_nothing_more(
    log: EventLog,
) -> None:
    vul(log)
    wissing = commit(A, 1, vernietig=(A,))
    log.append([wissing])
    (antwoord,) = log.append([opnieuw(wissing)])
    assert (antwoord.versie, antwoord.herhaald) == (2, True)
    assert log.last_position() == 3


def test_given_an_append_that_is_refused_then_no_key_is_gone(log: EventLog) -> None:
    vul(log)
    with pytest.raises(VersionConflict):
        log.append([commit(A, 0, vernietig=(A,))])
    assert len(log.keys_of([A])) == 2
    assert log.find_claim(INSZ) == A
    assert log.repeat_erasures() == 0


def voer_uit(url: str, *opdrachten: str) -> None:
    with psycopg.connect(url, autocommit=True) as beheerder:
        for opdracht in opdrachten:
            beheerder.execute(opdracht.encode())


def test_given_a_destruction_that_fails_then_the_event_is_not_there_either(
    database_url: str,
) -> None:
    """There is no moment at which only one of the two has happened."""
    with PostgresLog(database_url) as log:
        vul(log)
        voer_uit(
            database_url,
            "CREATE FUNCTION stuk() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RAISE EXCEPTION $$stuk$$; END'",
            "CREATE TRIGGER stuk BEFORE DELETE ON sleutels.sleutels EXECUTE FUNCTION stuk()",
        )
        with pytest.raises(errors.RaiseException):
            log.append([commit(A, 1, vernietig=(A,))])
        assert log.last_position() == 2
        assert len(log.keys_of([A])) == 2
        voer_uit(database_url, "DROP TRIGGER stuk ON sleutels.sleutels")
        log.append([commit(A, 1, vernietig=(A,))])
        assert log.keys_of([A]) == []


@pytest.mark.parametrize("met_grafstenen", [False, True], ids=["heel het schema", "de sleutels"])
def test_given_an_old_backup_of_the_keys_when_restored_then_they_are_lost_again(
    database_url: str,
    met_grafstenen: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    with PostgresLog(database_url) as log:
        vul(log)
        voer_uit(database_url, "CREATE TABLE kopie AS TABLE sleutels.sleutels")
        log.append([commit(A, 1, vernietig=(A, C))])
        terug = ["DELETE FROM sleutels.sleutels", "INSERT INTO sleutels.sleutels TABLE kopie"]
        if not met_grafstenen:
            terug.append("DELETE FROM sleutels.vernietigd")
        voer_uit(database_url, *terug)
        assert len(log.keys_of([A])) == 2
        assert log.repeat_erasures() == 2
        assert [key.subject for key in log.keys_of([A, B])] == [B]
        assert log.repeat_erasures() == 0
        for wie, versie in ((A, 2), (C, 0)):
            with pytest.raises(KeyRefused):
                log.append([commit(wie, versie, sleutels=(sleutel(wie, "gevoelig"),))])
