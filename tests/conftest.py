"""What every test may ask for: one real PostgreSQL per run, and a fresh database per test.

Without HANDHAVING_DATABASE_URL and HANDHAVING_REDIS_URL the servers are the embedded ones, shared
by the test processes of one run; with them, those servers are used. Nothing is skipped.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql

from handhaving.adapters.postgres_server import PostgresServer
from handhaving.adapters.redis_server import RedisServer
from handhaving.eventlog.migreer import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest_plugins = ["tests.uitgelokt"]

settings.register_profile(
    "huis", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("huis")

SERVERS = {"postgres_url", "database_url", "simulatie_url", "redis_url"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a server, so that it can be run once more on given servers."""
    for item in items:
        if SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("databank")


def met_database(url: str, naam: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{naam}"))


def _voer_uit(url: str, opdracht: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as verbinding:
        verbinding.execute(opdracht)


@pytest.fixture(scope="session")
def servermap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the embedded servers: one for all test processes of this run."""
    basis = tmp_path_factory.getbasetemp()
    return (basis.parent if "PYTEST_XDIST_WORKER" in os.environ else basis) / "servers"


@pytest.fixture(scope="session")
def postgres_url(servermap: Path) -> Iterator[str]:
    """A PostgreSQL on which databases may be made: yours, or the embedded one of this run."""
    gegeven = os.environ.get("HANDHAVING_DATABASE_URL")
    if gegeven:
        yield gegeven
        return
    with PostgresServer(servermap).running() as url:
        with psycopg.connect(url, autocommit=True) as verbinding:  # a test run may be lost
            for instelling in ("fsync", "full_page_writes"):
                verbinding.execute(f"ALTER SYSTEM SET {instelling} = off")
            verbinding.execute("SELECT pg_reload_conf()")
        yield url


@pytest.fixture(scope="session")
def redis_url(servermap: Path) -> Iterator[str]:
    """A Redis: yours, or the embedded one of this run."""
    gegeven = os.environ.get("HANDHAVING_REDIS_URL")
    if gegeven:
        yield gegeven
        return
    with RedisServer(servermap).running() as url:
        yield url


def _sjabloon(postgres_url: str, *, simulatie: bool) -> Iterator[str]:
    """A migrated database that is only ever copied."""
    naam = f"sjabloon_{uuid4().hex[:12]}"
    _voer_uit(postgres_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(naam)))
    migrate(met_database(postgres_url, naam), simulatie=simulatie)
    yield naam
    _voer_uit(postgres_url, sql.SQL("DROP DATABASE {} (FORCE)").format(sql.Identifier(naam)))


@pytest.fixture(scope="session")
def sjabloon(postgres_url: str) -> Iterator[str]:
    """The name of a migrated database."""
    yield from _sjabloon(postgres_url, simulatie=False)


@pytest.fixture(scope="session")
def simulatiesjabloon(postgres_url: str) -> Iterator[str]:
    """The name of a database migrated as a simulation log."""
    yield from _sjabloon(postgres_url, simulatie=True)


def _kopie(postgres_url: str, sjabloon: str) -> Iterator[str]:
    naam = f"toets_{uuid4().hex[:12]}"
    _voer_uit(
        postgres_url,
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(naam), sql.Identifier(sjabloon)
        ),
    )
    yield met_database(postgres_url, naam)
    _voer_uit(postgres_url, sql.SQL("DROP DATABASE {} (FORCE)").format(sql.Identifier(naam)))


@pytest.fixture
def database_url(postgres_url: str, sjabloon: str) -> Iterator[str]:
    """A fresh, migrated, empty database."""
    yield from _kopie(postgres_url, sjabloon)


@pytest.fixture
def simulatie_url(postgres_url: str, simulatiesjabloon: str) -> Iterator[str]:
    """A fresh, migrated, empty simulation log."""
    yield from _kopie(postgres_url, simulatiesjabloon)
