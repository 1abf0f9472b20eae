"""Recovery that stands still, and a claim that nobody can collect."""

from __future__ import annotations

from typing import Any

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.vordering.opschorting import opschorting
from handhaving.dossier.vordering.saldo import saldo
from handhaving.recht import Cent
from tests.dossier.spel import Spel, Stap, dag, doe, feit, recht
from tests.dossier.trap import IN_GEBREKE_OP, tot
from tests.dossier.voorbeelden_geld import betaald, met_plan, oninbaar

IN_GEBREKE = tot("inGebrekeTotBetaling")
CSR = "collectieveSchuldenregeling"


def schort(vanaf: str, **velden: object) -> Stap:
    gegevens = {"vordering": "V1", "reden": "Fictief.", "vanaf": vanaf, **velden}
    return doe("SchortInvorderingOp", vanaf, **gegevens)


def hervat(vanaf: str, **velden: object) -> Stap:
    gegevens = {"vordering": "V1", "vanaf": vanaf, **velden}
    return doe("HervatInvordering", vanaf, **gegevens)


def status(spel: Spel) -> str:
    beeld: Any = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    return str(beeld["V1"]["status"])


def intrest(spel: Spel, op: str) -> Cent:
    return saldo(spel.dossier.vorderingen["V1"], dag(op), recht()).intrest


def zonder(van: str, tot_: str | None, op: str) -> Cent:
    """The interest up to `op` but for this period."""
    alles = recht().intrest(Cent(25000), dag(IN_GEBREKE_OP), dag(op)).exact
    stil = recht().intrest(Cent(25000), dag(van), dag(tot_ or op)).exact
    return Cent.rond_af(alles - stil)


def test_given_a_claim_when_suspended_then_no_letter_and_no_hand_over_until_resumed() -> None:
    spel = IN_GEBREKE.stap(schort("2025-03-03", redenCode="bewind")).dan(
        feit(
            "InvorderingOpgeschort",
            vordering="V1",
            vanaf="2025-03-03",
            redenCode="bewind",
            intrestStopt=False,
            reden="Fictief.",
        )
    )
    assert status(spel) == "opgeschort"
    for naam, velden in (
        ("VerzendBetaalverzoek", {}),
        ("VerzendAanmaning", {"kanaal": "gewoon"}),
    ):
        spel.wanneer(naam, vordering="V1", verzondenOp="2025-03-03", **velden).geweigerd(
            "InvorderingIsOpgeschort", vordering="V1", vanaf="2025-03-03", redenCode="bewind"
        )
    spel.wanneer("DraagOverAanVlabel", vordering="V1").geweigerd("InvorderingIsOpgeschort")
    tot("definitief").met(schort("2024-11-04")).wanneer(
        "StelInGebrekeTotBetaling", vordering="V1", kanaal="gewoon", verzondenOp="2024-11-04"
    ).geweigerd("InvorderingIsOpgeschort", redenCode="andere")
    spel = spel.stap(hervat("2025-04-01")).dan(
        feit("InvorderingHervat", vordering="V1", vanaf="2025-04-01", redenCode=None)
    )
    assert status(spel) == "inGebreke"
    spel.wanneer("DraagOverAanVlabel", vordering="V1").dan("VlabelOverdrachtVoorbereid")


def test_given_a_letter_that_left_before_the_suspension_then_it_is_still_a_fact() -> None:
    spel = IN_GEBREKE.met(schort("2025-03-03")).op("2025-03-10")
    spel.wanneer("VerzendAanmaning", vordering="V1", kanaal="gewoon", verzondenOp="2025-03-02").dan(
        "AanmaningVerzonden"
    )


def test_given_debt_settlement_when_suspended_then_interest_stops() -> None:
    # Case 75 in part: interest stops where the ground stops it (parameter).
    spel = IN_GEBREKE.stap(schort("2025-03-03", reden=CSR)).dan(
        feit("InvorderingOpgeschort", redenCode=CSR, intrestStopt=True)
    )
    assert intrest(spel, "2025-06-02") == zonder("2025-03-03", None, "2025-06-02")
    spel = spel.met(hervat("2025-04-01"))
    assert intrest(spel, "2025-06-02") == zonder("2025-03-03", "2025-04-01", "2025-06-02")
    gewoon = IN_GEBREKE.met(schort("2025-03-03"))
    assert intrest(gewoon, "2025-06-02") == intrest(IN_GEBREKE, "2025-06-02")


