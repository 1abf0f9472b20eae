"""Termijnen buiten de genummerde gevallen: kanalen, betwiste maanden, schorsing, verlenging."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handhaving.recht import (
    Kanaal,
    KanaalOntbreekt,
    OnbekendeTermijn,
    Recht,
    Stap,
    Termijn,
    VerlengingTeKort,
    narekenen,
)
from handhaving.recht.kalender import Overslag
from handhaving.recht.tellen import plus_maanden, tel_op, tot_dag_voor_zoveelste

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def loop(recht: Recht, naam: str, ontvangen: date) -> Termijn:
    termijn = recht.termijn(naam, ontvangen=ontvangen)
    assert termijn is not None
    return termijn


def test_gegeven_een_onbekende_naam_dan_de_bekende_namen(recht: Recht) -> None:
    with pytest.raises(OnbekendeTermijn, match="inregelstelling, verweer"):
        recht.termijn("inregelsteling", ontvangen=date(2026, 1, 5))


def test_gegeven_geen_dag_of_geen_kanaal_dan_een_fout(recht: Recht) -> None:
    with pytest.raises(ValueError, match="geef de dag"):
        recht.termijn("verweer")
    with pytest.raises(KanaalOntbreekt):
        recht.termijn("verweer", verzonden=date(2026, 1, 5))
    with pytest.raises(ValueError, match="dag van de handeling"):
        recht.termijn("vdab", op=date(2026, 1, 5))


@pytest.mark.parametrize(
    ("kanaal", "loopt"),
    [
        (Kanaal.AANGETEKEND, True),
        (Kanaal.GEWOON, True),
        (Kanaal.AANGETEKEND_MET_ONTVANGSTBEWIJS, False),
        (Kanaal.AFGIFTE, False),
        (Kanaal.EBOX, False),
        (Kanaal.DEURWAARDER, False),
    ],
)
def test_gegeven_een_kanaal_zonder_ontvangst_dan_loopt_de_termijn_of_niet(
    recht: Recht,
    kanaal: Kanaal,
    loopt: bool,  # noqa: FBT001
) -> None:
    termijn = recht.termijn("verweer", verzonden=date(2026, 3, 2), kanaal=kanaal)

    assert (termijn is not None) is loopt
    met_bewijs = recht.termijn(
        "verweer", verzonden=date(2026, 3, 2), ontvangen=date(2026, 3, 9), kanaal=kanaal
    )
    assert met_bewijs is not None
    assert met_bewijs.van == date(2026, 3, 9)
    assert not met_bewijs.vermoed


def test_gegeven_een_kanaal_dat_de_dag_zelf_telt_dan_is_dat_dag_nul(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    oud = (
        "    - waarde: bewijs\n      eenheid: keuze\n      van: 2000-01-01\n"
        "      grondslag: {akte: gerw, artikel: art. 32-47}"
    )
    map_ = wijzig("parameters/ontvangst.yaml", oud, oud.replace("bewijs", "dagZelf"))

    termijn = Recht.uit_map(map_).termijn(
        "verweer", verzonden=date(2026, 3, 2), kanaal=Kanaal.DEURWAARDER
    )

    assert termijn is not None
    assert termijn.van == date(2026, 3, 2)


def test_gegeven_ebox_op_verzending_voor_de_burger_dan_telt_die_dag(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    map_ = wijzig("parameters/ontvangst.yaml", "waarde: geopend", "waarde: verzonden")

    assert Recht.uit_map(map_).ebox(date(2026, 6, 3)).burger == date(2026, 6, 3)


@pytest.mark.parametrize(
    ("nul", "maanden", "datum_tot_datum", "zoveelste"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15), date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29), date(2024, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28), date(2026, 3, 31)),
        (date(2026, 4, 30), 1, date(2026, 5, 30), date(2026, 5, 31)),
        (date(2023, 2, 28), 12, date(2024, 2, 28), date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 1, 31), date(2026, 1, 31)),
        (date(2026, 1, 29), 1, date(2026, 2, 28), date(2026, 2, 28)),
    ],
    ids=str,
)
def test_gegeven_een_maand_dan_twee_methoden_die_alleen_na_een_korte_maand_verschillen(
    nul: date, maanden: int, datum_tot_datum: date, zoveelste: date
) -> None:
    assert plus_maanden(nul, maanden) == datum_tot_datum
    assert tot_dag_voor_zoveelste(nul, maanden) == zoveelste


def test_gegeven_een_betwist_maandeinde_dan_de_latere_voor_de_burger(recht: Recht) -> None:
    """Betwist: de methode van de burger staat op te_verifieren en is in YAML te kiezen."""
    termijn = loop(recht, "aanmelding", date(2026, 4, 30))

    assert termijn.laatste_dag_burger == date(2026, 7, 31)
    assert termijn.laatste_dag_overheid == date(2026, 7, 30)
    assert recht.tekst("rekenregel.maanden.burger", date(2026, 4, 30)).te_verifieren


def test_een_onbekende_eenheid_wordt_niet_geteld() -> None:
    with pytest.raises(ValueError, match="uren"):
        tel_op(date(2026, 1, 1), 1, "uren")


def test_twee_jaar_is_geen_730_dagen() -> None:
    assert tel_op(date(2023, 6, 1), 2, "jaren") == date(2025, 6, 1)
    assert (date(2025, 6, 1) - date(2023, 6, 1)).days == 731


def test_gegeven_het_feit_dan_de_termijn_om_te_beslissen(recht: Recht) -> None:
    feit = date(2024, 2, 29)
    termijn = recht.beslissingstermijn(feit)

    assert (termijn.waarschuwing, termijn.laatste_dag) == (date(2027, 2, 28), date(2029, 2, 28))


def test_elke_termijn_van_het_contract_bestaat(recht: Recht) -> None:
    namen = (
        "inregelstelling verweer betaling beroep beroepZonderRechtsmiddelen aanmelding vdab b1"
        " uitnodigingVerweer"
    )
    assert set(namen.split()) <= set(recht.termijnsoorten)
    for naam in namen.split():
        assert loop(recht, naam, date(2026, 3, 5)).te_verifieren


# ---- schorsing en verlenging ---------------------------------------------------------------------


def test_gegeven_hervatting_in_yaml_dan_wordt_die_gekozen(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    map_ = wijzig("parameters/procedure.yaml", "waarde: herstart", "waarde: hervatting")
    recht = Recht.uit_map(map_)

    na = recht.na_schorsing(
        loop(recht, "inregelstelling", date(2026, 3, 20)),
        van=date(2026, 4, 1),
        tot=date(2026, 6, 30),
    )

    assert na.gekozen.laatste_dag_burger == date(2026, 7, 20)
    assert na.gekozen.regel.endswith("; hervatting")
    assert narekenen(na.gekozen.stappen) == ()


def test_gegeven_een_schorsing_voor_de_aanvang_dan_rest_de_volle_termijn(recht: Recht) -> None:
    origineel = loop(recht, "inregelstelling", date(2026, 3, 20))

    na = recht.na_schorsing(origineel, van=date(2026, 3, 1), tot=date(2026, 6, 30))

    assert na.hervatting.laatste_dag_overheid == date(2026, 7, 30)
    assert na.hervatting.laatste_dag_burger == na.herstart.laatste_dag_burger


def test_gegeven_een_vermoede_ontvangst_dan_rest_de_overheid_een_dag_minder(recht: Recht) -> None:
    origineel = recht.termijn(
        "inregelstelling", verzonden=date(2026, 7, 17), kanaal=Kanaal.AANGETEKEND
    )
    assert origineel is not None

    na = recht.na_schorsing(origineel, van=date(2026, 8, 3), tot=date(2026, 8, 31))

    assert na.hervatting.ruw_burger == date(2026, 9, 20)
    assert na.hervatting.ruw_overheid == date(2026, 9, 19)


def test_gegeven_een_schorsing_op_de_verschoven_dag_dan_houdt_de_burger_die_dag(
    recht: Recht,
) -> None:
    origineel = loop(recht, "inregelstelling", date(2026, 3, 5))
    assert origineel.laatste_dag_burger == date(2026, 4, 7)

    na = recht.na_schorsing(origineel, van=date(2026, 4, 6), tot=date(2026, 4, 30))

    assert na.hervatting.laatste_dag_overheid == date(2026, 4, 4)
    assert na.hervatting.laatste_dag_burger == date(2026, 5, 4)
    assert "al verstreken" in " ".join(s.uitleg for s in na.hervatting.stappen)


def test_gegeven_een_termijn_in_werkdagen_dan_worden_werkdagen_hervat(recht: Recht) -> None:
    origineel = loop(recht, "uitnodigingVerweer", date(2026, 3, 2))

    na = recht.na_schorsing(origineel, van=date(2026, 3, 9), tot=date(2026, 3, 31))

    assert na.hervatting.laatste_dag_burger == recht.werkdagen_na(date(2026, 3, 31), 21)
    assert na.herstart.laatste_dag_burger == recht.werkdagen_na(date(2026, 3, 31), 25)


def test_gegeven_een_uitgestelde_termijn_dan_herstart_ook_het_uitstel(recht: Recht) -> None:
    origineel = loop(recht, "beroepZonderRechtsmiddelen", date(2026, 2, 10))

    na = recht.na_schorsing(origineel, van=date(2026, 3, 1), tot=date(2026, 3, 31))

    assert na.herstart.laatste_dag_overheid == date(2026, 9, 29)
    assert na.herstart.laatste_dag_burger >= origineel.laatste_dag_burger


@pytest.mark.parametrize(
    ("van", "tot", "reden"),
    [
        (date(2026, 5, 1), date(2026, 4, 1), "eindigt niet vóór ze begint"),
        (date(2026, 5, 1), date(2026, 6, 1), "loopt deze termijn niet"),
        (date(2026, 2, 1), date(2026, 3, 20), "loopt deze termijn niet"),
    ],
)
def test_gegeven_een_schorsing_die_de_termijn_niet_raakt_dan_een_fout(
    recht: Recht, van: date, tot: date, reden: str
) -> None:
    origineel = loop(recht, "inregelstelling", date(2026, 3, 20))

    with pytest.raises(ValueError, match=reden):
        recht.na_schorsing(origineel, van=van, tot=tot)


def test_gegeven_een_verlenging_dan_blijft_het_origineel_zichtbaar(recht: Recht) -> None:
    origineel = loop(recht, "inregelstelling", date(2026, 3, 5))

    verlengd = recht.verleng(origineel, date(2026, 5, 1))

    assert verlengd.laatste_dag_burger == date(2026, 5, 4)
    assert verlengd.laatste_dag_overheid == date(2026, 5, 1)
    assert verlengd.origineel == origineel
    assert narekenen(verlengd.stappen) == ()


def test_gegeven_een_verlenging_die_korter_is_dan_een_fout(recht: Recht) -> None:
    origineel = loop(recht, "inregelstelling", date(2026, 3, 5))

    with pytest.raises(VerlengingTeKort, match="korter dan de termijn"):
        recht.verleng(origineel, date(2026, 4, 6))
    assert recht.verleng(origineel, date(2026, 4, 7)).laatste_dag_burger == date(2026, 4, 7)


# ---- stappen -------------------------------------------------------------------------------------

A, B = date(2026, 4, 4), date(2026, 4, 7)
PAASDAGEN = tuple(Overslag(date(2026, 4, d), "x") for d in (4, 5, 6))


@pytest.mark.parametrize(
    ("stap", "klopt"),
    [
        (Stap("burger", "verleng", A, B, "", overgeslagen=PAASDAGEN), True),
        (Stap("burger", "verleng", A, B, "", overgeslagen=PAASDAGEN[1:]), False),
        (Stap("burger", "verleng", A, date(2026, 4, 8), "", overgeslagen=PAASDAGEN), False),
        (Stap("overheid", "terug", date(2026, 4, 6), date(2026, 4, 5), ""), False),
        (Stap("overheid", "terug", A, A, ""), True),
        (Stap("burger", "tel", A, B, "", 3, "kalenderdagen", "datumTotDatum"), True),
        (Stap("burger", "tel", A, B, "", 4, "kalenderdagen", "datumTotDatum"), False),
        (Stap("burger", "werkdagen", A, B, "", 1, "werkdagen", "", PAASDAGEN[1:]), True),
        (Stap("burger", "werkdagen", A, B, "", 1, "werkdagen", "", PAASDAGEN[:2]), False),
        (Stap("burger", "werkdagen", A, B, "", 3, "werkdagen"), True),
        (Stap("overheid", "schorsing", A, B, "", 3), True),
        (Stap("overheid", "schorsing", A, B, "", 2), False),
        (Stap("beide", "begin", A, B, ""), True),
    ],
)
def test_een_stap_is_na_te_rekenen(stap: Stap, klopt: bool) -> None:  # noqa: FBT001
    assert stap.klopt() is klopt
    assert narekenen([stap]) == (() if klopt else (stap,))
