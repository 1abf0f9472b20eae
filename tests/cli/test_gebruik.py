"""Wrong use: told in Dutch, as one JSON object where JSON is asked, never with a traceback."""

from __future__ import annotations

import json

import pytest

from handhaving.cli.app import voer_uit
from handhaving.cli.fouten import grondslag_in_woorden
from handhaving.cli.gebruik import in_het_nederlands
from handhaving.recht import Grondslag

X = "019a0000-0000-7000-8000-000000000000"

MOMENTEN = [
    (["dossier", "toon", X], "--op"),
    (["dossier", "historiek", X], "--op"),
    (["avg", "toegang"], "--van"),
    (["avg", "toegang"], "--tot"),
]
DAGEN = [
    *MOMENTEN,
    (["dossier", "toon", X], "--geldig-op"),
    (["dossier", "historiek", X], "--geldig-op"),
    (["agenda"], "--vanaf"),
    (["agenda"], "--tot"),
    (["werkvoorraad"], "--op"),
    (["werkvoorraad"], "--tot"),
    (["vorderingen"], "--op"),
    (["tik"], "--op"),
    (["avg", "register"], "--op"),
    (["recht", "parameters"], "--op"),
    (["recht", "termijn", "verweer"], "--verzonden"),
]
"""Every option of a day."""


@pytest.mark.parametrize(
    ("regel", "gezegd"),
    [
        (["opdracht"], "Het argument dossier ontbreekt."),
        (
            ["opdracht", X, "StelInbreukVast", "--rol", "baas"],
            "De waarde van --rol is ongeldig: 'baas' is geen van dossierbehandelaar, ",
        ),
        (
            ["opdracht", X, "S", "--opdracht-id", "12"],
            "--opdracht-id is ongeldig: dit is geen UUID.",
        ),
        (["opdracht", X, "S", "--versie", "drie"], "dit is geen geheel getal."),
        (["demo", "--dossiers", "0"], "dit is minder dan 1."),
        (["demo", "--dossiers", "100001"], "dit is meer dan 100000."),
        (["dossier", "toon", "x"], "De waarde van DOSSIER is ongeldig: 'x' is geen dossierId."),
        *(
            ([*verb, optie, dag], f"De waarde van {optie} is ongeldig: verwacht een dag van 1900")
            for dag in ("9999-12-31", "0001-01-01", "1899-12-31", "2205-03-01")
            for verb, optie in DAGEN
        ),
        *(
            ([*verb, optie, moment], f"De waarde van {optie} is ongeldig: verwacht een dag van")
            for moment in ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00")
            for verb, optie in MOMENTEN
        ),
        (["recht", "termijn", "x", "--kanaal", "duif"], "'duif' is geen van aangetekend, "),
        (["scenario", "--json=1", "x"], "De optie --json neemt geen waarde."),
    ],
)
def test_given_wrong_use_when_json_is_asked_then_one_object_in_dutch(
    capsys: pytest.CaptureFixture[str], regel: list[str], gezegd: str
) -> None:
    assert voer_uit([*regel, "--json"]) == 2
    antwoord = capsys.readouterr()
    assert antwoord.err == ""
    gelezen = json.loads(antwoord.out)
    assert gelezen["fout"] == "VerkeerdGebruik"
    assert gezegd in gelezen["boodschap"]
    assert not gelezen["boodschap"].endswith("..")
    assert voer_uit(regel) == 2
    assert capsys.readouterr().out == ""


def test_given_no_argument_then_the_help_is_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert voer_uit(["recht"]) == 2
    antwoord = capsys.readouterr()
    assert antwoord.err.startswith("Usage: ")
    assert not antwoord.err.endswith("..")


@pytest.mark.parametrize(
    ("regel", "gezegd"),
    [
        ("inregelstelling.termijn", "inregelstelling.termijn sinds 1, art. 40 (te verifiëren)"),
        ("weigering.TaakOpen", "art. 40 (te verifiëren)"),
    ],
)
def test_given_a_ground_then_the_name_of_a_refusal_is_not_repeated(regel: str, gezegd: str) -> None:
    grond = Grondslag(regel=regel, versie="1", artikel="art. 40", status="te_verifieren")
    assert grondslag_in_woorden(grond) == gezegd


@pytest.mark.parametrize(
    ("naam", "gezegd"),
    [
        ("StelInbreukVsat", "geen opdracht 'StelInbreukVsat'. Bedoelt u StelInbreukVast"),
        ("stelinbreukvast", "geen opdracht 'stelinbreukvast'. Bedoelt u StelInbreukVast"),
        ("OpenDos", "geen opdracht met die naam. Bedoelt u OpenDossier?"),
        ("Bestaatniet", "geen opdracht met die naam. `handhaving catalogus` noemt ze alle."),
        ("Zwaluwnest-7", "geen opdracht met die naam. `handhaving catalogus` noemt ze alle."),
        ("", "geen opdracht met die naam. `handhaving catalogus` noemt ze alle."),
    ],
)
def test_given_a_name_that_no_command_has_then_what_comes_near_and_where_the_list_is(
    capsys: pytest.CaptureFixture[str], naam: str, gezegd: str
) -> None:
    assert voer_uit(["opdracht", "nieuw", naam, "--json"]) == 2
    gelezen = json.loads(capsys.readouterr().out)
    assert gelezen["fout"] == "VerkeerdGebruik"
    assert gezegd in gelezen["boodschap"]
    assert "`handhaving catalogus`" in gelezen["boodschap"]
    assert len(gelezen["boodschap"]) < 200
    assert voer_uit(["opdracht", "nieuw", naam]) == 2
    assert capsys.readouterr().err == gelezen["boodschap"] + "\n"


@pytest.mark.parametrize(
    ("tekst", "gezegd"),
    [
        ("[" * 100_000, "De gegevens zijn geen JSON-object"),
        ("[]", "geen JSON-object"),
        ('{"a": 1, "a": 2}', "De gegevens noemen een veld tweemaal."),
        ('{"a": NaN}', "NaN en Infinity zijn geen getal"),
        ('{"a": -Infinity}', "NaN en Infinity zijn geen getal"),
        ('{"a": 1e400}', "een getal is te groot"),
        ('{"a": 1,\n "b" 2}', "geen JSON-object: op regel 2, kolom 6 klopt de JSON niet."),
        ("@", "Na @ hoort de naam van een bestand"),
    ],
)
def test_given_broken_data_then_it_is_said_what_is_wrong(
    capsys: pytest.CaptureFixture[str], tekst: str, gezegd: str
) -> None:
    regel = ["opdracht", "nieuw", "OpenDossier", "--gegevens", tekst]
    assert voer_uit(regel) == 2
    assert gezegd in capsys.readouterr().err
    assert voer_uit([*regel, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["fout"] == "VerkeerdGebruik"


def test_given_an_unknown_sentence_of_the_parser_then_it_is_kept() -> None:
    assert in_het_nederlands("Something else.") == "Something else."


def test_given_json_that_reads_with_data_that_are_wrong_then_refused_and_not_wrong_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for gegevens, veld in (('{"naam": "\\ud800"}', "naam: bevat"), ('{"naam": 1.5}', "naam: moet")):
        assert voer_uit(["opdracht", "nieuw", "OpenDossier", "--gegevens", gegevens]) == 1
        gezegd = capsys.readouterr().err
        assert "OngeldigeGegevens" in gezegd
        assert veld in gezegd


def test_given_a_law_in_no_folder_then_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert voer_uit(["scenario", "x.yaml", "--recht", "bestaat-niet"]) == 2
    assert "De map bestaat-niet bestaat niet." in capsys.readouterr().err
