"""The checkpoint of a read model: how far it is, on which log, and who may move it.

A lease says who moves it; its fencing token grows at each change of hands and is checked in the
UPDATE that opens every batch, so an engine that lost its lease cannot write a row. That UPDATE
also locks the checkpoint row until the batch commits: rows and checkpoint change together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    and_,
    case,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from handhaving.eventlog.projection.contract import ProjectionError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy import Engine as Database

    from handhaving.eventlog.log import EventLog

SCHEMA = "leesmodel"
BUILD_SCHEMA = "leesmodel_bouw"
LIVE = "live"
BUILD = "bouw"

_OWN = "motor"
_PREPARE_LOCK = 4_112_026_001

ENGINE_META = MetaData(schema=_OWN)
"""The engine's own tables. They always live in `leesmodel`; see `aim`."""

CHECKPOINT = Table(
    "checkpoint",
    ENGINE_META,
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("deel", Text, primary_key=True),
    Column("positie", BigInteger, nullable=False, server_default="0"),
    Column("incarnatie", Text, nullable=False, server_default=""),
    Column("blad", Text, nullable=False, server_default=""),
    Column("houder", Text),
    Column("fencing", BigInteger, nullable=False, server_default="0"),
    Column("verloopt_op", TIMESTAMP(timezone=True)),
    Column("bijgewerkt_op", TIMESTAMP(timezone=True)),
    Column("wijziging", BigInteger, nullable=False, server_default="0"),
    Column("fout", Text),
    Column("fout_positie", BigInteger),
    Column("fout_dossier", Uuid),
    Column("fout_op", TIMESTAMP(timezone=True)),
)
"""`incarnatie` is the identity of the log, `blad` the leaf hash of the event at `positie`: together
they tie the checkpoint to this log as it is now, so that a restored backup is told apart.

`deel` is `live`, or `bouw` for a rebuild on its way. `wijziging` grows with every change to the
parked dossiers, so that an engine knows when to read them again.
"""

PARKED = Table(
    "geparkeerd",
    ENGINE_META,
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("deel", Text, primary_key=True),
    Column("dossier_id", Uuid, primary_key=True),
    Column("positie", BigInteger, nullable=False),
    Column("fout", Text, nullable=False),
    Column("sinds", TIMESTAMP(timezone=True), nullable=False, server_default=func.now()),
)
"""Dossiers that wait: `positie` is the first event that could not be applied."""

SKIPPED = Table(
    "overgeslagen",
    ENGINE_META,
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("dossier_id", Uuid, primary_key=True),
    Column("positie", BigInteger, primary_key=True, autoincrement=False),
    Column("door", Text, nullable=False),
    Column("reden_code", Text, nullable=False),
    Column("op", TIMESTAMP(timezone=True), nullable=False, server_default=func.now()),
)
"""Events that one version of one read model leaves out, with who decided so and why."""


class LeaseHeld(ProjectionError):
    """Another engine holds the lease of this read model."""

    def __init__(self, naam: str, houder: str | None) -> None:
        """Keep the read model, and its holder where that is known."""
        super().__init__(f"leesmodel {naam} wordt bijgewerkt door {houder or 'een ander'}")
        self.naam = naam
        self.houder = houder


class LeaseLost(ProjectionError):
    """The lease passed to another engine: what this one had in hand is rolled back."""

    def __init__(self, naam: str) -> None:
        """Keep the read model."""
        super().__init__(f"de huur van leesmodel {naam} ging over naar een ander")
        self.naam = naam


class WrongLog(ProjectionError):
    """The checkpoint belongs to another log, or to events this log no longer has."""

    def __init__(self, naam: str, positie: int) -> None:
        """Keep the read model and its position."""
        super().__init__(
            f"leesmodel {naam} staat op positie {positie} van een ander logboek: "
            f"`handhaving projecties herbouw {naam}`"
        )
        self.naam = naam
        self.positie = positie


@dataclass(frozen=True, slots=True)
class Key:
    """Which checkpoint: a read model, a version of its code, and live or build."""

    name: str
    version: int
    deel: str = LIVE

    def row(self, table: Table) -> ColumnElement[bool]:
        """The condition that finds this key's rows in an engine table."""
        found = [table.c.name == self.name, table.c.version == self.version]
        return and_(*found, table.c.deel == self.deel) if "deel" in table.c else and_(*found)

    def values(self) -> dict[str, object]:
        """The key columns of CHECKPOINT and PARKED."""
        return {"name": self.name, "version": self.version, "deel": self.deel}


@dataclass(frozen=True, slots=True)
class Tenant:
    """Who takes a lease, for how long at a time, and the identity of the log it reads."""

    houder: str
    duur: timedelta
    incarnatie: str


@dataclass(slots=True)
class Lease:
    """The right to move one checkpoint; `positie` is where it stood at the last commit."""

    key: Key
    houder: str
    duur: timedelta
    fencing: int
    positie: int
    incarnatie: str
    blad: str
    wijziging: int

    def _mine(self) -> ColumnElement[bool]:
        held = and_(CHECKPOINT.c.houder == self.houder, CHECKPOINT.c.fencing == self.fencing)
        return and_(self.key.row(CHECKPOINT), held)


def aim(database: Database, schema: str = SCHEMA) -> Database:
    """The same database, with the tables of the read models in `schema`.

    A rebuild fills the same tables in another schema; the engine's own tables stay where they are.
    """
    return database.execution_options(schema_translate_map={_OWN: SCHEMA, SCHEMA: schema})


