"""Opened values: put back into the clear JSON, so that an event is read in one go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from handhaving.eventlog.ontzegeld import whole
from handhaving.eventlog.sleutels import OpenKeyring
from tests.eventlog.test_codec import (
    CODEC,
    DAG,
    PERSOON,
    VOL,
    Adres,
    Vastgelegd,
    Verplicht,
    encode,
    ring,
    stored,
)

if TYPE_CHECKING:
    from pydantic import BaseModel

LASTIG = '","_persoonlijk":{"gevoelig":["reden"]}}'


@pytest.mark.parametrize(
    "event",
    [
        Vastgelegd(op=DAG, reden="x", volledige_naam="Fictief Persoon-17"),
        Vastgelegd(op=DAG, adres=Adres(straat=LASTIG), reden=LASTIG),
        Verplicht(toelichting=LASTIG),
    ],
    ids=["two keys", "texts like our own JSON", "nothing that is clear"],
)
def test_given_all_keys_when_opened_then_the_json_is_that_of_the_event(event: BaseModel) -> None:
    keys = ring()
    row = stored(encode(event, keys))
    text = whole(row, row.data, keys)
    assert text is not None
    assert json.loads(text) == event.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert CODEC.decode(row, keys) == event


def test_given_a_value_that_cannot_be_read_or_of_a_third_party_then_the_fields_are_looked_at() -> (
    None
):
    keys = ring()
    mine, shared = (stored(encode(e, keys)) for e in (Vastgelegd(op=DAG, reden="x"), VOL))
    assert whole(mine, mine.data, None) is None
    assert whole(mine._replace(persoonlijk=None), mine.data, keys) is None
    assert whole(mine, mine.data, OpenKeyring([PERSOON])) is None
    assert whole(shared, shared.data, keys) is None


def test_given_json_in_which_more_follows_then_the_fields_are_looked_at() -> None:
    keys = ring()
    event = Vastgelegd(op=DAG, reden="x")
    row = stored(encode(event, keys))
    fields = json.loads(row.data)
    other = json.dumps(dict(reversed(fields.items())), separators=(",", ":")).encode()
    assert whole(row, other, keys) is None
    assert CODEC.decode(row._replace(data=other), keys) == event
