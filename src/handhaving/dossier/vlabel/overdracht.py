"""De overdracht aan VLABEL: de grendel, de bevroren gegevens, de dringende weg."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    NieuweSleutel,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)
from handhaving.dossier.enig import keur_enig
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.kopie import replace
from handhaving.dossier.nummers import volgende
from handhaving.dossier.refusals import (
    BeroepHangende,
    BesluitNietDefinitief,
    FaseLaatDitNietToe,
    GegevenOntbreekt,
    RentevoetOntbreekt,
    SleutelReedsGebruikt,
    VorderingVerjaard,
    VorderingVoldaan,
)
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.vlabel.gegevens import (
    Schuldenaar,
    VlabelGegevens,
    ontbrekend,
    schuldenaar,
    stel_samen,
)
from handhaving.dossier.vlabel.verloop import VlabelOverdrachtTeruggeroepen
from handhaving.dossier.vordering.gemeen import (
    keur_geen_plan,
    keur_niet_opgeschort,
    lopende_overdracht,
)
from handhaving.dossier.vordering.saldo import rente_bekend_tot
from handhaving.dossier.vordering.staat import Overdracht
from handhaving.dossier.vordering.weigeringen import (
    OnvoldoendeAanmaningen,
    TweedeGoedkeuringOntbreekt,
    VerjaringTeDichtbij,
)
from handhaving.eventlog.persoonlijk import NietLeesbaar, Persoonlijk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

SchuldenaarVeld = Annotated[Schuldenaar | NietLeesbaar, Persoonlijk()]


class VlabelOverdrachtVoorbereid(Gebeurtenis):
    """De overdracht is klaar; de gegevens liggen vast en veranderen niet meer."""

    geldig_veld = "voorbereid_op"
    historiek = "Overdracht {overdracht} van {vordering} aan VLABEL voorbereid."

    overdracht: Sleutel
    vordering: Sleutel
    voorbereid_op: date
    dringend: bool = False
    gegevens: VlabelGegevens
    schuldenaar: SchuldenaarVeld | None = None


class DringendeOverdrachtGoedgekeurd(Gebeurtenis):
    """Een tweede persoon keurde een dringende overdracht goed."""

    geldig_veld = "goedgekeurd_op"
    historiek = "Dringende overdracht van {vordering} goedgekeurd."

    vordering: Sleutel
    goedgekeurd_op: date
    motivering: Gevoelig | None = None


class KeurDringendeOverdrachtGoed(Opdracht):
    """Keur een dringende overdracht goed, als andere persoon dan wie overdraagt."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/dringendeGoedkeuringen"
    voorbeeld = {"vordering": "V1", "motivering": "Fictief."}
    rollen = frozenset({Rol.BESLISSER})

    vordering: Sleutel
    motivering: Tekst


