"""The one door: no route without declared roles, no caller without a token that can be believed.

A route says who may use it where it is registered. What is not declared does not start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from handhaving.adapters.tokens import TokenRefused
from handhaving.api.beller import OnbekendeBeller, Wie, lees_beller
from handhaving.api.dienst import dienst
from handhaving.api.inhoud import zonder_inhoud
from handhaving.api.problemen import Probleem, issue, onbekend, ongeldig
from handhaving.dossier.basis import Rol
from handhaving.dossier.lezen import ONBEKEND, lijkt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from fastapi.dependencies.models import Dependant

    from handhaving.api.beller import Beller
    from handhaving.api.dienst import Dienst

ROLLEN: Final = "x-rollen"
OPENBAAR: Final = "openbaar"
VOORBEELD: Final = "x-voorbeeld"
ROL_HEADER: Final = "Handhaving-Rol"

IEDEREEN: Final = frozenset(Rol) - {Rol.SYSTEEM, Rol.BEHEERDER}
"""Who may see something of a dossier, as far as their organisation has a part in it."""


class RouteZonderRol(Exception):
    """A route that does not say who may use it: the service does not start."""

    def __init__(self, pad: str) -> None:
        """Name the route."""
        super().__init__(
            f"de route {pad} zegt niet wie ze mag gebruiken: registreer ze met Deur.open(rollen=…)"
        )


class Deur:
    """Puts routes on the application, each with its roles."""

    def __init__(self, app: FastAPI) -> None:
        """On this application."""
        self.app = app

    def open(
        self,
        pad: str,
        functie: Callable[..., Any],
        *,
        naam: str,
        tag: str,
        samenvatting: str,
        rollen: Iterable[Rol],
        model: type[BaseModel] | None = None,
        methode: str = "GET",
        status: int = 200,
        voorbeeld: Mapping[str, object] | None = None,
        extra: Mapping[str, Any] | None = None,
        responses: Mapping[int | str, dict[str, Any]] | None = None,
    ) -> None:
        """Add a route. `naam` is its operationId, `voorbeeld` a whole question by name."""
        antwoorden: dict[int | str, dict[str, Any]] = dict(responses or {})
        if model is not None:
            antwoorden.setdefault(status, {"model": model, "description": samenvatting})
        afhankelijk = [Depends(poort)]
        if methode != "GET" and "requestBody" not in (extra or {}):
            afhankelijk.append(Depends(zonder_inhoud))
        self.app.add_api_route(
            pad,
            functie,
            methods=[methode],
            operation_id=naam,
            name=naam,
            tags=[tag],
            summary=samenvatting,
            description="\n\n".join([samenvatting, _mag(rollen)]),
            status_code=status,
            response_model=None,
            response_class=JSONResponse,
            responses=antwoorden,
            dependencies=afhankelijk,
            openapi_extra={
                **(extra or {}),
                ROLLEN: sorted(rollen),
                VOORBEELD: dict(voorbeeld or {}),
            },
        )

    def openbaar(self, pad: str, functie: Callable[..., Any], **meer: Any) -> None:  # noqa: ANN401 - goes to FastAPI
        """Add a route that holds nothing of anybody, and asks for no token."""
        self.app.add_api_route(
            pad,
            functie,
            methods=["GET"],
            response_model=None,
            openapi_extra={ROLLEN: OPENBAAR},
            dependencies=[Depends(keur_vraag)],
            **meer,
        )

    def keur(self) -> None:
        """Raise RouteZonderRol unless every route says who may use it."""
        for route in self.app.routes:
            declared = getattr(route, "openapi_extra", None) or {}
            if not isinstance(route, APIRoute) or not declared.get(ROLLEN):
                raise RouteZonderRol(getattr(route, "path", "?"))
            if declared[ROLLEN] != OPENBAAR and poort not in {
                d.dependency for d in route.dependencies
            }:
                raise RouteZonderRol(route.path)


def _mag(rollen: Iterable[Rol]) -> str:
    return "Mag: " + ", ".join(sorted(rollen)) + "."


def poort(request: Request) -> Wie:
    """Who calls, in the role that this route allows. Raises Probleem."""
    met = dienst(request)
    route: APIRoute = request.scope["route"]
    extra = route.openapi_extra or {}
    beller = _beller(request, met)
    wie = _in_rol(request, beller, [Rol(rol) for rol in extra[ROLLEN]])
    request.scope["wie"] = wie
    keur_vraag(request)
    return wie


Aanroeper = Annotated[Wie, Depends(poort)]


def _beller(request: Request, met: Dienst) -> Beller:
    soort, _, token = request.headers.get("authorization", "").partition(" ")
    if soort.lower() != "bearer" or not token.strip():
        raise _geen_toegang(met, "noAccessToken", "ontbreekt")
    try:
        claims = met.tokens.claims(token.strip())
        return lees_beller(claims, met.app.recht, met.vandaag)
    except OnbekendeBeller:
        raise _geen_toegang(met, "invalidAccessToken", "beller") from None
    except TokenRefused as fout:
        if fout.reden == "sleutels":
            met.tellers.tokens.labels(fout.wat).inc()
            raise Probleem("serviceUnavailable", headers={"Retry-After": "5"}) from None
        soort_ = "expiredAccessToken" if fout.reden == "verlopen" else "invalidAccessToken"
        raise _geen_toegang(met, soort_, fout.wat) from None


def _geen_toegang(met: Dienst, soort: str, wat: str) -> Probleem:
    met.tellers.tokens.labels(wat).inc()
    fout = "" if soort == "noAccessToken" else ', error="invalid_token"'
    return Probleem(soort, headers={"WWW-Authenticate": f'Bearer realm="handhaving"{fout}'})


def _in_rol(request: Request, beller: Beller, toegelaten: list[Rol]) -> Wie:
    if beller.organisatie is None:
        raise Probleem(
            "missingPermission",
            "De organisatie in het token is hier niet bekend als agentschap of als ABB.",
        )
    gevraagd = request.headers.get(ROL_HEADER)
    rol = beller.als(rol for rol in toegelaten if gevraagd in {None, rol})
    if rol is None:
        soort = "missingScope" if beller.is_dienst else "missingPermission"
        raise Probleem(soort, **_geen_recht(beller, gevraagd, toegelaten))
    return Wie(beller.id, rol, beller.organisatie)


def _geen_recht(beller: Beller, gevraagd: str | None, toegelaten: list[Rol]) -> dict[str, Any]:
    """Why this role gives no right here, and which roles do: those of the token, if it has any."""
    zin = "Deze rol geeft hier geen recht."
    if gevraagd is not None and gevraagd not in beller.rollen:
        # What stands in the header is the caller's own text: only a role is said back.
        naam = f"de rol {gevraagd}" if gevraagd in set(Rol) else "de gevraagde rol"
        zin = f"Het token draagt {naam} niet voor deze organisatie."
    eigen = [rol for rol in toegelaten if rol in beller.rollen]
    if eigen:
        zin += f" Kies hier met {ROL_HEADER}: {', '.join(sorted(eigen))}."
    return {"detail": zin, "toegelaten": sorted(eigen or toegelaten)}


def keur_vraag(request: Request) -> None:
    """Refuse query parameters that this route does not know, and those given twice."""
    route: APIRoute = request.scope["route"]
    bekend = set(_vraagnamen(route.dependant))
    namen = [naam for naam, _ in request.query_params.multi_items()]
    vreemd = [
        onbekend(naam if lijkt(naam, bekend) else ONBEKEND)
        for naam in dict.fromkeys(namen)
        if naam not in bekend
    ]
    dubbel = [
        issue("schemaViolation", "query", naam, "staat er meer dan één keer")
        for naam in dict.fromkeys(namen)
        if naam in bekend and namen.count(naam) > 1
    ]
    if vreemd or dubbel:
        raise ongeldig(*vreemd, *dubbel)


def _vraagnamen(van: Dependant) -> Iterator[str]:
    """The query parameters of a route and of all it depends on."""
    yield from (veld.alias for veld in van.query_params)
    for deel in van.dependencies:
        yield from _vraagnamen(deel)
