"""Which fields of an event could carry something personal in the clear, and other traps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast, get_args

from pydantic import BaseModel, JsonValue

from handhaving.eventlog.persoonlijk import personal_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    Schema = dict[str, JsonValue]

ZIN = "Fictief Persoon-17, Verzonnenstraat 1"
"""What no clear field may accept."""

PERSOONLIJKE_NAMEN = frozenset(
    {
        "naam",
        "voornaam",
        "achternaam",
        "geboortedatum",
        "geboren_op",
        "insz",
        "rijksregisternummer",
        "adres",
        "straat",
        "huisnummer",
        "bus",
        "postcode",
        "gemeente",
        "klantnummer",
        "tegenpartij",
        "schuldenaar",
        "telefoon",
        "email",
        "iban",
    }
)
_VASTE_VORMEN = {"date", "date-time", "uuid", "time", "duration"}


def bezwaren(model: type[BaseModel]) -> list[str]:
    """Everything wrong with the clear fields of this model; empty when all is well."""
    schema = cast("Schema", model.model_json_schema(by_alias=False))
    velden = cast("dict[str, Schema]", schema.get("properties", {}))
    verwijzingen = cast("dict[str, Schema]", schema.get("$defs", {}))
    persoonlijk = personal_fields(model)
    gevonden = [
        f"{model.__name__}.{naam}: {bezwaar}"
        for naam, veld in velden.items()
        if naam not in persoonlijk
        for bezwaar in _loop(veld, verwijzingen, ())
    ]
    for naam, info in model.model_fields.items():
        plek = f"{model.__name__}.{naam}"
        if naam in PERSOONLIJKE_NAMEN - persoonlijk.keys():
            gevonden.append(f"{plek}: heet naar een persoonlijk gegeven en is niet persoonlijk")
        if type(None) in get_args(info.annotation) and (
            info.is_required() or info.get_default(call_default_factory=True) is not None
        ):
            gevonden.append(f"{plek}: mag ontbreken, maar is dan niet None")
        gevonden += [
            f"{plek}: persoonlijk veld binnen {binnen.__name__}; maak het hele veld persoonlijk"
            for binnen in _modellen(info.annotation)
            if personal_fields(binnen)
        ]
    return gevonden


def _loop(
    schema: Schema, verwijzingen: dict[str, Schema], gezien: tuple[str, ...]
) -> Iterator[str]:
    if "not" in schema or "const" in schema or "enum" in schema:
        return
    if "$ref" in schema:
        naam = str(schema["$ref"]).rpartition("/")[2]
        if naam != "Grondslag" and naam not in gezien:
            yield from _loop(verwijzingen[naam], verwijzingen, (*gezien, naam))
        return
    keuzes = [k for soort in ("anyOf", "oneOf", "allOf") for k in _lijst(schema.get(soort))]
    if keuzes:
        for keuze in keuzes:
            yield from _loop(keuze, verwijzingen, gezien)
        return
    yield from _enkel(schema, verwijzingen, gezien)


def _enkel(
    schema: Schema, verwijzingen: dict[str, Schema], gezien: tuple[str, ...]
) -> Iterator[str]:
    match schema.get("type"):
        case "string":
            yield from _tekst(schema)
        case "array":
            delen = _lijst(schema.get("prefixItems")) or [cast("Schema", schema.get("items", {}))]
            for deel in delen:
                yield from _loop(deel, verwijzingen, gezien)
        case "object":
            yield from _object(schema, verwijzingen, gezien)
        case "integer" | "boolean" | "null":
            return
        case "number":
            yield "kommagetal: een bedrag is een Cent"
        case _:
            yield "kan alles bevatten"


def _tekst(schema: Schema) -> Iterator[str]:
    patroon = schema.get("pattern")
    if schema.get("format") in _VASTE_VORMEN:
        return
    if not isinstance(patroon, str):
        yield "vrije tekst die niet persoonlijk is"
    elif re.search(patroon, ZIN):
        yield f"het patroon {patroon} laat een zin toe"


def _object(
    schema: Schema, verwijzingen: dict[str, Schema], gezien: tuple[str, ...]
) -> Iterator[str]:
    for deel in cast("dict[str, Schema]", schema.get("properties", {})).values():
        yield from _loop(deel, verwijzingen, gezien)
    vrij = schema.get("additionalProperties", False)
    if vrij is not False:
        namen = schema.get("propertyNames")
        yield from _tekst(namen if isinstance(namen, dict) else {})
        yield from _loop(vrij if isinstance(vrij, dict) else {}, verwijzingen, gezien)
    for patroon, deel in cast("dict[str, Schema]", schema.get("patternProperties", {})).items():
        yield from _tekst({"pattern": patroon})
        yield from _loop(deel, verwijzingen, gezien)


def _lijst(waarde: JsonValue) -> list[Schema]:
    return cast("list[Schema]", waarde) if isinstance(waarde, list) else []


def _modellen(annotatie: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotatie, type) and issubclass(annotatie, BaseModel):
        yield annotatie
        for info in annotatie.model_fields.values():
            yield from _modellen(info.annotation)
    for deel in get_args(annotatie):
        yield from _modellen(deel)
