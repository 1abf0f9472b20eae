"""The contract of what goes with events: claims, blind index, serial numbers and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from handhaving.eventlog.blad import holds
from handhaving.eventlog.envelope import Claim, IndexEntry, Number
from handhaving.eventlog.log import (
    ClaimLost,
    KeyRefused,
    NumberTaken,
    VersionConflict,
)
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import commit, feit, sleutel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.eventlog.log import EventLog

A, B, C = UUID(int=0xA), UUID(int=0xB), UUID(int=0xC)
WIE = "toets|toezichthouder|TOETS"


@pytest.fixture(params=["postgres", "geheugen"])
def log(request: pytest.FixtureRequest) -> Iterator[EventLog]:
    if request.param == "geheugen":
        yield MemoryLog()
        return
    with PostgresLog(request.getfixturevalue("database_url")) as postgres:
        yield postgres


def test_given_a_claim_when_another_dossier_wants_it_then_it_is_lost(log: EventLog) -> None:
    insz, nummer = Claim("insz", b"1"), Claim("klantnummer", b"1")
    log.append([commit(A, claims=(insz, nummer))])
    log.append([commit(A, 1, claims=(insz,))])
    for bulk in ([commit(B, claims=(insz,))], [commit(C), commit(B, claims=(insz,))]):
        with pytest.raises(ClaimLost) as verloren:
            log.append(bulk)
        assert (verloren.value.soort, verloren.value.waarde) == ("insz", b"1")
        assert verloren.value.dossier_id == A
    assert log.find_claim(insz) == A
    assert log.find_claims([insz, nummer, Claim("insz", b"2")]) == {insz: A, nummer: A}
    assert log.last_position() == 2


def test_given_two_dossiers_in_one_bulk_when_both_claim_a_value_then_nothing_is_written(
    log: EventLog,
) -> None:
    insz = Claim("insz", b"1")
    with pytest.raises(ClaimLost) as verloren:
        log.append([commit(B, claims=(insz,)), commit(A, claims=(insz,))])
    assert verloren.value.dossier_id == B
    assert log.find_claim(insz) is None


def test_given_index_entries_when_asked_then_every_dossier_with_it_is_found(log: EventLog) -> None:
    naam = IndexEntry("naam", b"n")
    log.append([commit(B, index=(naam, naam)), commit(A, index=(naam, IndexEntry("naam", b"m")))])
    log.append([commit(B, 1, index=(naam,))])
    assert log.find_index(naam) == [A, B]
    assert log.find_index(IndexEntry("ander", b"n")) == []


def test_given_serial_numbers_when_not_the_next_then_they_are_refused(log: EventLog) -> None:
    assert log.next_number("d", 2026) == 1
    log.append([commit(A, nummers=(Number("d", 2026, 1),))])
    for verkeerd in (1, 3):
        with pytest.raises(NumberTaken):
            log.append([commit(B, nummers=(Number("d", 2026, verkeerd),))])
    with pytest.raises(NumberTaken):
        log.append([commit(B, nummers=(Number("d", 2027, 2),))])
    with pytest.raises(NumberTaken):
        log.append(
            [
                commit(A, 1, nummers=(Number("d", 2026, 2),)),
                commit(B, nummers=(Number("d", 2026, 2),)),
            ]
        )
    reeks = [Number("d", 2026, 3), Number("d", 2026, 2), Number("d", 2027, 1), Number("v", 2026, 1)]
    log.append([commit(B, nummers=(reeks[0],)), commit(C, nummers=tuple(reeks[1:]))])
    assert [log.next_number("d", 2026), log.next_number("d", 2027)] == [4, 2]
    assert log.next_number("v", 2026) == 2


def test_given_a_key_when_another_is_brought_for_that_person_then_it_is_refused(
    log: EventLog,
) -> None:
    log.append([commit(A, sleutels=(sleutel(A), sleutel(A, "gevoelig", b"g")))])
    with pytest.raises(KeyRefused) as geweigerd:
        log.append([commit(A, 1, sleutels=(sleutel(A, gewikkeld=b"anders"),))])
    assert (geweigerd.value.subject, geweigerd.value.klasse) == (A, "identiteit")
    log.append([commit(A, 1, sleutels=(sleutel(A, kek="kek-2"), sleutel(B)))])  # the very same key
    assert log.keys_of([B, A, C]) == [sleutel(A, "gevoelig", b"g"), sleutel(A), sleutel(B)]
    with pytest.raises(KeyRefused):
        log.append(
            [commit(B, sleutels=(sleutel(C),)), commit(C, sleutels=(sleutel(C, gewikkeld=b"x"),))]
        )
    assert log.keys_of([C]) == []


def test_given_an_erased_person_then_no_key_of_another_class_can_be_made(log: EventLog) -> None:
    log.append([commit(A, sleutels=(sleutel(A),), gebeurtenissen=(feit(persoonlijk=b"x"),))])
    assert log.destroy_keys(A) == 1
    with pytest.raises(KeyRefused):
        log.append([commit(A, 1, sleutels=(sleutel(A, "gevoelig"),))])


def test_given_destroyed_keys_then_they_are_gone_for_ever_with_what_points_at_the_person(
    log: EventLog,
) -> None:
    insz, klant, boete = Claim("insz", b"1"), Claim("klantnummer", b"1"), Claim("boete", b"1")
    naam = IndexEntry("naam", b"n")
    log.append(
        [
            commit(
                A,
                sleutels=(sleutel(A), sleutel(A, "gevoelig")),
                claims=(insz, klant, boete),
                index=(naam,),
                gebeurtenissen=(feit(persoonlijk=b"verzegeld"),),
            ),
            commit(B, sleutels=(sleutel(B),), claims=(Claim("insz", b"2"),), index=(naam,)),
        ]
    )
    assert log.destroy_keys(A) == 2
    assert log.destroy_keys(A) == 0
    assert log.keys_of([A, B]) == [sleutel(B)]
    assert log.find_claims([insz, klant, boete, Claim("insz", b"2")]) == {
        boete: A,
        Claim("insz", b"2"): B,
    }
    assert log.find_index(naam) == [B]
    for klasse in ("identiteit", "gevoelig"):
        with pytest.raises(KeyRefused):
            log.append([commit(A, 1, sleutels=(sleutel(A, klasse),))])
    assert log.rewrap_keys([sleutel(A, kek="kek-2")]) == 0
    assert log.keys_of([A]) == []
    (stored,) = log.read_dossier(A)
    assert stored.persoonlijk == b"verzegeld"
    assert holds(stored)
    log.append([commit(C, claims=(insz,))])
    assert log.find_claim(insz) == C


def test_given_keys_when_rewrapped_then_only_what_is_there_is_replaced(log: EventLog) -> None:
    log.append([commit(A, sleutels=(sleutel(A), sleutel(B), sleutel(C)))])
    assert log.keys_to_rewrap("kek-1", 10) == []
    assert log.keys_to_rewrap("kek-2", 2) == [sleutel(A), sleutel(B)]
    nieuw = sleutel(A, gewikkeld=b"nieuw", kek="kek-2")
    assert log.rewrap_keys([nieuw, sleutel(uuid4(), kek="kek-2")]) == 1
    assert log.keys_to_rewrap("kek-2", 10) == [sleutel(B), sleutel(C)]
    assert log.keys_of([A]) == [nieuw]


def test_given_a_claim_that_is_given_up_then_another_takes_it_in_the_same_append(
    log: EventLog,
) -> None:
    insz, naam = Claim("insz", b"1"), IndexEntry("naam", b"1")
    log.append([commit(A, claims=(insz,), index=(naam,))])
    log.append([
        commit(B, claims=(insz,), index=(naam,)),
        commit(A, 1, vrij=(insz,), vrij_index=(naam,)),
    ])  # fmt: skip
    assert (log.find_claim(insz), log.find_index(naam)) == (B, [B])


def test_given_a_claim_of_another_then_nobody_gives_it_up(log: EventLog) -> None:
    insz, naam = Claim("insz", b"1"), IndexEntry("naam", b"1")
    log.append([commit(A, claims=(insz,), index=(naam,))])
    with pytest.raises(ClaimLost):
        log.append([commit(B, claims=(insz,), vrij=(insz,))])
    log.append([commit(B, vrij=(insz,), vrij_index=(naam,))])
    assert (log.find_claim(insz), log.find_index(naam)) == (A, [A])


def test_given_a_hand_over_that_fails_then_everyone_keeps_what_they_had(log: EventLog) -> None:
    insz = Claim("insz", b"1")
    log.append([commit(A, claims=(insz,))])
    with pytest.raises(VersionConflict):
        log.append([commit(B, 7, claims=(insz,)), commit(A, 1, vrij=(insz,))])
    assert log.find_claim(insz) == A


def test_given_a_hand_over_that_is_repeated_later_then_it_takes_nothing_back(
    log: EventLog,
) -> None:
    insz = Claim("insz", b"1")
    log.append([commit(A, claims=(insz,))])
    eerst = [commit(B, claims=(insz,)), commit(A, 1, vrij=(insz,))]
    log.append(eerst)
    log.append([commit(A, 2, claims=(insz,)), commit(B, 1, vrij=(insz,))])
    assert [antwoord.herhaald for antwoord in log.append(eerst)] == [True, True]
    assert log.find_claim(insz) == A
