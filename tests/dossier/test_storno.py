"""A payment that the bank takes back, and money that must go back to whoever paid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.vordering.saldo import saldo
from handhaving.recht import Cent
from tests.dossier.spel import Spel, Stap, dag, doe, feit, recht
from tests.dossier.trap import IN_GEBREKE_OP, tot
from tests.dossier.voorbeelden_geld import betaald

IN_GEBREKE = tot("inGebrekeTotBetaling")


def boek(bedrag: str, op: str, referentie: str = "C-1") -> Stap:
    return doe(
        "BoekBetaling",
        op,
        vordering="V1",
        bedrag=bedrag,
        valutadatum=op,
        bankreferentie=referentie,
    )


def storneer(op: str, referentie: str = "C-1") -> Stap:
    return doe("StorneerBetaling", op, vordering="V1", bankreferentie=referentie, op=op)


def terug(bedrag: str, op: str) -> Stap:
    return doe("BetaalTerug", op, vordering="V1", bedrag=bedrag, op=op)


def open_op(spel: Spel, op: str) -> tuple[str, str, str]:
    open_ = saldo(spel.dossier.vorderingen["V1"], dag(op), recht())
    return str(open_.kosten), str(open_.intrest), str(open_.hoofdsom)


def status(spel: Spel) -> object:
    beeld = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    assert isinstance(beeld, dict)
    een = beeld["V1"]
    assert isinstance(een, dict)
    return een["status"]


def test_given_a_paid_claim_when_the_bank_takes_it_back_then_the_debt_is_where_it_was() -> None:
    # Case 60: reminders restart at the old stage, no interest for the paid period (parameter).
    totaal = saldo(IN_GEBREKE.dossier.vorderingen["V1"], dag("2025-06-02"), recht())
    spel = IN_GEBREKE.met(boek(str(totaal.totaal), "2025-06-02"))
    assert status(spel) == "betaald"
    daarna = spel.stap(storneer("2025-10-06")).dan(
        feit(
            "BetalingGestorneerd",
            vordering="V1",
            bankreferentie="C-1",
            bedrag=str(totaal.totaal),
            op="2025-10-06",
            intrestLooptDoor=False,
        )
    )
    assert status(daarna) == "inGebreke"
    assert len(daarna.dossier.vorderingen["V1"].aanmaningen) == 2
    assert open_op(daarna, "2025-10-06") == ("0.00", str(totaal.intrest), "250.00")
    twee = recht().intrest(Cent(25000), dag(IN_GEBREKE_OP), dag("2025-06-02")).exact
    twee += recht().intrest(Cent(25000), dag("2025-10-06"), dag("2025-12-01")).exact
    assert open_op(daarna, "2025-12-01")[1] == str(Cent.rond_af(twee))
    daarna.wanneer(
        "VerzendAanmaning", vordering="V1", kanaal="gewoon", verzondenOp="2025-10-06"
    ).dan(feit("AanmaningVerzonden", nummer=3))


def test_given_the_parameter_says_so_then_interest_runs_on_over_the_paid_period() -> None:
    spel = IN_GEBREKE.met(boek("250.00", "2025-06-02"), storneer("2025-10-06"))
    vordering = spel.dossier.vorderingen["V1"]
    loopt = replace(
        vordering, betalingen=(replace(vordering.betalingen[0], intrest_loopt_door=True),)
    )
    alles = recht().intrest(Cent(25000), dag(IN_GEBREKE_OP), dag("2025-12-01")).bedrag
    assert saldo(loopt, dag("2025-12-01"), recht()).intrest == alles
    assert saldo(vordering, dag("2025-12-01"), recht()).intrest < alles


def test_given_it_was_taken_back_when_asked_again_then_nothing() -> None:
    spel = betaald().met(storneer("2024-11-05"))
    spel.stap(storneer("2024-11-06")).dan()
    eerder = spel.dossier.vorderingen["V1"].betalingen[0]
    spel.op("2024-11-07").stap(boek("250.00", eerder.valutadatum.isoformat())).dan()
    spel.stap(boek("250.00", "2024-11-07")).dan("HerbekijkenGevraagd")
    spel.stap(boek("250.00", "2024-11-07", "C-2")).dan("BetalingGeboekt", "VorderingVoldaan")


def test_given_no_such_payment_when_taken_back_then_refused() -> None:
    betaald().stap(storneer("2024-11-05", "C-9")).geweigerd("BetalingOnbekend", vordering="V1")


def test_given_a_day_before_the_payment_when_taken_back_then_refused() -> None:
    stap = replace(storneer("2024-11-03"), op=dag("2024-11-05"))
    betaald().stap(stap).geweigerd("PeriodeOngeldig", van="2024-11-04", tot="2024-11-03")
    betaald().stap(storneer("2024-11-04")).dan("BetalingGestorneerd")


def test_given_money_left_over_when_a_payment_is_taken_back_then_it_pays_the_debt() -> None:
    spel = betaald().met(boek("60.00", "2024-11-05", "C-2"))
    assert spel.dossier.vorderingen["V1"].teveel == Cent(6000)
    daarna = spel.stap(storneer("2024-11-11")).dan(
        "BetalingGestorneerd",
        feit(
            "ToerekeningVastgesteld",
            bankreferentie="C-2",
            toerekening={
                "kosten": "0.00",
                "intrest": "0.00",
                "hoofdsom": "60.00",
                "teveel": "0.00",
                "voorlopig": False,
            },
        ),
    )
    assert open_op(daarna, "2024-11-11") == ("0.00", "0.00", "190.00")
    assert [t.afgehandeld for t in daarna.dossier.taken.values()] == ["verrekend"]


def test_given_the_rest_covers_it_when_a_payment_is_taken_back_then_it_is_settled_again() -> None:
    spel = betaald("100.00").met(
        boek("150.00", "2024-11-05", "C-2"), boek("100.00", "2024-11-06", "C-3")
    )
    daarna = spel.stap(storneer("2024-11-11")).dan(
        "BetalingGestorneerd",
        "ToerekeningVastgesteld",
        feit("VorderingVoldaan", voldaanOp="2024-11-11"),
    )
    assert status(daarna) == "betaald"


def test_given_only_the_surplus_was_taken_back_then_the_claim_stays_settled() -> None:
    spel = betaald().met(boek("60.00", "2024-11-05", "C-2"))
    daarna = spel.stap(storneer("2024-11-11", "C-2")).dan("BetalingGestorneerd")
    vordering = daarna.dossier.vorderingen["V1"]
    assert (vordering.voldaan_op, vordering.teveel) == (dag("2024-11-04"), Cent(0))
    assert status(daarna) == "betaald"
    assert daarna.dossier.open_taken("V1") == []


# --- refund -------------------------------------------------------------------------------------


def test_given_a_surplus_when_paid_back_then_nothing_more_is_owed_and_the_task_is_done() -> None:
    spel = betaald("260.00")
    assert status(spel) == "teveelBetaald"
    deel = spel.stap(terug("4.00", "2024-11-05")).dan(
        feit("TerugbetalingVerricht", vordering="V1", bedrag="4.00", op="2024-11-05")
    )
    assert deel.dossier.vorderingen["V1"].teveel == Cent(600)
    assert [t.soort for t in deel.dossier.open_taken("V1")] == ["teveelBetaald"]
    alles = deel.met(terug("6.00", "2024-11-06"))
    assert status(alles) == "betaald"
    assert [t.afgehandeld for t in alles.dossier.taken.values()] == ["terugbetaald"]
    alles.stap(terug("0.01", "2024-11-07")).geweigerd(
        "TerugbetalingTeHoog", terugTeBetalen="0.00", bedrag="0.01"
    )


def test_given_less_is_owed_when_paid_back_then_refused() -> None:
    betaald("260.00").stap(terug("10.01", "2024-11-05")).geweigerd(
        "TerugbetalingTeHoog", vordering="V1", terugTeBetalen="10.00", bedrag="10.01"
    )
    betaald().stap(terug("0.00", "2024-11-05")).geweigerd("OngeldigeGegevens")


def test_given_a_withdrawn_fine_then_all_of_it_goes_back() -> None:
    spel = betaald("100.00", "2024-09-02", "betekend").met(
        doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief.")
    )
    assert status(spel) == "terugTeBetalen"
    spel = spel.met(terug("100.00", "2024-09-03"))
    assert status(spel) == "afgesloten"


def test_given_it_was_paid_back_when_the_payment_is_taken_back_then_a_person_must_see_it() -> None:
    spel = betaald("260.00").met(terug("10.00", "2024-11-05"), storneer("2024-11-06"))
    vordering = spel.dossier.vorderingen["V1"]
    assert vordering.onterecht_terugbetaald == Cent(1000)
    assert vordering.teveel == Cent(0)
    assert [t.soort for t in spel.dossier.open_taken("V1")] == ["onterechtTerugbetaald"]
    assert open_op(spel, "2024-11-06") == ("0.00", "0.00", "250.00")


@pytest.mark.parametrize("trede", ["overgedragen", "bevestigd"])
def test_given_a_claim_at_vlabel_when_its_balance_changes_then_vlabel_must_be_told(
    trede: str,
) -> None:
    # Case 58: booked, the frozen data unchanged, and someone must tell VLABEL.
    voor = tot(trede)
    spel = voor.met(boek("250.00", "2025-03-11"))
    assert [t.soort for t in spel.dossier.open_taken("V1")] == ["meldAanVlabel"]
    assert spel.paren[: len(voor.paren)] == voor.paren
    spel = spel.met(storneer("2025-03-12"))
    assert [t.soort for t in spel.dossier.open_taken("V1")] == ["meldAanVlabel"]
