"""Op tijd in regel, gebleken na het besluit: wat loopt ligt stil, en een mens trekt in of niet.

Vanzelf wordt alleen gestopt en gevraagd. Wie de taak anders afhandelt, hervat de invordering.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.beroep.instellen import lopende_overdrachten
from handhaving.dossier.gemeen import OP_TIJD_NA_BESLUIT
from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen
from handhaving.dossier.vordering.opschorting import lopend_wegens, opschorting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.recht import Recht


def leg_stil(
    dossier: Dossier, inbreuk: Inbreuk, op: date, vandaag: date, recht: Recht
) -> Iterator[Gebeurtenis]:
    """De boete van deze inbreuk wordt niet verder ingevorderd tot een mens koos."""
    besluit = dossier.besluiten.get(inbreuk.besluit or "")
    if besluit is None:
        return
    vordering = dossier.vorderingen.get(besluit.vordering or "")
    if vordering is not None and vordering.leeft:
        if lopend_wegens(vordering, OP_TIJD_NA_BESLUIT) is None:
            vanaf = max(vandaag, vordering.geboekt_op)
            yield opschorting(vordering.sleutel, vanaf, OP_TIJD_NA_BESLUIT, recht)
        for overdracht in lopende_overdrachten(dossier, besluit):
            yield VlabelOverdrachtTeruggeroepen(
                overdracht=overdracht.sleutel,
                teruggeroepen_op=vandaag,
                reden_code=OP_TIJD_NA_BESLUIT,
            )
    gegevens = {"besluit": besluit.sleutel, "redenCode": OP_TIJD_NA_BESLUIT}
    vraag = Vraag(
        OP_TIJD_NA_BESLUIT,
        inbreuk.sleutel,
        op,
        "TrekBoetebesluitIn",
        gegevens,
        recht.grondslag_van_vraag(OP_TIJD_NA_BESLUIT),
    )
    yield from vragen(dossier, [vraag])
