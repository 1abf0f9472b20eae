"""The embedded PostgreSQL: shared, durable, and usable after any death."""

from __future__ import annotations

import importlib.util
import os
import signal
import stat
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from handhaving.adapters import postgres_server
from handhaving.adapters.postgres_server import PostgresServer, ServerFailed
from handhaving.adapters.sharing import ServerError

if TYPE_CHECKING:
    from .conftest import Bezet

pytestmark = pytest.mark.databank


def setting(url: str, name: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
        assert row is not None
        return str(row[0])


def postmaster(data: Path) -> int:
    return int((data / "postgresql" / "postmaster.pid").read_text().splitlines()[0])


def test_given_nothing_when_started_then_a_durable_server_that_stops_again(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "data")
    with server.running() as url:
        assert [setting(url, n) for n in ("fsync", "full_page_writes", "synchronous_commit")] == (
            ["on"] * 3
        )
        assert setting(url, "data_checksums") == "on"
        assert setting(url, "listen_addresses") == ""
        socket = Path(str(make_url(url).query["host"]))
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
        engine.dispose()
    with pytest.raises(ServerError, match="draait niet"):
        server.url()


@pytest.mark.parametrize("name", ["met spatie", "q'\"$x,y;é", "x" * 150])
def test_given_an_awkward_path_when_started_then_it_runs_and_keeps_its_data(
    tmp_path: Path, name: str
) -> None:
    server = PostgresServer(tmp_path / name)
    with server.running() as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE bewaard (n int)")
    with server.running() as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM bewaard").fetchone() == (0,)


def test_given_two_processes_when_one_leaves_then_the_other_goes_on(
    tmp_path: Path, bezet: Bezet
) -> None:
    with bezet("postgres", tmp_path) as (_, url):
        with PostgresServer(tmp_path).running() as own:
            assert own == url
            assert postmaster(tmp_path)
        assert setting(url, "port") == "5432"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_given_a_killed_user_when_others_come_and_go_then_the_server_is_usable_and_stops(
    tmp_path: Path, bezet: Bezet
) -> None:
    with bezet("postgres", tmp_path) as (process, url):
        process.kill()
        process.wait()
        assert setting(url, "port") == "5432"  # nobody stopped it
        with PostgresServer(tmp_path).running() as own:
            assert own == url
    assert not (tmp_path / "postgresql" / "postmaster.pid").exists()


def test_given_a_killed_server_when_started_again_then_what_was_committed_is_there(
    tmp_path: Path,
) -> None:
    server = PostgresServer(tmp_path)
    with server.running() as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE bewaard AS SELECT 42 AS n")
        os.kill(postmaster(tmp_path), signal.SIGKILL)
        time.sleep(0.3)
        with server.running() as again, psycopg.connect(again) as connection:
            assert connection.execute("SELECT n FROM bewaard").fetchone() == (42,)


def test_given_a_stale_pid_that_is_somebody_else_now_when_started_then_it_runs(
    tmp_path: Path,
) -> None:
    server = PostgresServer(tmp_path)
    with server.running():
        lines = (tmp_path / "postgresql" / "postmaster.pid").read_text().splitlines()
    lines[0] = str(os.getpid())  # as after a reboot: the number lives, in another program
    (tmp_path / "postgresql" / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with server.running() as url:
        assert setting(url, "port") == "5432"


def test_given_a_server_that_somebody_else_starts_when_started_then_it_is_awaited(
    tmp_path: Path,
) -> None:
    server = PostgresServer(tmp_path)
    with server.running():
        pass
    cluster = tmp_path / "postgresql"
    with subprocess.Popen(["sleep", "0.3"], cwd=cluster) as starting:
        (cluster / "postmaster.pid").write_text(f"{starting.pid}\n")
        with server.running() as url:
            assert starting.wait() == 0
            assert setting(url, "port") == "5432"


def test_given_a_server_that_never_answers_when_started_then_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_server, "_START_SECONDS", 0)
    (tmp_path / "postgresql").mkdir()
    (tmp_path / "postgresql" / "PG_VERSION").write_text("18\n")
    with subprocess.Popen(["sleep", "60"], cwd=tmp_path / "postgresql") as starting:
        (tmp_path / "postgresql" / "postmaster.pid").write_text(f"{starting.pid}\n")
        with (
            pytest.raises(ServerFailed, match="starten: geen uitleg"),
            PostgresServer(tmp_path).running(),
        ):
            pass
        starting.kill()


def test_given_a_server_that_died_when_the_last_leaves_then_nothing_is_wrong(
    tmp_path: Path,
) -> None:
    with PostgresServer(tmp_path).running():
        os.kill(postmaster(tmp_path), signal.SIGKILL)
        time.sleep(0.3)


def test_given_no_wheel_when_started_then_the_error_names_the_other_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with (
        pytest.raises(ServerError, match="HANDHAVING_DATABASE_URL"),
        PostgresServer(tmp_path).running(),
    ):
        pass


def test_given_a_full_disk_when_the_cluster_is_made_then_the_error_says_so(
    tmp_path: Path,
) -> None:
    (tmp_path / "postgresql.nieuw").write_text("in de weg")
    with pytest.raises(ServerError), PostgresServer(tmp_path).running():
        pass


def test_given_a_closed_folder_above_when_running_then_it_goes_on_and_nothing_was_opened(
    tmp_path: Path,
) -> None:
    (tmp_path / "dicht").mkdir(mode=0o700)
    with PostgresServer(tmp_path / "dicht" / "data").running() as url:
        assert stat.S_IMODE((tmp_path / "dicht").stat().st_mode) == 0o700
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE kopie")
            connection.execute("CHECKPOINT")


def test_given_a_half_made_cluster_when_started_then_it_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgresql.nieuw" / "base").mkdir(parents=True)
    with PostgresServer(tmp_path).running() as url:
        assert setting(url, "port") == "5432"
    assert not (tmp_path / "postgresql.nieuw").exists()


def test_given_a_broken_configuration_when_started_then_the_error_says_why(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path)
    with server.running():
        pass
    with (tmp_path / "postgresql" / "postgresql.conf").open("a") as file:
        file.write("onzin = ja\n")
    with pytest.raises(ServerFailed, match=r"kon niet starten.*onzin"), server.running():
        pass


def test_given_another_major_version_when_started_then_the_error_names_it(tmp_path: Path) -> None:
    (tmp_path / "postgresql").mkdir()
    (tmp_path / "postgresql" / "PG_VERSION").write_text("11\n")
    with pytest.raises(ServerError, match="PostgreSQL 11"), PostgresServer(tmp_path).running():
        pass


def test_given_a_folder_that_cannot_be_made_when_started_then_the_setting_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "bestand").write_text("")
    with (
        pytest.raises(ServerError, match="HANDHAVING_DATA"),
        PostgresServer(tmp_path / "bestand" / "data").running(),
    ):
        pass
