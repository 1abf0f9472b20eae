"""How the read models say things in Dutch: dates, amounts and codes inside a sentence.

Only fields that are not personal ever enter a sentence: the others are `…`, with key or without.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cache, lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from handhaving.dossier.basis import Gebeurtenis
from handhaving.eventlog.persoonlijk import NietLeesbaar, personal_fields
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)

ONBEKEND = "onbekend"
VERBORGEN = "…"


class Part(NamedTuple):
    """A piece of a sentence: fixed text, then the attribute whose value follows it, if any."""

    text: str
    attribute: str | None


def zin(gebeurtenis: Gebeurtenis) -> str:
    """The sentence of an event: its template, filled with its fields that are not personal."""
    return "".join(
        [
            text if attribute is None else text + woord(getattr(gebeurtenis, attribute))
            for text, attribute in plan(type(gebeurtenis))
        ]
    )


@cache
def plan(kind: type[Gebeurtenis]) -> tuple[Part, ...]:
    """A template cut in parts, once per class. A field that is personal or not there is hidden."""
    personal = personal_fields(kind)
    attributes = {
        info.serialization_alias or info.alias or name: name
        for name, info in kind.model_fields.items()
        if name not in personal
    }
    parts: list[Part] = []
    for text, alias, _, _ in Formatter().parse(kind.historiek):
        attribute = attributes.get(alias) if alias else None
        parts.append(Part(text + (VERBORGEN if alias and attribute is None else ""), attribute))
    return tuple(parts)


def woord(waarde: object) -> str:
    """A value as it reads in a sentence."""
    soort = type(waarde)
    zeg = _GEZEGD.get(soort)
    if zeg is None:
        zeg = _GEZEGD[soort] = _zeg(soort)
    return zeg(waarde)


def _zeg(soort: type) -> Callable[[Any], str]:
    for elk, zeg in _WOORDEN:
        if issubclass(soort, elk):
            return zeg
    return str


def _opsomming(waarden: Iterable[object]) -> str:
    return ", ".join(sorted(map(woord, waarden))) or "geen"


@lru_cache(maxsize=4096)
def datum(dag: date) -> str:
    """`7 april 2026`."""
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def bedrag(centen: Cent) -> str:
    """`1.250,00`, without the sign of the euro."""
    euro, cent = divmod(abs(int(centen)), 100)
    return f"{'-' if centen < 0 else ''}{euro:,}".replace(",", ".") + f",{cent:02d}"


def gesplitst(code: str) -> str:
    """`aangetekendMetBewijs` as words; a code that starts with a capital stays as it is."""
    if code[:1].isupper():
        return code
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in code)


_WOORDEN: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...]] = (
    ((tuple, list, frozenset), _opsomming),
    (type(None), lambda _: ONBEKEND),
    (bool, lambda waarde: "ja" if waarde else "nee"),
    (NietLeesbaar, lambda _: VERBORGEN),
    (Cent, bedrag),
    (date, datum),
    (Gebeurtenis, lambda waarde: zin(waarde).removesuffix(".")),
    (Enum, lambda waarde: gesplitst(str(waarde.value))),
)
"""How each kind of value is said; the first that fits."""

_GEZEGD: Final[dict[type, Callable[[Any], str]]] = {}
"""The same, looked up once per kind."""
