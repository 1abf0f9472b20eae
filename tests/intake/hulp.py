"""Small files as they could arrive, and what a reader makes of them."""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from handhaving.bootstrap import in_memory
from handhaving.intake import lezer
from handhaving.intake.aangeleverd import Aanlevering, Afgekeurd
from handhaving.intake.bestand import Bestand
from handhaving.intake.kbi import Vertaling
from handhaving.intake.opname import Instelling, Opname
from handhaving.intake.voorbeeld import fictief_insz
from handhaving.intake.voorbeeldbestanden import STAART_PUBLICATIE, kop_publicatie, omslag
from handhaving.recht import Recht

if TYPE_CHECKING:
    from handhaving.bootstrap import Core
    from handhaving.dossier.state import Dossier
    from handhaving.intake.verslag import Verslag

VANDAAG = date(2026, 11, 22)
OP = date(2026, 11, 20)
RECHT = Recht.laad()
INSZ, _ = fictief_insz(1)
BIS, _ = fictief_insz(16)
ZONDER_GEBOORTEDATUM, _ = fictief_insz(22)
SCHEMAS = Path(
    os.environ.get("HANDHAVING_MAGDA_SCHEMAS")
    or Path(__file__).resolve().parents[3] / "shared" / "data" / "magda"
)


def vertaling(**velden: str) -> Vertaling:
    """The translation of the tests, with these centres."""
    return Vertaling(RECHT, VANDAAG, velden)


@dataclass
class Gelezen:
    """All that a file brought."""

    aanleveringen: list[Aanlevering] = field(default_factory=list)
    breuken: list[Afgekeurd] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """Every first reason, in order of the file as far as pieces of one dossier go."""
        stukken = [stuk for a in self.aanleveringen for stuk in a.afgekeurd] + self.breuken
        return [stuk.bezwaren[0].code for stuk in stukken]

    @property
    def inszen(self) -> list[str | None]:
        """Of every person that was recognised."""
        return [a.persoon.insz for a in self.aanleveringen if a.persoon is not None]


def lees(inhoud: bytes, vertaald: Vertaling | None = None) -> Gelezen:
    """Read a file as intake does."""
    uit = Gelezen()
    for stuk in lezer.lees(Bestand(io.BytesIO(inhoud)), vertaald or vertaling()):
        if isinstance(stuk, Afgekeurd):
            uit.breuken.append(stuk)
        else:
            uit.aanleveringen.append(stuk)
    return uit


def dossier(
    inbreuken: str = "",
    insz: str = INSZ,
    bevoegd: str = "",
    voor: str = "",
    tag: str = "DossierKBI",
) -> str:
    """A DossierKBI with these Inbreukdossiers."""
    overheden = f"<Sanctioneringsbevoegdheden>{bevoegd}</Sanctioneringsbevoegdheden>"
    return (
        f"<{tag}><INSZ>{insz}</INSZ><Hoedanigheden><Hoedanigheid>{voor}"
        f"{overheden if bevoegd else ''}<Trajecten><Traject>"
        f"<Inbreukdossiers>{inbreuken}</Inbreukdossiers></Traject></Trajecten>"
        f"</Hoedanigheid></Hoedanigheden></{tag}>"
    )


def bevoegdheid(code: str, sinds: str = "", beschrijving: str = "") -> str:
    """A Sanctioneringsbevoegdheid."""
    geldig = f' DatumGeldigheid="{sinds}"' if sinds else ""
    extra = f' Beschrijving="{beschrijving}"' if beschrijving else ""
    return (
        f"<Sanctioneringsbevoegdheid{geldig}><Bevoegdheid{extra}>{code}</Bevoegdheid>"
        "</Sanctioneringsbevoegdheid>"
    )


