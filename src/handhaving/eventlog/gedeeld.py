"""What many events share: a list of which few values exist is read once, and then recognised.

Nearly every event starts with the grounds it rests on. There are only as many of those lists as
the law has rules, and reading them again cost as much as all the rest of the event.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic_core import from_json

if TYPE_CHECKING:
    from pydantic import BaseModel

_END: Final = b'}],"'
"""Ends a list of objects when more follows; inside a text it can only end that text."""

_MOST: Final = 1_000
"""Values that are remembered per type; what is read beyond that is read each time."""


@dataclass(frozen=True, slots=True)
class Gedeeld:
    """Marks the first field of a model when it is such a list; it has a default, an empty one.

    Events that carry the same value share it. It is never personal.
    """


class Shared:
    """The shared field of one type of event, if it has one, and the values seen so far."""

    __slots__ = ("_head", "_known", "_name")

    def __init__(self, model: type[BaseModel]) -> None:
        """Look whether the first field is marked."""
        name, info = next(iter(model.model_fields.items()), ("", None))
        marked = info is not None and any(isinstance(mark, Gedeeld) for mark in info.metadata)
        self._name = name
        self._head = f'{{"{name}":[{{'.encode() if marked else None
        self._known: dict[bytes, object] = {}

    def split(self, data: bytes) -> tuple[bytes, bytes | None]:
        """The JSON, without what is known already; and the part of it that events share."""
        if self._head is None or not data.startswith(self._head):
            return data, None
        found = data.find(_END)
        if found < 0:
            return data, None
        end = found + 2
        shared = data[:end]
        return (b"{" + data[end + 1 :] if shared in self._known else data), shared

    def join(self, event: BaseModel, shared: bytes) -> None:
        """Give the event what it shares, or remember it when it was read for the first time."""
        known = self._known.get(shared)
        if known is not None:
            event.__dict__[self._name] = known
            event.__pydantic_fields_set__.add(self._name)
        elif len(self._known) < _MOST:
            # Where a text ended too, this is no JSON, and nothing is remembered.
            with suppress(ValueError):
                from_json(shared + b"}")
                self._known[shared] = getattr(event, self._name)
