"""One read model that is built anew: its tables in the build schema, and the swap with the live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from sqlalchemy import delete, func, insert, or_, select, text, update
from sqlalchemy.schema import CreateTable, DropTable

from handhaving.eventlog.projection import checkpoint
from handhaving.eventlog.projection.checkpoint import (
    BUILD,
    BUILD_SCHEMA,
    CHECKPOINT,
    PARKED,
    SCHEMA,
    Key,
    LeaseLost,
    WrongLog,
)
from handhaving.eventlog.projection.contract import Progress, S
from handhaving.eventlog.projection.feeder import Feeder
from handhaving.eventlog.projection.parked import touch
from handhaving.eventlog.projection.rows import TableDigest, digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Connection, Table
    from sqlalchemy import Engine as Database

    from handhaving.eventlog.projection.checkpoint import Tenant
    from handhaving.eventlog.projection.contract import Projection
    from handhaving.eventlog.projection.reader import Reader


_LOCK_TIMEOUT = "10s"
"""How long the swap waits for readers of the old tables before it gives up, to be run again."""

_READERS = """
SELECT DISTINCT quote_ident(rolname) FROM pg_roles r
  JOIN information_schema.role_table_grants g ON g.grantee = r.rolname
 WHERE g.table_schema = :schema AND g.table_name = 'checkpoint' AND g.privilege_type = 'SELECT'
   AND r.rolname <> current_user
"""
"""Who may read the read models: whoever may read the checkpoint."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A rebuild that was swapped in at `positie`.

    `oud` and `nieuw` are the digests of both at one position before that, and `gelijk` whether
    they are the same; None when the old rows stood further back and cannot be compared.
    """

    naam: str
    positie: int
    oud: tuple[TableDigest, ...]
    nieuw: tuple[TableDigest, ...]
    gelijk: bool | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The live rows of a read model and a fold from scratch, at `positie`.

    `gelijk` is None when the live rows stand before what was folded, and cannot be compared.
    """

    naam: str
    positie: int
    oud: tuple[TableDigest, ...]
    nieuw: tuple[TableDigest, ...]
    gelijk: bool | None


@dataclass(frozen=True, slots=True)
class Goal:
    """To which position a build is filled in parts, and in how many."""

    positie: int
    blad: str
    delen: int


def part_name(deel: int) -> str:
    """The name in the checkpoint of one part of a build."""
    return f"{BUILD}-{deel}"


