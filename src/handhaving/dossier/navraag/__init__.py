"""Wat het systeem een mens vraagt, omdat het uit een feit of uit de klok volgt.

Vanzelf mag alleen gestopt en gevraagd worden. Elke soort vraag staat hier één keer: wanneer ze aan
de orde is, welke opdracht voor de hand ligt en wie kiest. Welk feit welke vraag doet stellen,
staat in `handhaving.reacties`; welke dag, in `dossier.termijnen`.
"""

from handhaving.dossier.navraag.opdracht import (
    HANDELINGEN,
    VraagHerbekijken,
    is_voorstel,
    zonder_achterhaalde,
)
from handhaving.dossier.navraag.soorten import VRAAGSOORTEN
from handhaving.dossier.navraag.vorm import PERSOON, Vraagsoort

__all__ = [
    "HANDELINGEN",
    "PERSOON",
    "VRAAGSOORTEN",
    "VraagHerbekijken",
    "Vraagsoort",
    "is_voorstel",
    "zonder_achterhaalde",
]
