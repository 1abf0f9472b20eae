"""The command line as a whole: exit codes, language, and verbs on a real, embedded database."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from handhaving.bootstrap import open_app
from handhaving.cli import opdracht, uitvoer
from handhaving.cli.app import voer_uit
from handhaving.dossier.basis import Opdracht, Rol
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.eventlog.toegang import Zoek
from handhaving.settings import Settings
from tests.huis.huisregels import HUIS

if TYPE_CHECKING:
    from pathlib import Path

VERBEN = ["demo", "migreer", "intake", "opdracht", "dossier", "agenda", "tik", "projecties"]
VERBEN += ["scenario", "recht", "catalogus", "avg"]
OPEN = '{"klantnummer": "K-1", "agentschap": "Atlas", "regime": "vlaanderen"}'


@pytest.fixture
def gegevens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> pytest.MonkeyPatch:
    """The settings of a fresh, migrated database with a key of its own."""
    kek = tmp_path / "kek"
    monkeypatch.setenv("HANDHAVING_DATA", str(tmp_path))
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", database_url)
    monkeypatch.setenv("HANDHAVING_KEK_FILE", str(kek))
    monkeypatch.delenv("HANDHAVING_REDIS_URL", raising=False)
    return monkeypatch


def test_given_help_then_every_verb_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert voer_uit(["--help"]) == 0
    gezegd = capsys.readouterr().out
    assert [verb for verb in VERBEN if verb not in gezegd] == []


@pytest.mark.parametrize("verb", VERBEN)
def test_given_a_verb_then_it_explains_itself_and_speaks_json(
    capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert voer_uit([verb, "--help"]) == 0
    gezegd = capsys.readouterr().out
    if verb not in {"avg", "dossier", "projecties", "recht"}:  # these have verbs of their own
        assert "--json" in gezegd


@pytest.mark.parametrize(
    ("regel", "gezegd"),
    [
        (["zing"], "zing bestaat niet"),
        (["migreer", "--hard"], "de optie --hard bestaat niet"),
        (["opdracht"], "ontbreekt"),
        (["catalogus", "te", "veel"], "te veel argumenten"),
        (["catalogus", "--readme"], "vraagt een waarde"),
        (["opdracht", "x", "StelInbreukVast", "--versie", "drie"], "ongeldig"),
    ],
)
def test_given_wrong_use_then_exit_2_in_dutch(
    capsys: pytest.CaptureFixture[str], regel: list[str], gezegd: str
) -> None:
    assert voer_uit(regel) == 2
    fout = capsys.readouterr().err
    assert gezegd in fout
    assert "Hulp: voeg --help toe." in fout


def test_given_no_database_then_exit_1_without_traceback_or_address(
    capsys: pytest.CaptureFixture[str], gegevens: pytest.MonkeyPatch
) -> None:
    gegevens.setenv("HANDHAVING_DATABASE_URL", "postgresql://geheim@127.0.0.1:1/geheim")
    assert voer_uit(["migreer"]) == 1
    fout = capsys.readouterr().err
    assert "De databank van HANDHAVING_DATABASE_URL is niet bereikbaar" in fout
    assert "geheim" not in fout
    assert "Traceback" not in fout


def test_given_an_unmigrated_database_then_the_way_out_is_named(
    capsys: pytest.CaptureFixture[str], gegevens: pytest.MonkeyPatch, postgres_url: str
) -> None:
    gegevens.setenv("HANDHAVING_DATABASE_URL", postgres_url)
    door = ["--door", "mw-1", "--rol", "dossierbehandelaar", "--organisatie", "Atlas"]
    assert voer_uit(["opdracht", "nieuw", "OpenDossier", "--gegevens", OPEN, *door]) == 1
    assert "handhaving migreer" in capsys.readouterr().err


def test_given_a_wrong_setting_then_it_is_named(
    capsys: pytest.CaptureFixture[str], gegevens: pytest.MonkeyPatch
) -> None:
    gegevens.setenv("HANDHAVING_ROLLEN", "misschien")
    assert voer_uit(["migreer"]) == 1
    assert "HANDHAVING_ROLLEN" in capsys.readouterr().err


def test_given_a_migrated_database_when_migrated_again_then_nothing_is_done(
    capsys: pytest.CaptureFixture[str], gegevens: pytest.MonkeyPatch
) -> None:
    assert voer_uit(["migreer", "--json"]) == 0
    gezegd = json.loads(capsys.readouterr().out)
    assert gezegd["uitgevoerd"] == []
    assert gezegd["simulatie"] is False
    assert voer_uit(["migreer"]) == 0
    assert "niets te doen" in capsys.readouterr().out


def test_given_a_real_log_when_asked_to_become_a_simulation_then_refused(
    capsys: pytest.CaptureFixture[str], gegevens: pytest.MonkeyPatch
) -> None:
    assert voer_uit(["migreer", "--simulatie", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["fout"] == "SimulatieGeweigerd"


def test_given_a_reader_that_stops_then_no_traceback() -> None:
    opdracht = (
        f"{shlex.quote(sys.executable)} -m handhaving.cli.app catalogus"
        " | head -1; echo ${PIPESTATUS[0]}"
    )
    uitslag = subprocess.run(
        ["bash", "-c", opdracht], capture_output=True, text=True, check=False, cwd="/"
    )
    assert uitslag.stdout.splitlines()[0] == "### Opdrachten"
    assert uitslag.stderr == ""


# --- opdracht --------------------------------------------------------------------------------


@pytest.fixture
def sleutel(gegevens: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The key file of the test database."""
    make_kek_file(tmp_path / "kek")
    return tmp_path / "kek"


