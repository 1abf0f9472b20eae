"""Applications on fresh databases: a simulation, and a log as it is in earnest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving.bootstrap import open_app
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.settings import Settings
from tests.running.kantoor import Kantoor, Klok

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from handhaving.bootstrap import App


@pytest.fixture
def klok() -> Klok:
    return Klok()


@pytest.fixture
def settings(tmp_path: Path, simulatie_url: str, redis_url: str) -> Settings:
    make_kek_file(tmp_path / "kek")
    return Settings(
        data=tmp_path, database_url=simulatie_url, redis_url=redis_url, kek_file=tmp_path / "kek"
    )


@pytest.fixture
def app(settings: Settings, klok: Klok) -> Iterator[App]:
    """A simulation log."""
    with open_app(settings, klok=klok) as app:
        yield app


@pytest.fixture
def echte_settings(tmp_path: Path, database_url: str, redis_url: str) -> Settings:
    make_kek_file(tmp_path / "kek-echt")
    return Settings(
        data=tmp_path,
        database_url=database_url,
        redis_url=redis_url,
        kek_file=tmp_path / "kek-echt",
    )


@pytest.fixture
def echte_app(echte_settings: Settings, klok: Klok) -> Iterator[App]:
    """A log in earnest: the database sets the instant."""
    with open_app(echte_settings, klok=klok) as app:
        yield app


@pytest.fixture
def kantoor(app: App) -> Kantoor:
    return Kantoor(app)
