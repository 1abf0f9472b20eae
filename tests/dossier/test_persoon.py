"""Opening a dossier and changing who the person is."""

from __future__ import annotations

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.persoon import Adres, PersoonsgegevensVastgelegd
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.persoonlijk import GEWIST, VERZEGELD
from tests.dossier.spel import ANDER, DOSSIER, Spel, dag, doe, feit, toon
from tests.dossier.trap import ADRES, INSZ, PERSOON, tot, zonder

NIEUW = Spel().op("2024-02-27")
VAN_ATLAS = Door("mw-1", Rol.DOSSIERBEHANDELAAR, "Atlas")
VAN_ABB = Door("hh-1", Rol.HANDHAVINGSAMBTENAAR, "ABB")


def test_given_a_new_person_when_opened_then_two_events_with_everything_that_was_said() -> None:
    spel = NIEUW.wanneer("OpenDossier", door=VAN_ATLAS, **PERSOON).dan(
        feit("DossierGeopend", agentschap="Atlas", geopendOp="2024-02-27"),
        feit("PersoonsgegevensVastgelegd", vanaf="2024-02-27", **zonder("adres")),
    )
    persoon = spel.dossier.persoon
    assert (persoon.insz, persoon.klantnummer) == (INSZ, "K-FICTIEF-17")
    assert persoon.geboortedatum == dag("1985-01-15")
    assert persoon.adres == Adres.model_validate(ADRES)
    assert spel.dossier.agentschappen == {"Atlas"}
    assert spel.dossier.bestaat


def test_given_an_earlier_day_when_opened_then_it_is_valid_from_that_day() -> None:
    uitkomst = NIEUW.wanneer("OpenDossier", geldigOp="2024-02-01", **PERSOON)
    uitkomst.dan(
        feit("DossierGeopend", geopendOp="2024-02-01"),
        feit("PersoonsgegevensVastgelegd", vanaf="2024-02-01"),
    )
    assert {g.geldig_op for g in uitkomst.feiten} == {dag("2024-02-01")}


@pytest.mark.parametrize("velden", [{"insz": INSZ}, {"klantnummer": "K-1"}])
def test_given_one_identification_when_opened_then_that_suffices(velden: dict[str, str]) -> None:
    spel = NIEUW.wanneer("OpenDossier", door=VAN_ATLAS, **velden).dan(
        feit("DossierGeopend", agentschap="Atlas"),
        feit("PersoonsgegevensVastgelegd", agentschap="Atlas", **velden),
    )
    assert spel.dossier.persoon.naam is None


def test_given_no_identification_when_opened_then_refused() -> None:
    velden = zonder("insz", "klantnummer")
    weigering = NIEUW.wanneer("OpenDossier", **velden).geweigerd("OngeldigeGegevens")
    assert weigering.feiten["velden"] == ["(alles): geef een insz of een klantnummer"]


def test_given_a_written_insz_when_opened_then_its_digits_stand() -> None:
    tekst = f"{INSZ[:2]}.{INSZ[2:4]}.{INSZ[4:6]}-{INSZ[6:9]}.{INSZ[9:]}"
    uitkomst = NIEUW.wanneer("OpenDossier", insz=tekst)
    uitkomst.dan("DossierGeopend", feit("PersoonsgegevensVastgelegd", insz=INSZ))


def test_given_a_wrong_check_digit_when_opened_then_refused_without_the_number() -> None:
    fout = INSZ[:-1] + ("0" if INSZ[-1] != "0" else "1")
    weigering = NIEUW.wanneer("OpenDossier", insz=fout).geweigerd("InszOngeldig", veld="insz")
    assert fout not in weigering.boodschap
    assert fout not in str(weigering.feiten)


def test_given_somebody_of_no_agency_when_opened_then_no_agency_has_a_part() -> None:
    door = Door("x", Rol.DOSSIERBEHANDELAAR, "ABB")
    spel = NIEUW.wanneer("OpenDossier", door=door, insz=INSZ).dan(
        feit("DossierGeopend", agentschap=None), "PersoonsgegevensVastgelegd"
    )
    assert spel.dossier.agentschappen == frozenset()


@pytest.mark.parametrize(
    "sleutel", [("insz", INSZ), ("klantnummer", "Atlas|K-FICTIEF-17")], ids=["insz", "klantnummer"]
)
def test_given_a_person_who_is_known_when_opened_then_their_dossier_is_named(
    sleutel: tuple[str, str],
) -> None:
    uitkomst = NIEUW.wanneer("OpenDossier", elders={sleutel: ANDER}, **PERSOON)
    uitkomst.geweigerd("DossierBestaatAl", dossierId=str(ANDER))


def test_given_a_dossier_when_opened_again_then_it_is_named_itself() -> None:
    tot("open").wanneer("OpenDossier", **PERSOON).geweigerd(
        "DossierBestaatAl", dossierId=str(DOSSIER)
    )


def test_given_what_is_claimed_for_this_dossier_when_asked_then_it_is_no_obstacle() -> None:
    spel = NIEUW.wanneer("OpenDossier", elders={("insz", INSZ): DOSSIER}, **PERSOON)
    spel.dan("DossierGeopend", "PersoonsgegevensVastgelegd")
    tot("open").wanneer(
        "WijzigPersoonsgegevens", elders={("insz", INSZ): DOSSIER}, insz=INSZ, naam="Anders"
    ).dan(feit("PersoonsgegevensGewijzigd", naam="Anders", insz=None))


