"""One contract, two logs: what PostgreSQL answers, memory answers, refusals included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from handhaving.eventlog.blad import holds
from handhaving.eventlog.envelope import Claim, Door, Herkomst, IndexEntry, Number
from handhaving.eventlog.log import (
    CommandReused,
    EventExists,
    InstantRefused,
    NumberTaken,
    VersionConflict,
)
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import ANDER, DAG, SPOOR, commit, feit, opnieuw, sleutel

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


@pytest.fixture(params=["postgres", "geheugen"])
def simulatie(request: pytest.FixtureRequest) -> Iterator[EventLog]:
    if request.param == "geheugen":
        yield MemoryLog(simulatie=True)
        return
    with PostgresLog(request.getfixturevalue("simulatie_url")) as postgres:
        yield postgres


def versies(log: EventLog, dossier: UUID) -> list[int]:
    return [stored.envelop.versie for stored in log.read_dossier(dossier)]


# ── toevoegen en lezen ──────────────────────────────────────────────────────────────────────────


def test_given_an_empty_log_then_everything_is_empty(log: EventLog) -> None:
    assert log.append([]) == []
    assert log.last_position() == 0
    assert log.position_at(datetime.now(tz=UTC)) == 0
    assert log.read(0, 10) == []
    assert log.read_dossier(A) == []
    assert log.read_dossiers([]) == log.read_dossiers([A]) == []
    assert log.recorded(uuid4(), inhoud=b"", herkomst_door=WIE) is None
    assert log.find_claim(Claim("insz", b"1")) is None
    assert log.find_claims([]) == log.find_claims([Claim("insz", b"1")]) == {}
    assert log.find_index(IndexEntry("naam", b"1")) == []
    assert log.next_number("dossier", 2026) == 1
    assert log.keys_of([]) == log.keys_of([A]) == []
    assert log.keys_to_rewrap("kek-1", 10) == []
    assert log.rewrap_keys([]) == log.rewrap_keys([sleutel(A)]) == 0
    assert log.destroy_keys(A) == 0
    assert log.quarantine([]) == 0
    assert log.quarantined() == []
    assert log.simulatie is False


def test_given_an_event_when_appended_then_every_field_comes_back(log: EventLog) -> None:
    oorzaak, wie = uuid4(), uuid4()
    nieuw = feit(bytes(range(256)), b"verzegeld\x00")._replace(
        type="Één feit", schema_versie=3, sleutel_id=wie
    )
    herkomst = Herkomst(uuid4(), Door("dienst:ß", "systeem", "ABB"), SPOOR, oorzaak)
    voor = datetime.now(tz=UTC) - timedelta(minutes=1)
    (antwoord,) = log.append([commit(A, gebeurtenissen=(nieuw,))])
    (tweede,) = log.append(
        [
            replace(
                commit(A, 1), herkomst=herkomst, gebeurtenissen=(nieuw._replace(gebeurtenis_id=B),)
            )
        ]
    )
    assert (antwoord.versie, antwoord.eerste_positie, antwoord.laatste_positie) == (1, 1, 1)
    assert antwoord.gebeurtenissen == ((nieuw.gebeurtenis_id, "Één feit"),)
    assert not antwoord.herhaald
    assert (tweede.opdracht_id, tweede.dossier_id) == (herkomst.opdracht_id, A)
    stored = log.read_dossier(A)[1]
    e = stored.envelop
    assert (e.positie, e.dossier_id, e.versie, e.volgnr) == (2, A, 2, 1)
    assert (e.type, e.schema_versie, e.gebeurtenis_id) == ("Één feit", 3, B)
    assert (e.geldig_op, e.sleutel_id, e.oorzaak_id, e.spoor_id) == (DAG, wie, oorzaak, SPOOR)
    assert (e.door, e.opdracht_id) == (herkomst.door, herkomst.opdracht_id)
    assert e.geregistreerd_op.utcoffset() == timedelta(0)
    assert voor < e.geregistreerd_op < voor + timedelta(minutes=5)
    assert (stored.data, stored.persoonlijk) == (nieuw.data, nieuw.persoonlijk)
    assert holds(stored)


def test_given_many_dossiers_when_appended_at_once_then_positions_follow_the_order_given(
    log: EventLog,
) -> None:
    log.append([commit(B, aantal=2)])
    antwoorden = log.append([commit(A, aantal=3), commit(B, 2, 0), commit(C), commit(B, 2, 2)])
    assert [(a.versie, a.eerste_positie, a.laatste_positie) for a in antwoorden] == [
        (3, 3, 5),
        (2, None, None),
        (1, 6, 6),
        (4, 7, 8),
    ]
    gelezen = [(s.envelop.positie, s.envelop.dossier_id) for s in log.read(0, 100)]
    assert gelezen == list(enumerate([B, B, A, A, A, C, B, B], start=1))
    assert [s.envelop.volgnr for s in log.read_dossier(A)] == [1, 2, 3]
    assert log.last_position() == 8


def test_given_several_commits_on_one_dossier_when_one_is_stale_then_nothing_is_written(
    log: EventLog,
) -> None:
    with pytest.raises(VersionConflict) as botsing:
        log.append([commit(A, aantal=2), commit(C), commit(A, 1)])
    assert (botsing.value.dossier_id, botsing.value.verwacht, botsing.value.werkelijk) == (A, 1, 2)
    assert log.last_position() == 0
    assert [a.versie for a in log.append([commit(A, aantal=2), commit(A, 2), commit(A, 3)])] == [
        2,
        3,
        4,
    ]


@pytest.mark.parametrize("verwacht", [0, 1, 3, 9])
def test_given_a_dossier_when_another_version_is_expected_then_it_is_a_conflict(
    log: EventLog, verwacht: int
) -> None:
    log.append([commit(A, aantal=2)])
    with pytest.raises(VersionConflict) as botsing:
        log.append([commit(A, verwacht)])
    assert (botsing.value.verwacht, botsing.value.werkelijk) == (verwacht, 2)
    assert versies(log, A) == [1, 2]


def test_given_pages_when_read_then_order_bounds_and_sealing_hold(log: EventLog) -> None:
    log.append([commit(A, gebeurtenissen=(feit(persoonlijk=b"p"), feit())), commit(B, aantal=3)])
    assert [s.envelop.positie for s in log.read(0, 2)] == [1, 2]
    assert [s.envelop.positie for s in log.read(3, 100)] == [4, 5]
    assert [s.envelop.positie for s in log.read(-1, 2)] == [1, 2]
    assert log.read(5, 10) == []
    assert log.read(0, 0) == []
    assert [s.persoonlijk for s in log.read(0, 2)] == [None, None]
    assert [s.persoonlijk for s in log.read(0, 2, met_persoonlijk=True)] == [b"p", None]


def test_given_dossiers_when_asked_which_were_opened_then_each_is_in_one_part(
    log: EventLog,
) -> None:
    ids = [uuid4() for _ in range(30)]
    for dossier in (*ids, *ids[:5]):
        log.append([commit(dossier, len(log.read_dossier(dossier)))])
    alle = log.opened(0, 99, 99)
    assert alle == list(enumerate(ids, start=1))
    assert log.opened(3, 7, 99) == alle[3:7]
    assert log.opened(3, 99, 2) == alle[3:5]
    delen = [log.opened(0, 99, 99, deel=deel, delen=3) for deel in range(3)]
    assert all(delen)
    assert sorted(paar for deel in delen for paar in deel) == alle


def test_given_a_dossier_when_read_in_part_then_versions_and_positions_bound_it(
    log: EventLog,
) -> None:
    log.append([commit(A, gebeurtenissen=(feit(persoonlijk=b"p"),)), commit(B), commit(A, 1, 2)])
    assert [s.envelop.versie for s in log.read_dossier(A, na_versie=1)] == [2, 3]
    assert [s.envelop.versie for s in log.read_dossier(A, tot_positie=3)] == [1, 2]
    assert log.read_dossier(A, na_versie=3) == []
    assert log.read_dossier(A)[0].persoonlijk == b"p"
    assert log.read_dossier(A, met_persoonlijk=False)[0].persoonlijk is None
    samen = log.read_dossiers([B, A, uuid4(), A])
    assert [(s.envelop.dossier_id, s.envelop.versie) for s in samen] == [
        (A, 1),
        (A, 2),
        (A, 3),
        (B, 1),
    ]
    assert all(s.persoonlijk is None for s in samen)
    assert [s.envelop.positie for s in log.read_dossiers([A, B], tot_positie=2)] == [1, 2]


def test_given_events_when_asked_what_was_known_then_the_instant_bounds_it(log: EventLog) -> None:
    log.append([commit(A, aantal=2)])
    log.append([commit(B)])
    ogenblikken = [s.envelop.geregistreerd_op for s in log.read(0, 10)]
    assert ogenblikken == sorted(ogenblikken)
    assert log.position_at(ogenblikken[0] - timedelta(microseconds=1)) == 0
    assert log.position_at(ogenblikken[1]) in (2, 3)
    assert log.position_at(ogenblikken[2]) == 3


# ── dezelfde opdracht ───────────────────────────────────────────────────────────────────────────


def test_given_a_command_when_repeated_then_the_first_answer_comes_back_and_nothing_is_written(
    log: EventLog,
) -> None:
    eerst = commit(A, aantal=2, claims=(Claim("insz", b"1"),), nummers=(Number("d", 2026, 1),))
    (antwoord,) = log.append([eerst])
    log.append([commit(A, 2)])
    for herhaling in (eerst, opnieuw(eerst), opnieuw(eerst, verwachte_versie=3)):
        assert log.append([herhaling]) == [replace(antwoord, herhaald=True)]
    assert log.last_position() == 3
    assert log.next_number("d", 2026) == 2
    opdracht = eerst.herkomst.opdracht_id
    assert log.recorded(opdracht, inhoud=b"inhoud", herkomst_door=WIE) == replace(
        antwoord, herhaald=True
    )


def test_given_a_command_without_events_when_repeated_then_its_answer_comes_back(
    log: EventLog,
) -> None:
    log.append([commit(A)])
    leeg = commit(A, 1, 0)
    (antwoord,) = log.append([leeg])
    assert (antwoord.versie, antwoord.eerste_positie, antwoord.gebeurtenissen) == (1, None, ())
    log.append([commit(A, 1)])
    assert log.append([leeg]) == [replace(antwoord, herhaald=True)]
    opdracht = leeg.herkomst.opdracht_id
    assert log.recorded(opdracht, inhoud=b"inhoud", herkomst_door=WIE) == replace(
        antwoord, herhaald=True
    )


def test_given_a_command_id_when_used_for_another_command_then_it_is_refused(
    log: EventLog,
) -> None:
    eerst = commit(A)
    log.append([eerst])
    opdracht = eerst.herkomst.opdracht_id
    for ander in (
        commit(A, 1, opdracht=opdracht, inhoud=b"anders"),
        commit(A, 1, opdracht=opdracht, door=ANDER),
        commit(B, opdracht=opdracht),
    ):
        with pytest.raises(CommandReused) as geweigerd:
            log.append([ander])
        assert geweigerd.value.opdracht_id == opdracht
        with pytest.raises(CommandReused):
            log.append([commit(C), ander])
    for inhoud, door in ((b"anders", WIE), (b"inhoud", "ander|toezichthouder|TOETS")):
        with pytest.raises(CommandReused):
            log.recorded(opdracht, inhoud=inhoud, herkomst_door=door)
    assert log.last_position() == 1


def test_given_a_bulk_with_what_was_written_before_when_appended_then_only_the_new_is_written(
    log: EventLog,
) -> None:
    eerst = commit(A, claims=(Claim("insz", b"1"),), sleutels=(sleutel(A),))
    (antwoord,) = log.append([eerst])
    nieuw = commit(A, 1, claims=(Claim("insz", b"1"),))
    een, twee, drie = log.append([opnieuw(eerst, claims=eerst.claims), nieuw, commit(B)])
    assert een == replace(antwoord, herhaald=True)
    assert (twee.eerste_positie, drie.eerste_positie) == (2, 3)
    assert not twee.herhaald


def test_given_one_command_twice_in_a_bulk_then_it_is_written_once(log: EventLog) -> None:
    eerst = commit(A)
    een, twee = log.append([eerst, eerst])
    assert een == replace(twee, herhaald=False)
    assert twee.herhaald
    assert versies(log, A) == [1]
    with pytest.raises(CommandReused):
        log.append([commit(B, opdracht=C), commit(B, opdracht=C, inhoud=b"anders")])


# ── wat één keer mag ────────────────────────────────────────────────────────────────────────────


def test_given_an_event_id_when_used_again_then_it_is_refused(log: EventLog) -> None:
    zelfde = uuid4()
    log.append([commit(A, gebeurtenissen=(feit(gebeurtenis_id=zelfde),))])
    with pytest.raises(EventExists):
        log.append(
            [commit(B, gebeurtenissen=(feit(gebeurtenis_id=zelfde),), claims=(Claim("x", b""),))]
        )
    with pytest.raises(EventExists):
        log.append([commit(B, gebeurtenissen=(feit(gebeurtenis_id=B), feit(gebeurtenis_id=B)))])
    assert log.last_position() == 1
    assert log.find_claim(Claim("x", b"")) is None


def test_given_a_refusal_when_the_next_append_comes_then_positions_have_no_gap(
    log: EventLog,
) -> None:
    log.append([commit(A)])
    with pytest.raises(VersionConflict):
        log.append([commit(A)])
    with pytest.raises(NumberTaken):
        log.append([commit(B, nummers=(Number("d", 2026, 9),), index=(IndexEntry("naam", b"n"),))])
    log.append([commit(B)])
    assert [s.envelop.positie for s in log.read(0, 10)] == [1, 2]
    assert log.find_index(IndexEntry("naam", b"n")) == []


# ── de klok ─────────────────────────────────────────────────────────────────────────────────────


def test_given_a_real_log_when_it_is_given_an_instant_then_it_refuses(log: EventLog) -> None:
    with pytest.raises(InstantRefused):
        log.append([commit(A)], tijdstip=datetime(2020, 1, 1, tzinfo=UTC))
    assert log.last_position() == 0


def test_given_a_simulation_when_instants_go_back_then_time_stands_still(
    simulatie: EventLog,
) -> None:
    assert simulatie.simulatie is True
    t = datetime(2024, 3, 1, 12, tzinfo=UTC)
    brussel = t.astimezone(tz=None)
    for dossier, moment in ((A, t), (B, t - timedelta(days=1)), (C, brussel + timedelta(days=1))):
        simulatie.append([commit(dossier)], tijdstip=moment)
    ogenblikken = [s.envelop.geregistreerd_op for s in simulatie.read(0, 10)]
    assert ogenblikken == [t, t, t + timedelta(days=1)]
    assert [simulatie.position_at(t + timedelta(days=d)) for d in (-1, 0, 1, 9)] == [0, 2, 3, 3]
    assert all(holds(s) for s in simulatie.read(0, 10, met_persoonlijk=True))
    simulatie.append([commit(A, 1)])
    assert simulatie.read(3, 1)[0].envelop.geregistreerd_op > t + timedelta(days=365)


def test_given_a_dossier_with_keys_when_read_with_them_then_both_come_in_one_look(
    log: EventLog,
) -> None:
    eigen, vreemd = sleutel(A), sleutel(B)
    log.append(
        [
            commit(A, gebeurtenissen=(feit(b"{}", b"verzegeld"),), sleutels=(eigen,)),
            commit(B, gebeurtenissen=(feit(b"{}"),), sleutels=(vreemd,)),
            commit(A, 1),
        ]
    )
    assert log.read_with_keys(A) == (log.read_dossier(A), [eigen])
    assert log.read_with_keys(A, tot_positie=1) == (log.read_dossier(A, tot_positie=1), [eigen])
    assert log.read_with_keys(C) == ([], [])
    log.destroy_keys(A)
    assert log.read_with_keys(A) == (log.read_dossier(A), [])
