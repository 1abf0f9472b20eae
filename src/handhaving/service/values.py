"""What crosses the door of the service: a command's surroundings, its answer, and its refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from handhaving.dossier.basis import Opdracht
    from handhaving.eventlog.envelope import Door


class VersieVerouderd(Exception):
    """The dossier has moved on: somebody else changed it since it was read."""

    def __init__(self, dossier_id: UUID, verwacht: int | None, werkelijk: int | None) -> None:
        """Keep the three facts; `werkelijk` is None for who may not know it."""
        toe = "gewijzigd" if werkelijk is None else f"aan versie {werkelijk} toe"
        super().__init__(f"dossier {dossier_id} is intussen {toe}")
        self.dossier_id = dossier_id
        self.verwacht = verwacht
        self.werkelijk = werkelijk


@dataclass(frozen=True, slots=True)
class Meta:
    """What surrounds a command: who, under which idempotency key, when, and why."""

    door: Door
    opdracht_id: UUID
    spoor_id: UUID
    nu: datetime
    oorzaak_id: UUID | None = None
    verwachte_versie: int | None = None


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What a command did. `positie` is None when it had nothing to write."""

    dossier_id: UUID
    versie: int
    positie: int | None
    gebeurtenissen: tuple[tuple[UUID, str], ...]
    herhaald: bool = False


@dataclass(frozen=True, slots=True)
class Werk:
    """Commands for one dossier, in order; `dossier_id` None where the first one opens it."""

    dossier_id: UUID | None
    opdrachten: tuple[tuple[Opdracht, Meta], ...]
