"""De sleutels (`I1`, `V1`, …) die een gebeurtenis noemt, en dezelfde gebeurtenis onder andere."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from handhaving.dossier.herbekijken import HerbekijkenGevraagd
from handhaving.dossier.nummers import volgende
from handhaving.dossier.sanctie.besluit import BoeteVoorgesteld
from handhaving.eventlog.persoonlijk import GEWIST, Van, personal_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.state import Dossier

VELDEN: Final = (
    "inbreuk",
    "besluit",
    "vordering",
    "overdracht",
    "stuk",
    "uitstel",
    "taak",
    "betreft",
)
"""Waarin een gebeurtenis een sleutel noemt, of een vraag in haar voorstel."""


@cache
def _velden(soort: type[Gebeurtenis]) -> tuple[str, ...]:
    return tuple(veld for veld in VELDEN if veld in soort.model_fields)


def genoemd(gebeurtenis: Gebeurtenis) -> tuple[str, ...]:
    """De sleutels waarover de gebeurtenis gaat."""
    alle = (getattr(gebeurtenis, veld) for veld in _velden(type(gebeurtenis)))
    return tuple(dict.fromkeys(sleutel for sleutel in alle if sleutel is not None))


def alle_sleutels(dossier: Dossier) -> dict[str, object]:
    """Alles wat in het dossier een sleutel heeft of had."""
    return {
        **dossier.inbreuken,
        **dossier.besluiten,
        **dossier.vorderingen,
        **dossier.overdrachten,
        **dossier.stukken,
        **dossier.uitstellen,
        **dossier.taken,
        **dossier.vertrokken,
    }


def vrij(sleutel: str, dossier: Dossier) -> str:
    """Dezelfde sleutel, of de volgende van zijn soort als het dossier hem al kent."""
    bezet = alle_sleutels(dossier)
    return volgende(sleutel[:1], bezet) if sleutel in bezet else sleutel


def hernoemd(gebeurtenis: Gebeurtenis, namen: Mapping[str, str]) -> Gebeurtenis:
    """Dezelfde gebeurtenis, met de sleutels zoals ze in het andere dossier heten."""
    anders: dict[str, object] = {
        veld: namen[sleutel]
        for veld in _velden(type(gebeurtenis))
        if (sleutel := getattr(gebeurtenis, veld)) in namen
    }
    if isinstance(gebeurtenis, HerbekijkenGevraagd):
        anders["gegevens"] = {
            naam: namen.get(waarde, waarde) if naam in VELDEN else waarde
            for naam, waarde in gebeurtenis.gegevens.items()
        }
    if isinstance(gebeurtenis, BoeteVoorgesteld):
        anders["historiek_besluiten"] = tuple(
            eerder.model_copy(update={"besluit": namen.get(eerder.besluit, eerder.besluit)})
            for eerder in gebeurtenis.historiek_besluiten
        )
    return gebeurtenis.model_copy(update=anders)


def is_gewist(gebeurtenis: Gebeurtenis) -> bool:
    """Of de persoon van wie ze is, gewist werd."""
    return any(
        getattr(gebeurtenis, veld) is GEWIST for veld in _van(type(gebeurtenis), Van.BETROKKENE)
    )


def zonder_gewiste_derde(gebeurtenis: Gebeurtenis) -> Gebeurtenis:
    """Dezelfde gebeurtenis zonder wat van een gewiste derde toch niemand meer kan lezen."""
    weg = {v: None for v in _van(type(gebeurtenis), Van.DERDE) if getattr(gebeurtenis, v) is GEWIST}
    return gebeurtenis.model_copy(update=weg) if weg else gebeurtenis


def met_eigen_derde(gebeurtenis: Gebeurtenis, dossier_id: UUID) -> Gebeurtenis:
    """Dezelfde gebeurtenis, waarin de derde voor dit dossier een eigen sleutel heeft."""
    derde = getattr(gebeurtenis, "derde", None)
    if derde is None:
        return gebeurtenis
    return gebeurtenis.model_copy(update={"derde": uuid5(dossier_id, str(derde))})


def _van(soort: type[Gebeurtenis], wie: Van) -> Iterator[str]:
    return (veld for veld, merk in personal_fields(soort).items() if merk.van is wie)
