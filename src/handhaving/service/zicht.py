"""What an agency sees of a dossier: the person, its own inbreuken whole, of others the outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from handhaving.dossier.kopie import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.stand import Json
    from handhaving.dossier.state import Dossier

T = TypeVar("T")

_VAN_EEN_ANDER: Final = ("type", "datumFeit", "fase")
"""What an agency sees of an inbreuk of another agency, beside its key."""

_VERWIJST: Final = ("inbreuk", "besluit", "vordering", "overdracht", "stuk", "taak", "betreft")
_GEVOLGEN: Final = ("besluiten", "vorderingen", "overdrachten", "stukken", "taken")


@dataclass(frozen=True, slots=True)
class Zicht:
    """What a reader sees of one dossier: everything, or the part of one agency."""

    dossier: Dossier
    agentschap: str | None

    def ziet(self, sleutel: str) -> bool:
        """Whether what this key names (an inbreuk, and all that follows from it) is shown."""
        if self.agentschap is None:
            return True
        d = self.dossier
        if sleutel in d.inbreuken:
            return d.inbreuken[sleutel].agentschap == self.agentschap
        verder = (
            (d.besluiten, "inbreuk"),
            (d.vorderingen, "besluit"),
            (d.overdrachten, "vordering"),
            (d.stukken, "betreft"),
            (d.taken, "betreft"),
        )
        for verzameling, veld in verder:
            if sleutel in verzameling:
                return self.ziet(getattr(verzameling[sleutel], veld))
        return sleutel in d.uitstellen

    def ziet_feit(self, gebeurtenis: Gebeurtenis) -> bool:
        """Whether an event is shown: it concerns the person, or only what this reader sees."""
        genoemd = (getattr(gebeurtenis.feit, veld, None) for veld in _VERWIJST)
        return all(self.ziet(sleutel) for sleutel in genoemd if isinstance(sleutel, str))

    def deel(self, dossier: Dossier) -> Dossier:
        """A dossier without what this reader does not see of it."""
        if self.agentschap is None:
            return dossier
        return replace(
            dossier,
            inbreuken=self._gezien(dossier.inbreuken),
            besluiten=self._gezien(dossier.besluiten),
            vorderingen=self._gezien(dossier.vorderingen),
            overdrachten=self._gezien(dossier.overdrachten),
            stukken=self._gezien(dossier.stukken),
            taken=self._gezien(dossier.taken),
        )

    def _gezien(self, delen: Mapping[str, T]) -> dict[str, T]:
        return {sleutel: deel for sleutel, deel in delen.items() if self.ziet(sleutel)}

    def beperk(self, beeld: dict[str, Json]) -> dict[str, Json]:
        """The outside of a dossier (`stand`) without what this reader does not see."""
        if self.agentschap is None:
            return beeld
        uit = dict(beeld)
        for naam in _GEVOLGEN:
            delen = uit.get(naam)
            if isinstance(delen, dict):
                uit[naam] = self._gezien(delen)
        inbreuken = uit.get("inbreuken")
        if isinstance(inbreuken, dict):
            uit["inbreuken"] = {
                s: deel if self.ziet(s) else _van_een_ander(deel) for s, deel in inbreuken.items()
            }
        return uit


def _van_een_ander(inbreuk: Json) -> Json:
    return {k: inbreuk[k] for k in _VAN_EEN_ANDER} if isinstance(inbreuk, dict) else None
