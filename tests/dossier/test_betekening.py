"""Serving the decision: the letter, both terms, and the claim in the books."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handhaving.dossier.state import Fase
from handhaving.recht import ogm
from tests.dossier.spel import BEWIJS, dag, doe, feit, termijn
from tests.dossier.trap import tot

BESLIST = tot("beslist").op("2024-08-09")
BRIEF = doe(
    "BetekenBoetebesluit",
    besluit="B1",
    kanaal=BEWIJS,
    verzondenOp="2024-08-07",
    ontvangenOp="2024-08-08",
    rechtsmiddelenVermeld=True,
)


def test_given_a_decision_when_served_then_letter_appeal_claim_and_payment() -> None:
    beroep, betaling = (termijn(n, ontvangen="2024-08-08") for n in ("beroep", "betaling"))
    besluit = BESLIST.dossier.besluiten["B1"]
    assert besluit.verjaring is not None
    uitkomst = BESLIST.stap(replace(BRIEF, ogm_nummer=19))
    spel = uitkomst.dan(
        feit("BoetebesluitBetekend", besluit="B1", stuk="S3", rechtsmiddelenVermeld=True),
        feit(
            "BeroepstermijnGestart",
            besluit="B1",
            laatsteDagBurger=beroep.laatste_dag_burger,
            laatsteDagOverheid=beroep.laatste_dag_overheid,
        ),
        feit(
            "VorderingGeboekt",
            vordering="V1",
            besluit="B1",
            bedrag="250.00",
            ogm=ogm("2024000019").tekst,
            ogmJaar=2024,
            ogmNummer=19,
            geboektOp="2024-08-09",
            eersteBrief="2024-08-07",
        ),
        feit("BetaaltermijnGestart", vordering="V1", laatsteDagBurger=betaling.laatste_dag_burger),
    )
    geboekt = uitkomst.feiten[2]
    assert list(geboekt.claims()) == [("ogm", ogm("2024000019").tekst)]
    assert list(geboekt.nummers()) == [("ogm", 2024, 19)]
    vordering = spel.dossier.vorderingen["V1"]
    assert vordering.verjaring is not None
    assert vordering.verjaring.datum == besluit.verjaring.datum
    assert spel.dossier.inbreuken["I1"].fase is Fase.BETEKEND
    assert spel.dossier.besluiten["B1"].vordering == "V1"


def test_given_the_year_of_the_clock_then_the_number_is_of_that_year() -> None:
    BESLIST.op("2025-01-02").stap(replace(BRIEF, ogm_nummer=6)).dan(
        "BoetebesluitBetekend",
        "BeroepstermijnGestart",
        feit("VorderingGeboekt", ogm=ogm("2025000006").tekst, ogmJaar=2025),
        "BetaaltermijnGestart",
    )


def test_given_no_remedies_in_the_letter_then_the_appeal_runs_later() -> None:
    wet = termijn("beroepZonderRechtsmiddelen", ontvangen="2024-08-08")
    zonder = replace(BRIEF, gegevens={**BRIEF.gegevens, "rechtsmiddelenVermeld": False})
    spel = BESLIST.stap(zonder).dan(
        feit("BoetebesluitBetekend", rechtsmiddelenVermeld=False),
        feit("BeroepstermijnGestart", laatsteDagBurger=wet.laatste_dag_burger),
        "VorderingGeboekt",
        "BetaaltermijnGestart",
    )
    assert wet.laatste_dag_burger > termijn("beroep", ontvangen="2024-08-08").laatste_dag_burger
    spel.wanneer("RegistreerOntvangst", "2024-09-02", stuk="S3", ontvangenOp="2024-09-02").dan(
        "OntvangstVastgesteld",
        feit(
            "TermijnVerplaatst",
            soort="beroep",
            laatsteDagBurger=termijn(
                "beroepZonderRechtsmiddelen", ontvangen="2024-09-02"
            ).laatste_dag_burger,
        ),
        feit("TermijnVerplaatst", soort="betaling"),
    )


def test_given_no_receipt_then_no_term_runs_but_the_claim_is_booked() -> None:
    zonder = {k: w for k, w in BRIEF.gegevens.items() if k != "ontvangenOp"}
    spel = BESLIST.stap(replace(BRIEF, gegevens=zonder)).dan(
        "BoetebesluitBetekend", "VorderingGeboekt"
    )
    assert spel.dossier.besluiten["B1"].betekend_op == dag("2024-08-07")
    assert spel.dossier.vorderingen["V1"].betaaltermijn is None


def test_given_a_deemed_receipt_then_both_terms_run_from_it() -> None:
    zonder = {k: w for k, w in BRIEF.gegevens.items() if k != "ontvangenOp"}
    wet = termijn("beroep", verzonden="2024-08-07", kanaal="aangetekend")
    BESLIST.stap(replace(BRIEF, gegevens={**zonder, "kanaal": "aangetekend"})).dan(
        "BoetebesluitBetekend",
        feit(
            "BeroepstermijnGestart",
            laatsteDagBurger=wet.laatste_dag_burger,
            laatsteDagOverheid=wet.laatste_dag_overheid,
        ),
        "VorderingGeboekt",
        "BetaaltermijnGestart",
    )


def test_given_keys_of_ones_own_then_those_are_used_and_not_twice() -> None:
    met = replace(BRIEF, gegevens={**BRIEF.gegevens, "vordering": "V-7", "stuk": "S-7"})
    spel = BESLIST.stap(met).dan(
        feit("BoetebesluitBetekend", stuk="S-7"),
        "BeroepstermijnGestart",
        feit("VorderingGeboekt", vordering="V-7"),
        feit("BetaaltermijnGestart", vordering="V-7"),
    )
    spel.stap(met).geweigerd("SleutelReedsGebruikt", "FaseLaatDitNietToe", sleutel="S-7")
    bezet = replace(BRIEF, gegevens={**BRIEF.gegevens, "vordering": "V-7"})
    spel.stap(bezet).geweigerd("SleutelReedsGebruikt", "FaseLaatDitNietToe", sleutel="V-7")


def test_given_a_guardian_when_served_then_they_get_the_letter_too() -> None:
    spel = BESLIST.persoon(heeft_bewindvoerder=True)
    spel.stap(BRIEF).geweigerd("BewindvoerderNietBetekend")
    ook = replace(BRIEF, gegevens={**BRIEF.gegevens, "ookAanBewindvoerder": True})
    assert spel.stap(ook).weigering is None


@pytest.mark.parametrize("trede", ["betekend", "definitief"])
def test_given_it_was_served_when_served_again_then_refused(trede: str) -> None:
    tot(trede).stap(BRIEF).geweigerd(
        "FaseLaatDitNietToe", betreft="B1", fase=tot(trede).dossier.inbreuken["I1"].fase
    )


def test_given_it_was_withdrawn_when_served_then_refused() -> None:
    spel = BESLIST.met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))
    spel.stap(BRIEF).geweigerd("FaseLaatDitNietToe", fase="rechtgezet", toegelaten=["beslist"])
