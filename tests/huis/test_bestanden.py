"""Files stay readable, finished and free of what does not belong in a commit."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.huis.huisregels import (
    BRON,
    HUIS,
    LEESMODELLEN,
    indexadressen,
    losse_einden,
    python_bestanden,
    te_lang,
)

if TYPE_CHECKING:
    from pathlib import Path

ALLE = python_bestanden(BRON, LEESMODELLEN, HUIS / "tests", HUIS / "scripts")
BOVENAAN = {"src", "projections", "tests", "scripts", "docs", "pyproject.toml", "README.md"}
BOVENAAN |= {"CHANGELOG.md", "LICENSE", "requirements.txt", "requirements-dev.txt"}


def naam(bestand: Path) -> str:
    return str(bestand.relative_to(HUIS))


@pytest.mark.parametrize("bestand", ALLE, ids=naam)
def test_given_a_file_then_it_can_be_read_in_one_go(bestand: Path) -> None:
    assert not te_lang(bestand.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "bestand", [b for b in ALLE if b.parent != HUIS / "tests" / "huis"], ids=naam
)
def test_given_a_file_then_it_is_finished(bestand: Path) -> None:
    assert losse_einden(bestand.read_text(encoding="utf-8")) == []


def bestanden_van_het_huis() -> list[Path]:
    """What git keeps or would keep; an export without git is read whole, but for dot folders."""
    lijst = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HUIS,
        capture_output=True,
        text=True,
        check=False,
    )
    if lijst.returncode == 0:
        return [HUIS / n for n in lijst.stdout.split("\0") if n and (HUIS / n).is_file()]
    return [b for b in HUIS.rglob("*") if b.is_file() and ".venv" not in b.parts]


def test_given_the_house_then_no_file_names_a_package_index() -> None:
    fout = {}
    for bestand in bestanden_van_het_huis():
        if bestand.suffix == ".md":
            continue
        regels = indexadressen(bestand.read_text(encoding="utf-8", errors="replace"))
        if regels:
            fout[naam(bestand)] = regels
    assert fout == {}


def test_given_the_top_level_then_it_stays_small() -> None:
    boven = {b.relative_to(HUIS).parts[0] for b in bestanden_van_het_huis()}
    assert {deel for deel in boven if not deel.startswith(".")} <= BOVENAAN


def test_given_too_long_a_file_then_it_is_found() -> None:
    assert te_lang("x = 1\n" * 401)
    assert not te_lang("x = 1\n" * 400)


@pytest.mark.parametrize(
    "bron",
    [
        "def f():\n    raise NotImplementedError",  # fout, moet gevonden worden
        "import pytest\n@pytest.mark.skip\ndef test_x(): ...",  # fout, moet gevonden worden
        "import pytest\npytest.importorskip('x')",
        "x = 1  # TODO later",  # fout, moet gevonden worden
        "assert True",  # fout, moet gevonden worden
        "x = 1  # type: ignore",  # fout, moet gevonden worden
        "x = 1  # noqa",
        "if x:  # pragma: no cover\n    pass",
        "try:\n    x()\nexcept ValueError:\n    pass",
        "try:\n    x()\nexcept ValueError:\n    '''geen zorg'''",
    ],
)
def test_given_a_loose_end_then_it_is_found(bron: str) -> None:
    assert losse_einden(bron)


@pytest.mark.parametrize(
    "bron",
    [
        "x = 1  # type: ignore[attr-defined]",
        "x = 1  # noqa: S608",
        "try:\n    x()\nexcept ValueError:\n    y = 2",
        "try:\n    x()\nexcept ValueError:\n    pass  # the caller asks again",
    ],
)
def test_given_a_reasoned_exception_then_it_is_let_through(bron: str) -> None:
    assert losse_einden(bron) == []


@pytest.mark.parametrize(
    "tekst",
    [
        "--extra-in~dex-url https://example.org",
        "--in~dex-url=file:///opt",
        "--find-li~nks /opt/wheels",
        "https://example.org/sim~ple/",
        '"resol~ved": "https://example.org/x.tgz"',
        "regis~try = https://example.org",
    ],
)
def test_given_the_address_of_an_index_then_it_is_found(tekst: str) -> None:
    adres = tekst.replace("~", "")  # this file, too, is read for addresses
    assert indexadressen("pydantic==2\n" + adres) == [f"2: {adres}"]
