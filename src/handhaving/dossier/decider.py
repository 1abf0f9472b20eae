"""De beslisser: `beslis` (opdracht → gebeurtenissen) en `evolueer` (gebeurtenis → dossier).

Zuiver: geen klok, geen toeval, geen databank. De hoofdstukken houden de regels, `register` wat ze
samen kennen, `keuring` wat voor elke opdracht geldt. Rechtzetten staat erboven: het beslist over
alle hoofdstukken heen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handhaving.dossier import register
from handhaving.dossier.correctie import rechtzetten
from handhaving.dossier.evolutie import evolueer, vouw
from handhaving.dossier.keuring import beslis_met
from handhaving.dossier.register import GEBEURTENISSEN, event_types

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from handhaving.dossier.basis import Context, Gebeurtenis, Handeling, Hoofdstuk, Opdracht
    from handhaving.dossier.state import Dossier
    from handhaving.recht import Recht

__all__ = [
    "GEBEURTENISSEN",
    "HOOFDSTUKKEN",
    "OPDRACHTEN",
    "beslis",
    "beslis_elders",
    "event_types",
    "evolueer",
    "vouw",
]

HOOFDSTUKKEN: tuple[Hoofdstuk, ...] = tuple(
    replace(h, handelingen=(*rechtzetten.HANDELINGEN, *h.handelingen))
    if h.naam == "correctie"
    else h
    for h in register.HOOFDSTUKKEN
)
_HANDELINGEN: dict[type[Opdracht], Handeling[Any]] = {
    h.opdracht: h for hoofdstuk in HOOFDSTUKKEN for h in hoofdstuk.handelingen
}
OPDRACHTEN: dict[str, type[Opdracht]] = {o.__name__: o for o in _HANDELINGEN}


def beslis(
    opdracht: Opdracht, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    """De gebeurtenissen die uit de opdracht volgen. Weigert met `Weigering`, met niets anders."""
    return beslis_met(_HANDELINGEN, opdracht, dossier, recht, context)


def beslis_elders(
    opdracht: Opdracht, dossier: Dossier, recht: Recht, context: Context
) -> Mapping[UUID, tuple[Gebeurtenis, ...]]:
    """Wat een aanvaarde opdracht in andere dossiers schrijft; vraag eerst `beslis`."""
    elders = _HANDELINGEN[type(opdracht)].elders
    return {} if elders is None else elders(opdracht, dossier, recht, context)
