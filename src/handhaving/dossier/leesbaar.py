"""Wat een opdracht leesbaar in het logboek zet, draagt geen nummer van een mens (ADR 0017).

Een tekst met een voorgeschreven vorm is leesbaar, en voor altijd; vrije tekst is versleuteld. De
regel geldt voor opdrachten alleen: een gebeurtenis die er al staat, blijft leesbaar zoals ze is.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, get_args

from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from handhaving.recht.identiteit import draagt_nummer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

SLEUTEL: Final = r"^[A-Z][A-Za-z0-9-]{0,15}$"
"""De vorm van een sleutel die al bestaat."""
NUMMER: Final = "nummer_van_een_mens"
"""Het soort fout, zoals `lezen` het in een zin omzet."""
_VERWIJST: Final = frozenset({("StorneerBetaling", "bankreferentie")})
"""Codes die, zoals een sleutel, iets noemen dat al in het logboek staat en er niets bij zetten."""


def keur_leesbaar(klasse: type[BaseModel], naam: str, waarde: object) -> object:
    """De waarde van dit veld, of een fout als ze leesbaar is en een INSZ of IBAN draagt."""
    if isinstance(waarde, str | tuple) and is_leesbaar(klasse, naam):
        teksten = (waarde,) if isinstance(waarde, str) else waarde
        if any(draagt_nummer(tekst) for tekst in teksten):
            raise PydanticCustomError(NUMMER, "bevat een INSZ of een IBAN")
    return waarde


@cache
def is_leesbaar(klasse: type[BaseModel], naam: str) -> bool:
    """Of dit veld een tekst is die iets nieuws leesbaar in het logboek zet."""
    vormen = set(_vormen(klasse.model_fields[naam]))
    return bool(vormen - {SLEUTEL}) and (klasse.__name__, naam) not in _VERWIJST


def _vormen(soort: object) -> Iterator[str]:
    """De patronen die ergens in een veld of een type staan."""
    patroon = getattr(soort, "pattern", None)
    if isinstance(patroon, str):
        yield patroon
    if isinstance(soort, FieldInfo):
        delen: tuple[object, ...] = (*soort.metadata, soort.annotation)
    else:
        delen = get_args(soort)
    for deel in delen:
        yield from _vormen(deel)
