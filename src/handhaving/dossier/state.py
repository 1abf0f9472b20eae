"""De toestand van een dossier: wat alle gebeurtenissen samen zeggen. Onveranderlijk."""

from __future__ import annotations

from dataclasses import field
from datetime import date  # noqa: TC003 - dataclasses lezen deze naam
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias
from uuid import UUID  # noqa: TC003 - dataclasses lezen deze naam

from handhaving.dossier.kopie import replace, toestand
from handhaving.dossier.nummers import volgende
from handhaving.dossier.privacy.staat import Privacy
from handhaving.dossier.vordering.staat import (
    NUL,
    Betaling,
    Overdracht,
    Overdrachtstaat,
    VerjaringStand,
    Vordering,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.eventlog.persoonlijk import NietLeesbaar
    from handhaving.recht.bedragen import Cent
    from handhaving.recht.grondslag import Grondslag

    Tekst: TypeAlias = str | NietLeesbaar | None
    Dag: TypeAlias = date | NietLeesbaar | None


__all__ = ["NUL", "Betaling", "Overdracht", "VerjaringStand", "Vordering"]
"""Het geld staat in `vordering.staat` en wordt hier mee aangeboden."""

VOORSTEL = "R"
"""De letter van een taak die enkel iets voorstelt (R1, R2 …); ze hindert niets."""


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

HERBESLISBAAR = frozenset({Fase.VERNIETIGD, Fase.INGETROKKEN})
"""Fasen waarin de boete viel en over de inbreuk opnieuw beslist kan worden."""

NA_BESLUIT = frozenset({Fase.BESLIST, Fase.BETEKEND, Fase.IN_BEROEP, Fase.DEFINITIEF})
"""Fasen waarin een boete staat."""

BIJ_ABB = frozenset({Fase.OVERGEMAAKT, Fase.VERWEER, Fase.VOORGESTELD})
"""Fasen waarin ABB het dossier heeft en nog niet beslist is."""


@toestand
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
    staat: Literal["loopt", "geschorst", "verstreken", "vervallen"] = "loopt"
    grondslag: tuple[Grondslag, ...] = ()


@toestand
class Schorsing:
    """Een termijn die stilstaat: sinds en tot wanneer, en de termijn zoals hij ervoor liep.

    De eindes gelden bij het verwachte einde van de schorsing, op beide wijzen: (burger, overheid).
    """

    van: date
    tot: date
    origineel: LopendeTermijn
    hervatting: tuple[date, date]
    herstart: tuple[date, date]


@toestand
class Uitstel:
    """Een uitstel of een opschorting van het contract. De soorten zijn nooit één vlag."""

    sleutel: str
    soort: str
    van: date
    tot: date
    vervallen_op: date | None = None
    """Gezet als het uitstel nooit verleend bleek: dan telt het niet."""

    @property
    def telt(self) -> bool:
        """Of het uitstel er is."""
        return self.vervallen_op is None

    def dekt(self, dag: date) -> bool:
        """Of deze dag in het uitstel valt; de eerste en de laatste dag tellen mee."""
        return self.telt and self.van <= dag <= self.tot


@toestand
class Deelname:
    """Het laatste cijfer over een cursus, in lesuren."""

    cursus: str
    peildatum: date
    gevolgd: int
    voorzien: int
    eindcijfer: bool

    @property
    def procent(self) -> int:
        """Het gevolgde deel in hele procenten, naar beneden afgerond."""
        return 100 * self.gevolgd // self.voorzien

    def haalt(self, drempel: int) -> bool:
        """Of het gevolgde deel deze drempel (procent) haalt; exact, zonder afronding."""
        return 100 * self.gevolgd >= drempel * self.voorzien


@toestand
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
    insz_aliassen: tuple[Tekst, ...] = ()
    regime_vanaf: date | None = None
    vrijgesteld_vanaf: date | None = None
    afgevoerd_op: date | None = None
    adres_onbruikbaar: bool = False
    schuldenregeling_op: date | None = None


@toestand
class Voorstel:
    """Een boetevoorstel en wie het deed."""

    bedrag: Cent
    recidivestap: int
    door: str


@toestand
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
    cursus: str | None = None
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
    voorstellers: frozenset[str] = frozenset()
    """Wie ooit een boete voorstelde, ook als er sindsdien een ander voorstel is."""
    besluit: str | None = None
    schorsing: Schorsing | None = None


@toestand
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


@toestand
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


@toestand
class Stuk:
    """Een brief, verzonden of ontvangen."""

    sleutel: str
    soort: str
    betreft: str
    kanaal: str
    verzonden_op: date
    ontvangen_op: date | None = None
    onbestelbaar_op: date | None = None
    vervallen_op: date | None = None
    """Gezet als het stuk er nooit bleek te zijn geweest."""

    @property
    def verstuurd(self) -> bool:
        """Of het stuk van ons vertrok; een ontvangen stuk kwam hier binnen."""
        return self.kanaal != "ontvangen" and self.vervallen_op is None


@toestand
class Taak:
    """Iets waarvoor een mens moet kiezen; `opdracht` en `gegevens` zijn het voorstel erbij."""

    sleutel: str
    soort: str
    betreft: str
    sinds: date
    afgehandeld: str | None = None
    opdracht: str | None = None
    gegevens: Mapping[str, str] = field(default_factory=dict)
    stukken: tuple[str, ...] = ()
    """De brieven die op iets rustten wat niet klopte."""

    @property
    def hindert(self) -> bool:
        """Of ze nog open is en eerst afgehandeld moet zijn voor een besluit of het einde."""
        return self.afgehandeld is None and not self.sleutel.startswith(VOORSTEL)


@toestand
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
    uitstellen: Mapping[str, Uitstel] = field(default_factory=dict)
    deelnames: Mapping[str, Deelname] = field(default_factory=dict)
    gesloten_op: date | None = None
    samengevoegd_in: UUID | None = None
    """Het dossier dat dit opnam; dan is dit alleen nog te lezen."""
    voordien: Dossier | None = None
    """Wat er stond toen het werd opgenomen."""
    opgenomen: frozenset[UUID] = frozenset()
    """De dossiers die in dit zijn samengevoegd: zelfde persoon, eigen sleutels."""
    vertrokken: Mapping[str, UUID] = field(default_factory=dict)
    """Wat na een splitsing in een ander dossier verder leeft: sleutel → dossier."""
    privacy: Privacy = field(default_factory=Privacy)

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

    def met_overdracht(
        self, sleutel: str, staat: Overdrachtstaat, op: date, **velden: str
    ) -> Dossier:
        """Hetzelfde dossier, met één overdracht die sinds deze dag in een andere staat is."""
        oud = self.overdrachten.get(sleutel)
        if oud is None:
            return self
        nieuw = oud.naar(staat, op, **velden)
        return replace(self, overdrachten={**self.overdrachten, sleutel: nieuw})

    def met_stuk(self, stuk: Stuk) -> Dossier:
        """Hetzelfde dossier met een stuk erbij of vervangen."""
        return replace(self, stukken={**self.stukken, stuk.sleutel: stuk})

    def met_taak(self, soort: str, betreft: str, sinds: date) -> Dossier:
        """Hetzelfde dossier met een nieuwe open taak."""
        sleutel = volgende("T", self.taken, self.vertrokken)
        return replace(self, taken={**self.taken, sleutel: Taak(sleutel, soort, betreft, sinds)})

    def laatste_brief(self, soort: str, betreft: str) -> Stuk | None:
        """De brief van deze soort waaruit de termijnen nu volgen: de laatst verzonden."""
        alle = reversed(list(self.stukken.values()))
        gevonden = (
            k for k in alle if (k.soort, k.betreft) == (soort, betreft) and k.vervallen_op is None
        )
        return max(gevonden, key=lambda k: k.verzonden_op, default=None)

    def open_taken(self, betreft: str) -> list[Taak]:
        """De taken bij een inbreuk of vordering die nog op een mens wachten."""
        return [t for t in self.taken.values() if t.betreft == betreft and t.afgehandeld is None]
