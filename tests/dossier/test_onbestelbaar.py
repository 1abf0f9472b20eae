"""A letter that comes back: what rested on it lapses, as far as nothing was built on it."""

from __future__ import annotations

import pytest

from handhaving.dossier.state import Fase
from handhaving.dossier.termijnen import termijnen
from tests.dossier.spel import BEWIJS, Feit, Spel, dag, doe, feit
from tests.dossier.trap import ADRES, na, tot
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
    spel = spel.met(NIEUW_ADRES).wanneer("VerzendIngebrekestelling", **brief)
    spel = spel.dan(
        feit("IngebrekestellingVerzonden", stuk="S2"),
        feit("InregelstellingsperiodeGestart", van="2024-03-21"),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_GEBREKE
    # What the first letter still brings, changes nothing any more.
    spel.wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-03-19").dan(
        "OntvangstVastgesteld"
    )
    terug_ = spel.wanneer("RegistreerOnbestelbaar", stuk="S1", op="2024-03-20")
    terug_.dan()


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
    tot(trede).wanneer("RegistreerOnbestelbaar", stuk=stuk, op="2024-11-04").dan(
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


# ---- sent back, and prolonged ----------------------------------------------------------------


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
        **NIEUWE_BRIEF,
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
        "VerlengInregelstellingsperiode", inbreuk="I1", tot="9999-12-31"
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
    assert "uitstel" not in soorten(spel)
    spel = spel.met(doe("VerlengInregelstellingsperiode", inbreuk="I1", tot="2024-06-03"))
    assert na(spel, "uitstel", "I1") == dag("2024-05-06")
