"""Where is measured: an embedded server, fresh databases, and the application on them."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from handhaving.adapters.postgres_server import PostgresServer
from handhaving.bootstrap import open_app
from handhaving.eventlog.migreer import migrate
from handhaving.settings import Settings
from scripts.meten.bibliotheek import Stamtoepassing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from handhaving.bootstrap import App

PROCESSEN: Final = multiprocessing.get_context("spawn")
"""Every other process starts anew: nothing measured is inherited."""


@dataclass(frozen=True, slots=True)
class Omvang:
    """How much is measured."""

    herhalingen: int = 3
    beurten: int = 7
    """Of what is short: many short turns say more than a few long ones on a machine that sways."""
    schrijfseconden: float = 0.5
    schrijvers: tuple[int, ...] = (1, 4, 16)
    aanleveringen: int = 300
    vouwen: int = 100
    bijwerken: int = 10_000
    bibliotheek: int = 800
    herbouw: int = 60_000
    controle: int = 60_000
    klein: int = 10_000
    groot: int = 60_000
    groeivragen: int = 150
    opdrachten: int = 300


SNEL: Final = Omvang()
VOL: Final = Omvang(
    beurten=9,
    schrijfseconden=2.0,
    aanleveringen=2_000,
    vouwen=400,
    bijwerken=100_000,
    bibliotheek=4_000,
    herbouw=1_000_000,
    controle=1_000_000,
    groot=1_000_000,
    groeivragen=600,
    opdrachten=1_500,
)
KLEINST: Final = Omvang(
    herhalingen=1,
    beurten=1,
    schrijfseconden=0.2,
    schrijvers=(1, 2),
    aanleveringen=6,
    vouwen=2,
    bijwerken=200,
    bibliotheek=20,
    herbouw=300,
    controle=300,
    klein=200,
    groot=400,
    groeivragen=5,
    opdrachten=10,
)


@dataclass(slots=True)
class Opstelling:
    """The running server, the folder, and how much is measured."""

    map: Path
    url: str
    omvang: Omvang
    zeg: Callable[[str], None] = lambda _: None
    gevuld: dict[tuple[str, int], str] = field(default_factory=dict)
    """Databases with so many events, filled once for all measures that only read."""

    _volgende: int = 1
    _databanken: list[str] = field(default_factory=list)

    def nummers(self, aantal: int) -> int:
        """The first of so many numbers of fictitious persons that nobody else uses."""
        eerste, self._volgende = self._volgende, self._volgende + aantal
        return eerste

    def database(self) -> str:
        """The URL of a fresh, migrated log."""
        naam = f"meting_{uuid4().hex[:12]}"
        self._databanken.append(naam)
        with psycopg.connect(self.url, autocommit=True) as verbinding:
            verbinding.execute(f"CREATE DATABASE {naam}".encode())
        url = urlunsplit(urlsplit(self.url)._replace(path=f"/{naam}"))
        migrate(url)
        return url

    def ruim_op(self) -> None:
        """Drop the databases that were made."""
        with psycopg.connect(self.url, autocommit=True) as verbinding:
            for naam in self._databanken:
                verbinding.execute(f"DROP DATABASE IF EXISTS {naam} WITH (FORCE)".encode())
        self._databanken.clear()

    @contextmanager
    def app(self, url: str | None = None) -> Iterator[App]:
        """The application on a database, a fresh one unless it is named."""
        with open_app(instellingen(self.map, url or self.database())) as app:
            yield app

    @contextmanager
    def bibliotheek(self) -> Iterator[tuple[Stamtoepassing, dict[str, str]]]:
        """A stock application of the library, on its default path; and its environment."""
        omgeving = bibliotheekomgeving(self.database())
        app = Stamtoepassing(env=omgeving)
        try:
            yield app, omgeving
        finally:
            app.close()


def instellingen(map_: Path, url: str) -> Settings:
    """Settings for this database, without Redis."""
    return Settings(data=map_, database_url=url, redis_url="redis://127.0.0.1:1/0", kek_file=None)


def bibliotheekomgeving(url: str) -> dict[str, str]:
    """What the library needs to know; everything else is its default."""
    delen = urlsplit(url)
    host = delen.hostname or parse_qs(delen.query)["host"][0]
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": delen.path[1:],
        "POSTGRES_HOST": host,
        "POSTGRES_PORT": str(delen.port or 5432),
        "POSTGRES_USER": delen.username or "postgres",
        "POSTGRES_PASSWORD": delen.password or "",
    }


@contextmanager
def opgesteld(map_: Path, omvang: Omvang, zeg: Callable[[str], None]) -> Iterator[Opstelling]:
    """A server in this folder for as long as the block lasts."""
    with PostgresServer(map_).running() as url:
        yield Opstelling(map_, url, omvang, zeg)


def nu() -> datetime:
    """The clock of the measurements."""
    return datetime.now(tz=UTC)


def tijd(werk: Callable[[], object]) -> float:
    """How many seconds a piece of work takes."""
    begin = time.perf_counter()
    werk()
    return time.perf_counter() - begin


def p99(tijden: list[float]) -> float:
    """The value under which 99 % lies."""
    op_rij = sorted(tijden)
    return op_rij[min(len(op_rij) - 1, int(0.99 * len(op_rij)))]
