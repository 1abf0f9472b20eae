"""An intake that fell away and is done again: what it already wrote counts as written by it.

Told by the trace in the envelope, which belongs to one task, and by the ids of the commands, which
follow from what was delivered. Without this the report of the second try would call it unchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.eventlog.envelope import Envelop


class Hervatting:
    """What the earlier tries of one task wrote, as far as it was met in the dossiers read."""

    def __init__(self, spoor: UUID, tot_positie: int) -> None:
        """Written under this trace, at this position or before."""
        self._spoor = spoor
        self._tot = tot_positie
        self._bewaard: dict[UUID, tuple[set[UUID], bool]] = {}
        self._geteld: set[UUID] = set()

    def lees(self, historiek: Iterable[tuple[Gebeurtenis, Envelop]]) -> None:
        """Look through the history of a dossier; what was counted once, is not again."""
        for _, envelop in historiek:
            id_ = envelop.opdracht_id
            if (
                envelop.spoor_id == self._spoor
                and envelop.positie <= self._tot
                and id_ not in self._geteld
            ):
                gebeurtenissen, opende = self._bewaard.get(id_, (set(), False))
                gebeurtenissen.add(envelop.gebeurtenis_id)
                self._bewaard[id_] = (gebeurtenissen, opende or envelop.versie == 1)

    def tel(self, opdracht_id: UUID) -> tuple[int, bool]:
        """How many events this command wrote, and whether it opened the dossier; told once."""
        gebeurtenissen, opende = self._bewaard.pop(opdracht_id, (set(), False))
        if gebeurtenissen:
            self._geteld.add(opdracht_id)
        return len(gebeurtenissen), opende

    @property
    def open(self) -> bool:
        """Whether something was met that is not counted yet."""
        return bool(self._bewaard)

    @property
    def iets(self) -> bool:
        """Whether an earlier try wrote anything that was met."""
        return bool(self._geteld)
