"""Wat een rechtzetting in het logboek zet: dat een feit niet klopte, en de herstelde stand.

Waar het recht een woord heeft (gestorneerd, teruggeroepen, vervallen), staat dat woord in het
logboek. Voor de rest zijn er enkele algemene gebeurtenissen, één per soort zaak (`zaak`, `geld`,
`persoonlijk`). `hersteld` noemt de velden die ze herstellen; staat een veld daar en is het leeg,
dan wordt het leeg.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic.alias_generators import to_camel

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    NietRechtzetbaar,
    ViaOorzaak,
)

if TYPE_CHECKING:
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop

HERSTEL = ViaOorzaak("het feit dat rechtgezet werd: klopte dat toch, registreer het opnieuw")


class GebeurtenisRechtgezet(Gebeurtenis):
    """Een feit bleek niet te kloppen. Het blijft in het logboek; wat volgt, herstelt de stand.

    `compensaties` is hoeveel gebeurtenissen van dezelfde opdracht de stand herstellen; wat daarna
    komt, is het feit dat in de plaats komt.
    """

    geldig_veld = "op"
    historiek = "{type} van {op} rechtgezet ({redenCode}); {compensaties} compensaties volgen."

    gebeurtenis_id: UUID
    type: Code
    op: date
    compensaties: int
    reden_code: Code = "andere"
    vervangen_door: Code | None = None
    reden: Gevoelig | None = None


class Hersteld(Gebeurtenis):
    """Een zaak staat weer zoals zonder het rechtgezette feit."""

    geldig_veld = "op"

    op: date
    hersteld: tuple[Code, ...]

    def waarden(self) -> dict[str, object]:
        """De herstelde velden, onder hun naam in de toestand."""
        namen = {to_camel(naam): naam for naam in type(self).model_fields}
        return {namen[n]: getattr(self, namen[n]) for n in self.hersteld if n in namen}


def _op_rechtgezet(dossier: Dossier, _feit: GebeurtenisRechtgezet, _envelop: Envelop) -> Dossier:
    return dossier


EVOLUTIES = (
    Evolutie(
        GebeurtenisRechtgezet,
        _op_rechtgezet,
        NietRechtzetbaar(
            "klopte het feit toch, dan registreert men het opnieuw", ("ZetGebeurtenisRecht",)
        ),
    ),
)
