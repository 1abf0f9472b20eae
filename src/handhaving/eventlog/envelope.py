"""The envelope of an event, and the values that cross the door of the log.

Column and field names are those of the published contract (Dutch); the mechanics are English.
Nothing here knows a word of the domain. What is made once per event is a tuple with names: a
rebuild makes millions of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Door:
    """Who acted: a natural person or a service, in one role for one organisation."""

    id: str
    rol: str
    organisatie: str


@dataclass(frozen=True, slots=True)
class Herkomst:
    """Where a command comes from: its idempotency key, its actor, its cause and its trace."""

    opdracht_id: UUID
    door: Door
    spoor_id: UUID
    oorzaak_id: UUID | None = None


class Envelop(NamedTuple):
    """Everything about an event but its content. `geregistreerd_op` is an aware instant.

    `sleutel_id` is the subject whose keys seal the personal fields of the event, if it has any.
    """

    positie: int
    dossier_id: UUID
    versie: int
    type: str
    schema_versie: int
    gebeurtenis_id: UUID
    geregistreerd_op: datetime
    geldig_op: date
    door: Door
    opdracht_id: UUID
    volgnr: int
    spoor_id: UUID
    oorzaak_id: UUID | None
    sleutel_id: UUID | None


class NewEvent(NamedTuple):
    """An event as bytes, ready to be appended; the append gives it position, instant and leaf."""

    gebeurtenis_id: UUID
    type: str
    schema_versie: int
    geldig_op: date
    data: bytes
    persoonlijk: bytes | None = None
    sleutel_id: UUID | None = None


class Stored(NamedTuple):
    """One row of the log. `persoonlijk` is None where there is none or it was not asked for."""

    envelop: Envelop
    data: bytes
    persoonlijk: bytes | None
    blad: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that may belong to one dossier only; `waarde` is an HMAC, never the value."""

    soort: str
    waarde: bytes


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A keyed blind index entry by which a dossier can be found; not unique."""

    soort: str
    waarde: bytes


@dataclass(frozen=True, slots=True)
class Number:
    """A serial number this command uses: the append takes it only if it is the next one."""

    soort: str
    jaar: int
    nummer: int


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A new data key, wrapped, written in the transaction of its first event.

    A key belongs to one subject (a person) and one class (`identiteit` | `gevoelig`).
    """

    subject: UUID
    klasse: str
    kek_id: str
    gewikkeld: bytes


@dataclass(frozen=True, slots=True)
class Commit:
    """All that one command writes: one dossier, its events and what goes with them.

    `inhoud` is the HMAC of the canonical command: the same `opdracht_id` with other content
    or another actor is refused. `gebeurtenissen` may be empty (a success without events).
    `vernietig` are the subjects whose keys go in the same transaction, for ever.
    """

    dossier_id: UUID
    verwachte_versie: int
    herkomst: Herkomst
    inhoud: bytes
    gebeurtenissen: tuple[NewEvent, ...] = ()
    claims: tuple[Claim, ...] = ()
    index: tuple[IndexEntry, ...] = ()
    nummers: tuple[Number, ...] = ()
    sleutels: tuple[WrappedKey, ...] = ()
    vrij: tuple[Claim, ...] = ()
    """Claims that this dossier gives up; another commit of the same append may take them."""
    vrij_index: tuple[IndexEntry, ...] = ()
    """Blind index entries by which this dossier is not to be found any more."""
    vernietig: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """The answer to a `Commit`: what was written, or what had been written before."""

    opdracht_id: UUID
    dossier_id: UUID
    versie: int
    eerste_positie: int | None
    laatste_positie: int | None
    gebeurtenissen: tuple[tuple[UUID, str], ...] = field(default=())
    herhaald: bool = False


@dataclass(frozen=True, slots=True)
class Quarantined:
    """What an intake could not use: where it stood, why, and the original, sealed.

    `plaats` is a line or a path in the file; `reden` holds no personal data. `sleutel_id` is the
    subject whose key sealed `origineel`. The log fills in `op`, the instant it was put away.
    """

    id: UUID
    bestand_hmac: bytes
    plaats: str
    reden_code: str
    reden: str
    origineel: bytes
    sleutel_id: UUID
    op: datetime | None = None
