"""What falls: a decision withdrawn, an appeal withdrawn, and the step of recidivism after it."""

from __future__ import annotations

import pytest

from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.herbekijken import HerbekijkenGevraagd, Vraag, vragen
from handhaving.dossier.state import Fase
from tests.dossier.spel import Spel, Stap, dag, doe, feit
from tests.dossier.trap import FEIT, MOTIEVEN, na, tot
from tests.dossier.voorbeelden import met_beroep
from tests.dossier.voorbeelden_leven import UITSTEL

TREK_IN = doe("TrekBoetebesluitIn", besluit="B1", motivering="Fictief.", redenCode="vergissing")


def met_tweede_besluit(*eerst: Stap) -> Spel:
    """A second fine that counted the first, unless what came `eerst` made that one fall."""
    return tot("betekend").met(
        *eerst,
        doe("StelInbreukVast", "2024-08-12", type="I02", datumFeit="2024-08-10"),
        doe(
            "VerzendIngebrekestelling",
            inbreuk="I2",
            kanaal="afgifte",
            verzondenOp="2024-08-12",
            ontvangenOp="2024-08-12",
        ),
        doe("StelVerstrijkenVast", "2024-09-16", inbreuk="I2"),
        doe("MaakOverAanABB", inbreuk="I2"),
        doe(
            "NodigUitTotVerweer",
            inbreuk="I2",
            kanaal="afgifte",
            verzondenOp="2024-09-16",
            ontvangenOp="2024-09-16",
        ),
        doe("RegistreerVerweer", inbreuk="I2", verzondenOp="2024-09-16", ontvangenOp="2024-09-16"),
        doe("NeemBoetebesluit", inbreuk="I2", bedrag="300.00", **MOTIEVEN),
    )


HERBEKIJK_STAP = feit(
    "HerbekijkenGevraagd",
    taak="T1",
    soort="recidivestap",
    betreft="B2",
    opdracht="TrekBoetebesluitIn",
    gegevens={"besluit": "B2", "redenCode": "recidivestap"},
)


