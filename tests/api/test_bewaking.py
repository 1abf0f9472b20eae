"""How the service is watched: health in parts, metrics, traces, and not one personal value."""

from __future__ import annotations

import json
import re
import threading
import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
import structlog
from structlog.testing import capture_logs

from handhaving import running
from handhaving.api import bewaking
from handhaving.api.omslag import GESLOTEN, VEILIG, Emmers
from handhaving.api.openapi import _SPOOR
from handhaving.api.spoor import lees_spoor
from tests.dossier.trap import PERSOON, tot

if TYPE_CHECKING:
    from tests.api.kantoor import Kantoor


def delen(kantoor: Kantoor) -> tuple[int, str, dict[str, str]]:
    antwoord = kantoor.client.get("/health")
    gezegd = antwoord.json()
    return (
        antwoord.status_code,
        gezegd["status"],
        {deel["naam"]: deel["staat"] for deel in gezegd["delen"]},
    )


def test_given_all_is_well_then_up_and_by_part(kantoor: Kantoor) -> None:
    kantoor.bij()
    status, hoe, per_deel = delen(kantoor)
    assert (status, hoe) == (200, "UP")
    assert set(per_deel) == {"databank", "redis", "leesmodellen", "termijnen"}


def test_given_terms_that_are_over_or_read_models_behind_then_degraded(kantoor: Kantoor) -> None:
    kantoor.dossier("inGebreke")
    kantoor.op("2024-06-01")
    assert delen(kantoor)[1:][0] == "DEGRADED"
    assert delen(kantoor)[2]["leesmodellen"] == "DEGRADED"
    kantoor.bij()
    assert delen(kantoor)[2] | {"termijnen": "DEGRADED"} == delen(kantoor)[2]
    running.tick(kantoor.app, kantoor.klok.nu)
    kantoor.bij()
    assert delen(kantoor)[2]["termijnen"] == "UP"


