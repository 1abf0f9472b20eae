"""The library's own test cases, on our recorders in memory, and its transcoder as we use it."""

from __future__ import annotations

import os
from threading import Event, Thread
from typing import TYPE_CHECKING
from unittest import mock
from uuid import uuid4

import pytest
from eventsourcing import persistence as bibliotheek
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.tests import application, persistence
from eventsourcing.utils import Environment

from handhaving.eventlog.geheugen import (
    EventsAndTrackings,
    Factory,
    LogRecorder,
    TableRecorder,
    Trackings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

GEHEUGEN = "handhaving.eventlog.geheugen"


class TestTabel(persistence.AggregateRecorderTestCase):
    def create_recorder(self) -> bibliotheek.AggregateRecorder:
        return TableRecorder()


class TestLogboek(persistence.ApplicationRecorderTestCase[LogRecorder]):
    def create_recorder(self) -> LogRecorder:
        return LogRecorder()

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestVerwevenNietGeheugen(persistence.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> bibliotheek.ApplicationRecorder:
        return LogRecorder()


class TestVolgen(persistence.TrackingRecorderTestCase):
    def create_recorder(self) -> bibliotheek.TrackingRecorder:
        return Trackings()


class TestProces(persistence.ProcessRecorderTestCase):
    def create_recorder(self) -> bibliotheek.ProcessRecorder:
        return EventsAndTrackings()


class EigenTrackings(POPOTrackingRecorder):
    """A read model of somebody else, on the library's class."""


class TestFabriek(persistence.InfrastructureFactoryTestCase[Factory]):
    def setUp(self) -> None:
        self.env = Environment("Proef", {"PERSISTENCE_MODULE": GEHEUGEN})
        super().setUp()

    def expected_factory_class(self) -> type[Factory]:
        return Factory

    def expected_aggregate_recorder_class(self) -> type[bibliotheek.AggregateRecorder]:
        return TableRecorder

    def expected_application_recorder_class(self) -> type[bibliotheek.ApplicationRecorder]:
        return LogRecorder

    def expected_tracking_recorder_class(self) -> type[bibliotheek.TrackingRecorder]:
        return Trackings

    def tracking_recorder_subclass(self) -> type[bibliotheek.TrackingRecorder]:
        return EigenTrackings

    def expected_process_recorder_class(self) -> type[bibliotheek.ProcessRecorder]:
        return EventsAndTrackings


class TestToepassing(application.ExampleApplicationTestCase):
    expected_factory_topic = f"{GEHEUGEN}:Factory"

    @pytest.fixture(autouse=True)
    def _omgeving(self) -> Iterator[None]:
        with mock.patch.dict(os.environ, {"PERSISTENCE_MODULE": GEHEUGEN}):
            yield


def test_given_events_written_out_of_order_when_read_then_they_come_by_version() -> None:
    recorder = TableRecorder()
    wie = uuid4()
    for versie in (2, 0, 1):
        recorder.insert_events([bibliotheek.StoredEvent(wie, versie, "proef", b"")])
    assert [e.originator_version for e in recorder.select_events(wie)] == [0, 1, 2]
    assert [e.originator_version for e in recorder.select_events(wie, desc=True, limit=2)] == [2, 1]


def test_given_listeners_that_come_and_go_when_events_are_written_then_no_writer_breaks() -> None:
    recorder = LogRecorder()
    klaar = Event()
    bellen = [Event() for _ in range(200)]

    def kom_en_ga() -> None:
        while not klaar.is_set():
            for bel in bellen:
                recorder.listen(bel)
            for bel in bellen:
                recorder.unlisten(bel)

    luisteraar = Thread(target=kom_en_ga)
    luisteraar.start()
    try:
        for _ in range(2000):
            recorder.insert_events([bibliotheek.StoredEvent(uuid4(), 0, "proef", b"")])
    finally:
        klaar.set()
        luisteraar.join()
    assert recorder.max_notification_id() == 2000
