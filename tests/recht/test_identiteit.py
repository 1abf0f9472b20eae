"""Nummers met een controlegetal: herkend of geweigerd, nooit geraden."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import nn, ogm_vcs

from handhaving.recht import (
    IbanOngeldigFout,
    InszOngeldigFout,
    KboOngeldigFout,
    NummerOngeldigFout,
    OgmOngeldigFout,
    lees_iban,
    lees_insz,
    lees_kbo,
    lees_ogm,
    ogm,
)
from handhaving.recht.identiteit import draagt_nummer


def maak_insz(basis: str, *, eeuw: int) -> str:
    """Een plainweg verzonnen nummer met een kloppend controlegetal."""
    prefix = "2" if eeuw == 2000 else ""
    return f"{basis}{97 - int(prefix + basis) % 97:02d}"


@pytest.mark.parametrize(
    ("tekst", "soort", "geboren"),
    [
        ("85.07.30-033.28", "rijksregister", date(1985, 7, 30)),
        ("85 07 30 033 28", "rijksregister", date(1985, 7, 30)),
        ("85073003328", "rijksregister", date(1985, 7, 30)),
        ("00.01.25-567.77", "rijksregister", date(2000, 1, 25)),
        ("65.06.17-210.08", "rijksregister", date(1965, 6, 17)),
        ("99.20.01-999.26", "bis", None),
        ("01.20.01-999.34", "bis", None),
        ("98.47.28-997.65", "bis", date(1998, 7, 28)),
        (maak_insz("850000123", eeuw=1900), "rijksregister", None),
        (maak_insz("850700123", eeuw=1900), "rijksregister", None),
        (maak_insz("852700123", eeuw=1900), "bis", None),
        (maak_insz("000001005", eeuw=1900), "rijksregister", None),
        (maak_insz("040229005", eeuw=2000), "rijksregister", date(2004, 2, 29)),
    ],
)
def test_gegeven_een_geldig_insz_dan_soort_en_geboortedatum(
    tekst: str, soort: str, geboren: date | None
) -> None:
    insz = lees_insz(tekst)

    assert (insz.soort, insz.geboortedatum) == (soort, geboren)
    assert lees_insz(insz.tekst) == insz


@pytest.mark.parametrize(
    ("tekst", "reden"),
    [
        ("85.07.30-033.29", "controlegetal"),
        ("65.06.17-210.8", "er tien"),
        ("6506172108", "er tien"),
        ("123", "elf cijfers"),
        ("", "elf cijfers"),
        ("850730033281", "elf cijfers"),
        ("٨٥٠٧٣٠٠٣٣٢٨", "elf cijfers"),
        (maak_insz("851300123", eeuw=1900), "de maand bestaat niet"),
        (maak_insz("856012345", eeuw=1900), "de maand bestaat niet"),
        (maak_insz("855312345", eeuw=1900), "de maand bestaat niet"),
        (maak_insz("850231123", eeuw=1900), "de geboortedag bestaat niet"),
        (maak_insz("000229123", eeuw=1900), "de geboortedag bestaat niet"),
        (maak_insz("850730000", eeuw=1900), "001 en 998"),
        (maak_insz("850730999", eeuw=1900), "001 en 998"),
        (maak_insz("852730000", eeuw=1900), "000 bestaat niet"),
    ],
)
def test_gegeven_een_ongeldig_insz_dan_een_reden_zonder_het_nummer(tekst: str, reden: str) -> None:
    with pytest.raises(InszOngeldigFout, match=reden) as fout:
        lees_insz(tekst)
    assert not tekst or tekst not in str(fout.value)
    assert isinstance(fout.value, NummerOngeldigFout)


@given(
    geboren=st.dates(date(1900, 1, 1), date(2024, 12, 31)),
    reeks=st.integers(1, 998),
    ophoging=st.sampled_from([0, 20, 40]),
)
def test_elk_kloppend_nummer_wordt_herkend_in_precies_een_eeuw(
    geboren: date, reeks: int, ophoging: int
) -> None:
    basis = f"{geboren:%y}{geboren.month + ophoging:02d}{geboren:%d}{reeks:03d}"
    nummer = maak_insz(basis, eeuw=2000 if geboren.year >= 2000 else 1900)

    insz = lees_insz(nummer)

    assert insz.geboortedatum == geboren
    assert insz.soort == ("bis" if ophoging else "rijksregister")
    assert ophoging or nn.is_valid(nummer)


@given(st.integers(0, 10**10 - 1))
def test_elke_ogm_klopt_volgens_de_bibliotheek_en_leest_zichzelf(basis: int) -> None:
    uit = ogm(f"{basis:010d}")

    assert lees_ogm(uit.tekst) == lees_ogm(uit.cijfers) == uit.cijfers
    assert ogm_vcs.is_valid(uit.tekst)
    assert uit.cijfers[-2:] != "00"


@given(st.integers(0, 10**10 - 1), st.integers(0, 11), st.integers(1, 9))
def test_een_fout_cijfer_in_een_ogm_wordt_nooit_aanvaard(basis: int, plaats: int, bij: int) -> None:
    cijfers = ogm(f"{basis:010d}").cijfers
    fout = cijfers[:plaats] + str((int(cijfers[plaats]) + bij) % 10) + cijfers[plaats + 1 :]

    assert lees_ogm(fout) is None


@pytest.mark.parametrize("basis", ["", "123", "12345678901", "123456789a", "١٢٣٤٥٦٧٨٩٠"])
def test_een_basis_die_geen_tien_cijfers_telt_wordt_geweigerd(basis: str) -> None:
    with pytest.raises(OgmOngeldigFout, match="tien cijfers"):
        ogm(basis)


@pytest.mark.parametrize("cijfers", ["010806817183", "020343057642", "121204102125"])
def test_bekende_mededelingen(cijfers: str) -> None:
    assert lees_ogm(cijfers) == cijfers
    assert ogm(cijfers[:10]).cijfers == cijfers


def test_een_ondernemingsnummer() -> None:
    assert lees_kbo("BE 0428.759.497") == lees_kbo("428759497") == "0428759497"
    with pytest.raises(KboOngeldigFout, match="ondernemingsnummer"):
        lees_kbo("0428759498")


def test_een_iban() -> None:
    assert lees_iban("be68 5390 0754 7034") == "BE68539007547034"
    with pytest.raises(IbanOngeldigFout, match="IBAN"):
        lees_iban("BE68 5390 0754 7035")


IBANS = [
    "BE68539007547034",
    "NL91ABNA0417164300",
    "DE89370400440532013000",
    "FR1420041010050500013M02606",
    "LU280019400644750000",
]
"""De voorbeelden van de norm, een per land."""


@pytest.mark.parametrize("nummer", ["85011501764", maak_insz("040229005", eeuw=2000)])
@pytest.mark.parametrize(
    "vorm",
    ["{0}", "I{0}", "JanJanssens-{0}.xml", "{0}|2024-01-01", "{0:.6}-{1}.{2}", "{3}", "x{3}y"],
)
def test_gegeven_een_insz_in_een_tekst_dan_gevonden(nummer: str, vorm: str) -> None:
    netjes = lees_insz(nummer).tekst
    assert draagt_nummer(vorm.format(nummer, nummer[6:9], nummer[9:], netjes))


@pytest.mark.parametrize(
    "nummer",
    [
        maak_insz("850000123", eeuw=1900),
        maak_insz("852715123", eeuw=1900),
        maak_insz("854715123", eeuw=1900),
    ],
)
def test_gegeven_een_bisnummer_of_een_onbekende_dag_dan_gevonden(nummer: str) -> None:
    assert draagt_nummer(nummer)


@pytest.mark.parametrize("nummer", IBANS)
def test_gegeven_een_iban_in_een_tekst_dan_gevonden(nummer: str) -> None:
    groepen = [nummer[i : i + 4] for i in range(0, len(nummer), 4)]
    for tekst in (nummer, nummer.lower(), "-".join(groepen), " ".join(groepen)):
        assert draagt_nummer(tekst)
        assert draagt_nummer(f"rekening:{tekst}.xml")
    fout = nummer[:2] + f"{(int(nummer[2:4]) + 1) % 97:02d}" + nummer[4:]
    assert not draagt_nummer(fout)
    assert not draagt_nummer(f"{nummer}1")


@pytest.mark.parametrize(
    "tekst",
    [
        "+++090/9337/55493+++",
        "090933755493",
        "85011501765",  # het controlegetal klopt niet
        "1850115017640",  # langer dan een INSZ
        maak_insz("859915001", eeuw=1900),  # geen maand
        maak_insz("850231001", eeuw=1900),  # geen dag
        "VLABEL-20241231-001.xml",
        "2024-04-08T10:00:00.123456",
        "CODA-2024-000123",
        "F2024/000123",
        "00000000-0000-4000-8000-085011501764",
        "",
    ],
)
def test_gegeven_een_gewoon_kenmerk_dan_niets_gevonden(tekst: str) -> None:
    assert not draagt_nummer(tekst)


@given(st.integers(min_value=0, max_value=10**10 - 1))
def test_geen_ogm_lijkt_op_een_nummer_van_een_mens(basis: int) -> None:
    mededeling = ogm(f"{basis:010d}")
    for tekst in (mededeling.tekst, mededeling.cijfers, f"OGM-{mededeling.cijfers}.pdf"):
        assert not draagt_nummer(tekst)


@given(
    st.uuids().map(str)
    | st.dates().map(str)
    | st.datetimes().map(lambda m: m.isoformat())
    | st.from_regex(r"F[0-9]{4}/[0-9]{1,6}", fullmatch=True)
    | st.from_regex(r"[0-9]{12,40}|[0-9]{1,10}", fullmatch=True)
    | st.from_regex(r"[a-z]{1,12}-[0-9]{8}\.(xml|pdf)", fullmatch=True)
)
def test_geen_gewoon_kenmerk_lijkt_op_een_nummer_van_een_mens(tekst: str) -> None:
    assert not draagt_nummer(tekst)


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_elf_cijfers_dragen_een_nummer_als_ze_er_een_zijn(cijfers: str) -> None:
    try:
        lees_insz(cijfers)
    except InszOngeldigFout:
        assert not draagt_nummer(cijfers)
    else:
        assert draagt_nummer(cijfers)
