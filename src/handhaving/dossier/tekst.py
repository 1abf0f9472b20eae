"""Vrije tekst in een opdracht: er staat iets in, of men laat hem weg."""

from __future__ import annotations

from typing import Annotated, Final
from unicodedata import category

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

_ONZICHTBAAR: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Tekens die een letter of teken heten en toch niets laten zien."""


def is_leeg(tekst: object) -> bool:
    """Of er niets te lezen staat, ook geen onzichtbaar teken; wat gewist is, stond er."""
    if not isinstance(tekst, str):
        return tekst is None
    return all(category(teken)[0] in "CZ" or teken in _ONZICHTBAAR for teken in tekst)


def _niet_leeg(tekst: str) -> str:
    if is_leeg(tekst):
        soort = "leeg"
        raise PydanticCustomError(soort, "er staat niets in")
    return tekst


Tekst = Annotated[str, Field(min_length=1, max_length=10_000), AfterValidator(_niet_leeg)]
LangeTekst = Annotated[str, Field(min_length=1, max_length=100_000), AfterValidator(_niet_leeg)]
Naam = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(_niet_leeg),
]
