"""Nothing in the log can be changed or taken away: by trigger whoever tries, and by privilege."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, sql

from handhaving.eventlog.envelope import Claim, IndexEntry
from handhaving.eventlog.migreer import OWNER, READER, WRITER
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.toegang_postgres import PostgresAccessLog
from tests.eventlog.opdrachten import commit, feit, lezing, sleutel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

A = UUID(int=0xA)
BEHEERDER = "beheerder"  # whoever connects: the superuser of the test server

LOGBOEK = ("handhaving.gebeurtenissen", "handhaving.opdrachten", "handhaving.toegang")
WIJZIGINGEN = (
    "UPDATE {} SET door_id = 'ander'",
    "UPDATE {} SET door_id = door_id WHERE false",
    "DELETE FROM {}",
    "DELETE FROM {} WHERE false",
    "TRUNCATE {}",
    "TRUNCATE {} CASCADE",
)
ALLES = "SELECT * FROM {} ORDER BY 1"
EERSTE_KOLOM = "SELECT attname FROM pg_attribute WHERE attrelid = '{}'::regclass AND attnum = 1"
ZONDER_RECHT = (
    "UPDATE {tabel} SET {kolom} = {kolom}",
    "DELETE FROM {tabel}",
    "TRUNCATE {tabel}",
    "INSERT INTO {tabel} DEFAULT VALUES",
    "ALTER TABLE {tabel} DISABLE TRIGGER ALL",
    "DROP TABLE {tabel}",
)
IN_HET_LOGBOEK = (
    "CREATE TABLE handhaving.eigen (a int)",
    "CREATE TABLE sleutels.eigen (a int)",
    "CREATE OR REPLACE FUNCTION handhaving.weiger_wijziging() RETURNS trigger LANGUAGE sql AS ''",
    "DROP SCHEMA handhaving CASCADE",
    f"GRANT {OWNER} TO {WRITER}",
)
BEZIT_VAN_EEN_ANDER = (
    "SELECT relname FROM pg_class WHERE relnamespace IN ('handhaving'::regnamespace,"
    " 'sleutels'::regnamespace) AND relowner <> '{}'::regrole"
)
ALLE_TABELLEN = (
    *LOGBOEK,
    "handhaving.kenmerk",
    "handhaving.migraties",
    "handhaving.uniek",
    "handhaving.blinde_index",
    "handhaving.tellers",
    "handhaving.quarantaine",
    "handhaving.gewist",
    "sleutels.sleutels",
    "sleutels.vernietigd",
)


@pytest.fixture
def gevuld(database_url: str) -> str:
    with PostgresLog(database_url) as log:
        log.append(
            [
                commit(
                    A,
                    gebeurtenissen=(feit(persoonlijk=b"verzegeld"), feit()),
                    claims=(Claim("insz", b"1"),),
                    index=(IndexEntry("naam", b"n"),),
                    sleutels=(sleutel(A),),
                )
            ]
        )
        PostgresAccessLog(log).record(lezing(A))
    return database_url


@pytest.fixture
def verbinding(gevuld: str) -> Iterator[Connection[tuple[Any, ...]]]:
    with psycopg.connect(gevuld, autocommit=True) as open_:
        yield open_


def word(verbinding: Connection[tuple[Any, ...]], rol: str) -> None:
    if rol != BEHEERDER:
        verbinding.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(rol)))


def doe(verbinding: Connection[tuple[Any, ...]], opdracht: str) -> list[tuple[Any, ...]]:
    cursor = verbinding.execute(opdracht.encode())
    return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("rol", [BEHEERDER, OWNER])
@pytest.mark.parametrize("tabel", LOGBOEK)
def test_given_who_owns_the_log_when_it_is_changed_then_the_trigger_refuses(
    verbinding: Connection[tuple[Any, ...]], tabel: str, rol: str
) -> None:
    voor = doe(verbinding, ALLES.format(tabel))
    assert voor
    word(verbinding, rol)
    for wijziging in WIJZIGINGEN:
        with pytest.raises(errors.Error) as geweigerd:
            doe(verbinding, wijziging.format(tabel))
        assert geweigerd.value.sqlstate == "HH000", wijziging
        assert "groeit alleen aan" in str(geweigerd.value)
    assert doe(verbinding, ALLES.format(tabel)) == voor


@pytest.mark.parametrize("tabel", LOGBOEK)
def test_given_a_superuser_that_switches_ordinary_triggers_off_then_these_still_refuse(
    verbinding: Connection[tuple[Any, ...]], tabel: str
) -> None:
    doe(verbinding, "SET session_replication_role = replica")
    for wijziging in WIJZIGINGEN:
        with pytest.raises(errors.Error) as geweigerd:
            doe(verbinding, wijziging.format(tabel))
        assert geweigerd.value.sqlstate == "HH000", wijziging


@pytest.mark.parametrize("rol", [WRITER, READER])
@pytest.mark.parametrize("tabel", ALLE_TABELLEN)
def test_given_the_writer_and_the_reader_when_they_change_any_table_then_they_have_no_right(
    verbinding: Connection[tuple[Any, ...]], tabel: str, rol: str
) -> None:
    ((kolom,),) = doe(verbinding, EERSTE_KOLOM.format(tabel))
    word(verbinding, rol)
    for wijziging in ZONDER_RECHT:
        with pytest.raises(errors.InsufficientPrivilege):
            doe(verbinding, wijziging.format(tabel=tabel, kolom=kolom))


@pytest.mark.parametrize("rol", [WRITER, READER])
def test_given_the_writer_and_the_reader_when_they_make_something_in_the_log_then_they_may_not(
    verbinding: Connection[tuple[Any, ...]], rol: str
) -> None:
    word(verbinding, rol)
    for opdracht in IN_HET_LOGBOEK:
        with pytest.raises(errors.InsufficientPrivilege):
            doe(verbinding, opdracht)


def test_given_the_writer_then_it_reads_the_log_and_owns_nothing(
    verbinding: Connection[tuple[Any, ...]],
) -> None:
    assert doe(verbinding, BEZIT_VAN_EEN_ANDER.format(OWNER)) == []
    word(verbinding, WRITER)
    assert doe(verbinding, "SELECT count(*) FROM handhaving.gebeurtenissen") == [(2,)]
    assert doe(verbinding, "SELECT count(*) FROM sleutels.sleutels") == [(1,)]


def test_given_the_reader_then_it_sees_the_log_without_what_is_personal(
    verbinding: Connection[tuple[Any, ...]],
) -> None:
    word(verbinding, READER)
    cursor = verbinding.execute("SELECT * FROM handhaving.lees_gebeurtenissen ORDER BY positie")
    kolommen = {kolom.name for kolom in cursor.description or ()}
    rijen = cursor.fetchall()
    assert len(rijen) == 2
    assert "persoonlijk" not in kolommen
    assert "persoonlijk_sha256" in kolommen
    assert not any(waarde == b"verzegeld" for rij in rijen for waarde in rij)
    assert doe(verbinding, "SELECT count(*) FROM handhaving.lees_opdrachten") == [(1,)]
    assert doe(verbinding, "SELECT simulatie FROM handhaving.lees_kenmerk") == [(False,)]
    assert doe(verbinding, "SELECT handhaving.positie_op(now() + interval '1 day')") == [(2,)]


@pytest.mark.parametrize("tabel", ALLE_TABELLEN)
def test_given_the_reader_when_it_looks_behind_the_views_then_it_may_not(
    verbinding: Connection[tuple[Any, ...]], tabel: str
) -> None:
    word(verbinding, READER)
    with pytest.raises(errors.InsufficientPrivilege):
        doe(verbinding, f"SELECT FROM {tabel}")


def test_given_the_reader_then_a_view_is_a_barrier_that_no_function_looks_through(
    verbinding: Connection[tuple[Any, ...]],
) -> None:
    opties = doe(
        verbinding,
        "SELECT relname, reloptions FROM pg_class WHERE relkind = 'v'"
        " AND relnamespace = 'handhaving'::regnamespace ORDER BY 1",
    )
    assert [naam for naam, _ in opties] == [
        "lees_gebeurtenissen",
        "lees_kenmerk",
        "lees_opdrachten",
    ]
    assert all(optie == ["security_barrier=true"] for _, optie in opties)


def test_given_the_reader_when_it_calls_what_writes_then_it_may_not(
    verbinding: Connection[tuple[Any, ...]],
) -> None:
    word(verbinding, READER)
    for aanroep in (
        "handhaving.voeg_toe(NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
        "handhaving.voeg_gebeurtenis_toe(NULL, NULL, NULL)",
        f"handhaving.vernietig_sleutels('{A}', '{{}}')",
        "handhaving.herwikkel(NULL)",
        "handhaving.zet_in_quarantaine(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
        "handhaving.eerdere_antwoorden(NULL)",
        "handhaving.herhaal_wissingen('{}')",
        "handhaving.voeg_toe_en_vernietig(" + ", ".join(["NULL"] * 11) + ")",
        "handhaving.noteer_toegang(" + ", ".join(["NULL"] * 11) + ")",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            doe(verbinding, f"SELECT {aanroep}")
    for aanroep in (
        "handhaving.schrijf(" + ", ".join(["NULL"] * 8) + ")",
        "handhaving.schrijf_gebeurtenis(NULL, NULL, NULL, NULL)",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            doe(verbinding, f"CALL {aanroep}")
    with pytest.raises(errors.InsufficientPrivilege):
        doe(verbinding, "CREATE TABLE leesmodel.eigen (a int)")


def test_given_somebody_without_a_role_of_ours_then_nothing_can_be_seen_or_called(
    verbinding: Connection[tuple[Any, ...]],
) -> None:
    naam = sql.Identifier("handhaving_toets_niemand")
    doe(verbinding, "BEGIN")
    verbinding.execute(sql.SQL("CREATE ROLE {}").format(naam))
    verbinding.execute(sql.SQL("SET LOCAL ROLE {}").format(naam))
    with pytest.raises(errors.InsufficientPrivilege):
        doe(verbinding, "SELECT FROM handhaving.lees_gebeurtenissen")
    doe(verbinding, "ROLLBACK")
    publiek = doe(
        verbinding,
        "SELECT proname FROM pg_proc WHERE pronamespace = 'handhaving'::regnamespace"
        " AND EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner)))"
        " WHERE grantee = 0 AND prorettype <> 'trigger'::regtype)",
    )
    assert publiek == []


@pytest.mark.parametrize(
    "wijziging",
    [
        "UPDATE handhaving.kenmerk SET simulatie = true",
        "UPDATE handhaving.kenmerk SET incarnatie = gen_random_uuid()",
        "DELETE FROM handhaving.kenmerk",
        "TRUNCATE handhaving.kenmerk",
    ],
)
def test_given_what_a_log_is_when_somebody_changes_it_then_it_stands_for_ever(
    verbinding: Connection[tuple[Any, ...]], wijziging: str
) -> None:
    with pytest.raises(errors.Error) as geweigerd:
        doe(verbinding, wijziging)
    assert geweigerd.value.sqlstate == "HH000"
    with pytest.raises(errors.UniqueViolation):
        doe(verbinding, "INSERT INTO handhaving.kenmerk (simulatie) VALUES (true)")


def test_given_a_writer_that_plants_a_function_of_its_own_then_the_append_does_not_call_it(
    verbinding: Connection[tuple[Any, ...]], gevuld: str
) -> None:
    """The append runs with the rights of the owner: names must not be taken over."""
    instellingen = doe(
        verbinding,
        "SELECT proname, proconfig FROM pg_proc WHERE prosecdef"
        " AND pronamespace = 'handhaving'::regnamespace",
    )
    assert instellingen
    for naam, ingesteld in instellingen:
        assert "search_path=pg_catalog, pg_temp" in (ingesteld or []), naam
