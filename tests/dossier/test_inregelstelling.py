"""Curing the infringement, in time or too late, and the end of the term."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handhaving.dossier.gemeen import OP_TIJD_NA_BESLUIT
from handhaving.dossier.state import BIJ_ABB, NA_BESLUIT, Fase
from tests.dossier.rechtzetspel import laatste, zet_recht
from tests.dossier.spel import BEWIJS, dag, doe, feit
from tests.dossier.trap import na, tot

LAATSTE = na(tot("inGebreke"), "inregelstelling", "I1") - timedelta(days=1)
OP_TIJD = doe("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=LAATSTE)
STIL = feit("InvorderingOpgeschort", vordering="V1", redenCode=OP_TIJD_NA_BESLUIT)
GEVRAAGD = feit(
    "HerbekijkenGevraagd",
    taak="T1",
    soort=OP_TIJD_NA_BESLUIT,
    betreft="I1",
    opdracht="TrekBoetebesluitIn",
    gegevens={"besluit": "B1", "redenCode": OP_TIJD_NA_BESLUIT},
)


@pytest.mark.parametrize("dagen", [-20, -1, 0])
def test_given_the_fact_lies_in_the_term_when_registered_later_then_in_time(dagen: int) -> None:
    op = LAATSTE + timedelta(days=dagen)
    spel = (
        tot("inGebreke")
        .wanneer(
            "RegistreerInregelstelling",
            LAATSTE + timedelta(days=40),
            inbreuk="I1",
            ingeregeldOp=op,
            bewijs="Fictief.",
        )
        .dan(feit("InbreukIngeregeld", inbreuk="I1", op=op, bewijs="Fictief."))
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_REGEL
    assert spel.dossier.inbreuken["I1"].ingeregeld_op == op
    assert spel.paren[-1][0].geldig_op == op


def test_given_the_fact_lies_after_the_last_day_then_too_late_and_the_phase_stays() -> None:
    op = LAATSTE + timedelta(days=1)
    spel = (
        tot("termijnVerstreken")
        .wanneer("RegistreerInregelstelling", op, inbreuk="I1", ingeregeldOp=op, bewijs="Fictief.")
        .dan(
            feit(
                "InregelstellingTeLaat",
                inbreuk="I1",
                op=op,
                laatsteDagBurger=LAATSTE,
                bewijs="Fictief.",
            )
        )
    )
    inbreuk = spel.dossier.inbreuken["I1"]
    assert inbreuk.fase is Fase.TERMIJN_VERSTREKEN
    assert (inbreuk.ingeregeld_op, inbreuk.te_laat_ingeregeld_op) == (None, op)


@pytest.mark.parametrize(
    ("instant", "soort"),
    [
        ("T21:59:00Z", "InbreukIngeregeld"),  # 23:59 in Brussels, in summer: recht §13, case 21
        ("T23:59:59+02:00", "InbreukIngeregeld"),
        ("T22:00:30Z", "InregelstellingTeLaat"),
        ("T23:59:59-05:00", "InregelstellingTeLaat"),
    ],
)
def test_given_an_instant_then_its_day_in_brussels_counts(instant: str, soort: str) -> None:
    tot("inGebreke").wanneer(
        "RegistreerInregelstelling",
        LAATSTE + timedelta(days=9),
        inbreuk="I1",
        ingeregeldOp=f"{LAATSTE}{instant}",
    ).dan(soort)


@pytest.mark.parametrize(
    "instant",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2024-04-01T10:00:00"],
)
def test_given_an_instant_that_is_on_no_day_then_refused(instant: str) -> None:
    weigering = (
        tot("inGebreke")
        .wanneer("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=instant)
        .geweigerd("OngeldigeGegevens")
    )
    assert "ingeregeldOp" in str(weigering.feiten["velden"])
    assert instant not in str(weigering.feiten)


def test_given_no_term_has_started_then_always_in_time() -> None:
    tot("vastgesteld").wanneer(
        "RegistreerInregelstelling", inbreuk="I1", ingeregeldOp="2024-03-04"
    ).dan("InbreukIngeregeld")


@pytest.mark.parametrize("trede", ["overgemaakt", "verweer", "voorgesteld"])
def test_given_it_was_handed_over_when_it_proves_in_time_then_the_hand_over_is_undone(
    trede: str,
) -> None:
    spel = tot(trede)
    assert spel.dossier.inbreuken["I1"].fase in BIJ_ABB
    spel = spel.wanneer("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=LAATSTE).dan(
        feit("InbreukIngeregeld", op=LAATSTE), feit("OvermakingOngedaanGemaakt", op=LAATSTE)
    )
    inbreuk = spel.dossier.inbreuken["I1"]
    assert (inbreuk.fase, inbreuk.overgemaakt_op) == (Fase.IN_REGEL, None)
    assert inbreuk.uitnodigen_voor is None
    te_laat = LAATSTE + timedelta(days=1)
    tot(trede).wanneer("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=te_laat).dan(
        "InregelstellingTeLaat"
    )


@pytest.mark.parametrize("trede", ["beslist", "betekend", "definitief"])
def test_given_a_fine_stands_when_it_proves_in_time_then_a_person_is_asked(trede: str) -> None:
    fase = tot(trede).dossier.inbreuken["I1"].fase
    assert fase in NA_BESLUIT
    stil = [] if trede == "beslist" else [STIL]
    spel = tot(trede).stap(OP_TIJD).dan(feit("InbreukIngeregeld", op=LAATSTE), *stil, GEVRAAGD)
    assert spel.dossier.inbreuken["I1"].fase is fase
    taken = spel.dossier.open_taken("I1")
    assert [(t.sleutel, t.soort, t.opdracht) for t in taken] == [
        ("T1", "ingeregeldOpTijdNaBesluit", "TrekBoetebesluitIn")
    ]
    assert not any(b.staat == "ingetrokken" for b in spel.dossier.besluiten.values())
    assert spel.opnieuw() == spel.dossier
    spel.stap(OP_TIJD).dan()
    te_laat = LAATSTE + timedelta(days=1)
    tot(trede).wanneer("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=te_laat).dan(
        "InregelstellingTeLaat"
    )


def test_given_another_day_in_time_then_the_same_question_and_no_second_suspension() -> None:
    eerder = LAATSTE - timedelta(days=1)
    spel = tot("betekend").met(OP_TIJD)
    spel = spel.wanneer("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=eerder).dan(
        "InbreukIngeregeld"
    )
    assert [t.sleutel for t in spel.dossier.open_taken("I1")] == ["T1"]


def test_given_proof_before_the_service_then_it_waits_for_the_choice() -> None:
    beteken = doe(
        "BetekenBoetebesluit",
        "2024-08-09",
        besluit="B1",
        kanaal=BEWIJS,
        verzondenOp="2024-08-07",
        ontvangenOp="2024-08-08",
        rechtsmiddelenVermeld=True,
    )
    spel = tot("beslist").met(OP_TIJD)
    spel.stap(beteken).geweigerd("TaakOpen", taak="T1", taaksoort="ingeregeldOpTijdNaBesluit")
    gekozen = spel.met(doe("HandelTaakAf", taak="T1", uitkomst="besluitBlijft"))
    assert gekozen.stap(beteken).weigering is None


def test_given_a_hand_over_when_it_proves_in_time_then_it_is_recalled() -> None:
    terug = feit("VlabelOverdrachtTeruggeroepen", overdracht="O1", redenCode=OP_TIJD_NA_BESLUIT)
    for trede in ("overgedragen", "bevestigd"):
        spel = tot(trede).stap(OP_TIJD).dan("InbreukIngeregeld", STIL, terug, GEVRAAGD)
        assert spel.dossier.overdrachten["O1"].staat == "teruggeroepen"


def test_given_it_lies_still_then_nothing_leaves_until_a_person_resumes() -> None:
    aanmaning = doe(
        "VerzendAanmaning", "2024-12-02", vordering="V1", kanaal="gewoon", verzondenOp="2024-12-02"
    )
    spel = tot("verzocht").met(OP_TIJD)
    spel.stap(aanmaning).geweigerd("InvorderingIsOpgeschort", redenCode=OP_TIJD_NA_BESLUIT)
    spel = spel.met(
        doe("HandelTaakAf", taak="T1", uitkomst="besluitBlijft"),
        doe("HervatInvordering", vordering="V1", vanaf=spel.vandaag.isoformat()),
    )
    spel.stap(aanmaning).dan("AanmaningVerzonden")
    ingetrokken = tot("verzocht").met(
        OP_TIJD, doe("TrekBoetebesluitIn", besluit="B1", motivering="Fictief.")
    )
    assert ingetrokken.dossier.vorderingen["V1"].afgesloten


def test_given_the_cure_is_put_right_then_the_recovery_goes_on() -> None:
    spel = tot("verzocht").met(OP_TIJD)
    spel = zet_recht(spel, laatste(spel, "InbreukIngeregeld")).spel
    assert spel.dossier.vorderingen["V1"].opgeschort_op(spel.vandaag) is None
    assert spel.dossier.open_taken("I1") == []


def test_given_a_decision_that_is_unknown_then_nothing_lies_still() -> None:
    spel = tot("betekend").inbreuk("I1", besluit=None)
    spel.stap(OP_TIJD).dan("InbreukIngeregeld")


def test_given_the_last_day_when_the_system_asks_then_the_term_still_runs() -> None:
    tot("inGebreke").wanneer("StelVerstrijkenVast", LAATSTE, inbreuk="I1").geweigerd(
        "TermijnLoopt", inbreuk="I1", laatsteDagBurger=LAATSTE
    )


def test_given_the_day_after_when_the_system_asks_then_it_has_run_out() -> None:
    dag_erna = LAATSTE + timedelta(days=1)
    spel = (
        tot("inGebreke")
        .wanneer("StelVerstrijkenVast", dag_erna, inbreuk="I1")
        .dan(
            feit(
                "InregelstellingsperiodeVerstreken",
                inbreuk="I1",
                verstrekenOp=dag_erna,
                laatsteDagBurger=LAATSTE,
            )
        )
    )
    inbreuk = spel.dossier.inbreuken["I1"]
    assert inbreuk.fase is Fase.TERMIJN_VERSTREKEN
    assert inbreuk.inregelstelling is not None
    assert inbreuk.inregelstelling.staat == "verstreken"


def test_given_the_system_was_away_for_weeks_then_it_expired_on_its_own_day() -> None:
    tot("inGebreke").wanneer("StelVerstrijkenVast", LAATSTE + timedelta(days=50), inbreuk="I1").dan(
        feit("InregelstellingsperiodeVerstreken", verstrekenOp=LAATSTE + timedelta(days=1))
    )


def test_given_a_term_that_never_started_when_the_system_asks_then_it_cannot_expire() -> None:
    spel = tot("vastgesteld").met(
        doe(
            "VerzendIngebrekestelling",
            "2024-03-08",
            inbreuk="I1",
            kanaal=BEWIJS,
            verzondenOp="2024-03-06",
        )
    )
    spel.wanneer("StelVerstrijkenVast", "2025-03-08", inbreuk="I1").geweigerd(
        "TermijnLoopt", laatsteDagBurger="nietGestart"
    )


def test_given_another_authority_is_competent_when_it_expires_then_it_is_theirs() -> None:
    spel = tot("open").met(
        doe(
            "StelInbreukVast",
            "2024-03-04",
            type="I01",
            datumFeit="2024-03-01",
            sanctioneringsbevoegdheid="OCMW",
        ),
        doe(
            "VerzendIngebrekestelling",
            "2024-03-08",
            inbreuk="I1",
            kanaal="afgifte",
            verzondenOp="2024-03-08",
            ontvangenOp="2024-03-08",
        ),
    )
    spel = spel.met(doe("StelVerstrijkenVast", na(spel, "inregelstelling", "I1"), inbreuk="I1"))
    assert spel.dossier.inbreuken["I1"].fase is Fase.ANDERE_OVERHEID
    spel.wanneer("MaakOverAanABB", inbreuk="I1").geweigerd(
        "AndereOverheidBevoegd", "FaseLaatDitNietToe", inbreuk="I1", bevoegd="OCMW"
    )
    spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp=spel.vandaag).dan(
        "OntvangstVastgesteld", "TermijnVerplaatst", "VerstrijkenOngedaanGemaakt"
    ).wanneer("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=spel.vandaag).dan(
        "InbreukIngeregeld"
    )


def test_given_the_cure_is_of_tomorrow_then_refused() -> None:
    morgen = tot("inGebreke").vandaag + timedelta(days=1)
    tot("inGebreke").wanneer(
        "RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=f"{morgen}T10:00:00+01:00"
    ).geweigerd("DatumInDeToekomst", veld="ingeregeldOp", datum=dag(morgen))
