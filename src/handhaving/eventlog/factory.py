"""The factory that makes stock `eventsourcing` applications run on tables of ours.

`PERSISTENCE_MODULE=handhaving.eventlog` chooses it; the settings are the library's own POSTGRES_*.
With CREATE_TABLE (the library's default is yes) it makes the tables, under an advisory lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from eventsourcing import persistence, postgres
from eventsourcing.utils import Environment, resolve_topic, strtobool

from handhaving.eventlog.naastpool import LockedCreation, creation_lock
from handhaving.eventlog.recorder import (
    EventsAndTrackings,
    LogRecorder,
    TableRecorder,
    Trackings,
)
from handhaving.eventlog.vertaler import FaithfulTranscoder

if TYPE_CHECKING:
    from eventsourcing.utils import EnvType

R = TypeVar("R", bound=postgres.PostgresRecorder)
T = TypeVar("T", bound=postgres.PostgresTrackingRecorder)

_STORED: Final = "stored"
_NOTIFICATION: Final = "notification"


class Factory(
    postgres.BasePostgresFactory[postgres.PostgresTrackingRecorder],
    persistence.InfrastructureFactory[postgres.PostgresTrackingRecorder],
):
    """Makes recorders for one application, on PostgreSQL."""

    def __init__(self, env: Environment | EnvType | None) -> None:
        """Read the settings. Raises OSError for one that is missing, wrong or unsafe."""
        env = env if isinstance(env, Environment) else Environment(env=env)
        if strtobool(env.get(self.POSTGRES_ENABLE_DB_FUNCTIONS) or "no"):
            msg = (
                f"{self.POSTGRES_ENABLE_DB_FUNCTIONS} loses events beside concurrent writers:"
                " leave it out, these recorders have an append function of their own"
            )
            raise OSError(msg)
        super().__init__(env)

    def transcoder(self) -> persistence.Transcoder:
        """The one that was chosen, or the one that keeps types."""
        return super().transcoder() if self.env.get(self.TRANSCODER_TOPIC) else FaithfulTranscoder()

    def aggregate_recorder(self, purpose: str = "events") -> persistence.AggregateRecorder:
        """Events or snapshots, by originator and version."""
        return self._made(
            TableRecorder(self.datastore, events_table_name=self._name(_STORED, purpose))
        )

    def application_recorder(self) -> persistence.ApplicationRecorder:
        """Events that are also one sequence."""
        chosen = self._class(self.APPLICATION_RECORDER_TOPIC, LogRecorder)
        return self._made(chosen(self.datastore, events_table_name=self._name(_STORED, "events")))

    def tracking_recorder(self, tracking_recorder_class: type[T] | None = None) -> T:
        """How far upstream applications were followed; any PostgreSQL recorder of the library."""
        chosen: type[Any] = tracking_recorder_class or Trackings
        if tracking_recorder_class is None and self.env.get(self.TRACKING_RECORDER_TOPIC):
            chosen = self._class(self.TRACKING_RECORDER_TOPIC, postgres.PostgresTrackingRecorder)
        recorder: T = chosen(
            self.datastore, tracking_table_name=self._name(_NOTIFICATION, "tracking")
        )
        return self._made(recorder)

    def process_recorder(self) -> persistence.ProcessRecorder:
        """Events, and how far upstream applications were followed, in one transaction."""
        chosen = self._class(self.PROCESS_RECORDER_TOPIC, EventsAndTrackings)
        return self._made(
            chosen(
                self.datastore,
                events_table_name=self._name(_STORED, "events"),
                tracking_table_name=self._name(_NOTIFICATION, "tracking"),
            )
        )

    def _name(self, otherwise: str, purpose: str) -> str:
        return f"{self.env.name.lower() or otherwise}_{purpose}"

    def _class(self, setting: str, base: type[R]) -> type[R]:
        """The class a setting names, or the base itself. Raises OSError for any other class."""
        topic = self.env.get(setting)
        if not topic:
            return base
        chosen = resolve_topic(topic)
        if isinstance(chosen, type) and issubclass(chosen, base):
            return chosen
        msg = f"{setting} names {topic}, which is no {base.__name__}"
        raise OSError(msg)

    def _made(self, recorder: R) -> R:
        """The recorder, with its tables where it may make them."""
        if not self.env_create_table():
            return recorder
        if isinstance(recorder, LockedCreation):
            recorder.create_table()
        else:
            with creation_lock(self.datastore):
                recorder.create_table()
        return recorder
