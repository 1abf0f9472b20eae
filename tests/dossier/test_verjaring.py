"""Prescription: interrupted, suspended, asked about by the clock, established by a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.vordering.saldo import saldo
from tests.dossier.spel import Spel, Stap, dag, doe, feit, recht
from tests.dossier.trap import BESLUIT_OP, tot
from tests.dossier.voorbeelden_geld import betaald

IN_GEBREKE = tot("inGebrekeTotBetaling")
DATUM = "2029-08-05"


def stuit(op: str, daad: str = "dwangbevel", **velden: object) -> Stap:
    gegevens = {"vordering": "V1", "daad": daad, "op": op, "bewijs": "Fictief bewijs.", **velden}
    return doe("StuitVerjaring", op, **gegevens)


def schors(vanaf: str, grond: str = "collectieveSchuldenregeling") -> Stap:
    return doe("SchorsVerjaring", vanaf, vordering="V1", grond=grond, vanaf=vanaf)


def hervat(vanaf: str, **velden: object) -> Stap:
    return doe("HervatVerjaring", vanaf, vordering="V1", vanaf=vanaf, **velden)


def verjaring(spel: Spel) -> dict[str, object]:
    beeld: Any = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    return dict(beeld["V1"]["verjaring"])


def status(spel: Spel) -> str:
    beeld: Any = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    return str(beeld["V1"]["status"])


def test_given_the_decision_then_five_years_and_a_last_safe_day_that_is_never_later() -> None:
    # Case 62: nothing is prolonged over a Sunday.
    assert dag(BESLUIT_OP).year + 5 == 2029
    assert dag(DATUM).weekday() == 6
    assert verjaring(IN_GEBREKE) == {"datum": DATUM, "laatsteVeiligeDag": "2029-08-03"}


@pytest.mark.parametrize(
    "daad", ["bevelTotBetaling", "dwangbevel", "dagvaarding", "beslag", "schuldbekentenis"]
)
def test_given_an_act_that_interrupts_then_a_new_full_term(daad: str) -> None:
    spel = IN_GEBREKE.stap(stuit("2026-02-20", daad)).dan(
        feit(
            "VerjaringGestuit",
            vordering="V1",
            daad=daad,
            op="2026-02-20",
            nieuweVerjaringsdatum="2031-02-20",
            bewijs="Fictief bewijs.",
        )
    )
    assert verjaring(spel) == {"datum": "2031-02-20", "laatsteVeiligeDag": "2031-02-20"}
    assert {t.soort for t in termijnen(spel.dossier) if t.vervalt_op == dag("2031-02-20")} == {
        "verjaring",
        "verjaring-vraag",
    }
    spel.stap(stuit("2026-02-20", daad)).dan()


def test_given_a_second_notice_of_a_lawyer_then_without_effect_and_so_is_a_reminder() -> None:
    # Case 65: once only, and an ordinary reminder never.
    spel = IN_GEBREKE.met(stuit("2029-03-01", "aanmaningArt2244"))
    assert verjaring(spel)["datum"] == "2030-03-01"
    spel = spel.stap(stuit("2029-11-05", "aanmaningArt2244")).dan(
        feit(
            "StuitingZonderGevolg",
            vordering="V1",
            daad="aanmaningArt2244",
            reden="reedsGebruikt",
            verjaringsdatum="2030-03-01",
        )
    )
    aanmaning = doe(
        "VerzendAanmaning",
        "2029-12-03",
        vordering="V1",
        kanaal="aangetekend",
        verzondenOp="2029-12-03",
    )
    assert verjaring(spel.met(aanmaning))["datum"] == "2030-03-01"


def test_given_a_notice_early_in_the_term_then_never_before_the_original_end() -> None:
    spel = IN_GEBREKE.met(stuit("2025-03-03", "aanmaningArt2244"))
    assert verjaring(spel)["datum"] == DATUM


def test_given_a_debtor_abroad_then_a_lawyers_notice_is_without_effect() -> None:
    # Case 68: art. 2244 §2 asks for a debtor in Belgium.
    stap = stuit("2029-03-01", "aanmaningArt2244", schuldenaarInBelgie=False)
    spel = IN_GEBREKE.stap(stap).dan(
        feit("StuitingZonderGevolg", reden="schuldenaarBuitenBelgie", schuldenaarInBelgie=False)
    )
    assert verjaring(spel)["datum"] == DATUM
    daarna = spel.stap(stuit("2029-03-08", "aanmaningArt2244")).dan("VerjaringGestuit")
    assert verjaring(daarna)["datum"] == "2030-03-08"


def test_given_an_earlier_act_comes_to_light_then_all_of_them_count_in_their_order() -> None:
    spel = IN_GEBREKE.met(stuit("2029-03-01", "aanmaningArt2244")).op("2029-06-01")
    eerder = doe(
        "StuitVerjaring",
        vordering="V1",
        daad="beslag",
        op="2028-06-01",
        bewijs="Fictief.",
    )
    assert verjaring(spel.met(eerder))["datum"] == "2033-06-01"


@pytest.mark.parametrize("bewijs", [None, "", "   "])
def test_given_no_proof_then_refused(bewijs: str | None) -> None:
    velden = {} if bewijs is None else {"bewijs": bewijs}
    IN_GEBREKE.wanneer(
        "StuitVerjaring", vordering="V1", daad="beslag", op="2025-02-03", **velden
    ).geweigerd("BewijsOntbreekt", daad="beslag")


def test_given_an_act_that_comes_too_late_or_too_early_then_without_effect() -> None:
    IN_GEBREKE.stap(stuit(DATUM)).dan("VerjaringGestuit")
    IN_GEBREKE.stap(stuit("2029-08-06")).dan(feit("StuitingZonderGevolg", reden="reedsVerjaard"))
    vroeg = doe("StuitVerjaring", vordering="V1", daad="beslag", op="2024-08-04", bewijs="Fictief.")
    IN_GEBREKE.stap(vroeg).dan(feit("StuitingZonderGevolg", reden="voorAanvang"))


def test_given_nothing_is_due_then_no_interruption() -> None:
    betaald().stap(stuit("2024-11-05")).geweigerd("VorderingVoldaan")


def test_given_an_ordinary_reminder_as_act_then_it_is_none() -> None:
    IN_GEBREKE.stap(stuit("2025-03-03", "aanmaning")).geweigerd("OngeldigeGegevens")


# --- suspension -----------------------------------------------------------------------------------


def test_given_a_suspension_then_the_days_come_after_the_end_and_no_clock_asks() -> None:
    spel = IN_GEBREKE.stap(schors("2026-02-01")).dan(
        feit(
            "VerjaringGeschorst",
            vordering="V1",
            grond="collectieveSchuldenregeling",
            vanaf="2026-02-01",
        )
    )
    assert verjaring(spel)["geschorstSinds"] == "2026-02-01"
    assert not {
        t.soort
        for t in termijnen(spel.dossier)
        if t.soort.startswith("verjaring") and t.staat == "loopt"
    }
    spel.wanneer("StelVerjaringVast", "2035-01-08", vordering="V1").geweigerd(
        "NietVerjaard", datum="geschorst"
    )
    dagen = (dag("2026-06-01") - dag("2026-02-01")).days
    nieuw = dag(DATUM) + timedelta(days=dagen)
    spel = spel.stap(hervat("2026-06-01")).dan(
        feit("VerjaringHervat", vordering="V1", vanaf="2026-06-01")
    )
    assert verjaring(spel)["datum"] == nieuw.isoformat()
    assert "geschorstSinds" not in verjaring(spel)
    gestuit = spel.met(stuit("2027-03-01"))
    assert verjaring(gestuit)["datum"] == "2032-03-01"


def test_given_it_stands_still_when_suspended_again_then_only_for_another_ground() -> None:
    spel = IN_GEBREKE.met(schors("2026-02-02"))
    spel.stap(schors("2026-03-02")).geweigerd(
        "VerjaringIsGeschorst", grond="collectieveSchuldenregeling", vanaf="2026-02-02"
    )
    twee = spel.met(schors("2026-03-02", "beroep"))
    een = twee.met(hervat("2026-04-01", grond="beroep"))
    assert verjaring(een)["geschorstSinds"] == "2026-02-02"
    assert "geschorstSinds" not in verjaring(een.met(hervat("2026-04-02")))


def test_given_a_ground_that_is_none_when_suspended_then_refused_with_those_that_are() -> None:
    weigering = IN_GEBREKE.stap(schors("2026-02-02", "ziekte")).geweigerd("SchorsingsgrondOnbekend")
    assert "collectieveSchuldenregeling" in str(weigering)


def test_given_it_was_already_prescribed_when_suspended_then_refused() -> None:
    IN_GEBREKE.stap(schors("2029-08-06")).geweigerd("VorderingVerjaard", datum=DATUM)
    IN_GEBREKE.stap(schors(DATUM)).dan("VerjaringGeschorst")


def test_given_it_runs_when_resumed_then_refused() -> None:
    IN_GEBREKE.stap(hervat("2026-02-02")).geweigerd("FaseLaatDitNietToe", fase="niet geschorst")
    spel = IN_GEBREKE.met(schors("2026-02-02")).op("2026-03-02")
    spel.stap(doe("HervatVerjaring", vordering="V1", vanaf="2026-02-01")).geweigerd(
        "PeriodeOngeldig", van="2026-02-02", tot="2026-02-01"
    )


# --- established by a person ----------------------------------------------------------------------


def test_given_the_end_then_only_the_day_after_can_a_person_establish_it() -> None:
    IN_GEBREKE.wanneer("StelVerjaringVast", DATUM, vordering="V1").geweigerd(
        "NietVerjaard", vordering="V1", datum=DATUM
    )
    spel = IN_GEBREKE.wanneer("StelVerjaringVast", "2029-08-07", vordering="V1").dan(
        feit("VorderingVerjaard", vordering="V1", verjaardOp="2029-08-06")
    )
    assert status(spel) == "verjaard"
    for naam, velden in (
        ("VerzendAanmaning", {"kanaal": "gewoon", "verzondenOp": "2029-08-07"}),
        ("StuitVerjaring", {"daad": "beslag", "op": "2029-08-07", "bewijs": "F."}),
        ("RekenKostAan", {"bedrag": "1.00", "reden": "F."}),
    ):
        weigering = spel.wanneer(naam, vordering="V1", **velden).weigering
        assert weigering is not None
        assert weigering.code == "VorderingVerjaard"
    assert {t.staat for t in termijnen(spel.dossier) if t.betreft == "V1"} == {"vervallen"}


def test_given_it_is_prescribed_when_paid_of_free_will_then_it_is_not_undue() -> None:
    spel = tot("definitief").met(doe("StelVerjaringVast", "2029-08-06", vordering="V1"))
    rest = saldo(spel.dossier.vorderingen["V1"], dag("2029-08-07"), recht())
    spel = spel.wanneer(
        "BoekBetaling",
        "2029-08-07",
        vordering="V1",
        bedrag=str(rest.totaal),
        valutadatum="2029-08-07",
        bankreferentie="C-1",
    ).dan("BetalingGeboekt", "VorderingVoldaan")
    assert status(spel) == "betaald"


def test_given_the_end_when_the_clock_asks_then_once_a_question_and_never_a_fact() -> None:
    spel = tot("definitief")
    vraag = next(t for t in termijnen(spel.dossier) if t.soort == "verjaring-vraag")
    assert (vraag.vervalt_op, vraag.opdracht) == (dag(DATUM), "VraagHerbekijken")
    spel.wanneer("VraagHerbekijken", DATUM, **vraag.gegevens).geweigerd("VraagNietAanDeOrde")
    spel = spel.wanneer("VraagHerbekijken", "2029-08-06", **vraag.gegevens).dan(
        feit(
            "HerbekijkenGevraagd",
            soort="verjaring",
            betreft="V1",
            op="2029-08-06",
            opdracht="StelVerjaringVast",
            gegevens={"vordering": "V1"},
        )
    )
    assert status(spel) == "vervallen"
    assert "verjaring-vraag" not in {t.soort for t in termijnen(spel.dossier)}
    spel.wanneer("VraagHerbekijken", "2029-08-07", **vraag.gegevens).geweigerd("VraagNietAanDeOrde")
    taak = spel.dossier.open_taken("V1")[-1]
    daarna = spel.wanneer(str(taak.opdracht), **taak.gegevens).dan("VorderingVerjaard")
    assert daarna.dossier.open_taken("V1") == []
    assert daarna.dossier.taken[taak.sleutel].afgehandeld == "vastgesteld"


def test_given_the_question_was_answered_when_a_new_end_passes_then_it_is_asked_anew() -> None:
    spel = tot("definitief").met(
        doe("VraagHerbekijken", "2029-08-06", betreft="V1", vraag="verjaring"),
    )
    taak = spel.dossier.open_taken("V1")[-1]
    spel = spel.met(doe("HandelTaakAf", taak=taak.sleutel, uitkomst="dwangbevelGevonden"))
    spel = spel.met(
        doe(
            "StuitVerjaring",
            "2029-08-07",
            vordering="V1",
            daad="dwangbevel",
            op="2029-08-03",
            bewijs="Fictief.",
        )
    )
    vraag = next(t for t in termijnen(spel.dossier) if t.soort == "verjaring-vraag")
    assert vraag.vervalt_op == dag("2034-08-03")


def test_given_nothing_is_due_then_the_clock_does_not_ask() -> None:
    spel = betaald()
    assert not [t for t in termijnen(spel.dossier) if t.opdracht == "VraagHerbekijken"]
    for vraag in ("verjaring", "schuldbekentenis"):
        spel.wanneer("VraagHerbekijken", "2029-08-06", betreft="V1", vraag=vraag).geweigerd(
            "VraagNietAanDeOrde", betreft="V1", vraag=vraag
        )


def test_given_a_suspension_when_an_appeal_ends_then_it_still_stands() -> None:
    spel = tot("betekend").met(
        doe("StelBeroepIn", "2024-09-02", besluit="B1", ingesteldOp="2024-09-02"),
        schors("2024-09-02", "beroep"),
        doe(
            "RegistreerUitspraak",
            "2025-06-02",
            besluit="B1",
            uitspraak="verworpen",
            op="2025-06-02",
            definitiefOp="2025-06-02",
        ),
    )
    assert verjaring(spel)["geschorstSinds"] == "2024-09-02"
    assert verjaring(spel.met(hervat("2025-06-02"))) == {
        "datum": "2030-06-02",
        "laatsteVeiligeDag": "2030-05-31",
    }
