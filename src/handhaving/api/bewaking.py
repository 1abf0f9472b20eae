"""How the service is: `/health` for who keeps it running, `/metrics` for Prometheus."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from psycopg import Error
from sqlalchemy.exc import SQLAlchemyError

from handhaving import running
from handhaving.api.antwoorden import Gezondheid
from handhaving.api.dienst import Bediening
from handhaving.running import taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from handhaving.api.deur import Deur
    from handhaving.api.dienst import Dienst
    from handhaving.eventlog.projection import ProjectionStatus

UP: Final = "UP"
DEGRADED: Final = "DEGRADED"
DOWN: Final = "DOWN"
GEDULD: Final = 1.8
"""Seconds for a part to say how it is: who asks, often gives up after two."""
_TE_LAAT: Final = 5.0


def registreer(deur: Deur) -> None:
    """Put both on the door; neither holds anything of anybody."""
    deur.openbaar(
        "/health",
        gezondheid,
        operation_id="gezondheid",
        tags=["bewaking"],
        summary="Hoe de dienst het maakt.",
        responses={
            200: {"model": Gezondheid, "description": "UP of DEGRADED."},
            503: {"model": Gezondheid, "description": "DOWN."},
        },
    )
    deur.openbaar("/metrics", metingen, include_in_schema=False)


async def gezondheid(met: Bediening) -> JSONResponse:
    """The parts, and the worst of them; who asks is never kept waiting by a part that hangs."""
    databank, redis = await asyncio.gather(
        _op_tijd(_databank, met, DOWN), _op_tijd(_redis, met, DEGRADED)
    )
    leesmodellen = termijnen = DOWN
    if databank == UP:
        leesmodellen, termijnen = await asyncio.gather(
            _op_tijd(_leesmodellen, met, DEGRADED), _op_tijd(_termijnen, met, DEGRADED)
        )
    delen = {
        "databank": databank,
        "redis": redis,
        "leesmodellen": leesmodellen,
        "termijnen": termijnen,
    }
    slechtste = DOWN if delen["databank"] == DOWN else _slechtste(list(delen.values()))
    inhoud = {
        "status": slechtste,
        "delen": [{"naam": naam, "staat": staat} for naam, staat in delen.items()],
    }
    return JSONResponse(inhoud, 503 if slechtste == DOWN else 200)


def metingen(met: Bediening) -> Response:
    """Everything that is counted; the read models are measured now."""
    tellers = met.tellers
    try:
        for stand in running.status(met.app):
            tellers.achterstand.labels(stand.naam).set(stand.achterstand)
            tellers.achterstand_seconden.labels(stand.naam).set(stand.achterstand_seconden)
        tellers.termijnen.set(running.overdue(met.app, met.vandaag))
        for staat, aantal in taken.tel(met.app).items():
            tellers.taken.labels(staat).set(aantal)
    except (Error, SQLAlchemyError):
        pass  # what is counted in this process can be told without a database
    return Response(generate_latest(tellers.bron), media_type=CONTENT_TYPE_LATEST)


async def _op_tijd(meting: Callable[[Dienst], str], met: Dienst, anders: str) -> str:
    """How a part is; `anders` when it does not say so in time."""
    try:
        async with asyncio.timeout(GEDULD):
            return await asyncio.to_thread(meting, met)
    except TimeoutError:
        return anders


def _leesmodellen(met: Dienst) -> str:
    try:
        return DEGRADED if any(map(_achter, running.status(met.app))) else UP
    except (Error, SQLAlchemyError):
        return DOWN


def _termijnen(met: Dienst) -> str:
    try:
        return DEGRADED if running.overdue(met.app, met.vandaag) else UP
    except (Error, SQLAlchemyError):
        return DOWN


def _databank(met: Dienst) -> str:
    try:
        met.app.log.last_position()
        with met.app.engine.connect():
            return UP
    except (Error, SQLAlchemyError):
        return DOWN


def _redis(met: Dienst) -> str:
    return UP if met.app.redis_klacht() is None else DEGRADED


def _achter(stand: ProjectionStatus) -> bool:
    return (
        stand.staat == "gestopt" or bool(stand.geparkeerd) or stand.achterstand_seconden > _TE_LAAT
    )


def _slechtste(staten: list[str]) -> str:
    return DEGRADED if DEGRADED in staten or DOWN in staten else UP
