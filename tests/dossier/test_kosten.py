"""Costs, and what is remitted: never more than what is open of that part."""

from __future__ import annotations

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.vordering.saldo import saldo
from handhaving.recht import Cent
from tests.dossier.spel import Spel, Stap, dag, doe, feit, recht
from tests.dossier.trap import IN_GEBREKE_OP, tot
from tests.dossier.voorbeelden_geld import betaald

IN_GEBREKE = tot("inGebrekeTotBetaling").op("2025-06-02")


def kost(bedrag: str) -> Stap:
    return doe("RekenKostAan", vordering="V1", bedrag=bedrag, reden="Fictief.")


def scheld(onderdeel: str, bedrag: str) -> Stap:
    return doe("ScheldKwijt", vordering="V1", onderdeel=onderdeel, bedrag=bedrag, reden="Fictief.")


def status(spel: Spel) -> object:
    beeld = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    return beeld["V1"]["status"]  # type: ignore[index, call-overload]


def test_given_a_cost_when_charged_then_it_is_due_and_paid_first() -> None:
    spel = IN_GEBREKE.stap(kost("15.00")).dan(
        feit(
            "KostAangerekend",
            vordering="V1",
            bedrag="15.00",
            op="2025-06-02",
            redenCode="andere",
            reden="Fictief.",
        )
    )
    open_ = saldo(spel.dossier.vorderingen["V1"], spel.vandaag, recht())
    assert open_.kosten == Cent(1500)
    spel.wanneer(
        "BoekBetaling",
        vordering="V1",
        bedrag="10.00",
        valutadatum="2025-06-02",
        bankreferentie="C-1",
    ).dan(
        feit(
            "BetalingGeboekt",
            toerekening={
                "kosten": "10.00",
                "intrest": "0.00",
                "hoofdsom": "0.00",
                "teveel": "0.00",
                "voorlopig": False,
            },
        )
    )


@pytest.mark.parametrize("bedrag", ["0.00", "-1.00"])
@pytest.mark.parametrize("maak", [kost, lambda bedrag: scheld("hoofdsom", bedrag)])
def test_given_no_amount_then_refused(maak: object, bedrag: str) -> None:
    assert callable(maak)
    IN_GEBREKE.stap(maak(bedrag)).geweigerd("OngeldigeGegevens", velden=["bedrag: ongeldig bedrag"])


@pytest.mark.parametrize("stap", [kost("1.00"), scheld("hoofdsom", "1.00")])
def test_given_nothing_is_due_any_more_then_refused(stap: Stap) -> None:
    betaald().stap(stap).geweigerd("VorderingVoldaan", *_meer(stap))
    weg = tot("betekend").met(doe("ZetInbreukRecht", inbreuk="I1", reden="F."))
    weg.stap(stap).geweigerd("FaseLaatDitNietToe", *_meer(stap), fase="afgesloten")


def _meer(stap: Stap) -> tuple[str, ...]:
    return ("KwijtscheldingTeHoog",) if stap.naam == "ScheldKwijt" else ()


def test_given_part_of_the_principal_is_remitted_then_interest_runs_on_what_is_left() -> None:
    spel = IN_GEBREKE.stap(scheld("hoofdsom", "100.00")).dan(
        feit(
            "KwijtscheldingVerleend",
            vordering="V1",
            onderdeel="hoofdsom",
            bedrag="100.00",
            op="2025-06-02",
            volledig=False,
        )
    )
    eerst = recht().intrest(Cent(25000), dag(IN_GEBREKE_OP), dag("2025-06-02")).exact
    daarna = recht().intrest(Cent(15000), dag("2025-06-02"), dag("2025-12-01")).exact
    open_ = saldo(spel.dossier.vorderingen["V1"], dag("2025-12-01"), recht())
    assert open_.hoofdsom == Cent(15000)
    assert open_.intrest == Cent.rond_af(eerst + daarna)
    assert status(spel) == "inGebreke"


@pytest.mark.parametrize("onderdeel", ["kosten", "intrest", "hoofdsom"])
def test_given_more_than_is_open_of_that_part_when_remitted_then_refused(onderdeel: str) -> None:
    spel = IN_GEBREKE.met(kost("15.00"))
    open_: Cent = getattr(saldo(spel.dossier.vorderingen["V1"], spel.vandaag, recht()), onderdeel)
    spel.stap(scheld(onderdeel, str(open_ + 1))).geweigerd(
        "KwijtscheldingTeHoog", onderdeel=onderdeel, open=str(open_), bedrag=str(open_ + 1)
    )
    daarna = spel.met(scheld(onderdeel, str(open_)))
    rest = saldo(daarna.dossier.vorderingen["V1"], spel.vandaag, recht())
    assert getattr(rest, onderdeel) == 0
    assert rest.totaal == saldo(spel.dossier.vorderingen["V1"], spel.vandaag, recht()).totaal - int(
        open_
    )


def test_given_all_of_it_is_remitted_then_the_claim_is_closed_and_what_comes_in_goes_back() -> None:
    spel = (
        tot("definitief")
        .stap(scheld("hoofdsom", "250.00"))
        .dan(feit("KwijtscheldingVerleend", volledig=True))
    )
    assert status(spel) == "afgesloten"
    spel.stap(kost("1.00")).geweigerd("FaseLaatDitNietToe", fase="afgesloten")
    daarna = spel.met(
        doe(
            "BoekBetaling",
            vordering="V1",
            bedrag="5.00",
            valutadatum=spel.vandaag.isoformat(),
            bankreferentie="C-1",
        )
    )
    assert status(daarna) == "teveelBetaald"
    terug = daarna.met(
        doe("BetaalTerug", vordering="V1", bedrag="5.00", op=spel.vandaag.isoformat())
    )
    assert status(terug) == "afgesloten"


def test_given_a_claim_at_vlabel_when_remitted_or_charged_then_vlabel_must_be_told() -> None:
    for stap in (kost("5.00"), scheld("hoofdsom", "5.00")):
        spel = tot("bevestigd").met(stap)
        assert [t.soort for t in spel.dossier.open_taken("V1")] == ["meldAanVlabel"]
    assert tot("definitief").met(kost("5.00")).dossier.open_taken("V1") == []
