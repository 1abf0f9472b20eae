"""Letters of before the payment term ran out count for nothing, and neither does their interest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.vordering.brieven import AanmaningVerzonden
from handhaving.recht import Cent
from tests.dossier.rechtzetspel import laatste, zet_recht
from tests.dossier.spel import Spel, dag, doe, feit, recht
from tests.dossier.test_storno import boek
from tests.dossier.trap import ADRES, tot
from tests.dossier.voorbeelden_geld import met_gemiste_aflossing, met_plan

if TYPE_CHECKING:
    from handhaving.dossier.vordering.staat import Betaling
    from tests.dossier.spel import Stap

KLAAR = tot("inGebrekeTotBetaling")
TERUG = doe("RegistreerOnbestelbaar", "2025-03-05", stuk="S3", op="2025-03-05")
OPNIEUW = (
    doe("RegistreerNieuwAdres", "2025-03-06", adres=ADRES),
    doe(
        "BetekenBoetebesluit",
        "2025-03-07",
        besluit="B1",
        kanaal="afgifte",
        verzondenOp="2025-03-07",
        ontvangenOp="2025-03-07",
        rechtsmiddelenVermeld=True,
    ),
)
"""Served anew: the payment term then runs until and including Monday 7 April 2025."""
OVER = {"vordering": "V1"}


def later(op: str) -> Stap:
    return doe("RegistreerOntvangst", "2025-03-05", stuk="S3", ontvangenOp=op)


def beeld(spel: Spel, op: str) -> dict[str, Any]:
    uit: Any = stand(spel.dossier, dag(op), recht())["vorderingen"]
    gevonden: dict[str, Any] = uit["V1"]
    return gevonden


def geld(spel: Spel, op: str) -> tuple[str, str]:
    gezien = beeld(spel, op)
    return gezien["status"], gezien["openstaand"]


def betaling(spel: Spel) -> Betaling:
    return spel.dossier.vorderingen["V1"].betalingen[0]


def manen(op: str) -> Stap:
    return doe("VerzendAanmaning", op, vordering="V1", kanaal="gewoon", verzondenOp=op)


def test_given_letters_when_the_decision_comes_back_then_none_of_them_counts() -> None:
    assert geld(KLAAR, "2025-03-05") == ("inGebreke", "250.92")
    spel = KLAAR.wanneer(TERUG.naam, "2025-03-05", **TERUG.gegevens).dan(
        "StukOnbestelbaar",
        "VerstrijkenOngedaanGemaakt",
        "TermijnVervallen",
        "TermijnVervallen",
        feit("HerbekijkenGevraagd", soort="adresOnbekend"),
        feit(
            "HerbekijkenGevraagd",
            soort="foutieveBrieven",
            betreft="V1",
            opdracht="HandelTaakAf",
            stukken=["S5", "S6", "S7"],
        ),
    )
    gezien = beeld(spel, "2025-03-05")
    assert (gezien["status"], gezien["openstaand"]) == ("open", "250.00")
    assert (gezien["aanmaningen"], gezien["ingebrekestellingOp"]) == ([], None)
    spel.wanneer("RegistreerOnbestelbaar", "2025-03-05", stuk="S3", op="2025-03-05").dan()
    assert spel.opnieuw() == spel.dossier


def test_given_a_decision_served_anew_then_recovery_begins_anew_after_its_term() -> None:
    spel = KLAAR.met(TERUG, *OPNIEUW)
    assert geld(spel, "2025-04-07") == ("open", "250.00")
    assert geld(spel, "2025-04-08") == ("vervallen", "250.00")
    spel.wanneer("VerzendAanmaning", "2025-04-07", **manen("2025-04-07").gegevens).geweigerd(
        "VervaldagNietVerstreken", laatsteDagBurger="2025-04-07"
    )
    spel = spel.met(doe("StelDefinitiefVast", "2025-06-02", besluit="B1"))
    spel.wanneer("DraagOverAanVlabel", "2025-06-02", **OVER).geweigerd(
        "OnvoldoendeAanmaningen", "GegevenOntbreekt", verzonden=0
    )
    spel = spel.met(manen("2025-06-02"), manen("2025-06-16"))
    assert [g.nummer for g, _ in spel.paren if isinstance(g, AanmaningVerzonden)] == [
        1,
        2,
        1,
        2,
    ]
    spel = spel.met(
        doe(
            "StelInGebrekeTotBetaling",
            "2025-07-01",
            vordering="V1",
            kanaal="aangetekend",
            verzondenOp="2025-07-01",
        )
    )
    assert geld(spel, "2025-07-01") == ("inGebreke", "250.00")
    assert Cent.lees(geld(spel, "2025-08-01")[1]) > Cent.lees("250.00")
    assert spel.opnieuw() == spel.dossier


def test_given_a_letter_on_the_last_day_when_received_later_then_it_does_not_count() -> None:
    """Received on 7 December 2024: the term runs until Monday 6 January 2025, the second letter."""
    spel = KLAAR.met(later("2024-12-07"))
    assert spel.dossier.vorderingen["V1"].betaaltermijn is not None
    assert spel.dossier.vorderingen["V1"].betaaltermijn.laatste_dag_burger == dag("2025-01-06")
    gezien = beeld(spel, "2025-03-05")
    assert (gezien["aanmaningen"], gezien["ingebrekestellingOp"]) == ([], "2025-02-03")
    assert gezien["status"] == "inGebreke"


def test_given_letters_when_received_later_then_only_what_followed_the_term_counts() -> None:
    """Received on 2 December 2024: the term runs until 2 January 2025."""
    uitkomst = KLAAR.wanneer(
        "RegistreerOntvangst", "2025-03-05", stuk="S3", ontvangenOp="2024-12-02"
    )
    spel = uitkomst.dan(
        "OntvangstVastgesteld",
        "TermijnVerplaatst",
        "VerstrijkenOngedaanGemaakt",
        "TermijnVerplaatst",
        feit("HerbekijkenGevraagd", soort="foutieveBrieven", stukken=["S5"]),
    )
    gezien = beeld(spel, "2025-03-05")
    assert (gezien["status"], gezien["openstaand"]) == ("inGebreke", "250.92")
    assert (gezien["aanmaningen"], gezien["ingebrekestellingOp"]) == (["2025-01-06"], "2025-02-03")
    # Proven once more, nothing changes and nobody is asked again.
    spel.wanneer("RegistreerOntvangst", "2025-03-05", stuk="S3", ontvangenOp="2024-12-02").dan(
        "OntvangstVastgesteld"
    )


def test_given_all_letters_before_the_later_term_then_no_interest_and_no_transfer() -> None:
    spel = KLAAR.met(later("2025-01-20"))
    assert geld(spel, "2025-02-19") == ("open", "250.00")
    assert geld(spel, "2025-02-20") == ("vervallen", "250.00")
    spel = spel.met(doe("StelDefinitiefVast", "2025-03-24", besluit="B1"))
    spel.wanneer("DraagOverAanVlabel", "2025-03-24", **OVER).geweigerd(
        "OnvoldoendeAanmaningen", "GegevenOntbreekt"
    )
    assert spel.opnieuw() == spel.dossier


@pytest.mark.parametrize("stap", [TERUG, later("2025-01-20")])
def test_given_interest_paid_on_a_letter_that_no_longer_counts_then_it_pays_the_principal(
    stap: Stap,
) -> None:
    betaald = KLAAR.met(boek("100.00", "2025-03-03"))
    assert betaling(betaald).intrest == Cent(86)
    spel = betaald.met(stap)
    deel = betaling(spel)
    assert (deel.intrest, deel.hoofdsom, deel.teveel) == (Cent(0), Cent(10000), Cent(0))
    assert geld(spel, "2025-03-05")[1] == "150.00"
    assert spel.opnieuw() == spel.dossier


def test_given_all_is_paid_with_interest_when_the_decision_comes_back_then_it_goes_back() -> None:
    betaald = KLAAR.met(boek("250.86", "2025-03-03"))
    assert geld(betaald, "2025-03-03") == ("betaald", "0.00")
    spel = betaald.met(TERUG)
    assert spel.dossier.vorderingen["V1"].teveel == Cent(86)
    assert [t.soort for t in spel.dossier.open_taken("V1")].count("teveelBetaald") == 1
    te_hoog = {"vordering": "V1", "bedrag": "0.87", "op": "2025-03-05"}
    spel.wanneer("BetaalTerug", **te_hoog).geweigerd("TerugbetalingTeHoog")
    spel.wanneer("BetaalTerug", **te_hoog | {"bedrag": "0.86"}).dan("TerugbetalingVerricht")


def test_given_the_principal_paid_when_the_decision_comes_back_then_the_debt_is_paid() -> None:
    betaald = KLAAR.met(boek("250.00", "2025-03-03"))
    assert geld(betaald, "2025-03-03") == ("inGebreke", "0.86")
    spel = betaald.met(TERUG)
    assert geld(spel, "2025-03-05") == ("betaald", "0.00")


def test_given_a_letter_that_seemed_undeliverable_when_it_arrived_then_all_counts_again() -> None:
    spel = KLAAR.met(
        TERUG, doe("RegistreerOntvangst", "2025-03-06", stuk="S3", ontvangenOp="2024-08-08")
    )
    assert geld(spel, "2025-03-06") == geld(KLAAR, "2025-03-06")


def test_given_a_plan_when_the_decision_comes_back_then_it_lapses_without_blame() -> None:
    spel = met_plan()
    assert geld(spel, "2025-03-05")[0] == "afbetalingsplan"
    terug = spel.met(TERUG)
    assert geld(terug, "2025-03-05")[0] == "open"
    terug.wanneer("StelPlanVerbroken", "2025-06-02", vordering="V1").geweigerd(
        "FaseLaatDitNietToe", "AflossingNietGemist"
    )
    anew = terug.met(*OPNIEUW)
    assert geld(anew, "2025-04-08") == ("vervallen", "250.00")
    nieuw = doe(
        "KenAfbetalingsplanToe", "2025-03-10", aantal=2, eersteVervaldag="2025-05-05", **OVER
    )
    assert geld(anew.met(nieuw), "2025-03-10")[0] == "afbetalingsplan"


def test_given_a_broken_plan_when_the_decision_is_served_anew_then_it_is_no_ground() -> None:
    verbroken = met_gemiste_aflossing()
    verbroken = verbroken.op("2025-04-01").met(doe("StelPlanVerbroken", "2025-04-01", **OVER))
    assert geld(verbroken, "2025-04-01")[0] == "planVerbroken"
    spel = verbroken.met(
        doe("RegistreerOnbestelbaar", "2025-04-02", stuk="S3", op="2025-04-02"),
        doe("RegistreerNieuwAdres", "2025-04-02", adres=ADRES),
        doe(
            "BetekenBoetebesluit",
            "2025-04-03",
            besluit="B1",
            kanaal="afgifte",
            verzondenOp="2025-04-03",
            ontvangenOp="2025-04-03",
            rechtsmiddelenVermeld=True,
        ),
        boek("50.00", "2025-04-04"),
        doe("StelDefinitiefVast", "2025-06-10", besluit="B1"),
    )
    assert geld(spel, "2025-06-10") == ("vervallen", "200.00")
    spel.wanneer("DraagOverAanVlabel", "2025-06-10", **OVER).geweigerd(
        "OnvoldoendeAanmaningen", "GegevenOntbreekt"
    )


def test_given_a_wrong_day_of_receipt_when_put_right_then_as_with_a_late_proof() -> None:
    """Both routes agree: the letters, the interest, what a payment paid, and who is asked."""
    betaald = tot("inGebrekeTotBetaling").met(
        doe("RegistreerOntvangst", "2025-02-04", stuk="S3", ontvangenOp="2024-08-08"),
        boek("100.00", "2025-03-03"),
    )
    wijze = later("2025-01-20")
    vervanging = {"opdracht": wijze.naam, "gegevens": {"stuk": "S3", "ontvangenOp": "2025-01-20"}}
    recht_gezet = zet_recht(
        betaald, laatste(betaald, "OntvangstVastgesteld"), vervangendeOpdracht=vervanging
    )
    assert recht_gezet.weigering is None
    bewezen = betaald.met(wijze)
    for op in ("2025-02-19", "2025-03-02", "2025-03-05"):
        assert geld(recht_gezet.spel, op) == geld(bewezen, op)
    assert betaling(recht_gezet.spel) == betaling(bewezen)
    for spel in (recht_gezet.spel, bewezen):
        gevraagd = [t for t in spel.dossier.open_taken("V1") if t.soort == "foutieveBrieven"]
        assert {"S5", "S6", "S7"} & {s for t in gevraagd for s in t.stukken}


def uitspraak(bedrag: str) -> Stap:
    return doe(
        "RegistreerUitspraak",
        "2025-04-07",
        besluit="B1",
        uitspraak="hervormd",
        op="2025-04-07",
        definitiefOp="2025-04-07",
        bedrag=bedrag,
    )


def in_beroep() -> Spel:
    """An appeal too late, so recovery went on; the judge decides all the same."""
    return KLAAR.met(doe("StelBeroepIn", "2025-02-10", besluit="B1", ingesteldOp="2025-02-10"))


def test_given_interest_paid_when_a_judge_lowers_the_fine_then_the_excess_goes_back() -> None:
    betaald = in_beroep().met(boek("250.86", "2025-03-03"))
    assert (betaling(betaald).intrest, betaling(betaald).hoofdsom) == (Cent(86), Cent(25000))
    gedaan = betaald.wanneer("RegistreerUitspraak", "2025-04-07", **uitspraak("100.00").gegevens)
    spel = gedaan.dan(
        "UitspraakGeregistreerd",
        feit("ToerekeningVastgesteld", bankreferentie="C-1"),
        feit("TeveelBetaald", bedrag="0.51"),
    )
    deel = betaling(spel)
    assert (deel.intrest, deel.hoofdsom, deel.teveel) == (Cent(35), Cent(25000), Cent(51))
    assert spel.dossier.vorderingen["V1"].teveel == Cent(15051)
    assert spel.opnieuw() == spel.dossier
    spel.wanneer("RegistreerUitspraak", "2025-04-07", **uitspraak("100.00").gegevens).geweigerd(
        "GeenBeroepHangende"
    )


def test_given_part_paid_with_interest_when_the_fine_is_lowered_then_more_pays_the_principal() -> (
    None
):
    spel = in_beroep().met(boek("50.00", "2025-03-03"), uitspraak("100.00"))
    deel = betaling(spel)
    assert (deel.intrest, deel.hoofdsom, deel.teveel) == (Cent(35), Cent(4965), Cent(0))


@pytest.mark.parametrize("bedrag", ["250.00", "300.00"])
def test_given_a_fine_that_is_not_lowered_then_what_was_paid_stays(bedrag: str) -> None:
    betaald = in_beroep().met(boek("50.00", "2025-03-03"))
    spel = betaald.met(uitspraak(bedrag))
    assert betaling(spel) == betaling(betaald)


def test_given_no_interest_paid_when_the_fine_is_lowered_then_nothing_is_recalculated() -> None:
    betaald = tot("definitief").met(
        boek("50.00", "2024-11-04"),
        doe("StelBeroepIn", "2024-11-05", besluit="B1", ingesteldOp="2024-11-05"),
    )
    betaald.wanneer("RegistreerUitspraak", "2025-04-07", **uitspraak("100.00").gegevens).dan(
        "UitspraakGeregistreerd"
    )
