"""The trace: `BelGov-Trace-Id` in and out, the W3C trace context inside; one id for both."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID, uuid5

from uuid6 import uuid7

TRACE: Final = "belgov-trace-id"
PARENT: Final = "traceparent"
_RUIMTE: Final = UUID("6f2d1c44-8c1a-5f0e-9d1b-5a3f7f0a7b21")
_PARENT: Final = re.compile(
    r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?", re.ASCII
)
_HEX: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_VREEMD: Final = re.compile(r"[A-Za-z0-9._:/-]{1,64}", re.ASCII)


def lees_spoor(trace: str | None, parent: str | None) -> tuple[UUID, str | None]:
    """The `spoorId`, and what the caller called it if it can be said back."""
    if trace is not None and _VREEMD.fullmatch(trace):
        kaal = trace.lower().replace("-", "")
        spoor = UUID(hex=kaal) if _HEX.fullmatch(kaal) else uuid5(_RUIMTE, trace)
        return spoor, trace
    gevonden = _PARENT.fullmatch(parent or "")
    if gevonden is not None and int(gevonden[1], 16):
        return UUID(hex=gevonden[1]), None
    return uuid7(), None


def schrijf_spoor(spoor: UUID, genoemd: str | None) -> list[tuple[bytes, bytes]]:
    """The headers of the answer."""
    span = uuid7().hex[-16:]
    return [
        (TRACE.encode(), (genoemd or str(spoor)).encode()),
        (PARENT.encode(), f"00-{spoor.hex}-{span}-01".encode()),
    ]
