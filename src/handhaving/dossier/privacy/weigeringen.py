"""De weigeringen van het hoofdstuk privacy, en van wie persoonsgegevens leest."""

from __future__ import annotations

from handhaving.dossier.basis import Soort, Weigering


class DoelNietToegelaten(Weigering):
    """De rol {rol} leest geen persoonsgegevens met het doel {doel}; wel met {toegelaten}."""

    soort = Soort.BEVOEGDHEID


class DoelOntbreekt(Weigering):
    """Uw rol zoekt alleen met een doel: noem er een (Handhaving-Doel, --doel): {toegelaten}."""

    soort = Soort.BEVOEGDHEID


class PersoonIsGewist(Weigering):
    """De gegevens van deze persoon zijn gewist; er kunnen geen nieuwe persoonlijke gegevens bij."""

    soort = Soort.PERSOON


class VerwerkingIsBeperkt(Weigering):
    """De verwerking is beperkt sinds {sinds} ({gronden}); wat hier niet bij hoort, wacht."""

    soort = Soort.PERSOON
    uitweg = ("HefBeperkingOp",)


class NietBeperkt(Weigering):
    """De verwerking is niet beperkt om die grond; er is niets op te heffen."""

    soort = Soort.FASE
    uitweg = ("BeperkVerwerking",)


class VoorstellerBevestigtNiet(Weigering):
    """Wie de wissing voorstelde, bevestigt ze niet; een andere persoon doet dat."""

    soort = Soort.BEVOEGDHEID
    uitweg = ("WisPersoonsgegevens",)


class BewaartermijnLoopt(Weigering):
    """De bewaartermijn van de persoonsgegevens loopt {tot}; daarna kan wissen."""

    soort = Soort.TERMIJN


class OpenSchuld(Weigering):
    """Er staat nog geld open: {open}; wie nog iets moet of krijgt, wordt niet gewist."""

    soort = Soort.TERMIJN
    uitweg = ("BoekBetaling", "BetaalTerug", "ScheldKwijt")
