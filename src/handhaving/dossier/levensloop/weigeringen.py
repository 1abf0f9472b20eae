"""De weigeringen van de levensloop: uitstel, schorsing, verlenging, sluiten.

Zoals in `dossier.refusals`, waar ze mee in de rij staan: de docstring is de boodschap.
"""

from __future__ import annotations

from handhaving.dossier.basis import Soort, Weigering


class OnbekendUitstel(Weigering):
    """Het dossier heeft geen uitstel {uitstel} dat nog beëindigd kan worden."""

    soort = Soort.BESTAAN


class DossierIsGesloten(Weigering):
    """Het dossier is gesloten sinds {geslotenOp}; heropen het eerst."""

    soort = Soort.FASE
    uitweg = ("HeropenDossier",)


class DossierHeeftOpenZaken(Weigering):
    """Dit kan niet zolang er in het dossier nog iets openstaat: {open}."""

    soort = Soort.FASE


class DeelnameNietDefinitief(Weigering):
    """De deelname aan {cursus} ({procent} % op {peildatum}) is nog geen eindcijfer."""

    soort = Soort.PERSOON
    uitweg = ("RegistreerDeelname",)


class DeelnameBovenDrempel(Weigering):
    """Het eindcijfer van {cursus} ({procent} %) haalt de drempel van {drempel} %."""

    soort = Soort.PERSOON


class UitstelDektDatum(Weigering):
    """Op {datumFeit} gold een uitstel ({uitstelsoort}, van {van} tot en met {tot})."""

    soort = Soort.PERSOON
    uitweg = ("BeeindigUitstel", "ZetInbreukRecht")


class SchorsingOngewijzigd(Weigering):
    """Voor {inbreuk} begint of eindigt vandaag geen schorsing door een uitstel."""

    soort = Soort.TERMIJN


class VerlengingKorterDanTermijn(Weigering):
    """{tot} valt vóór het einde van de periode van {inbreuk} ({laatsteDagBurger})."""

    soort = Soort.TERMIJN
