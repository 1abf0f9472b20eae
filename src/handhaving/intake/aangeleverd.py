"""What a file delivers, in neutral form: no XML, no JSON, and nothing of the domain yet.

A reader turns a file into `Aanlevering`en (one person each) and `Afgekeurd`e pieces. It never
raises on what stands in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date


class Bron(StrEnum):
    """The format a piece came in; also the name of its mapping table."""

    KBI_01 = "Inburgering-01.00"
    KBI_02 = "KBI-02.00"
    JSONL = "JSONL-1"


class Reden(StrEnum):
    """Why something cannot be used: the code. `ZINNEN` holds the sentence."""

    BESTAND_LEEG = "BestandLeeg"
    FORMAAT_ONBEKEND = "FormaatOnbekend"
    DTD_GEWEIGERD = "DtdGeweigerd"
    CODERING_ONBEKEND = "CoderingOnbekend"
    CODERING_ONJUIST = "CoderingOnjuist"
    XML_MISVORMD = "XmlMisvormd"
    DOSSIER_TE_GROOT = "DossierTeGroot"
    UITZONDERING = "UitzonderingInBericht"
    ANNULATIE = "PublicatieAnnulatie"
    REGEL_TE_LANG = "RegelTeLang"
    REGEL_GEEN_JSON = "RegelGeenJson"
    VELD_ONGELDIG = "VeldOngeldig"
    VELD_DUBBEL = "VeldDubbel"
    VELD_ONBEKEND = "VeldOnbekend"
    NUL_TEKEN = "NulTeken"
    INSZ_ONTBREEKT = "InszOntbreekt"
    INSZ_ONGELDIG = "InszOngeldig"
    TYPE_ONTBREEKT = "TypeOntbreekt"
    TYPE_ONBEKEND = "TypeOnbekend"
    OVERHEID_ONBEKEND = "SanctioneringsbevoegdheidOnbekend"
    OVERHEID_DUBBELZINNIG = "SanctioneringsbevoegdheidDubbelzinnig"
    DATUM_ONTBREEKT = "DatumOntbreekt"
    DATUM_ONGELDIG = "DatumOngeldig"
    DATUM_ONVOLLEDIG = "DatumOnvolledig"
    DATUM_ONBEKEND = "DatumOnbekend"
    DATUM_IN_DE_TOEKOMST = "DatumInDeToekomst"
    BRON_GEWIJZIGD = "InbreukGewijzigdInBron"
    ANDER_NUMMER = "ZelfdeFeitAnderNummer"
    PERSOON_DUBBELZINNIG = "PersoonDubbelzinnig"
    ANDER_AGENTSCHAP = "AnderAgentschap"


ZINNEN: Final = {
    Reden.ANDER_AGENTSCHAP: "Dit is van een ander agentschap dan wie het bestand aanlevert.",
    Reden.BESTAND_LEEG: "Het bestand is leeg.",
    Reden.FORMAAT_ONBEKEND: (
        "Het bestand is geen KBI-XML (DossierKBI of KBIDossier) en geen JSON Lines; "
        "er is niets opgenomen."
    ),
    Reden.DTD_GEWEIGERD: (
        "Het bestand bevat een documenttype (DOCTYPE). Dat wordt geweigerd omdat het entiteiten "
        "kan bevatten; er is niets opgenomen."
    ),
    Reden.CODERING_ONBEKEND: "De tekencodering die het bestand opgeeft, wordt niet gelezen.",
    Reden.CODERING_ONJUIST: (
        "Hier staan bytes die niet bij de opgegeven tekencodering horen; dit dossier is "
        "overgeslagen, de rest is gelezen."
    ),
    Reden.XML_MISVORMD: (
        "Hier breekt het XML af: het is niet welgevormd. Wat ervoor staat is opgenomen, en wat "
        "erna weer leesbaar is ook."
    ),
    Reden.DOSSIER_TE_GROOT: (
        "Hier staat meer dan {grens} zonder dat een dossier eindigt, of te diep; dat stuk is niet "
        "gelezen, de rest wel."
    ),
    Reden.UITZONDERING: "Het bericht meldt een uitzondering ({veld}).",
    Reden.ANNULATIE: (
        "De bron meldt een annulatie of verwijdering van dit dossier ({veld}); iemand moet kiezen."
    ),
    Reden.REGEL_TE_LANG: "De regel is langer dan de toegelaten {grens}.",
    Reden.REGEL_GEEN_JSON: "De regel is geen geldig JSON-object in UTF-8.",
    Reden.VELD_ONGELDIG: "Veld {veld} heeft geen geldige waarde.",
    Reden.VELD_DUBBEL: "Veld {veld} staat er meer dan één keer.",
    Reden.VELD_ONBEKEND: "Onbekend veld op {veld}: het schema kent het niet.",
    Reden.NUL_TEKEN: "Veld {veld} bevat een NUL-teken (U+0000).",
    Reden.INSZ_ONTBREEKT: "Veld {veld} ontbreekt; zonder kan de persoon niet gevonden worden.",
    Reden.INSZ_ONGELDIG: "Veld {veld} is geen geldig rijksregister- of BIS-nummer.",
    Reden.TYPE_ONTBREEKT: "Veld {veld} (het inbreuktype) ontbreekt.",
    Reden.TYPE_ONBEKEND: (
        "De code in veld {veld} staat voor die datum niet in de omzettingstabel van inbreuktypes."
    ),
    Reden.OVERHEID_ONBEKEND: "De sanctionerende overheid in veld {veld} bestaat niet.",
    Reden.OVERHEID_DUBBELZINNIG: (
        "Veld {veld} noemt meer dan één sanctionerende overheid; er wordt niet gekozen."
    ),
    Reden.DATUM_ONTBREEKT: "Veld {veld} ontbreekt.",
    Reden.DATUM_ONGELDIG: "Veld {veld} is geen bestaande datum (JJJJ-MM-DD).",
    Reden.DATUM_ONVOLLEDIG: "In veld {veld} is de dag of de maand onbekend (00).",
    Reden.DATUM_ONBEKEND: "Veld {veld} draagt een datum die «onbekend» betekent.",
    Reden.DATUM_IN_DE_TOEKOMST: "Veld {veld} ligt in de toekomst.",
    Reden.BRON_GEWIJZIGD: (
        "Deze inbreuk werd eerder met een ander type of een andere datum opgenomen ({veld}); "
        "iemand moet kiezen."
    ),
    Reden.ANDER_NUMMER: (
        "Dit feit (zelfde type en datum) staat al in het dossier onder een ander nummer dan dat in "
        "veld {veld}: ofwel gaf de bron dezelfde inbreuk een tweede nummer, ofwel is het een "
        "tweede inbreuk op dezelfde dag; iemand moet kiezen."
    ),
    Reden.PERSOON_DUBBELZINNIG: (
        "Het INSZ en het klantnummer wijzen naar verschillende dossiers; iemand moet kiezen."
    ),
}
"""One Dutch sentence per code. `{veld}` is a field name, never a value."""


@dataclass(frozen=True, slots=True)
class Bezwaar:
    """One reason against one field. Never holds what stands in the field."""

    code: str
    zin: str

    @classmethod
    def van(cls, reden: Reden, veld: str = "", *, grens: str = "") -> Bezwaar:
        """The sentence of this reason for this field."""
        return cls(reden.value, ZINNEN[reden].format(veld=veld, grens=grens))


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where something stands in the file: a line, and in XML the path from the dossier down."""

    regel: int | None
    pad: str | None = None

    def __str__(self) -> str:
        delen = ([f"regel {self.regel}"] if self.regel else []) + ([self.pad] if self.pad else [])
        return ", ".join(delen) or "bestand"


