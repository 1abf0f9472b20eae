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
FEIT, LOOPT, EINDE, VANDAAG, LEEG = "●", "─", "▏", "│", " "
LEGENDE = f"{FEIT} feit   {LOOPT}{LOOPT}{EINDE} loopt, tot zijn laatste dag   {VANDAAG} peildatum"
_KORT = frozenset({"inregelstelling", "verweer", "uitnodigingVerweer", "beroep", "betaling"})
"""Terms short enough to draw; the years of a prescription would push all the rest together."""


@dataclass(frozen=True, slots=True)
class Schaal:
    """Days on a line of characters."""

    van: date
    tot: date

    def plaats(self, dag: date) -> int:
        """The column of a day; days outside fall on the edge."""
        dagen = max((self.tot - self.van).days, 1)
        plaats = (dag - self.van).days * (BREEDTE - 1) // dagen
        return min(max(plaats, 0), BREEDTE - 1)


def tijdlijn(
    dossier: Dossier, historiek: Sequence[tuple[Gebeurtenis, Envelop]], peildatum: date
) -> Iterator[Text]:
    """The lines of the picture; none for a dossier in which nothing has a key yet."""
    feiten: dict[str, list[date]] = {}
    for gebeurtenis, envelop in historiek:
        for sleutel in _sleutels(gebeurtenis):
            feiten.setdefault(sleutel, []).append(envelop.geldig_op)
    if not feiten:
        return
    lopend = [t for t in termijnen(dossier) if t.soort in _KORT and t.staat == "loopt"]
    dagen = [dag for rij in feiten.values() for dag in rij]
    dagen += [t.vervalt_op for t in lopend]
    schaal = Schaal(min(dagen), max([*dagen, peildatum]))
    yield Text(f"{'':>4}{schaal.van}{schaal.tot.isoformat():>{BREEDTE - 10}}", style="dim")
    for sleutel, gezien in feiten.items():
        strook = [LEEG] * BREEDTE
        strook[schaal.plaats(peildatum)] = VANDAAG
        for termijn in lopend:
            if termijn.betreft == sleutel:
                begin, einde = schaal.plaats(termijn.van), schaal.plaats(termijn.vervalt_op)
                strook[begin : einde + 1] = [LOOPT] * (einde - begin) + [EINDE]
        for dag in gezien:
            strook[schaal.plaats(dag)] = FEIT
        yield Text(f"{sleutel:<4}{''.join(strook)}")
    yield Text(f"    {LEGENDE}", style="dim")


def _sleutels(gebeurtenis: Gebeurtenis) -> Iterable[str]:
    """The key an event is about: the most particular one it names."""
    for veld in ("vordering", "besluit", "inbreuk", "betreft"):
        sleutel = getattr(gebeurtenis, veld, None)
        if isinstance(sleutel, str):
            return (sleutel,)
    return ()
