"""What is not said: to an agency without a part, and to anybody what somebody wrote freely."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from handhaving.api import opdrachten
from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from tests.api.test_rand import issues
from tests.dossier.spel import doe
from tests.dossier.test_geen_echo import gevuld
from tests.dossier.trap import PERSOON, tot

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

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


# --- a version is for who has a part ----------------------------------------------------------

UUID_ = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def wat_er_staat(antwoord: httpx.Response) -> tuple[int, str, str | None]:
    """What an answer says, but for ids."""
    return antwoord.status_code, UUID_.sub("…", antwoord.text), antwoord.headers.get("etag")


@pytest.mark.parametrize("rol", [Rol.DOSSIERBEHANDELAAR, Rol.DPO, Rol.AUDITOR])
def test_given_every_command_with_a_version_when_of_no_part_then_as_of_a_dossier_that_is_not(
    gedeeld: Kantoor, rol: Rol
) -> None:
    dossier_id = gedeeld.wereld(tot("bevestigd"))
    versie = gedeeld.app.service.versie(dossier_id)
    voor = gedeeld.app.log.last_position()
    for _, klasse in opdrachten.openbare(opdrachten.alle()):
        if rol not in klasse.rollen or klasse.opent or klasse is StelInbreukVast:
            continue  # these give a part
        body = {v: w for v, w in klasse.voorbeeld.items() if v not in opdrachten.sleutels(klasse)}
        uit = set()
        for waar in (dossier_id, uuid4()):
            pad = klasse.pad.format(dossierId=waar, **klasse.voorbeeld)
            for verwacht in (None, f'"{versie}"', '"99"', '"0"', f'"7", "{versie}"', '"7", "8"'):
                kop: Any = {} if verwacht is None else {"If_Match": verwacht}
                antwoord = gedeeld.vraag("POST", pad, rol, dienst="HvN", json=body, **kop)
                uit.add(wat_er_staat(antwoord))
        assert [status for status, *_ in uit] == [404], (klasse.__name__, uit)
    assert gedeeld.app.log.last_position() == voor


def test_given_a_first_infringement_with_a_version_then_late_is_said_and_never_by_how_much(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")

    def stel(waar: UUID, versie: str, dienst: str) -> httpx.Response:
        body = {"type": "I02", "datumFeit": "2024-03-01"}
        pad = f"/v1/dossiers/{waar}/inbreuken"
        return gedeeld.vraag("POST", pad, dienst=dienst, json=body, If_Match=versie)

    laat = stel(dossier_id, '"99"', "Amal")
    assert (laat.status_code, "detail" in laat.json(), laat.headers.get("etag")) == (
        412,
        False,
        None,
    )
    assert stel(dossier_id, '"99"', "Atlas").headers["etag"] == '"3"'
    assert stel(uuid4(), '"99"', "Amal").status_code == 404
    assert stel(dossier_id, '"3"', "Amal").status_code == 201


# --- why a dossier refuses is for who has a part ----------------------------------------------


def test_given_a_dossier_that_refuses_when_of_no_part_then_one_answer_and_the_log_knows_why(
    gedeeld: Kantoor,
) -> None:
    dood = doe("RegistreerOverlijden", "2024-03-06", overledenOp="2024-03-05")
    uit = set()
    redenen = []
    for spel, sleutel in ((tot("vastgesteld").met(dood), "I7"), (tot("vastgesteld"), "I1")):
        pad = f"/v1/dossiers/{gedeeld.wereld(spel)}/inbreuken"
        body = {"type": "I02", "datumFeit": "2024-03-01", "inbreuk": sleutel}
        with capture_logs() as regels:
            antwoord = gedeeld.vraag("POST", pad, dienst="Amal", json=body)
        uit.add(wat_er_staat(antwoord))
        redenen += [r["redenen"] for r in regels if r["event"] == "reden_verzwegen"]
        body["datumFeit"] = "2039-01-01"
        toekomst = gedeeld.vraag("POST", pad, dienst="Amal", json=body)
        assert toekomst.json()["code"] == "DatumInDeToekomst"
        assert toekomst.json()["feiten"]["datum"] == "2039-01-01"
    ((status, tekst, _),) = uit
    gezegd = json.loads(tekst)
    assert (status, gezegd["code"], gezegd["feiten"]) == (409, "VaststellenKanHierNiet", {})
    assert (gezegd["mogelijk"], gezegd["ookGeweigerd"]) == ([], [])
    assert redenen == [["PersoonOverleden"], ["SleutelReedsGebruikt"]]


def test_given_a_person_who_has_a_dossier_then_what_can_be_done_is_what_this_caller_can(
    gedeeld: Kantoor,
) -> None:
    gedeeld.op("2024-03-04")
    body = {"klantnummer": f"K-{uuid4().hex[:8]}", "insz": "85020200189", "naam": "Fictief"}
    assert gedeeld.vraag("POST", "/v1/dossiers", json=body).status_code == 201
    gezegd = gedeeld.vraag("POST", "/v1/dossiers", dienst="Amal", json=body).json()
    assert (gezegd["code"], gezegd["mogelijk"]) == ("DossierBestaatAl", ["StelInbreukVast"])
