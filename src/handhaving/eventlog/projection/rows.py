"""Rows in bulk: replacing by COPY, and the digest by which two fillings are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import psycopg
from pydantic_core import to_json
from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    Boolean,
    Date,
    Integer,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from uuid import UUID

    from sqlalchemy import Column, Connection, MetaData, Table

Row: TypeAlias = tuple[object, ...]
"""The values of one row, in the order of the table's columns."""

_ESCAPE = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class TableDigest:
    """The number of rows of a table and a digest of them that no order changes."""

    tabel: str
    rijen: int
    digest: str


def replace_rows(
    connection: Connection,
    table: Table,
    by: Column[UUID] | Column[int],
    keys: Collection[UUID] | Collection[int],
    rows: Iterable[Row],
) -> None:
    """Put `rows` in the place of every row whose column `by` holds one of `keys`.

    One DELETE and one COPY, whatever the number of rows; done twice it leaves the same rows.
    """
    if keys:
        # One array parameter: the statement is the same text for any number of keys.
        which = bindparam("sleutels", list(keys), type_=ARRAY(by.type))
        connection.execute(delete(table).where(by == func.any(which)))
    copy_rows(connection, table, rows)


def copy_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Add rows by one COPY, through the transaction of `connection`."""
    payload = encode_rows(table, rows)
    if not payload:
        return
    raw = connection.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        msg = f"COPY vraagt psycopg, niet {type(raw).__name__}"
        raise TypeError(msg)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    statement = f"COPY {qualified(connection, table)} ({names}) FROM STDIN"
    with raw.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.write(payload)


def encode_rows(table: Table, rows: Iterable[Row]) -> bytes:
    """The rows in the text format of COPY. Raises TypeError for a value its column cannot hold."""
    writers = [_writer(column) for column in table.columns]
    lines = [
        "\t".join(
            [
                "\\N" if value is None else write(value)
                for write, value in zip(writers, row, strict=True)
            ]
        )
        for row in rows
    ]
    return ("\n".join(lines) + "\n").encode() if lines else b""


def _writer(column: Column[Any]) -> Callable[[Any], str]:
    for kind, write in _WRITE:
        if isinstance(column.type, kind):
            return write
    msg = f"een leesmodel heeft geen kolom van soort {column.type!r}"
    raise TypeError(msg)


def _text(value: str) -> str:
    # Nearly every text is a code or a sentence, in which there is nothing to escape.
    return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPE)


def _json(value: object) -> str:
    return to_json(value).decode().replace("\\", "\\\\")


def _list(value: Iterable[str]) -> str:
    return "{" + ",".join(_item(item) for item in value).translate(_ESCAPE) + "}"


def _item(item: str) -> str:
    escaped = item.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_WRITE: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (Uuid, attrgetter("hex")),
    (JSONB, _json),
    (ARRAY, _list),
    (Text, _text),
    (Boolean, lambda value: "t" if value else "f"),
    (Integer, int.__repr__),
    (Date, date.isoformat),
    (TIMESTAMP, datetime.isoformat),
)
"""How the values of each kind of column are written; an amount in cents as an integer."""


def qualified(connection: Connection, table: Table) -> str:
    """The quoted name of a table in the schema that this connection means."""
    return f'"{connection.schema_for_object(table)}"."{table.name}"'


def digest(connection: Connection, metadata: MetaData) -> tuple[TableDigest, ...]:
    """Count and digest every table of a read model; equal digests mean equal rows."""
    connection.execute(text("SET LOCAL TimeZone = 'UTC'"))
    connection.execute(text("SET LOCAL DateStyle = 'ISO, YMD'"))
    found = []
    for table in metadata.sorted_tables:
        line = func.md5(literal_column("t::text")).label("regel")
        lines = select(line).select_from(text(f"{qualified(connection, table)} AS t")).subquery()
        joined = func.string_agg(lines.c.regel, literal_column("'' ORDER BY regel"))
        rows, value = connection.execute(
            select(func.count(), func.coalesce(func.md5(joined), "")).select_from(lines)
        ).one()
        found.append(TableDigest(table.name, rows, value))
    return tuple(found)
