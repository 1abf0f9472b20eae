"""De toestand van een dossier: wat alle gebeurtenissen samen zeggen. Onveranderlijk."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date  # noqa: TC003 - dataclasses lezen deze naam
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Literal, TypeAlias
from uuid import UUID  # noqa: TC003 - dataclasses lezen deze naam

from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.eventlog.persoonlijk import NietLeesbaar
    from handhaving.recht.grondslag import Grondslag

    Tekst: TypeAlias = str | NietLeesbaar | None
    Dag: TypeAlias = date | NietLeesbaar | None


NUL = Cent(0)
HOOGSTE_NUMMER = 10**15 - 1
"""Wat in een sleutel past."""


class Fase(StrEnum):
    """De fase van een inbreuk (contract §2)."""

    VASTGESTELD = "vastgesteld"
    ADRESONDERZOEK = "adresonderzoek"
    IN_GEBREKE = "inGebreke"
    OPGESCHORT = "opgeschort"
    TERMIJN_VERSTREKEN = "termijnVerstreken"
    IN_REGEL = "inRegel"
    RECHTGEZET = "rechtgezet"
    OVERGEMAAKT = "overgemaakt"
    VERWEER = "verweer"
    VOORGESTELD = "voorgesteld"
    GEEN_GEVOLG = "geenGevolg"
    BESLIST = "beslist"
    BETEKEND = "betekend"
    IN_BEROEP = "inBeroep"
    DEFINITIEF = "definitief"
    VERNIETIGD = "vernietigd"
    INGETROKKEN = "ingetrokken"
    BEEINDIGD_OVERLIJDEN = "beeindigdOverlijden"
    ANDERE_OVERHEID = "andereOverheid"


AFGESLOTEN = frozenset(
    {
        Fase.IN_REGEL,
        Fase.RECHTGEZET,
        Fase.GEEN_GEVOLG,
        Fase.VERNIETIGD,
        Fase.INGETROKKEN,
        Fase.BEEINDIGD_OVERLIJDEN,
    }
)
"""Fasen waarin een inbreuk niet meer rechtgezet kan worden."""

NA_BESLUIT = frozenset({Fase.BESLIST, Fase.BETEKEND, Fase.IN_BEROEP, Fase.DEFINITIEF})
"""Fasen waarin een boete staat."""

BIJ_ABB = frozenset({Fase.OVERGEMAAKT, Fase.VERWEER, Fase.VOORGESTELD})
"""Fasen waarin ABB het dossier heeft en nog niet beslist is."""


@dataclass(frozen=True, slots=True)
class LopendeTermijn:
    """Een termijn zoals een gebeurtenis hem vastlegde, met beide lezingen van zijn einde."""

    soort: str
    betreft: str
    van: date
    laatste_dag_burger: date
    laatste_dag_overheid: date
    regel: str
    kalender: str
    gezet_door: UUID
    staat: Literal["loopt", "verstreken", "vervallen"] = "loopt"
    grondslag: tuple[Grondslag, ...] = ()


@dataclass(frozen=True, slots=True)
class VerjaringStand:
    """Wanneer een vordering verjaart, en de laatste dag waarop nog veilig gehandeld kan worden."""

    van: date
    datum: date
    laatste_veilige_dag: date
    waarschuwingen: tuple[date, ...]
    regel: str
    gezet_door: UUID


@dataclass(frozen=True, slots=True)
class Persoon:
    """Wie de verplichte inburgeraar is. Persoonlijke velden zijn zonder sleutel NietLeesbaar."""

    insz: Tekst = None
    klantnummer: Tekst = None
    naam: Tekst = None
    voornaam: Tekst = None
    geboortedatum: Dag = None
    adres: object | None = None
    agentschap: str | None = None
    contacttaal: str | None = None
    hoedanigheid: str | None = None
    plicht_ontstaan_op: date | None = None
    regime: str | None = None
    overleden_op: date | None = None
    heeft_bewindvoerder: bool = False


@dataclass(frozen=True, slots=True)
class Voorstel:
    """Een boetevoorstel en wie het deed."""

    bedrag: Cent
    recidivestap: int
    door: str


@dataclass(frozen=True, slots=True)
class Inbreuk:
    """Eén inbreuk, van vaststelling tot einde."""

    sleutel: str
    type: str
    datum_feit: date
    vastgesteld_op: date
    agentschap: str
    bevoegd: str
    vaststeller: str | None
    boete_minimum: Cent
    boete_maximum: Cent
    waarschuwen_op: date
    beslissen_voor: date
    vastgelegd_door: UUID
    fase: Fase = Fase.VASTGESTELD
    inregelstelling: LopendeTermijn | None = None
    ingeregeld_op: date | None = None
    te_laat_ingeregeld_op: date | None = None
    overgemaakt_op: date | None = None
    uitnodigen_voor: date | None = None
    overgemaakt_door: UUID | None = None
    verweer: LopendeTermijn | None = None
    verweer_ontvangen_op: date | None = None
    voorstel: Voorstel | None = None
    besluit: str | None = None


@dataclass(frozen=True, slots=True)
class Beroep:
    """Een beroep tegen een besluit; zonder uitspraak hangt het."""

    ingesteld_op: date
    te_laat: bool
    uitspraak: str | None = None
    uitspraak_op: date | None = None

    @property
    def hangende(self) -> bool:
        """Of er nog geen uitspraak is."""
        return self.uitspraak is None


@dataclass(frozen=True, slots=True)
class Besluit:
    """Een boetebesluit."""

    sleutel: str
    inbreuk: str
    bedrag: Cent
    genomen_op: date
    recidivestap: int
    staat: Literal["genomen", "betekend", "definitief", "vernietigd", "ingetrokken"] = "genomen"
    rechtsmiddelen_vermeld: bool | None = None
    betekend_op: date | None = None
    beroepstermijn: LopendeTermijn | None = None
    beroep: Beroep | None = None
    definitief_op: date | None = None
    vordering: str | None = None
    verjaring: VerjaringStand | None = None

    @property
    def staat_nog(self) -> bool:
        """Of het besluit niet vernietigd of ingetrokken is."""
        return self.staat not in {"vernietigd", "ingetrokken"}


@dataclass(frozen=True, slots=True)
class Betaling:
    """Een geboekte betaling en hoe ze is toegerekend."""

    bedrag: Cent
    valutadatum: date
    bankreferentie: str
    kosten: Cent
    intrest: Cent
    hoofdsom: Cent
    teveel: Cent
    voorlopig: bool


@dataclass(frozen=True, slots=True)
class Vordering:
    """De geldvordering die uit één besluit volgt."""

    sleutel: str
    besluit: str
    hoofdsom: Cent
    ogm: str
    geboekt_op: date
    eerste_brief: date
    betaaltermijn: LopendeTermijn | None = None
    betaalverzoeken: tuple[date, ...] = ()
    aanmaningen: tuple[date, ...] = ()
    in_gebreke_op: date | None = None
    betalingen: tuple[Betaling, ...] = ()
    kosten: Cent = NUL
    verjaring: VerjaringStand | None = None
    dringend_goedgekeurd_door: str | None = None
    overdracht: str | None = None
    afgesloten: bool = False
    voldaan_op: date | None = None

    @property
    def betaald(self) -> Cent:
        """De som van de ontvangsten."""
        return Cent(sum(b.bedrag for b in self.betalingen))

    @property
    def teveel(self) -> Cent:
        """Wat boven het verschuldigde werd ontvangen."""
        afgelost = Cent(sum(b.hoofdsom for b in self.betalingen))
        return Cent(sum(b.teveel for b in self.betalingen) + max(0, afgelost - self.hoofdsom))


@dataclass(frozen=True, slots=True)
class Overdracht:
    """Een overdracht van een vordering aan de Vlaamse Belastingdienst."""

    sleutel: str
    vordering: str
    voorbereid_op: date
    staat: Literal[
        "voorbereid", "verzonden", "bevestigd", "geweigerd", "teruggeroepen", "afgesloten"
    ] = "voorbereid"
    referentie: str | None = None

    @property
    def lopend(self) -> bool:
        """Of de vordering nu bij of onderweg naar VLABEL is."""
        return self.staat in {"voorbereid", "verzonden", "bevestigd"}


@dataclass(frozen=True, slots=True)
class Stuk:
    """Een brief, verzonden of ontvangen."""

    sleutel: str
    soort: str
    betreft: str
    kanaal: str
    verzonden_op: date
    ontvangen_op: date | None = None


@dataclass(frozen=True, slots=True)
class Taak:
    """Iets waarvoor een mens moet kiezen."""

    sleutel: str
    soort: str
    betreft: str
    sinds: date
    afgehandeld: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Eén verplichte inburgeraar, over alle agentschappen heen."""

    dossier_id: UUID
    versie: int = 0
    persoon: Persoon = field(default_factory=Persoon)
    agentschappen: frozenset[str] = frozenset()
    inbreuken: Mapping[str, Inbreuk] = field(default_factory=dict)
    besluiten: Mapping[str, Besluit] = field(default_factory=dict)
    vorderingen: Mapping[str, Vordering] = field(default_factory=dict)
    overdrachten: Mapping[str, Overdracht] = field(default_factory=dict)
    stukken: Mapping[str, Stuk] = field(default_factory=dict)
    taken: Mapping[str, Taak] = field(default_factory=dict)

    @property
    def bestaat(self) -> bool:
        """Of er al iets is vastgelegd."""
        return self.versie > 0

    def met_inbreuk(self, sleutel: str, **velden: object) -> Dossier:
        """Hetzelfde dossier met één gewijzigde inbreuk; een onbekende inbreuk verandert niets."""
        oud = self.inbreuken.get(sleutel)
        if oud is None:
            return self
        return replace(self, inbreuken={**self.inbreuken, sleutel: replace(oud, **velden)})  # type: ignore[arg-type]

    def met_besluit(self, sleutel: str, **velden: object) -> Dossier:
        """Hetzelfde dossier met één gewijzigd besluit."""
        oud = self.besluiten.get(sleutel)
        if oud is None:
            return self
        return replace(self, besluiten={**self.besluiten, sleutel: replace(oud, **velden)})  # type: ignore[arg-type]

    def met_vordering(self, sleutel: str, **velden: object) -> Dossier:
        """Hetzelfde dossier met één gewijzigde vordering."""
        oud = self.vorderingen.get(sleutel)
        if oud is None:
            return self
        return replace(self, vorderingen={**self.vorderingen, sleutel: replace(oud, **velden)})  # type: ignore[arg-type]

    def met_overdracht(self, sleutel: str, **velden: object) -> Dossier:
        """Hetzelfde dossier met één gewijzigde overdracht."""
        oud = self.overdrachten.get(sleutel)
        if oud is None:
            return self
        return replace(self, overdrachten={**self.overdrachten, sleutel: replace(oud, **velden)})  # type: ignore[arg-type]

    def met_stuk(self, stuk: Stuk) -> Dossier:
        """Hetzelfde dossier met een stuk erbij of vervangen."""
        return replace(self, stukken={**self.stukken, stuk.sleutel: stuk})

    def met_taak(self, soort: str, betreft: str, sinds: date) -> Dossier:
        """Hetzelfde dossier met een nieuwe open taak."""
        sleutel = volgende("T", self.taken)
        return replace(self, taken={**self.taken, sleutel: Taak(sleutel, soort, betreft, sinds)})

    def open_taken(self, betreft: str) -> list[Taak]:
        """De taken bij een inbreuk of vordering die nog op een mens wachten."""
        return [t for t in self.taken.values() if t.betreft == betreft and t.afgehandeld is None]


def volgende(letter: str, bestaande: Mapping[str, object]) -> str:
    """De volgende vrije sleutel: `I1`, dan `I2`, enzovoort."""
    nummers = {int(s[1:]) for s in bestaande if s[:1] == letter and s[1:].isdigit()}
    nummer = max(nummers, default=0) + 1
    if nummer > HOOGSTE_NUMMER:
        nummer = next(vrij for vrij in count(1) if vrij not in nummers)
    return f"{letter}{nummer}"
