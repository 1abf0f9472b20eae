"""Een inbreuk rechtzetten die niet klopte; een boete die stond, wordt ingetrokken."""

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
from handhaving.dossier.herbekijken import vragen
from handhaving.dossier.recidive import na_de_val
from handhaving.dossier.refusals import (
    InbreukReedsAfgesloten,
)
from handhaving.dossier.sanctie.intrekking import BoetebesluitIngetrokken, trek_besluit_in
from handhaving.dossier.state import AFGESLOTEN, NA_BESLUIT, Fase, Inbreuk
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


FEIT_RECHTGEZET = "feitRechtgezet"
"""De code van wat volgt op een rechtgezet feit."""


class InbreukRechtgezet(Gebeurtenis):
    """Een inbreuk bleek niet te kloppen en is rechtgezet; ze blijft in het logboek staan."""

    geldig_veld = "rechtgezet_op"
    historiek = "Inbreuk {inbreuk} rechtgezet ({redenCode})."

    inbreuk: Sleutel
    rechtgezet_op: date
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class ZetInbreukRecht(Opdracht):
    """Zet een inbreuk recht die niet klopte; een boete die stond, wordt ingetrokken."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/rechtzettingen"
    voorbeeld = {"inbreuk": "I1", "reden": "Fictieve reden."}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR, Rol.BESLISSER})

    inbreuk: Sleutel
    reden: Tekst
    reden_code: RedenCode = "andere"


def _keur_zet_recht(
    opdracht: ZetInbreukRecht, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    if inbreuk.fase in AFGESLOTEN:
        yield InbreukReedsAfgesloten(inbreuk=inbreuk.sleutel, fase=inbreuk.fase)


def _zet_recht(
    opdracht: ZetInbreukRecht, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return zet_inbreuk_recht(
        dossier,
        dossier.inbreuken[opdracht.inbreuk],
        dag_van(opdracht, context),
        reden_code=opdracht.reden_code,
        reden=opdracht.reden,
    )


def zet_inbreuk_recht(
    dossier: Dossier, inbreuk: Inbreuk, dag: date, *, reden_code: str, reden: str | None = None
) -> tuple[Gebeurtenis, ...]:
    """De inbreuk is rechtgezet; stond er een boete, dan is ze ingetrokken."""
    feiten: list[Gebeurtenis] = [
        InbreukRechtgezet(
            inbreuk=inbreuk.sleutel, rechtgezet_op=dag, reden_code=reden_code, reden=reden
        )
    ]
    if inbreuk.fase in NA_BESLUIT:
        staan = [
            besluit.sleutel
            for besluit in dossier.besluiten.values()
            if besluit.inbreuk == inbreuk.sleutel and besluit.staat_nog
        ]
        for besluit in staan:
            feiten += trek_besluit_in(dossier, besluit, dag, "inbreukRechtgezet")
        te_vragen = (vraag for besluit in staan for vraag in na_de_val(dossier, besluit, dag))
        feiten += vragen(dossier, te_vragen)
    return tuple(feiten)


def _op_rechtgezet(dossier: Dossier, feit: InbreukRechtgezet, _envelop: Envelop) -> Dossier:
    return dossier.met_inbreuk(feit.inbreuk, fase=Fase.RECHTGEZET)


HANDELINGEN = (Handeling(ZetInbreukRecht, _keur_zet_recht, _zet_recht),)
EVOLUTIES = (
    Evolutie(
        InbreukRechtgezet,
        _op_rechtgezet,
        Rechtzetbaar(
            ZetInbreukRecht,
            blijft=(BoetebesluitIngetrokken, VlabelOverdrachtTeruggeroepen),
        ),
    ),
)
