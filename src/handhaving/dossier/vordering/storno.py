"""Geld dat weer weggaat: een gestorneerde betaling, en wat te veel was en terug moet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)
from handhaving.dossier.kopie import replace
from handhaving.dossier.refusals import PeriodeOngeldig
from handhaving.dossier.vordering.betaling import (
    Toerekening,
    maak_definitief,
    met_toerekening,
    slot,
    vastgesteld,
    verdeel,
)
from handhaving.dossier.vordering.gemeen import Bedrag, meld_aan_vlabel, sluit_teveel
from handhaving.dossier.vordering.staat import NUL
from handhaving.dossier.vordering.weigeringen import BetalingOnbekend, TerugbetalingTeHoog
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Betaling, Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class BetalingGestorneerd(Gebeurtenis):
    """De bank haalde een betaling terug. De schuld herleeft waar de invordering gebleven was."""

    geldig_veld = "op"
    historiek = "Betaling {bankreferentie} van € {bedrag} op {vordering} gestorneerd op {op}."

    vordering: Sleutel
    bankreferentie: Code
    bedrag: Cent
    op: date
    intrest_loopt_door: bool
    """Of er intrest loopt over de periode waarin de betaling geboekt stond."""
    nooit_ontvangen: bool | None = None
    """Of de betaling hier nooit was, zoals na een rechtzetting; anders haalde de bank ze terug."""


class TerugbetalingVerricht(Gebeurtenis):
    """Wat te veel ontvangen was, ging terug."""

    geldig_veld = "op"
    historiek = "Op {vordering} is € {bedrag} terugbetaald op {op}."

    vordering: Sleutel
    bedrag: Cent
    op: date


class StorneerBetaling(Opdracht):
    """Storneer een geboekte betaling die de bank terughaalde. Nog eens storneert niets."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/storneringen"
    voorbeeld = {"vordering": "V1", "bankreferentie": "C-1", "op": "2024-11-05"}
    rollen = frozenset({Rol.BOEKHOUDER})
    verleden = ("op",)

    vordering: Sleutel
    bankreferentie: Code
    op: date


