"""Wat nog verschuldigd is: hoofdsom, intrest vanaf de ingebrekestelling tot betaling, kosten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from datetime import date

    from handhaving.dossier.state import Vordering
    from handhaving.recht import Intrest, Recht

NUL = Cent(0)


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
    vanaf = vordering.in_gebreke_op
    if vanaf is None or op <= vanaf:
        return None
    eerder = Cent(sum(b.hoofdsom for b in vordering.betalingen if b.valutadatum <= vanaf))
    later = [(b.valutadatum, -b.hoofdsom) for b in vordering.betalingen if b.valutadatum > vanaf]
    begin = max(NUL, vordering.hoofdsom - eerder)
    return recht.intrest_met_betalingen(begin, vanaf, op, later)


def zonder_intrest(vordering: Vordering) -> tuple[Cent, Cent]:
    """De kosten en de hoofdsom die nog openstaan; die hangen niet van de dag af."""
    kosten = vordering.kosten - Cent(sum(b.kosten for b in vordering.betalingen))
    hoofdsom = vordering.hoofdsom - Cent(sum(b.hoofdsom for b in vordering.betalingen))
    return max(NUL, kosten), max(NUL, hoofdsom)


def saldo(vordering: Vordering, op: date, recht: Recht) -> Saldo:
    """Het saldo op een dag: nooit intrest vóór de ingebrekestelling tot betaling."""
    kosten, hoofdsom = zonder_intrest(vordering)
    intrest, bekend_tot = NUL, None
    gelopen = gelopen_intrest(vordering, op, recht)
    if gelopen is not None:
        bekend_tot = gelopen.bekend_tot
        intrest = max(NUL, gelopen.bedrag - Cent(sum(b.intrest for b in vordering.betalingen)))
    return Saldo(kosten=kosten, intrest=intrest, hoofdsom=hoofdsom, bekend_tot=bekend_tot)


def status(vordering: Vordering, op: date, overdracht_staat: str | None, *, vervallen: bool) -> str:
    """De status op een dag (contract §2); de eerste die geldt. Sommige hangen van de dag af."""
    rij = (
        (vordering.afgesloten and vordering.betaald > 0, "terugTeBetalen"),
        (vordering.afgesloten, "afgesloten"),
        (vordering.teveel > 0, "teveelBetaald"),
        (vordering.voldaan_op is not None and op >= vordering.voldaan_op, "betaald"),
        (overdracht_staat == "bevestigd", "bijVlabel"),
        (overdracht_staat in {"voorbereid", "verzonden"}, "overdrachtVoorbereid"),
        (vordering.in_gebreke_op is not None, "inGebreke"),
        (bool(vordering.aanmaningen), "aangemaand"),
        (vervallen, "vervallen"),
        (vordering.betaald > 0, "deelsBetaald"),
    )
    return next((naam for geldt, naam in rij if geldt), "open")


def is_vervallen(vordering: Vordering, op: date) -> bool:
    """Of de betaaltermijn in de lezing van de burger voorbij is."""
    termijn = vordering.betaaltermijn
    return termijn is not None and op > termijn.laatste_dag_burger
