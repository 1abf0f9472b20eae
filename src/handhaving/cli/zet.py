"""The moves of the demonstration: who does what on which day, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from handhaving.dossier.basis import Opdracht, Rol
from handhaving.eventlog.envelope import Door

if TYPE_CHECKING:
    from handhaving.dossier.state import Dossier


@dataclass(frozen=True, slots=True)
class Zet:
    """Somebody does something on a day; without a command, somebody only looks."""

    dag: date
    opdracht: Opdracht | None = None
    door: Door | None = None


@dataclass(frozen=True, slots=True)
class Na:
    """What became of a move. `dossier` reads the dossier as it is then."""

    gelukt: bool
    lees: Callable[[], Dossier]

    @property
    def dossier(self) -> Dossier:
        """The dossier after the move."""
        return self.lees()


Verloop: TypeAlias = Generator[Zet, Na, None]
Gelukt: TypeAlias = Generator[Zet, Na, bool]


def iemand(rol: Rol, organisatie: str, nummer: int) -> Door:
    """A plainly fictitious official."""
    return Door(f"fictief-{rol.value}-{nummer}", rol.value, organisatie)
