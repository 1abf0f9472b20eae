"""A plan of payment in instalments: an exact sum, broken by the clock, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.termijnen import OpenTermijn, termijnen
from handhaving.dossier.vordering.saldo import saldo
from handhaving.dossier.vordering.storno import BetalingGestorneerd
from handhaving.recht import Cent
from tests.dossier.spel import Spel, Stap, dag, doe, feit, recht
from tests.dossier.trap import na, tot
from tests.dossier.voorbeelden_geld import betaald, met_gemiste_aflossing, met_plan

LAATSTE_JAAR = max(w.van.year for w in recht().parameters.op_naam["intrest.voet"].waarden)


def plan(op: str | None = None, aantal: object = 3, eerste: str = "2024-12-02") -> Stap:
    return doe("KenAfbetalingsplanToe", op, vordering="V1", aantal=aantal, eersteVervaldag=eerste)


def boek(bedrag: str, op: str, referentie: str = "C-9") -> Stap:
    return doe(
        "BoekBetaling",
        op,
        vordering="V1",
        bedrag=bedrag,
        valutadatum=op,
        bankreferentie=referentie,
    )


def nu(spel: Spel) -> dict[str, Any]:
    beeld: Any = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    return dict(beeld["V1"])


def rijen(spel: Spel) -> list[OpenTermijn]:
    return [t for t in termijnen(spel.dossier) if t.soort.startswith("afbetaling-")]


def test_given_a_claim_when_a_plan_is_granted_then_instalments_with_an_exact_sum() -> None:
    spel = (
        tot("definitief")
        .stap(plan())
        .dan(
            feit(
                "AfbetalingsplanToegekend",
                vordering="V1",
                bedrag="250.00",
                termijnen=[
                    {
                        "nummer": 1,
                        "vervaldag": "2024-12-02",
                        "laatsteDagBurger": "2024-12-02",
                        "uitersteDag": "2024-12-02",
                        "bedrag": "83.34",
                    },
                    {
                        "nummer": 2,
                        "vervaldag": "2025-01-02",
                        "laatsteDagBurger": "2025-01-02",
                        "uitersteDag": "2025-01-02",
                        "bedrag": "83.33",
                    },
                    {
                        "nummer": 3,
                        "vervaldag": "2025-02-02",
                        "laatsteDagBurger": "2025-02-03",
                        "uitersteDag": "2025-02-03",
                        "bedrag": "83.33",
                    },
                ],
            )
        )
    )
    beeld = nu(spel)
    assert beeld["status"] == "afbetalingsplan"
    assert [(t["bedrag"], t["staat"]) for t in beeld["termijnen"]] == [
        ("83.34", "loopt"),
        ("83.33", "loopt"),
        ("83.33", "loopt"),
    ]
    assert [(r.vervalt_op.isoformat(), r.opdracht) for r in rijen(spel)] == [
        ("2024-12-02", "StelPlanVerbroken"),
        ("2025-01-02", "StelPlanVerbroken"),
        ("2025-02-03", "StelPlanVerbroken"),
    ]


def test_given_default_then_the_plan_is_for_interest_too() -> None:
    spel = met_plan()
    vordering = spel.dossier.vorderingen["V1"]
    assert vordering.plan is not None
    assert vordering.plan.bedrag == saldo(vordering, dag("2025-02-03"), recht()).totaal


@pytest.mark.parametrize(
    ("spel", "codes"),
    [
        (betaald(), ("VorderingVoldaan", "AfbetalingsplanOngeldig")),
        (tot("bevestigd"), ("FaseLaatDitNietToe",)),
        (met_plan(), ("AfbetalingsplanLoopt",)),
        (
            tot("inGebrekeTotBetaling").met(
                doe("SchortInvorderingOp", vordering="V1", reden="F.", vanaf="2025-02-03")
            ),
            ("InvorderingIsOpgeschort",),
        ),
        (
            tot("inGebrekeTotBetaling").met(doe("VerklaarOninbaar", vordering="V1", reden="F.")),
            ("FaseLaatDitNietToe",),
        ),
        (
            tot("inGebrekeTotBetaling").op(dag(f"{LAATSTE_JAAR + 1}-02-01")),
            ("RentevoetOntbreekt",),
        ),
    ],
)
def test_given_something_in_the_way_when_granted_then_refused(
    spel: Spel, codes: tuple[str, ...]
) -> None:
    eerste = (spel.vandaag + timedelta(days=30)).isoformat()
    spel.stap(plan(eerste=eerste)).geweigerd(*codes)


def test_given_a_first_day_that_has_passed_when_granted_then_refused() -> None:
    spel = tot("definitief").op("2024-11-04")
    spel.stap(plan(eerste="2024-11-03")).geweigerd(
        "PeriodeOngeldig", van="2024-11-04", tot="2024-11-03"
    )
    spel.stap(plan(eerste="2024-11-04")).dan("AfbetalingsplanToegekend")


def test_given_more_instalments_than_cents_when_granted_then_refused() -> None:
    spel = betaald("249.98").op("2024-11-05")
    spel.stap(plan(aantal=3)).geweigerd("AfbetalingsplanOngeldig", bedrag="0.02", aantal=3)
    spel.stap(plan(aantal=2)).dan("AfbetalingsplanToegekend")


@pytest.mark.parametrize("aantal", [0, -1, 121, "3", 2.5])
def test_given_a_number_that_is_none_when_granted_then_refused(aantal: object) -> None:
    tot("definitief").stap(plan(aantal=aantal)).geweigerd("OngeldigeGegevens")


def test_given_a_day_beyond_the_calendar_when_granted_then_the_law_has_no_value() -> None:
    tot("definitief").stap(plan(eerste="2041-01-02")).geweigerd("RechtswaardeOntbreekt")


# --- instalments paid and missed ----------------------------------------------------------------


def test_given_instalments_are_paid_then_their_terms_lapse_and_the_plan_ends() -> None:
    spel = tot("definitief").met(plan(), boek("83.34", "2024-12-02"))
    assert [t["staat"] for t in nu(spel)["termijnen"]] == ["betaald", "loopt", "loopt"]
    assert [r.staat for r in rijen(spel)] == ["vervallen", "loopt", "loopt"]
    spel = spel.met(boek("166.66", "2025-01-02", "C-10"))
    assert nu(spel)["status"] == "betaald"
    assert {r.staat for r in rijen(spel)} == {"vervallen"}


def test_given_only_interest_is_left_after_the_plan_then_the_claim_is_in_default_again() -> None:
    spel = met_plan()
    plan_ = spel.dossier.vorderingen["V1"].plan
    assert plan_ is not None
    spel = spel.met(boek(str(plan_.bedrag), "2025-04-02"))
    assert nu(spel)["status"] == "inGebreke"
    assert [t["staat"] for t in nu(spel)["termijnen"]] == ["betaald"] * 3


def test_given_a_missed_instalment_when_the_clock_asks_then_the_plan_is_broken_once() -> None:
    spel = met_gemiste_aflossing()
    spel.wanneer("StelPlanVerbroken", vordering="V1").geweigerd("AflossingNietGemist")
    morgen = spel.vandaag + timedelta(days=1)
    daarna = spel.wanneer("StelPlanVerbroken", morgen, vordering="V1").dan(
        feit(
            "AfbetalingsplanVerbroken",
            vordering="V1",
            nummer=1,
            vervaldag="2025-03-03",
            verbrokenOp="2025-03-04",
        )
    )
    assert nu(daarna)["status"] == "planVerbroken"
    assert [t["staat"] for t in nu(daarna)["termijnen"]] == ["vervallen"] * 3
    assert {(r.staat, r.opdracht) for r in rijen(daarna)} == {("vervallen", None)}
    daarna.wanneer("StelPlanVerbroken", vordering="V1").geweigerd(
        "FaseLaatDitNietToe", "AflossingNietGemist"
    )


def test_given_a_late_payment_before_the_clock_asks_then_the_plan_is_not_broken() -> None:
    spel = met_plan().met(boek("90.00", "2025-03-10"))
    spel.wanneer("StelPlanVerbroken", "2025-03-11", vordering="V1").geweigerd("AflossingNietGemist")


def test_given_a_payment_that_was_in_time_comes_to_light_then_a_person_reviews_the_break() -> None:
    spel = met_gemiste_aflossing().met(doe("StelPlanVerbroken", "2025-03-04", vordering="V1"))
    op_tijd = replace(boek("90.00", "2025-03-03"), op=dag("2025-03-06"))
    spel_op_tijd = spel.met(op_tijd)
    assert [t.soort for t in spel_op_tijd.dossier.open_taken("V1")] == ["planTenOnrechteVerbroken"]
    for te_laat in (boek("90.00", "2025-03-04"), replace(boek("1.00", "2025-03-03"), op=None)):
        spel_te_laat = spel.op("2025-03-06").met(replace(te_laat, op=None))
        assert spel_te_laat.dossier.open_taken("V1") == []


def test_given_a_payment_is_taken_back_then_its_instalment_is_open_again() -> None:
    spel = tot("definitief").met(plan(), boek("83.34", "2024-12-02"))
    spel = spel.met(
        doe(
            "StorneerBetaling",
            "2024-12-09",
            vordering="V1",
            bankreferentie="C-9",
            op="2024-12-09",
        )
    )
    spel.wanneer("StelPlanVerbroken", vordering="V1").dan("AfbetalingsplanVerbroken")


@pytest.mark.parametrize(("weg", "op_plan"), [("C-ERVOOR", "83.34"), ("C-EERSTE", "10.00")])
def test_given_a_payment_that_never_was_then_the_plan_counts_the_others_on_their_side(
    weg: str, op_plan: str
) -> None:
    spel = tot("definitief").met(
        boek("20.00", "2024-11-04", "C-ERVOOR"),
        plan(),
        boek("83.34", "2024-12-02", "C-EERSTE"),
    )
    if weg == "C-EERSTE":
        spel = spel.met(boek("10.00", "2024-12-03", "C-TWEEDE"))
    nooit = BetalingGestorneerd(
        vordering="V1",
        bankreferentie=weg,
        bedrag=Cent(8334),
        op=dag("2024-12-09"),
        intrest_loopt_door=False,
        nooit_ontvangen=True,
    )
    vordering = spel.met(nooit).dossier.vorderingen["V1"]
    assert str(vordering.op_plan_betaald) == op_plan
    assert weg not in {b.bankreferentie for b in vordering.betalingen}


def test_given_recovery_stands_still_then_no_plan_is_broken() -> None:
    spel = met_plan().met(
        doe("SchortInvorderingOp", "2025-03-03", vordering="V1", reden="F.", vanaf="2025-03-03")
    )
    assert {r.opdracht for r in rijen(spel)} == {None}
    spel.wanneer("StelPlanVerbroken", "2025-03-10", vordering="V1").geweigerd(
        "InvorderingIsOpgeschort"
    )
    spel = spel.met(doe("HervatInvordering", "2025-03-10", vordering="V1", vanaf="2025-03-10"))
    spel.wanneer("StelPlanVerbroken", vordering="V1").dan("AfbetalingsplanVerbroken")


# --- what a plan means for the rest -------------------------------------------------------------


@pytest.mark.parametrize("naam", ["VerzendAanmaning", "StelInGebrekeTotBetaling"])
def test_given_a_running_plan_then_no_reminder_goes_out(naam: str) -> None:
    spel = tot("aangemaand").met(plan("2024-12-02", eerste="2025-01-02"))
    brief = doe(naam, vordering="V1", kanaal="gewoon", verzondenOp="2024-12-02")
    spel.stap(brief).geweigerd("AfbetalingsplanLoopt", vordering="V1", laatsteDag="2025-03-03")
    spel.wanneer("VerzendBetaalverzoek", vordering="V1", verzondenOp="2024-12-02").dan(
        "BetaalverzoekVerzonden"
    )


def test_given_a_plan_when_handed_over_then_only_after_it_broke() -> None:
    # Case 71: a broken plan takes the place of the second reminder.
    een = tot("aangemaand").met(
        doe(
            "StelInGebrekeTotBetaling",
            "2024-12-16",
            vordering="V1",
            kanaal="aangetekend",
            verzondenOp="2024-12-16",
        )
    )
    een.wanneer("DraagOverAanVlabel", vordering="V1").geweigerd("OnvoldoendeAanmaningen")
    spel = een.met(plan("2024-12-16", eerste="2025-01-02"))
    spel.wanneer("DraagOverAanVlabel", vordering="V1").geweigerd(
        "AfbetalingsplanLoopt", "OnvoldoendeAanmaningen"
    )
    gebroken = spel.met(doe("StelPlanVerbroken", na(spel, "afbetaling-1", "V1"), vordering="V1"))
    gebroken.wanneer("DraagOverAanVlabel", vordering="V1").dan("VlabelOverdrachtVoorbereid")


def test_given_a_broken_plan_when_a_reminder_follows_then_the_claim_is_dunned_again() -> None:
    spel = met_gemiste_aflossing().met(doe("StelPlanVerbroken", "2025-03-04", vordering="V1"))
    assert nu(spel)["status"] == "planVerbroken"
    spel = spel.met(
        doe("VerzendAanmaning", vordering="V1", kanaal="gewoon", verzondenOp="2025-03-04")
    )
    assert nu(spel)["status"] == "inGebreke"
    nieuw = spel.met(plan(eerste="2025-04-02"))
    assert nu(nieuw)["status"] == "afbetalingsplan"
    assert len(nieuw.dossier.vorderingen["V1"].plannen) == 2


def test_given_a_plan_when_the_clock_asks_then_a_person_judges_the_acknowledgement() -> None:
    # Case 67: a plan may acknowledge the debt (art. 2248); a person decides, with proof.
    spel = met_plan()
    vraag = next(t for t in termijnen(spel.dossier) if t.soort == "schuldbekentenis-vraag")
    assert (vraag.vervalt_op, vraag.opdracht) == (dag("2025-02-03"), "VraagHerbekijken")
    spel = spel.wanneer(str(vraag.opdracht), "2025-02-04", **vraag.gegevens).dan(
        feit(
            "HerbekijkenGevraagd",
            soort="schuldbekentenis",
            betreft="V1",
            opdracht="StuitVerjaring",
            gegevens={"vordering": "V1", "daad": "schuldbekentenis", "op": "2025-02-03"},
        )
    )
    assert "schuldbekentenis-vraag" not in {t.soort for t in termijnen(spel.dossier)}
    taak = next(iter(spel.dossier.open_taken("V1")))
    assert taak.opdracht is not None
    gestuit = spel.wanneer(taak.opdracht, bewijs="Fictieve brief.", **taak.gegevens).dan(
        feit("VerjaringGestuit", nieuweVerjaringsdatum="2030-02-03")
    )
    assert gestuit.dossier.open_taken("V1") == []
    zonder = met_plan().met(
        doe("StuitVerjaring", vordering="V1", bewijs="F.", daad="schuldbekentenis", op="2025-02-03")
    )
    assert "schuldbekentenis-vraag" not in {t.soort for t in termijnen(zonder.dossier)}
    zonder.wanneer("VraagHerbekijken", betreft="V1", vraag="schuldbekentenis").geweigerd(
        "VraagNietAanDeOrde"
    )


def test_given_it_was_judged_no_acknowledgement_that_same_day_then_nobody_is_asked_again() -> None:
    spel = met_plan().met(
        doe("VraagHerbekijken", "2025-02-03", betreft="V1", vraag="schuldbekentenis"),
        doe("HandelTaakAf", taak="T1", uitkomst="nagekeken"),
    )
    assert spel.dossier.vorderingen["V1"].stuitingen == ()
    assert "schuldbekentenis-vraag" not in {t.soort for t in termijnen(spel.dossier)}
    spel.wanneer("VraagHerbekijken", betreft="V1", vraag="schuldbekentenis").geweigerd(
        "VraagNietAanDeOrde"
    )


def test_given_a_plan_then_the_amounts_of_its_instalments_are_whole_cents() -> None:
    for aantal in (1, 2, 7, 24, 120):
        spel = met_plan(aantal=aantal)
        plan_ = spel.dossier.vorderingen["V1"].plan
        assert plan_ is not None
        bedragen = [a.bedrag for a in plan_.aflossingen]
        assert Cent(sum(bedragen)) == plan_.bedrag
        assert max(bedragen) - min(bedragen) <= 1
