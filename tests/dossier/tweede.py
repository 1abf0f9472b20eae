"""A second person, in a dossier of its own: the same straight path, under the same keys."""

from __future__ import annotations

from functools import cache

from handhaving.dossier.state import Dossier
from tests.dossier.spel import ANDER, Spel, doe
from tests.dossier.trap import PERSOON, TRAP, TREDEN

RR = "85073003328"
TWEEDE: dict[str, object] = {
    **PERSOON,
    "insz": RR,
    "klantnummer": "K-FICTIEF-18",
    "naam": "Fictief Persoon-18",
    "geboortedatum": "1985-07-30",
}


@cache
def tweede(trede: str) -> Spel:
    """The dossier of the second person after this step."""
    if trede == "open":
        leeg = Spel(dossier=Dossier(ANDER)).op("2024-02-28")
        return leeg.met(doe("OpenDossier", **TWEEDE))
    spel = tweede(TREDEN[TREDEN.index(trede) - 1])
    return spel.met(TRAP[trede](spel))
