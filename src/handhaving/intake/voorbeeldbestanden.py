"""Writes the sample as official files: a publication, a response, and JSON Lines beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from handhaving.intake.voorbeeld import fictief_insz

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from handhaving.intake.voorbeeld import VoorbeeldInbreuk, VoorbeeldPersoon

_NS_PUBLICEER: Final = (
    "http://service.publiceerdossierkbidienst-02_00.inburgering-02_00.vip.vlaanderen.be"
)
_NS_GEEF: Final = "http://service.geefdossierkbidienst-02_00.inburgering-02_00.vip.vlaanderen.be"


@dataclass(frozen=True, slots=True)
class Bestanden:
    """Where the sample was written, and what is in it."""

    publicatie: Path
    personen: Path
    dossiers: int
    inbreuken: int


def schrijf(
    map_: Path, personen: Iterable[VoorbeeldPersoon], op: date, *, met_fouten: bool = False
) -> Bestanden:
    """Write the publication (XML) and the persons (JSON Lines) in a folder.

    `met_fouten` adds one dossier for each fault that intake must answer; still valid XML.
    """
    map_.mkdir(parents=True, exist_ok=True)
    publicatie, regels = map_ / "publicatie.xml", map_ / "personen.jsonl"
    dossiers = inbreuken = 0
    with publicatie.open("wb") as xml, regels.open("wb") as jsonl:
        xml.write(kop_publicatie(op))
        for persoon in personen:
            xml.write(onderwerp(persoon, op))
            jsonl.write(persoonregel(persoon))
            dossiers += 1
            inbreuken += len(persoon.inbreuken)
        for nummer, inhoud in enumerate(foute_dossiers(op) if met_fouten else (), start=1):
            xml.write(omslag(f"FOUT-{nummer}", inhoud, op))
        xml.write(STAART_PUBLICATIE)
    return Bestanden(publicatie, regels, dossiers, inbreuken)


def kop_publicatie(op: date, codering: str = "UTF-8") -> bytes:
    """Everything of a PubliceerDossierKBI publication before its first Onderwerp."""
    return (
        f'<?xml version="1.0" encoding="{codering}"?>\n'
        f'<pub:PubliceerBewijs xmlns:pub="{_NS_PUBLICEER}">\n<Publicatie>\n'
        f"<Context><Naam>PubliceerDossierKBI</Naam><Versie>02.00.0000</Versie>"
        f"<Bericht><Type>PUBLICATIE</Type><Tijdstip><Datum>{op}</Datum><Tijd>06:00:00.000</Tijd>"
        f"</Tijdstip><Afzender><Identificatie>fictief.example</Identificatie>"
        f"<Referte>VOORBEELD-{op}</Referte></Afzender></Bericht></Context>\n<Onderwerpen>\n"
    ).encode()


STAART_PUBLICATIE: Final = b"</Onderwerpen>\n</Publicatie>\n</pub:PubliceerBewijs>\n"


def omslag(referte: str, dossier: str, op: date, soort: str = "01") -> bytes:
    """One Onderwerp around a DossierKBI."""
    return (
        f"<Onderwerp><Referte>{referte}</Referte><Inhoud><Metadata><Referte>{referte}</Referte>"
        f"<Type>{soort}</Type><Datum>{op}T06:00:00</Datum></Metadata>\n{dossier}</Inhoud>"
        "</Onderwerp>\n"
    ).encode()


def onderwerp(persoon: VoorbeeldPersoon, op: date) -> bytes:
    """The dossier of one person as it stands in a publication."""
    return omslag(f"ONDERWERP-{persoon.nummer}", dossier_01(persoon), op)


def dossier_01(persoon: VoorbeeldPersoon) -> str:
    """A DossierKBI of Inburgering-01.00."""
    inbreuken = "\n".join(inbreukdossier(inbreuk) for inbreuk in persoon.inbreuken)
    kop = _kop_01(persoon.insz, persoon.centrum, persoon.overheid)
    return f"<DossierKBI>{kop}{inbreuken}{_STAART_01}"


def _kop_01(insz: str, centrum: str, overheid: str) -> str:
    return (
        f"<INSZ>{insz}</INSZ><Hoedanigheden><Hoedanigheid>"
        '<Hoedanigheidscode Beschrijving="Inburgeraar">IB</Hoedanigheidscode>'
        f"<KBICentrum><Ondernemingsnummer>{centrum}</Ondernemingsnummer></KBICentrum>"
        "<Sanctioneringsbevoegdheden><Sanctioneringsbevoegdheid>"
        f"<Bevoegdheid>{overheid}</Bevoegdheid></Sanctioneringsbevoegdheid>"
        "</Sanctioneringsbevoegdheden><Trajecten><Traject><Inbreukdossiers>\n"
    )


_STAART_01: Final = (
    "\n</Inbreukdossiers></Traject></Trajecten></Hoedanigheid></Hoedanigheden></DossierKBI>"
)


def _act(naam: str, datum: date | None) -> str:
    return "" if datum is None else f"<{naam}><Datum>{datum}</Datum></{naam}>"


def inbreukdossier(inbreuk: VoorbeeldInbreuk) -> str:
    """One Inbreukdossier, with the acts of before that the sample gives it."""
    geldig = f'DatumGeldigheid="{inbreuk.vastgesteld_op}"'
    return (
        f"<Inbreukdossier {geldig}><Dossiernummer>{inbreuk.dossiernummer}</Dossiernummer>"
        f"<Vaststelling {geldig}><Datum>{inbreuk.vastgesteld_op}</Datum>"
        f"<RelaasVanDeFeiten>{escape(inbreuk.relaas)}</RelaasVanDeFeiten>"
        f"<KBIRapport>{{{inbreuk.rapport}}}</KBIRapport></Vaststelling>"
        f'<Inbreuk {geldig}><Type Beschrijving="verzonnen">{inbreuk.type}</Type>'
        f"<Datum>{inbreuk.datum_feit}</Datum>"
        f"{_act('Ingebrekestelling', inbreuk.ingebrekestelling)}"
        f"{_act('Inregelstelling', inbreuk.inregelstelling)}</Inbreuk>"
        f"{_act('Rechtzetting', inbreuk.rechtzetting)}{_act('Besluit', inbreuk.besluit)}"
        "</Inbreukdossier>"
    )


def foute_dossiers(op: date) -> list[str]:
    """Dossiers that are valid XML and yet cannot be used, one per fault."""
    goed = f"<Type>I01</Type><Datum>{op}</Datum>"
    gevallen = (
        ("type 12345", "HH", f"<Type>12345</Type><Datum>{op}</Datum>", 0),
        ("overheid die niet bestaat", "VALSE_OVERHEID", goed, 0),
        ("datum in de toekomst", "HH", "<Type>I01</Type><Datum>2899-01-01</Datum>", 0),
        ("datum die onbekend betekent", "HH", "<Type>I01</Type><Datum>9999-12-31</Datum>", 0),
        ("datum met dag 00", "HH", f"<Type>I01</Type><Datum>{op.year}-01-00</Datum>", 0),
        ("zonder type", "HH", f"<Datum>{op}</Datum>", 0),
        ("zonder datum", "HH", "<Type>I01</Type>", 0),
        ("ongeldig INSZ", "HH", goed, 1),
    )
    uit = []
    for nummer, (wat, overheid, inbreuk, verschil) in enumerate(gevallen):
        insz, _ = fictief_insz(290_000 + nummer)
        insz = f"{insz[:9]}{(int(insz[9:]) + verschil) % 97:02d}"
        uit.append(
            f"<DossierKBI><!-- {wat} -->{_kop_01(insz, '0000000101', overheid)}"
            f"<Inbreukdossier><Inbreuk>{inbreuk}</Inbreuk></Inbreukdossier>{_STAART_01}"
        )
    return uit


def antwoord_02(persoon: VoorbeeldPersoon, op: date, *, type_code: str = "1") -> bytes:
    """The same person as a KBI-02.00 dossier in a GeefDossierKBIResponse."""
    geboren = persoon.geboortedatum or f"{op.year - 40}-00-00"
    inbreuken = "".join(
        f"<Inbreuk><Type>{type_code}</Type>"
        f"<SanctionerendeOverheid>{persoon.overheid}</SanctionerendeOverheid>"
        f"<DatumVaststelling>{i.vastgesteld_op}</DatumVaststelling>"
        f"<Motivering>{escape(i.relaas)}</Motivering></Inbreuk>"
        for i in persoon.inbreuken
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<geef:GeefDossierKBIResponse xmlns:geef="{_NS_GEEF}">\n<Repliek><Context>'
        "<Naam>GeefDossierKBI</Naam><Versie>02.00.0000</Versie><Bericht><Type>ANTWOORD</Type>"
        f"<Tijdstip><Datum>{op}</Datum><Tijd>06:00</Tijd></Tijdstip><Afzender>"
        "<Identificatie>fictief.example</Identificatie><Referte>VOORBEELD</Referte></Afzender>"
        "</Bericht></Context>\n<Antwoorden><Antwoord><Referte>1</Referte><Inhoud><KBIDossier>"
        f"<Personalia><INSZ>{persoon.insz}</INSZ><Naam><Achternamen>"
        f"<Achternaam>{persoon.naam}</Achternaam></Achternamen><Voornamen>"
        f"<Voornaam>{persoon.voornaam}</Voornaam></Voornamen></Naam>"
        f"<Geboortedatum>{geboren}</Geboortedatum></Personalia>\n"
        f"<Inbreuken>{inbreuken}</Inbreuken></KBIDossier></Inhoud></Antwoord></Antwoorden>"
        "</Repliek></geef:GeefDossierKBIResponse>\n"
    ).encode()


def persoonregel(persoon: VoorbeeldPersoon) -> bytes:
    """One line of the persons file."""
    velden: dict[str, object] = {
        "soort": "persoon",
        "insz": persoon.insz,
        "klantnummer": persoon.klantnummer,
        "agentschap": persoon.agentschap,
        "naam": persoon.naam,
        "voornaam": persoon.voornaam,
        "geboortedatum": None if persoon.geboortedatum is None else str(persoon.geboortedatum),
        "adres": {
            "straat": persoon.straat,
            "huisnummer": persoon.huisnummer,
            "postcode": persoon.postcode,
            "gemeente": persoon.gemeente,
            "land": "België",
        },
        "contacttaal": persoon.contacttaal,
        "hoedanigheid": "verplicht",
        "plichtOntstaanOp": str(persoon.plicht_ontstaan_op),
        "regime": persoon.regime,
    }
    return json.dumps(velden, ensure_ascii=False).encode() + b"\n"
