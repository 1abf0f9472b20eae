"""Reading one dossier with its keys, as a statement each connection prepares once.

Every command and every look at a dossier begins with it.
"""

from __future__ import annotations

from operator import itemgetter
from struct import Struct
from typing import TYPE_CHECKING, Final

from psycopg.adapt import Transformer
from psycopg.pq import Format

from handhaving.eventlog.envelope import WrappedKey
from handhaving.eventlog.vertaling import as_stored
from handhaving.eventlog.voorbereid import Prepared

if TYPE_CHECKING:
    from uuid import UUID

    from handhaving.eventlog.envelope import Stored
    from handhaving.eventlog.verbinding import LogConnection

COLUMNS: Final = (
    "positie, dossier_id, versie, type, schema_versie, gebeurtenis_id, geregistreerd_op,"
    " geldig_op, door_id, door_rol, door_organisatie, opdracht_id, volgnr, spoor_id, oorzaak_id,"
    " sleutel_id, data, {}, blad"
)
WHOLE: Final = COLUMNS.format("persoonlijk")

# The keys come with the first event, and in text: one statement instead of two.
MET_SLEUTELS: Final = Prepared(
    b"handhaving_lees_dossier",
    (
        f"SELECT {WHOLE}, CASE WHEN versie = 1 THEN (SELECT string_agg(concat_ws('|', s.klasse,"  # noqa: S608 - our own columns
        " s.kek_id, encode(s.gewikkeld, 'hex')), ',') FROM sleutels.sleutels AS s"
        " WHERE s.subject = dossier_id) END FROM handhaving.gebeurtenissen"
        " WHERE dossier_id = $1::uuid AND positie <= $2::bigint ORDER BY versie"
    ).encode(),
    (Format.BINARY, Format.BINARY),
)
_BIGINT: Final = Struct("!q")
_EVENT: Final = itemgetter(slice(-1))


def run(
    connection: LogConnection, dossier_id: UUID, tot_positie: int
) -> tuple[list[Stored], list[WrappedKey]]:
    """The events up to this position, in order, and the person's keys that still exist.

    The events are on disk; a key may be so new that it is not, and opens none of them then.
    """
    result = MET_SLEUTELS.run(connection, [dossier_id.bytes, _BIGINT.pack(tot_positie)])
    translate = Transformer(connection)
    translate.set_pgresult(result)
    rows = translate.load_rows(0, result.ntuples, tuple)
    if rows:
        connection.settle(rows[-1][0])
    found = rows[0][-1] if rows else None
    keys = [key.split("|") for key in found.split(",")] if found else []
    return as_stored(map(_EVENT, rows)), [
        WrappedKey(dossier_id, klasse, kek_id, bytes.fromhex(wrapped))
        for klasse, kek_id, wrapped in keys
    ]
