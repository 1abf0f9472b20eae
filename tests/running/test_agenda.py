"""The agenda: what ends soon, in order, with prescription and unverified rules marked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from handhaving.running import agenda, catch_up, tick
from tests.running.kantoor import om

if TYPE_CHECKING:
    from tests.running.kantoor import Kantoor

DAG = date(2025, 4, 1)


def test_given_terms_then_those_of_the_next_thirty_days_come_in_order(kantoor: Kantoor) -> None:
    vroeg = kantoor.in_gebreke()
    laat = kantoor.in_gebreke(kanaal="aangetekend")
    catch_up(kantoor.app)
    rijen = agenda(kantoor.app, DAG)
    assert [(r.dossier_id, r.soort, r.betreft) for r in rijen] == [
        (vroeg, "inregelstelling", "I1"),
        (laat, "inregelstelling", "I1"),
    ]
    (eerst, _) = rijen
    assert (eerst.vervalt_op, eerst.dagen) == (date(2025, 4, 4), 3)
    assert (eerst.laatste_dag_burger, eerst.laatste_dag_overheid) == (date(2025, 4, 4),) * 2
    assert eerst.opdracht == "StelVerstrijkenVast"
    assert not eerst.verjaring


def test_given_a_last_day_then_the_window_ends_with_it(kantoor: Kantoor) -> None:
    kantoor.in_gebreke()
    catch_up(kantoor.app)
    assert len(agenda(kantoor.app, DAG, tot=date(2025, 4, 4))) == 1
    assert agenda(kantoor.app, DAG, tot=date(2025, 4, 3)) == ()


def test_given_a_claim_then_its_prescription_and_the_warnings_are_there_and_marked(
    kantoor: Kantoor,
) -> None:
    dossier_id = kantoor.in_gebreke()
    tick(kantoor.app, om("2025-04-05", 0, 0))
    kantoor.betekend(dossier_id)
    catch_up(kantoor.app)
    rijen = agenda(kantoor.app, date(2025, 7, 1), tot=date(2040, 1, 1), soort="verjaring")
    op_tijd = [r for r in rijen if not r.soort.endswith("-vraag")]
    verjaart = op_tijd[-1].vervalt_op
    assert [r.soort for r in op_tijd] == [
        "verjaring-365",
        "verjaring-180",
        "verjaring-90",
        "verjaring-30",
        "verjaring",
    ]
    assert all(r.verjaring and r.betreft == "V1" for r in op_tijd)
    assert {r.soort for r in op_tijd if r.opdracht is None} == {"verjaring"}
    assert verjaart > op_tijd[-2].vervalt_op > verjaart - timedelta(days=40)
    alle = agenda(kantoor.app, date(2025, 7, 1), tot=date(2040, 1, 1))
    assert {r.soort for r in alle} > {r.soort for r in rijen}


def test_given_a_rule_that_is_not_verified_then_the_row_says_so(kantoor: Kantoor) -> None:
    kantoor.in_gebreke()
    catch_up(kantoor.app)
    (rij,) = agenda(kantoor.app, DAG)
    statussen = {g["status"] for g in rij.grondslag}
    assert rij.grondslag
    assert rij.te_verifieren == ("te_verifieren" in statussen)


def test_given_a_term_whose_day_has_passed_then_it_is_shown_only_when_asked(
    kantoor: Kantoor,
) -> None:
    kantoor.in_gebreke()
    catch_up(kantoor.app)
    later = date(2025, 4, 10)
    assert agenda(kantoor.app, later) == ()
    (rij,) = agenda(kantoor.app, later, voorbij=True)
    assert rij.dagen == -6
    tick(kantoor.app, om("2025-04-10"))
    assert agenda(kantoor.app, later, voorbij=True) == ()
