"""Welke parameters de regels nodig hebben, en van welke soort; zonder een ervan start er niets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.recht.intrest import DAGTELLINGEN
from handhaving.recht.kanalen import ONTVANGSTREGELS, Kanaal
from handhaving.recht.parameters import Soort
from handhaving.recht.schorsing import HERSTART, HERVATTING
from handhaving.recht.tellen import METHODEN
from handhaving.recht.termijnen import LEZINGEN, VERLENGINGEN
from handhaving.recht.toerekening import ONDERDELEN
from handhaving.recht.verjaring import GEVOLGEN, Stuitingsdaad
from handhaving.recht.yamllezer import RechtsbestandFout

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from handhaving.recht.parameters import Parameter, Parameters, Ruw, Waarde

MAP = "parameters/"
JA_NEE = ("ja", "nee")

VEREIST: Mapping[str, Soort] = {
    "boete.minimum": Soort.BEDRAG,
    "boete.maximum": Soort.BEDRAG,
    "boete.milder": Soort.KEUZE,
    "boete.tabel": Soort.KEUZE,
    "inregelstelling.termijn": Soort.TERMIJN,
    "uitstel.gevolg": Soort.KEUZE,
    "uitstel.dekt.aanmelding": Soort.WOORDEN,
    "uitstel.dekt.contract": Soort.WOORDEN,
    "uitstel.dekt.start": Soort.WOORDEN,
    "uitstel.dekt.opschortingContract": Soort.WOORDEN,
    "overlijden.naBesluit": Soort.KEUZE,
    "verhuis.brussel": Soort.KEUZE,
    "schuldenregeling.invordering": Soort.KEUZE,
    "verweer.uitnodiging": Soort.TERMIJN,
    "verweer.termijn": Soort.TERMIJN,
    "besluit.waarschuwing": Soort.TERMIJN,
    "besluit.verjaring": Soort.TERMIJN,
    "betaling.termijn": Soort.TERMIJN,
    "beroep.instantie": Soort.TEKST,
    "beroep.termijn": Soort.TERMIJN,
    "beroep.zonderRechtsmiddelen": Soort.TERMIJN,
    "beroep.blokkeertOverdracht": Soort.KEUZE,
    "vierOgen": Soort.KEUZE,
    "regime.grens": Soort.DATUM,
    "rechthebbende.sanctioneerbaar": Soort.KEUZE,
    "aanmelding.termijn": Soort.TERMIJN,
    "vdab.termijn": Soort.TERMIJN,
    "b1.termijn": Soort.TERMIJN,
    "aanwezigheid.drempel": Soort.GETAL,
    "minderjarig.leeftijd": Soort.GETAL,
    "rekenregel.maanden.burger": Soort.KEUZE,
    "rekenregel.maanden.overheid": Soort.KEUZE,
    "werkdag.zaterdag": Soort.KEUZE,
    **{f"ontvangst.{kanaal}": Soort.KEUZE for kanaal in Kanaal},
    "ontvangst.ebox.dag.burger": Soort.KEUZE,
    "ontvangst.ebox.dag.overheid": Soort.KEUZE,
    "ontvangst.vermoeden.werkdagen": Soort.GETAL,
    "ontvangst.vermoeden.dag.burger": Soort.GETAL,
    "ontvangst.vermoeden.dag.overheid": Soort.GETAL,
    "intrest.voet": Soort.PERCENTAGE,
    "intrest.dagtelling": Soort.KEUZE,
    "intrest.start": Soort.KEUZE,
    "verjaring.termijn": Soort.TERMIJN,
    "verjaring.waarschuwingen": Soort.GETALLEN,
    "verjaring.schorsingsgronden": Soort.WOORDEN,
    **{f"verjaring.gevolg.{daad}": Soort.KEUZE for daad in Stuitingsdaad},
    "verjaring.art2244.verlenging": Soort.TERMIJN,
    "verjaring.art2244.keren": Soort.GETAL,
    "verjaring.art2244.schuldenaar": Soort.KEUZE,
    "aanmaning.minimum": Soort.GETAL,
    "overdracht.marge": Soort.TERMIJN,
    "toerekening.volgorde": Soort.WOORDEN,
    "afbetaling.interval": Soort.TERMIJN,
    "afbetaling.respijt": Soort.TERMIJN,
    "storno.intrest": Soort.KEUZE,
    "opschorting.intrest": Soort.KEUZE,
    "opschorting.gronden": Soort.WOORDEN,
    "schuldenregeling.intrest": Soort.KEUZE,
    "nazicht.termijn": Soort.TERMIJN,
}


BEKEND: Mapping[str, Collection[str]] = {
    "boete.milder": JA_NEE,
    "boete.tabel": ("bindend", "richtinggevend"),
    "rechthebbende.sanctioneerbaar": JA_NEE,
    "werkdag.zaterdag": JA_NEE,
    "vierOgen": ("blokkeer", "waarschuw"),
    "uitstel.gevolg": (HERSTART, HERVATTING),
    "intrest.dagtelling": tuple(DAGTELLINGEN),
    **{f"rekenregel.maanden.{lezing}": METHODEN for lezing in LEZINGEN},
    **{f"ontvangst.{kanaal}": ONTVANGSTREGELS for kanaal in Kanaal},
    **{f"ontvangst.ebox.dag.{lezing}": ("geopend", "verzonden") for lezing in LEZINGEN},
    **{f"verjaring.gevolg.{daad}": GEVOLGEN for daad in Stuitingsdaad},
    "verjaring.art2244.schuldenaar": ("inBelgie", "overal"),
    "storno.intrest": ("geen", "looptDoor"),
    "opschorting.intrest": ("stopt", "looptDoor"),
    "schuldenregeling.intrest": ("stopt", "looptDoor"),
}
"""De woorden waarmee de regels kunnen rekenen; een nieuw woord vraagt ook een nieuwe regel."""

_LANG = ("kalenderdagen", "maanden", "jaren")
EENHEDEN: Mapping[str, Collection[str]] = {
    "overdracht.marge": ("kalenderdagen",),
    "verjaring.termijn": _LANG,
    "verjaring.art2244.verlenging": _LANG,
    "afbetaling.interval": _LANG,
    "afbetaling.respijt": _LANG,
    "nazicht.termijn": _LANG,
    "besluit.waarschuwing": _LANG,
    "besluit.verjaring": _LANG,
}


def keur_vereiste(parameters: Parameters) -> None:
    """Elke parameter die de regels gebruiken staat er, van de juiste soort en met bekende woorden.

    Fout: RechtsbestandFout.
    """
    for naam, soort in VEREIST.items():
        parameter = parameters.op_naam.get(naam)
        if parameter is None:
            reden = f"parameter '{naam}' ontbreekt, en de regels hebben hem nodig"
            raise RechtsbestandFout(MAP, 1, reden)
        if parameter.soort is not soort:
            reden = f"parameter '{naam}' moet soort '{soort}' zijn, niet '{parameter.soort}'"
            raise RechtsbestandFout(parameter.groep, parameter.regel, reden)
        for waarde in parameter.waarden:
            _keur_waarde(parameter, waarde)
    for parameter in parameters:
        if parameter.naam.startswith("rekenregel.") and ".verlenging." in parameter.naam:
            for waarde in parameter.waarden:
                _keur_woord(parameter, waarde, VERLENGINGEN)


def _keur_waarde(parameter: Parameter, waarde: Waarde[Ruw]) -> None:
    naam = parameter.naam
    if naam in BEKEND:
        _keur_woord(parameter, waarde, BEKEND[naam])
    if naam in EENHEDEN and waarde.eenheid not in EENHEDEN[naam]:
        toegelaten = ", ".join(EENHEDEN[naam])
        reden = f"{naam} vanaf {waarde.van} kan niet in {waarde.eenheid}; toegelaten: {toegelaten}"
        raise RechtsbestandFout(parameter.groep, parameter.regel, reden)
    if naam == "toerekening.volgorde":
        delen = waarde.waarde
        if not isinstance(delen, tuple) or {str(d) for d in delen} != set(ONDERDELEN):
            reden = f"{naam} vanaf {waarde.van} moet {', '.join(ONDERDELEN)} noemen"
            raise RechtsbestandFout(parameter.groep, parameter.regel, reden)


def _keur_woord(parameter: Parameter, waarde: Waarde[Ruw], bekend: Collection[str]) -> None:
    if waarde.waarde not in bekend:
        reden = (
            f"{parameter.naam} vanaf {waarde.van}: geen regel kent '{waarde.waarde}'; "
            f"bekend: {', '.join(bekend)}"
        )
        raise RechtsbestandFout(parameter.groep, parameter.regel, reden)
