"""Wat de klok over een vordering mag vragen: of ze verjaard is, of haar schuld erkend werd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import Handeling, Opdracht, Rol, Sleutel
from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.verjaring.stuiting import SCHULDBEKENTENIS
from handhaving.dossier.vordering.gemeen import gevraagd
from handhaving.dossier.vordering.weigeringen import VraagNietAanDeOrde

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.dossier.basis import Context, Gebeurtenis, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Vordering
    from handhaving.recht import Recht

VERJARING = "verjaring"


class VraagHerbekijken(Opdracht):
    """Vraag een mens of een vordering verjaard is, of haar schuld erkend (alleen het systeem)."""

    rollen = frozenset({Rol.SYSTEEM})

    vordering: Sleutel
    vraag: Literal["verjaring", "schuldbekentenis"]


def verjaring_te_vragen(vordering: Vordering, dossier: Dossier) -> bool:
    """Of na de laatste dag van de verjaring nog gevraagd moet worden ze vast te stellen."""
    stand = vordering.verjaring
    if stand is None or stand.geschorst_sinds is not None or not vordering.leeft:
        return False
    return not gevraagd(dossier, VERJARING, vordering.sleutel, stand.datum)


def erkenning_te_vragen(vordering: Vordering, dossier: Dossier) -> date | None:
    """Op welke dag om een afbetalingsplan gevraagd werd, als niemand die erkenning nog beoordeelde.

    Een mens beoordeelt of de vraag een erkenning van schuld is (art. 2248 oud BW).
    """
    plan = vordering.plan
    if plan is None or not vordering.leeft:
        return None
    erkend = any(
        s.daad == SCHULDBEKENTENIS and s.op >= plan.toegekend_op for s in vordering.stuitingen
    )
    if erkend or gevraagd(dossier, SCHULDBEKENTENIS, vordering.sleutel, plan.toegekend_op):
        return None
    return plan.toegekend_op


def _stel(opdracht: VraagHerbekijken, dossier: Dossier, vandaag: date) -> Vraag | None:
    vordering = dossier.vorderingen[opdracht.vordering]
    sleutel = vordering.sleutel
    if opdracht.vraag == VERJARING:
        stand = vordering.verjaring
        if stand is None or not verjaring_te_vragen(vordering, dossier):
            return None
        if not stand.verjaard_op(vandaag):
            return None
        return Vraag(VERJARING, sleutel, vandaag, "StelVerjaringVast", {"vordering": sleutel})
    op = erkenning_te_vragen(vordering, dossier)
    if op is None:
        return None
    gegevens = {"vordering": sleutel, "daad": SCHULDBEKENTENIS, "op": op.isoformat()}
    return Vraag(SCHULDBEKENTENIS, sleutel, vandaag, "StuitVerjaring", gegevens)


def _keur(
    opdracht: VraagHerbekijken, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    if _stel(opdracht, dossier, context.vandaag) is None:
        yield VraagNietAanDeOrde(betreft=opdracht.vordering, vraag=opdracht.vraag)


def _vraag(
    opdracht: VraagHerbekijken, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    vraag = _stel(opdracht, dossier, context.vandaag)
    return () if vraag is None else tuple(vragen(dossier, [vraag]))


HANDELINGEN = (Handeling(VraagHerbekijken, _keur, _vraag),)
