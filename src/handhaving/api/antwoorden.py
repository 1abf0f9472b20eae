"""What the service answers, as models: the contract is made from them, and tests hold to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, Self, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from handhaving.dossier.basis import ACTOR
from handhaving.recht import InszOngeldigFout, lees_insz

T = TypeVar("T")


def _insz(waarde: str) -> str:
    try:
        return lees_insz(waarde).nummer
    except InszOngeldigFout:
        raise ValueError from None


class Vorm(BaseModel):
    """Every answer is an object with names in lowerCamelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Feit(Vorm):
    """An event that was written."""

    gebeurtenis_id: UUID
    type: str


class Geschreven(Vorm):
    """What a command did; without `positie` when there was nothing to write."""

    dossier_id: UUID
    versie: int
    positie: int | None = None
    gebeurtenissen: list[Feit]


class Grond(Vorm):
    """On which rule something rests; `te_verifieren` where the source was not seen."""

    regel: str
    versie: str
    artikel: str
    status: Literal["gevonden", "te_verifieren"]


class Lijst(Vorm, Generic[T]):
    """A page of a list."""

    items: list[T]
    total: int
    page: int
    page_size: int
    self: str
    first: str
    prev: str | None = None
    next: str | None = None
    last: str


class Inbreukbeeld(Vorm):
    """An infringement; of another agency only these."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")

    type: str
    datum_feit: date
    fase: str


class Dossierbeeld(Vorm):
    """A dossier as the caller may see it, at this moment or as asked."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")

    dossier_id: UUID
    versie: int
    peildatum: date
    simulatie: bool
    agentschappen: list[str]
    persoon: dict[str, Any] | None = None
    inbreuken: dict[str, Inbreukbeeld]
    besluiten: dict[str, dict[str, Any]]
    vorderingen: dict[str, dict[str, Any]]
    overdrachten: dict[str, dict[str, Any]]
    stukken: dict[str, dict[str, Any]]
    taken: dict[str, dict[str, Any]]


class Dossierregel(Vorm):
    """A dossier in a list: never a name."""

    href: str
    dossier_id: UUID
    versie: int
    gewijzigd_op: datetime
    agentschappen: list[str]
    regime: str | None = None
    fasen: list[str]
    inbreuktypes: list[str]
    vorderingen: list[str] | None = None
    open_taken: int
    hoofdsom: str
    betaald: str
    open_hoofdsom: str
    open_kosten: str
    verjaart_op: date | None = None


class Door(Vorm):
    """Who did it: an official or a service, in a role, for an organisation."""

    id: str
    rol: str
    organisatie: str


class Spoorregel(Vorm):
    """An event in the trail: its sentence and envelope, without one personal value."""

    href: str
    gebeurtenis_id: UUID
    dossier_id: UUID
    positie: int
    versie: int
    type: str
    zin: str
    geregistreerd_op: datetime
    geldig_op: date
    door: Door
    opdracht_id: UUID
    oorzaak_id: UUID | None = None
    spoor_id: UUID
    grondslag: list[Grond]
    te_verifieren: bool


class Termijnregel(Vorm):
    """A term with both readings of its end."""

    termijn_id: UUID
    dossier_id: UUID
    dossier: str
    soort: str
    betreft: str
    van: date
    laatste_dag_burger: date | None = None
    laatste_dag_overheid: date | None = None
    vervalt_op: date
    dagen: int
    staat: str
    regel: str
    verjaring: bool
    grondslag: list[Grond]
    te_verifieren: bool


class Zoekvraag(Vorm):
    """Look for a dossier by who it is about; the values stand in the body and nowhere else.

    Give the INSZ, or the number of the customer at an agency, or name and date of birth; with
    these two a first name may go, and then only who has exactly that one is found.
    """

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", hide_input_in_errors=True
    )

    insz: Annotated[str, AfterValidator(_insz)] | None = Field(
        default=None, max_length=20, examples=["85011501764"]
    )
    klantnummer: str | None = Field(default=None, min_length=1, max_length=80)
    naam: str | None = Field(default=None, min_length=1, max_length=200)
    voornaam: str | None = Field(default=None, max_length=200)
    geboortedatum: date | None = None

    @model_validator(mode="after")
    def een_manier(self) -> Self:
        """Exactly one way to look; `problemen` says each of these errors in words."""
        op_naam = any(w is not None for w in (self.naam, self.voornaam, self.geboortedatum))
        if (self.insz is not None) + (self.klantnummer is not None) + op_naam != 1:
            raise PydanticCustomError("zoekwijze", "one way to look")
        if op_naam and self.naam is None:
            raise PydanticCustomError("zoekwijze_naam", "no name")
        if op_naam and self.geboortedatum is None:
            raise PydanticCustomError("zoekwijze_geboortedatum", "no date of birth")
        return self


