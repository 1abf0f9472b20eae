"""What takes long: 202 and a place to look, 303 to the result, and nothing lost by a restart."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text

from handhaving.api.taken import werken
from handhaving.running import taken
from tests.dossier.trap import tot

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from tests.api.kantoor import Kantoor

REGEL: dict[str, object] = {
    "soort": "inbreuk",
    "insz": "85011501764",
    "agentschap": "Atlas",
    "type": "I01",
    "datumFeit": "2024-03-01",
    "sanctioneringsbevoegdheid": "ABB",
}


def bestand(*regels: dict[str, object]) -> bytes:
    return b"".join(json.dumps(regel).encode() + b"\n" for regel in regels)


def stuur(kantoor: Kantoor, inhoud: bytes, **koppen: str) -> httpx.Response:
    alle = {
        "Authorization": f"Bearer {kantoor.token('dossierbehandelaar')}",
        "Content-Type": "application/x-ndjson",
        **koppen,
    }
    return kantoor.client.post("/v1/intake", content=inhoud, headers=alle)


def doe(kantoor: Kantoor) -> bool:
    return taken.doe(kantoor.app, werken(kantoor.app))


def test_given_a_file_when_taken_in_then_a_task_and_at_last_its_result(kantoor: Kantoor) -> None:
    kantoor.op("2024-04-01")
    gestart = stuur(kantoor, bestand(REGEL), **{"Idempotency-Key": str(uuid4())})
    assert gestart.status_code == 202, gestart.text
    waar = gestart.headers["location"]
    bezig = kantoor.vraag("GET", waar)
    assert (bezig.status_code, bezig.json()["state"]) == (200, "processing")
    assert bezig.json()["pollAfter"] > 0
    assert kantoor.vraag("GET", f"{waar}/resultaat").status_code == 404
    assert doe(kantoor)
    klaar = kantoor.vraag("GET", waar)
    assert (klaar.status_code, klaar.json()["state"]) == (303, "done")
    verslag = kantoor.vraag("GET", klaar.headers["location"]).json()
    assert (verslag["gelezen"], verslag["opgenomen"], verslag["quarantaine"]) == (1, 1, 0)
    assert not doe(kantoor)
    with kantoor.app.engine.connect() as verbinding:
        over = verbinding.execute(
            text("SELECT count(*) FROM handhaving.taken WHERE inhoud IS NOT NULL")
        )
        assert over.scalar_one() == 0


def test_given_a_file_of_another_agency_then_it_is_put_aside(kantoor: Kantoor) -> None:
    kantoor.op("2024-04-01")
    waar = stuur(kantoor, bestand(REGEL | {"agentschap": "Amal"})).headers["location"]
    assert doe(kantoor)
    verslag = kantoor.vraag("GET", f"{waar}/resultaat").json()
    assert (verslag["opgenomen"], verslag["foutenPerCode"]) == (0, {"AnderAgentschap": 1})
    assert kantoor.app.log.last_position() == 0


def test_given_the_same_key_then_the_same_task_and_another_file_another(kantoor: Kantoor) -> None:
    sleutel = {"Idempotency-Key": str(uuid4())}
    een = stuur(kantoor, bestand(REGEL), **sleutel).headers["location"]
    assert stuur(kantoor, bestand(REGEL), **sleutel).headers["location"] == een
    assert stuur(kantoor, bestand(REGEL, REGEL), **sleutel).headers["location"] != een


def test_given_enough_work_that_waits_then_429_and_another_organisation_goes_on(
    kantoor: Kantoor,
) -> None:
    for _ in range(kantoor.grenzen.taken):
        assert stuur(kantoor, bestand(REGEL)).status_code == 202
    vol = stuur(kantoor, bestand(REGEL))
    assert vol.status_code == 429
    assert int(vol.headers["retry-after"]) > 0
    assert kantoor.vraag("POST", "/v1/exporten", dienst="Amal").status_code == 202


def test_given_a_task_then_only_its_own_organisation_sees_it(kantoor: Kantoor) -> None:
    waar = kantoor.vraag("POST", "/v1/exporten").headers["location"]
    assert kantoor.vraag("GET", waar, wie="fictief-collega").status_code == 200
    for rol, dienst in (("dossierbehandelaar", "Amal"), ("beslisser", "ABB")):
        assert kantoor.vraag("GET", waar, rol, dienst=dienst).status_code == 404
    assert kantoor.vraag("GET", "/v1/taken/geen-taak").status_code == 404


def test_given_an_export_then_only_who_asked_and_who_has_the_same_role_see_it(
    kantoor: Kantoor,
) -> None:
    kantoor.wereld(tot("betekend"))
    kantoor.bij()
    waar = kantoor.vraag("POST", "/v1/exporten", "boekhouder").headers["location"]
    assert doe(kantoor)
    for pad in (waar, f"{waar}/resultaat"):
        assert kantoor.vraag("GET", pad, "boekhouder").status_code in {200, 303}
        assert kantoor.vraag("GET", pad, "boekhouder", wie="fictief-collega").status_code != 404
        for rol in ("beslisser", "abb", "auditor", "dpo", "invordering"):
            assert kantoor.vraag("GET", pad, rol).status_code == 404, rol
        zelf = kantoor.vraag("GET", pad, "beslisser", wie="fictief-boekhouder")
        assert zelf.status_code in {200, 303}


def test_given_an_export_then_it_holds_what_the_caller_may_see_and_no_name(
    kantoor: Kantoor,
) -> None:
    dossier_id = kantoor.wereld(tot("betekend"))
    kantoor.bij()
    for rol, dienst, gezien in (
        ("dossierbehandelaar", "Atlas", [str(dossier_id)]),
        ("dossierbehandelaar", "Amal", []),
        ("abb", "ABB", [str(dossier_id)]),
    ):
        waar = kantoor.vraag("POST", "/v1/exporten", rol, dienst=dienst).headers["location"]
        assert doe(kantoor)
        resultaat = kantoor.vraag("GET", f"{waar}/resultaat", rol, dienst=dienst)
        assert [i["dossierId"] for i in resultaat.json()["items"]] == gezien
        assert "Fictief" not in resultaat.text


def test_given_a_rebuild_then_only_who_keeps_the_service_starts_and_sees_it(
    kantoor: Kantoor,
) -> None:
    kantoor.wereld(tot("vastgesteld"))
    kantoor.bij()
    pad = "/v1/leesmodellen/termijnen/herbouwingen"
    waar = kantoor.vraag("POST", pad, "beheerder").headers["location"]
    assert kantoor.vraag("GET", waar, "beslisser").status_code == 404
    assert doe(kantoor)
    klaar = kantoor.vraag("GET", f"{waar}/resultaat", "beheerder").json()
    assert klaar["positie"] == kantoor.app.log.last_position()
    onbekend = kantoor.vraag("POST", "/v1/leesmodellen/geen/herbouwingen", "beheerder")
    assert onbekend.status_code == 404


def test_given_a_worker_that_fell_away_then_another_takes_the_task_over(kantoor: Kantoor) -> None:
    kantoor.op("2024-04-01")
    waar = stuur(kantoor, bestand(REGEL)).headers["location"]

    class Weg(BaseException):
        """The process is killed in the middle."""

    def valt_weg(_taak: taken.Taak, _meld: object) -> dict[str, object]:
        raise Weg

    with pytest.raises(Weg):
        taken.doe(kantoor.app, {"inname": valt_weg})
    assert kantoor.vraag("GET", waar).json()["state"] == "processing"
    assert not doe(kantoor)
    _verstrijk(kantoor)
    assert doe(kantoor)
    assert kantoor.vraag("GET", waar).status_code == 303
    voor = kantoor.app.log.last_position()
    assert voor > 0


def test_given_an_intake_that_fell_away_when_done_again_then_its_report_counts_all_of_it(
    kantoor: Kantoor,
) -> None:
    kantoor.op("2024-04-01")
    inhoud = bestand(REGEL, REGEL | {"datumFeit": "2024-03-02"})
    waar = stuur(kantoor, inhoud).headers["location"]
    gemeld: list[object] = []

    class Weg(BaseException):
        """The process is killed in the middle."""

    def valt_weg(taak: taken.Taak, meld: taken.Voortgang) -> Mapping[str, object]:
        def verder(voortgang: Mapping[str, object]) -> None:
            meld(voortgang)
            gemeld.append(voortgang["opgenomen"])
            if voortgang["opgenomen"]:
                raise Weg

        return werken(kantoor.app)["inname"](taak, verder)

    with pytest.raises(Weg):
        taken.doe(kantoor.app, {"inname": valt_weg})
    assert gemeld == [0, 2]
    onderweg = kantoor.vraag("GET", waar).json()
    assert (onderweg["state"], onderweg["voortgang"]["opgenomen"]) == ("processing", 2)
    _verstrijk(kantoor)
    assert doe(kantoor)
    verslag = kantoor.vraag("GET", f"{waar}/resultaat").json()
    assert (verslag["dossiersGeopend"], verslag["opgenomen"], verslag["ongewijzigd"]) == (1, 2, 0)
    assert verslag["hervat"] is True


def test_given_a_task_that_keeps_falling_away_then_it_is_given_up(kantoor: Kantoor) -> None:
    waar = kantoor.vraag("POST", "/v1/exporten").headers["location"]
    with kantoor.app.engine.begin() as verbinding:
        verbinding.execute(text("UPDATE handhaving.taken SET pogingen = :n"), {"n": taken.POGINGEN})
    assert doe(kantoor)
    mislukt = kantoor.vraag("GET", waar)
    assert (mislukt.status_code, mislukt.json()["state"]) == (200, "failed")
    assert mislukt.json()["fout"]


def test_given_work_that_breaks_then_it_failed_and_the_others_go_on(kantoor: Kantoor) -> None:
    een = kantoor.vraag("POST", "/v1/exporten").headers["location"]

    def breekt(_taak: taken.Taak, _meld: object) -> dict[str, object]:
        geheim = "Fictief Geheim"
        raise ValueError(geheim)

    assert taken.doe(kantoor.app, {"export": breekt})
    gezegd = kantoor.vraag("GET", een)
    assert gezegd.json()["state"] == "failed"
    assert "Geheim" not in gezegd.text

    def kan_niet(_taak: taken.Taak, _meld: object) -> dict[str, object]:
        waarom = "dit kan niet"
        raise taken.TaakMislukt(waarom)

    twee = kantoor.vraag("POST", "/v1/exporten").headers["location"]
    stop = threading.Event()
    draad = threading.Thread(target=taken.doe_voort, args=(kantoor.app, {"export": kan_niet}, stop))
    draad.start()
    while kantoor.vraag("GET", twee).json()["state"] == "processing":
        stop.wait(0.02)
    stop.set()
    draad.join()
    assert kantoor.vraag("GET", twee).json()["fout"] == "dit kan niet"


def _verstrijk(kantoor: Kantoor) -> None:
    with kantoor.app.engine.begin() as verbinding:
        verbinding.execute(
            text("UPDATE handhaving.taken SET verloopt_op = clock_timestamp() - interval '1 s'")
        )


@pytest.mark.parametrize("soort", ["application/json", "", "text/plain"])
def test_given_another_kind_of_content_then_415(kantoor: Kantoor, soort: str) -> None:
    assert stuur(kantoor, b"x", **{"Content-Type": soort}).status_code == 415
