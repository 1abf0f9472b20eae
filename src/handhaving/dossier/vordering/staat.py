"""De toestand van het geld: de vordering, wat erop betaald is, haar plan, verjaring, overdracht."""

from __future__ import annotations

from dataclasses import replace
from datetime import date  # noqa: TC003 - dataclasses lezen deze naam
from typing import TYPE_CHECKING, Literal, TypeAlias
from uuid import UUID  # noqa: TC003 - dataclasses lezen deze naam

from handhaving.dossier.kopie import toestand
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from handhaving.dossier.state import LopendeTermijn

NUL = Cent(0)
Overdrachtstaat: TypeAlias = Literal[
    "voorbereid", "verzonden", "bevestigd", "geweigerd", "teruggeroepen", "afgesloten"
]


@toestand
class VerjaringStand:
    """Wanneer een vordering verjaart, en de laatste dag waarop nog veilig gehandeld kan worden.

    Tijdens een schorsing (`geschorst_sinds`) is `datum` het einde zonder die schorsing.
    """

    van: date
    datum: date
    laatste_veilige_dag: date
    waarschuwingen: tuple[date, ...]
    regel: str
    gezet_door: UUID
    geschorst_sinds: date | None = None

    def verjaard_op(self, dag: date) -> bool:
        """Of de vordering op die dag verjaard is: op `datum` zelf is een daad nog tijdig."""
        return self.geschorst_sinds is None and dag > self.datum


@toestand
class Stuitingsfeit:
    """Een aangevoerde stuiting, met of zonder gevolg; bij elke volgende wordt alles herrekend."""

    daad: str
    op: date
    schuldenaar_in_belgie: bool


@toestand
class Schorsingsfeit:
    """Een schorsing van de verjaring; `tot` is de dag van hervatting, None zolang ze duurt."""

    grond: str
    van: date
    tot: date | None = None


@toestand
class Betaling:
    """Een geboekte betaling en hoe ze is toegerekend; een gestorneerde telt niet meer mee."""

    bedrag: Cent
    valutadatum: date
    bankreferentie: str
    kosten: Cent
    intrest: Cent
    hoofdsom: Cent
    teveel: Cent
    voorlopig: bool
    gestorneerd_op: date | None = None
    intrest_loopt_door: bool = False

    @property
    def telt(self) -> bool:
        """Of het geld er nog is."""
        return self.gestorneerd_op is None


@toestand
class Kwijtschelding:
    """Wat van één onderdeel van de schuld is kwijtgescholden."""

    onderdeel: str
    bedrag: Cent
    op: date


@toestand
class Aflossing:
    """Eén aflossing van een plan; na `uiterste_dag` (met respijt) is ze gemist."""

    nummer: int
    vervaldag: date
    laatste_dag_burger: date
    uiterste_dag: date
    bedrag: Cent


@toestand
class Afbetalingsplan:
    """Een afbetalingsplan. `vanaf_betaling` is hoeveel betalingen er al geboekt waren."""

    toegekend_op: date
    bedrag: Cent
    aflossingen: tuple[Aflossing, ...]
    vanaf_betaling: int
    gezet_door: UUID
    verbroken_op: date | None = None

    def onbetaald(self, betaald: Cent) -> tuple[Aflossing, ...]:
        """De aflossingen die met dit bedrag niet volledig betaald zijn."""
        som, uit = NUL, []
        for aflossing in self.aflossingen:
            som += aflossing.bedrag
            if som > betaald:
                uit.append(aflossing)
        return tuple(uit)


