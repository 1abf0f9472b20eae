"""Waarden op een dag: hun geldigheid, hun grondslag, en de fout als er geen waarde is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from handhaving.recht import Cent, ParameterOntbreekt, Recht
from handhaving.recht.nazicht import na_te_kijken, zonder_waarde
from handhaving.recht.parameters import decimaal, duur, toon

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NU = date(2026, 11, 22)

VOETEN = {
    2007: "6", 2008: "7", 2009: "5.5", 2010: "3.25", 2011: "3.75", 2012: "4.25", 2013: "2.75",
    2014: "2.75", 2015: "2.5", 2016: "2.25", 2017: "2", 2018: "2", 2019: "2", 2020: "1.75",
    2021: "1.75", 2022: "1.5", 2023: "5.25", 2024: "5.75", 2025: "4.5", 2026: "4.5",
}  # fmt: skip


@pytest.mark.parametrize(("jaar", "voet"), VOETEN.items())
def test_gegeven_een_jaar_dan_de_wettelijke_rentevoet(recht: Recht, jaar: int, voet: str) -> None:
    for dag in (date(jaar, 1, 1), date(jaar, 12, 31)):
        waarde = recht.percentage("intrest.voet", dag)
        assert waarde.waarde == Fraction(voet)
        assert decimaal(waarde.waarde) == voet
        assert not waarde.te_verifieren


@pytest.mark.parametrize(
    ("naam", "dag", "gat"),
    [
        ("intrest.voet", date(2027, 1, 1), "tot en met 2026-12-31"),
        ("intrest.voet", date(2006, 12, 31), "vanaf 2007-01-01"),
        ("vdab.termijn", date(2022, 2, 28), "vanaf 2022-03-01"),
        ("bestaat.niet", date(2026, 1, 1), "geen parameter met die naam"),
    ],
)
def test_gegeven_een_dag_zonder_waarde_dan_een_fout_die_naam_en_gat_noemt(
    recht: Recht, naam: str, dag: date, gat: str
) -> None:
    with pytest.raises(ParameterOntbreekt, match=gat) as fout:
        recht.waarde(naam, dag)
    assert (fout.value.naam, fout.value.op) == (naam, dag)
    assert naam in str(fout.value)


def test_gegeven_een_waarde_dan_grondslag_versie_en_status(recht: Recht) -> None:
    waarde = recht.bedrag("boete.maximum", NU)

    assert waarde.waarde == Cent.lees("5000.00")
    assert waarde.tekst == "5000.00 euro"
    assert waarde.grondslag.regel == "boete.maximum"
    assert waarde.grondslag.versie == "2016-02-29"
    assert waarde.grondslag.artikel == "Decreet 7/6/2013, art. 40"
    assert waarde.bron.titel.startswith("Decreet betreffende")
    assert waarde.nagekeken_op == NU


def test_gegeven_de_verkeerde_vraag_dan_een_programmeerfout(recht: Recht) -> None:
    with pytest.raises(TypeError, match="geen Cent"):
        recht.bedrag("vierOgen", NU)
    with pytest.raises(TypeError, match="rij van int"):
        recht.getallen("vierOgen", NU)
    with pytest.raises(TypeError, match="rij van int"):
        recht.getallen("toerekening.volgorde", NU)


def test_gegeven_een_rij_dan_getallen_of_woorden(recht: Recht) -> None:
    assert recht.getallen("verjaring.waarschuwingen", NU).waarde == (365, 180, 90, 30)
    assert recht.woorden("toerekening.volgorde", NU).waarde == ("kosten", "intrest", "hoofdsom")


def test_elke_parameter_noemt_akte_titel_status_en_nazicht(recht: Recht) -> None:
    for parameter in recht.parameters:
        for waarde in parameter.waarden:
            assert waarde.bron.titel
            assert waarde.bron.kort in waarde.grondslag.artikel
            assert waarde.grondslag.versie == waarde.van.isoformat()
            assert waarde.eenheid


def test_gegeven_een_jaar_later_dan_meldt_het_nazicht_wat_oud_is(recht: Recht) -> None:
    assert na_te_kijken(recht, NU) == ()
    assert na_te_kijken(recht, date(2027, 11, 22)) == ()

    oud = na_te_kijken(recht, date(2027, 11, 23))

    assert {"boete.minimum", "feestdagen", "inbreuktype I01", "KBI KBI-02.00 1"} <= {
        n.wat for n in oud
    }
    assert "intrest.voet" not in {n.wat for n in oud}
    assert {n.nagekeken_op for n in oud} == {NU}


def test_gegeven_een_boetetabel_dan_kijkt_het_nazicht_ook_daar(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    tabel = """tabellen:
  - van: 2026-01-01
    grondslag: {akte: decreet-2013, artikel: FICTIEF}
    status: te_verifieren
    nagekeken_op: 2024-01-01
    bedragen: {I01: [100.00]}
