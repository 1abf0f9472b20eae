"""When memory is tidied up: not in the middle of much work on many objects."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Collecting:
    """Several threads may ask for quiet at once: the last of them that leaves ends it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy = 0
        self._enabled = False

    def pause(self, *, prolong: bool = True) -> bool:
        """Whether this one is to resume: who does not prolong, leaves that to who was first."""
        with self._lock:
            if self._busy and not prolong:
                return False
            if not self._busy:
                self._enabled = gc.isenabled()
                gc.disable()
            self._busy += 1
            return True

    def resume(self) -> None:
        with self._lock:
            self._busy -= 1
            if not self._busy and self._enabled:
                gc.enable()


_collecting = _Collecting()


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection for as long as a page or a batch takes: many objects, and no cycles.

    Python would go through all that is alive again and again, and find nothing.
    """
    _collecting.pause()
    try:
        yield
    finally:
        _collecting.resume()


@contextmanager
def undisturbed() -> Iterator[None]:
    """The same for a moment's work that many threads do all day: it never prolongs the quiet.

    So there is always an end to it, however many come after one another.
    """
    mine = _collecting.pause(prolong=False)
    try:
        yield
    finally:
        if mine:
            _collecting.resume()
