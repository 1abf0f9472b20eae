"""Parked dossiers: which wait, and since when; and events a read model leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.exc import DBAPIError

from handhaving.eventlog.projection.checkpoint import CHECKPOINT, PARKED, SKIPPED, Key
from handhaving.eventlog.projection.contract import FoldFailed, ProjectionError

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

_LENGTH = 300


class NotParked(ProjectionError):
    """The dossier is not parked for this read model: there is nothing to retry or skip."""

    def __init__(self, naam: str, dossier_id: UUID) -> None:
        """Keep both."""
        super().__init__(f"dossier {dossier_id} staat niet geparkeerd voor leesmodel {naam}")
        self.naam = naam
        self.dossier_id = dossier_id


@dataclass(frozen=True, slots=True)
class Parked:
    """A dossier that waits, from its first event that could not be applied."""

    dossier_id: UUID
    positie: int
    fout: str
    sinds: datetime


def describe(error: BaseException) -> str:
    """An error in one line, without the values that went with it."""
    if isinstance(error, FoldFailed) and error.__cause__ is not None:
        return describe(error.__cause__)
    if isinstance(error, DBAPIError):
        message = str(error.orig).splitlines()[0]
    elif isinstance(error, ValidationError):
        message = "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['type']}"
            for e in error.errors(include_input=False, include_url=False)
        )
    else:
        message = str(error).splitlines()[0] if str(error) else ""
    return f"{type(error).__name__}: {message}"[:_LENGTH]


def read_parked(connection: Connection, key: Key) -> list[Parked]:
    """The parked dossiers of a read model, those that wait longest first."""
    rows = connection.execute(
        select(PARKED.c.dossier_id, PARKED.c.positie, PARKED.c.fout, PARKED.c.sinds)
        .where(key.row(PARKED))
        .order_by(PARKED.c.positie)
    )
    return [Parked(*row) for row in rows]


def read_skipped(connection: Connection, key: Key) -> dict[UUID, frozenset[int]]:
    """The positions this version of the read model leaves out, by dossier."""
    found: dict[UUID, set[int]] = {}
    rows = connection.execute(
        select(SKIPPED.c.dossier_id, SKIPPED.c.positie).where(key.row(SKIPPED))
    )
    for dossier_id, positie in rows:
        found.setdefault(dossier_id, set()).add(positie)
    return {dossier_id: frozenset(positions) for dossier_id, positions in found.items()}


def park(connection: Connection, key: Key, dossier_id: UUID, positie: int, fout: str) -> None:
    """Let a dossier wait from this position on."""
    connection.execute(
        pg_insert(PARKED)
        .values(**key.values(), dossier_id=dossier_id, positie=positie, fout=fout)
        .on_conflict_do_update(
            index_elements=list(PARKED.primary_key.columns),
            set_={"positie": positie, "fout": fout},
        )
    )
    touch(connection, key)


def unpark(connection: Connection, key: Key, dossier_id: UUID) -> None:
    """The dossier waits no longer."""
    connection.execute(delete(PARKED).where(key.row(PARKED), PARKED.c.dossier_id == dossier_id))
    touch(connection, key)


def skip(connection: Connection, key: Key, parked: Parked, *, door: str, reden_code: str) -> None:
    """Record that this version leaves out one event, who decided so and why."""
    connection.execute(
        insert(SKIPPED).values(
            name=key.name,
            version=key.version,
            dossier_id=parked.dossier_id,
            positie=parked.positie,
            door=door,
            reden_code=reden_code,
        )
    )
    touch(connection, key)


def touch(connection: Connection, key: Key) -> None:
    """Tell whoever moves this checkpoint to read the parked dossiers again."""
    connection.execute(
        update(CHECKPOINT).where(key.row(CHECKPOINT)).values(wijziging=CHECKPOINT.c.wijziging + 1)
    )