def test_given_personal_data_then_it_claims_and_can_be_found_by_them() -> None:
    _, gegevens = NIEUW.wanneer("OpenDossier", **PERSOON).feiten
    assert list(gegevens.claims()) == [
        ("insz", INSZ),
        ("klantnummer", "Atlas|K-FICTIEF-17"),
    ]
    assert list(gegevens.zoeksleutels()) == [
        ("naam", "Fictief Persoon-17||1985-01-15"),
        ("naam", "Fictief Persoon-17|Voorbeeld|1985-01-15"),
    ]
    zonder_voornaam = NIEUW.wanneer("OpenDossier", **zonder("voornaam")).feiten[1]
    assert list(zonder_voornaam.zoeksleutels()) == [("naam", "Fictief Persoon-17||1985-01-15")]


@pytest.mark.parametrize("onleesbaar", [GEWIST, VERZEGELD])
def test_given_unreadable_data_then_nothing_is_claimed_or_found(onleesbaar: object) -> None:
    velden = dict.fromkeys(("insz", "klantnummer", "naam", "geboortedatum"), onleesbaar)
    gegevens = PersoonsgegevensVastgelegd.model_validate(
        {"vanaf": dag("2024-01-01"), "agentschap": "Atlas", **velden}
    )
    assert list(gegevens.claims()) == []
    assert list(gegevens.zoeksleutels()) == []


def test_given_a_change_when_asked_then_only_what_differs_is_recorded() -> None:
    uitkomst = tot("open").wanneer(
        "WijzigPersoonsgegevens",
        "2024-03-01",
        naam="Fictief Persoon-17",
        voornaam="Ander",
        regime="brussel",
        vanaf="2024-02-28",
    )
    spel = uitkomst.dan(
        feit("PersoonsgegevensGewijzigd", naam=None, voornaam="Ander", regime="brussel"),
    )
    assert uitkomst.feiten[0].geldig_op == dag("2024-02-28")
    assert spel.dossier.persoon.voornaam == "Ander"
    assert spel.dossier.persoon.naam == "Fictief Persoon-17"
    assert spel.dossier.persoon.regime == "brussel"


def test_given_no_day_when_changed_then_from_the_day_of_the_act() -> None:
    spel = tot("open").op("2024-03-01")
    spel.wanneer("WijzigPersoonsgegevens", naam="A").dan(
        feit("PersoonsgegevensGewijzigd", vanaf="2024-03-01")
    )
    spel.wanneer("WijzigPersoonsgegevens", naam="A", geldigOp="2024-02-29").dan(
        feit("PersoonsgegevensGewijzigd", vanaf="2024-02-29")
    )


def test_given_nothing_new_when_changed_then_success_without_an_event() -> None:
    tot("open").wanneer("WijzigPersoonsgegevens", naam="Fictief Persoon-17").dan()
    tot("open").wanneer("WijzigPersoonsgegevens").dan()
    tot("open").wanneer("WijzigPersoonsgegevens", klantnummer="K-FICTIEF-17").dan()


@pytest.mark.parametrize(
    ("sleutel", "velden"),
    [
        (("insz", INSZ), {"insz": INSZ}),
        (("klantnummer", "Atlas|K-2"), {"klantnummer": "K-2"}),
        (("klantnummer", "AgII|K-2"), {"klantnummer": "K-2", "agentschap": "AgII"}),
    ],
)
def test_given_a_value_of_another_dossier_when_changed_then_refused(
    sleutel: tuple[str, str], velden: dict[str, str]
) -> None:
    spel = Spel().met(doe("OpenDossier", "2024-02-27", klantnummer="K-1", agentschap="Atlas"))
    spel.wanneer("WijzigPersoonsgegevens", elders={sleutel: ANDER}, **velden).geweigerd(
        "InszHoortBijAnderDossier", dossierId=str(ANDER)
    )


def test_given_a_new_customer_number_then_it_is_claimed_for_its_agency() -> None:
    uitkomst = tot("open").wanneer("WijzigPersoonsgegevens", door=VAN_ABB, klantnummer="K-2")
    uitkomst.dan(feit("PersoonsgegevensGewijzigd", klantnummer="K-2", agentschap="Atlas"))
    assert list(uitkomst.feiten[0].claims()) == [("klantnummer", "Atlas|K-2")]


def test_given_a_customer_number_of_another_agency_then_it_is_claimed_even_when_alike() -> None:
    uitkomst = tot("open").wanneer(
        "WijzigPersoonsgegevens", klantnummer="K-FICTIEF-17", agentschap="AgII"
    )
    uitkomst.dan(feit("PersoonsgegevensGewijzigd", klantnummer="K-FICTIEF-17", agentschap="AgII"))
    assert list(uitkomst.feiten[0].claims()) == [("klantnummer", "AgII|K-FICTIEF-17")]


def test_given_an_address_when_changed_then_it_replaces_the_old_one_as_a_whole() -> None:
    spel = tot("open").met(doe("WijzigPersoonsgegevens", adres={"gemeente": "Verzonnendorp"}))
    assert spel.dossier.persoon.adres == Adres(gemeente="Verzonnendorp")
    assert toon(spel.paren[-1][0])["adres"]["straat"] is None
