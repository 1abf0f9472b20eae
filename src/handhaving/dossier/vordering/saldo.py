"""Wat nog verschuldigd is: hoofdsom, intrest vanaf de ingebrekestelling tot betaling, kosten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from handhaving.dossier.vordering.staat import NUL
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.dossier.vordering.staat import Vordering
    from handhaving.recht import Intrest, Recht

EURO = Cent(100)
STATUSSEN = (
    "open",
    "deelsBetaald",
    "vervallen",
    "aangemaand",
    "inGebreke",
    "afbetalingsplan",
    "planVerbroken",
    "opgeschort",
    "overdrachtVoorbereid",
    "bijVlabel",
    "betaald",
    "teveelBetaald",
    "terugTeBetalen",
    "oninbaar",
    "verjaard",
    "afgesloten",
)
"""Elke status van een vordering (contract §2)."""


@dataclass(frozen=True, slots=True)
class Saldo:
    """Wat op een dag nog openstaat, per onderdeel; `bekend_tot` begrenst de intrest, None niet."""

    kosten: Cent
    intrest: Cent
    hoofdsom: Cent
    bekend_tot: date | None

    @property
    def totaal(self) -> Cent:
        """Alles samen."""
        return self.kosten + self.intrest + self.hoofdsom


def gelopen_intrest(vordering: Vordering, op: date, recht: Recht) -> Intrest | None:
    """De intrest sinds de ingebrekestelling tot betaling, op wat telkens openstond; anders None."""
    vanaf = vordering.in_gebreke_sinds
    if vanaf is None or op <= vanaf:
        return None
    som, vorig = vordering.hoofdsom, vordering.hoofdsom
    stappen: list[tuple[date, Cent]] = []
    for dag, verschil in sorted(_verloop(vordering)):
        # Na een hervorming kan meer betaald zijn dan verschuldigd: het saldo zakt niet onder nul.
        som += verschil
        stappen.append((max(vanaf, dag), max(NUL, som) - vorig))
        vorig = max(NUL, som)
    return recht.intrest_met_betalingen(
        vordering.hoofdsom,
        vanaf,
        op,
        stappen,
        stilstand=[(begin, einde) for begin, einde, _ in vordering.intreststilstand],
    )


def _verloop(vordering: Vordering) -> Iterator[tuple[date, Cent]]:
    """Hoe de hoofdsom verandert: (dag, verschil).

    Een gestorneerde betaling telt voor de intrest mee zolang ze geboekt stond, tenzij er toch
    intrest over die periode loopt.
    """
    for betaling in vordering.betalingen:
        if betaling.gestorneerd_op is None:
            yield betaling.valutadatum, -betaling.hoofdsom
        elif not betaling.intrest_loopt_door:
            yield betaling.valutadatum, -betaling.hoofdsom
            yield betaling.gestorneerd_op, betaling.hoofdsom
    for deel in vordering.kwijtscheldingen:
        if deel.onderdeel == "hoofdsom":
            yield deel.op, -deel.bedrag


def _kwijt(vordering: Vordering, onderdeel: str) -> Cent:
    return Cent(sum(k.bedrag for k in vordering.kwijtscheldingen if k.onderdeel == onderdeel))


def zonder_intrest(vordering: Vordering) -> tuple[Cent, Cent]:
    """De kosten en de hoofdsom die nog openstaan; die hangen niet van de dag af."""
    ontvangen = vordering.ontvangsten
    kosten = vordering.kosten - Cent(sum(b.kosten for b in ontvangen))
    hoofdsom = vordering.hoofdsom - Cent(sum(b.hoofdsom for b in ontvangen))
    return (
        max(NUL, kosten - _kwijt(vordering, "kosten")),
        max(NUL, hoofdsom - _kwijt(vordering, "hoofdsom")),
    )


def saldo(vordering: Vordering, op: date, recht: Recht) -> Saldo:
    """Het saldo op een dag: nooit intrest vóór de ingebrekestelling tot betaling."""
    if vordering.afgesloten:
        return Saldo(kosten=NUL, intrest=NUL, hoofdsom=NUL, bekend_tot=None)
    kosten, hoofdsom = zonder_intrest(vordering)
    intrest, bekend_tot = NUL, None
    gelopen = gelopen_intrest(vordering, op, recht)
    if gelopen is not None:
        bekend_tot = gelopen.bekend_tot
        voldaan = Cent(sum(b.intrest for b in vordering.ontvangsten)) + _kwijt(vordering, "intrest")
        intrest = max(NUL, gelopen.bedrag - voldaan)
    return Saldo(kosten=kosten, intrest=intrest, hoofdsom=hoofdsom, bekend_tot=bekend_tot)


def rente_bekend_tot(vordering: Vordering, dag: date, recht: Recht) -> date | None:
    """Tot welke dag de rentevoet bekend is, als dat niet tot en met `dag` is; anders None."""
    vanaf = vordering.in_gebreke_sinds
    if vanaf is None:
        return None
    return recht.intrest(EURO, min(vanaf, dag), dag + timedelta(days=1)).bekend_tot


def status(vordering: Vordering, op: date, overdracht_staat: str | None, *, vervallen: bool) -> str:
    """De status op een dag (contract §2); de eerste die geldt. Sommige hangen van de dag af."""
    voldaan = vordering.voldaan_op is not None and op >= vordering.voldaan_op
    rij = (
        (vordering.afgesloten and vordering.teveel > 0, "terugTeBetalen"),
        (vordering.afgesloten, "afgesloten"),
        (vordering.teveel > 0, "teveelBetaald"),
        (voldaan, "betaald"),
        (vordering.kwijtgescholden_op is not None, "afgesloten"),
        (vordering.verjaard_op is not None, "verjaard"),
        (vordering.oninbaar_op is not None, "oninbaar"),
        (vordering.opgeschort_op(op) is not None, "opgeschort"),
        (overdracht_staat == "bevestigd", "bijVlabel"),
        (overdracht_staat in {"voorbereid", "verzonden"}, "overdrachtVoorbereid"),
        (vordering.lopend_plan is not None, "afbetalingsplan"),
        (pas_verbroken(vordering), "planVerbroken"),
        (vordering.in_gebreke_sinds is not None, "inGebreke"),
        (bool(vordering.tellende_aanmaningen), "aangemaand"),
        (vervallen, "vervallen"),
        (vordering.betaald > 0, "deelsBetaald"),
    )
    return next((naam for geldt, naam in rij if geldt), "open")


def pas_verbroken(vordering: Vordering) -> bool:
    """Of het plan verbroken is en er sindsdien geen aanmaning of ingebrekestelling vertrok."""
    plan = vordering.plan
    if plan is None or plan.verbroken_op is None or not vordering.plan_telt(plan):
        return False
    brieven = [*vordering.tellende_aanmaningen, vordering.in_gebreke_sinds or plan.toegekend_op]
    return max(brieven) < plan.verbroken_op


def is_vervallen(vordering: Vordering, op: date) -> bool:
    """Of de betaaltermijn in de lezing van de burger voorbij is."""
    termijn = vordering.betaaltermijn
    return termijn is not None and op > termijn.laatste_dag_burger
