"""The floors hold: the contracts in pyproject.toml are kept, and can be broken."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.huis.huisregels import BRON, HUIS, zonder_meting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONTRACT = tomllib.loads((HUIS / "pyproject.toml").read_text(encoding="utf-8"))
LAGEN: list[str] = CONTRACT["tool"]["importlinter"]["contracts"][0]["layers"]
KAMERS = [kamer.strip("() ") for laag in LAGEN for kamer in laag.split("|")]
ONGEBONDEN = {"__init__", "py"}


def lint(waar: Path, pad: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=waar,
        env=zonder_meting(PYTHONPATH=pad or ""),
        capture_output=True,
        text=True,
        check=False,
    )


def test_given_the_house_then_its_floors_hold() -> None:
    uitslag = lint(HUIS)
    assert uitslag.returncode == 0, uitslag.stdout


def test_given_a_room_then_it_has_a_floor() -> None:
    kamers = {p.stem for p in BRON.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    ingedeeld = {kamer.removeprefix("handhaving.") for kamer in KAMERS}
    assert kamers - ingedeeld - ONGEBONDEN == set()


def test_given_a_pure_room_then_it_is_kept_from_servers_and_clocks() -> None:
    zuiver = {k for k in ("dossier", "reacties") if list(BRON.glob(f"{k}*"))}
    contract = CONTRACT["tool"]["importlinter"]["contracts"][1]
    assert contract["type"] == "forbidden"
    assert {f"handhaving.{kamer}" for kamer in zuiver} <= set(contract["source_modules"])


@pytest.fixture(scope="module")
def modelhuis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty house with the same rooms, under the same contracts."""
    map_ = tmp_path_factory.mktemp("modelhuis")
    for kamer in ["handhaving", *KAMERS]:
        kamermap = map_.joinpath(*kamer.split("."))
        kamermap.mkdir(parents=True)
        (kamermap / "__init__.py").write_text("")
    (map_ / "pyproject.toml").write_text((HUIS / "pyproject.toml").read_text(encoding="utf-8"))
    return map_


def met(huis: Path, bestanden: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Judge the model house with these files in it, and take them out again."""
    try:
        for naam, bron in bestanden.items():
            (huis / naam).write_text(bron)
        return lint(huis, str(huis))
    finally:
        for naam in bestanden:
            (huis / naam).unlink()


def test_given_an_empty_house_then_its_floors_hold(modelhuis: Path) -> None:
    uitslag = lint(modelhuis, str(modelhuis))
    assert uitslag.returncode == 0, uitslag.stdout


@pytest.mark.parametrize(
    ("waar", "bron"),
    [
        ("handhaving/dossier/fout.py", "import handhaving.service"),
        ("handhaving/dossier/fout.py", "import psycopg"),
        ("handhaving/dossier/fout.py", "from time import time"),
        ("handhaving/recht/fout.py", "import handhaving.eventlog"),
        ("handhaving/recht/fout.py", "import random"),
        ("handhaving/eventlog/fout.py", "import handhaving.dossier"),
        ("handhaving/service/fout.py", "import projections"),
        ("handhaving/cli/fout.py", "import handhaving.api"),
        ("handhaving/scenario/fout.py", "import handhaving.intake"),
        ("projections/fout.py", "import handhaving.running"),
    ],
)
def test_given_an_import_from_above_or_beside_then_it_is_found(
    modelhuis: Path, waar: str, bron: str
) -> None:
    uitslag = met(modelhuis, {waar: bron + "\n"})
    assert uitslag.returncode == 1, uitslag.stdout
    assert "BROKEN" in uitslag.stdout


def test_given_an_import_from_below_then_it_is_let_through(modelhuis: Path) -> None:
    uitslag = met(modelhuis, {"handhaving/cli/goed.py": "import handhaving.service\n"})
    assert uitslag.returncode == 0, uitslag.stdout
