"""Questions: pages, order, the past, waiting for what was written, totals and the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.dossier.trap import tot

if TYPE_CHECKING:
    from tests.api.kantoor import Kantoor


def test_given_several_dossiers_then_pages_and_links_that_keep_the_question(
    kantoor: Kantoor,
) -> None:
    for _ in range(5):
        kantoor.wereld(tot("vastgesteld"))
    kantoor.bij()
    vraag = {"pageSize": 2, "fase": "vastgesteld"}
    eerste = kantoor.vraag("GET", "/v1/dossiers", params=vraag).json()
    assert (eerste["total"], eerste["page"], len(eerste["items"])) == (5, 1, 2)
    assert "prev" not in eerste
    gezien = [i["dossierId"] for i in eerste["items"]]
    blad = eerste
    while "next" in blad:
        assert "fase=vastgesteld" in blad["next"]
        blad = kantoor.vraag("GET", blad["next"]).json()
        gezien += [i["dossierId"] for i in blad["items"]]
    assert len(set(gezien)) == 5
    assert blad["self"] == eerste["last"]
    assert kantoor.vraag("GET", blad["first"]).json()["items"] == eerste["items"]
    geen = kantoor.vraag("GET", "/v1/dossiers", params={"fase": "beslist"}).json()
    assert (geen["total"], geen["items"]) == (0, [])


def test_given_an_order_then_the_list_follows_it(kantoor: Kantoor) -> None:
    for trede in ("betekend", "vastgesteld", "definitief"):
        kantoor.wereld(tot(trede))
    kantoor.bij()
    op = [
        [
            i["gewijzigdOp"]
            for i in kantoor.vraag("GET", "/v1/dossiers", params={"sort": s}).json()["items"]
        ]
        for s in ("gewijzigdOp", "-gewijzigdOp")
    ]
    assert op[0] == sorted(op[0])
    assert op[1] == op[0][::-1]


@pytest.mark.parametrize(
    "vraag",
    [
        {"page": "0"},
        {"pageSize": "101"},
        {"pageSize": "x"},
        {"sort": "naam"},
        {"fase": "geen"},
        {"agentschap": "ABB"},
        {"vreemd": "1"},
        {"pagesize": "1"},
        {"vanafPositie": "0"},
    ],
)
def test_given_a_question_that_cannot_be_then_400_names_it(
    gedeeld: Kantoor, vraag: dict[str, str]
) -> None:
    antwoord = gedeeld.vraag("GET", "/v1/dossiers", params=vraag)
    assert antwoord.status_code == 400
    (issue,) = antwoord.json()["issues"]
    naam = next(iter(vraag))
    verwacht = "(onbekend veld)" if naam == "vreemd" else naam
    assert (issue["in"], issue["name"]) == ("query", verwacht)


@pytest.mark.parametrize(
    "op", ["2024-03-05", "2024-03-05T12:00:00", "1700000000", "x", "9999-12-31T23:59:59-12:00"]
)
def test_given_an_instant_that_is_none_then_400(gedeeld: Kantoor, op: str) -> None:
    dossier_id = gedeeld.wereld(tot("vastgesteld"))
    antwoord = gedeeld.vraag("GET", f"/v1/dossiers/{dossier_id}", params={"op": op})
    assert antwoord.status_code == 400


def test_given_the_past_then_as_known_then_and_as_valid_then(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.wereld(tot("betekend"))
    pad = f"/v1/dossiers/{dossier_id}"

    def fase(**vraag: str) -> object:
        beeld = gedeeld.vraag("GET", pad, params=vraag).json()
        return beeld["inbreuken"]["I1"]["fase"]

    assert fase() == "betekend"
    assert fase(op="2024-03-10T00:00:00+01:00") == "inGebreke"
    assert fase(geldigOp="2024-03-05") == "vastgesteld"
    assert fase(op="2024-05-06T23:00:00Z", geldigOp="2024-05-05") == "termijnVerstreken"
    vroeger = gedeeld.vraag("GET", pad, params={"op": "2020-01-01T00:00:00Z"})
    assert vroeger.status_code == 404
    zinnen = gedeeld.vraag("GET", f"{pad}/gebeurtenissen", params={"geldigOp": "2024-03-05"})
    assert [z["type"] for z in zinnen.json()["items"]][-1] == "InbreukVastgesteld"
    termijnen = gedeeld.vraag("GET", f"{pad}/termijnen", params={"op": "2024-03-10T00:00:00Z"})
    assert {t["soort"] for t in termijnen.json()["items"]} >= {"inregelstelling"}


def test_given_what_was_just_written_then_a_list_waits_for_it_or_says_not_yet(
    kantoor: Kantoor,
) -> None:
    dossier_id = kantoor.wereld(tot("vastgesteld"))
    positie = kantoor.app.log.last_position()
    nog_niet = kantoor.vraag("GET", "/v1/dossiers", params={"vanafPositie": positie})
    assert nog_niet.status_code == 503
    assert nog_niet.headers["retry-after"] == "1"
    assert nog_niet.json()["type"] == "urn:problem-type:belgif:serviceUnavailable"
    uit_de_bron = kantoor.vraag(
        "GET", f"/v1/dossiers/{dossier_id}", params={"vanafPositie": positie}
    )
    assert uit_de_bron.status_code == 200
    kantoor.bij()
    nu = kantoor.vraag("GET", "/v1/dossiers", params={"vanafPositie": positie})
    assert nu.json()["total"] == 1


@pytest.mark.parametrize("pad", ["/v1/dossiers", "/v1/dossiers/{}"])
def test_given_a_position_that_nobody_wrote_then_400_and_no_waiting(
    kantoor: Kantoor, pad: str
) -> None:
    waar = pad.format(kantoor.wereld(tot("vastgesteld")))
    laatste = kantoor.app.log.last_position()
    for positie in (laatste + 1, 2**53 - 1):
        antwoord = kantoor.vraag("GET", waar, params={"vanafPositie": positie})
        assert antwoord.status_code == 400, antwoord.text
        assert "retry-after" not in antwoord.headers
        (issue,) = antwoord.json()["issues"]
        assert (issue["in"], issue["name"]) == ("query", "vanafPositie")
    kantoor.bij()
    assert kantoor.vraag("GET", waar, params={"vanafPositie": laatste}).status_code == 200


def test_given_terms_then_in_legal_order_and_by_kind(kantoor: Kantoor) -> None:
    kantoor.wereld(tot("inGebrekeTotBetaling"))
    kantoor.wereld(tot("inGebreke"))
    kantoor.bij()
    alle = kantoor.vraag("GET", "/v1/termijnen", "invordering").json()["items"]
    dagen = [t["vervaltOp"] for t in alle]
    assert dagen == sorted(dagen)
    verjaring = kantoor.vraag("GET", "/v1/termijnen", "invordering", params={"soort": "verjaring"})
    soorten = {t["soort"] for t in verjaring.json()["items"]}
    assert soorten
    assert all(soort.startswith("verjaring") for soort in soorten)
    grens = {"vervaltVoor": dagen[1]}
    eerder = kantoor.vraag("GET", "/v1/termijnen", "invordering", params=grens).json()["items"]
    assert [t["vervaltOp"] for t in eerder] == [d for d in dagen if d < dagen[1]]
    om = kantoor.vraag("GET", "/v1/termijnen", "invordering", params={"sort": "-vervaltOp"})
    assert [t["vervaltOp"] for t in om.json()["items"]] == sorted(dagen, reverse=True)


def test_given_abb_then_totals_and_dossiers_without_a_name_and_no_dossier_itself(
    kantoor: Kantoor,
) -> None:
    dossier_id = kantoor.wereld(tot("betekend"))
    kantoor.wereld(tot("inGebreke"))
    kantoor.bij()
    totalen = kantoor.vraag("GET", "/v1/abb/totalen", "abb").json()
    assert totalen["dossiers"] == 2
    assert totalen["perFase"] == {"betekend": 1, "inGebreke": 1}
    assert totalen["perAgentschap"] == {"Atlas": 2}
    assert totalen["bedragen"]["hoofdsom"] == "250.00"
    dossiers = kantoor.vraag("GET", "/v1/abb/dossiers", "abb", params={"sort": "-hoofdsom"})
    assert dossiers.json()["items"][0]["dossierId"] == str(dossier_id)
    assert "Fictief" not in dossiers.text
    assert kantoor.vraag("GET", f"/v1/dossiers/{dossier_id}", "abb").status_code == 403


def test_given_an_auditor_then_the_trail_an_event_and_a_dossier_replayed(kantoor: Kantoor) -> None:
    dossier_id = kantoor.wereld(tot("betekend"))
    kantoor.bij()
    gezien: list[int] = []
    blad: dict[str, Any] = {"volgende": 0}
    while "volgende" in blad:
        vraag = {"na": blad["volgende"], "pageSize": 5}
        blad = kantoor.vraag("GET", "/v1/audit/gebeurtenissen", "auditor", params=vraag).json()
        gezien += [i["positie"] for i in blad["items"]]
    assert gezien == list(range(1, kantoor.app.log.last_position() + 1))

    vraag = {"type": "InbreukVastgesteld"}
    regels = kantoor.vraag("GET", "/v1/audit/gebeurtenissen", "auditor", params=vraag).json()
    (regel,) = regels["items"]
    blind = kantoor.vraag("GET", regel["href"], "auditor").json()
    assert blind["inhoud"]["type"] == "I01"
    eerste = kantoor.vraag(
        "GET", "/v1/audit/gebeurtenissen", "auditor", params={"type": "PersoonsgegevensVastgelegd"}
    ).json()["items"][0]["href"]
    gemaskeerd = kantoor.vraag("GET", eerste, "auditor").json()["persoonlijk"]
    assert "naam" not in gemaskeerd
    met_doel = kantoor.vraag(
        "GET", eerste, "auditor", Handhaving_Doel="toezicht", Handhaving_Referentie="AUD-2026-7"
    )
    assert met_doel.json()["persoonlijk"]["naam"] == "Fictief Persoon-17"
    assert kantoor.vraag("GET", eerste, dienst="Amal").status_code == 404

    toen = {"op": "2024-03-10T00:00:00+01:00"}
    pad = f"/v1/audit/dossiers/{dossier_id}"
    herspeeld = kantoor.vraag("GET", pad, "auditor", params=toen).json()
    assert herspeeld["stand"]["inbreuken"]["I1"]["fase"] == "inGebreke"
    assert herspeeld["gebeurtenissen"] == herspeeld["positie"] == herspeeld["versie"]

    wie = kantoor.vraag(
        "POST", "/v1/audit/toegangen/query", "dpo", json={"dossierId": str(dossier_id)}
    ).json()["items"]
    assert [(t["doel"], t["referentie"]) for t in wie] == [("toezicht", "AUD-2026-7")]
    assert "naam" in wie[0]["identiteit"]
    ander = kantoor.vraag("POST", "/v1/audit/toegangen/query", "dpo", dienst="Amal", json={})
    assert ander.json()["items"] == []
    fout = kantoor.vraag("POST", "/v1/audit/toegangen/query", "dpo", json={"naam": "x"})
    assert fout.status_code == 400


@pytest.mark.parametrize("id_", ["geen-id", "00000000-0000-4000-8000-000000000000"])
def test_given_an_event_that_is_not_there_then_404(gedeeld: Kantoor, id_: str) -> None:
    antwoord = gedeeld.vraag("GET", f"/v1/audit/gebeurtenissen/{id_}", "auditor")
    assert antwoord.status_code == 404


def test_given_work_then_the_most_pressing_first_and_an_agency_its_own(kantoor: Kantoor) -> None:
    dossier_id = kantoor.wereld(tot("overgemaakt"))
    kantoor.wereld(tot("vastgesteld"))
    kantoor.bij()
    kantoor.op("2024-06-01")
    alles = kantoor.vraag("GET", "/v1/werkvoorraad", "beslisser").json()
    assert alles["total"] > 1
    dringend = [w["deadline"] for w in alles["items"] if "deadline" in w]
    assert dringend == sorted(dringend)
    voor_abb = kantoor.vraag("GET", "/v1/werkvoorraad", "beslisser", params={"organisatie": "ABB"})
    assert {w["dossierId"] for w in voor_abb.json()["items"]} == {str(dossier_id)}
    eigen = kantoor.vraag("GET", "/v1/werkvoorraad").json()
    assert {w["organisatie"] for w in eigen["items"]} == {"Atlas"}
    ander = kantoor.vraag("GET", "/v1/werkvoorraad", params={"organisatie": "ABB"}).json()
    assert ander["total"] == 0
    assert kantoor.vraag("GET", "/v1/werkvoorraad", dienst="Amal").json()["total"] == 0
    rol = kantoor.vraag("GET", "/v1/werkvoorraad", "dpo", params={"rol": "dossierbehandelaar"})
    assert {w["rol"] for w in rol.json()["items"]} == {"dossierbehandelaar"}
    om = kantoor.vraag("GET", "/v1/werkvoorraad", "beslisser", params={"sort": "-vanaf"}).json()
    vanaf = [w["vanaf"] for w in om["items"]]
    assert vanaf == sorted(vanaf, reverse=True)
    fout = kantoor.vraag("GET", "/v1/werkvoorraad", params={"organisatie": "Nergens"})
    assert fout.status_code == 400


def test_given_claims_then_their_balance_on_a_day_and_only_ones_own(kantoor: Kantoor) -> None:
    dossier_id = kantoor.wereld(tot("inGebrekeTotBetaling"))
    kantoor.bij()
    kantoor.op("2025-03-03")
    (nu,) = kantoor.vraag("GET", "/v1/vorderingen", "invordering").json()["items"]
    assert (nu["dossierId"], nu["hoofdsom"]) == (str(dossier_id), "250.00")
    assert nu["intrestOpen"] > "0.00"
    toen = kantoor.vraag("GET", "/v1/vorderingen", "abb", params={"op": "2024-08-10"})
    assert toen.json()["items"][0]["intrestOpen"] == "0.00"
    ervoor = kantoor.vraag("GET", "/v1/vorderingen", "abb", params={"op": "2024-08-01"})
    assert ervoor.json()["total"] == 0
    eigen = kantoor.vraag("GET", "/v1/vorderingen", params={"status": nu["status"]}).json()
    assert eigen["total"] == 1
    for vraag in ({"agentschap": "Amal"}, {"status": "betaald"}):
        assert kantoor.vraag("GET", "/v1/vorderingen", params=vraag).json()["total"] == 0
    assert kantoor.vraag("GET", "/v1/vorderingen", dienst="Amal").json()["total"] == 0
    fout = kantoor.vraag("GET", "/v1/vorderingen", params={"agentschap": "ABB"})
    assert fout.status_code == 400
