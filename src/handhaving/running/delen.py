"""Work in parts over processes of this machine: each opens the application for itself.

A part goes on where it was broken off and harms nobody when it is done twice, so a process that
dies takes nothing with it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Final, TypeAlias

import structlog

from handhaving.bootstrap import open_app
from handhaving.running import logregels
from handhaving.running.logregels import kort
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.process import BaseProcess

    from handhaving.bootstrap import App

    Deel: TypeAlias = tuple[object, ...]

_log = structlog.get_logger(__name__)

GENOEG: Final = 20_000
"""Below so many events one process is done before a second has started."""
_MEESTE: Final = 8
_NICE: Final = 10
_GLANCE: Final = 0.2


def werkers(gebeurtenissen: int, gevraagd: int | None = None, *, vrij: int = 0) -> int:
    """How many processes: as many as were asked for, else by the work and the machine.

    `vrij` cores are left to the database and to the people who work on.
    """
    if gevraagd is not None:
        return max(1, gevraagd)
    return max(1, min((os.cpu_count() or 1) - vrij, gebeurtenissen // GENOEG, _MEESTE))


def verdeel(
    app: App,
    doe: Callable[..., None],
    delen: Sequence[Deel],
    tegelijk: int,
    meld: Callable[[], None],
) -> int:
    """Let processes do each part with an application of their own; `meld` is called often.

    `doe` is a function of a module, called with the application and the part. Returns how many
    parts did not end well.
    """
    context = multiprocessing.get_context("spawn")
    settings = app.settings.model_dump_json()
    wachtend, bezig, mislukt = list(delen), list["BaseProcess"](), 0
    try:
        while wachtend or bezig:
            while wachtend and len(bezig) < tegelijk:
                args = (doe, settings, os.getpid(), wachtend.pop(0))
                bezig.append(context.Process(target=_begin, args=args))
                bezig[-1].start()
            bezig[0].join(_GLANCE)
            meld()
            klaar = [proces for proces in bezig if not proces.is_alive()]
            mislukt += sum(proces.exitcode != 0 for proces in klaar)
            bezig = [proces for proces in bezig if proces not in klaar]
    finally:
        for proces in bezig:
            proces.terminate()
            proces.join()
    return mislukt


def _begin(doe: Callable[..., None], settings: str, ouder: int, deel: Deel) -> None:
    """The life of such a process: out of the way of people who wait, and gone with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts, interrupts the parent
    os.nice(_NICE)
    logregels.naar_stderr()
    threading.Thread(target=_leef_mee, args=(ouder,), daemon=True).start()
    try:
        with open_app(Settings.model_validate_json(settings)) as app:
            doe(app, *deel)
    except Exception as error:  # noqa: BLE001 - told here; the parent sees the exit code
        _log.error("deel_mislukt", fout=kort(error))
        raise SystemExit(1) from None


def _leef_mee(ouder: int) -> None:
    while os.getppid() == ouder:
        time.sleep(_GLANCE)
    os._exit(1)
