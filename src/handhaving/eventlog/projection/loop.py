"""The engine that stays: one thread per read model, woken together and by the clock."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Generic

import structlog

from handhaving.eventlog.projection.checkpoint import LeaseHeld, LeaseLost
from handhaving.eventlog.projection.contract import S
from handhaving.eventlog.projection.feeder import ProjectionBroken
from handhaving.eventlog.projection.parked import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handhaving.eventlog.projection.feeder import Feeder
    from handhaving.eventlog.projection.listen import Waker
    from handhaving.eventlog.projection.reader import Reader

_log = structlog.get_logger(__name__)

_LONGEST_PAUSE = 5.0


class Keeper(Generic[S]):
    """Keeps one read model up to date, whatever happens to the others."""

    def __init__(
        self, feeder: Feeder[S], reader: Reader[S], stop: threading.Event, poll: float
    ) -> None:
        """`bell` is rung when there may be something new."""
        self.bell = threading.Event()
        self._feeder = feeder
        self._reader = reader
        self._stop = stop
        self._poll = poll
        self._renewed = 0.0

    def run(self) -> None:
        """Feed until `stop`; after an error wait, a little longer each time, and go on."""
        pause = self._poll
        while not self._stop.is_set():
            try:
                self._turn()
                pause = self._poll
            except LeaseHeld:
                pause = self._poll
            except LeaseLost:
                self._feeder.forget()
            except Exception as error:  # noqa: BLE001 - logged and tried again: a loop must not die
                pause = min(pause * 2, _LONGEST_PAUSE)
                known = "staat_stil" if isinstance(error, ProjectionBroken) else "leesmodel_fout"
                _log.error(known, leesmodel=self._feeder.key.name, fout=describe(error))
                self._feeder.forget()
            self.bell.wait(pause)
            self.bell.clear()
        self._feeder.release()

    def _turn(self) -> None:
        feeder = self._feeder
        if not feeder.held:
            feeder.acquire()
            self._renewed = time.monotonic()
        doel = self._reader.log.last_position()
        while feeder.positie < doel and not self._stop.is_set():
            page = self._reader.page(feeder.positie, doel)
            if page.unknown is not None and not page.events:
                feeder.note(page.unknown, page.na + 1)
                raise page.unknown
            feeder.feed(page)
            self._renewed = time.monotonic()
        if time.monotonic() - self._renewed > feeder.tenant.duur.total_seconds() / 3:
            feeder.renew()
            self._renewed = time.monotonic()


def run_forever(
    reader: Reader[S],
    feeders: Sequence[Feeder[S]],
    stop: threading.Event,
    waker: Waker,
    poll: float,
) -> None:
    """Run a keeper per feeder until `stop` is set; `waker` is heard in this thread."""
    keepers = [Keeper(feeder, reader, stop, poll) for feeder in feeders]
    threads = [
        threading.Thread(target=keeper.run, name=f"leesmodel-{feeder.key.name}", daemon=True)
        for keeper, feeder in zip(keepers, feeders, strict=True)
    ]
    for thread in threads:
        thread.start()
    while not stop.is_set():
        waker.wait(poll)
        for keeper in keepers:
            keeper.bell.set()
    for thread in threads:
        thread.join()
