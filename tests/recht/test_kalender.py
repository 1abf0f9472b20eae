"""De kalender: de feestdagen van 2000 tot 2040, werkdagen, en het versiestempel."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import holidays
import pytest

from handhaving.recht import KalenderOntbreekt, Recht, RechtOntbreekt, RechtsbestandFout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("jaar", range(2000, 2041))
def test_gegeven_een_jaar_dan_klopt_het_met_een_onafhankelijke_bibliotheek(
    recht: Recht, jaar: int
) -> None:
    onze = {dag for dag in recht.kalender.feestdagen if dag.year == jaar}
    hunne = {
        dag
        for dag, naam in holidays.country_holidays("BE", years=jaar, language="nl").items()
        if naam not in {"Pasen", "Pinksteren"}
    }

    assert onze == hunne


def test_gegeven_2008_dan_draagt_een_dag_twee_feestdagen(recht: Recht) -> None:
    assert recht.kalender.feestdag(date(2008, 5, 1)) == "dag van de arbeid en hemelvaart"


@pytest.mark.parametrize(
    ("dag", "reden"),
    [
        (date(2026, 4, 3), None),
        (date(2026, 4, 4), "zaterdag"),
        (date(2026, 4, 5), "zondag"),
        (date(2026, 4, 6), "paasmaandag"),
        (date(2026, 11, 2), None),
        (date(2025, 7, 11), None),
        (date(2026, 8, 15), "tenhemelopneming"),
    ],
    ids=str,
)
def test_gegeven_een_dag_dan_zegt_de_kalender_waarom_hij_geen_werkdag_is(
    recht: Recht, dag: date, reden: str | None
) -> None:
    assert recht.kalender.geen_werkdag(dag) == reden
    assert recht.kalender.is_werkdag(dag) is (reden is None)


@pytest.mark.parametrize("dag", [date(1999, 12, 31), date(2041, 1, 1), date(9999, 12, 31)])
def test_gegeven_een_jaar_buiten_de_kalender_dan_wordt_niet_geraden(
    recht: Recht, dag: date
) -> None:
    with pytest.raises(KalenderOntbreekt, match=str(dag.year)):
        recht.kalender.feestdag(dag)
    with pytest.raises(RechtOntbreekt):
        recht.termijn("inregelstelling", ontvangen=dag, op=date(2026, 1, 1))
    with pytest.raises(RechtOntbreekt):
        recht.verjaring(dag)
    with pytest.raises(RechtOntbreekt):
        recht.beslissingstermijn(dag)


def test_gegeven_nul_werkdagen_dan_de_dag_zelf_en_nooit_een_negatief_aantal(recht: Recht) -> None:
    assert recht.werkdagen_na(date(2026, 4, 4), 0) == date(2026, 4, 4)
    with pytest.raises(ValueError, match="niet negatief"):
        recht.werkdagen_na(date(2026, 4, 4), -1)


def test_gegeven_een_zaterdag_als_werkdag_dan_telt_hij_mee_maar_verschuift_het_einde(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    map_ = wijzig(
        "parameters/rekenregels.yaml",
        "    - waarde: nee\n      eenheid: keuze\n      van: 2000-01-01\n",
        "    - waarde: ja\n      eenheid: keuze\n      van: 2000-01-01\n",
    )
    kalender = Recht.uit_map(map_).kalender

    assert kalender.is_werkdag(date(2026, 4, 11))
    assert kalender.werkdagen_na(date(2026, 4, 10), 1)[0] == date(2026, 4, 11)
    assert kalender.verleng(date(2026, 4, 11))[0] == date(2026, 4, 13)


def test_gegeven_een_andere_feestdag_dan_een_ander_stempel(
    recht: Recht, wijzig: Callable[[str, str, str], Path]
) -> None:
    ander = Recht.uit_map(wijzig("feestdagen.yaml", "2026-04-06", "2026-04-13"))

    assert ander.kalender.versie != recht.kalender.versie
    assert ander.versie != recht.versie


def test_gegeven_een_andere_nota_dan_hetzelfde_stempel(
    recht: Recht, wijzig: Callable[[str, str, str], Path]
) -> None:
    ander = Recht.uit_map(wijzig("feestdagen.yaml", "nota: De lijst", "nota: Deze lijst"))

    assert ander.kalender.versie == recht.kalender.versie
    assert ander.versie != recht.versie


@pytest.mark.parametrize(
    ("oud", "nieuw", "reden"),
    [
        ("nieuwjaar: 2026-01-01", "nieuwjaar: 2026-01-02", "moet '01-01' zijn"),
        ("paasmaandag: 2026-04-06", "paasmaandag: 2026-04-07", "het moet 'maandag' zijn"),
        ("paasmaandag: 2026-04-06", "paasmaandag: 2025-04-07", "ligt niet in 2026"),
        ("kerstmis: 2026-12-25}", "kerst: 2026-12-25}", "onbekende sleutel 'kerst'"),
        ("  2040:\n", "  2042:\n", "na 2039 hoort 2040"),
        ("kerstmis: 12-25", "kerstmis: december", "geen weekdag en geen vaste dag"),
        ("hemelvaart: 2026-05-14", "hemelvaart: 2026-05-34", "geen bestaande dag"),
    ],
)
def test_gegeven_een_tikfout_in_de_kalender_dan_start_er_niets(
    wijzig: Callable[[str, str, str], Path], oud: str, nieuw: str, reden: str
) -> None:
    with pytest.raises(RechtsbestandFout, match=reden) as fout:
        Recht.uit_map(wijzig("feestdagen.yaml", oud, nieuw))
    assert fout.value.bestand == "feestdagen.yaml"


def test_gegeven_een_kalender_zonder_jaren_dan_start_er_niets(rechtsmap: Path) -> None:
    pad = rechtsmap / "feestdagen.yaml"
    tekst = pad.read_text(encoding="utf-8")
    pad.write_text(tekst[: tekst.index("jaren:")] + "jaren: {}\n", encoding="utf-8")

    with pytest.raises(RechtsbestandFout, match="geen enkel jaar"):
        Recht.uit_map(rechtsmap)


def test_gegeven_de_dagen_tussen_2000_en_2040_dan_vindt_elke_dag_een_werkdag_binnen_vijf_dagen(
    recht: Recht,
) -> None:
    dag = date(2000, 1, 1)
    while dag <= date(2040, 12, 20):
        verder, _ = recht.kalender.verleng(dag)
        assert recht.kalender.is_werkdag(verder)
        assert verder - dag <= timedelta(days=5)
        dag += timedelta(days=1)
