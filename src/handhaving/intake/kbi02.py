"""`KBI-02.00` Dossier, as in a GeefDossierKBIResponse: Personalia with names, and Inbreuken.

It has one date per inbreuk, DatumVaststelling; that is taken as the date of the fact too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.intake.aangeleverd import (
    AangeleverdeInbreuk,
    Aanlevering,
    Afgekeurd,
    Bezwaar,
    Bron,
    Historisch,
    Persoonsgegevens,
    Rechtzetting,
    Reden,
)
from handhaving.intake.kbi import LANGSTE_TEKST, Vertaling, heel_dossier, plaats_van, stuk
from handhaving.intake.knoop import Knoop, als_bytes
from handhaving.intake.waarden import Keuring, lees_geboortedatum

if TYPE_CHECKING:
    from collections.abc import Iterator


def vertaal(knoop: Knoop, vertaling: Vertaling, moment: str | None = None) -> Aanlevering:
    """One KBIDossier in neutral form."""
    keuring = Keuring(vertaling.vandaag)
    personalia = knoop.knoop("Personalia", keuring)
    tekst = None if personalia is None else personalia.tekst("INSZ", keuring)
    insz = keuring.insz(tekst, "Personalia/INSZ")
    if personalia is None or insz is None or keuring.bezwaren:
        return heel_dossier(Bron.KBI_02, knoop, tuple(keuring.bezwaren))
    persoon, opmerkingen = _persoon(personalia, insz, vertaling)
    agentschap = _agentschap(personalia, vertaling)
    inbreuken: list[AangeleverdeInbreuk] = []
    afgekeurd: list[Afgekeurd] = []
    for element in knoop.diep("Inbreuken", "Inbreuk"):
        eigen = Keuring(vertaling.vandaag)
        inbreuk = _inbreuk(element, vertaling, eigen, agentschap)
        if inbreuk is None or eigen.bezwaren:
            plaats, origineel = plaats_van(element), als_bytes(element.element)
            afgekeurd.append(Afgekeurd(plaats, tuple(eigen.bezwaren), origineel))
        else:
            inbreuken.append(inbreuk)
    return Aanlevering(
        bron=Bron.KBI_02,
        plaats=plaats_van(knoop),
        persoon=persoon,
        inbreuken=tuple(inbreuken),
        afgekeurd=tuple(afgekeurd),
        opmerkingen=opmerkingen,
        moment=moment,
        origineel=als_bytes(knoop.element),
    )


def _persoon(
    personalia: Knoop, insz: str, vertaling: Vertaling
) -> tuple[Persoonsgegevens, tuple[Bezwaar, ...]]:
    """Names and birth date where they stand; what cannot be used of them is left out and told."""
    keuring = Keuring(vertaling.vandaag)
    achternamen: list[str] = []
    voornamen: list[str] = []
    for naam in personalia.knopen("Naam"):
        achternamen += _namen(naam.diep("Achternamen", "Achternaam"))
        voornamen += _namen(naam.diep("Voornamen", "Voornaam"))
    tekst = personalia.tekst("Geboortedatum", keuring)
    geboren, reden = lees_geboortedatum(tekst, vertaling.vandaag)
    if reden is not None:
        keuring.bezwaar(reden, "Personalia/Geboortedatum")
    persoon = Persoonsgegevens(
        insz=insz,
        naam=" ".join(achternamen)[:200] or None,
        voornaam=" ".join(voornamen)[:200] or None,
        geboortedatum=geboren,
    )
    return persoon, tuple(keuring.bezwaren)


def _namen(knopen: Iterator[Knoop]) -> list[str]:
    return [naam for knoop in knopen if (naam := " ".join((knoop.element.text or "").split()))]


def _agentschap(personalia: Knoop, vertaling: Vertaling) -> str | None:
    keuring = Keuring(vertaling.vandaag)
    centrum = personalia.knoop("AangemaaktDoor", keuring)
    if centrum is None:
        return None
    return vertaling.agentschap(
        centrum.tekst("KbiNummer", keuring), centrum.tekst("KboNummer", keuring)
    )


def _inbreuk(
    knoop: Knoop, vertaling: Vertaling, keuring: Keuring, agentschap: str | None
) -> AangeleverdeInbreuk | None:
    """One Inbreuk. What is wrong is in `keuring`."""
    datum = knoop.tekst("DatumVaststelling", keuring)
    feit = keuring.datum(datum, "Inbreuk/DatumVaststelling", verplicht=True)
    eigen_type = vertaling.inbreuktype(
        knoop.tekst("Type", keuring), Bron.KBI_02, feit, keuring, "Inbreuk/Type"
    )
    veld = "Inbreuk/SanctionerendeOverheid"
    overheid = knoop.tekst("SanctionerendeOverheid", keuring)
    bevoegd = vertaling.overheid(overheid, Bron.KBI_02, keuring, veld)
    verzonden = keuring.datum(
        knoop.tekst("DatumIngebrekestellingVerzonden", keuring),
        "Inbreuk/DatumIngebrekestellingVerzonden",
    )
    relaas = _relaas(knoop, keuring)
    formulier = knoop.knoop("RechtzettingsFormulier", keuring)
    stukken = stuk(formulier, "DocumentID", keuring)
    rechtzetting = None
    if formulier is not None:
        getekend = formulier.tekst("DatumOndertekening", keuring)
        datum = getekend or formulier.tekst("DatumAanmaak", keuring)
        veld = "RechtzettingsFormulier/" + ("DatumOndertekening" if getekend else "DatumAanmaak")
        rechtzetting = Rechtzetting(keuring.datum(datum, veld))
    if feit is None or eigen_type is None:
        return None
    return AangeleverdeInbreuk(
        plaats=plaats_van(knoop),
        type=eigen_type,
        datum_feit=feit,
        vastgesteld_op=feit,
        feitenrelaas=relaas,
        sanctioneringsbevoegdheid=bevoegd,
        agentschap=agentschap,
        stukken=stukken,
        rechtzetting=rechtzetting,
        historisch=() if verzonden is None else (Historisch("ingebrekestelling", verzonden),),
        origineel=als_bytes(knoop.element),
    )


def _relaas(knoop: Knoop, keuring: Keuring) -> str | None:
    """The motivation, and the activities and letters of the account of facts, a line each."""
    motivering = knoop.tekst("Motivering", keuring, langst=LANGSTE_TEKST)
    regels = [] if motivering is None else [motivering]
    for activiteit in knoop.diep("FeitenRelaas", "Activiteiten", "Activiteit"):
        delen = (
            activiteit.tekst(naam, keuring, langst=LANGSTE_TEKST)
            for naam in ("DatumUitgevoerd", "Type", "CommentaarFeitenRelaas")
        )
        regels.append(" ".join(deel for deel in delen if deel))
    for brief in knoop.diep("FeitenRelaas", "Communicaties", "Communicatie"):
        delen = (brief.tekst(naam, keuring) for naam in ("DatumAanmaak", "TypeDocument"))
        regels.append(" ".join(deel for deel in delen if deel))
    relaas = "\n".join(regel for regel in regels if regel)
    if len(relaas) > LANGSTE_TEKST:
        keuring.bezwaar(Reden.VELD_ONGELDIG, "Inbreuk/FeitenRelaas")
    return relaas or None
