"""KBI-02.00: names where they stand, one date per inbreuk, and the answer to each bad value."""

from __future__ import annotations

from datetime import date

import pytest

from handhaving.intake.aangeleverd import Historisch, Rechtzetting
from tests.intake.hulp import INSZ, antwoord, dossier_02, inbreuk_02, lees, vertaling

NAAM = (
    "<Naam><Achternamen><Achternaam>Fictief</Achternaam></Achternamen><Voornamen>"
    "<Voornaam>Persoon-17 </Voornaam><Voornaam>Tweede</Voornaam></Voornamen></Naam>"
)


def test_given_a_response_when_read_then_person_and_inbreuken_are_there() -> None:
    relaas = (
        "<Motivering>Verzonnen.</Motivering><FeitenRelaas><Activiteiten><Activiteit>"
        "<Type>A_BRIEF</Type><DatumUitgevoerd>2026-02-01</DatumUitgevoerd>"
        "<CommentaarFeitenRelaas>brief</CommentaarFeitenRelaas></Activiteit></Activiteiten>"
        "<Communicaties><Communicatie><DatumAanmaak>2026-02-02</DatumAanmaak>"
        "<TypeDocument>BRI106</TypeDocument></Communicatie></Communicaties></FeitenRelaas>"
    )
    rest = (
        "<DatumIngebrekestellingVerzonden>2026-03-05</DatumIngebrekestellingVerzonden>"
        f"{relaas}<RechtzettingsFormulier><DocumentID>0a1b2c3d-0000-1111-2222-333344445555"
        "</DocumentID><DatumAanmaak>2026-03-06</DatumAanmaak>"
        "<DatumOndertekening>2026-03-07</DatumOndertekening></RechtzettingsFormulier>"
    )
    personalia = f"{NAAM}<Geboortedatum>1985-07-30</Geboortedatum>"

    [aanlevering] = lees(
        antwoord(dossier_02(inbreuk_02(rest=rest), personalia=personalia))
    ).aanleveringen

    persoon = aanlevering.persoon
    assert persoon is not None
    assert (persoon.insz, persoon.naam, persoon.voornaam) == (INSZ, "Fictief", "Persoon-17 Tweede")
    assert persoon.geboortedatum == date(1985, 7, 30)
    [feit] = aanlevering.inbreuken
    assert (feit.type, feit.datum_feit, feit.vastgesteld_op) == (
        "I01",
        date(2026, 3, 1),
        date(2026, 3, 1),
    )
    assert feit.feitenrelaas == "Verzonnen.\n2026-02-01 A_BRIEF brief\n2026-02-02 BRI106"
    assert feit.historisch == (Historisch("ingebrekestelling", date(2026, 3, 5)),)
    assert feit.rechtzetting == Rechtzetting(date(2026, 3, 7))
    assert feit.sanctioneringsbevoegdheid == "ABB"


@pytest.mark.parametrize(
    "bestand",
    [
        antwoord(dossier_02(inbreuk_02()), "webservice.GeefDossierKBI-02.00.kbi-02.00"),
        dossier_02(inbreuk_02()).encode(),
        dossier_02(inbreuk_02(), tag="Dossier").encode(),
        dossier_02(inbreuk_02(), tag="DossierKBI").encode(),
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        + antwoord(dossier_02(inbreuk_02()))
        + b"</s:Body></s:Envelope>",
    ],
)
def test_given_any_wrapping_when_read_then_the_dossier_is_found(bestand: bytes) -> None:
    gelezen = lees(bestand)

    assert (gelezen.inszen, gelezen.codes) == ([INSZ], [])
    assert len(gelezen.aanleveringen[0].inbreuken) == 1


