"""What is to be done: one row per thing, with who does it, from which day and until when.

What there is to do is decided by `dossier.werk` alone; here it is stored so that it can be found
by role, by agency and by date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    and_,
    case,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from handhaving.dossier.werk import werk
from handhaving.eventlog.projection import SCHEMA, Row, replace_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.projection import Batch

VERSIE = 1

METADATA = MetaData(schema=SCHEMA)

WERKVOORRAAD = Table(
    f"werkvoorraad_v{VERSIE}",
    METADATA,
    Column("dossier_id", Uuid, primary_key=True),
    Column("volgnr", Integer, primary_key=True, autoincrement=False),
    Column("soort", Text, nullable=False),
    Column("betreft", Text, nullable=False),
    Column("rol", Text, nullable=False),
    Column("organisatie", Text, nullable=False),
    Column("vanaf", Date, nullable=False),
    Column("streefdatum", Date),
    Column("uiterlijk", Date),
    Column("opdracht", Text),
    Column("gegevens", JSONB, nullable=False),
    Column("taak", Text),
    Column("hindert", Boolean, nullable=False),
    Index(f"werkvoorraad_v{VERSIE}_wie", "rol", "organisatie", "vanaf"),
)
"""Before `vanaf` there is nothing to do yet.

`streefdatum` is what one aims at, `uiterlijk` the last day on which it is still safe.
"""

VOLGORDE = ("deadline", "-deadline", "vanaf", "-vanaf")
GEEN_BRIEVEN: Mapping[str, int] = {}


class Werkvoorraad:
    """The read model `werkvoorraad`."""

    naam = "werkvoorraad"
    versie = VERSIE
    metadata = METADATA

    def apply(self, connection: Connection, batch: Batch[Dossier]) -> None:
        """Every thing to do of every dossier that changed."""
        dossiers = batch.dossiers()
        rows = (row for dossier in dossiers.values() for row in _rows(dossier))
        eerder = [] if batch.first else list(dossiers)
        replace_rows(connection, WERKVOORRAAD, WERKVOORRAAD.c.dossier_id, eerder, rows)


def lijst(
    connection: Connection,
    vandaag: date,
    *,
    rol: str | None = None,
    organisatie: str | None = None,
    soort: str | None = None,
    tot: date | None = None,
    respijt: Mapping[str, int] = GEEN_BRIEVEN,
    sorteer: str = "deadline",
    limiet: int = 20,
    na: int = 0,
) -> Sequence[RowMapping]:
    """What can be done on this day, the most pressing first; after skipping `na`.

    With `tot` only what presses by then. `respijt` is how many days after the one before each kind
    of letter leaves, by the law of that day. Raises ValueError for an order not in VOLGORDE.
    """
    if sorteer not in VOLGORDE:
        msg = f"sorteren op {sorteer} kan niet; wel: {', '.join(VOLGORDE)}"
        raise ValueError(msg)
    druk = _deadline(respijt)
    op = WERKVOORRAAD.c.vanaf if sorteer.endswith("vanaf") else druk
    gevraagd = (
        select(WERKVOORRAAD)
        .where(
            _welk(vandaag, rol=rol, organisatie=organisatie, soort=soort, tot=tot, deadline=druk)
        )
        .order_by(
            (op.desc() if sorteer.startswith("-") else op.asc()).nulls_last(),
            WERKVOORRAAD.c.dossier_id,
            WERKVOORRAAD.c.volgnr,
        )
        .offset(na)
        .limit(limiet)
    )
    return connection.execute(gevraagd).mappings().all()


def aantal(
    connection: Connection,
    vandaag: date,
    *,
    rol: str | None = None,
    organisatie: str | None = None,
    soort: str | None = None,
    tot: date | None = None,
    respijt: Mapping[str, int] = GEEN_BRIEVEN,
) -> int:
    """How many rows `lijst` has in all."""
    druk = _deadline(respijt)
    welk = _welk(vandaag, rol=rol, organisatie=organisatie, soort=soort, tot=tot, deadline=druk)
    return connection.execute(select(func.count()).where(welk)).scalar_one()


def van_dossier(connection: Connection, dossier_id: UUID) -> Sequence[RowMapping]:
    """Everything to do in one dossier, also what comes later."""
    gevraagd = (
        select(WERKVOORRAAD)
        .where(WERKVOORRAAD.c.dossier_id == dossier_id)
        .order_by(WERKVOORRAAD.c.volgnr)
    )
    return connection.execute(gevraagd).mappings().all()


def _deadline(respijt: Mapping[str, int]) -> ColumnElement[date]:
    """The first day that presses; null when none does."""
    streef: ColumnElement[date] = WERKVOORRAAD.c.streefdatum
    if respijt:
        brieven = [
            (WERKVOORRAAD.c.soort == soort, WERKVOORRAAD.c.vanaf + (dagen - 1))
            for soort, dagen in respijt.items()
        ]
        streef = case(*brieven, else_=streef)
    return func.least(streef, WERKVOORRAAD.c.uiterlijk)


def _welk(
    vandaag: date,
    *,
    rol: str | None,
    organisatie: str | None,
    soort: str | None,
    tot: date | None,
    deadline: ColumnElement[date],
) -> ColumnElement[bool]:
    welk = [WERKVOORRAAD.c.vanaf <= vandaag]
    if rol is not None:
        welk.append(WERKVOORRAAD.c.rol == rol)
    if organisatie is not None:
        welk.append(WERKVOORRAAD.c.organisatie == organisatie)
    if soort is not None:
        welk.append(WERKVOORRAAD.c.soort == soort)
    if tot is not None:
        welk.append(deadline <= tot)
    return and_(*welk)


def _rows(dossier: Dossier) -> Iterator[Row]:
    for volgnr, ding in enumerate(werk(dossier)):
        yield (
            dossier.dossier_id,
            volgnr,
            ding.soort,
            ding.betreft,
            ding.rol.value,
            ding.organisatie,
            ding.vanaf,
            ding.streefdatum,
            ding.uiterlijk,
            ding.opdracht,
            dict(ding.gegevens),
            ding.taak,
            ding.hindert,
        )