def test_given_no_redis_then_degraded_and_no_word_of_where(
    kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kantoor.bij()
    monkeypatch.setattr(
        type(kantoor.app), "redis_klacht", lambda _: "redis://geheim antwoordt niet"
    )
    antwoord = kantoor.client.get("/health")
    assert antwoord.json()["status"] == "DEGRADED"
    assert "geheim" not in antwoord.text


def test_given_no_database_then_down_with_503(
    kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from psycopg import OperationalError  # noqa: PLC0415

    def weg(*_: object) -> int:
        raise OperationalError

    monkeypatch.setattr(type(kantoor.app.log), "last_position", weg)
    status, hoe, per_deel = delen(kantoor)
    assert (status, hoe, per_deel["databank"]) == (503, "DOWN", "DOWN")
    assert kantoor.client.get("/metrics").status_code == 200


@pytest.mark.parametrize(
    ("deel", "status", "staat"), [("_databank", 503, "DOWN"), ("_leesmodellen", 200, "DEGRADED")]
)
def test_given_a_part_that_does_not_answer_then_health_does_within_two_seconds(
    kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch, deel: str, status: int, staat: str
) -> None:
    laat_los = threading.Event()
    monkeypatch.setattr(bewaking, deel, lambda _: str(laat_los.wait(20)))
    begin = time.monotonic()
    gezegd = delen(kantoor)
    duur = time.monotonic() - begin
    laat_los.set()
    assert gezegd[:2] == (status, staat)
    assert gezegd[2][deel.removeprefix("_")] == staat
    assert duur < 3


def test_given_requests_then_they_are_counted_by_route_and_not_by_dossier(
    kantoor: Kantoor,
) -> None:
    dossier_id = kantoor.dossier("vastgesteld")
    kantoor.bij()
    kantoor.vraag("GET", f"/v1/dossiers/{dossier_id}")
    kantoor.vraag("GET", "/v1/dossiers", None)
    kantoor.client.get("/nergens/geheim")
    kantoor.vraag("POST", f"/v1/dossiers/{dossier_id}/inbreuken/I1/overmakingen", json={})
    kantoor.vraag("POST", "/v1/exporten")
    metingen = kantoor.client.get("/metrics").text
    assert 'route="/v1/dossiers/{dossierId}",status="200"} 1.0' in metingen
    assert 'handhaving_tokens_geweigerd_total{reden="ontbreekt"} 1.0' in metingen
    assert 'code="FaseLaatDitNietToe",opdracht="maakOverAanABB"} 1.0' in metingen
    assert 'handhaving_leesmodel_achterstand{leesmodel="dossierstand"} 0.0' in metingen
    assert 'handhaving_taken{staat="wacht"} 1.0' in metingen
    assert str(dossier_id) not in metingen
    assert "geheim" not in metingen


def test_given_every_answer_then_it_is_closed_to_other_pages(gedeeld: Kantoor) -> None:
    for pad in ("/health", "/v1/dossiers", "/nergens"):
        antwoord = gedeeld.client.get(pad, headers={"Origin": "https://elders.example"})
        for naam, waarde in (*VEILIG, GESLOTEN):
            assert antwoord.headers[naam.decode()] == waarde.decode()
        assert not [k for k in antwoord.headers if k.startswith("access-control-")]
    vooraf = gedeeld.client.options("/v1/dossiers", headers={"Origin": "https://elders.example"})
    assert vooraf.status_code == 405


SPOOR = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize(
    ("trace", "parent", "verwacht", "genoemd"),
    [
        (SPOOR, None, UUID(hex=SPOOR), SPOOR),
        (str(UUID(hex=SPOOR)), None, UUID(hex=SPOOR), str(UUID(hex=SPOOR))),
        (None, f"00-{SPOOR}-00f067aa0ba902b7-01", UUID(hex=SPOOR), None),
        ("eigen-naam-7", f"00-{SPOOR}-00f067aa0ba902b7-01", None, "eigen-naam-7"),
        ("met spatie", None, None, None),
        (None, f"00-{'0' * 32}-00f067aa0ba902b7-01", None, None),
        (None, "onzin", None, None),
    ],
)
def test_given_a_trace_then_it_is_kept_or_a_new_one_is_made(
    trace: str | None, parent: str | None, verwacht: UUID | None, genoemd: str | None
) -> None:
    spoor, terug = lees_spoor(trace, parent)
    assert terug == genoemd
    if verwacht is not None:
        assert spoor == verwacht
    assert "een UUID die eruit volgt" in _SPOOR["description"]
    if trace == "eigen-naam-7":
        assert lees_spoor(trace, None)[0] == spoor


def test_given_a_trace_then_it_stands_with_every_event_and_comes_back(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    pad = f"/v1/dossiers/{dossier_id}"
    dag = {"overledenOp": gedeeld.klok.nu.date().isoformat()}
    gedaan = gedeeld.vraag(
        "POST", f"{pad}/overlijdens", json=dag, traceparent=f"00-{SPOOR}-00f067aa0ba902b7-01"
    )
    assert gedaan.headers["belgov-trace-id"] == str(UUID(hex=SPOOR))
    assert gedaan.headers["traceparent"].split("-")[1] == SPOOR
    laatste = gedeeld.vraag("GET", f"{pad}/gebeurtenissen").json()["items"][-1]
    assert laatste["spoorId"] == str(UUID(hex=SPOOR))


WOORDEN = ("Geheimnaam-Zwaluwnest", "Geheimstraat-Roodborst", "Geheimrelaas-Merel", "85073003328")


def test_given_personal_values_then_in_no_url_log_line_metric_header_or_problem(
    gedeeld: Kantoor,
) -> None:
    """Unique words go in by every way in; then everything that comes out is searched for them."""
    naam, straat, relaas, insz = WOORDEN
    persoon = {**PERSOON, "naam": naam, "insz": insz, "klantnummer": f"K-{uuid4().hex[:8]}"}
    persoon["adres"] = {"straat": straat, "huisnummer": "1", "gemeente": straat}
    gedeeld.op("2024-03-04")
    uit: list[str] = []
    with capture_logs() as regels:
        gemaakt = gedeeld.vraag("POST", "/v1/dossiers", json=persoon)
        assert gemaakt.status_code == 201, gemaakt.text
        pad = gemaakt.headers["location"]
        feit = {"type": "I01", "datumFeit": "2024-03-01", "feitenrelaas": relaas}
        vragen = [
            gemaakt,
            gedeeld.vraag("POST", "/v1/dossiers", json=persoon),
            gedeeld.vraag("POST", f"{pad}/inbreuken", json=feit),
            gedeeld.vraag("POST", f"{pad}/inbreuken", json={**feit, naam: insz}),
            gedeeld.vraag("POST", f"{pad}/inbreuken", json={**feit, "type": relaas + " " + naam}),
            gedeeld.vraag("POST", f"{pad}/inszKoppelingen", json={"insz": insz + "9"}),
            gedeeld.vraag("POST", "/v1/dossiers/query", json={"naam": naam}),
            gedeeld.vraag("POST", "/v1/dossiers/query", json={"insz": naam, naam: 1}),
            gedeeld.vraag("GET", "/v1/dossiers", params={"fase": naam}),
            gedeeld.vraag("GET", f"/v1/dossiers/{naam}"),
            gedeeld.vraag("GET", f"{pad}/gebeurtenissen", Handhaving_Referentie=naam),
            gedeeld.vraag("GET", f"{pad}/gebeurtenissen", Handhaving_Doel=naam),
            gedeeld.vraag("GET", pad, "auditor"),
            gedeeld.vraag("GET", f"{pad}/gebeurtenissen"),
        ]
        gedeeld.bij()
        vragen.append(gedeeld.vraag("GET", "/v1/dossiers", params={"pageSize": 100}))
        vragen.append(gedeeld.vraag("GET", "/v1/audit/gebeurtenissen", "auditor"))
        uit += [a.text + json.dumps(dict(a.headers)) for a in vragen]
        assert {a.status_code for a in vragen} >= {200, 201, 400, 404, 409}
    uit += [json.dumps(regel, default=str) for regel in regels]
    uit.append(gedeeld.client.get("/metrics").text)
    assert regels
    for woord in WOORDEN:
        assert [deel[:200] for deel in uit if woord in deel] == []
    eigen = gedeeld.vraag("GET", gemaakt.headers["location"])
    assert all(woord in eigen.text for woord in (naam, straat, insz))


def test_given_an_error_nobody_foresaw_then_500_without_a_word_and_a_line_that_says_where(
    gedeeld: Kantoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier_id = gedeeld.wereld(tot("vastgesteld"))

    def breekt(*_: object, **__: object) -> None:
        geheim = "Geheimnaam-Zwaluwnest"
        raise KeyError(geheim)

    monkeypatch.setattr(type(gedeeld.app.service), "inzage", breekt)
    with capture_logs() as regels:
        antwoord = gedeeld.vraag("GET", f"/v1/dossiers/{dossier_id}")
    assert antwoord.status_code == 500
    assert antwoord.json()["type"] == "urn:problem-type:belgif:internalServerError"
    assert antwoord.json()["spoorId"] == antwoord.headers["belgov-trace-id"]
    (fout,) = [r for r in regels if r["event"] == "onverwachte_fout"]
    assert re.fullmatch(r"test_bewaking\.py:\d+", fout["waar"])
    assert "Geheim" not in antwoord.text + json.dumps(regels, default=str)
    assert structlog.is_configured() in {True, False}


def test_given_a_bucket_then_it_fills_again_at_its_rate() -> None:
    emmers = Emmers(per_seconde=2, ineens=3)
    assert [emmers.wacht(b"a", 0.0) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert emmers.wacht(b"a", 0.0) == 0.5
    assert emmers.wacht(b"b", 0.0) == 0.0
    assert emmers.wacht(b"a", 0.5) == 0.0
    assert emmers.wacht(b"a", 0.5) > 0
