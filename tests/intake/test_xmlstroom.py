"""Breaks, encodings, DTDs and size: each gets its clear answer, and none stops the file."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handhaving.intake.bestand import Bestand, lees_proloog
from handhaving.intake.voorbeeld import fictief_insz
from handhaving.intake.voorbeeldbestanden import STAART_PUBLICATIE, kop_publicatie, omslag
from handhaving.intake.xmlstroom import XmlStroom
from tests.intake.hulp import INSZ, OP, dossier, dossier_02, inbreuk, inbreuk_02, lees, publicatie

INSZEN = [fictief_insz(n)[0] for n in range(100, 160)]
BOM = (
    '<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def veel(aantal: int = 60, codering: str = "UTF-8", regeleinde: str = "\n") -> list[bytes]:
    """The pieces of a publication: head, one dossier each, tail. Not ASCII alone."""
    delen = [kop_publicatie(OP, codering).decode()]
    relaas = "<Vaststelling><RelaasVanDeFeiten>één ënkel ö</RelaasVanDeFeiten></Vaststelling>"
    delen += [
        omslag(f"O-{insz}", dossier(inbreuk(voor=relaas), insz), OP).decode()
        for insz in INSZEN[:aantal]
    ]
    delen.append(STAART_PUBLICATIE.decode())
    return [
        deel.replace("\n", regeleinde).encode(codering.replace("UTF-16", "utf-16-le"))
        for deel in delen
    ]


# --- whole files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codering", "bom"),
    [
        ("UTF-8", b""),
        ("UTF-8", b"\xef\xbb\xbf"),
        ("ISO-8859-1", b""),
        ("windows-1252", b""),
        ("UTF-16", b"\xff\xfe"),
        ("UTF-16", b""),
    ],
)
def test_given_an_encoding_when_read_then_it_is_honoured(codering: str, bom: bytes) -> None:
    gelezen = lees(bom + b"".join(veel(5, codering)))

    assert gelezen.codes == []
    assert gelezen.inszen == INSZEN[:5]
    assert gelezen.aanleveringen[0].inbreuken[0].feitenrelaas == "één ënkel ö"


def test_given_big_endian_utf16_when_read_then_it_is_honoured() -> None:
    tekst = b"".join(veel(2, "UTF-16")).decode("utf-16-le")

    assert lees(tekst.encode("utf-16-be")).inszen == INSZEN[:2]
    assert lees(tekst.encode("utf-16")).inszen == INSZEN[:2]


@pytest.mark.parametrize("regeleinde", ["\n", "\r\n", ""])
@pytest.mark.parametrize("stuk", [7, 100, 64 * 1024])
def test_given_any_chunk_when_read_then_lines_are_those_of_the_file(
    regeleinde: str, stuk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(XmlStroom.__init__, "__kwdefaults__", {"stuk": stuk, "grootste": 1 << 20})
    delen = veel(20, regeleinde=regeleinde)
    gelezen = lees(b"".join(delen))

    assert gelezen.inszen == INSZEN[:20]
    for nummer, aanlevering in enumerate(gelezen.aanleveringen, start=1):
        voor = b"".join(delen[:nummer]) + delen[nummer].partition(b"<DossierKBI")[0]
        assert aanlevering.plaats.regel == voor.count(b"\n") + 1


def test_given_chunks_that_cut_characters_when_read_then_they_are_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(XmlStroom.__init__, "__kwdefaults__", {"stuk": 1, "grootste": 1 << 20})

    assert lees(b"".join(veel(2, "UTF-16"))).inszen == INSZEN[:2]
    assert lees(b"".join(veel(2))).inszen == INSZEN[:2]


def test_given_more_than_65535_lines_when_read_then_lines_still_count() -> None:
    leeg = b"\n" * 70_000
    delen = veel(3)
    gelezen = lees(delen[0] + delen[1] + leeg + b"".join(delen[2:]))

    assert gelezen.inszen == INSZEN[:3]
    assert gelezen.aanleveringen[2].plaats.regel is not None
    assert gelezen.aanleveringen[2].plaats.regel > 70_000


@pytest.mark.parametrize(
    ("bestand", "code"),
    [
        (b"", "BestandLeeg"),
        (b" \n\t ", "BestandLeeg"),
        (b"zomaar tekst", "FormaatOnbekend"),
        (b"%PDF-1.7 \x00\xff", "FormaatOnbekend"),
        (b'[{"soort": "persoon"}]', "FormaatOnbekend"),
        (b"<html><body/></html>", "FormaatOnbekend"),
        (b'<?xml version="1.0"?>', "FormaatOnbekend"),
        (b'<?xml version="1.0" encoding="EBCDIC-XY"?><DossierKBI/>', "CoderingOnbekend"),
        (b'<?xml version="1.0" encoding="utf-7"?><DossierKBI/>', "CoderingOnbekend"),
        (b'<?xml version="1.0" encoding="UTF-16"?><DossierKBI/>', "CoderingOnbekend"),
        (b'<?xml version="1.0" encoding="rot13"?><DossierKBI/>', "CoderingOnbekend"),
        (BOM.encode() + b"<DossierKBI>&c;</DossierKBI>", "DtdGeweigerd"),
        (BOM.encode("utf-16") + "<DossierKBI/>".encode("utf-16-le"), "DtdGeweigerd"),
        (
            b'<!-- x --><?p q?>\n<!DOCTYPE a SYSTEM "file:///etc/x"><DossierKBI/>',
            "DtdGeweigerd",
        ),
        (b"<!doctype html><html/>", "DtdGeweigerd"),
    ],
)
def test_given_a_file_that_is_no_delivery_when_read_then_one_clear_answer(
    bestand: bytes, code: str
) -> None:
    gelezen = lees(bestand)

    assert (gelezen.codes, gelezen.inszen) == ([code], [])
    assert gelezen.breuken[0].heel_bestand
    assert str(gelezen.breuken[0].plaats) == "bestand"


def test_given_a_publication_without_dossiers_when_read_then_there_is_nothing_to_say() -> None:
    assert lees(publicatie()).codes == []


def test_given_an_undeclared_entity_when_read_then_only_that_dossier_is_told() -> None:
    delen = veel(3)
    delen[2] = delen[2].replace(b"ENKEL", b"").replace(b"<INSZ>", b"<INSZ>&geheim;")
    gelezen = lees(b"".join(delen))

    assert gelezen.codes == ["XmlMisvormd"]
    assert gelezen.inszen == [INSZEN[0], INSZEN[2]]


# --- breaks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("regeleinde", ["\n", "\r\n", ""])
@pytest.mark.parametrize(
    ("oud", "nieuw", "code"),
    [
        (b"</INSZ>", b"</INSS>", "XmlMisvormd"),
        (b"</DossierKBI>", b"", "XmlMisvormd"),
        (b"<Inbreuk>", b"<Inbreuk", "XmlMisvormd"),
        (b"<Inbreuk>", b"<Inbreuk a='x>", "XmlMisvormd"),
        (b"I01", b"I0\x001", "CoderingOnjuist"),
        ("één".encode(), "één".encode("latin-1"), "CoderingOnjuist"),
    ],
)
def test_given_a_break_in_one_dossier_when_read_then_all_others_go_on(
    oud: bytes, nieuw: bytes, code: str, regeleinde: str
) -> None:
    delen = veel(regeleinde=regeleinde)
    for kapot in (10, 11, 40):
        delen[kapot] = delen[kapot].replace(oud, nieuw, 1)
    gelezen = lees(b"".join(delen))

    heel = [insz for n, insz in enumerate(INSZEN, start=1) if n not in {10, 11, 40}]
    assert gelezen.inszen == heel
    assert set(gelezen.codes) == {code}
    assert len(gelezen.codes) == 3
    for kapot, breuk in zip((10, 11, 40), gelezen.breuken, strict=True):
        assert INSZEN[kapot - 1].encode() in breuk.origineel
    voor = b"".join(delen[:10]).count(b"\n") + 1
    eerste = gelezen.breuken[0].plaats.regel
    assert eerste is not None
    assert voor <= eerste <= voor + delen[10].count(b"\n")


def test_given_the_line_of_a_dossier_after_a_break_when_read_then_it_is_right() -> None:
    delen = veel(20)
    delen[5] = delen[5].replace(b"</INSZ>", b"</X>")
    gelezen = lees(b"".join(delen))

    laatste = gelezen.aanleveringen[-1]
    voor = b"".join(delen[:20]) + delen[20].partition(b"<DossierKBI")[0]
    assert laatste.plaats.regel == voor.count(b"\n") + 1
    assert laatste.inbreuken[0].plaats.regel == laatste.plaats.regel


def test_given_prefixes_without_namespace_when_read_then_names_are_clear_enough() -> None:
    delen = veel(12)
    for deel in (3, 7):
        delen[deel] = delen[deel].replace(b"DossierKBI>", b"i:DossierKBI>")
        delen[deel] = delen[deel].replace(b"INSZ>", b"j:INSZ>")
    gelezen = lees(b"".join(delen))

    assert (gelezen.inszen, gelezen.codes) == (INSZEN[:12], [])


def test_given_a_cut_file_when_read_then_everything_before_the_cut_is_there() -> None:
    heel = b"".join(veel(10))
    gelezen = lees(heel[: heel.rindex(b"</DossierKBI>")])

    assert gelezen.inszen == INSZEN[:9]
    assert gelezen.codes == ["XmlMisvormd"]


def test_given_a_break_in_the_head_when_read_then_the_dossiers_are_read() -> None:
    delen = veel(3)
    delen[0] = delen[0].replace(b"</Naam>", b"</Nam>", 1)
    gelezen = lees(b"".join(delen))

    assert gelezen.inszen == INSZEN[:3]
    assert gelezen.codes == ["XmlMisvormd"]


def test_given_a_break_before_any_dossier_when_read_then_it_ends_there() -> None:
    gelezen = lees(b"<PubliceerBewijs><Publicatie></Publicati></PubliceerBewijs>")

    assert gelezen.codes == ["XmlMisvormd"]


def test_given_an_unfinished_comment_when_read_then_nothing_inside_it_is_taken() -> None:
    delen = veel(5)
    gelezen = lees(b"".join([*delen[:3], b"<!-- ", *delen[3:]]))

    assert gelezen.inszen == INSZEN[:2]
    assert gelezen.codes == ["XmlMisvormd"]


def test_given_bytes_that_the_encoding_lacks_when_read_then_only_that_dossier_is_told() -> None:
    delen = veel(10, "windows-1252")
    delen[4] = delen[4].replace(b"\xe9", b"\x81", 1)
    gelezen = lees(b"".join(delen))

    assert gelezen.codes == ["CoderingOnjuist"]
    assert gelezen.inszen == INSZEN[:3] + INSZEN[4:10]


def test_given_latin1_bytes_in_a_file_that_says_utf8_when_read_then_each_is_told() -> None:
    heel = b"".join(veel(10)).decode().encode("latin-1")

    assert lees(heel).codes == ["CoderingOnjuist"] * 10


def test_given_half_a_utf16_character_at_the_end_when_read_then_the_rest_is_there() -> None:
    gelezen = lees(b"".join(veel(3, "UTF-16"))[:-1])

    assert gelezen.inszen == INSZEN[:3]
    assert len(gelezen.codes) == 1


def test_given_several_bare_dossiers_in_a_row_when_read_then_all_are_read() -> None:
    gelezen = lees("\n".join(dossier(inbreuk(), insz) for insz in INSZEN[:4]).encode())

    assert gelezen.inszen == INSZEN[:4]


def test_given_an_answer_that_breaks_when_read_then_it_is_told() -> None:
    xml = f"<g:R xmlns:g='urn:x'><Antwoord>{dossier_02(inbreuk_02())}</Antwoord></R>"
    gelezen = lees(xml.encode())

    assert gelezen.inszen == [INSZ]
    assert gelezen.codes == ["XmlMisvormd"]


# --- fuzz ----------------------------------------------------------------------------------------

_HEEL = b"".join(veel(6))
_KOP = kop_publicatie(OP)


@settings(max_examples=150)
@given(st.data())
def test_given_any_damage_when_read_then_no_exception_and_what_is_before_it_is_there(
    data: st.DataObject,
) -> None:
    plek = data.draw(st.integers(0, len(_HEEL)))
    lengte = data.draw(st.integers(0, 40))
    ruis = data.draw(st.binary(max_size=40))
    gelezen = lees(_HEEL[:plek] + ruis + _HEEL[plek + lengte :])

    if plek >= len(_KOP):
        volledig = _HEEL[:plek].count(b"</Onderwerp>")
        assert gelezen.inszen[:volledig] == INSZEN[:volledig]
    assert all(stuk.bezwaren for a in gelezen.aanleveringen for stuk in a.afgekeurd)


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_given_any_bytes_when_read_then_no_exception(ruis: bytes) -> None:
    lees(ruis)
    lees(b"<PubliceerBewijs><Onderwerp>" + ruis)
    lees(b"<DossierKBI>" + ruis + b"</DossierKBI>")
    lees_proloog(ruis)


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(["INSZ", "Inbreuk", "Type", "Datum", "Personalia", "Naam", "x:y"])),
    st.text(max_size=30),
)
def test_given_any_shape_of_dossier_when_read_then_it_is_taken_or_put_aside(
    namen: list[str], tekst: str
) -> None:
    veilig = "".join(c for c in tekst if c.isalnum())
    xml = "".join(f"<{naam}>{veilig}" for naam in namen)
    xml += "".join(f"</{naam}>" for naam in reversed(namen))
    for tag in ("DossierKBI", "KBIDossier"):
        gelezen = lees(f"<{tag} xmlns:x='urn:x'>{xml}</{tag}>".encode())
        assert gelezen.inszen or gelezen.codes


def test_given_a_file_when_its_beginning_is_shown_then_it_is_read_once() -> None:
    bestand = Bestand(io.BytesIO(b"abcdef"))

    assert bestand.begin == b"abcdef"
    assert (bestand.read(4), bestand.read(4), bestand.read(4)) == (b"abcd", b"ef", b"")
    assert bestand.gelezen == 6
