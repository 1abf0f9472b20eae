"""A log and a database for read models, on a fresh migrated database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine

from handhaving.eventlog.postgres import PostgresLog
from tests.projections.proefmodel import Schrijver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine as Database


@pytest.fixture
def log(database_url: str) -> Iterator[PostgresLog]:
    with PostgresLog(database_url) as log:
        yield log


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    yield database
    database.dispose()


@pytest.fixture
def schrijver(log: PostgresLog) -> Schrijver:
    return Schrijver(log)
