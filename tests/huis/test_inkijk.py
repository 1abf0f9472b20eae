"""Entrances read personal fields through one door, `service.inzage`, never with their own keys."""

from __future__ import annotations

import ast

import pytest

from tests.huis.huisregels import BRON, python_bestanden

INGANGEN = [
    pad for naam in ("api", "cli", "console", "worker", "worker.py") for pad in [BRON / naam]
]
LEZERS = {"lees", "historiek"}
GEEN_MENSEN = {
    "demospel.py",  # plays a story about people who do not exist
    "demoverslag.py",
    "speler.py",
    "verhaal.py",
}


def met_sleutels(bron: str) -> list[int]:
    """The lines where a dossier is read from a service without `met_sleutels=False`."""
    return [
        knoop.lineno
        for knoop in ast.walk(ast.parse(bron))
        if isinstance(knoop, ast.Call)
        and isinstance(knoop.func, ast.Attribute)
        and knoop.func.attr in LEZERS
        and "service" in ast.unparse(knoop.func.value)
        and not any(
            k.arg == "met_sleutels" and isinstance(k.value, ast.Constant) and not k.value.value
            for k in knoop.keywords
        )
    ]


def test_given_every_entrance_then_none_opens_the_keys_of_a_person_itself() -> None:
    bestanden = python_bestanden(*[pad for pad in INGANGEN if pad.exists()])
    assert len(bestanden) > 10
    assert {
        pad.name: regels
        for pad in bestanden
        if pad.name not in GEEN_MENSEN and (regels := met_sleutels(pad.read_text(encoding="utf-8")))
    } == {}


@pytest.mark.parametrize(
    ("bron", "regels"),
    [
        ("app.service.lees(d)", [1]),
        ("app.service.historiek(d, met_sleutels=met_persoon)", [1]),
        ("app.service.historiek(d, met_sleutels=True)", [1]),
        ("app.service.lees(d, met_sleutels=False)", []),
        ("app.service.inzage(kijker, d)", []),
        ("bestand.lees()", []),
    ],
)
def test_given_a_read_then_it_is_judged(bron: str, regels: list[int]) -> None:
    assert met_sleutels(bron) == regels
