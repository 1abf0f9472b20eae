"""Geen gevolg: ABB beslist dat er geen boete volgt."""

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
from handhaving.dossier.sanctie.vierogen import keur_vier_ogen
from handhaving.dossier.state import BIJ_ABB, Fase
from handhaving.dossier.tekst import LangeTekst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class GeenGevolgBeslist(Gebeurtenis):
    """ABB besliste geen boete op te leggen."""

    geldig_veld = "beslist_op"
    historiek = "Geen gevolg gegeven aan {inbreuk} ({redenCode})."

    inbreuk: Sleutel
    beslist_op: date
    reden_code: Code = "andere"
    reden: Gevoelig | None = None
    toelichting: Gevoelig | None = None


class BeslisGeenGevolg(Opdracht):
    """Beslis dat er geen boete volgt, met reden."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/geenGevolgBeslissingen"
    voorbeeld = {"inbreuk": "I1", "reden": "Fictieve reden."}
    rollen = frozenset({Rol.BESLISSER})
    fasen = BIJ_ABB

    inbreuk: Sleutel
    reden: LangeTekst
    reden_code: RedenCode = "andere"
    toelichting: LangeTekst | None = None


def _keur_geen_gevolg(
    opdracht: BeslisGeenGevolg, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    yield from keur_vier_ogen(inbreuk, recht, dag_van(opdracht, context), context)


def _geen_gevolg(
    opdracht: BeslisGeenGevolg, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        GeenGevolgBeslist(
            inbreuk=opdracht.inbreuk,
            beslist_op=dag_van(opdracht, context),
            reden_code=opdracht.reden_code,
            reden=opdracht.reden,
            toelichting=opdracht.toelichting,
        ),
    )


def _op_geen_gevolg(dossier: Dossier, feit: GeenGevolgBeslist, _envelop: Envelop) -> Dossier:
    return dossier.met_inbreuk(feit.inbreuk, fase=Fase.GEEN_GEVOLG)


HANDELINGEN = (Handeling(BeslisGeenGevolg, _keur_geen_gevolg, _geen_gevolg),)
EVOLUTIES = (Evolutie(GeenGevolgBeslist, _op_geen_gevolg, Rechtzetbaar(BeslisGeenGevolg)),)
