"""Recorders for stock `eventsourcing` applications, on tables like that of the legal log.

Each application and purpose has a table and an append function of its own, from the same DDL and
append template as `handhaving.gebeurtenissen`, with an empty envelope: gapless positions in order
of commit, a leaf hash per event, UPDATE, DELETE and TRUNCATE refused. An append is one statement;
when its answer is lost, it is repeated and recognised, not reported as a conflict.
"""

from __future__ import annotations

import re
import time
from hashlib import sha256
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import psycopg
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    IntegrityError,
    InterfaceError,
    ListenNotifySubscription,
    Notification,
    OperationalError,
    ProcessRecorder,
    ProgrammingError,
    StoredEvent,
    Tracking,
)
from eventsourcing.postgres import PostgresTrackingRecorder
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier

from handhaving.eventlog.naastpool import LockedCreation, connect, connection_lost
from handhaving.eventlog.sjablonen import FREE_HEAD, LOCK_CLASS, fill, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from eventsourcing.postgres import PostgresDatastore
    from psycopg import Connection, Cursor
    from psycopg.rows import DictRow

POLL_SECONDS: Final = 0.25
"""A subscription looks for new events at least this often, whatever happens to NOTIFY."""

_FIRST: Final = -(2**63)
_LAST: Final = 2**63 - 1
_TRIES: Final = 10
_WAIT: Final = 0.2
_LONGEST_NAME: Final = 63 - len("_voeg_toe")
_UNFIT = re.compile(r"""['"$%\\{}\x00]""")

_SOURCE: Final = (
    "SELECT v_laatste + e.volgorde AS positie, e.dossier_id, e.versie, e.type,\n"
    "               NULL::int AS schema_versie, NULL::uuid AS gebeurtenis_id,\n"
    "               NULL::date AS geldig_op, NULL::text AS door_id, NULL::text AS door_rol,\n"
    "               NULL::text AS door_organisatie, NULL::uuid AS opdracht_id,\n"
    "               NULL::int AS volgnr, NULL::uuid AS oorzaak_id, NULL::uuid AS spoor_id,\n"
    "               NULL::uuid AS sleutel_id, e.data, NULL::bytea AS persoonlijk\n"
    "          FROM unnest(p_dossiers, p_versies, p_types, p_data)\n"
    "               WITH ORDINALITY AS e (dossier_id, versie, type, data, volgorde)"
)


