"""Overmaking aan ABB: wat nog ontbreekt, wordt hier gevraagd."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic.alias_generators import to_camel

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
from handhaving.dossier.herbekijken import toch_op_tijd, vragen
from handhaving.dossier.inbreuk.plicht import (
    geboren_op,
    keur_type,
    reden_niet_verplicht,
    was_minderjarig,
)
from handhaving.dossier.levensloop.deelname import deelname_ontbreekt, keur_deelname
from handhaving.dossier.levensloop.regime import keur_regime
from handhaving.dossier.levensloop.uitstel import keur_uitstel
from handhaving.dossier.refusals import (
    AndereOverheidBevoegd,
    GegevenOntbreekt,
    MinderjarigOpDatumFeit,
    PersoonNietVerplicht,
)
from handhaving.dossier.state import Fase
from handhaving.dossier.tekst import Tekst

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
        "uitnodigen uiterlijk {uitnodigenVoor}."
    )

    inbreuk: Sleutel
    overgemaakt_op: date
    uitnodigen_voor: date


class MaakOverAanABB(Opdracht):
    """Maak een inbreuk over aan ABB, nadat de inregelstellingsperiode verstreek."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/overmakingen"
    voorbeeld = {"inbreuk": "I1"}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    fasen = frozenset({Fase.TERMIJN_VERSTREKEN})

    inbreuk: Sleutel


class TeruggestuurdNaarAgentschap(Gebeurtenis):
    """ABB stuurde de inbreuk terug; het agentschap begint opnieuw met een ingebrekestelling."""

    geldig_veld = "teruggestuurd_op"
    historiek = "Inbreuk {inbreuk} teruggestuurd naar het agentschap ({redenCode})."

    inbreuk: Sleutel
    teruggestuurd_op: date
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class StuurTerugNaarAgentschap(Opdracht):
    """Stuur een overgemaakte inbreuk terug, omdat er iets ontbreekt of niet klopt."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/terugzendingen"
    voorbeeld = {"inbreuk": "I1", "reden": "Fictieve reden."}
    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    fasen = frozenset({Fase.OVERGEMAAKT})

    inbreuk: Sleutel
    reden: Tekst
    reden_code: RedenCode = "andere"


GEVRAAGD = ("klantnummer", "hoedanigheid", "plicht_ontstaan_op", "regime")
"""Wat ABB moet weten en wat een inname uit KBI niet meebrengt."""


def keur_bevoegd(inbreuk: Inbreuk) -> Iterator[Weigering]:
    """ABB beslist alleen waar ABB bevoegd is."""
    if inbreuk.bevoegd != "ABB":
        yield AndereOverheidBevoegd(inbreuk=inbreuk.sleutel, bevoegd=inbreuk.bevoegd)


def _keur_maak_over(
    opdracht: MaakOverAanABB, dossier: Dossier, recht: Recht, _context: Context
) -> Iterator[Weigering]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    yield from keur_bevoegd(inbreuk)
    yield from keur_regime(dossier, inbreuk, recht)
    yield from keur_uitstel(dossier, inbreuk.type, inbreuk.datum_feit, recht)
    if reden := reden_niet_verplicht(dossier.persoon, inbreuk.datum_feit, recht):
        yield PersoonNietVerplicht(datum_feit=inbreuk.datum_feit, reden=reden)
    if was_minderjarig(dossier.persoon, inbreuk.datum_feit, recht):
        yield MinderjarigOpDatumFeit(datum_feit=inbreuk.datum_feit)
    yield from keur_deelname(dossier, inbreuk.type, inbreuk.datum_feit, inbreuk.cursus, recht)
    yield from keur_type(inbreuk.type, inbreuk.datum_feit, dossier.persoon, recht)
    for veld in GEVRAAGD:
        if getattr(dossier.persoon, veld) is None:
            yield GegevenOntbreekt(gegeven=to_camel(veld))
    if geboren_op(dossier.persoon) is None:
        yield GegevenOntbreekt(gegeven="geboortedatum")
    if deelname_ontbreekt(dossier, inbreuk.type, inbreuk.datum_feit, inbreuk.cursus, recht):
        yield GegevenOntbreekt(gegeven="deelname")


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


def _keur_stuur_terug(
    _opdracht: StuurTerugNaarAgentschap, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _stuur_terug(
    opdracht: StuurTerugNaarAgentschap, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    vraag = toch_op_tijd(dossier.inbreuken[opdracht.inbreuk], None, dag)
    return (
        TeruggestuurdNaarAgentschap(
            inbreuk=opdracht.inbreuk,
            teruggestuurd_op=dag,
            reden_code=opdracht.reden_code,
            reden=opdracht.reden,
        ),
        *vragen(dossier, vraag),
    )


def _op_teruggestuurd(
    dossier: Dossier, feit: TeruggestuurdNaarAgentschap, _envelop: Envelop
) -> Dossier:
    return dossier.met_inbreuk(
        feit.inbreuk,
        fase=Fase.VASTGESTELD,
        inregelstelling=None,
        overgemaakt_op=None,
        uitnodigen_voor=None,
    )


HANDELINGEN = (
    Handeling(MaakOverAanABB, _keur_maak_over, _maak_over),
    Handeling(StuurTerugNaarAgentschap, _keur_stuur_terug, _stuur_terug),
)
EVOLUTIES = (
    Evolutie(OvergemaaktAanABB, _op_overgemaakt, Rechtzetbaar(MaakOverAanABB)),
    Evolutie(
        TeruggestuurdNaarAgentschap, _op_teruggestuurd, Rechtzetbaar(StuurTerugNaarAgentschap)
    ),
)
