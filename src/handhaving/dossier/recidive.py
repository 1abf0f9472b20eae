"""De recidivestap: hoeveel boetes van de persoon staan, en wat verandert als er een valt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.herbekijken import Vraag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.dossier.state import Dossier


def recidivestap(dossier: Dossier) -> int:
    """Eén meer dan de boetes die nog staan; een vernietigde of ingetrokken boete telt niet."""
    return 1 + sum(b.staat_nog for b in dossier.besluiten.values())


def na_de_val(dossier: Dossier, gevallen: str, op: date) -> Iterator[Vraag]:
    """De besluiten die een boete meetelden die nu valt: hun stap klopt niet meer."""
    sleutels = list(dossier.besluiten)
    later = sleutels[sleutels.index(gevallen) + 1 :] if gevallen in sleutels else []
    for sleutel in later:
        if dossier.besluiten[sleutel].staat_nog:
            gegevens = {"besluit": sleutel, "redenCode": "recidivestap"}
            yield Vraag("recidivestap", sleutel, op, "TrekBoetebesluitIn", gegevens)
