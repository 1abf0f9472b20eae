"""Putting right leaves the rest as it was: a proposal, a remission, a reason, a step, a letter."""

from __future__ import annotations

from handhaving.dossier.correctie.zaak import HersteldVoorstel, InbreukHersteld
from handhaving.dossier.herbekijken import HerbekijkenGevraagd
from handhaving.dossier.recidive import stappen
from handhaving.dossier.vordering.opschorting import SCHULDENREGELING, InvorderingHervat
from handhaving.recht import Cent
from tests.dossier.rechtzetspel import laatste, zet_recht
from tests.dossier.spel import Spel, Stap, dag, doe
from tests.dossier.test_intrekking import TREK_IN, met_tweede_besluit
from tests.dossier.trap import BESLUIT_OP, tot
from tests.dossier.voorbeelden_geld import REDEN, opgeschort


def test_given_a_restored_proposal_then_its_amount_and_who_made_it_are_known() -> None:
    was = tot("voorgesteld").dossier.inbreuken["I1"].voorstel
    assert was is not None
    deel = HersteldVoorstel(bedrag=was.bedrag, recidivestap=was.recidivestap, door=was.door)
    op = dag(BESLUIT_OP)
    hersteld = InbreukHersteld(inbreuk="I1", op=op, hersteld=("voorstel",), voorstel=deel)
    spel = tot("verweer").met(hersteld)
    assert spel.dossier.inbreuken["I1"].voorstel == was
    assert was.door == "handhavingsambtenaar-1"


def kwijt(bedrag: str, code: str) -> Stap:
    return doe(
        "ScheldKwijt",
        vordering="V1",
        onderdeel="hoofdsom",
        bedrag=bedrag,
        reden=REDEN,
        redenCode=code,
    )


def test_given_two_remissions_when_one_is_put_right_then_the_other_still_counts() -> None:
    een = tot("definitief").met(kwijt("40.00", "onvermogend"))
    spel = een.met(kwijt("30.00", "onvermogend"))
    spel = zet_recht(spel, laatste(spel, "KwijtscheldingVerleend")).spel
    vordering = spel.dossier.vorderingen["V1"]
    assert vordering.kwijtscheldingen == een.dossier.vorderingen["V1"].kwijtscheldingen
    assert [k.bedrag for k in vordering.kwijtscheldingen] == [Cent(4000)]


def test_given_two_reasons_to_stand_still_when_one_was_wrong_then_the_other_goes_on() -> None:
    spel = opgeschort().met(
        doe("RegistreerCollectieveSchuldenregeling", "2025-02-04", toelaatbaarOp="2025-02-04")
    )
    uitkomst = zet_recht(spel, laatste(spel, "CollectieveSchuldenregelingToelaatbaar"))
    hervat = [g for g in uitkomst.feiten if isinstance(g, InvorderingHervat)]
    assert [(g.vanaf, g.reden_code) for g in hervat] == [(dag("2025-02-04"), SCHULDENREGELING)]
    daarna = uitkomst.spel.dossier.vorderingen["V1"].opschortingen
    assert [o for o in daarna if o[1] is None] == [
        *opgeschort().dossier.vorderingen["V1"].opschortingen
    ]


VERNIETIGD = (
    doe("StelBeroepIn", "2024-08-10", besluit="B1", ingesteldOp="2024-08-09"),
    doe(
        "RegistreerUitspraak",
        "2024-08-12",
        besluit="B1",
        uitspraak="vernietigd",
        op="2024-08-12",
        definitiefOp="2024-08-12",
    ),
)


def stap_gevraagd(spel: Spel, soort: str) -> list[str]:
    """The fines whose step is asked about when the last fact of this type is put right."""
    uitkomst = zet_recht(spel, laatste(spel, soort))
    assert uitkomst.weigering is None, uitkomst.weigering
    vragen = [g for g in uitkomst.feiten if isinstance(g, HerbekijkenGevraagd)]
    return [g.betreft for g in vragen if g.soort == "recidivestap"]


def test_given_an_annulment_that_was_wrong_then_the_step_of_a_fine_since_is_looked_at() -> None:
    spel = met_tweede_besluit(*VERNIETIGD)
    assert spel.dossier.besluiten["B2"].recidivestap == 1
    assert stap_gevraagd(spel, "UitspraakGeregistreerd") == ["B2"]


def test_given_an_annulment_that_was_wrong_then_a_fine_that_counted_it_is_right_as_it_is() -> None:
    op = "2024-09-18"
    spel = met_tweede_besluit().met(
        doe("StelBeroepIn", op, besluit="B1", ingesteldOp="2024-09-17"),
        doe("RegistreerUitspraak", besluit="B1", uitspraak="vernietigd", op=op, definitiefOp=op),
    )
    assert [t.soort for t in spel.dossier.open_taken("B2")] == ["recidivestap"]
    assert stap_gevraagd(spel, "UitspraakGeregistreerd") == []
    daarna = zet_recht(spel, laatste(spel, "UitspraakGeregistreerd")).spel
    assert daarna.dossier.open_taken("B2") == []
    assert stappen(daarna.dossier)["B2"] == daarna.dossier.besluiten["B2"].recidivestap == 2


def test_given_a_step_that_was_judged_when_something_else_is_put_right_then_not_asked_again() -> (
    None
):
    spel = met_tweede_besluit().met(
        TREK_IN,
        doe("HandelTaakAf", taak="T1", uitkomst="nagekeken"),
        doe("WijzigPersoonsgegevens", naam="Fictief Persoon-19", vanaf="2024-09-16"),
    )
    assert stappen(spel.dossier)["B2"] != spel.dossier.besluiten["B2"].recidivestap
    assert stap_gevraagd(spel, "PersoonsgegevensGewijzigd") == []


def test_given_a_wrong_appeal_then_the_letters_of_another_case_are_not_asked_about() -> None:
    spel = met_tweede_besluit().met(
        doe("StelBeroepIn", "2024-09-18", besluit="B1", ingesteldOp="2024-09-17"),
        doe(
            "BetekenBoetebesluit",
            besluit="B2",
            kanaal="afgifte",
            verzondenOp="2024-09-18",
            ontvangenOp="2024-09-18",
            rechtsmiddelenVermeld=True,
        ),
    )
    uitkomst = zet_recht(spel, laatste(spel, "BeroepIngesteld"))
    assert uitkomst.weigering is None
    assert not [g for g in uitkomst.feiten if isinstance(g, HerbekijkenGevraagd)]


def test_given_what_lost_its_ground_in_a_case_that_ended_then_the_question_is_about_that_case() -> (
    None
):
    spel = tot("verweer").met(
        doe("BeslisGeenGevolg", "2024-07-22", inbreuk="I1", reden=REDEN, toelichting="Fictief.")
    )
    uitkomst = zet_recht(spel, laatste(spel, "OvergemaaktAanABB"))
    vragen = [g for g in uitkomst.feiten if isinstance(g, HerbekijkenGevraagd)]
    gevraagd = [(g.betreft, g.opdracht) for g in vragen if g.soort == "zonderGrond"]
    assert gevraagd == [("I1", "HandelTaakAf")]
