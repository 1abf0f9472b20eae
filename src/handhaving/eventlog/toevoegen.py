"""The append, as a statement each connection prepares once: it is the busiest there is."""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Any, Final

from psycopg.pq import Format

from handhaving.eventlog.voorbereid import Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

    from handhaving.eventlog.draad import Packed

_NUMBER: Final = Struct("!i")
_FIELD: Final = Struct("!Ii")

SCHRIJF_GEBEURTENIS: Final = Prepared(
    b"handhaving_schrijf_gebeurtenis",
    b"CALL handhaving.schrijf_gebeurtenis($1::timestamptz,"
    b" $2::handhaving.nieuwe_opdracht, $3::handhaving.nieuwe_gebeurtenis, NULL)",
    (Format.TEXT, Format.BINARY, Format.BINARY),
)
SCHRIJF: Final = Prepared(
    b"handhaving_schrijf",
    b"CALL handhaving.schrijf($1::timestamptz,"
    b" $2::handhaving.nieuwe_opdracht[], $3::handhaving.nieuwe_gebeurtenis[],"
    b" $4::handhaving.nieuwe_waarde[], $5::handhaving.nieuwe_waarde[],"
    b" $6::handhaving.nieuw_nummer[], $7::handhaving.nieuwe_sleutel[], NULL)",
    (Format.TEXT, *(Format.BINARY,) * 6),
)


def prepare(connection: Connection[Any]) -> None:
    """Teach this connection both ways of appending; the schema must be there."""
    SCHRIJF_GEBEURTENIS.prepare(connection)
    SCHRIJF.prepare(connection)


def run(
    connection: Connection[Any], tijdstip: datetime | None, packed: Sequence[Packed | None]
) -> tuple[int | None, bytes | None]:
    """Append what was packed: the position before it, and the earlier answers as JSON.

    It answers when all of that lies on disk, and commits by itself: it cannot be part of a
    transaction. What was packed in two is one event. Raises psycopg.Error as a cursor would;
    `tijdstip` is for a simulation alone.
    """
    params = [None if tijdstip is None else tijdstip.isoformat().encode()]
    params += [None if value is None else value.data for value in packed]
    een = len(params) == len(SCHRIJF_GEBEURTENIS.formats)
    statement = SCHRIJF_GEBEURTENIS if een else SCHRIJF
    answer = statement.run(connection, params).get_value(0, 0)
    assert answer is not None  # noqa: S101 - a function with OUT parameters always answers
    return _answer(answer)


def _answer(record: bytes) -> tuple[int | None, bytes | None]:
    """The two fields of the answer: each an oid, a length (-1 for null), and a value."""
    at = _NUMBER.size
    fields: list[bytes | None] = []
    for _ in range(2):
        _, length = _FIELD.unpack_from(record, at)
        at += _FIELD.size
        fields.append(None if length < 0 else record[at : at + length])
        at += max(0, length)
    basis, earlier = fields
    # A jsonb travels as its version, then its text.
    return (
        None if basis is None else int.from_bytes(basis, "big"),
        None if earlier is None else earlier[1:],
    )
