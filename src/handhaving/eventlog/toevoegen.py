"""The append as a statement each connection prepares once, and runs through libpq itself.

A cursor looks at every statement anew: which one it is, how each value travels, what comes back.
Of this one all of that is known beforehand, and it is the busiest there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from psycopg import errors, generators
from psycopg.pq import ExecStatus, Format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection
    from psycopg.pq.abc import PGresult

    from handhaving.eventlog.draad import Packed

_NAME: Final = b"handhaving_voeg_toe"
_QUERY: Final = (
    b"SELECT basis, eerder::text FROM handhaving.voeg_toe($1::timestamptz,"
    b" $2::handhaving.nieuwe_opdracht[], $3::handhaving.nieuwe_gebeurtenis[],"
    b" $4::handhaving.nieuwe_waarde[], $5::handhaving.nieuwe_waarde[],"
    b" $6::handhaving.nieuw_nummer[], $7::handhaving.nieuwe_sleutel[])"
)
_FORMATS: Final = (Format.TEXT, *(Format.BINARY,) * 6)


def prepare(connection: Connection[Any]) -> None:
    """Teach this connection the append; the schema must be there."""
    connection.pgconn.send_prepare(_NAME, _QUERY)
    _result(connection)


def run(
    connection: Connection[Any], tijdstip: datetime | None, packed: Sequence[Packed | None]
) -> tuple[int | None, bytes | None]:
    """Append what was packed: the position before it, and the earlier answers as JSON.

    Raises psycopg.Error as a cursor would; `tijdstip` is for a simulation alone.
    """
    params = [None if tijdstip is None else tijdstip.isoformat().encode()]
    params += [None if value is None else value.data for value in packed]
    connection.pgconn.send_query_prepared(
        _NAME, params, param_formats=_FORMATS, result_format=Format.BINARY
    )
    result = _result(connection)
    basis = result.get_value(0, 0)
    return None if basis is None else int.from_bytes(basis, "big"), result.get_value(0, 1)


def _result(connection: Connection[Any]) -> PGresult:
    result: PGresult = connection.wait(generators.execute(connection.pgconn))[-1]
    if result.status not in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
        raise errors.error_from_result(result)
    return result
