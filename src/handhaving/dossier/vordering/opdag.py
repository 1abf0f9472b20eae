"""De vordering zoals ze op een dag stond: wat later kwam, telt op die dag nog niet mee.

Alleen om te lezen. Wie beslist, rekent met alles wat hij weet (`saldo`), ook met een betaling die
na de valutadatum van een latere geboekt werd.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handhaving.dossier.vordering.saldo import (
    Saldo,
    is_vervallen,
    saldo,
    status,
    zonder_intrest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handhaving.dossier.vordering.staat import (
        Afbetalingsplan,
        Betaling,
        Overdracht,
        Vordering,
    )
    from handhaving.recht import Recht
    from handhaving.recht.bedragen import Cent

Periode = tuple["date", "date | None", str]


def op_dag(vordering: Vordering, dag: date) -> Vordering:
    """De vordering zonder wat na deze dag gebeurde; de verjaring is die van nu."""
    toen = replace(
        vordering,
        hoofdsom=_hoofdsom(vordering, dag),
        betaalverzoeken=_tot(vordering.betaalverzoeken, dag),
        aanmaningen=_tot(vordering.aanmaningen, dag),
        in_gebreke_op=_indien(vordering.in_gebreke_op, dag),
        betalingen=tuple(_betaling(b, dag) for b in vordering.betalingen if b.valutadatum <= dag),
        terugbetalingen=tuple(t for t in vordering.terugbetalingen if t[0] <= dag),
        kostposten=tuple(k for k in vordering.kostposten if k[0] <= dag),
        kwijtscheldingen=tuple(k for k in vordering.kwijtscheldingen if k.op <= dag),
        plannen=tuple(_plan(p, vordering, dag) for p in vordering.plannen if p.toegekend_op <= dag),
        opschortingen=_perioden(vordering.opschortingen, dag),
        intreststilstand=_perioden(vordering.intreststilstand, dag),
        afgesloten_op=_indien(vordering.afgesloten_op, dag),
        voldaan_op=_indien(vordering.voldaan_op, dag),
        kwijtgescholden_op=_indien(vordering.kwijtgescholden_op, dag),
        oninbaar_op=_indien(vordering.oninbaar_op, dag),
        verjaard_op=_indien(vordering.verjaard_op, dag),
    )
    if toen.voldaan_op is None and _was_voldaan(vordering, toen):
        return replace(toen, voldaan_op=max(b.valutadatum for b in toen.ontvangsten))
    return toen


def _was_voldaan(nu: Vordering, toen: Vordering) -> bool:
    """Of alles betaald was met een betaling die later gestorneerd werd."""
    gestorneerd = {b.bankreferentie for b in nu.betalingen if not b.telt}
    later = any(b.bankreferentie in gestorneerd for b in toen.ontvangsten)
    return later and not any(zonder_intrest(toen))


def saldo_op(vordering: Vordering, dag: date, recht: Recht) -> Saldo:
    """Wat op deze dag openstond, met de intrest tot en met die dag."""
    return saldo(op_dag(vordering, dag), dag, recht)


def status_op(vordering: Vordering, dag: date, overdracht: Overdracht | None) -> str:
    """De status op deze dag (contract §2)."""
    toen = op_dag(vordering, dag)
    staat = None if overdracht is None else overdracht.staat_op(dag)
    return status(toen, dag, staat, vervallen=is_vervallen(toen, dag))


def _hoofdsom(vordering: Vordering, dag: date) -> Cent:
    """De hoofdsom voor de eerste hervorming die na deze dag kwam."""
    eerder = (bedrag for tot, bedrag in vordering.eerdere_hoofdsommen if dag < tot)
    return next(eerder, vordering.hoofdsom)


def _indien(datum: date | None, dag: date) -> date | None:
    return datum if datum is not None and datum <= dag else None


def _tot(dagen: Iterable[date], dag: date) -> tuple[date, ...]:
    return tuple(d for d in dagen if d <= dag)


def _betaling(betaling: Betaling, dag: date) -> Betaling:
    return replace(betaling, gestorneerd_op=_indien(betaling.gestorneerd_op, dag))


def _plan(plan: Afbetalingsplan, vordering: Vordering, dag: date) -> Afbetalingsplan:
    ervoor = vordering.betalingen[: plan.vanaf_betaling]
    return replace(
        plan,
        verbroken_op=_indien(plan.verbroken_op, dag),
        vanaf_betaling=sum(b.valutadatum <= dag for b in ervoor),
    )


def _perioden(perioden: Iterable[Periode], dag: date) -> tuple[Periode, ...]:
    return tuple((van, _indien(tot, dag), reden) for van, tot, reden in perioden if van <= dag)