class TableRecorder(LockedCreation, AggregateRecorder):
    """Events, or snapshots, by originator and version."""

    def __init__(
        self,
        datastore: PostgresDatastore,
        *,
        events_table_name: str = "stored_events",
        **kwargs: Any,  # noqa: ANN401 - what else the library's recorders take
    ) -> None:
        """Fill in the statements. Raises ProgrammingError for a name that cannot be used."""
        super().__init__(datastore, **kwargs)
        schema = datastore.schema
        if len(events_table_name.encode()) > _LONGEST_NAME:
            msg = f"Identifier too long: {events_table_name}"
            raise ProgrammingError(msg)
        if _UNFIT.search(schema + events_table_name):
            msg = f"Identifier holds a character that is not allowed: {events_table_name}"
            raise ProgrammingError(msg)
        self.events_table_name = events_table_name
        self.channel_name = events_table_name
        table = quoted(schema, events_table_name)
        function = quoted(schema, f"{events_table_name}_voeg_toe")
        id_type = datastore.originator_id_type
        self._table = table
        self._ddl = fill(
            "sjabloon_toepassing.sql",
            {
                "tabel": table,
                "functie": function,
                "weiger": quoted(schema, f"{events_table_name}_weiger"),
                "id_type": id_type,
                "versie_type": "bigint",
                "verplicht": "",
                "slot": str(LOCK_CLASS),
                "kanaal": f"'{self.channel_name}'",
                "tijdstip": "clock_timestamp()",
                "kop": FREE_HEAD,
                "bron": _SOURCE,
            },
        )
        self._append = (
            f"SELECT {function}(%b::{id_type}[], %b::bigint[], %b::text[], %b::bytea[], %b::int)"
        ).encode()
        self._select = (
            f"SELECT dossier_id, versie, type, data FROM {table}"  # noqa: S608 - a checked name
            f" WHERE dossier_id = %b::{id_type} AND versie > %b::bigint AND versie <= %b::bigint"
            " ORDER BY versie {} LIMIT %b::bigint"
        )

    def _create_table(self, curs: Cursor[DictRow]) -> None:
        """Make the table, or renew its function; the comment tells what stands there.

        Raises ProgrammingError for a table of somebody else, or with ids of another type.
        """
        super()._create_table(curs)
        sort = f"handhaving {self.datastore.originator_id_type} "
        mark = sort + sha256(self._ddl.encode()).hexdigest()
        curs.execute(
            "SELECT coalesce(obj_description(c.oid, 'pg_class'), '') AS mark"
            " FROM pg_class AS c WHERE c.oid = to_regclass(%s)",
            (self._table,),
        )
        found = curs.fetchone()
        if found is not None and not found["mark"].startswith(sort):
            msg = f"table {self._table} was not made by this recorder, or for other ids"
            raise ProgrammingError(msg)
        if found is None or found["mark"] != mark:
            curs.execute(self._ddl.encode())
            table = Identifier(self.datastore.schema, self.events_table_name)
            curs.execute(SQL("COMMENT ON TABLE {} IS {}").format(table, mark))

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - as in the library
    ) -> Sequence[int] | None:
        """Write all events, or none. Raises IntegrityError when a version is taken."""
        self._insert(stored_events, **kwargs)
        return None

    def _insert(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - as in the library
    ) -> Sequence[int]:
        """The positions of the events. Repeated when the connection goes, and then recognised."""
        if not stored_events and not kwargs:
            return ()
        lost = 0
        while True:
            try:
                return self._insert_once(stored_events, **kwargs)
            except IntegrityError:
                earlier = self._earlier(stored_events, **kwargs) if lost else None
                if earlier is None:
                    raise
                return earlier
            except (InterfaceError, OperationalError) as error:
                lost += 1
                if lost == _TRIES or not connection_lost(error):
                    raise
                time.sleep(_WAIT)
                self.datastore.pool.check()

    def _insert_once(
        self,
        stored_events: Sequence[StoredEvent],
        **_: Any,  # noqa: ANN401 - as in the library
    ) -> Sequence[int]:
        with self.datastore.get_connection() as connection:
            return self._call(connection, stored_events)

    def _call(
        self, connection: Connection[Any], stored_events: Sequence[StoredEvent]
    ) -> Sequence[int]:
        if not stored_events:
            return ()
        params = (
            [e.originator_id for e in stored_events],
            [e.originator_version for e in stored_events],
            [e.topic for e in stored_events],
            [e.state for e in stored_events],
            int(self.datastore.lock_timeout),
        )
        with connection.cursor(row_factory=tuple_row) as cursor:
            ((before,),) = cursor.execute(self._append, params, prepare=True).fetchall()
        return range(before + 1, before + 1 + len(stored_events))

    def _earlier(
        self,
        stored_events: Sequence[StoredEvent],
        **_: Any,  # noqa: ANN401 - as in the library
    ) -> Sequence[int] | None:
        """The positions of these very events, if they all stand there, one after another."""
        id_type = self.datastore.originator_id_type
        rows = self._rows(
            "SELECT g.positie, g.type, g.data"  # noqa: S608 - a checked name
            f" FROM unnest(%b::{id_type}[], %b::bigint[]) WITH ORDINALITY AS e (id, versie, nr)"
            f" JOIN {self._table} AS g ON g.dossier_id = e.id AND g.versie = e.versie"
            " ORDER BY e.nr",
            [e.originator_id for e in stored_events],
            [e.originator_version for e in stored_events],
        )
        first = rows[0][0] if rows else 0
        positions = range(first, first + len(stored_events))
        wanted = [(p, e.topic, e.state) for p, e in zip(positions, stored_events, strict=True)]
        return positions if rows == wanted else None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one originator, versions above `gt`, up to and including `lte`."""
        query = self._select.format("DESC" if desc else "ASC")
        after = _FIRST if gt is None else gt
        until = _LAST if lte is None else lte
        return [StoredEvent(*row) for row in self._rows(query, originator_id, after, until, limit)]

    def _rows(self, query: str, *params: object) -> list[tuple[Any, ...]]:
        """Read, again when the connection goes: reading changes nothing."""
        lost = 0
        while True:
            try:
                with (
                    self.datastore.get_connection() as connection,
                    connection.cursor(binary=True, row_factory=tuple_row) as cursor,
                ):
                    return cursor.execute(query.encode(), params, prepare=True).fetchall()
            except (InterfaceError, OperationalError) as error:
                lost += 1
                if lost == _TRIES or not connection_lost(error):
                    raise
                time.sleep(_WAIT)
                self.datastore.pool.check()


class LogRecorder(TableRecorder, ApplicationRecorder):
    """Events that are also one sequence: positions without gaps, in order of commit."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - as in the library
    ) -> Sequence[int] | None:
        """Write all events, or none; their positions. Raises IntegrityError."""
        return list(self._insert(stored_events, **kwargs))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """At most `limit` events from position `start` up to and including `stop`."""
        after = 0 if start is None else start - 1 if inclusive_of_start else start
        params: list[object] = [after, _LAST if stop is None else stop]
        query = (
            f"SELECT dossier_id, versie, type, data, positie FROM {self._table}"  # noqa: S608 - a checked name
            " WHERE positie > %b::bigint AND positie <= %b::bigint"
        )
        if topics:
            query += " AND type = ANY(%b::text[])"
            params.append(list(topics))
        rows = self._rows(f"{query} ORDER BY positie LIMIT %b::bigint", *params, limit)
        return [Notification(*row) for row in rows]

    def max_notification_id(self) -> int | None:
        """The highest position, None for an empty table."""
        ((highest,),) = self._rows(f"SELECT max(positie) FROM {self._table}")  # noqa: S608 - a checked name
        return highest  # type: ignore[no-any-return]  # a bigint or null

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> LogSubscription:
        """Every event after position `gt`, and then whatever comes, until it is stopped."""
        return LogSubscription(recorder=self, gt=gt, topics=topics)


