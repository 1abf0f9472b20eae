"""Wat niet telt: brieven van voor het einde van de betaaltermijn, en de intrest die erop rustte.

Welke brieven tellen, volgt uit de betaaltermijn zoals die nu is (`Vordering.brief_telt`). Komt een
besluit terug, of blijkt het later ontvangen, dan blijven de brieven van toen in het logboek staan.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handhaving.dossier.gemeen import TermijnVerplaatst
from handhaving.dossier.herbekijken import vraag_brieven
from handhaving.dossier.termijnverloop import TermijnVervallen
from handhaving.dossier.vordering.betaling import met_toerekening, slot, vastgesteld, verdeel
from handhaving.dossier.vordering.staat import NUL
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.herbekijken import Vraag
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.betaling import Toerekening
    from handhaving.dossier.vordering.staat import Betaling, Vordering
    from handhaving.recht import Recht

MANEND = frozenset({"aanmaning", "ingebrekestellingTotBetaling"})
"""Brieven die pas na de betaaltermijn mogen vertrekken."""


def ontijdig(
    dossier: Dossier, feiten: Iterable[Gebeurtenis], op: date, recht: Recht
) -> tuple[list[Vraag], list[Gebeurtenis]]:
    """Wat volgt als een betaaltermijn verviel of verplaatst is: wat gevraagd en herrekend wordt."""
    gevraagd: list[Vraag] = []
    herrekend: list[Gebeurtenis] = []
    for feit in feiten:
        if not isinstance(feit, TermijnVervallen | TermijnVerplaatst) or feit.soort != "betaling":
            continue
        vordering = dossier.vorderingen[feit.betreft]
        daarna = _met(vordering, feit)
        stukken = [
            stuk.sleutel
            for stuk in dossier.stukken.values()
            if stuk.soort in MANEND
            and stuk.betreft == vordering.sleutel
            and stuk.vervallen_op is None
            and vordering.brief_telt(stuk.verzonden_op)
            and not daarna.brief_telt(stuk.verzonden_op)
        ]
        if stukken:
            gevraagd.append(vraag_brieven(vordering.sleutel, op, stukken))
        herrekend += herreken(daarna, vordering.hoofdsom, recht)
    return gevraagd, herrekend


def _met(vordering: Vordering, feit: TermijnVervallen | TermijnVerplaatst) -> Vordering:
    """De vordering met de betaaltermijn zoals hij na dit feit is."""
    termijn = vordering.betaaltermijn
    if termijn is None or isinstance(feit, TermijnVervallen):
        return replace(vordering, betaaltermijn=None)
    nieuw = replace(termijn, laatste_dag_burger=feit.laatste_dag_burger)
    return replace(vordering, betaaltermijn=nieuw)


def lager(
    vordering: Vordering | None, bedrag: Cent | None, recht: Recht
) -> tuple[Gebeurtenis, ...]:
    """De intrest die op een te hoge hoofdsom betaald werd, komt de burger ten goede."""
    if vordering is None or bedrag is None or bedrag >= vordering.hoofdsom:
        return ()
    return herreken(replace(vordering, hoofdsom=bedrag), vordering.hoofdsom, recht)


def herreken(vordering: Vordering, tot: Cent, recht: Recht) -> tuple[Gebeurtenis, ...]:
    """De betalingen opnieuw toegerekend, als er minder intrest verschuldigd was.

    Wat vrijkomt gaat naar de hoofdsom, en daarboven terug. Van wat al op de hoofdsom stond (`tot`)
    blijft staan wat boven een lagere hoofdsom uitkomt: dat is daar al te veel.
    """
    betalingen: list[Betaling] = []
    feiten: list[Gebeurtenis] = []
    for betaling in vordering.betalingen:
        nu = betaling
        if betaling.telt:
            eerder = replace(vordering, betalingen=tuple(betalingen))
            deel = verdeel(eerder, betaling.bedrag, betaling.valutadatum, recht)
            deel = _op_de_hoofdsom(eerder, deel, tot)
            nu = met_toerekening(betaling, deel)
            if nu != betaling:
                feiten.append(vastgesteld(vordering, betaling, deel))
        betalingen.append(nu)
    daarna = replace(vordering, betalingen=tuple(betalingen))
    if vordering.afgesloten or _intrest(daarna) >= _intrest(vordering):
        return ()
    op = max(b.valutadatum for b in vordering.ontvangsten)
    return (*feiten, *slot(vordering, daarna, op, recht))


def _op_de_hoofdsom(eerder: Vordering, deel: Toerekening, tot: Cent) -> Toerekening:
    """Wat te veel lijkt omdat de hoofdsom later lager werd, was toen aflossing."""
    if tot == eerder.hoofdsom:
        return deel
    afgelost = sum(b.hoofdsom for b in eerder.ontvangsten) + deel.hoofdsom
    meer = min(deel.teveel, max(NUL, Cent(tot - afgelost)))
    return deel.model_copy(
        update={"hoofdsom": Cent(deel.hoofdsom + meer), "teveel": Cent(deel.teveel - meer)}
    )


def _intrest(vordering: Vordering) -> int:
    return sum(b.intrest for b in vordering.ontvangsten)
