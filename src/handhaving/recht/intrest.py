"""Moratoire interest: enkelvoudig, per kalenderjaar, half open, exact, één keer afgerond.

De eerste dag telt mee, de laatste niet. Wat onbekend is wordt niet geraden: ontbreekt de rentevoet
van een jaar, dan lopen de cijfers tot de laatste bekende dag en zegt `bekend_tot` welke dat is.
"""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from handhaving.recht.bedragen import Cent
from handhaving.recht.kalender import DAG
from handhaving.recht.parameters import ParameterOntbreekt, RechtOntbreekt, decimaal
from handhaving.recht.stappen import grondslagen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.parameters import Parameters

_HONDERD = 100
DAGTELLINGEN = {"werkelijk/365": (365, 365), "werkelijk/werkelijk": (365, 366)}


class RentevoetOntbreekt(RechtOntbreekt):
    """Voor een bindend cijfer ontbreekt de wettelijke rentevoet van een jaar."""

    def __init__(self, bekend_tot: date) -> None:
        """`bekend_tot` is de laatste dag waarvan de rentevoet bekend is."""
        self.bekend_tot = bekend_tot
        super().__init__(f"de wettelijke rentevoet is maar bekend tot en met {bekend_tot}")


@dataclass(frozen=True, slots=True)
class Jaardeel:
    """Interest over één stuk van één kalenderjaar op één hoofdsom, van `van` tot vóór `tot`."""

    jaar: int
    van: date
    tot: date
    dagen: int
    hoofdsom: Cent
    voet: Fraction
    exact: Fraction
    grondslag: Grondslag

    @property
    def onafgerond(self) -> str:
        """De interest van dit deel in euro, niet afgerond (zes cijfers)."""
        return decimaal(self.exact / _HONDERD)


@dataclass(frozen=True, slots=True)
class Intrest:
    """De interest over een periode. `bekend_tot` is None als elk jaar zijn rentevoet heeft."""

    bedrag: Cent
    exact: Fraction
    per_jaar: tuple[Jaardeel, ...]
    bekend_tot: date | None
    grondslag: tuple[Grondslag, ...]

    @property
    def te_verifieren(self) -> bool:
        """Of een van de gronden nog niet teruggevonden is."""
        return any(g.status == "te_verifieren" for g in self.grondslag)

    def bindend(self) -> Cent:
        """Het bedrag, als het bindend mag zijn. Fout: RentevoetOntbreekt."""
        if self.bekend_tot is not None:
            raise RentevoetOntbreekt(self.bekend_tot)
        return self.bedrag


def intrest(
    hoofdsom: Cent,
    van: date,
    tot: date,
    *,
    wijzigingen: Iterable[tuple[date, Cent]] = (),
    stilstand: Iterable[tuple[date, date | None]] = (),
    parameters: Parameters,
) -> Intrest:
    """Interest op een hoofdsom over [van, tot), met de wijzigingen van die hoofdsom.

    Een wijziging (dag, verschil in centen) werkt vanaf haar dag: op de dag van een betaling loopt
    op het betaalde deel geen interest meer. Tijdens `stilstand` [van, tot) loopt er geen.
    """
    if hoofdsom < 0:
        msg = "interest op een negatieve hoofdsom bestaat niet"
        raise ValueError(msg)
    telling = parameters.tekst("intrest.dagtelling", van)
    gewoon, schrikkel = DAGTELLINGEN[telling.waarde]
    delen: list[Jaardeel] = []
    bekend_tot: date | None = None
    breuken = [w.van for w in parameters.op_naam["intrest.voet"].waarden]
    breuken += [date(jaar, 1, 1) for jaar in range(van.year + 1, tot.year + 1)]
    for begin, einde, saldo in _perioden(hoofdsom, (van, tot), breuken, wijzigingen, stilstand):
        try:
            voet = parameters.percentage("intrest.voet", begin)
        except ParameterOntbreekt:
            bekend_tot = begin - DAG
            break
        dagen = (einde - begin).days
        noemer = schrikkel if isleap(begin.year) else gewoon
        delen.append(
            Jaardeel(
                jaar=begin.year,
                van=begin,
                tot=einde,
                dagen=dagen,
                hoofdsom=saldo,
                voet=voet.waarde,
                exact=Fraction(saldo) * voet.waarde / _HONDERD * dagen / noemer,
                grondslag=voet.grondslag,
            )
        )
    exact = sum((deel.exact for deel in delen), Fraction(0))
    return Intrest(
        bedrag=Cent.rond_af(exact),
        exact=exact,
        per_jaar=tuple(delen),
        bekend_tot=bekend_tot,
        grondslag=grondslagen(telling.grondslag, [deel.grondslag for deel in delen]),
    )


def _perioden(
    hoofdsom: Cent,
    periode: tuple[date, date],
    breuken: Iterable[date],
    wijzigingen: Iterable[tuple[date, Cent]],
    stilstand: Iterable[tuple[date, date | None]],
) -> Iterator[tuple[date, date, Cent]]:
    """De stukken van [van, tot): binnen één jaar, met één voet en één saldo, zonder stilstand."""
    van, tot = periode
    stil = [(begin, einde or tot) for begin, einde in stilstand]
    veranderingen = sorted(wijzigingen)
    grenzen = {van, tot, *breuken}
    grenzen |= {dag for dag, _ in veranderingen}
    grenzen |= {dag for stuk in stil for dag in stuk}
    binnen = sorted(dag for dag in grenzen if van <= dag <= tot)
    for begin, einde in pairwise(binnen):
        if any(s <= begin < e for s, e in stil):
            continue
        saldo = hoofdsom + sum(verschil for dag, verschil in veranderingen if dag <= begin)
        if saldo < 0:
            msg = f"de hoofdsom zou op {begin} negatief zijn"
            raise ValueError(msg)
        if saldo:
            yield begin, einde, Cent(saldo)
