"""De grondslag: welke regel, in welke versie, uit welk artikel, en of dat nagekeken is."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["gevonden", "te_verifieren"]


class Grondslag(BaseModel):
    """Eén rechtsgrond zoals een gebeurtenis, een termijn of een weigering hem meedraagt.

    `regel` is de naam van de parameter of regel (`inregelstelling.termijn`), `versie` de datum
    vanaf wanneer die waarde geldt, `artikel` de vindplaats, `status` of ze werd teruggevonden.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    regel: str
    versie: str
    artikel: str
    status: Status
