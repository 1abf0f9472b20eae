"""Reading: now, as known then, as valid on a day, without keys, and after a person was erased."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handhaving.dossier.privacy.weigeringen import PersoonIsGewist
from handhaving.dossier.stand import stand
from handhaving.dossier.state import Dossier, Fase
from handhaving.dossier.termijnen import termijnen
from handhaving.eventlog.log import InstantRefused
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.persoonlijk import GEWIST, VERZEGELD
from tests.dossier.spel import dag, recht
from tests.dossier.trap import PERSOON, TREDEN, tot
from tests.service.huis import Huis, insz, om, persoon
from tests.service.test_service import FEITEN, types


def test_given_the_whole_path_when_read_then_it_is_what_the_decider_made() -> None:
    huis = Huis()
    dossier_id = huis.tot("bevestigd")
    gelezen, verwacht = huis.service.lees(dossier_id), tot("bevestigd").dossier
    assert gelezen.versie == verwacht.versie
    assert gelezen.persoon.naam == verwacht.persoon.naam
    op = dag("2025-03-10")
    een, ander = stand(gelezen, op, recht()), stand(verwacht, op, recht())
    assert {**een, "dossierId": ""} == {**ander, "dossierId": ""}
    assert [(t.soort, t.vervalt_op, t.staat) for t in termijnen(gelezen)] == [
        (t.soort, t.vervalt_op, t.staat) for t in termijnen(verwacht)
    ]


def test_given_an_instant_then_what_was_known_then() -> None:
    huis = Huis()
    dossier_id = huis.tot("overgemaakt")
    huis.nu = om("2024-05-08")
    huis.doe(dossier_id, "RegistreerInregelstelling", inbreuk="I1", ingeregeldOp="2024-04-02")
    fase = {
        op: huis.service.lees(dossier_id, op=op).inbreuken["I1"].fase
        for op in (om("2024-03-04"), om("2024-05-07", 23), om("2024-05-08"))
    }
    assert list(fase.values()) == [Fase.VASTGESTELD, Fase.OVERGEMAAKT, Fase.IN_REGEL]
    assert huis.service.lees(dossier_id, op=om("2020-01-01")) == Dossier(dossier_id)


def test_given_a_day_then_what_was_valid_then_and_both_questions_together() -> None:
    huis = Huis()
    dossier_id = huis.tot("overgemaakt")
    huis.nu = om("2024-05-08")
    huis.doe(dossier_id, "RegistreerInregelstelling", inbreuk="I1", ingeregeldOp="2024-04-02")
    lees = huis.service.lees
    assert lees(dossier_id, geldig_op=dag("2024-04-01")).inbreuken["I1"].fase is Fase.IN_GEBREKE
    geldig = lees(dossier_id, geldig_op=dag("2024-04-02")).inbreuken["I1"]
    assert geldig.ingeregeld_op == dag("2024-04-02")
    beide = lees(dossier_id, op=om("2024-05-07"), geldig_op=dag("2024-04-02")).inbreuken["I1"]
    assert (beide.fase, beide.ingeregeld_op) == (Fase.IN_GEBREKE, None)


@pytest.mark.parametrize("trede", TREDEN)
def test_given_each_stage_then_its_instant_gives_it_back(trede: str) -> None:
    huis = Huis()
    dossier_id = huis.tot(trede)
    toen, moment = huis.service.lees(dossier_id), huis.nu
    huis.nu += timedelta(seconds=1)
    huis.doe(dossier_id, "WijzigPersoonsgegevens", contacttaal="fr")
    assert huis.service.lees(dossier_id).versie == toen.versie + 1
    assert huis.service.lees(dossier_id, op=moment) == toen


def test_given_no_keys_then_personal_fields_are_sealed_and_the_rest_reads() -> None:
    huis = Huis()
    dossier_id = huis.tot("betekend")
    dossier = huis.service.lees(dossier_id, met_sleutels=False)
    persoon_ = dossier.persoon
    velden = (persoon_.naam, persoon_.insz, persoon_.klantnummer, persoon_.geboortedatum)
    assert all(waarde is VERZEGELD for waarde in (*velden, persoon_.adres))
    assert persoon_.regime == "vlaanderen"
    assert dossier.inbreuken == huis.service.lees(dossier_id).inbreuken
    assert huis.service.historieken([dossier_id])[dossier_id] == huis.service.historiek(
        dossier_id, met_sleutels=False
    )


def test_given_values_then_their_dossier_is_found_however_they_are_written() -> None:
    huis = Huis()
    dossier_id = huis.open()
    zoek = huis.service.zoek
    assert zoek("insz", insz(17)) == [dossier_id]
    assert zoek("klantnummer", "atlas|k-17") == [dossier_id]
    assert zoek("naam", "FICTIEF  PERSOON-17|voorbeeld|1985-01-15") == [dossier_id]
    assert zoek("insz", insz(18)) == zoek("naam", "niemand||1985-01-15") == []
    gevraagd = [("insz", insz(17)), ("insz", insz(18))]
    assert huis.service.zoek_alle(gevraagd) == {("insz", insz(17)): dossier_id}
    assert huis.service.versie(dossier_id) == 2


# --- erased ---------------------------------------------------------------------------------------


def test_given_a_person_is_erased_then_nobody_reads_them_and_everything_goes_on() -> None:
    huis = Huis()
    dossier_id = huis.tot("betekend")
    voor = huis.service.lees(dossier_id)
    bladen = [rij.blad for rij in huis.log.read(0, 100)]
    assert huis.vault.destroy(dossier_id) == 2
    na = huis.service.lees(dossier_id)
    velden = (na.persoon.naam, na.persoon.insz, na.persoon.klantnummer, na.persoon.geboortedatum)
    assert all(waarde is GEWIST for waarde in (*velden, na.persoon.adres))
    assert (na.inbreuken, na.besluiten, na.vorderingen) == (
        voor.inbreuken,
        voor.besluiten,
        voor.vorderingen,
    )
    assert [rij.blad for rij in huis.log.read(0, 100)] == bladen
    assert huis.service.zoek("insz", insz(17)) == []
    antwoord = huis.doe(
        dossier_id,
        "BoekBetaling",
        vordering="V1",
        bedrag="250.00",
        valutadatum="2024-08-08",
        bankreferentie="CODA-1",
    )
    assert types(antwoord) == ["BetalingGeboekt", "VorderingVoldaan"]


def test_given_a_person_is_erased_then_no_new_data_of_theirs_can_be_added() -> None:
    huis = Huis()
    dossier_id = huis.tot("beslist")
    huis.vault.destroy(dossier_id)
    with pytest.raises(PersoonIsGewist):
        huis.doe(dossier_id, "WijzigPersoonsgegevens", naam="Fictief Persoon-18")
    with pytest.raises(PersoonIsGewist):
        huis.doe(dossier_id, "StelInbreukVast", **{**FEITEN, "type": "I02"}, feitenrelaas="F.")
    huis.doe(dossier_id, "StelInbreukVast", type="I02", datumFeit="2024-03-01")
    huis.doe(dossier_id, "WijzigPersoonsgegevens", regime="brussel")


def test_given_a_person_is_erased_when_they_come_back_then_a_new_dossier() -> None:
    huis = Huis()
    oud = huis.open()
    huis.vault.destroy(oud)
    nieuw = huis.doe(None, "OpenDossier", **persoon(17)).dossier_id
    assert nieuw != oud
    assert huis.service.zoek("insz", insz(17)) == [nieuw]
    assert huis.service.lees(nieuw).persoon.naam == PERSOON["naam"]


def test_given_a_third_party_is_erased_then_only_their_name_is_gone() -> None:
    huis = Huis()
    dossier_id = huis.tot("betekend")
    huis.doe(
        dossier_id,
        "BoekBetaling",
        vordering="V1",
        bedrag="1.00",
        valutadatum="2024-08-08",
        bankreferentie="CODA-1",
        tegenpartij="Fictief Persoon-99",
    )
    betaling = huis.service.historiek(dossier_id)[-1][0]
    assert getattr(betaling, "tegenpartij", None) == "Fictief Persoon-99"
    huis.vault.destroy(betaling.derde)  # type: ignore[attr-defined]
    betaling = huis.service.historiek(dossier_id)[-1][0]
    assert getattr(betaling, "tegenpartij", None) is GEWIST
    assert huis.service.lees(dossier_id).persoon.naam == PERSOON["naam"]


# --- whose clock ----------------------------------------------------------------------------------


def test_given_an_ordinary_log_then_the_instant_is_its_own() -> None:
    klok = datetime(2026, 11, 22, 9, tzinfo=UTC)
    huis = Huis(MemoryLog(klok=lambda: klok))
    huis.open()
    assert {rij.envelop.geregistreerd_op for rij in huis.log.read(0, 9)} == {klok}
    with pytest.raises(InstantRefused):
        huis.log.append([], tijdstip=klok)
