"""Appeal, judgment, and when a decision is final."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handhaving.dossier.state import Fase
from handhaving.recht import Cent
from tests.dossier.spel import BEWIJS, dag, doe, feit, recht
from tests.dossier.trap import MOTIEVEN, na, tot
from tests.dossier.voorbeelden import met_beroep

LAATSTE = na(tot("betekend"), "beroep", "B1") - timedelta(days=1)
NIET_BETEKEND = tot("beslist").met(
    doe(
        "BetekenBoetebesluit",
        besluit="B1",
        kanaal=BEWIJS,
        verzondenOp="2024-08-05",
        rechtsmiddelenVermeld=True,
    )
)


def test_given_a_served_decision_when_appealed_in_time_then_it_pends() -> None:
    spel = (
        tot("betekend")
        .wanneer(
            "StelBeroepIn",
            LAATSTE + timedelta(days=20),
            besluit="B1",
            ingesteldOp=LAATSTE,
            instantie="Fictief rechtscollege",
            rolnummer="F-1",
        )
        .dan(
            feit(
                "BeroepIngesteld",
                besluit="B1",
                ingesteldOp=LAATSTE,
                teLaat=False,
                instantie="Fictief rechtscollege",
                rolnummer="F-1",
            )
        )
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_BEROEP
    spel.wanneer("StelDefinitiefVast", besluit="B1").geweigerd(
        "BeroepHangende", ingesteldOp=LAATSTE
    )


def test_given_the_day_after_when_appealed_then_a_fact_marked_too_late() -> None:
    op = LAATSTE + timedelta(days=1)
    spel = (
        tot("definitief")
        .wanneer("StelBeroepIn", op, besluit="B1", ingesteldOp=op)
        .dan(feit("BeroepIngesteld", teLaat=True))
    )
    assert spel.dossier.besluiten["B1"].staat == "definitief"
    assert spel.dossier.inbreuken["I1"].fase is Fase.DEFINITIEF


def test_given_it_was_final_when_a_timely_appeal_turns_up_then_no_longer() -> None:
    spel = (
        tot("definitief")
        .wanneer("StelBeroepIn", besluit="B1", ingesteldOp=LAATSTE)
        .dan(feit("BeroepIngesteld", teLaat=False))
    )
    besluit = spel.dossier.besluiten["B1"]
    assert (besluit.staat, besluit.definitief_op) == ("betekend", None)
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_BEROEP


@pytest.mark.parametrize("trede", ["overgedragen", "bevestigd"])
def test_given_the_claim_is_at_vlabel_when_appealed_then_only_a_timely_one_recalls(
    trede: str,
) -> None:
    tot(trede).wanneer("StelBeroepIn", besluit="B1", ingesteldOp=LAATSTE).dan(
        "BeroepIngesteld",
        feit(
            "VlabelOverdrachtTeruggeroepen",
            overdracht="O1",
            teruggeroepenOp=LAATSTE,
            redenCode="beroepOpTijd",
        ),
    )
    tot(trede).wanneer("StelBeroepIn", besluit="B1", ingesteldOp=LAATSTE + timedelta(days=1)).dan(
        feit("BeroepIngesteld", teLaat=True)
    )


def test_given_no_receipt_is_known_when_appealed_then_in_time() -> None:
    NIET_BETEKEND.wanneer("StelBeroepIn", "2026-01-05", besluit="B1", ingesteldOp="2026-01-05").dan(
        feit("BeroepIngesteld", teLaat=False)
    )


def test_given_it_was_not_served_when_appealed_then_refused() -> None:
    tot("beslist").wanneer("StelBeroepIn", besluit="B1", ingesteldOp="2024-08-05").geweigerd(
        "BesluitNietBetekend", besluit="B1"
    )


def test_given_an_appeal_pends_when_appealed_again_then_refused() -> None:
    met_beroep().wanneer("StelBeroepIn", besluit="B1", ingesteldOp="2024-08-20").geweigerd(
        "BeroepHangende", besluit="B1", ingesteldOp="2024-08-19"
    )


def test_given_the_decision_is_gone_when_appealed_then_refused() -> None:
    spel = tot("betekend").met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))
    spel.wanneer("StelBeroepIn", besluit="B1", ingesteldOp="2024-08-09").geweigerd(
        "FaseLaatDitNietToe", betreft="B1", fase="ingetrokken"
    )


# --- judgment -------------------------------------------------------------------------------


def test_given_an_appeal_when_rejected_then_final_and_prescription_starts_anew() -> None:
    wet = recht().verjaring(dag("2024-12-02"))
    spel = (
        met_beroep()
        .wanneer(
            "RegistreerUitspraak",
            "2025-01-06",
            besluit="B1",
            uitspraak="verworpen",
            op="2024-11-04",
            definitiefOp="2024-12-02",
        )
        .dan(
            feit(
                "UitspraakGeregistreerd",
                besluit="B1",
                uitspraak="verworpen",
                op="2024-11-04",
                definitiefOp="2024-12-02",
                bedrag=None,
            )
        )
    )
    besluit, vordering = spel.dossier.besluiten["B1"], spel.dossier.vorderingen["V1"]
    assert (besluit.staat, besluit.definitief_op) == ("definitief", dag("2024-12-02"))
    assert spel.dossier.inbreuken["I1"].fase is Fase.DEFINITIEF
    assert vordering.verjaring is not None
    assert (vordering.verjaring.van, vordering.verjaring.datum) == (dag("2024-12-02"), wet.datum)
    assert besluit.bedrag == vordering.hoofdsom == Cent(25000)


def test_given_an_appeal_when_annulled_then_the_claim_closes_and_abb_may_decide_again() -> None:
    spel = met_beroep().met(
        doe(
            "BoekBetaling",
            vordering="V1",
            bedrag="10.00",
            valutadatum="2024-08-20",
            bankreferentie="C-1",
        ),
        doe(
            "RegistreerUitspraak",
            "2025-01-06",
            besluit="B1",
            uitspraak="vernietigd",
            op="2024-11-04",
            definitiefOp="2024-12-02",
        ),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.VERNIETIGD
    assert spel.dossier.besluiten["B1"].staat == "vernietigd"
    assert spel.dossier.vorderingen["V1"].afgesloten
    opnieuw = doe("NeemBoetebesluit", inbreuk="I1", bedrag="100.00", **MOTIEVEN)
    spel.stap(opnieuw).dan(feit("BoetebesluitGenomen", besluit="B2", recidivestap=1))


@pytest.mark.parametrize(
    ("betaald", "voldaan"), [("99.99", False), ("100.00", True), ("150.00", True)]
)
def test_given_an_appeal_when_reformed_then_the_new_amount_is_due(
    betaald: str,
    voldaan: bool,  # noqa: FBT001
) -> None:
    spel = met_beroep().met(
        doe(
            "BoekBetaling",
            vordering="V1",
            bedrag=betaald,
            valutadatum="2024-08-20",
            bankreferentie="C-1",
        ),
        doe(
            "RegistreerUitspraak",
            "2025-01-06",
            besluit="B1",
            uitspraak="hervormd",
            op="2024-11-04",
            definitiefOp="2024-12-02",
            bedrag="100.00",
        ),
    )
    vordering = spel.dossier.vorderingen["V1"]
    assert spel.dossier.besluiten["B1"].bedrag == vordering.hoofdsom == Cent(10000)
    assert vordering.voldaan_op == (dag("2024-11-04") if voldaan else None)
    assert vordering.teveel == max(0, Cent.lees(betaald) - 10000)


@pytest.mark.parametrize(
    ("uitspraak", "bedrag", "reden"),
    [
        ("hervormd", None, "ongeldig bedrag"),
        ("verworpen", "100.00", "ongeldig bedrag"),
        ("vernietigd", "100.00", "ongeldig bedrag"),
        ("hervormd", "-0.01", "ongeldig bedrag"),
        ("toegewezen", None, "geen toegelaten waarde"),
    ],
)
def test_given_a_judgment_that_does_not_add_up_then_refused(
    uitspraak: str, bedrag: str | None, reden: str
) -> None:
    weigering = (
        met_beroep()
        .wanneer(
            "RegistreerUitspraak",
            besluit="B1",
            uitspraak=uitspraak,
            op="2024-08-20",
            definitiefOp="2024-08-20",
            bedrag=bedrag,
        )
        .geweigerd("OngeldigeGegevens")
    )
    assert reden in str(weigering.feiten["velden"])


def test_given_no_appeal_when_judged_then_refused() -> None:
    velden = {"besluit": "B1", "uitspraak": "verworpen", "op": "2024-08-09"}
    tot("betekend").wanneer("RegistreerUitspraak", definitiefOp="2024-08-09", **velden).geweigerd(
        "GeenBeroepHangende", besluit="B1"
    )


def test_given_a_day_beyond_the_calendar_when_judged_then_the_gap_in_the_law_is_named() -> None:
    velden = {"besluit": "B1", "uitspraak": "verworpen", "op": "2024-08-20"}
    weigering = (
        met_beroep()
        .wanneer("RegistreerUitspraak", definitiefOp="2045-12-31", **velden)
        .geweigerd("RechtswaardeOntbreekt")
    )
    assert weigering.feiten["gat"]


# --- final ----------------------------------------------------------------------------------


def test_given_the_last_day_when_the_system_asks_then_the_term_still_runs() -> None:
    tot("betekend").wanneer("StelDefinitiefVast", LAATSTE, besluit="B1").geweigerd(
        "BeroepstermijnLoopt", besluit="B1", laatsteDagBurger=LAATSTE
    )


def test_given_the_day_after_when_the_system_asks_then_final_on_that_day() -> None:
    spel = (
        tot("betekend")
        .wanneer("StelDefinitiefVast", LAATSTE + timedelta(days=30), besluit="B1")
        .dan(
            feit(
                "BoetebesluitDefinitief",
                besluit="B1",
                definitiefOp=LAATSTE + timedelta(days=1),
            )
        )
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.DEFINITIEF
    termijn = spel.dossier.besluiten["B1"].beroepstermijn
    assert termijn is not None
    assert termijn.staat == "verstreken"


def test_given_no_receipt_is_known_when_the_system_asks_then_never_final() -> None:
    NIET_BETEKEND.wanneer("StelDefinitiefVast", "2026-01-05", besluit="B1").geweigerd(
        "BeroepstermijnLoopt", laatsteDagBurger="nietGestart"
    )


def test_given_it_was_not_served_when_the_system_asks_then_phase_and_term() -> None:
    tot("beslist").wanneer("StelDefinitiefVast", besluit="B1").geweigerd(
        "FaseLaatDitNietToe", "BeroepstermijnLoopt", fase="genomen", toegelaten=["betekend"]
    )


BEWEZEN = doe("RegistreerOntvangst", "2025-03-20", stuk="S3", ontvangenOp="2024-10-07")


def test_given_a_later_receipt_while_at_vlabel_then_not_final_and_recalled() -> None:
    spel = (
        tot("bevestigd")
        .stap(BEWEZEN)
        .dan(
            "OntvangstVastgesteld",
            feit("TermijnVerplaatst", soort="beroep"),
            feit("VerstrijkenOngedaanGemaakt", soort="beroep", betreft="B1"),
            "TermijnVerplaatst",
            feit(
                "VlabelOverdrachtTeruggeroepen", overdracht="O1", redenCode="ontvangstLaterGebleken"
            ),
        )
    )
    assert spel.dossier.besluiten["B1"].staat == "betekend"
    assert spel.dossier.overdrachten["O1"].staat == "teruggeroepen"


def test_given_a_judgment_when_a_later_receipt_is_proven_then_the_decision_stays_final() -> None:
    spel = (
        tot("betekend")
        .met(
            doe("StelBeroepIn", "2024-08-20", besluit="B1", ingesteldOp="2024-08-19"),
            doe(
                "RegistreerUitspraak",
                "2024-09-20",
                besluit="B1",
                uitspraak="verworpen",
                op="2024-09-19",
                definitiefOp="2024-09-19",
            ),
        )
        .stap(BEWEZEN)
        .dan("OntvangstVastgesteld", feit("TermijnVerplaatst", soort="betaling"))
    )
    assert spel.dossier.besluiten["B1"].staat == "definitief"
    assert spel.dossier.inbreuken["I1"].fase is Fase.DEFINITIEF


def test_given_a_judgment_then_the_term_to_appeal_is_over() -> None:
    op = "2024-09-02"
    uitspraak = {"besluit": "B1", "uitspraak": "verworpen", "op": op, "definitiefOp": op}
    spel = met_beroep().met(doe("RegistreerUitspraak", op, **uitspraak))
    termijn = spel.dossier.besluiten["B1"].beroepstermijn
    assert termijn is not None
    assert termijn.staat == "verstreken"


@pytest.mark.parametrize(("bedrag", "kan"), [("5000.00", True), ("5000.01", False), ("0.00", True)])
def test_given_a_judgment_then_its_amount_is_never_above_the_fork(bedrag: str, kan: bool) -> None:  # noqa: FBT001 - a column
    uitkomst = met_beroep().wanneer(
        "RegistreerUitspraak",
        besluit="B1",
        uitspraak="hervormd",
        op="2024-08-20",
        definitiefOp="2024-08-20",
        bedrag=bedrag,
    )
    if kan:
        assert uitkomst.weigering is None
    else:
        uitkomst.geweigerd("BedragBuitenBoetevork", bedrag=bedrag, maximum="5000.00")
