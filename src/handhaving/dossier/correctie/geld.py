"""Het herstelde geld: vordering, betaling, verjaring en overdracht."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic.alias_generators import to_camel

from handhaving.dossier.basis import Actor, Code, Evolutie, Gebeurtenis, Sleutel, Waarde
from handhaving.dossier.correctie.feiten import HERSTEL, Hersteld
from handhaving.dossier.gemeen import Verjaring, stand_verjaring
from handhaving.dossier.kopie import replace
from handhaving.dossier.vordering.afbetaling import Plantermijn
from handhaving.dossier.vordering.betaling import Toerekening, met_toerekening
from handhaving.dossier.vordering.staat import (
    Afbetalingsplan,
    Aflossing,
    Kwijtschelding,
    Schorsingsfeit,
    Stuitingsfeit,
)
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop


class HersteldePeriode(Waarde):
    """Een periode waarin de invordering, of de intrest, stillag; `tot` telt niet mee."""

    van: date
    tot: date | None = None
    reden_code: Code


class GedateerdBedrag(Waarde):
    """Een bedrag en zijn dag."""

    op: date
    bedrag: Cent


class HersteldeKwijtschelding(Waarde):
    """Een kwijtschelding die blijft gelden."""

    onderdeel: Literal["kosten", "intrest", "hoofdsom"]
    bedrag: Cent
    op: date


class HersteldPlan(Waarde):
    """Een afbetalingsplan zoals het er weer voorstaat."""

    toegekend_op: date
    bedrag: Cent
    termijnen: tuple[Plantermijn, ...]
    vanaf_betaling: int
    verbroken_op: date | None = None


class VorderingHersteld(Hersteld):
    """Een vordering staat weer zoals zonder het rechtgezette feit."""

    historiek = "Vordering {vordering} hersteld als zonder het rechtgezette feit: {hersteld}."

    vordering: Sleutel
    hoofdsom: Cent | None = None
    eerste_brief: date | None = None
    betaalverzoeken: tuple[date, ...] = ()
    aanmaningen: tuple[date, ...] = ()
    in_gebreke_op: date | None = None
    terugbetalingen: tuple[GedateerdBedrag, ...] = ()
    kostposten: tuple[GedateerdBedrag, ...] = ()
    kwijtscheldingen: tuple[HersteldeKwijtschelding, ...] = ()
    plannen: tuple[HersteldPlan, ...] = ()
    opschortingen: tuple[HersteldePeriode, ...] = ()
    intreststilstand: tuple[HersteldePeriode, ...] = ()
    dringend_goedgekeurd_door: Actor | None = None
    eerdere_hoofdsommen: tuple[GedateerdBedrag, ...] = ()
    afgesloten_op: date | None = None
    voldaan_op: date | None = None
    kwijtgescholden_op: date | None = None
    verjaard_op: date | None = None


class BetalingHersteld(Gebeurtenis):
    """Een betaling telt weer: ze was ten onrechte gestorneerd."""

    geldig_veld = "op"
    historiek = "Betaling {bankreferentie} op {vordering} telt weer mee."

    vordering: Sleutel
    bankreferentie: Code
    toerekening: Toerekening
    op: date


class HersteldeStuiting(Waarde):
    """Een aangevoerde stuiting die blijft staan, met of zonder gevolg."""

    daad: Code
    op: date
    schuldenaar_in_belgie: bool


class HersteldeSchorsing(Waarde):
    """Een schorsing van de verjaring die blijft staan."""

    grond: Code
    van: date
    tot: date | None = None


class VerjaringHersteld(Gebeurtenis):
    """De verjaring is herrekend zonder het rechtgezette feit."""

    geldig_veld = "op"
    historiek = "Verjaring van {vordering} herrekend: ze verjaart op {verjaringsdatum}."

    vordering: Sleutel
    op: date
    verjaringsdatum: date
    verjaring: Verjaring
    stuitingen: tuple[HersteldeStuiting, ...] = ()
    schorsingen: tuple[HersteldeSchorsing, ...] = ()


class VlabelOverdrachtHersteld(Gebeurtenis):
    """Een overdracht aan VLABEL staat weer zoals zonder het rechtgezette feit."""

    geldig_veld = "op"
    historiek = "Overdracht {overdracht} hersteld: {status}."

    overdracht: Sleutel
    op: date
    status: Literal["voorbereid", "verzonden", "bevestigd"]
    referentie: Code | None = None


def _op_vordering(dossier: Dossier, feit: VorderingHersteld, envelop: Envelop) -> Dossier:
    waarden = feit.waarden() | {
        naam: tuple(zet(deel) for deel in getattr(feit, naam))
        for naam, zet in (
            ("terugbetalingen", _bedrag),
            ("kostposten", _bedrag),
            ("eerdere_hoofdsommen", _bedrag),
            ("opschortingen", _periode),
            ("intreststilstand", _periode),
            ("kwijtscheldingen", lambda deel: Kwijtschelding(**dict(deel))),
            ("plannen", lambda deel: _plan(deel, envelop)),
        )
        if to_camel(naam) in feit.hersteld
    }
    return dossier.met_vordering(feit.vordering, **waarden)


def _bedrag(deel: GedateerdBedrag) -> tuple[date, Cent]:
    return deel.op, deel.bedrag


def _periode(deel: HersteldePeriode) -> tuple[date, date | None, str]:
    return deel.van, deel.tot, deel.reden_code


def _plan(deel: HersteldPlan, envelop: Envelop) -> Afbetalingsplan:
    return Afbetalingsplan(
        toegekend_op=deel.toegekend_op,
        bedrag=deel.bedrag,
        aflossingen=tuple(Aflossing(**dict(termijn)) for termijn in deel.termijnen),
        vanaf_betaling=deel.vanaf_betaling,
        gezet_door=envelop.gebeurtenis_id,
        verbroken_op=deel.verbroken_op,
    )


def _op_betaling(dossier: Dossier, feit: BetalingHersteld, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    betalingen = tuple(
        met_toerekening(replace(b, gestorneerd_op=None, intrest_loopt_door=False), feit.toerekening)
        if b.bankreferentie == feit.bankreferentie
        else b
        for b in vordering.betalingen
    )
    return dossier.met_vordering(feit.vordering, betalingen=betalingen)


def _op_verjaring(dossier: Dossier, feit: VerjaringHersteld, envelop: Envelop) -> Dossier:
    return dossier.met_vordering(
        feit.vordering,
        verjaring=stand_verjaring(feit.verjaring, envelop),
        stuitingen=tuple(Stuitingsfeit(**dict(s)) for s in feit.stuitingen),
        schorsingen=tuple(Schorsingsfeit(**dict(s)) for s in feit.schorsingen),
    )


def _op_overdracht(dossier: Dossier, feit: VlabelOverdrachtHersteld, _envelop: Envelop) -> Dossier:
    oud = dossier.overdrachten.get(feit.overdracht)
    if oud is None:
        return dossier
    dossier = dossier.met_overdracht(feit.overdracht, feit.status, feit.op)
    nieuw = replace(dossier.overdrachten[feit.overdracht], referentie=feit.referentie)
    overdrachten = {**dossier.overdrachten, feit.overdracht: nieuw}
    return replace(dossier, overdrachten=overdrachten)


EVOLUTIES = (
    Evolutie(VorderingHersteld, _op_vordering, HERSTEL),
    Evolutie(BetalingHersteld, _op_betaling, HERSTEL),
    Evolutie(VerjaringHersteld, _op_verjaring, HERSTEL),
    Evolutie(VlabelOverdrachtHersteld, _op_overdracht, HERSTEL),
)