def test_given_nobody_is_named_then_a_developer_acts_and_it_is_said(
    capsys: pytest.CaptureFixture[str], sleutel: Path
) -> None:
    assert voer_uit(["opdracht", "nieuw", "OpenDossier", "--gegevens", OPEN, "--json"]) == 0
    gezegd = capsys.readouterr()
    assert "Handelt als ontwikkelaar-dossierbehandelaar" in gezegd.err
    assert json.loads(gezegd.out)["versie"] == 2


WIE = ["--door", "mw-1", "--rol", "dossierbehandelaar", "--organisatie", "Atlas"]


def open_dossier(capsys: pytest.CaptureFixture[str], *rest: str) -> dict[str, Any]:
    regel = ["opdracht", "nieuw", "OpenDossier", "--gegevens", OPEN, *WIE, "--json", *rest]
    assert voer_uit(regel) == 0
    antwoord: dict[str, Any] = json.loads(capsys.readouterr().out)
    return antwoord


def test_given_a_command_when_given_then_its_events_are_named(
    capsys: pytest.CaptureFixture[str], sleutel: Path
) -> None:
    antwoord = open_dossier(capsys)
    types = [g["type"] for g in antwoord["gebeurtenissen"]]
    assert types == ["DossierGeopend", "PersoonsgegevensVastgelegd"]
    assert (antwoord["versie"], antwoord["positie"], antwoord["herhaald"]) == (2, 2, False)

    velden = '{"type": "I01", "datumFeit": "2026-03-01"}'
    regel = ["opdracht", antwoord["dossierId"], "StelInbreukVast", "--gegevens", velden]
    assert voer_uit([*regel, *WIE]) == 0
    assert "InbreukVastgesteld" in capsys.readouterr().out


def test_given_the_same_command_twice_then_the_first_answer_again(
    capsys: pytest.CaptureFixture[str], sleutel: Path
) -> None:
    eerste = open_dossier(capsys, "--opdracht-id", "01890000-0000-7000-8000-000000000001")
    tweede = open_dossier(capsys, "--opdracht-id", "01890000-0000-7000-8000-000000000001")
    assert tweede == eerste | {"herhaald": True}


def test_given_who_tries_whether_somebody_is_known_then_that_is_a_read(
    capsys: pytest.CaptureFixture[str], sleutel: Path
) -> None:
    dossier = UUID(open_dossier(capsys)["dossierId"])
    regel = ["opdracht", "nieuw", "OpenDossier", "--gegevens", OPEN, *WIE]
    assert voer_uit(regel) == 1
    with open_app(Settings.read()) as app:
        (rij,) = app.toegang.find(Zoek(dossier=dossier)).items
    assert (rij.lezing.ingang, rij.lezing.door.id) == ("cli", "mw-1")


