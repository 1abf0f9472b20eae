"""The pure rooms read no clock and take no chance, so that a replay gives what was live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.huis.huisregels import BRON, HUIS, LEESMODELLEN, klok_of_toeval, python_bestanden

if TYPE_CHECKING:
    from pathlib import Path

ZUIVER = python_bestanden(BRON / "recht", BRON / "dossier", BRON / "reacties.py", LEESMODELLEN)


@pytest.mark.parametrize("bestand", ZUIVER, ids=lambda b: str(b.relative_to(HUIS)))
def test_given_a_pure_room_then_it_has_no_clock_and_no_chance(bestand: Path) -> None:
    assert klok_of_toeval(bestand.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("bron", "wat"),
    [
        ("import time\ntime.time()", "time"),
        ("from time import monotonic as m", "time.monotonic"),
        ("from datetime import datetime\nx = datetime.now()", ".now"),
        ("import datetime as dt\nx = dt.date.today()", ".today"),
        ("from datetime import date\nvandaag = date.today", ".today"),
        ("def f(klok):\n    return type(klok).utcnow()", ".utcnow"),
        ("import random", "random"),
        ("from random import choice", "random.choice"),
        ("import secrets as s\ns.token_hex()", "secrets"),
        ("from uuid import uuid4\nuuid4()", "uuid.uuid4"),
        ("import uuid\nuuid.uuid7()", "uuid.uuid7"),
        ("from uuid6 import uuid7", "uuid6.uuid7"),
        ("import os\nos.urandom(3)", "os.urandom"),
        ("import os\nx = os.environ['A']", "os.environ"),
        ("from sqlalchemy import func\nfunc.now()", "sqlalchemy.func.now"),
        ("import sqlalchemy as sa\nsa.func.current_date()", "sqlalchemy.func.current_date"),
        ("q = 'select * from t where op < now()'", "now()"),
        ("q = f'insert into t values (gen_random_uuid(), {1})'", "gen_random_uuid"),
    ],
)
def test_given_a_clock_or_chance_when_read_then_it_is_found(bron: str, wat: str) -> None:
    gevonden = klok_of_toeval(bron)
    assert gevonden
    assert any(wat in fout for fout in gevonden)


@pytest.mark.parametrize(
    "bron",
    [
        "from datetime import date, timedelta\nx = date(2026, 3, 1) + timedelta(days=1)",
        "from uuid import UUID, uuid5\nuuid5(UUID(int=0), 'x')",
        '"""Reads no clock: never datetime.now() nor now()."""',
        "import os.path",
        "vandaag = context.vandaag",
    ],
)
def test_given_pure_source_when_read_then_nothing_is_found(bron: str) -> None:
    assert klok_of_toeval(bron) == []
