"""Het afbetalingsplan: toekennen in aflossingen met een exacte som; verbreken als er een mist."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    Waarde,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.kopie import replace
from handhaving.dossier.refusals import FaseLaatDitNietToe, PeriodeOngeldig, RentevoetOntbreekt
from handhaving.dossier.vordering.gemeen import (
    keur_bij_abb,
    keur_geen_plan,
    keur_niet_opgeschort,
    keur_schuld,
)
from handhaving.dossier.vordering.saldo import rente_bekend_tot, saldo
from handhaving.dossier.vordering.staat import Afbetalingsplan, Aflossing
from handhaving.dossier.vordering.weigeringen import AfbetalingsplanOngeldig, AflossingNietGemist
from handhaving.recht.bedragen import Cent
from handhaving.recht.tellen import tel_op

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class Plantermijn(Waarde):
    """Eén aflossing. Na `uiterste_dag`, de laatste dag met het respijt erbij, is ze gemist."""

    nummer: int
    vervaldag: date
    laatste_dag_burger: date
    uiterste_dag: date
    bedrag: Cent


class AfbetalingsplanToegekend(Gebeurtenis):
    """De schuld mag in aflossingen betaald worden; samen zijn ze precies het bedrag."""

    geldig_veld = "toegekend_op"
    historiek = "Afbetalingsplan voor {vordering} toegekend op {toegekendOp}: € {bedrag}."

    vordering: Sleutel
    toegekend_op: date
    bedrag: Cent
    termijnen: tuple[Plantermijn, ...]


class AfbetalingsplanVerbroken(Gebeurtenis):
    """Een aflossing bleef uit; de hele schuld is weer opeisbaar."""

    geldig_veld = "verbroken_op"
    historiek = (
        "Afbetalingsplan van {vordering} verbroken: aflossing {nummer} van {vervaldag} bleef uit."
    )

    vordering: Sleutel
    nummer: int
    vervaldag: date
    verbroken_op: date


class KenAfbetalingsplanToe(Opdracht):
    """Ken een afbetalingsplan toe voor alles wat vandaag openstaat."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/afbetalingsplannen"
    voorbeeld = {"vordering": "V1", "aantal": 3, "eersteVervaldag": "2024-12-02"}
    rollen = frozenset({Rol.INVORDERING})

    vordering: Sleutel
    aantal: Annotated[int, Field(ge=1, le=120)]
    eerste_vervaldag: date


class StelPlanVerbroken(Opdracht):
    """Stel vast dat een aflossing uitbleef (alleen het systeem)."""

    rollen = frozenset({Rol.SYSTEEM})

    vordering: Sleutel


def _keur_ken_toe(
    opdracht: KenAfbetalingsplanToe, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    dag = dag_van(opdracht, context)
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "KenAfbetalingsplanToe", "open vordering")
    yield from keur_bij_abb(vordering, dossier, "KenAfbetalingsplanToe", "open vordering")
    yield from keur_geen_plan(vordering)
    yield from keur_niet_opgeschort(vordering, dag)
    if opdracht.eerste_vervaldag < dag:
        yield PeriodeOngeldig(
            van=dag, tot=opdracht.eerste_vervaldag, reden="de eerste vervaldag is al voorbij"
        )
    recht.kalender.eis(opdracht.eerste_vervaldag)
    bedrag = saldo(vordering, dag, recht).totaal
    if bedrag < opdracht.aantal:
        yield AfbetalingsplanOngeldig(bedrag=bedrag, aantal=opdracht.aantal)
    bekend_tot = rente_bekend_tot(vordering, dag, recht)
    if bekend_tot is not None:
        yield RentevoetOntbreekt(bekend_tot=bekend_tot)