@pytest.mark.parametrize(
    ("inbreuk", "codes"),
    [
        (inbreuk_02("12345"), ["TypeOnbekend"]),
        (inbreuk_02("8"), ["TypeOnbekend"]),
        (inbreuk_02(None), ["TypeOntbreekt"]),
        (inbreuk_02(overheid="VALSE_OVERHEID"), ["SanctioneringsbevoegdheidOnbekend"]),
        (inbreuk_02(datum=None), ["DatumOntbreekt"]),
        (inbreuk_02(datum="2027-01-01"), ["DatumInDeToekomst"]),
        (
            inbreuk_02("12345", "2027-01-01", "VALSE_OVERHEID"),
            ["DatumInDeToekomst", "TypeOnbekend", "SanctioneringsbevoegdheidOnbekend"],
        ),
        (
            inbreuk_02(rest="<DatumIngebrekestellingVerzonden>x</DatumIngebrekestellingVerzonden>"),
            ["DatumOngeldig"],
        ),
        (
            inbreuk_02(
                rest="<RechtzettingsFormulier><DatumAanmaak>2030-01-01</DatumAanmaak>"
                "</RechtzettingsFormulier>"
            ),
            ["DatumInDeToekomst"],
        ),
        (inbreuk_02(rest=f"<Motivering>{'x' * 100_001}</Motivering>"), ["VeldOngeldig"]),
        (
            inbreuk_02(
                rest="<FeitenRelaas><Activiteiten>"
                + f"<Activiteit><Type>{'x' * 200}</Type></Activiteit>" * 510
                + "</Activiteiten></FeitenRelaas>"
            ),
            ["VeldOngeldig"],
        ),
    ],
)
def test_given_a_bad_inbreuk_when_read_then_it_is_told_and_the_other_goes_on(
    inbreuk: str, codes: list[str]
) -> None:
    [aanlevering] = lees(antwoord(dossier_02(inbreuk_02() + inbreuk))).aanleveringen

    assert len(aanlevering.inbreuken) == 1
    assert [b.code for stuk in aanlevering.afgekeurd for b in stuk.bezwaren] == codes


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (dossier_02(inbreuk_02(), None), "InszOntbreekt"),
        (dossier_02(inbreuk_02(), "00000000000"), "InszOngeldig"),
        ("<KBIDossier><Inbreuken/></KBIDossier>", "InszOntbreekt"),
    ],
)
def test_given_no_usable_insz_when_read_then_the_dossier_is_put_aside(xml: str, code: str) -> None:
    gelezen = lees(antwoord(xml))

    assert (gelezen.codes, gelezen.inszen) == ([code], [])


@pytest.mark.parametrize(
    ("tekst", "code"),
    [
        ("1985-00-00", "DatumOnvolledig"),
        ("9999-12-31", "DatumOnbekend"),
        ("1985-02-30", "DatumOngeldig"),
        ("2030-01-01", "DatumInDeToekomst"),
    ],
)
def test_given_an_unknown_birth_date_when_read_then_it_is_left_out_and_noted(
    tekst: str, code: str
) -> None:
    personalia = f"<Geboortedatum>{tekst}</Geboortedatum>"
    [aanlevering] = lees(antwoord(dossier_02(inbreuk_02(), personalia=personalia))).aanleveringen

    assert aanlevering.persoon is not None
    assert aanlevering.persoon.geboortedatum is None
    assert [o.code for o in aanlevering.opmerkingen] == [code]
    assert len(aanlevering.inbreuken) == 1


def test_given_a_centre_when_it_is_known_then_the_inbreuk_has_its_agency() -> None:
    personalia = "<AangemaaktDoor><KboNummer>0000000202</KboNummer></AangemaaktDoor>"
    [aanlevering] = lees(
        antwoord(dossier_02(inbreuk_02(), personalia=personalia)),
        vertaling(**{"0000000202": "Atlas"}),
    ).aanleveringen

    assert aanlevering.inbreuken[0].agentschap == "Atlas"


@pytest.mark.parametrize(
    ("uitzondering", "codes", "zin"),
    [
        (
            "<Identificatie>99996</Identificatie><Type>FOUT</Type>",
            ["UitzonderingInBericht"],
            "99996",
        ),
        (
            "<Identificatie>Jan</Identificatie><Type>FOUT</Type>",
            ["UitzonderingInBericht"],
            "zonder",
        ),
        ("<Identificatie>1</Identificatie><Type>WAARSCHUWING</Type>", [], ""),
    ],
)
def test_given_an_exception_of_the_sender_when_read_then_it_is_an_answer(
    uitzondering: str, codes: list[str], zin: str
) -> None:
    xml = (
        '<g:GeefDossierKBIResponse xmlns:g="urn:x"><Repliek><Uitzonderingen><Uitzondering>'
        f"{uitzondering}</Uitzondering></Uitzonderingen></Repliek></g:GeefDossierKBIResponse>"
    )
    gelezen = lees(xml.encode())

    assert gelezen.codes == codes
    assert all(zin in stuk.bezwaren[0].zin for stuk in gelezen.breuken)
