"""Feeds one read model: rows and checkpoint in one transaction, poison set apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NoReturn

import structlog
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from handhaving.eventlog.codec import UnknownEventType
from handhaving.eventlog.collecting import uncollected
from handhaving.eventlog.projection import checkpoint
from handhaving.eventlog.projection.apply import NOT_THE_EVENT, AllFailed, Applier, Poison
from handhaving.eventlog.projection.checkpoint import Key, Lease, LeaseLost, Mistake
from handhaving.eventlog.projection.contract import ProjectionError, S
from handhaving.eventlog.projection.parked import describe, park, read_parked, read_skipped

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy import Engine as Database

    from handhaving.eventlog.projection.checkpoint import Tenant
    from handhaving.eventlog.projection.contract import Projection
    from handhaving.eventlog.projection.reader import Page, Reader

_log = structlog.get_logger(__name__)

_GUARD = text("SET LOCAL idle_in_transaction_session_timeout = '60s'")
"""An engine that hangs in the middle of a batch does not keep its checkpoint locked for ever."""


class ProjectionBroken(ProjectionError):
    """A read model cannot go on: its code or its tables are at fault, not an event."""

    def __init__(self, naam: str, reden: str) -> None:
        """Keep the read model and what went wrong."""
        super().__init__(f"leesmodel {naam} staat stil: {reden}")
        self.naam = naam
        self.reden = reden


class Feeder(Generic[S]):
    """One read model on its way through the log, while it holds the lease."""

    def __init__(
        self,
        projection: Projection[S],
        reader: Reader[S],
        database: Database,
        tenant: Tenant,
        deel: str = checkpoint.LIVE,
    ) -> None:
        """`database` is aimed at the schema in which the rows belong."""
        self.key = Key(projection.naam, projection.versie, deel)
        self._applier = Applier(projection, reader.folder)
        self._reader = reader
        self._database = database
        self.tenant = tenant
        self._lease: Lease | None = None
        self._parked: set[UUID] = set()

    @property
    def held(self) -> bool:
        """Whether this engine moves the read model."""
        return self._lease is not None

    @property
    def lease(self) -> Lease:
        """The lease. Raises LeaseLost when there is none."""
        if self._lease is None:
            raise LeaseLost(self.key.name)
        return self._lease

    @property
    def positie(self) -> int:
        """The position up to which the rows are committed."""
        return self.lease.positie

    def acquire(self) -> None:
        """Take the lease. Raises LeaseHeld, WrongLog."""
        with self._database.begin() as connection:
            lease = checkpoint.acquire(connection, self.key, self.tenant)
            checkpoint.check_log(self._reader.log, lease, self.tenant.incarnatie)
            self._read_parked(connection)
        self._lease = lease

    def renew(self) -> None:
        """Keep the lease while there is nothing to do. Raises LeaseLost."""
        lease = self.lease
        with self._database.begin() as connection:
            connection.execute(checkpoint.UNHURRIED)
            checkpoint.renew(connection, lease)

    def release(self) -> None:
        """Give the lease back, so that another engine need not wait; does nothing without one."""
        lease, self._lease = self._lease, None
        if lease is not None:
            with self._database.begin() as connection:
                checkpoint.release(connection, lease)

    def forget(self) -> None:
        """Drop a lease that was lost."""
        self._lease = None

    def feed(self, page: Page[S]) -> None:
        """Apply what this read model has not seen of the page; commit rows and checkpoint together.

        Raises LeaseLost, ProjectionBroken, and whatever says that the database is away.
        """
        try:
            try:
                self._attempt(page, careful=False)
            except NOT_THE_EVENT:
                raise
            except Exception as error:  # noqa: BLE001 - found again below, and parked or raised
                _log.warning("batch_opnieuw", leesmodel=self.key.name, fout=describe(error))
                self._attempt(page, careful=True)
        except (ProgrammingError, UnknownEventType) as error:
            self._stop(error, None)
        except AllFailed as error:
            self._stop(error.__cause__ or error, error.positie)

    def committed(self) -> int:
        """Where the read model stands, whoever brought it there."""
        with self._database.connect() as connection:
            return checkpoint.position(connection, self.key)

    def note(self, error: BaseException, positie: int | None) -> None:
        """Write beside the checkpoint why the read model stands still."""
        with self._database.begin() as connection:
            checkpoint.note_error(connection, self.key, Mistake(describe(error), positie))

    def _stop(self, error: BaseException, positie: int | None) -> NoReturn:
        self.note(error, positie)
        raise ProjectionBroken(self.key.name, describe(error)) from error

    def _attempt(self, page: Page[S], *, careful: bool) -> None:
        lease = self.lease
        failed: dict[UUID, Poison] = {}
        with uncollected(), self._database.begin() as connection:
            connection.execute(_GUARD)
            if self.key.deel != checkpoint.LIVE:
                connection.execute(checkpoint.UNHURRIED)  # its rows go with its checkpoint
            wijziging = checkpoint.advance(connection, lease, page.tot, page.blad)
            if wijziging != lease.wijziging:
                self._read_parked(connection)
            events = page.since(lease.positie)
            if self._parked:
                events = [e for e in events if e.envelop.dossier_id not in self._parked]
            if careful:
                failed = self._applier.apart(connection, page, events)
            else:
                self._applier.together(connection, page, events)
            for dossier_id, poison in failed.items():
                self._park(connection, dossier_id, poison)
        lease.positie, lease.blad = page.tot, page.blad
        lease.wijziging = wijziging + len(failed)
        self._parked |= failed.keys()

    def _park(self, connection: Connection, dossier_id: UUID, poison: Poison) -> None:
        fout = describe(poison.fout)
        park(connection, self.key, dossier_id, poison.positie, fout)
        mistake = Mistake(fout, poison.positie, dossier_id)
        checkpoint.note_error(connection, self.key, mistake)
        _log.error(
            "dossier_geparkeerd",
            leesmodel=self.key.name,
            dossier=str(dossier_id),
            positie=poison.positie,
            fout=fout,
        )

    def _read_parked(self, connection: Connection) -> None:
        self._parked = {parked.dossier_id for parked in read_parked(connection, self.key)}
        self._applier.skipped = read_skipped(connection, self.key)
