"""`handhaving serve`: the service on uvicorn, with the read models kept up beside it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog
import uvicorn

from handhaving import running
from handhaving.api.app import maak_app
from handhaving.api.dienst import Dienst, Grenzen
from handhaving.bootstrap import open_app, token_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.bootstrap import App
    from handhaving.settings import Settings

_log = structlog.get_logger(__name__)


def bedien(settings: Settings, host: str, port: int, *, lus: bool = True) -> None:
    """Serve until told to stop. `lus`: keep the read models up, as a worker would.

    Raises GeenUitgever, and what `open_app` raises.
    """
    tokens = token_check(settings)
    with open_app(settings) as app, leesmodellen(app, lus=lus):
        running.catch_up(app)
        dienst = Dienst(app, tokens, Grenzen())
        uvicorn.run(
            maak_app(dienst),
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=10,
            h11_max_incomplete_event_size=32 * 1024,
            backlog=2048,
        )


@contextmanager
def leesmodellen(app: App, *, lus: bool) -> Iterator[None]:
    """The projection loop in a thread of its own; a worker elsewhere may hold the lease as well."""
    if not lus:
        yield
        return
    stop = threading.Event()
    draad = threading.Thread(target=running.run_forever, args=(app, stop), name="leesmodellen")
    draad.start()
    try:
        yield
    finally:
        stop.set()
        draad.join()
