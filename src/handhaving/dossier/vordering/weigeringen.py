"""De weigeringen van het geld: betaling, plan, opschorting, verjaring, overdracht.

Zoals in `dossier.refusals`, waar ze mee in de rij staan: de docstring is de boodschap.
"""

from __future__ import annotations

from handhaving.dossier.basis import Soort, Weigering


class BetalingOnbekend(Weigering):
    """Op vordering {vordering} staat geen betaling met die bankreferentie."""

    soort = Soort.BESTAAN


class AfbetalingsplanLoopt(Weigering):
    """Voor vordering {vordering} loopt een afbetalingsplan, tot en met {laatsteDag}."""

    soort = Soort.FASE


class InvorderingIsOpgeschort(Weigering):
    """De invordering van {vordering} is opgeschort sinds {vanaf} ({redenCode})."""

    soort = Soort.FASE


class VerjaringIsGeschorst(Weigering):
    """De verjaring van {vordering} is sinds {vanaf} al geschorst wegens {grond}."""

    soort = Soort.FASE


class NietVerjaard(Weigering):
    """Vordering {vordering} is niet verjaard: de termijn loopt tot en met {datum}."""

    soort = Soort.TERMIJN


class AflossingNietGemist(Weigering):
    """Van het afbetalingsplan van {vordering} is geen aflossing gemist."""

    soort = Soort.TERMIJN


class VraagNietAanDeOrde(Weigering):
    """Over {betreft} is de vraag {vraag} niet aan de orde."""

    soort = Soort.TERMIJN


class AfbetalingsplanOngeldig(Weigering):
    """€ {bedrag} verdelen over {aantal} aflossingen kan niet: elke is minstens een cent."""

    soort = Soort.VELD


class TerugbetalingTeHoog(Weigering):
    """Op {vordering} moet € {terugTeBetalen} terug; € {bedrag} terugbetalen is te veel."""

    soort = Soort.VELD


class KwijtscheldingTeHoog(Weigering):
    """Van {vordering} staat € {open} {onderdeel} open; € {bedrag} kwijtschelden is te veel."""

    soort = Soort.VELD


class BewijsOntbreekt(Weigering):
    """Een stuiting door {daad} vraagt een bewijsstuk."""

    soort = Soort.VELD


class SchorsingsgrondOnbekend(Weigering):
    """Dat is geen grond om de verjaring te schorsen; wel: {toegelaten}."""

    soort = Soort.VELD


class OnvoldoendeAanmaningen(Weigering):
    """Voor {vordering} zijn {verzonden} aanmaningen verzonden; er zijn er {nodig} nodig."""

    soort = Soort.TERMIJN
    uitweg = ("VerzendAanmaning",)


class VerjaringTeDichtbij(Weigering):
    """{vordering} verjaart op {datum}, binnen {marge} dagen; vraag een dringende overdracht."""

    soort = Soort.TERMIJN
    uitweg = ("KeurDringendeOverdrachtGoed",)


class TweedeGoedkeuringOntbreekt(Weigering):
    """Een dringende overdracht van {vordering} vraagt eerst de goedkeuring van een ander."""

    soort = Soort.TERMIJN
    uitweg = ("KeurDringendeOverdrachtGoed",)
