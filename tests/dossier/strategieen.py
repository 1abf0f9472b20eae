"""Random values for hypothesis: any JSON, and commands that are well formed but mean anything."""

from __future__ import annotations

from datetime import date
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from annotated_types import Ge, Le
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel

from handhaving.dossier.basis import NIEUWE_SLEUTEL
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.recht import Cent, Kanaal
from tests.dossier.trap import INSZ

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy
    from pydantic.fields import FieldInfo

    from handhaving.dossier.basis import Opdracht

MERK = "zq7"
"""Stands in every random text, so that a message that quotes a value is found out."""

SLEUTELS = st.sampled_from(["I1", "I2", "B1", "V1", "O1", "S1", "S3", "T1", "X", "A-1"])
TEKST = st.text(max_size=12).map(MERK.__add__)
GETAL = st.integers(-(10**20), 10**20) | st.floats(allow_nan=True, allow_infinity=True)
BLAD = st.none() | st.booleans() | GETAL | TEKST | st.sampled_from(["", " ", "\x00", "\ud800"])
JSON_WAARDE: SearchStrategy[object] = st.recursive(
    BLAD,
    lambda kind: st.lists(kind, max_size=3) | st.dictionaries(TEKST, kind, max_size=3),
    max_leaves=6,
)
DAGEN = (
    st.dates(date(2023, 1, 1), date(2027, 12, 31))
    | st.dates(date(1900, 1, 1), date(2047, 12, 31))
    | st.dates()
    | st.sampled_from([date.min, date.max])
)
INSTANTEN = st.datetimes().flatmap(
    lambda m: st.sampled_from(["Z", "+02:00", "-12:00", "+14:00"]).map(m.isoformat().__add__)
)
CENTEN = (st.integers(-100, 600_000) | st.sampled_from([0, 5000, 25000, 10**14])).map(
    lambda centen: str(Cent(centen))
)


def velden(klasse: type[Opdracht]) -> dict[str, FieldInfo]:
    """The fields of a command under their names on the wire."""
    return {info.alias or naam: info for naam, info in klasse.model_fields.items()}


EENVOUDIG: dict[object, SearchStrategy[object]] = {
    type(None): st.none(),
    bool: st.booleans(),
    date: DAGEN.map(date.isoformat),
    AwareDatetime: INSTANTEN,
    Cent: CENTEN,
    UUID: st.uuids().map(str),
    Kanaal: st.sampled_from(sorted(Kanaal)),
    int: st.integers(-3, 40),
}


def waarde(soort: Any, metadata: tuple[object, ...] = ()) -> SearchStrategy[object]:  # noqa: ANN401, PLR0911 - a line per kind of type
    """A value as JSON that fits this type."""
    oorsprong, delen = get_origin(soort), get_args(soort)
    if soort in {int, Cent} and metadata:
        return _begrensd(soort, metadata)
    if soort in EENVOUDIG:
        return EENVOUDIG[soort]
    if hasattr(soort, "__metadata__"):
        return waarde(delen[0], soort.__metadata__)
    if oorsprong in {UnionType, Union}:
        return st.one_of([waarde(deel) for deel in delen])
    if oorsprong is Literal:
        return st.sampled_from(delen)
    if oorsprong is dict:
        return st.dictionaries(waarde(delen[0]), waarde(delen[1]), min_size=1, max_size=2)
    if oorsprong is tuple:
        return st.lists(waarde(delen[0]), max_size=2)
    if isinstance(soort, type) and issubclass(soort, BaseModel):
        return st.fixed_dictionaries(
            {
                n: st.just({}) if get_origin(info.annotation) is dict else st.just("x")
                for n, info in list(soort.model_fields.items())[:2]
            }
        )
    return _tekst(metadata)


def _begrensd(soort: object, metadata: tuple[object, ...]) -> SearchStrategy[object]:
    """A number or an amount within its bounds; an amount with a rule of its own is above zero."""
    if soort is Cent:
        return st.integers(1, 600_000).map(lambda centen: str(Cent(centen)))
    onder = [int(str(m.ge)) for m in metadata if isinstance(m, Ge)]
    boven = [int(str(m.le)) for m in metadata if isinstance(m, Le)]
    return st.integers(max(onder, default=-3), min(boven, default=40))


def _tekst(metadata: tuple[object, ...]) -> SearchStrategy[object]:
    patroon = next((p for m in metadata if (p := getattr(m, "pattern", None))), None)
    if patroon is None:
        if any(getattr(m, "func", None) for m in metadata):
            return st.just(INSZ)
        letters = st.characters(exclude_categories=["C", "Z"])  # what is no text is refused
        return st.text(letters, min_size=1, max_size=10)
    sleutel = patroon.startswith("^[A-Z]")
    if patroon == NIEUWE_SLEUTEL:
        return SLEUTELS.filter(lambda s: s != "X")
    return SLEUTELS if sleutel else st.from_regex(patroon, fullmatch=True)


@cache
def gegevens(naam: str) -> SearchStrategy[dict[str, object]]:
    """Data that fit the form of a command; optional fields may be left out."""
    verplicht: dict[str, SearchStrategy[object]] = {}
    vrij: dict[str, SearchStrategy[object]] = {}
    for veld, info in velden(OPDRACHTEN[naam]).items():
        doel = verplicht if info.is_required() else vrij
        doel[veld] = waarde(info.annotation, tuple(info.metadata))
    return st.fixed_dictionaries(verplicht, optional=vrij)
