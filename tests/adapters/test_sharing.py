"""Sharing a server: accounts, permissions and sockets, as root and as an ordinary user."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import tempfile
import traceback
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from handhaving.adapters import sharing
from handhaving.adapters.postgres_server import PostgresServer
from handhaving.adapters.sharing import (
    Account,
    FolderUnusable,
    ServerError,
    account_for,
    make_executable,
    make_reachable,
    private_folder,
    run,
    shared,
    socket_folder,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = os.geteuid() == 0
STRANGER = 54321


@pytest.fixture
def openbaar() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    folder = Path(tempfile.mkdtemp(prefix="hh-toets-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_ordinary_user(uid: int, work: Callable[[], None]) -> None:
    """Run `work` in a process of an ordinary user; in this very process if we are one."""
    if not ROOT:
        work()
        return
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
            raise
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_given_an_ordinary_user_when_started_then_it_runs_and_root_may_join_later(
    openbaar: Path,
) -> None:
    data = openbaar / "data"
    data.mkdir()
    if ROOT:
        os.chown(data, 65534, 65534)

    def work() -> None:
        assert account_for(data) is None
        with PostgresServer(data).running() as url, psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE bewaard (n int)")

    as_ordinary_user(65534, work)
    with PostgresServer(data).running() as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM bewaard").fetchone() == (0,)
    as_ordinary_user(65534, work=lambda: _fails_on_existing_table(data))


def _fails_on_existing_table(data: Path) -> None:
    with (
        PostgresServer(data).running() as url,
        psycopg.connect(url) as connection,
        pytest.raises(psycopg.errors.DuplicateTable),
    ):
        connection.execute("CREATE TABLE bewaard (n int)")


def test_given_several_users_when_all_leave_then_it_starts_once_and_stops_once(
    tmp_path: Path,
) -> None:
    calls: list[str] = []

    def start() -> None:
        if calls.count("start") == calls.count("stop"):
            calls.append("start")

    def stop() -> None:
        calls.append("stop")

    with shared(tmp_path, "x", start, stop), shared(tmp_path, "x", start, stop):
        assert calls == ["start"]
    assert calls == ["start", "stop"]


def test_given_a_start_that_fails_when_entered_then_the_next_may_try(tmp_path: Path) -> None:
    def fail() -> None:
        raise ServerError

    with pytest.raises(ServerError), shared(tmp_path, "x", fail, fail):
        pass
    stopped: list[bool] = []
    with shared(tmp_path, "x", lambda: None, lambda: stopped.append(True)):
        pass
    assert stopped == [True]


def test_given_root_when_an_account_is_needed_then_it_is_never_root(tmp_path: Path) -> None:
    account = account_for(tmp_path / "postgresql")
    assert (account is None) == (not ROOT)
    assert account is None or account.uid != 0


def test_given_no_account_for_servers_when_none_can_be_made_then_nobody(
    openbaar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "_ACCOUNTS", ("a:b/c",))
    account = account_for(openbaar / "postgresql")
    assert account == (Account(*_ids("nobody")) if ROOT else None)


def test_given_no_ordinary_user_at_all_when_root_starts_then_the_error_says_what_to_do(
    openbaar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> pwd.struct_passwd:
        raise KeyError(name)

    monkeypatch.setattr(sharing, "_ACCOUNTS", ("a:b/c",))
    monkeypatch.setattr(pwd, "getpwnam", absent)
    with pytest.raises(ServerError, match="maak `handhaving` aan") if ROOT else nullcontext():
        account_for(openbaar / "postgresql")


def _ids(name: str) -> tuple[int, int]:
    entry = pwd.getpwnam(name)
    return entry.pw_uid, entry.pw_gid


def test_given_data_of_somebody_when_root_starts_then_their_account_is_kept(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "postgresql"
    folder.mkdir()
    if ROOT:
        os.chown(folder, STRANGER, STRANGER)
    assert account_for(folder) == (Account(STRANGER, STRANGER) if ROOT else None)


def test_given_closed_folders_above_when_made_reachable_then_search_and_no_more(
    openbaar: Path,
) -> None:
    closed = openbaar / "dicht"
    (closed / "open").mkdir(parents=True)
    closed.chmod(0o700)
    (closed / "open").chmod(0o755)
    make_reachable(closed / "open" / "data", Account(STRANGER, STRANGER))
    assert stat.S_IMODE(closed.stat().st_mode) == 0o701
    assert stat.S_IMODE((closed / "open").stat().st_mode) == 0o755


def test_given_a_folder_when_made_private_then_nobody_else_enters(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "b", None)
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    (tmp_path / "bestand").write_text("")
    with pytest.raises(FolderUnusable):
        private_folder(tmp_path / "bestand" / "b", None)


def test_given_programs_only_root_can_read_when_made_executable_then_the_account_runs_them(
    openbaar: Path,
) -> None:
    account = account_for(openbaar / "x") or Account(os.getuid(), os.getgid())
    (openbaar / "bin").mkdir(mode=0o700)
    program = openbaar / "bin" / "programma"
    program.write_text("#!/bin/sh\necho 1.0\n")
    program.chmod(0o700)
    if ROOT:
        make_executable(program, openbaar / "bin", account)
        make_executable(program, openbaar / "bin", account)
        done = run([str(program)], account=account, cwd=Path("/"))
        assert done.stdout == b"1.0\n"
    program.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(ServerError, match="kan niet worden uitgevoerd"):
        make_executable(program, openbaar / "bin", account)


def test_given_a_short_plain_path_when_a_socket_is_placed_then_in_the_folder(
    openbaar: Path,
) -> None:
    assert socket_folder(openbaar, "s", None) == openbaar


def test_given_somebody_elses_folder_in_tmp_when_a_socket_is_placed_then_it_is_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = Path(tempfile.mkdtemp(prefix="hh-toets-"))
    monkeypatch.setattr(tempfile, "tempdir", str(base))
    odd = tmp_path / "met spatie"
    first = socket_folder(odd, "s", None)
    assert stat.S_IMODE(first.stat().st_mode) == 0o700
    assert socket_folder(odd, "s", None) == first
    first.chmod(0o755)  # open to others: not to be trusted
    second = socket_folder(odd, "s", None)
    assert second != first
    shutil.rmtree(base)


def test_given_no_short_folder_when_a_socket_is_placed_then_an_error(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="geen map gevonden"):
        socket_folder(tmp_path / "met spatie", "s" * 120, None)
