"""A letter that comes back: what rested on it lapses, as far as nothing was built on it."""

from __future__ import annotations

import pytest

from handhaving.dossier.state import Fase
from handhaving.dossier.termijnen import termijnen
from tests.dossier.spel import BEWIJS, Feit, Spel, Stap, dag, doe, feit
from tests.dossier.trap import ADRES, tot
from tests.dossier.voorbeelden import met_beroep

NIEUW_ADRES = doe("RegistreerNieuwAdres", adres=ADRES)
NIEUWE_BRIEF = {"inbreuk": "I1", "kanaal": "afgifte"}


def terug(spel: Spel, stuk: str, op: str | None = None) -> Spel:
    gegevens = {"stuk": stuk, "op": op or spel.vandaag.isoformat()}
    return spel.met(doe("RegistreerOnbestelbaar", op, **gegevens))


def vraag(soort: str, betreft: str, opdracht: str, **gegevens: str) -> Feit:
    return feit(
        "HerbekijkenGevraagd", soort=soort, betreft=betreft, opdracht=opdracht, gegevens=gegevens
    )


def soorten(spel: Spel) -> dict[str, str]:
    return {t.soort: t.staat for t in termijnen(spel.dossier)}


def test_given_a_notice_that_comes_back_then_its_term_lapses_and_the_address_is_looked_into() -> (
    None
):
    uitkomst = tot("inGebreke").wanneer(
        "RegistreerOnbestelbaar", "2024-03-20", stuk="S1", op="2024-03-19"
    )
    spel = uitkomst.dan(
        feit("StukOnbestelbaar", stuk="S1", op="2024-03-19"),
        feit(
            "TermijnVervallen",
            soort="inregelstelling",
            betreft="I1",
            op="2024-03-19",
            van="2024-03-08",
            laatsteDagBurger="2024-04-08",
            laatsteDagOverheid="2024-04-06",
        ),
    )
    assert {g.geldig_op for g in uitkomst.feiten} == {dag("2024-03-19")}
    assert spel.dossier.inbreuken["I1"].fase is Fase.ADRESONDERZOEK
    assert soorten(spel)["inregelstelling"] == "vervallen"
    brief = {**NIEUWE_BRIEF, "verzondenOp": "2024-03-20", "ontvangenOp": "2024-03-20"}
    spel.wanneer("VerzendIngebrekestelling", **brief).geweigerd("AdresOnbekend")
    opnieuw = spel.met(NIEUW_ADRES).wanneer("VerzendIngebrekestelling", **brief)
    spel = opnieuw.dan(
        feit("IngebrekestellingVerzonden", stuk="S2"),
        feit("InregelstellingsperiodeGestart", van="2024-03-21"),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_GEBREKE
    # What the first letter still brings, changes nothing any more.
    spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-03-19").dan(
        "OntvangstVastgesteld"
    )
    spel.wanneer("RegistreerOnbestelbaar", stuk="S1", op="2024-03-20").dan()


def test_given_a_cure_while_the_address_is_looked_into_then_it_is_in_time() -> None:
    spel = terug(tot("inGebreke"), "S1", "2024-03-20")
    spel.wanneer(
        "RegistreerInregelstelling", "2024-06-03", inbreuk="I1", ingeregeldOp="2024-06-03"
    ).dan("InbreukIngeregeld")


def test_given_a_letter_whose_term_had_not_begun_when_it_comes_back_then_one_event() -> None:
    spel = tot("vastgesteld").met(
        doe("VerzendIngebrekestelling", inbreuk="I1", kanaal=BEWIJS, verzondenOp="2024-03-04")
    )
    spel = spel.wanneer("RegistreerOnbestelbaar", stuk="S1", op="2024-03-04").dan(
        "StukOnbestelbaar"
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.ADRESONDERZOEK


def test_given_an_expired_term_when_its_letter_comes_back_then_the_expiry_is_undone() -> None:
    spel = tot("termijnVerstreken")
    op = spel.vandaag.isoformat()
    spel = spel.wanneer("RegistreerOnbestelbaar", stuk="S1", op=op).dan(
        "StukOnbestelbaar",
        feit("VerstrijkenOngedaanGemaakt", soort="inregelstelling", op=op),
        feit("TermijnVervallen", soort="inregelstelling"),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.ADRESONDERZOEK
    assert spel.dossier.taken == {}
    assert spel.opnieuw() == spel.dossier


@pytest.mark.parametrize(
    ("trede", "opdracht", "gegevens"),
    [
        ("overgemaakt", "StuurTerugNaarAgentschap", {"inbreuk": "I1"}),
        ("verweer", "BeslisGeenGevolg", {"inbreuk": "I1"}),
        ("voorgesteld", "BeslisGeenGevolg", {"inbreuk": "I1"}),
        ("definitief", "TrekBoetebesluitIn", {"besluit": "B1"}),
    ],
)
def test_given_more_was_built_on_the_notice_then_a_person_chooses(
    trede: str, opdracht: str, gegevens: dict[str, str]
) -> None:
    spel = tot(trede)
    spel.wanneer("RegistreerOnbestelbaar", stuk="S1", op="2024-05-06").dan(
        "StukOnbestelbaar",
        vraag(
            "ingebrekestellingOnbestelbaar",
            "I1",
            opdracht,
            **gegevens,
            redenCode="onbestelbaar",
        ),
    )


def test_given_a_closed_infringement_when_its_notice_comes_back_then_nothing_follows() -> None:
    spel = tot("inGebreke").met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))
    spel.wanneer("RegistreerOnbestelbaar", stuk="S1", op="2024-03-08").dan("StukOnbestelbaar")


