"""Intrekking: een mens neemt een boetebesluit terug, met motivering."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    NietRechtzetbaar,
    Opdracht,
    RedenCode,
    Rol,
    Sleutel,
)
from handhaving.dossier.enig import volg
from handhaving.dossier.gemeen import dag_van, keur_volgorde
from handhaving.dossier.herbekijken import vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.recidive import na_de_val
from handhaving.dossier.refusals import FaseLaatDitNietToe, MotiveringOntbreekt
from handhaving.dossier.state import Fase
from handhaving.dossier.tekst import is_leeg
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


ZONDER_VOORWERP = "zonderVoorwerp"
"""Wat in de toestand staat in plaats van een uitspraak, als het besluit zelf weg is."""


class BoetebesluitIngetrokken(Gebeurtenis):
    """Een boetebesluit is ingetrokken; wat betaald werd, moet terug."""

    geldig_veld = "ingetrokken_op"
    historiek = "Boetebesluit {besluit} ingetrokken ({redenCode})."

    besluit: Sleutel
    ingetrokken_op: date
    reden_code: Code = "andere"
    motivering: Gevoelig | None = None


class TrekBoetebesluitIn(Opdracht):
    """Trek een boetebesluit in, met motivering; over de inbreuk kan opnieuw beslist worden."""

    pad = "/v1/dossiers/{dossierId}/boetebesluiten/{besluit}/intrekkingen"
    voorbeeld = {"besluit": "B1", "motivering": "Fictief."}
    rollen = frozenset({Rol.BESLISSER})

    besluit: Sleutel
    motivering: Annotated[str, Field(max_length=100_000)] | None = None
    reden_code: RedenCode = "andere"


def trek_besluit_in(
    dossier: Dossier, sleutel: str, dag: date, reden_code: str, *, motivering: str | None = None
) -> list[Gebeurtenis]:
    """De intrekking van een besluit; wat bij VLABEL ligt, wordt teruggeroepen."""
    ingetrokken = BoetebesluitIngetrokken(
        besluit=sleutel, ingetrokken_op=dag, reden_code=reden_code, motivering=motivering
    )
    vordering = dossier.besluiten[sleutel].vordering
    return [
        ingetrokken,
        *(
            VlabelOverdrachtTeruggeroepen(
                overdracht=o.sleutel, teruggeroepen_op=dag, reden_code=reden_code
            )
            for o in dossier.overdrachten.values()
            if o.lopend and o.vordering == vordering
        ),
    ]


def _keur(
    opdracht: TrekBoetebesluitIn, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    besluit = dossier.besluiten[opdracht.besluit]
    dag = dag_van(opdracht, context)
    yield from keur_volgorde("geldigOp", dag, "genomenOp", besluit.genomen_op)
    if not besluit.staat_nog:
        yield FaseLaatDitNietToe(
            betreft=besluit.sleutel,
            fase=besluit.staat,
            opdracht="TrekBoetebesluitIn",
            toegelaten=["genomen", "betekend", "definitief"],
        )
    if is_leeg(opdracht.motivering):
        yield MotiveringOntbreekt(veld="motivering")


def _trek_in(
    opdracht: TrekBoetebesluitIn, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    feiten = trek_besluit_in(
        dossier, opdracht.besluit, dag, opdracht.reden_code, motivering=opdracht.motivering
    )
    return (*feiten, *vragen(dossier, na_de_val(dossier, opdracht.besluit, dag)))


def _op_ingetrokken(dossier: Dossier, feit: BoetebesluitIngetrokken, _envelop: Envelop) -> Dossier:
    besluit = dossier.besluiten.get(feit.besluit)
    if besluit is None:
        return dossier
    beroep = besluit.beroep
    if beroep is not None and beroep.hangende:
        beroep = replace(beroep, uitspraak=ZONDER_VOORWERP, uitspraak_op=feit.ingetrokken_op)
    dossier = dossier.met_besluit(feit.besluit, staat="ingetrokken", beroep=beroep)
    inbreuk = dossier.inbreuken.get(besluit.inbreuk)
    if inbreuk is not None and inbreuk.fase is not Fase.RECHTGEZET:
        dossier = volg(dossier, besluit.inbreuk, Fase.INGETROKKEN)
    return (
        dossier
        if besluit.vordering is None
        else dossier.met_vordering(besluit.vordering, afgesloten_op=feit.ingetrokken_op)
    )


HANDELINGEN = (Handeling(TrekBoetebesluitIn, _keur, _trek_in),)
EVOLUTIES = (
    Evolutie(
        BoetebesluitIngetrokken,
        _op_ingetrokken,
        NietRechtzetbaar(
            "een ingetrokken besluit herleeft niet",
            ("NeemBoetebesluit",),
            opdracht=TrekBoetebesluitIn,
        ),
    ),
)
