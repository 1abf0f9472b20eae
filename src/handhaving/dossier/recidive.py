"""De recidivestap: welke boetes meetellen, en wat verandert als er een valt.

Een boete telt mee als ze nog staat, over een andere inbreuk gaat waarvan het feit niet later is, en
eerder beslist is. De orde van de feiten is onze lezing (`recidive.venster`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.herbekijken import Vraag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from handhaving.dossier.state import Besluit, Dossier


def recidivestap(dossier: Dossier, inbreuk: str) -> int:
    """De stap van een boete die nu over deze inbreuk beslist wordt."""
    return _stap(dossier, inbreuk, dossier.besluiten.values())


def op_rij(dossier: Dossier) -> list[Besluit]:
    """De besluiten in de volgorde waarin ze genomen zijn, ook als er van elders bij kwamen."""
    return sorted(dossier.besluiten.values(), key=lambda besluit: besluit.genomen_op)


def _stap(dossier: Dossier, inbreuk: str, eerder: Iterable[Besluit]) -> int:
    """Eén meer dan de eerdere boetes die meetellen en nog staan."""
    return 1 + sum(b.staat_nog and _telt_mee(dossier, b, inbreuk) for b in eerder)


def _telt_mee(dossier: Dossier, eerder: Besluit, inbreuk: str) -> bool:
    """Of een eerder besluit meetelt bij deze inbreuk: over een ander feit, dat niet later is."""
    vroeger, nu = dossier.inbreuken.get(eerder.inbreuk), dossier.inbreuken.get(inbreuk)
    if vroeger is None or nu is None or vroeger.sleutel == nu.sleutel:
        return False
    return vroeger.datum_feit <= nu.datum_feit


def na_de_val(dossier: Dossier, gevallen: str, op: date) -> Iterator[Vraag]:
    """De besluiten die een boete meetelden die nu valt: hun stap klopt niet meer."""
    rij = op_rij(dossier)
    sleutels = [besluit.sleutel for besluit in rij]
    later = rij[sleutels.index(gevallen) + 1 :] if gevallen in sleutels else []
    for besluit in later:
        if besluit.staat_nog and _telt_mee(dossier, dossier.besluiten[gevallen], besluit.inbreuk):
            yield _vraag(besluit.sleutel, op)


def stappen(dossier: Dossier) -> dict[str, int]:
    """De stap van elk besluit dat nog staat: één meer dan de boetes die toen meetelden."""
    rij = op_rij(dossier)
    return {
        besluit.sleutel: _stap(dossier, besluit.inbreuk, rij[:plaats])
        for plaats, besluit in enumerate(rij)
        if besluit.staat_nog
    }


def verschoven(dossier: Dossier, voordien: Mapping[str, int], op: date) -> Iterator[Vraag]:
    """De besluiten waarvan de stap verschuift doordat er boetes bij kwamen of weggingen."""
    for sleutel, stap in stappen(dossier).items():
        besluit = dossier.besluiten[sleutel]
        if stap not in {voordien.get(sleutel), besluit.recidivestap}:
            yield _vraag(sleutel, op)


def _vraag(besluit: str, op: date) -> Vraag:
    gegevens = {"besluit": besluit, "redenCode": "recidivestap"}
    return Vraag("recidivestap", besluit, op, "TrekBoetebesluitIn", gegevens)
