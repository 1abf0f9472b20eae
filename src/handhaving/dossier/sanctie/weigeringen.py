"""De weigeringen van wie een boete voorstelt of beslist."""

from __future__ import annotations

from handhaving.dossier.basis import Soort, Weigering


class VaststellerSteltNietVoor(Weigering):
    """Wie inbreuk {inbreuk} vaststelde, mag de boete niet voorstellen."""

    soort = Soort.BEVOEGDHEID


class VaststellerBeslistNiet(Weigering):
    """Wie inbreuk {inbreuk} vaststelde, mag er niet over beslissen."""

    soort = Soort.BEVOEGDHEID


class VoorstellerBeslistNiet(Weigering):
    """Wie de boete voor inbreuk {inbreuk} voorstelde, mag er niet over beslissen."""

    soort = Soort.BEVOEGDHEID


class AnderBesluitStaat(Weigering):
    """Over {inbreuk} staat ook {ander}, dat voorgaat; de boete van {besluit} gaat niet voort."""

    soort = Soort.FASE
    uitweg = ("TrekBoetebesluitIn",)


class BedragWijktAfVanTabel(Weigering):
    """De boete van € {bedrag} is niet de € {tabelbedrag} van de tabel bij stap {recidivestap}."""

    soort = Soort.VELD
