"""What the recorders of stock `eventsourcing` applications need of a database beside its pool."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import psycopg
import psycopg_pool
from eventsourcing.persistence import InterfaceError, OperationalError
from eventsourcing.postgres import PostgresDatastore, PostgresRecorder
from psycopg.rows import tuple_row

from handhaving.eventlog.sjablonen import LOCK_CLASS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

_POOL: Final = (
    psycopg_pool.PoolClosed,
    psycopg_pool.PoolTimeout,
    psycopg_pool.TooManyRequests,
)


def connect(datastore: PostgresDatastore) -> Connection[tuple[Any, ...]]:
    """A connection beside the pool, so that waiting on it keeps nobody waiting."""
    pool = datastore.pool
    kwargs: dict[str, Any] = dict(pool.kwargs() if callable(pool.kwargs) else pool.kwargs or {})
    if pool.get_password_func is not None:
        kwargs["password"] = pool.get_password_func()
    return psycopg.connect(**kwargs | {"autocommit": True, "row_factory": tuple_row})


@contextmanager
def creation_lock(datastore: PostgresDatastore) -> Iterator[None]:
    """One process at a time makes or migrates tables in this database."""
    try:
        connection = connect(datastore)
    except psycopg.OperationalError as error:
        raise OperationalError(str(error)) from error
    with connection:
        connection.execute("SELECT pg_advisory_lock(%s, 0)", (LOCK_CLASS,))
        yield


class LockedCreation(PostgresRecorder):
    """Makes its tables under the lock of the database: many processes may start at once."""

    def create_table(self) -> None:
        """Make what is not there yet."""
        with creation_lock(self.datastore):
            super().create_table()


def connection_lost(error: InterfaceError | OperationalError) -> bool:
    """Whether the connection went, rather than the statement."""
    cause = error.__cause__
    if isinstance(cause, _POOL):
        return False
    if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return cause.sqlstate is None or cause.sqlstate.startswith(("08", "57P"))
    return False