def test_given_two_grounds_when_one_is_over_then_the_other_still_holds() -> None:
    spel = IN_GEBREKE.met(
        schort("2025-03-03", redenCode="bewind"), opschorting("V1", dag("2025-03-05"), CSR, recht())
    ).op("2025-03-10")
    spel.stap(schort("2025-03-10")).geweigerd("InvorderingIsOpgeschort")
    een = spel.met(hervat("2025-03-10", redenCode="bewind"))
    assert status(een) == "opgeschort"
    assert status(een.met(hervat("2025-03-11"))) == "inGebreke"
    assert status(spel.met(hervat("2025-03-10"))) == "inGebreke"


def test_given_it_runs_when_resumed_then_refused() -> None:
    IN_GEBREKE.stap(hervat("2025-03-03")).geweigerd(
        "FaseLaatDitNietToe", fase="niet opgeschort", toegelaten=["opgeschort"]
    )
    spel = IN_GEBREKE.met(schort("2025-03-03", redenCode="bewind")).op("2025-03-10")
    spel.stap(doe("HervatInvordering", vordering="V1", vanaf="2025-03-02")).geweigerd(
        "PeriodeOngeldig", van="2025-03-03", tot="2025-03-02"
    )
    spel.stap(hervat("2025-03-10", redenCode=CSR)).geweigerd("FaseLaatDitNietToe")
    assert status(spel.met(hervat("2025-03-10"))) == "inGebreke"


def test_given_nothing_to_collect_when_suspended_then_refused() -> None:
    betaald().stap(schort("2024-11-05")).geweigerd("VorderingVoldaan")


# --- uncollectable --------------------------------------------------------------------------------


def test_given_a_claim_when_written_off_then_nobody_collects_and_the_clock_runs_on() -> None:
    voor = IN_GEBREKE.dossier.vorderingen["V1"].verjaring
    spel = IN_GEBREKE.wanneer(
        "VerklaarOninbaar", vordering="V1", reden="Fictief.", redenCode="onvermogend"
    ).dan(
        feit(
            "OninbaarVerklaard",
            vordering="V1",
            op="2025-02-03",
            redenCode="onvermogend",
            reden="Fictief.",
        )
    )
    assert status(spel) == "oninbaar"
    assert spel.dossier.vorderingen["V1"].verjaring == voor
    lopend = {t.soort for t in termijnen(spel.dossier) if t.staat == "loopt"}
    assert {"verjaring", "verjaring-365"} <= lopend
    spel.wanneer("DraagOverAanVlabel", vordering="V1").geweigerd(
        "FaseLaatDitNietToe", fase="oninbaar"
    )
    spel.wanneer(
        "VerzendAanmaning", vordering="V1", kanaal="gewoon", verzondenOp="2025-02-03"
    ).geweigerd("FaseLaatDitNietToe", fase="oninbaar")
    spel = spel.wanneer("HeropenVordering", vordering="V1", reden="Fictief.").dan(
        feit("VorderingHeropend", vordering="V1", verjaart="2029-08-05")
    )
    assert status(spel) == "inGebreke"
    assert spel.dossier.vorderingen["V1"].verjaring == voor


@pytest.mark.parametrize(
    ("spel", "codes"),
    [
        (betaald(), ("VorderingVoldaan",)),
        (tot("bevestigd"), ("FaseLaatDitNietToe",)),
        (oninbaar(), ("FaseLaatDitNietToe",)),
        (met_plan(), ("AfbetalingsplanLoopt",)),
        (IN_GEBREKE.op("2029-08-06"), ("VorderingVerjaard",)),
    ],
)
def test_given_something_in_the_way_when_written_off_then_refused(
    spel: Spel, codes: tuple[str, ...]
) -> None:
    spel.wanneer("VerklaarOninbaar", vordering="V1", reden="F.").geweigerd(*codes)


def test_given_it_was_not_written_off_or_it_is_prescribed_when_reopened_then_refused() -> None:
    IN_GEBREKE.wanneer("HeropenVordering", vordering="V1", reden="F.").geweigerd(
        "FaseLaatDitNietToe", fase="niet oninbaar"
    )
    oninbaar().wanneer("HeropenVordering", "2029-08-05", vordering="V1", reden="F.").dan(
        "VorderingHeropend"
    )
    oninbaar().wanneer("HeropenVordering", "2029-08-06", vordering="V1", reden="F.").geweigerd(
        "VorderingVerjaard", vordering="V1", datum="2029-08-05"
    )
