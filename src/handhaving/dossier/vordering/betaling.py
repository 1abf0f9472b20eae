"""Betaling: boeken en toerekenen (kosten, intrest, hoofdsom), één keer per bankreferentie."""

from __future__ import annotations

import uuid
from dataclasses import replace
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
    Rol,
    Sleutel,
    VanDerde,
    Waarde,
)
from handhaving.dossier.refusals import BankreferentieElders, BetalingVoorBesluit
from handhaving.dossier.state import Betaling
from handhaving.dossier.vordering.saldo import NUL, saldo
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Vordering
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
    """Boek een betaling. Dezelfde bankreferentie opnieuw boekt niets."""

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


def _geboekt(dossier: Dossier, bankreferentie: str) -> str | None:
    """Op welke vordering van dit dossier deze bankreferentie al staat."""
    for vordering in dossier.vorderingen.values():
        if any(b.bankreferentie == bankreferentie for b in vordering.betalingen):
            return vordering.sleutel
    return None


def _keur_boek(
    opdracht: BoekBetaling, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    al_op = _geboekt(dossier, opdracht.bankreferentie)
    elders = context.elders.get(("bankreferentie", opdracht.bankreferentie))
    if al_op not in {None, vordering.sleutel}:
        yield BankreferentieElders(bankreferentie=opdracht.bankreferentie, geboekt_op=al_op)
    elif elders is not None and elders != dossier.dossier_id:
        yield BankreferentieElders(
            bankreferentie=opdracht.bankreferentie, geboekt_op="een ander dossier"
        )
    besluit = dossier.besluiten[vordering.besluit]
    if opdracht.valutadatum < besluit.genomen_op:
        yield BetalingVoorBesluit(valutadatum=opdracht.valutadatum, genomen_op=besluit.genomen_op)


def _maak_definitief(vordering: Vordering, recht: Recht) -> tuple[Vordering, list[Gebeurtenis]]:
    """Reken voorlopige toerekeningen opnieuw zodra de rentevoet bekend is."""
    feiten: list[Gebeurtenis] = []
    betalingen: list[Betaling] = []
    for betaling in vordering.betalingen:
        open_ = saldo(replace(vordering, betalingen=tuple(betalingen)), betaling.valutadatum, recht)
        if not betaling.voorlopig or open_.bekend_tot is not None:
            betalingen.append(betaling)
            continue
        deel = recht.reken_toe(
            betaling.bedrag,
            kosten=open_.kosten,
            intrest=open_.intrest,
            hoofdsom=open_.hoofdsom,
            op=betaling.valutadatum,
        )
        toerekening = Toerekening(
            kosten=deel.kosten, intrest=deel.intrest, hoofdsom=deel.hoofdsom, teveel=deel.rest
        )
        feiten.append(
            ToerekeningVastgesteld(
                vordering=vordering.sleutel,
                bankreferentie=betaling.bankreferentie,
                toerekening=toerekening,
                op=betaling.valutadatum,
            )
        )
        betalingen.append(_met_toerekening(betaling, toerekening))
    return replace(vordering, betalingen=tuple(betalingen)), feiten


def _met_toerekening(betaling: Betaling, deel: Toerekening) -> Betaling:
    return replace(
        betaling,
        kosten=deel.kosten,
        intrest=deel.intrest,
        hoofdsom=deel.hoofdsom,
        teveel=deel.teveel,
        voorlopig=deel.voorlopig,
    )


def _boek(
    opdracht: BoekBetaling, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    if _geboekt(dossier, opdracht.bankreferentie) is not None:
        return ()
    vordering, feiten = _maak_definitief(dossier.vorderingen[opdracht.vordering], recht)
    dag = opdracht.valutadatum
    open_ = saldo(vordering, dag, recht)
    if vordering.afgesloten:
        kosten, intrest, hoofdsom, teveel = NUL, NUL, NUL, opdracht.bedrag
    else:
        deel = recht.reken_toe(
            opdracht.bedrag,
            kosten=open_.kosten,
            intrest=open_.intrest,
            hoofdsom=open_.hoofdsom,
            op=dag,
        )
        kosten, intrest, hoofdsom, teveel = deel.kosten, deel.intrest, deel.hoofdsom, deel.rest
    feiten.append(
        BetalingGeboekt(
            vordering=vordering.sleutel,
            bedrag=opdracht.bedrag,
            valutadatum=dag,
            bankreferentie=opdracht.bankreferentie,
            toerekening=Toerekening(
                kosten=kosten,
                intrest=intrest,
                hoofdsom=hoofdsom,
                teveel=teveel,
                voorlopig=open_.bekend_tot is not None,
            ),
            derde=uuid.uuid5(context.opdracht_id, "derde") if opdracht.tegenpartij else None,
            tegenpartij=opdracht.tegenpartij,
        )
    )
    if teveel > 0:
        feiten.append(TeveelBetaald(vordering=vordering.sleutel, bedrag=teveel, op=dag))
    elif open_.totaal == opdracht.bedrag:
        feiten.append(VorderingVoldaan(vordering=vordering.sleutel, voldaan_op=dag))
    return tuple(feiten)


def _op_geboekt(dossier: Dossier, feit: BetalingGeboekt, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    deel = feit.toerekening
    betaling = Betaling(
        bedrag=feit.bedrag,
        valutadatum=feit.valutadatum,
        bankreferentie=feit.bankreferentie,
        kosten=deel.kosten,
        intrest=deel.intrest,
        hoofdsom=deel.hoofdsom,
        teveel=deel.teveel,
        voorlopig=deel.voorlopig,
    )
    return dossier.met_vordering(feit.vordering, betalingen=(*vordering.betalingen, betaling))


def _op_voldaan(dossier: Dossier, feit: VorderingVoldaan, _envelop: Envelop) -> Dossier:
    return dossier.met_vordering(feit.vordering, voldaan_op=feit.voldaan_op)


def _op_teveel(dossier: Dossier, feit: TeveelBetaald, _envelop: Envelop) -> Dossier:
    dossier = dossier.met_taak("teveelBetaald", feit.vordering, feit.op)
    return dossier.met_vordering(feit.vordering, voldaan_op=feit.op)


def _op_toerekening(dossier: Dossier, feit: ToerekeningVastgesteld, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    betalingen = tuple(
        _met_toerekening(b, feit.toerekening) if b.bankreferentie == feit.bankreferentie else b
        for b in vordering.betalingen
    )
    return dossier.met_vordering(feit.vordering, betalingen=betalingen)


HANDELINGEN = (Handeling(BoekBetaling, _keur_boek, _boek),)
EVOLUTIES = (
    Evolutie(BetalingGeboekt, _op_geboekt),
    Evolutie(VorderingVoldaan, _op_voldaan),
    Evolutie(TeveelBetaald, _op_teveel),
    Evolutie(ToerekeningVastgesteld, _op_toerekening),
)
