"""The wheel is whole: it works outside the checkout, data files and both packages included."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.huis.huisregels import BRON, HUIS, LEESMODELLEN, zonder_meting

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def uitgepakt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel of this checkout installs, in an otherwise empty folder."""
    map_ = tmp_path_factory.mktemp("wiel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", map_],
        cwd=HUIS,
        check=True,
        capture_output=True,
    )
    (wiel,) = map_.glob("handhaving-*.whl")
    waar = map_ / "geplaatst"
    with zipfile.ZipFile(wiel) as inhoud:
        inhoud.extractall(waar)
    return waar


def draai(waar: Path, *opdracht: str) -> subprocess.CompletedProcess[str]:
    """Run with the wheel first on the path, far from the checkout."""
    start = "import sys; sys.path[:0] = [sys.argv.pop(1)]; "
    return subprocess.run(
        [sys.executable, "-I", "-c", start + opdracht[0], str(waar), *opdracht[1:]],
        cwd=waar.parent,
        env=zonder_meting(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_given_the_wheel_then_every_file_of_the_house_is_in_it(uitgepakt: Path) -> None:
    bronnen = {"handhaving" / p.relative_to(BRON) for p in BRON.rglob("*") if p.is_file()} | {
        "projections" / p.relative_to(LEESMODELLEN) for p in LEESMODELLEN.rglob("*") if p.is_file()
    }
    verwacht = {str(p) for p in bronnen if "__pycache__" not in p.parts}
    gevonden = {str(p.relative_to(uitgepakt)) for p in uitgepakt.rglob("*") if p.is_file()}
    assert verwacht - gevonden == set()
    assert {naam.split("/")[0].split("-")[0] for naam in gevonden} == {"handhaving", "projections"}


def test_given_the_wheel_when_used_elsewhere_then_it_is_the_wheel_that_runs(
    uitgepakt: Path,
) -> None:
    uitslag = draai(
        uitgepakt,
        "import handhaving, projections; print(handhaving.__file__); print(projections.__file__)",
    )
    assert uitslag.returncode == 0, uitslag.stderr
    assert all(str(uitgepakt) in regel for regel in uitslag.stdout.splitlines())


def test_given_the_wheel_when_asked_for_its_law_then_the_data_came_along(uitgepakt: Path) -> None:
    uitslag = draai(
        uitgepakt,
        "from handhaving.cli.app import main; main()",
        "recht",
        "termijn",
        "inregelstelling",
        "--ontvangen",
        "2026-03-05",
        "--json",
    )
    assert uitslag.returncode == 0, uitslag.stderr
    assert json.loads(uitslag.stdout)["laatsteDagBurger"] == "2026-04-07"


def test_given_the_wheel_then_its_console_script_is_declared(uitgepakt: Path) -> None:
    (ingangen,) = uitgepakt.glob("handhaving-*.dist-info/entry_points.txt")
    assert "handhaving = handhaving.cli.app:main" in ingangen.read_text(encoding="utf-8")
