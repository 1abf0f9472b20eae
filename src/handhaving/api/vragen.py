"""The shapes of what a question may carry: days, instants, numbers, ids; strict as their name."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Query
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from handhaving.recht.organisaties import DIENSTEN
from handhaving.recht.tellen import dag_in_brussel

AGENTSCHAPPEN: Final = tuple(d for d in DIENSTEN if d != "ABB")
_MOMENT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII
)
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_GETAL: Final = re.compile(r"-?[0-9]{1,20}", re.ASCII)
_DAG: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _dag(waarde: object) -> object:
    try:
        if isinstance(waarde, str) and _DAG.fullmatch(waarde) is not None:
            return date.fromisoformat(waarde)
    except ValueError:
        raise PydanticCustomError("dag", "geen dag") from None
    raise PydanticCustomError("dag", "geen dag")


def _moment(waarde: object) -> object:
    try:
        if isinstance(waarde, str) and _MOMENT.fullmatch(waarde) is not None:
            moment = datetime.fromisoformat(waarde)
            dag_in_brussel(moment)
            return moment
    except (ValueError, OverflowError):
        raise PydanticCustomError("ogenblik", "geen tijdstip met tijdzone") from None
    raise PydanticCustomError("ogenblik", "geen tijdstip met tijdzone")


def _getal(waarde: object) -> object:
    if isinstance(waarde, str) and _GETAL.fullmatch(waarde) is None:
        raise PydanticCustomError("int_parsing", "no digits alone")
    return waarde


def lees_uuid(tekst: str) -> UUID:
    """A UUID as it is written everywhere, with its dashes. Raises ValueError for another form."""
    if _UUID.fullmatch(tekst) is None:
        raise ValueError
    return UUID(tekst)


CIJFERS: Final = BeforeValidator(_getal)
"""A number in digits alone: no sign before it, no point, no underscore."""
Dag = Annotated[date, BeforeValidator(_dag)]
Moment = Annotated[datetime, BeforeValidator(_moment)]

Op = Annotated[
    Moment | None,
    Query(alias="op", description="Zoals gekend op dit tijdstip, met tijdzone."),
]
GeldigOp = Annotated[
    Dag | None,
    Query(alias="geldigOp", description="Zoals geldig op deze dag, met wat nu geweten is."),
]
Sorteer = Annotated[
    str | None, Query(alias="sort", max_length=40, description="Veld; met - ervoor aflopend.")
]
