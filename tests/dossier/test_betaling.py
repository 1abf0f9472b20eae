"""Money: costs, then interest, then principal; once per bank reference; nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handhaving.dossier.vordering.saldo import saldo
from handhaving.recht import Cent
from tests.dossier.spel import ANDER, DOSSIER, Stap, dag, doe, feit, recht
from tests.dossier.trap import BESLUIT_OP, IN_GEBREKE_OP, tot

IN_GEBREKE = tot("inGebrekeTotBetaling")
LAATSTE_JAAR = max(w.van.year for w in recht().parameters.op_naam["intrest.voet"].waarden)


def boek(bedrag: object, op: str | date, referentie: str = "CODA-1", **velden: object) -> Stap:
    gegevens = {"vordering": "V1", "bedrag": bedrag, "valutadatum": op, **velden}
    return doe("BoekBetaling", op, bankreferentie=referentie, **gegevens)


def nul(**delen: str) -> dict[str, object]:
    leeg = dict.fromkeys(("kosten", "intrest", "hoofdsom", "teveel"), "0.00")
    return {**leeg, "voorlopig": False, **delen}


def intrest(van: str, tot_: str, hoofdsom: int = 25000) -> Cent:
    return recht().intrest(Cent(hoofdsom), dag(van), dag(tot_)).bedrag


def test_given_part_of_it_before_default_then_principal_alone() -> None:
    uitkomst = tot("betekend").stap(boek("100.00", "2024-09-02", tegenpartij="Fictief Persoon-9"))
    spel = uitkomst.dan(
        feit(
            "BetalingGeboekt",
            vordering="V1",
            bedrag="100.00",
            valutadatum="2024-09-02",
            bankreferentie="CODA-1",
            toerekening=nul(hoofdsom="100.00"),
            tegenpartij="Fictief Persoon-9",
        )
    )
    assert getattr(uitkomst.feiten[0], "derde", None) is not None
    assert list(uitkomst.feiten[0].claims()) == [("bankreferentie", "CODA-1")]
    vordering = spel.dossier.vorderingen["V1"]
    assert (vordering.betaald, vordering.voldaan_op) == (Cent(10000), None)
    assert saldo(vordering, dag("2030-01-01"), recht()).totaal == Cent(15000)


def test_given_nobody_is_named_as_payer_then_there_is_no_third_party() -> None:
    spel = (
        tot("betekend")
        .stap(boek("1.00", "2024-09-02"))
        .dan(feit("BetalingGeboekt", derde=None, tegenpartij=None))
    )
    assert spel.dossier.privacy.anderen == ()


def test_given_all_of_it_then_settled_on_that_day() -> None:
    spel = (
        tot("betekend")
        .stap(boek("250.00", "2024-09-02"))
        .dan(
            feit("BetalingGeboekt", toerekening=nul(hoofdsom="250.00")),
            feit("VorderingVoldaan", vordering="V1", voldaanOp="2024-09-02"),
        )
    )
    assert spel.dossier.vorderingen["V1"].voldaan_op == dag("2024-09-02")


def test_given_too_much_then_the_rest_must_go_back() -> None:
    spel = (
        tot("betekend")
        .stap(boek("250.01", "2024-09-02"))
        .dan(
            feit("BetalingGeboekt", toerekening=nul(hoofdsom="250.00", teveel="0.01")),
            feit("TeveelBetaald", vordering="V1", bedrag="0.01", op="2024-09-02"),
        )
    )
    vordering = spel.dossier.vorderingen["V1"]
    assert (vordering.teveel, vordering.voldaan_op) == (Cent(1), dag("2024-09-02"))
    assert [t.soort for t in spel.dossier.open_taken("V1")] == ["teveelBetaald"]
    spel.stap(boek("5.00", "2024-09-03", "CODA-2")).dan(
        feit("BetalingGeboekt", toerekening=nul(teveel="5.00")), "TeveelBetaald"
    )


def test_given_default_then_interest_comes_first_and_runs_on_what_is_left() -> None:
    eerste = intrest(IN_GEBREKE_OP, "2025-06-02")
    spel = IN_GEBREKE.stap(boek("100.00", "2025-06-02")).dan(
        feit(
            "BetalingGeboekt",
            toerekening=nul(intrest=str(eerste), hoofdsom=str(10000 - eerste + Cent(0))),
        )
    )
    rest = 25000 - (10000 - eerste)
    tweede = intrest("2025-06-02", "2025-10-06", rest)
    open_ = saldo(spel.dossier.vorderingen["V1"], dag("2025-10-06"), recht())
    assert abs(open_.intrest - tweede) <= 1, "one rounding over the whole, not one per part"
    assert open_.hoofdsom == Cent(rest)
    spel.stap(boek(str(open_.totaal), "2025-10-06", "CODA-2")).dan(
        feit(
            "BetalingGeboekt", toerekening=nul(intrest=str(open_.intrest), hoofdsom=str(Cent(rest)))
        ),
        feit("VorderingVoldaan", voldaanOp="2025-10-06"),
    )


def test_given_less_than_the_interest_then_interest_alone() -> None:
    verschuldigd = intrest(IN_GEBREKE_OP, "2026-06-01")
    assert verschuldigd > 100
    IN_GEBREKE.stap(boek("1.00", "2026-06-01")).dan(
        feit("BetalingGeboekt", toerekening=nul(intrest="1.00"))
    )


@pytest.mark.parametrize("op", ["2025-02-02", IN_GEBREKE_OP])
def test_given_a_value_date_up_to_the_day_of_default_then_no_interest(op: str) -> None:
    stap = replace(boek("250.00", op), op=dag("2025-06-02"))
    IN_GEBREKE.stap(stap).dan(
        feit("BetalingGeboekt", valutadatum=op, toerekening=nul(hoofdsom="250.00")),
        feit("VorderingVoldaan", voldaanOp=op),
    )


def test_given_costs_when_paid_then_they_come_first() -> None:
    vordering = replace(
        IN_GEBREKE.dossier.vorderingen["V1"], kostposten=((dag("2025-03-03"), Cent(1500)),)
    )
    spel = replace(IN_GEBREKE, dossier=replace(IN_GEBREKE.dossier, vorderingen={"V1": vordering}))
    verschuldigd = intrest(IN_GEBREKE_OP, "2025-06-02")
    spel.stap(boek("20.00", "2025-06-02")).dan(
        feit(
            "BetalingGeboekt",
            toerekening=nul(
                kosten="15.00",
                intrest=str(verschuldigd),
                hoofdsom=str(Cent(500 - verschuldigd)),
            ),
        )
    )


def test_given_a_closed_claim_then_all_of_it_must_go_back() -> None:
    spel = tot("betekend").met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))
    spel.stap(boek("250.00", "2024-09-02")).dan(
        feit("BetalingGeboekt", toerekening=nul(teveel="250.00")),
        feit("TeveelBetaald", bedrag="250.00"),
    )


def test_given_a_claim_at_vlabel_then_a_payment_is_still_booked() -> None:
    tot("bevestigd").stap(boek("250.00", "2025-03-11")).dan("BetalingGeboekt")


# --- once, and where it belongs ---------------------------------------------------------------


def test_given_the_same_reference_when_booked_again_then_success_without_an_event() -> None:
    spel = tot("betekend").met(boek("100.00", "2024-09-02"))
    spel.stap(boek("100.00", "2024-09-02")).dan()
    spel.stap(boek("100.00", "2024-09-02", "CODA-2")).dan("BetalingGeboekt")
    spel.stap(replace(boek("100.00", "2024-09-02"), elders={("bankreferentie", "CODA-1"): DOSSIER}))


@pytest.mark.parametrize(
    ("bedrag", "valutadatum"), [("150.00", "2024-09-02"), ("100.00", "2024-09-03")]
)
def test_given_the_same_reference_with_other_figures_then_nothing_is_booked_and_somebody_looks(
    bedrag: str, valutadatum: str
) -> None:
    spel = tot("betekend").met(boek("100.00", "2024-09-02"))
    anders = boek(bedrag, valutadatum)
    gevraagd = spel.stap(anders).dan(
        feit(
            "HerbekijkenGevraagd",
            taak="T1",
            soort="bankreferentieAnders",
            betreft="V1",
            op=valutadatum,
            opdracht="BoekBetaling",
            gegevens={
                "vordering": "V1",
                "bedrag": bedrag,
                "valutadatum": valutadatum,
                "bankreferentie": "CODA-1",
            },
        )
    )
    assert gevraagd.dossier.vorderingen["V1"].betaald == Cent(10000)
    assert [t.soort for t in gevraagd.dossier.open_taken("V1")] == ["bankreferentieAnders"]
    gevraagd.stap(anders).dan()
    gevraagd.stap(boek("100.00", "2024-09-02")).dan()
    weer = gevraagd.stap(boek("9.99", "2024-09-04")).dan("HerbekijkenGevraagd")
    assert len(weer.dossier.open_taken("V1")) == 2
    weer.stap(anders).dan()


def test_given_the_reference_is_of_another_dossier_when_booked_then_refused() -> None:
    stap = replace(boek("1.00", "2024-09-02"), elders={("bankreferentie", "CODA-1"): ANDER})
    tot("betekend").stap(stap).geweigerd("BankreferentieElders", geboektOp="een ander dossier")
    hier = replace(stap, elders={("bankreferentie", "CODA-1"): DOSSIER})
    tot("betekend").stap(hier).dan("BetalingGeboekt")


def test_given_the_reference_is_of_another_claim_when_booked_then_that_one_is_named() -> None:
    spel = tot("betekend").met(boek("1.00", "2024-09-02"))
    vordering = replace(spel.dossier.vorderingen["V1"], sleutel="V2", betalingen=())
    twee = replace(
        spel,
        dossier=replace(spel.dossier, vorderingen={**spel.dossier.vorderingen, "V2": vordering}),
    )
    twee.stap(boek("1.00", "2024-09-02", vordering="V2")).geweigerd(
        "BankreferentieElders", geboektOp="V1"
    )


def test_given_a_value_date_before_the_decision_when_booked_then_refused() -> None:
    gisteren = dag(BESLUIT_OP) - timedelta(days=1)
    tot("betekend").stap(replace(boek("1.00", gisteren), op=None)).geweigerd(
        "BetalingVoorBesluit", valutadatum=gisteren, genomenOp=BESLUIT_OP
    )
    tot("betekend").stap(replace(boek("1.00", BESLUIT_OP), op=None)).dan("BetalingGeboekt")


@pytest.mark.parametrize(
    "bedrag", ["0.00", "-1.00", "1", "1.0", "1,00", 100, 1.5, " 1.00", "1.00\n"]
)
def test_given_an_amount_that_is_none_when_booked_then_refused(bedrag: object) -> None:
    weigering = tot("betekend").stap(boek(bedrag, "2024-09-02")).geweigerd("OngeldigeGegevens")
    assert "1.00" not in str(weigering.feiten)


# --- a year without a rate ----------------------------------------------------------------------


def test_given_no_rate_for_the_year_then_booked_provisionally_up_to_the_last_known_day() -> None:
    op = date(LAATSTE_JAAR + 1, 3, 1)
    laatste = date(LAATSTE_JAAR, 12, 31)
    bekend = recht().intrest(Cent(25000), dag(IN_GEBREKE_OP), laatste + timedelta(days=1))
    spel = IN_GEBREKE.stap(boek("100.00", op)).dan(
        feit(
            "BetalingGeboekt",
            toerekening=nul(intrest=str(bekend.bedrag), hoofdsom=str(Cent(10000 - bekend.bedrag)))
            | {"voorlopig": True},
        )
    )
    open_ = saldo(spel.dossier.vorderingen["V1"], op, recht())
    assert open_.bekend_tot == laatste


def test_given_a_provisional_one_when_the_rate_has_come_then_made_final_with_the_next() -> None:
    op = date(LAATSTE_JAAR + 1, 3, 1)
    spel = IN_GEBREKE.met(boek("100.00", op))
    vordering = spel.dossier.vorderingen["V1"]
    eerder = dag("2025-06-02")
    verplaatst = replace(vordering.betalingen[0], valutadatum=eerder)  # as if the rate had come
    vordering = replace(vordering, betalingen=(verplaatst,))
    spel = replace(spel, dossier=replace(spel.dossier, vorderingen={"V1": vordering}))
    verschuldigd = intrest(IN_GEBREKE_OP, "2025-06-02")
    daarna = spel.stap(replace(boek("1.00", "2025-06-02", "CODA-2"), op=None)).dan(
        feit(
            "ToerekeningVastgesteld",
            vordering="V1",
            bankreferentie="CODA-1",
            op=eerder,
            toerekening=nul(intrest=str(verschuldigd), hoofdsom=str(Cent(10000 - verschuldigd))),
        ),
        feit("BetalingGeboekt", toerekening=nul(hoofdsom="1.00")),
    )
    betalingen = daarna.dossier.vorderingen["V1"].betalingen
    assert [b.voorlopig for b in betalingen] == [False, False]
    daarna.stap(replace(boek("1.00", "2025-06-02", "CODA-3"), op=None)).dan("BetalingGeboekt")


def test_given_a_provisional_one_when_made_final_by_itself_then_only_with_its_rate() -> None:
    op = date(LAATSTE_JAAR + 1, 3, 1)
    IN_GEBREKE.met(boek("100.00", op)).wanneer("StelToerekeningVast", vordering="V1").geweigerd(
        "RentevoetOntbreekt", bekendTot=date(LAATSTE_JAAR, 12, 31)
    )
    IN_GEBREKE.wanneer("StelToerekeningVast", vordering="V1").dan()


def test_given_no_rate_when_all_that_is_known_is_paid_then_it_is_not_yet_settled() -> None:
    op = date(LAATSTE_JAAR + 1, 3, 1)
    open_ = saldo(IN_GEBREKE.dossier.vorderingen["V1"], op, recht()).totaal
    spel = IN_GEBREKE.stap(boek(str(open_), op)).dan("BetalingGeboekt")
    assert spel.dossier.vorderingen["V1"].voldaan_op is None
    meer = IN_GEBREKE.stap(boek(str(open_ + 100), op)).dan("BetalingGeboekt")
    assert meer.dossier.vorderingen["V1"].teveel == Cent(0)


# --- properties ---------------------------------------------------------------------------------

OMSLAG = dag("2024-08-09")
BETALINGEN = st.lists(
    st.tuples(st.integers(1, 30_000), st.integers(0, 900)), min_size=1, max_size=6
)


@given(BETALINGEN, st.sampled_from(["betekend", "inGebrekeTotBetaling", "bevestigd"]))
def test_given_any_payments_in_any_order_then_imputations_add_up_to_receipts(
    betalingen: list[tuple[int, int]], trede: str
) -> None:
    spel = tot(trede).op("2027-12-31")
    for nummer, (centen, dagen) in enumerate(betalingen):
        valuta = OMSLAG + timedelta(days=dagen)
        spel = spel.met(replace(boek(str(Cent(centen)), valuta, f"C-{nummer}"), op=None))
    vordering = spel.dossier.vorderingen["V1"]
    for b in vordering.betalingen:
        assert min(b.kosten, b.intrest, b.hoofdsom, b.teveel) >= 0
        assert b.kosten + b.intrest + b.hoofdsom + b.teveel == b.bedrag
    assert vordering.betaald == sum(centen for centen, _ in betalingen)
    assert sum(b.hoofdsom for b in vordering.betalingen) <= vordering.hoofdsom
    open_ = saldo(vordering, spel.vandaag, recht())
    assert open_.hoofdsom == vordering.hoofdsom - sum(b.hoofdsom for b in vordering.betalingen)
    assert open_.totaal >= 0
    assert spel.opnieuw() == spel.dossier


@given(BETALINGEN, st.integers(0, 25_000))
def test_given_payments_when_the_decision_is_reformed_then_the_balance_can_still_be_read(
    betalingen: list[tuple[int, int]], nieuw: int
) -> None:
    spel = tot("inGebrekeTotBetaling").op("2027-12-31")
    for nummer, (centen, dagen) in enumerate(betalingen):
        valuta = OMSLAG + timedelta(days=dagen)
        spel = spel.met(replace(boek(str(Cent(centen)), valuta, f"C-{nummer}"), op=None))
    spel = spel.met(
        doe("StelBeroepIn", besluit="B1", ingesteldOp="2024-09-02"),
        doe(
            "RegistreerUitspraak",
            besluit="B1",
            uitspraak="hervormd",
            op="2025-04-01",
            definitiefOp="2025-05-01",
            bedrag=str(Cent(nieuw)),
        ),
    )
    vordering = spel.dossier.vorderingen["V1"]
    open_ = saldo(vordering, spel.vandaag, recht())
    assert min(open_.hoofdsom, open_.intrest) >= 0
    assert vordering.hoofdsom == nieuw
    spel.stap(boek("1.00", "2027-12-31", "C-laatst"))
