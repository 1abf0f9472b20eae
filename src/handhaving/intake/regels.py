"""The lines of the JSON Lines format, `aanlevering-1`: one person or one inbreuk each.

The published JSON Schema (`schema/aanlevering-1.schema.json`) is made from these classes.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from typing import Self

    from pydantic import JsonValue

SCHEMA_NAAM: Final = "aanlevering-1.schema.json"

ZONDER_NUL: Final = r"^[^\x00]*$"
Kort = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ZONDER_NUL),
]
Lang = Annotated[str, StringConstraints(min_length=1, max_length=100_000, pattern=ZONDER_NUL)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/|+-]{0,79}$")]
Datum = Annotated[
    str,
    Field(
        description="JJJJ-MM-DD",
        min_length=10,
        max_length=10,
        json_schema_extra={"pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    ),
]
Agentschap = Literal["AgII", "Atlas", "Amal", "HvN"]
Overheid = Annotated[
    str,
    Field(
        description="ABB (of HH), OCMW, VDAB of VMSW",
        max_length=80,
        json_schema_extra={"enum": ["ABB", "HH", "OCMW", "VDAB", "VMSW"]},
    ),
]


def _wie(schema: dict[str, JsonValue]) -> None:
    """In the published schema: an insz or a klantnummer, and not null."""
    schema["anyOf"] = [
        {"required": [naam], "properties": {naam: {"type": "string"}}}
        for naam in ("insz", "klantnummer")
    ]


class _Regel(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        json_schema_extra=_wie,
    )

    insz: Kort | None = Field(
        default=None, description="Rijksregister- of BIS-nummer, elf cijfers; leestekens mogen"
    )
    klantnummer: Kort | None = Field(default=None, description="Nummer bij het agentschap")
    agentschap: Agentschap | None = Field(
        default=None, description="Zonder: het agentschap dat aanlevert"
    )

    @model_validator(mode="after")
    def _herkenbaar(self) -> Self:
        if self.insz is None and self.klantnummer is None:
            soort = "insz_of_klantnummer"
            raise PydanticCustomError(soort, "geef een insz of een klantnummer")
        return self


class AdresRegel(BaseModel):
    """Een adres; elk deel mag ontbreken."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel)

    straat: Kort | None = None
    huisnummer: Kort | None = None
    bus: Kort | None = None
    postcode: Kort | None = None
    gemeente: Kort | None = None
    land: Kort | None = None


class PersoonRegel(_Regel):
    """Wie iemand is en wat er van zijn plicht geweten is. Opent een dossier, of vult het aan."""

    soort: Literal["persoon"]
    naam: Kort | None = None
    voornaam: Kort | None = None
    geboortedatum: Datum | None = Field(
        default=None, description="JJJJ-MM-DD; een onbekende dag of maand is 00"
    )
    adres: AdresRegel | None = None
    contacttaal: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    hoedanigheid: Literal["verplicht", "rechthebbend", "minderjarig"] | None = None
    plicht_ontstaan_op: Datum | None = None
    regime: Literal["vlaanderen", "brussel"] | None = None
    vanaf: Datum | None = Field(default=None, description="Sinds wanneer dit zo is")


class ActRegel(BaseModel):
    """Een handeling van vroeger: alleen wanneer ze gebeurde."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel)

    datum: Datum


class RechtzettingRegel(BaseModel):
    """De bron zegt dat de inbreuk niet klopte."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel)

    datum: Datum | None = None
    reden: (
        Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=ZONDER_NUL)]
        | None
    ) = None


class InbreukRegel(_Regel):
    """Een vastgestelde inbreuk van één persoon."""

    soort: Literal["inbreuk"]
    dossiernummer: Kort | None = Field(
        default=None, description="Het nummer bij de bron: daaraan wordt de inbreuk herkend"
    )
    type: Kort = Field(description="Code van het inbreuktype, I01 tot I15")
    datum_feit: Datum
    vastgesteld_op: Datum | None = None
    vaststeller: Code | None = Field(
        default=None, description="Wie vaststelde: een code, geen naam"
    )
    feitenrelaas: Lang | None = None
    sanctioneringsbevoegdheid: Overheid | None = None
    ingebrekestelling: ActRegel | None = None
    inregelstelling: ActRegel | None = None
    besluit: ActRegel | None = None
    rechtzetting: RechtzettingRegel | None = None


Regel = Annotated[PersoonRegel | InbreukRegel, Field(discriminator="soort")]
REGEL: Final[TypeAdapter[PersoonRegel | InbreukRegel]] = TypeAdapter(Regel)


VELDEN: Final = frozenset(
    veld.alias or naam
    for vorm in (PersoonRegel, InbreukRegel, AdresRegel, ActRegel, RechtzettingRegel)
    for naam, veld in vorm.model_fields.items()
)
"""Every property name the schema knows: these may be told, others may be personal."""


def maak_schema() -> dict[str, object]:
    """The JSON Schema of one line, from the classes above."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:handhaving:intake:aanlevering-1",
        "title": "Eén regel van een aanlevering in JSON Lines (UTF-8, één object per regel)",
        **REGEL.json_schema(by_alias=True),
    }


def gepubliceerd_schema() -> dict[str, object]:
    """The JSON Schema as it is published with the product."""
    tekst = resources.files("handhaving.intake").joinpath("schema", SCHEMA_NAAM).read_text("utf-8")
    schema: dict[str, object] = json.loads(tekst)
    return schema
