"""The leaf hash of an event: the Python twin of what the append computes in SQL.

    SHA-256( 0x00 ‖ leaf version ‖ field* ‖ field(data) ‖ field(SHA-256(persoonlijk)) )

with field(x) = the number of bytes of x in decimal ‖ `:` ‖ x, and `-:` for null. The fields, as
UTF-8: positie, dossierId, versie, type, schemaVersie, gebeurtenisId, geregistreerdOp
(`YYYY-MM-DDTHH:MM:SS.ffffffZ`), geldigOp, door.id, door.rol, door.organisatie, opdrachtId,
oorzaakId, spoorId, sleutelId. `schema/bladvectoren.json` holds the vectors both are tested by.
"""

from __future__ import annotations

from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from handhaving.eventlog.envelope import Envelop, Stored

LEAF_VERSION: Final = 1
_PREFIX: Final = bytes((0, LEAF_VERSION))
_NULL: Final = b"-:"


def instant(moment: datetime) -> str:
    """An instant as it stands in a leaf: microseconds, UTC. The moment must be aware."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def leaf(fields: Iterable[str | None], data: bytes, persoonlijk: bytes | None) -> bytes:
    """The hash over the fifteen fields in their order, the data and the sealed part."""
    return leaf_sealed(fields, data, None if persoonlijk is None else sha256(persoonlijk).digest())


def leaf_sealed(fields: Iterable[str | None], data: bytes, verzegeld: bytes | None) -> bytes:
    """The same, for whoever holds only SHA-256(persoonlijk)."""
    parts = [_PREFIX]
    for field in fields:
        if field is None:
            parts.append(_NULL)
        else:
            raw = field.encode()
            parts.append(b"%d:%b" % (len(raw), raw))
    parts.append(b"%d:%b" % (len(data), data))
    parts.append(_NULL if verzegeld is None else b"%d:%b" % (len(verzegeld), verzegeld))
    return sha256(b"".join(parts)).digest()


def fields_of(e: Envelop) -> tuple[str | None, ...]:
    """The fields of an envelope in the order of the leaf."""
    return (
        str(e.positie),
        str(e.dossier_id),
        str(e.versie),
        e.type,
        str(e.schema_versie),
        str(e.gebeurtenis_id),
        instant(e.geregistreerd_op),
        e.geldig_op.isoformat(),
        e.door.id,
        e.door.rol,
        e.door.organisatie,
        str(e.opdracht_id),
        None if e.oorzaak_id is None else str(e.oorzaak_id),
        str(e.spoor_id),
        None if e.sleutel_id is None else str(e.sleutel_id),
    )


def leaf_of(envelop: Envelop, data: bytes, persoonlijk: bytes | None) -> bytes:
    """The leaf of an event of the legal log."""
    return leaf(fields_of(envelop), data, persoonlijk)


def holds(stored: Stored) -> bool:
    """Whether the leaf of an event that was read whole (with `persoonlijk`) is the right one."""
    return stored.blad == leaf_of(stored.envelop, stored.data, stored.persoonlijk)
