"""What events share is read once; an event is the same whether it was the first or not."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict

from handhaving.eventlog.gedeeld import Gedeeld, Shared


class Grond(BaseModel):
    model_config = ConfigDict(frozen=True)

    regel: str


class Feit(BaseModel):
    model_config = ConfigDict(frozen=True)

    gronden: Annotated[tuple[Grond, ...], Gedeeld()] = ()
    op: date


class Zonder(BaseModel):
    gronden: tuple[Grond, ...] = ()
    op: date


def lees(shared: Shared, data: bytes) -> tuple[Feit, bytes]:
    rest, deel, waarde = shared.split(data)
    feit = Feit.model_validate_json(rest)
    if deel is not None:
        shared.join(feit, deel, waarde)
    return feit, rest


DATA = b'{"gronden":[{"regel":"a"},{"regel":"b"}],"op":"2026-03-02"}'


def test_given_the_same_value_again_then_it_is_shared_and_the_event_is_the_same() -> None:
    shared = Shared(Feit)
    eerst, geheel = lees(shared, DATA)
    daarna, rest = lees(shared, DATA.replace(b"03-02", b"03-03"))
    assert (geheel, rest) == (DATA, b'{"op":"2026-03-03"}')
    assert daarna == Feit(gronden=(Grond(regel="a"), Grond(regel="b")), op=date(2026, 3, 3))
    assert daarna.gronden is eerst.gronden
    assert daarna.model_fields_set == {"gronden", "op"}


@pytest.mark.parametrize(
    "data",
    [
        b'{"gronden":[],"op":"2026-03-02"}',
        b'{"op":"2026-03-02","gronden":[{"regel":"a"}]}',
        b'{"op":"2026-03-02"}',
        b'{"gronden":[{"regel":"x}],"}],"op":"2026-03-02"}',
        rb'{"gronden":[{"regel":"x}],\"y"}],"op":"2026-03-02"}',
    ],
)
def test_given_a_value_of_another_shape_then_it_is_read_each_time_as_it_stands(data: bytes) -> None:
    shared = Shared(Feit)
    for _ in range(3):
        assert lees(shared, data)[0] == Feit.model_validate_json(data)


def test_given_a_text_that_looks_like_the_end_then_two_values_are_never_one() -> None:
    shared = Shared(Feit)
    for regel in ("een", "twee"):
        data = b'{"gronden":[{"regel":"x}],"},{"regel":"%b"}],"op":"2026-03-02"}' % regel.encode()
        for _ in range(2):
            assert [g.regel for g in lees(shared, data)[0].gronden] == ["x}],", regel]


def test_given_a_field_that_stands_there_twice_then_no_other_event_is_read_otherwise() -> None:
    shared = Shared(Feit)
    dubbel = b'{"gronden":[{"regel":"a"}],"op":"2026-03-02","gronden":[{"regel":"b"}]}'
    rest, deel, waarde = shared.split(dubbel)
    assert (rest, deel, waarde) == (dubbel, b'{"gronden":[{"regel":"a"}]', None)
    shared.join(Feit.model_validate_json(rest), b'{"gronden":[{"regel":"a"}]', None)
    gewoon = b'{"gronden":[{"regel":"a"}],"op":"2026-03-03"}'
    assert lees(shared, gewoon)[0] == Feit.model_validate_json(gewoon)


def test_given_a_model_without_such_a_field_then_nothing_is_split() -> None:
    assert Shared(Zonder).split(DATA) == (DATA, None, None)
    assert Shared(BaseModel).split(DATA) == (DATA, None, None)


def test_given_more_values_than_are_remembered_then_they_are_still_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handhaving.eventlog.gedeeld._MOST", 1)
    shared = Shared(Feit)
    for regel in (b"p", b"q", b"q", b"p"):
        feit, _ = lees(shared, DATA.replace(b'"a"', b'"%b"' % regel))
        assert feit.gronden[0].regel == regel.decode()
