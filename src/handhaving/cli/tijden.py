"""Days and instants as the verbs take them, and today as the clock of the application has it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from handhaving.dossier.keuring import EERSTE_DAG, VOORUIT
from handhaving.recht import dag_in_brussel, einde_van_dag
from handhaving.recht.tellen import lees_datum

if TYPE_CHECKING:
    from handhaving.bootstrap import App


def lees_dag(tekst: str) -> date:
    """A day as `JJJJ-MM-DD`; anything else, or a day that no command may hold, is wrong use."""
    dag = lees_datum(tekst)
    if dag is None:
        msg = f"'{tekst}' is geen dag (JJJJ-MM-DD)"
        raise typer.BadParameter(msg)
    return _bruikbaar(dag)


def lees_moment(tekst: str) -> datetime:
    """An instant with offset, or a day: then its end, 24:00 in Brussels."""
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError:
        return einde_van_dag(lees_dag(tekst))
    if len(tekst) == len("2026-01-01"):
        return einde_van_dag(lees_dag(tekst))
    if moment.tzinfo is None:
        msg = f"'{tekst}' heeft geen tijdzone (bijvoorbeeld 2026-01-01T12:00:00+01:00)"
        raise typer.BadParameter(msg)
    _bruikbaar(moment.date())
    return moment


def _bruikbaar(dag: date) -> date:
    """The same day, within the years that a day in a command may lie in."""
    laatste = nu_in_brussel().year + VOORUIT
    if not EERSTE_DAG.year <= dag.year <= laatste:
        msg = f"verwacht een dag van {EERSTE_DAG.year} tot en met {laatste}"
        raise typer.BadParameter(msg)
    return dag


def nu_in_brussel() -> date:
    """Today in Brussels, as this machine has it."""
    return dag_in_brussel(datetime.now(UTC))


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


Dag = Annotated[date, typer.Option(parser=lees_dag, metavar="DAG")]
DagOfNiets = Annotated[date | None, typer.Option(parser=lees_dag, metavar="DAG")]
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
