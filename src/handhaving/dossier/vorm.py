"""De vorm van een opdracht: van JSON naar een opdracht, of een weigering die de velden noemt."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import ValidationError

from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.refusals import InszOngeldig, OnbekendeOpdracht, OngeldigeGegevens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from handhaving.dossier.basis import Opdracht, Weigering

_REDENEN = {
    "missing": "ontbreekt",
    "extra_forbidden": "onbekend veld",
    "enum": "geen toegelaten waarde",
    "literal_error": "geen toegelaten waarde",
    "string_type": "moet tekst zijn",
    "string_too_short": "te kort",
    "string_too_long": "te lang",
    "string_pattern_mismatch": "verkeerde vorm",
    "bool_type": "moet true of false zijn",
    "date_type": "moet een datum zijn (JJJJ-MM-DD)",
    "date_parsing": "geen datum (JJJJ-MM-DD)",
    "date_from_datetime_parsing": "geen datum (JJJJ-MM-DD)",
    "timezone_aware": "een tijdstip vraagt een tijdzone",
    "value_error": 'ongeldig (een bedrag is een tekst als "250.00")',
    "insz_of_klantnummer": "geef een insz of een klantnummer",
    "bedrag": "ongeldig bedrag",
    "json_invalid": "geen geldige JSON",
}


def lees_opdracht(naam: str, gegevens: Mapping[str, object]) -> Opdracht:
    """De opdracht met deze gegevens.

    Weigert met `OngeldigeGegevens`, `InszOngeldig` of `OnbekendeOpdracht`; de weigering noemt het
    veld en de reden, nooit de waarde.
    """
    klasse = OPDRACHTEN.get(naam)
    if klasse is None:
        raise OnbekendeOpdracht(naam=naam, bekend=sorted(OPDRACHTEN))
    try:
        tekst = json.dumps(gegevens, default=_als_tekst, allow_nan=False)
        return klasse.model_validate_json(tekst, strict=True)
    except ValidationError as fout:
        raise _weigering(fout.errors(include_input=False, include_url=False)) from None
    except (ValueError, TypeError, RecursionError):
        raise OngeldigeGegevens(velden=["(alles): geen geldige JSON"]) from None


def _als_tekst(waarde: object) -> str:
    if isinstance(waarde, date | UUID):
        return waarde.isoformat() if isinstance(waarde, date) else str(waarde)
    raise TypeError(type(waarde).__name__)


def _weigering(fouten: list[ErrorDetails]) -> Weigering:
    velden = [f"{_pad(f)}: {_REDENEN.get(f['type'], 'ongeldig')}" for f in fouten]
    if all(f["type"] == "insz_ongeldig" for f in fouten):
        return InszOngeldig(veld="insz")
    return OngeldigeGegevens(velden=sorted(set(velden)))


def _pad(fout: ErrorDetails) -> str:
    return ".".join(str(deel) for deel in fout["loc"]) or "(alles)"
