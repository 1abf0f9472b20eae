"""Interest, toerekening en afbetaling: exact, één keer afgerond, en nooit geraden."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter, ValidationError

from handhaving.recht import Cent, Recht, RentevoetOntbreekt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

euro = Cent.lees
H = euro("250.00")


def test_gegeven_een_jaar_zonder_rentevoet_dan_lopen_de_cijfers_tot_de_laatste_bekende_dag(
    recht: Recht,
) -> None:
    intrest = recht.intrest(H, date(2026, 12, 1), date(2027, 3, 1))

    assert intrest.bekend_tot == date(2026, 12, 31)
    assert intrest.bedrag == recht.intrest(H, date(2026, 12, 1), date(2027, 1, 1)).bedrag
    with pytest.raises(RentevoetOntbreekt, match="2026-12-31"):
        intrest.bindend()


def test_gegeven_tot_en_met_31_december_2026_dan_is_het_cijfer_bindend(recht: Recht) -> None:
    intrest = recht.intrest(H, date(2026, 12, 1), date(2027, 1, 1))

    assert intrest.bekend_tot is None
    assert intrest.bindend() == intrest.bedrag


def test_gegeven_een_begin_voor_de_eerste_rentevoet_dan_niets_en_gezegd(recht: Recht) -> None:
    intrest = recht.intrest(H, date(2006, 12, 1), date(2008, 1, 1))

    assert intrest.bedrag == 0
    assert intrest.bekend_tot == date(2006, 11, 30)


def test_gegeven_de_nieuwe_rentevoet_dan_wordt_het_cijfer_bindend(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    nieuw = """    - waarde: 4.25
      eenheid: procent per jaar
      van: 2027-01-01
      tot_en_met: 2027-12-31
      grondslag: {akte: wet-1865, artikel: art. 2 §1}
      status: te_verifieren
      nagekeken_op: 2026-11-22
intrest.dagtelling:"""
    recht = Recht.uit_map(wijzig("parameters/intrest.yaml", "intrest.dagtelling:", nieuw))

    intrest = recht.intrest(H, date(2026, 12, 1), date(2027, 3, 1))

    assert intrest.bekend_tot is None
    assert [deel.jaar for deel in intrest.per_jaar] == [2026, 2027]
    assert intrest.te_verifieren


def test_gegeven_een_voet_die_midden_in_een_jaar_verandert_dan_splitst_de_periode(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    oud = "      van: 2026-01-01\n      tot_en_met: 2026-12-31\n"
    nieuw = """      van: 2026-01-01
      tot_en_met: 2026-06-30
      grondslag: {akte: wet-1865, artikel: art. 2 §1}
      status: gevonden
      nagekeken_op: 2026-11-22
    - waarde: 5
      eenheid: procent per jaar
      van: 2026-07-01
      tot_en_met: 2026-12-31
