"""The current state: one row per dossier, for lists and for whoever asks how it stands.

What depends on the day (interest, whether a payment term has passed) is not stored: `stand` holds
what it is computed from, and the figures in columns leave interest out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from handhaving.dossier.stand import zonder_dag
from handhaving.dossier.vordering.saldo import status, zonder_intrest
from handhaving.eventlog.projection import SCHEMA, Row, replace_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from handhaving.dossier.state import Dossier, Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.eventlog.projection import Batch

VERSIE = 1

METADATA = MetaData(schema=SCHEMA)

DOSSIERSTAND = Table(
    f"dossierstand_v{VERSIE}",
    METADATA,
    Column("dossier_id", Uuid, primary_key=True),
    Column("versie", Integer, nullable=False),
    Column("positie", BigInteger, nullable=False),
    Column("gewijzigd_op", TIMESTAMP(timezone=True), nullable=False),
    Column("agentschappen", ARRAY(Text), nullable=False),
    Column("regime", Text),
    Column("hoedanigheid", Text),
    Column("inbreuktypes", ARRAY(Text), nullable=False),
    Column("fasen", ARRAY(Text), nullable=False),
    Column("vorderingen", ARRAY(Text), nullable=False),
    Column("open_taken", Integer, nullable=False),
    Column("hoofdsom", BigInteger, nullable=False),
    Column("betaald", BigInteger, nullable=False),
    Column("open_hoofdsom", BigInteger, nullable=False),
    Column("open_kosten", BigInteger, nullable=False),
    Column("verjaart_op", Date),
    Column("stand", JSONB, nullable=False),
    Index(f"dossierstand_v{VERSIE}_fasen", "fasen", postgresql_using="gin"),
    Index(f"dossierstand_v{VERSIE}_agentschappen", "agentschappen", postgresql_using="gin"),
)
"""Amounts in cents. `vorderingen` holds the status of each claim as far as no day is needed:

