"""What befalls the person: a second number, another regime, exemption, guardian, address."""

from __future__ import annotations

from uuid import uuid5

import pytest

from handhaving.eventlog.persoonlijk import VERZEGELD
from tests.dossier.spel import ANDER, DOSSIER, RUIMTE, Spel, dag, doe, feit
from tests.dossier.trap import ADRES, BESLUIT_OP, FEIT, INSZ, MOTIEVEN, PERSOON, tot
from tests.dossier.voorbeelden_geld import betaald

BIS = "99200199926"
RR = "00012556777"
OPEN = tot("open")
VAN_BIS = Spel().met(doe("OpenDossier", "2024-02-27", **{**PERSOON, "insz": BIS}))


# ---- a second number ------------------------------------------------------------------------


def test_given_a_bis_number_when_the_register_number_comes_then_it_takes_its_place() -> None:
    uitkomst = VAN_BIS.wanneer("KoppelInsz", "2024-03-05", insz=RR, geldigOp="2024-03-01")
    spel = uitkomst.dan(feit("InszGekoppeld", insz=RR, vanaf="2024-03-01", vervangt=True))
    assert list(uitkomst.feiten[0].claims()) == [("insz", RR)]
    assert uitkomst.feiten[0].geldig_op == dag("2024-03-01")
    assert (spel.dossier.persoon.insz, spel.dossier.persoon.insz_aliassen) == (RR, (BIS,))
    for bekend in (RR, BIS):
        spel.wanneer("KoppelInsz", insz=bekend).dan()
        spel.wanneer("WijzigPersoonsgegevens", insz=bekend).dan()


def test_given_a_register_number_when_a_bis_number_comes_then_it_is_an_alias() -> None:
    spel = OPEN.wanneer("KoppelInsz", insz=BIS).dan(feit("InszGekoppeld", vervangt=False))
    assert (spel.dossier.persoon.insz, spel.dossier.persoon.insz_aliassen) == (INSZ, (BIS,))


def test_given_no_number_yet_when_one_comes_then_there_is_no_alias() -> None:
    spel = Spel().met(doe("OpenDossier", "2024-02-27", agentschap="Atlas", klantnummer="K-1"))
    spel = spel.wanneer("KoppelInsz", insz=BIS).dan(feit("InszGekoppeld", vervangt=True))
    assert (spel.dossier.persoon.insz, spel.dossier.persoon.insz_aliassen) == (BIS, ())


def test_given_a_number_of_another_dossier_then_refused_and_of_this_one_not() -> None:
    for van, goed in ((ANDER, False), (DOSSIER, True)):
        uitkomst = OPEN.wanneer("KoppelInsz", elders={("insz", RR): van}, insz=RR)
        if goed:
            uitkomst.dan("InszGekoppeld")
        else:
            uitkomst.geweigerd("InszHoortBijAnderDossier", dossierId=str(ANDER))


def test_given_a_wrong_check_digit_when_linked_then_refused_without_the_number() -> None:
    weigering = OPEN.wanneer("KoppelInsz", insz="65061721080").geweigerd("InszOngeldig")
    assert "65061721080" not in str(weigering.feiten)


def test_given_unreadable_numbers_then_it_folds_and_claims_nothing() -> None:
    spel = OPEN.met(doe("KoppelInsz", insz=BIS))
    gebeurtenis, _ = spel.paren[-1]
    dicht = gebeurtenis.model_copy(update={"insz": VERZEGELD})
    assert list(dicht.claims()) == []
    assert OPEN.met(dicht).dossier.persoon.insz_aliassen == (VERZEGELD,)


# ---- another regime, and exemption ----------------------------------------------------------


@pytest.mark.parametrize(
    ("trede", "opdracht", "gegevens"),
    [
        ("vastgesteld", "HandelTaakAf", {"taak": "T1", "uitkomst": "aanhouden"}),
        ("verweer", "BeslisGeenGevolg", {"inbreuk": "I1", "redenCode": "regimeGewijzigd"}),
    ],
)
def test_given_a_move_to_brussels_then_every_open_infringement_waits_for_a_person(
    trede: str, opdracht: str, gegevens: dict[str, str]
) -> None:
    spel = (
        tot(trede)
        .wanneer("VerhuisNaarRegime", "2024-07-22", regime="brussel", vanaf="2024-07-20")
        .dan(
            feit("RegimeGewijzigd", regime="brussel", vanaf="2024-07-20"),
            feit(
                "HerbekijkenGevraagd",
                taak="T1",
                soort="regimeGewijzigd",
                betreft="I1",
                opdracht=opdracht,
                gegevens=gegevens,
            ),
        )
    )
    assert spel.dossier.persoon.regime == "brussel"
    spel.wanneer("VerhuisNaarRegime", regime="vlaanderen", vanaf="2024-07-21").dan(
        "RegimeGewijzigd"
    )


