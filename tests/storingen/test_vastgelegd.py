"""A database that falls at once: what anybody was told is there, what nobody was told may go."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from handhaving.adapters.postgres_server import PostgresServer
from handhaving.eventlog.envelope import Claim
from handhaving.eventlog.verbinding import LogConnection
from tests.eventlog.opdrachten import commit, voeg_toe
from tests.running.wachten import wacht_tot
from tests.storingen.opstelling import eigen_app, leeft
from tests.storingen.test_databank import postmaster

if TYPE_CHECKING:
    from pathlib import Path

    from handhaving.bootstrap import App
    from handhaving.eventlog.envelope import Commit


def val(map_: Path) -> None:
    """Everything at once, nothing flushed any more; then up again."""
    oud = postmaster(map_)
    os.kill(oud, signal.SIGQUIT)
    wacht_tot(lambda: not leeft(oud), 30)
    PostgresServer(map_)._start()


def haast_u_niet(app: App) -> None:
    """From now on the server flushes by itself after ten seconds only."""
    with psycopg.connect(app.database_url, autocommit=True) as verbinding:
        verbinding.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        verbinding.execute("SELECT pg_reload_conf()")


def schrijf_haastig(app: App, wat: Commit | None = None) -> None:
    """One event, committed and seen by all, that only the server itself would flush, much later."""
    with psycopg.connect(app.database_url, autocommit=True) as verbinding:
        verbinding.execute("SET synchronous_commit = off")
        voeg_toe(verbinding, [wat or commit(uuid4())])


@pytest.mark.databank
def test_given_the_database_falls_at_once_then_only_what_nobody_was_told_can_be_gone(
    tmp_path: Path,
) -> None:
    with eigen_app(tmp_path) as app:
        haast_u_niet(app)
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


@pytest.mark.databank
def test_given_the_database_falls_under_a_refusal_then_it_is_judged_anew_and_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it rested on went with the server."""
    claim = Claim("klantnummer", b"k")
    leg_vast, gevallen = LogConnection.settle, list[int]()

    def eerst_vallen(self: LogConnection, positie: int | None) -> None:
        if not gevallen:
            gevallen.append(1)
            val(tmp_path)
        leg_vast(self, positie)

    with eigen_app(tmp_path) as app:
        haast_u_niet(app)
        schrijf_haastig(app, commit(uuid4(), claims=(claim,)))
        monkeypatch.setattr(LogConnection, "settle", eerst_vallen)
        dossier = uuid4()
        antwoord = app.log.append([commit(dossier, claims=(claim,))])[0]
        assert gevallen
        assert antwoord.eerste_positie == 1
        assert app.log.find_claim(claim) == dossier
