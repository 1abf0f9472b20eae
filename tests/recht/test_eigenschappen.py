"""Wat voor elke dag en elk bedrag moet gelden."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from handhaving.recht import (
    Cent,
    Kanaal,
    Recht,
    Schorsing,
    Stuiting,
    Stuitingsdaad,
    narekenen,
)

RECHT = Recht.laad()
DAGEN = st.dates(date(2022, 3, 1), date(2034, 12, 31))
TERMIJNEN = st.sampled_from(sorted(RECHT.termijnsoorten))
IN_DAGEN = {"inregelstelling", "verweer", "uitnodigingVerweer", "betaling", "beroep", "vdab"}
VERMOED = st.sampled_from([None, Kanaal.AANGETEKEND, Kanaal.GEWOON])
BEDRAGEN = st.integers(0, 10**8).map(Cent)


@settings(max_examples=300)
@given(naam=TERMIJNEN, dag=DAGEN, kanaal=VERMOED)
def test_een_termijn_eindigt_voor_de_burger_op_een_werkdag_en_nooit_vroeger_dan_voor_de_overheid(
    naam: str, dag: date, kanaal: Kanaal | None
) -> None:
    termijn = (
        RECHT.termijn(naam, verzonden=dag, kanaal=kanaal)
        if kanaal
        else RECHT.termijn(naam, ontvangen=dag)
    )

    assert termijn is not None
    assert RECHT.kalender.is_werkdag(termijn.laatste_dag_burger)
    assert termijn.laatste_dag_overheid <= termijn.laatste_dag_burger
    assert termijn.laatste_dag_overheid == termijn.ruw_overheid
    assert termijn.laatste_dag_burger - termijn.ruw_burger <= timedelta(days=4)
    assert narekenen(termijn.stappen) == ()
    assert termijn.grondslag


@settings(max_examples=150)
@given(naam=TERMIJNEN, dag=DAGEN)
def test_wie_later_ontvangt_is_nooit_vroeger_klaar(naam: str, dag: date) -> None:
    vandaag = RECHT.termijn(naam, ontvangen=dag)
    morgen = RECHT.termijn(naam, ontvangen=dag + timedelta(days=1))

    assert vandaag is not None
    assert morgen is not None
    assert vandaag.laatste_dag_burger <= morgen.laatste_dag_burger
    assert vandaag.laatste_dag_overheid <= morgen.laatste_dag_overheid


@settings(max_examples=150)
@given(
    naam=TERMIJNEN,
    dag=DAGEN,
    na=st.integers(0, 25),
    lengte=st.integers(1, 200),
)
def test_na_een_schorsing_eindigt_herstart_nooit_voor_hervatting(
    naam: str, dag: date, na: int, lengte: int
) -> None:
    termijn = RECHT.termijn(naam, ontvangen=dag)
    assert termijn is not None
    van = dag + timedelta(days=na)

    uit = RECHT.na_schorsing(termijn, van=van, tot=van + timedelta(days=lengte))

    for berekend in (uit.hervatting, uit.herstart):
        assert RECHT.kalender.is_werkdag(berekend.laatste_dag_burger)
        assert berekend.laatste_dag_overheid <= berekend.laatste_dag_burger
        assert berekend.laatste_dag_burger >= termijn.laatste_dag_burger
        assert narekenen(berekend.stappen) == ()
    if naam in IN_DAGEN:  # een maand is niet altijd even lang
        assert uit.hervatting.laatste_dag_burger <= uit.herstart.laatste_dag_burger


@settings(max_examples=150)
@given(
    van=st.dates(date(2014, 1, 1), date(2024, 12, 31)),
    stuitingen=st.lists(
        st.builds(
            Stuiting,
            st.sampled_from(list(Stuitingsdaad)),
            st.dates(date(2014, 1, 1), date(2030, 12, 31)),
            st.booleans(),
        ),
        max_size=4,
    ),
    schorsing=st.tuples(st.dates(date(2014, 1, 1), date(2030, 1, 1)), st.integers(0, 300)),
)
def test_een_verjaring_wordt_door_niets_vroeger_en_de_veilige_dag_is_een_werkdag(
    van: date, stuitingen: list[Stuiting], schorsing: tuple[date, int]
) -> None:
    begin, dagen = schorsing
    stil = Schorsing("beroep", begin, begin + timedelta(days=dagen))

    met = RECHT.verjaring(van, stuitingen, [stil])

    assert met.datum >= RECHT.verjaring(van).datum
    assert met.laatste_veilige_dag <= met.datum
    assert RECHT.kalender.is_werkdag(met.laatste_veilige_dag)
    assert narekenen(met.stappen) == ()
    assert RECHT.verjaring(van, reversed(stuitingen), [stil]).datum == met.datum


@given(
    bedrag=BEDRAGEN,
    kosten=BEDRAGEN,
    intrest=BEDRAGEN,
    hoofdsom=BEDRAGEN,
)
def test_een_toerekening_is_samen_precies_de_betaling(
    bedrag: Cent, kosten: Cent, intrest: Cent, hoofdsom: Cent
) -> None:
    deel = RECHT.reken_toe(
        bedrag, kosten=kosten, intrest=intrest, hoofdsom=hoofdsom, op=date(2026, 1, 1)
    )

    assert deel.kosten + deel.intrest + deel.hoofdsom + deel.rest == bedrag
    assert 0 <= deel.kosten <= kosten
    assert 0 <= deel.intrest <= intrest
    assert 0 <= deel.hoofdsom <= hoofdsom
    assert not deel.hoofdsom or (deel.kosten, deel.intrest) == (kosten, intrest)


@given(bedrag=st.integers(60, 10**7).map(Cent), aantal=st.integers(1, 60), dag=DAGEN)
def test_een_afbetalingsplan_is_samen_precies_het_bedrag(
    bedrag: Cent, aantal: int, dag: date
) -> None:
    plan = RECHT.afbetalingsplan(bedrag, aantal, dag, op=dag)

    assert sum(a.bedrag for a in plan) == bedrag
    assert max(a.bedrag for a in plan) - min(a.bedrag for a in plan) <= 1
    assert [a.vervaldag for a in plan] == sorted({a.vervaldag for a in plan})


@given(
    hoofdsom=BEDRAGEN,
    van=st.dates(date(2007, 1, 1), date(2026, 12, 31)),
    knip=st.integers(0, 3000),
    dagen=st.integers(0, 3000),
)
def test_interest_over_twee_stukken_is_die_over_het_geheel(
    hoofdsom: Cent, van: date, knip: int, dagen: int
) -> None:
    tot = min(van + timedelta(days=dagen), date(2027, 1, 1))
    midden = min(van + timedelta(days=knip), tot)

    geheel = RECHT.intrest(hoofdsom, van, tot)
    delen = (RECHT.intrest(hoofdsom, van, midden), RECHT.intrest(hoofdsom, midden, tot))

    assert geheel.exact == sum(deel.exact for deel in delen)
    assert abs(geheel.bedrag - sum(deel.bedrag for deel in delen)) <= 1
    assert geheel.bekend_tot is None
    assert geheel.bedrag == Cent.rond_af(geheel.exact)
