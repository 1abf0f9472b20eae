"""What comes up: the terms that run, with prescription marked, and what still must be verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from projections import termijnen

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import RowMapping

    from handhaving.bootstrap import App

STANDAARD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Agendarij:
    """One term. `dagen` is how many days are left after `vandaag`; below zero it is past.

    `te_verifieren` says that a rule behind it has not yet been found in its source.
    """

    termijn_id: UUID
    dossier_id: UUID
    soort: str
    betreft: str
    van: date
    laatste_dag_burger: date | None
    laatste_dag_overheid: date | None
    vervalt_op: date
    dagen: int
    regel: str
    kalender: str | None
    opdracht: str | None
    verjaring: bool
    grondslag: tuple[dict[str, str], ...]
    te_verifieren: bool


def agenda(
    app: App,
    vandaag: date,
    *,
    tot: date | None = None,
    soort: str | None = None,
    voorbij: bool = False,
) -> tuple[Agendarij, ...]:
    """The terms that end from `vandaag` up to and including `tot` (30 days), in order.

    With `voorbij` also those that run on although their last day has passed.
    """
    with app.engine.connect() as connection:
        rows = termijnen.agenda(
            connection,
            vanaf=None if voorbij else vandaag,
            tot=tot or vandaag + STANDAARD,
            soort=soort,
        )
    return tuple(_rij(row, vandaag) for row in rows)


def overdue(app: App, vandaag: date) -> int:
    """How many terms are over of which the system has not yet said so."""
    with app.engine.connect() as connection:
        return termijnen.aantal_over_tijd(connection, vandaag)


def _rij(row: RowMapping, vandaag: date) -> Agendarij:
    return Agendarij(
        termijn_id=row["termijn_id"],
        dossier_id=row["dossier_id"],
        soort=row["soort"],
        betreft=row["betreft"],
        van=row["van"],
        laatste_dag_burger=row["laatste_dag_burger"],
        laatste_dag_overheid=row["laatste_dag_overheid"],
        vervalt_op=row["vervalt_op"],
        dagen=(row["vervalt_op"] - vandaag).days,
        regel=row["regel"],
        kalender=row["kalender"],
        opdracht=row["opdracht"],
        verjaring=row["soort"].startswith(termijnen.VERJARING),
        grondslag=tuple(row["grondslag"] or ()),
        te_verifieren=bool(row["te_verifieren"]),
    )
