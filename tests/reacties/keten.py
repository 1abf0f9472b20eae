"""Given / when / then for what follows by itself: facts, and what the system then asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.reacties import SYSTEEM, gevolgen
from tests.dossier.spel import doe

if TYPE_CHECKING:
    from handhaving.dossier.state import Taak
    from handhaving.reacties import Gevolg
    from tests.dossier.spel import Spel, Stap


def na(spel: Spel, *stappen: Stap) -> tuple[Spel, list[Gevolg]]:
    """What follows from the events of these steps, in the dossier after them."""
    daarna = spel.met(*stappen)
    nieuw = daarna.paren[len(spel.paren) :]
    return daarna, [g for feit, env in nieuw for g in gevolgen(feit, env, daarna.dossier)]


def gevraagd(spel: Spel, *stappen: Stap) -> Spel:
    """The dossier after these steps and after what the system asked because of them."""
    daarna, lijst = na(spel, *stappen)
    for gevolg in lijst:
        velden = {"vraag": gevolg.opdracht.vraag, "betreft": gevolg.opdracht.betreft}
        op = gevolg.opdracht.geldig_op
        uitkomst = daarna.stap(doe("VraagHerbekijken", **velden, geldigOp=op, door=SYSTEEM))
        daarna = daarna if uitkomst.weigering else uitkomst.spel
    return daarna


def vraag(spel: Spel, soort: str) -> Taak | None:
    """The open task of this kind that carries a proposal."""
    open_ = [t for t in spel.dossier.taken.values() if t.soort == soort and t.afgehandeld is None]
    met = [t for t in open_ if t.opdracht is not None]
    assert len(met) <= 1
    return met[0] if met else None


def voorstel(spel: Spel, soort: str) -> tuple[str, str | None, dict[str, str]]:
    """What a question concerns, and the command it proposes."""
    taak = vraag(spel, soort)
    assert taak is not None, {t.soort for t in spel.dossier.taken.values()}
    return taak.betreft, taak.opdracht, dict(taak.gegevens)
