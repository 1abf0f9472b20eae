"""Taken: wat een mens nakeek en afhandelde."""

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
    Rechtzetbaar,
    RedenCode,
    Rol,
    Sleutel,
    ViaOorzaak,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.herbekijken import HerbekijkenGevraagd, op_gevraagd
from handhaving.dossier.kopie import replace
from handhaving.dossier.refusals import OnbekendeTaak
from handhaving.dossier.tekst import Tekst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class TaakAfgehandeld(Gebeurtenis):
    """Een mens koos wat er met een taak gebeurt."""

    geldig_veld = "op"
    historiek = "Taak {taak} afgehandeld: {uitkomst}."

    taak: Sleutel
    uitkomst: Code
    op: date
    toelichting: Gevoelig | None = None


class TaakHeropend(Gebeurtenis):
    """Een taak staat weer open: wat haar afhandelde, bleek niet te kloppen."""

    geldig_veld = "op"
    historiek = "Taak {taak} staat weer open."

    taak: Sleutel
    op: date


class HandelTaakAf(Opdracht):
    """Handel een open taak af, met een uitkomst en een toelichting."""

    pad = "/v1/dossiers/{dossierId}/taken/{taak}/afhandelingen"
    voorbeeld = {"taak": "T1", "uitkomst": "overgenomen", "toelichting": "Fictief."}
    rollen = frozenset(
        {
            Rol.DOSSIERBEHANDELAAR,
            Rol.HANDHAVINGSAMBTENAAR,
            Rol.BESLISSER,
            Rol.BOEKHOUDER,
            Rol.INVORDERING,
        }
    )

    taak: Sleutel
    uitkomst: RedenCode
    toelichting: Tekst | None = None


def _keur(
    opdracht: HandelTaakAf, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    taak = dossier.taken.get(opdracht.taak)
    if taak is None or taak.afgehandeld is not None:
        yield OnbekendeTaak(taak=opdracht.taak)


def _handel_af(
    opdracht: HandelTaakAf, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        TaakAfgehandeld(
            taak=opdracht.taak,
            uitkomst=opdracht.uitkomst,
            op=dag_van(opdracht, context),
            toelichting=opdracht.toelichting,
        ),
    )


def _op_afgehandeld(dossier: Dossier, feit: TaakAfgehandeld, _envelop: Envelop) -> Dossier:
    taak = dossier.taken.get(feit.taak)
    if taak is None:
        return dossier
    return replace(
        dossier, taken={**dossier.taken, feit.taak: replace(taak, afgehandeld=feit.uitkomst)}
    )


def _op_heropend(dossier: Dossier, feit: TaakHeropend, _envelop: Envelop) -> Dossier:
    taak = dossier.taken.get(feit.taak)
    if taak is None:
        return dossier
    return replace(dossier, taken={**dossier.taken, feit.taak: replace(taak, afgehandeld=None)})


HANDELINGEN = (Handeling(HandelTaakAf, _keur, _handel_af),)
EVOLUTIES = (
    Evolutie(
        HerbekijkenGevraagd,
        op_gevraagd,
        NietRechtzetbaar("een vraag handelt men af", ("HandelTaakAf",)),
    ),
    Evolutie(TaakAfgehandeld, _op_afgehandeld, Rechtzetbaar(HandelTaakAf)),
    Evolutie(TaakHeropend, _op_heropend, ViaOorzaak("het feit dat rechtgezet werd")),
)