@toestand
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
    terugbetalingen: tuple[tuple[date, Cent], ...] = ()
    kostposten: tuple[tuple[date, Cent], ...] = ()
    """Wat aan kosten is aangerekend, en op welke dag."""
    kwijtscheldingen: tuple[Kwijtschelding, ...] = ()
    plannen: tuple[Afbetalingsplan, ...] = ()
    opschortingen: tuple[tuple[date, date | None, str], ...] = ()
    """Wanneer de invordering stillag: (van, tot, redenCode); `tot` telt niet mee."""
    intreststilstand: tuple[tuple[date, date | None, str], ...] = ()
    """Wanneer er daarbij geen intrest liep: (van, tot, redenCode)."""
    verjaring: VerjaringStand | None = None
    stuitingen: tuple[Stuitingsfeit, ...] = ()
    schorsingen: tuple[Schorsingsfeit, ...] = ()
    dringend_goedgekeurd_door: str | None = None
    overdracht: str | None = None
    eerdere_hoofdsommen: tuple[tuple[date, Cent], ...] = ()
    """De hoofdsom van voor een hervorming: (tot, bedrag); `tot` telt niet mee."""
    afgesloten_op: date | None = None
    """Sinds wanneer het besluit weg is: niets is verschuldigd, en wat betaald is moet terug."""
    voldaan_op: date | None = None
    kwijtgescholden_op: date | None = None
    oninbaar_op: date | None = None
    verjaard_op: date | None = None

    @property
    def afgesloten(self) -> bool:
        """Of het besluit waarop de vordering rust weg is."""
        return self.afgesloten_op is not None

    @property
    def kosten(self) -> Cent:
        """De som van de aangerekende kosten."""
        return Cent(sum(bedrag for _, bedrag in self.kostposten))

    @property
    def ontvangsten(self) -> tuple[Betaling, ...]:
        """De betalingen die niet gestorneerd zijn."""
        return tuple(b for b in self.betalingen if b.telt)

    @property
    def betaald(self) -> Cent:
        """De som van de ontvangsten."""
        return Cent(sum(b.bedrag for b in self.ontvangsten))

    @property
    def terugbetaald(self) -> Cent:
        """De som van wat is teruggestort."""
        return Cent(sum(bedrag for _, bedrag in self.terugbetalingen))

    @property
    def boven_schuld(self) -> Cent:
        """Wat boven het verschuldigde werd ontvangen, ook als het al terug is; niets voorlopigs."""
        if self.afgesloten:
            return self.betaald
        afgelost = Cent(sum(b.hoofdsom for b in self.ontvangsten))
        los = sum(b.teveel for b in self.ontvangsten if not b.voorlopig)
        return Cent(los + max(0, afgelost - self.hoofdsom))

    @property
    def teveel(self) -> Cent:
        """Wat nog terug moet naar wie betaalde."""
        return max(NUL, self.boven_schuld - self.terugbetaald)

    @property
    def onterecht_terugbetaald(self) -> Cent:
        """Wat werd teruggestort en, na een storno, toch niet te veel was."""
        return max(NUL, self.terugbetaald - self.boven_schuld)

    @property
    def betaalbaar(self) -> bool:
        """Of er nog iets verschuldigd kan zijn, na de verjaring als natuurlijke verbintenis."""
        return not self.afgesloten and self.voldaan_op is None and self.kwijtgescholden_op is None

    @property
    def leeft(self) -> bool:
        """Of er nog iets te innen kan zijn: de klokken van de vordering lopen."""
        return self.betaalbaar and self.verjaard_op is None

    def opgeschort_op(self, dag: date) -> str | None:
        """De reden waarom de invordering op die dag stillag, of None."""
        redenen = (r for van, tot, r in self.opschortingen if van <= dag and _voor(dag, tot))
        return next(redenen, None)

    def brief_telt(self, verzonden_op: date) -> bool:
        """Of een brief die toen vertrok manen kon: de betaaltermijn, zoals die nu is, was om."""
        termijn = self.betaaltermijn
        return termijn is not None and verzonden_op > termijn.laatste_dag_burger

    @property
    def tellende_aanmaningen(self) -> tuple[date, ...]:
        """De aanmaningen van na de betaaltermijn."""
        return tuple(op for op in self.aanmaningen if self.brief_telt(op))

    @property
    def in_gebreke_sinds(self) -> date | None:
        """Sinds wanneer de schuldenaar in gebreke is en er intrest loopt."""
        op = self.in_gebreke_op
        return op if op is not None and self.brief_telt(op) else None

    def plan_telt(self, plan: Afbetalingsplan) -> bool:
        """Of het plan op een geldige betekening rust, en niet verbroken leek voor de vervaldag."""
        if self.betaaltermijn is None or plan.toegekend_op < self.eerste_brief:
            return False
        return plan.verbroken_op is None or self.brief_telt(plan.verbroken_op)

    @property
    def plan(self) -> Afbetalingsplan | None:
        """Het laatst toegekende afbetalingsplan."""
        return self.plannen[-1] if self.plannen else None

    @property
    def op_plan_betaald(self) -> Cent:
        """Wat sinds de toekenning van het laatste plan ontvangen is."""
        if self.plan is None:
            return NUL
        sinds = self.betalingen[self.plan.vanaf_betaling :]
        return Cent(sum(b.bedrag for b in sinds if b.telt))

    @property
    def lopend_plan(self) -> Afbetalingsplan | None:
        """Het plan dat nu loopt: niet verbroken en niet helemaal afbetaald."""
        plan = self.plan
        if plan is None or plan.verbroken_op is not None or not self.leeft:
            return None
        if not self.plan_telt(plan):
            return None
        return plan if plan.onbetaald(self.op_plan_betaald) else None


def _voor(dag: date, tot: date | None) -> bool:
    return tot is None or dag < tot


@toestand
class Overdracht:
    """Een overdracht van een vordering aan de Vlaamse Belastingdienst."""

    sleutel: str
    vordering: str
    voorbereid_op: date
    staat: Overdrachtstaat = "voorbereid"
    referentie: str | None = None
    verloop: tuple[tuple[date, str], ...] = ()
    """Sinds wanneer ze welke staat had, te beginnen na de voorbereiding."""

    @property
    def lopend(self) -> bool:
        """Of de vordering nu bij of onderweg naar VLABEL is."""
        return self.staat in {"voorbereid", "verzonden", "bevestigd"}

    def naar(self, staat: Overdrachtstaat, op: date, **velden: str) -> Overdracht:
        """Dezelfde overdracht, sinds deze dag in een andere staat."""
        return replace(self, staat=staat, verloop=(*self.verloop, (op, staat)), **velden)  # type: ignore[arg-type]

    def staat_op(self, dag: date) -> str | None:
        """De staat op een dag; None als ze toen nog niet voorbereid was."""
        if dag < self.voorbereid_op:
            return None
        toen = [staat for op, staat in self.verloop if op <= dag]
        return toen[-1] if toen else "voorbereid"
