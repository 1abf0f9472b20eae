"""Building read models anew, all in one pass: each dossier is read and folded once for all of them.

A build goes in three steps: `open` settles to which position and in how many parts; the parts are
filled by whoever takes them, here or in other processes (`part`); `rebuild` or `compare` follows
the log from there and swaps, or looks for differences. Each step may be broken off and done again.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from handhaving.eventlog.codec import UnknownEventType
from handhaving.eventlog.collecting import uncollected
from handhaving.eventlog.projection.bulk import Part
from handhaving.eventlog.projection.checkpoint import LeaseHeld, LeaseLost, WrongLog
from handhaving.eventlog.projection.contract import Progress, ProjectionError, S
from handhaving.eventlog.projection.feeder import ProjectionBroken
from handhaving.eventlog.projection.rebuild import Compared, Goal, Rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.projection.feeder import Feeder
    from handhaving.eventlog.projection.reader import Page, Reader
    from handhaving.eventlog.projection.rebuild import Workshop

T = TypeVar("T")

_GLANCE = 0.1
_NICE = 10
_ASIDE = 5.0
"""Seconds for which a rebuild stays aside after something was appended."""


class BuildIncomplete(ProjectionError):
    """A part of a build is not there: whoever filled it stopped."""

    def __init__(self, naam: str, waarom: str | None) -> None:
        """Keep the read model, and what its part said."""
        super().__init__(
            f"de herbouw van leesmodel {naam} is niet klaar ({waarom or 'een werker viel uit'});"
            " nog eens vragen gaat verder waar ze was"
        )
        self.naam = naam


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the build of these read models: what another process is asked to fill."""

    namen: tuple[str, ...]
    deel: int


class Pace:
    """How many read models are written at once: all of them, or one when somebody works beside.

    Whoever waits for an answer then finds a processor that is free.
    """

    def __init__(self, log: EventLog) -> None:
        """Look where the log is now."""
        self._log = log
        self._seen = log.last_position()
        self._until = 0.0

    def groups(self, several: Sequence[T]) -> Iterator[Sequence[T]]:
        """These, in groups that go together."""
        seen, self._seen, now = self._seen, self._log.last_position(), time.monotonic()
        if self._seen != seen:
            self._until = now + _ASIDE
        size = 1 if now < self._until else max(1, len(several))
        for start in range(0, len(several), size):
            yield several[start : start + size]


