"""An infringement that may be there already: the candidates, and a token to insist with.

The decider refuses the same fact (type and day). What only looks like it is for a person to judge:
whoever asks is shown what is there, and the same request with the token goes through. An agency
without a part in the dossier is asked too, but sees no candidate: only that there is one. Every
entrance where a person acts asks this; the answer of one entrance holds at the other.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from handhaving.dossier.gemeen import heeft_deel
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.dossier.state import Fase

if TYPE_CHECKING:
    from handhaving.dossier.basis import Opdracht
    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.eventlog.envelope import Door
    from handhaving.eventlog.sleutels import IndexKey

CODE: Final = "MogelijkDubbel"
MOGELIJK: Final = (StelInbreukVast.__name__,)
DAGEN: Final = 7
"""Two infringements of one type, so many days apart or less, may be one and the same."""


class MogelijkDubbel(Exception):
    """Somebody must judge first whether this infringement is another one.

    `getoond` are the candidates that the caller may see; `bevestiging` says that it is another.
    """

    def __init__(self, getoond: list[Inbreuk], bevestiging: str) -> None:
        """Keep both."""
        super().__init__("mogelijk staat deze inbreuk er al")
        self.getoond = getoond
        self.bevestiging = bevestiging

    def zin(self, hoe: str) -> str:
        """What to do; `hoe` is with what the request is repeated."""
        wat = (
            "Kijk de kandidaten na"
            if self.getoond
            else "Er staat er al een van dit type rond die dag"
        )
        return f"{wat}; is dit een andere inbreuk, herhaal dan met {hoe}."

    def feiten(self) -> dict[str, object]:
        """The facts of a refusal."""
        return {"kandidaten": [i.sleutel for i in self.getoond]}

    def kandidaten(self) -> list[dict[str, str]]:
        """What is there, in the words of the contract."""
        return [
            {
                "inbreuk": i.sleutel,
                "type": i.type,
                "datumFeit": i.datum_feit.isoformat(),
                "fase": i.fase.value,
            }
            for i in self.getoond
        ]


def keur(
    dossier: Dossier,
    opdracht: Opdracht,
    door: Door,
    index: IndexKey,
    bevestiging: str | None,
    *,
    dagen: int = DAGEN,
) -> None:
    """Raise MogelijkDubbel unless there is no candidate, or it was confirmed.

    Whoever may not establish anything is not asked: the decider refuses.
    """
    if not isinstance(opdracht, StelInbreukVast) or door.rol not in opdracht.rollen:
        return
    gevonden = kandidaten(dossier, opdracht, dagen)
    if not gevonden:
        return
    token = _token(dossier, opdracht, door, index, gevonden)
    if hmac.compare_digest((bevestiging or "").encode(), token.encode()):
        return
    raise MogelijkDubbel(gevonden if heeft_deel(dossier, door) else [], token)


def kandidaten(dossier: Dossier, opdracht: StelInbreukVast, dagen: int) -> list[Inbreuk]:
    """The infringements of this type a few days apart; the same day is for the decider."""
    return [
        inbreuk
        for inbreuk in dossier.inbreuken.values()
        if inbreuk.type == opdracht.type
        and inbreuk.fase is not Fase.RECHTGEZET
        and 0 < abs((inbreuk.datum_feit - opdracht.datum_feit).days) <= dagen
    ]


def _token(
    dossier: Dossier,
    opdracht: StelInbreukVast,
    door: Door,
    index: IndexKey,
    gevonden: list[Inbreuk],
) -> str:
    """Holds for this person, this fact and these candidates; another candidate asks anew."""
    delen = [
        door.id,
        str(dossier.dossier_id),
        opdracht.type,
        opdracht.datum_feit.isoformat(),
        *(i.sleutel for i in gevonden),
    ]
    return index.mac("bevestiging", "|".join(delen).encode()).hex()