def test_given_a_move_back_when_decided_then_what_was_asked_still_waits() -> None:
    spel = tot("voorgesteld").met(
        doe("VerhuisNaarRegime", "2024-07-22", regime="brussel", vanaf="2024-07-20"),
        doe("VerhuisNaarRegime", "2024-07-23", regime="vlaanderen", vanaf="2024-07-23"),
    )
    besluit = doe("NeemBoetebesluit", BESLUIT_OP, inbreuk="I1", bedrag="250.00", **MOTIEVEN)
    spel.stap(besluit).geweigerd("TaakOpen", taak="T1", taaksoort="regimeGewijzigd")


@pytest.mark.parametrize("trede", ["open", "beslist", "definitief"])
def test_given_nothing_left_to_decide_when_moved_then_nobody_is_asked(trede: str) -> None:
    tot(trede).wanneer("VerhuisNaarRegime", regime="brussel", vanaf="2024-02-27").dan(
        "RegimeGewijzigd"
    )


@pytest.mark.parametrize(
    ("uitkomst", "vanaf", "goed"),
    [
        ("voortzetten", "2024-07-20", True),
        ("aanhouden", "2024-07-20", False),
        ("voortzetten", FEIT, False),
    ],
)
def test_given_a_move_after_the_fact_then_a_person_may_let_the_flemish_procedure_go_on(
    uitkomst: str,
    vanaf: str,
    goed: bool,  # noqa: FBT001
) -> None:
    spel = tot("voorgesteld").met(
        doe("VerhuisNaarRegime", "2024-07-22", regime="brussel", vanaf=vanaf)
    )
    besluit = doe("NeemBoetebesluit", BESLUIT_OP, inbreuk="I1", bedrag="250.00", **MOTIEVEN)
    spel.stap(besluit).geweigerd("RegimeNietVlaanderen", regime="brussel")
    daarna = spel.met(doe("HandelTaakAf", taak="T1", uitkomst=uitkomst)).stap(besluit)
    if goed:
        daarna.dan("BoetebesluitGenomen")
    else:
        daarna.geweigerd("RegimeNietVlaanderen", regime="brussel")


def test_given_an_exemption_then_facts_from_that_day_are_no_infringement() -> None:
    spel = (
        tot("vastgesteld")
        .wanneer("VerleenVrijstelling", reden="Fictieve reden.", vanaf=FEIT)
        .dan(
            feit("VrijstellingVerleend", vanaf=FEIT, reden="Fictieve reden."),
            feit(
                "HerbekijkenGevraagd",
                soort="vrijgesteldOpDatumFeit",
                opdracht="ZetInbreukRecht",
                gegevens={"inbreuk": "I1", "redenCode": "vrijgesteld"},
            ),
        )
    )
    vast = {"type": "I06"}
    spel.wanneer("StelInbreukVast", datumFeit=FEIT, **vast).geweigerd(
        "PersoonNietVerplicht", datumFeit=FEIT, reden=f"vrijgesteld vanaf {FEIT}"
    )
    spel.wanneer("StelInbreukVast", datumFeit="2024-02-29", **vast).dan("InbreukVastgesteld")
    spel.wanneer("VerleenVrijstelling", reden="Fictief.", vanaf="2024-03-02").dan()
    spel.wanneer("VerleenVrijstelling", reden="Fictief.", vanaf="2024-02-01").dan(
        feit("VrijstellingVerleend", vanaf="2024-02-01")
    )


def test_given_an_exemption_after_the_fact_then_the_infringement_stays() -> None:
    tot("vastgesteld").wanneer("VerleenVrijstelling", reden="Fictief.", vanaf="2024-03-02").dan(
        "VrijstellingVerleend"
    )


# ---- guardian -------------------------------------------------------------------------------


def test_given_a_guardian_then_a_third_person_and_letters_go_there_too() -> None:
    spel = (
        tot("vastgesteld")
        .wanneer("StelBewindvoerderAan", naam="Fictief Persoon-98", adres=ADRES, vanaf="2024-03-04")
        .dan(
            feit(
                "BewindvoerderAangesteld",
                naam="Fictief Persoon-98",
                adres={**ADRES, "bus": None},
                vanaf="2024-03-04",
                derde=str(uuid5(uuid5(RUIMTE, "opdracht 3 StelBewindvoerderAan"), "derde")),
            )
        )
    )
    brief = {"inbreuk": "I1", "kanaal": "gewoon", "verzondenOp": "2024-03-04"}
    spel.wanneer("VerzendIngebrekestelling", **brief).geweigerd("BewindvoerderNietBetekend")
    spel.wanneer("VerzendIngebrekestelling", ookAanBewindvoerder=True, **brief).dan(
        feit("IngebrekestellingVerzonden", ookAanBewindvoerder=True),
        "InregelstellingsperiodeGestart",
    )


