"""Een begrensd geheugen voor antwoorden van de wet: geladen recht verandert niet meer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
W = TypeVar("W")

GROOTTE = 4096
"""Hoeveel antwoorden per vraag onthouden worden: ruim wat een inname van jaren aan dagen noemt."""


def onthoud(vraag: Callable[P, W]) -> Callable[P, W]:
    """Dezelfde vraag, die haar laatste antwoorden onthoudt; een fout wordt niet onthouden.

    Het antwoord hangt alleen af van de vraag en van het recht zelf, en is onveranderlijk.
    """
    return cast("Callable[P, W]", lru_cache(maxsize=GROOTTE)(vraag))
