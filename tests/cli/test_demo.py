"""The demonstration, small: everything real, and what it prints read back."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from handhaving.adapters.postgres_server import PostgresServer
from handhaving.cli import uitvoer
from handhaving.cli.app import voer_uit
from handhaving.cli.demo import MERK, verse_map
from handhaving.cli.demoverslag import TRECHTER
from handhaving.dossier.decider import GEBEURTENISSEN

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def gespeeld(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, int]:
    """The folder of a demonstration of thirty dossiers in one year, with its exit code."""
    map_ = tmp_path_factory.mktemp("een demonstratie") / "gegevens"
    return map_, voer_uit(["demo", "--map", str(map_), "--dossiers", "30", "--jaren", "1"])


def test_given_a_demonstration_then_it_goes_the_whole_way(gespeeld: tuple[Path, int]) -> None:
    map_, uitgang = gespeeld
    assert uitgang == 0
    assert (map_ / MERK).is_file()
    assert list(map_.glob("aangeleverd/*/publicatie.xml"))


def verslag(map_: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    regel = ["demo", "--map", str(map_), "--dossiers", "30", "--jaren", "1", "--json"]
    assert voer_uit(regel) == 0
    gelezen: dict[str, Any] = json.loads(capsys.readouterr().out)
    return gelezen


def test_given_the_folder_of_a_demonstration_when_played_again_then_the_same_numbers(
    gespeeld: tuple[Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    uit = verslag(gespeeld[0], capsys)
    assert uit["trechter"]["inbreuken vastgesteld"] >= 30
    assert uit["trechter"]["ingebrekestellingen"] > 0
    assert uit["geweigerd"] == {}
    assert uit["gebeurtenissen"] > 100
    vandaag = datetime.now(tz=UTC).date()
    assert all(rij["vervaltOp"] >= str(vandaag - timedelta(days=1)) for rij in uit["agenda"])
    tijden = [rij["geregistreerdOp"] for rij in uit["spoor"]]
    assert tijden == sorted(tijden)
    assert uit["halverwege"]["stand"]["versie"] < len(uit["spoor"]) + 1


def test_given_the_end_of_a_demonstration_then_nothing_keeps_running(
    gespeeld: tuple[Path, int],
) -> None:
    with PostgresServer(gespeeld[0]).running(), pytest.raises(uitvoer.Mislukt) as fout:
        verse_map(gespeeld[0])
    assert fout.value.code == "MapInGebruik"


def test_given_a_server_that_was_left_behind_then_it_is_stopped_and_the_folder_cleared(
    tmp_path: Path,
) -> None:
    verse_map(tmp_path / "demo")
    code = "import os, sys; from pathlib import Path; "
    code += "from handhaving.adapters.postgres_server import PostgresServer; "
    code += "blok = PostgresServer(Path(sys.argv[1])).running(); blok.__enter__(); os._exit(0)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "demo")], check=True)
    assert PostgresServer(tmp_path / "demo").url()
    verse_map(tmp_path / "demo")
    assert [p.name for p in (tmp_path / "demo").iterdir()] == [MERK]


def test_given_a_folder_of_somebody_else_then_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "werk.txt").write_text("van een ander")
    with pytest.raises(uitvoer.Mislukt) as fout:
        verse_map(tmp_path)
    assert fout.value.code == "MapBestaatAl"
    assert (tmp_path / "werk.txt").read_text() == "van een ander"


def test_given_a_new_or_empty_folder_then_it_is_marked(tmp_path: Path) -> None:
    verse_map(tmp_path / "nieuw" / "map")
    assert (tmp_path / "nieuw" / "map" / MERK).is_file()
    (tmp_path / "leeg").mkdir()
    verse_map(tmp_path / "leeg")
    assert (tmp_path / "leeg" / MERK).is_file()


def test_given_the_funnel_then_it_counts_events_that_exist() -> None:
    assert {soort for _, soort in TRECHTER} <= set(GEBEURTENISSEN)