@pytest.mark.parametrize(
    ("vanaf", "betreft"),
    [("2024-03-07", []), ("2024-03-06", ["I1"])],
)
def test_given_letters_since_the_appointment_then_somebody_looks_at_them(
    vanaf: str, betreft: list[str]
) -> None:
    spel = tot("inGebreke").met(
        doe("StelBewindvoerderAan", naam="Fictief Persoon-98", adres=ADRES, vanaf=vanaf)
    )
    assert [t.betreft for t in spel.dossier.taken.values()] == betreft
    nogmaals = spel.wanneer(
        "StelBewindvoerderAan", naam="Fictief Persoon-97", adres=ADRES, vanaf="2024-01-01"
    )
    nogmaals.dan("BewindvoerderAangesteld")


def test_given_a_decision_sent_since_then_it_is_asked_once_and_not_for_what_is_over() -> None:
    wie = {"naam": "Fictief Persoon-98", "adres": ADRES, "vanaf": "2024-03-01"}
    spel = tot("betekend").met(doe("StelBewindvoerderAan", **wie))
    assert [t.betreft for t in spel.dossier.taken.values()] == ["I1", "B1"]
    af = tot("vastgesteld").met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))
    af.wanneer("StelBewindvoerderAan", **wie).dan("BewindvoerderAangesteld")


# ---- address --------------------------------------------------------------------------------


def test_given_somebody_struck_off_then_no_letter_until_there_is_an_address() -> None:
    spel = (
        tot("vastgesteld")
        .wanneer("RegistreerAmbtshalveAfvoering", op="2024-03-02")
        .dan(feit("AmbtshalveAfgevoerd", op="2024-03-02"))
    )
    brief = {"inbreuk": "I1", "kanaal": "gewoon", "verzondenOp": "2024-03-04"}
    spel.wanneer("VerzendIngebrekestelling", **brief).geweigerd("AdresOnbekend")
    nieuw = {**ADRES, "huisnummer": "19"}
    spel.met(doe("RegistreerNieuwAdres", adres=nieuw)).wanneer(
        "VerzendIngebrekestelling", **brief
    ).dan("IngebrekestellingVerzonden", "InregelstellingsperiodeGestart")
    spel.met(doe("WijzigPersoonsgegevens", adres=nieuw)).wanneer(
        "VerzendIngebrekestelling", **brief
    ).dan("IngebrekestellingVerzonden", "InregelstellingsperiodeGestart")


def test_given_a_claim_that_was_paid_when_struck_off_then_nothing_is_asked_about_it() -> None:
    afvoering = doe("RegistreerAmbtshalveAfvoering", "2024-11-05", op="2024-11-05")
    betaald().stap(afvoering).dan("AmbtshalveAfgevoerd")


def test_given_an_open_claim_when_struck_off_then_whether_to_suspend_is_asked() -> None:
    spel = (
        tot("definitief")
        .op("2024-10-09")
        .wanneer("RegistreerAmbtshalveAfvoering", op="2024-10-09")
        .dan(
            "AmbtshalveAfgevoerd",
            feit(
                "HerbekijkenGevraagd",
                soort="adresOnbekend",
                betreft="V1",
                opdracht="SchortInvorderingOp",
                gegevens={"vordering": "V1", "redenCode": "adresOnbekend", "vanaf": "2024-10-09"},
            ),
        )
    )
    spel = spel.met(
        doe(
            "SchortInvorderingOp",
            vordering="V1",
            reden="Fictief.",
            redenCode="adresOnbekend",
            vanaf="2024-10-09",
        )
    )
    spel.wanneer("RegistreerAmbtshalveAfvoering", op="2024-10-08").dan("AmbtshalveAfgevoerd")
    spel.wanneer("RegistreerNieuwAdres", adres=ADRES, vanaf="2024-10-09").dan(
        "AdresGewijzigd",
        feit(
            "HerbekijkenGevraagd",
            soort="nieuwAdres",
            opdracht="HervatInvordering",
            gegevens={"vordering": "V1", "redenCode": "adresOnbekend", "vanaf": "2024-10-09"},
        ),
    )


def test_given_an_address_then_it_is_sealed_and_the_same_again_says_nothing() -> None:
    OPEN.wanneer("RegistreerNieuwAdres", adres=ADRES).dan()
    spel = OPEN.wanneer("RegistreerNieuwAdres", "2024-03-01", adres={**ADRES, "bus": "2"}).dan(
        feit("AdresGewijzigd", vanaf="2024-03-01", adres={**ADRES, "bus": "2"})
    )
    assert spel.dossier.persoon.afgevoerd_op is None
