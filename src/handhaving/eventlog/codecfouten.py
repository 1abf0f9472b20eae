"""What the codec refuses. Nothing here quotes a value."""

from __future__ import annotations


class CodecError(Exception):
    """Base of everything the codec refuses."""


class UnknownEventType(CodecError):
    """The log holds an event of a type or schema version that this program does not know."""

    def __init__(self, type_: str, version: int, position: int) -> None:
        """Name all three."""
        super().__init__(
            f"gebeurtenis {type_} (schemaversie {version}) op positie {position} is onbekend"
        )
        self.type = type_
        self.version = version
        self.position = position


class UndecodableEvent(CodecError):
    """The bytes of an event do not fit its type; says which fields, never what stood there."""

    def __init__(self, type_: str, version: int, position: int, fields: tuple[str, ...]) -> None:
        """Name the event and the fields."""
        super().__init__(
            f"gebeurtenis {type_} (schemaversie {version}) op positie {position} past niet"
            f" op haar model: {', '.join(fields) or 'geen leesbare JSON'}"
        )
        self.type = type_
        self.version = version
        self.position = position
        self.fields = fields


class SealBroken(CodecError):
    """Sealed fields do not belong to this event, this person or these fields: tampering."""

    def __init__(self, type_: str, position: int, group: str) -> None:
        """Name the event and the group of fields."""
        super().__init__(
            f"het zegel van de velden {group} van {type_} op positie {position} klopt niet"
        )
        self.type = type_
        self.position = position
        self.group = group


class CannotSeal(CodecError):
    """An event cannot be written: a personal field is unreadable, or there is no key for it."""

    def __init__(self, type_: str, fields: tuple[str, ...], reason: str) -> None:
        """Name the fields."""
        super().__init__(f"{type_}: {', '.join(fields)} {reason}")
        self.type = type_
        self.fields = fields
