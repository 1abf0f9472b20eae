"""The client against a service that listens: it covers the contract, and says what was answered."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from handhaving.adapters.uitgever import person
from handhaving.api.antwoorden import Toegangsvraag, Zoekvraag
from handhaving.client import Client, Geweigerd, Problemen, Verouderd
from handhaving.client import client as module
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.dossier.levensloop.overlijden import RegistreerOverlijden
from handhaving.dossier.persoon import OpenDossier, WijzigPersoonsgegevens
from handhaving.dossier.sanctie.overmaking import MaakOverAanABB
from tests.api.conftest import gedeeld, kantoor
from tests.api.kantoor import OVO
from tests.api.test_contract import NAMEN
from tests.api.test_taken import REGEL, bestand, doe
from tests.dossier.trap import tot

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.api.kantoor import Kantoor

__all__ = ["gedeeld", "kantoor"]  # the fixtures of the service


def beller(kantoor: Kantoor, rol: str = "dossierbehandelaar", dienst: str = "Atlas") -> Client:
    def vers() -> str:
        claims = person(rol, OVO[dienst], f"fictief-{rol}")
        return kantoor.uitgever.sign(claims, kantoor.klok.nu, timedelta(hours=1))

    return Client(str(kantoor.client.base_url), vers)


def test_given_the_contract_then_the_client_has_a_method_for_every_operation() -> None:
    opdrachten = {n[0].lower() + n[1:] for n in OPDRACHTEN}
    vragen = set(NAMEN) - opdrachten
    assert set(module.VRAGEN) == vragen
    assert [m for m in module.VRAGEN.values() if not callable(getattr(Client, m, None))] == []


def test_given_commands_and_questions_then_what_was_written_is_read_back(kantoor: Kantoor) -> None:
    kantoor.op("2024-03-01")
    with beller(kantoor) as client:
        gemaakt = client.doe(
            OpenDossier(klantnummer="K-CLIENT-1", agentschap="Atlas", insz="85011501764")
        )
        assert gemaakt.versie == 2
        d = gemaakt.dossier_id
        client.doe(StelInbreukVast(inbreuk="I1", type="I01", datum_feit=date(2024, 2, 20)), d)
        beeld = client.dossier(d, doel="dossierbehandeling", referentie="R-1")
        assert beeld.inbreuken["I1"].fase == "vastgesteld"
        assert beeld.persoon is not None
        assert client.dossier(d, geldig_op=date(2024, 3, 1), met_persoon=False).persoon is None
        kantoor.bij()
        assert [r.dossier_id for r in client.dossiers(fase="vastgesteld").items] == [d]
        assert client.zoek(Zoekvraag(klantnummer="K-CLIENT-1")).total == 1
        assert client.gebeurtenissen(d, pageSize=2).total == 3
        assert client.termijnen_van(d, op=kantoor.klok.nu + timedelta(hours=1)).items
        assert client.termijnen(pageSize=5).total > 0
        assert client.werkvoorraad(rol="dossierbehandelaar").items[0].dossier_id == d
        assert client.vorderingen(status="open").total == 0
        with pytest.raises(Verouderd) as verouderd:
            client.doe(RegistreerOverlijden(overleden_op=date(2024, 3, 1)), d, versie=1)
        assert verouderd.value.status == 412
        with pytest.raises(Geweigerd) as geweigerd:
            client.doe(MaakOverAanABB(inbreuk="I1"), d)
        assert geweigerd.value.code == "FaseLaatDitNietToe"
        assert geweigerd.value.feiten["fase"] == "vastgesteld"
        assert "VerzendIngebrekestelling" in geweigerd.value.mogelijk
        assert "kan" in str(geweigerd.value) or geweigerd.value.type
        dubbel = StelInbreukVast(type="I01", datum_feit=date(2024, 2, 21))
        with pytest.raises(Geweigerd) as mogelijk:
            client.doe(dubbel, d)
        assert client.doe(dubbel, d, bevestiging=mogelijk.value.bevestiging).versie == 4
        with pytest.raises(Problemen) as fout:
            client.doe(WijzigPersoonsgegevens(agentschap="Atlas"), "geen-dossier")
        assert (fout.value.status, fout.value.type) == (404, "resourceNotFound")
        assert client.gezondheid().status in {"UP", "DEGRADED"}
    kantoor.bij()
    with beller(kantoor, "auditor", "ABB") as auditor:
        spoor = auditor.auditspoor(na=0, pageSize=100)
        assert len(spoor.items) == 4
        feit = auditor.gebeurtenis(spoor.items[1].gebeurtenis_id, doel="toezicht")
        assert feit.persoonlijk["klantnummer"] == "K-CLIENT-1"
        assert auditor.herspeel(d).versie == 4
    with beller(kantoor, "dpo", "ABB") as dpo:
        assert dpo.toegangen(Toegangsvraag(dossier_id=d)).items[0].doel == "toezicht"
    with beller(kantoor, "abb", "ABB") as abb:
        assert abb.totalen().dossiers == 1
        assert abb.dossiers_voor_abb().total == 1


def test_given_tasks_then_the_client_waits_for_their_result(kantoor: Kantoor) -> None:
    kantoor.op("2024-04-01")
    with beller(kantoor) as client:
        inname = client.neem_op(bestand(REGEL), "application/x-ndjson")
        assert client.taak(inname.taak_id).state == "processing"
        assert doe(kantoor)
        assert client.resultaat(inname)["opgenomen"] == 1
        kantoor.bij()
        uitvoer = client.exporteer()
        with pytest.raises(Problemen):
            client.resultaat(uitvoer, geduld=0.0)
        assert doe(kantoor)
        assert client.resultaat(uitvoer)["total"] == 1
    with beller(kantoor, "beheerder", "ABB") as beheerder:
        herbouw = beheerder.herbouw("termijnen")
        assert doe(kantoor)
        assert beheerder.resultaat(herbouw)["leesmodel"] == "termijnen"


def net(antwoord: Callable[[httpx.Request], httpx.Response]) -> Client:
    """A client whose other side is this function."""
    client = Client("http://dienst", "token")
    client._http = httpx.Client(base_url="http://dienst", transport=httpx.MockTransport(antwoord))
    return client


def test_given_a_service_that_asks_to_wait_then_the_same_key_is_sent_again() -> None:
    sleutels: list[str] = []

    def antwoord(vraag: httpx.Request) -> httpx.Response:
        sleutels.append(vraag.headers["idempotency-key"])
        if len(sleutels) < 3:
            return httpx.Response(503, headers={"Retry-After": "0"})
        inhoud: dict[str, Any] = {"dossierId": "0" * 8 + "-0000-7000-8000-" + "0" * 12}
        inhoud |= {"versie": 1, "positie": 7, "gebeurtenissen": []}
        return httpx.Response(201, json=inhoud, headers={"Handhaving-Positie": "7"})

    with net(antwoord) as client:
        client.doe(OpenDossier(klantnummer="K-1", agentschap="Atlas"))
        assert client.positie == 7
    assert len(set(sleutels)) == 1
    assert len(sleutels) == 3


@pytest.mark.parametrize("inhoud", [b"", b"[]", b"<html>"])
def test_given_an_answer_that_is_no_problem_then_it_is_told_all_the_same(inhoud: bytes) -> None:
    with (
        net(lambda _: httpx.Response(502, content=inhoud)) as client,
        pytest.raises(Problemen, match="Bad Gateway") as fout,
    ):
        client.gezondheid()
    assert fout.value.status == 502
    assert json.dumps(fout.value.inhoud)


def test_given_a_history_then_it_is_of_this_test_alone(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.wereld(tot("betekend"))
    with beller(gedeeld, "boekhouder", "ABB") as client:
        assert client.dossier(dossier_id).vorderingen["V1"]["hoofdsom"] == "250.00"
