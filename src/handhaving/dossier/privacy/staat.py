"""Wat het dossier weet van de rechten van wie erin staat."""

from __future__ import annotations

from dataclasses import field
from datetime import date  # noqa: TC003 - dataclasses lezen deze naam
from typing import TYPE_CHECKING

from handhaving.dossier.kopie import replace, toestand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


@toestand
class Beperking:
    """De verwerking ligt stil om één grond; `gegevens` zijn de velden die betwist worden."""

    grond: str
    sinds: date
    gegevens: tuple[str, ...] = ()


@toestand
class Wissingsvoorstel:
    """Iemand stelde voor te wissen; een ander bevestigt."""

    grond: str
    op: date
    door: str


@toestand
class Verstrekking:
    """Aan wie gegevens meegedeeld zijn, waarvoor en wanneer."""

    ontvanger: str
    doel: str
    op: date


@toestand
class Privacy:
    """De beperkingen per grond, de verstrekkingen, het voorstel tot wissen en de wissing zelf.

    `anderen` zijn de andere sleutels waaronder dit dossier iets bewaart: van een bewindvoerder, een
    betaler, of dezelfde persoon in een dossier dat is overgenomen.
    """

    beperkingen: Mapping[str, Beperking] = field(default_factory=dict)
    verstrekkingen: tuple[Verstrekking, ...] = ()
    voorstel: Wissingsvoorstel | None = None
    gewist_op: date | None = None
    anderen: tuple[UUID, ...] = ()

    @property
    def betwist(self) -> tuple[str, ...]:
        """De velden waarvan de juistheid betwist wordt, op naam."""
        return tuple(sorted({g for b in self.beperkingen.values() for g in b.gegevens}))

    def met_ander(self, ander: UUID | None) -> Privacy:
        """Hetzelfde, met nog iemand onder wiens sleutel hier iets bewaard wordt."""
        if ander is None or ander in self.anderen:
            return self
        return replace(self, anderen=(*self.anderen, ander))
