"""An event that holds another: written by the other's own type, sealed as its fields are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import pytest
from pydantic import BaseModel, SerializeAsAny

from handhaving.eventlog.codec import Codec, EventType, UndecodableEvent, UnknownEventType
from handhaving.eventlog.envelope import NewEvent
from handhaving.eventlog.persoonlijk import (
    GEWIST,
    VERZEGELD,
    Ingebed,
    Klasse,
    NietLeesbaar,
    Persoonlijk,
)
from handhaving.eventlog.sleutels import OpenKeyring
from tests.eventlog.test_codec import (
    DERDE,
    PERSOON,
    VOL,
    Kaal,
    Vastgelegd,
    Vorm,
    encode,
    ring,
    stored,
)

if TYPE_CHECKING:
    from handhaving.eventlog.codec import Fields

ANDER = UUID(int=9)


class Overgenomen(Vorm):
    bron: UUID
    inhoud: Annotated[SerializeAsAny[Vorm], Ingebed()]


class Ingevuld(Vorm):
    nieuwe_naam: str
    reden: Annotated[str | NietLeesbaar, Persoonlijk(Klasse.GEVOELIG)] | None = None


class VroegerIngevuld(Vorm):
    oude_naam: str
    reden: Annotated[str | NietLeesbaar, Persoonlijk(Klasse.GEVOELIG)] | None = None


CODEC = Codec(
    [
        EventType("Vastgelegd", 1, Vastgelegd),
        EventType("Kaal", 1, Kaal),
        EventType("Overgenomen", 1, Overgenomen),
    ]
)
OVER = Overgenomen(bron=ANDER, inhoud=VOL)


def test_given_an_event_in_an_event_then_it_comes_back_whole() -> None:
    keys = ring()
    nieuw = encode(OVER, keys, CODEC)
    assert nieuw.type == "Overgenomen"
    assert CODEC.decode(stored(nieuw), keys) == OVER
    leeg = Overgenomen(bron=ANDER, inhoud=Kaal())
    assert CODEC.decode(stored(encode(leeg, keys, CODEC)), None) == leeg


def test_given_an_event_in_an_event_then_nothing_personal_is_clear_and_each_class_apart() -> None:
    nieuw = encode(OVER, ring(), CODEC)
    helder = json.loads(nieuw.data)
    assert helder["bron"] == str(ANDER)
    assert helder["_ingebed"][:2] == ["Vastgelegd", 1]
    assert b"Fictief" not in nieuw.data
    assert b"Verzonnen" not in nieuw.data
    assert set(json.loads(nieuw.persoonlijk or b"")) == {
        "identiteit",
        "gevoelig",
        "derde:identiteit",
    }


def test_given_no_key_then_what_it_holds_is_sealed_and_after_erasure_gone() -> None:
    keys = ring()
    rij = stored(encode(OVER, keys, CODEC))
    verzegeld = CODEC.decode(rij, None)
    assert isinstance(verzegeld, Overgenomen)
    assert isinstance(verzegeld.inhoud, Vastgelegd)
    assert (verzegeld.inhoud.reden, verzegeld.inhoud.betaler) == (VERZEGELD, VERZEGELD)
    alleen = {(PERSOON, "gevoelig"): keys.key(PERSOON, "gevoelig")}
    gewist = CODEC.decode(rij, OpenKeyring([PERSOON, DERDE], alleen))
    assert isinstance(gewist, Overgenomen)
    assert isinstance(gewist.inhoud, Vastgelegd)
    assert (gewist.inhoud.reden, gewist.inhoud.volledige_naam) == ("een vrije tekst", GEWIST)
    assert gewist.inhoud.betaler is GEWIST


def test_given_rows_then_whose_keys_they_need_includes_the_third_party_inside() -> None:
    rij = stored(encode(OVER, ring(), CODEC))
    assert CODEC.subjects([rij]) == {PERSOON, DERDE}


def test_given_an_older_shape_inside_then_its_own_upcaster_brings_it_up() -> None:
    keys = ring()
    vroeger = Codec(
        [EventType("Ingevuld", 1, VroegerIngevuld), EventType("Overgenomen", 1, Overgenomen)]
    )
    inhoud = VroegerIngevuld(oude_naam="a", reden="een vrije tekst")
    rij = stored(encode(Overgenomen(bron=ANDER, inhoud=inhoud), keys, vroeger))

    def omzetting(velden: Fields) -> Fields:
        return {**{n: w for n, w in velden.items() if n != "oudeNaam"}, "nieuweNaam": "b"}

    nu = Codec(
        [
            EventType("Ingevuld", 2, Ingevuld, {1: omzetting}),
            EventType("Overgenomen", 1, Overgenomen),
        ]
    )
    gelezen = nu.decode(rij, keys)
    assert isinstance(gelezen, Overgenomen)
    assert gelezen.inhoud == Ingevuld(nieuwe_naam="b", reden="een vrije tekst")


@pytest.mark.parametrize("soort", ["Onbekend", "Vastgelegd"])
def test_given_an_unknown_type_or_version_inside_then_it_is_named(soort: str) -> None:
    nieuw = encode(OVER, ring(), CODEC)
    helder = json.loads(nieuw.data)
    helder["_ingebed"][:2] = [soort, 3]
    rij = stored(vervang(nieuw, json.dumps(helder).encode()))
    with pytest.raises(UnknownEventType, match=rf"{soort} \(schemaversie 3\) op positie 7"):
        CODEC.decode(rij, None)


def test_given_nothing_inside_or_what_does_not_fit_then_undecodable() -> None:
    nieuw = encode(OVER, ring(), CODEC)
    helder = json.loads(nieuw.data)
    for binnen in (None, ["Vastgelegd", 1, {"op": "geen dag"}]):
        kapot = json.dumps({**helder, "_ingebed": binnen}).encode()
        with pytest.raises(UndecodableEvent):
            CODEC.decode(stored(vervang(nieuw, kapot)), None)


def test_given_personal_fields_beside_the_other_event_then_the_codec_refuses_the_type() -> None:
    class Beide(BaseModel):
        reden: Annotated[str | NietLeesbaar, Persoonlijk(Klasse.GEVOELIG)] | None = None
        inhoud: Annotated[SerializeAsAny[Vorm], Ingebed()]

    with pytest.raises(ValueError, match="zelf geen persoonlijke velden"):
        Codec([EventType("Beide", 1, Beide)])


def vervang(nieuw: NewEvent, data: bytes) -> NewEvent:
    return NewEvent(
        nieuw.gebeurtenis_id,
        nieuw.type,
        nieuw.schema_versie,
        nieuw.geldig_op,
        data,
        nieuw.persoonlijk,
        nieuw.sleutel_id,
    )
