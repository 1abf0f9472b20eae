"""Een lopende termijn schorsen, hervatten, herstarten of verlengen; het origineel blijft staan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handhaving.recht.kalender import DAG
from handhaving.recht.stappen import Stap, dag_voluit, grondslagen
from handhaving.recht.termijnen import (
    LEZINGEN,
    WERKDAGEN,
    Rekening,
    Termijn,
    Termijnsoort,
    VerlengingTeKort,
    slotstap,
    telstap,
)

if TYPE_CHECKING:
    from datetime import date

HERSTART = "herstart"
HERVATTING = "hervatting"


@dataclass(frozen=True, slots=True)
class NaSchorsing:
    """Een termijn na een schorsing, op twee wijzen; `gekozen` is wat de wet die dag kiest."""

    origineel: Termijn
    hervatting: Termijn
    herstart: Termijn
    gekozen: Termijn


def na_schorsing(
    soort: Termijnsoort, rekening: Rekening, origineel: Termijn, *, van: date, tot: date
) -> NaSchorsing:
    """De termijn die stilstond van `van` tot en met `tot`.

    Hervatting: wat op de dag vóór `van` nog restte, loopt verder vanaf de dag na `tot`. Herstart:
    de volle termijn loopt opnieuw vanaf de dag na `tot`.
    """
    if tot < van:
        msg = f"een schorsing eindigt niet vóór ze begint ({van} tot en met {tot})"
        raise ValueError(msg)
    if van > origineel.laatste_dag_burger or tot <= origineel.van:
        msg = f"van {van} tot en met {tot} loopt deze termijn niet"
        raise ValueError(msg)
    keuze = rekening.parameters.tekst("uitstel.gevolg", rekening.op)
    hervat = _hervat(soort, rekening, origineel, van, tot)
    opnieuw = _herstart(soort, rekening, origineel, tot)
    uitkomst = opnieuw if keuze.waarde == HERSTART else hervat
    gekozen = replace(uitkomst, grondslag=grondslagen(uitkomst.grondslag, keuze.grondslag))
    return NaSchorsing(origineel, hervat, opnieuw, gekozen)


def verleng(soort: Termijnsoort, rekening: Rekening, origineel: Termijn, tot: date) -> Termijn:
    """Verleng een termijn tot en met `tot`. Fout: VerlengingTeKort."""
    if tot < origineel.laatste_dag_burger:
        msg = f"verlengen tot {tot} is korter dan de termijn zelf ({origineel.laatste_dag_burger})"
        raise VerlengingTeKort(msg)
    zin = f"verlengd van {dag_voluit(origineel.laatste_dag_burger)} tot {dag_voluit(tot)}"
    begin = Stap("beide", "gevolg", origineel.laatste_dag_burger, tot, zin)
    ruw: dict[str, date] = dict.fromkeys(LEZINGEN, tot)
    return _met_einde(soort, rekening, origineel, ruw, [begin], wijze="verlengd")


def _hervat(
    soort: Termijnsoort, rekening: Rekening, origineel: Termijn, van: date, tot: date
) -> Termijn:
    stappen: list[Stap] = []
    ruw: dict[str, date] = {}
    werkdagen = rekening.parameters.getal(soort.duur, rekening.op).eenheid == WERKDAGEN
    eenheid = WERKDAGEN if werkdagen else "kalenderdagen"
    for lezing in LEZINGEN:
        na, einde = _resterend(origineel, lezing, van - DAG)
        if einde <= na:
            zin = f"was op {dag_voluit(van)} al verstreken"
            stap = Stap(lezing, "gevolg", einde, einde, zin)
        else:
            rest = _tel_dagen(rekening, na, einde, werkdagen=werkdagen)
            zin = f"geschorst vanaf {dag_voluit(van)}; nog"
            stap = telstap(rekening, lezing, tot, rest, eenheid, woord=zin)
        stappen.append(stap)
        ruw[lezing] = stap.tot
    return _met_einde(soort, rekening, origineel, ruw, stappen, wijze=HERVATTING)


def _resterend(origineel: Termijn, lezing: str, laatste: date) -> tuple[date, date]:
    """De laatste dag die liep en het einde. Wie alleen nog de verschoven dag had, houdt die."""
    if lezing == "overheid":
        return max(laatste, origineel.nul_overheid), origineel.ruw_overheid
    verschoven = laatste >= origineel.ruw_burger
    einde = origineel.laatste_dag_burger if verschoven else origineel.ruw_burger
    return max(laatste, origineel.nul_burger), einde


def _tel_dagen(rekening: Rekening, na: date, einde: date, *, werkdagen: bool) -> int:
    dagen = (einde - na).days
    if not werkdagen:
        return dagen
    return sum(rekening.kalender.is_werkdag(na + n * DAG) for n in range(1, dagen + 1))


def _herstart(soort: Termijnsoort, rekening: Rekening, origineel: Termijn, tot: date) -> Termijn:
    lengte = rekening.parameters.getal(soort.duur, rekening.op)
    stappen: list[Stap] = []
    ruw: dict[str, date] = {}
    for lezing in LEZINGEN:
        nul = tot
        if soort.uitgesteld_met is not None:
            uitstel = rekening.parameters.getal(soort.uitgesteld_met, rekening.op)
            woord = "opnieuw uitgesteld met"
            stappen.append(
                telstap(rekening, lezing, nul, uitstel.waarde, uitstel.eenheid, woord=woord)
            )
            nul = stappen[-1].tot
        woord = "de volle termijn opnieuw:"
        stappen.append(telstap(rekening, lezing, nul, lengte.waarde, lengte.eenheid, woord=woord))
        ruw[lezing] = stappen[-1].tot
    return _met_einde(soort, rekening, origineel, ruw, stappen, wijze=HERSTART)


def _met_einde(
    soort: Termijnsoort,
    rekening: Rekening,
    origineel: Termijn,
    ruw: dict[str, date],
    stappen: list[Stap],
    *,
    wijze: str,
) -> Termijn:
    sloten = {
        lezing: slotstap(rekening, soort.rekenregel, lezing, ruw[lezing]) for lezing in LEZINGEN
    }
    alle = [*stappen, *sloten.values()]
    return replace(
        origineel,
        laatste_dag_burger=sloten["burger"].tot,
        laatste_dag_overheid=sloten["overheid"].tot,
        regel=f"{origineel.regel}; {wijze}",
        kalender=rekening.kalender.versie,
        grondslag=grondslagen(origineel.grondslag, [s.grondslag for s in alle if s.grondslag]),
        stappen=(*origineel.stappen, *alle),
        ruw_burger=ruw["burger"],
        ruw_overheid=ruw["overheid"],
        origineel=origineel,
    )
