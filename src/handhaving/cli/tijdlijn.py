"""A small picture of a dossier: a lane per inbreuk, besluit and vordering, its events and terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from handhaving.dossier.termijnen import termijnen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop

BREEDTE = 72
SMALST = 24
INSPRONG = 4
"""Columns of the picture: so many, or fewer where it does not fit, but its two days always do."""
FEIT, LOOPT, EINDE, VANDAAG, LEEG = "●", "─", "▏", "│", " "
LEGENDE = f"{FEIT} feit   {LOOPT}{LOOPT}{EINDE} loopt, tot zijn laatste dag   {VANDAAG} peildatum"
_KORT = frozenset({"inregelstelling", "verweer", "uitnodigingVerweer", "beroep", "betaling"})
"""Terms short enough to draw; the years of a prescription would push all the rest together."""


@dataclass(frozen=True, slots=True)
class Schaal:
    """Days on a line of characters."""

    van: date
    tot: date
    breedte: int

    def plaats(self, dag: date) -> int:
        """The column of a day; days outside fall on the edge."""
        dagen = max((self.tot - self.van).days, 1)
        plaats = (dag - self.van).days * (self.breedte - 1) // dagen
        return min(max(plaats, 0), self.breedte - 1)


def tijdlijn(
    dossier: Dossier,
    historiek: Sequence[tuple[Gebeurtenis, Envelop]],
    peildatum: date,
    kolommen: int,
) -> Iterator[Text]:
    """The lines of the picture, within so many columns; none where nothing has a key yet."""
    breedte = min(BREEDTE, max(kolommen - INSPRONG, SMALST))
    feiten: dict[str, list[date]] = {}
    for gebeurtenis, envelop in historiek:
        for sleutel in _sleutels(gebeurtenis):
            feiten.setdefault(sleutel, []).append(envelop.geldig_op)
    if not feiten:
        return
    lopend = [t for t in termijnen(dossier) if t.soort in _KORT and t.staat == "loopt"]
    dagen = [dag for rij in feiten.values() for dag in rij]
    dagen += [t.vervalt_op for t in lopend]
    schaal = Schaal(min(dagen), max([*dagen, peildatum]), breedte)
    yield Text(f"{'':>{INSPRONG}}{schaal.van}{schaal.tot.isoformat():>{breedte - 10}}", style="dim")
    for sleutel, gezien in feiten.items():
        strook = [LEEG] * breedte
        strook[schaal.plaats(peildatum)] = VANDAAG
        for termijn in lopend:
            if termijn.betreft == sleutel:
                begin, einde = schaal.plaats(termijn.van), schaal.plaats(termijn.vervalt_op)
                strook[begin : einde + 1] = [LOOPT] * (einde - begin) + [EINDE]
        for dag in gezien:
            strook[schaal.plaats(dag)] = FEIT
        yield Text(f"{sleutel:<{INSPRONG}}{''.join(strook)}")
    yield Text(f"    {LEGENDE}", style="dim")


def _sleutels(gebeurtenis: Gebeurtenis) -> Iterable[str]:
    """The key an event is about: the most particular one it names."""
    for veld in ("vordering", "besluit", "inbreuk", "betreft"):
        sleutel = getattr(gebeurtenis, veld, None)
        if isinstance(sleutel, str):
            return (sleutel,)
    return ()