@pytest.mark.parametrize("trede", ["verweer", "voorgesteld"])
def test_given_an_invitation_that_comes_back_then_it_can_be_sent_again(trede: str) -> None:
    spel = (
        tot(trede)
        .wanneer("RegistreerOnbestelbaar", stuk="S2", op="2024-05-16")
        .dan("StukOnbestelbaar", feit("TermijnVervallen", soort="verweer", betreft="I1"))
    )
    inbreuk = spel.dossier.inbreuken["I1"]
    assert (inbreuk.fase, inbreuk.verweer) == (Fase.OVERGEMAAKT, None)
    spel.wanneer(
        "NodigUitTotVerweer", inbreuk="I1", kanaal="deurwaarder", verzondenOp="2024-05-16"
    ).dan("UitgenodigdTotVerweer")


def test_given_a_defence_or_a_decision_when_the_invitation_comes_back_then_no_step_back() -> None:
    verweer = doe(
        "RegistreerVerweer", inbreuk="I1", verzondenOp="2024-05-16", ontvangenOp="2024-05-16"
    )
    tot("verweer").met(verweer).wanneer("RegistreerOnbestelbaar", stuk="S2", op="2024-05-16").dan(
        "StukOnbestelbaar"
    )
    tot("beslist").wanneer("RegistreerOnbestelbaar", stuk="S2", op="2024-05-16").dan(
        "StukOnbestelbaar",
        vraag(
            "uitnodigingOnbestelbaar",
            "I1",
            "TrekBoetebesluitIn",
            besluit="B1",
            redenCode="onbestelbaar",
        ),
    )
    tot("verweer").met(doe("BeslisGeenGevolg", inbreuk="I1", reden="Fictief.")).wanneer(
        "RegistreerOnbestelbaar", stuk="S2", op="2024-05-16"
    ).dan("StukOnbestelbaar")


def test_given_a_decision_that_comes_back_then_it_is_served_again_with_the_same_claim() -> None:
    spel = (
        tot("betekend")
        .wanneer("RegistreerOnbestelbaar", stuk="S3", op="2024-08-09")
        .dan(
            "StukOnbestelbaar",
            feit("TermijnVervallen", soort="beroep", betreft="B1"),
            feit("TermijnVervallen", soort="betaling", betreft="V1"),
        )
    )
    besluit = spel.dossier.besluiten["B1"]
    assert (besluit.staat, besluit.betekend_op, besluit.beroepstermijn) == ("genomen", None, None)
    assert spel.dossier.inbreuken["I1"].fase is Fase.BESLIST
    spel.wanneer("StelBeroepIn", besluit="B1", ingesteldOp="2024-08-09").geweigerd(
        "BesluitNietBetekend"
    )
    spel = spel.wanneer(
        "BetekenBoetebesluit",
        "2024-08-20",
        besluit="B1",
        kanaal="deurwaarder",
        verzondenOp="2024-08-19",
        ontvangenOp="2024-08-19",
        rechtsmiddelenVermeld=True,
    ).dan(
        feit("BoetebesluitBetekend", stuk="S4"),
        feit("BeroepstermijnGestart", van="2024-08-20"),
        feit("BetaaltermijnGestart", vordering="V1", van="2024-08-20"),
    )
    assert spel.dossier.vorderingen["V1"].eerste_brief == dag("2024-08-19")
    assert list(spel.dossier.vorderingen) == ["V1"]


def test_given_a_final_decision_at_vlabel_when_it_comes_back_then_all_of_it_is_undone() -> None:
    spel = (
        tot("bevestigd")
        .wanneer("RegistreerOnbestelbaar", stuk="S3", op="2025-03-10")
        .dan(
            "StukOnbestelbaar",
            feit("VerstrijkenOngedaanGemaakt", soort="beroep", betreft="B1"),
            feit("TermijnVervallen", soort="beroep"),
            feit("TermijnVervallen", soort="betaling"),
            feit("VlabelOverdrachtTeruggeroepen", overdracht="O1", redenCode="onbestelbaar"),
            vraag(
                "adresOnbekend",
                "V1",
                "SchortInvorderingOp",
                vordering="V1",
                redenCode="adresOnbekend",
                vanaf="2025-03-10",
            ),
            feit("HerbekijkenGevraagd", soort="foutieveBrieven", stukken=["S5", "S6", "S7"]),
        )
    )
    assert spel.dossier.besluiten["B1"].definitief_op is None
    assert "beroep" not in soorten(spel)


