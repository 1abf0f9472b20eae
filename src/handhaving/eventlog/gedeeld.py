"""What many events share: a list of which few values exist is read once, and then recognised.

Nearly every event starts with the grounds it rests on. There are only as many of those lists as
the law has rules, and reading them again cost as much as all the rest of the event.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from pydantic import TypeAdapter

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

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


@cache
def _reader(annotation: Hashable) -> Callable[[bytes], object]:
    """Reads such a value from JSON. Raises ValueError."""
    return TypeAdapter(cast("type[object]", annotation)).validate_json


class Shared:
    """The shared field of one type of event, if it has one, and the values seen so far."""

    __slots__ = ("_head", "_known", "_name", "_number", "_read")

    def __init__(self, model: type[BaseModel]) -> None:
        """Look whether the first field is marked."""
        name, info = next(iter(model.model_fields.items()), ("", None))
        marked = info is not None and any(isinstance(mark, Gedeeld) for mark in info.metadata)
        self._name = name
        self._head = f'{{"{name}":[{{'.encode() if marked else None
        self._read = None
        if marked and info is not None:
            self._read = _reader(cast("Hashable", info.annotation))
        self._known: dict[int, list[tuple[bytes, object]]] = {}
        """What is known already, by its length: to compare is much faster than to hash."""
        self._number = 0

    def split(self, data: bytes) -> tuple[bytes, bytes | None, object]:
        """The JSON without what events share, that part itself, and its value when it is known.

        When it is not, the JSON is whole.
        """
        if self._head is None or not data.startswith(self._head):
            return data, None, None
        found = data.find(_END)
        if found < 0:
            return data, None, None
        end = found + 2
        for shared, value in self._known.get(end, ()):
            if data.startswith(shared):
                return b"{" + data[end + 1 :], shared, value
        return data, data[:end], None

    def join(self, event: BaseModel, shared: bytes, value: object) -> None:
        """Give the event what it shares; remember that when it is seen for the first time."""
        if value is not None:
            event.__dict__[self._name] = value
            event.__pydantic_fields_set__.add(self._name)
        elif self._number < _MOST and self._read is not None:
            # What this part says, whatever the rest of that event did with it. Where a text ended
            # too, it says nothing, and nothing is remembered.
            with suppress(ValueError):
                value = self._read(shared[shared.index(b"[") :])
                self._known.setdefault(len(shared), []).append((shared, value))
                self._number += 1
                if getattr(event, self._name) == value:
                    event.__dict__[self._name] = value
