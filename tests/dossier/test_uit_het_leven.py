"""What random lives and a suspicious lawyer found, each kept as a test of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.state import Fase
from handhaving.eventlog.envelope import Door
from tests.dossier.spel import BEWIJS, Spel, doe, feit
from tests.dossier.trap import FEIT, MOTIEVEN, na, tot
from tests.dossier.voorbeelden import met_beroep
from tests.dossier.voorbeelden_geld import betaald

LAAT_BEROEP = doe("StelBeroepIn", "2025-03-12", besluit="B1", ingesteldOp="2025-03-12")
UITSPRAAK = doe(
    "RegistreerUitspraak",
    "2025-03-20",
    besluit="B1",
    uitspraak="verworpen",
    op="2025-03-20",
    definitiefOp="2025-03-20",
)


def hervormd(spel: Spel, bedrag: str) -> Spel:
    """The judge sets another amount."""
    dag = spel.vandaag
    return spel.met(
        doe("StelBeroepIn", besluit="B1", ingesteldOp="2024-08-19"),
        doe(
            "RegistreerUitspraak",
            besluit="B1",
            uitspraak="hervormd",
            bedrag=bedrag,
            op=dag,
            definitiefOp=dag,
        ),
    )


# ---- vier ogen: wie ooit voorstelde ----------------------------------------------------------


def test_given_an_earlier_proposer_when_another_proposed_since_then_he_still_does_not_decide() -> (
    None
):
    ander = Door("beslisser-9", Rol.BESLISSER, "ABB")
    spel = tot("verweer").met(
        doe("StelBoeteVoor", inbreuk="I1", bedrag="100.00", motivering="Fictief.", door=ander),
        doe("StelBoeteVoor", inbreuk="I1", bedrag="250.00", motivering="Fictief."),
    )
    besluit = doe("NeemBoetebesluit", "2024-08-05", inbreuk="I1", bedrag="250.00", **MOTIEVEN)
    spel.wanneer(
        "NeemBoetebesluit", "2024-08-05", inbreuk="I1", bedrag="250.00", door=ander, **MOTIEVEN
    ).geweigerd("VoorstellerBeslistNiet", inbreuk="I1")
    spel.stap(besluit).dan("BoetebesluitGenomen")


# ---- VLABEL: alleen wat zeker is -------------------------------------------------------------


def test_given_a_late_appeal_when_the_file_is_marked_sent_then_refused_while_it_hangs() -> None:
    spel = tot("overgedragen").met(LAAT_BEROEP)
    marker = {"overdracht": "O1", "bestand": "VLABEL-1.xml"}
    spel.wanneer("MarkeerVlabelOverdrachtVerzonden", **marker).geweigerd(
        "BeroepHangende", besluit="B1", ingesteldOp="2025-03-12"
    )
    spel.met(UITSPRAAK).wanneer("MarkeerVlabelOverdrachtVerzonden", **marker).dan(
        "VlabelOverdrachtVerzonden"
    )


def test_given_a_claim_at_vlabel_when_the_decision_arrived_later_then_it_is_recalled() -> None:
    """A term of appeal that turns out to run makes the debt uncertain: nothing stays there."""
    daarna = (
        tot("bevestigd")
        .wanneer("RegistreerOntvangst", stuk="S3", ontvangenOp="2025-03-03")
        .dan(
            "OntvangstVastgesteld",
            "TermijnVerplaatst",
            "VerstrijkenOngedaanGemaakt",
            "TermijnVerplaatst",
            feit("VlabelOverdrachtTeruggeroepen", overdracht="O1"),
            feit("HerbekijkenGevraagd", soort="foutieveBrieven", betreft="V1"),
        )
    )
    assert daarna.dossier.besluiten["B1"].staat == "betekend"
    assert daarna.dossier.inbreuken["I1"].fase is Fase.BETEKEND
    assert not daarna.dossier.overdrachten["O1"].lopend


def test_given_a_late_appeal_when_the_decision_arrived_later_then_it_was_in_time() -> None:
    spel = tot("bevestigd").met(LAAT_BEROEP)
    assert spel.dossier.inbreuken["I1"].fase is Fase.DEFINITIEF
    daarna = spel.met(doe("RegistreerOntvangst", stuk="S3", ontvangenOp="2025-03-03"))
    beroep = daarna.dossier.besluiten["B1"].beroep
    assert beroep is not None
    assert not beroep.te_laat
    assert daarna.dossier.inbreuken["I1"].fase is Fase.IN_BEROEP
    assert daarna.dossier.besluiten["B1"].definitief_op is None
    assert daarna.dossier.overdrachten["O1"].staat == "teruggeroepen"
    assert daarna.opnieuw() == daarna.dossier


def test_given_a_late_appeal_when_it_stays_late_then_the_case_is_under_appeal_and_open() -> None:
    spel = tot("bevestigd").met(LAAT_BEROEP)
    daarna = spel.met(doe("RegistreerOntvangst", stuk="S3", ontvangenOp="2024-08-16"))
    beroep = daarna.dossier.besluiten["B1"].beroep
    assert beroep is not None
    assert beroep.te_laat
    assert daarna.dossier.inbreuken["I1"].fase is Fase.IN_BEROEP
    assert daarna.dossier.overdrachten["O1"].staat == "teruggeroepen"


def test_given_a_judgment_when_the_decision_arrived_later_then_it_stays_final() -> None:
    spel = tot("definitief").met(
        doe("StelBeroepIn", besluit="B1", ingesteldOp="2024-08-19"), UITSPRAAK
    )
    daarna = spel.wanneer("RegistreerOntvangst", stuk="S3", ontvangenOp="2024-08-16").dan(
        "OntvangstVastgesteld", feit("TermijnVerplaatst", soort="betaling")
    )
    assert daarna.dossier.besluiten["B1"].staat == "definitief"


def test_given_an_urgent_approval_when_it_was_used_then_the_next_one_asks_anew() -> None:
    goed = doe("KeurDringendeOverdrachtGoed", vordering="V1", motivering="Fictief.")
    dringend = doe("DraagOverAanVlabel", vordering="V1", dringend=True)
    spel = tot("inGebrekeTotBetaling").met(
        goed, dringend, doe("WeigerVlabelOverdracht", overdracht="O1", code="E1")
    )
    spel.stap(dringend).geweigerd("TweedeGoedkeuringOntbreekt", vordering="V1")
    spel.met(goed).stap(dringend).dan("VlabelOverdrachtVoorbereid")


def test_given_an_urgent_approval_when_the_ordinary_way_was_taken_then_it_stands() -> None:
    spel = tot("inGebrekeTotBetaling").met(
        doe("KeurDringendeOverdrachtGoed", vordering="V1", motivering="Fictief."),
        doe("DraagOverAanVlabel", vordering="V1"),
        doe("WeigerVlabelOverdracht", overdracht="O1", code="E1"),
    )
    spel.wanneer("DraagOverAanVlabel", vordering="V1", dringend=True).dan(
        "VlabelOverdrachtVoorbereid"
    )


# ---- wat viel, herleeft niet -----------------------------------------------------------------


def test_given_a_withdrawn_decision_when_its_letter_comes_back_then_it_does_not_revive() -> None:
    spel = tot("betekend").met(
        doe("TrekBoetebesluitIn", besluit="B1", motivering="Fictief."),
        doe("NeemBoetebesluit", inbreuk="I1", bedrag="100.00", **MOTIEVEN),
        doe(
            "BetekenBoetebesluit",
            "2024-08-12",
            besluit="B2",
            kanaal=BEWIJS,
            verzondenOp="2024-08-12",
            ontvangenOp="2024-08-12",
            rechtsmiddelenVermeld=True,
        ),
    )
    daarna = spel.wanneer("RegistreerOnbestelbaar", stuk="S3", op="2024-08-12").dan(
        "StukOnbestelbaar"
    )
    assert daarna.dossier.besluiten["B1"].staat == "ingetrokken"
    assert daarna.dossier.besluiten["B2"].staat == "betekend"
    assert daarna.dossier.inbreuken["I1"].fase is Fase.BETEKEND


# ---- de persoon die op tijd was --------------------------------------------------------------


@pytest.mark.parametrize("fase", [Fase.VERNIETIGD, Fase.INGETROKKEN])
def test_given_a_fine_that_fell_when_the_person_was_in_time_then_no_new_fine(fase: Fase) -> None:
    spel = tot("voorgesteld").inbreuk(fase=fase).op("2024-08-05")
    daarna = spel.met(doe("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp="2024-04-02"))
    assert daarna.dossier.inbreuken["I1"].fase is Fase.IN_REGEL
    daarna.wanneer("NeemBoetebesluit", inbreuk="I1", bedrag="250.00", **MOTIEVEN).geweigerd(
        "InbreukIngeregeldOpTijd", "FaseLaatDitNietToe"
    )


@pytest.mark.parametrize("fase", [Fase.VERNIETIGD, Fase.INGETROKKEN])
def test_given_a_fine_that_fell_when_a_defence_arrives_then_it_is_taken_in(fase: Fase) -> None:
    spel = tot("voorgesteld").inbreuk(fase=fase).op("2024-08-05")
    spel.wanneer(
        "RegistreerVerweer", inbreuk="I1", verzondenOp="2024-05-20", ontvangenOp="2024-08-05"
    ).dan(feit("VerweerOntvangen", tijdig=True, naBesluit=False))


@pytest.mark.parametrize(
    ("stuk", "soort"),
    [("S1", "ingebrekestellingOnbestelbaar"), ("S2", "uitnodigingOnbestelbaar")],
)
def test_given_a_fine_that_fell_when_a_letter_never_arrived_then_somebody_must_look(
    stuk: str, soort: str
) -> None:
    spel = tot("voorgesteld").inbreuk(fase=Fase.INGETROKKEN).op("2024-08-05")
    daarna = spel.wanneer("RegistreerOnbestelbaar", stuk=stuk, op="2024-08-05").dan(
        "StukOnbestelbaar", feit("HerbekijkenGevraagd", soort=soort, betreft="I1", opdracht=None)
    )
    daarna.wanneer("NeemBoetebesluit", inbreuk="I1", bedrag="250.00", **MOTIEVEN).geweigerd(
        "TaakOpen", taak="T1"
    )


def test_given_a_fine_that_fell_when_the_invitation_arrived_later_then_its_term_is_kept() -> None:
    spel = tot("voorgesteld").inbreuk(fase=Fase.INGETROKKEN).op("2024-08-05")
    daarna = spel.wanneer("RegistreerOntvangst", stuk="S2", ontvangenOp="2024-08-02").dan(
        "OntvangstVastgesteld", feit("TermijnVerplaatst", soort="verweer")
    )
    daarna.wanneer("NeemBoetebesluit", inbreuk="I1", bedrag="250.00", **MOTIEVEN).geweigerd(
        "VerweertermijnLoopt", inbreuk="I1"
    )


def te_laat_in_regel() -> Spel:
    """Cured on the day after the last, as it seems."""
    spel = tot("termijnVerstreken")
    laat = na(tot("inGebreke"), "inregelstelling", "I1")
    return spel.met(doe("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=laat))


VRAAG = feit(
    "HerbekijkenGevraagd",
    soort="ingeregeldOpTijdGebleken",
    betreft="I1",
    opdracht="RegistreerInregelstelling",
)


def test_given_a_late_cure_when_the_letter_arrived_later_then_somebody_is_asked() -> None:
    spel = te_laat_in_regel()
    daarna = spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-03-20").dan(
        "OntvangstVastgesteld", "TermijnVerplaatst", "VerstrijkenOngedaanGemaakt", VRAAG
    )
    voorstel = daarna.dossier.taken["T1"]
    assert voorstel.opdracht is not None
    daarna.wanneer(voorstel.opdracht, **voorstel.gegevens).dan("InbreukIngeregeld")


def test_given_a_late_cure_when_the_letter_moves_too_little_then_nobody_is_asked() -> None:
    spel = te_laat_in_regel().inbreuk(te_laat_ingeregeld_op=tot("verweer").vandaag)
    spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-03-20").dan(
        "OntvangstVastgesteld", "TermijnVerplaatst", "VerstrijkenOngedaanGemaakt"
    )


def test_given_a_late_cure_when_the_period_is_extended_then_somebody_is_asked() -> None:
    spel = tot("inGebreke")
    laat = na(spel, "inregelstelling", "I1")
    spel = spel.op(laat).met(doe("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp=laat))
    spel.wanneer("VerlengInregelstellingsperiode", inbreuk="I1", tot="2024-05-06").dan(
        "InregelstellingsperiodeVerlengd", VRAAG
    )


def test_given_a_late_cure_when_the_letter_never_arrived_then_somebody_is_asked() -> None:
    te_laat_in_regel().wanneer("RegistreerOnbestelbaar", stuk="S1", op="2024-04-09").dan(
        "StukOnbestelbaar", "VerstrijkenOngedaanGemaakt", "TermijnVervallen", VRAAG
    )


def test_given_a_late_cure_when_abb_sends_the_case_back_then_somebody_is_asked() -> None:
    spel = te_laat_in_regel().met(doe("MaakOverAanABB", "2024-05-06", inbreuk="I1"))
    spel.wanneer("StuurTerugNaarAgentschap", inbreuk="I1", reden="Fictief.").dan(
        "TeruggestuurdNaarAgentschap", VRAAG
    )


# ---- het geld na een uitspraak ---------------------------------------------------------------


def test_given_a_paid_fine_when_the_judge_raises_it_then_the_rest_is_due_again() -> None:
    spel = hervormd(betaald(), "300.00")
    vordering = spel.dossier.vorderingen["V1"]
    assert vordering.voldaan_op is None
    assert vordering.leeft
    spel.wanneer(
        "BoekBetaling",
        vordering="V1",
        bedrag="50.00",
        valutadatum=spel.vandaag,
        bankreferentie="C-2",
    ).dan("BetalingGeboekt", "VorderingVoldaan")


def test_given_a_paid_fine_when_the_judge_lowers_it_then_it_stays_paid_and_the_rest_goes_back() -> (
    None
):
    vordering = hervormd(betaald(), "100.00").dossier.vorderingen["V1"]
    assert vordering.voldaan_op is not None
    assert str(vordering.teveel) == "150.00"


def test_given_a_remitted_fine_when_the_judge_raises_it_then_the_rest_is_due_again() -> None:
    spel = tot("definitief").met(
        doe("ScheldKwijt", vordering="V1", onderdeel="hoofdsom", bedrag="250.00", reden="Fictief.")
    )
    vordering = hervormd(spel, "300.00").dossier.vorderingen["V1"]
    assert vordering.kwijtgescholden_op is None
    assert vordering.leeft


# ---- datums die niet kunnen ------------------------------------------------------------------


def test_given_a_defence_when_the_decision_is_dated_before_it_then_impossible() -> None:
    spel = tot("voorgesteld").met(
        doe("RegistreerVerweer", inbreuk="I1", verzondenOp="2024-07-20", ontvangenOp="2024-07-22")
    )
    besluit = {"inbreuk": "I1", "bedrag": "250.00", **MOTIEVEN}
    spel.wanneer("NeemBoetebesluit", geldigOp="2024-07-21", **besluit).geweigerd(
        "DatumOnmogelijk", veld="geldigOp", voorganger="verweerOntvangenOp"
    )
    spel.wanneer("NeemBoetebesluit", geldigOp="2024-07-22", **besluit).dan("BoetebesluitGenomen")


def test_given_a_fact_when_established_before_it_happened_then_impossible() -> None:
    feit_ = {"type": "I01", "datumFeit": FEIT}
    spel = tot("open").op("2024-03-04")
    dag_ervoor = "2024-02-29"
    spel.wanneer("StelInbreukVast", vastgesteldOp=dag_ervoor, **feit_).geweigerd(
        "DatumOnmogelijk", veld="vastgesteldOp", voorganger="datumFeit"
    )
    spel.wanneer("StelInbreukVast", vastgesteldOp=FEIT, **feit_).dan("InbreukVastgesteld")


def test_given_an_appeal_when_dated_before_the_decision_then_impossible() -> None:
    spel = tot("betekend")
    genomen = spel.dossier.besluiten["B1"].genomen_op
    spel.wanneer("StelBeroepIn", besluit="B1", ingesteldOp=genomen - timedelta(days=1)).geweigerd(
        "DatumOnmogelijk", veld="ingesteldOp", voorganger="genomenOp"
    )
    spel.wanneer("StelBeroepIn", besluit="B1", ingesteldOp=genomen).dan("BeroepIngesteld")


def test_given_a_judgment_when_final_before_it_was_given_then_impossible() -> None:
    spel = met_beroep()
    dag = spel.vandaag
    uitspraak = {"besluit": "B1", "uitspraak": "verworpen", "op": dag}
    spel.wanneer(
        "RegistreerUitspraak", definitiefOp=dag - timedelta(days=1), **uitspraak
    ).geweigerd("DatumOnmogelijk", veld="definitiefOp", voorganger="op")
    spel.wanneer("RegistreerUitspraak", definitiefOp=dag, **uitspraak).dan("UitspraakGeregistreerd")


def test_given_a_decision_when_withdrawn_before_it_was_taken_then_impossible() -> None:
    spel = tot("betekend")
    genomen = spel.dossier.besluiten["B1"].genomen_op
    intrekking = {"besluit": "B1", "motivering": "Fictief."}
    spel.wanneer(
        "TrekBoetebesluitIn", geldigOp=genomen - timedelta(days=1), **intrekking
    ).geweigerd("DatumOnmogelijk", veld="geldigOp", voorganger="genomenOp")
    spel.wanneer("TrekBoetebesluitIn", geldigOp=genomen, **intrekking).dan(
        "BoetebesluitIngetrokken"
    )
