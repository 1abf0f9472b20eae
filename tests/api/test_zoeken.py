"""Searching on who it is about: what is enough to find somebody, and what is said if it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving.api.antwoorden import Zoekvraag
from handhaving.dossier.persoon import OpenDossier

if TYPE_CHECKING:
    from tests.api.kantoor import Kantoor

NIEUW = OpenDossier.voorbeeld
NAAM = {veld: NIEUW[veld] for veld in ("naam", "geboortedatum")}


@pytest.mark.parametrize(
    ("meer", "aantal"),
    [({}, 1), ({"voornaam": NIEUW["voornaam"]}, 1), ({"voornaam": "Iemand-Anders"}, 0)],
)
def test_given_a_name_and_a_day_of_birth_then_found_also_without_a_first_name(
    kantoor: Kantoor, meer: dict[str, object], aantal: int
) -> None:
    assert kantoor.vraag("POST", "/v1/dossiers", json=NIEUW).status_code == 201
    kantoor.bij()
    antwoord = kantoor.vraag("POST", "/v1/dossiers/query", json=NAAM | meer)
    assert (antwoord.status_code, antwoord.json()["total"]) == (200, aantal), antwoord.text


@pytest.mark.parametrize(
    ("vraag", "naam"),
    [
        ({}, "(alles)"),
        ({"naam": "Fictief"}, "geboortedatum"),
        ({"naam": "Fictief", "voornaam": "Voorbeeld"}, "geboortedatum"),
        ({"voornaam": "Voorbeeld"}, "naam"),
        ({"geboortedatum": "1985-01-15"}, "naam"),
        ({"insz": "85011501764", "klantnummer": "K-1"}, "(alles)"),
        ({"insz": "85011501764", "voornaam": "Voorbeeld"}, "(alles)"),
    ],
)
def test_given_too_little_or_too_much_then_400_says_what_may_go_together(
    gedeeld: Kantoor, vraag: dict[str, str], naam: str
) -> None:
    antwoord = gedeeld.vraag("POST", "/v1/dossiers/query", json=vraag)
    assert antwoord.status_code == 400, antwoord.text
    (fout,) = antwoord.json()["issues"]
    assert (fout["in"], fout["name"]) == ("body", naam)
    assert "insz, klantnummer, of naam met geboortedatum (voornaam mag erbij)" in fout["detail"]
    assert set(vraag) <= {Zoekvraag.model_fields[v].alias or v for v in Zoekvraag.model_fields}
