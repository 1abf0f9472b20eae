"""A claim on a day gone by: what came later does not count yet, and today is as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.vordering.opdag import op_dag, saldo_op, status_op
from handhaving.dossier.vordering.saldo import saldo
from tests.dossier.spel import dag, doe, recht
from tests.dossier.test_storno import boek, storneer, terug
from tests.dossier.test_vorderingstatus import WEGEN
from tests.dossier.trap import IN_GEBREKE_OP, tot
from tests.dossier.voorbeelden_geld import REDEN, betaald, met_plan, opgeschort

if TYPE_CHECKING:
    from handhaving.dossier.state import Vordering
    from tests.dossier.spel import Spel

IN_GEBREKE = tot("inGebrekeTotBetaling")


def vordering(spel: Spel) -> Vordering:
    return spel.dossier.vorderingen["V1"]


def status(spel: Spel, op: str) -> str:
    v = vordering(spel)
    return status_op(v, dag(op), spel.dossier.overdrachten.get(v.overdracht or ""))


def open_op(spel: Spel, op: str) -> str:
    return str(saldo_op(vordering(spel), dag(op), recht()).totaal)


def beeld(spel: Spel, op: str) -> dict[str, Any]:
    uit: Any = stand(spel.dossier, dag(op), recht())["vorderingen"]
    gevonden: dict[str, Any] = uit["V1"]
    return gevonden


@pytest.mark.parametrize("naam", sorted(WEGEN))
def test_given_any_claim_when_seen_today_then_nothing_is_left_out(naam: str) -> None:
    spel = WEGEN[naam]()
    assert op_dag(vordering(spel), spel.vandaag) == vordering(spel)
    assert saldo_op(vordering(spel), spel.vandaag, recht()) == saldo(
        vordering(spel), spel.vandaag, recht()
    )
    assert status(spel, spel.vandaag.isoformat()) == naam


def test_given_a_payment_when_the_day_before_is_asked_then_it_does_not_count_yet() -> None:
    spel = IN_GEBREKE.met(boek("100.00", "2025-06-02"))
    assert open_op(spel, "2025-06-01") == open_op(IN_GEBREKE, "2025-06-01")
    assert open_op(spel, "2025-06-02") == str(
        saldo(vordering(spel), dag("2025-06-02"), recht()).totaal
    )
    assert beeld(spel, "2025-06-01")["betaald"] == "0.00"
    assert beeld(spel, "2025-06-02")["betaald"] == "100.00"


def test_given_all_is_paid_when_the_day_before_is_asked_then_the_status_is_that_of_then() -> None:
    spel = betaald("250.00", "2024-11-04", "definitief")
    assert status(spel, "2024-11-03") == "vervallen"
    assert open_op(spel, "2024-11-03") == "250.00"
    assert status(spel, "2024-11-04") == "betaald"
    assert open_op(spel, "2024-11-04") == "0.00"


def test_given_reminders_and_default_then_each_shows_from_its_own_day() -> None:
    assert status(IN_GEBREKE, "2024-12-01") == "vervallen"
    assert status(IN_GEBREKE, "2024-12-02") == "aangemaand"
    assert status(IN_GEBREKE, IN_GEBREKE_OP) == "inGebreke"
    assert beeld(IN_GEBREKE, "2024-12-02")["aanmaningen"] == ["2024-12-02"]
    assert beeld(IN_GEBREKE, "2025-02-02")["ingebrekestellingOp"] is None


def test_given_a_payment_taken_back_then_it_counts_while_it_stood() -> None:
    alles = str(saldo(vordering(IN_GEBREKE), dag("2025-06-02"), recht()).totaal)
    spel = IN_GEBREKE.met(boek(alles, "2025-06-02"), storneer("2025-10-06"))
    assert (status(spel, "2025-06-02"), open_op(spel, "2025-08-01")) == ("betaald", "0.00")
    assert status(spel, "2025-10-06") == "inGebreke"
    half = IN_GEBREKE.met(boek("100.00", "2025-06-02"), storneer("2025-10-06"))
    assert status(half, "2025-08-01") == "inGebreke"


def test_given_a_refund_then_the_surplus_is_there_until_its_day() -> None:
    spel = betaald("260.00", "2024-11-04").met(terug("10.00", "2024-12-02"))
    assert status(spel, "2024-12-01") == "teveelBetaald"
    assert status(spel, "2024-12-02") == "betaald"


def test_given_costs_and_a_remission_then_both_count_from_their_day() -> None:
    spel = IN_GEBREKE.met(
        doe("RekenKostAan", "2025-03-03", vordering="V1", bedrag="15.00", reden=REDEN),
        doe(
            "ScheldKwijt",
            "2025-04-07",
            vordering="V1",
            onderdeel="hoofdsom",
            bedrag="50.00",
            reden=REDEN,
        ),
    )
    dagen = ("2025-03-02", "2025-03-03", "2025-04-07")
    gezien = [beeld(spel, d)["saldo"] for d in dagen]
    assert [g["kosten"] for g in gezien] == ["0.00", "15.00", "15.00"]
    assert [g["hoofdsom"] for g in gezien] == ["250.00", "250.00", "200.00"]


def test_given_the_fine_was_lowered_then_the_old_amount_stands_until_the_judgment() -> None:
    spel = tot("betekend").met(
        doe("StelBeroepIn", "2024-09-02", besluit="B1", ingesteldOp="2024-09-02"),
        doe(
            "RegistreerUitspraak",
            "2025-03-03",
            besluit="B1",
            uitspraak="hervormd",
            op="2025-03-03",
            definitiefOp="2025-03-03",
            bedrag="120.00",
        ),
    )
    assert (open_op(spel, "2025-03-02"), open_op(spel, "2025-03-03")) == ("250.00", "120.00")


def test_given_the_fine_fell_then_it_was_owed_until_that_day() -> None:
    spel = tot("betekend").met(
        doe("TrekBoetebesluitIn", "2024-10-07", besluit="B1", motivering="Fictief.")
    )
    assert (open_op(spel, "2024-10-06"), status(spel, "2024-10-06")) == ("250.00", "vervallen")
    assert (open_op(spel, "2024-10-07"), status(spel, "2024-10-07")) == ("0.00", "afgesloten")


def test_given_a_plan_then_it_shows_from_its_day_and_so_do_payments_on_it() -> None:
    eerder = IN_GEBREKE.met(boek("10.00", "2025-02-03"))
    spel = eerder.met(
        doe(
            "KenAfbetalingsplanToe",
            "2025-02-10",
            vordering="V1",
            aantal=3,
            eersteVervaldag="2025-03-03",
        ),
        boek("90.00", "2025-02-24", "C-2"),
    )
    assert status(spel, "2025-02-09") == "inGebreke"
    assert status(spel, "2025-02-10") == "afbetalingsplan"
    op_de_dag = op_dag(vordering(spel), dag("2025-02-24"))
    assert op_de_dag.op_plan_betaald == vordering(spel).op_plan_betaald
    assert op_dag(vordering(spel), dag("2025-02-23")).op_plan_betaald == 0
    laat = spel.met(boek("20.00", "2025-01-06", "C-3"))
    assert op_dag(vordering(laat), dag("2025-02-03")).betalingen[-1].bankreferentie == "C-3"


def test_given_a_broken_plan_then_until_that_day_it_ran() -> None:
    spel = met_plan().met(doe("StelPlanVerbroken", "2025-04-07", vordering="V1"))
    plan = vordering(spel).plan
    assert plan is not None
    assert plan.verbroken_op is not None
    dag_ervoor = (plan.verbroken_op - timedelta(days=1)).isoformat()
    assert status(spel, dag_ervoor) == "afbetalingsplan"
    assert status(spel, plan.verbroken_op.isoformat()) == "planVerbroken"


def test_given_a_suspension_that_ended_then_it_shows_only_in_between() -> None:
    spel = opgeschort().met(
        doe("HervatInvordering", "2025-03-10", vordering="V1", vanaf="2025-03-10")
    )
    assert [status(spel, d) for d in ("2025-02-02", "2025-02-03", "2025-03-09", "2025-03-10")] == [
        "aangemaand",
        "opgeschort",
        "opgeschort",
        "inGebreke",
    ]


def test_given_a_hand_over_then_each_state_of_it_shows_from_its_day() -> None:
    spel = tot("bevestigd").met(
        doe("RoepVlabelOverdrachtTerug", "2025-04-07", overdracht="O1", reden=REDEN)
    )
    dagen = ("2025-03-02", "2025-03-03", "2025-03-10", "2025-04-07")
    assert [status(spel, d) for d in dagen] == [
        "inGebreke",
        "overdrachtVoorbereid",
        "bijVlabel",
        "inGebreke",
    ]
    assert [beeld(spel, d)["vlabel"] for d in dagen] == [
        None,
        {"status": "voorbereid"},
        {"status": "bevestigd"},
        {"status": "teruggeroepen"},
    ]


def test_given_a_suspension_or_prescription_when_the_day_before_is_asked_then_it_is_not_there() -> (
    None
):
    stil = vordering(opgeschort())
    assert op_dag(stil, dag("2025-02-02")).opschortingen == ()
    assert op_dag(stil, dag("2025-02-03")).opschortingen == stil.opschortingen
    verjaard = vordering(WEGEN["verjaard"]())
    assert verjaard.verjaard_op is not None
    dag_ervoor = verjaard.verjaard_op - timedelta(days=1)
    assert op_dag(verjaard, dag_ervoor).verjaard_op is None
    assert op_dag(verjaard, verjaard.verjaard_op).verjaard_op == verjaard.verjaard_op
    assert status(WEGEN["verjaard"](), dag_ervoor.isoformat()) == "vervallen"
