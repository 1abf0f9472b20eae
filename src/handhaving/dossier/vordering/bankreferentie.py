"""Eén bankreferentie is één betaling: wat opnieuw komt, wat elders staat, wat anders luidt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.refusals import BankreferentieElders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from handhaving.dossier.basis import Context, Gebeurtenis, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.recht.bedragen import Cent

BANKREFERENTIE_ANDERS: Final = "bankreferentieAnders"
"""De taak: een bankreferentie kwam een tweede keer, met een ander bedrag of een andere datum."""


def geboekt(dossier: Dossier, bankreferentie: str) -> str | None:
    """Op welke vordering van dit dossier deze bankreferentie al staat."""
    for vordering in dossier.vorderingen.values():
        if any(b.bankreferentie == bankreferentie for b in vordering.betalingen):
            return vordering.sleutel
    return None


def keur_bankreferentie(
    bankreferentie: str, vordering: str, dossier: Dossier, context: Context
) -> Iterator[Weigering]:
    """Eén bankreferentie is één betaling, over alle vorderingen en dossiers heen."""
    al_op = geboekt(dossier, bankreferentie)
    elders = context.elders.get(("bankreferentie", bankreferentie))
    if al_op not in {None, vordering}:
        yield BankreferentieElders(geboekt_op=al_op)
    elif elders is not None and elders != dossier.dossier_id:
        yield BankreferentieElders(geboekt_op="een ander dossier")


def opnieuw(
    dossier: Dossier,
    vordering: str,
    ontvangst: tuple[Cent, date],
    op: date,
    voorstel: tuple[str, Mapping[str, str]],
) -> tuple[Gebeurtenis, ...]:
    """Wat een tweede keer komt: niets, tenzij de cijfers verschillen; dan ziet een mens het na."""
    opdracht, gegevens = voorstel
    gezien = {
        (b.bedrag, b.valutadatum)
        for b in dossier.vorderingen[vordering].betalingen
        if b.bankreferentie == gegevens["bankreferentie"]
    }
    gevraagd = any(
        t.soort == BANKREFERENTIE_ANDERS and t.gegevens == gegevens for t in dossier.taken.values()
    )
    if ontvangst in gezien or gevraagd:
        return ()
    vraag = Vraag(BANKREFERENTIE_ANDERS, vordering, op, opdracht, gegevens, steeds=True)
    return tuple(vragen(dossier, [vraag]))
