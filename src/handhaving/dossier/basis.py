"""De vormen waarin de hoofdstukken spreken: gebeurtenis, opdracht, weigering, handeling.

Een hoofdstuk houdt zijn gebeurtenissen, opdrachten, keuring, besluit en evolutie bij elkaar en
zet ze onderaan in één `Hoofdstuk`. Hier staat geen rechtsregel.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationInfo, field_validator
from pydantic.alias_generators import to_camel

from handhaving.dossier.leesbaar import SLEUTEL, keur_leesbaar
from handhaving.dossier.state import Fase
from handhaving.eventlog.gedeeld import Gedeeld
from handhaving.eventlog.persoonlijk import Klasse, NietLeesbaar, Persoonlijk, Van
from handhaving.recht.gronden import vaste_grond
from handhaving.recht.grondslag import Grondslag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from uuid import UUID

    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.codec import Upcaster  # noqa: TC004 - pydantic leest geen ClassVar
    from handhaving.eventlog.envelope import Door, Envelop
    from handhaving.recht import Recht

# Persoonlijke velden. Leesbaar met de sleutel, anders NietLeesbaar.
Identiteit = Annotated[str | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)]
IdentiteitDatum = Annotated[date | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)]
Gevoelig = Annotated[str | NietLeesbaar, Persoonlijk(Klasse.GEVOELIG)]
VanDerde = Annotated[str | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT, Van.DERDE)]


# Sleutels en codes: geen vrije tekst, dus niet persoonlijk.
Sleutel = Annotated[str, StringConstraints(pattern=SLEUTEL)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/|+-]{0,79}$")]

# De sleutel die een beller zelf kiest: hij staat in URL's en lijsten, en mag dus geen naam zijn.
NIEUWE_SLEUTEL = r"^[A-Z]{1,3}-?[0-9]{1,6}$"
NieuweSleutel = Annotated[str, StringConstraints(pattern=NIEUWE_SLEUTEL)]

# De code van een reden die een mens kiest: een woord van dit huis, nooit een naam of een nummer.
RedenCode = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z]{0,39}$")]

# Wie handelt: het id van een persoon of dienst in het systeem van zijn organisatie.
ACTOR = r"^[A-Za-z0-9][A-Za-z0-9._:/|+@-]{0,119}$"
Actor = Annotated[str, StringConstraints(pattern=ACTOR)]

# De zin waarmee het recht zijn rekenregel noemt ("verweer: 30 kalenderdagen na ontvangst (…)");
# door het recht gemaakt, nooit ingevoerd.
Regel = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z]+: [0-9]+ [a-z]+ na [a-z ]+(, te beginnen na [0-9]+ [a-z]+)? "
        r"\([A-Za-z0-9.: -]+; rekenregel [A-Za-z0-9.: -]+\)"
        r"(; (verlengd|hervatting|herstart))*$"
    ),
]


class Rol(StrEnum):
    """De rollen van het contract (§4)."""

    DOSSIERBEHANDELAAR = "dossierbehandelaar"
    HANDHAVINGSAMBTENAAR = "handhavingsambtenaar"
    BESLISSER = "beslisser"
    BOEKHOUDER = "boekhouder"
    INVORDERING = "invordering"
    ABB = "abb"
    AUDITOR = "auditor"
    DPO = "dpo"
    BEHEERDER = "beheerder"
    SYSTEEM = "systeem"


class _Vorm(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )

    def veld(self, naam: str) -> Any:  # noqa: ANN401 - elk veld heeft zijn eigen type
        """De waarde van een veld dat niet elke vorm heeft; None waar het er niet is."""
        return getattr(self, naam) if naam in self.__pydantic_fields__ else None


class Waarde(_Vorm):
    """Een samengestelde waarde binnen een opdracht of gebeurtenis (adres, termijn, saldo)."""


class Gebeurtenis(_Vorm):
    """Een feit dat is vastgelegd. De naam van de klasse is de naam in het logboek, voor altijd.

    `geldig_veld` noemt het veld dat de juridische datum (`geldigOp`) draagt.
    """

    schema_versie: ClassVar[int] = 1
    upcasters: ClassVar[Mapping[int, Upcaster]] = {}
    """Per oudere schemaversie: de zuivere omzetting naar de versie erna."""
    geldig_veld: ClassVar[str]
    historiek: ClassVar[str]
    """De zin van deze gebeurtenis in het auditspoor; een `{veld}` is nooit persoonlijk."""
    van_dossier: ClassVar[bool] = False
    """Of ze over het dossier zelf gaat; dan gaat ze nooit naar een ander dossier mee."""

    grondslag: Annotated[tuple[Grondslag, ...], Gedeeld()] = ()

    @property
    def geldig_op(self) -> date:
        """De juridische datum van het feit."""
        waarde: date = getattr(self, self.geldig_veld)
        return waarde

    def claims(self) -> Iterable[tuple[str, str]]:
        """Waarden die maar aan één dossier kunnen toebehoren: (soort, waarde)."""
        return ()

    def zoeksleutels(self) -> Iterable[tuple[str, str]]:
        """Waarden waarop een dossier blind gezocht kan worden: (soort, waarde)."""
        return ()

    @property
    def feit(self) -> Gebeurtenis:
        """Waarover het gaat: zijzelf, of wat ze van een ander dossier overneemt."""
        return self

    def eigenaar(self, dossier_id: UUID) -> UUID:
        """Onder wiens sleutels haar persoonlijke velden staan: die van het dossier."""
        return dossier_id

    def nummers(self) -> Iterable[tuple[str, int, int]]:
        """Volgnummers die deze gebeurtenis verbruikt: (soort, jaar, nummer)."""
        return ()

    def vernietigt(self) -> Iterable[UUID]:
        """De personen van wie de sleutels met deze gebeurtenis verdwijnen."""
        return ()


class Opdracht(_Vorm):
    """Wat iemand vraagt. De naam van de klasse is de naam op de draad.

    `rollen` zegt wie het mag; `geldig_op` is de dag van de handeling (zonder: vandaag). Wat een
    mens of een ander systeem kan vragen, heeft een `pad` en een `voorbeeld`; wat alleen het
    systeem doet, heeft er geen.
    """

    rollen: ClassVar[frozenset[Rol]]
    pad: ClassVar[str]
    """Waar de dienst deze opdracht aanneemt; `{inbreuk}` is een veld dat in het pad staat."""
    voorbeeld: ClassVar[Mapping[str, object]]
    """Een volledige, verzonnen opdracht zoals ze op de draad staat, met de velden van het pad."""
    opent: ClassVar[bool] = False
    """Of deze opdracht een dossier opent (anders moet het bestaan)."""
    fasen: ClassVar[frozenset[Fase] | None] = None
    """In welke fasen van de inbreuk dit kan; None: het hoofdstuk oordeelt zelf."""
    verwijst: ClassVar[tuple[str, ...]] = ("inbreuk", "besluit", "vordering", "overdracht")
    """Sleutelvelden die naar iets bestaands verwijzen (de andere noemen iets nieuws)."""
    verleden: ClassVar[tuple[str, ...]] = ()
    """Velden met de datum van een handeling: nooit later dan vandaag."""
    historiek_nodig: ClassVar[bool] = False
    """Of het besluit wil weten wat er gebeurd is, en niet alleen hoe het er nu voorstaat."""
    ook_gesloten: ClassVar[bool] = False
    """Of dit ook in een gesloten dossier kan."""

    geldig_op: date | None = None

    @field_validator("*")
    @classmethod
    def _leesbaar(cls, waarde: object, info: ValidationInfo) -> object:
        return keur_leesbaar(cls, info.field_name or "", waarde)

    def andere_dossiers(self) -> tuple[UUID, ...]:
        """Waarin deze opdracht, in dezelfde keer, ook schrijft."""
        return ()

    @property
    def heeft_ogm_nodig(self) -> bool:
        """Of het besluit een volgnummer voor een gestructureerde mededeling kan verbruiken."""
        return False


class Soort(IntEnum):
    """De volgorde waarin weigeringen gelden (contract §2)."""

    VORM = 0
    BEVOEGDHEID = 1
    BESTAAN = 2
    FASE = 3
    PERSOON = 4
    TERMIJN = 5
    VELD = 6


class Weigering(Exception):
    """Een weigering: haar klassenaam is de code, haar docstring de boodschap.

    `feiten` zijn de feiten waarop ze rust (nooit een persoonlijke waarde), `grondslag` de regel,
    `mogelijk` wat nu wel kan, `ook_geweigerd` de andere weigeringen die ook golden.
    """

    soort: ClassVar[Soort] = Soort.VELD
    uitweg: ClassVar[tuple[str, ...]] = ()
    """De opdrachten die wegnemen waarop de weigering rust."""
    verzwegen: tuple[str, ...] = ()
    """De codes van wat ze niet zegt aan wie geen deel heeft in het dossier; nooit op de draad."""

    def __init__(
        self,
        *,
        grondslag: Sequence[Grondslag] = (),
        mogelijk: Sequence[str] = (),
        ook_geweigerd: Sequence[str] = (),
        **feiten: object,
    ) -> None:
        """Bewaar de feiten; de boodschap vult ze in waar de docstring ernaar verwijst."""
        self.feiten = {to_camel(naam): _feit(naam, waarde) for naam, waarde in feiten.items()}
        self.eigen_grondslag = tuple(grondslag)
        self.mogelijk = tuple(mogelijk)
        self.ook_geweigerd = tuple(ook_geweigerd)
        super().__init__(self.boodschap)

    @property
    def grondslag(self) -> tuple[Grondslag, ...]:
        """De regel waarop ze rust: die ze meekreeg, of die van haar naam."""
        return self.eigen_grondslag or vaste_grond(self.code)

    @property
    def code(self) -> str:
        """De naam van de weigering, zoals in het contract."""
        return type(self).__name__

    @property
    def boodschap(self) -> str:
        """De eerste zin van de docstring, met de feiten ingevuld."""
        alinea = inspect.cleandoc(type(self).__doc__ or self.code).split("\n\n")[0]
        return " ".join(alinea.split()).format_map(_Feiten(self.feiten))


ANDERE_VORM = "(andere vorm)"
_SLEUTELS = ("inbreuk", "besluit", "vordering", "overdracht", "stuk", "taak", "uitstel", "sleutel")
_CODEFEITEN = {
    **dict.fromkeys((*_SLEUTELS, "ander"), re.compile(NIEUWE_SLEUTEL, re.ASCII)),
    "cursus": re.compile(r"[A-Z0-9]{1,4}(-[0-9]{1,6}){0,3}", re.ASCII),
}
"""De feiten met een code die een beller koos, en in welke vorm ze zeker geen naam is."""


class _Feiten(dict[str, object]):
    """De feiten zoals een boodschap ze noemt: een lijst met komma's."""

    def __getitem__(self, sleutel: str) -> object:
        waarde = self.get(sleutel, "…")
        return ", ".join(map(str, waarde)) if isinstance(waarde, list) else waarde