def test_given_an_appeal_when_the_decision_comes_back_then_who_appealed_had_it() -> None:
    spel = met_beroep()
    spel.wanneer("RegistreerOnbestelbaar", stuk="S3", op="2024-08-20").dan("StukOnbestelbaar")


@pytest.mark.parametrize(("stuk", "trede"), [("S4", "verzocht"), ("S5", "aangemaand")])
def test_given_a_letter_about_money_that_comes_back_then_whether_to_suspend_is_asked(
    stuk: str, trede: str
) -> None:
    spel = tot(trede)
    spel.wanneer("RegistreerOnbestelbaar", stuk=stuk, op=spel.vandaag).dan(
        "StukOnbestelbaar", feit("HerbekijkenGevraagd", opdracht="SchortInvorderingOp")
    )


def test_given_a_paid_claim_when_its_letter_comes_back_then_nobody_is_asked() -> None:
    spel = tot("verzocht").met(
        doe(
            "BoekBetaling",
            vordering="V1",
            bedrag="250.00",
            valutadatum="2024-11-04",
            bankreferentie="C-1",
        )
    )
    spel.wanneer("RegistreerOnbestelbaar", stuk="S4", op="2024-11-04").dan("StukOnbestelbaar")


def test_given_a_day_before_it_was_sent_when_registered_then_refused() -> None:
    tot("inGebreke").wanneer("RegistreerOnbestelbaar", stuk="S1", op="2024-03-05").geweigerd(
        "DatumOnmogelijk", veld="op", datum="2024-03-05"
    )


def test_given_a_letter_of_the_person_when_registered_then_refused() -> None:
    spel = tot("verweer").met(
        doe("RegistreerVerweer", inbreuk="I1", verzondenOp="2024-05-16", ontvangenOp="2024-05-16")
    )
    spel.wanneer("RegistreerOnbestelbaar", stuk="S3", op="2024-05-16").geweigerd(
        "FaseLaatDitNietToe", betreft="S3", fase="ontvangen", toegelaten=["verzonden"]
    )


@pytest.mark.parametrize(
    ("trede", "stuk", "fase", "termijn"),
    [
        ("inGebreke", "S1", Fase.IN_GEBREKE, "InregelstellingsperiodeGestart"),
        ("verweer", "S2", Fase.VERWEER, "VerweertermijnGestart"),
        ("betekend", "S3", Fase.BETEKEND, "BeroepstermijnGestart"),
    ],
)
def test_given_it_arrived_after_all_then_the_case_stands_where_it_stood(
    trede: str, stuk: str, fase: Fase, termijn: str
) -> None:
    spel = terug(tot(trede), stuk)
    uitkomst = spel.wanneer("RegistreerOntvangst", stuk=stuk, ontvangenOp=spel.vandaag)
    assert [type(f).__name__ for f in uitkomst.feiten[:2]] == ["OntvangstVastgesteld", termijn]
    dossier = uitkomst.spel.dossier
    assert dossier.inbreuken["I1"].fase is fase
    assert (dossier.stukken[stuk].onbestelbaar_op, dossier.persoon.adres_onbruikbaar) == (
        None,
        False,
    )


def test_given_an_older_letter_of_the_same_kind_when_it_comes_back_then_only_that() -> None:
    spel = tot("tweedeAanmaning")
    spel = spel.wanneer("RegistreerOnbestelbaar", stuk="S5", op="2025-01-06").dan(
        "StukOnbestelbaar"
    )
    assert not spel.dossier.persoon.adres_onbruikbaar


@pytest.mark.parametrize(
    ("trede", "stuk", "einde"),
    [
        ("vastgesteld", "S1", doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief.")),
        ("beslist", "S3", doe("TrekBoetebesluitIn", besluit="B1", motivering="Fictief.")),
    ],
)
def test_given_it_is_over_when_a_letter_proves_received_then_no_term_revives(
    trede: str, stuk: str, einde: Stap
) -> None:
    spel = tot(trede)
    op = spel.vandaag.isoformat()
    brieven = {
        "S1": doe("VerzendIngebrekestelling", inbreuk="I1", kanaal="deurwaarder", verzondenOp=op),
        "S3": doe(
            "BetekenBoetebesluit",
            besluit="B1",
            kanaal="deurwaarder",
            verzondenOp=op,
            rechtsmiddelenVermeld=True,
        ),
    }
    spel = spel.met(brieven[stuk], einde)
    spel.wanneer("RegistreerOntvangst", stuk=stuk, ontvangenOp=op).dan("OntvangstVastgesteld")
