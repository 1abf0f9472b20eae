"""Toerekening van een betaling, in de volgorde van de wet, en afbetaling met een exacte som."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handhaving.recht.bedragen import Cent
from handhaving.recht.tellen import tel_op

if TYPE_CHECKING:
    from datetime import date

    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.kalender import Kalender
    from handhaving.recht.parameters import Parameters

ONDERDELEN = ("kosten", "intrest", "hoofdsom")


@dataclass(frozen=True, slots=True)
class Toerekening:
    """Hoe een betaling verdeeld is; `rest` is wat na alles overblijft (te veel betaald).

    Kosten, intrest, hoofdsom en rest zijn samen precies het betaalde bedrag.
    """

    kosten: Cent
    intrest: Cent
    hoofdsom: Cent
    rest: Cent
    grondslag: Grondslag


def reken_toe(
    bedrag: Cent, *, kosten: Cent, intrest: Cent, hoofdsom: Cent, op: date, parameters: Parameters
) -> Toerekening:
    """Reken een betaling toe op wat verschuldigd is, in de volgorde die op die dag geldt."""
    verschuldigd = {"kosten": kosten, "intrest": intrest, "hoofdsom": hoofdsom}
    if bedrag < 0 or min(verschuldigd.values()) < 0:
        msg = "een betaling en een schuld zijn niet negatief"
        raise ValueError(msg)
    volgorde = parameters.woorden("toerekening.volgorde", op)
    rest = bedrag
    deel: dict[str, Cent] = {}
    for onderdeel in volgorde.waarde:
        deel[onderdeel] = Cent(min(rest, verschuldigd[onderdeel]))
        rest -= deel[onderdeel]
    return Toerekening(
        kosten=deel["kosten"],
        intrest=deel["intrest"],
        hoofdsom=deel["hoofdsom"],
        rest=rest,
        grondslag=volgorde.grondslag,
    )


@dataclass(frozen=True, slots=True)
class Aflossing:
    """Eén aflossing; `laatste_dag_burger` is haar vervaldag, verschoven naar een werkdag."""

    nummer: int
    vervaldag: date
    laatste_dag_burger: date
    bedrag: Cent


def afbetalingsplan(
    bedrag: Cent,
    aantal: int,
    eerste_vervaldag: date,
    *,
    parameters: Parameters,
    kalender: Kalender,
    op: date,
) -> tuple[Aflossing, ...]:
    """Verdeel een bedrag in aflossingen; de eerste krijgen de centen die niet deelbaar zijn."""
    if aantal < 1 or bedrag < aantal:
        msg = "elke aflossing bedraagt minstens één cent"
        raise ValueError(msg)
    interval = parameters.getal("afbetaling.interval", op)
    deel, over = divmod(int(bedrag), aantal)
    plan: list[Aflossing] = []
    for volgnummer in range(aantal):
        vervaldag = tel_op(eerste_vervaldag, interval.waarde * volgnummer, interval.eenheid)
        plan.append(
            Aflossing(
                nummer=volgnummer + 1,
                vervaldag=vervaldag,
                laatste_dag_burger=kalender.verleng(vervaldag)[0],
                bedrag=Cent(deel + (1 if volgnummer < over else 0)),
            )
        )
    return tuple(plan)
