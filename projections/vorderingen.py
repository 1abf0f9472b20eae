"""The claims: one row each, with all that its balance on any day is computed from.

Interest, and whether a payment term has passed, depend on the day and are not stored: a reader asks
`dossier.vordering.opdag` for the day it wants. The columns hold what no day changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    MetaData,
    Table,
    Text,
    Uuid,
    and_,
    case,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from handhaving.dossier.state import LopendeTermijn, Overdracht, Vordering
from handhaving.dossier.vordering.saldo import status, zonder_intrest
from handhaving.eventlog.projection import SCHEMA, Row, replace_rows
from handhaving.recht.grondslag import Grondslag
from projections.dossierstand import van_een_ander

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.projection import Batch

VERSIE = 1

METADATA = MetaData(schema=SCHEMA)

VORDERINGEN = Table(
    f"vorderingen_v{VERSIE}",
    METADATA,
    Column("dossier_id", Uuid, primary_key=True),
    Column("vordering", Text, primary_key=True),
    Column("agentschappen", ARRAY(Text), nullable=False),
    Column("besluit", Text, nullable=False),
    Column("ogm", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("geboekt_op", Date, nullable=False),
    Column("vervaldag", Date),
    Column("hoofdsom", BigInteger, nullable=False),
    Column("betaald", BigInteger, nullable=False),
    Column("open_kosten", BigInteger, nullable=False),
    Column("open_hoofdsom", BigInteger, nullable=False),
    Column("teveel", BigInteger, nullable=False),
    Column("verjaart_op", Date),
    Column("veilig_tot", Date),
    Column("vlabel", Text),
    Column("vordering_json", JSONB, nullable=False),
    Column("overdracht_json", JSONB),
    Index(f"vorderingen_v{VERSIE}_status", "status"),
    Index(f"vorderingen_v{VERSIE}_verjaart", "verjaart_op"),
)
"""Amounts in cents. `open` and `deelsBetaald` in `status` become `vervallen` after `vervaldag`."""

VOLGORDE = {
    "verjaartOp": (VORDERINGEN.c.verjaart_op.asc().nulls_last(),),
    "-verjaartOp": (VORDERINGEN.c.verjaart_op.desc().nulls_last(),),
    "geboektOp": (VORDERINGEN.c.geboekt_op.asc(),),
    "-geboektOp": (VORDERINGEN.c.geboekt_op.desc(),),
}
WACHTEND = ("open", "deelsBetaald")


@dataclass(frozen=True, slots=True)
class Stand:
    """A claim and its last hand-over, as the fold left them."""

    vordering: Vordering
    overdracht: Overdracht | None


class Vorderingen:
    """The read model `vorderingen`."""

    naam = "vorderingen"
    versie = VERSIE
    metadata = METADATA

    def apply(self, connection: Connection, batch: Batch[Dossier]) -> None:
        """Every claim of every dossier that changed."""
        dossiers = batch.dossiers()
        rows = (row for dossier in dossiers.values() for row in _rows(dossier))
        eerder = [] if batch.first else list(dossiers)
        replace_rows(connection, VORDERINGEN, VORDERINGEN.c.dossier_id, eerder, rows)


def lijst(
    connection: Connection,
    op: date,
    *,
    status_: str | None = None,
    agentschap: str | None = None,
    sorteer: str = "verjaartOp",
    limiet: int = 20,
    na: int = 0,
) -> Sequence[RowMapping]:
    """The claims that were booked by this day, by their status as it is now on that day.

    With `agentschap` those that follow from an inbreuk of that agency.

    Raises KeyError for an order that is not in VOLGORDE.
    """
    gevraagd = (
        select(VORDERINGEN)
        .where(_welke(op, status_, agentschap))
        .order_by(*VOLGORDE[sorteer], VORDERINGEN.c.dossier_id, VORDERINGEN.c.vordering)
        .offset(na)
        .limit(limiet)
    )
    return connection.execute(gevraagd).mappings().all()


def aantal(
    connection: Connection,
    op: date,
    *,
    status_: str | None = None,
    agentschap: str | None = None,
) -> int:
    """How many rows `lijst` has in all."""
    welke = _welke(op, status_, agentschap)
    return connection.execute(select(func.count()).where(welke)).scalar_one()


def stand(row: RowMapping) -> Stand:
    """The claim of a row, to ask for its balance on a day."""
    overdracht = row["overdracht_json"]
    return Stand(
        vordering=_vorm(Vordering).validate_python(row["vordering_json"]),
        overdracht=None if overdracht is None else _vorm(Overdracht).validate_python(overdracht),
    )


def _welke(op: date, status_: str | None, agentschap: str | None) -> ColumnElement[bool]:
    welke = [VORDERINGEN.c.geboekt_op <= op]
    if status_ is not None:
        voorbij = and_(VORDERINGEN.c.status.in_(WACHTEND), VORDERINGEN.c.vervaldag < op)
        welke.append(case((voorbij, "vervallen"), else_=VORDERINGEN.c.status) == status_)
    if agentschap is not None:
        ander = van_een_ander(VORDERINGEN.c.dossier_id, VORDERINGEN.c.vordering, agentschap)
        welke.append(and_(VORDERINGEN.c.agentschappen.contains([agentschap]), ~ander))
    return and_(*welke)


@cache
def _vorm(soort: type[Any]) -> TypeAdapter[Any]:
    """How a frozen value is written and read back; its field types are given by name."""
    vorm = TypeAdapter(soort)
    namen = {"LopendeTermijn": LopendeTermijn, "Grondslag": Grondslag}
    vorm.rebuild(_types_namespace=namen)
    return vorm


def _rows(dossier: Dossier) -> Iterator[Row]:
    for vordering in dossier.vorderingen.values():
        overdracht = dossier.overdrachten.get(vordering.overdracht or "")
        staat = None if overdracht is None else overdracht.staat
        kosten, hoofdsom = zonder_intrest(vordering)
        leeft = vordering.verjaring is not None and vordering.leeft
        verjaring = vordering.verjaring if leeft else None
        termijn = vordering.betaaltermijn
        yield (
            dossier.dossier_id,
            vordering.sleutel,
            sorted(dossier.agentschappen),
            vordering.besluit,
            vordering.ogm,
            status(vordering, date.max, staat, vervallen=False),
            vordering.geboekt_op,
            None if termijn is None else termijn.laatste_dag_burger,
            int(vordering.hoofdsom),
            int(vordering.betaald),
            0 if vordering.afgesloten else int(kosten),
            0 if vordering.afgesloten else int(hoofdsom),
            int(vordering.teveel),
            None if verjaring is None else verjaring.datum,
            None if verjaring is None else verjaring.laatste_veilige_dag,
            staat,
            _vorm(Vordering).dump_python(vordering, mode="json"),
            None if overdracht is None else _vorm(Overdracht).dump_python(overdracht, mode="json"),
        )
