"""Vaststellen dat een vordering verjaard is. Dat doet een mens; de klok vraagt het alleen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.vordering.gemeen import keur_schuld, sluit_taken
from handhaving.dossier.vordering.weigeringen import NietVerjaard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class VorderingVerjaard(Gebeurtenis):
    """De vordering is verjaard. Wie daarna nog vrijwillig betaalt, betaalt niet onverschuldigd."""

    geldig_veld = "verjaard_op"
    historiek = "Vordering {vordering} is verjaard op {verjaardOp}."

    vordering: Sleutel
    verjaard_op: date
    """De eerste dag waarop niets meer afgedwongen kan worden."""


class StelVerjaringVast(Opdracht):
    """Stel vast dat een vordering verjaard is, na de laatste dag van haar termijn."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/verjaringsvaststellingen"
    voorbeeld = {"vordering": "V1"}
    rollen = frozenset({Rol.INVORDERING})

    vordering: Sleutel


def _keur(
    opdracht: StelVerjaringVast, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "StelVerjaringVast", "open vordering")
    stand = vordering.verjaring
    if stand is None or not stand.verjaard_op(dag_van(opdracht, context)):
        geschorst = stand is not None and stand.geschorst_sinds is not None
        yield NietVerjaard(
            vordering=vordering.sleutel,
            datum="geschorst" if stand is None or geschorst else stand.datum,
        )


def _stel_vast(
    opdracht: StelVerjaringVast, dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    stand = dossier.vorderingen[opdracht.vordering].verjaring
    assert stand is not None  # noqa: S101 - gekeurd
    return (
        VorderingVerjaard(
            vordering=opdracht.vordering, verjaard_op=stand.datum + timedelta(days=1)
        ),
    )


def _op_verjaard(dossier: Dossier, feit: VorderingVerjaard, _envelop: Envelop) -> Dossier:
    dossier = dossier.met_vordering(feit.vordering, verjaard_op=feit.verjaard_op)
    return sluit_taken(dossier, "verjaring", feit.vordering, "vastgesteld")


HANDELINGEN = (Handeling(StelVerjaringVast, _keur, _stel_vast),)
EVOLUTIES = (Evolutie(VorderingVerjaard, _op_verjaard, Rechtzetbaar(StelVerjaringVast)),)
