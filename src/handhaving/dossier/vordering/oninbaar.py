"""Oninbaar verklaren en heropenen. De verjaring loopt intussen door, alsof er niets gebeurd was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    RedenCode,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.refusals import FaseLaatDitNietToe, VorderingVerjaard
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.vordering.gemeen import (
    keur_bij_abb,
    keur_geen_plan,
    keur_schuld,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class OninbaarVerklaard(Gebeurtenis):
    """De vordering is oninbaar: niemand int nog, tot ze heropend wordt."""

    geldig_veld = "op"
    historiek = "Vordering {vordering} oninbaar verklaard ({redenCode})."

    vordering: Sleutel
    op: date
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class VorderingHeropend(Gebeurtenis):
    """De vordering wordt weer geïnd; ze verjaart op de dag waarop ze altijd al verjaarde."""

    geldig_veld = "op"
    historiek = "Vordering {vordering} heropend ({redenCode}); de verjaring liep door."

    vordering: Sleutel
    op: date
    verjaart: date | None = None
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class _MetReden(Opdracht):
    rollen = frozenset({Rol.INVORDERING})

    vordering: Sleutel
    reden: Tekst
    reden_code: RedenCode = "andere"


class VerklaarOninbaar(_MetReden):
    """Verklaar een vordering oninbaar, met reden."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/oninbaarverklaringen"
    voorbeeld = {"vordering": "V1", "reden": "Fictieve reden.", "redenCode": "onvermogend"}


class HeropenVordering(_MetReden):
    """Heropen een oninbare vordering, zolang ze niet verjaard is."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/heropeningen"
    voorbeeld = {"vordering": "V1", "reden": "Fictieve reden.", "redenCode": "nieuwAdres"}


def keur_niet_verjaard(vordering: Vordering, dag: date) -> Iterator[Weigering]:
    """De termijn is op die dag nog niet voorbij, ook als niemand dat al vaststelde."""
    if vordering.verjaring is not None and vordering.verjaring.verjaard_op(dag):
        yield VorderingVerjaard(vordering=vordering.sleutel, datum=vordering.verjaring.datum)


def _keur_oninbaar(
    opdracht: VerklaarOninbaar, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "VerklaarOninbaar", "open vordering")
    yield from keur_niet_verjaard(vordering, dag_van(opdracht, context))
    yield from keur_bij_abb(vordering, dossier, "VerklaarOninbaar", "open vordering")
    yield from keur_geen_plan(vordering)


def _oninbaar(
    opdracht: VerklaarOninbaar, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        OninbaarVerklaard(
            vordering=opdracht.vordering,
            op=dag_van(opdracht, context),
            reden_code=opdracht.reden_code,
            reden=opdracht.reden,
        ),
    )


def _keur_heropen(
    opdracht: HeropenVordering, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "HeropenVordering", "oninbaar")
    yield from keur_niet_verjaard(vordering, dag_van(opdracht, context))
    if vordering.oninbaar_op is None:
        yield FaseLaatDitNietToe(
            betreft=vordering.sleutel,
            fase="niet oninbaar",
            opdracht="HeropenVordering",
            toegelaten=["oninbaar"],
        )


def _heropen(
    opdracht: HeropenVordering, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    verjaring = dossier.vorderingen[opdracht.vordering].verjaring
    return (
        VorderingHeropend(
            vordering=opdracht.vordering,
            op=dag_van(opdracht, context),
            verjaart=None if verjaring is None else verjaring.datum,
            reden_code=opdracht.reden_code,
            reden=opdracht.reden,
        ),
    )


def _op_oninbaar(dossier: Dossier, feit: OninbaarVerklaard, _envelop: Envelop) -> Dossier:
    return dossier.met_vordering(feit.vordering, oninbaar_op=feit.op)


def _op_heropend(dossier: Dossier, feit: VorderingHeropend, _envelop: Envelop) -> Dossier:
    return dossier.met_vordering(feit.vordering, oninbaar_op=None)


HANDELINGEN = (
    Handeling(VerklaarOninbaar, _keur_oninbaar, _oninbaar),
    Handeling(HeropenVordering, _keur_heropen, _heropen),
)
EVOLUTIES = (
    Evolutie(OninbaarVerklaard, _op_oninbaar, Rechtzetbaar(VerklaarOninbaar)),
    Evolutie(VorderingHeropend, _op_heropend, Rechtzetbaar(HeropenVordering)),
)
