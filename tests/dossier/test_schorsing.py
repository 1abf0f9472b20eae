"""A term to cure that stands still: several deferments, an early end, a letter meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handhaving.dossier.decider import vouw
from handhaving.dossier.levensloop.schorsing import periodes
from handhaving.dossier.state import Fase, Uitstel
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.termijnverloop import hervat
from tests.dossier.spel import DOSSIER, Spel, dag, doe, feit, recht
from tests.dossier.trap import na, tot

IN_GEBREKE = tot("inGebreke")
"""Fact on 1 March, letter received on 7 March: the term runs from 8 March."""
TERMIJN = IN_GEBREKE.dossier.inbreuken["I1"].inregelstelling
assert TERMIJN is not None
EINDE = TERMIJN.laatste_dag_burger
HERSTART = {"laatsteDagBurger": "2024-04-24", "laatsteDagOverheid": "2024-04-24"}
HERVATTING = {"laatsteDagBurger": "2024-04-22", "laatsteDagOverheid": "2024-04-21"}


def verleend(spel: Spel, op: str, van: str, tot_: str) -> Spel:
    return spel.met(doe("VerleenUitstel", op, soort="start", van=van, tot=tot_))


def rij(spel: Spel) -> list[tuple[object, ...]]:
    return [
        (t.vervalt_op, t.opdracht, t.staat) for t in termijnen(spel.dossier) if t.soort == "uitstel"
    ]


def test_given_two_that_join_then_one_suspension_until_the_last() -> None:
    spel = verleend(IN_GEBREKE, "2024-03-11", "2024-03-11", "2024-03-25")
    spel = spel.wanneer(
        "VerleenUitstel", "2024-03-12", soort="contract", van="2024-03-26", tot="2024-04-30"
    ).dan("UitstelVerleend", feit("TermijnGeschorst", van="2024-03-11", tot="2024-04-30"))
    spel.wanneer("StelSchorsingVast", "2024-03-26", inbreuk="I1").geweigerd("SchorsingOngewijzigd")
    spel.wanneer("StelSchorsingVast", "2024-05-01", inbreuk="I1").dan(
        feit("TermijnHervat", van="2024-05-01")
    )


def test_given_a_second_deferment_later_then_the_term_stands_still_again() -> None:
    spel = verleend(IN_GEBREKE, "2024-03-11", "2024-03-11", "2024-03-25")
    spel = verleend(spel, "2024-03-12", "2024-04-10", "2024-04-20")
    spel = spel.wanneer("StelSchorsingVast", "2024-04-12", inbreuk="I1").dan(
        feit("TermijnHervat", van="2024-03-26"), feit("TermijnGeschorst", van="2024-04-10")
    )
    spel.wanneer("StelSchorsingVast", "2024-04-21", inbreuk="I1").dan(
        feit("TermijnHervat", van="2024-04-21", laatsteDagBurger="2024-05-21")
    )


def test_given_an_earlier_one_found_later_then_the_suspension_is_told_again() -> None:
    spel = verleend(IN_GEBREKE, "2024-03-11", "2024-03-20", "2024-03-25").op("2024-03-21")
    spel = spel.met(doe("StelSchorsingVast", inbreuk="I1"))
    spel.wanneer("VerleenUitstel", soort="contract", van="2024-03-10", tot="2024-03-12").dan(
        "UitstelVerleend",
        feit("TermijnGeschorst", van="2024-03-10", tot="2024-03-12"),
        feit("TermijnHervat", van="2024-03-13"),
        feit("TermijnGeschorst", van="2024-03-20", tot="2024-03-25"),
    )


def test_given_it_ends_early_then_the_term_runs_from_the_day_after() -> None:
    spel = verleend(IN_GEBREKE, "2024-03-11", "2024-03-11", "2024-03-25")
    uitkomst = spel.wanneer("BeeindigUitstel", "2024-03-18", tot="2024-03-15")
    uitkomst.dan(
        feit("UitstelBeeindigd", uitstel="U1", tot="2024-03-15"),
        feit("TermijnHervat", van="2024-03-16", laatsteDagBurger="2024-04-15"),
    )
    assert uitkomst.feiten[0].geldig_op == dag("2024-03-15")
    later = spel.wanneer("BeeindigUitstel", "2024-03-18", uitstel="U1", tot="2024-03-20")
    assert rij(later.dan("UitstelBeeindigd", feit("TermijnGeschorst", tot="2024-03-20"))) == [
        (dag("2024-03-20"), "StelSchorsingVast", "loopt")
    ]


def test_given_it_ended_before_the_term_began_then_the_term_runs_as_before() -> None:
    spel = verleend(IN_GEBREKE, "2024-03-11", "2024-03-02", "2024-03-25")
    assert spel.dossier.inbreuken["I1"].fase is Fase.OPGESCHORT
    spel = spel.wanneer("BeeindigUitstel", "2024-03-18", tot="2024-03-05").dan(
        "UitstelBeeindigd", feit("TermijnHervat", van="2024-03-08", laatsteDagBurger=EINDE)
    )
    assert na(spel, "inregelstelling", "I1") == EINDE + timedelta(days=1)


@pytest.mark.parametrize(
    ("velden", "code"),
    [
        ({"tot": "2024-03-10"}, "PeriodeOngeldig"),
        ({"tot": "2024-03-26"}, "PeriodeOngeldig"),
        ({"tot": "2024-03-20", "uitstel": "U9"}, "OnbekendUitstel"),
    ],
)
def test_given_a_day_outside_it_or_no_such_deferment_when_ended_then_refused(
    velden: dict[str, str], code: str
) -> None:
    spel = verleend(IN_GEBREKE, "2024-03-11", "2024-03-11", "2024-03-25")
    spel.wanneer("BeeindigUitstel", **velden).geweigerd(code)
    spel.wanneer("BeeindigUitstel", tot="2024-03-25").dan()
    tot("open").wanneer("BeeindigUitstel", tot="2024-03-20").geweigerd("OnbekendUitstel")


def test_given_a_letter_during_a_deferment_then_its_term_stands_still_from_the_start() -> None:
    spel = verleend(tot("vastgesteld"), "2024-03-05", "2024-03-04", "2024-03-25")
    brief = doe(
        "VerzendIngebrekestelling",
        "2024-03-12",
        inbreuk="I1",
        kanaal="afgifte",
        verzondenOp="2024-03-12",
        ontvangenOp="2024-03-12",
    )
    spel = spel.stap(brief).dan(
        "IngebrekestellingVerzonden",
        "InregelstellingsperiodeGestart",
        feit("TermijnGeschorst", van="2024-03-13", tot="2024-03-25"),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.OPGESCHORT


def test_given_receipt_during_a_deferment_then_the_same() -> None:
    spel = verleend(tot("vastgesteld"), "2024-03-05", "2024-03-04", "2024-03-25").met(
        doe(
            "VerzendIngebrekestelling",
            "2024-03-12",
            inbreuk="I1",
            kanaal="deurwaarder",
            verzondenOp="2024-03-12",
        )
    )
    spel.wanneer("RegistreerOntvangst", "2024-03-15", stuk="S1", ontvangenOp="2024-03-14").dan(
        "OntvangstVastgesteld", "InregelstellingsperiodeGestart", "TermijnGeschorst"
    )


def test_given_a_later_receipt_of_a_suspended_term_then_what_comes_after_moves_along() -> None:
    spel = verleend(IN_GEBREKE, "2024-03-11", "2024-03-11", "2024-03-25")
    spel = spel.wanneer(
        "RegistreerOntvangst", "2024-03-13", stuk="S1", ontvangenOp="2024-03-12"
    ).dan(
        "OntvangstVastgesteld",
        feit("TermijnVerplaatst", van="2024-03-13"),
        feit("TermijnGeschorst", van="2024-03-13", tot="2024-03-25"),
    )
    inbreuk = spel.dossier.inbreuken["I1"]
    assert inbreuk.schorsing is not None
    assert (inbreuk.fase, inbreuk.schorsing.origineel.van) == (Fase.OPGESCHORT, dag("2024-03-13"))
    spel.wanneer("RegistreerOntvangst", "2024-03-28", stuk="S1", ontvangenOp="2024-03-27").dan(
        "OntvangstVastgesteld", "TermijnVerplaatst", feit("TermijnHervat", van="2024-03-28")
    )
    spel.wanneer("RegistreerOntvangst", "2024-03-14", stuk="S1", ontvangenOp="2024-03-12").dan(
        "OntvangstVastgesteld"
    )


def test_given_a_term_that_ran_on_when_a_receipt_proves_earlier_then_no_reading_loses() -> None:
    spel = verleend(IN_GEBREKE, "2024-04-02", "2024-03-11", "2024-03-25")
    spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-03-08").dan(
        "OntvangstVastgesteld"
    )


def test_given_resumption_in_the_law_then_what_was_left_runs_on() -> None:
    """Case 27 of recht §13, in the other variant."""
    wet = recht()
    parameter = wet.parameters.op_naam["uitstel.gevolg"]
    hervatting = replace(
        parameter, waarden=tuple(replace(w, waarde="hervatting") for w in parameter.waarden)
    )
    parameters = replace(
        wet.parameters, op_naam={**wet.parameters.op_naam, "uitstel.gevolg": hervatting}
    )
    assert TERMIJN is not None
    na_schorsing = hervat(
        TERMIJN, dag("2024-03-11"), dag("2024-03-25"), replace(wet, parameters=parameters)
    )
    assert na_schorsing.keuze == "hervatting"
    assert na_schorsing.laatste_dag_burger == dag(HERVATTING["laatsteDagBurger"])
    assert na_schorsing.laatste_dag_overheid == dag(HERVATTING["laatsteDagOverheid"])


def test_given_any_legal_day_then_the_phase_of_that_day() -> None:
    spel = verleend(IN_GEBREKE, "2024-03-11", "2024-03-11", "2024-03-25")
    spel = spel.met(doe("StelSchorsingVast", "2024-03-26", inbreuk="I1"))
    fasen = {
        op: vouw(DOSSIER, [(g, e) for g, e in spel.paren if g.geldig_op <= dag(op)])
        .inbreuken["I1"]
        .fase
        for op in ("2024-03-10", "2024-03-11", "2024-03-25", "2024-03-26")
    }
    assert list(fasen.values()) == [
        Fase.IN_GEBREKE,
        Fase.OPGESCHORT,
        Fase.OPGESCHORT,
        Fase.IN_GEBREKE,
    ]


def test_given_periods_then_those_that_touch_are_one() -> None:
    def een(nummer: int, van: str, tot_: str) -> Uitstel:
        return Uitstel(f"U{nummer}", "start", dag(van), dag(tot_))

    lijst = [
        een(1, "2024-03-10", "2024-03-20"),
        een(2, "2024-03-01", "2024-03-05"),
        een(3, "2024-03-21", "2024-03-25"),
        een(4, "2024-03-12", "2024-03-13"),
    ]
    assert periodes(lijst) == [
        (dag("2024-03-01"), dag("2024-03-05")),
        (dag("2024-03-10"), dag("2024-03-25")),
    ]
