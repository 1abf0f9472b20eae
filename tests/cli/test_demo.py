"""The demonstration, small: everything real, and what it prints read back."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.adapters.postgres_server import PostgresServer
from handhaving.cli import uitvoer
from handhaving.cli.app import voer_uit
from handhaving.cli.demo import MERK, speel, verse_map
from handhaving.cli.demospel import Spel
from handhaving.cli.demoverslag import TRECHTER, Demoverslag
from handhaving.dossier.decider import GEBEURTENISSEN

if TYPE_CHECKING:
    from pathlib import Path

EINDE = date(2026, 11, 22)


@pytest.fixture(scope="module")
def gespeeld(tmp_path_factory: pytest.TempPathFactory) -> Demoverslag:
    """A demonstration of thirty dossiers in one year, with a `tik` every fortnight."""
    map_ = tmp_path_factory.mktemp("een demonstratie") / "gegevens"
    verse_map(map_)
    return speel(Spel(map_, dossiers=30, jaren=1, zaad=2016, einde=EINDE, elke=14))


def test_given_a_demonstration_then_it_goes_the_whole_way(gespeeld: Demoverslag) -> None:
    aantallen = {naam.strip(): aantal for naam, aantal, _ in gespeeld.trechter}
    assert aantallen["inbreuken vastgesteld"] >= 30
    assert aantallen["ingebrekestellingen"] > aantallen["ingeregeld"] > 0
    assert aantallen["overgemaakt aan ABB"] > 0
    assert gespeeld.gebeurtenissen > gespeeld.opdrachten > 50
    assert list(gespeeld.map_.glob("aangeleverd/*/publicatie.xml"))


def test_given_a_demonstration_then_its_agenda_looks_ahead(gespeeld: Demoverslag) -> None:
    assert gespeeld.agenda
    tot = EINDE + timedelta(days=30)
    assert all(EINDE <= rij.vervalt_op <= tot for rij in gespeeld.agenda)


def test_given_a_demonstration_then_half_way_less_was_known(gespeeld: Demoverslag) -> None:
    geweten = [regel["geregistreerd_op"] for regel in gespeeld.spoor]
    assert geweten == sorted(geweten)
    assert geweten[0] <= gespeeld.midden <= geweten[-1]
    assert gespeeld.toen.versie == sum(op <= gespeeld.midden for op in geweten)


def test_given_a_demonstration_when_printed_then_every_part_is_there(
    gespeeld: Demoverslag, capsys: pytest.CaptureFixture[str]
) -> None:
    gespeeld.druk()
    gezegd = capsys.readouterr().out
    for deel in ("De trechter", "De agenda van de komende 30 dagen", "Dossier geopend door"):
        assert deel in gezegd
    assert "zoals gekend halverwege" in gezegd
    assert f"handhaving dossier toon {gespeeld.dossier_id} --op" in gezegd


def test_given_its_own_clock_then_it_is_said_how_to_move_it_and_that_is_so(
    gespeeld: Demoverslag, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gespeeld.druk()
    gezegd = capsys.readouterr().out
    assert "zijn eigen klok: `handhaving worker` laat er niets verstrijken" in gezegd
    (regel,) = (r.strip() for r in gezegd.splitlines() if r.startswith("  handhaving tik --op "))
    monkeypatch.setenv("HANDHAVING_DATA", str(gespeeld.map_))
    for eigen in ("HANDHAVING_DATABASE_URL", "HANDHAVING_REDIS_URL", "HANDHAVING_KEK_FILE"):
        monkeypatch.delenv(eigen, raising=False)
    assert voer_uit([*regel.split()[1:], "--json"]) == 0
    afgegaan = json.loads(capsys.readouterr().out)["afgegaan"]
    assert any(date.fromisoformat(a["vervaltOp"]) >= EINDE for a in afgegaan)


def test_given_the_folder_of_a_demonstration_when_played_again_then_afresh(
    gespeeld: Demoverslag, capsys: pytest.CaptureFixture[str]
) -> None:
    regel = ["demo", "--map", str(gespeeld.map_), "--dossiers", "2", "--jaren", "1", "--json"]
    assert voer_uit(regel) == 0
    uit = json.loads(capsys.readouterr().out)
    assert 2 <= uit["trechter"]["inbreuken vastgesteld"] <= 4
    assert uit["dossierId"] != str(gespeeld.dossier_id)
    assert uit["spoor"][0]["geregistreerdOp"]


def test_given_a_demonstration_in_use_then_its_folder_is_left_alone(
    gespeeld: Demoverslag,
) -> None:
    with PostgresServer(gespeeld.map_).running(), pytest.raises(uitvoer.Mislukt) as fout:
        verse_map(gespeeld.map_)
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
