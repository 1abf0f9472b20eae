"""Putting right through the service: on the log, once, and what a wrong fact held comes free."""

from __future__ import annotations

from uuid import uuid4, uuid5

import pytest

from handhaving.dossier.basis import Weigering
from handhaving.dossier.vorm import lees_opdracht
from handhaving.service import Antwoord
from tests.service.huis import Huis, insz, persoon


def test_given_a_wrong_insz_when_put_right_then_it_is_free_for_whose_it_is() -> None:
    huis = Huis()
    een, ander = huis.open(17), huis.open(18)
    gekoppeld = huis.doe(een, "KoppelInsz", insz=insz(19))
    with pytest.raises(Weigering, match="hoort al bij dossier"):
        huis.doe(ander, "KoppelInsz", insz=insz(19))
    antwoord = huis.doe(
        een,
        "ZetGebeurtenisRecht",
        gebeurtenisId=str(gekoppeld.gebeurtenissen[0][0]),
        reden="Fictieve reden.",
    )
    assert [t for _, t in antwoord.gebeurtenissen] == ["GebeurtenisRechtgezet", "PersoonHersteld"]
    assert huis.service.lees(een).persoon.insz == persoon(17)["insz"]
    assert huis.service.zoek("insz", insz(19)) == []
    huis.doe(ander, "KoppelInsz", insz=insz(19))
    assert huis.service.zoek("insz", insz(19)) == [ander]


def test_given_it_was_put_right_when_the_same_command_comes_again_then_the_first_answer() -> None:
    huis = Huis()
    dossier_id = huis.open()
    gewijzigd = huis.doe(dossier_id, "WijzigPersoonsgegevens", contacttaal="fr")
    opdracht = lees_opdracht(
        "ZetGebeurtenisRecht",
        {"gebeurtenisId": str(gewijzigd.gebeurtenissen[0][0]), "reden": "Fictieve reden."},
    )
    meta = huis.meta("ZetGebeurtenisRecht")
    eerst = huis.service.handle(dossier_id, opdracht, meta)
    nogmaals = huis.service.handle(dossier_id, opdracht, meta)
    assert nogmaals.herhaald
    assert nogmaals.gebeurtenissen == eerst.gebeurtenissen
    anders = huis.werk(dossier_id, (opdracht, huis.meta("ZetGebeurtenisRecht")))[0]
    assert isinstance(anders, Weigering)
    assert anders.code == "NietRechtTeZetten"


def test_given_a_fact_of_the_same_batch_when_put_right_then_it_is_seen() -> None:
    huis = Huis()
    dossier_id = huis.open()
    opdracht_id = uuid4()
    wijzig = huis.opdracht(
        "WijzigPersoonsgegevens",
        contacttaal="fr",
        meta=huis.meta("WijzigPersoonsgegevens", opdracht_id=opdracht_id),
    )
    zet_recht = huis.opdracht(
        "ZetGebeurtenisRecht",
        gebeurtenisId=str(uuid5(opdracht_id, "0")),
        reden="Fictieve reden.",
    )
    antwoorden = huis.werk(dossier_id, wijzig, zet_recht)
    assert all(isinstance(antwoord, Antwoord) for antwoord in antwoorden)
    assert huis.service.lees(dossier_id).persoon.contacttaal == "nl"
