"""Every reaction: the fact that leads to it, the one beside it that does not, and asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.navraag import VRAAGSOORTEN
from handhaving.reacties import REACTIES, SYSTEEM, gevolgen, reageert_op
from handhaving.recht import Recht
from tests.dossier.spel import dag, doe, feit, recht
from tests.dossier.test_storno import boek
from tests.dossier.trap import FEIT, tot
from tests.dossier.voorbeelden_geld import REDEN
from tests.reacties.keten import gevraagd, na, voorstel, vraag

if TYPE_CHECKING:
    from tests.dossier.spel import Spel, Stap

BIJ_VLABEL = tot("bevestigd")
BEROEP = doe("StelBeroepIn", "2024-09-02", besluit="B1", ingesteldOp="2024-09-02")
BEWIND = doe(
    "StelBewindvoerderAan",
    naam="Fictief Bewindvoerder",
    adres={
        "straat": "Fictiefstraat",
        "huisnummer": "1",
        "postcode": "9999",
        "gemeente": "Fictiegem",
        "land": "BE",
    },
)


def uitspraak(hoe: str, op: str = "2025-01-06", **meer: object) -> Stap:
    velden = {"besluit": "B1", "uitspraak": hoe, "op": op, "definitiefOp": op}
    return doe("RegistreerUitspraak", op, **velden, **meer)


def test_given_the_reactions_then_each_question_is_declared_and_has_a_ground() -> None:
    assert {r.vraag for r in REACTIES} <= set(VRAAGSOORTEN)
    assert set(Recht.laad().herbekijken) == set(VRAAGSOORTEN)


def test_given_a_fact_when_reacted_to_twice_then_the_same_commands_under_the_same_ids() -> None:
    spel, een = na(BIJ_VLABEL, boek("100.00", "2025-04-07"))
    feit, envelop = next((f, e) for f, e in spel.paren if type(f).__name__ == "BetalingGeboekt")
    assert gevolgen(feit, envelop, spel.dossier) == tuple(een)
    assert len({g.opdracht_id for g in een}) == len(een) == 1
    assert een[0].oorzaak_id == envelop.gebeurtenis_id
    ander, twee = na(spel, boek("50.00", "2025-04-08", "C-2"))
    assert reageert_op(ander.paren[-1][0])
    assert {g.opdracht_id for g in een}.isdisjoint({g.opdracht_id for g in twee})


def test_given_a_fact_without_reaction_then_nothing_follows() -> None:
    spel, lijst = na(tot("open"))
    assert lijst == []
    assert not any(reageert_op(feit) for feit, _ in spel.paren)


def test_given_a_question_that_was_asked_when_asked_again_then_refused() -> None:
    spel = gevraagd(BIJ_VLABEL, boek("100.00", "2025-04-07"))
    nog = doe("VraagHerbekijken", vraag="meldAanVlabel", betreft="V1", door=SYSTEEM)
    spel.stap(nog).geweigerd("VraagNietAanDeOrde", betreft="V1", vraag="meldAanVlabel")
    onbekend = doe("VraagHerbekijken", vraag="zomaar", betreft="V1", door=SYSTEEM)
    spel.stap(onbekend).geweigerd("VraagNietAanDeOrde", betreft="V1", vraag="zomaar")


# ---- VLABEL ----------------------------------------------------------------------------------


def test_given_a_payment_after_the_hand_over_then_vlabel_must_be_told_and_was() -> None:
    # Case 58.
    spel = gevraagd(BIJ_VLABEL, boek("100.00", "2025-04-07"))
    assert voorstel(spel, "meldAanVlabel") == (
        "V1",
        "MeldSaldoAanVlabel",
        {"overdracht": "O1", "op": "2025-04-07"},
    )
    assert list(spel.dossier.taken) == ["T1"], "the task of the fold got its proposal"
    _, opdracht, gegevens = voorstel(spel, "meldAanVlabel")
    klaar = spel.wanneer(str(opdracht), **gegevens).dan("VlabelSaldoGemeld")
    assert klaar.dossier.taken["T1"].afgehandeld == "gemeld"


def test_given_all_is_paid_before_the_file_left_then_the_hand_over_is_to_be_recalled() -> None:
    spel = gevraagd(tot("overgedragen"), boek("500.00", "2025-04-07"))
    betreft, opdracht, gegevens = voorstel(spel, "meldAanVlabel")
    assert (betreft, opdracht) == ("V1", "RoepVlabelOverdrachtTerug")
    klaar = spel.wanneer(str(opdracht), **gegevens, reden=REDEN).dan(
        feit("VlabelOverdrachtTeruggeroepen", overdracht="O1", redenCode="betaald")
    )
    assert klaar.dossier.overdrachten["O1"].staat == "teruggeroepen"
    assert "meldAanVlabel" not in {t.soort for t in klaar.dossier.open_taken("V1")}
    # Remitted is not paid: it is recalled as well, and the reason does not say otherwise.
    anders = tot("overgedragen").met(boek("10.00", "2025-04-07"))
    kwijt = anders.dossier.met_vordering("V1", kwijtgescholden_op=dag("2025-04-07"))
    taak = next(t for t in kwijt.taken.values() if t.soort == "meldAanVlabel")
    gegeven = VRAAGSOORTEN["meldAanVlabel"].stel(
        kwijt, taak, recht(), anders.context(boek("1.00", "2025-04-07"))
    )
    assert gegeven == ("RoepVlabelOverdrachtTerug", {"overdracht": "O1", "redenCode": "andere"})
    # Paid in part only, the rest still goes; VLABEL then hears the balance.
    deel = gevraagd(tot("overgedragen"), boek("10.00", "2025-04-07"))
    assert voorstel(deel, "meldAanVlabel")[1] == "MeldSaldoAanVlabel"


def test_given_vlabel_reported_the_payment_itself_then_it_is_not_told() -> None:
    bericht = doe(
        "RegistreerVlabelBericht",
        "2025-04-07",
        overdracht="O1",
        soort="betaling",
        bedrag="100.00",
        op="2025-04-07",
    )
    assert vraag(gevraagd(BIJ_VLABEL, bericht), "meldAanVlabel") is None
    assert vraag(gevraagd(tot("definitief"), boek("10.00", "2024-11-04")), "meldAanVlabel") is None


def test_given_it_is_no_longer_at_vlabel_when_told_then_refused() -> None:
    spel = BIJ_VLABEL.met(
        doe("RoepVlabelOverdrachtTerug", "2025-04-07", overdracht="O1", reden=REDEN)
    )
    spel.wanneer("MeldSaldoAanVlabel", overdracht="O1", op="2025-04-07").geweigerd(
        "FaseLaatDitNietToe", fase="teruggeroepen"
    )
    BIJ_VLABEL.wanneer("MeldSaldoAanVlabel", overdracht="O1", op="2025-03-02").geweigerd(
        "DatumOnmogelijk"
    )
    BIJ_VLABEL.wanneer(
        "MeldSaldoAanVlabel", "2099-01-05", overdracht="O1", op="2099-01-05"
    ).geweigerd("RentevoetOntbreekt")


@pytest.mark.parametrize(
    "stap",
    [
        doe("RekenKostAan", "2025-04-07", vordering="V1", bedrag="15.00", reden=REDEN),
        doe(
            "ScheldKwijt",
            "2025-04-07",
            vordering="V1",
            onderdeel="hoofdsom",
            bedrag="15.00",
            reden=REDEN,
        ),
    ],
)
def test_given_the_balance_changes_at_vlabel_then_vlabel_must_be_told(stap: Stap) -> None:
    assert voorstel(gevraagd(BIJ_VLABEL, stap), "meldAanVlabel")[1] == "MeldSaldoAanVlabel"


def test_given_vlabel_refused_then_a_new_hand_over_is_proposed_until_there_is_one() -> None:
    weiger = doe("WeigerVlabelOverdracht", "2025-03-10", overdracht="O1", code="F-01")
    spel = gevraagd(tot("overgedragen"), weiger)
    assert voorstel(spel, "vlabelWeigerde") == ("O1", "DraagOverAanVlabel", {"vordering": "V1"})
    opnieuw = spel.met(doe("DraagOverAanVlabel", vordering="V1"))
    assert opnieuw.dossier.taken["T1"].afgehandeld == "achterhaald"


def test_given_vlabel_gave_it_back_then_somebody_says_how_to_go_on() -> None:
    def bericht(soort: str) -> Stap:
        velden = {"overdracht": "O1", "soort": soort, "op": "2025-04-07"}
        return doe("RegistreerVlabelBericht", "2025-04-07", **velden)

    spel = gevraagd(BIJ_VLABEL, bericht("terug"))
    betreft, opdracht, gegevens = voorstel(spel, "vlabelGafTerug")
    assert (betreft, opdracht) == ("O1", "HandelTaakAf")
    spel.wanneer("HandelTaakAf", **gegevens).dan("TaakAfgehandeld")
    assert vraag(gevraagd(BIJ_VLABEL, bericht("dwangbevel")), "vlabelGafTerug") is None


def test_given_a_recall_then_vlabel_hears_it_if_it_had_the_claim() -> None:
    roep = doe("RoepVlabelOverdrachtTerug", "2025-04-07", overdracht="O1", reden=REDEN)
    assert voorstel(gevraagd(BIJ_VLABEL, roep), "meldTerugroeping")[:2] == ("O1", "HandelTaakAf")
    assert vraag(gevraagd(tot("overgedragen"), roep), "meldTerugroeping") is None


# ---- de persoon en zijn brieven --------------------------------------------------------------


def test_given_a_letter_comes_back_then_the_address_is_looked_into_until_there_is_one() -> None:
    spel = gevraagd(
        tot("inGebreke"), doe("RegistreerOnbestelbaar", "2024-03-20", stuk="S1", op="2024-03-19")
    )
    assert voorstel(spel, "adresonderzoek") == (
        "P",
        "RegistreerNieuwAdres",
        {"vanaf": "2024-03-20"},
    )
    adres = {
        "straat": "Fictiefstraat",
        "huisnummer": "2",
        "postcode": "9999",
        "gemeente": "Fictiegem",
        "land": "BE",
    }
    klaar = spel.met(doe("RegistreerNieuwAdres", "2024-03-21", adres=adres))
    assert vraag(klaar, "adresonderzoek") is None
    afgevoerd = gevraagd(tot("betekend"), doe("RegistreerAmbtshalveAfvoering", op="2024-08-05"))
    # The day of the fact lies before the day on which it was recorded.
    assert vraag(afgevoerd, "adresonderzoek") is not None


@pytest.mark.parametrize(
    ("trede", "betreft"), [("inGebreke", "I1"), ("verweer", "I1"), ("betekend", "B1")]
)
def test_given_a_guardian_while_a_letter_runs_then_the_guardian_gets_it_too(
    trede: str, betreft: str
) -> None:
    spel = gevraagd(tot(trede), BEWIND)
    assert voorstel(spel, "ookAanBewindvoerder")[:2] == (betreft, "HandelTaakAf")


@pytest.mark.parametrize("trede", ["vastgesteld", "termijnVerstreken", "definitief"])
def test_given_a_guardian_and_no_letter_that_runs_then_nothing(trede: str) -> None:
    assert vraag(gevraagd(tot(trede), BEWIND), "ookAanBewindvoerder") is None


# ---- de inbreuk ------------------------------------------------------------------------------


def test_given_an_unknown_officer_then_a_statement_is_asked_and_stays_in_the_way() -> None:
    vast = doe(
        "StelInbreukVast", "2024-03-04", type="I01", datumFeit=FEIT, vaststellerOnbekend=True
    )
    spel = gevraagd(tot("open"), vast)
    assert voorstel(spel, "vaststellerOnbekend")[:2] == ("I1", "HandelTaakAf")
    assert spel.dossier.taken["T1"].hindert
    bekend = doe("StelInbreukVast", "2024-03-04", type="I01", datumFeit=FEIT)
    assert na(tot("open"), bekend)[1] == []


@pytest.mark.parametrize(
    ("trede", "opdracht"),
    [
        ("overgemaakt", "StuurTerugNaarAgentschap"),
        ("verweer", "BeslisGeenGevolg"),
        ("betekend", "TrekBoetebesluitIn"),
    ],
)
def test_given_a_later_receipt_then_what_rested_on_the_old_term_is_proposed_to_be_undone(
    trede: str, opdracht: str
) -> None:
    ontvangst = doe("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-03-25", wijze="bewijs")
    assert voorstel(gevraagd(tot(trede), ontvangst), "ontvangstLaterGebleken")[:2] == (
        "I1",
        opdracht,
    )


def test_given_cured_in_time_but_known_after_the_fine_then_a_withdrawal_is_proposed() -> None:
    ingeregeld = doe("RegistreerInregelstelling", inbreuk="I1", ingeregeldOp="2024-03-20")
    assert voorstel(gevraagd(tot("betekend"), ingeregeld), "ingeregeldOpTijdNaBesluit") == (
        "I1",
        "TrekBoetebesluitIn",
        {"besluit": "B1", "redenCode": "ingeregeldOpTijdNaBesluit"},
    )
    assert na(tot("inGebreke").op("2024-03-20"), ingeregeld)[1] == []


def _met_te_laat_beroep() -> Spel:
    """A hand-over to VLABEL, and an appeal that seemed too late."""
    laatste = tot("definitief").dossier.besluiten["B1"].beroepstermijn
    assert laatste is not None
    assert laatste.laatste_dag_burger < dag("2024-10-21")
    return BIJ_VLABEL.met(doe("StelBeroepIn", besluit="B1", ingesteldOp="2024-10-21"))


def test_given_a_late_appeal_that_proves_in_time_then_the_claim_is_recalled_from_vlabel() -> None:
    spel = _met_te_laat_beroep()
    assert spel.dossier.overdrachten["O1"].lopend
    stuk = next(s for s, k in spel.dossier.stukken.items() if k.soort == "besluit")
    uitkomst = spel.wanneer(
        "RegistreerOntvangst", stuk=stuk, ontvangenOp="2024-08-26", wijze="bewijs"
    )
    assert "VlabelOverdrachtTeruggeroepen" in [type(f).__name__ for f in uitkomst.feiten]
    daarna = uitkomst.spel.dossier
    beroep = daarna.besluiten["B1"].beroep
    assert beroep is not None
    assert (beroep.te_laat, daarna.inbreuken["I1"].fase.value) == (False, "inBeroep")
    assert daarna.overdrachten["O1"].staat == "teruggeroepen"


def test_given_a_receipt_that_leaves_the_appeal_late_then_it_stays_late_but_comes_back() -> None:
    spel = _met_te_laat_beroep()
    stuk = next(s for s, k in spel.dossier.stukken.items() if k.soort == "besluit")
    daarna = spel.met(
        doe("RegistreerOntvangst", stuk=stuk, ontvangenOp="2024-08-13", wijze="bewijs")
    ).dossier
    beroep = daarna.besluiten["B1"].beroep
    assert beroep is not None
    assert (beroep.te_laat, daarna.inbreuken["I1"].fase.value) == (True, "inBeroep")
    assert daarna.overdrachten["O1"].staat == "teruggeroepen"
