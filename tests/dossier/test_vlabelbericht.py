"""What VLABEL says after the hand-over, and a hand-over that is recalled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.vordering.saldo import saldo
from tests.dossier.spel import ANDER, Spel, Stap, dag, doe, feit, recht
from tests.dossier.trap import tot

BIJ_VLABEL = tot("bevestigd")
OP = "2025-04-01"


def bericht(soort: str, op: str = OP, **velden: object) -> Stap:
    gegevens = {"overdracht": "O1", "soort": soort, "op": op, **velden}
    return doe("RegistreerVlabelBericht", op, **gegevens)


def nu(spel: Spel) -> dict[str, Any]:
    beeld: Any = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    return dict(beeld["V1"])


def bevroren(spel: Spel) -> list[object]:
    return [g for g, _ in spel.paren if type(g).__name__ == "VlabelOverdrachtVoorbereid"]


def test_given_a_payment_at_vlabel_then_booked_like_any_other_without_telling_them() -> None:
    open_ = saldo(BIJ_VLABEL.dossier.vorderingen["V1"], dag(OP), recht())
    spel = BIJ_VLABEL.stap(
        bericht("betaling", bedrag=str(open_.totaal), bankreferentie="VL-P-1")
    ).dan(
        feit("VlabelBerichtGeregistreerd", overdracht="O1", soort="betaling", op=OP),
        feit(
            "BetalingGeboekt",
            vordering="V1",
            bankreferentie="VL-P-1",
            valutadatum=OP,
            overdracht="O1",
            toerekening={
                "kosten": "0.00",
                "intrest": str(open_.intrest),
                "hoofdsom": "250.00",
                "teveel": "0.00",
                "voorlopig": False,
            },
        ),
        "VorderingVoldaan",
    )
    assert nu(spel)["status"] == "betaald"
    assert spel.dossier.open_taken("V1") == []
    assert bevroren(spel) == bevroren(BIJ_VLABEL)
    zelfde = {"bedrag": str(open_.totaal), "bankreferentie": "VL-P-1"}
    spel.stap(bericht("betaling", **zelfde)).dan()
    anders = {"bedrag": "1.00", "bankreferentie": "VL-P-1"}
    spel.stap(bericht("betaling", **anders)).dan(
        feit(
            "HerbekijkenGevraagd",
            soort="bankreferentieAnders",
            betreft="V1",
            opdracht="RegistreerVlabelBericht",
            gegevens={"overdracht": "O1", "soort": "betaling", "op": OP, **anders},
        )
    ).stap(bericht("betaling", **anders)).dan()
    spel.stap(bericht("betaling", bedrag="1.00")).dan(
        "VlabelBerichtGeregistreerd", "BetalingGeboekt", "TeveelBetaald"
    )


@pytest.mark.parametrize(
    ("soort", "velden"), [("betaling", {}), ("dwangbevel", {"bedrag": "1.00"})]
)
def test_given_an_amount_where_none_belongs_then_refused(
    soort: str, velden: dict[str, str]
) -> None:
    BIJ_VLABEL.stap(bericht(soort, **velden)).geweigerd("OngeldigeGegevens")


def test_given_the_reference_is_elsewhere_or_the_day_is_before_the_decision_then_refused() -> None:
    stap = bericht("betaling", bedrag="1.00", bankreferentie="C-1")
    elders = replace(stap, elders={("bankreferentie", "C-1"): ANDER})
    BIJ_VLABEL.stap(elders).geweigerd("BankreferentieElders")
    vroeg = replace(bericht("betaling", "2024-08-04", bedrag="1.00"), op=None)
    BIJ_VLABEL.stap(vroeg).geweigerd("BetalingVoorBesluit", valutadatum="2024-08-04")


def test_given_a_writ_then_the_prescription_is_interrupted() -> None:
    spel = BIJ_VLABEL.stap(bericht("dwangbevel")).dan(
        "VlabelBerichtGeregistreerd",
        feit("VerjaringGestuit", daad="dwangbevel", op=OP, nieuweVerjaringsdatum="2030-04-01"),
    )
    assert nu(spel)["verjaring"]["datum"] == "2030-04-01"
    assert nu(spel)["status"] == "bijVlabel"
    spel.stap(bericht("dwangbevel")).dan("VlabelBerichtGeregistreerd")
    laat = BIJ_VLABEL.stap(bericht("dwangbevel", "2029-08-06"))
    laat.dan("VlabelBerichtGeregistreerd", feit("StuitingZonderGevolg", reden="reedsVerjaard"))


@pytest.mark.parametrize("soort", ["terug", "stopgezet"])
def test_given_it_is_returned_or_stopped_then_the_claim_is_back(soort: str) -> None:
    spel = BIJ_VLABEL.stap(bericht(soort, reden="Fictief.", redenCode="adresOnbekend")).dan(
        feit("VlabelBerichtGeregistreerd", soort=soort, redenCode="adresOnbekend")
    )
    assert nu(spel)["status"] == "inGebreke"
    assert nu(spel)["vlabel"] == {"status": "afgesloten"}
    spel.wanneer("VerzendAanmaning", vordering="V1", kanaal="gewoon", verzondenOp=OP).dan(
        "AanmaningVerzonden"
    )
    spel.wanneer("DraagOverAanVlabel", vordering="V1").dan(
        feit("VlabelOverdrachtVoorbereid", overdracht="O2")
    )
    spel.stap(bericht("dwangbevel")).geweigerd("FaseLaatDitNietToe", fase="afgesloten")
    spel.stap(bericht("betaling", bedrag="10.00")).dan(
        "VlabelBerichtGeregistreerd", "BetalingGeboekt"
    )


def test_given_it_is_uncollectable_then_so_it_is_here_until_reopened() -> None:
    spel = BIJ_VLABEL.stap(bericht("oninbaar", reden="Fictief.")).dan(
        "VlabelBerichtGeregistreerd",
        feit("OninbaarVerklaard", vordering="V1", op=OP, redenCode="vlabel", reden="Fictief."),
    )
    assert nu(spel)["status"] == "oninbaar"
    spel = spel.met(doe("HeropenVordering", vordering="V1", reden="Fictief."))
    assert nu(spel)["status"] == "inGebreke"


def test_given_it_is_suspended_there_then_here_too() -> None:
    spel = BIJ_VLABEL.stap(bericht("opgeschort", reden="Fictief.")).dan(
        "VlabelBerichtGeregistreerd",
        feit(
            "InvorderingOpgeschort", vordering="V1", vanaf=OP, redenCode="vlabel", reden="Fictief."
        ),
    )
    assert (nu(spel)["status"], nu(spel)["vlabel"]) == ("opgeschort", {"status": "bevestigd"})
    spel.stap(bericht("opgeschort")).dan("VlabelBerichtGeregistreerd")


def test_given_the_claim_is_gone_then_a_message_is_recorded_and_nothing_follows() -> None:
    spel = BIJ_VLABEL.met(bericht("betaling", bedrag="300.00"))
    for soort in ("dwangbevel", "oninbaar", "opgeschort"):
        spel.stap(bericht(soort)).dan("VlabelBerichtGeregistreerd")


def test_given_a_hand_over_when_recalled_then_the_claim_is_back_and_only_once() -> None:
    spel = BIJ_VLABEL.wanneer(
        "RoepVlabelOverdrachtTerug", OP, overdracht="O1", reden="Fictief.", redenCode="vergissing"
    ).dan(
        feit(
            "VlabelOverdrachtTeruggeroepen",
            overdracht="O1",
            teruggeroepenOp=OP,
            redenCode="vergissing",
            reden="Fictief.",
        )
    )
    assert nu(spel)["status"] == "inGebreke"
    assert nu(spel)["vlabel"] == {"status": "teruggeroepen"}
    spel.wanneer("RoepVlabelOverdrachtTerug", overdracht="O1", reden="F.").geweigerd(
        "FaseLaatDitNietToe", betreft="O1", fase="teruggeroepen"
    )
    spel.stap(bericht("terug")).geweigerd("FaseLaatDitNietToe", fase="teruggeroepen")


def test_given_a_late_appeal_that_succeeds_then_the_hand_over_is_recalled() -> None:
    spel = BIJ_VLABEL.met(doe("StelBeroepIn", OP, besluit="B1", ingesteldOp=OP))
    assert nu(spel)["status"] == "bijVlabel"
    uitspraak = {"besluit": "B1", "op": OP, "definitiefOp": OP}
    daarna = spel.wanneer("RegistreerUitspraak", uitspraak="vernietigd", **uitspraak).dan(
        "UitspraakGeregistreerd",
        feit("VlabelOverdrachtTeruggeroepen", overdracht="O1", redenCode="besluitVernietigd"),
    )
    assert (nu(daarna)["status"], nu(daarna)["vlabel"]) == (
        "afgesloten",
        {"status": "teruggeroepen"},
    )
    lager = spel.wanneer(
        "RegistreerUitspraak", uitspraak="hervormd", bedrag="100.00", **uitspraak
    ).dan("UitspraakGeregistreerd")
    assert [t.soort for t in lager.dossier.open_taken("V1")] == ["meldAanVlabel"]


def test_given_recovery_stands_still_then_a_prepared_hand_over_does_not_leave() -> None:
    spel = tot("overgedragen").met(
        doe("SchortInvorderingOp", vordering="V1", reden="Fictief.", vanaf="2025-03-03")
    )
    stap = doe("MarkeerVlabelOverdrachtVerzonden", overdracht="O1", bestand="VLABEL-1.xml")
    spel.stap(stap).geweigerd("InvorderingIsOpgeschort", vordering="V1", vanaf="2025-03-03")
    spel = spel.met(doe("HervatInvordering", vordering="V1", vanaf="2025-03-03"))
    spel.stap(stap).dan("VlabelOverdrachtVerzonden")
