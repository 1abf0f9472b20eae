"""De weigeringen van de correctie.

Zoals in `dossier.refusals`, waar ze mee in de rij staan: de docstring is de boodschap.
"""

from __future__ import annotations

from handhaving.dossier.basis import Soort, Weigering


class OnbekendeGebeurtenis(Weigering):
    """Het dossier heeft geen gebeurtenis {gebeurtenisId}."""

    soort = Soort.BESTAAN


class NietRechtTeZetten(Weigering):
    """{type} is niet recht te zetten: {reden}; de juiste weg: {gebruik}."""

    soort = Soort.FASE


class VervangingGeweigerd(Weigering):
    """Niets is rechtgezet: {opdracht} in de plaats kan niet ({weigering}: {waarom})."""

    soort = Soort.VELD
