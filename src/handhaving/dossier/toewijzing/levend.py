"""Wat in een dossier telt: elke gebeurtenis zoals ze er is, ook als ze van elders kwam.

Een overgenomen gebeurtenis staat er als de oorspronkelijke, met wie ze stelde en onder welke
opdracht; wat na een splitsing elders verder leeft, staat er niet meer bij.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handhaving.dossier.toewijzing.feiten import DossiersSamengevoegd, GebeurtenisOvergenomen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.toewijzing.feiten import Bron
    from handhaving.eventlog.envelope import Envelop


@dataclass(frozen=True, slots=True)
class Levend:
    """Eén gebeurtenis die telt. `opgeslagen` is de omslag in het logboek."""

    gebeurtenis: Gebeurtenis
    envelop: Envelop
    opgeslagen: Envelop
    bron: Bron | None = None

    @property
    def id(self) -> UUID:
        """Onder welke gebeurtenisId ze in dit dossier staat."""
        return self.opgeslagen.gebeurtenis_id


def levend(paren: Iterable[tuple[Gebeurtenis, Envelop]]) -> list[Levend]:
    """De gebeurtenissen die tellen, in volgorde; van een opgenomen dossier telt er geen meer."""
    uit: list[Levend] = []
    for gebeurtenis, envelop in paren:
        if isinstance(gebeurtenis, GebeurtenisOvergenomen):
            bron = gebeurtenis.bron
            uit.append(Levend(gebeurtenis.inhoud, bron.omslag(envelop), envelop, bron))
            continue
        if isinstance(gebeurtenis, DossiersSamengevoegd):
            if gebeurtenis.opgenomen == envelop.dossier_id:
                uit = []
            continue
        uit.append(Levend(gebeurtenis, envelop, envelop))
    return uit
