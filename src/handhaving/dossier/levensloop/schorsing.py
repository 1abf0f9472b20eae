"""Wat een uitstel met een inregelstellingsperiode doet, op de dag waarop het gevraagd wordt.

Een uitstel dat nog moet beginnen, verandert niets; op zijn eerste dag staat de periode stil, na
zijn laatste loopt ze weer. Uitstellen die op elkaar aansluiten zijn samen één schorsing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.gemeen import VerstrijkenOngedaanGemaakt
from handhaving.dossier.kopie import replace
from handhaving.dossier.state import Fase, LopendeTermijn
from handhaving.dossier.termijnverloop import (
    DAG,
    geschorst,
    hervat,
    nooit_geschorst,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.gemeen import TermijnGestart
    from handhaving.dossier.state import Inbreuk, Uitstel
    from handhaving.recht import Recht

ONTERECHT_VERSTREKEN = frozenset({Fase.TERMIJN_VERSTREKEN, Fase.ANDERE_OVERHEID})
"""Fasen waarin een verstreken periode nog vanzelf ongedaan kan worden gemaakt."""


def periodes(uitstellen: Iterable[Uitstel]) -> list[tuple[date, date]]:
    """De uitstellen als aaneengesloten periodes, in volgorde van begin."""
    uit: list[tuple[date, date]] = []
    for uitstel in sorted((u for u in uitstellen if u.telt), key=lambda u: (u.van, u.tot)):
        if uit and uitstel.van <= uit[-1][1] + DAG:
            uit[-1] = (uit[-1][0], max(uit[-1][1], uitstel.tot))
        else:
            uit.append((uitstel.van, uitstel.tot))
    return uit


def volgende_schorsing(
    termijn: LopendeTermijn, uitstellen: Iterable[Uitstel]
) -> tuple[date, date] | None:
    """De eerste periode van uitstel waarin deze termijn zou lopen, begrensd tot de termijn."""
    for van, tot in periodes(uitstellen):
        if van <= termijn.laatste_dag_burger and tot >= termijn.van:
            return max(van, termijn.van), tot
    return None


def gevolgen(
    inbreuk: Inbreuk, uitstellen: Iterable[Uitstel], vandaag: date, recht: Recht
) -> Iterator[Gebeurtenis]:
    """Wat er voor deze inbreuk vandaag begint of eindigt: schorsing, en weer lopen."""
    alle = list(uitstellen)
    termijn = inbreuk.inregelstelling
    if termijn is None:
        return
    if inbreuk.fase is Fase.OPGESCHORT and inbreuk.schorsing is not None:
        yield from _lopende_schorsing(inbreuk, alle, vandaag, recht)
    elif inbreuk.fase is Fase.IN_GEBREKE and termijn.staat == "loopt":
        yield from _nieuwe_schorsing(termijn, alle, vandaag, recht)
    elif inbreuk.fase in ONTERECHT_VERSTREKEN and termijn.staat == "verstreken":
        feiten = list(_nieuwe_schorsing(termijn, alle, vandaag, recht))
        if feiten:
            yield VerstrijkenOngedaanGemaakt(
                soort="inregelstelling", betreft=inbreuk.sleutel, op=feiten[0].geldig_op
            )
            yield from feiten


def _lopende_schorsing(
    inbreuk: Inbreuk, uitstellen: list[Uitstel], vandaag: date, recht: Recht
) -> Iterator[Gebeurtenis]:
    schorsing = inbreuk.schorsing
    assert schorsing is not None  # noqa: S101 - de beller vroeg het
    origineel = schorsing.origineel
    periode = volgende_schorsing(origineel, uitstellen)
    if periode is None or periode[0] > vandaag:
        yield nooit_geschorst(origineel)
        return
    van, tot = periode
    duurt_nog = tot >= vandaag
    if van != schorsing.van or (duurt_nog and tot != schorsing.tot):
        yield geschorst(origineel, van, tot, recht)
    if not duurt_nog:
        yield from _hervat(origineel, periode, uitstellen, vandaag, recht)


def _nieuwe_schorsing(
    termijn: LopendeTermijn, uitstellen: list[Uitstel], vandaag: date, recht: Recht
) -> Iterator[Gebeurtenis]:
    periode = volgende_schorsing(termijn, uitstellen)
    if periode is None or periode[0] > max(vandaag, termijn.van):
        return
    van, tot = periode
    yield geschorst(termijn, van, tot, recht)
    if tot < vandaag:
        yield from _hervat(termijn, periode, uitstellen, vandaag, recht)


def _hervat(
    origineel: LopendeTermijn,
    periode: tuple[date, date],
    uitstellen: list[Uitstel],
    vandaag: date,
    recht: Recht,
) -> Iterator[Gebeurtenis]:
    """De termijn loopt weer, en staat misschien sindsdien al opnieuw stil."""
    feit = hervat(origineel, *periode, recht)
    yield feit
    yield from _nieuwe_schorsing(met_nieuw_einde(origineel, feit), uitstellen, vandaag, recht)


def met_nieuw_einde(termijn: LopendeTermijn, feit: TermijnGestart) -> LopendeTermijn:
    """De termijn zoals deze gebeurtenis hem vastlegt."""
    return replace(
        termijn,
        van=feit.van,
        laatste_dag_burger=feit.laatste_dag_burger,
        laatste_dag_overheid=feit.laatste_dag_overheid,
        regel=feit.regel,
        kalender=feit.kalender,
        grondslag=feit.grondslag,
        staat="loopt",
    )


def bij_start(
    inbreuk: Inbreuk,
    feit: TermijnGestart,
    uitstellen: Iterable[Uitstel],
    vandaag: date,
    recht: Recht,
) -> Iterator[Gebeurtenis]:
    """Wat er volgt als een periode begint terwijl een uitstel geldt."""
    termijn = LopendeTermijn(
        soort="inregelstelling",
        betreft=inbreuk.sleutel,
        van=feit.van,
        laatste_dag_burger=feit.laatste_dag_burger,
        laatste_dag_overheid=feit.laatste_dag_overheid,
        regel=feit.regel,
        kalender=feit.kalender,
        gezet_door=inbreuk.vastgelegd_door,
        grondslag=feit.grondslag,
    )
    begonnen = replace(inbreuk, fase=Fase.IN_GEBREKE, inregelstelling=termijn, schorsing=None)
    yield from gevolgen(begonnen, uitstellen, vandaag, recht)
