"""A jurist changes the law in YAML alone; a scenario a day to each side shows the change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import handhaving.recht
from handhaving.cli.app import voer_uit
from handhaving.recht import Recht
from handhaving.scenario import speel_bestand

if TYPE_CHECKING:
    from collections.abc import Callable

SCENARIOS = Path(__file__).parent / "andere_wet"
TABEL = """tabellen:
  - van: 2027-01-01
    grondslag: {akte: decreet-2013, artikel: FICTIEF}
    status: te_verifieren
    nagekeken_op: 2026-11-22
    bedragen: {I01: [75.00, 150.00, 300.00]}
"""
OUD = """    - waarde: 30
      eenheid: kalenderdagen
      van: 2008-09-12
"""
NIEUW = """      tot_en_met: 2026-12-31
      grondslag: {akte: bvr-2016, artikel: FICTIEF}
      status: te_verifieren
      nagekeken_op: 2026-11-22
    - waarde: 45
      eenheid: kalenderdagen
      van: 2027-01-01
"""


@pytest.fixture
def wet(tmp_path: Path) -> Path:
    """A copy of the law, as a jurist has it before her."""
    map_ = tmp_path / "recht"
    bron = Path(handhaving.recht.__file__).parent
    shutil.copytree(bron, map_, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return map_


def boetetabel(map_: Path) -> None:
    bestand = map_ / "boetetabel.yaml"
    bestand.write_text(bestand.read_text().replace("tabellen: ~", TABEL))


def langere_termijn(map_: Path) -> None:
    bestand = map_ / "parameters" / "procedure.yaml"
    voor, kop, na = bestand.read_text().partition("inregelstelling.termijn:")
    assert OUD in na
    bestand.write_text(voor + kop + na.replace(OUD, OUD + NIEUW, 1))


def fouten(naam: str, recht: Recht) -> list[str]:
    return [f for stap in speel_bestand(SCENARIOS / naam, recht).stappen for f in stap.fouten]


@pytest.mark.parametrize(
    ("wijziging", "ervoor", "eerste"),
    [
        (boetetabel, "tabel_dag_ervoor.yaml", "tabel_eerste_dag.yaml"),
        (langere_termijn, "termijn_dag_ervoor.yaml", "termijn_eerste_dag.yaml"),
    ],
)
def test_given_a_change_in_yaml_then_it_holds_from_its_first_day_and_not_the_day_before(
    wet: Path, wijziging: Callable[[Path], None], ervoor: str, eerste: str
) -> None:
    wijziging(wet)
    nieuw, nu = Recht.uit_map(wet), Recht.laad()
    assert fouten(ervoor, nieuw) == []
    assert fouten(eerste, nieuw) == []
    assert fouten(ervoor, nu) == []
    assert fouten(eerste, nu), "without the change the first day is like the day before"


def test_given_a_table_that_only_guides_then_another_amount_is_taken_and_the_event_says_both(
    wet: Path,
) -> None:
    boetetabel(wet)
    bestand = wet / "parameters" / "boete.yaml"
    bestand.write_text(bestand.read_text().replace("waarde: bindend", "waarde: richtinggevend"))
    gevonden = fouten("tabel_eerste_dag.yaml", Recht.uit_map(wet))
    assert any("BoetebesluitGenomen" in fout for fout in gevonden)


def test_given_a_copy_of_the_law_when_scenarios_are_played_then_with_that_law(
    wet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boetetabel(wet)
    bestand = str(SCENARIOS / "tabel_eerste_dag.yaml")
    assert voer_uit(["scenario", bestand, "--recht", str(wet), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["geslaagd"] is True
    assert voer_uit(["scenario", bestand, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["geslaagd"] is False


def test_given_a_typo_in_the_copy_when_scenarios_are_played_then_file_line_and_reason(
    wet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bestand = wet / "boetetabel.yaml"
    bestand.write_text(bestand.read_text().replace("tabellen: ~", TABEL.replace("I01", "I99")))
    regel = bestand.read_text().splitlines().index("    bedragen: {I99: [75.00, 150.00, 300.00]}")
    argumenten = ["scenario", str(SCENARIOS / "tabel_eerste_dag.yaml"), "--recht", str(wet)]
    assert voer_uit(argumenten) == 1
    gezegd = capsys.readouterr().err
    assert f"boetetabel.yaml, regel {regel + 1}: " in gezegd
    assert "inbreuktype 'I99' bestaat niet" in gezegd
