"""What wakes the engine: a notification of PostgreSQL, and the clock whatever happens."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

import psycopg
import structlog

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_log = structlog.get_logger(__name__)


class Waker(Protocol):
    """Something that can be waited for."""

    def wait(self, timeout: float) -> bool:
        """Wait until there may be something new, at most `timeout` seconds; whether it was told."""


class Listener:
    """Waits for NOTIFY on a channel. Without its connection it is a clock, and tries again."""

    def __init__(self, database_url: str, channel: str) -> None:
        """Nothing is opened before the first wait."""
        self._url = database_url
        self._channel = channel
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None
        self._pause = threading.Event()

    def wait(self, timeout: float) -> bool:
        """Wait for a notification, at most `timeout` seconds; whether there was one."""
        try:
            connection = self._open()
            told = False
            for _ in connection.notifies(timeout=timeout, stop_after=1):
                told = True
        except psycopg.OperationalError as error:
            _log.warning("luisteren_onderbroken", fout=type(error).__name__)
            self.close()
            self._pause.wait(timeout)
            return False
        return told

    def close(self) -> None:
        """Close the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()

    def _open(self) -> psycopg.Connection[tuple[object, ...]]:
        if self._connection is None:
            connection = psycopg.connect(self._url, autocommit=True)
            connection.execute(f'LISTEN "{self._channel}"'.encode())
            self._connection = connection
        return self._connection
