"""Inburgering-01.00: what is taken from a DossierKBI, and the answer to each bad value."""

from __future__ import annotations

from datetime import date

import pytest

from handhaving.intake.aangeleverd import Historisch, Rechtzetting
from tests.intake.hulp import (
    BIS,
    INSZ,
    VANDAAG,
    ZONDER_GEBOORTEDATUM,
    bevoegdheid,
    dossier,
    inbreuk,
    lees,
    publicatie,
    vertaling,
)

GUID = "{0A1B2C3D-0000-1111-2222-333344445555}"


def test_given_a_whole_inbreukdossier_when_read_then_every_field_is_there() -> None:
    act = "<Datum>2026-03-0{}</Datum>"
    xml = inbreuk(
        "I06",
        "2026-03-01",
        nummer="KBI-1",
        voor=(
            "<Vaststelling><Datum>2026-03-02</Datum>"
            f"<RelaasVanDeFeiten> Verzonnen relaas. </RelaasVanDeFeiten><KBIRapport>{GUID}"
            "</KBIRapport></Vaststelling>"
        ),
        in_inbreuk=(
            f"<Ingebrekestelling>{act.format(3)}</Ingebrekestelling>"
            f"<Inregelstelling>{act.format(4)}</Inregelstelling>"
        ),
        na=(
            f"<Rechtzetting>{act.format(5)}<RelaasVanDeFeiten>toch aangemeld</RelaasVanDeFeiten>"
            f"</Rechtzetting><Besluit>{act.format(6)}<Nota>n</Nota></Besluit>"
        ),
    )
    gelezen = lees(publicatie(dossier(xml, bevoegd=bevoegdheid("HH"))))

    [aanlevering] = gelezen.aanleveringen
    [feit] = aanlevering.inbreuken
    assert gelezen.codes == []
    assert aanlevering.moment == "2026-11-20T06:00:00"
    assert (feit.type, feit.datum_feit, feit.kenmerk) == ("I06", date(2026, 3, 1), "KBI-1")
    assert feit.vastgesteld_op == date(2026, 3, 2)
    assert feit.feitenrelaas == "Verzonnen relaas."
    assert feit.sanctioneringsbevoegdheid == "ABB"
    assert feit.stukken == ("KBI:0a1b2c3d-0000-1111-2222-333344445555",)
    assert feit.rechtzetting == Rechtzetting(date(2026, 3, 5), "toch aangemeld")
    assert feit.historisch == (
        Historisch("ingebrekestelling", date(2026, 3, 3)),
        Historisch("inregelstelling", date(2026, 3, 4)),
        Historisch("besluit", date(2026, 3, 6)),
    )
    assert feit.vaststeller is None


def test_given_empty_elements_when_read_then_they_say_nothing() -> None:
    leeg = "<Ingebrekestelling/><Inregelstelling> </Inregelstelling>"
    nil = '<Datum xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="true"/>'
    xml = inbreuk(in_inbreuk=leeg, voor=f"<Vaststelling>{nil}</Vaststelling>", na="<Rechtzetting/>")

    [feit] = lees(publicatie(dossier(xml))).aanleveringen[0].inbreuken

    assert (feit.historisch, feit.rechtzetting, feit.vastgesteld_op) == ((), None, None)
    assert feit.sanctioneringsbevoegdheid is None


@pytest.mark.parametrize("insz", [INSZ, BIS, ZONDER_GEBOORTEDATUM])
def test_given_any_kind_of_valid_insz_when_read_then_it_is_fine(insz: str) -> None:
    assert lees(publicatie(dossier(inbreuk(), insz))).inszen == [insz]


@pytest.mark.parametrize(
    ("insz", "code"),
    [
        ("", "InszOntbreekt"),
        ("  ", "InszOntbreekt"),
        ("12345678901", "InszOngeldig"),
        ("1234", "InszOngeldig"),
        ("<b>1</b>", "VeldOngeldig"),
        (f"{INSZ}</INSZ><INSZ>{INSZ}", "VeldDubbel"),
    ],
)
def test_given_no_usable_insz_when_read_then_the_whole_dossier_is_put_aside(
    insz: str, code: str
) -> None:
    gelezen = lees(publicatie(dossier(inbreuk(), insz), dossier(inbreuk(), BIS)))

    assert gelezen.codes[0] == code
    assert gelezen.inszen == [BIS]
    assert b"<Inbreukdossier>" in gelezen.aanleveringen[0].afgekeurd[0].origineel


