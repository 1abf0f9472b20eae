"""Wat nu wel kan met datgene waarover een weigering gaat: alleen wat een mens kan vragen.

Bij een inbreuk zegt haar fase het. Elders wordt het voorbeeld van elke opdracht beoordeeld, op dit
voorwerp en op deze dag; wat alleen aan de ingevulde waarden of aan de rol ligt, telt niet mee.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Final

from handhaving.dossier.basis import Rol, Soort
from handhaving.dossier.lezen import lees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from handhaving.dossier.basis import Opdracht, Weigering
    from handhaving.dossier.state import Dossier

VOORWERPEN: Final = {
    "inbreuk": "inbreuken",
    "besluit": "besluiten",
    "vordering": "vorderingen",
    "overdracht": "overdrachten",
    "stuk": "stukken",
    "taak": "taken",
}
"""Het veld waarmee een opdracht haar voorwerp noemt, en waar dat in het dossier staat."""
HET_DOSSIER: Final = "dossier"
_BELET: Final = frozenset({Soort.BESTAAN, Soort.FASE, Soort.PERSOON, Soort.TERMIJN})


def mogelijk(
    opdrachten: Iterable[type[Opdracht]],
    opdracht: Opdracht,
    dossier: Dossier,
    vandaag: date,
    keur: Callable[[Opdracht], list[Weigering]],
) -> Iterator[str]:
    """De opdrachten die nu kunnen met het voorwerp van deze opdracht."""
    voorwerp = waarover(type(opdracht))
    sleutel = opdracht.veld(voorwerp) if voorwerp in VOORWERPEN else None
    if voorwerp is None or not _is_er(dossier, voorwerp, sleutel):
        return
    fase = dossier.inbreuken[str(sleutel)].fase if voorwerp == "inbreuk" else None
    taken = [
        t.sleutel for t in dossier.taken.values() if t.hindert and sleutel in {None, t.betreft}
    ]
    for klasse in opdrachten:
        if klasse.opent or klasse.rollen == {Rol.SYSTEEM}:
            continue
        soort = waarover(klasse)
        if soort == voorwerp == "inbreuk":
            kan = fase in (klasse.fasen or ()) and (klasse.ook_gesloten or not dossier.gesloten_op)
        elif soort == voorwerp:
            kan = _kan(_poging(klasse, sleutel, vandaag), keur)
        else:
            kan = soort == "taak" and any(_kan(_poging(klasse, t, vandaag), keur) for t in taken)
        if kan:
            yield klasse.__name__


def _is_er(dossier: Dossier, voorwerp: str, sleutel: str | None) -> bool:
    """Of het voorwerp bestaat; een opdracht over het dossier zelf noemt geen sleutel."""
    return voorwerp == HET_DOSSIER or sleutel in getattr(dossier, VOORWERPEN[voorwerp])


def _kan(poging: Opdracht, keur: Callable[[Opdracht], list[Weigering]]) -> bool:
    return not any(w.soort in _BELET for w in keur(poging))


@cache
def waarover(klasse: type[Opdracht]) -> str | None:
    """Het veld met het voorwerp van deze opdracht, of het dossier; None: iets anders."""
    for veld in VOORWERPEN:
        if veld in klasse.model_fields and (veld == "taak" or veld in klasse.verwijst):
            return veld
    return HET_DOSSIER if getattr(klasse, "pad", "").count("{") == 1 else None


def _poging(klasse: type[Opdracht], sleutel: str | None, vandaag: date) -> Opdracht:
    """Het voorbeeld van deze opdracht, gegeven op deze dag en over dit voorwerp."""
    voorbeeld = _voorbeeld(klasse)
    ingevuld: dict[str, object] = {
        veld: vandaag
        for veld, waarde in voorbeeld
        if isinstance(waarde, date) and not isinstance(waarde, datetime)
    }
    nieuwe_sleutels = VOORWERPEN.keys() - {*klasse.verwijst, "taak"}
    ingevuld |= dict.fromkeys((nieuwe_sleutels | {"geldig_op"}) & klasse.model_fields.keys())
    if "ook_aan_bewindvoerder" in klasse.model_fields:
        ingevuld["ook_aan_bewindvoerder"] = True
    if sleutel is not None:
        ingevuld[waarover(klasse) or ""] = sleutel
    return voorbeeld.model_copy(update=ingevuld)


@cache
def _voorbeeld(klasse: type[Opdracht]) -> Opdracht:
    return lees(klasse, klasse.voorbeeld)
