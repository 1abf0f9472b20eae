"""One fine per infringement: a revived decision, and the second one that was taken meanwhile."""

from __future__ import annotations

from functools import cache

import pytest

from handhaving.dossier.enig import TWEEDE_BESLUIT, dat_voorgaat
from handhaving.dossier.state import Fase
from handhaving.dossier.werk import werk
from tests.dossier.rechtzetspel import laatste, zet_recht
from tests.dossier.spel import Spel, Stap, doe, feit
from tests.dossier.trap import MOTIEVEN, na
from tests.dossier.voorbeelden import met_beroep

UITSPRAAK = {"besluit": "B1", "op": "2024-09-09", "definitiefOp": "2024-09-09"}
BETEKEN = doe(
    "BetekenBoetebesluit",
    "2024-09-13",
    besluit="B2",
    kanaal="afgifte",
    verzondenOp="2024-09-13",
    ontvangenOp="2024-09-13",
    rechtsmiddelenVermeld=True,
    ogm_nummer=2,
)
TREK_IN = doe("TrekBoetebesluitIn", besluit="B2", motivering="Fictief.", redenCode=TWEEDE_BESLUIT)
GEVRAAGD = feit(
    "HerbekijkenGevraagd",
    soort=TWEEDE_BESLUIT,
    betreft="B2",
    opdracht="TrekBoetebesluitIn",
    gegevens={"besluit": "B2", "redenCode": TWEEDE_BESLUIT},
)


@cache
def opnieuw_beslist() -> Spel:
    """The first decision is annulled, and a second one is taken over the same infringement."""
    return met_beroep().met(
        doe("RegistreerUitspraak", "2024-09-10", uitspraak="vernietigd", **UITSPRAAK),
        doe("NeemBoetebesluit", "2024-09-12", inbreuk="I1", bedrag="100.00", **MOTIEVEN),
    )


@cache
def tweede_betekend() -> Spel:
    return opnieuw_beslist().met(BETEKEN)


@cache
def tweede_bij_vlabel() -> Spel:
    """The second decision is final and its claim is with VLABEL."""
    spel = tweede_betekend()
    spel = spel.met(doe("StelDefinitiefVast", na(spel, "beroep", "B2"), besluit="B2"))
    brieven = [
        doe("VerzendAanmaning", op, vordering="V2", kanaal="gewoon", verzondenOp=op)
        for op in ("2024-12-02", "2025-01-06")
    ]
    in_gebreke = doe(
        "StelInGebrekeTotBetaling",
        "2025-02-03",
        vordering="V2",
        kanaal="aangetekend",
        verzondenOp="2025-02-03",
    )
    return spel.met(*brieven, in_gebreke, doe("DraagOverAanVlabel", "2025-03-03", vordering="V2"))


def rechtgezet(spel: Spel) -> Spel:
    """The judgment was never there: the first decision stands again."""
    return zet_recht(spel, laatste(spel, "UitspraakGeregistreerd")).spel


def test_given_a_revived_decision_then_the_later_one_is_asked_to_be_withdrawn() -> None:
    spel = opnieuw_beslist()
    uitkomst = zet_recht(spel, laatste(spel, "UitspraakGeregistreerd"))
    spel = uitkomst.spel
    assert uitkomst.weigering is None
    assert [g for g in uitkomst.feiten if not GEVRAAGD.past_op(g)] != []
    assert [(t.soort, t.betreft) for t in spel.dossier.taken.values()] == [(TWEEDE_BESLUIT, "B2")]
    inbreuk = spel.dossier.inbreuken["I1"]
    assert (inbreuk.fase, inbreuk.besluit) == (Fase.IN_BEROEP, "B1")
    assert all(w.opdracht != "BetekenBoetebesluit" for w in werk(spel.dossier))
    assert spel.opnieuw() == spel.dossier


def test_given_a_revived_decision_when_the_later_one_is_served_then_refused() -> None:
    spel = rechtgezet(opnieuw_beslist())
    spel.stap(BETEKEN).geweigerd(
        "AnderBesluitStaat", "FaseLaatDitNietToe", inbreuk="I1", ander="B1", besluit="B2"
    )
    weigering = spel.stap(BETEKEN).weigering
    assert weigering is not None
    assert weigering.uitweg == ("TrekBoetebesluitIn",)
    opnieuw_beslist().stap(BETEKEN).dan(
        "BoetebesluitBetekend", "BeroepstermijnGestart", "VorderingGeboekt", "BetaaltermijnGestart"
    )


def test_given_the_later_one_is_withdrawn_then_the_first_goes_on_and_nothing_is_decided() -> None:
    spel = rechtgezet(opnieuw_beslist()).met(TREK_IN)
    inbreuk = spel.dossier.inbreuken["I1"]
    assert (inbreuk.fase, inbreuk.besluit) == (Fase.IN_BEROEP, "B1")
    spel.wanneer("NeemBoetebesluit", inbreuk="I1", bedrag="100.00", **MOTIEVEN).geweigerd(
        "FaseLaatDitNietToe", fase="inBeroep"
    )


