"""Wanneer een besluit definitief is: de termijn is om, en er hangt geen beroep."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rol,
    Sleutel,
    ViaOorzaak,
)
from handhaving.dossier.enig import met_fase
from handhaving.dossier.gemeen import verstreken
from handhaving.dossier.refusals import BeroepHangende, BeroepstermijnLoopt, FaseLaatDitNietToe
from handhaving.dossier.state import Fase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class BoetebesluitDefinitief(Gebeurtenis):
    """De beroepstermijn verstreek zonder beroep: het besluit is definitief."""

    geldig_veld = "definitief_op"
    historiek = "Boetebesluit {besluit} is definitief sinds {definitiefOp}."

    besluit: Sleutel
    definitief_op: date


class StelDefinitiefVast(Opdracht):
    """Stel vast dat een besluit definitief is (alleen het systeem)."""

    rollen = frozenset({Rol.SYSTEEM})

    besluit: Sleutel


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
    return met_fase(dossier, besluit, Fase.DEFINITIEF)


HANDELINGEN = (Handeling(StelDefinitiefVast, _keur_definitief, _definitief),)
EVOLUTIES = (
    Evolutie(
        BoetebesluitDefinitief,
        _op_definitief,
        ViaOorzaak(
            "de betekening of de ontvangst waaruit de beroepstermijn volgt",
            opdracht="StelDefinitiefVast",
        ),
    ),
)
