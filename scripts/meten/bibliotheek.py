"""The controls: what the stock library `eventsourcing` does, on its default path."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking, TrackingRecorder
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier

from scripts.meten.maat import eis

if TYPE_CHECKING:
    from eventsourcing.postgres import PostgresDatastore

RELAAS = "Een verzonnen uiteenzetting van wat er gebeurd is, zo lang als een echte. " * 2


class Stamdossier(Aggregate):
    """An aggregate of the library that notes as much as a dossier does."""

    @event("Geopend")
    def __init__(self, klantnummer: str, naam: str) -> None:
        self.klantnummer = klantnummer
        self.naam = naam
        self.inbreuken: dict[str, str] = {}

    @event("Vastgesteld")
    def stel_vast(self, inbreuk: str, datum: str, relaas: str) -> None:
        """One inbreuk more."""
        self.inbreuken[inbreuk] = f"{datum} {relaas}"


class Stamtoepassing(Application[UUID]):
    """The library's application, as it comes."""


def maak(nummer: int, aantal: int) -> Stamdossier:
    """An aggregate with so many pending events."""
    dossier = Stamdossier(f"K-{nummer}", f"Fictief-{nummer}")
    for n in range(1, aantal):
        dossier.stel_vast(f"I{n}", "2026-03-01", RELAAS)
    return dossier


class Tellingweergave(TrackingRecorder):
    """One row per dossier: how many events it has."""


class PostgresTellingweergave(PostgresTrackingRecorder, Tellingweergave):
    """The same view as ours, in the way the library shows: one transaction per event."""

    def __init__(self, datastore: PostgresDatastore, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(datastore, **kwargs)
        self._tabel = Identifier(self.datastore.schema, "telling")
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS {} (dossier_id uuid PRIMARY KEY,"
                " versie bigint NOT NULL, positie bigint NOT NULL)"
            ).format(self._tabel)
        )

    def tel(self, dossier_id: UUID, versie: int, tracking: Tracking) -> None:
        """The row of this dossier, and how far the view is, together."""
        opdracht = SQL(
            "INSERT INTO {} VALUES (%s, %s, %s) ON CONFLICT (dossier_id)"
            " DO UPDATE SET versie = EXCLUDED.versie, positie = EXCLUDED.positie"
        ).format(self._tabel)
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(opdracht, (dossier_id, versie, tracking.notification_id))
            self._insert_tracking(cursor, tracking)

    def rijen(self) -> tuple[int, int]:
        """How many dossiers, and how many events they have together."""
        opdracht = SQL("SELECT count(*) AS n, coalesce(sum(versie), 0) AS som FROM {}")
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(opdracht.format(self._tabel))
            rij = cursor.fetchone()
        return (0, 0) if rij is None else (rij["n"], int(rij["som"]))


class Telling(Projection[Tellingweergave]):
    """The library's projection of that view."""

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:  # noqa: ANN401
        """Count."""
        assert isinstance(self.view, PostgresTellingweergave)  # noqa: S101 - zo gemaakt
        self.view.tel(domain_event.originator_id, domain_event.originator_version, tracking)


def bijgewerkt(omgeving: dict[str, str], dossiers: int, gebeurtenissen: int) -> float:
    """Seconds that a stock ProjectionRunner takes for all events that are there."""
    begin = time.perf_counter()
    with ProjectionRunner(
        application_class=Stamtoepassing,
        projection_class=Telling,
        view_class=PostgresTellingweergave,
        env=omgeving,
    ) as loper:
        loper.wait(gebeurtenissen, timeout=60)
        duur = time.perf_counter() - begin
        weergave = loper.projection.view
        assert isinstance(weergave, PostgresTellingweergave)  # noqa: S101 - zo gemaakt
        eis("rijen van de bibliotheek", weergave.rijen(), (dossiers, gebeurtenissen))
    return duur
