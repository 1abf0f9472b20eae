"""Rebuilding beside the live read model and swapping; comparing the live one with a fresh fold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from sqlalchemy import delete, func, text, update
from sqlalchemy.schema import DropTable

from handhaving.eventlog.projection import checkpoint
from handhaving.eventlog.projection.checkpoint import (
    BUILD,
    BUILD_SCHEMA,
    CHECKPOINT,
    PARKED,
    SCHEMA,
    Key,
    WrongLog,
)
from handhaving.eventlog.projection.contract import Progress, S
from handhaving.eventlog.projection.feeder import Feeder
from handhaving.eventlog.projection.rows import TableDigest, digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
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

    `gelijk` says whether the old rows were the same; None when the old ones stood elsewhere in
    the log and cannot be compared.
    """

    naam: str
    positie: int
    oud: tuple[TableDigest, ...]
    nieuw: tuple[TableDigest, ...]
    gelijk: bool | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The live rows of a read model and a fold from scratch, both at `positie`."""

    naam: str
    positie: int
    oud: tuple[TableDigest, ...]
    nieuw: tuple[TableDigest, ...]
    gelijk: bool


class Workshop(Generic[S]):
    """Where one read model is folded from scratch: the same tables, in the build schema."""

    def __init__(
        self,
        database: Database,
        reader: Reader[S],
        projection: Projection[S],
        tenant: Tenant,
    ) -> None:
        """`reader` is one of its own: a rebuild goes through the log again from the start."""
        self._database = database
        self._built = checkpoint.aim(database, BUILD_SCHEMA)
        self._reader = reader
        self._projection = projection
        self._live = Key(projection.naam, projection.versie)
        self._feeder = Feeder(projection, reader, self._built, tenant, BUILD)

    def rebuild(self, *, fresh: bool, on_progress: Callable[[Progress], None]) -> Rebuilt:
        """Fill, compare, swap. Raises LeaseHeld when another rebuild is on its way."""
        self._open(fresh=fresh)
        try:
            for _ in range(2):  # what came in during the first is filled before anybody must wait
                self._fill(self._reader.log.last_position(), on_progress)
            with self._database.begin() as connection:
                positie = checkpoint.lock(connection, self._live)
                self._fill(min(positie, self._reader.log.last_position()), on_progress)
                nieuw = self._digest()
                oud = digest(connection, self._projection.metadata)
                gelijk = oud == nieuw if positie == self._feeder.positie else None
                self._swap(connection)
                positie = self._feeder.positie
            self._feeder.forget()
        finally:
            self._feeder.release()
        return Rebuilt(self._live.name, positie, oud, nieuw, gelijk)

    def compare(self, *, on_progress: Callable[[Progress], None]) -> Compared:
        """Fold from scratch up to where the live rows are, and digest both."""
        self._open(fresh=True)
        try:
            with self._database.connect() as connection:
                positie = checkpoint.position(connection, self._live)
            self._fill(positie, on_progress)
            with self._database.connect() as connection:
                snapshot = connection.execution_options(isolation_level="REPEATABLE READ")
                positie = checkpoint.position(snapshot, self._live)
                oud = digest(snapshot, self._projection.metadata)
            self._fill(positie, on_progress)
            nieuw = self._digest()
            self._remove()
        finally:
            self._feeder.release()
        return Compared(self._live.name, positie, oud, nieuw, oud == nieuw)

    def _open(self, *, fresh: bool) -> None:
        """Take the lease of the build, and start anew where nothing useful was left."""
        try:
            self._feeder.acquire()
        except WrongLog:
            self._remove()
            self._feeder.acquire()
        if fresh and self._feeder.positie:
            self._remove()
            self._feeder.acquire()
        checkpoint.prepare(self._database, [self._projection.metadata], BUILD_SCHEMA)

    def _remove(self) -> None:
        """Drop what was built, and forget how far it was."""
        self._feeder.forget()
        with self._built.begin() as connection:
            self._drop(connection)
            for table in (CHECKPOINT, PARKED):
                connection.execute(delete(table).where(self._feeder.key.row(table)))

    def _drop(self, connection: Connection) -> None:
        for table in reversed(self._projection.metadata.sorted_tables):
            connection.execute(DropTable(table, if_exists=True))

    def _fill(self, doel: int, on_progress: Callable[[Progress], None]) -> None:
        feeder, naam = self._feeder, self._live.name
        van = feeder.positie
        while feeder.positie < doel:
            page = self._reader.page(feeder.positie, doel)
            if not page.events:
                raise page.unknown or WrongLog(naam, page.na)
            feeder.feed(page)
            on_progress(Progress(naam, van, feeder.positie, doel))

    def _digest(self) -> tuple[TableDigest, ...]:
        with self._built.begin() as connection:
            return digest(connection, self._projection.metadata)

    def _swap(self, connection: Connection) -> None:
        """Put the built tables in the place of the live ones; no reader sees anything between."""
        lease = self._feeder.lease
        checkpoint.renew(connection, lease)
        connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
        self._drop(connection)
        readers = connection.execute(text(_READERS), {"schema": SCHEMA}).scalars().all()
        for table in self._projection.metadata.sorted_tables:
            moved = f'"{BUILD_SCHEMA}"."{table.name}"'
            connection.execute(text(f'ALTER TABLE {moved} SET SCHEMA "{SCHEMA}"'))
            for reader in readers:
                connection.execute(text(f'GRANT SELECT ON "{SCHEMA}"."{table.name}" TO {reader}'))
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
