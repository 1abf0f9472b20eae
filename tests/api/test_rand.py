"""The edge of HTTP: what is not foreseen is named where it is, and never guessed at."""

from __future__ import annotations

import json
import socket
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from structlog.testing import capture_logs

from handhaving.adapters.uitgever import person
from handhaving.api import inhoud, opdrachten
from handhaving.api.beller import lees_beller
from handhaving.api.lijn import Lijn
from handhaving.api.omslag import METHODEN
from handhaving.dossier import verzwegen
from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from tests.api.kantoor import OVO, luisterend
from tests.api.test_contract import OPERATIES
from tests.api.test_toegang import routes, vul
from tests.dossier.test_geen_echo import gevuld
from tests.dossier.trap import PERSOON, tot

if TYPE_CHECKING:
    from collections.abc import Iterator

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


# --- slow heads -----------------------------------------------------------------------------


class Ongeduldig(Lijn):
    """Half a second for a head."""

    kop = 0.5


@pytest.fixture(scope="module")
def ongeduldig(gedeeld: Kantoor) -> Iterator[str]:
    with luisterend(gedeeld.fastapi, Ongeduldig) as url:
        yield url


def druppels(url: str, ruw: bytes, seconden: float) -> tuple[float, bytes]:
    """Send it byte by byte; how long it lasted, and what came back."""
    deel = urlsplit(url)
    with socket.create_connection((str(deel.hostname), int(str(deel.port))), timeout=0.1) as lijn:
        begin = time.monotonic()
        for byte in ruw:
            try:
                lijn.sendall(bytes([byte]))
                if (gekregen := lijn.recv(65_536)) or gekregen == b"":
                    return time.monotonic() - begin, gekregen
            except TimeoutError:
                pass
            except ConnectionError:
                return time.monotonic() - begin, b""
            assert time.monotonic() - begin < seconden, "de lijn bleef open"
    return time.monotonic() - begin, b""


def test_given_a_head_that_comes_byte_by_byte_then_the_line_is_cut(ongeduldig: str) -> None:
    duur, gekregen = druppels(ongeduldig, b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"A" * 999, 5)
    assert (duur < 5, gekregen) == (True, b"")
    assert httpx.get(f"{ongeduldig}/health").status_code == 200


def test_given_a_line_that_says_nothing_then_it_is_cut(ongeduldig: str) -> None:
    deel = urlsplit(ongeduldig)
    with socket.create_connection((str(deel.hostname), int(str(deel.port))), timeout=5) as lijn:
        assert lijn.recv(1) == b""


def test_given_a_line_that_is_kept_then_every_head_on_it_has_its_own_time(
    ongeduldig: str,
) -> None:
    with httpx.Client(base_url=ongeduldig) as client:
        for _ in range(2):
            assert client.get("/health").status_code == 200
            time.sleep(0.7)
        assert client.get("/health").status_code == 200


# --- agencies -------------------------------------------------------------------------------


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


# --- not one word back ----------------------------------------------------------------------


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
