"""De gevallen over interest, betaling, verjaring, overdracht, boete en nummers, met hun nummer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handhaving.recht import (
    Cent,
    InszOngeldigFout,
    Recht,
    Stuiting,
    Stuitingsdaad,
    lees_insz,
    lees_ogm,
    ogm,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

euro = Cent.lees


def test_geval_30_oude_regeling_kent_vdab_en_b1_niet(recht: Recht) -> None:
    plicht = date(2022, 2, 28)

    assert recht.inbreuktype("I12", date(2023, 1, 1), plicht_ontstaan_op=plicht) is None
    assert recht.inbreuktype("I15", date(2025, 1, 1), plicht_ontstaan_op=plicht) is None
    assert recht.inbreuktype("I01", date(2023, 1, 1), plicht_ontstaan_op=plicht) is not None
    assert recht.regime(plicht)[0] == "oud"


def test_geval_31_vanaf_1_maart_2022_nieuwe_regeling(recht: Recht) -> None:
    plicht = date(2022, 3, 1)

    soort = recht.inbreuktype("I12", date(2023, 1, 1), plicht_ontstaan_op=plicht)

    assert soort is not None
    assert soort.regimes == {"nieuw"}
    assert recht.regime(plicht)[0] == "nieuw"


@pytest.mark.parametrize(("dag", "mag"), [(date(2022, 2, 28), "ja"), (date(2022, 3, 1), "nee")])
def test_geval_32_een_rechthebbende_wordt_sinds_maart_2022_niet_bestraft(
    recht: Recht, dag: date, mag: str
) -> None:
    assert recht.tekst("rechthebbende.sanctioneerbaar", dag).waarde == mag


def test_geval_33_een_onbekende_code_of_overheid_heeft_geen_vertaling(recht: Recht) -> None:
    op = date(2026, 1, 1)

    assert recht.kbi_type("12345", "KBI-02.00", op) is None
    assert recht.kbi_type("12345", "Inburgering-01.00", op) is None
    assert recht.kbi_overheid("VALSE_OVERHEID", "KBI-02.00") is None
    assert recht.kbi_type("1", "KBI-02.00", op) == "I01"
    assert recht.kbi_type("I13", "Inburgering-01.00", op) == "I13"
    assert recht.kbi_overheid("HH", "Inburgering-01.00") == "ABB"


@pytest.mark.parametrize(
    ("bedrag", "mag"), [("49.99", False), ("50.00", True), ("5000.00", True), ("5000.01", False)]
)
def test_geval_37_de_boetevork(recht: Recht, bedrag: str, mag: bool) -> None:  # noqa: FBT001
    soort = recht.inbreuktype("I01", date(2026, 3, 1))

    assert soort is not None
    assert soort.boetevork.bevat(euro(bedrag)) is mag
    assert (soort.boetevork.minimum, soort.boetevork.maximum) == (euro("50.00"), euro("5000.00"))


TABEL = """tabellen:
  - van: 2020-01-01
    tot_en_met: 2025-12-31
    grondslag: {akte: decreet-2013, artikel: FICTIEF}
    status: te_verifieren
    nagekeken_op: 2026-11-22
    bedragen: {I01: [100.00, 200.00], I02: [100.00]}
  - van: 2026-01-01
    grondslag: {akte: decreet-2013, artikel: FICTIEF}
    status: te_verifieren
    nagekeken_op: 2026-11-22
    bedragen: {I01: [150.00, 180.00]}
