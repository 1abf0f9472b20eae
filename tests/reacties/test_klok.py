"""What the clock asks: on the day nothing, the day after once, and again only when due again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handhaving.dossier.termijnen import termijnen
from tests.dossier.spel import Spel, doe
from tests.dossier.trap import tot
from tests.reacties.keten import voorstel, vraag

DAG = timedelta(days=1)


def vervalt(spel: Spel, soort: str) -> date:
    return next(t.vervalt_op for t in termijnen(spel.dossier) if t.soort == soort)


def rij(spel: Spel, soort: str) -> str | None:
    return next(t.opdracht for t in termijnen(spel.dossier) if t.soort == soort)


def tik(spel: Spel, soort: str, op: date) -> Spel:
    """The command of this row, on this day."""
    termijn = next(t for t in termijnen(spel.dossier) if t.soort == soort)
    assert termijn.opdracht is not None
    return spel.met(doe(termijn.opdracht, op, **termijn.gegevens))


@pytest.mark.parametrize(
    ("trede", "soort", "gevraagd"),
    [
        ("overgemaakt", "uitnodigingVerweer", "uitnodigingTeLaat"),
        ("vastgesteld", "besluitWaarschuwing", "beslissingNadert"),
        ("definitief", "verjaring-365", "verjaringNadert"),
    ],
)
def test_given_a_day_that_warns_when_it_is_over_then_it_is_asked_once(
    trede: str, soort: str, gevraagd: str
) -> None:
    spel = tot(trede)
    dag = vervalt(spel, soort)
    daarna = tik(spel, soort, dag + DAG)
    assert vraag(daarna, gevraagd) is not None
    assert rij(daarna, soort) is None
    taak = vraag(daarna, gevraagd)
    assert taak is not None
    af = daarna.met(doe("HandelTaakAf", dag + DAG, taak=taak.sleutel, uitkomst="gezien"))
    assert rij(af, soort) is None


@pytest.mark.parametrize(
    ("trede", "soort", "vraag_"),
    [
        ("overgemaakt", "uitnodigingVerweer", "uitnodigingTeLaat"),
        ("vastgesteld", "besluitWaarschuwing", "beslissingNadert"),
    ],
)
def test_given_a_day_that_warns_when_asked_on_that_day_then_refused(
    trede: str, soort: str, vraag_: str
) -> None:
    spel = tot(trede)
    spel.wanneer("VraagHerbekijken", vervalt(spel, soort), vraag=vraag_, betreft="I1").geweigerd(
        "VraagNietAanDeOrde"
    )


def test_given_an_invitation_that_is_late_then_it_is_proposed_and_sending_it_closes_it() -> None:
    spel = tot("overgemaakt")
    morgen = vervalt(spel, "uitnodigingVerweer") + DAG
    spel = tik(spel, "uitnodigingVerweer", morgen)
    assert voorstel(spel, "uitnodigingTeLaat") == (
        "I1",
        "NodigUitTotVerweer",
        {"inbreuk": "I1", "verzondenOp": morgen.isoformat()},
    )
    klaar = spel.met(
        doe(
            "NodigUitTotVerweer",
            inbreuk="I1",
            kanaal="afgifte",
            verzondenOp=morgen.isoformat(),
            ontvangenOp=morgen.isoformat(),
        )
    )
    assert vraag(klaar, "uitnodigingTeLaat") is None


@pytest.mark.parametrize(
    ("trede", "stap"),
    [
        ("vastgesteld", "VerzendIngebrekestelling"),
        ("termijnVerstreken", "MaakOverAanABB"),
        ("overgemaakt", "NodigUitTotVerweer"),
        ("verweer", "StelBoeteVoor"),
        ("voorgesteld", "NeemBoetebesluit"),
    ],
)
def test_given_the_power_to_decide_nears_its_end_then_the_next_step_is_proposed(
    trede: str, stap: str
) -> None:
    spel = tot(trede)
    spel = tik(spel, "besluitWaarschuwing", vervalt(spel, "besluitWaarschuwing") + DAG)
    assert voorstel(spel, "beslissingNadert") == ("I1", stap, {"inbreuk": "I1"})
    assert not spel.dossier.taken["R1"].hindert, "the warning does not stand in the way"


@pytest.mark.parametrize(
    ("trede", "stap"), [("vastgesteld", "HandelTaakAf"), ("verweer", "BeslisGeenGevolg")]
)
def test_given_the_power_to_decide_is_over_then_an_end_is_proposed(trede: str, stap: str) -> None:
    spel = tot(trede)
    spel = tik(spel, "besluitWaarschuwing", vervalt(spel, "besluit") + DAG)
    assert voorstel(spel, "beslissingNadert")[1] == stap


def test_given_it_waits_for_the_citizen_then_the_office_is_not_warned() -> None:
    assert rij(tot("inGebreke"), "besluitWaarschuwing") is None
    assert rij(tot("beslist"), "besluitWaarschuwing") is None


def test_given_prescription_nears_then_each_alert_asks_again_unless_it_is_still_open() -> None:
    spel = tot("inGebrekeTotBetaling")
    een = tik(spel, "verjaring-365", vervalt(spel, "verjaring-365") + DAG)
    # The rate of that year is not known yet: a hand-over would be refused.
    assert voorstel(een, "verjaringNadert")[1] == "StuitVerjaring"
    assert rij(een, "verjaring-180") is None
    af = een.met(doe("HandelTaakAf", taak="R1", uitkomst="later"))
    twee = tik(af, "verjaring-180", vervalt(af, "verjaring-180") + DAG)
    assert voorstel(twee, "verjaringNadert")[1] == "StuitVerjaring"
    assert list(twee.dossier.taken) == ["R1", "R2"]


def test_given_the_hand_over_can_be_done_when_prescription_nears_then_it_is_proposed() -> None:
    spel = tot("inGebrekeTotBetaling").op("2025-03-03")
    stand = spel.dossier.vorderingen["V1"].verjaring
    assert stand is not None
    nader = replace(stand, datum=date(2026, 1, 31), waarschuwingen=(date(2025, 1, 31),))
    spel = replace(spel, dossier=spel.dossier.met_vordering("V1", verjaring=nader))
    spel = spel.met(doe("VraagHerbekijken", vraag="verjaringNadert", betreft="V1"))
    assert voorstel(spel, "verjaringNadert")[1] == "DraagOverAanVlabel"


def test_given_it_is_at_vlabel_when_prescription_nears_then_vlabel_is_asked() -> None:
    spel = tot("bevestigd")
    spel = tik(spel, "verjaring-365", vervalt(spel, "verjaring-365") + DAG)
    assert voorstel(spel, "verjaringNadert")[1] == "HandelTaakAf"


def test_given_an_interruption_then_the_alert_is_overtaken_and_comes_back_in_its_time() -> None:
    spel = tot("inGebrekeTotBetaling")
    dag = vervalt(spel, "verjaring-365") + DAG
    spel = tik(spel, "verjaring-365", dag).met(
        doe(
            "StuitVerjaring",
            vordering="V1",
            daad="dwangbevel",
            op=dag.isoformat(),
            bewijs="Fictief.",
            schuldenaarInBelgie=True,
        )
    )
    assert spel.dossier.taken["R1"].afgehandeld == "achterhaald"
    assert rij(spel, "verjaring-365") == "VraagHerbekijken"


def test_given_a_claim_that_was_paid_then_no_alert_runs() -> None:
    spel = tot("definitief").met(
        doe(
            "BoekBetaling",
            "2024-11-04",
            vordering="V1",
            bedrag="250.00",
            valutadatum="2024-11-04",
            bankreferentie="C-1",
        )
    )
    assert rij(spel, "verjaring-365") is None
