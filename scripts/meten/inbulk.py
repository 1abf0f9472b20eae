"""Bulk intake as the log sees it: decided events, sealed and appended for many dossiers at once.

The library's `save` takes aggregates that are there already, so here the events are too: they are
those of a publication that was taken in, read back, and written anew for dossiers that are new.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import uuid4

from handhaving.eventlog.blad import holds
from handhaving.eventlog.collecting import uncollected
from handhaving.eventlog.envelope import Claim, Commit, Door, Herkomst, IndexEntry
from scripts.meten.maat import eis
from scripts.meten.opstelling import tijd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from handhaving.bootstrap import Core
    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.eventlog.sleutels import WritingKeyring

Beslist = list[tuple["Gebeurtenis", ...]]
"""A dossier as what each of its commands decided."""

_PARTIJ = 100  # dossiers in one append, as the intake takes them
_DOOR = Door("meting", "dossierbehandelaar", "Atlas")


def beslist(core: Core, na_positie: int) -> list[Beslist]:
    """The dossiers that were opened after this position, with their persons readable."""
    geopend = core.log.opened(na_positie, core.log.last_position(), 1_000_000)
    return [_beslist(core, dossier_id) for _, dossier_id in geopend]


def _beslist(core: Core, dossier_id: UUID) -> Beslist:
    paren = core.service.historiek(dossier_id)
    per_opdracht = groupby(paren, key=lambda paar: paar[1].opdracht_id)
    return [tuple(gebeurtenis for gebeurtenis, _ in groep) for _, groep in per_opdracht]


def schrijf(core: Core, dossiers: Sequence[Beslist]) -> float:
    """Seconds to seal and append all of them, and to be right about it."""
    voor, aantal = core.log.last_position(), sum(map(len, (g for d in dossiers for g in d)))
    duur = tijd(lambda: _schrijf(core, dossiers))
    eis("gebeurtenissen in het logboek", core.log.last_position() - voor, aantal)
    nieuw = core.log.read(voor, aantal, met_persoonlijk=True)
    eis("juiste bladen", sum(map(holds, nieuw)), aantal)
    laatste = core.service.lees(nieuw[-1].envelop.dossier_id)
    eis("versie van het laatste dossier", laatste.versie, sum(map(len, dossiers[-1])))
    eis("INSZ leesbaar", isinstance(laatste.persoon.insz, str), True)  # noqa: FBT003 - verwacht
    return duur


def _schrijf(core: Core, dossiers: Sequence[Beslist]) -> None:
    for begin in range(0, len(dossiers), _PARTIJ):
        with uncollected():  # as the intake does
            ring = core.vault.for_writing([])
            commits: list[Commit] = []
            for dossier in dossiers[begin : begin + _PARTIJ]:
                commits += _commits(core, dossier, ring)
            commits[0] = replace(commits[0], sleutels=ring.new_keys())
            core.log.append(commits)


def _commits(core: Core, dossier: Beslist, ring: WritingKeyring) -> list[Commit]:
    """The commands of a dossier that is new, each with its claims, look-up values and events."""
    dossier_id, versie = uuid4(), 0
    ring.add(dossier_id)
    uit: list[Commit] = []
    for gebeurtenissen in dossier:
        opdracht_id = uuid4()
        uit.append(
            Commit(
                dossier_id=dossier_id,
                verwachte_versie=versie,
                herkomst=Herkomst(opdracht_id, _DOOR, opdracht_id),
                inhoud=core.index.mac("opdracht", opdracht_id.bytes),
                gebeurtenissen=tuple(
                    core.codec.encode(
                        g,
                        gebeurtenis_id=uuid4(),
                        geldig_op=g.geldig_op,
                        subject=g.eigenaar(dossier_id),
                        keyring=ring,
                    )
                    for g in gebeurtenissen
                ),
                claims=tuple(
                    Claim(soort, core.index.hmac(soort, waarde))
                    for g in gebeurtenissen
                    for soort, waarde in g.claims()
                ),
                index=tuple(
                    IndexEntry(soort, core.index.hmac(soort, waarde))
                    for g in gebeurtenissen
                    for soort, waarde in g.zoeksleutels()
                ),
            )
        )
        versie += len(gebeurtenissen)
    return uit
