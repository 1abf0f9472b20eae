"""De gevallen van de handhavingsjurist die over termijnen gaan, elk met zijn nummer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handhaving.recht import (
    Kanaal,
    Recht,
    dag_in_brussel,
    einde_van_dag,
    narekenen,
    tijdig,
)


@dataclass(frozen=True)
class Geval:
    nummer: str
    termijn: str
    burger: str
    overheid: str
    ontvangen: str | None = None
    verzonden: str | None = None
    kanaal: Kanaal | None = None

    def __str__(self) -> str:
        return f"geval_{self.nummer}"


MET = Kanaal.AANGETEKEND_MET_ONTVANGSTBEWIJS
ZONDER = Kanaal.AANGETEKEND

GEVALLEN = [
    Geval("01_paaszondag_en_maandag", "inregelstelling", "2026-04-07", "2026-04-04", "2026-03-05"),
    Geval("02_vrijdag", "inregelstelling", "2026-04-07", "2026-04-05", "2026-03-06"),
    Geval("02_zaterdag", "inregelstelling", "2026-04-07", "2026-04-06", "2026-03-07"),
    Geval("03_feestdag_op_zaterdag", "inregelstelling", "2026-08-17", "2026-08-15", "2026-07-16"),
    Geval("04_allerheiligen_zondag", "inregelstelling", "2026-11-02", "2026-11-01", "2026-10-02"),
    Geval("06_hemelvaart", "inregelstelling", "2026-05-15", "2026-05-14", "2026-04-14"),
    Geval("07_elf_juli_vrijdag", "inregelstelling", "2025-07-11", "2025-07-11", "2025-06-11"),
    Geval("07_elf_juli_zaterdag", "inregelstelling", "2026-07-13", "2026-07-11", "2026-06-11"),
    Geval(
        "08_gewoon_aangetekend",
        "inregelstelling",
        "2026-08-24",
        "2026-08-21",
        verzonden="2026-07-17",
        kanaal=ZONDER,
    ),
    Geval(
        "10_goede_vrijdag",
        "inregelstelling",
        "2026-05-08",
        "2026-05-07",
        verzonden="2026-04-02",
        kanaal=ZONDER,
    ),
    Geval(
        "12_bewezen_latere_ontvangst",
        "inregelstelling",
        "2026-08-31",
        "2026-08-29",
        ontvangen="2026-07-30",
        verzonden="2026-07-17",
        kanaal=ZONDER,
    ),
    Geval(
        "13_geweigerd_is_aangeboden",
        "beroep",
        "2026-07-31",
        "2026-07-31",
        ontvangen="2026-06-01",
        verzonden="2026-05-29",
        kanaal=MET,
    ),
    Geval(
        "15_zonder_rechtsmiddelen",
        "beroepZonderRechtsmiddelen",
        "2026-08-10",
        "2026-08-09",
        "2026-02-10",
    ),
    Geval("19_b1_van_29_februari", "b1", "2026-03-02", "2026-02-28", "2024-02-29"),
    Geval(
        "20_aanmelding_van_de_brief",
        "aanmelding",
        "2026-03-02",
        "2026-02-28",
        verzonden="2025-11-30",
        kanaal=ZONDER,
    ),
    Geval("22_dag_van_25_uur", "inregelstelling", "2026-10-26", "2026-10-25", "2026-09-25"),
    Geval("contract_5", "inregelstelling", "2026-04-07", "2026-04-04", "2026-03-05"),
    Geval("25_werkdagen", "uitnodigingVerweer", "2026-05-21", "2026-05-21", "2026-04-14"),
    Geval("vdab_60_dagen", "vdab", "2022-05-02", "2022-04-30", "2022-03-01"),
]


def dag(tekst: str | None) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


@pytest.mark.parametrize("geval", GEVALLEN, ids=str)
def test_geval(recht: Recht, geval: Geval) -> None:
    termijn = recht.termijn(
        geval.termijn,
        ontvangen=dag(geval.ontvangen),
        verzonden=dag(geval.verzonden),
        kanaal=geval.kanaal,
    )

    assert termijn is not None
    assert termijn.laatste_dag_burger == dag(geval.burger)
    assert termijn.laatste_dag_overheid == dag(geval.overheid)
    assert narekenen(termijn.stappen) == ()
    assert termijn.kalender == recht.kalender.versie


def test_geval_08_de_vermoede_dag_is_de_derde_werkdag_en_slaat_21_juli_over(recht: Recht) -> None:
    termijn = recht.termijn(
        "inregelstelling", verzonden=date(2026, 7, 17), kanaal=Kanaal.AANGETEKEND
    )

    assert termijn is not None
    assert termijn.vermoed
    assert termijn.van == date(2026, 7, 23)
    overgeslagen = {o.dag: o.reden for o in termijn.stappen[1].overgeslagen}
    assert overgeslagen == {
        date(2026, 7, 18): "zaterdag",
        date(2026, 7, 19): "zondag",
        date(2026, 7, 21): "nationale feestdag",
    }


def test_geval_08_niet_verstreken_voor_25_augustus_middernacht(recht: Recht) -> None:
    termijn = recht.termijn(
        "inregelstelling", verzonden=date(2026, 7, 17), kanaal=Kanaal.AANGETEKEND
    )

    assert termijn is not None
    assert einde_van_dag(termijn.laatste_dag_burger) == datetime(
        2026, 8, 25, tzinfo=ZoneInfo("Europe/Brussels")
    )


def test_geval_10_de_vermoede_dag_is_8_april(recht: Recht) -> None:
    assert recht.werkdagen_na(date(2026, 4, 2), 3) == date(2026, 4, 8)


def test_geval_13_zonder_ontvangst_loopt_de_termijn_niet(recht: Recht) -> None:
    assert recht.termijn("beroep", verzonden=date(2026, 5, 29), kanaal=MET) is None


def test_geval_20_een_ontvangst_verandert_niets_aan_een_termijn_vanaf_de_brief(
    recht: Recht,
) -> None:
    termijn = recht.termijn(
        "aanmelding", verzonden=date(2025, 11, 30), ontvangen=date(2025, 12, 4), kanaal=MET
    )

    assert termijn is not None
    assert termijn.van == date(2025, 11, 30)


@pytest.mark.parametrize(
    ("moment", "op_tijd"),
    [
        (datetime(2026, 8, 24, 21, 59, tzinfo=UTC), True),
        (datetime(2026, 8, 24, 22, 0, 30, tzinfo=UTC), False),
    ],
    ids=["geval_21_om_23u59_in_brussel", "geval_21_dertig_seconden_na_middernacht"],
)
def test_geval_21_de_dag_eindigt_om_24_uur_in_brussel(moment: datetime, op_tijd: bool) -> None:  # noqa: FBT001
    assert tijdig(moment, date(2026, 8, 24)) is op_tijd


def test_geval_22_op_de_dag_van_25_uur_telt_de_datum_niet_het_uur() -> None:
    begin = datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Brussels"))

    duur = einde_van_dag(date(2026, 10, 25)).astimezone(UTC) - begin.astimezone(UTC)

    assert duur == timedelta(hours=25)
    assert dag_in_brussel(begin.astimezone(UTC) + timedelta(hours=24, minutes=59)) == date(
        2026, 10, 25
    )


def test_een_ogenblik_zonder_offset_heeft_geen_dag() -> None:
    with pytest.raises(ValueError, match="zonder offset"):
        dag_in_brussel(datetime(2026, 1, 1))  # noqa: DTZ001 - dat is wat geweigerd wordt


def test_geval_24_ebox_bewaart_drie_dagen_en_neemt_de_latere_voor_de_burger(
    recht: Recht,
) -> None:
    dagen = recht.ebox(date(2026, 6, 3), date(2026, 6, 9), date(2026, 6, 5))

    assert dagen.burger == date(2026, 6, 9)
    assert dagen.overheid == date(2026, 6, 3)
    assert dagen.toestemming_ingetrokken == date(2026, 6, 5)
    assert dagen.betwist
    assert all(g.status == "te_verifieren" for g in dagen.grondslag)


def test_geval_24_ongeopend_heeft_de_burger_nog_geen_dag(recht: Recht) -> None:
    dagen = recht.ebox(date(2026, 6, 3))

    assert dagen.burger is None
    assert dagen.overheid == date(2026, 6, 3)
    assert not dagen.betwist
    assert recht.ebox(date(2026, 6, 3), None, date(2026, 6, 4)).betwist
    assert not recht.ebox(date(2026, 6, 3), date(2026, 6, 4), date(2026, 6, 5)).betwist


def test_geval_27_na_uitstel_hervat_of_herstart_en_herstart_is_de_standaard(recht: Recht) -> None:
    """De standaard (herstart) is twijfelachtig: de parameter staat op te_verifieren."""
    origineel = recht.termijn("inregelstelling", ontvangen=date(2026, 3, 20))
    assert origineel is not None

    na = recht.na_schorsing(origineel, van=date(2026, 4, 1), tot=date(2026, 6, 30))

    assert na.hervatting.laatste_dag_burger == date(2026, 7, 20)
    assert na.hervatting.laatste_dag_overheid == date(2026, 7, 19)
    assert na.herstart.laatste_dag_burger == date(2026, 7, 30)
    assert na.gekozen.laatste_dag_burger == date(2026, 7, 30)
    assert na.gekozen.origineel == origineel
    assert recht.tekst("uitstel.gevolg", date(2026, 4, 1)).te_verifieren


def test_geval_84_de_stappen_laten_zich_zonder_wet_of_kalender_narekenen(recht: Recht) -> None:
    termijn = recht.termijn(
        "inregelstelling", verzonden=date(2026, 4, 2), kanaal=Kanaal.AANGETEKEND
    )

    assert termijn is not None
    assert narekenen(termijn.stappen) == ()
    assert termijn.stappen[-1].tot == termijn.laatste_dag_overheid