class Workshop(Generic[S]):
    """Where one read model is folded from scratch: the same tables, in the build schema.

    Its checkpoint `bouw` says where the build stands once all its parts are there; the parts have
    checkpoints of their own, with a lease of their own, and go on where they were broken off.
    """

    def __init__(
        self, database: Database, reader: Reader[S], projection: Projection[S], tenant: Tenant
    ) -> None:
        """`reader` is one of its own: a rebuild goes through the log again from the start."""
        self.projection = projection
        self.tenant = tenant
        self._database = database
        self._built = checkpoint.aim(database, BUILD_SCHEMA)
        self._reader = reader
        self._live = Key(projection.naam, projection.versie)
        self._feeder = Feeder(projection, reader, self._built, tenant, BUILD)

    @property
    def naam(self) -> str:
        """The read model."""
        return self._live.name

    def open(self, goal: Goal, *, fresh: bool) -> Goal:
        """Take the lease of the build. Return the goal of the build that is on its way, or `goal`.

        Raises LeaseHeld when another rebuild is on its way.
        """
        try:
            self._feeder.acquire()
        except WrongLog:
            fresh = True
        if not fresh and self._feeder.positie:
            return self.goal()
        self.remove()
        self._feeder.acquire()
        lease = self._feeder.lease
        with self._built.begin() as connection:
            for table in self.projection.metadata.sorted_tables:
                connection.execute(CreateTable(table))
            checkpoint.advance(connection, lease, goal.positie, goal.blad)
            keys = [Key(self.naam, self._live.version, part_name(n)) for n in range(goal.delen)]
            rows = [{**key.values(), "incarnatie": self.tenant.incarnatie} for key in keys]
            if rows:
                connection.execute(insert(CHECKPOINT), rows)
        lease.positie, lease.blad = goal.positie, goal.blad
        return goal

    def goal(self) -> Goal:
        """The goal of the build on its way. Raises LeaseLost when there is none."""
        with self._database.connect() as connection:
            where = self._feeder.key.row(CHECKPOINT)
            found = select(CHECKPOINT.c.positie, CHECKPOINT.c.blad).where(where)
            row = connection.execute(found).one_or_none()
            if row is None:
                raise LeaseLost(self.naam)
            parts = select(func.count()).where(self._parts(CHECKPOINT))
            return Goal(row.positie, row.blad, connection.execute(parts).scalar_one())

    def live(self) -> int:
        """Where the live rows stand."""
        with self._database.connect() as connection:
            return checkpoint.position(connection, self._live)

    def part(self, deel: int) -> Feeder[S]:
        """What fills one part; whoever takes its lease."""
        return Feeder(self.projection, self._reader, self._built, self.tenant, part_name(deel))

    def positions(self) -> list[int]:
        """Where each part stands."""
        with self._database.connect() as connection:
            found = select(CHECKPOINT.c.positie).where(self._parts(CHECKPOINT))
            return list(connection.execute(found).scalars())

    def why(self) -> str | None:
        """What stopped a part, if it said so."""
        with self._database.connect() as connection:
            found = select(func.max(CHECKPOINT.c.fout)).where(self._parts(CHECKPOINT))
            fout: str | None = connection.execute(found).scalar_one()
            return fout

    def renew(self) -> None:
        """Keep the lease of the build. Raises LeaseLost."""
        self._feeder.renew()

    def release(self) -> None:
        """Give the lease of the build back."""
        self._feeder.release()

    def join(self) -> None:
        """All parts are there: from now on they are one, with its indexes."""
        with self._built.begin() as connection:
            checkpoint.renew(connection, self._feeder.lease)
            for table in self.projection.metadata.sorted_tables:
                for index in sorted(table.indexes, key=lambda each: str(each.name)):
                    index.create(connection, checkfirst=True)
            connection.execute(
                update(PARKED).where(self._parts(PARKED)).values(deel=self._feeder.key.deel)
            )
            connection.execute(delete(CHECKPOINT).where(self._parts(CHECKPOINT)))
            touch(connection, self._feeder.key)

    def fill(self, doel: int, on_progress: Callable[[Progress], None]) -> None:
        """Follow the log from where the parts ended, in order of position."""
        feeder = self._feeder
        van = feeder.positie
        while feeder.positie < doel:
            page = self._reader.page(feeder.positie, doel)
            if not page.events:
                raise page.unknown or WrongLog(self.naam, page.na)
            feeder.feed(page)
            on_progress(Progress(self.naam, van, feeder.positie, doel))

    def compare(self, on_progress: Callable[[Progress], None]) -> Compared:
        """Digest the live rows as they are at one moment, and the built ones at that position.

        Nobody waits for this.
        """
        with self._database.connect() as connection:
            snapshot = connection.execution_options(isolation_level="REPEATABLE READ")
            positie = checkpoint.position(snapshot, self._live)
            oud = digest(snapshot, self.projection.metadata)
        self.fill(min(positie, self._reader.log.last_position()), on_progress)
        nieuw = self.digest()
        gelijk = oud == nieuw if positie == self._feeder.positie else None
        return Compared(self.naam, positie, oud, nieuw, gelijk)

    def digest(self) -> tuple[TableDigest, ...]:
        """Count and digest the built rows."""
        with self._built.begin() as connection:
            return digest(connection, self.projection.metadata)

    def swap(self, on_progress: Callable[[Progress], None]) -> int:
        """Put the build in the place of the live rows; no reader sees anything between.

        While the live checkpoint is locked the build follows to where it stands, or further.
        """
        with self._database.begin() as connection:
            positie = checkpoint.lock(connection, self._live)
            self.fill(min(positie, self._reader.log.last_position()), on_progress)
            lease = self._feeder.lease
            checkpoint.renew(connection, lease)
            self._swap_tables(connection)
            self._swap_checkpoint(connection, lease)
        self._feeder.forget()
        return lease.positie

    def remove(self) -> None:
        """Drop what was built, and forget how far it was."""
        self._feeder.forget()
        with self._built.begin() as connection:
            self._drop(connection)
            for table in (CHECKPOINT, PARKED):
                build = or_(self._feeder.key.row(table), self._parts(table))
                connection.execute(delete(table).where(build))

    def _parts(self, table: Table) -> ColumnElement[bool]:
        naam, versie = self._live.name, self._live.version
        is_part = table.c.deel.startswith(f"{BUILD}-", autoescape=True)
        return (table.c.name == naam) & (table.c.version == versie) & is_part

    def _drop(self, connection: Connection) -> None:
        for table in reversed(self.projection.metadata.sorted_tables):
            connection.execute(DropTable(table, if_exists=True))

    def _swap_tables(self, connection: Connection) -> None:
        connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
        self._drop(connection)
        readers = connection.execute(text(_READERS), {"schema": SCHEMA}).scalars().all()
        for table in self.projection.metadata.sorted_tables:
            moved = f'"{BUILD_SCHEMA}"."{table.name}"'
            connection.execute(text(f'ALTER TABLE {moved} SET SCHEMA "{SCHEMA}"'))
            for reader in readers:
                connection.execute(text(f'GRANT SELECT ON "{SCHEMA}"."{table.name}" TO {reader}'))

    def _swap_checkpoint(self, connection: Connection, lease: checkpoint.Lease) -> None:
        connection.execute(
            update(CHECKPOINT)
            .where(self._live.row(CHECKPOINT))
            .values(
                positie=lease.positie,
                incarnatie=lease.incarnatie,
                blad=lease.blad,
                # Whoever held the live lease finds it gone, and starts from the new rows.
                fencing=CHECKPOINT.c.fencing + 1,
                houder=None,
                verloopt_op=None,
                bijgewerkt_op=func.clock_timestamp(),
                wijziging=CHECKPOINT.c.wijziging + 1,
                fout=None,
                fout_positie=None,
                fout_dossier=None,
                fout_op=None,
            )
        )
        build = self._feeder.key
        connection.execute(delete(PARKED).where(self._live.row(PARKED)))
        connection.execute(update(PARKED).where(build.row(PARKED)).values(deel=self._live.deel))
        connection.execute(delete(CHECKPOINT).where(build.row(CHECKPOINT)))
