"""De uitkomsten als JSON, en docs/recht.md."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handhaving.recht import Cent, Kanaal, Recht, Stuiting, Stuitingsdaad, lees_insz
from handhaving.recht.documentatie import markdown
from handhaving.recht.weergave import (
    insz_json,
    intrest_json,
    niet_gestart_json,
    termijn_json,
    verjaring_json,
    waarde_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable

HUIS = Path(__file__).resolve().parents[2]


def test_een_termijn_draagt_de_sleutels_van_het_contract(recht: Recht) -> None:
    termijn = recht.termijn("aanmelding", verzonden=date(2025, 11, 30), kanaal=Kanaal.AANGETEKEND)
    assert termijn is not None

    uit = termijn_json(termijn)

    assert uit["laatsteDagBurger"] == "2026-03-02"
    assert uit["laatsteDagOverheid"] == "2026-02-28"
    assert {"regel", "grondslag", "stappen", "kalender"} <= set(uit)
    assert uit["teVerifieren"] is True
    assert "origineel" not in uit
    verlengd = recht.verleng(termijn, date(2026, 4, 1))
    assert "origineel" in termijn_json(verlengd)


def test_een_termijn_die_niet_loopt_zegt_dat() -> None:
    uit = niet_gestart_json("verweer", "geen bewijs van ontvangst")

    assert uit["nietGestart"] is True
    assert uit["laatsteDagBurger"] is None


def test_een_verjaring_draagt_elke_stuiting_met_reden(recht: Recht) -> None:
    uit = verjaring_json(
        recht.verjaring(
            date(2021, 3, 15),
            [
                Stuiting(Stuitingsdaad.AANMANING, date(2024, 1, 1)),
                Stuiting(Stuitingsdaad.BESLAG, date(2024, 1, 2)),
            ],
        )
    )

    assert (uit["datum"], uit["laatsteVeiligeDag"]) == ("2029-01-02", "2029-01-02")
    stuitingen = uit["stuitingen"]
    assert isinstance(stuitingen, list)
    assert [s["werkt"] for s in stuitingen] == [False, True]
    assert stuitingen[0]["redenCode"] == "geenStuitendeDaad"
    assert uit["geschorstSinds"] is None


def test_interest_zegt_tot_waar_ze_bekend_is(recht: Recht) -> None:
    bekend = intrest_json(recht.intrest(Cent.lees("100.00"), date(2025, 1, 1), date(2026, 1, 1)))
    onbekend = intrest_json(recht.intrest(Cent.lees("100.00"), date(2026, 1, 1), date(2028, 1, 1)))

    assert bekend["intrest"] == "4.50"
    assert "intrestBekendTot" not in bekend
    assert onbekend["intrestBekendTot"] == "2026-12-31"


def test_een_insz_zonder_volledige_datum_heeft_er_geen() -> None:
    assert insz_json(lees_insz("99.20.01-999.26")) == {"geldig": True, "soort": "bis"}
    assert insz_json(lees_insz("85.07.30-033.28"))["geboortedatum"] == "1985-07-30"


def test_een_waarde_draagt_akte_artikel_titel_en_status(recht: Recht) -> None:
    parameter = recht.parameters.op_naam["verjaring.waarschuwingen"]

    uit = waarde_json(parameter, parameter.waarden[0])

    assert uit["waarde"] == [365, 180, 90, 30]
    assert uit["status"] == "te_verifieren"
    grondslag = uit["grondslag"]
    assert isinstance(grondslag, dict)
    assert {"regel", "versie", "artikel", "akte", "titel", "status"} == set(grondslag)


def test_docs_recht_is_bij(recht: Recht) -> None:
    staat_er = (HUIS / "docs" / "recht.md").read_text(encoding="utf-8")

    assert staat_er == markdown(recht), "voer uit: handhaving recht documentatie > docs/recht.md"


def test_docs_noemt_elke_parameter_elk_type_en_elke_vraag(recht: Recht) -> None:
    tekst = markdown(recht)

    for parameter in recht.parameters:
        assert f"`{parameter.naam}`" in tekst
    for code in recht.types:
        assert f"| {code} |" in tekst
    for vraag in recht.vragen:
        assert vraag in tekst
    assert "Er is geen boetetabel" in tekst


def test_docs_toont_een_boetetabel(wijzig: Callable[[str, str, str], Path]) -> None:
    tabel = """tabellen:
  - van: 2026-01-01
    grondslag: {akte: decreet-2013, artikel: FICTIEF}
    status: te_verifieren
    nagekeken_op: 2026-11-22
    bedragen: {I01: [100.00, 200.00]}
