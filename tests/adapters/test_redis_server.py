"""The embedded Redis: shared, reachable by URL, and never needed."""

from __future__ import annotations

import importlib.util
import stat
from typing import TYPE_CHECKING

import dramatiq
import pytest
import redis
from dramatiq.brokers.redis import RedisBroker

from handhaving.adapters.redis_server import NoRedis, RedisServer, find_program

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Bezet


def ping(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        return bool(client.ping())


@pytest.mark.parametrize("name", ["data", "met spatie", "x" * 150])
def test_given_a_folder_when_started_then_dramatiq_can_use_its_url(
    tmp_path: Path, name: str
) -> None:
    with RedisServer(tmp_path / name).running() as url:
        broker = RedisBroker(url=url)  # type: ignore[no-untyped-call]
        broker.declare_queue("wek")
        broker.enqueue(dramatiq.Message("wek", "tik", (), {}, {}))
        assert broker.client.llen("dramatiq:wek") == 1
        broker.close()
        broker.client.close()
    with pytest.raises(redis.ConnectionError):
        ping(url)


def test_given_a_killed_user_when_another_comes_and_goes_then_the_server_stops(
    tmp_path: Path, bezet: Bezet
) -> None:
    with bezet("redis", tmp_path) as (process, url):
        process.kill()
        process.wait()
        assert ping(url)
        with RedisServer(tmp_path).running() as own:
            assert own == url
    with pytest.raises(redis.ConnectionError):
        ping(url)


def test_given_two_processes_when_one_leaves_then_the_other_goes_on(
    tmp_path: Path, bezet: Bezet
) -> None:
    with bezet("redis", tmp_path) as (_, url):
        with RedisServer(tmp_path).running() as own:
            assert own == url
        assert ping(url)


def test_given_no_program_when_started_then_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoRedis, match="geen Redis op deze machine"):
        find_program()
    with pytest.raises(NoRedis), RedisServer(tmp_path).running():
        pass


@pytest.mark.parametrize("says", ["Redis server v=5.0.7", "iets anders"])
def test_given_an_old_or_strange_program_when_sought_then_it_is_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    program = tmp_path / "redis-server"
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXOTH)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoRedis):
        find_program()


def test_given_a_program_that_does_not_start_when_started_then_it_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "redis-server"
    program.write_text('#!/bin/sh\n[ "$1" = - ] && echo kapot && exit 1; echo v=7.2.0\n')
    program.chmod(0o755)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoRedis, match="kapot"), RedisServer(tmp_path / "data").running():
        pass
    with (
        pytest.raises(NoRedis, match=r"kapot|draait niet|kon niet"),
        RedisServer(tmp_path / "data").running(),
    ):
        pass
