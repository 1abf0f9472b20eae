"""A restored backup: read models that are ahead of the log, or of another log, are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest

from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.eventlog.projection import WrongLog
from scripts.uithouden.invarianten import fout, keur
from tests.conftest import met_database
from tests.running.kantoor import Kantoor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.bootstrap import App
    from handhaving.settings import Settings


@pytest.fixture
def hersteld(app: App, postgres_url: str, settings: Settings) -> Iterator[Settings]:
    """The log from a backup of before, under read models of now."""
    kantoor = Kantoor(app)
    kantoor.in_gebreke()
    running.catch_up(app)
    bron = urlsplit(app.database_url).path[1:]
    naam = f"backup_{bron}"
    app.engine.dispose()
    app.log.close()  # type: ignore[attr-defined]  # het logboek van PostgreSQL
    with psycopg.connect(postgres_url, autocommit=True) as beheer:
        beheer.execute(f'CREATE DATABASE "{naam}" TEMPLATE "{bron}"'.encode())
    yield settings.model_copy(update={"database_url": met_database(postgres_url, naam)})
    with psycopg.connect(postgres_url, autocommit=True) as beheer:
        beheer.execute(f'DROP DATABASE "{naam}" (FORCE)'.encode())


TABELLEN = ("checkpoint", "dossierstand_v1", "termijnen_v1", "auditspoor_v1")


def test_given_a_log_that_was_restored_under_newer_read_models_then_they_are_rebuilt(
    hersteld: Settings, settings: Settings
) -> None:
    with open_app(settings) as nu, open_app(hersteld) as toen:
        Kantoor(nu).in_gebreke()
        running.catch_up(nu)
        oude = toen.log.last_position()
        # The read models come from another backup, of later.
        with psycopg.connect(nu.database_url) as van, psycopg.connect(toen.database_url) as naar:
            for tabel in TABELLEN:
                naar.execute(f"TRUNCATE leesmodel.{tabel}".encode())
                lees = f"COPY leesmodel.{tabel} TO STDOUT".encode()
                schrijf = f"COPY leesmodel.{tabel} FROM STDIN".encode()
                with van.cursor().copy(lees) as uit, naar.cursor().copy(schrijf) as in_:
                    for deel in uit:
                        in_.write(deel)
        assert nu.log.last_position() > oude
        with pytest.raises(WrongLog, match="van een ander logboek"):
            running.catch_up(toen)
        # The restored log goes its own way, past where the read models stand.
        for _ in range(2):
            Kantoor(toen).in_gebreke()
        assert toen.log.last_position() > nu.log.last_position()
        with pytest.raises(WrongLog):
            running.catch_up(toen)
        running.rebuild(toen)
        assert {s.staat for s in running.status(toen)} == {"bij"}
        assert fout(keur(toen)) == []
