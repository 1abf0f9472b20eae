"""What there is to do at each step: by whom, from when, until when; and nothing that must wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.state import Fase
from handhaving.dossier.werk import Werk, verfijn, werk
from tests.dossier.spel import BEWIJS, dag, doe, recht
from tests.dossier.test_vorderingstatus import WEGEN
from tests.dossier.trap import FEIT, TREDEN, na, tot
from tests.dossier.voorbeelden import VOORBEELDEN, met_beroep, met_taak
from tests.dossier.voorbeelden_geld import REDEN, met_plan, opgeschort
from tests.reacties.keten import gevraagd

if TYPE_CHECKING:
    from tests.dossier.spel import Spel

DAG = timedelta(days=1)


def stappen(spel: Spel) -> list[tuple[str | None, str, str, str]]:
    return [(w.opdracht, w.betreft, w.rol.value, w.organisatie) for w in werk(spel.dossier)]


def een(spel: Spel, opdracht: str) -> Werk:
    return next(w for w in werk(spel.dossier) if w.opdracht == opdracht)


AGENTSCHAP, ABB = ("dossierbehandelaar", "Atlas"), ("handhavingsambtenaar", "ABB")
VERZOEK = ("VerzendBetaalverzoek", "V1", "boekhouder", "ABB")
AANMANING = ("VerzendAanmaning", "V1", "invordering", "ABB")


@pytest.mark.parametrize(
    ("trede", "verwacht"),
    [
        ("open", []),
        ("vastgesteld", [("VerzendIngebrekestelling", "I1", *AGENTSCHAP)]),
        ("inGebreke", []),
        ("termijnVerstreken", [("MaakOverAanABB", "I1", *AGENTSCHAP)]),
        ("overgemaakt", [("NodigUitTotVerweer", "I1", *ABB)]),
        ("verweer", [("StelBoeteVoor", "I1", *ABB)]),
        ("voorgesteld", [("NeemBoetebesluit", "I1", "beslisser", "ABB")]),
        ("beslist", [("BetekenBoetebesluit", "I1", *ABB)]),
        ("betekend", [VERZOEK, AANMANING]),
        ("definitief", [VERZOEK, AANMANING]),
        ("verzocht", [AANMANING]),
        ("aangemaand", [AANMANING]),
        ("inGebrekeTotBetaling", []),
        ("overgedragen", [("MarkeerVlabelOverdrachtVerzonden", "V1", "invordering", "ABB")]),
        ("bevestigd", []),
    ],
)
def test_given_each_step_then_exactly_this_is_to_be_done(
    trede: str, verwacht: list[tuple[str, str, str, str]]
) -> None:
    assert stappen(tot(trede)) == verwacht


def test_given_a_step_then_it_says_from_when_until_when_and_what_the_command_needs() -> None:
    ding = een(tot("overgemaakt"), "NodigUitTotVerweer")
    inbreuk = tot("overgemaakt").dossier.inbreuken["I1"]
    assert (ding.soort, ding.taak, ding.hindert) == ("nodigUitTotVerweer", None, False)
    assert (ding.vanaf, ding.streefdatum) == (inbreuk.overgemaakt_op, inbreuk.uitnodigen_voor)
    assert (ding.uiterlijk, ding.gegevens) == (inbreuk.beslissen_voor, {"inbreuk": "I1"})
    spel = tot("verweer")
    assert een(spel, "StelBoeteVoor").vanaf == na(spel, "verweer", "I1")
    vroeger = spel.met(
        doe(
            "RegistreerVerweer",
            "2024-05-21",
            inbreuk="I1",
            verzondenOp="2024-05-20",
            ontvangenOp="2024-05-21",
            inhoud="Fictief.",
        )
    )
    assert een(vroeger, "StelBoeteVoor").vanaf == dag("2024-05-21")
    assert een(tot("beslist"), "BetekenBoetebesluit").gegevens == {"besluit": "B1"}


def test_given_a_letter_without_its_proof_then_the_proof_is_to_be_sought() -> None:
    brief = {"kanaal": BEWIJS}
    in_gebreke = tot("vastgesteld").met(
        doe(
            "VerzendIngebrekestelling",
            "2024-03-08",
            verzondenOp="2024-03-06",
            inbreuk="I1",
            **brief,
        )
    )
    assert stappen(in_gebreke) == [("RegistreerOntvangst", "I1", *AGENTSCHAP)]
    uitgenodigd = tot("overgemaakt").met(
        doe("NodigUitTotVerweer", "2024-05-16", verzondenOp="2024-05-14", inbreuk="I1", **brief)
    )
    assert [s[0] for s in stappen(uitgenodigd)] == ["RegistreerOntvangst"]
    assert werk(uitgenodigd.dossier)[0].gegevens == {"stuk": "S2"}
    betekend = tot("beslist").met(
        doe(
            "BetekenBoetebesluit",
            "2024-08-09",
            besluit="B1",
            verzondenOp="2024-08-07",
            rechtsmiddelenVermeld=True,
            **brief,
        )
    )
    assert [s[:2] for s in stappen(betekend)] == [
        ("RegistreerOntvangst", "I1"),
        ("VerzendBetaalverzoek", "V1"),
    ]


def test_given_an_address_that_is_no_good_then_only_the_address_is_to_be_found() -> None:
    terug = doe("RegistreerOnbestelbaar", "2024-03-20", stuk="S1", op="2024-03-19")
    spel = gevraagd(tot("inGebreke"), terug)
    assert stappen(spel) == [("RegistreerNieuwAdres", "P", *AGENTSCHAP)]
    beslist = tot("beslist").met(doe("RegistreerAmbtshalveAfvoering", op="2024-08-05"))
    assert stappen(beslist) == []


@pytest.mark.parametrize("naam", ["afbetalingsplan", "opgeschort", "betaald", "oninbaar"])
def test_given_a_claim_that_must_be_left_alone_then_nothing_is_to_be_done(naam: str) -> None:
    assert [s for s in stappen(WEGEN[naam]()) if s[0] != "HandelTaakAf"] == []


def test_given_an_appeal_then_no_reminder_and_given_it_is_at_vlabel_then_its_answer() -> None:
    assert stappen(met_beroep()) == []
    verzonden = tot("overgedragen").met(
        doe("MarkeerVlabelOverdrachtVerzonden", "2025-03-04", overdracht="O1", bestand="F-1")
    )
    ding = een(verzonden, "BevestigVlabelOverdracht")
    assert (ding.vanaf, ding.gegevens) == (dag("2025-03-04"), {"overdracht": "O1"})


def test_given_a_claim_then_its_letters_press_by_the_law_and_never_after_prescription() -> None:
    spel = tot("verzocht")
    ding = een(spel, "VerzendAanmaning")
    vervaldag = spel.dossier.vorderingen["V1"].betaaltermijn
    assert vervaldag is not None
    assert (ding.soort, ding.vanaf) == ("aanmaning-1", vervaldag.laatste_dag_burger + DAG)
    assert ding.uiterlijk == spel.dossier.vorderingen["V1"].verjaring.laatste_veilige_dag  # type: ignore[union-attr]
    eerste = recht().getal("aanmaning.eerste", dag("2024-12-02")).waarde
    klaar = verfijn(ding, recht(), dag("2024-12-02"))
    assert klaar.streefdatum == vervaldag.laatste_dag_burger + timedelta(days=eerste)
    assert klaar.opdracht == "VerzendAanmaning"
    derde = verfijn(een(tot("tweedeAanmaning"), "VerzendAanmaning"), recht(), dag("2025-02-03"))
    dagen = recht().getal("aanmaning.ingebrekestelling", dag("2025-02-03")).waarde
    assert derde.opdracht == "StelInGebrekeTotBetaling"
    assert derde.streefdatum == dag("2025-01-06") + timedelta(days=dagen)
    andere = een(tot("overgemaakt"), "NodigUitTotVerweer")
    assert verfijn(andere, recht(), dag("2024-05-06")) is andere


def test_given_a_question_then_it_stands_there_once_with_whoever_decides() -> None:
    spel = gevraagd(
        tot("definitief"),
        doe(
            "BoekBetaling",
            "2024-11-04",
            vordering="V1",
            bedrag="260.00",
            valutadatum="2024-11-04",
            bankreferentie="C-1",
        ),
    )
    (ding,) = werk(spel.dossier)
    assert (ding.soort, ding.taak, ding.rol.value) == ("teveelBetaald", "T1", "boekhouder")
    assert (ding.opdracht, ding.hindert, ding.organisatie) == ("BetaalTerug", True, "ABB")
    # Paid: what prescribes is the claim, not what the debtor gets back.
    assert ding.uiterlijk is None


def test_given_a_question_that_proposes_the_next_step_then_the_step_is_not_shown_twice() -> None:
    spel = tot("overgemaakt")
    morgen = na(spel, "uitnodigingVerweer", "I1")
    spel = spel.met(doe("VraagHerbekijken", morgen, vraag="uitnodigingTeLaat", betreft="I1"))
    assert [(w.soort, w.taak) for w in werk(spel.dossier)] == [("uitnodigingTeLaat", "R1")]


def test_given_a_task_of_a_fact_then_the_agency_that_established_it_sees_it() -> None:
    (taak, *_) = werk(met_taak().dossier)
    assert (taak.rol.value, taak.organisatie, taak.opdracht) == (*AGENTSCHAP, None)
    stil = tot("verweer").met(doe("VerhuisNaarRegime", regime="brussel", vanaf="2024-05-16"))
    assert {(w.soort, w.rol.value) for w in werk(stil.dossier) if w.taak} == {
        ("regimeGewijzigd", "beslisser")
    }
    schulden = tot("definitief").met(
        doe("RegistreerCollectieveSchuldenregeling", toelaatbaarOp="2024-10-07")
    )
    assert {w.rol.value for w in werk(schulden.dossier)} == {"invordering"}
    uitstel = doe("VerleenUitstel", soort="start", van="2024-03-01", tot="2024-06-30", reden=REDEN)
    (over,) = [w for w in werk(tot("overgemaakt").met(uitstel).dossier) if w.taak]
    assert (over.opdracht, over.rol.value) == ("ZetInbreukRecht", "beslisser")


def test_given_a_closed_dossier_then_only_what_waits_for_somebody() -> None:
    spel = tot("open").met(doe("SluitDossier", reden=REDEN))
    assert werk(spel.dossier) == ()


@pytest.mark.parametrize("naam", sorted(VOORBEELDEN))
def test_given_any_command_when_done_then_the_work_can_be_told(naam: str) -> None:
    voorbeeld = VOORBEELDEN[naam]
    spel = voorbeeld.spel().met(voorbeeld.stap(naam))
    for ding in werk(spel.dossier):
        assert ding.uiterlijk is None or ding.vanaf <= ding.uiterlijk
        assert ding.organisatie in {"ABB", "Atlas", "AgII", "Amal", "HvN"}


def test_given_the_straight_path_then_each_step_was_to_be_done_before_it_was() -> None:
    gedaan = {
        "vastgesteld": "VerzendIngebrekestelling",
        "termijnVerstreken": "MaakOverAanABB",
        "overgemaakt": "NodigUitTotVerweer",
        "verweer": "StelBoeteVoor",
        "voorgesteld": "NeemBoetebesluit",
        "beslist": "BetekenBoetebesluit",
        "definitief": "VerzendBetaalverzoek",
        "verzocht": "VerzendAanmaning",
        "aangemaand": "VerzendAanmaning",
    }
    for trede, opdracht in gedaan.items():
        volgende = tot(TREDEN[TREDEN.index(trede) + 1])
        assert een(tot(trede), opdracht).vanaf <= volgende.vandaag
    assert tot("vastgesteld").dossier.inbreuken["I1"].fase is Fase.VASTGESTELD
    assert dag(FEIT) < een(tot("vastgesteld"), "VerzendIngebrekestelling").vanaf
    assert stappen(opgeschort()) == stappen(met_plan()) == []


def test_given_an_appeal_withdrawn_and_a_letter_that_came_back_then_the_day_is_still_asked() -> (
    None
):
    """Nothing runs then, and nobody would ask: whoever appealed had been reached on some day."""
    spel = tot("beslist").met(
        doe(
            "BetekenBoetebesluit",
            "2024-08-05",
            besluit="B1",
            kanaal=BEWIJS,
            verzondenOp="2024-08-05",
            rechtsmiddelenVermeld=True,
        ),
        doe("StelBeroepIn", "2024-08-20", besluit="B1", ingesteldOp="2024-08-20"),
        doe("RegistreerOnbestelbaar", "2024-08-22", stuk="S3", op="2024-08-22"),
    )
    assert "RegistreerOntvangst" not in [w.opdracht for w in werk(spel.dossier)]  # still pending
    spel = spel.met(doe("TrekBeroepIn", "2024-09-20", besluit="B1", op="2024-09-20"))
    gevraagd_ = een(spel, "RegistreerOntvangst")
    assert (gevraagd_.betreft, gevraagd_.gegevens) == ("I1", {"stuk": "S3"})
    spel = spel.met(
        doe(
            "RegistreerOntvangst",
            "2024-09-23",
            stuk="S3",
            ontvangenOp="2024-08-19",
            wijze="verklaring",
        )
    )
    termijn = spel.dossier.besluiten["B1"].beroepstermijn
    assert termijn is not None
    assert (termijn.van, termijn.staat) == (dag("2024-08-20"), "loopt")
    assert "RegistreerOntvangst" not in [w.opdracht for w in werk(spel.dossier)]
