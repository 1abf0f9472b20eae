"""Beroep instellen, ook te laat, en ervan afzien."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Identiteit,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)
from handhaving.dossier.enig import met_fase
from handhaving.dossier.gemeen import keur_volgorde
from handhaving.dossier.kopie import replace
from handhaving.dossier.refusals import (
    BeroepHangende,
    BesluitNietBetekend,
    FaseLaatDitNietToe,
    GeenBeroepHangende,
)
from handhaving.dossier.state import Beroep, Fase
from handhaving.dossier.tekst import Naam
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Besluit, Dossier, Overdracht
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

INGETROKKEN = "ingetrokken"
"""Wat in de toestand staat in plaats van een uitspraak."""


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


class StelBeroepIn(Opdracht):
    """Registreer een beroep tegen een betekend besluit, ook als het te laat is."""

    pad = "/v1/dossiers/{dossierId}/boetebesluiten/{besluit}/beroepen"
    voorbeeld = {"besluit": "B1", "ingesteldOp": "2024-08-10", "instantie": "Fictief rechtscollege"}
    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    verleden = ("ingesteld_op",)

    besluit: Sleutel
    ingesteld_op: date
    instantie: Naam | None = None
    rolnummer: Naam | None = None


class TrekBeroepIn(Opdracht):
    """Registreer dat het beroep is ingetrokken."""

    pad = "/v1/dossiers/{dossierId}/boetebesluiten/{besluit}/beroepsintrekkingen"
    voorbeeld = {"besluit": "B1", "op": "2024-08-21"}
    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    verleden = ("op",)

    besluit: Sleutel
    op: date


def lopende_overdrachten(dossier: Dossier, besluit: Besluit) -> list[Overdracht]:
    """Wat van dit besluit bij of onderweg naar VLABEL is."""
    return [
        o for o in dossier.overdrachten.values() if o.lopend and o.vordering == besluit.vordering
    ]


def _keur_stel_in(
    opdracht: StelBeroepIn, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    besluit = dossier.besluiten[opdracht.besluit]
    yield from keur_volgorde("ingesteldOp", opdracht.ingesteld_op, "genomenOp", besluit.genomen_op)
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
            for o in lopende_overdrachten(dossier, besluit)
        ]
    return tuple(feiten)


def keur_hangende(besluit: Besluit) -> Iterator[Weigering]:
    """Er hangt een beroep tegen dit besluit."""
    if besluit.beroep is None or not besluit.beroep.hangende:
        yield GeenBeroepHangende(besluit=besluit.sleutel)


def _keur_trek_in(
    opdracht: TrekBeroepIn, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    besluit = dossier.besluiten[opdracht.besluit]
    yield from keur_hangende(besluit)
    ingesteld_op = besluit.beroep.ingesteld_op if besluit.beroep else None
    yield from keur_volgorde("op", opdracht.op, "ingesteldOp", ingesteld_op)


def _trek_in(
    opdracht: TrekBeroepIn, _dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    return (BeroepIngetrokken(besluit=opdracht.besluit, op=opdracht.op),)


def _op_ingesteld(dossier: Dossier, feit: BeroepIngesteld, _envelop: Envelop) -> Dossier:
    besluit = dossier.besluiten.get(feit.besluit)
    if besluit is None:
        return dossier
    dossier = dossier.met_besluit(feit.besluit, beroep=Beroep(feit.ingesteld_op, feit.te_laat))
    if feit.te_laat and besluit.staat == "definitief":
        return dossier
    dossier = dossier.met_besluit(feit.besluit, staat="betekend", definitief_op=None)
    return met_fase(dossier, besluit, Fase.IN_BEROEP)


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
    return met_fase(dossier, besluit, Fase.BETEKEND)


HANDELINGEN = (
    Handeling(StelBeroepIn, _keur_stel_in, _stel_in),
    Handeling(TrekBeroepIn, _keur_trek_in, _trek_in),
)
EVOLUTIES = (
    Evolutie(BeroepIngesteld, _op_ingesteld, Rechtzetbaar(StelBeroepIn, rekent=True)),
    Evolutie(BeroepIngetrokken, _op_ingetrokken, Rechtzetbaar(TrekBeroepIn)),
)
