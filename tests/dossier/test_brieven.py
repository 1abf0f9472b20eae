"""The letters of recovery: request, reminder, default."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.stand import stand
from tests.dossier.spel import BEWIJS, Spel, dag, doe, feit, recht
from tests.dossier.trap import na, tot

if TYPE_CHECKING:
    from collections.abc import Callable

VERVALDAG = na(tot("betekend"), "betaling", "V1") - timedelta(days=1)
BRIEVEN = {
    "VerzendBetaalverzoek": {},
    "VerzendAanmaning": {"kanaal": "gewoon"},
    "StelInGebrekeTotBetaling": {"kanaal": "aangetekend"},
}
NA_VERVALDAG = ["VerzendAanmaning", "StelInGebrekeTotBetaling"]


def status(spel: Spel) -> object:
    vorderingen = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    assert isinstance(vorderingen, dict)
    vordering = vorderingen["V1"]
    assert isinstance(vordering, dict)
    return vordering["status"]


def rechtgezet(spel: Spel) -> Spel:
    return spel.met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))


def betaald(spel: Spel, bedrag: str, op: str) -> Spel:
    return spel.met(
        doe(
            "BoekBetaling",
            op,
            vordering="V1",
            bedrag=bedrag,
            valutadatum=op,
            bankreferentie=f"C-{op}",
        )
    )


def test_given_a_claim_when_payment_is_asked_then_a_letter_and_no_new_status() -> None:
    spel = (
        tot("betekend")
        .wanneer("VerzendBetaalverzoek", vordering="V1", verzondenOp="2024-08-09")
        .dan(feit("BetaalverzoekVerzonden", vordering="V1", stuk="S4", verzondenOp="2024-08-09"))
    )
    assert spel.dossier.vorderingen["V1"].betaalverzoeken == (dag("2024-08-09"),)
    assert spel.dossier.stukken["S4"].soort == "betaalverzoek"
    assert status(spel) == "open"


def test_given_reminders_then_each_has_its_number() -> None:
    spel = tot("aangemaand")
    assert status(spel) == "aangemaand"
    spel = spel.wanneer(
        "VerzendAanmaning", "2025-01-06", vordering="V1", kanaal="ebox", verzondenOp="2025-01-05"
    ).dan(
        feit("AanmaningVerzonden", vordering="V1", nummer=2, kanaal="ebox", stuk="S6"),
    )
    assert spel.dossier.vorderingen["V1"].aanmaningen == (dag("2024-12-02"), dag("2025-01-05"))


def test_given_default_then_interest_runs_from_the_day_it_was_sent() -> None:
    uitkomst = tot("tweedeAanmaning").wanneer(
        "StelInGebrekeTotBetaling",
        "2025-02-03",
        vordering="V1",
        kanaal="aangetekend",
        verzondenOp="2025-01-31",
    )
    spel = uitkomst.dan(
        feit("IngebrekestellingTotBetalingVerzonden", vordering="V1", verzondenOp="2025-01-31")
    )
    assert [g.regel for g in uitkomst.feiten[0].grondslag] == ["intrest.start"]
    assert spel.dossier.vorderingen["V1"].in_gebreke_op == dag("2025-01-31")
    assert status(spel) == "inGebreke"


@pytest.mark.parametrize("naam", NA_VERVALDAG)
def test_given_the_day_of_payment_when_sent_then_only_after_it(naam: str) -> None:
    velden: dict[str, object] = {"vordering": "V1", **BRIEVEN[naam]}
    later = tot("betekend").op("2024-12-02")
    later.stap(doe(naam, verzondenOp=VERVALDAG, **velden)).geweigerd(
        "VervaldagNietVerstreken", vordering="V1", laatsteDagBurger=VERVALDAG
    )
    morgen = VERVALDAG + timedelta(days=1)
    uitkomst = later.stap(doe(naam, verzondenOp=morgen, **velden))
    assert uitkomst.weigering is None


@pytest.mark.parametrize("naam", NA_VERVALDAG)
def test_given_the_term_of_payment_never_started_when_sent_then_refused(naam: str) -> None:
    spel = tot("beslist").met(
        doe(
            "BetekenBoetebesluit",
            besluit="B1",
            kanaal=BEWIJS,
            verzondenOp="2024-08-05",
            rechtsmiddelenVermeld=True,
        )
    )
    velden: dict[str, object] = {"vordering": "V1", "verzondenOp": "2025-06-02", **BRIEVEN[naam]}
    spel.stap(doe(naam, "2025-06-02", **velden)).geweigerd(
        "VervaldagNietVerstreken", laatsteDagBurger="nietGestart"
    )


@pytest.mark.parametrize("naam", sorted(BRIEVEN))
def test_given_nothing_is_due_any_more_when_sent_then_refused(naam: str) -> None:
    velden: dict[str, object] = {"vordering": "V1", "verzondenOp": "2025-03-10", **BRIEVEN[naam]}
    stap = doe(naam, "2025-03-10", **velden)
    betaald(tot("definitief"), "250.00", "2024-11-04").stap(stap).geweigerd(
        "VorderingVoldaan", vordering="V1"
    )
    recht_gezet = tot("betekend").met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))
    recht_gezet.stap(stap).geweigerd("FaseLaatDitNietToe", betreft="V1", fase="afgesloten")


@pytest.mark.parametrize("naam", ["VerzendBetaalverzoek", "VerzendAanmaning"])
def test_given_the_claim_is_at_vlabel_when_sent_then_refused_until_it_is_back(naam: str) -> None:
    velden: dict[str, object] = {"vordering": "V1", "verzondenOp": "2025-03-10", **BRIEVEN[naam]}
    stap = doe(naam, "2025-03-10", **velden)
    tot("overgedragen").stap(stap).geweigerd("FaseLaatDitNietToe", fase="bij VLABEL")
    terug = tot("overgedragen").met(doe("WeigerVlabelOverdracht", overdracht="O1", code="E1"))
    assert terug.stap(stap).weigering is None


def test_given_it_was_in_default_when_again_then_refused() -> None:
    tot("inGebrekeTotBetaling").wanneer(
        "StelInGebrekeTotBetaling", vordering="V1", kanaal="gewoon", verzondenOp="2025-02-03"
    ).geweigerd("FaseLaatDitNietToe", fase="inGebreke", toegelaten=["vervallen", "aangemaand"])


@pytest.mark.parametrize("naam", sorted(BRIEVEN))
def test_given_a_key_in_use_when_sent_then_existence_answers_first(naam: str) -> None:
    velden: dict[str, object] = {"vordering": "V1", "verzondenOp": "2024-08-09", **BRIEVEN[naam]}
    uitkomst = betaald(tot("betekend"), "250.00", "2024-08-09").stap(doe(naam, stuk="S1", **velden))
    ook = ["VorderingVoldaan"]
    if naam in NA_VERVALDAG:
        ook.append("VervaldagNietVerstreken")
    uitkomst.geweigerd("SleutelReedsGebruikt", *ook, sleutel="S1")


@pytest.mark.parametrize(
    ("spel", "verwacht"),
    [
        (lambda: tot("betekend"), "open"),
        (lambda: betaald(tot("betekend"), "10.00", "2024-08-09"), "deelsBetaald"),
        (lambda: betaald(tot("betekend"), "250.00", "2024-08-09"), "betaald"),
        (lambda: betaald(tot("betekend"), "250.01", "2024-08-09"), "teveelBetaald"),
        (lambda: tot("betekend").op(VERVALDAG), "open"),
        (lambda: tot("betekend").op(VERVALDAG + timedelta(days=1)), "vervallen"),
        (lambda: tot("aangemaand"), "aangemaand"),
        (lambda: tot("inGebrekeTotBetaling"), "inGebreke"),
        (lambda: tot("overgedragen"), "overdrachtVoorbereid"),
        (
            lambda: tot("overgedragen").met(
                doe("MarkeerVlabelOverdrachtVerzonden", overdracht="O1", bestand="X-1")
            ),
            "overdrachtVoorbereid",
        ),
        (lambda: tot("bevestigd"), "bijVlabel"),
        (lambda: rechtgezet(tot("betekend")), "afgesloten"),
        (lambda: rechtgezet(betaald(tot("betekend"), "1.00", "2024-08-09")), "terugTeBetalen"),
    ],
)
def test_given_a_claim_then_its_status_is_the_first_that_holds(
    spel: Callable[[], Spel], verwacht: str
) -> None:
    assert status(spel()) == verwacht
