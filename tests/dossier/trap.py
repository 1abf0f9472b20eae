"""The straight path, step by step, from an open dossier to VLABEL; dates far from every term's end.

A stage is the dossier after that step: `tot("overgemaakt")`. Where a step's day follows from a
term, the law is asked for it.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from handhaving.dossier.termijnen import termijnen
from tests.dossier.spel import BEWIJS, Spel, doe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tests.dossier.spel import Stap

INSZ = "85011501764"
ADRES = {
    "straat": "Voorbeeldstraat",
    "huisnummer": "17",
    "postcode": "9999",
    "gemeente": "Fictiegem",
    "land": "BE",
}
PERSOON: dict[str, object] = {
    "agentschap": "Atlas",
    "insz": INSZ,
    "klantnummer": "K-FICTIEF-17",
    "naam": "Fictief Persoon-17",
    "voornaam": "Voorbeeld",
    "geboortedatum": "1985-01-15",
    "adres": ADRES,
    "contacttaal": "nl",
    "hoedanigheid": "verplicht",
    "plichtOntstaanOp": "2023-05-02",
    "regime": "vlaanderen",
}
FEIT = "2024-03-01"
BESLUIT_OP = "2024-08-05"
IN_GEBREKE_OP = "2025-02-03"
MOTIEVEN = {
    "motivering": "Fictieve motivering.",
    "feitelijkeGronden": "Fictieve feiten.",
    "juridischeGronden": "Fictieve gronden.",
}


def na(spel: Spel, soort: str, betreft: str) -> date:
    """The first day after this term has run out."""
    gevonden = next(t for t in termijnen(spel.dossier) if (t.soort, t.betreft) == (soort, betreft))
    return gevonden.vervalt_op + timedelta(days=1)


def _vast(stap: Stap) -> Callable[[Spel], Stap]:
    return lambda _spel: stap


TRAP: dict[str, Callable[[Spel], Stap]] = {
    "open": _vast(doe("OpenDossier", "2024-02-27", **PERSOON)),
    "vastgesteld": _vast(doe("StelInbreukVast", "2024-03-04", type="I01", datumFeit=FEIT)),
    "inGebreke": _vast(
        doe(
            "VerzendIngebrekestelling",
            "2024-03-08",
            inbreuk="I1",
            kanaal=BEWIJS,
            verzondenOp="2024-03-06",
            ontvangenOp="2024-03-07",
        )
    ),
    "termijnVerstreken": lambda spel: doe(
        "StelVerstrijkenVast", na(spel, "inregelstelling", "I1"), inbreuk="I1"
    ),
    "overgemaakt": _vast(doe("MaakOverAanABB", "2024-05-06", inbreuk="I1")),
    "verweer": _vast(
        doe(
            "NodigUitTotVerweer",
            "2024-05-16",
            inbreuk="I1",
            kanaal=BEWIJS,
            verzondenOp="2024-05-14",
            ontvangenOp="2024-05-15",
        )
    ),
    "voorgesteld": _vast(
        doe("StelBoeteVoor", "2024-07-22", inbreuk="I1", bedrag="250.00", motivering="Fictief.")
    ),
    "beslist": _vast(
        doe("NeemBoetebesluit", BESLUIT_OP, inbreuk="I1", bedrag="250.00", **MOTIEVEN)
    ),
    "betekend": _vast(
        doe(
            "BetekenBoetebesluit",
            "2024-08-09",
            besluit="B1",
            kanaal=BEWIJS,
            verzondenOp="2024-08-07",
            ontvangenOp="2024-08-08",
            rechtsmiddelenVermeld=True,
        )
    ),
    "definitief": lambda spel: doe("StelDefinitiefVast", na(spel, "beroep", "B1"), besluit="B1"),
    "verzocht": _vast(
        doe("VerzendBetaalverzoek", "2024-11-04", vordering="V1", verzondenOp="2024-11-04")
    ),
    "aangemaand": _vast(
        doe(
            "VerzendAanmaning",
            "2024-12-02",
            vordering="V1",
            kanaal="gewoon",
            verzondenOp="2024-12-02",
        )
    ),
    "tweedeAanmaning": _vast(
        doe(
            "VerzendAanmaning",
            "2025-01-06",
            vordering="V1",
            kanaal="aangetekend",
            verzondenOp="2025-01-06",
        )
    ),
    "inGebrekeTotBetaling": _vast(
        doe(
            "StelInGebrekeTotBetaling",
            IN_GEBREKE_OP,
            vordering="V1",
            kanaal="aangetekend",
            verzondenOp=IN_GEBREKE_OP,
        )
    ),
    "overgedragen": _vast(doe("DraagOverAanVlabel", "2025-03-03", vordering="V1")),
    "bevestigd": _vast(
        doe("BevestigVlabelOverdracht", "2025-03-10", overdracht="O1", referentie="VL-2025-1")
    ),
}
TREDEN = tuple(TRAP)


@cache
def tot(trede: str) -> Spel:
    """The dossier after this step of the straight path."""
    plaats = TREDEN.index(trede)
    spel = Spel() if plaats == 0 else tot(TREDEN[plaats - 1])
    return spel.met(TRAP[trede](spel))


def zonder(*velden: str) -> dict[str, object]:
    """The person, without these fields."""
    return {naam: waarde for naam, waarde in PERSOON.items() if naam not in velden}
