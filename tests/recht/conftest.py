"""Het recht van het pakket, en een kopie die een toets mag wijzigen."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import handhaving.recht
from handhaving.recht import Recht

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def recht() -> Recht:
    return Recht.laad()


@pytest.fixture
def rechtsmap(tmp_path: Path) -> Path:
    bron = Path(handhaving.recht.__file__).parent
    doel = tmp_path / "recht"
    shutil.copytree(bron, doel, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return doel


@pytest.fixture
def wijzig(rechtsmap: Path) -> Callable[[str, str, str], Path]:
    """Vervang één stuk tekst in één rechtsbestand en geef de map terug."""

    def _wijzig(bestand: str, oud: str, nieuw: str) -> Path:
        pad = rechtsmap / bestand
        tekst = pad.read_text(encoding="utf-8")
        assert oud in tekst
        pad.write_text(tekst.replace(oud, nieuw, 1), encoding="utf-8")
        return rechtsmap

    return _wijzig
