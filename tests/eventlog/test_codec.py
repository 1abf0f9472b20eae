"""The codec: what is clear, what is sealed, and what an old event looks like today."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from handhaving.eventlog.codec import (
    CannotSeal,
    Codec,
    EventType,
    SealBroken,
    UndecodableEvent,
    UnknownEventType,
)
from handhaving.eventlog.envelope import Door, Envelop, NewEvent, Stored
from handhaving.eventlog.persoonlijk import (
    GEWIST,
    VERZEGELD,
    Klasse,
    NietLeesbaar,
    Persoonlijk,
    Van,
)
from handhaving.eventlog.sleutels import KeyEncryption, OpenKeyring, WritingKeyring

if TYPE_CHECKING:
    from handhaving.eventlog.codec import Fields

KEK = KeyEncryption.from_bytes(b"k" * 32)
PERSOON, DERDE = UUID(int=1), UUID(int=2)
DAG = date(2026, 3, 1)


class Vorm(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True
    )


class Adres(Vorm):
    straat: str
    bus: str | None = None


class Vastgelegd(Vorm):
    op: date
    volledige_naam: Annotated[str | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)] | None = None
    geboren_op: Annotated[date | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)] | None = None
    adres: Annotated[Adres | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)] | None = None
    reden: Annotated[str | NietLeesbaar, Persoonlijk(Klasse.GEVOELIG)] | None = None
    derde: UUID | None = None
    betaler: Annotated[str | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT, Van.DERDE)] | None = None


class Kaal(Vorm):
    """An event without fields of its own."""


class Verplicht(Vorm):
    toelichting: Annotated[str | NietLeesbaar, Persoonlijk(Klasse.GEVOELIG)]


CODEC = Codec(
    [
        EventType("Vastgelegd", 1, Vastgelegd),
        EventType("Kaal", 1, Kaal),
        EventType("Verplicht", 1, Verplicht),
    ]
)
VOL = Vastgelegd(
    op=DAG,
    volledige_naam="Fictief Persoon-17",
    geboren_op=date(1990, 1, 2),
    adres=Adres(straat="Verzonnenstraat"),
    reden="een vrije tekst",
    derde=DERDE,
    betaler="Fictief Betaler-3",
)


def ring(*subjects: UUID) -> WritingKeyring:
    return WritingKeyring(subjects or (PERSOON, DERDE), {}, KEK)


def encode(event: BaseModel, keys: WritingKeyring, codec: Codec = CODEC) -> NewEvent:
    return codec.encode(event, gebeurtenis_id=uuid4(), geldig_op=DAG, subject=PERSOON, keyring=keys)


def stored(event: NewEvent) -> Stored:
    door = Door("mw-1", "dossierbehandelaar", "Atlas")
    envelop = Envelop(
        positie=7,
        dossier_id=PERSOON,
        versie=1,
        type=event.type,
        schema_versie=event.schema_versie,
        gebeurtenis_id=event.gebeurtenis_id,
        geregistreerd_op=datetime(2026, 3, 1, tzinfo=UTC),
        geldig_op=event.geldig_op,
        door=door,
        opdracht_id=uuid4(),
        volgnr=1,
        spoor_id=uuid4(),
        oorzaak_id=None,
        sleutel_id=event.sleutel_id,
    )
    return Stored(envelop, event.data, event.persoonlijk, b"")


def test_given_personal_fields_when_encoded_then_data_names_them_and_holds_no_value() -> None:
    event = encode(VOL, ring())
    assert json.loads(event.data) == {
        "op": "2026-03-01",
        "derde": str(DERDE),
        "_persoonlijk": {
            "identiteit": ["adres", "geborenOp", "volledigeNaam"],
            "gevoelig": ["reden"],
            "derde:identiteit": ["betaler"],
        },
    }
    assert event.persoonlijk is not None
    assert set(json.loads(event.persoonlijk)) == {"identiteit", "gevoelig", "derde:identiteit"}
    assert event.sleutel_id == PERSOON


def test_given_the_keys_when_decoded_then_the_event_as_it_was() -> None:
    keys = ring()
    assert CODEC.decode(stored(encode(VOL, keys)), keys) == VOL


@pytest.mark.parametrize("event", [Kaal(), Vastgelegd(op=DAG)])
def test_given_no_personal_value_when_encoded_then_nothing_is_sealed(event: BaseModel) -> None:
    keys = ring()
    new = encode(event, keys)
    assert (new.persoonlijk, new.sleutel_id, keys.new_keys()) == (None, None, ())
    assert CODEC.decode(stored(new), None) == event


def test_given_only_a_required_personal_field_when_encoded_then_it_round_trips() -> None:
    keys = ring()
    event = Verplicht(toelichting="vrije tekst")
    new = encode(event, keys)
    assert new.data == b'{"_persoonlijk":{"gevoelig":["toelichting"]}}'
    assert CODEC.decode(stored(new), keys) == event
    assert CODEC.decode(stored(new), None) == Verplicht(toelichting=VERZEGELD)


@pytest.mark.parametrize("without", ["keyring", "ciphertext"])
def test_given_no_way_to_read_when_decoded_then_present_is_sealed_and_absent_stays_absent(
    without: str,
) -> None:
    keys = ring()
    row = stored(encode(Vastgelegd(op=DAG, reden="x", adres=Adres(straat="y")), keys))
    read = (
        CODEC.decode(row, None)
        if without == "keyring"
        else CODEC.decode(row._replace(persoonlijk=None), keys)
    )
    assert read == Vastgelegd(op=DAG, reden=VERZEGELD, adres=VERZEGELD)


def test_given_a_destroyed_key_when_decoded_then_gewist_and_the_third_party_stays() -> None:
    keys = ring()
    row = stored(encode(VOL, keys))
    left = OpenKeyring([PERSOON, DERDE], {(DERDE, "identiteit"): keys.key(DERDE, "identiteit")})
    read = CODEC.decode(row, left)
    assert isinstance(read, Vastgelegd)
    assert (read.volledige_naam, read.geboren_op, read.adres, read.reden) == (GEWIST,) * 4
    assert read.betaler == "Fictief Betaler-3"


def test_given_only_a_third_party_when_encoded_then_its_key_is_named_in_the_envelope() -> None:
    event = encode(Vastgelegd(op=DAG, derde=DERDE, betaler="x"), ring())
    assert event.sleutel_id == DERDE


def test_given_rows_when_asked_whose_keys_then_the_person_and_every_third_party() -> None:
    keys = ring()
    rows = [stored(encode(e, keys)) for e in (VOL, Kaal(), Vastgelegd(op=DAG, derde=UUID(int=9)))]
    assert CODEC.subjects(rows) == {PERSOON, DERDE}
    assert CODEC.subjects(rows[1:]) == set()


def test_given_a_third_party_without_id_when_encoded_then_refused() -> None:
    with pytest.raises(CannotSeal, match="`derde`"):
        encode(Vastgelegd(op=DAG, betaler="x"), ring())


@pytest.mark.parametrize("value", [GEWIST, VERZEGELD])
def test_given_an_unreadable_value_when_encoded_then_refused(value: NietLeesbaar) -> None:
    with pytest.raises(CannotSeal, match="niet leesbaar"):
        encode(Vastgelegd(op=DAG, reden=value), ring())


def test_given_no_key_when_encoded_then_refused() -> None:
    with pytest.raises(CannotSeal, match="geen sleutel"):
        CODEC.encode(
            Vastgelegd(op=DAG, reden="x"),
            gebeurtenis_id=uuid4(),
            geldig_op=DAG,
            subject=PERSOON,
            keyring=OpenKeyring([PERSOON]),
        )


def test_given_a_ciphertext_moved_to_another_event_when_decoded_then_the_seal_is_broken() -> None:
    keys = ring()
    one, two = (stored(encode(Vastgelegd(op=DAG, reden=r), keys)) for r in ("a", "b"))
    with pytest.raises(SealBroken) as caught:
        CODEC.decode(two._replace(persoonlijk=one.persoonlijk), keys)
    assert (caught.value.type, caught.value.position, caught.value.group) == (
        "Vastgelegd",
        7,
        "gevoelig",
    )


def test_given_a_ciphertext_of_another_person_when_decoded_then_the_seal_is_broken() -> None:
    keys = ring()
    row = stored(encode(Vastgelegd(op=DAG, reden="a"), keys))
    keys.key(DERDE, "gevoelig")
    with pytest.raises(SealBroken):
        CODEC.decode(row._replace(envelop=row.envelop._replace(sleutel_id=DERDE)), keys)


@pytest.mark.parametrize("persoonlijk", [b"{}", b'{"gevoelig":"%%%"}', b'{"gevoelig":"AAAA"}'])
def test_given_damaged_ciphertext_when_decoded_then_the_seal_is_broken(persoonlijk: bytes) -> None:
    keys = ring()
    row = stored(encode(Vastgelegd(op=DAG, reden="a"), keys))
    with pytest.raises(SealBroken):
        CODEC.decode(row._replace(persoonlijk=persoonlijk), keys)


def test_given_an_envelope_without_owner_when_decoded_then_the_seal_is_broken() -> None:
    keys = ring()
    row = stored(encode(Vastgelegd(op=DAG, reden="a"), keys))
    with pytest.raises(SealBroken):
        CODEC.decode(row._replace(envelop=row.envelop._replace(sleutel_id=None)), keys)


@pytest.mark.parametrize(("type_", "version"), [("Onbekend", 1), ("Kaal", 2), ("Kaal", 0)])
def test_given_an_unknown_type_or_version_when_decoded_then_all_three_are_named(
    type_: str, version: int
) -> None:
    row = stored(NewEvent(uuid4(), type_, version, DAG, b"{}"))
    with pytest.raises(UnknownEventType) as caught:
        CODEC.decode(row, None)
    assert (caught.value.type, caught.value.version, caught.value.position) == (type_, version, 7)
    assert all(str(x) in str(caught.value) for x in (type_, version, 7))


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (b'{"op":"GEHEIM"}', ("op",)),
        (b'{"op":"2026-01-01","adres":{"bus":"GEHEIM"}}', ("adres.Adres.straat",)),
        (b"GEHEIM", ()),
        (b"[]", ()),
    ],
)
def test_given_bytes_that_do_not_fit_when_decoded_then_fields_are_named_and_no_value(
    data: bytes, fields: tuple[str, ...]
) -> None:
    with pytest.raises(UndecodableEvent) as caught:
        CODEC.decode(stored(NewEvent(uuid4(), "Vastgelegd", 1, DAG, data)), None)
    assert set(fields) <= set(caught.value.fields)
    assert caught.value.__context__ is None
    assert "GEHEIM" not in str(caught.value)


# An event of which two schema versions were stored: `naam` was split off and `soort` came.
class Gemeld(Vorm):
    op: date
    soort: str
    achternaam: Annotated[str | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)] | None = None


class GemeldV1(Vorm):
    op: date
    naam: Annotated[str | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)] | None = None


def van_1(fields: Fields) -> Fields:
    new = {k: v for k, v in fields.items() if k != "naam"}
    if "naam" in fields:
        new["achternaam"] = fields["naam"]
    return {**new, "soort": "onbekend"}


@pytest.mark.parametrize("naam", ["Fictief Persoon-18", None])
def test_given_an_event_of_version_1_when_decoded_today_then_the_upcaster_was_applied(
    naam: str | None,
) -> None:
    keys = ring()
    row = stored(encode(GemeldV1(op=DAG, naam=naam), keys, Codec([EventType("G", 1, GemeldV1)])))
    today = Codec([EventType("G", 2, Gemeld, {1: van_1})])
    assert today.decode(row, keys) == Gemeld(op=DAG, soort="onbekend", achternaam=naam)
    assert today.decode(row, None) == Gemeld(
        op=DAG, soort="onbekend", achternaam=naam and VERZEGELD
    )
    new = encode(Gemeld(op=DAG, soort="x", achternaam=naam), keys, today)
    assert new.schema_versie == 2
    assert today.decode(stored(new), keys) == Gemeld(op=DAG, soort="x", achternaam=naam)


@pytest.mark.parametrize(
    "types",
    [
        [EventType("G", 2, Gemeld)],
        [EventType("G", 1, Gemeld, {1: van_1})],
        [EventType("G", 1, Gemeld), EventType("G", 1, Kaal)],
        [EventType("G", 1, Gemeld), EventType("H", 1, Gemeld)],
    ],
)
def test_given_a_registry_that_cannot_be_right_when_made_then_refused(
    types: list[EventType],
) -> None:
    with pytest.raises(ValueError, match=r"upcaster|twee keer"):
        Codec(types)


def test_given_a_large_value_when_sealed_then_the_ciphertext_differs_every_time() -> None:
    keys = ring()
    events = [encode(Verplicht(toelichting="x" * 10_000), keys) for _ in range(3)]
    assert len({e.persoonlijk for e in events}) == 3
    assert all(b"xxx" not in base64.b64encode(e.persoonlijk or b"") for e in events)
