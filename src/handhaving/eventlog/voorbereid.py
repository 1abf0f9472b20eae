"""Statements that each connection prepares once, and that run through libpq itself.

A cursor looks at every statement anew: which one it is, how each value travels, what comes back.
Of the few that are asked all day all of that is known beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from psycopg import errors, generators
from psycopg.pq import ExecStatus, Format, TransactionStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection
    from psycopg.pq.abc import PGresult


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with its parameters `$1`, `$2`, … and how each of them travels.

    What comes back is binary.
    """

    name: bytes
    query: bytes
    formats: Sequence[Format]

    def prepare(self, connection: Connection[Any]) -> None:
        """Teach it to this connection; what it names must be there. Raises psycopg.Error."""
        connection.pgconn.send_prepare(self.name, self.query)
        _result(connection)

    def run(self, connection: Connection[Any], params: Sequence[bytes | None]) -> PGresult:
        """Run it. Raises psycopg.Error as a cursor would."""
        try:
            return self._run(connection, params)
        except errors.InvalidSqlStatementName:
            if connection.pgconn.transaction_status != TransactionStatus.IDLE:
                raise
            # Whoever rolls back on a connection, or passes it on, makes it forget.
            self.prepare(connection)
            return self._run(connection, params)

    def _run(self, connection: Connection[Any], params: Sequence[bytes | None]) -> PGresult:
        connection.pgconn.send_query_prepared(
            self.name, params, param_formats=self.formats, result_format=Format.BINARY
        )
        return _result(connection)


def _result(connection: Connection[Any]) -> PGresult:
    result: PGresult = connection.wait(generators.execute(connection.pgconn))[-1]
    if result.status not in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
        raise errors.error_from_result(result)
    return result