def test_given_a_refusal_then_exit_1_with_its_code(
    capsys: pytest.CaptureFixture[str], sleutel: Path
) -> None:
    dossier = open_dossier(capsys)["dossierId"]
    regel = ["opdracht", dossier, "MaakOverAanABB", "--gegevens", '{"inbreuk": "I1"}', *WIE]
    assert voer_uit([*regel, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["geweigerd"] == "OnbekendeInbreuk"
    assert voer_uit(regel) == 1
    assert "Geweigerd (OnbekendeInbreuk)" in capsys.readouterr().err


def test_given_a_stale_version_then_exit_1(
    capsys: pytest.CaptureFixture[str], sleutel: Path
) -> None:
    dossier = open_dossier(capsys)["dossierId"]
    regel = ["opdracht", dossier, "WijzigPersoonsgegevens", "--gegevens", '{"contacttaal": "fr"}']
    assert voer_uit([*regel, *WIE, "--versie", "1", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["fout"] == "VersieVerouderd"


@pytest.mark.parametrize(
    ("naam", "velden", "code"),
    [
        ("OpenDossier", '{"kleur": "rood"}', "OngeldigeGegevens"),
        ("OpenDossier", '{"insz": "00000000000"}', "InszOngeldig"),
    ],
)
def test_given_a_wrong_shape_then_exit_1_before_anything_starts(
    capsys: pytest.CaptureFixture[str], naam: str, velden: str, code: str
) -> None:
    assert voer_uit(["opdracht", "nieuw", naam, "--gegevens", velden, *WIE, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["geweigerd"] == code


@pytest.mark.parametrize("tekst", ["[]", "{", '{"a": 1, "a": 2}', "@/bestaat/niet.json"])
def test_given_data_that_cannot_be_read_then_exit_2(
    capsys: pytest.CaptureFixture[str], tekst: str
) -> None:
    assert voer_uit(["opdracht", "nieuw", "OpenDossier", "--gegevens", tekst, *WIE]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_given_no_dossier_id_then_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    velden = '{"type": "I01", "datumFeit": "2026-03-01"}'
    regel = ["opdracht", "nieuw", "StelInbreukVast", "--gegevens", velden, *WIE]
    assert voer_uit(regel) == 2
    assert "geen dossierId" in capsys.readouterr().err


def test_given_a_file_or_standard_input_then_the_data_come_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text('{"a": 1}')
    monkeypatch.setattr("sys.stdin", io.StringIO('{"b": 2}'))
    assert opdracht.lees_gegevens(f"@{tmp_path / 'a.json'}") == {"a": 1}
    assert opdracht.lees_gegevens("-") == {"b": 2}
    assert opdracht.lees_gegevens('{"c": 3}') == {"c": 3}


def test_given_a_file_that_is_no_text_then_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"\xff\xfe")
    with pytest.raises(uitvoer.VerkeerdGebruik, match="UTF-8"):
        opdracht.lees_gegevens(f"@{tmp_path / 'a.json'}")


@pytest.mark.parametrize("klasse", OPDRACHTEN.values())
def test_given_nobody_when_developing_then_somebody_who_may(klasse: type[Opdracht]) -> None:
    door = opdracht.wie(klasse, None, None, None)
    assert Rol(door.rol) in klasse.rollen
    assert (door.organisatie == "AgII") == (door.rol == "dossierbehandelaar")
    assert opdracht.wie(klasse, "x", Rol.AUDITOR, "Amal").organisatie == "Amal"


# --- scenario --------------------------------------------------------------------------------

GOED = """
naam: Een dossier
stappen:
  - op: 2026-02-27
    opdracht: OpenDossier
    gegevens: {klantnummer: K-1, agentschap: Atlas, regime: vlaanderen}
    verwacht: {gebeurtenissen: [DossierGeopend, PersoonsgegevensVastgelegd]}
"""


def test_given_a_scenario_that_holds_then_exit_0(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "goed.yaml").write_text(GOED)
    assert voer_uit(["scenario", str(tmp_path), "--json"]) == 0
    (verslag,) = json.loads(capsys.readouterr().out)
    assert (verslag["naam"], verslag["geslaagd"]) == ("Een dossier", True)
    assert verslag["stappen"][0]["geslaagd"]


def test_given_a_scenario_that_does_not_hold_then_exit_1_with_both(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(GOED.replace(", PersoonsgegevensVastgelegd", ""))
    (tmp_path / "b.yaml").write_text("naam: [")
    assert voer_uit(["scenario", str(tmp_path)]) == 1
    gezegd = capsys.readouterr().out
    assert "PersoonsgegevensVastgelegd" in gezegd
    assert "onleesbaar" in gezegd
    assert "0 van 2 geslaagd" in gezegd
    assert voer_uit(["scenario", str(tmp_path / "b.yaml"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["fout"]


def test_given_a_day_that_is_none_then_the_file_is_named_and_the_others_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(GOED.replace("2026-02-27", "2026-02-30"))
    (tmp_path / "b.yaml").write_text("[" * 100_000)
    (tmp_path / "c.yaml").write_text(GOED)
    assert voer_uit(["scenario", str(tmp_path)]) == 1
    gezegd = capsys.readouterr().out
    assert "a.yaml: onleesbaar\n    geen geldige YAML op regel 4\n" in gezegd
    assert "b.yaml: onleesbaar" in gezegd
    assert "1 van 3 geslaagd" in gezegd


def test_given_no_scenario_then_exit_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert voer_uit(["scenario", str(tmp_path)]) == 2
    assert voer_uit(["scenario", str(tmp_path / "niet.yaml")]) == 2
    assert "Geen scenario gevonden" in capsys.readouterr().err


# --- catalogus -------------------------------------------------------------------------------


def test_given_the_catalogue_then_as_list_as_json_and_into_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert voer_uit(["catalogus"]) == 0
    assert "### Opdrachten" in capsys.readouterr().out
    assert voer_uit(["catalogus", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) >= {"opdrachten", "gebeurtenissen"}
    kopie = tmp_path / "README.md"
    kopie.write_text((HUIS / "README.md").read_text(encoding="utf-8"), encoding="utf-8")
    assert voer_uit(["catalogus", "--readme", str(kopie)]) == 0
    assert kopie.read_text(encoding="utf-8") == (HUIS / "README.md").read_text(encoding="utf-8")
    assert voer_uit(["catalogus", "--readme", str(tmp_path / "niet.md")]) == 2
