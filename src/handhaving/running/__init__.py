"""Loops that any entrance or test can call: bringing the read models up, deadlines, the agenda."""

from __future__ import annotations

from handhaving.running.agenda import Agendarij, agenda, overdue
from handhaving.running.projecties import (
    catch_up,
    compare,
    position,
    rebuild,
    retry,
    run_forever,
    skip,
    status,
)
from handhaving.running.reageren import Gevraagd, Reactieverslag, react, reaction_position
from handhaving.running.tik import Afgegaan, KlokLooptVoor, TikInDeToekomst, TikVerslag, tick
from handhaving.running.werkvoorraad import Vorderingrij, Werkrij, vorderingen, werkvoorraad

__all__ = [
    "Afgegaan",
    "Agendarij",
    "Gevraagd",
    "KlokLooptVoor",
    "Reactieverslag",
    "TikInDeToekomst",
    "TikVerslag",
    "Vorderingrij",
    "Werkrij",
    "agenda",
    "catch_up",
    "compare",
    "overdue",
    "position",
    "react",
    "reaction_position",
    "rebuild",
    "retry",
    "run_forever",
    "skip",
    "status",
    "tick",
    "vorderingen",
    "werkvoorraad",
]
