"""Welke parameters de regels nodig hebben, en van welke soort; zonder een ervan start er niets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.recht.kanalen import Kanaal
from handhaving.recht.parameters import Soort
from handhaving.recht.toerekening import ONDERDELEN
from handhaving.recht.verjaring import Stuitingsdaad
from handhaving.recht.yamllezer import RechtsbestandFout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.recht.parameters import Parameters

VEREIST: Mapping[str, Soort] = {
    "boete.minimum": Soort.BEDRAG,
    "boete.maximum": Soort.BEDRAG,
    "boete.milder": Soort.KEUZE,
    "inregelstelling.termijn": Soort.TERMIJN,
    "uitstel.gevolg": Soort.KEUZE,
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
    "nazicht.termijn": Soort.TERMIJN,
}


def keur_volgorde(parameters: Parameters) -> None:
    """Een volgorde van toerekening noemt elk onderdeel precies één keer."""
    parameter = parameters.op_naam["toerekening.volgorde"]
    for waarde in parameter.waarden:
        delen = waarde.waarde
        if not isinstance(delen, tuple) or {str(d) for d in delen} != set(ONDERDELEN):
            reden = f"toerekening.volgorde vanaf {waarde.van} moet {', '.join(ONDERDELEN)} noemen"
            raise RechtsbestandFout(parameter.groep, 1, reden)
