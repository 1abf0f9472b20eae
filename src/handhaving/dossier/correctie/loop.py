"""De loop van een rechtzetting: de stand na elke compensatie, op weg naar haar doel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid5

from handhaving.dossier.evolutie import evolueer
from handhaving.eventlog.envelope import Envelop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handhaving.dossier.basis import Context, Gebeurtenis
    from handhaving.dossier.state import Dossier
    from handhaving.recht import Recht


@dataclass
class Loop:
    """De stand zoals ze door de compensaties wordt; `op` is de dag van het rechtgezette feit."""

    nu: Dossier
    doel: Dossier
    op: date
    recht: Recht
    context: Context
    feiten: list[Gebeurtenis] = field(default_factory=list)

    def zet(self, gebeurtenis: Gebeurtenis) -> None:
        """Voeg een compensatie toe en vouw ze."""
        self.feiten.append(gebeurtenis)
        self.nu = evolueer(self.nu, gebeurtenis, voorlopig(self, gebeurtenis))

    def zet_alle(self, gebeurtenissen: Iterable[Gebeurtenis]) -> None:
        """Voeg deze compensaties toe, op volgorde."""
        for gebeurtenis in gebeurtenissen:
            self.zet(gebeurtenis)


def voorlopig(loop: Loop, gebeurtenis: Gebeurtenis) -> Envelop:
    """De envelop die een gebeurtenis zal krijgen, voor zover een vouw hem nodig heeft."""
    volgnr = len(loop.feiten)
    return Envelop(
        positie=0,
        dossier_id=loop.context.dossier_id,
        versie=loop.nu.versie + 1,
        type=type(gebeurtenis).__name__,
        schema_versie=gebeurtenis.schema_versie,
        gebeurtenis_id=uuid5(loop.context.opdracht_id, str(volgnr)),
        geregistreerd_op=loop.context.nu,
        geldig_op=gebeurtenis.geldig_op,
        door=loop.context.door,
        opdracht_id=loop.context.opdracht_id,
        volgnr=volgnr,
        spoor_id=loop.context.opdracht_id,
        oorzaak_id=None,
        sleutel_id=None,
    )
