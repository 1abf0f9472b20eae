"""`handhaving serve`: the service on uvicorn, with the read models kept up beside it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from handhaving import running
from handhaving.api import taken
from handhaving.api.app import maak_app
from handhaving.api.dienst import Dienst, Grenzen
from handhaving.api.lijn import Lijn
from handhaving.bootstrap import open_app, token_check
from handhaving.running.taken import doe_voort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.bootstrap import App
    from handhaving.settings import Settings


def bedien(settings: Settings, host: str, port: int, *, lus: bool = True) -> None:
    """Serve until told to stop. `lus`: keep the read models up, as a worker would.

    Raises GeenUitgever, and what `open_app` raises.
    """
    tokens = token_check(settings)
    with open_app(settings) as app, naast(app, lus=lus):
        running.catch_up(app)
        dienst = Dienst(app, tokens, Grenzen())
        uvicorn.run(
            maak_app(dienst),
            host=host,
            port=port,
            http=Lijn,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=10,
            h11_max_incomplete_event_size=32 * 1024,
            backlog=2048,
        )


@contextmanager
def naast(app: App, *, lus: bool) -> Iterator[None]:
    """What runs beside the service: the tasks, and the read models unless a worker keeps them up.

    A worker elsewhere may do the same: read models and tasks are taken under a lease.
    """
    stop = threading.Event()
    werken = taken.werken(app)
    draden = [threading.Thread(target=doe_voort, args=(app, werken, stop), name="taken")]
    if lus:
        draden.append(
            threading.Thread(target=running.run_forever, args=(app, stop), name="leesmodellen")
        )
    for draad in draden:
        draad.start()
    try:
        yield
    finally:
        stop.set()
        for draad in draden:
            draad.join()
