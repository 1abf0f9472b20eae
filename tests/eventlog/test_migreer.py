"""Migrating: once, whoever comes at once; for ever what it is; and no program on another schema."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from handhaving.adapters.postgres_server import PostgresServer
from handhaving.eventlog.draad import answers
from handhaving.eventlog.migreer import (
    ROLES,
    MigratieGewijzigd,
    NietGemigreerd,
    RolOntbreekt,
    SchemaTeNieuw,
    SimulatieGeweigerd,
    VerkeerdeCodering,
    Verslag,
    check_migrated,
    migrate,
)
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.sjablonen import migrations
from tests.eventlog.opdrachten import commit, voeg_toe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROCESSES = 20
ALLES = tuple(migrations())
SCHEMA_VERSIE = "UPDATE handhaving.kenmerk SET schema_versie = {}"


def voer_uit(url: str, opdracht: str, *namen: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as verbinding:
        cursor = verbinding.execute(sql.SQL(opdracht).format(*map(sql.Identifier, namen)))
        return cursor.fetchall() if cursor.description else []


@contextmanager
def lege_databank(url: str, opties: str = "") -> Iterator[str]:
    naam = f"toets_{uuid4().hex[:12]}"
    voer_uit(url, "CREATE DATABASE {}" + opties, naam)
    try:
        yield make_conninfo(url, dbname=naam)
    finally:
        voer_uit(url, "DROP DATABASE {} (FORCE)", naam)


@pytest.fixture
def leeg(postgres_url: str) -> Iterator[str]:
    with lege_databank(postgres_url) as url:
        yield url


@pytest.fixture(scope="module")
def processen() -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["handhaving.eventlog.migreer"])
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as uitvoerder:
        yield uitvoerder


def hoe_vaak(verslagen: list[Verslag]) -> list[tuple[str, ...]]:
    return sorted((v.uitgevoerd for v in verslagen), reverse=True)


def test_given_an_empty_database_when_twenty_processes_migrate_then_one_does_it_and_none_fails(
    leeg: str, processen: ProcessPoolExecutor
) -> None:
    verslagen = list(processen.map(migrate, [leeg] * PROCESSES))
    assert hoe_vaak(verslagen) == [ALLES] + [()] * (PROCESSES - 1)
    assert len({v.kenmerk for v in verslagen}) == 1
    with PostgresLog(leeg) as log:
        log.append([commit(uuid4())])
    opnieuw = list(processen.map(migrate, [leeg] * PROCESSES))
    assert hoe_vaak(opnieuw) == [()] * PROCESSES
    assert {v.kenmerk for v in opnieuw} == {verslagen[0].kenmerk}
    with PostgresLog(leeg) as log:
        assert log.last_position() == 1
        assert log.kenmerk == verslagen[0].kenmerk


def test_given_a_new_cluster_when_two_databases_are_migrated_at_once_then_the_roles_are_shared(
    tmp_path: Path, processen: ProcessPoolExecutor
) -> None:
    with (
        PostgresServer(tmp_path / "servers").running() as url,
        lege_databank(url) as een,
        lege_databank(url) as twee,
    ):
        verslagen = list(processen.map(migrate, [een, twee] * (PROCESSES // 2)))
        assert hoe_vaak(verslagen) == [ALLES] * 2 + [()] * (PROCESSES - 2)
        assert sorted(rol for v in verslagen for rol in v.rollen) == sorted(ROLES)
        assert len({v.kenmerk.incarnatie for v in verslagen}) == 2
        for databank in (een, twee):
            with PostgresLog(databank) as log:
                log.append([commit(uuid4())])


def test_given_a_simulation_when_migrated_again_then_it_stays_one(leeg: str) -> None:
    eerst = migrate(leeg, simulatie=True)
    assert eerst.kenmerk.simulatie
    assert migrate(leeg).kenmerk == migrate(leeg, simulatie=True).kenmerk == eerst.kenmerk
    with PostgresLog(leeg) as log:
        assert log.simulatie


def test_given_a_real_log_when_a_simulation_is_asked_then_it_is_refused(leeg: str) -> None:
    eerst = migrate(leeg)
    with pytest.raises(SimulatieGeweigerd, match="wordt er nooit een"):
        migrate(leeg, simulatie=True)
    assert migrate(leeg).kenmerk == eerst.kenmerk
    assert not eerst.kenmerk.simulatie


def test_given_a_database_that_was_not_migrated_when_opened_then_it_says_what_to_do(
    leeg: str,
) -> None:
    with pytest.raises(NietGemigreerd, match="handhaving migreer") as fout:
        PostgresLog(leeg)
    assert (fout.value.gevonden, fout.value.verwacht) == (0, len(ALLES))


def test_given_an_older_or_newer_schema_when_opened_then_it_says_which(database_url: str) -> None:
    for versie, soort in ((len(ALLES) - 1, NietGemigreerd), (len(ALLES) + 1, SchemaTeNieuw)):
        voer_uit(database_url, SCHEMA_VERSIE.format(versie))
        with pytest.raises(soort) as fout:
            PostgresLog(database_url)
        assert getattr(fout.value, "gevonden", None) == versie
    voer_uit(database_url, SCHEMA_VERSIE.format(len(ALLES)))
    with psycopg.connect(database_url) as verbinding:
        assert check_migrated(verbinding).schema_versie == len(ALLES)


def test_given_a_migration_that_changed_afterwards_when_migrated_then_it_is_refused(
    database_url: str,
) -> None:
    voer_uit(database_url, "UPDATE handhaving.migraties SET sha256 = 'x' WHERE naam LIKE '0003%'")
    with pytest.raises(MigratieGewijzigd) as fout:
        migrate(database_url)
    assert fout.value.naam.startswith("0003")


def test_given_a_database_of_a_newer_program_when_migrated_then_it_is_refused(
    database_url: str,
) -> None:
    voer_uit(database_url, "INSERT INTO handhaving.migraties VALUES ('9999_later.sql', 'x')")
    with pytest.raises(SchemaTeNieuw, match="nieuwere versie"):
        migrate(database_url)


def test_given_a_database_in_another_encoding_when_migrated_then_it_is_refused(
    postgres_url: str,
) -> None:
    opties = " ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    with (
        lege_databank(postgres_url, opties) as url,
        pytest.raises(VerkeerdeCodering, match="LATIN1"),
    ):
        migrate(url)


def test_given_a_migration_that_breaks_off_then_nothing_of_it_stays(
    leeg: str,
) -> None:
    """All or nothing: the last step of the same transaction fails."""
    voer_uit(leeg, "CREATE SCHEMA leesmodel_bouw")
    with pytest.raises(psycopg.errors.DuplicateSchema):
        migrate(leeg)
    assert voer_uit(leeg, "SELECT FROM pg_namespace WHERE nspname = 'handhaving'") == []
    voer_uit(leeg, "DROP SCHEMA leesmodel_bouw")
    assert migrate(leeg).uitgevoerd == ALLES


def test_given_a_log_of_before_the_shorter_lock_when_migrated_then_its_commands_keep_their_answers(
    leeg: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    een, leeg_gebleven = commit(uuid4(), aantal=3), commit(uuid4(), aantal=0)
    oud = [naam for naam in ALLES if naam < "0009"]
    monkeypatch.setattr("handhaving.eventlog.migreer.migrations", lambda: oud)
    migrate(leeg)
    toen = [commit(uuid4()), een, leeg_gebleven]
    with psycopg.connect(leeg, autocommit=True) as verbinding:
        basis, eerder = voeg_toe(verbinding, toen)
    assert eerder is None
    eerst = answers(toen, basis, None)[1:]
    monkeypatch.undo()
    assert migrate(leeg).uitgevoerd == ALLES[len(oud) :]
    with PostgresLog(leeg) as log:
        opnieuw = log.append([een, leeg_gebleven])
        assert [replace(a, herhaald=False) for a in opnieuw] == eerst
        assert all(a.herhaald for a in opnieuw)
        assert log.append([commit(een.dossier_id, 3)])[0].eerste_positie == 5
    assert voer_uit(
        leeg, "SELECT eerste_positie, laatste_positie FROM handhaving.lees_opdrachten ORDER BY 1, 2"
    ) == [(1, 1), (2, 4), (5, 5), (None, None)]


@contextmanager
def aanmelding(url: str, opties: str = "") -> Iterator[str]:
    """A user of this server who is no superuser."""
    naam, wachtwoord = f"toets_{uuid4().hex[:12]}", uuid4().hex
    voer_uit(url, f"CREATE ROLE {{}} LOGIN {opties} PASSWORD '{wachtwoord}'", naam)
    try:
        yield make_conninfo(url, user=naam, password=wachtwoord)
    finally:
        voer_uit(url, "DROP OWNED BY {}", naam)
        voer_uit(url, "DROP ROLE {}", naam)


def test_given_roles_that_are_given_when_one_may_not_take_them_then_it_names_the_role(
    database_url: str, leeg: str
) -> None:
    with aanmelding(database_url) as zonder, pytest.raises(RolOntbreekt) as fout:
        PostgresLog(zonder)
    assert fout.value.rol == "handhaving_schrijver"
    with aanmelding(leeg) as zonder, pytest.raises(RolOntbreekt) as fout:
        migrate(zonder, rollen="bestaand")
    assert fout.value.rol == ROLES[0]


def test_given_roles_that_are_given_when_one_is_a_member_then_it_migrates_without_superuser(
    leeg: str,
) -> None:
    with aanmelding(leeg) as url:
        deel = psycopg.conninfo.conninfo_to_dict(url)
        for rol in ROLES:
            voer_uit(leeg, "GRANT {} TO {}", rol, str(deel["user"]))
        voer_uit(leeg, "GRANT CREATE ON DATABASE {} TO {}", str(deel["dbname"]), str(deel["user"]))
        verslag = migrate(url, rollen="bestaand")
        assert (verslag.uitgevoerd, verslag.rollen) == (ALLES, ())
        with PostgresLog(url) as log:
            log.append([commit(uuid4())])
            assert log.last_position() == 1
