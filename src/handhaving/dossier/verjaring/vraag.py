"""Wat de klok over een vordering mag vragen: of ze verjaard is, of haar schuld erkend werd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.verjaring.stuiting import SCHULDBEKENTENIS
from handhaving.dossier.vordering.gemeen import gevraagd

if TYPE_CHECKING:
    from datetime import date

    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Vordering

VERJARING = "verjaring"


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
