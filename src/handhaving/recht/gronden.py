"""Waarop een weigering rust die geen recht van een dag meekreeg, zoals die van de vorm.

Een opdracht die niet gelezen kan worden, komt nooit bij de beslisser: haar weigering rust op wat
dit pakket erover zegt.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from handhaving.recht.lezen import lees_bronnen, lees_gronden

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.recht.grondslag import Grondslag


@cache
def vaste_gronden() -> Mapping[str, Grondslag]:
    """De grond van elke weigering, zoals hij met dit pakket meekomt."""
    map_ = resources.files("handhaving.recht")
    bronnen = lees_bronnen("bronnen.yaml", map_.joinpath("bronnen.yaml").read_bytes())
    inhoud = map_.joinpath("weigeringen.yaml").read_bytes()
    return lees_gronden("weigeringen.yaml", inhoud, bronnen, "weigering")


def vaste_grond(weigering: str) -> tuple[Grondslag, ...]:
    """De grond van deze weigering; leeg als ze niet bekend is."""
    gevonden = vaste_gronden().get(weigering)
    return () if gevonden is None else (gevonden,)
