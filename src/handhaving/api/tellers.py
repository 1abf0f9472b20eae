"""The counters of the service, in a registry of its own; a label is never personal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_BUCKETS = (0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Tellers:
    """Made once per service."""

    bron: CollectorRegistry = field(default_factory=CollectorRegistry)
    vragen: Counter = field(init=False)
    duur: Histogram = field(init=False)
    bezig: Gauge = field(init=False)
    weigeringen: Counter = field(init=False)
    tokens: Counter = field(init=False)
    achterstand: Gauge = field(init=False)
    achterstand_seconden: Gauge = field(init=False)
    termijnen: Gauge = field(init=False)
    taken: Gauge = field(init=False)

    def __post_init__(self) -> None:
        for name, (kind, title, help_, labels) in _METRICS.items():
            extra = (_BUCKETS,) if kind is Histogram else ()
            metric = kind(f"handhaving_{title}", help_, labels, "", "", "", self.bron, None, *extra)
            object.__setattr__(self, name, metric)


_METRICS: Final[dict[str, tuple[type[Any], str, str, tuple[str, ...]]]] = {
    "vragen": (Counter, "http_vragen", "Vragen", ("methode", "route", "status")),
    "duur": (Histogram, "http_seconden", "Hoe lang een antwoord duurt", ("methode", "route")),
    "bezig": (Gauge, "http_bezig", "Vragen in behandeling", ()),
    "weigeringen": (Counter, "weigeringen", "Geweigerde opdrachten", ("opdracht", "code")),
    "tokens": (Counter, "tokens_geweigerd", "Tokens die niet gelden", ("reden",)),
    "achterstand": (
        Gauge,
        "leesmodel_achterstand",
        "Gebeurtenissen die een leesmodel nog niet zag",
        ("leesmodel",),
    ),
    "achterstand_seconden": (
        Gauge,
        "leesmodel_achterstand_seconden",
        "Hoe lang de oudste daarvan wacht",
        ("leesmodel",),
    ),
    "termijnen": (Gauge, "termijnen_over_tijd", "Verstreken, nog niet vastgesteld", ()),
    "taken": (Gauge, "taken", "Taken per staat", ("staat",)),
}
