"""Betaling: boeken en toerekenen (kosten, intrest, hoofdsom), één keer per bankreferentie."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    VanDerde,
    ViaOorzaak,
    Waarde,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.kopie import replace
from handhaving.dossier.refusals import BetalingVoorBesluit, RentevoetOntbreekt
from handhaving.dossier.vordering.afbetaling import na_betaling
from handhaving.dossier.vordering.bankreferentie import geboekt, keur_bankreferentie, opnieuw
from handhaving.dossier.vordering.gemeen import meld_aan_vlabel, sluit_teveel
from handhaving.dossier.vordering.saldo import saldo
from handhaving.dossier.vordering.staat import Betaling
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class Toerekening(Waarde):
    """Hoe een betaling verdeeld is. `voorlopig` zolang een rentevoet ontbreekt."""

    kosten: Cent
    intrest: Cent
    hoofdsom: Cent
    teveel: Cent = Cent(0)
    voorlopig: bool = False


class BetalingGeboekt(Gebeurtenis):
    """Een ontvangst is geboekt en toegerekend."""

    geldig_veld = "valutadatum"
    historiek = "Betaling van € {bedrag} op {vordering}, valuta {valutadatum}."

    vordering: Sleutel
    bedrag: Cent
    valutadatum: date
    bankreferentie: Code
    toerekening: Toerekening
    derde: uuid.UUID | None = None
    tegenpartij: VanDerde | None = None
    overdracht: Sleutel | None = None
    """De overdracht waarover VLABEL de ontvangst meldde; anders kwam het geld bij ABB."""

    def claims(self) -> Iterable[tuple[str, str]]:
        """Eén bankreferentie is één betaling, over alle dossiers heen."""
        yield ("bankreferentie", self.bankreferentie)


class VorderingVoldaan(Gebeurtenis):
    """Alles wat verschuldigd was, is betaald."""

    geldig_veld = "voldaan_op"
    historiek = "Vordering {vordering} is voldaan op {voldaanOp}."

    vordering: Sleutel
    voldaan_op: date


class TeveelBetaald(Gebeurtenis):
    """Er kwam meer binnen dan verschuldigd was; het meerdere moet terug."""

    geldig_veld = "op"
    historiek = "Op {vordering} is € {bedrag} te veel betaald."

    vordering: Sleutel
    bedrag: Cent
    op: date


class ToerekeningVastgesteld(Gebeurtenis):
    """Een voorlopige toerekening is definitief, nu de rentevoet bekend is."""

    geldig_veld = "op"
    historiek = "Toerekening van de betaling van {op} op {vordering} definitief vastgesteld."

    vordering: Sleutel
    bankreferentie: Code
    toerekening: Toerekening
    op: date


class BoekBetaling(Opdracht):
    """Boek een betaling. Dezelfde referentie opnieuw boekt niets; met andere cijfers: nazien."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/betalingen"
    voorbeeld = {
        "vordering": "V1",
        "bedrag": "10.00",
        "valutadatum": "2024-08-10",
        "bankreferentie": "CODA-1",
        "tegenpartij": "Fictief Persoon-99",
    }
    rollen = frozenset({Rol.BOEKHOUDER})
    verleden = ("valutadatum",)

    vordering: Sleutel
    bedrag: Cent
    valutadatum: date
    bankreferentie: Code
    tegenpartij: Annotated[str, Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _positief(self) -> Self:
        if self.bedrag <= 0:
            soort = "bedrag"
            raise PydanticCustomError(soort, "een betaling is groter dan nul")
        return self


class StelToerekeningVast(Opdracht):
    """Maak voorlopige toerekeningen definitief, nu de rentevoet van dat jaar bekend is."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/toerekeningen"
    voorbeeld = {"vordering": "V1"}
    rollen = frozenset({Rol.BOEKHOUDER, Rol.SYSTEEM})

    vordering: Sleutel


def _keur_boek(
    opdracht: BoekBetaling, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_bankreferentie(opdracht.bankreferentie, vordering.sleutel, dossier, context)
    besluit = dossier.besluiten[vordering.besluit]
    if opdracht.valutadatum < besluit.genomen_op:
        yield BetalingVoorBesluit(valutadatum=opdracht.valutadatum, genomen_op=besluit.genomen_op)


def verdeel(vordering: Vordering, bedrag: Cent, dag: date, recht: Recht) -> Toerekening:
    """Hoe een ontvangst op deze dag verdeeld wordt; voorlopig zolang een rentevoet ontbreekt."""
    open_ = saldo(vordering, dag, recht)
    deel = recht.reken_toe(
        bedrag, kosten=open_.kosten, intrest=open_.intrest, hoofdsom=open_.hoofdsom, op=dag
    )
    return Toerekening(
        kosten=deel.kosten,
        intrest=deel.intrest,
        hoofdsom=deel.hoofdsom,
        teveel=deel.rest,
        voorlopig=open_.bekend_tot is not None,
    )


def maak_definitief(vordering: Vordering, recht: Recht) -> tuple[Vordering, list[Gebeurtenis]]:
    """Reken voorlopige toerekeningen opnieuw zodra de rentevoet bekend is."""
    feiten: list[Gebeurtenis] = []
    betalingen: list[Betaling] = []
    for betaling in vordering.betalingen:
        if not betaling.voorlopig or not betaling.telt:
            betalingen.append(betaling)
            continue
        eerder = replace(vordering, betalingen=tuple(betalingen))
        toerekening = verdeel(eerder, betaling.bedrag, betaling.valutadatum, recht)
        if not toerekening.voorlopig:
            feiten.append(vastgesteld(vordering, betaling, toerekening))
            betaling = met_toerekening(betaling, toerekening)  # noqa: PLW2901 - dezelfde betaling
        betalingen.append(betaling)
    return replace(vordering, betalingen=tuple(betalingen)), feiten


def vastgesteld(
    vordering: Vordering, betaling: Betaling, toerekening: Toerekening
) -> ToerekeningVastgesteld:
    """De gebeurtenis die een betaling deze toerekening geeft."""
    return ToerekeningVastgesteld(
        vordering=vordering.sleutel,
        bankreferentie=betaling.bankreferentie,
        toerekening=toerekening,
        op=betaling.valutadatum,
    )


def met_toerekening(betaling: Betaling, deel: Toerekening) -> Betaling:
    """Dezelfde betaling, anders verdeeld."""
    return replace(
        betaling,
        kosten=deel.kosten,
        intrest=deel.intrest,
        hoofdsom=deel.hoofdsom,
        teveel=deel.teveel,
        voorlopig=deel.voorlopig,
    )


def slot(eerst: Vordering, daarna: Vordering, op: date, recht: Recht) -> Iterator[Gebeurtenis]:
    """Of er nu te veel betaald is, of alles; een voorlopige toerekening besluit daar niet over."""
    teveel = daarna.boven_schuld - eerst.boven_schuld
    if teveel > 0:
        yield TeveelBetaald(vordering=daarna.sleutel, bedrag=teveel, op=op)
        return
    open_ = saldo(daarna, op, recht)
    if daarna.betaalbaar and open_.totaal == 0 and open_.bekend_tot is None:
        yield VorderingVoldaan(vordering=daarna.sleutel, voldaan_op=op)


def ontvang(
    vordering: Vordering,
    bedrag: Cent,
    valutadatum: date,
    bankreferentie: str,
    recht: Recht,
    *,
    derde: uuid.UUID | None = None,
    tegenpartij: str | None = None,
    overdracht: str | None = None,
) -> tuple[Gebeurtenis, ...]:
    """Een ontvangst geboekt en toegerekend, en wat daaruit volgt."""
    eerst, feiten = maak_definitief(vordering, recht)
    toerekening = verdeel(eerst, bedrag, valutadatum, recht)
    geboekt_ = BetalingGeboekt(
        vordering=vordering.sleutel,
        bedrag=bedrag,
        valutadatum=valutadatum,
        bankreferentie=bankreferentie,
        toerekening=toerekening,
        derde=derde,
        tegenpartij=tegenpartij,
        overdracht=overdracht,
    )
    daarna = replace(eerst, betalingen=(*eerst.betalingen, _betaling(geboekt_)))
    return (*feiten, geboekt_, *slot(vordering, daarna, valutadatum, recht))


def _boek(
    opdracht: BoekBetaling, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    if geboekt(dossier, opdracht.bankreferentie) is not None:
        return opnieuw(
            dossier,
            opdracht.vordering,
            (opdracht.bedrag, opdracht.valutadatum),
            dag_van(opdracht, context),
            (
                "BoekBetaling",
                {
                    "vordering": opdracht.vordering,
                    "bedrag": str(opdracht.bedrag),
                    "valutadatum": opdracht.valutadatum.isoformat(),
                    "bankreferentie": opdracht.bankreferentie,
                },
            ),
        )
    return ontvang(
        dossier.vorderingen[opdracht.vordering],
        opdracht.bedrag,
        opdracht.valutadatum,
        opdracht.bankreferentie,
        recht,
        derde=uuid.uuid5(context.opdracht_id, "derde") if opdracht.tegenpartij else None,
        tegenpartij=opdracht.tegenpartij,
    )


def _keur_definitief(
    opdracht: StelToerekeningVast, dossier: Dossier, recht: Recht, _context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    voorlopig = [b for b in vordering.ontvangsten if b.voorlopig]
    if not voorlopig or maak_definitief(vordering, recht)[1]:
        return
    bekend = saldo(vordering, voorlopig[-1].valutadatum, recht).bekend_tot
    yield RentevoetOntbreekt(bekend_tot=bekend)


def _definitief(
    opdracht: StelToerekeningVast, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    vordering = dossier.vorderingen[opdracht.vordering]
    daarna, feiten = maak_definitief(vordering, recht)
    if not feiten:
        return ()
    op = max(b.valutadatum for b in vordering.ontvangsten if b.voorlopig)
    return (*feiten, *slot(vordering, daarna, op, recht))


def _betaling(feit: BetalingGeboekt) -> Betaling:
    deel = feit.toerekening
    return Betaling(
        bedrag=feit.bedrag,
        valutadatum=feit.valutadatum,
        bankreferentie=feit.bankreferentie,
        kosten=deel.kosten,
        intrest=deel.intrest,
        hoofdsom=deel.hoofdsom,
        teveel=deel.teveel,
        voorlopig=deel.voorlopig,
    )


def _op_geboekt(dossier: Dossier, feit: BetalingGeboekt, _envelop: Envelop) -> Dossier:
    if feit.derde is not None:
        dossier = replace(dossier, privacy=dossier.privacy.met_ander(feit.derde))
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    betalingen = (*vordering.betalingen, _betaling(feit))
    dossier = dossier.met_vordering(feit.vordering, betalingen=betalingen)
    dossier = na_betaling(dossier, feit.vordering, feit.valutadatum)
    if feit.overdracht is not None:
        return dossier
    return meld_aan_vlabel(dossier, feit.vordering, feit.valutadatum)


def _op_voldaan(dossier: Dossier, feit: VorderingVoldaan, _envelop: Envelop) -> Dossier:
    return dossier.met_vordering(feit.vordering, voldaan_op=feit.voldaan_op)


def _op_teveel(dossier: Dossier, feit: TeveelBetaald, _envelop: Envelop) -> Dossier:
    dossier = dossier.met_taak("teveelBetaald", feit.vordering, feit.op)
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None or not vordering.betaalbaar:
        return dossier
    return dossier.met_vordering(feit.vordering, voldaan_op=feit.op)


def _op_toerekening(dossier: Dossier, feit: ToerekeningVastgesteld, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    betalingen = tuple(
        met_toerekening(b, feit.toerekening) if b.bankreferentie == feit.bankreferentie else b
        for b in vordering.betalingen
    )
    dossier = dossier.met_vordering(feit.vordering, betalingen=betalingen)
    return sluit_teveel(dossier, feit.vordering, "verrekend")


HANDELINGEN = (
    Handeling(BoekBetaling, _keur_boek, _boek),
    Handeling(StelToerekeningVast, _keur_definitief, _definitief),
)
EVOLUTIES = (
    Evolutie(BetalingGeboekt, _op_geboekt, Rechtzetbaar(BoekBetaling, rekent=True)),
    Evolutie(VorderingVoldaan, _op_voldaan, ViaOorzaak("de betaling waarmee alles voldaan was")),
    Evolutie(TeveelBetaald, _op_teveel, ViaOorzaak("de betaling waarmee te veel betaald was")),
    Evolutie(
        ToerekeningVastgesteld,
        _op_toerekening,
        ViaOorzaak("de betaling die zo is toegerekend", opdracht="StelToerekeningVast"),
    ),
)
