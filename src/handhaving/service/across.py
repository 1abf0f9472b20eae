"""Commands that write in more than one dossier: what they see, and what changes hands.

All of it is one append. The dossier of the command carries its id and answers; the commits of the
others have ids that follow from it, so that a repeat finds the first answer and writes nothing.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handhaving.dossier.correctie.feiten import GebeurtenisRechtgezet
from handhaving.dossier.toewijzing.levend import Levend, levend
from handhaving.eventlog.envelope import Claim, IndexEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Commit
    from handhaving.eventlog.sleutels import IndexKey
    from handhaving.service.reading import Pair
    from handhaving.service.values import Meta

Value = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """What the command does in one dossier: on what it was, these events, in this commit."""

    dossier: Dossier
    gebeurtenissen: tuple[Gebeurtenis, ...]
    waarden: tuple[Value, ...]
    """The values behind the claims of the commit, in their order."""
    commit: Commit
    meta: Meta


@dataclass(frozen=True, slots=True)
class Hands:
    """The unique values and the search keys of one dossier that change hands: (kind, value)."""

    claims: tuple[Value, ...]
    vrij: tuple[Value, ...]
    index: tuple[Value, ...]
    vrij_index: tuple[Value, ...]

    @classmethod
    def of(cls, voor: Iterable[Pair], na: Iterable[Pair]) -> Hands:
        """What counts in the dossier after the command, against what counted before."""
        telde, telt = _standing(voor), _standing(na)
        had = dict.fromkeys(w for each in telde for w in each.gebeurtenis.claims())
        heeft = dict.fromkeys(w for each in telt for w in each.gebeurtenis.claims())
        zocht = dict.fromkeys(w for each in telde for w in each.gebeurtenis.zoeksleutels())
        zoekt = dict.fromkeys(w for each in telt for w in each.gebeurtenis.zoeksleutels())
        return cls(
            claims=_without(heeft, had),
            vrij=_without(had, heeft),
            index=_without(zoekt, zocht),
            vrij_index=_without(zocht, zoekt),
        )

    def without(self, elders: Mapping[Value, UUID]) -> Hands:
        """The same, but what a dossier that is not concerned turned out to hold stays there."""
        return replace(self, claims=tuple(value for value in self.claims if value not in elders))

    def on(self, commit: Commit, index: IndexKey) -> Commit:
        """The same commit, with what it takes and what it gives up."""
        return replace(
            commit,
            claims=tuple(Claim(soort, index.hmac(soort, w)) for soort, w in self.claims),
            vrij=tuple(Claim(soort, index.hmac(soort, w)) for soort, w in self.vrij),
            index=tuple(IndexEntry(soort, index.hmac(soort, w)) for soort, w in self.index),
            vrij_index=tuple(IndexEntry(s, index.hmac(s, w)) for s, w in self.vrij_index),
        )


def _standing(paren: Iterable[Pair]) -> list[Levend]:
    """What counts and was not put right, here or in the dossier it was taken over from."""
    telt = levend(paren)
    weg = {
        each.gebeurtenis.gebeurtenis_id
        for each in telt
        if isinstance(each.gebeurtenis, GebeurtenisRechtgezet)
    }
    return [
        each
        for each in telt
        if each.id not in weg and (each.bron is None or each.bron.gebeurtenis_id not in weg)
    ]


def subjects(historieken: Iterable[Iterable[Pair]]) -> set[UUID]:
    """Whose keys these events are sealed with, third parties included."""
    return {
        subject
        for paren in historieken
        for gebeurtenis, envelop in paren
        for subject in (getattr(gebeurtenis, "derde", None), envelop.sleutel_id)
        if subject is not None
    }


def _without(these: Iterable[Value], those: Mapping[Value, None]) -> tuple[Value, ...]:
    return tuple(value for value in these if value not in those)


def meta_of(meta: Meta, dossier_id: UUID, own: UUID) -> Meta:
    """The surroundings of the commit in this dossier; only the own one carries the command's id."""
    if dossier_id == own:
        return meta
    return replace(
        meta,
        opdracht_id=uuid.uuid5(meta.opdracht_id, str(dossier_id)),
        oorzaak_id=meta.opdracht_id,
        verwachte_versie=None,
    )
