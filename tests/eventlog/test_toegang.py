"""The access log: one contract for PostgreSQL and for memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from handhaving.eventlog.envelope import Door
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.toegang import MemoryAccessLog, OngeldigeToegang, Zoek
from handhaving.eventlog.toegang_postgres import PostgresAccessLog
from tests.eventlog.opdrachten import lezing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.eventlog.toegang import AccessLog

A, B = UUID(int=0xA), UUID(int=0xB)


@pytest.fixture(params=["postgres", "geheugen"])
def toegang(request: pytest.FixtureRequest) -> Iterator[AccessLog]:
    if request.param == "geheugen":
        yield MemoryAccessLog()
        return
    with PostgresLog(request.getfixturevalue("database_url")) as log:
        yield PostgresAccessLog(log)


def test_given_reads_when_noted_then_numbered_without_gaps_and_never_back_in_time(
    toegang: AccessLog,
) -> None:
    voor = datetime.now(tz=UTC) - timedelta(seconds=1)
    rijen = [toegang.record(lezing(A)) for _ in range(3)]
    assert [rij.nummer for rij in rijen] == [1, 2, 3]
    tijden = [rij.op for rij in rijen]
    assert tijden == sorted(tijden)
    assert voor < tijden[0] < datetime.now(tz=UTC) + timedelta(seconds=1)
    assert toegang.find(Zoek()).items == tuple(reversed(rijen))


def test_given_the_same_read_when_noted_twice_then_there_is_one_row(toegang: AccessLog) -> None:
    een = lezing(A)
    assert toegang.record(een) == toegang.record(een)
    assert len(toegang.find(Zoek()).items) == 1


def test_given_everything_of_a_read_then_it_comes_back_as_it_went_in(toegang: AccessLog) -> None:
    alles = replace(
        lezing(A, B), referentie="AVG-2026/12", identiteit=("naam", "insz"), gevoelig=("X.reden",)
    )
    toegang.record(alles)
    (rij,) = toegang.find(Zoek(dossier=B)).items
    assert rij.lezing == alles


def test_given_several_readers_when_searched_then_by_dossier_by_actor_and_by_period(
    toegang: AccessLog,
) -> None:
    een = toegang.record(lezing(A))
    twee = toegang.record(replace(lezing(A, B), door=Door("mw-2", "boekhouder", "ABB")))
    drie = toegang.record(lezing(B))

    def nummers(zoek: Zoek) -> list[int]:
        return [rij.nummer for rij in toegang.find(zoek).items]

    assert nummers(Zoek(dossier=A)) == [2, 1]
    assert nummers(Zoek(door="mw-2")) == [2]
    assert nummers(Zoek(dossier=A, door=een.lezing.door.id)) == [1]
    assert nummers(Zoek(van=twee.op)) == [r.nummer for r in (drie, twee, een) if r.op >= twee.op]
    assert nummers(Zoek(tot=een.op)) == []
    assert nummers(Zoek(dossier=UUID(int=0xC))) == []


def test_given_many_reads_when_paged_then_each_comes_once_newest_first(toegang: AccessLog) -> None:
    for _ in range(7):
        toegang.record(lezing(A))
    gelezen: list[int] = []
    na = None
    while True:
        blad = toegang.find(Zoek(dossier=A), na=na, limiet=3)
        gelezen += [rij.nummer for rij in blad.items]
        na = blad.volgende
        if na is None:
            break
    assert gelezen == [7, 6, 5, 4, 3, 2, 1]
    assert [rij.nummer for rij in toegang.find(Zoek(), limiet=0).items] == [7]
    assert toegang.find(Zoek(), limiet=7).volgende is None


def test_given_many_at_once_then_no_number_is_missing_or_double(toegang: AccessLog) -> None:
    with ThreadPoolExecutor(8) as drukte:
        rijen = list(drukte.map(lambda _: toegang.record(lezing(A)), range(40)))
    assert sorted(rij.nummer for rij in rijen) == list(range(1, 41))
    op_rij = sorted(rijen, key=lambda rij: rij.nummer)
    assert [rij.op for rij in op_rij] == sorted(rij.op for rij in rijen)


def test_given_a_search_that_found_nothing_then_it_is_a_row_without_a_dossier(
    toegang: AccessLog,
) -> None:
    gevonden = replace(lezing(A), dossiers=())
    assert toegang.record(gevonden).lezing.dossiers == ()
    (rij,) = toegang.find(Zoek(door=gevonden.door.id)).items
    assert rij.lezing == gevonden
    assert toegang.find(Zoek(dossier=A)).items == ()


def test_given_a_clock_that_goes_back_then_the_log_does_not() -> None:
    tijden = iter([datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)])
    toegang = MemoryAccessLog(klok=lambda: next(tijden))
    assert toegang.record(lezing(A)).op == toegang.record(lezing(A)).op


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"doel": "omdat ik het wil weten"}, "doel"),
        ({"ingang": ""}, "ingang"),
        ({"referentie": "Fictief Persoon-17"}, "referentie"),
        ({"referentie": "zonderCijfer"}, "referentie"),
        ({"identiteit": (), "gevoelig": ()}, "velden"),
        ({"identiteit": ("de naam",)}, "velden"),
    ],
)
def test_given_a_text_where_a_code_belongs_then_it_cannot_be_noted(
    anders: dict[str, object], veld: str
) -> None:
    with pytest.raises(OngeldigeToegang) as fout:
        replace(lezing(A), **anders)  # type: ignore[arg-type]  # wrong on purpose
    assert fout.value.veld == veld
    assert "Fictief" not in str(fout.value)


@pytest.mark.parametrize(
    ("kolom", "waarde"),
    [
        ("p_doel", "omdat ik het wil"),
        ("p_referentie", "Fictief Persoon"),
        ("p_identiteit", "{}"),
        ("p_identiteit", "{Fictief Persoon}"),
        ("p_ingang", "een ingang"),
    ],
)
def test_given_somebody_who_goes_round_the_program_then_the_table_refuses_a_text_too(
    database_url: str, kolom: str, waarde: str
) -> None:
    goed = {
        "p_id": str(uuid4()),
        "p_door_id": "mw-1",
        "p_door_rol": "dpo",
        "p_door_organisatie": "ABB",
        "p_ingang": "cli",
        "p_doel": "toezicht",
        "p_referentie": "R-1",
        "p_dossiers": f"{{{A}}}",
        "p_identiteit": "{naam}",
        "p_gevoelig": "{}",
        "p_spoor_id": str(uuid4()),
    }
    roep = sql.SQL("SELECT nummer FROM handhaving.noteer_toegang({})").format(
        sql.SQL(", ").join(
            sql.SQL("{} => {}").format(sql.Identifier(naam), sql.Placeholder(naam)) for naam in goed
        )
    )
    with psycopg.connect(database_url, autocommit=True) as verbinding:
        with pytest.raises(psycopg.errors.CheckViolation):
            verbinding.execute(roep, goed | {kolom: waarde})
        assert verbinding.execute(roep, goed).fetchone() == (1,)