"""
    recht = Recht.uit_map(wijzig("boetetabel.yaml", "tabellen: ~", tabel))

    assert [n.wat for n in na_te_kijken(recht, NU)] == ["boetetabel"]


def test_gegeven_een_dag_dan_de_parameters_zonder_waarde(recht: Recht) -> None:
    assert zonder_waarde(recht, NU) == ()
    assert zonder_waarde(recht, date(2027, 1, 1)) == ("intrest.voet",)


def test_een_weigering_rust_op_een_grond_of_op_geen(recht: Recht) -> None:
    (grond,) = recht.grondslag_van("BeroepHangende")

    assert grond.regel == "weigering.BeroepHangende"
    assert grond.artikel.startswith("Decreet 19/4/2024")
    assert recht.grondslag_van("WeigeringDieNietBestaat") == ()


def test_het_recht_toont_zich_kort(recht: Recht) -> None:
    assert repr(recht) == f"Recht({recht.versie[:12]})"


def test_gegeven_twee_keer_laden_dan_dezelfde_versie(recht: Recht, rechtsmap: Path) -> None:
    assert Recht.uit_map(rechtsmap).versie == recht.versie


def test_gegeven_een_nieuwe_termijn_in_yaml_dan_verandert_alleen_wat_daarna_komt(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    """Een jurist vult art. 39 aan: één maand vanaf 2027. Een dag aan elke kant toont het."""
    nieuw = """      tot_en_met: 2026-12-31
      grondslag: {akte: bvr-2016, artikel: artikel niet gevonden}
      status: te_verifieren
      nagekeken_op: 2026-11-22
    - waarde: 1
      eenheid: maanden
      van: 2027-01-01
"""
    recht = Recht.uit_map(
        wijzig(
            "parameters/procedure.yaml",
            "      van: 2008-09-12\n",
            "      van: 2008-09-12\n" + nieuw,
        )
    )

    voor = recht.termijn("inregelstelling", ontvangen=date(2026, 12, 31))
    na = recht.termijn("inregelstelling", ontvangen=date(2027, 1, 1))

    assert voor is not None
    assert na is not None
    assert voor.laatste_dag_overheid == date(2027, 1, 30)
    assert na.laatste_dag_overheid == date(2027, 2, 1)
    assert "1 maand na ontvangst" in na.regel
    assert na.grondslag[0].versie == "2027-01-01"


def test_gegeven_op_dan_geldt_de_wet_van_die_dag(recht: Recht) -> None:
    with pytest.raises(ParameterOntbreekt):
        recht.termijn("vdab", ontvangen=date(2022, 2, 28))

    termijn = recht.termijn("vdab", ontvangen=date(2022, 2, 28), op=date(2022, 3, 1))

    assert termijn is not None
    assert termijn.laatste_dag_overheid == date(2022, 4, 29)


@pytest.mark.parametrize(
    ("aantal", "eenheid", "tekst"),
    [
        (1, "maanden", "1 maand"),
        (2, "maanden", "2 maanden"),
        (5, "jaren", "5 jaar"),
        (1, "werkdagen", "1 werkdag"),
        (80, "procent", "80 procent"),
    ],
)
def test_een_duur_is_leesbaar(aantal: int, eenheid: str, tekst: str) -> None:
    assert duur(aantal, eenheid) == tekst


def test_waarden_zijn_leesbaar(recht: Recht) -> None:
    assert recht.tekst("vierOgen", NU).tekst == "blokkeer"
    assert recht.woorden("toerekening.volgorde", NU).tekst == "kosten, intrest, hoofdsom"
    assert recht.percentage("intrest.voet", NU).tekst == "4.5 procent per jaar"
    assert toon((Fraction(1, 3), 2)) == "0.333333, 2"
    assert decimaal(Fraction(-9, 4)) == "-2.25"
    assert recht.datum("regime.grens", NU).tekst == "2022-03-01"
