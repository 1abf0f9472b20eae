"""Wat in een dossier telt: elke gebeurtenis zoals ze er is, ook als ze van elders kwam.

Een overgenomen gebeurtenis staat er als de oorspronkelijke, met wie ze stelde en onder welke
opdracht; wat na een splitsing elders verder leeft, staat er niet meer bij.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handhaving.dossier.toewijzing.feiten import DossiersSamengevoegd, GebeurtenisOvergenomen
from handhaving.dossier.toewijzing.vertrek import SamenvoegingOngedaanGemaakt, Vertrokken

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.toewijzing.feiten import Bron
    from handhaving.eventlog.envelope import Envelop


@dataclass(frozen=True, slots=True)
class Levend:
    """Eén gebeurtenis die telt. `ruw` en `opgeslagen` zijn wat het logboek heeft."""

    gebeurtenis: Gebeurtenis
    envelop: Envelop
    ruw: Gebeurtenis
    opgeslagen: Envelop
    bron: Bron | None = None

    @property
    def id(self) -> UUID:
        """Onder welke gebeurtenisId ze in dit dossier staat."""
        return self.opgeslagen.gebeurtenis_id


def levend(paren: Iterable[tuple[Gebeurtenis, Envelop]]) -> list[Levend]:
    """De gebeurtenissen die tellen, in volgorde; van een opgenomen dossier telt er geen meer."""
    uit: list[Levend] = []
    voordien: list[Levend] = []
    for gebeurtenis, envelop in paren:
        match gebeurtenis:
            case GebeurtenisOvergenomen(bron=bron, inhoud=inhoud):
                uit.append(Levend(inhoud, bron.omslag(envelop), gebeurtenis, envelop, bron))
            case DossiersSamengevoegd():
                if gebeurtenis.opgenomen == envelop.dossier_id:
                    voordien, uit = uit, []
            case Vertrokken(gebeurtenissen=weg):
                terug = voordien if isinstance(gebeurtenis, SamenvoegingOngedaanGemaakt) else uit
                uit = [each for each in terug if each.id not in weg]
            case _:
                uit.append(Levend(gebeurtenis, envelop, gebeurtenis, envelop))
    return uit