"""


def test_geval_43_de_tabel_van_het_feit_tenzij_de_nieuwe_milder_is(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    recht = Recht.uit_map(wijzig("boetetabel.yaml", "tabellen: ~", TABEL))
    feit, besluit = date(2025, 12, 20), date(2026, 2, 10)

    def bedrag(stap: int) -> Cent | None:
        uit = recht.boetetabel("I01", stap, feit=feit, besluit=besluit)
        return uit.bedrag if uit else None

    assert bedrag(1) == euro("100.00")
    assert bedrag(2) == euro("180.00")
    assert bedrag(5) == euro("180.00")
    assert recht.boetetabel("I02", 1, feit=feit, besluit=besluit) is not None
    assert recht.boetetabel("I09", 1, feit=feit, besluit=besluit) is None
    assert recht.boetetabel("I01", 0, feit=feit, besluit=besluit) is None


def test_geval_43_zonder_tabel_geeft_de_ambtenaar_het_bedrag(recht: Recht) -> None:
    dag = date(2026, 1, 1)

    assert recht.boetetabel("I01", 1, feit=dag, besluit=dag) is None


def test_geval_44_de_leeftijd_is_die_op_de_dag_van_het_feit(recht: Recht) -> None:
    assert recht.getal("minderjarig.leeftijd", date(2026, 1, 1)).waarde == 18


def test_geval_47_interest_over_vier_jaren(recht: Recht) -> None:
    intrest = recht.intrest(euro("250.00"), date(2022, 11, 15), date(2025, 3, 10))

    assert intrest.bedrag == euro("30.12")
    assert [deel.dagen for deel in intrest.per_jaar] == [47, 365, 366, 68]
    assert intrest.bekend_tot is None
    assert intrest.bindend() == euro("30.12")


def test_geval_47_werkelijk_op_werkelijk_geeft_30_08(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    map_ = wijzig("parameters/intrest.yaml", "waarde: werkelijk/365", "waarde: werkelijk/werkelijk")

    intrest = Recht.uit_map(map_).intrest(euro("250.00"), date(2022, 11, 15), date(2025, 3, 10))

    assert intrest.bedrag == euro("30.08")


def test_geval_48_een_afronding_op_het_einde(recht: Recht) -> None:
    intrest = recht.intrest(euro("100.00"), date(2022, 12, 1), date(2023, 2, 1))

    assert intrest.bedrag == euro("0.57")
    per_jaar = sum(Cent.rond_af(deel.exact) for deel in intrest.per_jaar)
    assert per_jaar == euro("0.58")


def test_geval_52_interest_begint_bij_de_ingebrekestelling_tot_betaling(recht: Recht) -> None:
    begin = recht.tekst("intrest.start", date(2026, 1, 1))

    assert begin.waarde == "ingebrekestellingTotBetaling"
    assert recht.intrest(euro("250.00"), date(2026, 1, 1), date(2026, 1, 1)).bedrag == 0


@pytest.mark.parametrize(
    "tekst",
    [
        "+++202/6000/00697+++",
        "***202/6000/00697***",
        "202/6000/00697",
        "202600000697",
        "202 6000 00697",
        " 2026 0000 0697 ",
        "+++ 202/6000/00697 +++",
    ],
)
def test_geval_54_een_ogm_zonder_tekens_of_met_spaties_wordt_herkend(tekst: str) -> None:
    assert lees_ogm(tekst) == "202600000697"


@pytest.mark.parametrize(
    "tekst",
    ["+++202/6000/00698+++", "202600000700", "20260000069", "factuur 697", "", "2026000006979"],
)
def test_geval_54_een_fout_cijfer_wordt_nooit_geraden(tekst: str) -> None:
    assert lees_ogm(tekst) is None


def test_geval_55_rest_nul_geeft_97() -> None:
    assert ogm("2026000006").tekst == "+++202/6000/00697+++"
    assert ogm("2026000123").tekst == "+++202/6000/12320+++"


def test_geval_62_de_laatste_veilige_dag_ligt_voor_het_weekend(recht: Recht) -> None:
    verjaring = recht.verjaring(date(2021, 3, 15))

    assert verjaring.datum == date(2026, 3, 15)
    assert verjaring.laatste_veilige_dag == date(2026, 3, 13)
    assert not verjaring.verjaard_op(date(2026, 3, 15))
    assert verjaring.verjaard_op(date(2026, 3, 16))


def test_geval_65_een_tweede_advocatenbrief_en_een_aanmaning_doen_niets(recht: Recht) -> None:
    verjaring = recht.verjaring(
        date(2021, 3, 15),
        [
            Stuiting(Stuitingsdaad.AANMANING_ART_2244, date(2026, 2, 1)),
            Stuiting(Stuitingsdaad.AANMANING, date(2026, 3, 1)),
            Stuiting(Stuitingsdaad.AANMANING_ART_2244, date(2026, 11, 1)),
        ],
    )

    assert verjaring.datum == date(2027, 2, 1)
    assert [g.reden_code for g in verjaring.stuitingen] == [
        None,
        "geenStuitendeDaad",
        "reedsGebruikt",
    ]


def test_geval_65_de_advocatenbrief_verkort_nooit(recht: Recht) -> None:
    verjaring = recht.verjaring(
        date(2021, 3, 15), [Stuiting(Stuitingsdaad.AANMANING_ART_2244, date(2024, 1, 1))]
    )

    assert verjaring.datum == date(2026, 3, 15)
    assert verjaring.stuitingen[0].werkt


def test_geval_67_een_erkenning_geeft_een_volle_nieuwe_termijn(recht: Recht) -> None:
    """Of een vraag om af te betalen een erkenning is, blijft een oordeel van een mens."""
    verjaring = recht.verjaring(
        date(2021, 3, 15), [Stuiting(Stuitingsdaad.SCHULDBEKENTENIS, date(2026, 2, 20))]
    )

    assert verjaring.datum == date(2031, 2, 20)
    assert verjaring.te_verifieren


def test_geval_68_een_schuldenaar_in_het_buitenland_geen_stuiting(recht: Recht) -> None:
    brief = Stuiting(
        Stuitingsdaad.AANMANING_ART_2244, date(2026, 2, 1), schuldenaar_in_belgie=False
    )

    verjaring = recht.verjaring(date(2021, 3, 15), [brief])

    assert verjaring.datum == date(2026, 3, 15)
    assert verjaring.stuitingen[0].reden_code == "schuldenaarBuitenBelgie"


def test_geval_70_de_marge_van_een_overdracht(recht: Recht) -> None:
    marge = recht.getal("overdracht.marge", date(2025, 12, 5))

    rest = (recht.verjaring(date(2021, 3, 15)).datum - date(2025, 12, 5)).days

    assert rest == 100
    assert rest < marge.waarde == 180


def test_geval_71_twee_aanmaningen(recht: Recht) -> None:
    assert recht.getal("aanmaning.minimum", date(2026, 1, 1)).waarde == 2


def test_geval_75_een_collectieve_schuldenregeling_stopt_de_interest(recht: Recht) -> None:
    hoofdsom, van, tot = euro("250.00"), date(2025, 11, 1), date(2026, 6, 1)

    met = recht.intrest_met_betalingen(hoofdsom, van, tot, [], [(date(2026, 2, 1), None)])

    assert met == recht.intrest(hoofdsom, van, date(2026, 2, 1))


def test_geval_76_een_nummer_van_2000_faalt_met_de_regel_van_1900() -> None:
    insz = lees_insz("00.01.25-567.77")

    assert insz.geboortedatum == date(2000, 1, 25)
    assert 97 - int("000125567") % 97 != 77


def test_geval_76_een_controlegetal_van_een_cijfer_wordt_geweigerd() -> None:
    with pytest.raises(InszOngeldigFout, match="voorloopnul"):
        lees_insz("65.06.17-210.8")
    assert lees_insz("65.06.17-210.08").nummer == "65061721008"