@pytest.mark.parametrize(
    ("type_", "datum", "codes"),
    [
        ("12345", "2026-03-01", ["TypeOnbekend"]),
        ("2", "2026-03-01", ["TypeOnbekend"]),
        ("i01", "2026-03-01", ["TypeOnbekend"]),
        (None, "2026-03-01", ["TypeOntbreekt"]),
        ("I01", None, ["DatumOntbreekt"]),
        ("I01", "2026-11-23", ["DatumInDeToekomst"]),
        ("I01", "9999-12-31", ["DatumOnbekend"]),
        ("I01", "0001-01-01", ["DatumOnbekend"]),
        ("I01", "2026-00-00", ["DatumOnvolledig"]),
        ("I01", "2026-02-30", ["DatumOngeldig"]),
        ("I01", "01/03/2026", ["DatumOngeldig"]),
        ("I01", "2026-03-01T00:00:00", ["DatumOngeldig"]),
        (None, None, ["TypeOntbreekt", "DatumOntbreekt"]),
        ("12345", "9999-12-31", ["DatumOnbekend", "TypeOnbekend"]),
        ("I05", "2020-01-01", []),
    ],
)
def test_given_a_bad_type_or_date_when_read_then_that_inbreuk_is_told_why(
    type_: str | None, datum: str | None, codes: list[str]
) -> None:
    gelezen = lees(publicatie(dossier(inbreuk(type_, datum, nummer="KBI-9") + inbreuk())))

    [aanlevering] = gelezen.aanleveringen
    gevonden = [b.code for stuk in aanlevering.afgekeurd for b in stuk.bezwaren]
    assert gevonden == codes
    assert len(aanlevering.inbreuken) == (1 if codes else 2)
    for stuk in aanlevering.afgekeurd:
        assert b"KBI-9" in stuk.origineel
        assert stuk.plaats.pad is not None
        assert stuk.plaats.pad.endswith("Inbreukdossiers/Inbreukdossier[1]")


def test_given_today_and_yesterday_when_read_then_only_tomorrow_is_the_future() -> None:
    gelezen = lees(publicatie(dossier(inbreuk(datum=str(VANDAAG)))))

    assert gelezen.codes == []


@pytest.mark.parametrize(
    ("in_inbreuk", "voor", "na", "veld"),
    [
        ("<Ingebrekestelling><Datum>9999-12-31</Datum></Ingebrekestelling>", "", "", "Ingebreke"),
        ("<Inregelstelling><KBIRapport>x</KBIRapport></Inregelstelling>", "", "", "Inregelst"),
        ("", "<Vaststelling><Datum>2030-01-01</Datum></Vaststelling>", "", "Vaststelling/Datum"),
        ("", "", "<Rechtzetting><Datum>gisteren</Datum></Rechtzetting>", "Rechtzetting/Datum"),
        ("", "", "<Besluit><Nota>zonder datum</Nota></Besluit>", "Besluit/Datum"),
        ("", f"<Vaststelling><KBIRapport>{'9' * 300}</KBIRapport></Vaststelling>", "", "KBIRapp"),
        ("", "<Vaststelling><KBIRapport>geen</KBIRapport></Vaststelling>", "", "KBIRapport"),
    ],
)
def test_given_a_part_that_cannot_be_used_when_read_then_the_inbreuk_waits_whole(
    in_inbreuk: str, voor: str, na: str, veld: str
) -> None:
    """An inbreuk without its rechtzetting or inregelstelling would not be the same inbreuk."""
    gelezen = lees(publicatie(dossier(inbreuk(in_inbreuk=in_inbreuk, voor=voor, na=na))))

    [aanlevering] = gelezen.aanleveringen
    assert aanlevering.inbreuken == ()
    assert veld in aanlevering.afgekeurd[0].bezwaren[0].zin


@pytest.mark.parametrize(
    ("bevoegd", "bestemmeling", "uitkomst"),
    [
        (bevoegdheid("HH"), "", "ABB"),
        (bevoegdheid("ABB"), "", "ABB"),
        (bevoegdheid("ocmw"), "", "OCMW"),
        (bevoegdheid("7", beschrijving="VDAB"), "", "VDAB"),
        (bevoegdheid("HH"), "<Bestemmeling>Algemeen</Bestemmeling>", "ABB"),
        (bevoegdheid("HH"), "<Bestemmeling>VDAB</Bestemmeling>", "VDAB"),
        (bevoegdheid("HH") + bevoegdheid("HH"), "", "ABB"),
        (bevoegdheid("HH", "2020-01-01") + bevoegdheid("OCMW", "2024-01-01"), "", "OCMW"),
        (bevoegdheid("VALSE_OVERHEID"), "", "SanctioneringsbevoegdheidOnbekend"),
        (bevoegdheid("7", beschrijving="iets"), "", "SanctioneringsbevoegdheidOnbekend"),
        (bevoegdheid("XYZ", beschrijving="VDAB"), "", "SanctioneringsbevoegdheidOnbekend"),
        (
            bevoegdheid("HH"),
            "<Bestemmeling>VALSE_OVERHEID</Bestemmeling>",
            "SanctioneringsbevoegdheidOnbekend",
        ),
        (
            bevoegdheid("HH", "2020-01-01") + bevoegdheid("OCMW"),
            "",
            "SanctioneringsbevoegdheidDubbelzinnig",
        ),
        (
            bevoegdheid("HH", "2024-01-01") + bevoegdheid("OCMW", "2024-01-01"),
            "",
            "SanctioneringsbevoegdheidDubbelzinnig",
        ),
        (
            bevoegdheid("HH", "2024-01-01") + bevoegdheid("OCMW", "2999-01-01"),
            "",
            "SanctioneringsbevoegdheidDubbelzinnig",
        ),
    ],
)
def test_given_an_authority_when_read_then_it_is_known_or_refused(
    bevoegd: str, bestemmeling: str, uitkomst: str
) -> None:
    [aanlevering] = lees(
        publicatie(dossier(inbreuk(voor=bestemmeling), bevoegd=bevoegd))
    ).aanleveringen

    if aanlevering.inbreuken:
        assert aanlevering.inbreuken[0].sanctioneringsbevoegdheid == uitkomst
    else:
        assert aanlevering.afgekeurd[0].bezwaren[0].code == uitkomst


