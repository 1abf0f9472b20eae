"""The scripts' own machinery: an environment equal to its lock, and coverage per room."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.huis.huisregels import HUIS

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = ["demo", "test", "check", "lock"]


def laad(naam: str) -> Any:  # noqa: ANN401 - a script is no package; its functions are read as they are
    spec = importlib.util.spec_from_file_location(f"script_{naam}", HUIS / "scripts" / f"{naam}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


omgeving = laad("omgeving")
dekking = laad("dekking")


@pytest.fixture
def huis(tmp_path: Path) -> Path:
    """A checkout in a path with spaces, without an environment."""
    map_ = tmp_path / "een huis met spaties"
    (map_ / "scripts").mkdir(parents=True)
    for naam in ("pyproject.toml", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(HUIS / naam, map_ / naam)
    for bestand in (HUIS / "scripts").iterdir():
        if bestand.is_file():
            shutil.copy(bestand, map_ / "scripts" / bestand.name)
    return map_


def stempel(huis: Path, niveau: str) -> None:
    """Pretend that the environment was made."""
    (huis / ".venv").mkdir(exist_ok=True)
    merk = {"plaats": str(huis), niveau: omgeving.stempel(huis, niveau)}
    (huis / ".venv" / "handhaving.json").write_text(json.dumps(merk))


def test_given_no_environment_then_it_is_not_current(huis: Path) -> None:
    assert not omgeving.is_actueel(huis, "basis")


def test_given_a_stamp_then_only_its_level_is_current(huis: Path) -> None:
    stempel(huis, "basis")
    assert omgeving.is_actueel(huis, "basis")
    assert not omgeving.is_actueel(huis, "dev")


@pytest.mark.parametrize("bestand", ["requirements.txt", "pyproject.toml"])
def test_given_a_stamp_when_the_lock_changes_then_it_is_old(huis: Path, bestand: str) -> None:
    stempel(huis, "basis")
    tekst = (huis / bestand).read_text(encoding="utf-8")
    gewijzigd = tekst.replace("pydantic", "pydantiek", 1)
    (huis / bestand).write_text(gewijzigd, encoding="utf-8")
    assert not omgeving.is_actueel(huis, "basis")


def test_given_a_stamp_when_only_a_lint_rule_changes_then_it_is_current(huis: Path) -> None:
    stempel(huis, "basis")
    pad = huis / "pyproject.toml"
    pad.write_text(pad.read_text(encoding="utf-8").replace("line-length = 100", "line-length = 99"))
    assert omgeving.is_actueel(huis, "basis")


def test_given_a_stamp_when_the_checkout_moves_then_it_is_old(huis: Path) -> None:
    stempel(huis, "basis")
    elders = huis.rename(huis.with_name("elders"))
    assert not omgeving.is_actueel(elders, "basis")


def test_given_an_unreadable_stamp_then_it_is_old(huis: Path) -> None:
    stempel(huis, "basis")
    (huis / ".venv" / "handhaving.json").write_text("{")
    assert not omgeving.is_actueel(huis, "basis")


def test_given_a_wrong_word_then_the_machinery_explains_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert omgeving.main(["maak", "alles"]) == 2
    assert "basis|dev" in capsys.readouterr().err


@pytest.mark.parametrize("script", SCRIPTS)
def test_given_a_script_then_it_can_be_started_and_is_explained(script: str) -> None:
    pad = HUIS / "scripts" / script
    assert os.access(pad, os.X_OK)
    assert f"| `{script}` |" in (HUIS / "scripts" / "README.md").read_text(encoding="utf-8")
    assert subprocess.run(["bash", "-n", pad], check=False).returncode == 0


def test_given_no_python_when_a_script_starts_then_it_says_what_is_missing(huis: Path) -> None:
    leeg = huis / "leeg"
    leeg.mkdir()
    for programma in ("bash", "dirname", "cat"):
        gevonden = shutil.which(programma)
        assert gevonden
        (leeg / programma).symlink_to(gevonden)
    (leeg / "python3").write_text("#!/bin/sh\nexit 1\n")
    (leeg / "python3").chmod(0o755)
    uitslag = subprocess.run(
        [huis / "scripts" / "demo"],
        env={"PATH": str(leeg)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert uitslag.returncode == 1
    assert "Nodig: Python 3.11 of hoger" in uitslag.stderr


def test_given_a_current_environment_when_a_script_starts_then_nothing_is_installed(
    huis: Path,
) -> None:
    stempel(huis, "basis")
    interpreter = huis / ".venv" / "bin" / "python"
    interpreter.parent.mkdir()
    interpreter.symlink_to(sys.executable)
    uitslag = subprocess.run(
        ["bash", "-c", f'. "{huis}/scripts/omgeving.sh"; omgeving basis; echo klaar'],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (uitslag.returncode, uitslag.stdout, uitslag.stderr) == (0, "klaar\n", "")


def meting(**bestanden: tuple[int, int, int, int]) -> dict[str, Any]:
    """A coverage report: file → lines, covered, branches, covered."""
    return {
        "files": {
            naam.replace("__", "/") + ".py": {
                "summary": {
                    "num_statements": regels,
                    "covered_lines": geraakt,
                    "missing_lines": regels - geraakt,
                    "num_branches": takken,
                    "covered_branches": gevolgd,
                    "missing_branches": takken - gevolgd,
                }
            }
            for naam, (regels, geraakt, takken, gevolgd) in bestanden.items()
        }
    }


VOL = {
    "src__handhaving__recht__a": (100, 100, 10, 10),
    "src__handhaving__dossier__a": (100, 95, 0, 0),
    "src__handhaving__eventlog__a": (100, 99, 20, 19),
    "projections__a": (100, 100, 10, 10),
}


def draai(verslag: dict[str, Any], waar: Path) -> int:
    pad = waar / "dekking.json"
    pad.write_text(json.dumps(verslag))
    uit: int = dekking.main([str(pad)])
    return uit


def test_given_rooms_that_keep_their_promise_then_the_measure_passes(tmp_path: Path) -> None:
    assert draai(meting(**VOL), tmp_path) == 0


@pytest.mark.parametrize(
    ("bestand", "cijfers"),
    [
        ("src__handhaving__recht__a", (100, 94, 10, 10)),
        ("src__handhaving__dossier__a", (100, 100, 100, 94)),
        ("projections__a", (0, 0, 0, 0)),
        ("src__handhaving__service", (1000, 100, 0, 0)),
        ("src__handhaving__klein", (10, 4, 0, 0)),
    ],
)
def test_given_a_room_or_file_that_falls_short_then_the_measure_fails(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    bestand: str,
    cijfers: tuple[int, int, int, int],
) -> None:
    assert draai(meting(**(VOL | {bestand: cijfers})), tmp_path) == 1
    assert "TE WEINIG" in capsys.readouterr().out
