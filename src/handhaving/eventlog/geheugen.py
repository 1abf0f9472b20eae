"""The in-memory backend for stock `eventsourcing` applications: the library's own, made safe.

`PERSISTENCE_MODULE=handhaving.eventlog.geheugen` chooses it. Two things differ from the library:
a listener that leaves while events are written does not break the writer, and events read back in
order of version, whatever the order they were written in, as they do in PostgreSQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventsourcing import persistence, popo
from eventsourcing.utils import resolve_topic

from handhaving.eventlog.vertaler import FaithfulTranscoder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event
    from uuid import UUID


class TableRecorder(popo.POPOAggregateRecorder):
    """Events, or snapshots, by originator and version."""

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[persistence.StoredEvent]:
        """The events of one originator, versions above `gt`, up to and including `lte`."""
        found = super().select_events(originator_id, gt=gt, lte=lte)
        return sorted(found, key=lambda e: e.originator_version, reverse=desc)[:limit]


class LogRecorder(TableRecorder, popo.POPOApplicationRecorder):
    """Events that are also one sequence."""

    def listen(self, event: Event) -> None:
        """Wake this one when events are written."""
        with self._database_lock:
            super().listen(event)

    def unlisten(self, event: Event) -> None:
        """Wake this one no more."""
        with self._database_lock:
            super().unlisten(event)

    def _notify_listeners(self) -> None:
        with self._database_lock:
            super()._notify_listeners()


class Trackings(popo.POPOTrackingRecorder):
    """How far each upstream application was followed."""


class EventsAndTrackings(LogRecorder, popo.POPOProcessRecorder):
    """Events, and how far an upstream application was followed, together."""


class Factory(popo.POPOFactory):
    """Makes recorders that live as long as the process."""

    def transcoder(self) -> persistence.Transcoder:
        """The one that was chosen, or the one that keeps types."""
        return super().transcoder() if self.env.get(self.TRANSCODER_TOPIC) else FaithfulTranscoder()

    def aggregate_recorder(
        self,
        purpose: str = "events",  # noqa: ARG002 - every recorder here stands alone
    ) -> persistence.AggregateRecorder:
        """Events or snapshots, by originator and version."""
        return TableRecorder()

    def application_recorder(self) -> persistence.ApplicationRecorder:
        """Events that are also one sequence."""
        return LogRecorder()

    def tracking_recorder(
        self, tracking_recorder_class: type[popo.POPOTrackingRecorder] | None = None
    ) -> popo.POPOTrackingRecorder:
        """How far upstream applications were followed."""
        chosen: Any = tracking_recorder_class
        if chosen is None:
            topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
            chosen = resolve_topic(topic) if topic else Trackings
        return super().tracking_recorder(chosen)

    def process_recorder(self) -> persistence.ProcessRecorder:
        """Events, and how far upstream applications were followed, together."""
        return EventsAndTrackings()