class LogSubscription(ListenNotifySubscription[LogRecorder]):
    """Woken by NOTIFY, and looks every POLL_SECONDS whatever happens.

    It listens on a connection of its own; when that goes, it goes on polling and connects again.
    """

    def __init__(
        self, recorder: LogRecorder, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        """Begin to read and to listen."""
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._listen_thread = Thread(target=self._listen, name="handhaving-luister")
        self._listen_thread.start()

    def __exit__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 - as in the library
        try:
            super().__exit__(*args, **kwargs)
        finally:
            self._listen_thread.join()

    def _listen(self) -> None:
        listen = SQL("LISTEN {}").format(Identifier(self._recorder.channel_name))
        while not self._has_been_stopped:
            try:
                with connect(self._recorder.datastore) as connection:
                    connection.execute(listen)
                    while not self._has_been_stopped:
                        self._has_been_notified.set()
                        for _ in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
                            pass
            except psycopg.Error:
                # Reading meets the same trouble and says so; listening only has to come back.
                self._has_been_notified.set()
                time.sleep(POLL_SECONDS)


class Trackings(LockedCreation, PostgresTrackingRecorder):
    """How far each upstream application was followed."""


class EventsAndTrackings(Trackings, LogRecorder, ProcessRecorder):
    """Events, and how far an upstream application was followed, in one transaction."""

    def __init__(
        self,
        datastore: PostgresDatastore,
        *,
        events_table_name: str = "stored_events",
        tracking_table_name: str = "notification_tracking",
    ) -> None:
        """Fill in the statements of both tables."""
        super().__init__(
            datastore,
            tracking_table_name=tracking_table_name,
            events_table_name=events_table_name,
        )

    def _insert_once(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - as in the library
    ) -> Sequence[int]:
        tracking: Tracking | None = kwargs.get("tracking")
        if tracking is None:
            return super()._insert_once(stored_events)
        with self.datastore.get_connection() as connection, connection.transaction():
            with connection.cursor() as cursor:
                self._insert_tracking(cursor, tracking)
            return self._call(connection, stored_events)

    def _earlier(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - as in the library
    ) -> Sequence[int] | None:
        """The same; without events, nothing when this very position was noted already."""
        if stored_events:
            return super()._earlier(stored_events)
        tracking: Tracking = kwargs["tracking"]
        noted = self.max_tracking_id(tracking.application_name)
        return () if noted == tracking.notification_id else None
