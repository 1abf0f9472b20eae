"""De sleutels binnen een dossier: een letter voor de soort, en een volgnummer."""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HOOGSTE_NUMMER = 10**6 - 1
"""Wat in een sleutel past."""


def volgende(letter: str, bestaande: Iterable[str], vertrokken: Iterable[str] = ()) -> str:
    """De volgende vrije sleutel: `I1`, dan `I2`, enzovoort. Wat vertrok, houdt zijn naam."""
    nummers = [_nummer(letter, sleutel) for sleutel in bestaande]
    if vertrokken:
        nummers += [_nummer(letter, sleutel) for sleutel in vertrokken]
    nummer = max(nummers, default=0) + 1
    if nummer > HOOGSTE_NUMMER:
        nummer = next(vrij for vrij in count(1) if vrij not in set(nummers))
    return f"{letter}{nummer}"


@lru_cache(maxsize=4_096)
def _nummer(letter: str, sleutel: str) -> int:
    """Het nummer van een sleutel met deze letter; 0 voor een andere. Elke vouw vraagt ze weer."""
    return int(sleutel[1:]) if sleutel[:1] == letter and sleutel[1:].isdigit() else 0
