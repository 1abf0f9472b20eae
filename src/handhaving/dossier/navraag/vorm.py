"""Een vraag die vanzelf gesteld wordt: wanneer ze aan de orde is, en wat ze voorstelt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handhaving.dossier.basis import Context, Rol
    from handhaving.dossier.state import Dossier, Taak
    from handhaving.recht import Recht

    Voorstel: TypeAlias = tuple[str, Mapping[str, str]]

PERSOON = "P"
"""Wat een vraag over de persoon zelf betreft, en niet één van zijn zaken."""


@dataclass(frozen=True, slots=True)
class Vraagsoort:
    """Eén soort vraag.

    `blijft` zegt, zonder klok en zonder recht, of de vraag nog zin heeft: is dat niet meer zo, dan
    is de taak achterhaald. `stel` geeft de opdracht die voor de hand ligt, of None als er vandaag
    niets te vragen is. `rol` is wie kiest.
    """

    naam: str
    rol: Rol
    blijft: Callable[[Dossier, Taak], bool]
    stel: Callable[[Dossier, Taak, Recht, Context], Voorstel | None]


def door_een_mens(dossier: Dossier, taak: Taak) -> bool:
    """Het feit zelf zette de taak al; alleen een mens handelt ze af, en hier komt haar voorstel."""
    return any(t.soort == taak.soort for t in dossier.open_taken(taak.betreft))
