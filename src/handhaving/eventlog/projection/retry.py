"""Retry and skip: what a person does about a parked dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.eventlog.projection import checkpoint, parked
from handhaving.eventlog.projection.apply import Applier
from handhaving.eventlog.projection.checkpoint import Key
from handhaving.eventlog.projection.reader import decode

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy import Engine as Database

    from handhaving.eventlog.projection.contract import Projection, S
    from handhaving.eventlog.projection.parked import Parked
    from handhaving.eventlog.projection.reader import Reader


def again(
    database: Database,
    reader: Reader[S],
    projection: Projection[S],
    dossier_id: UUID,
    skip: tuple[str, str] | None,
) -> Parked | None:
    """Apply the waiting events of a dossier, in order, after leaving out the first with `skip`.

    `skip` is who decided so, and the code of the reason. One transaction, in which the checkpoint
    is locked: the engine that holds the lease waits, and reads the parked dossiers again.
    Returns where the dossier waits now, or None. Raises NotParked.
    """
    key = Key(projection.naam, projection.versie)
    applier = Applier(projection, reader.folder)
    with database.begin() as connection:
        tot = checkpoint.lock(connection, key)
        was = _find(connection, key, dossier_id)
        if was is None:
            raise parked.NotParked(key.name, dossier_id)
        if skip is not None:
            door, reden_code = skip
            parked.skip(connection, key, was, door=door, reden_code=reden_code)
        applier.skipped = parked.read_skipped(connection, key)
        waiting = [
            decode(reader.codec, stored)
            for stored in reader.log.read_dossiers([dossier_id], tot_positie=tot)
            if stored.envelop.positie >= was.positie
        ]
        poison = applier.one_by_one(connection, waiting)
        if poison is None:
            parked.unpark(connection, key, dossier_id)
            return None
        parked.park(connection, key, dossier_id, poison.positie, parked.describe(poison.fout))
        return _find(connection, key, dossier_id)


def _find(connection: Connection, key: Key, dossier_id: UUID) -> Parked | None:
    found = [p for p in parked.read_parked(connection, key) if p.dossier_id == dossier_id]
    return found[0] if found else None