class Build(Generic[S]):
    """The build of several read models, and their parts."""

    def __init__(
        self, reader: Reader[S], workshops: Sequence[Workshop[S]], size: int, pace: Pace
    ) -> None:
        """`size`: about how many events a page of whole dossiers holds."""
        self._reader = reader
        self._workshops = list(workshops)
        self._size = size
        self.pace = pace
        self.errors: list[Exception] = []

    def open(self, delen: int, *, fresh: bool, live: bool = False) -> list[Task]:
        """Take the leases, and say what is to be filled: builds with one goal go together.

        Goes on with a build that was broken off, unless `fresh`. The goal is where the log is now,
        or where the `live` rows are. Raises LeaseHeld, WrongLog.
        """
        goals: dict[Goal, list[str]] = {}
        last = self._reader.log.last_position()
        for workshop in self._workshops:
            doel = workshop.live() if live else last
            if doel > last:
                raise WrongLog(workshop.naam, doel)
            goal = workshop.open(self._goal(doel, delen), fresh=fresh)
            goals.setdefault(goal, []).append(workshop.naam)
        return [
            Task(tuple(namen), deel) for goal, namen in goals.items() for deel in range(goal.delen)
        ]

    def _goal(self, doel: int, delen: int) -> Goal:
        if not doel:
            return Goal(0, "", 0)
        (last,) = self._reader.log.read(doel - 1, 1)
        return Goal(doel, last.blad.hex(), delen)

    def part(
        self, deel: int, on_progress: Callable[[Progress], None] = lambda _: None
    ) -> list[Exception]:
        """Fill one part of all these read models; go on where it was broken off.

        A read model that cannot go on holds up no other: its error is returned.
        Raises LeaseHeld, LeaseLost, UnknownEventType.
        """
        goal = self._workshops[0].goal()
        part = Part(self._reader, goal.positie, deel, goal.delen, self._size)
        errors: list[Exception] = []
        feeders = [workshop.part(deel) for workshop in self._workshops]
        try:
            for feeder in feeders:
                _take(feeder)
            with ThreadPoolExecutor(len(feeders), initializer=_aside) as threads:
                while going := [f for f in feeders if f.held and f.positie < goal.positie]:
                    with uncollected():
                        van = min(feeder.positie for feeder in going)
                        page = threads.submit(part.page, van).result()
                        behind = [feeder for feeder in going if feeder.positie < page.tot]
                        for feeder, van, error in _feed(threads, page, behind, self.pace):
                            if error is not None:
                                errors.append(error)
                                feeder.release()
                                continue
                            naam, nu = feeder.key.name, feeder.positie
                            on_progress(Progress(naam, van, nu, goal.positie))
                        del page
        except UnknownEventType as error:
            for feeder in feeders:
                feeder.note(error, error.position)
            raise
        finally:
            for feeder in feeders:
                feeder.release()
        return errors

    def renew(self) -> None:
        """Keep the leases. Raises LeaseLost."""
        for workshop in self._workshops:
            workshop.renew()

    def progress(self) -> list[Progress]:
        """How far the parts are, taken together; also keeps the leases. Raises LeaseLost."""
        found = []
        for workshop in self._workshops:
            workshop.renew()
            doel, parts = workshop.goal().positie, workshop.positions()
            done = sum(parts) // len(parts) if parts else doel
            found.append(Progress(workshop.naam, 0, done, doel))
        return found

    def rebuild(self, on_progress: Callable[[Progress], None]) -> list[Rebuilt]:
        """Join the parts, compare, swap: all read models beside one another.

        Those whose parts are not all there are left; `errors` says which.
        """

        def finish(workshop: Workshop[S]) -> Rebuilt:
            workshop.join()
            found = workshop.compare(on_progress)
            # What came in meanwhile is filled before anybody must wait.
            workshop.fill(self._reader.log.last_position(), on_progress)
            positie = workshop.swap(on_progress)
            return Rebuilt(found.naam, positie, found.oud, found.nieuw, found.gelijk)

        return self._beside(finish, self._complete())

    def compare(self, on_progress: Callable[[Progress], None]) -> list[Compared]:
        """Join the parts, compare with the live rows, and drop what was built."""

        def finish(workshop: Workshop[S]) -> Compared:
            workshop.join()
            found = workshop.compare(on_progress)
            workshop.remove()
            return found

        return self._beside(finish, self._complete())

    def release(self) -> None:
        """Give back the leases that are still held."""
        for workshop in self._workshops:
            workshop.release()

    def _beside(
        self, work: Callable[[Workshop[S]], T], workshops: Sequence[Workshop[S]]
    ) -> list[T]:
        """Do it for each; all at once when nobody waits: it is the database that works.

        One that fails holds up no other: its error is kept in `errors`.
        """
        done: list[T] = []
        waiting = list(workshops)
        with ThreadPoolExecutor(max(1, len(workshops)), initializer=_aside) as threads:
            for together in self.pace.groups(workshops):
                for workshop in waiting:
                    with suppress(LeaseLost):  # it will find out when its turn comes
                        workshop.renew()
                busy = [threads.submit(work, workshop) for workshop in together]
                del waiting[: len(busy)]
                for each in busy:
                    error = each.exception()
                    if error is None:
                        done.append(each.result())
                    elif isinstance(error, Exception):
                        self.errors.append(error)
                    else:
                        raise error
        return done

    def _complete(self) -> list[Workshop[S]]:
        """The read models whose parts are all there."""
        complete = []
        for workshop in self._workshops:
            doel = workshop.goal().positie
            if all(positie == doel for positie in workshop.positions()):
                complete.append(workshop)
            else:
                self.errors.append(BuildIncomplete(workshop.naam, workshop.why()))
        return complete


def _aside() -> None:
    """Let people who wait go first: this thread yields the processor to them."""
    if sys.platform == "linux":  # where a thread has a priority of its own
        this = threading.get_native_id()
        # Never back up: that takes a right that few have.
        os.setpriority(os.PRIO_PROCESS, this, max(_NICE, os.getpriority(os.PRIO_PROCESS, this)))


def _feed(
    threads: ThreadPoolExecutor, page: Page[S], feeders: Sequence[Feeder[S]], pace: Pace
) -> Iterator[tuple[Feeder[S], int, ProjectionBroken | None]]:
    """Feed a page to all: one computes its rows while the database writes another's.

    As each is done: where it came from, and why it cannot go on.
    """
    for together in pace.groups(feeders):
        busy = {threads.submit(each.feed, page): (each, each.positie) for each in together}
        for done in as_completed(busy):
            feeder, van = busy[done]
            error = done.exception()
            if error is not None and not isinstance(error, ProjectionBroken):
                raise error
            yield feeder, van, error


def _take(feeder: Feeder[S]) -> None:
    """Take the lease of a part; whoever had it and died is waited for. Raises LeaseHeld."""
    until = time.monotonic() + 2 * feeder.tenant.duur.total_seconds()
    while True:
        try:
            feeder.acquire()
        except LeaseHeld:
            if time.monotonic() > until:
                raise
            time.sleep(_GLANCE)
        else:
            return
