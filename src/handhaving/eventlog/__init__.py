"""The log: what happened, in order, for ever. It knows no word of the domain.

As a PERSISTENCE_MODULE of the library `eventsourcing` this package exposes one class, `Factory`;
`handhaving.eventlog.geheugen` is its twin in memory.
"""

from __future__ import annotations

from handhaving.eventlog.factory import Factory

__all__ = ["Factory"]
