"""What a caller may see of a dossier: ABB all of it, an agency its own part (contract §4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.api.beller import Wie
    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.state import Dossier

VAN_EEN_ANDER: Final = ("type", "datumFeit", "fase")
"""What an agency sees of the inbreuk of another one, beside its key."""
_VERWIJST: Final = ("inbreuk", "besluit", "vordering", "overdracht", "stuk", "taak", "betreft")


@dataclass(frozen=True, slots=True)
class Zicht:
    """The keys in a dossier that are another agency's."""

    verborgen: frozenset[str]

    @classmethod
    def van(cls, dossier: Dossier, wie: Wie) -> Zicht:
        """The sight of this caller on this dossier."""
        if wie.agentschap is None:
            return cls(frozenset())
        ander = {s for s, i in dossier.inbreuken.items() if i.agentschap != wie.agentschap}
        ander |= {s for s, b in dossier.besluiten.items() if b.inbreuk in ander}
        ander |= {s for s, v in dossier.vorderingen.items() if v.besluit in ander}
        ander |= {s for s, o in dossier.overdrachten.items() if o.vordering in ander}
        ander |= {s for s, k in dossier.stukken.items() if k.betreft in ander}
        ander |= {s for s, t in dossier.taken.items() if t.betreft in ander}
        return cls(frozenset(ander))

    def gebeurtenis(self, gebeurtenis: Gebeurtenis) -> bool:
        """Whether an event concerns nothing of another agency."""
        return not any(getattr(gebeurtenis, veld, None) in self.verborgen for veld in _VERWIJST)

    def betreft(self, sleutel: str) -> bool:
        """Whether something that concerns this key may be seen."""
        return sleutel not in self.verborgen

    def stand(self, stand: Mapping[str, Any]) -> dict[str, Any]:
        """The outside of a dossier, without what is another agency's."""
        if not self.verborgen:
            return dict(stand)
        uit = dict(stand)
        for deel in ("besluiten", "vorderingen", "overdrachten", "stukken", "taken"):
            uit[deel] = {s: w for s, w in stand[deel].items() if s not in self.verborgen}
        uit["inbreuken"] = {
            s: {v: w[v] for v in VAN_EEN_ANDER} if s in self.verborgen else w
            for s, w in stand["inbreuken"].items()
        }
        return uit


def zicht_op_stand(stand: Mapping[str, Any], wie: Wie) -> Zicht:
    """The same, from a stored outside."""
    if wie.agentschap is None:
        return Zicht(frozenset())
    inbreuken = stand["inbreuken"].items()
    ander = {s for s, i in inbreuken if i["agentschap"] != wie.agentschap}
    ander |= {s for s, b in stand["besluiten"].items() if b["inbreuk"] in ander}
    ander |= {s for s, v in stand["vorderingen"].items() if v["besluit"] in ander}
    return Zicht(frozenset(ander))


def zonder_leeg(waarde: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """The same JSON without nulls."""
    if isinstance(waarde, dict):
        return {n: zonder_leeg(w) for n, w in waarde.items() if w is not None}
    if isinstance(waarde, list):
        return [zonder_leeg(w) for w in waarde]
    return waarde