class BetaalTerug(Opdracht):
    """Betaal terug wat te veel ontvangen is, nooit meer."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/terugbetalingen"
    voorbeeld = {"vordering": "V1", "bedrag": "10.00", "op": "2024-11-05"}
    rollen = frozenset({Rol.BOEKHOUDER})
    verleden = ("op",)

    vordering: Sleutel
    bedrag: Bedrag
    op: date


def _zoek(vordering: Vordering, bankreferentie: str) -> Betaling | None:
    return next((b for b in vordering.betalingen if b.bankreferentie == bankreferentie), None)


def _keur_storneer(
    opdracht: StorneerBetaling, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    betaling = _zoek(dossier.vorderingen[opdracht.vordering], opdracht.bankreferentie)
    if betaling is None:
        yield BetalingOnbekend(vordering=opdracht.vordering)
    elif opdracht.op < betaling.valutadatum:
        yield PeriodeOngeldig(
            van=betaling.valutadatum, tot=opdracht.op, reden="gestorneerd voor ze betaald was"
        )


def _zonder(vordering: Vordering, feit: BetalingGestorneerd) -> Vordering:
    """De vordering na de storno: het geld is weg, de schuld herleeft, de aanmaningen blijven."""
    if feit.nooit_ontvangen:
        return _nooit_ontvangen(vordering, feit.bankreferentie)
    betalingen = tuple(
        replace(b, gestorneerd_op=feit.op, intrest_loopt_door=feit.intrest_loopt_door)
        if b.bankreferentie == feit.bankreferentie
        else b
        for b in vordering.betalingen
    )
    weg = (b for b in vordering.betalingen if b.bankreferentie == feit.bankreferentie)
    if any(b.bedrag > b.teveel for b in weg):
        vordering = replace(vordering, voldaan_op=None, kwijtgescholden_op=None)
    return replace(vordering, betalingen=betalingen)


def _nooit_ontvangen(vordering: Vordering, bankreferentie: str) -> Vordering:
    """De vordering zonder een betaling die er nooit was; een plan telt wat ervoor geboekt stond."""
    plaatsen = [n for n, b in enumerate(vordering.betalingen) if b.bankreferentie == bankreferentie]
    plannen = tuple(
        replace(p, vanaf_betaling=p.vanaf_betaling - sum(n < p.vanaf_betaling for n in plaatsen))
        for p in vordering.plannen
    )
    over = tuple(b for b in vordering.betalingen if b.bankreferentie != bankreferentie)
    return replace(vordering, betalingen=over, plannen=plannen)


def _herverdeel(vordering: Vordering, recht: Recht) -> tuple[Vordering, list[Gebeurtenis]]:
    """Wat op andere betalingen te veel was, lost nu de herleefde schuld af."""
    over = Cent(min(vordering.teveel, sum(b.teveel for b in vordering.ontvangsten)))
    feiten: list[Gebeurtenis] = []
    betalingen = list(vordering.betalingen)
    for plaats, betaling in enumerate(vordering.betalingen):
        vrij = Cent(min(over, betaling.teveel)) if betaling.telt else NUL
        if vrij == 0 or vordering.afgesloten:
            continue
        nu = replace(vordering, betalingen=tuple(betalingen))
        deel = verdeel(nu, vrij, betaling.valutadatum, recht)
        over -= vrij
        if deel.teveel == vrij:
            continue
        samen = Toerekening(
            kosten=betaling.kosten + deel.kosten,
            intrest=betaling.intrest + deel.intrest,
            hoofdsom=betaling.hoofdsom + deel.hoofdsom,
            teveel=betaling.teveel - vrij + deel.teveel,
            voorlopig=betaling.voorlopig or deel.voorlopig,
        )
        feiten.append(vastgesteld(vordering, betaling, samen))
        betalingen[plaats] = met_toerekening(betaling, samen)
    return replace(vordering, betalingen=tuple(betalingen)), feiten


def _storneer(
    opdracht: StorneerBetaling, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    vordering = dossier.vorderingen[opdracht.vordering]
    betaling = _zoek(vordering, opdracht.bankreferentie)
    if betaling is None or not betaling.telt:
        return ()
    waarde = recht.tekst("storno.intrest", opdracht.op)
    feit = BetalingGestorneerd(
        vordering=vordering.sleutel,
        bankreferentie=betaling.bankreferentie,
        bedrag=betaling.bedrag,
        op=opdracht.op,
        intrest_loopt_door=waarde.waarde == "looptDoor",
        grondslag=(waarde.grondslag,),
    )
    eerst = _zonder(vordering, feit)
    bekend, definitief = maak_definitief(eerst, recht)
    daarna, herverdeeld = _herverdeel(bekend, recht)
    return (feit, *definitief, *herverdeeld, *slot(eerst, daarna, opdracht.op, recht))


def _keur_terug(
    opdracht: BetaalTerug, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    if opdracht.bedrag > vordering.teveel:
        yield TerugbetalingTeHoog(
            vordering=vordering.sleutel,
            terug_te_betalen=vordering.teveel,
            bedrag=opdracht.bedrag,
        )


def _terug(
    opdracht: BetaalTerug, _dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        TerugbetalingVerricht(vordering=opdracht.vordering, bedrag=opdracht.bedrag, op=opdracht.op),
    )


def _op_gestorneerd(dossier: Dossier, feit: BetalingGestorneerd, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    vordering = _zonder(vordering, feit)
    vorderingen = {**dossier.vorderingen, feit.vordering: vordering}
    dossier = replace(dossier, vorderingen=vorderingen)
    if vordering.onterecht_terugbetaald > 0:
        dossier = dossier.met_taak("onterechtTerugbetaald", feit.vordering, feit.op)
    dossier = sluit_teveel(dossier, feit.vordering, "gestorneerd")
    return meld_aan_vlabel(dossier, feit.vordering, feit.op)


def _op_terugbetaald(dossier: Dossier, feit: TerugbetalingVerricht, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    terug = (*vordering.terugbetalingen, (feit.op, feit.bedrag))
    dossier = dossier.met_vordering(feit.vordering, terugbetalingen=terug)
    return sluit_teveel(dossier, feit.vordering, "terugbetaald")


HANDELINGEN = (
    Handeling(StorneerBetaling, _keur_storneer, _storneer),
    Handeling(BetaalTerug, _keur_terug, _terug),
)
EVOLUTIES = (
    Evolutie(BetalingGestorneerd, _op_gestorneerd, Rechtzetbaar(StorneerBetaling, rekent=True)),
    Evolutie(TerugbetalingVerricht, _op_terugbetaald, Rechtzetbaar(BetaalTerug)),
)
