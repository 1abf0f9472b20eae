"""Whether the server can be reached at all: then waiting for a connection has a sense.

A pool goes on trying by itself, and lets everybody wait in the meantime; a server that refuses at
once can be told at once.
"""

from __future__ import annotations

import threading
import time
from typing import Final

import psycopg
from psycopg import pq
from psycopg_pool import PoolTimeout

_GELDIG: Final = 0.5
"""Seconds for which one look is enough, however many ask."""
_GEDULD: Final = 2
"""Seconds that a server may take to say something."""


class Onbereikbaar(PoolTimeout):
    """The server takes no connection now."""


class Bereik:
    """Looks whether a server takes connections; one look at a time."""

    def __init__(self, database_url: str) -> None:
        """Of this server."""
        self._url = database_url
        self._slot = threading.Lock()
        self._gekeken = float("-inf")
        self._weg = False

    def keur(self) -> None:
        """Raise Onbereikbaar when it takes none, and is not about to."""
        with self._slot:
            if time.monotonic() - self._gekeken > _GELDIG:
                self._weg = self._is_weg()
                self._gekeken = time.monotonic()
            weg = self._weg
        if weg:
            raise Onbereikbaar

    def _is_weg(self) -> bool:
        begin = time.monotonic()
        try:
            psycopg.connect(self._url, connect_timeout=_GEDULD).close()
        except psycopg.OperationalError:
            if time.monotonic() - begin >= _GEDULD:
                return True
            # It said something: that it is starting, or has no room. That passes.
            return pq.PGconn.ping(self._url.encode()) == pq.Ping.NO_RESPONSE
        return False
