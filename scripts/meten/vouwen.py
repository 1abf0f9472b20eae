"""Folding one dossier of sixty events: read, decrypt, decode, evolve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.meten.bibliotheek import Stamdossier, maak
from scripts.meten.dossiers import lang_dossier
from scripts.meten.maat import Maat, Meting, eis
from scripts.meten.opstelling import tijd

if TYPE_CHECKING:
    from collections.abc import Callable

    from handhaving.dossier.state import Dossier
    from scripts.meten.opstelling import Opstelling

_LENGTE = 60


def meet(opstelling: Opstelling) -> Meting:
    """Dossiers per second, in turns."""
    aantal = opstelling.omvang.vouwen
    wij: list[float] = []
    controle: list[float] = []
    with opstelling.app() as app, opstelling.bibliotheek() as (stam, _):
        dossier_id = lang_dossier(app, 1, _LENGTE)
        aggregaat = maak(1, _LENGTE)
        stam.save(aggregaat)
        for _ in range(opstelling.omvang.beurten + 1):
            wij.append(_per_seconde(aantal, lambda: app.service.lees(dossier_id)))
            controle.append(_per_seconde(aantal, lambda: stam.repository.get(aggregaat.id)))
        keur(app.service.lees(dossier_id), stam.repository.get(aggregaat.id), _LENGTE)
    return Meting(wij[1:], controle[1:])


def _per_seconde(aantal: int, werk: Callable[[], object]) -> float:
    """How often a second; what was read is let go each time, as whoever reads does."""

    def reeks() -> None:
        for _ in range(aantal):
            werk()

    return aantal / tijd(reeks)


def keur(dossier: Dossier, aggregaat: Stamdossier, lengte: int) -> None:
    """Both were folded whole, ours with its person readable."""
    eis("versie", dossier.versie, lengte)
    eis("inbreuken", len(dossier.inbreuken), lengte // 16)
    eis("naam leesbaar", isinstance(dossier.persoon.naam, str), True)  # noqa: FBT003 - verwacht
    eis("versie van het aggregaat", aggregaat.version, lengte)


MAAT = Maat(
    naam="vouwen",
    wat="één dossier van 60 gebeurtenissen lezen, ontsleutelen, ontcijferen en vouwen",
    controle="`repository.get` van een aggregaat van 60 gebeurtenissen",
    eenheid="dossiers/s",
    moet=1.5,
    doel=3,
    meet=meet,
)