def inbreuk(
    type_: str | None = "I01",
    datum: str | None = "2026-03-01",
    *,
    nummer: str | None = None,
    in_inbreuk: str = "",
    voor: str = "",
    na: str = "",
) -> str:
    """An Inbreukdossier; what is None is left out."""
    delen = (
        "<Inbreukdossier>",
        "" if nummer is None else f"<Dossiernummer>{nummer}</Dossiernummer>",
        voor,
        "<Inbreuk>",
        "" if type_ is None else f"<Type>{type_}</Type>",
        "" if datum is None else f"<Datum>{datum}</Datum>",
        f"{in_inbreuk}</Inbreuk>{na}</Inbreukdossier>",
    )
    return "".join(delen)


def publicatie(*dossiers: str, soort: str = "01") -> bytes:
    """A publication with these dossiers."""
    onderwerpen = (omslag(f"O-{n}", d, OP, soort) for n, d in enumerate(dossiers, start=1))
    return kop_publicatie(OP) + b"".join(onderwerpen) + STAART_PUBLICATIE


def dossier_02(
    inbreuken: str = "", insz: str | None = INSZ, personalia: str = "", tag: str = "KBIDossier"
) -> str:
    """A KBI-02.00 dossier."""
    nummer = "" if insz is None else f"<INSZ>{insz}</INSZ>"
    return (
        f"<{tag}><Personalia>{nummer}{personalia}</Personalia>"
        f"<Inbreuken>{inbreuken}</Inbreuken></{tag}>"
    )


def inbreuk_02(
    type_: str | None = "1",
    datum: str | None = "2026-03-01",
    overheid: str | None = "HH",
    rest: str = "",
) -> str:
    """A KBI-02.00 Inbreuk."""
    delen = (
        "" if type_ is None else f"<Type>{type_}</Type>",
        "" if overheid is None else f"<SanctionerendeOverheid>{overheid}</SanctionerendeOverheid>",
        "" if datum is None else f"<DatumVaststelling>{datum}</DatumVaststelling>",
    )
    return f"<Inbreuk>{''.join(delen)}{rest}</Inbreuk>"


def antwoord(dossier: str, ruimte: str = "service.geefdossierkbidienst-02_00") -> bytes:
    """A GeefDossierKBIResponse in this namespace around a dossier."""
    return (
        f'<g:GeefDossierKBIResponse xmlns:g="http://{ruimte}.vip.vlaanderen.be"><Repliek>'
        f"<Antwoorden><Antwoord><Referte>1</Referte><Inhoud>{dossier}</Inhoud></Antwoord>"
        "</Antwoorden></Repliek></g:GeefDossierKBIResponse>"
    ).encode()


NU = datetime(2026, 11, 22, 12, tzinfo=UTC)


def huis() -> Core:
    """The write side on a log in memory."""
    return in_memory(lambda: NU, RECHT)


def neem_op(core: Core, inhoud: bytes, **velden: object) -> Verslag:
    """Take in a file with these settings."""
    instelling = Instelling(**velden)  # type: ignore[arg-type]
    opname = Opname(core, instelling, hashlib.sha256(inhoud).digest())
    return opname.neem_op(Bestand(io.BytesIO(inhoud)))


def tellingen(verslag: Verslag) -> tuple[int, int, int]:
    """Taken in, unchanged, in quarantine; and the sum is what was read."""
    uit = (verslag.opgenomen, verslag.ongewijzigd, verslag.quarantaine)
    assert sum(uit) == verslag.gelezen
    return uit


def feiten(core: Core, insz: str = INSZ) -> list[str]:
    """The types of the events of this person, in order."""
    [dossier_id] = core.service.zoek("insz", insz)
    return [type(g).__name__ for g, _ in core.service.historiek(dossier_id)]


def stand(core: Core, insz: str = INSZ) -> Dossier:
    """The dossier of this person."""
    [dossier_id] = core.service.zoek("insz", insz)
    return core.service.lees(dossier_id)


def regel(soort: str, **velden: object) -> bytes:
    """One line of JSON."""
    return json.dumps({"soort": soort, **velden}).encode() + b"\n"
