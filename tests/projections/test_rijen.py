"""Rows in bulk: every kind of value comes out as it went in, and a digest tells fillings apart."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    BigInteger,
    Boolean,
    Column,
    Date,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    create_engine,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DataError

from handhaving.eventlog.projection import Row, TableDigest, digest, replace_rows
from handhaving.eventlog.projection.parked import describe
from handhaving.eventlog.projection.rows import copy_rows, encode_rows
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database


class Kleur(StrEnum):
    ROOD = "rood"


META = MetaData(schema="leesmodel")
ALLES = Table(
    "alles",
    META,
    Column("id", Uuid, primary_key=True),
    Column("getal", BigInteger),
    Column("waar", Boolean),
    Column("tekst", Text),
    Column("dag", Date),
    Column("moment", TIMESTAMP(timezone=True)),
    Column("lijst", ARRAY(Text)),
    Column("json", JSONB),
)
EEN, TWEE = UUID(int=1), UUID(int=2)
LASTIG = 'a\tb\nc\\d\r"e" {f,g} \\N é€'
RIJ = (
    EEN,
    12,
    True,
    LASTIG,
    date(2026, 3, 1),
    datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC),
    [LASTIG, "", "NULL"],
    {"a": LASTIG, "b": [1, None, {"c": "d"}]},
)
LEEG = (TWEE, None, None, None, None, None, None, None)


@pytest.fixture
def tabel(database: Database) -> Database:
    META.create_all(database)
    return database


def lees(database: Database) -> list[Any]:
    with database.connect() as verbinding:
        return [tuple(rij) for rij in verbinding.execute(select(ALLES).order_by(ALLES.c.id))]


def test_given_values_of_every_kind_then_they_come_out_as_they_went_in(tabel: Database) -> None:
    with tabel.begin() as verbinding:
        replace_rows(verbinding, ALLES, ALLES.c.id, [EEN, TWEE], [RIJ, LEEG])
    assert lees(tabel) == [RIJ, LEEG]


def test_given_values_of_the_domain_then_they_are_stored_plainly(tabel: Database) -> None:
    rij: Row = (EEN, Cent(25000), False, Kleur.ROOD, None, None, (Kleur.ROOD,), [])
    with tabel.begin() as verbinding:
        copy_rows(verbinding, ALLES, [rij])
    assert lees(tabel) == [(EEN, 25000, False, "rood", None, None, ["rood"], [])]


def test_given_json_that_was_written_before_then_it_is_stored_as_it_is(tabel: Database) -> None:
    rijen = [(EEN, *[None] * 6, b'{"a":"\\\\n"}'), LEEG]
    with tabel.begin() as verbinding:
        copy_rows(verbinding, ALLES, rijen)
    assert [rij[-1] for rij in lees(tabel)] == [{"a": "\\n"}, None]


def test_given_rows_again_then_they_replace_what_was_there(tabel: Database) -> None:
    for tekst in ("eerst", "daarna"):
        with tabel.begin() as verbinding:
            replace_rows(verbinding, ALLES, ALLES.c.id, [EEN], [(EEN, 1, None, tekst, *[None] * 4)])
    assert [rij[3] for rij in lees(tabel)] == ["daarna"]
    with tabel.begin() as verbinding:
        replace_rows(verbinding, ALLES, ALLES.c.id, [EEN], [])
    assert lees(tabel) == []


def test_given_a_value_that_is_not_kept_in_read_models_then_it_is_refused(tabel: Database) -> None:
    with tabel.begin() as verbinding, pytest.raises(TypeError, match="float"):
        copy_rows(verbinding, ALLES, [(EEN, 1.5, *[None] * 6)])
    vreemd = Table("vreemd", MetaData(), Column("getal", Numeric))
    with pytest.raises(TypeError, match="geen kolom van soort Numeric"):
        encode_rows(vreemd, [(1,)])


def test_given_another_driver_then_copy_says_what_it_needs() -> None:
    ander = create_engine("sqlite://")
    with ander.connect() as verbinding, pytest.raises(TypeError, match="COPY vraagt psycopg"):
        copy_rows(verbinding, ALLES, [RIJ])
    ander.dispose()


def test_given_the_same_rows_in_another_order_then_the_digest_is_the_same(tabel: Database) -> None:
    gezien: list[TableDigest] = []
    for rijen in ([RIJ, LEEG], [LEEG, RIJ], [RIJ]):
        with tabel.begin() as verbinding:
            replace_rows(verbinding, ALLES, ALLES.c.id, [EEN, TWEE], rijen)
            gezien += digest(verbinding, META)
    assert gezien[0] == gezien[1] != gezien[2]
    assert [d.rijen for d in gezien] == [2, 2, 1]


def test_given_no_rows_then_there_is_a_digest_too(tabel: Database) -> None:
    with tabel.begin() as verbinding:
        (leeg,) = digest(verbinding, META)
    assert (leeg.tabel, leeg.rijen, leeg.digest) == ("alles", 0, "")


def test_given_an_error_when_described_then_no_value_goes_with_it(tabel: Database) -> None:
    with tabel.connect() as verbinding, pytest.raises(DataError) as fout:
        verbinding.exec_driver_sql("SELECT CAST(%s AS int)", ("geheim\nwoord",))
    assert describe(fout.value).startswith("DataError: invalid input syntax")

    class Vorm(BaseModel):
        aantal: int

    with pytest.raises(ValidationError) as streng:
        Vorm.model_validate({"aantal": "geheim"})
    assert describe(streng.value) == "ValidationError: aantal: int_parsing"
    assert describe(ValueError()) == "ValueError: "
