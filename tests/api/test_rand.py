"""The edge of HTTP: what is not foreseen is named where it is, and never guessed at."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from handhaving.adapters.uitgever import person
from handhaving.api import inhoud
from handhaving.api.beller import lees_beller
from handhaving.api.omslag import METHODEN
from handhaving.dossier import verzwegen
from handhaving.dossier.basis import Rol
from tests.api.kantoor import OVO
from tests.api.test_contract import CONTRACT, OPERATIES
from tests.api.test_toegang import routes, vul
from tests.dossier.trap import tot

if TYPE_CHECKING:
    import httpx

    from tests.api.kantoor import Kantoor

GEHEIM = "Zwaluwnest"


def rauw(kantoor: Kantoor, methode: str, pad: str, **koppen: str) -> httpx.Response:
    return kantoor.client.request(methode, pad, headers=koppen)


def post(kantoor: Kantoor, pad: str, ruw: bytes, **koppen: str) -> httpx.Response:
    alle = {"Authorization": f"Bearer {kantoor.token('dossierbehandelaar')}"}
    alle |= {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
    return kantoor.client.post(pad, content=ruw, headers=alle)


def issues(antwoord: httpx.Response) -> list[tuple[str, str, str]]:
    assert antwoord.status_code == 400, antwoord.text
    return [(i["type"].rpartition(":")[2], i["in"], i["name"]) for i in antwoord.json()["issues"]]


# --- methods and bodies ---------------------------------------------------------------------


def test_given_a_method_that_somebody_made_up_then_counted_and_logged_as_another(
    gedeeld: Kantoor,
) -> None:
    with capture_logs() as regels:
        antwoorden = [
            rauw(gedeeld, f"{GEHEIM}{nummer}", pad)
            for nummer in range(5)
            for pad in ("/v1/dossiers", "/health", f"/{GEHEIM}")
        ]
    assert {a.status_code for a in antwoorden} == {404, 405}
    metingen = gedeeld.client.get("/metrics").text
    assert GEHEIM not in metingen + json.dumps(regels, default=str)
    assert 'methode="ander",route="/v1/dossiers",status="405"} 5.0' in metingen
    methoden = {regel["methode"] for regel in regels if regel["event"] == "vraag"}
    assert methoden == {"ander"}
    assert "ander" not in METHODEN


def test_given_a_path_with_more_methods_when_another_is_asked_then_405_names_them_all(
    gedeeld: Kantoor,
) -> None:
    antwoord = rauw(gedeeld, "DELETE", "/v1/dossiers")
    assert (antwoord.status_code, antwoord.headers["allow"]) == (405, "GET, HEAD, POST")
    assert "405, met in `Allow`" in CONTRACT["info"]["description"]
    assert rauw(gedeeld, "HEAD", "/v1/exporten").status_code == 405


@pytest.mark.parametrize("pad", ["/health", "/doc/openapi.yaml", "/v1/dossiers"])
def test_given_head_then_as_get_without_a_body(gedeeld: Kantoor, pad: str) -> None:
    gelezen = gedeeld.vraag("GET", pad)
    kop = gedeeld.vraag("HEAD", pad)
    assert (kop.status_code, kop.content) == (gelezen.status_code, b"")
    assert kop.headers["content-type"] == gelezen.headers["content-type"]
    assert gedeeld.vraag("HEAD", "/v1/dossiers", None).status_code == 401


@pytest.mark.parametrize("pad", ["/health", "/v1/dossiers"])
def test_given_a_get_with_a_body_then_400(gedeeld: Kantoor, pad: str) -> None:
    antwoord = gedeeld.vraag("GET", pad, json={"naam": GEHEIM})
    assert issues(antwoord) == [("unknownInput", "body", "(alles)")]
    assert gedeeld.vraag("GET", pad, Content_Length="0").status_code == 200


@pytest.mark.parametrize("pad", ["/v1/exporten", "/v1/leesmodellen/termijnen/herbouwingen"])
def test_given_a_route_without_a_body_when_one_is_sent_then_400(gedeeld: Kantoor, pad: str) -> None:
    rol = "beheerder" if "leesmodellen" in pad else "dossierbehandelaar"
    voor = gedeeld.vraag("POST", pad, rol, json={GEHEIM: 1})
    assert issues(voor) == [("unknownInput", "body", "(onbekend veld)")]
    assert GEHEIM not in voor.text
    token = {"Authorization": f"Bearer {gedeeld.token(rol)}"}
    als_json = token | {"Content-Type": "application/json"}
    rommel = gedeeld.client.post(pad, content=b"{rommel", headers=als_json)
    assert issues(rommel) == [("schemaViolation", "body", "(alles)")]
    tekst = token | {"Content-Type": "text/plain"}
    assert gedeeld.client.post(pad, content=b"rommel", headers=tekst).status_code == 415


@pytest.mark.parametrize("pad", ["/health", "/metrics", "/doc", "/doc/openapi.json"])
def test_given_an_open_route_when_asked_what_it_does_not_know_then_400(
    gedeeld: Kantoor, pad: str
) -> None:
    antwoord = gedeeld.client.get(pad, params={GEHEIM: GEHEIM})
    assert issues(antwoord) == [("unknownInput", "query", "(onbekend veld)")]
    assert GEHEIM not in antwoord.text


@pytest.mark.parametrize(
    ("koppen", "status"),
    [
        ({"Content_Type": "application/json"}, 400),
        ({"Content_Type": 'application/json; charset="UTF-8"'}, 400),
        ({"Content_Type": "application/json; charset=latin-1"}, 415),
        ({"Content_Type": "application/json", "Content_Encoding": "gzip"}, 415),
        ({"Content_Type": "application/json", "Content_Encoding": "identity"}, 400),
        ({"Content_Type": "text/plain"}, 415),
        ({}, 415),
    ],
)
@pytest.mark.parametrize("pad", ["/v1/dossiers", "/v1/dossiers/query"])
def test_given_a_body_in_another_form_then_415_and_not_read_as_something_else(
    gedeeld: Kantoor, pad: str, koppen: dict[str, str], status: int
) -> None:
    assert post(gedeeld, pad, b'{"naam": 1}', **koppen).status_code == status
    assert inhoud.JSON == "application/json"


def test_given_a_file_that_is_packed_then_415(gedeeld: Kantoor) -> None:
    koppen = {"Content_Type": "application/xml", "Content_Encoding": "gzip"}
    antwoord = post(gedeeld, "/v1/intake", b"\x1f\x8b", **koppen)
    assert (antwoord.status_code, antwoord.headers["accept-encoding"]) == (415, "identity")


def test_given_json_that_is_not_utf8_then_400(gedeeld: Kantoor) -> None:
    ruw = json.dumps({"klantnummer": "K-1"}).encode("utf-16")
    antwoord = post(gedeeld, "/v1/dossiers", ruw, Content_Type="application/json")
    assert issues(antwoord) == [("schemaViolation", "body", "(alles)")]


# --- where a fault is -----------------------------------------------------------------------


def test_given_a_fault_then_it_is_named_where_it_is(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.dossier("betekend")
    pad = f"/v1/dossiers/{dossier_id}"
    dag = gedeeld.klok.nu.date().isoformat()
    betaling = {"bedrag": "0.00", "valutadatum": dag, "bankreferentie": "C-1"}
    vragen: list[tuple[httpx.Response, tuple[str, str, str]]] = [
        (
            gedeeld.vraag("POST", f"{pad}/inbreuken/i-1/overmakingen", json={}),
            ("schemaViolation", "path", "inbreuk"),
        ),
        (
            gedeeld.vraag("POST", f"{pad}/vorderingen/V1/betalingen", "boekhouder", json=betaling),
            ("schemaViolation", "body", "bedrag"),
        ),
        (
            gedeeld.vraag("GET", pad, Handhaving_Referentie="85.01.15-017.64"),
            ("schemaViolation", "header", "Handhaving-Referentie"),
        ),
        (
            gedeeld.vraag("GET", pad, Handhaving_Doel="uit nieuwsgierigheid"),
            ("schemaViolation", "header", "Handhaving-Doel"),
        ),
        (
            gedeeld.vraag("GET", "/v1/audit/gebeurtenissen", "auditor", params={"type": "Onzin"}),
            ("invalidInput", "query", "type"),
        ),
        (
            gedeeld.vraag("GET", "/v1/vorderingen", "boekhouder", params={"status": "Onzin"}),
            ("invalidInput", "query", "status"),
        ),
        (
            gedeeld.vraag("GET", "/v1/termijnen", params={"soort": GEHEIM}),
            ("invalidInput", "query", "soort"),
        ),
        (
            gedeeld.vraag("GET", "/v1/dossiers?page=1&page=2"),
            ("schemaViolation", "query", "page"),
        ),
        (
            gedeeld.vraag("POST", "/v1/dossiers", json={"klant_nummer": "K-1", "insz": None}),
            ("unknownInput", "body", "klant_nummer"),
        ),
    ]
    for antwoord, verwacht in vragen:
        assert verwacht in issues(antwoord), antwoord.text
    dubbel = gedeeld.vraag("GET", "/v1/dossiers?page=1&page=2").json()["issues"]
    assert dubbel[0]["detail"] == "staat er meer dan één keer"


@pytest.mark.parametrize("naam", ["page_size", "dossier_id"])
def test_given_a_name_of_python_in_a_body_then_it_is_unknown(gedeeld: Kantoor, naam: str) -> None:
    waarde = 1 if naam == "page_size" else str(uuid4())
    antwoord = gedeeld.vraag("POST", "/v1/audit/toegangen/query", "dpo", json={naam: waarde})
    assert issues(antwoord) == [("unknownInput", "body", "(onbekend veld)")]


def test_given_a_day_before_the_dossier_then_404_says_so(gedeeld: Kantoor) -> None:
    pad = f"/v1/dossiers/{gedeeld.dossier('vastgesteld')}"
    for vraag in ({"geldigOp": "1900-01-01"}, {"op": "1999-01-01T00:00:00Z"}):
        antwoord = gedeeld.vraag("GET", pad, params=vraag)
        assert antwoord.status_code == 404
        assert "bestond toen nog niet" in antwoord.json()["detail"]
        vreemd = gedeeld.vraag("GET", pad, dienst="Amal", params=vraag)
        assert (vreemd.status_code, "bestond" in vreemd.text) == (404, False)
    assert verzwegen.DossierBestondNogNiet(dossier="x", geopend_op="y").code == "OnbekendDossier"


@pytest.mark.parametrize(
    ("kop", "status"),
    [
        ("*", 201),
        ('"3"', 201),
        ('W/"3"', 201),
        ('"1", W/"3"', 201),
        ('"1" , "2"', 412),
        ('"1"', 412),
        ('"1",', 400),
        ('"3", *', 400),
        ("3", 400),
        ('"é"', 400),
        ("", 400),
    ],
)
def test_given_if_match_then_as_rfc_9110_has_it(gedeeld: Kantoor, kop: str, status: int) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    assert gedeeld.app.service.versie(dossier_id) == 3
    pad = f"/v1/dossiers/{dossier_id}/persoonsgegevens"
    token = gedeeld.token("dossierbehandelaar").encode()
    koppen = [(b"Authorization", b"Bearer " + token), (b"If-Match", kop.encode("latin-1"))]
    antwoord = gedeeld.client.post(pad, json={"contacttaal": "fr"}, headers=koppen)
    assert antwoord.status_code == status, antwoord.text
    if status == 400:
        assert issues(antwoord) == [("schemaViolation", "header", "If-Match")]


# --- the contract ---------------------------------------------------------------------------


def test_given_the_contract_then_its_headers_and_bounds_are_exact() -> None:
    koppen = {
        o["operationId"]: {p["name"] for p in o["parameters"] if p.get("in") == "header"}
        for _, _, o in OPERATIES
    }
    assert {n for n, k in koppen.items() if "Handhaving-Bevestiging" in k} == {"stelInbreukVast"}
    assert "Idempotency-Key" in koppen["exporteer"] & koppen["neemOp"] & koppen["openDossier"]
    grenzen = [
        (o["operationId"], p["name"], p["schema"][grens])
        for _, _, o in OPERATIES
        for p in o["parameters"]
        for grens in ("minimum", "maximum")
        if grens in p.get("schema", {})
    ]
    assert grenzen
    assert [g for g in grenzen if type(g[2]) is not int] == []
    assert {w for _, n, w in grenzen if n == "vanafPositie"} == {1, 2**53 - 1}


# --- tokens ---------------------------------------------------------------------------------


def test_given_a_token_that_expired_then_401_at_every_route(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.wereld(tot("vastgesteld"))
    for methode, pad, rollen in routes(gedeeld):
        rol = next(r for r in Rol if r in rollen)
        claims = person(rol, OVO["ABB"], "fictief-oud")
        toen = gedeeld.klok.nu - timedelta(hours=9)
        oud = gedeeld.uitgever.sign(claims, toen, timedelta(hours=8))
        antwoord = rauw(gedeeld, methode, vul(pad, dossier_id), Authorization=f"Bearer {oud}")
        assert antwoord.status_code == 401, (methode, pad)
        assert antwoord.json()["type"] == "urn:problem-type:belgif:expiredAccessToken"
        assert 'error="invalid_token"' in antwoord.headers["www-authenticate"]


def test_given_a_token_with_roles_in_two_organisations_then_only_those_of_its_own(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    claims = person("dossierbehandelaar", OVO["Amal"], "fictief-twee") | {
        "handhaving_rol_3d": [
            f"Handhaving-dossierbehandelaar:{OVO['Amal']}",
            f"Handhaving-beslisser:{OVO['ABB']}",
            f"Handhaving-dossierbehandelaar:{OVO['Atlas']}",
        ]
    }
    token = gedeeld.uitgever.sign(claims, gedeeld.klok.nu, timedelta(hours=1))
    koppen = {"Authorization": f"Bearer {token}"}
    pad = f"/v1/dossiers/{dossier_id}"
    assert rauw(gedeeld, "GET", pad, **koppen).status_code == 404
    besluit = f"{pad}/inbreuken/I1/boetebesluiten"
    assert gedeeld.client.post(besluit, json={}, headers=koppen).status_code == 403
    twee = {**claims, "vo_orgcode": [OVO["Atlas"], OVO["ABB"]]}
    token = gedeeld.uitgever.sign(twee, gedeeld.klok.nu, timedelta(hours=1))
    antwoord = rauw(gedeeld, "GET", pad, Authorization=f"Bearer {token}")
    assert antwoord.json()["type"] == "urn:problem-type:belgif:invalidAccessToken"
    een = lees_beller(claims, gedeeld.app.recht, gedeeld.dienst.vandaag)
    assert (een.organisatie, list(een.rollen)) == ("Amal", ["dossierbehandelaar"])


def test_given_an_organisation_that_is_not_known_then_403_says_that_and_not_the_role(
    gedeeld: Kantoor,
) -> None:
    gedeeld.op("2026-03-02")
    claims = person("dossierbehandelaar", "OVO999999", "fictief-1")
    token = gedeeld.uitgever.sign(claims, gedeeld.klok.nu, timedelta(hours=1))
    kop = {"Authorization": f"Bearer {token}"}
    antwoord = gedeeld.client.post("/v1/dossiers", json={}, headers=kop)
    gezegd = antwoord.json()
    assert (antwoord.status_code, "toegelaten" in gezegd) == (403, False)
    assert "organisatie in het token is hier niet bekend" in gezegd["detail"]
    assert "OVO999999" not in antwoord.text


# --- what is wrong, in words that help --------------------------------------------------------


@pytest.mark.parametrize(
    ("naam", "waarde", "zin"),
    [
        ("op", "2026-03-02", "verwacht een tijdstip met tijdzone"),
        ("op", "2026-03-02T12:00:00", "verwacht een tijdstip met tijdzone"),
        ("op", "2026-13-02T12:00:00Z", "verwacht een tijdstip met tijdzone"),
        ("geldigOp", "2026-03-02T12:00:00Z", "verwacht een dag"),
        ("geldigOp", "2026-02-30", "verwacht een dag"),
    ],
)
def test_given_a_day_or_an_instant_of_another_form_then_what_is_expected(
    gedeeld: Kantoor, naam: str, waarde: str, zin: str
) -> None:
    antwoord = gedeeld.vraag("GET", f"/v1/dossiers/{uuid4()}", params={naam: waarde})
    assert issues(antwoord) == [("schemaViolation", "query", naam)]
    assert antwoord.json()["issues"][0]["detail"].startswith(zin)


def test_given_a_name_twice_in_a_body_then_named_as_that_and_never_which(gedeeld: Kantoor) -> None:
    antwoord = post(
        gedeeld,
        "/v1/dossiers",
        b'{"Fictief": 1, "Fictief": 2}',
        Content_Type="application/json",
    )
    assert issues(antwoord) == [("schemaViolation", "body", "(alles)")]
    assert "meer dan één keer" in antwoord.json()["issues"][0]["detail"]
    assert "Fictief" not in antwoord.text


def test_given_a_key_that_was_used_then_422_speaks_of_the_header(gedeeld: Kantoor) -> None:
    gedeeld.op("2026-03-02")
    sleutel: Any = {"Idempotency_Key": str(uuid4())}
    een, twee = (
        gedeeld.vraag(
            "POST", "/v1/dossiers", json={"klantnummer": f"K-{uuid4().hex[:8]}"}, **sleutel
        )
        for _ in range(2)
    )
    assert (een.status_code, twee.status_code) == (201, 422)
    assert "Idempotency-Key" in twee.json()["detail"]
    assert "opdrachtId" not in twee.text
