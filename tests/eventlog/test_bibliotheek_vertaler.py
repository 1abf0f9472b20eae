"""The library's test case for transcoders, on the one our factories make."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, cast

from eventsourcing.persistence import (
    DatetimeAsISO,
    DecimalAsStr,
    JSONTranscoder,
    Transcoder,
    Transcoding,
    UUIDAsHex,
)
from eventsourcing.tests import persistence
from eventsourcing.utils import get_topic

from handhaving.eventlog import factory, geheugen
from tests.eventlog.bibliotheek import omgeving


class _AlsBasis(Transcoding):
    """A subclass of one of JSON's own types, as that type."""

    def __init__(self, soort: type[Any], basis: type[Any]) -> None:
        self.type = self._soort = soort
        self.name = soort.__name__.lower()
        self._basis = basis

    def encode(self, obj: object) -> object:
        return cast("object", self._basis(obj))

    def decode(self, data: object) -> object:
        return cast("object", self._soort(data))


def _met_soorten(vertaler: Transcoder) -> Transcoder:
    assert isinstance(vertaler, JSONTranscoder)
    soorten: list[Transcoding] = [
        UUIDAsHex(),
        DecimalAsStr(),
        DatetimeAsISO(),
        persistence.CustomType1AsDict(),
        persistence.CustomType2AsDict(),
        _AlsBasis(persistence.Mydict, dict),
        _AlsBasis(persistence.MyList, list),
        _AlsBasis(persistence.MyStr, str),
        _AlsBasis(persistence.MyInt, int),
    ]
    for soort in soorten:
        vertaler.register(soort)
    return vertaler


class TestVertalerGeheugen(persistence.TranscoderTestCase):
    def construct_transcoder(self) -> Transcoder:
        return _met_soorten(geheugen.Factory({}).transcoder())


class TestVertalerPostgres(persistence.TranscoderTestCase):
    def construct_transcoder(self) -> Transcoder:
        fabriek = factory.Factory(omgeving("postgresql://niemand@localhost/geen"))
        self.addCleanup(fabriek.close)
        return _met_soorten(fabriek.transcoder())


class Kleur(StrEnum):
    ROOD = "rood"


def test_given_a_type_nobody_registered_when_json_knows_its_base_then_it_is_stored_as_such() -> (
    None
):
    vertaler = geheugen.Factory({}).transcoder()
    assert vertaler.encode([Kleur.ROOD]) == b'["rood"]'


def test_given_a_transcoder_of_ones_own_when_chosen_then_it_is_used() -> None:
    env = {"TRANSCODER_TOPIC": get_topic(JSONTranscoder)}
    assert type(geheugen.Factory(env).transcoder()) is JSONTranscoder
