"""Golden files: one per event type and schema version, written once and never changed.

`scripts/golden` writes what is missing and refuses to touch what is there: whatever was ever
stored must load for ever. The values are plainly fictitious, the keys are made for this alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid5

from hypothesis import find
from hypothesis import strategies as st

from handhaving.dossier.decider import GEBEURTENISSEN, event_types
from handhaving.eventlog.codec import Codec, EventType
from handhaving.eventlog.envelope import Door, Envelop, Stored
from handhaving.eventlog.persoonlijk import embedded_field
from handhaving.eventlog.sleutels import DataKey

if TYPE_CHECKING:
    from pydantic import BaseModel, JsonValue

    from handhaving.dossier.basis import Gebeurtenis

    Schema = dict[str, JsonValue]

MAP = Path(__file__).resolve().parents[1] / "golden"
NAAMRUIMTE = UUID("6d0f2d0e-7d9e-5b0a-9a3c-2f5f0a1b7c11")
PERSOON = uuid5(NAAMRUIMTE, "persoon")
VORMEN = {
    "date": "2024-05-17",
    "date-time": "2024-05-17T10:30:00+02:00",
    "uuid": str(uuid5(NAAMRUIMTE, "waarde")),
}
INGEBED = "VerweerOntvangen"
"""What an event that holds another holds in its golden file."""
TEKSTEN = ("I1", "B1", "250.00", "2024-05-17", "nl", "inregelstelling.termijn", "Fictief")


class GoudenSleutels:
    """A keyring that knows everybody: for golden files alone."""

    def key(self, subject: UUID, klasse: str) -> DataKey:
        return DataKey(hashlib.sha256(f"gouden bestand|{subject}|{klasse}".encode()).digest())


def pad(soort: EventType) -> Path:
    """The golden file of this type and version."""
    return MAP / f"{soort.naam}.v{soort.schema_versie}.json"


def lees(bestand: Path) -> Stored:
    """A golden file as a row of the log."""
    inhoud = json.loads(bestand.read_text(encoding="utf-8"))
    persoonlijk = inhoud["persoonlijk"]
    envelop = Envelop(
        positie=1,
        dossier_id=PERSOON,
        versie=1,
        type=inhoud["type"],
        schema_versie=inhoud["schemaVersie"],
        gebeurtenis_id=UUID(inhoud["gebeurtenisId"]),
        geregistreerd_op=datetime(2024, 5, 17, tzinfo=UTC),
        geldig_op=datetime.fromisoformat(inhoud["geldigOp"]).date(),
        door=Door("mw-1", "dossierbehandelaar", "Atlas"),
        opdracht_id=uuid5(NAAMRUIMTE, "opdracht"),
        volgnr=1,
        spoor_id=uuid5(NAAMRUIMTE, "spoor"),
        oorzaak_id=None,
        sleutel_id=UUID(inhoud["sleutelId"]) if inhoud["sleutelId"] else None,
    )
    return Stored(
        envelop, inhoud["data"].encode(), persoonlijk.encode() if persoonlijk else None, b""
    )


def schrijf_ontbrekende(soorten: tuple[EventType, ...], map_: Path = MAP) -> list[Path]:
    """Write the golden files that are not there; never one that is."""
    codec = Codec(soorten)
    geschreven = []
    for soort in soorten:
        bestand = map_ / pad(soort).name
        if bestand.exists():
            continue
        gebeurtenis = cast("Gebeurtenis", voorbeeld(soort.model))
        nieuw = codec.encode(
            gebeurtenis,
            gebeurtenis_id=uuid5(NAAMRUIMTE, bestand.name),
            geldig_op=gebeurtenis.geldig_op,
            subject=PERSOON,
            keyring=GoudenSleutels(),
        )
        inhoud = {
            "type": nieuw.type,
            "schemaVersie": nieuw.schema_versie,
            "gebeurtenisId": str(nieuw.gebeurtenis_id),
            "geldigOp": nieuw.geldig_op.isoformat(),
            "sleutelId": str(nieuw.sleutel_id) if nieuw.sleutel_id else None,
            "data": nieuw.data.decode(),
            "persoonlijk": nieuw.persoonlijk.decode() if nieuw.persoonlijk else None,
        }
        with bestand.open("x", encoding="utf-8") as file:  # x: refuses to overwrite
            file.write(json.dumps(inhoud, ensure_ascii=False, indent=2) + "\n")
        geschreven.append(bestand)
    return geschreven


def voorbeeld(model: type[BaseModel]) -> BaseModel:
    """An event with every field filled in, made from its schema."""
    schema = cast("Schema", model.model_json_schema())
    gevuld = model.model_validate_json(json.dumps(_waarde(schema, _defs(schema))))
    binnen = embedded_field(model)
    if binnen is None:
        return gevuld
    return gevuld.model_copy(update={binnen: voorbeeld(GEBEURTENISSEN[INGEBED])})


def _defs(schema: Schema) -> dict[str, Schema]:
    return cast("dict[str, Schema]", schema.get("$defs", {}))


def _waarde(schema: Schema, defs: dict[str, Schema], naam: str = "") -> JsonValue:
    if "$ref" in schema:
        return _waarde(defs[str(schema["$ref"]).rpartition("/")[2]], defs, naam)
    if "const" in schema or "enum" in schema:
        return schema.get("const", *cast("list[JsonValue]", schema.get("enum", [None]))[:1])
    if "anyOf" in schema:
        keuzes = cast("list[Schema]", schema["anyOf"])
        keuze = next(k for k in keuzes if "not" not in k and k.get("type") != "null")
        return _waarde(keuze, defs, naam)
    return _enkel(schema, defs, naam)


def _enkel(schema: Schema, defs: dict[str, Schema], naam: str) -> JsonValue:
    match schema.get("type"):
        case "string":
            return _tekst(schema, naam)
        case "array":
            delen = cast("list[Schema]", schema.get("prefixItems") or [schema["items"]])
            return [_waarde(deel, defs, naam) for deel in delen]
        case "object":
            velden = cast("dict[str, Schema]", schema.get("properties", {}))
            return {veld: _waarde(deel, defs, veld) for veld, deel in velden.items()}
        case "boolean":
            return True
        case _:
            return schema.get("minimum", 1)


def _tekst(schema: Schema, naam: str) -> str:
    if (vorm := VORMEN.get(str(schema.get("format")))) is not None:
        return vorm
    patroon = schema.get("pattern")
    if not isinstance(patroon, str):
        return f"Fictief {naam}"
    for tekst in TEKSTEN:
        if re.search(patroon, tekst):
            return tekst
    return find(st.from_regex(patroon, fullmatch=True), lambda _: True)


if __name__ == "__main__":
    for geschreven in schrijf_ontbrekende(event_types()):
        sys.stdout.write(f"{geschreven.name}\n")
