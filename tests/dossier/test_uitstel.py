"""Deferment: what it covers, when the term to cure stands still, and how it runs on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handhaving.dossier.state import Fase
from handhaving.dossier.termijnen import termijnen
from tests.dossier.spel import Spel, dag, doe, feit
from tests.dossier.trap import FEIT, MOTIEVEN, na, tot

IN_GEBREKE = tot("inGebreke")
"""Fact on 1 March, letter received on 7 March: the term runs from 8 March."""
TERMIJN = IN_GEBREKE.dossier.inbreuken["I1"].inregelstelling
assert TERMIJN is not None
EINDE = TERMIJN.laatste_dag_burger
HERSTART = {"laatsteDagBurger": "2024-04-24", "laatsteDagOverheid": "2024-04-24"}
HERVATTING = {"laatsteDagBurger": "2024-04-22", "laatsteDagOverheid": "2024-04-21"}


def verleend(spel: Spel, op: str, van: str, tot_: str) -> Spel:
    return spel.met(doe("VerleenUitstel", op, soort="start", van=van, tot=tot_))


def rij(spel: Spel) -> list[tuple[object, ...]]:
    return [
        (t.vervalt_op, t.opdracht, t.staat) for t in termijnen(spel.dossier) if t.soort == "uitstel"
    ]


def test_given_no_infringement_when_granted_then_one_event_and_its_secrets_are_sealed() -> None:
    spel = (
        tot("open")
        .wanneer(
            "VerleenUitstel",
            soort="opschortingContract",
            van="2024-02-01",
            tot="2024-05-31",
            reden="Fictieve reden.",
            attest="Fictief attest.",
        )
        .dan(
            feit(
                "UitstelVerleend",
                uitstel="U1",
                soort="opschortingContract",
                van="2024-02-01",
                tot="2024-05-31",
                reden="Fictieve reden.",
                attest="Fictief attest.",
            )
        )
    )
    assert spel.paren[-1][0].geldig_op == dag("2024-02-01")
    assert spel.dossier.uitstellen["U1"].soort == "opschortingContract"


@pytest.mark.parametrize(("van", "tot_"), [("2024-05-02", "2024-05-01")])
def test_given_a_period_that_ends_before_it_begins_then_refused(van: str, tot_: str) -> None:
    tot("open").wanneer("VerleenUitstel", soort="start", van=van, tot=tot_).geweigerd(
        "PeriodeOngeldig", van=van, tot=tot_
    )
    tot("open").wanneer("VerleenUitstel", soort="start", van=van, tot=van).dan("UitstelVerleend")


@pytest.mark.parametrize("tot_", ["2045-12-31", "2041-01-01"])
def test_given_a_period_beyond_the_calendar_then_the_gap_is_named(tot_: str) -> None:
    tot("open").wanneer("VerleenUitstel", soort="start", van="2024-05-02", tot=tot_).geweigerd(
        "RechtswaardeOntbreekt"
    )


def test_given_a_key_then_chosen_once_or_numbered_on() -> None:
    spel = tot("open").met(
        doe("VerleenUitstel", uitstel="A-1", soort="start", van="2024-02-01", tot="2024-02-02")
    )
    spel.wanneer(
        "VerleenUitstel", uitstel="A-1", soort="start", van="2024-03-01", tot="2024-03-02"
    ).geweigerd("SleutelReedsGebruikt", sleutel="A-1")
    spel.wanneer("VerleenUitstel", soort="contract", van="2024-02-01", tot="2024-02-02").dan(
        feit("UitstelVerleend", uitstel="U1")
    )


@pytest.mark.parametrize(
    ("datum", "gedekt"),
    [("2024-01-31", False), ("2024-02-01", True), ("2024-02-20", True), ("2024-02-21", False)],
)
def test_given_a_fact_when_established_then_only_a_deferment_on_that_day_refuses(
    datum: str,
    gedekt: bool,  # noqa: FBT001
) -> None:
    spel = verleend(tot("open"), "2024-02-27", "2024-02-01", "2024-02-20")
    uitkomst = spel.wanneer("StelInbreukVast", type="I01", datumFeit=datum)
    if not gedekt:
        uitkomst.dan("InbreukVastgesteld")
        return
    weigering = uitkomst.geweigerd(
        "UitstelDektDatum",
        datumFeit=datum,
        uitstelsoort="start",
        van="2024-02-01",
        tot="2024-02-20",
        uitstel="U1",
    )
    assert weigering.grondslag[0].regel == "uitstel.dekt.start"


@pytest.mark.parametrize(
    ("trede", "fase"),
    [
        ("vastgesteld", Fase.VASTGESTELD),
        ("termijnVerstreken", Fase.TERMIJN_VERSTREKEN),
        ("verweer", Fase.VERWEER),
        ("definitief", Fase.DEFINITIEF),
    ],
)
def test_given_a_deferment_that_covers_the_fact_then_a_person_is_asked_to_set_it_right(
    trede: str, fase: Fase
) -> None:
    spel = (
        tot(trede)
        .wanneer("VerleenUitstel", soort="start", van="2024-02-01", tot=FEIT)
        .dan(
            feit("UitstelVerleend", tot=FEIT),
            feit(
                "HerbekijkenGevraagd",
                taak="T1",
                soort="uitstelDektDatum",
                betreft="I1",
                op="2024-02-01",
                opdracht="ZetInbreukRecht",
                gegevens={"inbreuk": "I1", "redenCode": "uitstelDektDatum"},
            ),
        )
    )
    assert spel.dossier.inbreuken["I1"].fase is fase
    # Asked once: another deferment that covers it too does not ask again.
    spel.wanneer("VerleenUitstel", soort="contract", van="2024-02-01", tot=FEIT).dan(
        "UitstelVerleend"
    )


def test_given_a_closed_infringement_then_nobody_is_asked() -> None:
    spel = tot("vastgesteld").met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))
    spel.wanneer("VerleenUitstel", soort="start", van="2024-02-01", tot=FEIT).dan("UitstelVerleend")


def test_given_a_deferment_that_covers_the_fact_then_no_hand_over_and_no_decision() -> None:
    af = doe("HandelTaakAf", taak="T1", uitkomst="gezien")
    spel = verleend(tot("termijnVerstreken"), "2024-04-30", "2024-02-01", FEIT).met(af)
    spel.wanneer("MaakOverAanABB", "2024-05-06", inbreuk="I1").geweigerd("UitstelDektDatum")
    spel = verleend(tot("voorgesteld"), "2024-07-22", "2024-02-01", FEIT)
    besluit = doe("NeemBoetebesluit", "2024-08-05", inbreuk="I1", bedrag="250.00", **MOTIEVEN)
    spel.stap(besluit).geweigerd("UitstelDektDatum", datumFeit=FEIT)
    spel.met(af).stap(besluit).geweigerd("UitstelDektDatum", datumFeit=FEIT)


def test_given_a_deferment_that_begins_today_then_the_term_stands_still_with_both_ends() -> None:
    uitkomst = IN_GEBREKE.wanneer(
        "VerleenUitstel", "2024-03-11", soort="start", van="2024-03-11", tot="2024-03-25"
    )
    spel = uitkomst.dan(
        "UitstelVerleend",
        feit(
            "TermijnGeschorst",
            soort="inregelstelling",
            betreft="I1",
            van="2024-03-11",
            tot="2024-03-25",
            keuze="herstart",
            herstart=HERSTART,
            hervatting=HERVATTING,
            **HERSTART,
        ),
    )
    assert uitkomst.feiten[1].geldig_op == dag("2024-03-11")
    assert "uitstel.gevolg" in {g.regel for g in uitkomst.feiten[1].grondslag}
    inbreuk = spel.dossier.inbreuken["I1"]
    assert inbreuk.fase is Fase.OPGESCHORT
    assert inbreuk.inregelstelling is not None
    assert (inbreuk.inregelstelling.staat, inbreuk.inregelstelling.van) == (
        "geschorst",
        dag("2024-03-08"),
    )
    assert rij(spel) == [(dag("2024-03-25"), "StelSchorsingVast", "loopt")]
    spel.wanneer("StelVerstrijkenVast", EINDE + timedelta(days=1), inbreuk="I1").geweigerd(
        "FaseLaatDitNietToe", "TermijnLoopt"
    )
    ingeregeld = spel.wanneer(
        "RegistreerInregelstelling", EINDE, inbreuk="I1", ingeregeldOp=EINDE
    ).dan("InbreukIngeregeld")
    staten = {t.soort: t.staat for t in termijnen(ingeregeld.dossier)}
    assert staten["inregelstelling"] == "vervallen"
    assert "uitstel" not in staten


def test_given_its_last_day_when_the_system_asks_then_not_yet_and_the_day_after_it_runs() -> None:
    spel = verleend(IN_GEBREKE, "2024-03-11", "2024-03-11", "2024-03-25")
    spel.wanneer("StelSchorsingVast", "2024-03-25", inbreuk="I1").geweigerd(
        "SchorsingOngewijzigd", inbreuk="I1"
    )
    spel = spel.wanneer("StelSchorsingVast", "2024-03-26", inbreuk="I1").dan(
        feit("TermijnHervat", van="2024-03-26", keuze="herstart", hervatting=HERVATTING, **HERSTART)
    )
    inbreuk = spel.dossier.inbreuken["I1"]
    assert (inbreuk.fase, inbreuk.schorsing) == (Fase.IN_GEBREKE, None)
    assert na(spel, "inregelstelling", "I1") == dag("2024-04-25")
    assert rij(spel) == []
    spel.wanneer("StelSchorsingVast", inbreuk="I1").geweigerd("SchorsingOngewijzigd")


def test_given_a_deferment_still_to_come_then_the_term_runs_until_its_first_day() -> None:
    spel = verleend(IN_GEBREKE, "2024-03-09", "2024-03-11", "2024-03-25")
    assert spel.dossier.inbreuken["I1"].fase is Fase.IN_GEBREKE
    assert rij(spel) == [(dag("2024-03-10"), "StelSchorsingVast", "loopt")]
    spel.wanneer("StelSchorsingVast", "2024-03-10", inbreuk="I1").geweigerd("SchorsingOngewijzigd")
    spel.wanneer("StelSchorsingVast", "2024-03-11", inbreuk="I1").dan("TermijnGeschorst")
    spel.wanneer("StelSchorsingVast", "2024-04-01", inbreuk="I1").dan(
        "TermijnGeschorst", feit("TermijnHervat", van="2024-03-26")
    )


@pytest.mark.parametrize(("van", "tot_"), [("2024-02-28", "2024-02-29"), ("2024-04-09", None)])
def test_given_a_deferment_outside_the_term_then_the_term_is_untouched(
    van: str, tot_: str | None
) -> None:
    spel = verleend(IN_GEBREKE, "2024-03-09", van, tot_ or van)
    assert rij(spel) == []


def test_given_a_deferment_that_is_over_when_granted_then_the_term_runs_at_once() -> None:
    IN_GEBREKE.wanneer(
        "VerleenUitstel", "2024-04-02", soort="start", van="2024-03-11", tot="2024-03-25"
    ).dan("UitstelVerleend", "TermijnGeschorst", feit("TermijnHervat", van="2024-03-26"))


def test_given_an_expired_term_then_its_expiry_is_undone_and_a_late_cure_asked_again() -> None:
    spel = tot("termijnVerstreken").met(
        doe("RegistreerInregelstelling", "2024-04-20", inbreuk="I1", ingeregeldOp="2024-04-20")
    )
    spel = spel.wanneer(
        "VerleenUitstel", "2024-04-22", soort="start", van="2024-03-11", tot="2024-05-31"
    ).dan(
        "UitstelVerleend",
        feit("VerstrijkenOngedaanGemaakt", betreft="I1", op="2024-03-11"),
        "TermijnGeschorst",
        feit(
            "HerbekijkenGevraagd",
            soort="ingeregeldTijdensUitstel",
            opdracht="RegistreerInregelstelling",
            gegevens={"inbreuk": "I1", "ingeregeldOp": "2024-04-20"},
        ),
    )
    assert spel.dossier.inbreuken["I1"].fase is Fase.OPGESCHORT
    assert spel.opnieuw() == spel.dossier


@pytest.mark.parametrize(
    ("trede", "opdracht", "gegevens"),
    [
        ("overgemaakt", "StuurTerugNaarAgentschap", {"inbreuk": "I1"}),
        ("verweer", "BeslisGeenGevolg", {"inbreuk": "I1"}),
        ("beslist", "TrekBoetebesluitIn", {"besluit": "B1"}),
    ],
)
def test_given_more_was_built_on_an_expired_term_then_a_person_chooses(
    trede: str, opdracht: str, gegevens: dict[str, str]
) -> None:
    spel = (
        tot(trede)
        .wanneer("VerleenUitstel", soort="start", van="2024-03-11", tot="2024-03-25")
        .dan(
            "UitstelVerleend",
            feit(
                "HerbekijkenGevraagd",
                soort="uitstelTijdensInregelstelling",
                opdracht=opdracht,
                gegevens=gegevens,
            ),
        )
    )
    assert spel.dossier.inbreuken["I1"].fase is tot(trede).dossier.inbreuken["I1"].fase
