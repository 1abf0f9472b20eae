"""The shared reader: pages of the log, decoded once without keys, and folded once.

Every read model is fed from the same pages. A page is decoded when it is read; its dossiers are
folded when the first read model asks for them, from a cache of recently folded dossiers.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from itertools import groupby
from typing import TYPE_CHECKING, Generic

from handhaving.eventlog.codec import UnknownEventType
from handhaving.eventlog.collecting import uncollected
from handhaving.eventlog.projection.contract import Broken, Decoded, FoldFailed, S

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from handhaving.eventlog.envelope import Stored
    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.projection.contract import Decoder, Fold

_LOAD = 200
"""Dossiers loaded by one query when the cache does not hold them."""

_KEEP = 3
"""Pages kept for read models that are a little behind the first."""

NOTHING: frozenset[int] = frozenset()


def decode(codec: Decoder, stored: Stored) -> Decoded | Broken:
    """One event without keys; Broken when its bytes do not fit. Raises UnknownEventType."""
    try:
        return Decoded(codec.decode(stored, None), stored.envelop)
    except UnknownEventType:
        raise
    except Exception as error:  # noqa: BLE001 - kept with the event: it parks its dossier
        return Broken(error, stored.envelop)


class Folder(Generic[S]):
    """Folds dossiers forward, remembering those it folded last. Safe for several threads."""

    def __init__(self, log: EventLog, codec: Decoder, fold: Fold[S], size: int) -> None:
        """Remember at most `size` dossiers."""
        self._log = log
        self._codec = codec
        self._fold = fold
        self._size = size
        self._known: OrderedDict[UUID, tuple[int, S]] = OrderedDict()
        self._lock = threading.Lock()

    def after(self, events: Iterable[Decoded | Broken], tot: int) -> dict[UUID, S | FoldFailed]:
        """Every dossier these consecutive events touch, folded up to position `tot`."""
        grouped: dict[UUID, list[Decoded | Broken]] = {}
        for event in events:
            grouped.setdefault(event.envelop.dossier_id, []).append(event)
        found: dict[UUID, S | FoldFailed] = {}
        missing: list[UUID] = []
        with self._lock:
            for dossier_id, own in grouped.items():
                known = self._known.get(dossier_id)
                if known is not None and known[0] == own[-1].envelop.versie:
                    self._known.move_to_end(dossier_id)
                    found[dossier_id] = known[1]
                elif known is not None and known[0] == own[0].envelop.versie - 1:
                    found[dossier_id] = self._forward(dossier_id, known[1], own)
                elif own[0].envelop.versie == 1:
                    found[dossier_id] = self._forward(dossier_id, self._fold.empty(dossier_id), own)
                else:
                    missing.append(dossier_id)
            for start in range(0, len(missing), _LOAD):
                found.update(self._load(missing[start : start + _LOAD], tot))
        return found

    def at(self, dossier_id: UUID, tot: int, without: Collection[int] = NOTHING) -> S:
        """One dossier up to position `tot`, leaving out some positions. Raises FoldFailed."""
        stored = self._log.read_dossiers([dossier_id], tot_positie=tot)
        events = [decode(self._codec, s) for s in stored if s.envelop.positie not in without]
        return self._step(self._fold.empty(dossier_id), events)

    def _load(self, dossiers: Sequence[UUID], tot: int) -> dict[UUID, S | FoldFailed]:
        loaded: dict[UUID, S | FoldFailed] = {}
        stored = self._log.read_dossiers(dossiers, tot_positie=tot)
        for dossier_id, own in groupby(stored, key=lambda s: s.envelop.dossier_id):
            events = [decode(self._codec, s) for s in own]
            loaded[dossier_id] = self._forward(dossier_id, self._fold.empty(dossier_id), events)
        return loaded

    def _forward(
        self, dossier_id: UUID, state: S, events: Sequence[Decoded | Broken]
    ) -> S | FoldFailed:
        try:
            state = self._step(state, events)
        except FoldFailed as failed:
            self._known.pop(dossier_id, None)
            return failed
        versie = events[-1].envelop.versie
        known = self._known.get(dossier_id)
        if known is None or known[0] < versie:
            self._known[dossier_id] = (versie, state)
            self._known.move_to_end(dossier_id)
            if len(self._known) > self._size:
                self._known.popitem(last=False)
        return state

    def _step(self, state: S, events: Sequence[Decoded | Broken]) -> S:
        evolve = self._fold.evolve
        for event in events:
            if isinstance(event, Broken):
                raise FoldFailed(event.envelop.dossier_id, event.envelop.positie) from event.fout
            try:
                state = evolve(state, event.gebeurtenis, event.envelop)
            except Exception as error:
                envelop = event.envelop
                raise FoldFailed(envelop.dossier_id, envelop.positie) from error
        return state


class Page(Generic[S]):
    """Consecutive events `(na, tot]` of the log.

    When the log goes on with a type nobody declared, the page ends before it and `unknown` says
    which; `blad` is the leaf hash of the event at `tot`, and `stand` the position up to which its
    dossiers are folded.
    """

    first = False
    """Whether every dossier in it is there whole, for the first time."""

    def __init__(
        self,
        na: int,
        tot: int,
        events: Sequence[Decoded | Broken],
        *,
        blad: str,
        folder: Folder[S],
        unknown: UnknownEventType | None = None,
    ) -> None:
        """Take what was read; nothing is folded yet."""
        self.na = na
        self.tot = tot
        self.stand = tot
        self.events = events
        self.blad = blad
        self.unknown = unknown
        self._folder = folder
        self._states: dict[UUID, S | FoldFailed] | None = None
        self._lock = threading.Lock()

    def since(self, positie: int) -> Sequence[Decoded | Broken]:
        """What is new to a read model that stands at `positie`."""
        return self.events[positie - self.na :]

    def states(self, dossiers: Iterable[UUID] | None = None) -> dict[UUID, S]:
        """These dossiers, or all, as they are after the page. Raises FoldFailed."""
        with self._lock:
            if self._states is None:
                self._states = self._folder.after(self.events, self.tot)
        found: dict[UUID, S] = {}
        for dossier_id in self._states if dossiers is None else dossiers:
            state = self._states[dossier_id]
            if isinstance(state, FoldFailed):
                raise state
            found[dossier_id] = state
        return found


class Reader(Generic[S]):
    """Reads the log in pages that end on multiples of the page size, and shares them."""

    def __init__(self, log: EventLog, codec: Decoder, folder: Folder[S], size: int) -> None:
        """Pages of at most `size` events."""
        self.log = log
        self.codec = codec
        self.folder = folder
        self._size = size
        self._pages: OrderedDict[tuple[int, int], Page[S]] = OrderedDict()
        self._lock = threading.Lock()

    def page(self, na: int, doel: int) -> Page[S]:
        """The events after position `na`, up to the end of its page and no further than `doel`.

        A page that was asked for before is the same object, so that it is decoded and folded once.
        """
        tot = min(na - na % self._size + self._size, doel)
        with self._lock:
            page = self._pages.get((na, tot))
            if page is None:
                page = self._pages[na, tot] = self._read(na, tot)
                if len(self._pages) > _KEEP:
                    self._pages.popitem(last=False)
            return page

    def _read(self, na: int, tot: int) -> Page[S]:
        with uncollected():
            return self._decoded(na, self.log.read(na, tot - na))

    def _decoded(self, na: int, stored: Sequence[Stored]) -> Page[S]:
        events: list[Decoded | Broken] = []
        unknown = None
        try:
            for row in stored:
                events.append(decode(self.codec, row))  # noqa: PERF401 - keeps what came before
        except UnknownEventType as error:
            unknown = error
        blad = stored[len(events) - 1].blad.hex() if events else ""
        tot = na + len(events)
        return Page(na, tot, events, blad=blad, folder=self.folder, unknown=unknown)
