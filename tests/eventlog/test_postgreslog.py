"""What only the log in PostgreSQL can meet: a pool used up, a server that refuses the statement."""

from __future__ import annotations

import time
from uuid import UUID

import psycopg
import pytest
from psycopg import errors
from psycopg_pool import PoolTimeout

from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import commit

A = UUID(int=0xA)


def test_given_every_connection_in_use_when_another_is_asked_then_it_waits_no_longer_than_told(
    database_url: str,
) -> None:
    with PostgresLog(database_url, max_connections=1, timeout=5) as log:
        log._pool.timeout = 0.2
        begin = time.monotonic()
        with log._pool.connection(), pytest.raises(PoolTimeout):
            log.append([commit(A)])
        assert time.monotonic() - begin < 3
        assert log.append([commit(A)])[0].eerste_positie == 1


def test_given_a_statement_the_server_refuses_then_it_is_not_repeated_nor_hidden(
    database_url: str,
) -> None:
    with PostgresLog(database_url) as log, pytest.raises(errors.InvalidRowCountInLimitClause):
        log.read(0, -1)


def test_given_a_server_that_takes_no_more_writing_when_appending_then_nothing_is_half_written(
    database_url: str,
) -> None:
    """As with a full disk: the statement fails, is not repeated, and leaves nothing."""
    with PostgresLog(database_url, max_connections=1) as log:
        log.append([commit(A)])
        with log._pool.connection() as verbinding:
            verbinding.execute("SET default_transaction_read_only = on")
        with pytest.raises(errors.ReadOnlySqlTransaction):
            log.append([commit(A, 1)])
        with log._pool.connection() as verbinding:
            verbinding.execute("SET default_transaction_read_only = off")
        assert log.last_position() == 1
        assert log.append([commit(A, 1)])[0].eerste_positie == 2


def test_given_a_connection_that_was_rolled_back_then_it_still_reads_and_appends(
    database_url: str,
) -> None:
    """psycopg lets go of every prepared statement then, also of ours."""
    with PostgresLog(database_url, max_connections=1) as log:
        log.append([commit(A)])
        assert len(log.read_dossier(A)) == 1
        with log._pool.connection() as verbinding:
            verbinding.execute("DEALLOCATE ALL")
        assert len(log.read_with_keys(A)[0]) == 1
        assert log.append([commit(A, 1)])[0].versie == 2
        with log._pool.connection() as verbinding:
            verbinding.execute("BEGIN")
            with pytest.raises(errors.DivisionByZero):
                verbinding.execute("SELECT 1 / 0")
            verbinding.rollback()
        assert len(log.read_with_keys(A)[0]) == 2
        assert log.append([commit(A, 2), commit(A, 3)])[1].versie == 4


def test_given_connections_that_were_all_cut_when_used_then_they_are_replaced(
    database_url: str,
) -> None:
    with (
        PostgresLog(database_url, max_connections=4) as log,
        psycopg.connect(database_url, autocommit=True) as beul,
    ):
        for versie in range(3):
            beul.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            (antwoord,) = log.append([commit(A, versie)])
            assert (antwoord.versie, antwoord.herhaald) == (versie + 1, False)
        assert len(log.read_dossier(A)) == 3
