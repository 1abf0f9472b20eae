"""`handhaving recht …`: what a jurist reads, what a program reads, and the exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import typer

from handhaving.cli import recht as verb
from handhaving.cli import uitvoer
from handhaving.recht import Recht, RechtsbestandFout

if TYPE_CHECKING:
    from collections.abc import Callable

    Vraag = Callable[..., str]


def voer_uit(*argumenten: str) -> int:
    """The exit code of `handhaving recht …`, as the application gives it."""
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    verb.register(app)
    app.command("niets")(lambda: None)
    try:
        code = app(["recht", *argumenten], standalone_mode=False)
    except typer.Exit as einde:
        return einde.exit_code
    return code or 0


@pytest.fixture
def vraag(capsys: pytest.CaptureFixture[str]) -> Vraag:
    def _vraag(*argumenten: str, code: int = 0) -> str:
        assert voer_uit(*argumenten) == code
        return capsys.readouterr().out

    return _vraag


def test_termijn_geeft_beide_lezingen_en_stappen(vraag: Vraag) -> None:
    uit = json.loads(vraag("termijn", "inregelstelling", "--ontvangen", "2026-03-05", "--json"))

    assert uit["laatsteDagBurger"] == "2026-04-07"
    assert uit["laatsteDagOverheid"] == "2026-04-04"
    assert uit["regel"].startswith("inregelstelling: 30 kalenderdagen na ontvangst")
    assert uit["grondslag"][0]["status"] == "te_verifieren"
    overgeslagen = [o for s in uit["stappen"] for o in s["overgeslagen"]]
    assert [o["reden"] for o in overgeslagen] == ["zaterdag", "zondag", "paasmaandag"]


def test_de_kalenderstrook_kort_maart_af_zoals_het_hoort(vraag: Vraag) -> None:
    regels = vraag("termijn", "verweer", "--ontvangen", "2026-03-05").splitlines()
    assert any(regel.startswith("  mrt 2026 ") for regel in regels)


def test_termijn_toont_een_kalenderstrook_met_reden(vraag: Vraag) -> None:
    uit = vraag("termijn", "inregelstelling", "--ontvangen", "2026-03-05")

    assert "dinsdag 07/04/2026" in uit
    assert "(5)" in uit
    assert "{4}" in uit
    assert "[7]" in uit
    assert "6 paasmaandag" in uit
    assert "te verifiëren" in uit


def test_termijn_toont_de_vermoede_ontvangst(vraag: Vraag) -> None:
    uit = vraag(
        "termijn", "inregelstelling", "--verzonden", "2026-07-17", "--kanaal", "aangetekend"
    )

    assert "<17>" in uit
    assert "21x" in uit
    assert "(23)" in uit
    assert "vermoed ontvangen op werkdag 3" in uit


def test_een_lange_termijn_wordt_in_het_midden_ingekort(vraag: Vraag) -> None:
    assert "… nog 99 weken …" in vraag("termijn", "b1", "--ontvangen", "2024-02-29")


def test_termijn_zonder_bewijs_van_ontvangst_loopt_niet(vraag: Vraag) -> None:
    argumenten = ("termijn", "verweer", "--verzonden", "2026-07-17", "--kanaal", "ebox")

    assert "loopt nog niet" in vraag(*argumenten)
    assert json.loads(vraag(*argumenten, "--json"))["nietGestart"] is True


@pytest.mark.parametrize(
    ("argumenten", "zin"),
    [
        (("termijn", "verweer"), "--ontvangen"),
        (("termijn", "verweer", "--verzonden", "2026-01-05"), "kanaal"),
        (("termijn", "verwer", "--ontvangen", "2026-01-05"), "bekend: inregelstelling"),
        (("verjaring", "--vanaf", "2021-03-15", "--schorsing", "x:2024-01-01"), "geen grond"),
        (("ogm", "123"), "tien cijfers"),
        (
            ("intrest", "--hoofdsom", "1.00", "--vanaf", "2026-01-02", "--tot", "2026-01-01"),
            "vóór --vanaf",
        ),
    ],
)
def test_verkeerd_gebruik_is_exit_2(argumenten: tuple[str, ...], zin: str) -> None:
    with pytest.raises(uitvoer.VerkeerdGebruik, match=zin) as fout:
        voer_uit(*argumenten)
    assert fout.value.exit_code == 2


@pytest.mark.parametrize(
    ("argumenten", "zin"),
    [
        (("termijn", "verweer", "--ontvangen", "2026-13-01"), "is geen dag"),
        (("termijn", "verweer", "--ontvangen", "20260105"), "is geen dag"),
        (("termijn", "verweer", "--ontvangen", "9999-12-31"), "een dag van 1900 tot en met"),
        (("verjaring", "--vanaf", "2021-03-15", "--stuiting", "beslag:0001-01-01"), "van 1900 tot"),
        (("verjaring", "--vanaf", "2021-03-15", "--stuiting", "brief:2024-01-01"), "DAAD:DAG"),
        (("verjaring", "--vanaf", "2021-03-15", "--stuiting", "beslag:2024-01-01:x"), "DAAD:DAG"),
        (("intrest", "--hoofdsom", "1.5", "--vanaf", "2026-01-01", "--tot", "2026-02-01"), "twee"),
        (
            ("intrest", "--hoofdsom", "-1.00", "--vanaf", "2026-01-01", "--tot", "2026-02-01"),
            "niet negatief",
        ),
    ],
)
def test_een_onleesbare_waarde_is_exit_2(argumenten: tuple[str, ...], zin: str) -> None:
    with pytest.raises(typer.BadParameter, match=zin) as fout:
        voer_uit(*argumenten)
    assert fout.value.exit_code == 2


@pytest.mark.parametrize(
    "argumenten",
    [
        ("parameters", "--op", "1900-01-01"),
        ("parameters", "--op", "1900-01-01", "--json"),
        ("termijn", "vdab", "--ontvangen", "2021-01-05"),
        ("verjaring", "--vanaf", "1990-03-15"),
        ("intrest", "--hoofdsom", "1.00", "--vanaf", "1990-01-01", "--tot", "1990-02-01"),
    ],
)
def test_een_dag_waarover_de_wet_zwijgt_is_exit_1(argumenten: tuple[str, ...]) -> None:
    with pytest.raises(verb.RechtZwijgt) as fout:
        voer_uit(*argumenten)
    assert fout.value.exit_code == 1


def test_verjaring_met_stuitingen(vraag: Vraag) -> None:
    argumenten = (
        "verjaring",
        "--vanaf",
        "2021-03-15",
        "--stuiting",
        "aanmaningArt2244:2026-02-01:buitenland",
        "--stuiting",
        "dwangbevel:2026-03-13",
    )

    uit = json.loads(vraag(*argumenten, "--json"))

    assert (uit["datum"], uit["laatsteVeiligeDag"]) == ("2031-03-13", "2031-03-13")
    assert uit["stuitingen"][0]["redenCode"] == "schuldenaarBuitenBelgie"
    assert "Verjaart na donderdag 13/03/2031" in vraag(*argumenten)


def test_verjaring_met_een_lopende_en_een_afgelopen_schorsing(vraag: Vraag) -> None:
    uit = vraag("verjaring", "--vanaf", "2021-03-15", "--schorsing", "beroep:2024-01-01")
    assert "Geschorst sinds maandag 01/01/2024" in uit

    uit = vraag("verjaring", "--vanaf", "2021-03-15", "--schorsing", "beroep:2024-01-01:2024-01-11")
    assert "Verjaart na woensdag 25/03/2026" in uit


def test_intrest_per_jaar(vraag: Vraag) -> None:
    argumenten = ("intrest", "--hoofdsom", "250.00", "--vanaf", "2022-11-15", "--tot", "2025-03-10")

    uit = json.loads(vraag(*argumenten, "--json"))

    assert uit["intrest"] == "30.12"
    assert [d["jaar"] for d in uit["perJaar"]] == [2022, 2023, 2024, 2025]
    assert "Interest op € 250,00: € 30,12, één keer afgerond.\n" in vraag(*argumenten)


def test_intrest_op_hele_euros(vraag: Vraag) -> None:
    dagen = ("--vanaf", "2022-11-15", "--tot", "2025-03-10")
    uit = vraag("intrest", "--hoofdsom", "900", *dagen)
    assert uit == vraag("intrest", "--hoofdsom", "900.00", *dagen)
    assert "900,00" in uit


def test_intrest_zonder_rentevoet_zegt_tot_waar(vraag: Vraag) -> None:
    uit = vraag("intrest", "--hoofdsom", "250.00", "--vanaf", "2026-11-15", "--tot", "2027-03-10")

    kop = "€ 1,45, één keer afgerond, tot en met 31/12/2026; verder is geen rentevoet bekend."
    assert kop in uit
    assert "bindend bedrag kan nog niet" in uit


def test_intrest_wanneer_geen_enkele_rentevoet_bekend_is(vraag: Vraag) -> None:
    uit = vraag("intrest", "--hoofdsom", "250.00", "--vanaf", "2027-02-01", "--tot", "2027-03-10")

    assert "vanaf 01/02/2027 is geen rentevoet bekend" in uit


def test_ogm(vraag: Vraag) -> None:
    assert json.loads(vraag("ogm", "2026000006", "--json")) == {
        "ogm": "+++202/6000/00697+++",
        "cijfers": "202600000697",
    }
    assert vraag("ogm", "2026000006") == "+++202/6000/00697+++\n"


def test_insz(vraag: Vraag) -> None:
    assert json.loads(vraag("insz", "00.01.25-567.77", "--json")) == {
        "geldig": True,
        "soort": "rijksregister",
        "geboortedatum": "2000-01-25",
    }
    assert "Geldig bisnummer; geboortedatum: niet volledig" in vraag("insz", "99.20.01-999.26")


def test_een_ongeldig_insz_is_exit_1_en_staat_niet_in_het_antwoord(vraag: Vraag) -> None:
    uit = vraag("insz", "65.06.17-210.8", "--json", code=1)

    assert json.loads(uit)["geldig"] is False
    assert "65.06.17" not in uit
    assert vraag("insz", "65.06.17-210.8", code=1).startswith("Ongeldig: ")


def test_parameters_van_een_dag(vraag: Vraag) -> None:
    uit = json.loads(vraag("parameters", "--op", "2027-01-01", "--json"))

    namen = {p["naam"]: p for p in uit["parameters"]}
    assert uit["zonderWaarde"] == ["intrest.voet"]
    assert namen["boete.maximum"]["waarde"] == "5000.00"
    assert namen["inregelstelling.termijn"]["status"] == "te_verifieren"
    assert uit["naTeKijken"] == []
    tekst = vraag("parameters", "--op", "2027-01-01")
    assert "Zonder waarde op 2027-01-01: intrest.voet." in tekst
    assert "boete.maximum" in tekst


def test_parameters_meldt_wat_een_jaar_niet_nagekeken_is(vraag: Vraag) -> None:
    assert "Langer dan een jaar niet nagekeken" in vraag("parameters", "--op", "2028-01-01")
    assert json.loads(vraag("parameters", "--op", "2028-01-01", "--json"))["naTeKijken"]


def test_parameters_zonder_dag_is_vandaag(vraag: Vraag) -> None:
    assert vraag("parameters").startswith("Het recht op ")


def test_documentatie_is_wat_in_docs_staat(vraag: Vraag) -> None:
    assert vraag("documentatie").startswith("# Het recht\n")


def test_een_kapot_rechtsbestand_is_exit_1_met_bestand_en_regel() -> None:
    bestand = "parameters/boete.yaml"

    def kapot() -> Recht:
        raise RechtsbestandFout(bestand, 12, "'waarde' ontbreekt")

    with pytest.raises(verb.RechtZwijgt, match=r"boete.yaml, regel 12") as fout:
        verb.laad_recht(kapot)
    assert fout.value.feiten == {"bestand": bestand, "regel": 12}
    assert fout.value.exit_code == 1
