"""The transcoder of stock `eventsourcing` applications: what comes back is what went in.

The library's own JSON silently turns a tuple into a list, and a registered subclass of dict, list,
str or int into its base. This one marks them, as it marks every other registered type.
"""

from __future__ import annotations

from typing import Any, Final

from eventsourcing import persistence

_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


class TupleAsList(persistence.Transcoding):
    """A tuple as a marked list."""

    type = tuple
    name = "tuple_as_list"

    def encode(self, obj: tuple[object, ...]) -> list[object]:
        """The items."""
        return list(obj)

    def decode(self, data: list[object]) -> tuple[object, ...]:
        """The tuple again."""
        return tuple(data)


class FaithfulTranscoder(persistence.JSONTranscoder):
    """JSON in which tuples and registered subclasses of JSON's own types keep their type."""

    def __init__(self) -> None:
        """Know tuples; an application registers the rest."""
        super().__init__()
        self.register(TupleAsList())

    def encode(self, obj: Any) -> bytes:  # noqa: ANN401 - anything an event may hold
        """The object as JSON. Raises TypeError for a type that is not registered."""
        return super().encode(self._marked(obj))

    def _marked(self, obj: Any) -> Any:  # noqa: ANN401 - anything an event may hold
        soort = type(obj)
        if soort in _PLAIN:
            return obj
        transcoding = self.types.get(soort)
        if transcoding is not None:
            return {"_type_": transcoding.name, "_data_": self._marked(transcoding.encode(obj))}
        if isinstance(obj, dict):
            return {key: self._marked(value) for key, value in obj.items()}
        if isinstance(obj, list | tuple):
            return [self._marked(item) for item in obj]
        return obj
