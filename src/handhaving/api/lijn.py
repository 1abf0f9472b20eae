"""The line to a client: it has so many seconds to say what it asks, or it is let go.

uvicorn waits for ever for the head of a first request; a client that sends it byte by byte would
hold its place for nothing. What comes after the head has limits of its own (`Omslag`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio


class Lijn(H11Protocol):
    """One connection. The clock runs while no whole head was received."""

    kop: ClassVar[float] = 15.0
    """Seconds for the head of a request, from the connection or from its first byte."""
    _wacht: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # nauwer: alleen TCP
        """Start the clock."""
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        """Go on, and stop the clock when the head is whole: then there is something to answer."""
        super().data_received(data)
        if not getattr(self.cycle, "response_complete", True):  # before the first there is none
            self._stop()
        elif self._wacht is None:
            self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def _start(self) -> None:
        self._wacht = self.loop.call_later(self.kop, self.transport.close)

    def _stop(self) -> None:
        if self._wacht is not None:
            self._wacht.cancel()
            self._wacht = None
