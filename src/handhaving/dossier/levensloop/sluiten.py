"""Het dossier sluiten en heropenen. Dicht kan het pas als er niets meer openstaat."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

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
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.weigeringen import DossierHeeftOpenZaken
from handhaving.dossier.refusals import FaseLaatDitNietToe
from handhaving.dossier.state import AFGESLOTEN, Fase
from handhaving.dossier.tekst import Tekst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

UIT_HANDEN = AFGESLOTEN | {Fase.ANDERE_OVERHEID, Fase.DEFINITIEF}
"""Fasen waarin aan de inbreuk zelf niets meer te doen is; de vordering telt apart."""


class DossierGesloten(Gebeurtenis):
    """Het dossier is gesloten."""

    geldig_veld = "gesloten_op"
    historiek = "Dossier gesloten op {geslotenOp} ({redenCode})."
    van_dossier = True

    gesloten_op: date
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class DossierHeropend(Gebeurtenis):
    """Het dossier is heropend."""

    geldig_veld = "heropend_op"
    historiek = "Dossier heropend op {heropendOp} ({redenCode})."
    van_dossier = True

    heropend_op: date
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class SluitDossier(Opdracht):
    """Sluit het dossier, met reden."""

    pad = "/v1/dossiers/{dossierId}/sluitingen"
    voorbeeld = {"reden": "Fictieve reden."}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})

    reden: Tekst
    reden_code: RedenCode = "andere"


class HeropenDossier(Opdracht):
    """Heropen een gesloten dossier, met reden."""

    pad = "/v1/dossiers/{dossierId}/heropeningen"
    voorbeeld = {"reden": "Fictieve reden."}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    ook_gesloten = True

    reden: Tekst
    reden_code: RedenCode = "andere"


def open_zaken(dossier: Dossier) -> list[str]:
    """De sleutels van wat nog openstaat: inbreuken, vorderingen, overdrachten en taken."""
    inbreuken = [s for s, i in dossier.inbreuken.items() if i.fase not in UIT_HANDEN]
    vorderingen = [
        s
        for s, v in dossier.vorderingen.items()
        if (v.leeft and v.oninbaar_op is None) or v.teveel > 0
    ]
    overdrachten = [s for s, o in dossier.overdrachten.items() if o.lopend]
    taken = [s for s, t in dossier.taken.items() if t.hindert]
    return [*inbreuken, *vorderingen, *overdrachten, *taken]


def _keur_sluit(
    _opdracht: SluitDossier, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    if open_ := open_zaken(dossier):
        yield DossierHeeftOpenZaken(open=open_)


def _sluit(
    opdracht: SluitDossier, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        DossierGesloten(
            gesloten_op=dag_van(opdracht, context),
            reden_code=opdracht.reden_code,
            reden=opdracht.reden,
        ),
    )


def _keur_heropen(
    _opdracht: HeropenDossier, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    if dossier.gesloten_op is None:
        yield FaseLaatDitNietToe(
            betreft="Het dossier", fase="open", opdracht="HeropenDossier", toegelaten=["gesloten"]
        )


def _heropen(
    opdracht: HeropenDossier, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        DossierHeropend(
            heropend_op=dag_van(opdracht, context),
            reden_code=opdracht.reden_code,
            reden=opdracht.reden,
        ),
    )


def _op_gesloten(dossier: Dossier, feit: DossierGesloten, _envelop: Envelop) -> Dossier:
    return replace(dossier, gesloten_op=feit.gesloten_op)


def _op_heropend(dossier: Dossier, _feit: DossierHeropend, _envelop: Envelop) -> Dossier:
    return replace(dossier, gesloten_op=None)


HANDELINGEN = (
    Handeling(SluitDossier, _keur_sluit, _sluit),
    Handeling(HeropenDossier, _keur_heropen, _heropen),
)
EVOLUTIES = (
    Evolutie(
        DossierGesloten,
        _op_gesloten,
        NietRechtzetbaar("sluiten doet niets teniet", ("HeropenDossier",), opdracht=SluitDossier),
    ),
    Evolutie(
        DossierHeropend,
        _op_heropend,
        NietRechtzetbaar("heropenen doet niets teniet", ("SluitDossier",), opdracht=HeropenDossier),
    ),
)
