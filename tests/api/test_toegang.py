"""Who may: every route as every role of every organisation, and every token that is none."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from fastapi.routing import APIRoute

from handhaving.adapters.tokens import Keys, TokenCheck, TokenRefused
from handhaving.adapters.uitgever import AUDIENCE, ISSUER, LocalIssuer, person
from handhaving.api import opdrachten
from handhaving.api.beller import VAN_AGENTSCHAP, OnbekendeBeller, lees_beller
from handhaving.api.deur import OPENBAAR, ROLLEN
from handhaving.dossier.basis import Rol
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.toegang import Zoek
from handhaving.recht import Recht
from tests.api.kantoor import OVO
from tests.dossier.spel import Spel, doe
from tests.dossier.trap import tot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.kantoor import Kantoor

NU = datetime(2026, 3, 2, 12, tzinfo=UTC)
UREN = timedelta(hours=1)
WIE = person("beslisser", OVO["ABB"], "fictief-1")
GEHEIM = "Fictief Persoon-17"


@pytest.fixture
def uitgever(tmp_path: Path) -> LocalIssuer:
    uitgever = LocalIssuer(tmp_path)
    uitgever.rotate()
    return uitgever


def keuring(uitgever: LocalIssuer, **klokken: Any) -> TokenCheck:  # noqa: ANN401 - a clock
    keys = Keys(uitgever, **klokken)
    return TokenCheck(keys, issuer=ISSUER, audience=AUDIENCE, klok=lambda: NU)


@pytest.mark.parametrize(
    ("claims", "wat"),
    [
        ({"iss": "https://elders.example"}, "iss"),
        ({"aud": "iets-anders"}, "aud"),
        ({"exp": int(NU.timestamp()) - 61}, "exp"),
        ({"nbf": int(NU.timestamp()) + 61}, "nbf"),
        ({"exp": "morgen"}, "exp"),
        ({"exp": int(NU.timestamp()) + 86_461}, "levensduur"),
        ({"exp": 10**400}, "levensduur"),
        ({"exp": 1e300}, "levensduur"),
        ({"iat": 0}, "levensduur"),
        ({"iat": -(10**400)}, "levensduur"),
        ({"iat": int(NU.timestamp()) + 61}, "iat"),
        ({"iat": "gisteren"}, "iat"),
        ({"iss": None}, "iss"),
        ({"aud": []}, "aud"),
    ],
)
def test_given_a_claim_that_is_wrong_then_refused_and_named(
    uitgever: LocalIssuer, claims: dict[str, Any], wat: str
) -> None:
    token = uitgever.sign(WIE | claims, NU, UREN)
    with pytest.raises(TokenRefused) as fout:
        keuring(uitgever).claims(token)
    assert fout.value.wat == wat
    assert (fout.value.reden == "verlopen") == (wat == "exp" and claims["exp"] != "morgen")


@pytest.mark.parametrize("verschil", [-59, 0, 59])
def test_given_a_clock_that_differs_a_little_then_accepted(
    uitgever: LocalIssuer, verschil: int
) -> None:
    token = uitgever.sign(WIE, NU + timedelta(seconds=verschil), UREN)
    assert keuring(uitgever).claims(token)["vo_id"] == "fictief-1"
    verlopen = {"exp": int(NU.timestamp()) - 59}
    assert keuring(uitgever).claims(uitgever.sign(WIE | verlopen, NU, UREN))


def deel(inhoud: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(inhoud).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("alg", ["none", "HS256", "RS512", "", None])
def test_given_another_algorithm_then_refused(uitgever: LocalIssuer, alg: str | None) -> None:
    _, inhoud, teken = uitgever.sign(WIE, NU, UREN).split(".")
    for handtekening in ("", teken):
        vals = f"{deel({'alg': alg, 'typ': 'JWT'})}.{inhoud}.{handtekening}"
        with pytest.raises(TokenRefused) as fout:
            keuring(uitgever).claims(vals)
        assert fout.value.wat == "algoritme"


@pytest.mark.parametrize("rommel", ["", "x", "a.b.c", "..", "é.é.é", "a" * 9_000, "W10.W10.W10"])
def test_given_what_is_no_token_then_refused(uitgever: LocalIssuer, rommel: str) -> None:
    with pytest.raises(TokenRefused):
        keuring(uitgever).claims(rommel)


def test_given_a_changed_claim_then_the_signature_does_not_hold(uitgever: LocalIssuer) -> None:
    kop, _, teken = uitgever.sign(WIE, NU, UREN).split(".")
    with pytest.raises(TokenRefused) as fout:
        keuring(uitgever).claims(f"{kop}.{deel(WIE | {'iss': ISSUER, 'aud': AUDIENCE})}.{teken}")
    assert fout.value.wat == "handtekening"


def test_given_a_rotation_then_both_keys_hold_and_a_foreign_one_never(
    uitgever: LocalIssuer, tmp_path: Path
) -> None:
    uur = [0.0]
    keys = keuring(uitgever, klok=lambda: uur[0])
    oud = uitgever.sign(WIE, NU, UREN)
    assert keys.claims(oud)
    uitgever.rotate()
    nieuw = uitgever.sign(WIE, NU, UREN)
    with pytest.raises(TokenRefused):  # an unknown key is looked up at most every half minute
        keys.claims(nieuw)
    uur[0] = 31.0
    assert keys.claims(nieuw)
    assert keys.claims(oud)
    vreemd = LocalIssuer(tmp_path / "vreemd")
    uur[0] = 99.0
    with pytest.raises(TokenRefused):
        keys.claims(vreemd.sign(WIE, NU, UREN))


def test_given_keys_that_cannot_be_read_then_what_was_read_stays_in_use(
    uitgever: LocalIssuer,
) -> None:
    uur = [0.0]
    keys = keuring(uitgever, klok=lambda: uur[0])
    token = uitgever.sign(WIE, NU, UREN)
    assert keys.claims(token)
    uitgever.path.unlink()
    uur[0] = 2_000.0
    assert keys.claims(token)
    with pytest.raises(TokenRefused) as fout:
        keuring(uitgever).claims(token)
    assert fout.value.reden == "sleutels"


RECHT = Recht.laad()
DAG = NU.date()


@pytest.mark.parametrize(
    ("regels", "ovo", "rollen"),
    [
        (["Handhaving-beslisser:OVO002949"], "ABB", ["beslisser"]),
        (["Handhaving-beslisser:OVO002949"], "Atlas", []),
        (["Handhaving-beslisser:OVO900002"], "Atlas", []),
        (["Handhaving-dossierbehandelaar:OVO002949"], "ABB", []),
        (["Handhaving-systeem:OVO002949", "Anders-dpo:OVO002949", 7], "ABB", []),
        (["Handhaving-dpo:OVO900002", "Handhaving-beslisser:OVO002949"], "Atlas", ["dpo"]),
    ],
)
def test_given_roles_then_only_those_of_the_own_organisation_count(
    regels: list[Any], ovo: str, rollen: list[str]
) -> None:
    claims = {"vo_id": "fictief-1", "vo_orgcode": OVO[ovo], "handhaving_rol_3d": regels}
    assert list(lees_beller(claims, RECHT, DAG).rollen) == rollen


def test_given_a_service_then_its_scopes_are_its_roles_and_it_never_decides() -> None:
    claims = {
        "sub": "intake-dienst",
        "vo_orgcode": OVO["Atlas"],
        "scope": "openid handhaving_dossierbehandelaar handhaving_beslisser",
        "handhaving_rol_3d": [f"Handhaving-dpo:{OVO['Atlas']}"],
    }
    beller = lees_beller(claims, RECHT, DAG)
    assert (list(beller.rollen), beller.is_dienst) == (["dossierbehandelaar"], True)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"vo_id": "x"},
        {"vo_id": 7, "vo_orgcode": "OVO002949"},
        {"vo_id": "é", "vo_orgcode": "O"},
    ],
)
def test_given_a_token_that_does_not_say_who_then_nobody(claims: dict[str, Any]) -> None:
    with pytest.raises(OnbekendeBeller):
        lees_beller(claims, RECHT, DAG)
    onbekend = lees_beller({"vo_id": "x", "vo_orgcode": "OVO999999"}, RECHT, DAG)
    assert (onbekend.rollen, onbekend.organisatie) == ((), None)


def routes(kantoor: Kantoor) -> list[tuple[str, str, frozenset[str]]]:
    """Every closed route: method, path, and who may."""
    gevonden = []
    for route in kantoor.fastapi.routes:
        assert isinstance(route, APIRoute)
        rollen = (route.openapi_extra or {})[ROLLEN]
        if rollen != OPENBAAR:
            methode = next(iter(route.methods or ()))
            gevonden.append((methode, route.path, frozenset(rollen)))
    return gevonden


def vul(pad: str, dossier_id: UUID) -> str:
    sleutels = {"inbreuk": "I1", "besluit": "B1", "vordering": "V1", "overdracht": "O1"}
    vast = {s: str(uuid4()) for s in ("gebeurtenisId", "taakId")}
    return pad.format(
        dossierId=dossier_id, stuk="S1", taak="T1", leesmodel="termijnen", **sleutels, **vast
    )


def test_given_every_route_when_nobody_asks_then_401(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.wereld(tot("bevestigd"))
    for methode, pad, _ in routes(gedeeld):
        antwoord = gedeeld.vraag(methode, vul(pad, dossier_id), None)
        assert antwoord.status_code == 401, (methode, pad)
        assert antwoord.json()["type"] == "urn:problem-type:belgif:noAccessToken"
        assert antwoord.headers["www-authenticate"].startswith("Bearer")


def test_given_every_route_as_every_role_of_every_organisation_then_only_who_may_and_sees_a_part(
    gedeeld: Kantoor,
) -> None:
    spel = tot("bevestigd")
    dossier_id = gedeeld.wereld(spel)
    gedeeld.bij()
    fouten: list[object] = []
    for methode, pad, rollen in routes(gedeeld):
        for rol in Rol:
            for dienst in OVO:
                json_: dict[str, str] | None = {} if methode != "GET" else None
                antwoord = gedeeld.vraag(
                    methode, vul(pad, dossier_id), rol, dienst=dienst, json=json_
                )
                bestaat = bestaande_rol(rol, dienst)
                mag = bestaat and rol in rollen
                if antwoord.status_code >= 500 or (antwoord.status_code == 403) == mag:
                    fouten.append((methode, pad, rol, dienst, antwoord.status_code))
                vreemde = dienst not in {"ABB", "Atlas"}
                if vreemde and antwoord.status_code != 404 and str(dossier_id) in antwoord.text:
                    fouten.append(("lek", methode, pad, rol, dienst))
                in_dossier = "{dossierId}" in pad and methode == "GET"
                if mag and vreemde and in_dossier and antwoord.status_code != 404:
                    fouten.append(("geen 404", methode, pad, rol, dienst, antwoord.status_code))
    assert fouten == []


@pytest.mark.parametrize("rol", [Rol.DOSSIERBEHANDELAAR, Rol.DPO, Rol.AUDITOR])
def test_given_every_command_when_an_agency_without_a_part_gives_it_then_as_if_not_there(
    gedeeld: Kantoor, rol: Rol
) -> None:
    dossier_id = gedeeld.wereld(tot("bevestigd"))
    voor = gedeeld.app.log.last_position()
    mag = [k for _, k in opdrachten.openbare(opdrachten.alle()) if rol in k.rollen]
    for klasse in mag:
        if klasse.opent or klasse is StelInbreukVast:
            continue  # these give a part
        pad = klasse.pad.format(dossierId=dossier_id, **klasse.voorbeeld)
        body = {v: w for v, w in klasse.voorbeeld.items() if v not in opdrachten.sleutels(klasse)}
        antwoord = gedeeld.vraag("POST", pad, rol, dienst="HvN", json=body)
        assert antwoord.status_code == 404, (klasse.__name__, antwoord.text)
    assert gedeeld.app.log.last_position() == voor


def bestaande_rol(rol: Rol, dienst: str) -> bool:
    """Whether somebody of this organisation can have this role."""
    if rol is Rol.SYSTEEM:
        return False
    if rol in {Rol.AUDITOR, Rol.DPO, Rol.BEHEERDER}:
        return True
    return (rol in VAN_AGENTSCHAP) != (dienst == "ABB")


def twee_agentschappen() -> Spel:
    """Atlas has an inbreuk that went all the way; Amal has one of its own in the same dossier."""

    amal = Door("fictief-amal", Rol.DOSSIERBEHANDELAAR, "Amal")
    return tot("bevestigd").met(
        doe("StelInbreukVast", "2025-03-12", type="I02", datumFeit="2025-03-11", door=amal)
    )


def test_given_a_shared_dossier_then_an_agency_sees_its_own_part_on_every_path(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.wereld(twee_agentschappen())
    gedeeld.bij()
    pad = f"/v1/dossiers/{dossier_id}"
    beeld = gedeeld.vraag("GET", pad, dienst="Amal").json()
    assert set(beeld["inbreuken"]["I1"]) == {"type", "datumFeit", "fase"}
    assert beeld["inbreuken"]["I2"]["agentschap"] == "Amal"
    assert beeld["vorderingen"] == beeld["besluiten"] == beeld["overdrachten"] == {}
    assert beeld["persoon"]["naam"] == GEHEIM
    zinnen = gedeeld.vraag("GET", f"{pad}/gebeurtenissen", dienst="Amal", params={"pageSize": 100})
    assert zinnen.json()["total"] == 3
    assert "Boete" not in zinnen.text
    termijnen = gedeeld.vraag("GET", f"{pad}/termijnen", dienst="Amal").json()["items"]
    assert {t["betreft"] for t in termijnen} <= {"I2"}
    regels = gedeeld.vraag("GET", "/v1/dossiers", dienst="Amal").json()["items"]
    (regel,) = [r for r in regels if r["dossierId"] == str(dossier_id)]
    assert (regel["hoofdsom"], regel["betaald"]) == ("0.00", "0.00")
    lijst = gedeeld.vraag("GET", "/v1/termijnen", dienst="Amal", params={"pageSize": 100}).json()
    eigen = [t for t in lijst["items"] if t["dossierId"] == str(dossier_id)]
    assert {t["betreft"] for t in eigen} <= {"I2"}
    claims = gedeeld.vraag("GET", "/v1/vorderingen", dienst="Amal").json()
    assert str(dossier_id) not in {v["dossierId"] for v in claims["items"]}
    claims = gedeeld.vraag("GET", "/v1/vorderingen", params={"pageSize": 100}).json()
    assert str(dossier_id) in {v["dossierId"] for v in claims["items"]}
    abb = gedeeld.vraag("GET", "/v1/termijnen", "invordering", params={"pageSize": 100}).json()
    assert "V1" in {t["betreft"] for t in abb["items"] if t["dossierId"] == str(dossier_id)}


def test_given_who_tries_whether_somebody_is_known_then_that_is_a_read(gedeeld: Kantoor) -> None:
    gedeeld.op("2024-03-04")
    nummer = f"K-{uuid4().hex[:8]}"
    open_ = {"agentschap": "Amal", "klantnummer": nummer}
    gemaakt = gedeeld.vraag("POST", "/v1/dossiers", dienst="Amal", json=open_).json()
    zoek = Zoek(dossier=UUID(gemaakt["dossierId"]))
    assert gedeeld.app.toegang.find(zoek).items == ()
    geweigerd = gedeeld.vraag("POST", "/v1/dossiers", json=open_)
    assert geweigerd.json()["code"] == "DossierBestaatAl"
    (rij,) = gedeeld.app.toegang.find(zoek).items
    assert (rij.lezing.door.organisatie, rij.lezing.ingang) == ("Atlas", "api")
    assert (rij.lezing.identiteit, rij.lezing.doel) == (("klantnummer",), "dossierbehandeling")


def test_given_a_search_that_finds_nobody_then_it_is_noted_for_the_dpo_of_who_asked(
    gedeeld: Kantoor,
) -> None:
    wie = f"fictief-{uuid4().hex[:8]}"
    body = {"klantnummer": f"K-{uuid4().hex[:8]}"}
    gezocht = gedeeld.vraag("POST", "/v1/dossiers/query", wie=wie, json=body)
    assert gezocht.json() == {"items": [], "total": 0}
    pad = "/v1/audit/toegangen/query"
    for dienst, gezien in (("Atlas", 1), ("ABB", 1), ("Amal", 0)):
        items = gedeeld.vraag("POST", pad, "dpo", dienst=dienst, json={"door": wie}).json()["items"]
        assert len(items) == gezien, dienst
        assert all((i["dossiers"], i["identiteit"]) == ([], ["klantnummer"]) for i in items)


def test_given_a_search_without_the_purpose_it_needs_then_403_says_which(gedeeld: Kantoor) -> None:
    for rol, doel in (("auditor", "toezicht"), ("dpo", "gegevensbescherming")):
        zonder = gedeeld.vraag("POST", "/v1/dossiers/query", rol, json={"klantnummer": "K-1"})
        assert (zonder.status_code, zonder.json()["type"].split(":")[-1]) == (
            403,
            "missingPermission",
        )
        assert "Handhaving-Doel" in zonder.json()["detail"]
        assert doel in zonder.json()["feiten"]["toegelaten"]
        pad, vraag = "/v1/dossiers/query", {"klantnummer": "K-1"}
        assert gedeeld.vraag("POST", pad, rol, json=vraag, Handhaving_Doel=doel).is_success


def test_given_a_read_of_who_it_is_then_it_is_noted_with_its_purpose(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.wereld(tot("vastgesteld"))
    pad = f"/v1/dossiers/{dossier_id}"
    spoor = str(uuid4())
    gezien = gedeeld.vraag("GET", pad, BelGov_Trace_Id=spoor)
    assert gezien.json()["persoon"]["naam"] == GEHEIM
    (rij,) = gedeeld.app.toegang.find(Zoek(dossier=dossier_id)).items
    assert (rij.lezing.ingang, rij.lezing.doel) == ("api", "dossierbehandeling")
    assert str(rij.lezing.spoor_id) == spoor == gezien.headers["belgov-trace-id"]
    zonder = gedeeld.vraag("GET", pad, params={"metPersoon": "false"})
    assert "persoon" not in zonder.json()
    blind = gedeeld.vraag("GET", pad, "auditor")
    assert blind.json()["persoon"].get("naam") is None
    assert blind.json()["persoon"]["nietLeesbaar"]["naam"] == "afgeschermd"
    assert len(gedeeld.app.toegang.find(Zoek(dossier=dossier_id)).items) == 1
    met_doel = gedeeld.vraag("GET", pad, "auditor", Handhaving_Doel="toezicht")
    assert met_doel.json()["persoon"]["naam"] == GEHEIM
    verkeerd = gedeeld.vraag("GET", pad, Handhaving_Doel="invordering")
    assert verkeerd.status_code in {403, 409}


def test_given_a_search_on_who_it_is_then_only_who_has_a_part_finds_it(gedeeld: Kantoor) -> None:
    gedeeld.op("2024-02-27")
    persoon = dict(tot("open").dossier.persoon.__dict__)
    insz = str(persoon["insz"])
    body = {"insz": insz, "klantnummer": "K-ZOEK-1", "agentschap": "Atlas"}
    gemaakt = gedeeld.vraag("POST", "/v1/dossiers", json=body)
    assert gemaakt.status_code == 201, gemaakt.text
    positie = {"vanafPositie": gemaakt.headers["handhaving-positie"]}
    gedeeld.bij()
    for vraag in ({"insz": insz}, {"klantnummer": "K-ZOEK-1"}):
        eigen = gedeeld.vraag("POST", "/v1/dossiers/query", json=vraag, params=positie)
        assert [i["dossierId"] for i in eigen.json()["items"]] == [gemaakt.json()["dossierId"]]
        ander = gedeeld.vraag("POST", "/v1/dossiers/query", json=vraag, dienst="Amal")
        assert ander.json() == {"items": [], "total": 0}
    for fout in ({}, {"insz": "1"}, {"insz": insz, "klantnummer": "x"}, {"naam": "x"}, {"x": 1}):
        assert gedeeld.vraag("POST", "/v1/dossiers/query", json=fout).status_code == 400
