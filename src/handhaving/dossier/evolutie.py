"""Het vouwen: `evolueer` (gebeurtenis → dossier) en `vouw` (een reeks ervan).

De hoofdstukken geven hun evoluties aan de beslisser, die ze hier inschrijft. Zo kan ook een
hoofdstuk vouwen dat een andere gebeurtenis in zich draagt of twee dossiers vergelijkt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from handhaving.dossier import navraag
from handhaving.dossier.kopie import replace
from handhaving.dossier.state import Dossier

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from handhaving.dossier.basis import Evolutie, Gebeurtenis
    from handhaving.eventlog.envelope import Envelop

EVOLUTIES: Final[dict[type[Gebeurtenis], Evolutie[Any]]] = {}
"""Door `dossier.decider` gevuld, één keer, bij het laden."""


def evolueer(dossier: Dossier, gebeurtenis: Gebeurtenis, envelop: Envelop) -> Dossier:
    """Het dossier na één gebeurtenis. Totaal: elke deelverzameling van de historiek vouwt."""
    na = EVOLUTIES[gebeurtenis.__class__].evolueer(dossier, gebeurtenis, envelop)
    if na.taken:
        na = navraag.zonder_achterhaalde(na)
    if na is dossier:
        na = replace(na)
    na.__dict__["versie"] = envelop.versie  # net gemaakt: niemand kent hem al
    return na


def vouw(
    dossier_id: UUID,
    paren: Iterable[tuple[Gebeurtenis, Envelop]],
    *,
    van: Dossier | None = None,
) -> Dossier:
    """Het dossier na een reeks gebeurtenissen, in volgorde van positie."""
    dossier = van or Dossier(dossier_id)
    for gebeurtenis, envelop in paren:
        dossier = evolueer(dossier, gebeurtenis, envelop)
    return dossier
