"""The database restarted under load, and a disk that is full: nothing lost, nothing half."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from handhaving import running
from handhaving.adapters.postgres_server import PostgresServer
from handhaving.eventlog.sleutelbestand import make_kek_file
from scripts.uithouden.invarianten import fout, keur
from scripts.uithouden.schrijver import Schrijver
from tests.running.wachten import wacht_tot
from tests.storingen.opstelling import (
    WEG,
    aan_het_werk,
    bevestigd,
    eigen_app,
    leeft,
    schrijvers,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from handhaving.bootstrap import App


def postmaster(map_: Path) -> int:
    return int((map_ / "postgresql" / "postmaster.pid").read_text().split()[0])


@pytest.mark.databank
def test_given_postgresql_is_restarted_under_load_then_nothing_acknowledged_is_lost(
    tmp_path: Path,
) -> None:
    with eigen_app(tmp_path) as app:
        with aan_het_werk(app), schrijvers(app, tmp_path, 2, 6) as boeken:
            wacht_tot(lambda: len(bevestigd(boeken)) > 15, 30)
            oud = postmaster(tmp_path)
            os.kill(oud, signal.SIGQUIT)  # at once: no checkpoint, every connection cut
            wacht_tot(lambda: not leeft(oud), 30)
            PostgresServer(tmp_path)._start()
            tussen = len(bevestigd(boeken))
            wacht_tot(lambda: len(bevestigd(boeken)) > tussen, 30)
        gedaan = bevestigd(boeken)
        assert fout(keur(app, gedaan)) == []
        assert len(gedaan) > tussen


@contextmanager
def kleine_schijf(map_: Path) -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """A folder on a small disk; what fills it, and what makes room again.

    A tmpfs where we may mount one (root); else a limit on the size of files of the server itself.
    """
    map_.mkdir()
    gemonteerd = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", str(map_)],
        check=False,
        capture_output=True,
    )
    if gemonteerd.returncode == 0:
        ballast = map_ / "ballast"
        try:
            yield lambda: vul(ballast), ballast.unlink
        finally:
            subprocess.run(["umount", "--lazy", str(map_)], check=True)
    else:
        yield lambda: begrens(map_, 8192), lambda: begrens(map_, resource.RLIM_INFINITY)


def vul(ballast: Path) -> None:
    """Write until there is no room for one more block."""
    with ballast.open("wb", buffering=0) as bestand:
        blok = b"\0" * 1_048_576
        while blok:
            try:
                bestand.write(blok)
            except OSError:
                blok = blok[: len(blok) // 2] if len(blok) > 512 else b""


def begrens(map_: Path, bytes_: int) -> None:
    """Limit the files of the server and of all that works for it."""
    ouder = postmaster(map_)
    uit = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(ouder)], check=False, capture_output=True, text=True
    )
    for pid in (ouder, *map(int, uit.stdout.split())):
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (bytes_, hard))


@pytest.mark.databank
def test_given_a_full_disk_then_appends_are_refused_and_nothing_is_half_written(
    tmp_path: Path,
) -> None:
    with kleine_schijf(tmp_path / "schijf") as (vul_schijf, maak_plaats):
        kek = tmp_path / "schijf" / "kek"
        make_kek_file(kek)
        with eigen_app(tmp_path / "schijf") as app:
            boek = tmp_path / "boek"
            Schrijver(app, 0, boek).werk(na(0.5))
            vul_schijf()
            geweigerd = schrijf_tot_het_niet_meer_gaat(app, boek)
            vast = len(bevestigd([boek]))
            assert geweigerd
            maak_plaats()
            wacht_tot(lambda: antwoordt(app), 60)
            Schrijver(app, 0, boek).werk(na(1))
            gedaan = bevestigd([boek])
            assert len(gedaan) > vast
            assert fout(keur(app, gedaan)) == []


def na(seconden: float) -> Callable[[], bool]:
    """Whether so many seconds have passed from now."""
    einde = time.monotonic() + seconden
    return lambda: time.monotonic() >= einde


def schrijf_tot_het_niet_meer_gaat(app: App, boek: Path) -> str:
    """Go on writing on a full disk; the kind of error it ends with."""
    einde = time.monotonic() + 60
    while time.monotonic() < einde:
        try:
            Schrijver(app, 0, boek).werk(na(5))
        except WEG as fout_:
            return type(fout_).__name__
    return ""


def antwoordt(app: App) -> bool:
    try:
        running.status(app)
        return app.log.last_position() > 0
    except (*WEG, psycopg.OperationalError):
        return False
