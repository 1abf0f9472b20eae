"""One embedded server for all processes on one data folder; the last one out stops it.

Who uses a server holds a shared lock on a file. The kernel drops that lock when a process dies,
however it dies, so there is no list of process ids to grow stale and none to be mistaken.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import pwd
import re
import stat
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_log: Final = logging.getLogger(__name__)
_SOCKET_LIMIT: Final = 100
"""A unix socket path holds 107 bytes on Linux and 103 on macOS; PostgreSQL adds a lock file."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9._/-]+")
_ACCOUNTS: Final = ("handhaving", "postgres", "pgserver")


class ServerError(Exception):
    """An embedded server cannot be used; says what and why."""


class FolderUnusable(ServerError):
    """The data folder cannot be written."""

    def __init__(self, folder: Path, error: OSError) -> None:
        """Name the folder, the reason and the setting."""
        super().__init__(
            f"de gegevensmap {folder} is niet bruikbaar ({error.strerror});"
            " kies een andere met HANDHAVING_DATA"
        )
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Account:
    """The unprivileged account under which root starts servers."""

    uid: int
    gid: int


@contextmanager
def shared(
    folder: Path, name: str, start: Callable[[], None], stop: Callable[[], None]
) -> Iterator[None]:
    """Hold the server `name` of this folder: started by the first, stopped by the last.

    `start` must do nothing when the server runs. Both run while no other process starts or
    stops this server. Raises FolderUnusable.
    """
    with _alone(folder, name):
        start()
        user = _open(folder, f"{name}.gebruikers")
        fcntl.flock(user, fcntl.LOCK_SH)
    try:
        yield
    finally:
        with _alone(folder, name):
            os.close(user)
            if _nobody(folder, name):
                stop()


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """Keep other processes (and threads) from starting or stopping the same server."""
    descriptor = _open(folder, f"{name}.slot")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _nobody(folder: Path, name: str) -> bool:
    descriptor = _open(folder, f"{name}.gebruikers")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def _open(folder: Path, name: str) -> int:
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        if os.geteuid() == 0:
            info = folder.stat()
            os.fchown(descriptor, info.st_uid, info.st_gid)
    except OSError as error:
        raise FolderUnusable(folder, error) from error
    return descriptor


def account_for(folder: Path) -> Account | None:
    """The account for servers on this folder; None when we are not root and need none.

    The owner of data that is already there or of the folder around it, if that is not root;
    else an account for servers, made when missing.
    """
    if os.geteuid() != 0:
        return None
    for place in (folder, folder.parent):
        if place.exists() and (info := place.stat()).st_uid != 0:
            return Account(info.st_uid, info.st_gid)
    entry = _entry(_ACCOUNTS)
    if entry is None:
        with suppress(OSError):
            run(
                ["useradd", "--system", "--no-create-home", "--user-group", _ACCOUNTS[0]],
                account=None,
                cwd=Path("/"),
                PATH="/usr/sbin:/sbin:/usr/bin:/bin",
            )
        entry = _entry((*_ACCOUNTS, "nobody"))
    if entry is None:
        msg = "geen gewone gebruiker gevonden om PostgreSQL onder te draaien; maak `handhaving` aan"
        raise ServerError(msg)
    return Account(entry.pw_uid, entry.pw_gid)


def _entry(names: Sequence[str]) -> pwd.struct_passwd | None:
    for name in names:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def private_folder(folder: Path, account: Account | None) -> None:
    """Make a folder that only we and the account can enter.

    Servers start inside it and need no permission on the folders above; except where there is
    no /proc to name the place where one is.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if account is not None:
            os.chown(folder, account.uid, account.gid)
            if not Path("/proc/self/cwd").exists():
                make_reachable(folder, account)
        folder.chmod(0o700)
    except OSError as error:
        raise FolderUnusable(folder, error) from error


def make_reachable(path: Path, account: Account) -> None:
    """Let the account pass through the folders above `path`: search permission, never more."""
    for parent in path.parents:
        info = parent.stat()
        if info.st_uid != account.uid and not info.st_mode & stat.S_IXOTH:
            _log.info("zoekrecht toegevoegd op %s, zodat de server zijn bestanden bereikt", parent)
            parent.chmod(stat.S_IMODE(info.st_mode) | stat.S_IXOTH)


def make_executable(program: Path, tree: Path, account: Account) -> None:
    """Let the account run a program from a wheel that only root could read."""
    if _runs(program, account):
        return
    make_reachable(program, account)
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            search = stat.S_IXOTH if mode & stat.S_IXUSR else 0
            path.chmod(mode | stat.S_IROTH | search)
    if not _runs(program, account):
        msg = f"{program} kan niet worden uitgevoerd onder gebruiker {account.uid}"
        raise ServerError(msg)


def _runs(program: Path, account: Account | None) -> bool:
    try:
        return run([str(program), "--version"], account=account, cwd=Path("/")).returncode == 0
    except OSError:
        return False


def run(
    command: Sequence[str],
    *,
    account: Account | None,
    cwd: Path,
    timeout: float = 60,
    stdin: bytes = b"",
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run a program of a server with a bare environment, both outputs together in `stdout`.

    The output goes through a file: a server that stays behind would keep a pipe open.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        done = subprocess.run(  # noqa: S603 - our own programs, no shell
            command,
            check=False,
            stdin=given,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            timeout=timeout,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", **environment},
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, output.read())


def socket_folder(folder: Path, socket: str, account: Account | None) -> Path:
    """Where the unix socket goes: in the folder itself, or in a short private one.

    A unix socket path is short, and URLs are read by many: a long path, or one with a space or
    another odd character, gets a folder of its own under the runtime or temporary folder.
    """
    if len(os.fsencode(folder / socket)) <= _SOCKET_LIMIT and _PLAIN.fullmatch(str(folder)):
        return folder
    owner = os.geteuid() if account is None else account.uid
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    bases = [Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108 - ours is made 0700 and checked
    for base in bases:
        for attempt in range(20):
            candidate = base / f"handhaving-{owner}-{digest}-{attempt}"
            if len(os.fsencode(candidate / socket)) > _SOCKET_LIMIT:
                break
            if _made(candidate, account, owner):
                return candidate
    msg = f"geen map gevonden voor de socket van {folder}"
    raise ServerError(msg)


def _made(candidate: Path, account: Account | None, owner: int) -> bool:
    """Make a private folder, or recognise it as ours; somebody else's is left alone."""
    with suppress(FileExistsError):
        candidate.mkdir(mode=0o700)
        if account is not None:
            os.chown(candidate, account.uid, account.gid)
    info = candidate.lstat()
    return stat.S_ISDIR(info.st_mode) and info.st_uid == owner and not info.st_mode & 0o077
