"""Bring a database up to the schema of this version: idempotent, and safe when many start at once.

Roles belong to the cluster, so two databases may migrate at once and no lock of one database
keeps them apart: whoever loses such a race simply tries again. All the rest happens in one
transaction under an advisory lock.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

import psycopg
from psycopg import errors
from psycopg.sql import SQL, Identifier

from handhaving.eventlog.sjablonen import LEGAL, LOCK_CLASS, fill, migrations

if TYPE_CHECKING:
    from uuid import UUID

    from psycopg import Connection

OWNER: Final = "handhaving_eigenaar"
WRITER: Final = "handhaving_schrijver"
READER: Final = "handhaving_lezer"
ROLES: Final = (OWNER, WRITER, READER)

_TRIES: Final = 100
_WAIT: Final = 0.02
_LOST_RACE: Final = (
    errors.UniqueViolation,  # pg_authid, pg_auth_members
    errors.DuplicateObject,
    errors.InternalError_,  # tuple concurrently updated
    errors.SerializationFailure,
)


class MigratieFout(Exception):
    """Base of everything that keeps a database from being used."""


class NietGemigreerd(MigratieFout):
    """The database has no schema yet, or an older one."""

    def __init__(self, gevonden: int, verwacht: int) -> None:
        """Keep both schema versions; 0 is no schema at all."""
        super().__init__(
            f"de databank heeft schemaversie {gevonden}, nodig is {verwacht}:"
            " voer eerst `handhaving migreer` uit"
        )
        self.gevonden = gevonden
        self.verwacht = verwacht


class SchemaTeNieuw(MigratieFout):
    """The database was migrated by a newer version of this program."""

    def __init__(self, gevonden: int, verwacht: int) -> None:
        """Keep both schema versions."""
        super().__init__(
            f"de databank heeft schemaversie {gevonden}, dit programma kent {verwacht}:"
            " gebruik een nieuwere versie van handhaving"
        )
        self.gevonden = gevonden
        self.verwacht = verwacht


class SimulatieGeweigerd(MigratieFout):
    """An existing log that is not a simulation never becomes one."""

    def __init__(self) -> None:
        """Say what can be done instead."""
        super().__init__(
            "dit logboek is geen simulatie en wordt er nooit een: neem een lege databank"
        )


class MigratieGewijzigd(MigratieFout):
    """A migration that was carried out before has other content now."""

    def __init__(self, naam: str) -> None:
        """Name the file."""
        super().__init__(f"migratie {naam} is gewijzigd nadat ze werd uitgevoerd")
        self.naam = naam


class RolOntbreekt(MigratieFout):
    """With HANDHAVING_ROLLEN=bestaand the three roles must be there, and be ours to take."""

    def __init__(self, rol: str) -> None:
        """Name the role."""
        super().__init__(
            f"rol {rol} ontbreekt, of wie migreert is er geen lid van:"
            " laat een beheerder van de databank ze maken en toekennen"
        )
        self.rol = rol


class VerkeerdeCodering(MigratieFout):
    """Leaf hashes are over UTF-8: a database in another encoding cannot hold the log."""

    def __init__(self, codering: str) -> None:
        """Name the encoding that was found."""
        super().__init__(f"de databank heeft codering {codering}, nodig is UTF8")
        self.codering = codering


@dataclass(frozen=True, slots=True)
class Kenmerk:
    """What a log is: its identity, whether it is a simulation, and its schema version."""

    incarnatie: UUID
    simulatie: bool
    schema_versie: int


@dataclass(frozen=True, slots=True)
class Verslag:
    """What `migrate` did; nothing when the database was up to date."""

    uitgevoerd: tuple[str, ...]
    rollen: tuple[str, ...]
    kenmerk: Kenmerk


def migrate(
    database_url: str, *, simulatie: bool = False, rollen: Literal["maak", "bestaand"] = "maak"
) -> Verslag:
    """Create or update the schema. Raises MigratieFout and psycopg's connection errors."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        codering = connection.info.parameter_status("server_encoding")
        if codering != "UTF8":
            raise VerkeerdeCodering(str(codering))
        gemaakt = make_roles(connection) if rollen == "maak" else ()
        check_roles(connection)
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s, 0)", (LOCK_CLASS,))
            uitgevoerd = _carry_out(connection, simulatie=simulatie)
            return Verslag(uitgevoerd, gemaakt, read_kenmerk(connection))


