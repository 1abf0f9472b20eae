"""The settings of a real database, and a dossier in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.settings import Settings
from tests.running.kantoor import PERSOON, Kantoor, om

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID


@pytest.fixture(autouse=True)
def onbegrensd(monkeypatch: pytest.MonkeyPatch) -> None:
    """As wide as it wants to be; who measures a width says which."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def omgeving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> None:
    """The settings but for the database."""
    make_kek_file(tmp_path / "kek")
    monkeypatch.setenv("HANDHAVING_DATA", str(tmp_path))
    monkeypatch.setenv("HANDHAVING_REDIS_URL", redis_url)
    monkeypatch.setenv("HANDHAVING_KEK_FILE", str(tmp_path / "kek"))


@pytest.fixture
def simulatie(omgeving: None, simulatie_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulation log."""
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", simulatie_url)


@pytest.fixture
def dossier(simulatie: None) -> UUID:
    """A fictitious person in default since 2025-03-05."""
    with open_app(Settings.read()) as app:
        return Kantoor(app).in_gebreke(persoon=PERSOON)


@pytest.fixture
def vergevorderd(dossier: UUID) -> UUID:
    """The same dossier, its fine served and its appeal over."""
    with open_app(Settings.read()) as app:
        kantoor = Kantoor(app)
        running.tick(app, om("2025-04-10"))
        kantoor.betekend(dossier)
        running.tick(app, om("2025-09-01"))
    return dossier
