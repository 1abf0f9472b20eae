"""Aan wie een brief ging: de persoon wiens adres het dossier toen had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handhaving.dossier.evolutie import evolueer
from handhaving.dossier.state import Dossier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from handhaving.dossier.toewijzing.plan import Plan


@dataclass(frozen=True, slots=True)
class Brief:
    """Een verzonden brief: bij welk dossier hij hoort, en naar de persoon van welk hij ging."""

    stuk: str
    hoort_bij: UUID
    ging_naar: UUID

    @property
    def verkeerd(self) -> bool:
        """Of hij naar een ander ging dan over wie hij gaat."""
        return self.hoort_bij != self.ging_naar


def brieven(plan: Plan) -> Iterator[Brief]:
    """Elke brief van het dossier. Wat een ander dossier verzond, ging naar zijn persoon."""
    dossier = Dossier(plan.dossier_id)
    adres_van = plan.dossier_id
    for each in plan.telt:
        na = evolueer(dossier, each.ruw, each.opgeslagen)
        hoort_bij = plan.doel.get(each.id, plan.dossier_id)
        if na.persoon.adres is not dossier.persoon.adres:
            adres_van = hoort_bij
        for sleutel, stuk in na.stukken.items():
            if sleutel in dossier.stukken or not stuk.verstuurd:
                continue
            ging_naar = adres_van
            if each.bron is not None:
                ging_naar = each.bron.dossier if hoort_bij != plan.dossier_id else hoort_bij
            yield Brief(sleutel, hoort_bij, ging_naar)
        dossier = na
