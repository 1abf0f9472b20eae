"""The access log: who read which personal fields of which dossiers, for what purpose, and when.

Append-only like the log itself: an insert-only function, no UPDATE, DELETE or TRUNCATE by trigger
and by privilege. A row holds names of fields and codes, never a value that was read, and no free
text. Two backends answer to one contract: `MemoryAccessLog` here, `PostgresAccessLog` beside it.

The entrances never call `record` themselves. They read personal fields through
`handhaving.service.Service.inzage` (and `inzage_in`, `vind`), which decides what this reader may
see, writes the row here **before** it hands out a clear value, and hands out nothing when the row
could not be written. What an entrance may use freely is `find`, to show the log:

    app.toegang.find(Zoek(dossier=...), limiet=50)            # newest first
    app.toegang.find(Zoek(door="mw-1"), na=page.volgende)     # the next page
    app.toegang.find(Zoek(van=instant, tot=instant))          # a period: van ≤ op < tot
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from handhaving.eventlog.envelope import Door

PAGE: Final = 100
"""Rows of a page when nobody says otherwise; the most there can be is ten times as many."""

CODE: Final = r"^[A-Za-z][A-Za-z0-9]{0,63}$"
REFERENTIE: Final = r"^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$"
"""The number of a ticket, a request or a letter: it holds a digit, and no room for a sentence."""

_INGANG: Final = r"^[A-Za-z][A-Za-z0-9]{0,31}$"
_VELD: Final = r"^[A-Za-z0-9_.]+$"


class OngeldigeToegang(ValueError):
    """A read that cannot be noted: no field was read, or a code is no code. Names the field."""

    def __init__(self, veld: str) -> None:
        """Name the field, never its value."""
        super().__init__(f"een toegang met een onbruikbaar veld: {veld}")
        self.veld = veld


@dataclass(frozen=True, slots=True)
class Lezing:
    """One read about to happen. `id` makes noting it again harmless.

    doel: the coded purpose. referentie: a number that can be looked up, or None.
    ingang: through which entrance (`cli`, `api`, …). identiteit, gevoelig: the names of the fields
    of each class that become readable, as in the contract (`naam`, `UitstelVerleend.reden`).
    dossiers: empty for a search that found nothing.
    """

    id: UUID
    door: Door
    ingang: str
    doel: str
    referentie: str | None
    dossiers: tuple[UUID, ...]
    identiteit: tuple[str, ...]
    gevoelig: tuple[str, ...]
    spoor_id: UUID

    def __post_init__(self) -> None:
        """Raise OngeldigeToegang where the table would refuse."""
        velden = (*self.identiteit, *self.gevoelig)
        goed = {
            "ingang": re.fullmatch(_INGANG, self.ingang, re.ASCII),
            "doel": re.fullmatch(CODE, self.doel, re.ASCII),
            "referentie": self.referentie is None
            or re.fullmatch(REFERENTIE, self.referentie, re.ASCII),
            "velden": velden and all(re.fullmatch(_VELD, v, re.ASCII) for v in velden),
        }
        for veld, waarde in goed.items():
            if not waarde:
                raise OngeldigeToegang(veld)


@dataclass(frozen=True, slots=True)
class Toegang:
    """A read that was noted. `nummer` has no gaps; `op` is the clock of the log, never falling."""

    nummer: int
    op: datetime
    lezing: Lezing


@dataclass(frozen=True, slots=True)
class Zoek:
    """What to look for; everything that is given must hold. `door` is the id of the reader."""

    dossier: UUID | None = None
    door: str | None = None
    van: datetime | None = None
    tot: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """A page, newest first. `volgende` is the cursor of the next one, None on the last."""

    items: tuple[Toegang, ...]
    volgende: int | None


class AccessLog(Protocol):
    """The door of the access log."""

    def record(self, lezing: Lezing) -> Toegang:
        """Note a read, once: the same `id` again answers the first row."""

    def find(self, zoek: Zoek, *, na: int | None = None, limiet: int = PAGE) -> Bladzijde:
        """A page of what was read; `na` is the cursor of the page before."""


class MemoryAccessLog:
    """An access log that lives as long as the process."""

    def __init__(self, *, klok: Callable[[], datetime] | None = None) -> None:
        """Empty. `klok` stands for the clock of the database."""
        self._klok = klok or _now
        self._rows: dict[UUID, Toegang] = {}
        self._lock = Lock()

    def record(self, lezing: Lezing) -> Toegang:
        """See AccessLog.record."""
        with self._lock:
            row = self._rows.get(lezing.id)
            if row is None:
                op = self._klok().astimezone(UTC)
                if self._rows:
                    op = max(op, next(reversed(self._rows.values())).op)
                row = self._rows[lezing.id] = Toegang(len(self._rows) + 1, op, lezing)
            return row

    def find(self, zoek: Zoek, *, na: int | None = None, limiet: int = PAGE) -> Bladzijde:
        """See AccessLog.find."""
        found = [
            row
            for row in reversed(list(self._rows.values()))
            if (na is None or row.nummer < na)
            and (zoek.dossier is None or zoek.dossier in row.lezing.dossiers)
            and (zoek.door is None or zoek.door == row.lezing.door.id)
            and (zoek.van is None or zoek.van <= row.op)
            and (zoek.tot is None or row.op < zoek.tot)
        ]
        return page(found, limiet)


def page(found: list[Toegang], limiet: int) -> Bladzijde:
    """The first `limiet` of what was found, which holds at least one more when there is more."""
    limiet = bounded(limiet)
    items = tuple(found[:limiet])
    return Bladzijde(items, items[-1].nummer if len(found) > limiet else None)


def bounded(limiet: int) -> int:
    """A page of at least one row and at most ten times the ordinary one."""
    return max(1, min(limiet, 10 * PAGE))


def _now() -> datetime:
    return datetime.now(tz=UTC)
