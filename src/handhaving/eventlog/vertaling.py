"""From PostgreSQL to our own values: rows become events, error codes become typed refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from handhaving.eventlog.envelope import Door, Envelop, Stored
from handhaving.eventlog.log import (
    ClaimLost,
    CommandReused,
    EventExists,
    InstantRefused,
    KeyRefused,
    LogError,
    NumberTaken,
    VersionConflict,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import psycopg


def as_stored(rows: Iterable[Sequence[Any]]) -> list[Stored]:
    """Rows of the columns of an event; the few actors among them are made once."""
    actors: dict[tuple[str, str, str], Door] = {}
    new = tuple.__new__  # which they are: their own constructor would take half as long again
    found: list[Stored] = []
    for (
        positie, dossier_id, versie, type_, schema_versie, gebeurtenis_id, geregistreerd_op,
        geldig_op, door_id, door_rol, door_organisatie, opdracht_id, volgnr, spoor_id,
        oorzaak_id, sleutel_id, data, persoonlijk, blad,
    ) in rows:  # fmt: skip
        wie = (door_id, door_rol, door_organisatie)
        door = actors.get(wie)
        if door is None:
            door = actors[wie] = Door(*wie)
        envelop = new(Envelop, (
            positie, dossier_id, versie, type_, schema_versie, gebeurtenis_id, geregistreerd_op,
            geldig_op, door, opdracht_id, volgnr, spoor_id, oorzaak_id, sleutel_id,
        ))  # fmt: skip
        found.append(new(Stored, (envelop, data, persoonlijk, blad)))
    return found


_REFUSALS: Final[Mapping[str, Callable[[dict[str, Any]], LogError]]] = {
    "HH001": lambda f: VersionConflict(UUID(f["dossier_id"]), f["verwacht"], f["werkelijk"]),
    "HH002": lambda f: ClaimLost(f["soort"], bytes.fromhex(f["waarde"]), UUID(f["dossier_id"])),
    "HH003": lambda _: NumberTaken(),
    "HH004": lambda f: CommandReused(UUID(f["opdracht_id"])),
    "HH005": lambda _: InstantRefused(),
    "HH006": lambda f: KeyRefused(UUID(f["subject"]), f["klasse"]),
}


def refusal(error: psycopg.Error) -> LogError | None:
    """What the append function refused, as a typed error; None for any other error."""
    if error.diag.constraint_name == "gebeurtenissen_gebeurtenis_id_key":
        return EventExists()
    make = _REFUSALS.get(error.sqlstate or "")
    return make and make(json.loads(error.diag.message_detail or "{}"))
