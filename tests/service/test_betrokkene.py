"""Case 82: what a person may know, without what is of somebody else; and the register."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import event_types
from handhaving.dossier.refusals import GeenBevoegdheid, OnbekendDossier
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.persoonlijk import personal_fields
from handhaving.service import Doel, Kijker
from handhaving.service.betrokkene import inzageverslag
from handhaving.service.inzagerecht import Groep
from handhaving.service.verwerkingsregister import verwerkingsregister
from tests.dossier.spel import recht
from tests.dossier.trap import ADRES, INSZ, PERSOON
from tests.service.huis import Huis

if TYPE_CHECKING:
    from handhaving.service.betrokkene import Rij

BETALER = "BE68539007547034 Fictief Persoon-99"
BEWINDVOERDER = "Fictief Persoon-98"
VANDAAG = date(2025, 4, 1)


def dpo(rol: Rol = Rol.DPO, doel: Doel | None = Doel.VERZOEK_BETROKKENE) -> Kijker:
    return Kijker(Door(f"{rol}-1", rol, "ABB"), uuid4(), "toets", doel, "V-82")


def verslag(huis: Huis, dossier: UUID, kijker: Kijker | None = None) -> dict[str, Any]:
    uit = inzageverslag(
        huis.service, huis.toegang, recht(), kijker or dpo(), dossier, vandaag=VANDAAG
    )
    return cast("dict[str, Any]", json.loads(json.dumps(uit)))


@pytest.fixture
def huis() -> Huis:
    return Huis()


@pytest.fixture
def dossier(huis: Huis) -> UUID:
    """At VLABEL, partly paid by somebody else, under guardianship, disclosed to three others."""
    dossier_id = huis.tot("bevestigd")
    for naam, gegevens in (
        (
            "BoekBetaling",
            {
                "vordering": "V1",
                "bedrag": "10.00",
                "valutadatum": "2025-03-11",
                "bankreferentie": "REF-82",
                "tegenpartij": BETALER,
            },
        ),
        ("StelBewindvoerderAan", {"naam": BEWINDVOERDER, "adres": ADRES, "vanaf": "2025-03-01"}),
        ("RegistreerVerstrekking", {"ontvanger": "OCMW", "doel": "steun", "op": "2025-03-02"}),
        ("RegistreerVerstrekking", {"ontvanger": "VDAB", "doel": "werk", "op": "2025-03-03"}),
        (
            "RegistreerVerstrekking",
            {"ontvanger": "DVZ", "doel": "verblijf", "op": "2025-03-04", "gegevens": ["insz"]},
        ),
    ):
        huis.nu = huis.nu.replace(year=2025, month=3, day=12)
        huis.doe(dossier_id, naam, **gegevens)
    return dossier_id


def test_82_given_a_request_then_every_recipient_with_its_date_and_no_third_party(
    huis: Huis, dossier: UUID
) -> None:
    uit = verslag(huis, dossier)
    ontvangers = {(o["ontvanger"], o["doel"], o["op"]) for o in uit["ontvangers"]}
    assert ontvangers == {
        ("ABB", "sanctionering", "2024-05-06"),
        ("VLABEL", "invordering", "2025-03-10"),
        ("OCMW", "steun", "2025-03-02"),
        ("VDAB", "werk", "2025-03-03"),
        ("DVZ", "verblijf", "2025-03-04"),
    }
    (vlabel,) = (o for o in uit["ontvangers"] if o["ontvanger"] == "VLABEL")
    assert {"hoofdsom", "schuldenaar"} <= set(vlabel["gegevens"])
    alles = json.dumps(uit)
    for van_een_ander in (BETALER, BETALER[:16], BEWINDVOERDER):
        assert van_een_ander not in alles
    assert uit["vanDerdenWeggelaten"] == 3


def test_82_given_a_request_then_the_data_the_purposes_and_the_logic_of_decisions(
    huis: Huis, dossier: UUID
) -> None:
    uit = verslag(huis, dossier)
    assert uit["persoonsgegevens"]["insz"] == INSZ
    assert uit["persoonsgegevens"]["adres"]["gemeente"] == ADRES["gemeente"]
    assert {d["doel"] for d in uit["doelen"]} == {d.value for d in Doel}
    besluit = next(b for b in uit["beslissingen"] if b["beslissing"] == "BoetebesluitGenomen")
    assert besluit["gegevens"]["motivering"] == "Fictieve motivering."
    assert besluit["gegevens"]["bedrag"] == "250.00"
    assert besluit["regels"]
    assert all({"regel", "artikel", "status"} <= regel.keys() for regel in besluit["regels"])
    assert "een mens beslist" in uit["logica"]
    per_feit = {f["feit"] for f in uit["gegevensPerFeit"]}
    assert {"PersoonsgegevensVastgelegd", "BoetebesluitGenomen"} <= per_feit
    assert "BetalingGeboekt" not in per_feit


def test_82_given_readers_before_then_who_read_is_told_and_the_answer_itself_is_a_read(
    huis: Huis, dossier: UUID
) -> None:
    huis.service.inzage(dpo(Rol.INVORDERING, Doel.INVORDERING), dossier)
    nieuw, oud = verslag(huis, dossier)["gelezenDoor"]
    assert (oud["rol"], oud["doel"]) == ("invordering", "invordering")
    assert (nieuw["rol"], nieuw["doel"], nieuw["referentie"]) == (
        "dpo",
        "verzoekBetrokkene",
        "V-82",
    )


def test_given_many_readers_then_all_of_them_are_told(huis: Huis, dossier: UUID) -> None:
    for _ in range(130):
        huis.service.inzage(dpo(Rol.BOEKHOUDER, None), dossier, klassen=["identiteit"])  # type: ignore[list-item]
    assert len(verslag(huis, dossier)["gelezenDoor"]) == 131


def test_given_a_contested_field_then_the_report_says_so(huis: Huis, dossier: UUID) -> None:
    huis.doe(dossier, "BeperkVerwerking", grond="juistheidBetwist", gegevens=["naam"])
    uit = verslag(huis, dossier)
    assert (uit["betwist"], uit["beperkingen"]) == (["naam"], ["juistheidBetwist"])


@pytest.mark.parametrize("rol", [r for r in Rol if r is not Rol.DPO])
def test_given_anybody_but_a_dpo_then_refused_and_nothing_is_noted(
    huis: Huis, dossier: UUID, rol: Rol
) -> None:
    with pytest.raises(GeenBevoegdheid):
        verslag(huis, dossier, dpo(rol, None))


def test_given_no_such_dossier_then_refused(huis: Huis) -> None:
    with pytest.raises(OnbekendDossier):
        verslag(huis, uuid4())


def test_given_an_erased_person_then_the_report_says_erased(huis: Huis, dossier: UUID) -> None:
    huis.vault.destroy(dossier)
    uit = verslag(huis, dossier)
    assert uit["persoonsgegevens"]["naam"] == "(gewist)"
    assert str(PERSOON["naam"]) not in json.dumps(uit)


def test_given_the_register_then_every_personal_field_is_in_it_once_with_its_group() -> None:
    register: Rij = verwerkingsregister(recht(), VANDAAG)
    rijen = cast("list[dict[str, Any]]", register["gegevens"])
    erin = [(naam, rij["veld"]) for rij in rijen for naam in rij["gebeurtenissen"]]
    assert len(erin) == len(set(erin))
    assert len(erin) == sum(len(personal_fields(s.model)) for s in event_types())
    assert {rij["groep"] for rij in rijen} == {g.value for g in Groep}


def test_given_the_register_then_every_purpose_of_the_access_table_has_a_ground_and_readers() -> (
    None
):
    doelen = cast("list[dict[str, Any]]", verwerkingsregister(recht(), VANDAAG)["doelen"])
    assert {d["naam"] for d in doelen} == {d.value for d in Doel}
    assert all(d["rollen"] and d["grond"] for d in doelen)


def test_given_the_register_then_recipients_and_retention_carry_their_source() -> None:
    register = verwerkingsregister(recht(), VANDAAG)
    ontvangers = cast("list[dict[str, Any]]", register["ontvangers"])
    assert {"VLABEL", "OCMW", "VDAB", "Actiris", "DVZ"} <= {o["naam"] for o in ontvangers}
    bewaring = cast("list[dict[str, Any]]", register["bewaring"])
    assert all(b["status"] in {"gevonden", "te_verifieren"} for b in bewaring)
