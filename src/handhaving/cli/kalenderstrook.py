"""A small calendar of a term: which days count, which are skipped and why, and the last days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.recht import Termijn

MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
LEGENDE = "< > verzonden   ( ) dag nul   · geteld   x overgeslagen   { } overheid   [ ] burger"
_KOP = "          " + "".join(f"{dag:>5}" for dag in ("ma", "di", "wo", "do", "vr", "za", "zo"))
_HOOGSTENS, _VOORAAN, _ACHTERAAN = 9, 3, 4
_WEEK = timedelta(days=7)
_DAG = timedelta(days=1)


def strook(termijn: Termijn) -> Iterator[Text]:
    """The weeks from the first day to the last, one line each; a long term is cut in the middle."""
    overgeslagen = {
        o.dag: o.reden for s in termijn.stappen if s.lezing != "overheid" for o in s.overgeslagen
    }
    verzonden = termijn.stappen[0].van
    begin = min(verzonden, termijn.nul_overheid)
    maandag = begin - begin.weekday() * _DAG
    weken = [maandag]
    while weken[-1] + _WEEK <= max(termijn.laatste_dag_burger, termijn.laatste_dag_overheid):
        weken.append(weken[-1] + _WEEK)
    yield Text(_KOP, style="dim")
    weg = len(weken) - _VOORAAN - _ACHTERAAN if len(weken) > _HOOGSTENS else 0
    for nummer, week in enumerate(weken):
        if weg and nummer == _VOORAAN:
            yield Text(f"            … nog {weg} weken …", style="dim")
        if not weg or nummer < _VOORAAN or nummer >= _VOORAAN + weg:
            yield _regel(week, termijn, verzonden, overgeslagen, eerste=week == maandag)


def _regel(
    week: date, termijn: Termijn, verzonden: date, overgeslagen: dict[date, str], *, eerste: bool
) -> Text:
    dagen = [week + nummer * _DAG for nummer in range(7)]
    nieuw = next((dag for dag in dagen if dag.day == 1), None)
    toon = week if eerste else nieuw
    regel = Text(f"  {MAANDEN[toon.month - 1]} {toon.year}" if toon else "", style="bold")
    regel.pad_right(10 - len(regel))
    redenen: list[str] = []
    for dag in dagen:
        cel, stijl = _cel(dag, termijn, verzonden, overgeslagen)
        regel.append(f"{cel:>5}", style=stijl)
        if dag in overgeslagen and overgeslagen[dag] not in {"zaterdag", "zondag"}:
            redenen.append(f"{dag.day} {overgeslagen[dag]}")
    if redenen:
        regel.append("   " + ", ".join(redenen), style="yellow")
    return regel


def _cel(
    dag: date, termijn: Termijn, verzonden: date, overgeslagen: dict[date, str]
) -> tuple[str, str]:
    geteld = termijn.nul_burger < dag <= termijn.ruw_burger
    vormen = (
        (dag == termijn.laatste_dag_burger, f"[{dag.day}]", "bold green"),
        (dag == termijn.laatste_dag_overheid, f"{{{dag.day}}}", "bold cyan"),
        (dag in overgeslagen, f"{dag.day}x", "yellow"),
        (dag == termijn.nul_burger, f"({dag.day})", "bold"),
        (dag == verzonden, f"<{dag.day}>", "bold"),
        (geteld, f"{dag.day}·", ""),
        (True, f"{dag.day} ", "dim"),
    )
    return next((tekst, stijl) for geldt, tekst, stijl in vormen if geldt)
