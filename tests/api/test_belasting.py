"""Many at once, slow ones, big ones: no 5xx, nothing half-written, nobody's turn taken."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from handhaving.api.dienst import Grenzen
from tests.api.kantoor import Kantoor
from tests.dossier.trap import tot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STRENG = Grenzen(inhoud=4_096, per_seconde=1, ineens=60, ontvangst=0.5, antwoord=5, tegelijk=1_000)


@pytest.fixture(scope="module")
def streng(gedeeld: Kantoor) -> Iterator[Kantoor]:
    """The same application behind tight limits."""
    with Kantoor(gedeeld.app, gedeeld.klok, gedeeld.map, STRENG).open() as kantoor:
        yield kantoor


def tegelijk(aantal: int, doe: Callable[[int], httpx.Response]) -> list[httpx.Response]:
    with ThreadPoolExecutor(aantal) as groep:
        return list(groep.map(doe, range(aantal)))


def test_given_two_officers_on_one_dossier_when_both_write_then_one_is_told_to_read_again(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    versie = gedeeld.vraag("GET", f"/v1/dossiers/{dossier_id}").headers["etag"]
    pad = f"/v1/dossiers/{dossier_id}/persoonsgegevens"

    def doe(nummer: int) -> httpx.Response:
        return gedeeld.vraag(
            "POST", pad, wie=f"fictief-{nummer}", json={"contacttaal": "fr"}, If_Match=versie
        )

    statussen = sorted(a.status_code for a in tegelijk(2, doe))
    assert statussen == [201, 412]


def test_given_one_key_sent_many_times_at_once_then_it_is_done_once(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.dossier("betekend")
    pad = f"/v1/dossiers/{dossier_id}/vorderingen/V1/betalingen"
    dag = gedeeld.klok.nu.date().isoformat()
    body = {"bedrag": "10.00", "valutadatum": dag, "bankreferentie": f"CODA-{uuid4().hex[:8]}"}
    sleutel = str(uuid4())

    def doe(_nummer: int) -> httpx.Response:
        return gedeeld.vraag("POST", pad, "boekhouder", json=body, Idempotency_Key=sleutel)

    antwoorden = tegelijk(20, doe)
    assert {a.status_code for a in antwoorden} == {201}
    assert len({a.text for a in antwoorden}) == 1
    beeld = gedeeld.vraag("GET", f"/v1/dossiers/{dossier_id}", "boekhouder").json()
    assert beeld["vorderingen"]["V1"]["betaald"] == "10.00"


def test_given_200_clients_at_once_then_no_5xx_and_every_dossier_is_whole(
    gedeeld: Kantoor,
) -> None:
    gedeeld.op("2024-03-01")
    token = gedeeld.token("dossierbehandelaar")
    voor = gedeeld.app.log.last_position()
    url = str(gedeeld.client.base_url)

    def doe(nummer: int) -> httpx.Response:
        koppen = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        body = {"klantnummer": f"K-{voor}-{nummer}", "agentschap": "Atlas"}
        with httpx.Client(base_url=url, timeout=60, headers=koppen) as client:
            gemaakt = client.post("/v1/dossiers", json=body)
            assert gemaakt.status_code == 201, gemaakt.text
            return client.get(gemaakt.headers["location"])

    antwoorden = tegelijk(200, doe)
    assert {a.status_code for a in antwoorden} == {200}
    assert {a.json()["versie"] for a in antwoorden} == {2}
    assert gedeeld.app.log.last_position() == voor + 400


def test_given_a_body_that_is_too_big_then_413_whether_it_says_so_or_not(streng: Kantoor) -> None:
    voor = streng.app.log.last_position()
    token = streng.token("dossierbehandelaar", wie="fictief-groot")
    koppen = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    groot = json.dumps({"naam": "x" * 5_000}).encode()

    def in_stukken() -> Iterator[bytes]:
        for _ in range(10):
            yield b" " * 1_000

    for inhoud in (groot, in_stukken()):
        antwoord = streng.client.post("/v1/dossiers", content=inhoud, headers=koppen)
        assert antwoord.status_code == 413, antwoord.text
        assert antwoord.json()["type"] == "urn:problem-type:belgif:payloadTooLarge"
    assert streng.app.log.last_position() == voor


def test_given_a_client_that_sends_slowly_then_it_is_let_go_and_others_are_served(
    streng: Kantoor,
) -> None:
    voor = streng.app.log.last_position()
    deel = urlsplit(str(streng.client.base_url))
    token = streng.token("dossierbehandelaar", wie="fictief-traag")
    kop = (
        "POST /v1/dossiers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: 100\r\nAuthorization: Bearer {token}\r\n\r\n"
    )
    with socket.create_connection((str(deel.hostname), int(str(deel.port))), timeout=10) as lijn:
        lijn.sendall(kop.encode() + b"{")
        begin = time.monotonic()
        assert streng.vraag("GET", "/v1/dossiers").status_code == 200
        antwoord = ""
        while "}" not in antwoord:
            antwoord += lijn.recv(65_536).decode()
        assert time.monotonic() - begin < 5
    assert antwoord.startswith("HTTP/1.1 400")
    assert "niet op tijd" in antwoord
    assert streng.app.log.last_position() == voor


def test_given_a_client_that_goes_away_half_way_then_nothing_is_written(gedeeld: Kantoor) -> None:
    voor = gedeeld.app.log.last_position()
    deel = urlsplit(str(gedeeld.client.base_url))
    token = gedeeld.token("dossierbehandelaar")
    kop = (
        "POST /v1/dossiers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: 100\r\nAuthorization: Bearer {token}\r\n\r\n"
    )
    for _ in range(5):
        with socket.create_connection((str(deel.hostname), int(str(deel.port)))) as lijn:
            lijn.sendall(kop.encode() + b'{"klantnummer": "K')
    assert gedeeld.vraag("GET", "/v1/dossiers").status_code == 200
    assert gedeeld.app.log.last_position() == voor


def test_given_a_client_that_asks_too_often_then_429_and_another_goes_on(streng: Kantoor) -> None:
    druk = streng.token("dossierbehandelaar", wie="fictief-druk")
    koppen = {"Authorization": f"Bearer {druk}"}
    antwoorden = [streng.client.get("/v1/dossiers", headers=koppen) for _ in range(120)]
    statussen = {a.status_code for a in antwoorden}
    assert statussen == {200, 429}
    te_veel = next(a for a in antwoorden if a.status_code == 429)
    assert int(te_veel.headers["retry-after"]) >= 1
    assert te_veel.json()["type"] == "urn:problem-type:belgif:tooManyRequests"
    ander = streng.vraag("GET", "/v1/dossiers", wie="fictief-rustig")
    assert ander.status_code == 200


def test_given_more_in_hand_than_can_be_then_503_with_when_to_come_back(gedeeld: Kantoor) -> None:
    geen = replace(STRENG, tegelijk=0)
    with Kantoor(gedeeld.app, gedeeld.klok, gedeeld.map, geen).open() as vol:
        antwoord = vol.vraag("GET", "/v1/dossiers")
    assert (antwoord.status_code, antwoord.headers["retry-after"]) == (503, "1")


def test_given_a_lost_connection_to_the_database_then_503_and_no_word_of_it(
    gedeeld: Kantoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from psycopg import OperationalError  # noqa: PLC0415

    def weg(*_: object, **__: object) -> None:
        geheim = "host=geheim password=geheim"
        raise OperationalError(geheim)

    dossier_id = gedeeld.wereld(tot("vastgesteld"))
    monkeypatch.setattr(type(gedeeld.app.service), "inzage", weg)
    antwoord = gedeeld.vraag("GET", f"/v1/dossiers/{dossier_id}")
    assert antwoord.status_code == 503
    assert "geheim" not in antwoord.text
    assert int(antwoord.headers["retry-after"]) > 0
