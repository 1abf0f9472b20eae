"""An infringement that may be there already: the candidates, and a token to insist with.

The decider refuses the same fact (type and day). What only looks like it is for a person to judge:
the answer shows what is there, and the same request with the token goes through. An agency without
a part in the dossier is asked too, but sees no candidate: only that there is one.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from handhaving.api.problemen import EIGEN, Probleem
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.dossier.state import Fase

if TYPE_CHECKING:
    from uuid import UUID

    from fastapi import Request

    from handhaving.api.beller import Wie
    from handhaving.api.dienst import Dienst
    from handhaving.dossier.basis import Opdracht
    from handhaving.dossier.state import Dossier, Inbreuk

HEADER: Final = "Handhaving-Bevestiging"
CODE: Final = "MogelijkDubbel"


def keur(met: Dienst, request: Request, wie: Wie, dossier_id: UUID, opdracht: Opdracht) -> None:
    """Raise Probleem (409, `mogelijkDubbel`) unless there is no candidate, or it was confirmed."""
    if not isinstance(opdracht, StelInbreukVast):
        return
    dossier = met.app.service.lees(dossier_id, met_sleutels=False)
    gevonden = kandidaten(dossier, opdracht, met.grenzen.dubbel_dagen)
    if not gevonden:
        return
    token = _token(met, wie, dossier_id, opdracht, gevonden)
    if hmac.compare_digest(request.headers.get(HEADER, "").encode(), token.encode()):
        return
    getoond = gevonden if wie.ziet(dossier.agentschappen) else []
    zin = "Kijk de kandidaten na" if getoond else "Er staat er al een van dit type rond die dag"
    probleem = Probleem("badRequest")
    probleem.status = 409
    probleem.inhoud = {
        "type": f"{EIGEN}mogelijkDubbel",
        "title": "Mogelijk staat deze inbreuk er al",
        "status": 409,
        "detail": f"{zin}; is dit een andere inbreuk, herhaal dan met {HEADER}.",
        "code": CODE,
        "grondslag": [],
        "feiten": {"kandidaten": [i.sleutel for i in getoond]},
        "kandidaten": [
            {
                "inbreuk": i.sleutel,
                "type": i.type,
                "datumFeit": i.datum_feit.isoformat(),
                "fase": i.fase.value,
            }
            for i in getoond
        ],
        "bevestiging": token,
        "mogelijk": ["StelInbreukVast"],
        "ookGeweigerd": [],
    }
    raise probleem


def kandidaten(dossier: Dossier, opdracht: StelInbreukVast, dagen: int) -> list[Inbreuk]:
    """The infringements of this type a few days apart; the same day is for the decider."""
    return [
        inbreuk
        for inbreuk in dossier.inbreuken.values()
        if inbreuk.type == opdracht.type
        and inbreuk.fase is not Fase.RECHTGEZET
        and 0 < abs((inbreuk.datum_feit - opdracht.datum_feit).days) <= dagen
    ]


def _token(
    met: Dienst, wie: Wie, dossier_id: UUID, opdracht: StelInbreukVast, gevonden: list[Inbreuk]
) -> str:
    """Holds for this person, this fact and these candidates; another candidate asks anew."""
    delen = [
        wie.id,
        str(dossier_id),
        opdracht.type,
        opdracht.datum_feit.isoformat(),
        *(i.sleutel for i in gevonden),
    ]
    return met.app.index.mac("bevestiging", "|".join(delen).encode()).hex()
