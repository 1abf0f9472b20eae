"""Deadlines: one row per term of a dossier, prescription and its warnings among them.

What is due, and what the system must do about it, is decided by `dossier.termijnen` alone; here it
is stored so that it can be found by date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from sqlalchemy import Column, Date, Index, MetaData, Table, Text, Uuid, and_, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from handhaving.dossier.termijnen import termijnen
from handhaving.eventlog.projection import SCHEMA, Row, replace_rows
from projections.auditspoor import AUDITSPOOR
from projections.dossierstand import van_een_ander

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.projection import Batch

VERSIE = 1

METADATA = MetaData(schema=SCHEMA)

TERMIJNEN = Table(
    f"termijnen_v{VERSIE}",
    METADATA,
    Column("termijn_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("soort", Text, nullable=False),
    Column("betreft", Text, nullable=False),
    Column("van", Date, nullable=False),
    Column("laatste_dag_burger", Date),
    Column("laatste_dag_overheid", Date),
    Column("vervalt_op", Date, nullable=False),
    Column("regel", Text, nullable=False),
    Column("kalender", Text),
    Column("staat", Text, nullable=False),
    Column("gezet_door", Uuid, nullable=False),
    Column("opdracht", Text),
    Column("gegevens", JSONB, nullable=False),
    Column("agentschappen", ARRAY(Text), nullable=False),
    Index(f"termijnen_v{VERSIE}_dossier", "dossier_id"),
)
"""`vervalt_op` is the last day, until 24:00 in Brussels; then `opdracht` is up to the system."""

LOOPT: ColumnElement[bool] = TERMIJNEN.c.staat == "loopt"

Index(
    f"termijnen_v{VERSIE}_agenda",
    TERMIJNEN.c.vervalt_op,
    TERMIJNEN.c.dossier_id,
    TERMIJNEN.c.soort,
    postgresql_where=LOOPT,
)
Index(
    f"termijnen_v{VERSIE}_opdracht",
    TERMIJNEN.c.vervalt_op,
    TERMIJNEN.c.dossier_id,
    TERMIJNEN.c.soort,
    postgresql_where=and_(LOOPT, TERMIJNEN.c.opdracht.is_not(None)),
)

ORDE = (TERMIJNEN.c.vervalt_op, TERMIJNEN.c.dossier_id, TERMIJNEN.c.soort, TERMIJNEN.c.betreft)
"""Legal order: by last day; within a day a fixed order, so that two runs do the same."""

VERJARING = ("verjaring", "besluit")
"""What the kinds begin with that are about prescription: of a claim, and of the power to decide."""

_MET_GROND = select(TERMIJNEN, AUDITSPOOR.c.grondslag, AUDITSPOOR.c.te_verifieren).join_from(
    TERMIJNEN,
    AUDITSPOOR,
    # Found by dossier, for which there is an index.
    and_(
        AUDITSPOOR.c.dossier_id == TERMIJNEN.c.dossier_id,
        AUDITSPOOR.c.gebeurtenis_id == TERMIJNEN.c.gezet_door,
    ),
    isouter=True,
)


class Termijnen:
    """The read model `termijnen`."""

    naam = "termijnen"
    versie = VERSIE
    metadata = METADATA

    def apply(self, connection: Connection, batch: Batch[Dossier]) -> None:
        """The terms of every dossier that changed, in the place of those it had."""
        dossiers = batch.dossiers()
        rows = [row for dossier in dossiers.values() for row in _rows(dossier)]
        eerder = [] if batch.first else list(dossiers)
        replace_rows(connection, TERMIJNEN, TERMIJNEN.c.dossier_id, eerder, rows)


def termijn_id(dossier_id: UUID, soort: str, betreft: str) -> UUID:
    """The identity of a term: the same for ever, whatever its end becomes."""
    return uuid5(dossier_id, f"{soort}|{betreft}")


def agenda(
    connection: Connection, *, vanaf: date | None, tot: date, soort: str | None = None
) -> Sequence[RowMapping]:
    """The terms that run and end in `[vanaf, tot]` (from ever when `vanaf` is None), in order.

    `soort` also finds what is derived from it: `verjaring` finds its warnings. `grondslag` and
    `te_verifieren` are those of the event that set the end, as the trail has them.
    """
    gevraagd = _MET_GROND.where(LOOPT, TERMIJNEN.c.vervalt_op <= tot).order_by(*ORDE)
    if vanaf is not None:
        gevraagd = gevraagd.where(TERMIJNEN.c.vervalt_op >= vanaf)
    if soort is not None:
        gevraagd = gevraagd.where(_van_soort(soort))
    return connection.execute(gevraagd).mappings().all()


def bladzijde(
    connection: Connection,
    *,
    vervalt_voor: date | None = None,
    soort: str | None = None,
    deel_van: str | None = None,
    omlaag: bool = False,
    vanaf: int = 0,
    limiet: int = 20,
) -> tuple[Sequence[RowMapping], int]:
    """A page of the terms that run, and how many there are; of one agency only what is its own."""
    voorwaarden = [LOOPT]
    if vervalt_voor is not None:
        voorwaarden.append(TERMIJNEN.c.vervalt_op < vervalt_voor)
    if soort is not None:
        voorwaarden.append(_van_soort(soort))
    if deel_van is not None:
        voorwaarden.append(_is_van(deel_van))
    orde = [TERMIJNEN.c.vervalt_op.desc() if omlaag else TERMIJNEN.c.vervalt_op, *ORDE[1:]]
    gevraagd = _MET_GROND.where(*voorwaarden).order_by(*orde).offset(vanaf).limit(limiet)
    totaal = select(func.count()).select_from(TERMIJNEN).where(*voorwaarden)
    return connection.execute(gevraagd).mappings().all(), connection.execute(totaal).scalar_one()


def _van_soort(soort: str) -> ColumnElement[bool]:
    """A kind, and what is derived from it."""
    return or_(
        TERMIJNEN.c.soort == soort, TERMIJNEN.c.soort.startswith(f"{soort}-", autoescape=True)
    )


def _is_van(agentschap: str) -> ColumnElement[bool]:
    """Whether the agency has a part in the dossier, and the term is not of another's inbreuk."""
    ander = van_een_ander(TERMIJNEN.c.dossier_id, TERMIJNEN.c.betreft, agentschap)
    return and_(TERMIJNEN.c.agentschappen.contains([agentschap]), ~ander)


