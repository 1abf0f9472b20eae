"""What follows a payment, a fine that falls, or the last condition of a hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.dossier.spel import doe
from tests.dossier.test_storno import boek, storneer, terug
from tests.dossier.trap import tot
from tests.dossier.voorbeelden_geld import REDEN, betaald, met_plan, oninbaar, opgeschort
from tests.reacties.keten import gevraagd, na, voorstel, vraag

if TYPE_CHECKING:
    from tests.dossier.spel import Stap

BIJ_VLABEL = tot("bevestigd")
BEROEP = doe("StelBeroepIn", "2024-09-02", besluit="B1", ingesteldOp="2024-09-02")
BEWIND = doe(
    "StelBewindvoerderAan",
    naam="Fictief Bewindvoerder",
    adres={
        "straat": "Fictiefstraat",
        "huisnummer": "1",
        "postcode": "9999",
        "gemeente": "Fictiegem",
        "land": "BE",
    },
)


def uitspraak(hoe: str, op: str = "2025-01-06", **meer: object) -> Stap:
    velden = {"besluit": "B1", "uitspraak": hoe, "op": op, "definitiefOp": op}
    return doe("RegistreerUitspraak", op, **velden, **meer)


# ---- geld ------------------------------------------------------------------------------------


def test_given_too_much_was_paid_then_the_refund_is_proposed_and_closes_it() -> None:
    spel = gevraagd(tot("definitief"), boek("260.00", "2024-11-04"))
    assert voorstel(spel, "teveelBetaald") == (
        "V1",
        "BetaalTerug",
        {"vordering": "V1", "bedrag": "10.00", "op": "2024-11-04"},
    )
    klaar = spel.met(terug("10.00", "2024-11-05"))
    assert klaar.dossier.taken["T1"].afgehandeld == "terugbetaald"
    assert vraag(gevraagd(tot("definitief"), boek("250.00", "2024-11-04")), "teveelBetaald") is None


def test_given_a_paid_fine_that_falls_then_refund_and_a_new_decision_are_proposed() -> None:
    spel = betaald("100.00", "2024-09-02", "betekend").met(BEROEP)
    gevallen = gevraagd(spel, uitspraak("vernietigd"))
    assert voorstel(gevallen, "terugTeBetalen") == (
        "V1",
        "BetaalTerug",
        {"vordering": "V1", "bedrag": "100.00", "op": "2025-01-06"},
    )
    assert voorstel(gevallen, "nieuwBesluitMogelijk") == (
        "I1",
        "NeemBoetebesluit",
        {"inbreuk": "I1"},
    )
    assert vraag(gevraagd(spel, uitspraak("verworpen")), "nieuwBesluitMogelijk") is None
    trek_in = doe("TrekBoetebesluitIn", "2024-10-07", besluit="B1", motivering="Fictief.")
    ingetrokken = gevraagd(betaald("100.00", "2024-09-02", "betekend"), trek_in)
    assert voorstel(ingetrokken, "terugTeBetalen")[0] == "V1"
    assert vraag(gevraagd(tot("betekend"), trek_in), "terugTeBetalen") is None


def test_given_the_power_to_decide_is_over_then_no_new_decision_is_proposed() -> None:
    spel = tot("betekend").met(BEROEP)
    laatste = spel.dossier.inbreuken["I1"].beslissen_voor
    laat = f"{laatste.year + 1}-01-06"
    assert vraag(gevraagd(spel, uitspraak("vernietigd", laat)), "nieuwBesluitMogelijk") is None


def test_given_it_was_surplus_before_the_fine_fell_then_it_is_asked_once() -> None:
    spel = gevraagd(tot("definitief"), boek("260.00", "2024-11-04"))
    gevallen = gevraagd(
        spel, doe("TrekBoetebesluitIn", "2024-11-05", besluit="B1", motivering="Fictief.")
    )
    assert vraag(gevallen, "terugTeBetalen") is None
    assert vraag(gevallen, "teveelBetaald") is not None


def test_given_money_paid_back_that_was_owed_after_all_then_somebody_asks_for_it() -> None:
    spel = betaald("260.00", "2024-11-04").met(terug("10.00", "2024-12-02"))
    daarna = gevraagd(spel, storneer("2025-01-06"))
    assert voorstel(daarna, "onterechtTerugbetaald")[1] == "HandelTaakAf"


def test_given_a_broken_plan_then_dunning_or_the_hand_over_is_proposed() -> None:
    breek = doe("StelPlanVerbroken", "2025-04-07", vordering="V1")
    klaar = gevraagd(met_plan(), breek)
    assert voorstel(klaar, "overdrachtMogelijk") == (
        "V1",
        "DraagOverAanVlabel",
        {"vordering": "V1"},
    )
    assert vraag(klaar, "planVerbroken") is None
    niet_klaar = gevraagd(met_plan("aangemaand"), breek)
    assert voorstel(niet_klaar, "planVerbroken") == (
        "V1",
        "VerzendAanmaning",
        {"vordering": "V1", "verzondenOp": "2025-04-07"},
    )
    aangemaand = niet_klaar.met(
        doe(
            "VerzendAanmaning",
            "2025-04-08",
            vordering="V1",
            kanaal="gewoon",
            verzondenOp="2025-04-08",
        )
    )
    assert vraag(aangemaand, "planVerbroken") is None


def test_given_the_money_came_in_time_after_all_then_a_new_plan_is_proposed() -> None:
    spel = met_plan().met(doe("StelPlanVerbroken", "2025-04-07", vordering="V1"))
    daarna = gevraagd(spel, boek("250.00", "2025-03-03"))
    assert voorstel(daarna, "planTenOnrechteVerbroken")[1] == "KenAfbetalingsplanToe"


# ---- klaar om over te dragen -----------------------------------------------------------------


def test_given_the_last_condition_is_met_then_the_hand_over_is_proposed_and_then_done() -> None:
    spel = gevraagd(
        tot("tweedeAanmaning"),
        doe(
            "StelInGebrekeTotBetaling",
            "2025-02-03",
            vordering="V1",
            kanaal="aangetekend",
            verzondenOp="2025-02-03",
        ),
    )
    assert voorstel(spel, "overdrachtMogelijk")[1] == "DraagOverAanVlabel"
    assert spel.dossier.taken["R1"].hindert is False
    for stap in (
        doe("DraagOverAanVlabel", "2025-03-03", vordering="V1"),
        doe("VerklaarOninbaar", "2025-03-03", vordering="V1", reden=REDEN),
        boek("300.00", "2025-03-03"),
    ):
        assert spel.met(stap).dossier.taken["R1"].afgehandeld == "achterhaald", stap.naam


def test_given_a_condition_is_missing_then_no_hand_over_is_proposed() -> None:
    aanmaning = doe(
        "VerzendAanmaning", "2024-12-02", vordering="V1", kanaal="gewoon", verzondenOp="2024-12-02"
    )
    _, lijst = na(tot("verzocht"), aanmaning)
    assert [g.opdracht.vraag for g in lijst] == ["overdrachtMogelijk"]
    assert vraag(gevraagd(tot("verzocht"), aanmaning), "overdrachtMogelijk") is None


def test_given_recovery_goes_on_then_the_hand_over_is_proposed() -> None:
    hervat = doe("HervatInvordering", "2025-03-10", vordering="V1", vanaf="2025-03-10")
    assert vraag(gevraagd(opgeschort(), hervat), "overdrachtMogelijk") is not None
    heropen = doe("HeropenVordering", "2025-03-10", vordering="V1", reden=REDEN)
    assert vraag(gevraagd(oninbaar(), heropen), "overdrachtMogelijk") is not None
