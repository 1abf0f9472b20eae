"""The append, as a statement each connection prepares once: it is the busiest there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from psycopg.pq import Format

from handhaving.eventlog.voorbereid import Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from psycopg import Connection

    from handhaving.eventlog.draad import Packed

VOEG_TOE: Final = Prepared(
    b"handhaving_voeg_toe",
    b"SELECT basis, eerder::text FROM handhaving.voeg_toe($1::timestamptz,"
    b" $2::handhaving.nieuwe_opdracht[], $3::handhaving.nieuwe_gebeurtenis[],"
    b" $4::handhaving.nieuwe_waarde[], $5::handhaving.nieuwe_waarde[],"
    b" $6::handhaving.nieuw_nummer[], $7::handhaving.nieuwe_sleutel[])",
    (Format.TEXT, *(Format.BINARY,) * 6),
)


def run(
    connection: Connection[Any], tijdstip: datetime | None, packed: Sequence[Packed | None]
) -> tuple[int | None, bytes | None]:
    """Append what was packed: the position before it, and the earlier answers as JSON.

    Raises psycopg.Error as a cursor would; `tijdstip` is for a simulation alone.
    """
    params = [None if tijdstip is None else tijdstip.isoformat().encode()]
    params += [None if value is None else value.data for value in packed]
    result = VOEG_TOE.run(connection, params)
    basis = result.get_value(0, 0)
    return None if basis is None else int.from_bytes(basis, "big"), result.get_value(0, 1)
