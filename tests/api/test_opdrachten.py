"""Every command over HTTP: its declared example is done, once; what is wrong is told."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4, uuid5

import pytest

from handhaving.api import opdrachten
from handhaving.api.opdrachten import OpdrachtZonderPad
from handhaving.dossier.basis import Opdracht, Rol
from handhaving.dossier.decider import OPDRACHTEN
from tests.api.kantoor import laad
from tests.dossier.spel import ANDER
from tests.dossier.voorbeelden import VOORBEELDEN

if TYPE_CHECKING:
    from uuid import UUID

    from tests.api.kantoor import Kantoor
    from tests.dossier.spel import Spel

OPENBAAR = sorted(naam for naam, k in OPDRACHTEN.items() if k.rollen != {Rol.SYSTEEM})
NIEUWE = {"klantnummer": "K-FICTIEF-9", "agentschap": "Atlas", "hoedanigheid": "verplicht"}


def in_pad(klasse: type[Opdracht], dossier_id: UUID | None, voorbeeld: dict[str, object]) -> str:
    return klasse.pad.format(dossierId=dossier_id, **voorbeeld)


def inhoud(klasse: type[Opdracht], voorbeeld: dict[str, object]) -> dict[str, object]:
    weg = opdrachten.sleutels(klasse)
    return {veld: waarde for veld, waarde in voorbeeld.items() if veld not in weg}


def hier(kantoor: Kantoor, klasse: type[Opdracht], spel: Spel, dossier_id: UUID) -> str:
    """The example with the ids that events and other dossiers have in this log."""
    tekst = json.dumps(klasse.voorbeeld)
    for _, envelop in spel.paren:
        oud = envelop.gebeurtenis_id
        tekst = tekst.replace(str(oud), str(uuid5(dossier_id, str(oud))))
    for ander, leven in spel.andere.items():
        laad(kantoor.app, leven, uuid5(dossier_id, str(ander)))
    return tekst.replace(str(ANDER), str(uuid5(dossier_id, str(ANDER))))


@pytest.mark.parametrize("naam", OPENBAAR)
def test_given_the_example_of_a_command_when_posted_then_done_once(
    gedeeld: Kantoor, naam: str
) -> None:
    klasse, waar = OPDRACHTEN[naam], VOORBEELDEN[naam]
    spel = waar.spel()
    dossier_id = gedeeld.wereld(spel) if spel.paren else None
    gedeeld.op(spel.vandaag)
    rol = next(r for r in Rol if r in klasse.rollen)
    sleutel = str(uuid4())
    voorbeeld = dict(klasse.voorbeeld)
    if dossier_id is not None:
        voorbeeld = json.loads(hier(gedeeld, klasse, spel, dossier_id))
    pad, body = in_pad(klasse, dossier_id, voorbeeld), inhoud(klasse, voorbeeld)

    eerste = gedeeld.vraag("POST", pad, rol, json=body, Idempotency_Key=sleutel)
    assert eerste.status_code == 201, eerste.text
    gevonden = eerste.json()
    assert [g["type"] for g in gevonden["gebeurtenissen"]] == list(waar.gebeurtenissen)
    assert eerste.headers["etag"] == f'"{gevonden["versie"]}"'
    assert eerste.headers["location"] == f"/v1/dossiers/{gevonden['dossierId']}"
    assert eerste.headers["handhaving-positie"] == str(gevonden["positie"])

    laatste = gedeeld.app.log.last_position()
    tweede = gedeeld.vraag("POST", pad, rol, json=body, Idempotency_Key=sleutel)
    assert (tweede.status_code, tweede.json()) == (201, gevonden)
    assert gedeeld.app.log.last_position() == laatste

    anders = {**body, "geldigOp": (spel.vandaag - timedelta(days=1)).isoformat()}
    derde = gedeeld.vraag("POST", pad, rol, json=anders, Idempotency_Key=sleutel)
    assert derde.status_code == 422, derde.text
    assert derde.json()["type"] == "urn:problem-type:belgif:unprocessableEntity"


def test_given_a_stale_version_when_posted_then_412_and_nothing_is_written(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    voor = gedeeld.app.log.last_position()
    pad = f"/v1/dossiers/{dossier_id}/overlijdens"
    dag = {"overledenOp": gedeeld.klok.nu.date().isoformat()}
    oud = gedeeld.vraag("POST", pad, json=dag, If_Match='"1"')
    assert oud.status_code == 412
    assert oud.json()["type"] == "urn:problem-type:belgif:preconditionFailed"
    assert oud.headers["content-type"] == "application/problem+json"
    assert gedeeld.app.log.last_position() == voor
    nieuw = gedeeld.vraag("POST", pad, json=dag, If_Match=f"W/{oud.headers['etag']}")
    assert nieuw.status_code == 201


def test_given_a_refusal_when_posted_then_409_says_why_and_what_can_be_done(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    pad = f"/v1/dossiers/{dossier_id}/inbreuken/I1/boetebesluiten"
    weigering = gedeeld.vraag("POST", pad, "beslisser", json={"bedrag": "100.00"})
    assert weigering.status_code == 409
    gezegd = weigering.json()
    assert gezegd["type"] == "urn:problem-type:handhaving:faseLaatDitNietToe"
    assert gezegd["feiten"]["fase"] == "vastgesteld"
    assert "VerzendIngebrekestelling" in gezegd["mogelijk"]
    assert gezegd["grondslag"]


@pytest.mark.parametrize(
    "pad",
    [
        "/v1/dossiers/{}/inbreuken/I9/overmakingen",
        "/v1/dossiers/00000000-0000-7000-8000-000000000000/inbreuken/I1/overmakingen",
        "/v1/dossiers/geen-dossier/inbreuken/I1/overmakingen",
        "/v1/dossiers/{}/stukken/S9/onbestelbaarmeldingen",
    ],
)
def test_given_something_unknown_in_the_path_then_404(gedeeld: Kantoor, pad: str) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    body = {"op": "2024-03-04"} if "stukken" in pad else {}
    antwoord = gedeeld.vraag("POST", pad.format(dossier_id), json=body)
    assert antwoord.status_code == 404, antwoord.text
    assert antwoord.json()["type"] == "urn:problem-type:belgif:resourceNotFound"


@pytest.mark.parametrize(
    ("body", "soort", "veld"),
    [
        ({"overledenOp": "gisteren"}, "schemaViolation", "overledenOp"),
        ({}, "schemaViolation", "overledenOp"),
        ({"overledenOp": "2024-01-01", "overledenop": 1}, "unknownInput", "overledenop"),
        ({"overledenOp": "2024-01-01", "Peeters": 1}, "unknownInput", "(onbekend veld)"),
    ],
)
def test_given_a_wrong_shape_then_400_names_the_field_and_not_the_value(
    gedeeld: Kantoor, body: dict[str, object], soort: str, veld: str
) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    antwoord = gedeeld.vraag("POST", f"/v1/dossiers/{dossier_id}/overlijdens", json=body)
    assert antwoord.status_code == 400
    (issue,) = antwoord.json()["issues"]
    assert (issue["type"].rpartition(":")[2], issue["in"], issue["name"]) == (soort, "body", veld)
    assert "gisteren" not in antwoord.text


@pytest.mark.parametrize("ruw", [b"{", b"[]", b'{"a":1,"a":2}', b'{"a":NaN}', b"\xff", b"[" * 9999])
def test_given_a_body_that_is_no_object_then_400(gedeeld: Kantoor, ruw: bytes) -> None:
    koppen = {
        "Authorization": f"Bearer {gedeeld.token('dossierbehandelaar')}",
        "Content-Type": "application/json",
    }
    antwoord = gedeeld.client.post("/v1/dossiers", content=ruw, headers=koppen)
    assert antwoord.status_code == 400
    assert antwoord.headers["content-type"] == "application/problem+json"


def test_given_another_role_when_posted_then_403_before_anything_else(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    antwoord = gedeeld.vraag(
        "POST", f"/v1/dossiers/{dossier_id}/overlijdens", "boekhouder", json={"fout": 1}
    )
    assert antwoord.status_code == 403
    assert antwoord.json()["type"] == "urn:problem-type:belgif:missingPermission"


def test_given_nothing_to_write_when_posted_then_200_without_position(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    pad = f"/v1/dossiers/{dossier_id}/overlijdens"
    dag = {"overledenOp": gedeeld.klok.nu.date().isoformat()}
    assert gedeeld.vraag("POST", pad, json=dag).status_code == 201
    opnieuw = gedeeld.vraag("POST", pad, json=dag)
    assert opnieuw.status_code == 200, opnieuw.text
    assert opnieuw.json()["gebeurtenissen"] == []
    assert "positie" not in opnieuw.json()
    assert opnieuw.headers["handhaving-positie"] == str(gedeeld.app.log.last_position())


def test_given_an_infringement_like_another_then_candidates_and_a_token_to_insist(
    gedeeld: Kantoor,
) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    pad = f"/v1/dossiers/{dossier_id}/inbreuken"
    body = {"type": "I01", "datumFeit": "2024-03-03"}
    vraag = gedeeld.vraag("POST", pad, json=body)
    assert vraag.status_code == 409
    assert vraag.json()["type"] == "urn:problem-type:handhaving:mogelijkDubbel"
    assert [k["inbreuk"] for k in vraag.json()["kandidaten"]] == ["I1"]
    token = vraag.json()["bevestiging"]
    ander = gedeeld.vraag("POST", pad, json=body, wie="fictief-ander", Handhaving_Bevestiging=token)
    assert ander.status_code == 409
    gedaan = gedeeld.vraag("POST", pad, json=body, Handhaving_Bevestiging=token)
    assert gedaan.status_code == 201
    zelfde = gedeeld.vraag("POST", pad, json={"type": "I01", "datumFeit": "2024-03-01"})
    assert zelfde.json()["type"] == "urn:problem-type:handhaving:mogelijkDubbel"


class ZonderPad(Opdracht):
    """Een opdracht die niet zegt waar."""

    rollen = frozenset({Rol.BESLISSER})


class ZonderRol(Opdracht):
    """Een opdracht van niemand."""

    pad = "/v1/dossiers/{dossierId}/dingen"
    voorbeeld = {}  # noqa: RUF012 - as a command declares it
    rollen = frozenset()


@pytest.mark.parametrize("klasse", [ZonderPad, ZonderRol])
def test_given_a_command_that_declares_no_route_then_nothing_starts(
    klasse: type[Opdracht],
) -> None:
    with pytest.raises(OpdrachtZonderPad, match=klasse.__name__):
        list(opdrachten.openbare(iter([("toets", klasse)])))
