"""De vorm van een opdracht: van JSON naar een opdracht, of een weigering die de velden noemt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.lezen import genoemde_opdracht, lees
from handhaving.dossier.refusals import OnbekendeOpdracht

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.dossier.basis import Opdracht


def lees_opdracht(naam: str, gegevens: Mapping[str, object]) -> Opdracht:
    """De opdracht met deze gegevens.

    Weigert met `OngeldigeGegevens`, `InszOngeldig` of `OnbekendeOpdracht`; de weigering noemt het
    veld en de reden, nooit de waarde.
    """
    klasse = OPDRACHTEN.get(naam)
    if klasse is None:
        raise OnbekendeOpdracht(naam=genoemde_opdracht(naam, OPDRACHTEN), bekend=sorted(OPDRACHTEN))
    return lees(klasse, gegevens)
