"""Events to bytes and back: stable names, schema versions, upcasters, sealed personal fields.

`data` is the clear JSON of the event (by alias, without nulls) and, under `_persoonlijk`, which
personal fields are present; `persoonlijk` holds their values, sealed per person and class. An event
may hold another one (`Ingebed`): that one is written with its own type and version, and the
personal fields are then its fields. The codec knows no domain: it is given the types. Nothing that
it raises quotes a value.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from handhaving.eventlog.codecfouten import (
    CannotSeal,
    CodecError,
    SealBroken,
    UndecodableEvent,
    UnknownEventType,
)
from handhaving.eventlog.envelope import NewEvent, Stored
from handhaving.eventlog.gedeeld import Shared
from handhaving.eventlog.ontzegeld import (
    DERDE,
    PRESENT,
    SEALED_DERDE,
    fill_in,
    names_aad,
    whole,
)
from handhaving.eventlog.persoonlijk import (
    NietLeesbaar,
    Van,
    embedded_field,
    personal_fields,
)
from handhaving.eventlog.sleutels import Keyring, seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from pydantic import JsonValue

    Fields = dict[str, JsonValue | NietLeesbaar]
    Upcaster = Callable[[Fields], Fields]

__all__ = ["CannotSeal", "CodecError", "SealBroken", "UndecodableEvent", "UnknownEventType"]
"""What the codec refuses stands in `codecfouten` and is offered here too."""

EMBEDDED: Final = "_ingebed"
"""The key of the clear JSON under which an event holds another: type, schema version, fields."""


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event as the log knows it.

    `upcasters[v]` turns the fields of schema version v into those of v + 1; it is pure, moves
    values and never looks inside a personal one (which may be NietLeesbaar).
    """

    naam: str
    schema_versie: int
    model: type[BaseModel]
    upcasters: Mapping[int, Upcaster] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Personal:
    attribute: str
    alias: str
    group: str


@dataclass(frozen=True, slots=True)
class _Group:
    """Personal fields that are sealed together: of one class, of the person or of the `derde`."""

    naam: str
    klasse: str
    is_derde: bool
    attributes: set[str]
    names: tuple[str, ...]
    aad: bytes


@dataclass(frozen=True, slots=True)
class _Shape:
    """What follows from which personal fields an event has; `head` ends the clear JSON."""

    groups: tuple[_Group, ...]
    head: bytes

    @classmethod
    def of(cls, present: Sequence[_Personal]) -> _Shape:
        """Work it out."""
        grouped: dict[str, list[_Personal]] = {}
        for personal in present:
            grouped.setdefault(personal.group, []).append(personal)
        groups = tuple(
            _Group(
                naam=naam,
                klasse=naam.removeprefix(DERDE),
                is_derde=naam.startswith(DERDE),
                attributes={p.attribute for p in fields},
                names=tuple(sorted(p.alias for p in fields)),
                aad=names_aad(p.alias for p in fields),
            )
            for naam, fields in grouped.items()
        )
        names = {PRESENT: {group.naam: group.names for group in groups}}
        return cls(groups, json.dumps(names, separators=(",", ":")).encode()[1:])


