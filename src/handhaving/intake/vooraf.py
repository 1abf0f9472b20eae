"""Looking ahead: whether anything would be taken in for somebody who has no dossier yet.

A dossier opens for an inbreuk. When every inbreuk of a delivery is refused, nothing is written:
the refusals are found on a dossier that exists in memory alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from handhaving.dossier.basis import Context, Weigering
from handhaving.dossier.decider import beslis, vouw
from handhaving.dossier.inbreuk.vaststellen import InbreukVastgesteld
from handhaving.dossier.state import Dossier
from handhaving.eventlog.envelope import Envelop
from handhaving.recht.tellen import dag_in_brussel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from handhaving.dossier.basis import Gebeurtenis, Opdracht
    from handhaving.recht import Recht
    from handhaving.service import Meta

NIETS: tuple[Gebeurtenis, ...] = ()


def alles_geweigerd(
    opdrachten: Sequence[tuple[Opdracht, Meta]], recht: Recht
) -> list[tuple[Gebeurtenis, ...] | Weigering] | None:
    """The answers to commands that open a dossier without any inbreuk: refusals, or no event.

    None when an inbreuk would be established: then the commands are to be carried out.
    """
    dossier = Dossier(opdrachten[0][1].opdracht_id)
    antwoorden: list[tuple[Gebeurtenis, ...] | Weigering] = []
    for opdracht, meta in opdrachten:
        try:
            gebeurtenissen = beslis(opdracht, dossier, recht, _context(meta, dossier.dossier_id))
        except Weigering as weigering:
            antwoorden.append(weigering)
            continue
        if any(isinstance(g, InbreukVastgesteld) for g in gebeurtenissen):
            return None
        antwoorden.append(NIETS)
        dossier = vouw(
            dossier.dossier_id,
            [
                (g, _envelop(g, meta, dossier, volgnr))
                for volgnr, g in enumerate(gebeurtenissen, start=1)
            ],
            van=dossier,
        )
    return antwoorden


def _context(meta: Meta, dossier_id: UUID) -> Context:
    return Context(
        nu=meta.nu,
        vandaag=dag_in_brussel(meta.nu),
        door=meta.door,
        opdracht_id=meta.opdracht_id,
        dossier_id=dossier_id,
    )


def _envelop(gebeurtenis: Gebeurtenis, meta: Meta, dossier: Dossier, volgnr: int) -> Envelop:
    """The envelope of an event that nobody will keep, as far as a fold needs it."""
    return Envelop(
        positie=0,
        dossier_id=dossier.dossier_id,
        versie=dossier.versie + volgnr,
        type=type(gebeurtenis).__name__,
        schema_versie=gebeurtenis.schema_versie,
        gebeurtenis_id=uuid5(meta.opdracht_id, str(volgnr)),
        geregistreerd_op=meta.nu,
        geldig_op=gebeurtenis.geldig_op,
        door=meta.door,
        opdracht_id=meta.opdracht_id,
        volgnr=volgnr,
        spoor_id=meta.spoor_id,
        oorzaak_id=meta.oorzaak_id,
        sleutel_id=dossier.dossier_id,
    )