def test_given_the_first_one_falls_again_then_the_second_goes_on() -> None:
    spel = rechtgezet(opnieuw_beslist()).met(
        doe("RegistreerUitspraak", uitspraak="vernietigd", **UITSPRAAK)
    )
    inbreuk = spel.dossier.inbreuken["I1"]
    assert (inbreuk.fase, inbreuk.besluit) == (Fase.BESLIST, "B2")
    assert spel.stap(BETEKEN).weigering is None


def test_given_the_later_one_was_served_then_its_recovery_lies_still() -> None:
    spel = tweede_betekend()
    uitkomst = zet_recht(spel, laatste(spel, "UitspraakGeregistreerd"))
    stil = feit("InvorderingOpgeschort", vordering="V2", redenCode=TWEEDE_BESLUIT)
    assert [g for g in uitkomst.feiten if not stil.past_op(g)] != []
    spel = uitkomst.spel
    vorderingen = spel.dossier.vorderingen
    assert [c for _, _, c in vorderingen["V2"].opschortingen] == [TWEEDE_BESLUIT]
    assert vorderingen["V1"].opschortingen == ()
    assert [(t.soort, t.betreft) for t in spel.dossier.taken.values() if t.opdracht] == [
        (TWEEDE_BESLUIT, "B2"),
        ("foutieveBrieven", "B2"),
    ]
    # The second decision lives its own life; the infringement follows the first.
    spel = spel.met(doe("StelDefinitiefVast", na(spel, "beroep", "B2"), besluit="B2"))
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_BEROEP
    assert spel.met(TREK_IN).dossier.vorderingen["V2"].afgesloten


def _brief(naam: str, **wat: str) -> Stap:
    return doe(naam, "2025-01-06", vordering="V2", verzondenOp="2025-01-06", **wat)


@pytest.mark.parametrize(
    "stap",
    [
        _brief("VerzendBetaalverzoek"),
        _brief("VerzendAanmaning", kanaal="gewoon"),
        _brief("StelInGebrekeTotBetaling", kanaal="aangetekend"),
        doe("DraagOverAanVlabel", "2025-01-06", vordering="V2"),
        doe("KeurDringendeOverdrachtGoed", "2025-01-06", vordering="V2", motivering="Fictief."),
    ],
    ids=lambda stap: stap.naam,
)
def test_given_a_resumed_recovery_while_both_stand_then_still_nothing_leaves(stap: Stap) -> None:
    spel = rechtgezet(tweede_betekend()).op("2024-12-30")
    spel = spel.met(doe("HervatInvordering", vordering="V2", vanaf="2024-12-30"))
    weigering = spel.stap(stap).weigering
    assert weigering is not None
    assert "AnderBesluitStaat" in {weigering.code, *weigering.ook_geweigerd}
    alleen = spel.met(
        doe("RegistreerUitspraak", uitspraak="vernietigd", **UITSPRAAK),
    )
    weigering = alleen.stap(stap).weigering
    over = set() if weigering is None else {weigering.code, *weigering.ook_geweigerd}
    assert "AnderBesluitStaat" not in over
    eerste = doe(stap.naam, stap.op, **{**stap.gegevens, "vordering": "V1"})
    weigering = spel.stap(eerste).weigering
    over = set() if weigering is None else {weigering.code, *weigering.ook_geweigerd}
    assert "AnderBesluitStaat" not in over


def test_given_the_later_one_is_with_vlabel_then_it_is_recalled() -> None:
    spel = rechtgezet(tweede_bij_vlabel())
    assert spel.dossier.overdrachten["O1"].staat == "teruggeroepen"
    assert spel.dossier.vorderingen["V2"].opgeschort_op(spel.vandaag) == TWEEDE_BESLUIT


def test_given_both_stand_when_something_else_is_put_right_then_it_stays_still() -> None:
    spel = rechtgezet(tweede_betekend()).met(
        doe("VerzendBetaalverzoek", vordering="V1", verzondenOp="2024-09-13")
    )
    voordien = spel.dossier.vorderingen["V2"].opschortingen
    uitkomst = zet_recht(spel, laatste(spel, "BetaalverzoekVerzonden"))
    assert uitkomst.weigering is None
    assert uitkomst.spel.dossier.vorderingen["V2"].opschortingen == voordien
    soorten = [type(g).__name__ for g in uitkomst.feiten]
    assert not {"InvorderingOpgeschort", "InvorderingHervat", "HerbekijkenGevraagd"} & {*soorten}


def test_given_both_stand_when_the_infringement_is_put_right_then_both_are_withdrawn() -> None:
    spel = rechtgezet(tweede_betekend())
    spel = spel.wanneer("ZetInbreukRecht", inbreuk="I1", reden="Fictief.").dan(
        "InbreukRechtgezet",
        feit("BoetebesluitIngetrokken", besluit="B1"),
        feit("BoetebesluitIngetrokken", besluit="B2"),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.RECHTGEZET


def test_given_one_decision_stands_then_none_goes_before_it() -> None:
    besluiten = opnieuw_beslist().dossier.besluiten
    assert [dat_voorgaat(opnieuw_beslist().dossier, b) for b in besluiten.values()] == [None, None]
    beide = rechtgezet(opnieuw_beslist()).dossier
    eerste, tweede = beide.besluiten.values()
    assert (dat_voorgaat(beide, eerste), dat_voorgaat(beide, tweede)) == (None, eerste)
