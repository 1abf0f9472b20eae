"""The example of every question in the contract is asked, and answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from handhaving.api.taken import werken
from handhaving.running import taken
from tests.api.test_contract import OPERATIES

if TYPE_CHECKING:
    from tests.api.kantoor import Kantoor

VRAGEN = {
    operatie["operationId"]: (methode, pad, operatie)
    for methode, pad, operatie in OPERATIES
    if "opdracht." not in str(operatie.get("requestBody", ""))
}


@pytest.fixture(scope="module")
def sleutels(gedeeld: Kantoor) -> dict[str, str]:
    """Something of every kind that a path can name."""
    dossier_id = gedeeld.dossier("bevestigd")
    gedeeld.bij()
    zinnen = gedeeld.vraag("GET", f"/v1/dossiers/{dossier_id}/gebeurtenissen").json()["items"]
    taak = gedeeld.vraag("POST", "/v1/exporten").json()["taakId"]
    assert taken.doe(gedeeld.app, werken(gedeeld.app))
    return {
        "dossierId": str(dossier_id),
        "gebeurtenisId": zinnen[0]["gebeurtenisId"],
        "taakId": taak,
    }


@pytest.mark.parametrize("naam", sorted(VRAGEN))
def test_given_the_example_of_a_question_then_it_is_answered(
    gedeeld: Kantoor, sleutels: dict[str, str], naam: str
) -> None:
    methode, pad, operatie = VRAGEN[naam]
    rollen = operatie.get("x-rollen")
    rol = (
        "dossierbehandelaar"
        if isinstance(rollen, list) and "dossierbehandelaar" in rollen
        else None
    )
    if rol is None and isinstance(rollen, list):
        rol = rollen[0]
    gegeven = [p for p in operatie["parameters"] if "example" in p]
    in_pad = sleutels | {p["name"]: str(p["example"]) for p in gegeven if p["in"] == "path"}
    vraag = {p["name"]: p["example"] for p in gegeven if p["in"] == "query"}
    inhoud = operatie.get("requestBody", {}).get("content", {})
    json_: Any = inhoud.get("application/json", {}).get("example")
    if naam == "neemOp":
        koppen = {
            "Authorization": f"Bearer {gedeeld.token('dossierbehandelaar')}",
            "Content-Type": next(iter(inhoud)),
        }
        antwoord = gedeeld.client.post(pad, content=b"<leeg/>", headers=koppen)
    else:
        waar = re.sub(r"\{(\w+)\}", lambda m: in_pad[m[1]], pad)
        antwoord = gedeeld.vraag(methode.upper(), waar, rol, json=json_, params=vraag)
    assert str(antwoord.status_code) in operatie["responses"], antwoord.text
    assert antwoord.status_code < 400, antwoord.text