def _feit(naam: str, waarde: object) -> object:
    """Een feit zoals een weigering het noemt; een code die een naam kan zijn, noemt ze niet."""
    vorm = _CODEFEITEN.get(naam)
    if vorm is not None and vorm.fullmatch(str(waarde)) is None:
        return None if waarde is None else ANDERE_VORM
    return _kaal(waarde)


def _kaal(waarde: object) -> object:
    """Een feit als JSON-waarde: datums en bedragen als tekst, lijsten als lijst."""
    if waarde is None or isinstance(waarde, bool):
        return waarde
    if type(waarde) is int:
        return waarde
    if isinstance(waarde, list | tuple | set | frozenset):
        return [_kaal(w) for w in waarde]
    if isinstance(waarde, date):
        return waarde.isoformat()
    return str(waarde)


@dataclass(frozen=True, slots=True)
class Context:
    """Wat een besluit van buiten krijgt: de klok, de actor, en feiten over andere dossiers.

    `nu` is een instant met offset, `vandaag` dezelfde dag in Brussel. `ogm_nummer` is het
    volgnummer (1..999999) dat de dienst aanreikt. `elders` zegt bij welk ander dossier een
    unieke waarde al hoort: (soort, waarde) → dossierId. `historiek` is wat er gebeurd is, voor een
    opdracht die het nodig heeft; `historieken` dat van elk dossier, als ze er meer dan één raakt.
    """

    nu: datetime
    vandaag: date
    door: Door
    opdracht_id: UUID
    dossier_id: UUID
    ogm_nummer: int | None = None
    elders: dict[tuple[str, str], UUID] = field(default_factory=dict)
    historiek: tuple[tuple[Gebeurtenis, Envelop], ...] = ()
    historieken: Mapping[UUID, tuple[tuple[Gebeurtenis, Envelop], ...]] = field(
        default_factory=dict
    )