def test_given_a_bad_authority_in_one_hoedanigheid_when_read_then_the_other_goes_on() -> None:
    twee = dossier(inbreuk(nummer="A"), bevoegd=bevoegdheid("VALSE_OVERHEID")).replace(
        "</Hoedanigheid></Hoedanigheden>",
        "</Hoedanigheid><Hoedanigheid><Trajecten><Traject/><Traject><Inbreukdossiers>"
        f"{inbreuk(nummer='B')}</Inbreukdossiers></Traject></Trajecten></Hoedanigheid>"
        "</Hoedanigheden>",
    )
    [aanlevering] = lees(publicatie(twee)).aanleveringen

    assert [i.kenmerk for i in aanlevering.inbreuken] == ["B"]
    assert len(aanlevering.afgekeurd) == 1


def test_given_a_part_that_stands_there_twice_when_read_then_none_is_chosen() -> None:
    act = "<Rechtzetting><Datum>2026-03-0{}</Datum></Rechtzetting>"

    gelezen = lees(publicatie(dossier(inbreuk(na=act.format(5) + act.format(6)))))

    assert gelezen.codes == ["VeldDubbel"]


def test_given_an_inbreukdossier_without_inbreuk_when_read_then_it_is_told() -> None:
    gelezen = lees(publicatie(dossier("<Inbreukdossier><Status/></Inbreukdossier>")))

    assert gelezen.codes == ["TypeOntbreekt"]


@pytest.mark.parametrize(
    ("centrum", "agentschap"),
    [
        ("<Ondernemingsnummer>0000000202</Ondernemingsnummer>", "Atlas"),
        ("<Ondernemingsnummer>000000202</Ondernemingsnummer>", "Atlas"),
        ("<Ondernemingsnummer>0999999999</Ondernemingsnummer>", None),
        ("<VOPEntiteitNummer>00000303</VOPEntiteitNummer>", "Amal"),
    ],
)
def test_given_a_centre_when_it_is_known_then_the_inbreuk_has_its_agency(
    centrum: str, agentschap: str | None
) -> None:
    xml = dossier(inbreuk(), voor=f"<KBICentrum>{centrum}</KBICentrum>")
    centra = {"0000000202": "Atlas", "0000000303": "Amal"}

    [aanlevering] = lees(publicatie(xml), vertaling(**centra)).aanleveringen

    assert aanlevering.inbreuken[0].agentschap == agentschap


@pytest.mark.parametrize("soort", ["03", "04"])
def test_given_a_cancelled_dossier_when_read_then_a_person_must_choose(soort: str) -> None:
    gelezen = lees(publicatie(dossier(inbreuk()), soort=soort))

    assert gelezen.codes == ["PublicatieAnnulatie"]
    assert gelezen.inszen == []


@pytest.mark.parametrize(
    "xml",
    [
        dossier(inbreuk()),
        '<?xml version="1.0"?>\n' + dossier(inbreuk(), tag="DossierKBI"),
        (
            f'<i:DossierKBI xmlns:i="http://inburgering-01_00.kbi.vlaanderen.be"><INSZ>{INSZ}</INSZ>'
            "<Hoedanigheden><Hoedanigheid><Trajecten><Traject><Inbreukdossiers>"
            f"{inbreuk()}</Inbreukdossiers></Traject></Trajecten></Hoedanigheid></Hoedanigheden>"
            "</i:DossierKBI>"
        ),
    ],
)
def test_given_a_bare_dossier_when_read_then_it_is_read_too(xml: str) -> None:
    gelezen = lees(xml.encode())

    assert gelezen.inszen == [INSZ]
    assert len(gelezen.aanleveringen[0].inbreuken) == 1


def test_given_a_dossier_without_inbreuken_when_read_then_the_person_alone_is_there() -> None:
    gelezen = lees(f"<DossierKBI><INSZ>{INSZ}</INSZ></DossierKBI>".encode())

    [aanlevering] = gelezen.aanleveringen
    assert (aanlevering.inbreuken, aanlevering.afgekeurd) == ((), ())


def test_given_comments_and_cdata_when_read_then_text_is_whole() -> None:
    xml = inbreuk("I<!-- x -->01", "<![CDATA[2026-03-01]]>")

    assert lees(publicatie(dossier(xml))).aanleveringen[0].inbreuken[0].type == "I01"