class _Wire:
    """One type, made ready once: everything the hot path needs is an attribute."""

    __slots__ = (
        "_shapes",
        "embedded",
        "grouped",
        "naam",
        "personal",
        "shared",
        "to_json",
        "upcasters",
        "validate",
        "validate_json",
        "versie",
    )

    def __init__(self, kind: EventType) -> None:
        if sorted(kind.upcasters) != list(range(1, kind.schema_versie)):
            msg = f"{kind.naam}: geen upcaster voor elke versie onder {kind.schema_versie}"
            raise ValueError(msg)
        self.naam = kind.naam
        self.versie = kind.schema_versie
        self.upcasters = kind.upcasters
        self.validate = kind.model.__pydantic_validator__.validate_python
        self.validate_json = kind.model.__pydantic_validator__.validate_json
        self.to_json = kind.model.__pydantic_serializer__.to_json
        fields = kind.model.model_fields
        self.grouped = [
            _Personal(
                attribute,
                fields[attribute].serialization_alias or fields[attribute].alias or attribute,
                f"{DERDE if mark.van is Van.DERDE else ''}{mark.klasse}",
            )
            for attribute, mark in personal_fields(kind.model).items()
        ]
        self.personal = {p.attribute for p in self.grouped}
        self.shared = Shared(kind.model)
        self._shapes: dict[tuple[str, ...], _Shape] = {}
        self.embedded = embedded_field(kind.model)
        if self.embedded is not None and self.grouped:
            msg = f"{kind.naam}: wie een gebeurtenis bevat, heeft zelf geen persoonlijke velden"
            raise ValueError(msg)

    def upcast(self, fields: Fields, version: int) -> Fields:
        """The fields of this schema version, in the shape of today."""
        while version < self.versie:
            fields = self.upcasters[version](fields)
            version += 1
        return fields

    def shape(self, event: BaseModel) -> _Shape:
        """Which personal fields this event has. Raises CannotSeal for one that is unreadable."""
        present = []
        for personal in self.grouped:
            value = getattr(event, personal.attribute)
            if value is None:
                continue
            if isinstance(value, NietLeesbaar):
                raise CannotSeal(self.naam, (personal.alias,), "is niet leesbaar")
            present.append(personal)
        key = tuple([personal.attribute for personal in present])
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = _Shape.of(present)
        return shape


