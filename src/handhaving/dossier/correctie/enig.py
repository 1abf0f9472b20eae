"""Herleeft een besluit waarna opnieuw beslist was, dan ligt wat van het tweede loopt stil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.correctie.loop import voorlopig
from handhaving.dossier.enig import TWEEDE_BESLUIT, dat_voorgaat
from handhaving.dossier.evolutie import evolueer
from handhaving.dossier.vordering.opschorting import lopend_wegens, opschorting

if TYPE_CHECKING:
    from handhaving.dossier.correctie.loop import Loop
    from handhaving.dossier.state import Dossier


def met_een_boete(loop: Loop, doel: Dossier) -> Dossier:
    """Het doel waarin van elke inbreuk hoogstens één boete ingevorderd wordt."""
    for besluit in tuple(doel.besluiten.values()):
        vordering = doel.vorderingen.get(besluit.vordering or "")
        if vordering is None or not vordering.leeft or dat_voorgaat(doel, besluit) is None:
            continue
        nu = loop.nu.vorderingen.get(vordering.sleutel)
        sinds = None if nu is None else lopend_wegens(nu, TWEEDE_BESLUIT)
        van = sinds or max(loop.context.vandaag, vordering.geboekt_op)
        stil = opschorting(vordering.sleutel, van, TWEEDE_BESLUIT, loop.recht)
        doel = evolueer(doel, stil, voorlopig(loop, stil))
    return doel
