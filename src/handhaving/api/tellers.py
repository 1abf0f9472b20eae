"""The counters of the service, in a registry of its own; a label is never personal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

if TYPE_CHECKING:
    from collections.abc import Sequence

_BUCKETS = (0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def _counter(registry: CollectorRegistry, name: str, help_: str, labels: Sequence[str]) -> Counter:
    return Counter(name, help_, labels, registry=registry)


@dataclass(frozen=True, slots=True)
class Tellers:
    """Made once per service."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
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
        registry = self.registry
        made = {
            "vragen": _counter(
                registry,
                "handhaving_http_vragen",
                "Vragen per route en status",
                ("methode", "route", "status"),
            ),
            "duur": Histogram(
                "handhaving_http_seconden",
                "Hoe lang een antwoord duurt",
                ("methode", "route"),
                buckets=_BUCKETS,
                registry=registry,
            ),
            "bezig": Gauge("handhaving_http_bezig", "Vragen in behandeling", registry=registry),
            "weigeringen": _counter(
                registry, "handhaving_weigeringen", "Geweigerde opdrachten", ("opdracht", "code")
            ),
            "tokens": _counter(
                registry, "handhaving_tokens_geweigerd", "Tokens die niet gelden", ("reden",)
            ),
            "achterstand": Gauge(
                "handhaving_leesmodel_achterstand",
                "Gebeurtenissen die een leesmodel nog niet zag",
                ("leesmodel",),
                registry=registry,
            ),
            "achterstand_seconden": Gauge(
                "handhaving_leesmodel_achterstand_seconden",
                "Hoe lang de oudste daarvan wacht",
                ("leesmodel",),
                registry=registry,
            ),
            "termijnen": Gauge(
                "handhaving_termijnen_over_tijd",
                "Termijnen waarvan het systeem het verstrijken nog moet vaststellen",
                registry=registry,
            ),
            "taken": Gauge("handhaving_taken", "Taken per staat", ("staat",), registry=registry),
        }
        for name, metric in made.items():
            object.__setattr__(self, name, metric)
