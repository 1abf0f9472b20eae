"""The application: routes, what goes around them, and the check that each has its roles."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response

from handhaving.api import (
    abb,
    audit,
    bewaking,
    blad,
    dossiers,
    opdrachten,
    openapi,
    taken,
    termijnen,
    werk,
)
from handhaving.api.deur import Deur
from handhaving.api.dienst import STAAT, Dienst
from handhaving.api.omslag import Omslag
from handhaving.api.problemen import Probleem, antwoord, van_pydantic, van_weigering
from handhaving.dossier.basis import Weigering
from handhaving.service import VersieVerouderd

if TYPE_CHECKING:
    from collections.abc import Callable

    from handhaving.api.dienst import Dienst as _Dienst

VERSIE = "1.0.0"
DELEN: tuple[Callable[[Deur], None], ...] = (
    bewaking.registreer,
    openapi.registreer,
    blad.registreer,
    dossiers.registreer,
    termijnen.registreer,
    werk.registreer,
    abb.registreer,
    audit.registreer,
    taken.registreer,
    opdrachten.registreer,
)
"""Every part of the service puts its own routes on the door."""

_STATUS = {
    400: "badRequest",
    404: "resourceNotFound",
    405: "methodNotAllowed",
    406: "notAcceptable",
    413: "payloadTooLarge",
    415: "unsupportedMediaType",
}

_log = structlog.get_logger(__name__)


def maak_app(dienst: _Dienst) -> FastAPI:
    """The service over this application. Raises RouteZonderRol, OpdrachtZonderPad."""
    app = FastAPI(
        title="Handhaving",
        version=VERSIE,
        summary="Handhaving van de inburgeringsplicht, van vaststelling tot invordering.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    setattr(app.state, STAAT, dienst)
    deur = Deur(app)
    for registreer in DELEN:
        registreer(deur)
    deur.keur()
    vertalers: tuple[tuple[int | type[Exception], Callable[..., Response]], ...] = (
        (Probleem, _probleem),
        (Weigering, _weigering),
        (VersieVerouderd, _verouderd),
        (RequestValidationError, _vorm),
        *((status, _http) for status in _STATUS),
    )
    for soort, vertaal in vertalers:
        app.add_exception_handler(soort, vertaal)
    app.add_middleware(Omslag, dienst=dienst)
    return app


def _probleem(_request: Request, fout: Any) -> Response:  # noqa: ANN401 - its class is registered
    return antwoord(fout)


def _weigering(request: Request, fout: Any) -> Response:  # noqa: ANN401 - its class is registered
    naam = getattr(request.scope.get("route"), "name", "")
    dienst: Dienst = getattr(request.app.state, STAAT)
    dienst.tellers.weigeringen.labels(naam, fout.code).inc()
    if fout.verzwegen:  # for who keeps the log; the caller has no part in the dossier
        spoor = str(request.scope["spoor"])
        _log.info("reden_verzwegen", code=fout.code, redenen=list(fout.verzwegen), spoor=spoor)
    return antwoord(van_weigering(fout, request.path_params))


def _verouderd(_request: Request, fout: Any) -> Response:  # noqa: ANN401 - its class is registered
    if fout.werkelijk is None:  # not for who has no part in it
        return antwoord(Probleem("preconditionFailed"))
    zin = f"Het dossier is intussen aan versie {fout.werkelijk} toe."
    return antwoord(Probleem("preconditionFailed", zin, headers={"ETag": f'"{fout.werkelijk}"'}))


def _vorm(_request: Request, fout: Any) -> Response:  # noqa: ANN401 - its class is registered
    return antwoord(van_pydantic(fout.errors()))


def _http(request: Request, fout: Any) -> Response:  # noqa: ANN401 - its class is registered
    koppen = dict(fout.headers or {})
    if fout.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        koppen["Allow"] = ", ".join(sorted(_methoden(request)))
    return antwoord(Probleem(_STATUS[fout.status_code], headers=koppen))


def _methoden(request: Request) -> set[str]:
    """What can be done at this path, over all its routes; what GET reads, HEAD asks."""
    gevonden: set[str] = set()
    for route in request.app.routes:
        if route.path_regex.match(request.url.path):
            gevonden |= route.methods
    return gevonden | ({"HEAD"} if "GET" in gevonden else set())
