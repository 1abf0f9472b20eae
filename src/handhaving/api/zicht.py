"""What a caller may see of a stored outside of a dossier, as lists show it (contract §4).

One dossier is read through `Service.inzage`, which judges the same on the dossier itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.api.beller import Wie


def eigen_deel(stand: Mapping[str, Any], wie: Wie) -> dict[str, dict[str, Any]]:
    """The claims and tasks in a stored outside that are not another agency's."""
    ander: set[str] = set()
    if wie.agentschap is not None:
        inbreuken = stand["inbreuken"].items()
        ander |= {s for s, i in inbreuken if i["agentschap"] != wie.agentschap}
        ander |= {s for s, b in stand["besluiten"].items() if b["inbreuk"] in ander}
        ander |= {s for s, v in stand["vorderingen"].items() if v["besluit"] in ander}
    return {
        "vorderingen": {s: v for s, v in stand["vorderingen"].items() if s not in ander},
        "taken": {s: t for s, t in stand["taken"].items() if t["betreft"] not in ander},
    }


def zonder_leeg(waarde: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """The same JSON without nulls."""
    if isinstance(waarde, dict):
        return {n: zonder_leeg(w) for n, w in waarde.items() if w is not None}
    if isinstance(waarde, list):
        return [zonder_leeg(w) for w in waarde]
    return waarde
