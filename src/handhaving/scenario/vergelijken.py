"""A subset match: what a scenario expects against what the dossier shows."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handhaving.dossier.stand import Json


def verschillen(verwacht: object, gevonden: Json, pad: str = "") -> list[str]:
    """Where expected and found differ: `pad: verwacht …, gevonden …`. Empty when all matches.

    Dates and amounts are exact. An empty mapping expects an empty mapping: a check that cannot
    fail is none. The word `nietGestart` matches a term in that state.
    """
    if isinstance(verwacht, dict):
        return _mapping(verwacht, gevonden, pad)
    if isinstance(verwacht, list):
        return _lijst(verwacht, gevonden, pad)
    if isinstance(verwacht, date):
        verwacht = verwacht.isoformat()
    if isinstance(verwacht, str) and isinstance(gevonden, dict):
        gevonden = gevonden.get("staat")
    if verwacht == gevonden and isinstance(verwacht, bool) == isinstance(gevonden, bool):
        return []
    return [f"{pad or 'stand'}: verwacht {als_json(verwacht)}, gevonden {als_json(gevonden)}"]


def _mapping(verwacht: dict[object, object], gevonden: Json, pad: str) -> list[str]:
    if not isinstance(gevonden, dict):
        return [f"{pad or 'stand'}: verwacht velden, gevonden {als_json(gevonden)}"]
    if not verwacht and gevonden:
        return [f"{pad or 'stand'}: verwacht niets, gevonden {', '.join(gevonden)}"]
    uit: list[str] = []
    for sleutel, waarde in verwacht.items():
        waar = f"{pad}.{sleutel}" if pad else str(sleutel)
        if str(sleutel) not in gevonden and waarde is not None and waarde != {}:
            uit.append(f"{waar}: verwacht {als_json(waarde)}, niet gevonden")
        else:
            uit += verschillen(
                waarde, gevonden.get(str(sleutel), {} if waarde == {} else None), waar
            )
    return uit


def _lijst(verwacht: list[object], gevonden: Json, pad: str) -> list[str]:
    if not isinstance(gevonden, list) or len(gevonden) != len(verwacht):
        return [f"{pad}: verwacht {als_json(verwacht)}, gevonden {als_json(gevonden)}"]
    return [
        fout
        for nummer, (een, ander) in enumerate(zip(verwacht, gevonden, strict=True))
        for fout in verschillen(een, ander, f"{pad}[{nummer}]")
    ]


def als_json(waarde: object) -> str:
    """A value as it stands in the report, and in the file."""
    return json.dumps(waarde, ensure_ascii=False, default=str)