def _ken_toe(
    opdracht: KenAfbetalingsplanToe, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    bedrag = saldo(dossier.vorderingen[opdracht.vordering], dag, recht).totaal
    plan = recht.afbetalingsplan(bedrag, opdracht.aantal, opdracht.eerste_vervaldag, op=dag)
    respijt = recht.getal("afbetaling.respijt", dag)
    return (
        AfbetalingsplanToegekend(
            vordering=opdracht.vordering,
            toegekend_op=dag,
            bedrag=bedrag,
            termijnen=tuple(
                Plantermijn(
                    nummer=deel.nummer,
                    vervaldag=deel.vervaldag,
                    laatste_dag_burger=deel.laatste_dag_burger,
                    uiterste_dag=tel_op(deel.laatste_dag_burger, respijt.waarde, respijt.eenheid),
                    bedrag=deel.bedrag,
                )
                for deel in plan
            ),
            grondslag=(recht.getal("afbetaling.interval", dag).grondslag, respijt.grondslag),
        ),
    )


def gemist(vordering: Vordering, dag: date) -> Aflossing | None:
    """De eerste aflossing van het lopende plan waarvan de uiterste dag onbetaald voorbijging."""
    plan = vordering.lopend_plan
    if plan is None:
        return None
    open_ = plan.onbetaald(vordering.op_plan_betaald)
    return next((a for a in open_ if a.uiterste_dag < dag), None)


def _keur_verbroken(
    opdracht: StelPlanVerbroken, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    if vordering.lopend_plan is None:
        yield FaseLaatDitNietToe(
            betreft=vordering.sleutel,
            fase="zonder lopend afbetalingsplan",
            opdracht="StelPlanVerbroken",
            toegelaten=["afbetalingsplan"],
        )
    yield from keur_niet_opgeschort(vordering, context.vandaag)
    if gemist(vordering, context.vandaag) is None:
        yield AflossingNietGemist(vordering=vordering.sleutel)


def _verbroken(
    opdracht: StelPlanVerbroken, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    aflossing = gemist(dossier.vorderingen[opdracht.vordering], context.vandaag)
    assert aflossing is not None  # noqa: S101 - gekeurd
    return (
        AfbetalingsplanVerbroken(
            vordering=opdracht.vordering,
            nummer=aflossing.nummer,
            vervaldag=aflossing.vervaldag,
            verbroken_op=aflossing.uiterste_dag + timedelta(days=1),
            grondslag=(recht.getal("afbetaling.respijt", aflossing.vervaldag).grondslag,),
        ),
    )


def na_betaling(dossier: Dossier, sleutel: str, valutadatum: date) -> Dossier:
    """Kwam het geld toch op tijd, dan moet iemand het verbreken van het plan herbekijken."""
    vordering = dossier.vorderingen[sleutel]
    plan = vordering.plan
    if plan is None or plan.verbroken_op is None or valutadatum >= plan.verbroken_op:
        return dossier
    if not vordering.plan_telt(plan):
        return dossier
    open_ = plan.onbetaald(vordering.op_plan_betaald)
    if any(a.uiterste_dag < plan.verbroken_op for a in open_):
        return dossier
    return dossier.met_taak("planTenOnrechteVerbroken", sleutel, valutadatum)


def _op_toegekend(dossier: Dossier, feit: AfbetalingsplanToegekend, envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    plan = Afbetalingsplan(
        toegekend_op=feit.toegekend_op,
        bedrag=feit.bedrag,
        aflossingen=tuple(
            Aflossing(t.nummer, t.vervaldag, t.laatste_dag_burger, t.uiterste_dag, t.bedrag)
            for t in feit.termijnen
        ),
        vanaf_betaling=len(vordering.betalingen),
        gezet_door=envelop.gebeurtenis_id,
    )
    return dossier.met_vordering(feit.vordering, plannen=(*vordering.plannen, plan))


def _op_verbroken(dossier: Dossier, feit: AfbetalingsplanVerbroken, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None or vordering.plan is None:
        return dossier
    plan = replace(vordering.plan, verbroken_op=feit.verbroken_op)
    return dossier.met_vordering(feit.vordering, plannen=(*vordering.plannen[:-1], plan))


HANDELINGEN = (
    Handeling(KenAfbetalingsplanToe, _keur_ken_toe, _ken_toe),
    Handeling(StelPlanVerbroken, _keur_verbroken, _verbroken),
)
EVOLUTIES = (
    Evolutie(AfbetalingsplanToegekend, _op_toegekend, Rechtzetbaar(KenAfbetalingsplanToe)),
    Evolutie(
        AfbetalingsplanVerbroken,
        _op_verbroken,
        Rechtzetbaar(StelPlanVerbroken, rollen=frozenset({Rol.INVORDERING})),
    ),
)
