"""Sent back to the agency, and a term that is prolonged."""

from __future__ import annotations

import pytest

from handhaving.dossier.state import Fase
from handhaving.dossier.termijnen import termijnen
from tests.dossier.spel import BEWIJS, dag, doe, feit
from tests.dossier.trap import na, tot


def test_given_a_hand_over_when_sent_back_then_the_agency_begins_anew() -> None:
    spel = (
        tot("overgemaakt")
        .wanneer(
            "StuurTerugNaarAgentschap",
            "2024-05-13",
            inbreuk="I1",
            reden="Fictieve reden.",
            redenCode="onvolledig",
        )
        .dan(
            feit(
                "TeruggestuurdNaarAgentschap",
                inbreuk="I1",
                teruggestuurdOp="2024-05-13",
                redenCode="onvolledig",
                reden="Fictieve reden.",
            )
        )
    )
    inbreuk = spel.dossier.inbreuken["I1"]
    assert (inbreuk.fase, inbreuk.inregelstelling) == (Fase.VASTGESTELD, None)
    assert (inbreuk.overgemaakt_op, inbreuk.uitnodigen_voor) == (None, None)
    spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-03-20").dan(
        "OntvangstVastgesteld"
    )
    spel.wanneer(
        "VerzendIngebrekestelling",
        inbreuk="I1",
        kanaal="afgifte",
        verzondenOp="2024-05-13",
        ontvangenOp="2024-05-13",
    ).dan("IngebrekestellingVerzonden", "InregelstellingsperiodeGestart")


@pytest.mark.parametrize(
    ("tot_", "burger", "overheid"),
    [
        ("2024-04-09", "2024-04-09", "2024-04-09"),
        ("2024-05-04", "2024-05-06", "2024-05-04"),  # a Saturday
    ],
)
def test_given_a_running_term_when_prolonged_then_both_readings_move(
    tot_: str, burger: str, overheid: str
) -> None:
    uitkomst = tot("inGebreke").wanneer(
        "VerlengInregelstellingsperiode", "2024-03-25", inbreuk="I1", tot=tot_, reden="Fictief."
    )
    spel = uitkomst.dan(
        feit(
            "InregelstellingsperiodeVerlengd",
            inbreuk="I1",
            van="2024-03-08",
            tot=tot_,
            laatsteDagBurger=burger,
            laatsteDagOverheid=overheid,
            verlengdOp="2024-03-25",
            redenCode="andere",
            reden="Fictief.",
        )
    )
    assert uitkomst.feiten[0].geldig_op == dag("2024-03-25")
    assert na(spel, "inregelstelling", "I1") > dag(burger)
    vroeger = spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-03-06")
    vroeger.dan("OntvangstVastgesteld")


@pytest.mark.parametrize("tot_", ["2024-04-07", "2024-03-01"])
def test_given_an_end_before_the_end_when_prolonged_then_refused(tot_: str) -> None:
    tot("inGebreke").wanneer("VerlengInregelstellingsperiode", inbreuk="I1", tot=tot_).geweigerd(
        "VerlengingKorterDanTermijn", tot=tot_, laatsteDagBurger="2024-04-08"
    )
    tot("inGebreke").wanneer("VerlengInregelstellingsperiode", inbreuk="I1", tot="2024-04-08").dan()


def test_given_a_term_that_has_not_begun_when_prolonged_then_refused() -> None:
    spel = tot("vastgesteld").met(
        doe("VerzendIngebrekestelling", inbreuk="I1", kanaal=BEWIJS, verzondenOp="2024-03-04")
    )
    spel.wanneer("VerlengInregelstellingsperiode", inbreuk="I1", tot="2024-06-03").geweigerd(
        "FaseLaatDitNietToe", fase="nietGestart", toegelaten=["loopt"]
    )
    tot("inGebreke").wanneer(
        "VerlengInregelstellingsperiode", inbreuk="I1", tot="2045-12-31"
    ).geweigerd("RechtswaardeOntbreekt")


def test_given_a_prolonged_term_when_suspended_briefly_then_no_day_is_lost() -> None:
    spel = tot("inGebreke").met(
        doe("VerlengInregelstellingsperiode", "2024-03-09", inbreuk="I1", tot="2024-07-01"),
        doe("VerleenUitstel", "2024-03-11", soort="start", van="2024-03-11", tot="2024-03-12"),
    )
    spel.wanneer("StelSchorsingVast", "2024-03-13", inbreuk="I1").dan(
        feit("TermijnHervat", keuze="hervatting", laatsteDagBurger="2024-07-03")
    )


def test_given_a_prolongation_into_a_deferment_then_the_system_stops_it_there() -> None:
    uitstel = doe("VerleenUitstel", "2024-03-09", soort="start", van="2024-05-06", tot="2024-05-31")
    spel = tot("inGebreke").met(uitstel)
    assert "uitstel" not in {t.soort for t in termijnen(spel.dossier)}
    spel = spel.met(doe("VerlengInregelstellingsperiode", inbreuk="I1", tot="2024-06-03"))
    assert na(spel, "uitstel", "I1") == dag("2024-05-06")
