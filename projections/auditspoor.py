"""The trail: one row per event, with its sentence, who, when known, when valid, and on what ground.

Nothing here is personal: who acted is an official's id, and a sentence holds no personal field.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic_core import to_json
from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    exists,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from handhaving.dossier.basis import Gebeurtenis
from handhaving.eventlog.projection import SCHEMA, Row, replace_rows
from handhaving.recht.grondslag import Grondslag
from projections.taal import zin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Connection, RowMapping

    from handhaving.eventlog.projection import Batch, Decoded
    from handhaving.recht.grondslag import Status

VERSIE = 1

METADATA = MetaData(schema=SCHEMA)

AUDITSPOOR = Table(
    f"auditspoor_v{VERSIE}",
    METADATA,
    Column("positie", BigInteger, primary_key=True, autoincrement=False),
    Column("dossier_id", Uuid, nullable=False),
    Column("versie", Integer, nullable=False),
    Column("gebeurtenis_id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("zin", Text, nullable=False),
    Column("door_id", Text, nullable=False),
    Column("door_rol", Text, nullable=False),
    Column("door_organisatie", Text, nullable=False),
    Column("geregistreerd_op", TIMESTAMP(timezone=True), nullable=False),
    Column("geldig_op", Date, nullable=False),
    Column("opdracht_id", Uuid, nullable=False),
    Column("oorzaak_id", Uuid),
    Column("spoor_id", Uuid, nullable=False),
    Column("grondslag", JSONB, nullable=False),
    Column("te_verifieren", Boolean, nullable=False),
    Index(f"auditspoor_v{VERSIE}_dossier", "dossier_id", "versie"),
    Index(f"auditspoor_v{VERSIE}_gebeurtenis", "gebeurtenis_id"),
)


class Auditspoor:
    """The read model `auditspoor`."""

    naam = "auditspoor"
    versie = VERSIE
    metadata = METADATA

    def apply(self, connection: Connection, batch: Batch[object]) -> None:
        """One row per event; events that were seen before are written again, the same."""
        rows = [_row(decoded) for decoded in batch.events]
        seen = select(exists().where(AUDITSPOOR.c.positie >= rows[0][0]))
        again = not batch.first and connection.execute(seen).scalar_one()
        positions = [decoded.envelop.positie for decoded in batch.events] if again else []
        replace_rows(connection, AUDITSPOOR, AUDITSPOOR.c.positie, positions, rows)


def spoor(connection: Connection, dossier_id: UUID) -> Sequence[RowMapping]:
    """The trail of one dossier, in order."""
    return (
        connection.execute(
            select(AUDITSPOOR)
            .where(AUDITSPOOR.c.dossier_id == dossier_id)
            .order_by(AUDITSPOOR.c.versie)
        )
        .mappings()
        .all()
    )


def vanaf(
    connection: Connection,
    *,
    na: int = 0,
    type_: str | None = None,
    deel_van: str | None = None,
    limiet: int = 20,
) -> Sequence[RowMapping]:
    """The trail over all dossiers after a position; of one agency what its own people did."""
    gevraagd = select(AUDITSPOOR).where(AUDITSPOOR.c.positie > na)
    if type_ is not None:
        gevraagd = gevraagd.where(AUDITSPOOR.c.type == type_)
    if deel_van is not None:
        gevraagd = gevraagd.where(AUDITSPOOR.c.door_organisatie == deel_van)
    gevraagd = gevraagd.order_by(AUDITSPOOR.c.positie).limit(limiet)
    return connection.execute(gevraagd).mappings().all()


def dossier_van(connection: Connection, gebeurtenis_id: UUID) -> UUID | None:
    """The dossier of an event."""
    gevraagd = select(AUDITSPOOR.c.dossier_id).where(AUDITSPOOR.c.gebeurtenis_id == gebeurtenis_id)
    return connection.execute(gevraagd).scalar_one_or_none()


def _row(decoded: Decoded) -> Row:
    gebeurtenis, envelop = decoded
    if not isinstance(gebeurtenis, Gebeurtenis):
        msg = f"{type(gebeurtenis).__name__} is geen gebeurtenis van een dossier"
        raise TypeError(msg)
    door = envelop.door
    return (
        envelop.positie,
        envelop.dossier_id,
        envelop.versie,
        envelop.gebeurtenis_id,
        envelop.type,
        zin(gebeurtenis),
        door.id,
        door.rol,
        door.organisatie,
        envelop.geregistreerd_op,
        envelop.geldig_op,
        envelop.opdracht_id,
        envelop.oorzaak_id,
        envelop.spoor_id,
        *_gronden(tuple([(g.regel, g.versie, g.artikel, g.status) for g in gebeurtenis.grondslag])),
    )


@lru_cache(maxsize=4096)
def _gronden(gronden: tuple[tuple[str, str, str, Status], ...]) -> tuple[bytes, bool]:
    """The grounds as JSON, and whether any must be verified: the law knows only a few."""
    vorm = [Grondslag(regel=r, versie=v, artikel=a, status=s) for r, v, a, s in gronden]
    return to_json(grondslag(vorm)), te_verifieren(vorm)


def grondslag(gronden: Sequence[Grondslag]) -> list[dict[str, str]]:
    """The grounds as JSON."""
    return [
        {"regel": g.regel, "versie": g.versie, "artikel": g.artikel, "status": g.status}
        for g in gronden
    ]


def te_verifieren(gronden: Sequence[Grondslag]) -> bool:
    """Whether any ground still has to be verified."""
    return any(g.status == "te_verifieren" for g in gronden)
