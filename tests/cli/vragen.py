"""A line as somebody types it, and what the verb says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handhaving.cli.app import voer_uit

Vang = pytest.CaptureFixture[str]


def vraag(vang: Vang, *argumenten: str, exit_code: int = 0) -> str:
    vang.readouterr()
    assert voer_uit(list(argumenten)) == exit_code
    return vang.readouterr().out


def vraag_json(vang: Vang, *argumenten: str, exit_code: int = 0) -> Any:  # noqa: ANN401 - JSON
    return json.loads(vraag(vang, *argumenten, "--json", exit_code=exit_code))