`open` and `deelsBetaald` become `vervallen` once the payment term has passed. `verjaart_op` is the
earliest prescription date of a claim that is still open.
"""


class Dossierstand:
    """The read model `dossierstand`."""

    naam = "dossierstand"
    versie = VERSIE
    metadata = METADATA

    def apply(self, connection: Connection, batch: Batch[Dossier]) -> None:
        """The row of every dossier that changed, as it is after its last event."""
        laatste = {decoded.envelop.dossier_id: decoded.envelop for decoded in batch.events}
        dossiers = batch.dossiers()
        rows = [_row(dossiers[dossier_id], envelop) for dossier_id, envelop in laatste.items()]
        eerder = [] if batch.first else list(laatste)
        replace_rows(connection, DOSSIERSTAND, DOSSIERSTAND.c.dossier_id, eerder, rows)


def rij(connection: Connection, dossier_id: UUID) -> RowMapping | None:
    """The row of one dossier."""
    gevraagd = select(DOSSIERSTAND).where(DOSSIERSTAND.c.dossier_id == dossier_id)
    return connection.execute(gevraagd).mappings().one_or_none()


def lijst(
    connection: Connection,
    *,
    fase: str | None = None,
    agentschap: str | None = None,
    na: UUID | None = None,
    limiet: int = 20,
) -> Sequence[RowMapping]:
    """Dossiers in order of id, from after `na`, that have this phase and this agency."""
    gevraagd = select(DOSSIERSTAND).order_by(DOSSIERSTAND.c.dossier_id).limit(limiet)
    if fase is not None:
        gevraagd = gevraagd.where(DOSSIERSTAND.c.fasen.contains([fase]))
    if agentschap is not None:
        gevraagd = gevraagd.where(DOSSIERSTAND.c.agentschappen.contains([agentschap]))
    if na is not None:
        gevraagd = gevraagd.where(DOSSIERSTAND.c.dossier_id > na)
    return connection.execute(gevraagd).mappings().all()


SORTEERBAAR = {
    "gewijzigdOp": DOSSIERSTAND.c.gewijzigd_op,
    "hoofdsom": DOSSIERSTAND.c.hoofdsom,
    "openHoofdsom": DOSSIERSTAND.c.open_hoofdsom,
    "verjaartOp": DOSSIERSTAND.c.verjaart_op,
}
"""What a list can be sorted by, by its name on the wire."""


def bladzijde(
    connection: Connection,
    *,
    fase: str | None = None,
    deel_van: str | None = None,
    agentschap: str | None = None,
    sorteer: tuple[str, bool] | None = None,
    vanaf: int = 0,
    limiet: int = 20,
) -> tuple[Sequence[RowMapping], int]:
    """A page of dossiers and how many there are in all; `deel_van` is whose part alone is seen."""
    voorwaarden = []
    if fase is not None:
        voorwaarden.append(DOSSIERSTAND.c.fasen.contains([fase]))
    voorwaarden += [
        DOSSIERSTAND.c.agentschappen.contains([wie])
        for wie in (deel_van, agentschap)
        if wie is not None
    ]
    gevraagd = select(DOSSIERSTAND).where(*voorwaarden)
    if sorteer is not None:
        kolom = SORTEERBAAR[sorteer[0]]
        gevraagd = gevraagd.order_by((kolom.desc() if sorteer[1] else kolom.asc()).nulls_last())
    gevraagd = gevraagd.order_by(DOSSIERSTAND.c.dossier_id).offset(vanaf).limit(limiet)
    totaal = select(func.count()).select_from(DOSSIERSTAND).where(*voorwaarden)
    return connection.execute(gevraagd).mappings().all(), connection.execute(totaal).scalar_one()


@dataclass(frozen=True, slots=True)
class Totalen:
    """How many dossiers there are, and the amounts in cents."""

    dossiers: int
    per_fase: dict[str, int]
    per_agentschap: dict[str, int]
    per_regime: dict[str, int]
    per_inbreuktype: dict[str, int]
    bedragen: dict[str, int]


def totalen(connection: Connection) -> Totalen:
    """All dossiers counted; one counts once under each of its phases, agencies and types."""
    t = DOSSIERSTAND.c
    som = select(
        func.count(),
        *(
            func.coalesce(func.sum(k), 0)
            for k in (t.hoofdsom, t.betaald, t.open_hoofdsom, t.open_kosten)
        ),
    ).select_from(DOSSIERSTAND)
    aantal, hoofdsom, betaald, open_hoofdsom, open_kosten = connection.execute(som).one()
    return Totalen(
        aantal,
        _per(connection, func.unnest(t.fasen)),
        _per(connection, func.unnest(t.agentschappen)),
        _per(connection, func.coalesce(t.regime, "onbekend")),
        _per(connection, func.unnest(t.inbreuktypes)),
        {
            "hoofdsom": int(hoofdsom),
            "betaald": int(betaald),
            "openHoofdsom": int(open_hoofdsom),
            "openKosten": int(open_kosten),
        },
    )


def _per(connection: Connection, waarde: ColumnElement[str]) -> dict[str, int]:
    deel = select(waarde.label("wat")).select_from(DOSSIERSTAND).subquery()
    gevraagd = select(deel.c.wat, func.count()).group_by(deel.c.wat).order_by(deel.c.wat)
    return {str(row[0]): int(row[1]) for row in connection.execute(gevraagd)}


def van_een_ander(
    dossier_id: ColumnElement[UUID], betreft: ColumnElement[str], agentschap: str
) -> ColumnElement[bool]:
    """Whether what this key names follows from an inbreuk of another agency than this one."""
    stand = DOSSIERSTAND.c.stand
    besluit = func.coalesce(stand["vorderingen"][betreft]["besluit"].astext, betreft)
    inbreuk = func.coalesce(stand["besluiten"][besluit]["inbreuk"].astext, betreft)
    van_wie = stand["inbreuken"][inbreuk]["agentschap"].astext
    gevraagd = select(DOSSIERSTAND.c.dossier_id).where(
        DOSSIERSTAND.c.dossier_id == dossier_id, van_wie != agentschap
    )
    return gevraagd.exists()


def rijen(connection: Connection, dossier_ids: Sequence[UUID]) -> Sequence[RowMapping]:
    """The rows of these dossiers, in order of id."""
    gevraagd = select(DOSSIERSTAND).where(DOSSIERSTAND.c.dossier_id.in_(dossier_ids))
    return connection.execute(gevraagd.order_by(DOSSIERSTAND.c.dossier_id)).mappings().all()


def _row(dossier: Dossier, envelop: Envelop) -> Row:
    vorderingen = list(dossier.vorderingen.values())
    lopend = [v for v in vorderingen if not v.afgesloten]
    saldi = [zonder_intrest(v) for v in lopend]
    verjaart = [v.verjaring.datum for v in lopend if v.verjaring and v.leeft]
    return (
        dossier.dossier_id,
        dossier.versie,
        envelop.positie,
        envelop.geregistreerd_op,
        sorted(dossier.agentschappen),
        dossier.persoon.regime,
        dossier.persoon.hoedanigheid,
        sorted({i.type for i in dossier.inbreuken.values()}),
        sorted({i.fase.value for i in dossier.inbreuken.values()}),
        sorted({_status(v, dossier) for v in vorderingen}),
        sum(t.afgehandeld is None for t in dossier.taken.values()),
        sum(v.hoofdsom for v in vorderingen),
        sum(v.betaald for v in vorderingen),
        sum(hoofdsom for _, hoofdsom in saldi),
        sum(kosten for kosten, _ in saldi),
        min(verjaart, default=None),
        zonder_dag(dossier),
    )


def _status(vordering: Vordering, dossier: Dossier) -> str:
    overdracht = dossier.overdrachten.get(vordering.overdracht or "")
    staat = None if overdracht is None else overdracht.staat
    return status(vordering, date.max, staat, vervallen=False)
