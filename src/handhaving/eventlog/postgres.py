"""The log in PostgreSQL: every method is one statement, every append one call.

Every connection takes the writer's role first, so what that role may not do, this program cannot
do. A connection that is lost is replaced and the statement repeated: reads change nothing, and an
append that turns out to have been written answers what it answered before.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar, cast

import psycopg
from psycopg import errors
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool, PoolTimeout

from handhaving.eventlog import lezen, toevoegen
from handhaving.eventlog.bereik import Bereik
from handhaving.eventlog.blad import Leaf
from handhaving.eventlog.draad import Packed, PackedDumper, Wire, answers
from handhaving.eventlog.envelope import Claim, Quarantined, Recorded, Stored, WrappedKey
from handhaving.eventlog.herhaling import unique
from handhaving.eventlog.lezen import COLUMNS, WHOLE
from handhaving.eventlog.log import PURGED_CLAIMS, CommandReused, InstantRefused
from handhaving.eventlog.migreer import WRITER, Kenmerk, RolOntbreekt, check_migrated
from handhaving.eventlog.sjablonen import STORED_HEAD
from handhaving.eventlog.verbinding import LEG_VAST, LogConnection
from handhaving.eventlog.vertaling import as_stored, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from types import TracebackType
    from uuid import UUID

    from psycopg import Connection

    from handhaving.eventlog.envelope import Commit, IndexEntry

R = TypeVar("R")

_LAST: Final = 2**63 - 1
_TRIES: Final = 5
_WAIT: Final = 0.05
_LOOK: Final = 0.75
"""Seconds without a connection after which somebody looks whether the server is there."""
_GIVE_UP: Final = 4
"""Seconds of the pool's own trying, ever more slowly, after which it begins anew."""
_AGAIN: Final = frozenset({"40001", "40P01"})
"""Another transaction was in the way, or the two of them in each other's: nothing was written."""

_SEALED = COLUMNS.format("NULL::bytea")

_HAND_OVER = (
    "SELECT basis, eerder::text FROM handhaving.draag_over(%b::handhaving.nieuwe_waarde[],"
    " %b::handhaving.nieuwe_waarde[], %b::timestamptz,"
    " %b::handhaving.nieuwe_opdracht[], %b::handhaving.nieuwe_gebeurtenis[],"
    " %b::handhaving.nieuwe_waarde[], %b::handhaving.nieuwe_waarde[],"
    " %b::handhaving.nieuw_nummer[], %b::handhaving.nieuwe_sleutel[])"
)
_APPEND_AND_DESTROY = (
    _HAND_OVER.replace("draag_over(", "voeg_toe_en_vernietig(")[:-1] + ", %b::uuid[], %b::text[])"
)
_DOSSIER = (
    "SELECT {} FROM handhaving.gebeurtenissen"
    " WHERE dossier_id = %b AND versie > %b AND positie <= %b ORDER BY versie"
)
_DOSSIERS = (
    "SELECT {} FROM handhaving.gebeurtenissen"
    " WHERE dossier_id = ANY(%b) AND positie <= %b ORDER BY dossier_id, versie"
)
_PAGE = "SELECT {} FROM handhaving.gebeurtenissen WHERE positie > %b ORDER BY positie LIMIT %b"
_OPENED = (
    "SELECT positie, dossier_id FROM handhaving.gebeurtenissen"
    " WHERE versie = 1 AND positie > %b AND positie <= %b"
    " AND (uuid_hash(dossier_id)::bigint & 2147483647) %% %b = %b ORDER BY positie LIMIT %b"
)
_LEAVES = (
    f"SELECT g.positie, convert_to(concat({STORED_HEAD}, octet_length(g.data), ':'), 'UTF8'),"  # noqa: S608 - our own template
    " g.data, g.persoonlijk, g.blad FROM handhaving.gebeurtenissen AS g"
    " WHERE g.positie > %b ORDER BY g.positie LIMIT %b"
)
_RECORDED = (
    "SELECT o.dossier_id, o.versie, min(g.positie) OVER (), max(g.positie) OVER (), o.inhoud,"
    " concat_ws('|', o.door_id, o.door_rol, o.door_organisatie), g.gebeurtenis_id, g.type"
    " FROM handhaving.opdrachten AS o LEFT JOIN handhaving.gebeurtenissen AS g USING (opdracht_id)"
    " WHERE o.opdracht_id = %b ORDER BY g.volgnr"
)
_KEY = "SELECT subject, klasse, kek_id, gewikkeld FROM sleutels.sleutels"
_KEYS_OF = f"{_KEY} WHERE subject = ANY(%b) ORDER BY subject, klasse"
_QUARANTINED = (
    "SELECT id, bestand_hmac, plaats, reden_code, reden, origineel, sleutel_id, op"
    " FROM handhaving.quarantaine WHERE %b::bytea IS NULL OR bestand_hmac = %b ORDER BY volgnr"
)
_QUARANTINE = (
    "SELECT handhaving.zet_in_quarantaine(%b::uuid[], %b::bytea[], %b::text[], %b::text[],"
    " %b::text[], %b::bytea[], %b::uuid[], %b::handhaving.nieuwe_sleutel[])"
)


