"""Rows in bulk: replacing by COPY, and the digest by which two fillings are compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID

import psycopg
from sqlalchemy import ARRAY, bindparam, delete, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import JSONB

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

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
    """The rows in the text format of COPY."""
    jsonb = [isinstance(column.type, JSONB) for column in table.columns]
    lines = [
        "\t".join(
            [
                _json(value) if as_json else _field(value)
                for value, as_json in zip(row, jsonb, strict=True)
            ]
        )
        for row in rows
    ]
    return ("\n".join(lines) + "\n").encode() if lines else b""


def _json(value: object) -> str:
    if value is None:
        return "\\N"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPE)


def _field(value: object) -> str:
    write = _WRITE.get(type(value)) or _writer(type(value))
    return write(value)


def _writer(kind: type) -> Callable[[Any], str]:
    for base in kind.__mro__:
        if base in _WRITE:
            return _WRITE[base]
    msg = f"een leesmodel bewaart geen {kind.__name__}"
    raise TypeError(msg)


def _list(value: Iterable[object]) -> str:
    return "{" + ",".join(_item(item) for item in value).translate(_ESCAPE) + "}"


def _item(item: object) -> str:
    escaped = str(item).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_WRITE: Final[dict[type, Callable[[Any], str]]] = {
    type(None): lambda _: "\\N",
    str: lambda value: value.translate(_ESCAPE),
    bool: lambda value: "t" if value else "f",
    int: int.__repr__,
    UUID: lambda value: value.hex,
    date: date.isoformat,
    datetime: datetime.isoformat,
    list: _list,
    tuple: _list,
}
"""How each type and what derives from it is written: an enum by its value, an amount in cents."""


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
