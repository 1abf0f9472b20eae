"""Ne bis in idem: over één inbreuk gaat hoogstens één boete voort, de eerste die nog staat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.herbekijken import Vraag
from handhaving.dossier.sanctie.weigeringen import AnderBesluitStaat
from handhaving.dossier.state import Fase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.dossier.basis import Weigering
    from handhaving.dossier.state import Besluit, Dossier

TWEEDE_BESLUIT = "tweedeBesluit"
"""De code van wat volgt als over een inbreuk een tweede besluit staat."""


def _dat_telt(dossier: Dossier, inbreuk: str) -> Besluit | None:
    """Het besluit over deze inbreuk dat nog staat; staan er meer, dan het eerste."""
    staan = (b for b in dossier.besluiten.values() if b.inbreuk == inbreuk and b.staat_nog)
    return next(staan, None)


def dat_voorgaat(dossier: Dossier, besluit: Besluit) -> Besluit | None:
    """Het eerdere besluit over dezelfde inbreuk dat nog staat, of None."""
    eerste = _dat_telt(dossier, besluit.inbreuk)
    if eerste is None or eerste.sleutel == besluit.sleutel or not besluit.staat_nog:
        return None
    return eerste


def keur_enig(dossier: Dossier, sleutel: str) -> Iterator[Weigering]:
    """Er staat geen eerder besluit over dezelfde inbreuk."""
    besluit = dossier.besluiten.get(sleutel)
    ander = None if besluit is None else dat_voorgaat(dossier, besluit)
    if besluit is not None and ander is not None:
        yield AnderBesluitStaat(
            inbreuk=besluit.inbreuk, ander=ander.sleutel, besluit=besluit.sleutel
        )


def vraag_intrekking(besluit: Besluit, op: date) -> Vraag:
    """Iemand trekt het tweede besluit in, of kiest anders."""
    gegevens = {"besluit": besluit.sleutel, "redenCode": TWEEDE_BESLUIT}
    return Vraag(TWEEDE_BESLUIT, besluit.sleutel, op, "TrekBoetebesluitIn", gegevens)


def volg(dossier: Dossier, sleutel: str, anders: Fase | None = None) -> Dossier:
    """De inbreuk in de fase van het besluit dat voorgaat; staat er geen meer, dan `anders`."""
    besluit = _dat_telt(dossier, sleutel)
    if besluit is not None:
        return dossier.met_inbreuk(sleutel, fase=_fase(besluit), besluit=besluit.sleutel)
    return dossier if anders is None else dossier.met_inbreuk(sleutel, fase=anders)


def met_fase(dossier: Dossier, besluit: Besluit, fase: Fase) -> Dossier:
    """De inbreuk in deze fase van haar besluit, tenzij een eerder besluit voorgaat."""
    if dat_voorgaat(dossier, besluit) is not None:
        return dossier
    return dossier.met_inbreuk(besluit.inbreuk, fase=fase)


def _fase(besluit: Besluit) -> Fase:
    if besluit.staat == "betekend" and besluit.beroep is not None and besluit.beroep.hangende:
        return Fase.IN_BEROEP
    return {"genomen": Fase.BESLIST, "betekend": Fase.BETEKEND}.get(besluit.staat, Fase.DEFINITIEF)
