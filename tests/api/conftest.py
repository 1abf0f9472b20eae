"""A service on a simulation log, whose clock a test may set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving.bootstrap import open_app
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.settings import Settings
from tests.api.kantoor import Kantoor
from tests.conftest import _kopie
from tests.running.kantoor import Klok

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _kantoor(map_: Path, database_url: str, redis_url: str) -> Iterator[Kantoor]:
    make_kek_file(map_ / "kek")
    settings = Settings(
        data=map_, database_url=database_url, redis_url=redis_url, kek_file=map_ / "kek"
    )
    klok = Klok()
    with open_app(settings, klok=klok) as app, Kantoor(app, klok, map_).open() as kantoor:
        yield kantoor


@pytest.fixture
def kantoor(tmp_path: Path, simulatie_url: str, redis_url: str) -> Iterator[Kantoor]:
    """A service with nothing in it."""
    yield from _kantoor(tmp_path, simulatie_url, redis_url)


@pytest.fixture(scope="module")
def gedeeld(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_url: str,
    simulatiesjabloon: str,
    redis_url: str,
) -> Iterator[Kantoor]:
    """A service that the tests of one file share: each works in dossiers of its own."""
    for database_url in _kopie(postgres_url, simulatiesjabloon):
        yield from _kantoor(tmp_path_factory.mktemp("dienst"), database_url, redis_url)
