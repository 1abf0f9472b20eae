"""Days and instants as the verbs take them, and today as the clock of the application has it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from handhaving.cli.recht import lees_dag
from handhaving.recht import dag_in_brussel, einde_van_dag

if TYPE_CHECKING:
    from handhaving.bootstrap import App


def lees_moment(tekst: str) -> datetime:
    """An instant with offset, or a day: then its end, 24:00 in Brussels."""
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError:
        return einde_van_dag(lees_dag(tekst))
    if len(tekst) == len("2026-01-01"):
        return einde_van_dag(moment.date())
    if moment.tzinfo is None:
        msg = f"'{tekst}' heeft geen tijdzone (bijvoorbeeld 2026-01-01T12:00:00+01:00)"
        raise typer.BadParameter(msg)
    return moment


def lees_dossier(tekst: str) -> UUID:
    """A dossierId; anything else is wrong use."""
    try:
        return UUID(tekst)
    except ValueError:
        msg = f"'{tekst}' is geen dossierId"
        raise typer.BadParameter(msg) from None


def vandaag(app: App) -> date:
    """Today in Brussels."""
    return dag_in_brussel(app.klok())


DossierId = Annotated[UUID, typer.Argument(parser=lees_dossier, metavar="DOSSIER")]
MomentOfNiets = Annotated[
    datetime | None,
    typer.Option(
        "--op",
        parser=lees_moment,
        metavar="MOMENT",
        help="Zoals gekend op dit moment (een dag: het einde ervan).",
    ),
]
GeldigOp = Annotated[
    date | None,
    typer.Option(
        "--geldig-op", parser=lees_dag, metavar="DAG", help="Zoals het juridisch was op deze dag."
    ),
]
