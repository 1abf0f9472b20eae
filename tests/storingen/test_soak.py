"""`scripts/soak`, short: two writers, workers behind the scenes, two kills; every invariant."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HUIS = Path(__file__).parents[2]
INVARIANTEN = 8


def test_given_a_short_soak_when_it_is_over_then_every_invariant_holds(tmp_path: Path) -> None:
    verslag = tmp_path / "verslag.json"
    opties = ["--minuten", "0.25", "--werkers", "2", "--om", "3", "--json", str(verslag)]
    klaar = subprocess.run(
        [sys.executable, "-m", "scripts.uithouden", *opties],
        check=False,
        cwd=HUIS,
        capture_output=True,
        text=True,
    )
    assert klaar.returncode == 0, klaar.stdout + klaar.stderr
    gezegd = json.loads(verslag.read_text())
    assert sum(gezegd["gedood"].values()) >= 2
    assert gezegd["fouten"] == []
    assert gezegd["bevestigd"] > 20
    assert len(gezegd["invarianten"]) == INVARIANTEN
    assert all(een["fouten"] == [] for een in gezegd["invarianten"])
    assert klaar.stdout.count("  goed  ") == INVARIANTEN
