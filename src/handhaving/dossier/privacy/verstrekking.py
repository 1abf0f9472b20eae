"""Aan wie gegevens meegedeeld zijn: de persoon mag het weten (AVG art. 15.1.c)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    ViaOorzaak,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.kopie import replace
from handhaving.dossier.privacy.beperking import Gegeven
from handhaving.dossier.privacy.staat import Verstrekking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class VerstrekkingGeregistreerd(Gebeurtenis):
    """Gegevens van deze persoon zijn aan een ontvanger meegedeeld."""

    geldig_veld = "op"
    historiek = "Gegevens verstrekt aan {ontvanger} op {op} ({doel})."

    ontvanger: Code
    doel: Code
    op: date
    gegevens: tuple[Gegeven, ...] = ()


class VerstrekkingVervallen(Gebeurtenis):
    """Een geregistreerde verstrekking is er nooit geweest."""

    geldig_veld = "op"
    historiek = "Verstrekking aan {ontvanger} op {op} ({doel}) telt niet: ze is er nooit geweest."

    ontvanger: Code
    doel: Code
    op: date


class RegistreerVerstrekking(Opdracht):
    """Registreer dat gegevens aan een ontvanger (OCMW, VDAB, DVZ …) meegedeeld zijn."""

    pad = "/v1/dossiers/{dossierId}/verstrekkingen"
    voorbeeld = {
        "ontvanger": "OCMW",
        "doel": "sanctionering",
        "op": "2024-03-04",
        "gegevens": ["insz", "naam"],
    }
    rollen = frozenset(
        {Rol.DPO, Rol.DOSSIERBEHANDELAAR, Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER, Rol.INVORDERING}
    )
    verleden = ("op",)
    ook_gesloten = True

    ontvanger: Code
    doel: Code
    op: date | None = None
    gegevens: tuple[Gegeven, ...] = ()


def _geen_weigering(
    _opdracht: Opdracht, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _registreer(
    opdracht: RegistreerVerstrekking, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    op = opdracht.op or dag_van(opdracht, context)
    if Verstrekking(opdracht.ontvanger, opdracht.doel, op) in dossier.privacy.verstrekkingen:
        return ()
    return (
        VerstrekkingGeregistreerd(
            ontvanger=opdracht.ontvanger, doel=opdracht.doel, op=op, gegevens=opdracht.gegevens
        ),
    )


def _op_verstrekt(dossier: Dossier, feit: VerstrekkingGeregistreerd, _envelop: Envelop) -> Dossier:
    privacy = dossier.privacy
    verstrekt = (*privacy.verstrekkingen, Verstrekking(feit.ontvanger, feit.doel, feit.op))
    return replace(dossier, privacy=replace(privacy, verstrekkingen=verstrekt))


def _op_vervallen(dossier: Dossier, feit: VerstrekkingVervallen, _envelop: Envelop) -> Dossier:
    weg = Verstrekking(feit.ontvanger, feit.doel, feit.op)
    over = tuple(v for v in dossier.privacy.verstrekkingen if v != weg)
    return replace(dossier, privacy=replace(dossier.privacy, verstrekkingen=over))


HANDELINGEN = (Handeling(RegistreerVerstrekking, _geen_weigering, _registreer),)
EVOLUTIES = (
    Evolutie(VerstrekkingGeregistreerd, _op_verstrekt, Rechtzetbaar(RegistreerVerstrekking)),
    Evolutie(VerstrekkingVervallen, _op_vervallen, ViaOorzaak("het feit dat rechtgezet werd")),
)