class DraagOverAanVlabel(Opdracht):
    """Draag een definitieve, onbetaalde vordering over aan VLABEL."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/vlabelOverdrachten"
    voorbeeld = {"vordering": "V1"}
    rollen = frozenset({Rol.INVORDERING})
    verwijst = ("vordering",)

    vordering: Sleutel
    overdracht: NieuweSleutel | None = None
    dringend: bool = False


def keur_draag_over(
    opdracht: DraagOverAanVlabel, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    """Alles wat een overdracht nu tegenhoudt."""
    dag = dag_van(opdracht, context)
    vordering = dossier.vorderingen[opdracht.vordering]
    if opdracht.overdracht in dossier.overdrachten:
        yield SleutelReedsGebruikt(sleutel=opdracht.overdracht)
    yield from _keur_staat(opdracht, vordering, dossier, dag)
    yield from _keur_grendel(opdracht, vordering, recht, dag, context)
    for gegeven in ontbrekend(vordering, dossier):
        yield GegevenOntbreekt(gegeven=gegeven)
    bekend_tot = rente_bekend_tot(vordering, dag, recht)
    if bekend_tot is not None:
        yield RentevoetOntbreekt(bekend_tot=bekend_tot)


def _keur_staat(
    opdracht: DraagOverAanVlabel | KeurDringendeOverdrachtGoed,
    vordering: Vordering,
    dossier: Dossier,
    dag: date,
) -> Iterator[Weigering]:
    besluit = dossier.besluiten[vordering.besluit]
    yield from keur_enig(dossier, besluit.sleutel)
    definitief = besluit.staat == "definitief" and (besluit.definitief_op or dag) <= dag
    if not definitief:
        yield BesluitNietDefinitief(besluit=besluit.sleutel)
    if besluit.beroep is not None and besluit.beroep.hangende:
        yield BeroepHangende(besluit=besluit.sleutel, ingesteld_op=besluit.beroep.ingesteld_op)
    stand = vordering.verjaring
    if stand is not None and (vordering.verjaard_op is not None or stand.verjaard_op(dag)):
        yield VorderingVerjaard(vordering=vordering.sleutel, datum=stand.datum)
    if vordering.voldaan_op is not None:
        yield VorderingVoldaan(vordering=vordering.sleutel)
    fase = _fase(vordering, dossier)
    if fase is not None:
        yield FaseLaatDitNietToe(
            betreft=vordering.sleutel,
            fase=fase,
            opdracht=type(opdracht).__name__,
            toegelaten=["aangemaand", "inGebreke"],
        )
    yield from keur_geen_plan(vordering)
    yield from keur_niet_opgeschort(vordering, dag)


def _fase(vordering: Vordering, dossier: Dossier) -> str | None:
    """Waarom er van deze vordering niets over te dragen is, of None."""
    if vordering.afgesloten or vordering.kwijtgescholden_op is not None:
        return "afgesloten"
    if lopende_overdracht(dossier, vordering.sleutel) is not None:
        return "bij VLABEL"
    return None if vordering.oninbaar_op is None else "oninbaar"


def _keur_grendel(
    opdracht: DraagOverAanVlabel,
    vordering: Vordering,
    recht: Recht,
    dag: date,
    context: Context,
) -> Iterator[Weigering]:
    nodig = recht.getal("aanmaning.minimum", dag)
    verbroken = any(
        p.verbroken_op is not None and vordering.plan_telt(p) for p in vordering.plannen
    )
    aanmaningen = len(vordering.tellende_aanmaningen)
    if aanmaningen < nodig.waarde and not verbroken:
        yield OnvoldoendeAanmaningen(
            vordering=vordering.sleutel,
            verzonden=aanmaningen,
            nodig=nodig.waarde,
            grondslag=(nodig.grondslag,),
        )
    if opdracht.dringend:
        goedkeurder = vordering.dringend_goedgekeurd_door
        if goedkeurder in {None, context.door.id}:
            yield TweedeGoedkeuringOntbreekt(vordering=vordering.sleutel)
        return
    marge = recht.getal("overdracht.marge", dag)
    if vordering.verjaring is not None and vordering.verjaring.datum - dag < timedelta(
        days=marge.waarde
    ):
        yield VerjaringTeDichtbij(
            vordering=vordering.sleutel,
            datum=vordering.verjaring.datum,
            marge=marge.waarde,
            grondslag=(marge.grondslag,),
        )


def _draag_over(
    opdracht: DraagOverAanVlabel, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    vordering = dossier.vorderingen[opdracht.vordering]
    return (
        VlabelOverdrachtVoorbereid(
            overdracht=opdracht.overdracht
            or volgende("O", dossier.overdrachten, dossier.vertrokken),
            vordering=vordering.sleutel,
            voorbereid_op=dag,
            dringend=opdracht.dringend,
            gegevens=stel_samen(vordering, dossier, recht, dag),
            schuldenaar=schuldenaar(dossier.persoon),
            grondslag=(
                recht.getal("overdracht.marge", dag).grondslag,
                recht.getal("aanmaning.minimum", dag).grondslag,
            ),
        ),
    )


def _keur_goed(
    opdracht: KeurDringendeOverdrachtGoed, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from _keur_staat(opdracht, vordering, dossier, dag_van(opdracht, context))


def _goed(
    opdracht: KeurDringendeOverdrachtGoed, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        DringendeOverdrachtGoedgekeurd(
            vordering=opdracht.vordering,
            goedgekeurd_op=dag_van(opdracht, context),
            motivering=opdracht.motivering,
        ),
    )


def _op_voorbereid(
    dossier: Dossier, feit: VlabelOverdrachtVoorbereid, _envelop: Envelop
) -> Dossier:
    overdracht = Overdracht(feit.overdracht, feit.vordering, feit.voorbereid_op)
    dossier = replace(dossier, overdrachten={**dossier.overdrachten, feit.overdracht: overdracht})
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    # Een dringende goedkeuring geldt voor één overdracht; een volgende vraagt er een nieuwe.
    over = None if feit.dringend else vordering.dringend_goedgekeurd_door
    return dossier.met_vordering(
        feit.vordering, overdracht=feit.overdracht, dringend_goedgekeurd_door=over
    )


def _op_goedgekeurd(
    dossier: Dossier, feit: DringendeOverdrachtGoedgekeurd, envelop: Envelop
) -> Dossier:
    return dossier.met_vordering(feit.vordering, dringend_goedgekeurd_door=envelop.door.id)


def _was_niet_over_te_dragen(
    feit: VlabelOverdrachtVoorbereid, dossier: Dossier
) -> Iterator[Gebeurtenis]:
    """Wat bij of onderweg naar VLABEL is, komt alleen terug door het terug te roepen."""
    overdracht = dossier.overdrachten[feit.overdracht]
    if overdracht.lopend:
        yield VlabelOverdrachtTeruggeroepen(
            overdracht=feit.overdracht,
            teruggeroepen_op=feit.voorbereid_op,
            reden_code="feitRechtgezet",
        )


HANDELINGEN = (
    Handeling(KeurDringendeOverdrachtGoed, _keur_goed, _goed),
    Handeling(DraagOverAanVlabel, keur_draag_over, _draag_over),
)
EVOLUTIES = (
    Evolutie(
        DringendeOverdrachtGoedgekeurd, _op_goedgekeurd, Rechtzetbaar(KeurDringendeOverdrachtGoed)
    ),
    Evolutie(
        VlabelOverdrachtVoorbereid,
        _op_voorbereid,
        Rechtzetbaar(DraagOverAanVlabel, eigen=_was_niet_over_te_dragen),
    ),
)
