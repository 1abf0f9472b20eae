"""`python -m handhaving.worker`: processes that work behind the scenes, and who keeps them going.

The first process starts the others, starts a new one where one dies, answers Prometheus, and
passes SIGTERM on: they finish what they have in hand.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import structlog
from dramatiq import actor
from prometheus_client.multiprocess import mark_process_dead

from handhaving.bootstrap import open_app
from handhaving.intake.opname import lees_instelling, neem_deel_op
from handhaving.running import daemon, groep, logregels, meters
from handhaving.running.broker import DELEN, LONG, QUEUES, WEK
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dramatiq import Broker

    from handhaving.bootstrap import App

_log = structlog.get_logger(__name__)

_GLANCE: Final = 0.2
_GRACE: Final = 40.0
_BRIEF: Final = 5.0
"""A process that lived shorter than this is not started again at once."""


@dataclass(slots=True)
class Child:
    """One working process."""

    nummer: int
    proces: subprocess.Popen[bytes]
    sinds: float = field(default_factory=time.monotonic)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, and be the first process or one of the others."""
    parser = argparse.ArgumentParser(prog="handhaving worker")
    parser.add_argument("--processen", type=int, default=2)
    parser.add_argument("--draden", type=int, default=4)
    parser.add_argument("--kind", type=int)
    chosen = parser.parse_args(arguments)
    logregels.naar_stderr()
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    if chosen.kind is None:
        return first(Settings.read(), stop, chosen.processen, chosen.draden)
    return child(Settings.read(), stop, chosen)


def child(settings: Settings, stop: threading.Event, chosen: argparse.Namespace) -> int:
    """Work until told to stop, or until the first process is gone."""
    threading.Thread(target=_follow, args=(os.getppid(), stop), daemon=True).start()
    # With more than one, the first leaves long work to the others.
    queues = QUEUES if chosen.processen == 1 or chosen.kind else (WEK,)
    rhythm = daemon.Rhythm(draden=chosen.draden, rijen=queues)
    with open_app(settings) as app:
        _log.info(
            "werker_begint", nummer=chosen.kind, rijen=list(queues), redis=app.redis is not None
        )
        daemon.run(app, stop, rhythm, inname)
    _log.info("werker_klaar", nummer=chosen.kind)
    return 0


def inname(broker: Broker, app: App) -> None:
    """Declare the actor that takes in one part of a file."""

    def inneem_deel(pad: str, instelling: str, uit: str) -> None:
        with meters.gemeten(groep.INNAME):
            neem_deel_op(app, pad, lees_instelling(instelling), uit)

    part: dict[str, Any] = {"queue_name": DELEN, "time_limit": LONG, "store_results": True}
    actor(broker=broker, actor_name=groep.INNAME, **part)(inneem_deel)


def first(settings: Settings, stop: threading.Event, processen: int, draden: int) -> int:
    """Keep so many processes going. Returns 0 when all of them ended well."""
    with tempfile.TemporaryDirectory(prefix="handhaving-meters-") as folder:
        os.environ[meters.FOLDER] = folder
        with open_app(settings) as app:
            answering = None
            if settings.meetpoort is not None:
                answering = meters.serveer(app, settings.meetpoort)
            children = [_start(nummer, processen, draden) for nummer in range(processen)]
            while not stop.wait(_GLANCE):
                for place, each in enumerate(children):
                    if each.proces.poll() is not None:
                        _forget(each.proces.pid)
                        _log.error("werker_weg", nummer=each.nummer, exit=each.proces.returncode)
                        if time.monotonic() - each.sinds < _BRIEF and stop.wait(_BRIEF):
                            break
                        children[place] = _start(each.nummer, processen, draden)
            codes = _end(children)
            if answering is not None:
                server, thread = answering
                server.shutdown()
                server.server_close()
                thread.join()
    # One that had only just begun knew no other way to stop.
    return 0 if set(codes) <= {0, -signal.SIGTERM} else 1


def _start(nummer: int, processen: int, draden: int) -> Child:
    command = [sys.executable, "-m", "handhaving.worker", "--kind", str(nummer)]
    command += ["--processen", str(processen), "--draden", str(draden)]
    return Child(nummer, subprocess.Popen(command))  # noqa: S603 - ourselves


def _forget(pid: int) -> None:
    mark_process_dead(pid)  # type: ignore[no-untyped-call]  # it has no types


def _end(children: Sequence[Child]) -> list[int]:
    """Ask all to stop; who does not within its time is ended."""
    for each in children:
        each.proces.terminate()
    until = time.monotonic() + _GRACE
    codes = []
    for each in children:
        try:
            codes.append(each.proces.wait(max(0.0, until - time.monotonic())))
        except subprocess.TimeoutExpired:
            _log.error("werker_gestopt_met_geweld", nummer=each.nummer)
            each.proces.kill()
            codes.append(each.proces.wait())
    return codes


def _follow(parent: int, stop: threading.Event) -> None:
    while os.getppid() == parent:
        time.sleep(_GLANCE)
    stop.set()


if __name__ == "__main__":
    sys.exit(main())