@dataclass(frozen=True, slots=True)
class Afgekeurd:
    """A piece that cannot be used, with every reason and its original bytes.

    `heel_bestand`: the reason concerns the file, not a piece of it.
    """

    plaats: Plaats
    bezwaren: tuple[Bezwaar, ...]
    origineel: bytes
    heel_bestand: bool = False


@dataclass(frozen=True, slots=True)
class Adresgegevens:
    """An address as delivered."""

    straat: str | None = None
    huisnummer: str | None = None
    bus: str | None = None
    postcode: str | None = None
    gemeente: str | None = None
    land: str | None = None

    def velden(self) -> dict[str, str]:
        """What is known, by name."""
        return {naam: w for naam in self.__slots__ if (w := getattr(self, naam)) is not None}


@dataclass(frozen=True, slots=True)
class Persoonsgegevens:
    """Who it is about. What the file does not say is None; `insz` is checked, eleven digits."""

    insz: str | None = None
    klantnummer: str | None = None
    agentschap: str | None = None
    naam: str | None = None
    voornaam: str | None = None
    geboortedatum: date | None = None
    adres: Adresgegevens | None = None
    contacttaal: str | None = None
    hoedanigheid: str | None = None
    plicht_ontstaan_op: date | None = None
    regime: str | None = None
    vanaf: date | None = None

    def velden(self) -> dict[str, object]:
        """What is known, by name; the address as a mapping of its own."""
        uit = {naam: w for naam in self.__slots__ if (w := getattr(self, naam)) is not None}
        if self.adres is not None:
            uit["adres"] = self.adres.velden()
        return uit


@dataclass(frozen=True, slots=True)
class Historisch:
    """An act from before: an ingebrekestelling, an inregelstelling, a besluit."""

    soort: str
    datum: date


@dataclass(frozen=True, slots=True)
class Rechtzetting:
    """The source says that the inbreuk was wrong."""

    op: date | None
    reden: str | None = None


@dataclass(frozen=True, slots=True)
class AangeleverdeInbreuk:
    """One inbreuk, checked, with our own type code. `kenmerk` is the number the source gave it."""

    plaats: Plaats
    type: str
    datum_feit: date
    vastgesteld_op: date | None = None
    kenmerk: str | None = None
    vaststeller: str | None = None
    feitenrelaas: str | None = None
    sanctioneringsbevoegdheid: str | None = None
    agentschap: str | None = None
    stukken: tuple[str, ...] = ()
    rechtzetting: Rechtzetting | None = None
    historisch: tuple[Historisch, ...] = ()
    origineel: bytes = b""


@dataclass(frozen=True, slots=True)
class Aanlevering:
    """All that one dossier (or one line) delivers about one person.

    `persoon` is None when the person cannot be known: then everything is in `afgekeurd`.
    `moment` is when the source says it published this; `opmerkingen` hold what was left out.
    `alleen_persoon`: a line that delivers the person itself, who gets a dossier without inbreuken.
    """

    bron: Bron
    plaats: Plaats
    persoon: Persoonsgegevens | None = None
    inbreuken: tuple[AangeleverdeInbreuk, ...] = ()
    afgekeurd: tuple[Afgekeurd, ...] = ()
    opmerkingen: tuple[Bezwaar, ...] = ()
    moment: str | None = None
    alleen_persoon: bool = False
    origineel: bytes = b""
    """The whole of it, kept only where no inbreuk keeps its own part."""
