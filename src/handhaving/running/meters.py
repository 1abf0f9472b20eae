"""What is counted of the work behind the scenes, for Prometheus. A label is never personal.

Counters live in the process that counts; with PROMETHEUS_MULTIPROC_DIR (which `handhaving worker`
sets for the processes it starts) they are added up over processes. How things stand is asked of
the database when Prometheus asks.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from psycopg import Error
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from threading import Thread
    from wsgiref.simple_server import WSGIServer

    from handhaving.bootstrap import App
    from handhaving.running.tik import TikVerslag

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"

_BRON: Final = CollectorRegistry()
_TELLERS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "werk": ("Uitgevoerd werk, per taak en uitkomst", ("taak", "uitkomst")),
    "termijnen_afgegaan": ("Termijnen die afgingen", ("soort", "te_laat")),
}
_GETELD: Final = {
    naam: Counter(f"handhaving_{naam}", zegt, labels, "", "", "", _BRON)
    for naam, (zegt, labels) in _TELLERS.items()
}
TAKEN: Final = _GETELD["werk"]
TERMIJNEN: Final = _GETELD["termijnen_afgegaan"]
DUUR: Final = Histogram(
    "handhaving_werk_seconden", "Hoe lang een taak duurt", ("taak",), "", "", "", _BRON
)


@contextmanager
def gemeten(taak: str) -> Iterator[None]:
    """Count a piece of work, how long it took, and whether it failed."""
    begin, uitkomst = perf_counter(), "mislukt"
    try:
        yield
        uitkomst = "gelukt"
    finally:
        TAKEN.labels(taak, uitkomst).inc()
        DUUR.labels(taak).observe(perf_counter() - begin)


def tel_tik(verslag: TikVerslag) -> None:
    """Count what went off, and how much of it late and why."""
    for afgegaan in verslag.afgegaan:
        TERMIJNEN.labels(afgegaan.soort, afgegaan.waarom or "nee").inc()


class Standen(Collector):
    """How far the read models are and how many connections are open, at this moment."""

    def __init__(self, app: App) -> None:
        """Of this application."""
        self._app = app

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Nothing when the database does not answer: what is counted can be told without."""
        try:
            yield from self._collect()
        except (Error, SQLAlchemyError):
            return

    def _collect(self) -> Iterator[GaugeMetricFamily]:
        standen = self._app.projections.status(self._app.klok())
        for naam, zegt, veld in (
            ("positie", "Positie van een leesmodel", "positie"),
            ("achter", "Gebeurtenissen die een leesmodel nog niet zag", "achterstand"),
            ("achter_seconden", "Hoe lang de oudste daarvan wacht", "achterstand_seconden"),
        ):
            gauge = GaugeMetricFamily(
                f"handhaving_werk_leesmodel_{naam}", zegt, labels=["leesmodel"]
            )
            for stand in standen:
                gauge.add_metric([stand.naam], float(getattr(stand, veld)))
            yield gauge
        wacht = GaugeMetricFamily(
            "handhaving_werk_geparkeerd", "Dossiers die wachten", labels=["leesmodel"]
        )
        for stand in standen:
            wacht.add_metric([stand.naam], float(len(stand.geparkeerd)))
        yield wacht
        open_ = GaugeMetricFamily(
            "handhaving_verbindingen",
            "Verbindingen met de databank, per toestand",
            labels=["staat"],
        )
        for staat, aantal in _verbindingen(self._app):
            open_.add_metric([staat], float(aantal))
        yield open_


def serveer(app: App, poort: int) -> tuple[WSGIServer, Thread]:
    """Answer Prometheus on this port of this machine alone."""
    bron = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(bron)  # type: ignore[no-untyped-call]  # it has no types
    bron.register(Standen(app))
    return start_http_server(poort, "127.0.0.1", bron)


def _verbindingen(app: App) -> list[tuple[str, int]]:
    vraag = text(
        "SELECT coalesce(state, 'onbekend') AS staat, count(*) AS aantal FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_type = 'client backend' GROUP BY 1"
    )
    with app.engine.connect() as connection:
        return [(row.staat, row.aantal) for row in connection.execute(vraag)]