class Zoekantwoord(Vorm):
    """The dossiers that were found and in which the caller has a part."""

    items: list[Dossierregel]
    total: int


class Deelstand(Vorm):
    """One part of the service."""

    naam: str
    staat: Literal["UP", "DEGRADED", "DOWN"]


class Gezondheid(Vorm):
    """How the service is."""

    status: Literal["UP", "DEGRADED", "DOWN"]
    delen: list[Deelstand]


class Issue(Vorm):
    """One fault of the input, never with its value."""

    type: str
    in_: Literal["path", "query", "header", "body"] = Field(alias="in")
    name: str
    detail: str


class Probleembeeld(Vorm):
    """A problem (RFC 9457); a refusal of the domain also says why and what can be done."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")

    type: str
    title: str
    status: int
    detail: str | None = None
    issues: list[Issue] | None = None
    code: str | None = None
    grondslag: list[Grond] | None = None
    feiten: dict[str, Any] | None = None
    mogelijk: list[str] | None = None
    ook_geweigerd: list[str] | None = None


class Werkregel(Vorm):
    """Something to do: for which role and service, from when, and until when it is safe."""

    dossier_id: UUID
    dossier: str
    soort: str
    betreft: str
    rol: str
    organisatie: str
    vanaf: date
    streefdatum: date | None = None
    uiterlijk: date | None = None
    deadline: date | None = None
    dagen: int | None = None
    opdracht: str | None = None
    gegevens: dict[str, str]
    taak: str | None = None
    hindert: bool


class Vorderingregel(Vorm):
    """A claim as it stood on a day; amounts in euro, interest up to that day."""

    dossier_id: UUID
    dossier: str
    vordering: str
    besluit: str
    ogm: str
    status: str
    geboekt_op: date
    vervaldag: date | None = None
    hoofdsom: str
    betaald: str
    kosten_open: str
    intrest_open: str
    hoofdsom_open: str
    openstaand: str
    teveel: str
    intrest_bekend_tot: date | None = None
    verjaart_op: date | None = None
    laatste_veilige_dag: date | None = None
    vlabel: str | None = None


class Taakbeeld(Vorm):
    """A task: `state` as the guide has it, and when to look again."""

    taak_id: UUID
    href: str
    soort: Literal["inname", "export", "herbouw"]
    state: Literal["processing", "failed", "done"]
    poll_after: int | None = None
    voortgang: dict[str, Any]
    gemaakt_op: datetime
    klaar_op: datetime | None = None
    fout: str | None = None


class Totalen(Vorm):
    """How many dossiers there are; a dossier counts once under each phase it has."""

    dossiers: int
    per_fase: dict[str, int]
    per_agentschap: dict[str, int]
    per_regime: dict[str, int]
    per_inbreuktype: dict[str, int]
    bedragen: dict[str, str]
    positie: int


class Spoorlijst(Vorm):
    """A page of the trail; `volgende` is the `na` of the next one."""

    items: list[Spoorregel]
    page_size: int
    volgende: int | None = None


class Gebeurtenisbeeld(Spoorregel):
    """An event with its content, and of what is personal as much as the caller may read."""

    inhoud: dict[str, Any]
    persoonlijk: dict[str, Any]


class Herspeeld(Vorm):
    """A dossier folded again, up to a position."""

    dossier_id: UUID
    positie: int
    versie: int
    gebeurtenissen: int
    peildatum: date
    stand: dict[str, Any]


class Toegangsvraag(Vorm):
    """Which reads of personal fields: of a dossier, by somebody, in a period."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", hide_input_in_errors=True
    )

    dossier_id: UUID | None = None
    door: str | None = Field(default=None, pattern=ACTOR)
    van: AwareDatetime | None = None
    tot: AwareDatetime | None = None
    na: int | None = Field(default=None, ge=1, le=2**53 - 1)
    page_size: int = Field(default=20, ge=1, le=100)


class Toegangsregel(Vorm):
    """One read: names of fields, never a value."""

    nummer: int
    op: datetime
    door: Door
    ingang: str
    doel: str
    referentie: str | None = None
    dossiers: list[UUID]
    identiteit: list[str]
    gevoelig: list[str]
    spoor_id: UUID


class Toegangen(Vorm):
    """A page of reads, newest first."""

    items: list[Toegangsregel]
    volgende: int | None = None
