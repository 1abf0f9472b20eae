"""JSON schemas of commands and answers, from the classes themselves; OpenAPI 3.0.3 in the end."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from pydantic import BaseModel


def schema_van(klasse: type[BaseModel], *, zonder: Collection[str] = ()) -> dict[str, Any]:
    """The schema of the body of a command, whole; `zonder` are the fields of its path."""
    ruw = klasse.model_json_schema(by_alias=True, mode="validation")
    gevonden = inline(ruw)
    gevonden["properties"] = {
        naam: deel for naam, deel in gevonden.get("properties", {}).items() if naam not in zonder
    }
    verplicht = [naam for naam in gevonden.get("required", []) if naam not in zonder]
    gevonden.pop("required", None)
    if verplicht:
        gevonden["required"] = verplicht
    gevonden["title"] = f"opdracht.{klasse.__name__}"
    gevonden["additionalProperties"] = False
    return gevonden


def inline(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with what it refers to put in its place."""
    defs = schema.get("$defs", {})

    def vul(deel: object) -> object:
        if isinstance(deel, dict):
            ref = deel.get("$ref")
            if isinstance(ref, str) and ref.startswith("#/$defs/"):
                rest = {n: w for n, w in deel.items() if n != "$ref"}
                return vul({**deepcopy(defs[ref.removeprefix("#/$defs/")]), **rest})
            return {naam: vul(waarde) for naam, waarde in deel.items() if naam != "$defs"}
        if isinstance(deel, list):
            return [vul(waarde) for waarde in deel]
        return deel

    gevuld = vul(schema)
    return gevuld if isinstance(gevuld, dict) else {}
