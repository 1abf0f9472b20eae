"""Single values as sources write them: dates, national numbers, authorities. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handhaving.intake.aangeleverd import Bezwaar, Reden
from handhaving.recht.identiteit import InszOngeldigFout, lees_insz

_DATUM: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_OUDSTE_JAAR: Final = 1900
_MEESTE_MAANDEN: Final = 12
_MEESTE_DAGEN: Final = 31
_OPEN_JAAR: Final = 9000
"""MAGDA writes 9999-12-31 for «no end» and 0001-01-01 for «not filled in»."""


class Keuring:
    """Collects what is wrong with one piece, so that all of it is told at once."""

    __slots__ = ("bezwaren", "vandaag")

    def __init__(self, vandaag: date) -> None:
        """`vandaag` is the day after which a date lies in the future."""
        self.vandaag = vandaag
        self.bezwaren: list[Bezwaar] = []

    def bezwaar(self, reden: Reden, veld: str) -> None:
        """Note a reason against a field."""
        self.bezwaren.append(Bezwaar.van(reden, veld))

    def datum(self, tekst: str | None, veld: str, *, verplicht: bool = False) -> date | None:
        """A full, existing date that is not in the future; anything else is a reason."""
        if tekst is None:
            if verplicht:
                self.bezwaar(Reden.DATUM_ONTBREEKT, veld)
            return None
        waarde = lees_datum(tekst)
        if isinstance(waarde, Reden):
            self.bezwaar(waarde, veld)
            return None
        if waarde > self.vandaag:
            self.bezwaar(Reden.DATUM_IN_DE_TOEKOMST, veld)
            return None
        return waarde

    def insz(self, tekst: str | None, veld: str) -> str | None:
        """The eleven digits of a national or BIS number with a right check number."""
        if tekst is None:
            self.bezwaar(Reden.INSZ_ONTBREEKT, veld)
            return None
        try:
            return lees_insz(tekst).nummer
        except InszOngeldigFout:
            self.bezwaar(Reden.INSZ_ONGELDIG, veld)
            return None


def lees_datum(tekst: str) -> date | Reden:
    """A date, or why it is none."""
    gevonden = _DATUM.fullmatch(tekst)
    if gevonden is None:
        return Reden.DATUM_ONGELDIG
    jaar, maand, dag = (int(deel) for deel in gevonden.groups())
    if jaar < _OUDSTE_JAAR or jaar >= _OPEN_JAAR:
        return Reden.DATUM_ONBEKEND
    if maand <= _MEESTE_MAANDEN and dag <= _MEESTE_DAGEN and 0 in {maand, dag}:
        return Reden.DATUM_ONVOLLEDIG
    try:
        return date(jaar, maand, dag)
    except ValueError:
        return Reden.DATUM_ONGELDIG


def lees_geboortedatum(tekst: str | None, vandaag: date) -> tuple[date | None, Reden | None]:
    """A birth date; unknown or impossible is no fault of the file: None, and why."""
    if tekst is None:
        return None, None
    waarde = lees_datum(tekst)
    if isinstance(waarde, Reden):
        return None, waarde
    if waarde > vandaag:
        return None, Reden.DATUM_IN_DE_TOEKOMST
    return waarde, None