def van_dossier(connection: Connection, dossier_id: UUID) -> Sequence[RowMapping]:
    """All terms of one dossier, those that no longer run too."""
    gevraagd = _MET_GROND.where(TERMIJNEN.c.dossier_id == dossier_id).order_by(*ORDE)
    return connection.execute(gevraagd).mappings().all()


def aan_het_systeem(voor: date) -> ColumnElement[bool]:
    """The terms whose last day lies before `voor` and of which the system must say so."""
    return and_(LOOPT, TERMIJNEN.c.opdracht.is_not(None), TERMIJNEN.c.vervalt_op < voor)


def aantal_over_tijd(connection: Connection, voor: date) -> int:
    """How many of those there are."""
    gevraagd = select(func.count()).select_from(TERMIJNEN).where(aan_het_systeem(voor))
    return connection.execute(gevraagd).scalar_one()


def _rows(dossier: Dossier) -> Iterator[Row]:
    agentschappen = sorted(dossier.agentschappen)
    for termijn in termijnen(dossier):
        yield (
            termijn_id(dossier.dossier_id, termijn.soort, termijn.betreft),
            dossier.dossier_id,
            termijn.soort,
            termijn.betreft,
            termijn.van,
            termijn.laatste_dag_burger,
            termijn.laatste_dag_overheid,
            termijn.vervalt_op,
            termijn.regel,
            termijn.kalender,
            termijn.staat,
            termijn.gezet_door,
            termijn.opdracht,
            termijn.gegevens,
            agentschappen,
        )
