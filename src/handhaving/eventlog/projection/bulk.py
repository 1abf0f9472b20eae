"""Reading whole dossiers: what a rebuild is fed from, in parts that share nothing.

Fed page by page in order of position, a dossier would be written again for every page that touches
it. A rebuild takes each dossier once, with all its events: it is folded once and every row of it
is written once. Which dossiers a part has follows from a hash of their ids; their order is that
of their first events, so that a checkpoint is a position here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from handhaving.eventlog.collecting import uncollected
from handhaving.eventlog.projection.contract import S
from handhaving.eventlog.projection.reader import Page, decode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from handhaving.eventlog.projection.contract import Broken, Decoded
    from handhaving.eventlog.projection.reader import Folder, Reader

_MOST = 2_000
"""Dossiers in one page, however small they are."""


class WholeDossiers(Page[S]):
    """The dossiers whose first event lies in `(na, tot]`, each with all its events."""

    first = True

    def __init__(
        self,
        na: int,
        tot: int,
        events: Sequence[Decoded | Broken],
        *,
        blad: str,
        folder: Folder[S],
        opened: Mapping[UUID, int],
        stand: int,
    ) -> None:
        """`opened`: the position of the first event of each dossier."""
        super().__init__(na, tot, events, blad=blad, folder=folder)
        self.stand = stand
        self._opened = opened

    def since(self, positie: int) -> Sequence[Decoded | Broken]:
        """The dossiers that were opened after `positie`."""
        if positie <= self.na:
            return self.events
        opened = self._opened
        return [e for e in self.events if opened[e.envelop.dossier_id] > positie]


class Part(Generic[S]):
    """One part of the log up to `doel`, as pages of whole dossiers of about `size` events."""

    def __init__(self, reader: Reader[S], doel: int, deel: int, delen: int, size: int) -> None:
        """Part `deel` of `delen`, counted from zero."""
        self._reader = reader
        self._doel = doel
        self._deel = deel
        self._delen = delen
        self._size = size
        self._dossiers = max(1, size // 20)

    def page(self, na: int) -> WholeDossiers[S]:
        """The next dossiers after position `na`; the last page ends at `doel`.

        Raises UnknownEventType.
        """
        log = self._reader.log
        opened = log.opened(na, self._doel, self._dossiers, deel=self._deel, delen=self._delen)
        with uncollected():
            stored = log.read_dossiers([d for _, d in opened], tot_positie=self._doel)
            stored.sort(key=lambda row: row.envelop.positie)
            events = [decode(self._reader.codec, row) for row in stored]
        if len(opened) < self._dossiers:
            tot, (last,) = self._doel, log.read(self._doel - 1, 1)
            blad = last.blad.hex()
        else:
            tot = opened[-1][0]
            blad = next(row.blad.hex() for row in stored if row.envelop.positie == tot)
        if events:
            wanted = len(opened) * self._size // len(events)
            self._dossiers = max(1, min(wanted, 2 * self._dossiers, _MOST))
        return WholeDossiers(
            na,
            tot,
            events,
            blad=blad,
            folder=self._reader.folder,
            opened={dossier_id: positie for positie, dossier_id in opened},
            stand=self._doel,
        )
