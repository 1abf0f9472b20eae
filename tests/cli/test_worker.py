"""`handhaving worker status` and `opnieuw`: what waits, what died, and sending it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from handhaving.bootstrap import open_app
from handhaving.cli.app import voer_uit
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.running.broker import WEK, make_broker
from handhaving.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    Vang = pytest.CaptureFixture[str]


@pytest.fixture
def omgeving(
    tmp_path: Path, database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_kek_file(tmp_path / "kek")
    monkeypatch.setenv("HANDHAVING_DATA", str(tmp_path))
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", database_url)
    monkeypatch.setenv("HANDHAVING_REDIS_URL", redis_url)
    monkeypatch.setenv("HANDHAVING_KEK_FILE", str(tmp_path / "kek"))


def sterf(naam: str) -> str:
    """Put a dead message in the queue; its id."""
    with open_app(Settings.read()) as app:
        broker = make_broker(app)
        assert broker is not None
        sleutel = f"{broker.namespace}:{WEK}.XQ"
        inhoud = {
            "queue_name": WEK,
            "actor_name": "tik",
            "args": [],
            "kwargs": {},
            "options": {"redis_message_id": naam, "retries": 5, "fout": "OSError (x.py:1)"},
            "message_id": f"bericht-{naam}",
            "message_timestamp": 1_764_000_000_000,
        }
        broker.client.zadd(sleutel, {naam: 1_764_000_000_000})
        broker.client.hset(f"{sleutel}.msgs", naam, json.dumps(inhoud))
    return f"bericht-{naam}"


def test_given_a_dead_message_then_it_is_shown_and_can_be_sent_again(
    omgeving: None, capsys: Vang
) -> None:
    een = sterf("a")
    sterf("b")
    assert voer_uit(["worker", "status"]) == 0
    gezegd = capsys.readouterr().out
    assert f"{een} tik sinds 2025-11-24" in gezegd
    assert "6 keer: OSError (x.py:1)" in gezegd
    assert voer_uit(["worker", "opnieuw", een]) == 0
    assert capsys.readouterr().out == "1 bericht opnieuw gestuurd.\n"
    assert voer_uit(["worker", "opnieuw", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"gestuurd": 1}
    assert voer_uit(["worker", "status", "--json"]) == 0
    (wek, _) = json.loads(capsys.readouterr().out)["rijen"]
    assert (wek["wachtend"], wek["dood"]) == (2, [])


def test_given_no_redis_then_it_says_so(
    omgeving: None, monkeypatch: pytest.MonkeyPatch, capsys: Vang
) -> None:
    monkeypatch.setenv("HANDHAVING_REDIS_URL", "redis://127.0.0.1:1")
    assert voer_uit(["worker", "status"]) == 1
    assert "Redis antwoordt niet" in capsys.readouterr().err
