"""`Inburgering-01.00` DossierKBI: a bare INSZ, and Inbreukdossiers inside the Trajecten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handhaving.intake.aangeleverd import (
    AangeleverdeInbreuk,
    Aanlevering,
    Afgekeurd,
    Bezwaar,
    Bron,
    Persoonsgegevens,
    Rechtzetting,
    Reden,
)
from handhaving.intake.kbi import (
    LANGSTE_REDEN,
    LANGSTE_TEKST,
    Vertaling,
    heel_dossier,
    historisch,
    plaats_van,
    stuk,
)
from handhaving.intake.knoop import Knoop, als_bytes
from handhaving.intake.waarden import Keuring, lees_datum

if TYPE_CHECKING:
    from datetime import date

_ALGEMEEN: Final = "algemeen"
"""A Bestemmeling that is no partner in particular."""


def vertaal(knoop: Knoop, vertaling: Vertaling, moment: str | None = None) -> Aanlevering:
    """One DossierKBI in neutral form."""
    keuring = Keuring(vertaling.vandaag)
    insz = keuring.insz(knoop.tekst("INSZ", keuring), "INSZ")
    if insz is None or keuring.bezwaren:
        return heel_dossier(Bron.KBI_01, knoop, tuple(keuring.bezwaren))
    inbreuken: list[AangeleverdeInbreuk] = []
    afgekeurd: list[Afgekeurd] = []
    for hoedanigheid in knoop.diep("Hoedanigheden", "Hoedanigheid"):
        bevoegd, bezwaren = _bevoegd(hoedanigheid, vertaling)
        agentschap = _agentschap(hoedanigheid, vertaling)
        for inbreukdossier in hoedanigheid.diep(
            "Trajecten", "Traject", "Inbreukdossiers", "Inbreukdossier"
        ):
            eigen = Keuring(vertaling.vandaag)
            inbreuk = _inbreuk(inbreukdossier, vertaling, eigen, bevoegd, agentschap)
            alle = (*eigen.bezwaren, *bezwaren)
            if inbreuk is None or alle:
                plaats, origineel = plaats_van(inbreukdossier), als_bytes(inbreukdossier.element)
                afgekeurd.append(Afgekeurd(plaats, alle, origineel))
            else:
                inbreuken.append(inbreuk)
    return Aanlevering(
        bron=Bron.KBI_01,
        plaats=plaats_van(knoop),
        persoon=Persoonsgegevens(insz=insz),
        inbreuken=tuple(inbreuken),
        afgekeurd=tuple(afgekeurd),
        moment=moment,
        origineel=b"" if inbreuken else als_bytes(knoop.element),
    )


def _agentschap(hoedanigheid: Knoop, vertaling: Vertaling) -> str | None:
    keuring = Keuring(vertaling.vandaag)
    centrum = hoedanigheid.knoop("KBICentrum", keuring)
    if centrum is None:
        return None
    return vertaling.agentschap(
        centrum.tekst("VOPEntiteitNummer", keuring), centrum.tekst("Ondernemingsnummer", keuring)
    )


def _bevoegd(hoedanigheid: Knoop, vertaling: Vertaling) -> tuple[str | None, tuple[Bezwaar, ...]]:
    """Where the power to sanction lies now: one authority, or the most recent of several."""
    keuring = Keuring(vertaling.vandaag)
    gevonden: dict[str, date | None] = {}
    veld = "Sanctioneringsbevoegdheid/Bevoegdheid"
    for knoop in hoedanigheid.diep("Sanctioneringsbevoegdheden", "Sanctioneringsbevoegdheid"):
        code = knoop.tekst("Bevoegdheid", keuring)
        beschrijving = knoop.attribuut("Bevoegdheid", "Beschrijving")
        naam = vertaling.overheid(code, Bron.KBI_01, keuring, veld, beschrijving)
        if naam is not None:
            sinds = lees_datum(knoop.element.get("DatumGeldigheid", ""))
            bekend = None if isinstance(sinds, Reden) else sinds
            eerder = gevonden.get(naam)
            gevonden[naam] = bekend if eerder is None else max(eerder, bekend or eerder)
    if keuring.bezwaren or len(gevonden) < 2:
        return next(iter(gevonden), None), tuple(keuring.bezwaren)
    dagen = [dag for dag in gevonden.values() if dag is not None and dag <= vertaling.vandaag]
    laatste = [naam for naam, dag in gevonden.items() if dagen and dag == max(dagen)]
    if len(dagen) < len(gevonden) or len(laatste) > 1:
        return None, (Bezwaar.van(Reden.OVERHEID_DUBBELZINNIG, veld),)
    return laatste[0], ()


def _inbreuk(
    knoop: Knoop,
    vertaling: Vertaling,
    keuring: Keuring,
    bevoegd: str | None,
    agentschap: str | None,
) -> AangeleverdeInbreuk | None:
    """One Inbreukdossier. What is wrong is in `keuring`."""
    inbreuk = knoop.knoop("Inbreuk", keuring)
    if inbreuk is None:
        keuring.bezwaar(Reden.TYPE_ONTBREEKT, "Inbreuk/Type")
        keuring.bezwaar(Reden.DATUM_ONTBREEKT, "Inbreuk/Datum")
        return None
    feit = keuring.datum(inbreuk.tekst("Datum", keuring), "Inbreuk/Datum", verplicht=True)
    eigen_type = vertaling.inbreuktype(
        inbreuk.tekst("Type", keuring), Bron.KBI_01, feit, keuring, "Inbreuk/Type"
    )
    bestemmeling = knoop.tekst("Bestemmeling", keuring)
    if bestemmeling is not None and bestemmeling.casefold() != _ALGEMEEN:
        veld, beschrijving = "Bestemmeling", knoop.attribuut("Bestemmeling", "Beschrijving")
        bevoegd = vertaling.overheid(bestemmeling, Bron.KBI_01, keuring, veld, beschrijving)
    vaststelling = knoop.knoop("Vaststelling", keuring)
    ingebrekestelling = inbreuk.knoop("Ingebrekestelling", keuring)
    inregelstelling = inbreuk.knoop("Inregelstelling", keuring)
    rechtzetting = knoop.knoop("Rechtzetting", keuring)
    besluit = knoop.knoop("Besluit", keuring)
    kenmerk = knoop.tekst("Dossiernummer", keuring)
    vastgesteld_op = relaas = rechtgezet = None
    if vaststelling is not None:
        datum = vaststelling.tekst("Datum", keuring)
        vastgesteld_op = keuring.datum(datum, "Vaststelling/Datum")
        relaas = vaststelling.tekst("RelaasVanDeFeiten", keuring, langst=LANGSTE_TEKST)
    if rechtzetting is not None:
        datum = rechtzetting.tekst("Datum", keuring)
        op = keuring.datum(datum, "Rechtzetting/Datum")
        reden = rechtzetting.tekst("RelaasVanDeFeiten", keuring, langst=LANGSTE_REDEN)
        rechtgezet = Rechtzetting(op, reden)
    acten = (
        *historisch(ingebrekestelling, "ingebrekestelling", keuring),
        *historisch(inregelstelling, "inregelstelling", keuring),
        *historisch(besluit, "besluit", keuring),
    )
    stukken = tuple(
        sleutel
        for deel in (vaststelling, ingebrekestelling, inregelstelling, rechtzetting)
        for sleutel in stuk(deel, "KBIRapport", keuring)
    )
    if feit is None or eigen_type is None:
        return None
    return AangeleverdeInbreuk(
        plaats=plaats_van(knoop),
        type=eigen_type,
        datum_feit=feit,
        vastgesteld_op=vastgesteld_op,
        kenmerk=kenmerk,
        feitenrelaas=relaas,
        sanctioneringsbevoegdheid=bevoegd,
        agentschap=agentschap,
        stukken=stukken,
        rechtzetting=rechtgezet,
        historisch=acten,
        origineel=als_bytes(knoop.element),
    )
