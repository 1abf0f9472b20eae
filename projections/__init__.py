"""The read models: one file each, its table, its reaction to events, its questions.

Adding one is a file and a line in REGISTRY. Read models are versioned and rebuilt, never migrated;
none holds a personal value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from handhaving.dossier.decider import evolueer
from handhaving.dossier.state import Dossier
from handhaving.eventlog.projection import Fold
from projections.auditspoor import Auditspoor
from projections.dossierstand import Dossierstand
from projections.termijnen import Termijnen
from projections.vorderingen import Vorderingen
from projections.werkvoorraad import Werkvoorraad

if TYPE_CHECKING:
    from pydantic import BaseModel

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.eventlog.envelope import Envelop
    from handhaving.eventlog.projection import Projection


def _evolve(dossier: Dossier, gebeurtenis: BaseModel, envelop: Envelop) -> Dossier:
    # The codec was given the event types of the decider: nothing else comes out of it.
    return evolueer(dossier, cast("Gebeurtenis", gebeurtenis), envelop)


FOLD: Final[Fold[Dossier]] = Fold(Dossier, _evolve)
"""Every read model folds with the decider's own `evolueer`."""

REGISTRY: Final[tuple[Projection[Dossier], ...]] = (
    Dossierstand(),
    Termijnen(),
    Auditspoor(),
    Werkvoorraad(),
    Vorderingen(),
)
