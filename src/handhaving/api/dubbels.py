"""An infringement that may be there already, as HTTP says it: 409 `mogelijkDubbel`, and a header.

The rule itself, and the token to insist with, are the service's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handhaving.api.problemen import EIGEN, Probleem
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.service import dubbels

if TYPE_CHECKING:
    from uuid import UUID

    from fastapi import Request

    from handhaving.api.beller import Wie
    from handhaving.api.dienst import Dienst
    from handhaving.dossier.basis import Opdracht

HEADER: Final = "Handhaving-Bevestiging"
CODE: Final = dubbels.CODE


def keur(met: Dienst, request: Request, wie: Wie, dossier_id: UUID, opdracht: Opdracht) -> None:
    """Raise Probleem (409, `mogelijkDubbel`) unless there is no candidate, or it was confirmed."""
    if not isinstance(opdracht, StelInbreukVast):
        return
    dossier = met.app.service.lees(dossier_id, met_sleutels=False)
    try:
        dubbels.keur(
            dossier,
            opdracht,
            wie.door,
            met.app.index,
            request.headers.get(HEADER),
            dagen=met.grenzen.dubbel_dagen,
        )
    except dubbels.MogelijkDubbel as gevonden:
        raise _probleem(gevonden) from None


def _probleem(gevonden: dubbels.MogelijkDubbel) -> Probleem:
    probleem = Probleem("badRequest")
    probleem.status = 409
    probleem.inhoud = {
        "type": f"{EIGEN}mogelijkDubbel",
        "title": "Mogelijk staat deze inbreuk er al",
        "status": 409,
        "detail": gevonden.zin(HEADER),
        "code": CODE,
        "grondslag": [],
        "feiten": gevonden.feiten(),
        "kandidaten": gevonden.kandidaten(),
        "bevestiging": gevonden.bevestiging,
        "mogelijk": list(dubbels.MOGELIJK),
        "ookGeweigerd": [],
    }
    return probleem
