"""A connection to the log. What leaves the log by it lies on disk.

A writer lets go of the lock before its events are flushed (ADR 0019), so somebody who reads just
then sees what a crash could still take away. Whatever they write to the same database goes with
it; what they tell the world would stay. So they wait until all they saw is flushed, which it
nearly always is.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from psycopg import Connection
from psycopg.rows import tuple_row

from handhaving.eventlog.voorbereid import Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST: Final = itemgetter(0)

LEG_VAST: Final = Prepared(b"handhaving_leg_vast", b"CALL handhaving.leg_vast()", ())


class LogConnection(Connection[tuple[Any, ...]]):
    """A connection, and up to which position it knows the log to be on disk.

    Positions are flushed in their order, and a server that restarts takes its connections with
    it: what this one knows stays true.
    """

    durable: int = 0

    def ask(self, query: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
        """All rows of a statement, as they are. Raises psycopg.Error."""
        cursor = self.cursor(binary=True, row_factory=tuple_row)
        return cursor.execute(query.encode(), params, prepare=True).fetchall()

    def look(
        self, query: str, params: Sequence[object], *, begins_with_position: bool = False
    ) -> list[tuple[Any, ...]]:
        """The same, on disk before it is told."""
        rows = self.ask(query, params)
        if rows:
            self.settle(max(map(_FIRST, rows)) if begins_with_position else None)
        return rows

    def settle(self, positie: int | None) -> None:
        """Return when all that was read is on disk. Raises psycopg.Error.

        `positie` is the highest there was; None when what was read has none.
        """
        if positie is not None and positie <= self.durable:
            return
        LEG_VAST.run(self, ())
        self.durable = max(self.durable, positie or 0)