O = TypeVar("O", bound=Opdracht)  # noqa: E741 - O van opdracht
G = TypeVar("G", bound=Gebeurtenis)


@dataclass(frozen=True, slots=True)
class Handeling(Generic[O]):
    """Eén opdracht: haar keuring (alle weigeringen die gelden) en haar besluit."""

    opdracht: type[O]
    keur: Callable[[O, Dossier, Recht, Context], Iterable[Weigering]]
    besluit: Callable[[O, Dossier, Recht, Context], Sequence[Gebeurtenis]]
    elders: (
        Callable[[O, Dossier, Recht, Context], Mapping[UUID, tuple[Gebeurtenis, ...]]] | None
    ) = None
    """Wat het besluit in andere dossiers schrijft, als de opdracht er meer dan één raakt."""


@dataclass(frozen=True, slots=True)
class Rechtzetbaar:
    """Een feit dat niet blijkt te kloppen, kan rechtgezet worden door wie `opdracht` mag geven.

    Wat erna kwam, wordt beoordeeld op de stand zonder dit feit; wat verschilt, wordt hersteld.
    """

    opdracht: type[Opdracht]
    """De opdracht waaruit het feit volgt."""
    rekent: bool = False
    """Of ze mee uitrekent wat van de stand afhangt (termijn, toerekening, verjaring)."""
    velden: Mapping[str, str] = field(default_factory=dict)
    """Velden van de opdracht die in de gebeurtenis anders heten."""
    blijft: tuple[type[Gebeurtenis], ...] = ()
    """Wat er in dezelfde opdracht op volgde en toch blijft staan."""
    eigen: Callable[[Any, Dossier], Iterable[Gebeurtenis]] | None = None
    """De compensatie waarvoor het recht zelf een woord heeft, in plaats van een herstelde stand."""
    rollen: frozenset[Rol] = frozenset()
    """Wie het rechtzet, als dat niet is wie de opdracht mag geven."""


