"""Every case an enforcement lawyer would try stands, by its number, in a scenario or a test."""

from __future__ import annotations

import re

from tests.huis.huisregels import HUIS

TERMIJNEN = {1, 2, 3, 4, 6, 7, 8, 10, 12, 13, 15, 19, 20, 21, 22, 24}
INBREUK = {25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 37, 38, 39, 40, 41, 43, 44, 45}
GELD = {47, 48, 52, 54, 55, 56, 58, 60, 61}
VERJARING = {62, 65, 67, 68, 70, 71, 73, 75}
PERSOON = {76, 78, 80, 81, 82, 83, 84}
GEVALLEN = TERMIJNEN | INBREUK | GELD | VERJARING | PERSOON

IN_TOETS = re.compile(
    r"def test_(?:geval_)?(?:[0-9]+[a-z]?_)+"  # de naam van een toets
    r"|Geval\(\s*\"[0-9]+"  # een rij in een tabel
)


def in_scenarios() -> set[int]:
    namen = (pad.name for pad in (HUIS / "tests" / "scenarios").glob("[0-9]*.yaml"))
    return {int(re.split(r"\D", naam, maxsplit=1)[0]) for naam in namen}


def in_toetsen() -> set[int]:
    gevonden: set[int] = set()
    for pad in (HUIS / "tests").rglob("test_*.py"):
        for treffer in IN_TOETS.finditer(pad.read_text(encoding="utf-8")):
            gevonden |= {int(n) for n in re.findall(r"[0-9]+", treffer[0])}
    return gevonden


def test_given_the_cases_then_each_is_a_scenario_or_a_test_with_its_number() -> None:
    assert GEVALLEN - in_scenarios() - in_toetsen() == set()
