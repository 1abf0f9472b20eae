"""The published contract: OpenAPI 3.0.3, from what FastAPI knows (3.1) and what routes declare."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import yaml
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from handhaving.api.antwoorden import Probleembeeld
from handhaving.api.deur import OPENBAAR, ROL_HEADER, ROLLEN, VOORBEELD
from handhaving.api.inzage import DOEL
from handhaving.api.opdrachten import WEIGERINGEN
from handhaving.api.problemen import MEDIA, SOORTEN
from handhaving.api.schema import inline
from handhaving.dossier.basis import Rol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from handhaving.api.deur import Deur

VERSIE: Final = "3.0.3"
UITLEG: Final = """\
Elke opdracht van de handhaving heeft haar eigen route, en elke vraag ook. Een weigering (409) zegt
op welke regel ze rust (`grondslag`), op welke feiten (`feiten`), en wat nu wel kan (`mogelijk`).

* **Toegang**: een token van ACM/IDM (`Authorization: Bearer …`). Rollen gelden voor de organisatie
  van het token. Wie meer rollen heeft, kiest met `Handhaving-Rol`.
* **Gelijktijdig werk**: elk dossier heeft een `ETag`; met `If-Match` volgt 412 als het verder is.
* **Herhalen**: met `Idempotency-Key` (UUID) gebeurt een opdracht nooit twee keer.
* **Lezen wat u schreef**: geef `Handhaving-Positie` van het antwoord mee als `vanafPositie`.
* **Vorm**: JSON in UTF-8, niet ingepakt. Wat een route niet kent, weigert ze: een veld, een
  parameter, een inhoud bij GET. HEAD kan overal waar GET kan; een methode die een pad niet heeft,
  krijgt 405, met in `Allow` wat wel kan. Een UUID staat er met haar streepjes.
* **Persoonsgegevens** staan nooit in een URL; elke lezing wordt genoteerd, met het doel dat u
  noemt (`Handhaving-Doel`).
"""
_ALTIJD: Final = ("badRequest", "tooManyRequests", "internalServerError", "serviceUnavailable")
_MET_TOKEN: Final = ("noAccessToken", "missingPermission")
_SPOOR: Final = {
    "name": "BelGov-Trace-Id",
    "in": "header",
    "description": "Het spoor van uw vraag; het komt terug zoals u het schreef. Een UUID (met of"
    " zonder streepjes) staat als `spoorId` bij elke gebeurtenis; elke andere waarde wordt niet"
    " bewaard, maar wel een UUID die eruit volgt: dezelfde waarde geeft altijd dezelfde.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:/-]{1,64}$"},
}


_ROL: Final = {
    "name": ROL_HEADER,
    "in": "header",
    "description": "In welke rol u vraagt, als u er meer hebt; zonder: de eerste die het mag.",
    "schema": {"type": "string", "enum": sorted(r.value for r in Rol if r is not Rol.SYSTEEM)},
}


def registreer(deur: Deur) -> None:
    """Put the contract on the door, as YAML and JSON; it is open to all."""

    def als_json() -> Response:
        return Response(json.dumps(document(deur.app)), media_type="application/json")

    def als_yaml() -> Response:
        tekst = yaml.safe_dump(document(deur.app), allow_unicode=True, sort_keys=False)
        return Response(tekst, media_type="application/yaml")

    deur.openbaar("/doc/openapi.json", als_json, include_in_schema=False)
    deur.openbaar("/doc/openapi.yaml", als_yaml, include_in_schema=False)


def document(app: FastAPI) -> dict[str, Any]:
    """The contract, made once."""
    gemaakt: dict[str, Any] | None = getattr(app.state, "contract", None)
    if gemaakt is None:
        gemaakt = maak(app)
        app.state.contract = gemaakt
    return gemaakt


def maak(app: FastAPI) -> dict[str, Any]:
    """The contract of this application."""
    ruw = get_openapi(
        title=app.title,
        version=app.version,
        description=UITLEG,
        openapi_version="3.1.0",
        routes=app.routes,
    )
    ruw["openapi"] = VERSIE
    onderdelen = ruw.setdefault("components", {})
    schemas = onderdelen.setdefault("schemas", {})
    for naam in ("HTTPValidationError", "ValidationError"):
        schemas.pop(naam, None)
    probleem = inline(Probleembeeld.model_json_schema(by_alias=True, mode="serialization"))
    schemas["Probleem"] = probleem
    onderdelen["responses"] = {
        soort: {
            "description": titel,
            "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
        }
        for soort, (_, titel) in SOORTEN.items()
    } | {
        "geweigerd": {
            "description": "Geweigerd: het domein zegt waarom, en wat nu wel kan.",
            "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
        }
    }
    onderdelen["parameters"] = {"BelGovTraceId": _SPOOR, "HandhavingRol": _ROL}
    onderdelen["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    for methode, pad, operatie in operaties(ruw):
        _maak_af(methode, pad, operatie, schemas)
    ruw["tags"] = [{"name": tag} for tag in sorted({o["tags"][0] for _, _, o in operaties(ruw)})]
    contract: dict[str, Any] = naar_30(ruw)
    for _, _, operatie in operaties(contract):
        for parameter in operatie["parameters"]:
            parameter.get("schema", {}).pop("nullable", None)  # what is not given, is not there
    return contract


def operaties(contract: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with its method and path."""
    for pad, methoden in contract["paths"].items():
        for methode, operatie in methoden.items():
            yield methode, pad, operatie


