"""De weigeringen van het hoofdstuk privacy, en van wie persoonsgegevens leest."""

from __future__ import annotations

from handhaving.dossier.basis import Soort, Weigering


class DoelNietToegelaten(Weigering):
    """De rol {rol} leest geen persoonsgegevens met het doel {doel}; wel met {toegelaten}."""

    soort = Soort.BEVOEGDHEID


class PersoonIsGewist(Weigering):
    """De gegevens van deze persoon zijn gewist; er kunnen geen nieuwe persoonlijke gegevens bij."""

    soort = Soort.PERSOON
