"""De recidivestap: hoeveel boetes van de persoon staan, en wat verandert als er een valt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.herbekijken import Vraag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from handhaving.dossier.state import Besluit, Dossier


def recidivestap(dossier: Dossier) -> int:
    """Eén meer dan de boetes die nog staan; een vernietigde of ingetrokken boete telt niet."""
    return 1 + sum(b.staat_nog for b in dossier.besluiten.values())


def op_rij(dossier: Dossier) -> list[Besluit]:
    """De besluiten in de volgorde waarin ze genomen zijn, ook als er van elders bij kwamen."""
    return sorted(dossier.besluiten.values(), key=lambda besluit: besluit.genomen_op)


def na_de_val(dossier: Dossier, gevallen: str, op: date) -> Iterator[Vraag]:
    """De besluiten die een boete meetelden die nu valt: hun stap klopt niet meer."""
    rij = op_rij(dossier)
    sleutels = [besluit.sleutel for besluit in rij]
    later = rij[sleutels.index(gevallen) + 1 :] if gevallen in sleutels else []
    for besluit in later:
        if besluit.staat_nog:
            yield _vraag(besluit.sleutel, op)


def stappen(dossier: Dossier) -> dict[str, int]:
    """De stap van elk besluit dat nog staat: één meer dan de boetes die er toen stonden."""
    staan = [besluit.sleutel for besluit in op_rij(dossier) if besluit.staat_nog]
    return {sleutel: stap for stap, sleutel in enumerate(staan, start=1)}


def verschoven(dossier: Dossier, voordien: Mapping[str, int], op: date) -> Iterator[Vraag]:
    """De besluiten waarvan de stap verschuift doordat er boetes bij kwamen of weggingen."""
    for sleutel, stap in stappen(dossier).items():
        besluit = dossier.besluiten[sleutel]
        if stap not in {voordien.get(sleutel), besluit.recidivestap}:
            yield _vraag(sleutel, op)


def _vraag(besluit: str, op: date) -> Vraag:
    gegevens = {"besluit": besluit, "redenCode": "recidivestap"}
    return Vraag("recidivestap", besluit, op, "TrekBoetebesluitIn", gegevens)
