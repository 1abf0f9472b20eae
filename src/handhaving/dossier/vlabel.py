"""Hoofdstuk VLABEL: de vordering overdragen aan de Vlaamse Belastingdienst."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    Hoofdstuk,
    Opdracht,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.refusals import (
    BeroepHangende,
    BesluitNietDefinitief,
    FaseLaatDitNietToe,
    GegevenOntbreekt,
    OnvoldoendeAanmaningen,
    RentevoetOntbreekt,
    SleutelReedsGebruikt,
    TweedeGoedkeuringOntbreekt,
    VerjaringTeDichtbij,
    VorderingVerjaard,
    VorderingVoldaan,
)
from handhaving.dossier.state import Overdracht, volgende
from handhaving.dossier.vlabelgegevens import (
    Schuldenaar,
    VlabelGegevens,
    ontbrekend,
    schuldenaar,
    stel_samen,
)
from handhaving.dossier.vordering.saldo import saldo
from handhaving.eventlog.persoonlijk import NietLeesbaar, Persoonlijk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Tekst = Annotated[str, Field(max_length=10_000)]
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


class VlabelOverdrachtVerzonden(Gebeurtenis):
    """Het bestand met de overdracht vertrok."""

    geldig_veld = "verzonden_op"
    historiek = "Overdracht {overdracht} aan VLABEL verzonden (bestand {bestand})."

    overdracht: Sleutel
    verzonden_op: date
    bestand: Code


class VlabelOverdrachtBevestigd(Gebeurtenis):
    """VLABEL bevestigde de overdracht."""

    geldig_veld = "bevestigd_op"
    historiek = "VLABEL bevestigde overdracht {overdracht} (referentie {referentie})."

    overdracht: Sleutel
    bevestigd_op: date
    referentie: Code


class VlabelOverdrachtGeweigerd(Gebeurtenis):
    """VLABEL weigerde de overdracht; de vordering is terug bij ABB."""

    geldig_veld = "geweigerd_op"
    historiek = "VLABEL weigerde overdracht {overdracht} (code {code})."

    overdracht: Sleutel
    geweigerd_op: date
    code: Code
    reden: Gevoelig | None = None


class VlabelOverdrachtTeruggeroepen(Gebeurtenis):
    """De overdracht is teruggeroepen."""

    geldig_veld = "teruggeroepen_op"
    historiek = "Overdracht {overdracht} teruggeroepen van VLABEL ({redenCode})."

    overdracht: Sleutel
    teruggeroepen_op: date
    reden_code: Code
    reden: Gevoelig | None = None


class DringendeOverdrachtGoedgekeurd(Gebeurtenis):
    """Een tweede persoon keurde een dringende overdracht goed."""

    geldig_veld = "goedgekeurd_op"
    historiek = "Dringende overdracht van {vordering} goedgekeurd."

    vordering: Sleutel
    goedgekeurd_op: date
    motivering: Gevoelig | None = None


class KeurDringendeOverdrachtGoed(Opdracht):
    """Keur een dringende overdracht goed, als andere persoon dan wie overdraagt."""

    rollen = frozenset({Rol.BESLISSER})

    vordering: Sleutel
    motivering: Tekst


class DraagOverAanVlabel(Opdracht):
    """Draag een definitieve, onbetaalde vordering over aan VLABEL."""

    rollen = frozenset({Rol.INVORDERING})
    verwijst = ("vordering",)

    vordering: Sleutel
    overdracht: Sleutel | None = None
    dringend: bool = False


class MarkeerVlabelOverdrachtVerzonden(Opdracht):
    """Markeer dat het bestand met de overdracht vertrok."""

    rollen = frozenset({Rol.INVORDERING})

    overdracht: Sleutel
    bestand: Code


class BevestigVlabelOverdracht(Opdracht):
    """Registreer de bevestiging van VLABEL."""

    rollen = frozenset({Rol.INVORDERING})

    overdracht: Sleutel
    referentie: Code


class WeigerVlabelOverdracht(Opdracht):
    """Registreer de weigering van VLABEL, met hun code."""

    rollen = frozenset({Rol.INVORDERING})

    overdracht: Sleutel
    code: Code
    reden: Tekst | None = None


def _keur_draag_over(
    opdracht: DraagOverAanVlabel, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    dag = dag_van(opdracht, context)
    vordering = dossier.vorderingen[opdracht.vordering]
    if opdracht.overdracht in dossier.overdrachten:
        yield SleutelReedsGebruikt(sleutel=opdracht.overdracht)
    yield from _keur_staat(vordering, dossier, dag)
    yield from _keur_grendel(opdracht, vordering, recht, dag, context)
    for gegeven in ontbrekend(vordering, dossier):
        yield GegevenOntbreekt(gegeven=gegeven)
    bekend_tot = saldo(vordering, dag, recht).bekend_tot
    if bekend_tot is not None:
        yield RentevoetOntbreekt(bekend_tot=bekend_tot)


def _keur_staat(vordering: Vordering, dossier: Dossier, dag: date) -> Iterator[Weigering]:
    besluit = dossier.besluiten[vordering.besluit]
    definitief = besluit.staat == "definitief" and (besluit.definitief_op or dag) <= dag
    if not definitief:
        yield BesluitNietDefinitief(besluit=besluit.sleutel)
    if besluit.beroep is not None and besluit.beroep.hangende:
        yield BeroepHangende(besluit=besluit.sleutel, ingesteld_op=besluit.beroep.ingesteld_op)
    if vordering.verjaring is not None and dag >= vordering.verjaring.datum:
        yield VorderingVerjaard(vordering=vordering.sleutel, datum=vordering.verjaring.datum)
    if vordering.voldaan_op is not None:
        yield VorderingVoldaan(vordering=vordering.sleutel)
    lopend = [
        o for o in dossier.overdrachten.values() if o.vordering == vordering.sleutel and o.lopend
    ]
    if lopend or vordering.afgesloten:
        yield FaseLaatDitNietToe(
            betreft=vordering.sleutel,
            fase="afgesloten" if vordering.afgesloten else "bij VLABEL",
            opdracht="DraagOverAanVlabel",
            toegelaten=["aangemaand", "inGebreke"],
        )


def _keur_grendel(
    opdracht: DraagOverAanVlabel,
    vordering: Vordering,
    recht: Recht,
    dag: date,
    context: Context,
) -> Iterator[Weigering]:
    nodig = recht.getal("aanmaning.minimum", dag)
    if len(vordering.aanmaningen) < nodig.waarde:
        yield OnvoldoendeAanmaningen(
            vordering=vordering.sleutel,
            verzonden=len(vordering.aanmaningen),
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
            overdracht=opdracht.overdracht or volgende("O", dossier.overdrachten),
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
    yield from _keur_staat(vordering, dossier, dag_van(opdracht, context))


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


def _keur_bericht(
    opdracht: MarkeerVlabelOverdrachtVerzonden | BevestigVlabelOverdracht | WeigerVlabelOverdracht,
    dossier: Dossier,
    _recht: Recht,
    _context: Context,
) -> Iterator[Weigering]:
    overdracht = dossier.overdrachten[opdracht.overdracht]
    markeert = isinstance(opdracht, MarkeerVlabelOverdrachtVerzonden)
    kan = {"voorbereid"} if markeert else {"voorbereid", "verzonden"}
    if overdracht.staat not in kan:
        yield FaseLaatDitNietToe(
            betreft=overdracht.sleutel,
            fase=overdracht.staat,
            opdracht=type(opdracht).__name__,
            toegelaten=sorted(kan),
        )


def _verzonden(
    opdracht: MarkeerVlabelOverdrachtVerzonden, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        VlabelOverdrachtVerzonden(
            overdracht=opdracht.overdracht,
            verzonden_op=dag_van(opdracht, context),
            bestand=opdracht.bestand,
        ),
    )


def _bevestigd(
    opdracht: BevestigVlabelOverdracht, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        VlabelOverdrachtBevestigd(
            overdracht=opdracht.overdracht,
            bevestigd_op=dag_van(opdracht, context),
            referentie=opdracht.referentie,
        ),
    )


def _geweigerd(
    opdracht: WeigerVlabelOverdracht, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        VlabelOverdrachtGeweigerd(
            overdracht=opdracht.overdracht,
            geweigerd_op=dag_van(opdracht, context),
            code=opdracht.code,
            reden=opdracht.reden,
        ),
    )


def _op_voorbereid(
    dossier: Dossier, feit: VlabelOverdrachtVoorbereid, _envelop: Envelop
) -> Dossier:
    overdracht = Overdracht(feit.overdracht, feit.vordering, feit.voorbereid_op)
    dossier = replace(dossier, overdrachten={**dossier.overdrachten, feit.overdracht: overdracht})
    return dossier.met_vordering(feit.vordering, overdracht=feit.overdracht)


def _op_verzonden(dossier: Dossier, feit: VlabelOverdrachtVerzonden, _envelop: Envelop) -> Dossier:
    return dossier.met_overdracht(feit.overdracht, staat="verzonden")


def _op_bevestigd(dossier: Dossier, feit: VlabelOverdrachtBevestigd, _envelop: Envelop) -> Dossier:
    return dossier.met_overdracht(feit.overdracht, staat="bevestigd", referentie=feit.referentie)


def _op_geweigerd(dossier: Dossier, feit: VlabelOverdrachtGeweigerd, _envelop: Envelop) -> Dossier:
    dossier = dossier.met_overdracht(feit.overdracht, staat="geweigerd")
    return dossier.met_taak("vlabelWeigerde", feit.overdracht, feit.geweigerd_op)


def _op_teruggeroepen(
    dossier: Dossier, feit: VlabelOverdrachtTeruggeroepen, _envelop: Envelop
) -> Dossier:
    return dossier.met_overdracht(feit.overdracht, staat="teruggeroepen")


def _op_goedgekeurd(
    dossier: Dossier, feit: DringendeOverdrachtGoedgekeurd, envelop: Envelop
) -> Dossier:
    return dossier.met_vordering(feit.vordering, dringend_goedgekeurd_door=envelop.door.id)


HOOFDSTUK = Hoofdstuk(
    naam="vlabel",
    handelingen=(
        Handeling(KeurDringendeOverdrachtGoed, _keur_goed, _goed),
        Handeling(DraagOverAanVlabel, _keur_draag_over, _draag_over),
        Handeling(MarkeerVlabelOverdrachtVerzonden, _keur_bericht, _verzonden),
        Handeling(BevestigVlabelOverdracht, _keur_bericht, _bevestigd),
        Handeling(WeigerVlabelOverdracht, _keur_bericht, _geweigerd),
    ),
    evoluties=(
        Evolutie(DringendeOverdrachtGoedgekeurd, _op_goedgekeurd),
        Evolutie(VlabelOverdrachtVoorbereid, _op_voorbereid),
        Evolutie(VlabelOverdrachtVerzonden, _op_verzonden),
        Evolutie(VlabelOverdrachtBevestigd, _op_bevestigd),
        Evolutie(VlabelOverdrachtGeweigerd, _op_geweigerd),
        Evolutie(VlabelOverdrachtTeruggeroepen, _op_teruggeroepen),
    ),
)
