"""De weigeringen van één dossier per persoon: openen, koppelen, samenvoegen en splitsen.

Zoals in `dossier.refusals`, waar ze mee in de rij staan: de docstring is de boodschap.
"""

from __future__ import annotations

from handhaving.dossier.basis import Soort, Weigering


class DossierBestaatAl(Weigering):
    """Voor deze persoon bestaat al dossier {dossierId}; ga daarin verder."""

    soort = Soort.BESTAAN
    uitweg = ("StelInbreukVast",)


class InszHoortBijAnderDossier(Weigering):
    """Dit INSZ hoort al bij dossier {dossierId}."""

    soort = Soort.BESTAAN


class DossierIsSamengevoegd(Weigering):
    """Dossier {dossier} is samengevoegd en alleen nog te lezen; geef de opdracht in {behouden}."""

    soort = Soort.FASE
    uitweg = ("SplitsDossier",)


class ZelfdeDossier(Weigering):
    """Een dossier kan niet met zichzelf worden samengevoegd."""


class NietsTeSplitsen(Weigering):
    """De toewijzing laat elke gebeurtenis waar ze is."""


class GebeurtenisBlijft(Weigering):
    """{type} ({gebeurtenis}) gaat over het dossier zelf en gaat niet naar een ander."""


class GevolgZonderOorzaak(Weigering):
    """{gevolg} volgt in {betreft} uit {oorzaak}: wijs ze aan hetzelfde dossier toe."""


class SamenvoegingGaatGeheelTerug(Weigering):
    """{gebeurtenis} kwam uit {dossier}, dat weer gaat leven; ze gaat ermee terug."""
