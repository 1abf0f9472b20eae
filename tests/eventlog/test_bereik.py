"""A server that cannot be reached is told in a moment, and one that can is waited for."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg_pool import PoolTimeout

from handhaving.eventlog.bereik import Bereik, Onbereikbaar
from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import commit

if TYPE_CHECKING:
    from collections.abc import Iterator

A = UUID(int=0xA)


@pytest.fixture
def nergens() -> Iterator[str]:
    """The address of a server that is not there."""
    with socket.socket() as gehouden:
        gehouden.bind(("127.0.0.1", 0))  # bound, and not listening: refused at once
        yield f"postgresql://niemand@127.0.0.1:{gehouden.getsockname()[1]}/nergens"


@pytest.fixture
def stil() -> Iterator[str]:
    """The address of a server that takes the line and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as luistert:
        yield f"postgresql://niemand@127.0.0.1:{luistert.getsockname()[1]}/stil"


def test_given_a_server_when_it_answers_then_fine_and_else_unreachable(
    database_url: str, nergens: str, stil: str
) -> None:
    Bereik(database_url).keur()
    begin = time.monotonic()
    bereik = Bereik(nergens)
    for _ in range(3):
        with pytest.raises(Onbereikbaar):
            bereik.keur()
    assert time.monotonic() - begin < 1
    with pytest.raises(Onbereikbaar):
        Bereik(stil).keur()
    assert time.monotonic() - begin < 5


def test_given_a_server_that_says_something_else_then_it_is_there(database_url: str) -> None:
    elders = make_conninfo(database_url, dbname="bestaat-niet-zo")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(elders)
    Bereik(elders).keur()


def test_given_a_server_that_is_gone_when_asked_then_refused_within_seconds(
    database_url: str, nergens: str
) -> None:
    with PostgresLog(database_url, max_connections=2) as log:
        assert log.append([commit(A)])[0].eerste_positie == 1
        log._pool.conninfo = nergens
        log._bereik = Bereik(nergens)
        with psycopg.connect(database_url, autocommit=True) as beul:
            beul.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        for _ in range(2):
            begin = time.monotonic()
            with pytest.raises(PoolTimeout):
                log.last_position()
            assert time.monotonic() - begin < 2
        log._pool.conninfo = database_url
        log._bereik = Bereik(database_url)
        assert log.append([commit(A, 1)])[0].eerste_positie == 2
