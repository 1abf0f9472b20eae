"""Servers of a test's own, that may be broken; writers that go on whatever happens to them."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg
import sqlalchemy.exc

from handhaving.bootstrap import database, open_app
from handhaving.eventlog.migreer import migrate
from handhaving.running import daemon
from handhaving.settings import Settings
from scripts.uithouden.schrijver import Bevestigd, Schrijver, herstel, lees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from handhaving.bootstrap import App

WEG = (psycopg.Error, sqlalchemy.exc.SQLAlchemyError)
"""What a writer meets while the database is away."""


@contextmanager
def eigen_app(map_: Path) -> Iterator[App]:
    """An application on embedded servers in this folder, for this test alone."""
    settings = Settings.embedded(map_)
    with database(settings) as url:
        migrate(url)
        with open_app(settings) as app:
            yield app


@contextmanager
def aan_het_werk(app: App, rhythm: daemon.Rhythm | None = None) -> Iterator[threading.Thread]:
    """A worker behind the scenes, in a thread, for as long as the block lasts."""
    stop = threading.Event()
    rhythm = rhythm or daemon.Rhythm(tik=0.3, bij=0.2, draden=2)
    draad = threading.Thread(target=daemon.run, args=(app, stop, rhythm))
    draad.start()
    try:
        yield draad
    finally:
        stop.set()
        draad.join(60)
    assert not draad.is_alive()


@contextmanager
def schrijvers(app: App, map_: Path, aantal: int, seconden: float) -> Iterator[list[Path]]:
    """So many writers at once; when the block ends they are waited for. Their books."""
    boeken = [map_ / f"boek-{nummer}" for nummer in range(aantal)]
    tot = time.time() + seconden
    draden = [
        threading.Thread(target=_volhardend, args=(app, nummer, boek, tot))
        for nummer, boek in enumerate(boeken)
    ]
    for draad in draden:
        draad.start()
    try:
        yield boeken
    finally:
        for draad in draden:
            draad.join(60)
    assert not any(draad.is_alive() for draad in draden)


def bevestigd(boeken: Sequence[Path]) -> list[Bevestigd]:
    """All that was acknowledged."""
    return [b for boek in boeken for b in lees(boek)]


def _volhardend(app: App, nummer: int, boek: Path, tot: float) -> None:
    """A writer that begins again where its book ends, as a process that died does."""
    while time.time() < tot:
        with suppress(*WEG):
            Schrijver(app, nummer, boek).werk(lambda: time.time() >= tot)
        herstel(boek)
        time.sleep(0.1)


def leeft(pid: int) -> bool:
    """Whether this process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
