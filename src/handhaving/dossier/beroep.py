"""Hoofdstuk beroep: instellen, de uitspraak, en wanneer een besluit definitief is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Hoofdstuk,
    Identiteit,
    Opdracht,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import Verjaring, bereken_verjaring, stand_verjaring, verstreken
from handhaving.dossier.herbekijken import vragen
from handhaving.dossier.recidive import na_de_val
from handhaving.dossier.refusals import (
    BeroepHangende,
    BeroepstermijnLoopt,
    BesluitNietBetekend,
    FaseLaatDitNietToe,
    GeenBeroepHangende,
)
from handhaving.dossier.state import Beroep, Fase
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen
from handhaving.dossier.vordering.saldo import zonder_intrest
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Besluit, Dossier, Overdracht
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Uitspraak = Literal["verworpen", "vernietigd", "hervormd"]
INGETROKKEN = "ingetrokken"
"""Wat in de toestand staat in plaats van een uitspraak."""
Naam = Annotated[str, Field(min_length=1, max_length=200)]


class BeroepIngesteld(Gebeurtenis):
    """Er is beroep ingesteld. Ook een laat beroep is een feit; het wordt als laat gemerkt."""

    geldig_veld = "ingesteld_op"
    historiek = "Beroep tegen {besluit} ingesteld op {ingesteldOp} (te laat: {teLaat})."

    besluit: Sleutel
    ingesteld_op: date
    te_laat: bool
    instantie: Identiteit | None = None
    rolnummer: Identiteit | None = None


class BeroepIngetrokken(Gebeurtenis):
    """Wie beroep instelde, zag ervan af; het besluit staat weer open tot zijn termijn om is."""

    geldig_veld = "op"
    historiek = "Beroep tegen {besluit} ingetrokken op {op}."

    besluit: Sleutel
    op: date


class UitspraakGeregistreerd(Gebeurtenis):
    """De uitspraak in beroep; verworpen of hervormd begint de verjaring opnieuw."""

    geldig_veld = "op"
    historiek = "Uitspraak over {besluit} op {op}: {uitspraak}, definitief op {definitiefOp}."

    besluit: Sleutel
    uitspraak: Uitspraak
    op: date
    definitief_op: date
    bedrag: Cent | None = None
    verjaring: Verjaring | None = None


class BoetebesluitDefinitief(Gebeurtenis):
    """De beroepstermijn verstreek zonder beroep: het besluit is definitief."""

    geldig_veld = "definitief_op"
    historiek = "Boetebesluit {besluit} is definitief sinds {definitiefOp}."

    besluit: Sleutel
    definitief_op: date


class StelBeroepIn(Opdracht):
    """Registreer een beroep tegen een betekend besluit, ook als het te laat is."""

    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    verleden = ("ingesteld_op",)

    besluit: Sleutel
    ingesteld_op: date
    instantie: Naam | None = None
    rolnummer: Naam | None = None


class RegistreerUitspraak(Opdracht):
    """Registreer de uitspraak; bij een hervorming hoort het nieuwe bedrag."""

    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    verleden = ("op",)

    besluit: Sleutel
    uitspraak: Uitspraak
    op: date
    definitief_op: date
    bedrag: Cent | None = None

    @model_validator(mode="after")
    def _bedrag_bij_hervorming(self) -> Self:
        if (self.uitspraak == "hervormd") != (self.bedrag is not None):
            soort = "bedrag"
            raise PydanticCustomError(soort, "een bedrag hoort bij een hervorming, en alleen daar")
        if self.bedrag is not None and self.bedrag < 0:
            soort = "bedrag"
            raise PydanticCustomError(soort, "een bedrag is nooit negatief")
        return self


class TrekBeroepIn(Opdracht):
    """Registreer dat het beroep is ingetrokken."""

    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    verleden = ("op",)

    besluit: Sleutel
    op: date


class StelDefinitiefVast(Opdracht):
    """Stel vast dat een besluit definitief is (alleen het systeem)."""

    rollen = frozenset({Rol.SYSTEEM})

    besluit: Sleutel


def _overdrachten(dossier: Dossier, besluit: Besluit) -> list[Overdracht]:
    return [
        o for o in dossier.overdrachten.values() if o.lopend and o.vordering == besluit.vordering
    ]


def _keur_stel_in(
    opdracht: StelBeroepIn, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    besluit = dossier.besluiten[opdracht.besluit]
    if besluit.staat == "genomen":
        yield BesluitNietBetekend(besluit=besluit.sleutel)
    elif not besluit.staat_nog:
        yield FaseLaatDitNietToe(
            betreft=besluit.sleutel,
            fase=besluit.staat,
            opdracht="StelBeroepIn",
            toegelaten=["betekend", "definitief"],
        )
    elif besluit.beroep is not None and besluit.beroep.hangende:
        yield BeroepHangende(besluit=besluit.sleutel, ingesteld_op=besluit.beroep.ingesteld_op)


def _stel_in(
    opdracht: StelBeroepIn, dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    besluit = dossier.besluiten[opdracht.besluit]
    termijn = besluit.beroepstermijn
    te_laat = termijn is not None and opdracht.ingesteld_op > termijn.laatste_dag_burger
    feiten: list[Gebeurtenis] = [
        BeroepIngesteld(
            besluit=besluit.sleutel,
            ingesteld_op=opdracht.ingesteld_op,
            te_laat=te_laat,
            instantie=opdracht.instantie,
            rolnummer=opdracht.rolnummer,
        )
    ]
    if not te_laat:
        feiten += [
            VlabelOverdrachtTeruggeroepen(
                overdracht=o.sleutel,
                teruggeroepen_op=opdracht.ingesteld_op,
                reden_code="beroepOpTijd",
            )
            for o in _overdrachten(dossier, besluit)
        ]
    return tuple(feiten)


def _keur_uitspraak(
    opdracht: RegistreerUitspraak | TrekBeroepIn, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    besluit = dossier.besluiten[opdracht.besluit]
    if besluit.beroep is None or not besluit.beroep.hangende:
        yield GeenBeroepHangende(besluit=besluit.sleutel)


def _uitspraak(
    opdracht: RegistreerUitspraak, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    blijft = opdracht.uitspraak != "vernietigd"
    gevallen = () if blijft else na_de_val(dossier, opdracht.besluit, opdracht.op)
    return (
        UitspraakGeregistreerd(
            besluit=opdracht.besluit,
            uitspraak=opdracht.uitspraak,
            op=opdracht.op,
            definitief_op=opdracht.definitief_op,
            bedrag=opdracht.bedrag,
            verjaring=bereken_verjaring(recht, opdracht.definitief_op) if blijft else None,
        ),
        *vragen(dossier, gevallen),
    )


def _trek_in(
    opdracht: TrekBeroepIn, _dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    return (BeroepIngetrokken(besluit=opdracht.besluit, op=opdracht.op),)


def _keur_definitief(
    opdracht: StelDefinitiefVast, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    besluit = dossier.besluiten[opdracht.besluit]
    if besluit.beroep is not None and besluit.beroep.hangende:
        yield BeroepHangende(besluit=besluit.sleutel, ingesteld_op=besluit.beroep.ingesteld_op)
    if besluit.staat != "betekend":
        yield FaseLaatDitNietToe(
            betreft=besluit.sleutel,
            fase=besluit.staat,
            opdracht="StelDefinitiefVast",
            toegelaten=["betekend"],
        )
    termijn = besluit.beroepstermijn
    if termijn is None:
        yield BeroepstermijnLoopt(besluit=besluit.sleutel, laatste_dag_burger="nietGestart")
    elif context.vandaag <= termijn.laatste_dag_burger:
        yield BeroepstermijnLoopt(
            besluit=besluit.sleutel,
            laatste_dag_burger=termijn.laatste_dag_burger,
            grondslag=termijn.grondslag,
        )


def _definitief(
    opdracht: StelDefinitiefVast, dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    besluit = dossier.besluiten[opdracht.besluit]
    termijn = besluit.beroepstermijn
    assert termijn is not None  # noqa: S101 - gekeurd
    dag = termijn.laatste_dag_burger + timedelta(days=1)
    if besluit.beroep is not None and besluit.beroep.uitspraak_op is not None:
        dag = max(dag, besluit.beroep.uitspraak_op)
    return (BoetebesluitDefinitief(besluit=opdracht.besluit, definitief_op=dag),)


def _op_ingesteld(dossier: Dossier, feit: BeroepIngesteld, _envelop: Envelop) -> Dossier:
    besluit = dossier.besluiten.get(feit.besluit)
    if besluit is None:
        return dossier
    dossier = dossier.met_besluit(feit.besluit, beroep=Beroep(feit.ingesteld_op, feit.te_laat))
    if feit.te_laat and besluit.staat == "definitief":
        return dossier
    dossier = dossier.met_besluit(feit.besluit, staat="betekend", definitief_op=None)
    return dossier.met_inbreuk(besluit.inbreuk, fase=Fase.IN_BEROEP)


def _op_uitspraak(dossier: Dossier, feit: UitspraakGeregistreerd, envelop: Envelop) -> Dossier:
    besluit = dossier.besluiten.get(feit.besluit)
    if besluit is None:
        return dossier
    beroep = besluit.beroep or Beroep(feit.op, te_laat=False)
    beroep = replace(beroep, uitspraak=feit.uitspraak, uitspraak_op=feit.op)
    dossier = dossier.met_besluit(
        feit.besluit, beroep=beroep, beroepstermijn=verstreken(besluit.beroepstermijn)
    )
    if feit.uitspraak == "vernietigd":
        dossier = dossier.met_besluit(feit.besluit, staat="vernietigd")
        dossier = dossier.met_inbreuk(besluit.inbreuk, fase=Fase.VERNIETIGD)
        if besluit.vordering is not None:
            dossier = dossier.met_vordering(besluit.vordering, afgesloten=True)
        return dossier
    dossier = dossier.met_besluit(
        feit.besluit, staat="definitief", definitief_op=feit.definitief_op
    )
    dossier = dossier.met_inbreuk(besluit.inbreuk, fase=Fase.DEFINITIEF)
    if besluit.vordering is not None and feit.verjaring is not None:
        dossier = dossier.met_vordering(
            besluit.vordering, verjaring=stand_verjaring(feit.verjaring, envelop)
        )
    if feit.bedrag is not None:
        dossier = dossier.met_besluit(feit.besluit, bedrag=feit.bedrag)
        if besluit.vordering is not None:
            dossier = _hervorm(dossier, besluit.vordering, feit.bedrag, feit.op)
    return dossier


def _op_ingetrokken(dossier: Dossier, feit: BeroepIngetrokken, envelop: Envelop) -> Dossier:
    besluit = dossier.besluiten.get(feit.besluit)
    if besluit is None:
        return dossier
    beroep = besluit.beroep or Beroep(feit.op, te_laat=False)
    beroep = replace(beroep, uitspraak=INGETROKKEN, uitspraak_op=feit.op)
    dossier = dossier.met_besluit(feit.besluit, beroep=beroep)
    if besluit.staat != "betekend":
        return dossier
    termijn = besluit.beroepstermijn
    if termijn is not None:
        # Een nieuw einde om na te kijken: het systeem moet het opnieuw kunnen vaststellen.
        termijn = replace(termijn, staat="loopt", gezet_door=envelop.gebeurtenis_id)
    dossier = dossier.met_besluit(feit.besluit, beroepstermijn=termijn)
    return dossier.met_inbreuk(besluit.inbreuk, fase=Fase.BETEKEND)


def _hervorm(dossier: Dossier, sleutel: str, bedrag: Cent, op: date) -> Dossier:
    """Het nieuwe bedrag vervangt de hoofdsom; wie al genoeg betaalde, heeft voldaan."""
    dossier = dossier.met_vordering(sleutel, hoofdsom=bedrag)
    vordering = dossier.vorderingen.get(sleutel)
    if vordering is None or vordering.voldaan_op is not None or any(zonder_intrest(vordering)):
        return dossier
    return dossier.met_vordering(sleutel, voldaan_op=op)


def _op_definitief(dossier: Dossier, feit: BoetebesluitDefinitief, _envelop: Envelop) -> Dossier:
    besluit = dossier.besluiten.get(feit.besluit)
    if besluit is None:
        return dossier
    dossier = dossier.met_besluit(
        feit.besluit,
        staat="definitief",
        definitief_op=feit.definitief_op,
        beroepstermijn=verstreken(besluit.beroepstermijn),
    )
    return dossier.met_inbreuk(besluit.inbreuk, fase=Fase.DEFINITIEF)


HOOFDSTUK = Hoofdstuk(
    naam="beroep",
    handelingen=(
        Handeling(StelBeroepIn, _keur_stel_in, _stel_in),
        Handeling(TrekBeroepIn, _keur_uitspraak, _trek_in),
        Handeling(RegistreerUitspraak, _keur_uitspraak, _uitspraak),
        Handeling(StelDefinitiefVast, _keur_definitief, _definitief),
    ),
    evoluties=(
        Evolutie(BeroepIngesteld, _op_ingesteld),
        Evolutie(BeroepIngetrokken, _op_ingetrokken),
        Evolutie(UitspraakGeregistreerd, _op_uitspraak),
        Evolutie(BoetebesluitDefinitief, _op_definitief),
    ),
)