def _maak_af(methode: str, pad: str, operatie: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Problems, security, examples, and the body's schema under its own name."""
    rollen = operatie.get(ROLLEN)
    openbaar = rollen == OPENBAAR
    antwoorden = operatie["responses"]
    antwoorden.pop("422", None)
    soorten = [*_ALTIJD, *(() if openbaar else _MET_TOKEN)]
    if "{" in pad:
        soorten.append("resourceNotFound")
    if any(p.get("name") == DOEL for p in operatie.get("parameters", [])):
        antwoorden["409"] = {"$ref": "#/components/responses/geweigerd"}
    if methode == "post":
        soorten += ["payloadTooLarge", "unsupportedMediaType"]
    if _is_opdracht(operatie):
        soorten += ["preconditionFailed", "unprocessableEntity", "resourceNotFound"]
        antwoorden["409"] = {
            "description": f"Geweigerd met een van deze codes: {', '.join(operatie[WEIGERINGEN])}.",
            "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
        }
        _opdracht(operatie, schemas)
    for soort in soorten:
        status = str(SOORTEN[soort][0])
        antwoorden.setdefault(status, {"$ref": f"#/components/responses/{soort}"})
    operatie["responses"] = dict(sorted(antwoorden.items()))
    operatie["security"] = [] if openbaar else [{"token": []}]
    voorbeeld = operatie.pop(VOORBEELD, {})
    _parameters(operatie, voorbeeld, openbaar=openbaar)
    inhoud = operatie.get("requestBody", {}).get("content", {})
    if "body" in voorbeeld and "application/json" in inhoud:
        inhoud["application/json"]["example"] = voorbeeld["body"]


def _parameters(operatie: dict[str, Any], voorbeeld: dict[str, Any], *, openbaar: bool) -> None:
    """The parameters that every operation has, and an example of each of its own."""
    parameters = operatie.setdefault("parameters", [])
    parameters.append({"$ref": "#/components/parameters/BelGovTraceId"})
    if not openbaar:
        parameters.append({"$ref": "#/components/parameters/HandhavingRol"})
    for parameter in parameters:
        waarden = voorbeeld.get("pad", {}) | voorbeeld.get("query", {})
        if parameter.get("name") == "dossierId":
            parameter["schema"] = {"type": "string", "format": "uuid"}
        elif parameter.get("name") in waarden:
            parameter["example"] = waarden[parameter["name"]]


def _is_opdracht(operatie: dict[str, Any]) -> bool:
    schema = operatie.get("requestBody", {}).get("content", {}).get("application/json", {})
    return str(schema.get("schema", {}).get("title", "")).startswith("opdracht.")


def _opdracht(operatie: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Give the body its own name, and say what the answer carries beside its content."""
    inhoud = operatie["requestBody"]["content"]["application/json"]
    naam = inhoud["schema"]["title"]
    schemas[naam] = inhoud["schema"]
    inhoud["schema"] = {"$ref": f"#/components/schemas/{naam}"}
    gedaan = operatie["responses"]["201"]
    gedaan["headers"] = {
        kop: {"description": zin, "schema": {"type": "string"}}
        for kop, zin in (
            ("Location", "Het dossier."),
            ("ETag", "De versie van het dossier."),
            ("Handhaving-Positie", "Geef ze mee als vanafPositie om dit terug te lezen."),
        )
    }
    operatie["responses"]["200"] = {**gedaan, "description": "Er was niets (meer) te doen."}


def naar_30(deel: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """A piece of a 3.1 document as 3.0.3 says it."""
    if isinstance(deel, list):
        return [naar_30(d) for d in deel]
    if not isinstance(deel, dict):
        return deel
    uit = {naam: naar_30(w) for naam, w in deel.items() if naam != "propertyNames"}
    if "anyOf" in uit and isinstance(uit["anyOf"], list):
        uit = _zonder_null(uit)
    if "const" in uit and not isinstance(uit["const"], dict):
        uit["enum"] = [uit.pop("const")]
    if isinstance(uit.get("examples"), list) and uit["examples"]:
        uit["example"] = uit.pop("examples")[0]
    for grens, oud in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(uit.get(grens), int | float) and not isinstance(uit.get(grens), bool):
            uit[oud], uit[grens] = uit[grens], True
    if "default" in uit and uit["default"] is None:
        del uit["default"]
    return uit


def _zonder_null(schema: dict[str, Any]) -> dict[str, Any]:
    """`anyOf` with null as `nullable`."""
    keuzes = [k for k in schema["anyOf"] if k.get("type") != "null"]
    if len(keuzes) == len(schema["anyOf"]):
        return schema
    rest = {n: w for n, w in schema.items() if n != "anyOf"}
    if len(keuzes) > 1:
        return {**rest, "anyOf": keuzes, "nullable": True}
    (keuze,) = keuzes
    if "$ref" in keuze:
        return {**rest, "allOf": [keuze], "nullable": True}
    return {**rest, **keuze, "nullable": True}
