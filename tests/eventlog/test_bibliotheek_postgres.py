"""The library's own test cases, on our recorders in PostgreSQL."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, Literal
from unittest import mock
from uuid import UUID, uuid4

import pytest
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.tests import application, persistence
from eventsourcing.utils import Environment

from handhaving.eventlog.factory import Factory
from handhaving.eventlog.recorder import (
    EventsAndTrackings,
    LogRecorder,
    TableRecorder,
    Trackings,
)
from tests.eventlog.bibliotheek import datastore, omgeving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventsourcing.persistence import (
        AggregateRecorder,
        ApplicationRecorder,
        ProcessRecorder,
        TrackingRecorder,
    )


class _MetDatabank:
    """A pool on a database of its own, for a recorder with ids of one type."""

    id_type: ClassVar[Literal["uuid", "text"]] = "uuid"

    @pytest.fixture(autouse=True)
    def _databank(self, database_url: str) -> Iterator[None]:
        with datastore(database_url, self.id_type) as self.datastore:
            yield


class TestTabel(_MetDatabank, persistence.AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:
        recorder = TableRecorder(self.datastore, events_table_name="proef_events")
        recorder.create_table()
        return recorder


class TestMomentopnamen(_MetDatabank, persistence.AggregateRecorderTestCase):
    INITIAL_VERSION = 0

    def create_recorder(self) -> AggregateRecorder:
        recorder = TableRecorder(self.datastore, events_table_name="proef_snapshots")
        recorder.create_table()
        return recorder


class TestTabelMetTekst(TestTabel):
    id_type = "text"

    def new_originator_id(self) -> str:
        return f"proef-{uuid4()}"


class TestLogboek(_MetDatabank, persistence.ApplicationRecorderTestCase[LogRecorder]):
    def create_recorder(self) -> LogRecorder:
        recorder = LogRecorder(self.datastore, events_table_name="proef_events")
        recorder.create_table()
        return recorder

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestLogboekMetTekst(TestLogboek):
    id_type = "text"

    def new_originator_id(self) -> str:
        return f"proef-{uuid4()}"


class TestVerwevenNietPostgres(_MetDatabank, persistence.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> ApplicationRecorder:
        recorder = LogRecorder(self.datastore, events_table_name="proef_events")
        recorder.create_table()
        return recorder


class TestVolgen(_MetDatabank, persistence.TrackingRecorderTestCase):
    def create_recorder(self) -> TrackingRecorder:
        recorder = Trackings(self.datastore, tracking_table_name="proef_tracking")
        recorder.create_table()
        return recorder


class TestVolgenVanHetProces(_MetDatabank, persistence.TrackingRecorderTestCase):
    def create_recorder(self) -> TrackingRecorder:
        recorder = EventsAndTrackings(self.datastore)
        recorder.create_table()
        return recorder


class TestProces(_MetDatabank, persistence.ProcessRecorderTestCase):
    def create_recorder(self) -> ProcessRecorder:
        recorder = EventsAndTrackings(
            self.datastore, events_table_name="proef_events", tracking_table_name="proef_tracking"
        )
        recorder.create_table()
        return recorder


class TestProcesMetTekst(TestProces):
    id_type = "text"

    def new_originator_id(self) -> str:
        return f"proef-{uuid4()}"


class EigenTrackings(PostgresTrackingRecorder):
    """A read model of somebody else, on the library's class."""


class TestFabriek(persistence.InfrastructureFactoryTestCase[Factory]):
    @pytest.fixture(autouse=True)
    def _omgeving(self, database_url: str) -> None:
        self.env = Environment("Proef", omgeving(database_url))

    def expected_factory_class(self) -> type[Factory]:
        return Factory

    def expected_aggregate_recorder_class(self) -> type[AggregateRecorder]:
        return TableRecorder

    def expected_application_recorder_class(self) -> type[ApplicationRecorder]:
        return LogRecorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return Trackings

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        return EigenTrackings

    def expected_process_recorder_class(self) -> type[ProcessRecorder]:
        return EventsAndTrackings


class TestToepassing(application.ExampleApplicationTestCase):
    expected_factory_topic = "handhaving.eventlog.factory:Factory"

    @pytest.fixture(autouse=True)
    def _omgeving(self, database_url: str) -> Iterator[None]:
        with mock.patch.dict(os.environ, omgeving(database_url)):
            yield


class TestToepassingMetTekst(application.ExampleApplicationTestCase):
    """Ids that are UUIDs in the application and text in the table."""

    expected_factory_topic = "handhaving.eventlog.factory:Factory"

    @pytest.fixture(autouse=True)
    def _omgeving(self, database_url: str) -> Iterator[None]:
        with mock.patch.dict(os.environ, omgeving(database_url, ORIGINATOR_ID_TYPE="text")):
            yield


def test_given_a_stock_application_when_it_restarts_then_it_finds_what_it_wrote(
    database_url: str,
) -> None:
    env = omgeving(database_url)
    with application.BankAccounts(env=env) as eerst:
        account: UUID = eerst.open_account("Fictief Persoon-1", "fictief1@voorbeeld.invalid")
    with application.BankAccounts(env=env | {"CREATE_TABLE": "no"}) as later:
        assert later.get_balance(account) == 0
