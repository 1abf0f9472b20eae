"""What both KBI formats share: the table of types, the centres, and how a dossier is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from handhaving.intake.aangeleverd import (
    Aanlevering,
    Afgekeurd,
    Bezwaar,
    Bron,
    Historisch,
    Plaats,
    Reden,
)
from handhaving.intake.knoop import als_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from handhaving.intake.knoop import Knoop
    from handhaving.intake.waarden import Keuring

LANGSTE_TEKST: Final = 100_000
LANGSTE_REDEN: Final = 10_000
_GUID: Final = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
_ABB: Final = "ABB"
"""Our own name for who KBI calls `HH`."""
_GEANNULEERD: Final = frozenset({"03", "04"})
"""Codes of MAGDA's Metadata/Type: 03 annulatie, 04 verwijdering."""


class Codetabel(Protocol):
    """The dated tables of the law, as far as intake needs them."""

    def inbreuktype(self, code: str, op: date) -> object | None:
        """The type with our own code on this day; None when it is not in force."""

    def kbi_type(self, code: str, schema: str, op: date) -> str | None:
        """Our code for a code of this schema on this day; None when it is not in the table."""

    def kbi_overheid(self, code: str, schema: str) -> str | None:
        """The sanctioning authority behind a code of this schema; None when there is none."""


@dataclass(frozen=True, slots=True)
class Vertaling:
    """What a translation needs beside the file: the law, the day, and whose centre is whose."""

    tabel: Codetabel
    vandaag: date
    centra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def inbreuktype(
        self, code: str | None, bron: Bron, feit: date | None, keuring: Keuring, veld: str
    ) -> str | None:
        """Our type code; a missing or unmapped one is a reason."""
        if code is None:
            keuring.bezwaar(Reden.TYPE_ONTBREEKT, veld)
            return None
        eigen = self.tabel.kbi_type(code, bron.value, feit or self.vandaag)
        if eigen is None:
            keuring.bezwaar(Reden.TYPE_ONBEKEND, veld)
        return eigen

    def overheid(
        self,
        code: str | None,
        bron: Bron,
        keuring: Keuring,
        veld: str,
        beschrijving: str | None = None,
    ) -> str | None:
        """The authority this code stands for; a bare number is read by its description.

        None when there is no code at all; an unknown one is a reason.
        """
        if code is None:
            return None
        naam = (beschrijving if beschrijving and code.isdigit() else code).strip().upper()
        gevonden = naam if naam == _ABB else self.tabel.kbi_overheid(naam, bron.value)
        if gevonden is None:
            keuring.bezwaar(Reden.OVERHEID_ONBEKEND, veld)
        return gevonden

    def agentschap(self, *nummers: str | None) -> str | None:
        """The agency of the first of these centre numbers that is known."""
        for nummer in nummers:
            if nummer and (gevonden := self.centra.get(nummer.rjust(10, "0"))):
                return gevonden
        return None


def heel_dossier(bron: Bron, knoop: Knoop, bezwaren: tuple[Bezwaar, ...]) -> Aanlevering:
    """A dossier of which nothing can be used, because of its person or its message."""
    plaats = plaats_van(knoop)
    afgekeurd = Afgekeurd(plaats, bezwaren, als_bytes(knoop.element))
    return Aanlevering(bron=bron, plaats=plaats, afgekeurd=(afgekeurd,))


def plaats_van(knoop: Knoop) -> Plaats:
    """Line and path of an element."""
    return Plaats(knoop.regel, knoop.pad)


def is_geannuleerd(metadata_type: str | None) -> bool:
    """Whether the message cancels or deletes the dossier it carries."""
    return metadata_type in _GEANNULEERD


def historisch(
    knoop: Knoop | None, soort: str, keuring: Keuring, naam: str = "Datum"
) -> tuple[Historisch, ...]:
    """The act this element reports; an act without a usable date is a reason."""
    if knoop is None:
        return ()
    datum = keuring.datum(knoop.tekst(naam, keuring), knoop.veld(naam), verplicht=True)
    return () if datum is None else (Historisch(soort, datum),)


def stuk(knoop: Knoop | None, naam: str, keuring: Keuring) -> tuple[str, ...]:
    """The key of a report in KBI, as a reference among the pieces; a malformed one is a reason."""
    tekst = None if knoop is None else knoop.tekst(naam, keuring)
    if knoop is None or tekst is None:
        return ()
    gevonden = _GUID.fullmatch(tekst)
    if gevonden is None:
        keuring.bezwaar(Reden.VELD_ONGELDIG, knoop.veld(naam))
        return ()
    return (f"KBI:{gevonden[1].lower()}",)
