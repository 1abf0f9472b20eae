"""Waiting for what another thread or process does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def wacht_tot(waar: Callable[[], bool], seconden: float = 10) -> None:
    """Wait until it is so; fail when it takes too long."""
    einde = time.monotonic() + seconden
    while not waar():
        assert time.monotonic() < einde, "het duurde te lang"
        time.sleep(0.05)