class Codec:
    """Encodes and decodes the events of the types it was given. Holds no key."""

    def __init__(self, types: Iterable[EventType]) -> None:
        """Raises ValueError when a name or model comes twice or an upcaster is missing."""
        self.types: Final = tuple(types)
        self._by_name: Final = {t.naam: _Wire(t) for t in self.types}
        self._by_model: Final = {t.model: self._by_name[t.naam] for t in self.types}
        if not len(self._by_name) == len(self._by_model) == len(self.types):
            msg = "een gebeurtenis is twee keer opgegeven"
            raise ValueError(msg)

    def encode(
        self,
        event: BaseModel,
        *,
        gebeurtenis_id: UUID,
        geldig_op: date,
        subject: UUID,
        keyring: Keyring,
    ) -> NewEvent:
        """The event as bytes, its personal fields sealed for `subject` or for its `derde`.

        Raises CannotSeal when a personal value is NietLeesbaar or a key is missing.
        """
        wire = self._by_model[type(event)]
        if wire.embedded is not None:
            return self._encode_embedded(
                wire,
                event,
                self.encode(
                    getattr(event, wire.embedded),
                    gebeurtenis_id=gebeurtenis_id,
                    geldig_op=geldig_op,
                    subject=subject,
                    keyring=keyring,
                ),
            )
        shape = wire.shape(event)
        data = wire.to_json(event, by_alias=True, exclude_none=True, exclude=wire.personal)
        if not shape.groups:
            return NewEvent(gebeurtenis_id, wire.naam, wire.versie, geldig_op, data)
        data = b"{" + shape.head if data == b"{}" else data[:-1] + b"," + shape.head
        sealed: list[bytes] = []
        owners: dict[bool, UUID] = {}
        for group in shape.groups:
            owner = _derde(wire, event, group.names) if group.is_derde else subject
            owners[group.is_derde] = owner
            key = keyring.key(owner, group.klasse)
            if key is None:
                raise CannotSeal(wire.naam, group.names, "heeft geen sleutel")
            plain = wire.to_json(event, by_alias=True, exclude_none=True, include=group.attributes)
            aad = gebeurtenis_id.bytes + owner.bytes + group.aad
            text = base64.b64encode(seal(key, plain, aad))
            sealed.append(b'"%b":"%b"' % (group.naam.encode(), text))
        return NewEvent(
            gebeurtenis_id,
            wire.naam,
            wire.versie,
            geldig_op,
            data,
            b"{%b}" % b",".join(sealed),
            owners.get(False, owners.get(True)),
        )

    def _encode_embedded(self, wire: _Wire, event: BaseModel, inner: NewEvent) -> NewEvent:
        """The event that holds `inner`: its own fields, and under `_ingebed` all of the other."""
        data = wire.to_json(event, by_alias=True, exclude_none=True, exclude={wire.embedded or ""})
        head = json.dumps([inner.type, inner.schema_versie], separators=(",", ":")).encode()
        tail = b'"' + EMBEDDED.encode() + b'":' + head[:-1] + b"," + inner.data + b"]}"
        return inner._replace(
            type=wire.naam,
            schema_versie=wire.versie,
            data=b"{" + tail if data == b"{}" else data[:-1] + b"," + tail,
        )

    def subjects(self, rows: Iterable[Stored]) -> set[UUID]:
        """Whose keys are needed to read these rows: `vault.open` wants them all at once."""
        found: set[UUID] = set()
        for row in rows:
            if row.envelop.sleutel_id is not None:
                found.add(row.envelop.sleutel_id)
                if SEALED_DERDE in row.data:
                    fields = from_json(row.data)
                    fields = fields.get(EMBEDDED, (None, None, fields))[2]
                    found.add(UUID(str(fields.get("derde"))))
        return found

    def decode(self, stored: Stored, keyring: Keyring | None) -> BaseModel:
        """The event as it was recorded, in the shape of today.

        Without a keyring, or when `persoonlijk` was not read, a personal field that is present
        is VERZEGELD; when its key was destroyed it is GEWIST; an absent one stays absent.
        Raises UnknownEventType, UndecodableEvent, SealBroken.
        """
        envelop = stored.envelop
        version = envelop.schema_versie
        wire = self._by_name.get(envelop.type)
        if wire is None or not 1 <= version <= wire.versie:
            raise UnknownEventType(envelop.type, version, envelop.positie)
        try:
            today = version == wire.versie
            data, shared, value = (
                wire.shared.split(stored.data) if today else (stored.data, None, None)
            )
            text = None
            if today and wire.embedded is None:
                # Whoever has personal fields has somebody whose key seals them.
                text = data if envelop.sleutel_id is None else whole(stored, data, keyring)
            if text is not None:
                # All of it can be read and has the shape of today: in one go.
                event: BaseModel = wire.validate_json(text)
            else:
                fields = from_json(data)
                if wire.embedded is not None:
                    inner = fields.pop(EMBEDDED, None)
                    fields[wire.embedded] = self._decode_embedded(stored, inner, keyring)
                else:
                    fill_in(stored, fields, keyring)
                event = wire.validate(wire.upcast(fields, version))
            if shared is not None:
                wire.shared.join(event, shared, value)
        except ValidationError as error:
            wrong = tuple(
                ".".join(map(str, e["loc"]))
                for e in error.errors(include_input=False)
                if e["type"] != "json_invalid"
            )
        except (ValueError, TypeError, AttributeError):
            wrong = ()
        else:
            return event
        # Outside the handler: the caught error quotes what stood there and must not travel along.
        if PRESENT in wrong:  # sealed fields, and nobody whose they are
            raise SealBroken(envelop.type, envelop.positie, PRESENT)
        raise UndecodableEvent(envelop.type, envelop.schema_versie, envelop.positie, wrong)

    def _decode_embedded(
        self, stored: Stored, embedded: tuple[str, int, Fields], keyring: Keyring | None
    ) -> BaseModel:
        """The event that another one holds, in the shape of today."""
        naam, version, fields = embedded
        wire = self._by_name.get(naam)
        if wire is None or not 1 <= version <= wire.versie:
            raise UnknownEventType(naam, version, stored.envelop.positie)
        fill_in(stored, fields, keyring)
        event: BaseModel = wire.validate(wire.upcast(fields, version))
        return event


def _derde(wire: _Wire, event: BaseModel, names: tuple[str, ...]) -> UUID:
    derde = getattr(event, "derde", None)
    if not isinstance(derde, UUID):
        raise CannotSeal(wire.naam, names, "heeft een veld `derde` nodig")
    return derde