@dataclass(frozen=True, slots=True)
class NietRechtzetbaar:
    """Een feit dat niemand rechtzet: waarom niet, en welke opdracht wel de juiste is."""

    reden: str
    gebruik: tuple[str, ...]
    opdracht: type[Opdracht] | None = None


@dataclass(frozen=True, slots=True)
class ViaOorzaak:
    """Een feit dat uit een ander volgt: men zet die oorzaak recht.

    `opdracht` is die waarmee het systeem het vaststelt, als er geen ander feit aan voorafgaat.
    """

    oorzaak: str
    opdracht: str | None = None
    velden: Mapping[str, str] = field(default_factory=dict)


Rechtzetting: TypeAlias = Rechtzetbaar | NietRechtzetbaar | ViaOorzaak


@dataclass(frozen=True, slots=True)
class Evolutie(Generic[G]):
    """Hoe een gebeurtenis het dossier verandert, en hoe ze rechtgezet wordt als ze niet klopt.

    Totaal: elke deelverzameling vouwt.
    """

    gebeurtenis: type[G]
    evolueer: Callable[[Dossier, G, Envelop], Dossier]
    rechtzetting: Rechtzetting


@dataclass(frozen=True, slots=True)
class Hoofdstuk:
    """Een hoofdstuk van het recht: wat men kan vragen en wat er gebeurd kan zijn."""

    naam: str
    handelingen: tuple[Handeling[Any], ...]
    evoluties: tuple[Evolutie[Any], ...]
