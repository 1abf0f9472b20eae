"""Applies events to one read model, and sets apart the dossiers whose events it cannot apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple

import psycopg
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, ProgrammingError

from handhaving.eventlog.codec import UnknownEventType
from handhaving.eventlog.projection.checkpoint import LeaseLost
from handhaving.eventlog.projection.contract import Batch, Broken, Decoded, S
from handhaving.eventlog.projection.reader import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from handhaving.eventlog.projection.contract import Projection
    from handhaving.eventlog.projection.reader import Folder, Page

NOT_THE_EVENT = (
    LeaseLost,
    UnknownEventType,
    OperationalError,
    InterfaceError,
    InternalError,
    ProgrammingError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    MemoryError,
)
"""Errors that are no event's fault: the lease, the code, the database, the tables.

They park nothing.
"""

_TOO_MANY = 20


class AllFailed(Exception):
    """Nothing of a large batch could be applied: the read model is at fault, not an event."""

    def __init__(self, aantal: int, positie: int) -> None:
        """Keep how many dossiers failed, and the first position."""
        super().__init__(f"geen enkel van {aantal} dossiers kon toegepast worden")
        self.positie = positie


class Poison(NamedTuple):
    """The first event of a dossier that could not be applied."""

    positie: int
    fout: Exception


class Applier(Generic[S]):
    """Hands events to a read model, with their dossiers folded as that read model sees them."""

    def __init__(self, projection: Projection[S], folder: Folder[S]) -> None:
        """`skipped` holds the positions that the read model leaves out, by dossier."""
        self.projection = projection
        self.skipped: Mapping[UUID, frozenset[int]] = {}
        self._folder = folder

    def together(
        self, connection: Connection, page: Page[S], events: Sequence[Decoded | Broken]
    ) -> None:
        """Apply events of a page at once. Raises what the read model or the fold raised."""
        good = self._wanted(events)
        if good:
            batch = Batch(good, lambda: self._states(page, good), first=page.first)
            self.projection.apply(connection, batch)

    def apart(
        self, connection: Connection, page: Page[S], events: Sequence[Decoded | Broken]
    ) -> dict[UUID, Poison]:
        """Apply what can be applied, in ever smaller parts; return the dossiers that cannot."""
        grouped: dict[UUID, list[Decoded | Broken]] = {}
        for event in events:
            grouped.setdefault(event.envelop.dossier_id, []).append(event)
        failed: dict[UUID, Poison] = {}
        waiting = [list(grouped)] if grouped else []
        while waiting:
            part = waiting.pop()
            chosen = set(part)
            own = [event for event in events if event.envelop.dossier_id in chosen]
            try:
                with connection.begin_nested():
                    self.together(connection, page, own)
            except NOT_THE_EVENT:
                raise
            except Exception:  # noqa: BLE001 - narrowed down to its dossier, whose error is kept
                if len(part) > 1:
                    half = len(part) // 2
                    waiting += [part[half:], part[:half]]
                    continue
                poison = self.one_by_one(connection, own)
                if poison is not None:
                    failed[part[0]] = poison
        if len(failed) > _TOO_MANY and len(failed) == len(grouped):
            first = min(failed.values())
            raise AllFailed(len(failed), first.positie) from first.fout
        return failed

    def one_by_one(
        self, connection: Connection, events: Sequence[Decoded | Broken]
    ) -> Poison | None:
        """Apply the events of one dossier until the first that fails, which is returned."""
        for event in events:
            try:
                with connection.begin_nested():
                    self._alone(connection, event)
            except NOT_THE_EVENT:
                raise
            except Exception as error:  # noqa: BLE001 - returned: it parks the dossier
                return Poison(event.envelop.positie, error)
        return None

    def _alone(self, connection: Connection, event: Decoded | Broken) -> None:
        good = self._wanted([event])
        dossier_id, positie = event.envelop.dossier_id, event.envelop.positie
        without = self.skipped.get(dossier_id, NOTHING)
        if good:
            self.projection.apply(
                connection,
                Batch(good, lambda: {dossier_id: self._folder.at(dossier_id, positie, without)}),
            )

    def _wanted(self, events: Sequence[Decoded | Broken]) -> list[Decoded]:
        if self.skipped:
            skipped = frozenset().union(*self.skipped.values())
            events = [event for event in events if event.envelop.positie not in skipped]
        good = [event for event in events if isinstance(event, Decoded)]
        if len(good) < len(events):
            raise next(event.fout for event in events if isinstance(event, Broken))
        return good

    def _states(self, page: Page[S], events: Sequence[Decoded]) -> dict[UUID, S]:
        if not self.skipped and len(events) == len(page.events):
            return page.states()
        dossiers = {event.envelop.dossier_id for event in events}
        special = dossiers & self.skipped.keys()
        found = page.states(dossiers - special)
        for dossier_id in special:
            found[dossier_id] = self._folder.at(dossier_id, page.stand, self.skipped[dossier_id])
        return found
