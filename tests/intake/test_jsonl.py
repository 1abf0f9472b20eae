"""JSON Lines: the published schema, every line on its own, and the answer to each bad one."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from handhaving.intake import jsonl
from handhaving.intake.aangeleverd import Adresgegevens, Historisch, Rechtzetting
from handhaving.intake.regels import gepubliceerd_schema, maak_schema
from tests.intake.hulp import INSZ, VANDAAG, lees

SCHEMA = Draft202012Validator(gepubliceerd_schema())
PERSOON = {"soort": "persoon", "insz": INSZ}
INBREUK = {"soort": "inbreuk", "insz": INSZ, "type": "I01", "datumFeit": "2026-03-01"}


def regel(**velden: object) -> bytes:
    return json.dumps(velden).encode() + b"\n"


def test_given_the_classes_when_the_schema_is_made_then_the_published_one_is_current() -> None:
    assert maak_schema() == gepubliceerd_schema()
    Draft202012Validator.check_schema(gepubliceerd_schema())


def test_given_a_whole_person_when_read_then_every_field_is_there() -> None:
    velden = {
        **PERSOON,
        "insz": f"{INSZ[:2]}.{INSZ[2:4]}.{INSZ[4:6]}-{INSZ[6:9]}.{INSZ[9:]}",
        "klantnummer": "K-1",
        "agentschap": "Atlas",
        "naam": " Fictief ",
        "voornaam": "Persoon-17",
        "geboortedatum": "1985-07-30",
        "adres": {"straat": "Verzonnenstraat", "huisnummer": "1", "postcode": "0000"},
        "contacttaal": "fr",
        "hoedanigheid": "verplicht",
        "plichtOntstaanOp": "2024-05-01",
        "regime": "vlaanderen",
        "vanaf": "2026-01-01",
    }
    [aanlevering] = lees(regel(**velden)).aanleveringen
    persoon = aanlevering.persoon

    SCHEMA.validate(velden)
    assert aanlevering.alleen_persoon
    assert persoon is not None
    assert (persoon.insz, persoon.klantnummer, persoon.agentschap) == (INSZ, "K-1", "Atlas")
    assert (persoon.naam, persoon.voornaam) == ("Fictief", "Persoon-17")
    assert persoon.geboortedatum == date(1985, 7, 30)
    assert persoon.adres == Adresgegevens(straat="Verzonnenstraat", huisnummer="1", postcode="0000")
    assert (persoon.plicht_ontstaan_op, persoon.vanaf) == (date(2024, 5, 1), date(2026, 1, 1))


def test_given_a_whole_inbreuk_when_read_then_every_field_is_there() -> None:
    velden = {
        **INBREUK,
        "dossiernummer": "KBI-1",
        "vastgesteldOp": "2026-03-02",
        "vaststeller": "mw-1",
        "feitenrelaas": "Verzonnen.",
        "sanctioneringsbevoegdheid": "HH",
        "ingebrekestelling": {"datum": "2026-03-03"},
        "inregelstelling": {"datum": "2026-03-04"},
        "besluit": {"datum": "2026-03-05"},
        "rechtzetting": {"datum": "2026-03-06", "reden": "vergissing"},
    }
    [aanlevering] = lees(regel(**velden)).aanleveringen
    [feit] = aanlevering.inbreuken

    SCHEMA.validate(velden)
    assert (feit.kenmerk, feit.vaststeller) == ("KBI-1", "mw-1")
    assert feit.sanctioneringsbevoegdheid == "ABB"
    assert feit.historisch == (
        Historisch("ingebrekestelling", date(2026, 3, 3)),
        Historisch("inregelstelling", date(2026, 3, 4)),
        Historisch("besluit", date(2026, 3, 5)),
    )
    assert feit.rechtzetting == Rechtzetting(date(2026, 3, 6), "vergissing")


@pytest.mark.parametrize(
    ("velden", "code", "veld"),
    [
        ({"soort": "persoon"}, "InszOntbreekt", "insz of klantnummer"),
        ({"soort": "hond", "insz": INSZ}, "VeldOngeldig", "soort"),
        ({"insz": INSZ}, "VeldOngeldig", "soort"),
        ({**PERSOON, "naam": 5}, "VeldOngeldig", "naam"),
        ({**PERSOON, "regime": "wallonië"}, "VeldOngeldig", "regime"),
        ({**PERSOON, "adres": {"straat": ""}}, "VeldOngeldig", "adres.straat"),
        ({**PERSOON, "Jan Peeters": 1}, "VeldOnbekend", "Onbekend veld op plaats 3:"),
        ({**PERSOON, "adres": {"bus": "1", "x": 1}}, "VeldOnbekend", "plaats 2 in adres:"),
        ({**PERSOON, "naam": "Fic\x00tief"}, "NulTeken", "Veld naam "),
        ({**PERSOON, "adres": {"straat": "\x00"}}, "NulTeken", "Veld adres.straat "),
        ({**PERSOON, "contacttaal": "n\x00"}, "NulTeken", "Veld contacttaal "),
        ({**INBREUK, "feitenrelaas": "a\n\x00"}, "NulTeken", "Veld feitenrelaas "),
        ({**INBREUK, "dossiernummer": "\x00"}, "NulTeken", "Veld dossiernummer "),
        ({**INBREUK, "rechtzetting": {"reden": "\x00"}}, "NulTeken", "Veld rechtzetting.reden "),
        ({**PERSOON, "geboortedatum": "1985-00-32"}, "DatumOngeldig", "geboortedatum"),
        ({**PERSOON, "geboortedatum": "1985-13-00"}, "DatumOngeldig", "geboortedatum"),
        ({**PERSOON, "insz": "12345678901"}, "InszOngeldig", "insz"),
        ({**PERSOON, "geboortedatum": "2030-01-01"}, "DatumInDeToekomst", "geboortedatum"),
        ({**PERSOON, "geboortedatum": "1985-02-30"}, "DatumOngeldig", "geboortedatum"),
        ({**PERSOON, "plichtOntstaanOp": "2026-00-01"}, "DatumOnvolledig", "plichtOntstaanOp"),
        ({**PERSOON, "naam": "\ud800"}, "VeldOngeldig", "naam"),
        ({**INBREUK, "type": "12345"}, "TypeOnbekend", "type"),
        ({**INBREUK, "sanctioneringsbevoegdheid": "VALSE_OVERHEID"}, "Sanctionerings", "sanct"),
        ({**INBREUK, "datumFeit": "2026-11-23"}, "DatumInDeToekomst", "datumFeit"),
        ({**INBREUK, "datumFeit": "9999-12-31"}, "DatumOnbekend", "datumFeit"),
        ({**INBREUK, "datumFeit": "maart"}, "VeldOngeldig", "datumFeit"),
        ({**INBREUK, "ingebrekestelling": {"datum": "2026-13-01"}}, "DatumOngeldig", "ingebr"),
        ({**INBREUK, "rechtzetting": {"datum": "2030-01-01"}}, "DatumInDeToekomst", "rechtzet"),
        ({k: v for k, v in INBREUK.items() if k != "type"}, "TypeOntbreekt", "Veld type "),
        ({**INBREUK, "type": None}, "TypeOntbreekt", "Veld type "),
        ({**INBREUK, "besluit": {}}, "DatumOntbreekt", "Veld besluit.datum "),
        (
            {k: v for k, v in INBREUK.items() if k != "datumFeit"},
            "DatumOntbreekt",
            "Veld datumFeit ",
        ),
    ],
)
def test_given_a_bad_line_when_read_then_it_names_the_field_and_the_rest_goes_on(
    velden: dict[str, object], code: str, veld: str
) -> None:
    gelezen = lees(regel(**PERSOON) + regel(**velden) + regel(**INBREUK))

    assert len(gelezen.inszen) == 2
    [stuk] = gelezen.aanleveringen[1].afgekeurd
    assert stuk.bezwaren[0].code.startswith(code)
    assert veld in stuk.bezwaren[0].zin
    assert stuk.plaats.regel == 2
    assert stuk.origineel == regel(**velden).rstrip()
    assert "Peeters" not in stuk.bezwaren[0].zin


@pytest.mark.parametrize("tekst", ["1985-00-00", "9999-12-31"])
def test_given_an_unknown_birth_date_when_read_then_it_is_left_out_and_noted(tekst: str) -> None:
    [aanlevering] = lees(regel(**PERSOON, geboortedatum=tekst)).aanleveringen

    assert aanlevering.persoon is not None
    assert aanlevering.persoon.geboortedatum is None
    assert len(aanlevering.opmerkingen) == 1


@pytest.mark.parametrize(
    ("slecht", "code"),
    [
        (b"{", "RegelGeenJson"),
        (b"geen json", "RegelGeenJson"),
        (b'{"a": NaN}', "RegelGeenJson"),
        (b'{"insz": 1, "insz": 2', "RegelGeenJson"),
        (b'{"naam": "\x00"}', "RegelGeenJson"),
        (b'{"soort": "persoon", "naam": "\xe9"}', "RegelGeenJson"),
        (b'{"a":' * 100_000, "RegelGeenJson"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "RegelGeenJson"),
        (b'{"a": "' + b"x" * jsonl.LANGSTE_REGEL + b'"}', "RegelTeLang"),
        (b"[]", "RegelGeenJson"),
        (b"null", "RegelGeenJson"),
        (b"NaN", "RegelGeenJson"),
    ],
)
def test_given_a_line_that_is_no_object_when_read_then_the_rest_goes_on(
    slecht: bytes, code: str
) -> None:
    goed = regel(**PERSOON)
    gelezen = lees(b"\xef\xbb\xbf" + goed + b"\n  \r\n" + slecht + b"\n" + goed.rstrip())

    assert gelezen.codes == [code]
    assert gelezen.inszen == [INSZ, INSZ]
    assert gelezen.aanleveringen[1].plaats.regel == 4
    assert gelezen.aanleveringen[1].afgekeurd[0].heel_bestand
    assert gelezen.aanleveringen[2].plaats.regel == 5


def test_given_a_first_line_that_is_no_json_when_read_then_the_others_are_read() -> None:
    assert lees(b"kop van het bestand\n" + regel(**PERSOON)).inszen == [INSZ]


def test_given_a_last_line_without_end_that_is_too_long_when_read_then_it_is_told() -> None:
    gelezen = lees(regel(**PERSOON) + b"x" * (3 * jsonl.LANGSTE_REGEL))

    assert gelezen.codes == ["RegelTeLang"]
    assert len(gelezen.aanleveringen[1].afgekeurd[0].origineel) <= jsonl.LANGSTE_REGEL + 65536


def test_given_many_wrong_fields_when_read_then_the_first_ten_are_told() -> None:
    gelezen = lees(regel(**PERSOON, **{f"onbekend{n}": n for n in range(30)}, naam=1, regime=2))
    bezwaren = gelezen.aanleveringen[0].afgekeurd[0].bezwaren

    assert [b.code for b in bezwaren] == ["VeldOngeldig"] * 2 + ["VeldOnbekend"] * 8


@pytest.mark.parametrize(
    ("regel_", "veld"),
    [
        (b'{"soort": "persoon", "insz": "1", "insz": "2"}', "Veld insz staat"),
        (b'{"soort": "persoon", "adres": {"bus": "1", "bus": "1"}}', "Veld bus staat"),
        (b'{"soort": "persoon", "Peeters": 1, "Peeters": 2}', "(onbekend veld op plaats 3)"),
    ],
)
def test_given_a_key_that_stands_there_twice_when_read_then_it_says_which(
    regel_: bytes, veld: str
) -> None:
    [aanlevering] = lees(regel_).aanleveringen
    [stuk] = aanlevering.afgekeurd

    assert [b.code for b in stuk.bezwaren] == ["VeldDubbel"]
    assert veld in stuk.bezwaren[0].zin
    assert "Peeters" not in stuk.bezwaren[0].zin
    assert not stuk.heel_bestand


DAGEN = st.dates(date(2010, 1, 1), VANDAAG - timedelta(days=1)).map(str)
TEKSTEN = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20
).filter(lambda t: t.strip())


@settings(max_examples=120)
@given(
    st.fixed_dictionaries(
        {"soort": st.just("persoon"), "insz": st.just(INSZ)},
        optional={
            "klantnummer": TEKSTEN,
            "agentschap": st.sampled_from(["AgII", "Atlas", None, "X"]),
            "naam": st.one_of(TEKSTEN, st.none(), st.integers()),
            "geboortedatum": DAGEN,
            "adres": st.dictionaries(st.sampled_from(["straat", "bus", "x"]), TEKSTEN),
            "contacttaal": st.sampled_from(["nl", "NL", "fr"]),
            "plichtOntstaanOp": DAGEN,
            "regime": st.sampled_from(["vlaanderen", "brussel", ""]),
        },
    )
)
def test_given_any_person_when_read_then_the_published_schema_says_the_same(
    velden: dict[str, object],
) -> None:
    gelezen = lees(regel(**velden))

    assert SCHEMA.is_valid(velden) == (not gelezen.codes)


@settings(max_examples=120)
@given(
    st.fixed_dictionaries(
        {"soort": st.just("inbreuk"), "type": st.just("I01"), "datumFeit": DAGEN},
        optional={
            "insz": st.one_of(st.just(INSZ), st.none()),
            "klantnummer": st.one_of(TEKSTEN, st.none()),
            "vaststeller": st.sampled_from(["mw-1", "Jan Peeters", ""]),
            "feitenrelaas": TEKSTEN,
            "sanctioneringsbevoegdheid": st.sampled_from(["ABB", "HH", "OCMW", "X", None]),
            "besluit": st.one_of(st.none(), st.fixed_dictionaries({"datum": DAGEN}), st.just({})),
            "rechtzetting": st.one_of(st.just({}), st.just({"reden": "x"}), st.just({"y": 1})),
        },
    )
)
def test_given_any_inbreuk_when_read_then_the_published_schema_says_the_same(
    velden: dict[str, object],
) -> None:
    gelezen = lees(regel(**velden))

    assert SCHEMA.is_valid(velden) == (not gelezen.codes)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda deel: (
        st.lists(deel, max_size=4) | st.dictionaries(st.text(max_size=6), deel, max_size=4)
    ),
    max_leaves=12,
)
VELD = st.sampled_from([*PERSOON, *INBREUK, "adres", "naam", "rechtzetting", "geboortedatum"])


@settings(max_examples=200)
@given(st.dictionaries(VELD, JSON), st.sampled_from(["persoon", "inbreuk", "x"]))
def test_given_any_json_when_read_then_it_is_taken_or_put_aside(
    velden: dict[str, object], soort: str
) -> None:
    gelezen = lees(regel(**{**velden, "soort": soort}))

    [aanlevering] = gelezen.aanleveringen
    assert bool(aanlevering.persoon) != bool(aanlevering.afgekeurd)


@settings(max_examples=100)
@given(st.lists(st.binary(max_size=60)))
def test_given_any_bytes_after_a_line_when_read_then_no_exception(ruis: list[bytes]) -> None:
    gelezen = lees(regel(**PERSOON) + b"\n".join(ruis))

    assert gelezen.inszen[0] == INSZ
