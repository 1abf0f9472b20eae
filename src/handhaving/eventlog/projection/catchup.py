"""One catch-up: read models brought to a position, each fed from the shared pages."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from handhaving.eventlog.projection.checkpoint import LeaseHeld, LeaseLost, WrongLog
from handhaving.eventlog.projection.contract import Progress, S
from handhaving.eventlog.projection.feeder import ProjectionBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from handhaving.eventlog.codec import UnknownEventType
    from handhaving.eventlog.projection.feeder import Feeder
    from handhaving.eventlog.projection.reader import Reader

_GLANCE = 0.05


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What a catch-up did for one read model: from where to where, by itself or by another."""

    naam: str
    van: int
    tot: int
    zelf: bool


class Run(Generic[S]):
    """Brings feeders to position `doel`; keeps the error of each that cannot go on."""

    def __init__(
        self, reader: Reader[S], doel: int, on_progress: Callable[[Progress], None]
    ) -> None:
        """Nothing is done yet."""
        self.done: dict[str, CaughtUp] = {}
        self.errors: list[Exception] = []
        self._reader = reader
        self._doel = doel
        self._on_progress = on_progress
        self._van: dict[str, int] = {}

    def all(self, feeders: Sequence[Feeder[S]], patience: float) -> None:
        """Feed those whose lease is free; wait for the engine that holds the others.

        Raises LeaseHeld when that engine makes no progress for `patience` seconds.
        """
        todo = list(feeders)
        seen, since = -1, time.monotonic()
        while todo:
            mine = [feeder for feeder in todo if self._take(feeder)]
            if mine:
                lost = self._feed(mine)
                todo = [feeder for feeder in todo if feeder not in mine] + lost
                continue
            todo = [feeder for feeder in todo if not self._elsewhere(feeder)]
            progress = sum(feeder.committed() for feeder in todo)
            if progress != seen:
                seen, since = progress, time.monotonic()
            elif time.monotonic() - since > patience:
                raise LeaseHeld(todo[0].key.name, None)
            if todo:
                time.sleep(_GLANCE)

    def _take(self, feeder: Feeder[S]) -> bool:
        try:
            feeder.acquire()
        except LeaseHeld:
            return False
        except WrongLog as error:
            self.errors.append(error)
        return True

    def _elsewhere(self, feeder: Feeder[S]) -> bool:
        """Whether another engine has brought this read model far enough."""
        positie = feeder.committed()
        van = self._van.setdefault(feeder.key.name, positie)
        if positie < self._doel:
            return False
        self.done[feeder.key.name] = CaughtUp(feeder.key.name, van, positie, zelf=False)
        return True

    def _feed(self, feeders: Sequence[Feeder[S]]) -> list[Feeder[S]]:
        """Feed these until each is there or cannot go on; return those whose lease was lost."""
        lost: list[Feeder[S]] = []
        going = [feeder for feeder in feeders if feeder.held]
        for feeder in going:
            self._van.setdefault(feeder.key.name, feeder.positie)
        while going := self._not_there(going):
            page = self._reader.page(min(feeder.positie for feeder in going), self._doel)
            if not page.events:
                self._stop(going, page.unknown, page.na)
                break
            for feeder in [f for f in going if f.positie < page.tot]:
                try:
                    feeder.feed(page)
                except LeaseLost:
                    feeder.forget()
                    lost.append(feeder)
                except ProjectionBroken as error:
                    self.errors.append(error)
                    feeder.release()
                else:
                    van, positie = self._van[feeder.key.name], feeder.positie
                    self._on_progress(Progress(feeder.key.name, van, positie, self._doel))
            going = [feeder for feeder in going if feeder.held]
        return lost

    def _not_there(self, feeders: Sequence[Feeder[S]]) -> list[Feeder[S]]:
        going = []
        for feeder in feeders:
            if feeder.positie < self._doel:
                going.append(feeder)
                continue
            naam = feeder.key.name
            self.done[naam] = CaughtUp(naam, self._van[naam], feeder.positie, zelf=True)
            feeder.release()
        return going

    def _stop(
        self, feeders: Sequence[Feeder[S]], unknown: UnknownEventType | None, na: int
    ) -> None:
        error = unknown or WrongLog(feeders[0].key.name, na)
        self.errors.append(error)
        for feeder in feeders:
            feeder.note(error, na + 1)
            feeder.release()