"""
    recht = Recht.uit_map(wijzig("boetetabel.yaml", "tabellen: ~", tabel))

    assert "| I01 | 100.00, 200.00 |" in markdown(recht)


def test_docs_zonder_nota_bij_de_kalender(wijzig: Callable[[str, str, str], Path]) -> None:
    pad = wijzig("feestdagen.yaml", "nota: ", "# nota: ")

    assert Recht.uit_map(pad).kalender.nota is None
    assert "Kalender `be-feestdagen" in markdown(Recht.uit_map(pad))


def test_elk_woord_van_een_termijn_een_stap_en_een_waarde(recht: Recht) -> None:
    termijn = recht.termijn("beroep", verzonden=date(2026, 4, 2), kanaal=Kanaal.AANGETEKEND)
    assert termijn is not None
    uit = termijn_json(termijn)
    assert set(uit) == {
        "naam",
        "nietGestart",
        "van",
        "laatsteDagBurger",
        "laatsteDagOverheid",
        "regel",
        "aard",
        "vermoedeOntvangst",
        "kalender",
        "teVerifieren",
        "grondslag",
        "stappen",
    }
    assert (uit["naam"], uit["nietGestart"], uit["vermoedeOntvangst"]) == ("beroep", False, True)
    assert uit["aard"] == recht.termijnsoort("beroep").aard
    assert isinstance(uit["stappen"], list)
    stap = uit["stappen"][2]
    assert (stap["lezing"], stap["daad"]) == ("burger", "begin")
    assert (stap["van"], stap["tot"]) == ("2026-04-08", "2026-04-08")
    parameter = recht.parameters.op_naam["beroep.termijn"]
    waarde = parameter.waarden[0]
    als_json = waarde_json(parameter, waarde)
    assert set(als_json) == {
        "naam",
        "omschrijving",
        "waarde",
        "eenheid",
        "van",
        "totEnMet",
        "status",
        "grondslag",
        "nagekekenOp",
        "nota",
    }
    assert als_json["nagekekenOp"] == waarde.nagekeken_op.isoformat()


def test_een_verlengde_termijn_zegt_dat_in_haar_regel_en_een_vork_rust_op_beide_grenzen(
    recht: Recht,
) -> None:
    termijn = recht.termijn("inregelstelling", ontvangen=date(2026, 4, 3), kanaal=Kanaal.AFGIFTE)
    assert termijn is not None
    verlengd = recht.verleng(termijn, date(2026, 9, 1))
    assert verlengd.regel == f"{termijn.regel}; verlengd"
    na = recht.na_schorsing(termijn, van=date(2026, 4, 13), tot=date(2026, 4, 20))
    assert na.hervatting.regel == f"{termijn.regel}; hervatting"
    assert na.herstart.regel == f"{termijn.regel}; herstart"
    vork = recht.boetevork("I01", feit=date(2024, 3, 1), besluit=date(2024, 8, 5))
    assert vork is not None
    assert [g.regel for g in vork.grondslag] == ["boete.minimum", "boete.maximum"]


def test_een_nota_bij_een_waarde_blijft_erbij(recht: Recht) -> None:
    notas = [w.nota for p in recht.parameters.op_naam.values() for w in p.waarden if w.nota]
    assert notas
    parameter = next(p for p in recht.parameters.op_naam.values() if p.waarden[0].nota)
    assert waarde_json(parameter, parameter.waarden[0])["nota"] == parameter.waarden[0].nota
