"""Rows in bulk: replacing by COPY, and the digest by which two fillings are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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
    from collections.abc import Callable, Collection, Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import Column, ColumnElement, Connection, MetaData, Table

Row: TypeAlias = tuple[object, ...]
"""The values of one row, in the order of the table's columns."""

Write: TypeAlias = "Callable[[Sequence[Any]], Sequence[str]]"
"""How the values of a column are written, all at once."""

_SUM: Final[ColumnElement[str]] = literal_column(
    "coalesce(md5(sum(hash_record_extended(t, 0)) || ' ' || sum(hash_record_extended(t, 1))), '')"
)
"""The sum of two hashes of 64 bits of every row: in no order, and nothing is written out for it."""

_NULL: Final = "\\N"
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
    """The rows in the text format of COPY. Raises TypeError for a value its column cannot hold.

    Written column by column: what its values have in common is looked at once for all of them.
    """
    columns = list(zip(*rows, strict=True))
    if not columns:
        return b""
    written = [
        _writer(column)(values) for column, values in zip(table.columns, columns, strict=True)
    ]
    # Line by line: most are ASCII, and encoded in no time.
    lines = [line.encode() for line in map("\t".join, zip(*written, strict=True))]
    return b"\n".join(lines) + b"\n"


def _writer(column: Column[Any]) -> Write:
    for kind, write in _WRITE:
        if isinstance(column.type, kind):
            return write
    msg = f"een leesmodel heeft geen kolom van soort {column.type!r}"
    raise TypeError(msg)


def _each(write: Callable[[Any], str]) -> Write:
    """A column of which every value is written by itself."""
    return lambda values: [_NULL if value is None else write(value) for value in values]


def _few(write: Callable[[Any], str]) -> Write:
    """A column in which the same few values come back: each is written once."""

    def column(values: Sequence[Any]) -> Sequence[str]:
        known: dict[Any, str] = {None: _NULL}
        for value in values:
            if value not in known:
                known[value] = write(value)
        return [known[value] for value in values]

    return column


def _uuids(values: Sequence[UUID | None]) -> Sequence[str]:
    numbers = [0 if value is None else value.int for value in values]
    written = b"".join([number.to_bytes(16, "big") for number in numbers]).hex("\t", 16).split("\t")
    if 0 not in numbers:
        return written
    return [_NULL if value is None else text for value, text in zip(values, written, strict=True)]


def _texts(values: Sequence[str | None]) -> Sequence[str]:
    # Nearly every text is a code or a sentence, in which there is nothing to escape.
    alles = "".join([value for value in values if value is not None])
    if alles.isprintable() and "\\" not in alles:
        return [_NULL if value is None else value for value in values]
    return [_NULL if value is None else value.translate(_ESCAPE) for value in values]


def _jsons(values: Sequence[object]) -> Sequence[str]:
    """JSON stands on one line and is never empty; bytes are JSON that was written before."""
    lines = b"\n".join(
        [
            value if isinstance(value, bytes) else b"" if value is None else to_json(value)
            for value in values
        ]
    )
    return [line or _NULL for line in lines.decode().replace("\\", "\\\\").split("\n")]


def _lists(values: Sequence[Iterable[str] | None]) -> Sequence[str]:
    return _few(_list)([None if value is None else tuple(value) for value in values])


def _list(value: Iterable[str]) -> str:
    return "{" + ",".join(_item(item) for item in value).translate(_ESCAPE) + "}"


def _item(item: str) -> str:
    escaped = item.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_WRITE: Final[tuple[tuple[type, Write], ...]] = (
    (Uuid, _uuids),
    (JSONB, _jsons),
    (ARRAY, _lists),
    (Text, _texts),
    (Boolean, _each(lambda value: "t" if value else "f")),
    (Integer, _each(int.__repr__)),
    (Date, _few(date.isoformat)),
    (TIMESTAMP, _each(datetime.isoformat)),
)
"""How the values of each kind of column are written; an amount in cents as an integer."""


def qualified(connection: Connection, table: Table) -> str:
    """The quoted name of a table in the schema that this connection means."""
    return f'"{connection.schema_for_object(table)}"."{table.name}"'


def digest(connection: Connection, metadata: MetaData) -> tuple[TableDigest, ...]:
    """Count and digest every table of a read model; equal digests mean equal rows."""
    found = []
    for table in metadata.sorted_tables:
        rows, value = connection.execute(
            select(func.count(), _SUM).select_from(text(f"{qualified(connection, table)} AS t"))
        ).one()
        found.append(TableDigest(table.name, rows, value))
    return tuple(found)
