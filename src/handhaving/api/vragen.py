"""The shapes of what a question may carry: days, instants, keys; each as strict as its name."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Final

from fastapi import Query
from pydantic import BeforeValidator

from handhaving.recht.organisaties import DIENSTEN
from handhaving.recht.tellen import dag_in_brussel

AGENTSCHAPPEN: Final = tuple(d for d in DIENSTEN if d != "ABB")
_MOMENT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII
)
_DAG: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _dag(waarde: object) -> object:
    if not isinstance(waarde, str) or _DAG.fullmatch(waarde) is None:
        raise ValueError
    return date.fromisoformat(waarde)


def _moment(waarde: object) -> object:
    if not isinstance(waarde, str) or _MOMENT.fullmatch(waarde) is None:
        raise ValueError
    moment = datetime.fromisoformat(waarde)
    try:
        dag_in_brussel(moment)
    except OverflowError:
        raise ValueError from None
    return moment


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