def prepare(database: Database, metadatas: Sequence[MetaData], schema: str = SCHEMA) -> None:
    """Make the tables that are missing, once, however many processes start together.

    The schemas themselves are made by `handhaving migreer`.
    """
    aimed = aim(database, schema)
    wanted = [(SCHEMA, ENGINE_META), *((schema, metadata) for metadata in metadatas)]
    with aimed.connect() as connection:
        if not _missing(connection, wanted):
            return
    with aimed.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_PREPARE_LOCK)))
        for _, metadata in wanted:
            metadata.create_all(connection)


def _missing(connection: Connection, wanted: Sequence[tuple[str, MetaData]]) -> bool:
    tables = {(schema, table.name) for schema, md in wanted for table in md.sorted_tables}
    rows = connection.execute(
        text("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY(:schemas)"),
        {"schemas": [schema for schema, _ in wanted]},
    )
    return not tables <= {(row.schemaname, row.tablename) for row in rows}


UNHURRIED: Final = text("SET LOCAL synchronous_commit = off")
"""For what need not wait for the disk: what a crash takes with it is done again."""


def acquire(connection: Connection, key: Key, tenant: Tenant) -> Lease:
    """Take the lease of a checkpoint, making the checkpoint where there is none.

    Raises LeaseHeld while another engine holds it or has its row locked.
    """
    houder, duur = tenant.houder, tenant.duur
    _make(connection, key, tenant.incarnatie)
    found = connection.execute(
        select(
            CHECKPOINT.c.houder,
            (CHECKPOINT.c.verloopt_op > func.clock_timestamp()).label("loopt"),
        )
        .where(key.row(CHECKPOINT))
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if found is None:
        raise LeaseHeld(key.name, None)
    if found.loopt and found.houder != houder:
        raise LeaseHeld(key.name, found.houder)
    row = connection.execute(
        update(CHECKPOINT)
        .where(key.row(CHECKPOINT))
        .values(
            houder=houder,
            fencing=CHECKPOINT.c.fencing + 1,
            verloopt_op=func.clock_timestamp() + duur,
        )
        .returning(
            CHECKPOINT.c.fencing,
            CHECKPOINT.c.positie,
            CHECKPOINT.c.incarnatie,
            CHECKPOINT.c.blad,
            CHECKPOINT.c.wijziging,
        )
    ).one()
    return Lease(key, houder, duur, *row)


def advance(connection: Connection, lease: Lease, naar: int, blad: str) -> int:
    """Move the checkpoint and renew the lease; opens a batch. Raises LeaseLost.

    Returns `wijziging`, the count of changes to the parked dossiers.
    """
    return _move(
        connection,
        lease,
        {
            "positie": naar,
            "blad": blad,
            "bijgewerkt_op": func.clock_timestamp(),
            # What made it stand still is over; the last dossier that was parked stays known.
            "fout": case((CHECKPOINT.c.fout_dossier.is_not(None), CHECKPOINT.c.fout)),
        },
    )


def renew(connection: Connection, lease: Lease) -> int:
    """Keep the lease while there is nothing to do. Raises LeaseLost."""
    return _move(connection, lease, {})


def _move(connection: Connection, lease: Lease, values: dict[str, object]) -> int:
    moved = connection.execute(
        update(CHECKPOINT)
        .where(lease._mine(), CHECKPOINT.c.positie == lease.positie)  # noqa: SLF001
        .values(verloopt_op=func.clock_timestamp() + lease.duur, **values)
        .returning(CHECKPOINT.c.wijziging)
    ).scalar_one_or_none()
    if moved is None:
        raise LeaseLost(lease.key.name)
    return int(moved)


def release(connection: Connection, lease: Lease) -> None:
    """Give the lease back; does nothing when it was lost already."""
    connection.execute(
        update(CHECKPOINT).where(lease._mine()).values(houder=None, verloopt_op=None)  # noqa: SLF001
    )


def lock(connection: Connection, key: Key) -> int:
    """Lock a checkpoint row until the end of the transaction: no batch runs meanwhile.

    Returns its position (0 where there was no such checkpoint yet).
    """
    _make(connection, key, "")
    found = select(CHECKPOINT.c.positie).where(key.row(CHECKPOINT)).with_for_update()
    return int(connection.execute(found).scalar_one())


@dataclass(frozen=True, slots=True)
class Mistake:
    """What went wrong last. Without a dossier the read model stands still because of it."""

    fout: str
    positie: int | None = None
    dossier_id: UUID | None = None


def note_error(connection: Connection, key: Key, mistake: Mistake) -> None:
    """Write the last error beside the checkpoint, for `projecties status`."""
    connection.execute(
        update(CHECKPOINT)
        .where(key.row(CHECKPOINT))
        .values(
            fout=mistake.fout,
            fout_positie=mistake.positie,
            fout_dossier=mistake.dossier_id,
            fout_op=func.clock_timestamp(),
        )
    )


def _make(connection: Connection, key: Key, incarnatie: str) -> None:
    """Make the checkpoint if there is none. Looks first: an insert would wait for a batch."""
    if connection.execute(select(exists().where(key.row(CHECKPOINT)))).scalar_one():
        return
    row = {**key.values(), "incarnatie": incarnatie}
    connection.execute(insert(CHECKPOINT).values(row).on_conflict_do_nothing())


def position(connection: Connection, key: Key) -> int:
    """Where a checkpoint stands, 0 when there is none."""
    found = select(CHECKPOINT.c.positie).where(key.row(CHECKPOINT))
    return connection.execute(found).scalar_one_or_none() or 0


def check_log(log: EventLog, lease: Lease, incarnatie: str) -> None:
    """Refuse to go on from a checkpoint of another log, or of events that are gone.

    Raises WrongLog.
    """
    page = log.read(lease.positie - 1, 1) if lease.positie else []
    blad = page[0].blad.hex() if page else ""
    if (lease.incarnatie, lease.blad) != (incarnatie, blad):
        raise WrongLog(lease.key.name, lease.positie)
