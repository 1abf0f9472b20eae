"""The mutation script: what it changes, in which order, what it says of it, and its page."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from scripts import mutatie, mutatielus
from tests.huis.huisregels import BRON, HUIS

if TYPE_CHECKING:
    from pathlib import Path

CODE = """\
from functools import cache


class Teller:
    @property
    def begin(self) -> int:
        return 0

    def tel(self, tot: int) -> int:
        som = self.begin
        return som + tot


@cache
def groter(a: int, b: int) -> bool:
    # een grens
    return a > b
"""
TOETS = """\
from handhaving.recht.grens import Teller, groter


def test_groter() -> None:
    assert groter(2, 1)
    assert not groter(1, 2)


def test_tel() -> None:
    assert Teller().tel(2) == 2
"""


@pytest.fixture
def huisje(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house of one file, with a test that forgets the border."""
    huis = tmp_path / "huis"
    for map_ in ("src/handhaving/recht", "projections", "docs", "scripts", "tests/recht"):
        (huis / map_).mkdir(parents=True)
    for los in ("README.md", "CHANGELOG.md", "LICENSE"):
        (huis / los).write_text("", encoding="utf-8")
    (huis / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", encoding="utf-8")
    (huis / "src/handhaving/__init__.py").write_text("", encoding="utf-8")
    (huis / "src/handhaving/recht/grens.py").write_text(CODE, encoding="utf-8")
    (huis / "tests/recht/test_grens.py").write_text(TOETS, encoding="utf-8")
    lus = (HUIS / "scripts/mutatielus.py").read_text(encoding="utf-8")
    (huis / "scripts/mutatielus.py").write_text(lus, encoding="utf-8")
    monkeypatch.setattr(mutatie, "HUIS", huis)
    return huis


def test_given_a_forgotten_border_then_that_mutant_lives_and_the_others_die(
    huisje: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    verslag, blad = huisje / "verslag.json", huisje / "docs" / "mutaties.md"
    argumenten = ["mutatie", "recht", "--json", str(verslag), "--tabel", str(blad)]
    monkeypatch.setattr(sys, "argv", argumenten)
    assert mutatie.main() == 0
    rij = json.loads(verslag.read_text(encoding="utf-8"))[0]
    assert (rij["bestand"], rij["overleeft"]) == ("recht/grens.py", 1)
    assert rij["gedood"] == rij["mutanten"] - 1 >= 3
    over = rij["overlevers"][0]
    assert (over["regel"], over["functie"]) == (17, "groter")
    assert (over["was"], over["wordt"]) == (["return a > b"], ["return a >= b"])
    assert "+ return a >= b" in capsys.readouterr().out
    assert "`recht/grens.py`" in blad.read_text(encoding="utf-8")
    assert (huisje / "src/handhaving/recht/grens.py").read_text(encoding="utf-8") == CODE
    toets = "\n\ndef test_grens() -> None:\n    assert not groter(1, 1)\n"
    (huisje / "tests/recht/test_grens.py").write_text(TOETS + toets, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", [*argumenten, "--opnieuw"])
    assert mutatie.main() == 0
    nieuw = json.loads(verslag.read_text(encoding="utf-8"))[0]
    assert (nieuw["overleeft"], nieuw["gedood"]) == (0, rij["mutanten"])
    assert (nieuw["beoordeeld"], nieuw["overlevers"]) == (rij["mutanten"], [])


def test_given_tests_that_fail_by_themselves_then_nothing_is_judged(
    huisje: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fout = "\n\ndef test_fout() -> None:\n    assert groter(1, 2)\n"
    (huisje / "tests/recht/test_grens.py").write_text(TOETS + fout, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["mutatie", "recht/grens.py"])
    assert mutatie.main() == 1


def test_given_a_sample_then_every_file_gets_its_turn_before_one_gets_its_next() -> None:
    namen = [*((f"a{n}", "a") for n in range(5)), *((f"b{n}", "b") for n in range(2))]
    mutanten = [mutatielus.Mutant(naam, naam, bestand, "recht") for naam, bestand in namen]
    getrokken = mutatielus.trek(mutanten, 3, 1)
    assert getrokken == mutatielus.trek(mutanten[::-1], 3, 1)
    assert sorted(m.bestand for m in getrokken[:4]) == ["a", "a", "b", "b"]
    assert [m.bestand for m in getrokken[4:]] == ["a"]
    assert len(mutatielus.trek(mutanten, 0, 1)) == len(mutanten)


def test_given_what_is_undecided_then_it_counts_as_not_killed() -> None:
    rij: dict[str, Any] = dict.fromkeys(mutatie.KOLOMMEN, 0)
    assert mutatie.score(rij) == "–"
    rij |= {"beoordeeld": 8, "gedood": 5, "teLang": 1, "onbeslist": 2}
    assert mutatie.score(rij) == "75.0 %"


def test_given_a_file_of_another_room_then_wrong_use() -> None:
    with pytest.raises(SystemExit) as fout:
        mutatie.bestanden(["api"])
    assert fout.value.code == 2


def test_given_the_page_then_it_names_files_that_are_there() -> None:
    genoemd = re.findall(r"`(\w+/[\w/]+\.py)`", (HUIS / "docs/mutaties.md").read_text("utf-8"))
    assert genoemd
    assert [naam for naam in genoemd if not (BRON / naam).is_file()] == []