"""
    recht = Recht.uit_map(wijzig("parameters/intrest.yaml", oud, nieuw))

    delen = recht.intrest(H, date(2026, 6, 1), date(2026, 8, 1)).per_jaar

    assert [(d.dagen, d.voet) for d in delen] == [(30, Fraction("4.5")), (31, Fraction(5))]


def test_gegeven_een_betaling_dan_loopt_vanaf_die_dag_minder(recht: Recht) -> None:
    met = recht.intrest_met_betalingen(
        H, date(2026, 1, 1), date(2026, 12, 31), [(date(2026, 7, 1), euro("-100.00"))]
    )
    eerste = recht.intrest(H, date(2026, 1, 1), date(2026, 7, 1)).exact
    tweede = recht.intrest(euro("150.00"), date(2026, 7, 1), date(2026, 12, 31)).exact

    assert met.exact == eerste + tweede


@pytest.mark.parametrize("stil", [(date(2026, 2, 1), date(2026, 3, 1)), (date(2026, 2, 1), None)])
def test_gegeven_stilstand_dan_loopt_er_niets(recht: Recht, stil: tuple[date, date | None]) -> None:
    intrest = recht.intrest_met_betalingen(H, date(2026, 1, 1), date(2026, 4, 1), [], [stil])

    dagen = sum(deel.dagen for deel in intrest.per_jaar)
    assert dagen == (31 + 31 if stil[1] else 31)


def test_gegeven_een_onmogelijke_hoofdsom_dan_een_fout(recht: Recht) -> None:
    with pytest.raises(ValueError, match="negatieve hoofdsom"):
        recht.intrest(Cent(-1), date(2026, 1, 1), date(2026, 2, 1))
    with pytest.raises(ValueError, match="negatief zijn"):
        recht.intrest_met_betalingen(
            H, date(2026, 1, 1), date(2026, 3, 1), [(date(2026, 2, 1), euro("-250.01"))]
        )


def test_gegeven_niets_of_geen_dagen_dan_geen_interest(recht: Recht) -> None:
    assert recht.intrest(Cent(0), date(2026, 1, 1), date(2026, 12, 1)).per_jaar == ()
    assert recht.intrest(H, date(2026, 2, 1), date(2026, 1, 1)).bedrag == 0


# ---- toerekening en afbetaling -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("betaald", "verwacht"),
    [
        ("5.00", ("5.00", "0.00", "0.00", "0.00")),
        ("12.00", ("10.00", "2.00", "0.00", "0.00")),
        ("100.00", ("10.00", "3.00", "87.00", "0.00")),
        ("263.00", ("10.00", "3.00", "250.00", "0.00")),
        ("263.01", ("10.00", "3.00", "250.00", "0.01")),
        ("0.00", ("0.00", "0.00", "0.00", "0.00")),
    ],
)
def test_gegeven_een_betaling_dan_kosten_interest_hoofdsom(
    recht: Recht, betaald: str, verwacht: tuple[str, ...]
) -> None:
    deel = recht.reken_toe(
        euro(betaald),
        kosten=euro("10.00"),
        intrest=euro("3.00"),
        hoofdsom=H,
        op=date(2026, 1, 1),
    )

    assert tuple(map(str, (deel.kosten, deel.intrest, deel.hoofdsom, deel.rest))) == verwacht
    assert deel.grondslag.regel == "toerekening.volgorde"


def test_gegeven_een_andere_volgorde_in_yaml_dan_die(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    map_ = wijzig(
        "parameters/invordering.yaml",
        "[kosten, intrest, hoofdsom]\n      eenheid: volgorde\n      van: 2023",
        "[hoofdsom, intrest, kosten]\n      eenheid: volgorde\n      van: 2023",
    )

    deel = Recht.uit_map(map_).reken_toe(
        euro("5.00"), kosten=H, intrest=H, hoofdsom=H, op=date(2026, 1, 1)
    )

    assert deel.hoofdsom == euro("5.00")


def test_gegeven_een_negatief_bedrag_dan_een_fout(recht: Recht) -> None:
    for bedrag, kosten in ((Cent(-1), Cent(0)), (Cent(0), Cent(-1))):
        with pytest.raises(ValueError, match="niet negatief"):
            recht.reken_toe(bedrag, kosten=kosten, intrest=Cent(0), hoofdsom=H, op=date(2026, 1, 1))


def test_gegeven_een_afbetalingsplan_dan_klopt_de_som_en_de_maandeinden(recht: Recht) -> None:
    plan = recht.afbetalingsplan(euro("100.00"), 3, date(2026, 1, 31), op=date(2026, 1, 5))

    assert [str(a.bedrag) for a in plan] == ["33.34", "33.33", "33.33"]
    assert [a.vervaldag for a in plan] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]
    assert [a.laatste_dag_burger for a in plan] == [
        date(2026, 2, 2),
        date(2026, 3, 2),
        date(2026, 3, 31),
    ]
    assert [a.nummer for a in plan] == [1, 2, 3]


@pytest.mark.parametrize(("bedrag", "aantal"), [("1.00", 0), ("0.02", 3)])
def test_gegeven_een_onmogelijk_plan_dan_een_fout(recht: Recht, bedrag: str, aantal: int) -> None:
    with pytest.raises(ValueError, match="minstens één cent"):
        recht.afbetalingsplan(euro(bedrag), aantal, date(2026, 1, 31), op=date(2026, 1, 5))


# ---- centen --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "centen"),
    [
        (Fraction(1, 2), 1),
        (Fraction(-1, 2), -1),
        (Fraction(49, 100), 0),
        (Decimal("1.5"), 2),
        (Fraction(10**40 + 1, 2 * 10**40), 1),
        (Fraction(10**40 - 1, 2 * 10**40), 0),
    ],
)
def test_een_halve_cent_gaat_weg_van_nul(exact: Fraction | Decimal, centen: int) -> None:
    assert Cent.rond_af(exact) == centen


@pytest.mark.parametrize(
    "tekst", ["250", "250,00", "1e3", "250.00\n", "\u0662.\u0660\u0660", "00.10", ""]
)
def test_een_bedrag_in_een_andere_vorm_wordt_geweigerd(tekst: str) -> None:
    with pytest.raises(ValueError, match="twee cijfers na de punt"):
        Cent.lees(tekst)


def test_centen_rekenen_en_schrijven() -> None:
    assert str(euro("10.00") - euro("12.50")) == "-2.50"
    assert repr(-euro("1.05") + 5) == "Cent('-1.00')"
    assert isinstance(sum([euro("1.00"), euro("2.00")]), Cent)


def test_een_bedrag_in_een_model_is_een_tekst_en_nooit_een_getal() -> None:
    bedragen = TypeAdapter(Cent)

    assert bedragen.validate_python("250.00") == bedragen.validate_json('"250.00"') == H
    assert bedragen.dump_json(H) == b'"250.00"'
    assert bedragen.json_schema()["type"] == "string"
    for json in ("250.00", "250", '"250"'):
        with pytest.raises(ValidationError):
            bedragen.validate_json(json)