def check_migrated(connection: Connection[tuple[object, ...]]) -> Kenmerk:
    """The mark of the log. Raises NietGemigreerd, SchemaTeNieuw."""
    verwacht = len(migrations())
    try:
        kenmerk = read_kenmerk(connection)
    except (errors.UndefinedTable, errors.InvalidSchemaName):
        raise NietGemigreerd(0, verwacht) from None
    if kenmerk.schema_versie < verwacht:
        raise NietGemigreerd(kenmerk.schema_versie, verwacht)
    if kenmerk.schema_versie > verwacht:
        raise SchemaTeNieuw(kenmerk.schema_versie, verwacht)
    return kenmerk


def read_kenmerk(connection: Connection[tuple[object, ...]]) -> Kenmerk:
    """The one row of `handhaving.lees_kenmerk`, which every role may read."""
    row = connection.execute(
        "SELECT incarnatie, simulatie, schema_versie FROM handhaving.lees_kenmerk"
    ).fetchone()
    return Kenmerk(*row)  # type: ignore[misc]  # the table holds exactly one row


def make_roles(connection: Connection[tuple[object, ...]]) -> tuple[str, ...]:
    """Create the roles that are missing and take them; the names of those that were made."""
    return tuple(rol for rol in ROLES if _make_role(connection, rol))


def check_roles(connection: Connection[tuple[object, ...]]) -> None:
    """Raise RolOntbreekt unless all three roles are there and can be taken."""
    for rol in ROLES:
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(SQL("SET LOCAL ROLE {}").format(Identifier(rol)))
        except (errors.InvalidParameterValue, errors.InsufficientPrivilege):
            raise RolOntbreekt(rol) from None


def _make_role(connection: Connection[tuple[object, ...]], rol: str) -> bool:
    """Create one role and become a member of it, again and again until nobody interferes."""
    gemaakt = False
    for beurt in range(_TRIES):
        try:
            if not _one(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", rol):
                connection.execute(SQL("CREATE ROLE {} NOLOGIN").format(Identifier(rol)))
                gemaakt = True
            # Membership alone is not enough: since 16 it must also allow SET ROLE.
            if not _one(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
                connection.execute(SQL("GRANT {} TO CURRENT_USER").format(Identifier(rol)))
        except _LOST_RACE:
            if beurt == _TRIES - 1:
                raise
            time.sleep(_WAIT)
        else:
            break
    return gemaakt


def _carry_out(connection: Connection[tuple[object, ...]], *, simulatie: bool) -> tuple[str, ...]:
    gedaan: dict[str, bytes] = {}
    if _one(connection, "SELECT to_regclass('handhaving.migraties') IS NOT NULL"):
        rows = connection.execute("SELECT naam, sha256 FROM handhaving.migraties").fetchall()
        gedaan = {str(naam): bytes(digest) for naam, digest in rows}  # type: ignore[call-overload]
        if simulatie and not read_kenmerk(connection).simulatie:
            raise SimulatieGeweigerd
    namen = migrations()
    if len(gedaan) > len(namen):
        raise SchemaTeNieuw(len(gedaan), len(namen))
    nieuw: list[tuple[str, bytes]] = []
    for naam in namen:
        inhoud = fill(naam, LEGAL)
        digest = sha256(inhoud.encode()).digest()
        if naam not in gedaan:
            connection.execute(inhoud.encode())
            nieuw.append((naam, digest))
        elif gedaan[naam] != digest:
            raise MigratieGewijzigd(naam)
    if nieuw:
        _note(connection, nieuw, simulatie=simulatie, versie=len(namen))
    return tuple(naam for naam, _ in nieuw)


def _note(
    connection: Connection[tuple[object, ...]],
    nieuw: list[tuple[str, bytes]],
    *,
    simulatie: bool,
    versie: int,
) -> None:
    connection.execute(SQL("SET LOCAL ROLE {}").format(Identifier(OWNER)))
    connection.cursor().executemany(
        "INSERT INTO handhaving.migraties (naam, sha256) VALUES (%s, %s)", nieuw
    )
    connection.execute(
        "INSERT INTO handhaving.kenmerk (simulatie) VALUES (%s) ON CONFLICT DO NOTHING",
        (simulatie,),
    )
    connection.execute("UPDATE handhaving.kenmerk SET schema_versie = %s", (versie,))
    connection.execute("RESET ROLE")


def _one(connection: Connection[tuple[object, ...]], query: str, *params: str) -> bool:
    row = connection.execute(query.encode(), params).fetchone()
    return row is not None and bool(row[0])
