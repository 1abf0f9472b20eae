"""A database that falls at once: what anybody was told is there, what nobody was told may go."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from handhaving.adapters.postgres_server import PostgresServer
from tests.eventlog.opdrachten import commit, voeg_toe
from tests.running.wachten import wacht_tot
from tests.storingen.opstelling import eigen_app, leeft
from tests.storingen.test_databank import postmaster

if TYPE_CHECKING:
    from pathlib import Path

    from handhaving.bootstrap import App


def val(map_: Path) -> None:
    """Everything at once, nothing flushed any more; then up again."""
    oud = postmaster(map_)
    os.kill(oud, signal.SIGQUIT)
    wacht_tot(lambda: not leeft(oud), 30)
    PostgresServer(map_)._start()


def schrijf_haastig(app: App) -> None:
    """One event, committed and seen by all, that only the server itself would flush, much later."""
    with psycopg.connect(app.database_url, autocommit=True) as verbinding:
        verbinding.execute("SET synchronous_commit = off")
        voeg_toe(verbinding, [commit(uuid4())])


@pytest.mark.databank
def test_given_the_database_falls_at_once_then_only_what_nobody_was_told_can_be_gone(
    tmp_path: Path,
) -> None:
    with eigen_app(tmp_path) as app:
        with psycopg.connect(app.database_url, autocommit=True) as verbinding:
            verbinding.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
            verbinding.execute("SELECT pg_reload_conf()")
        beloofd: int | None = None
        for aantal in (1, 3):
            beloofd = app.log.append([commit(uuid4(), aantal=aantal)])[0].laatste_positie
            val(tmp_path)
            assert app.log.last_position() == beloofd
        assert beloofd is not None

        schrijf_haastig(app)
        val(tmp_path)
        assert app.log.last_position() == beloofd  # nobody had heard of it

        schrijf_haastig(app)
        assert app.log.last_position() == beloofd + 1
        val(tmp_path)
        assert app.log.last_position() == beloofd + 1

        assert app.log.append([commit(uuid4())])[0].eerste_positie == beloofd + 2
