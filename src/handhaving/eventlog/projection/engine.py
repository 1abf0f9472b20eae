"""The engine: takes the leases, reads the log once, and feeds every read model from it."""

from __future__ import annotations

import os
import socket
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Generic

from handhaving.eventlog.projection import checkpoint
from handhaving.eventlog.projection.catchup import CaughtUp, Run
from handhaving.eventlog.projection.checkpoint import Key, Tenant
from handhaving.eventlog.projection.contract import Progress, ProjectionError, S
from handhaving.eventlog.projection.feeder import Feeder
from handhaving.eventlog.projection.loop import run_forever
from handhaving.eventlog.projection.reader import Folder, Reader
from handhaving.eventlog.projection.rebuild import Workshop
from handhaving.eventlog.projection.retry import again
from handhaving.eventlog.projection.status import ProjectionStatus, read_status

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy import Engine as Database

    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.projection.contract import Decoder, Fold, Projection
    from handhaving.eventlog.projection.listen import Waker
    from handhaving.eventlog.projection.parked import Parked
    from handhaving.eventlog.projection.rebuild import Compared, Rebuilt

_PATIENCE = 30.0


class UnknownProjection(ProjectionError):
    """There is no read model of this name."""

    def __init__(self, naam: str, bekend: Sequence[str]) -> None:
        """Keep the name, and those that exist."""
        super().__init__(f"leesmodel {naam} bestaat niet; wel: {', '.join(bekend)}")
        self.naam = naam


class Engine(Generic[S]):
    """Keeps read models up to date with a log. Holds leases, so one object is one engine."""

    def __init__(
        self,
        log: EventLog,
        codec: Decoder,
        database: Database,
        projections: Sequence[Projection[S]],
        fold: Fold[S],
        *,
        incarnatie: str = "",
        page: int = 5_000,
        cache: int = 10_000,
        lease: timedelta = timedelta(seconds=5),
    ) -> None:
        """Read `page` events at a time and remember at most `cache` folded dossiers.

        `incarnatie` is the identity of the log, `lease` how long an engine that died is waited for.
        """
        self.log = log
        self.codec = codec
        self.fold = fold
        self.page = page
        self.cache = cache
        self.projections = tuple(projections)
        houder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.tenant = Tenant(houder, lease, incarnatie)
        self.database = checkpoint.aim(database)
        self.reader = self._new_reader()
        self._prepared = False
        self._count = count(1)

    def _new_reader(self) -> Reader[S]:
        """A reader with a fold cache of its own."""
        folder = Folder(self.log, self.codec, self.fold, self.cache)
        return Reader(self.log, self.codec, folder, self.page)

    def feeder(self, projection: Projection[S]) -> Feeder[S]:
        """One live read model, fed from the shared reader, with a lease of its own."""
        tenant = replace(self.tenant, houder=f"{self.tenant.houder}:{next(self._count)}")
        return Feeder(projection, self.reader, self.database, tenant)

    def prepare(self) -> None:
        """Make the tables that are missing; asked again it does nothing."""
        if not self._prepared:
            checkpoint.prepare(self.database, [p.metadata for p in self.projections])
            self._prepared = True

    def chosen(self, naam: str | None) -> tuple[Projection[S], ...]:
        """The read model of this name, or all of them. Raises UnknownProjection."""
        found = tuple(p for p in self.projections if naam in (None, p.naam))
        if not found:
            raise UnknownProjection(str(naam), [p.naam for p in self.projections])
        return found

    def catch_up(
        self,
        naam: str | None = None,
        *,
        tot: int | None = None,
        on_progress: Callable[[Progress], None] = lambda _: None,
        patience: float = _PATIENCE,
    ) -> tuple[CaughtUp, ...]:
        """Bring one read model, or all, to the position the log has now (or to `tot`).

        Where another engine holds the lease, waits until that engine has done it, and raises
        LeaseHeld when it makes no progress for `patience` seconds. A read model that cannot go on
        does not hold up the others: they are brought up first, then its error is raised
        (ProjectionBroken, WrongLog, UnknownEventType).
        """
        self.prepare()
        doel = self.log.last_position() if tot is None else tot
        feeders = [self.feeder(p) for p in self.chosen(naam)]
        if self._all_there([feeder.key for feeder in feeders], doel):
            return tuple(CaughtUp(feeder.key.name, doel, doel, zelf=False) for feeder in feeders)
        run = Run(self.reader, doel, on_progress)
        try:
            run.all(feeders, patience)
        finally:
            for feeder in feeders:
                feeder.release()
        if run.errors:
            raise run.errors[0]
        return tuple(run.done[feeder.key.name] for feeder in feeders)

    def _all_there(self, keys: Sequence[Key], doel: int) -> bool:
        """Whether there is nothing to do, without taking a lease to find out."""
        with self.database.connect() as connection:
            return all(checkpoint.position(connection, key) == doel for key in keys)

    def run_forever(self, stop: threading.Event, waker: Waker, *, poll: float = 0.25) -> None:
        """Keep all read models up to date until `stop` is set, each in a thread of its own."""
        self.prepare()
        run_forever(self.reader, [self.feeder(p) for p in self.projections], stop, waker, poll)

    def status(self, nu: datetime) -> tuple[ProjectionStatus, ...]:
        """How far every read model is, at the instant `nu`."""
        self.prepare()
        names = [(p.naam, p.versie) for p in self.projections]
        with self.database.connect() as connection:
            return read_status(connection, self.log, names, nu)

    def retry(self, naam: str, dossier_id: UUID) -> Parked | None:
        """Apply the waiting events of a parked dossier; None when it waits no longer.

        Raises NotParked.
        """
        return self._again(naam, dossier_id, None)

    def skip(self, naam: str, dossier_id: UUID, *, door: str, reden_code: str) -> Parked | None:
        """Leave out the event at which a dossier is parked, and go on; recorded with who and why.

        Raises NotParked.
        """
        return self._again(naam, dossier_id, (door, reden_code))

    def rebuild(
        self,
        naam: str,
        *,
        fresh: bool = False,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> Rebuilt:
        """Fill a read model anew beside the live one and swap them in one transaction.

        Goes on where an earlier rebuild was broken off, unless `fresh`.
        """
        return self._workshop(naam).rebuild(fresh=fresh, on_progress=on_progress)

    def compare(
        self, naam: str, *, on_progress: Callable[[Progress], None] = lambda _: None
    ) -> Compared:
        """Fold a read model from scratch and compare it with the live one; changes nothing."""
        return self._workshop(naam).compare(on_progress=on_progress)

    def _again(self, naam: str, dossier_id: UUID, skip: tuple[str, str] | None) -> Parked | None:
        self.prepare()
        (projection,) = self.chosen(naam)
        return again(self.database, self.reader, projection, dossier_id, skip)

    def _workshop(self, naam: str) -> Workshop[S]:
        self.prepare()
        (projection,) = self.chosen(naam)
        return Workshop(self.database, self._new_reader(), projection, self.tenant)