class PostgresLog:
    """The log in a migrated PostgreSQL database. Raises NietGemigreerd when it is not migrated."""

    def __init__(self, database_url: str, *, max_connections: int = 8, timeout: float = 15) -> None:
        """Connect; at most `max_connections` at once, each waited for `timeout` seconds."""
        with psycopg.connect(database_url, autocommit=True) as connection:
            _take_role(connection)
            self._kenmerk = check_migrated(connection)
            self._wire = Wire.of(connection)
        self._pool: ConnectionPool[LogConnection] = ConnectionPool(
            database_url,
            connection_class=LogConnection,
            kwargs={"autocommit": True},
            min_size=1,
            max_size=max_connections,
            timeout=timeout,
            reconnect_timeout=_GIVE_UP,
            configure=_ready,
            num_workers=1,
            name="handhaving-log",
            open=False,
        )
        self._bereik = Bereik(database_url)
        # Waiting matters: a pool asked before its first connection is there makes a second one,
        # and then takes turns between them for ever.
        self._pool.open(wait=True, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        soort: type[BaseException] | None,
        fout: BaseException | None,
        spoor: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give all connections back."""
        self._pool.close()

    @property
    def kenmerk(self) -> Kenmerk:
        """Which log this is."""
        return self._kenmerk

    @property
    def simulatie(self) -> bool:
        """Whether this log was made for demonstration and takes instants from its caller."""
        return self._kenmerk.simulatie

    def append(
        self, commits: Sequence[Commit], *, tijdstip: datetime | None = None
    ) -> list[Recorded]:
        """See EventLog.append."""
        if tijdstip is not None and not self.simulatie:
            raise InstantRefused
        todo = unique(commits)
        if not todo.commits:
            return []
        wire, commits = self._wire, todo.commits
        vernietig = [subject for commit in commits for subject in commit.vernietig]
        if not vernietig and not any(c.vrij or c.vrij_index for c in commits):
            packed = wire.pack_one(commits) or wire.pack(commits)
            basis, eerder = self._run(lambda c: toevoegen.run(c, tijdstip, packed))
            return todo.spread(answers(commits, basis, eerder))
        params: list[object] = [*wire.pack_released(commits), tijdstip, *wire.pack(commits)]
        query = _HAND_OVER
        if vernietig:
            query, params = _APPEND_AND_DESTROY, [*params, vernietig, list(PURGED_CLAIMS)]
        ((basis, eerder),) = self._fetch(query, params)
        return todo.spread(answers(commits, basis, eerder))

    def read_dossier(
        self,
        dossier_id: UUID,
        *,
        na_versie: int = 0,
        tot_positie: int | None = None,
        met_persoonlijk: bool = True,
    ) -> list[Stored]:
        """See EventLog.read_dossier."""
        query = _DOSSIER.format(WHOLE if met_persoonlijk else _SEALED)
        tot = _LAST if tot_positie is None else tot_positie
        return as_stored(self._positioned(query, (dossier_id, na_versie, tot)))

    def read_with_keys(
        self, dossier_id: UUID, *, tot_positie: int | None = None
    ) -> tuple[list[Stored], list[WrappedKey]]:
        """See EventLog.read_with_keys."""
        tot = _LAST if tot_positie is None else tot_positie
        return self._run(lambda c: lezen.run(c, dossier_id, tot))

    def read_dossiers(
        self, dossier_ids: Sequence[UUID], *, tot_positie: int | None = None
    ) -> list[Stored]:
        """See EventLog.read_dossiers."""
        tot = _LAST if tot_positie is None else tot_positie
        query = _DOSSIERS.format(_SEALED)
        return as_stored(self._positioned(query, (list(dossier_ids), tot)))

    def read(self, na_positie: int, limiet: int, *, met_persoonlijk: bool = False) -> list[Stored]:
        """See EventLog.read."""
        query = _PAGE.format(WHOLE if met_persoonlijk else _SEALED)
        return as_stored(self._positioned(query, (na_positie, limiet)))

    def opened(
        self, na_positie: int, tot_positie: int, limiet: int, *, deel: int = 0, delen: int = 1
    ) -> list[tuple[int, UUID]]:
        """See EventLog.opened."""
        params = (na_positie, tot_positie, delen, deel, limiet)
        return self._positioned(_OPENED, params)

    def leaves(self, na_positie: int, limiet: int) -> list[Leaf]:
        """See EventLog.leaves."""
        rows = self._positioned(_LEAVES, (na_positie, limiet))
        return [Leaf(*row) for row in rows]

    def last_position(self) -> int:
        """See EventLog.last_position."""
        return self._position("SELECT coalesce(max(positie), 0) FROM handhaving.gebeurtenissen")

    def position_at(self, tijdstip: datetime) -> int:
        """See EventLog.position_at."""
        return self._position("SELECT handhaving.positie_op(%b)", tijdstip)

    def recorded(self, opdracht_id: UUID, *, inhoud: bytes, herkomst_door: str) -> Recorded | None:
        """See EventLog.recorded."""
        rows = self._fetch(_RECORDED, (opdracht_id,))
        if not rows:
            return None
        dossier_id, versie, eerste, laatste, was_inhoud, was_door, _, _ = rows[0]
        if (was_inhoud, was_door) != (inhoud, herkomst_door):
            raise CommandReused(opdracht_id)
        ids = tuple((row[6], row[7]) for row in rows if row[6] is not None)
        return Recorded(opdracht_id, dossier_id, versie, eerste, laatste, ids, herhaald=True)

    def find_claim(self, claim: Claim) -> UUID | None:
        """See EventLog.find_claim."""
        query = "SELECT dossier_id FROM handhaving.uniek WHERE soort = %b AND waarde = %b"
        return cast("UUID | None", self._one(query, claim.soort, claim.waarde))

    def find_claims(self, claims: Sequence[Claim]) -> dict[Claim, UUID]:
        """See EventLog.find_claims."""
        query = (
            "SELECT soort, waarde, dossier_id FROM handhaving.uniek WHERE (soort, waarde) IN"
            " (SELECT * FROM unnest(%b::text[], %b::bytea[]))"
        )
        params = ([claim.soort for claim in claims], [claim.waarde for claim in claims])
        return {Claim(row[0], row[1]): row[2] for row in self._fetch(query, params)}

    def find_index(self, entry: IndexEntry) -> list[UUID]:
        """See EventLog.find_index."""
        query = (
            "SELECT dossier_id FROM handhaving.blinde_index"
            " WHERE soort = %b AND waarde = %b ORDER BY dossier_id"
        )
        return [row[0] for row in self._fetch(query, (entry.soort, entry.waarde))]

    def next_number(self, soort: str, jaar: int) -> int:
        """See EventLog.next_number."""
        query = "SELECT laatste FROM handhaving.tellers WHERE soort = %b AND jaar = %b"
        return cast("int", self._one(query, soort, jaar) or 0) + 1

    def keys_of(self, subjects: Sequence[UUID]) -> list[WrappedKey]:
        """See EventLog.keys_of."""
        return self._keys(_KEYS_OF, list(subjects))

    def keys_to_rewrap(self, kek_id: str, limiet: int) -> list[WrappedKey]:
        """See EventLog.keys_to_rewrap."""
        query = f"{_KEY} WHERE kek_id <> %b ORDER BY subject, klasse LIMIT %b"
        return self._keys(query, kek_id, limiet)

    def rewrap_keys(self, keys: Sequence[WrappedKey]) -> int:
        """See EventLog.rewrap_keys."""
        query = "SELECT handhaving.herwikkel(%b::handhaving.nieuwe_sleutel[])"
        return self._done(query, self._wire.pack_keys(keys))

    def destroy_keys(self, subject: UUID) -> int:
        """See EventLog.destroy_keys."""
        query = "SELECT handhaving.vernietig_sleutels(%b, %b)"
        return self._done(query, subject, list(PURGED_CLAIMS))

    def repeat_erasures(self) -> int:
        """See EventLog.repeat_erasures."""
        query = "SELECT handhaving.herhaal_wissingen(%b)"
        return self._done(query, list(PURGED_CLAIMS))

    def quarantine(
        self, items: Sequence[Quarantined], *, sleutels: Sequence[WrappedKey] = ()
    ) -> int:
        """See EventLog.quarantine."""
        columns = ("id", "bestand_hmac", "plaats", "reden_code", "reden", "origineel", "sleutel_id")
        params: list[object] = [[getattr(item, name) for item in items] for name in columns]
        return self._done(_QUARANTINE, *params, self._wire.pack_keys(sleutels))

    def quarantined(self, bestand_hmac: bytes | None = None) -> list[Quarantined]:
        """See EventLog.quarantined."""
        rows = self._fetch(_QUARANTINED, (bestand_hmac, bestand_hmac))
        return [Quarantined(*row) for row in rows]

    def fetch(self, query: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
        """One statement of the access log beside it, over the same connections."""
        return self._run(lambda c: c.ask(query, params))

    def _keys(self, query: str, *params: object) -> list[WrappedKey]:
        return [WrappedKey(*row) for row in self._fetch(query, params)]

    def _position(self, query: str, *params: object) -> int:
        return cast("int", self._positioned(query, params)[0][0])

    def _one(self, query: str, *params: object) -> object:
        rows = self._fetch(query, params)
        return rows[0][0] if rows else None

    def _done(self, query: str, *params: object) -> int:
        """How many were changed, by a statement that waits for the disk itself."""
        return cast("int", self.fetch(query, params)[0][0])

    def _fetch(self, query: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
        return self._run(lambda c: c.look(query, params))

    def _positioned(self, query: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
        """Rows of which the first column is the position they are from."""
        return self._run(lambda c: c.look(query, params, begins_with_position=True))

    def _run(self, work: Callable[[LogConnection], R]) -> R:
        """Do it on a connection of the pool; again when that was lost."""
        beurt = 0
        while True:
            try:
                connection = self._connection()
                try:
                    return work(connection)
                except psycopg.Error as error:
                    refused = refusal(error)
                    if refused is None:
                        raise
                    connection.settle(None)  # a refusal tells what was read, too
                    raise refused from None
                finally:
                    self._pool.putconn(connection)
            except PoolTimeout:
                raise
            except psycopg.Error as error:
                beurt += 1
                lost = _lost(error)
                if beurt == _TRIES or not (lost or error.sqlstate in _AGAIN):
                    raise
                if lost:
                    time.sleep(_WAIT * beurt)
                    self._pool.check()

    def _connection(self) -> LogConnection:
        """One of the pool; nobody waits for it long when the server cannot be reached at all."""
        begin = time.monotonic()
        try:
            return self._pool.getconn(min(_LOOK, self._pool.timeout))
        except PoolTimeout:
            if self._pool.timeout <= _LOOK:
                raise
        self._bereik.keur()
        return self._pool.getconn(self._pool.timeout - (time.monotonic() - begin))


def _take_role(connection: Connection[Any]) -> None:
    """Become the writer; instants come back in UTC."""
    connection.adapters.register_dumper(Packed, PackedDumper)
    role = SQL("SET ROLE {}; SET TimeZone TO 'UTC'").format(Identifier(WRITER))
    try:
        connection.execute(role)
    except (errors.InvalidParameterValue, errors.InsufficientPrivilege):
        raise RolOntbreekt(WRITER) from None


def _ready(connection: LogConnection) -> None:
    """A connection of the pool: it is the writer, and knows what is asked all day."""
    _take_role(connection)
    toevoegen.prepare(connection)
    lezen.MET_SLEUTELS.prepare(connection)
    LEG_VAST.prepare(connection)


def _lost(error: psycopg.Error) -> bool:
    """Whether the connection went, rather than the statement."""
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(("08", "57P"))
