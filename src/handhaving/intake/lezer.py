"""From file to neutral pieces: recognises the format and never raises on what stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from handhaving.intake import jsonl, kbi01, kbi02
from handhaving.intake.aangeleverd import Aanlevering, Afgekeurd, Bezwaar, Bron, Plaats, Reden
from handhaving.intake.bestand import lees_proloog
from handhaving.intake.kbi import heel_dossier, is_geannuleerd
from handhaving.intake.knoop import Knoop, als_bytes, lokaal
from handhaving.intake.waarden import Keuring
from handhaving.intake.xmlstroom import XmlStroom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.intake.bestand import Bestand
    from handhaving.intake.kbi import Vertaling
    from handhaving.intake.knoop import Element

_DOELEN: Final = ("DossierKBI", "KBIDossier")
_KAAL: Final = "Dossier"
"""A KBI-02.00 dossier may also be the root itself; its type has no element name of its own."""
_RECORDS: Final = ("Onderwerp", "Antwoord")
_OMSLAGEN: Final = frozenset(
    {*_DOELEN, _KAAL, "PubliceerBewijs", "Publicatie", "GeefDossierKBIResponse", "Repliek"}
)
"""Roots that are a KBI message even when no dossier stands in it."""

_REGELS: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?!<|\[)(?:[^\n<]*\n)*?\s*\{")
"""JSON Lines: some line begins an object, and nothing before it looks like XML."""


def lees(bestand: Bestand, vertaling: Vertaling) -> Iterator[Aanlevering | Afgekeurd]:
    """Everything a file delivers, in its order, in bounded memory."""
    if not bestand.begin.strip():
        yield _weiger(Reden.BESTAND_LEEG, bestand.begin)
    elif _REGELS.match(bestand.begin):
        yield from jsonl.lees(bestand, vertaling)
    else:
        yield from _lees_xml(bestand, vertaling)


def _weiger(reden: Reden, origineel: bytes) -> Afgekeurd:
    """An answer about the file as a whole."""
    return Afgekeurd(Plaats(None), (Bezwaar.van(reden),), origineel, heel_bestand=True)


def _lees_xml(bestand: Bestand, vertaling: Vertaling) -> Iterator[Aanlevering | Afgekeurd]:
    proloog = lees_proloog(bestand.begin)
    if isinstance(proloog, Reden):
        yield _weiger(proloog, bestand.begin)
        return
    if proloog.dtd:
        yield _weiger(Reden.DTD_GEWEIGERD, bestand.begin)
        return
    if proloog.wortel is None:
        yield _weiger(Reden.FORMAAT_ONBEKEND, bestand.begin)
        return
    bestand.read(proloog.bom)
    doelen = (*_DOELEN, _KAAL) if proloog.wortel == _KAAL else _DOELEN
    stroom = XmlStroom(
        bestand, proloog.codering, doelen, _RECORDS, andere=("Tijdstip", "Uitzondering")
    )
    lezing = _Lezing(stroom, vertaling)
    for deel in stroom.lees():
        if isinstance(deel, Afgekeurd):
            lezing.iets = True
            yield deel
        else:
            yield from lezing.element(deel)
    if not lezing.iets and proloog.wortel not in _OMSLAGEN:
        yield _weiger(Reden.FORMAAT_ONBEKEND, bestand.begin)


class _Lezing:
    """What must be remembered between the elements of one file."""

    def __init__(self, stroom: XmlStroom, vertaling: Vertaling) -> None:
        self._stroom = stroom
        self._vertaling = vertaling
        self._nummer = 0
        self._moment: str | None = None
        self.iets = False

    def element(self, element: Element) -> Iterator[Aanlevering | Afgekeurd]:
        """A dossier, an exception the sender reports, or the instant of the message."""
        naam = lokaal(str(element.tag))
        basis = self._stroom.regel_basis
        if naam == "Tijdstip":
            yield from self._tijdstip(Knoop(element, naam))
        elif naam == "Uitzondering":
            yield from self._uitzondering(Knoop(element, naam, basis))
        else:
            self.iets = True
            self._nummer += 1
            yield self._dossier(Knoop(element, f"{naam}[{self._nummer}]", basis))

    def _tijdstip(self, knoop: Knoop) -> Iterator[Aanlevering | Afgekeurd]:
        ouder = knoop.element.getparent()
        if ouder is not None and lokaal(str(ouder.tag)) == "Bericht":
            keuring = Keuring(self._vertaling.vandaag)
            delen = (knoop.tekst("Datum", keuring), knoop.tekst("Tijd", keuring))
            self._moment = "T".join(deel for deel in delen if deel) or None
        yield from ()

    def _uitzondering(self, knoop: Knoop) -> Iterator[Aanlevering | Afgekeurd]:
        """An error that the sender reports is an answer too; a warning is none."""
        keuring = Keuring(self._vertaling.vandaag)
        if knoop.tekst("Type", keuring) == "FOUT":
            self.iets = True
            code = knoop.tekst("Identificatie", keuring) or ""
            veld = f"code {code}" if code.isascii() and code.isdigit() else "zonder code"
            bezwaar = Bezwaar.van(Reden.UITZONDERING, veld)
            plaats = Plaats(knoop.regel, knoop.pad)
            yield Afgekeurd(plaats, (bezwaar,), als_bytes(knoop.element))

    def _dossier(self, knoop: Knoop) -> Aanlevering:
        keuring = Keuring(self._vertaling.vandaag)
        twee = knoop.heeft("Personalia") or lokaal(str(knoop.element.tag)) != "DossierKBI"
        ouder = knoop.element.getparent()
        inhoud = None if ouder is None else Knoop(ouder, "Inhoud")
        metadata = None if inhoud is None else inhoud.knoop("Metadata", keuring)
        moment = self._moment
        if metadata is not None:
            if is_geannuleerd(metadata.tekst("Type", keuring)):
                bezwaar = Bezwaar.van(Reden.ANNULATIE, "Metadata/Type")
                return heel_dossier(Bron.KBI_01, knoop, (bezwaar,))
            moment = metadata.tekst("Datum", keuring) or moment
        vertaal = kbi02.vertaal if twee else kbi01.vertaal
        return vertaal(knoop, self._vertaling, moment)
