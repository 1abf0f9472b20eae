"""The engine: takes the leases, reads the log once, and feeds every read model from it."""

from __future__ import annotations

import os
import socket
import time
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Generic

from handhaving.eventlog.projection import checkpoint
from handhaving.eventlog.projection.build import Build, Pace
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
    from handhaving.eventlog.projection.build import Task
    from handhaving.eventlog.projection.contract import Decoder, Fold, Projection
    from handhaving.eventlog.projection.listen import Waker
    from handhaving.eventlog.projection.parked import Parked
    from handhaving.eventlog.projection.rebuild import Compared, Rebuilt

    Fill = Callable[[Sequence[Task], Callable[[], None]], None]
    """Fills these parts, and calls what it was given, often, until they are done or given up."""

_PATIENCE = 30.0
_TELL = 1.0
"""Asking every lease how far it is costs as much as folding a thousand events."""


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
        self.reader = self._new_reader(cache)
        self._prepared = False
        self._count = count(1)

    def _new_reader(self, cache: int) -> Reader[S]:
        """A reader with a fold cache of its own."""
        folder = Folder(self.log, self.codec, self.fold, cache)
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

    def position(self, naam: str) -> int:
        """The last position this read model has seen. Raises UnknownProjection."""
        self.prepare()
        (projection,) = self.chosen(naam)
        with self.database.connect() as connection:
            return checkpoint.position(connection, Key(projection.naam, projection.versie))

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
        """Fill one read model anew beside the live one and swap them in one transaction.

        Goes on where an earlier rebuild was broken off, unless `fresh`.
        """
        (done,) = self.rebuild_all([naam], fresh=fresh, on_progress=on_progress)
        return done

    def rebuild_all(
        self,
        namen: Sequence[str],
        *,
        fresh: bool = False,
        on_progress: Callable[[Progress], None] = lambda _: None,
        delen: int = 1,
        fill: Fill | None = None,
    ) -> tuple[Rebuilt, ...]:
        """The same for several read models, all in one pass over the dossiers.

        `fill` fills the parts, elsewhere; without it they are filled here. A read model that
        cannot go on does not hold up the others: its error is raised when they are there.
        """
        build = self.build(namen)
        try:
            tasks = build.open(delen, fresh=fresh)
            self._fill(build, tasks, fill, on_progress)
            done = build.rebuild(on_progress)
        finally:
            build.release()
        if build.errors:
            raise build.errors[0]
        return tuple(done)

    def compare(
        self, naam: str, *, on_progress: Callable[[Progress], None] = lambda _: None
    ) -> Compared:
        """Fold a read model from scratch and compare it with the live one; changes nothing."""
        (done,) = self.compare_all([naam], on_progress=on_progress)
        return done

    def compare_all(
        self,
        namen: Sequence[str],
        *,
        on_progress: Callable[[Progress], None] = lambda _: None,
        delen: int = 1,
        fill: Fill | None = None,
    ) -> tuple[Compared, ...]:
        """The same for several read models, all in one pass over the dossiers."""
        build = self.build(namen)
        try:
            tasks = build.open(delen, fresh=True, live=True)
            self._fill(build, tasks, fill, on_progress)
            done = build.compare(on_progress)
        finally:
            build.release()
        if build.errors:
            raise build.errors[0]
        return tuple(done)

    def build(self, namen: Sequence[str], pace: Pace | None = None) -> Build[S]:
        """The build of these read models, with a reader of its own. Raises UnknownProjection."""
        self.prepare()
        # Whole dossiers are folded once: there is nothing to remember.
        reader = self._new_reader(0)
        chosen = [projection for naam in namen for projection in self.chosen(naam)]
        shops = [Workshop(self.database, reader, each, self.tenant) for each in chosen]
        return Build(reader, shops, self.page, pace or Pace(self.log))

    def _fill(
        self,
        build: Build[S],
        tasks: Sequence[Task],
        fill: Fill | None,
        on_progress: Callable[[Progress], None],
    ) -> None:
        due = _now_and_then(min(_TELL, self.tenant.duur.total_seconds() / 3))
        if fill is not None:

            def tell() -> None:
                for progress in build.progress():
                    on_progress(progress)

            fill(tasks, lambda: tell() if due() else None)
            tell()  # how it ended, however soon after the last time
            return

        def renewed(progress: Progress) -> None:
            if due():
                build.renew()
            on_progress(progress)

        for task in tasks:
            build.errors += self.build(task.namen, build.pace).part(task.deel, renewed)

    def _again(self, naam: str, dossier_id: UUID, skip: tuple[str, str] | None) -> Parked | None:
        self.prepare()
        (projection,) = self.chosen(naam)
        return again(self.database, self.reader, projection, dossier_id, skip)


def _now_and_then(seconds: float) -> Callable[[], bool]:
    """A question that is answered with yes at once, and then no more often than this."""
    last: float | None = None

    def due() -> bool:
        nonlocal last
        now = time.monotonic()
        if last is not None and now - last < seconds:
            return False
        last = now
        return True

    return due
