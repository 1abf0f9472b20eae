"""Overmaking aan ABB: wat nog ontbreekt, wordt hier gevraagd."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic.alias_generators import to_camel

from handhaving.dossier.basis import Evolutie, Gebeurtenis, Handeling, Opdracht, Rol, Sleutel
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.inbreuk import (
    geboren_op,
    keur_type,
    reden_niet_verplicht,
    was_minderjarig,
)
from handhaving.dossier.refusals import (
    AndereOverheidBevoegd,
    GegevenOntbreekt,
    MinderjarigOpDatumFeit,
    PersoonNietVerplicht,
    RegimeNietVlaanderen,
)
from handhaving.dossier.state import Fase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class OvergemaaktAanABB(Gebeurtenis):
    """Het agentschap gaf de inbreuk in handen van ABB."""

    geldig_veld = "overgemaakt_op"
    historiek = (
        "Inbreuk {inbreuk} overgemaakt aan ABB op {overgemaaktOp}; "
        "uitnodigen vóór {uitnodigenVoor}."
    )

    inbreuk: Sleutel
    overgemaakt_op: date
    uitnodigen_voor: date


class MaakOverAanABB(Opdracht):
    """Maak een inbreuk over aan ABB, nadat de inregelstellingsperiode verstreek."""

    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    fasen = frozenset({Fase.TERMIJN_VERSTREKEN})

    inbreuk: Sleutel


GEVRAAGD = ("klantnummer", "hoedanigheid", "plicht_ontstaan_op", "regime")
"""Wat ABB moet weten en wat een inname uit KBI niet meebrengt."""


def keur_bevoegd(inbreuk: Inbreuk) -> Iterator[Weigering]:
    """ABB beslist alleen waar ABB bevoegd is."""
    if inbreuk.bevoegd != "ABB":
        yield AndereOverheidBevoegd(inbreuk=inbreuk.sleutel, bevoegd=inbreuk.bevoegd)


def keur_regime(dossier: Dossier) -> Iterator[Weigering]:
    """ABB beslist alleen in het Vlaamse regime."""
    if dossier.persoon.regime not in {None, "vlaanderen"}:
        yield RegimeNietVlaanderen(regime=dossier.persoon.regime)


def _keur_maak_over(
    opdracht: MaakOverAanABB, dossier: Dossier, recht: Recht, _context: Context
) -> Iterator[Weigering]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    yield from keur_bevoegd(inbreuk)
    yield from keur_regime(dossier)
    if reden := reden_niet_verplicht(dossier.persoon, inbreuk.datum_feit, recht):
        yield PersoonNietVerplicht(datum_feit=inbreuk.datum_feit, reden=reden)
    if was_minderjarig(dossier.persoon, inbreuk.datum_feit, recht):
        yield MinderjarigOpDatumFeit(datum_feit=inbreuk.datum_feit)
    yield from keur_type(inbreuk.type, inbreuk.datum_feit, dossier.persoon, recht)
    for veld in GEVRAAGD:
        if getattr(dossier.persoon, veld) is None:
            yield GegevenOntbreekt(gegeven=to_camel(veld))
    if geboren_op(dossier.persoon) is None:
        yield GegevenOntbreekt(gegeven="geboortedatum")


def _maak_over(
    opdracht: MaakOverAanABB, _dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    termijn = recht.termijn("uitnodigingVerweer", ontvangen=dag)
    assert termijn is not None  # noqa: S101 - een termijn vanaf een bekende dag loopt altijd
    return (
        OvergemaaktAanABB(
            inbreuk=opdracht.inbreuk,
            overgemaakt_op=dag,
            uitnodigen_voor=termijn.laatste_dag_overheid,
            grondslag=termijn.grondslag,
        ),
    )


def _op_overgemaakt(dossier: Dossier, feit: OvergemaaktAanABB, envelop: Envelop) -> Dossier:
    return dossier.met_inbreuk(
        feit.inbreuk,
        fase=Fase.OVERGEMAAKT,
        overgemaakt_op=feit.overgemaakt_op,
        uitnodigen_voor=feit.uitnodigen_voor,
        overgemaakt_door=envelop.gebeurtenis_id,
    )


HANDELINGEN = (Handeling(MaakOverAanABB, _keur_maak_over, _maak_over),)
EVOLUTIES = (Evolutie(OvergemaaktAanABB, _op_overgemaakt),)