@pytest.mark.parametrize("trede", ["beslist", "betekend", "definitief"])
def test_given_a_decision_when_withdrawn_then_its_claim_closes_and_one_can_decide_again(
    trede: str,
) -> None:
    spel = tot(trede)
    op = spel.vandaag.isoformat()
    spel = spel.stap(TREK_IN).dan(
        feit(
            "BoetebesluitIngetrokken",
            besluit="B1",
            ingetrokkenOp=op,
            redenCode="vergissing",
            motivering="Fictief.",
        )
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.INGETROKKEN
    assert all(v.afgesloten for v in spel.dossier.vorderingen.values())
    spel.wanneer("NeemBoetebesluit", inbreuk="I1", bedrag="100.00", **MOTIEVEN).dan(
        feit("BoetebesluitGenomen", besluit="B2", recidivestap=1)
    )


def test_given_a_claim_at_vlabel_when_withdrawn_then_it_is_recalled() -> None:
    tot("bevestigd").stap(TREK_IN).dan(
        "BoetebesluitIngetrokken",
        feit("VlabelOverdrachtTeruggeroepen", overdracht="O1", redenCode="vergissing"),
    )


def test_given_an_appeal_when_the_decision_is_withdrawn_then_no_judgment_revives_it() -> None:
    spel = met_beroep().met(TREK_IN)
    assert spel.dossier.besluiten["B1"].beroep is not None
    uitspraak = doe(
        "RegistreerUitspraak",
        "2025-01-06",
        besluit="B1",
        uitspraak="verworpen",
        op="2025-01-06",
        definitiefOp="2025-01-06",
    )
    spel.stap(uitspraak).geweigerd("GeenBeroepHangende")
    gebeurtenis = met_beroep().stap(uitspraak).feiten[0]
    besluit = spel.met(gebeurtenis).dossier.besluiten["B1"]
    assert (besluit.staat, besluit.definitief_op) == ("ingetrokken", None)


@pytest.mark.parametrize("motivering", [None, "", "  \n"])
def test_given_no_motive_when_withdrawn_then_refused(motivering: str | None) -> None:
    gegevens = {} if motivering is None else {"motivering": motivering}
    tot("betekend").wanneer("TrekBoetebesluitIn", besluit="B1", **gegevens).geweigerd(
        "MotiveringOntbreekt", veld="motivering"
    )


def test_given_an_annulled_decision_when_withdrawn_then_refused() -> None:
    spel = met_beroep().met(
        doe(
            "RegistreerUitspraak",
            "2025-01-06",
            besluit="B1",
            uitspraak="vernietigd",
            op="2025-01-06",
            definitiefOp="2025-01-06",
        )
    )
    spel.stap(TREK_IN).geweigerd("FaseLaatDitNietToe", fase="vernietigd")


def test_given_a_later_fine_that_counted_it_when_one_falls_then_its_step_is_looked_at() -> None:
    spel = met_tweede_besluit()
    assert spel.dossier.besluiten["B2"].recidivestap == 2
    spel.stap(TREK_IN).dan("BoetebesluitIngetrokken", HERBEKIJK_STAP)
    spel.wanneer("ZetInbreukRecht", inbreuk="I1", reden="Fictief.").dan(
        "InbreukRechtgezet", "BoetebesluitIngetrokken", HERBEKIJK_STAP
    )
    spel = spel.met(
        doe("StelBeroepIn", "2024-09-18", besluit="B1", ingesteldOp="2024-09-17"),
    )
    uitspraak = {"besluit": "B1", "op": "2024-09-18", "definitiefOp": "2024-09-18"}
    spel.wanneer("RegistreerUitspraak", uitspraak="vernietigd", **uitspraak).dan(
        "UitspraakGeregistreerd", HERBEKIJK_STAP
    )
    spel.wanneer("RegistreerUitspraak", uitspraak="verworpen", **uitspraak).dan(
        "UitspraakGeregistreerd"
    )
    # The last fine falls: nobody counted it; and one that fell before is not asked about.
    spel = met_tweede_besluit()
    tweede = doe("TrekBoetebesluitIn", besluit="B2", motivering="Fictief.")
    spel.stap(tweede).dan("BoetebesluitIngetrokken")
    spel.met(tweede).stap(TREK_IN).dan("BoetebesluitIngetrokken")


# ---- an appeal withdrawn ---------------------------------------------------------------------


def test_given_an_appeal_when_withdrawn_then_the_term_runs_on_and_the_system_decides() -> None:
    spel = (
        met_beroep()
        .wanneer("TrekBeroepIn", "2024-09-02", besluit="B1", op="2024-09-02")
        .dan(feit("BeroepIngetrokken", besluit="B1", op="2024-09-02"))
    )
    besluit = spel.dossier.besluiten["B1"]
    assert spel.dossier.inbreuken["I1"].fase is Fase.BETEKEND
    assert besluit.beroepstermijn is not None
    assert besluit.beroepstermijn.gezet_door == spel.paren[-1][1].gebeurtenis_id
    einde = na(spel, "beroep", "B1")
    spel.wanneer("StelDefinitiefVast", einde, besluit="B1").dan(
        feit("BoetebesluitDefinitief", definitiefOp=einde)
    )
    spel.wanneer("StelBeroepIn", besluit="B1", ingesteldOp="2024-09-02").dan("BeroepIngesteld")


def test_given_the_term_is_over_when_withdrawn_then_final_from_that_day() -> None:
    spel = met_beroep().met(doe("TrekBeroepIn", "2024-12-02", besluit="B1", op="2024-12-01"))
    spel.wanneer("StelDefinitiefVast", "2024-12-03", besluit="B1").dan(
        feit("BoetebesluitDefinitief", definitiefOp="2024-12-01")
    )


def test_given_a_late_appeal_on_a_final_decision_when_withdrawn_then_it_stays_final() -> None:
    spel = tot("definitief").met(
        doe("StelBeroepIn", "2024-11-05", besluit="B1", ingesteldOp="2024-11-04")
    )
    spel = spel.wanneer("TrekBeroepIn", besluit="B1", op="2024-11-05").dan("BeroepIngetrokken")
    assert spel.dossier.besluiten["B1"].staat == "definitief"
    assert spel.dossier.inbreuken["I1"].fase is Fase.DEFINITIEF


def test_given_an_appeal_after_finality_when_withdrawn_then_it_can_be_final_again() -> None:
    spel = tot("definitief").met(
        doe("StelBeroepIn", "2024-11-05", besluit="B1", ingesteldOp="2024-10-01"),
        doe("TrekBeroepIn", "2024-11-06", besluit="B1", op="2024-11-06"),
    )
    na(spel, "beroep", "B1")
    spel.wanneer("StelDefinitiefVast", "2024-11-07", besluit="B1").dan(
        feit("BoetebesluitDefinitief", definitiefOp="2024-11-06")
    )


def test_given_a_day_before_the_appeal_when_withdrawn_then_refused() -> None:
    met_beroep().wanneer("TrekBeroepIn", besluit="B1", op="2024-08-18").geweigerd(
        "DatumOnmogelijk", veld="op", datum="2024-08-18"
    )


def test_given_no_appeal_when_withdrawn_then_refused() -> None:
    tot("betekend").wanneer("TrekBeroepIn", besluit="B1", op="2024-08-09").geweigerd(
        "GeenBeroepHangende", besluit="B1"
    )


# ---- defence after the decision, and questions in general -------------------------------------


def test_given_a_defence_in_time_after_the_decision_then_withdrawal_is_proposed_in_one_task() -> (
    None
):
    verweer = doe(
        "RegistreerVerweer",
        "2024-08-07",
        inbreuk="I1",
        verzondenOp="2024-06-03",
        ontvangenOp="2024-08-07",
    )
    spel = (
        tot("beslist")
        .stap(verweer)
        .dan(
            feit("VerweerOntvangen", tijdig=True, naBesluit=True),
            feit(
                "HerbekijkenGevraagd",
                taak="T1",
                soort="verweerNaBesluit",
                betreft="I1",
                op="2024-08-07",
                opdracht="TrekBoetebesluitIn",
                gegevens={"besluit": "B1", "redenCode": "verweerNaBesluit"},
            ),
        )
    )
    assert list(spel.dossier.taken) == ["T1"]
    assert spel.dossier.taken["T1"].opdracht == "TrekBoetebesluitIn"
    assert spel.dossier.inbreuken["I1"].fase is Fase.BESLIST


def test_given_a_question_without_the_task_before_it_then_it_stands_alone() -> None:
    vraag = HerbekijkenGevraagd(taak="T4", soort="verweerNaBesluit", betreft="I1", op=dag(FEIT))
    spel = tot("vastgesteld").met(vraag)
    assert list(spel.dossier.taken) == ["T4"]
    spel = spel.met(doe("HandelTaakAf", taak="T4", uitkomst="gezien"), vraag)
    assert spel.dossier.taken["T4"].afgehandeld is None


def test_given_questions_then_they_are_numbered_on_and_none_is_asked_twice() -> None:
    dossier = tot("vastgesteld").dossier
    een, twee = Vraag("a", "I1", dag(FEIT)), Vraag("b", "I1", dag(FEIT))
    eerste = vragen(dossier, [een, een])
    assert [v.taak for v in eerste] == ["T1"]
    assert [(v.taak, v.soort) for v in vragen(dossier, [een, twee], na=eerste)] == [("T2", "b")]


@pytest.mark.parametrize(
    "spel",
    [
        tot("bevestigd").met(
            doe("RegistreerCollectieveSchuldenregeling", toelaatbaarOp="2025-03-09"),
            doe("RegistreerOverlijden", overledenOp="2025-03-09"),
        ),
        tot("betekend").met(doe("RegistreerOverlijden", overledenOp="2024-08-01")),
        tot("verweer").met(doe("VerhuisNaarRegime", regime="brussel", vanaf="2024-05-15")),
        tot("overgemaakt").met(doe("VerleenUitstel", **UITSTEL)),
        tot("verweer").met(doe("VerleenUitstel", **{**UITSTEL, "van": FEIT})),
        tot("aangemaand").met(doe("RegistreerOnbestelbaar", stuk="S5", op="2024-12-02")),
        tot("inGebreke").met(doe("VerhuisNaarRegime", regime="brussel", vanaf="2024-03-07")),
    ],
)
def test_given_a_question_then_what_it_proposes_is_a_command_with_those_fields(spel: Spel) -> None:
    gevraagd = [g for g, _ in spel.paren if isinstance(g, HerbekijkenGevraagd)]
    assert gevraagd
    for vraag in gevraagd:
        velden = {
            info.alias or naam
            for naam, info in OPDRACHTEN[vraag.opdracht or ""].model_fields.items()
        }
        assert set(vraag.gegevens) <= velden
        if "taak" in vraag.gegevens:
            assert vraag.gegevens["taak"] == vraag.taak
