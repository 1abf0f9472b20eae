"""De vijftien inbreuktypes: hun geldigheid, boetevork en vertaling, en een wijziging in YAML."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from handhaving.recht import Cent, Recht

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CODES = [f"I{nummer:02d}" for nummer in range(1, 16)]
euro = Cent.lees


@pytest.mark.parametrize("code", CODES)
def test_elk_type_bestaat_vandaag_met_fase_herstel_vork_en_grond(recht: Recht, code: str) -> None:
    soort = recht.inbreuktype(code, date(2026, 11, 22))

    assert soort is not None
    assert soort.code == code
    assert soort.fase
    assert soort.herstel
    assert "ABB" in soort.bevoegdheden
    assert soort.boetevork.grondslag
    assert soort.geldt_voor_plicht(None)


@pytest.mark.parametrize(
    ("code", "eerste"),
    [
        ("I01", date(2008, 9, 12)),
        ("I05", date(2023, 9, 1)),
        ("I10", date(2023, 9, 1)),
        ("I12", date(2022, 3, 1)),
        ("I13", date(2023, 1, 1)),
        ("I15", date(2022, 3, 1)),
    ],
)
def test_een_type_geldt_vanaf_zijn_dag_en_de_dag_ervoor_niet(
    recht: Recht, code: str, eerste: date
) -> None:
    assert recht.inbreuktype(code, eerste) is not None
    assert recht.inbreuktype(code, date.fromordinal(eerste.toordinal() - 1)) is None


def test_een_onbekende_code_is_geen_type(recht: Recht) -> None:
    dag = date(2026, 1, 1)

    assert recht.inbreuktype("I16", dag) is None
    assert recht.boetevork("I16", feit=dag, besluit=dag) is None


def test_de_vertaling_van_elk_schema(recht: Recht) -> None:
    op = date(2026, 1, 1)

    assert [recht.kbi_type(c, "Inburgering-01.00", op) for c in CODES] == CODES
    for schema in ("KBI-02.00", "Inburgering-01.00"):
        vertaald = {str(n): recht.kbi_type(str(n), schema, op) for n in range(1, 9)}
        assert {k: v for k, v in vertaald.items() if v} == {"1": "I01", "5": "I06"}
        assert [recht.kbi_overheid(o, schema) for o in ("HH", "OCMW", "VDAB", "VMSW")] == [
            "ABB",
            "OCMW",
            "VDAB",
            "VMSW",
        ]
    assert recht.kbi_type("I01", "KBI-02.00", op) is None
    assert recht.kbi_type("1", "KBI-02.00", date(2000, 1, 1)) is None
    assert recht.kbi_type("1", "KBI-99.00", op) is None


def test_elke_koppeling_staat_op_te_verifieren(recht: Recht) -> None:
    koppelingen = [k for rij in recht.kbi.types.values() for k in rij]

    assert {k.geldig.grondslag.status for k in koppelingen} == {"te_verifieren"}


EIGEN = "    van: 2008-09-12\n    tot_en_met: 2026-12-31\n"
NIEUW = """  - omschrijving: niet tijdig aangemeld
    fase: aanmelding
    herstel: aanmelden
    regimes: [oud, nieuw]
    bevoegdheden: [ABB]
    boetevork: {minimum: 20.00, maximum: 300.00}
    van: 2027-01-01
    grondslag: {akte: decreet-2013, artikel: FICTIEF}
    status: te_verifieren
    nagekeken_op: 2026-11-22
I02:"""


def test_gegeven_een_nieuwe_vork_in_yaml_dan_geldt_de_mildere(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    wijzig("inbreuktypes.yaml", "    van: 2008-09-12\n", EIGEN)
    recht = Recht.uit_map(wijzig("inbreuktypes.yaml", "I02:", NIEUW))
    voor, na = date(2026, 12, 31), date(2027, 1, 1)

    def vork(feit: date, besluit: date) -> tuple[Cent, Cent]:
        uit = recht.boetevork("I01", feit=feit, besluit=besluit)
        assert uit is not None
        return uit.minimum, uit.maximum

    oud, nieuw = (euro("50.00"), euro("5000.00")), (euro("20.00"), euro("300.00"))
    assert vork(voor, voor) == oud
    assert vork(na, na) == nieuw
    assert vork(voor, na) == nieuw
    assert vork(na, voor) == nieuw


def test_gegeven_geen_mildere_straf_in_yaml_dan_de_vork_en_tabel_van_het_feit(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    wijzig("parameters/boete.yaml", "waarde: ja\n", "waarde: nee\n")
    wijzig("inbreuktypes.yaml", "    van: 2008-09-12\n", EIGEN)
    recht = Recht.uit_map(wijzig("inbreuktypes.yaml", "I02:", NIEUW))
    feit, besluit = date(2026, 12, 31), date(2027, 1, 1)

    vork = recht.boetevork("I01", feit=feit, besluit=besluit)

    assert vork is not None
    assert vork.maximum == euro("5000.00")
    assert recht.boetetabel("I01", 1, feit=feit, besluit=besluit) is None
