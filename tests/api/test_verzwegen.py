"""What is not said: to an agency without a part, and to anybody what somebody wrote freely."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from structlog.testing import capture_logs

from handhaving.api import opdrachten
from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from tests.api.test_rand import issues
from tests.dossier.test_geen_echo import gevuld
from tests.dossier.trap import PERSOON, tot

if TYPE_CHECKING:
    from tests.api.kantoor import Kantoor


def test_given_a_second_agency_when_its_first_looks_like_another_then_asked_and_shown_nothing(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    pad = f"/v1/dossiers/{dossier_id}/inbreuken"
    body = {"type": "I01", "datumFeit": "2024-03-03"}
    vraag = gedeeld.vraag("POST", pad, dienst="Amal", json=body)
    assert vraag.status_code == 409
    gezegd = vraag.json()
    assert gezegd["type"] == "urn:problem-type:handhaving:mogelijkDubbel"
    assert (gezegd["kandidaten"], gezegd["feiten"]) == ([], {"kandidaten": []})
    assert not {"I1", "2024-03-01", "Atlas", "vastgesteld"} & set(vraag.text.split('"'))
    kop = {"Handhaving_Bevestiging": gezegd["bevestiging"]}
    assert gedeeld.vraag("POST", pad, dienst="Amal", json=body, **kop).status_code == 201


def test_given_the_same_fact_of_another_agency_then_409_without_who_or_which(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    body = {"type": "I01", "datumFeit": "2024-03-01"}
    pad = f"/v1/dossiers/{dossier_id}/inbreuken"
    gezegd = gedeeld.vraag("POST", pad, dienst="Amal", json=body).json()
    assert gezegd["code"] == "ZelfdeFeitReedsVastgesteld"
    assert gezegd["feiten"] == body
    assert (gezegd["mogelijk"], gezegd["ookGeweigerd"]) == ([], [])
    assert "Atlas" not in json.dumps(gezegd)


def test_given_a_word_in_every_field_of_every_command_then_it_comes_back_nowhere(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.wereld(tot("vastgesteld"))
    voor = "Zwaluwnest-7"
    statussen = set()
    with capture_logs() as regels:
        uit: list[str] = []
        for _, klasse in opdrachten.openbare(opdrachten.alle()):
            rol = next(r for r in Rol if r in klasse.rollen)
            weg = opdrachten.sleutels(klasse)
            for poging in gevuld(OPDRACHTEN[klasse.__name__], klasse.voorbeeld, voor):
                velden: dict[str, Any] = {**poging}
                pad = klasse.pad.format(
                    dossierId=dossier_id, **{s: velden.pop(s) for s in weg if s in velden}
                )
                antwoord = gedeeld.vraag("POST", pad, rol, json=velden)
                statussen.add(antwoord.status_code)
                if antwoord.status_code == 409:
                    assert antwoord.json()["code"] in opdrachten.geweigerd(klasse), pad
                if antwoord.status_code >= 400:
                    uit.append(f"{klasse.__name__} {antwoord.text} {dict(antwoord.headers)}")
    assert statussen >= {400, 404, 409}
    assert [a[:300] for a in uit if voor.lower() in a.lower()] == []
    assert voor not in json.dumps(regels, default=str)
    assert voor not in gedeeld.client.get("/metrics").text


def test_given_a_date_of_birth_to_come_then_refused_without_saying_it(gedeeld: Kantoor) -> None:
    gedeeld.op("2024-03-04")
    geboren = "2031-05-17"
    persoon = {**PERSOON, "klantnummer": f"K-{uuid4().hex[:8]}", "geboortedatum": geboren}
    antwoord = gedeeld.vraag("POST", "/v1/dossiers", json=persoon)
    assert (antwoord.status_code, antwoord.json()["code"]) == (409, "DatumInDeToekomst")
    assert geboren not in antwoord.text
    jaar = gedeeld.vraag("POST", "/v1/dossiers", json={**persoon, "geboortedatum": "0001-01-01"})
    assert issues(jaar) == [("schemaViolation", "body", "geboortedatum")]
    assert "0001" not in jaar.text
