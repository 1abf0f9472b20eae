"""The published contract: valid, complete, and true to how the service is asked."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from fastapi import FastAPI
from openapi_spec_validator import OpenAPIV30SpecValidator

from handhaving.api import openapi
from handhaving.api.app import DELEN
from handhaving.api.deur import Deur, RouteZonderRol
from handhaving.cli.catalogus import weigeringen
from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN

if TYPE_CHECKING:
    from tests.api.kantoor import Kantoor


def contract() -> dict[str, Any]:
    """The contract of the routes alone: it needs no database."""
    app = FastAPI(title="Handhaving", version="1")
    deur = Deur(app)
    for registreer in DELEN:
        registreer(deur)
    return openapi.maak(app)


CONTRACT = contract()
OPERATIES = list(openapi.operaties(CONTRACT))
NAMEN = [operatie["operationId"] for _, _, operatie in OPERATIES]


def test_given_the_contract_then_it_is_openapi_3_0_3() -> None:
    assert CONTRACT["openapi"] == "3.0.3"
    OpenAPIV30SpecValidator(CONTRACT).validate()


def test_given_all_operations_then_each_has_a_name_of_its_own() -> None:
    assert [naam for naam, keer in Counter(NAMEN).items() if keer > 1] == []
    assert [naam for naam in NAMEN if not re.fullmatch(r"[a-z][A-Za-z0-9]*", naam)] == []


@pytest.mark.parametrize("operatie", [o for _, _, o in OPERATIES], ids=NAMEN)
def test_given_an_operation_then_it_is_told_in_full(operatie: dict[str, Any]) -> None:
    assert len(operatie["tags"]) == 1
    assert operatie["summary"].endswith((".", "!"))
    assert {"400", "429", "500", "503"} <= set(operatie["responses"])
    if operatie["security"]:
        assert {"401", "403"} <= set(operatie["responses"])
        assert operatie["x-rollen"]
        assert set(operatie["x-rollen"]) <= set(Rol)
    for parameter in operatie["parameters"]:
        naam = parameter.get("name", "")
        vorm = r"[A-Za-z]+(-[A-Za-z]+)*" if parameter.get("in") == "header" else r"[a-z][A-Za-z]*"
        assert not naam or re.fullmatch(vorm, naam), naam


@pytest.mark.parametrize("pad", sorted(CONTRACT["paths"]))
def test_given_a_path_then_its_parts_are_camel_case(pad: str) -> None:
    delen = [deel.strip("{}") for deel in pad.strip("/").split("/")]
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9]*", deel) for deel in delen)


def test_given_the_commands_then_all_that_people_give_are_in_it() -> None:
    mensen = {n for n, k in OPDRACHTEN.items() if k.rollen != {Rol.SYSTEEM}}
    assert {n[0].lower() + n[1:] for n in mensen} <= set(NAMEN)
    schemas = CONTRACT["components"]["schemas"]
    assert {f"opdracht.{n}" for n in mensen} <= set(schemas)


@pytest.mark.parametrize("naam", sorted(n for n in CONTRACT["components"]["schemas"]))
def test_given_a_schema_then_its_names_are_camel_case(naam: str) -> None:
    namen = CONTRACT["components"]["schemas"][naam].get("properties", {})
    assert [n for n in namen if not re.fullmatch(r"[a-z][A-Za-z0-9]*", n)] == []


@pytest.mark.parametrize(
    "operatie", [o for _, _, o in OPERATIES if "requestBody" in o],
    ids=[o["operationId"] for _, _, o in OPERATIES if "requestBody" in o],
)  # fmt: skip
def test_given_a_body_then_its_example_holds_to_its_schema(operatie: dict[str, Any]) -> None:
    for media in operatie["requestBody"]["content"].values():
        schema = media["schema"]
        if "$ref" in schema:
            schema = CONTRACT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if "example" in media:
            jsonschema.validate(media["example"], schema)


def test_given_a_command_then_its_409_names_every_code_and_only_codes_that_exist() -> None:
    bekend = {k.__name__ for k in weigeringen()} | {"MogelijkDubbel"}
    per_naam = {o["operationId"]: o for _, _, o in OPERATIES if "x-weigeringen" in o}
    assert len(per_naam) == sum(k.rollen != {Rol.SYSTEEM} for k in OPDRACHTEN.values())
    for naam, operatie in per_naam.items():
        zin = operatie["responses"]["409"]["description"]
        codes = operatie["x-weigeringen"]
        assert set(codes) <= bekend, naam
        assert all(code in zin for code in codes), naam
    besluit = set(per_naam["neemBoetebesluit"]["x-weigeringen"])
    assert {"VerweertermijnLoopt", "BedragBuitenBoetevork", "VoorstellerBeslistNiet"} <= besluit
    assert "MogelijkDubbel" in per_naam["stelInbreukVast"]["x-weigeringen"]
    assert "OnbekendDossier" not in besluit


def _niets() -> None:
    return None


def test_given_a_route_without_roles_then_nothing_starts() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_api_route("/v1/vergeten", _niets)
    with pytest.raises(RouteZonderRol, match="/v1/vergeten"):
        Deur(app).keur()
    ander = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    Deur(ander).open("/v1/niemand", _niets, naam="niemand", tag="x", samenvatting="X.", rollen=())
    with pytest.raises(RouteZonderRol, match="/v1/niemand"):
        Deur(ander).keur()


def test_given_the_service_then_it_publishes_the_same_twice(gedeeld: Kantoor) -> None:
    als_json = gedeeld.client.get("/doc/openapi.json")
    als_yaml = gedeeld.client.get("/doc/openapi.yaml")
    assert als_json.status_code == als_yaml.status_code == 200
    assert als_json.json() == yaml.safe_load(als_yaml.text)
    assert als_json.json()["paths"] == CONTRACT["paths"]


def test_given_the_page_then_it_asks_nothing_of_another_machine(gedeeld: Kantoor) -> None:
    blad = gedeeld.client.get("/doc")
    assert blad.status_code == 200
    assert "default-src 'none'; style-src 'self'" in blad.headers["content-security-policy"]
    bronnen = re.findall(r"""(?:src|href)\s*=\s*["']?([^"'> ]+)""", blad.text)
    assert bronnen
    assert [b for b in bronnen if not b.startswith(("/doc", "#"))] == []
    assert "<script" not in blad.text
    assert all(naam in blad.text for naam in NAMEN)
    assert gedeeld.client.get("/doc/stijl.css").headers["content-type"].startswith("text/css")
