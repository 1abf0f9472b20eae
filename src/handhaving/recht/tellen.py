"""Dagen, maanden en jaren tellen: plaatselijke datums, nooit uren.

Een termijn in maanden loopt van datum tot datum. Bestaat die dag niet in de laatste maand, dan
eindigt hij op de laatste dag ervan. Eén punt is betwist: begint men te tellen de dag na de
handeling, "van de zoveelste tot de dag vóór de zoveelste", dan eindigt een termijn die begint na
de laatste dag van een korte maand later. Beide methoden staan hier; de wet kiest per lezing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MAANDEN_PER_JAAR = 12
DATUM_TOT_DATUM = "datumTotDatum"
ZOVEELSTE = "zoveelste"
_DATUM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
METHODEN = (DATUM_TOT_DATUM, ZOVEELSTE)


def lees_datum(tekst: str) -> date | None:
    """De dag in `JJJJ-MM-DD`, of None: een andere schrijfwijze of een dag die niet bestaat."""
    if not _DATUM.match(tekst):
        return None
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        return None


def plus_maanden(dag: date, maanden: int) -> date:
    """Van datum tot datum; een dag die niet bestaat wordt de laatste van de maand."""
    totaal = dag.year * MAANDEN_PER_JAAR + dag.month - 1 + maanden
    jaar, maand = divmod(totaal, MAANDEN_PER_JAAR)
    return date(jaar, maand + 1, min(dag.day, monthrange(jaar, maand + 1)[1]))


def tot_dag_voor_zoveelste(nul: date, maanden: int) -> date:
    """Van de dag na `nul` tot de dag vóór de zoveelste."""
    begin = nul + timedelta(days=1)
    einde = plus_maanden(begin, maanden)
    return einde - timedelta(days=1) if einde.day == begin.day else einde


def tel_op(nul: date, aantal: int, eenheid: str, methode: str = DATUM_TOT_DATUM) -> date:
    """De laatste dag van een termijn die begint de dag na `nul`, zonder verlenging."""
    if eenheid == "kalenderdagen":
        return nul + timedelta(days=aantal)
    if eenheid not in ("maanden", "jaren"):
        msg = f"'{eenheid}' wordt niet met de kalender geteld"
        raise ValueError(msg)
    maanden = aantal * (MAANDEN_PER_JAAR if eenheid == "jaren" else 1)
    if methode == ZOVEELSTE:
        return tot_dag_voor_zoveelste(nul, maanden)
    return plus_maanden(nul, maanden)


def brussel() -> ZoneInfo:
    """De tijdzone waarin de wet rekent."""
    return ZoneInfo("Europe/Brussels")


def dag_in_brussel(moment: datetime) -> date:
    """De dag in Brussel waarop een ogenblik (met offset) valt."""
    if moment.tzinfo is None:
        msg = "een ogenblik zonder offset heeft geen dag"
        raise ValueError(msg)
    return moment.astimezone(brussel()).date()


def einde_van_dag(dag: date) -> datetime:
    """24:00 uur in Brussel: het eerste ogenblik dat niet meer op die dag valt."""
    return datetime.combine(dag + timedelta(days=1), time(), tzinfo=brussel())


def tijdig(moment: datetime, laatste_dag: date) -> bool:
    """Of een ogenblik ten laatste op die dag valt, Brusselse tijd."""
    return dag_in_brussel(moment) <= laatste_dag
