"""Een opdracht lezen uit JSON, of een weigering die de velden noemt en nooit een waarde."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, get_args, get_origin
from uuid import UUID

from pydantic import ValidationError

from handhaving.dossier.refusals import InszOngeldig, OngeldigeGegevens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import ErrorDetails

    from handhaving.dossier.basis import Opdracht, Weigering

_CIJFERS = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]*)?\s*")
NAAM = re.compile(r"[A-Za-z_][A-Za-z_]{0,39}")
_REDENEN = {
    "missing": "ontbreekt",
    "extra_forbidden": "onbekend veld",
    "enum": "geen toegelaten waarde",
    "literal_error": "geen toegelaten waarde",
    "string_type": "moet tekst zijn",
    "string_too_short": "te kort",
    "string_too_long": "te lang",
    "string_pattern_mismatch": "verkeerde vorm",
    "uuid_type": "moet een UUID zijn",
    "uuid_parsing": "geen UUID",
    "bool_type": "moet true of false zijn",
    "date_type": "moet een datum zijn (JJJJ-MM-DD)",
    "date_parsing": "geen datum (JJJJ-MM-DD)",
    "date_from_datetime_parsing": "geen datum (JJJJ-MM-DD)",
    "datetime_type": "moet een datum of een tijdstip zijn",
    "datetime_parsing": "geen tijdstip (JJJJ-MM-DDTUU:MM:SS+02:00)",
    "datetime_from_date_parsing": "geen tijdstip (JJJJ-MM-DDTUU:MM:SS+02:00)",
    "timezone_aware": "een tijdstip vraagt een tijdzone",
    "ogenblik": "dit tijdstip valt in Brussel op geen dag",
    "value_error": 'ongeldig (een bedrag is een tekst als "250.00")',
    "insz_of_klantnummer": "geef een insz of een klantnummer",
    "meer_dan_voorzien": "meer lesuren gevolgd dan voorzien",
    "bedrag": "ongeldig bedrag",
    "json_invalid": "geen geldige JSON",
}


def lees(klasse: type[Opdracht], gegevens: Mapping[str, object]) -> Opdracht:
    """De opdracht van deze klasse. Weigert met `OngeldigeGegevens` of `InszOngeldig`."""
    if geen_dag := sorted(_geen_dag(klasse, gegevens)):
        raise OngeldigeGegevens(velden=[f"{veld}: {_REDENEN['date_parsing']}" for veld in geen_dag])
    try:
        tekst = json.dumps(gegevens, default=_als_tekst, allow_nan=False)
        return klasse.model_validate_json(tekst, strict=True)
    except ValidationError as fout:
        raise _weigering(klasse, fout.errors(include_input=False, include_url=False)) from None
    except (ValueError, TypeError, RecursionError):
        raise OngeldigeGegevens(velden=["(alles): geen geldige JSON"]) from None


def _geen_dag(klasse: type[Opdracht], gegevens: Mapping[str, object]) -> Iterator[str]:
    """De datumvelden waarin een reeks cijfers staat; dat zijn seconden, geen dag."""
    for naam, info in klasse.model_fields.items():
        for sleutel in {naam, info.alias or naam}:
            waarde = gegevens.get(sleutel)
            if isinstance(waarde, str) and _CIJFERS.fullmatch(waarde) and _is_tijd(info.annotation):
                yield sleutel


def _is_tijd(soort: object) -> bool:
    """Of dit type een datum of een tijdstip toelaat."""
    return soort in {date, datetime} or any(map(_is_tijd, get_args(soort)))


def _als_tekst(waarde: object) -> str:
    if isinstance(waarde, date | UUID):
        return waarde.isoformat() if isinstance(waarde, date) else str(waarde)
    raise TypeError(type(waarde).__name__)


def _weigering(klasse: type[Opdracht], fouten: list[ErrorDetails]) -> Weigering:
    vrij = frozenset(
        info.alias or naam
        for naam, info in klasse.model_fields.items()
        if get_origin(info.annotation) is dict
    )
    velden = [f"{_pad(f, vrij)}: {_REDENEN.get(f['type'], 'ongeldig')}" for f in fouten]
    if all(f["type"] == "insz_ongeldig" for f in fouten):
        return InszOngeldig(veld="insz")
    return OngeldigeGegevens(velden=sorted(set(velden)))


def _pad(fout: ErrorDetails, vrij: frozenset[str]) -> str:
    """De naam van het veld. Een onbekend veld dat geen naam is, wordt niet herhaald."""
    delen = [str(deel) for deel in fout["loc"] if deel not in {"date", "datetime"}]
    if delen and delen[0] in vrij:
        return delen[0]  # ook de sleutels daarin kiest de beller: die worden niet herhaald
    if fout["type"] == "extra_forbidden" and not NAAM.fullmatch(delen[-1]):
        delen[-1] = "(veld zonder naam)"
    return ".".join(delen) or "(alles)"
