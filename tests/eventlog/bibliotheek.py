"""Settings for the library's own test cases: our factory, on one database or in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventsourcing.postgres import PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

if TYPE_CHECKING:
    from typing import Literal


def omgeving(url: str, **extra: str) -> dict[str, str]:
    """The settings by which the library reaches this database through our factory."""
    deel = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "handhaving.eventlog",
        "POSTGRES_DBNAME": str(deel["dbname"]),
        "POSTGRES_HOST": str(deel.get("host", "127.0.0.1")),
        "POSTGRES_PORT": str(deel.get("port", "5432")),
        "POSTGRES_USER": str(deel.get("user", "postgres")),
        "POSTGRES_PASSWORD": str(deel.get("password", "")),
        **extra,
    }


def datastore(url: str, id_type: Literal["uuid", "text"] = "uuid") -> PostgresDatastore:
    """A pool on this database, as the library makes it."""
    e = omgeving(url)
    return PostgresDatastore(
        dbname=e["POSTGRES_DBNAME"],
        host=e["POSTGRES_HOST"],
        port=e["POSTGRES_PORT"],
        user=e["POSTGRES_USER"],
        password=e["POSTGRES_PASSWORD"],
        pool_size=2,
        max_overflow=10,
        connect_timeout=30,
        originator_id_type=id_type,
    )
