"""Wat over een inbreuk of over de persoon gevraagd wordt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.basis import Rol
from handhaving.dossier.herbekijken import DEZE_TAAK
from handhaving.dossier.navraag.vorm import PERSOON, Vraagsoort, door_een_mens
from handhaving.dossier.state import AFGESLOTEN, BIJ_ABB, NA_BESLUIT, Fase

if TYPE_CHECKING:
    from handhaving.dossier.basis import Context
    from handhaving.dossier.navraag.vorm import Voorstel
    from handhaving.dossier.state import Dossier, LopendeTermijn, Taak
    from handhaving.recht import Recht

VOLGENDE_STAP = {
    Fase.VASTGESTELD: "VerzendIngebrekestelling",
    Fase.ADRESONDERZOEK: "VerzendIngebrekestelling",
    Fase.TERMIJN_VERSTREKEN: "MaakOverAanABB",
    Fase.OVERGEMAAKT: "NodigUitTotVerweer",
    Fase.VERWEER: "StelBoeteVoor",
    Fase.VOORGESTELD: "NeemBoetebesluit",
}
"""Welke handeling een inbreuk in deze fase naar een besluit brengt."""


def _zonder_adres(dossier: Dossier, _taak: Taak) -> bool:
    return dossier.persoon.adres_onbruikbaar and dossier.persoon.overleden_op is None


def _zoek_adres(_dossier: Dossier, taak: Taak, _recht: Recht, context: Context) -> Voorstel | None:
    if taak.betreft != PERSOON:
        return None
    return "RegistreerNieuwAdres", {"vanaf": context.vandaag.isoformat()}


def lopende_brieftermijn(dossier: Dossier, betreft: str) -> LopendeTermijn | None:
    """De termijn die uit een brief over deze inbreuk of dit besluit loopt."""
    inbreuk, besluit = dossier.inbreuken.get(betreft), dossier.besluiten.get(betreft)
    termijn = None
    if inbreuk is not None and inbreuk.fase is Fase.IN_GEBREKE:
        termijn = inbreuk.inregelstelling
    elif inbreuk is not None and inbreuk.fase is Fase.VERWEER:
        termijn = inbreuk.verweer
    elif besluit is not None and besluit.staat == "betekend":
        termijn = besluit.beroepstermijn
    return termijn if termijn is not None and termijn.staat == "loopt" else None


def _loopt_nog(dossier: Dossier, taak: Taak) -> bool:
    if not dossier.persoon.heeft_bewindvoerder:
        return False
    return lopende_brieftermijn(dossier, taak.betreft) is not None


def _ook_aan(_dossier: Dossier, _taak: Taak, _recht: Recht, _context: Context) -> Voorstel:
    return "HandelTaakAf", {"taak": DEZE_TAAK, "uitkomst": "ookAanBewindvoerder"}


def _verklaar(_dossier: Dossier, _taak: Taak, _recht: Recht, _context: Context) -> Voorstel:
    return "HandelTaakAf", {"taak": DEZE_TAAK, "uitkomst": "vaststellerVerklaarde"}


def _neem_terug(dossier: Dossier, taak: Taak, _recht: Recht, _context: Context) -> Voorstel | None:
    """Wat op de verkeerde termijn of het verkeerde feit volgde, terugnemen."""
    inbreuk = dossier.inbreuken.get(taak.betreft)
    if inbreuk is None:
        return None
    if inbreuk.fase in NA_BESLUIT and inbreuk.besluit is not None:
        return "TrekBoetebesluitIn", {"besluit": inbreuk.besluit, "redenCode": taak.soort}
    gegevens = {"inbreuk": inbreuk.sleutel, "redenCode": taak.soort}
    if inbreuk.fase is Fase.OVERGEMAAKT:
        return "StuurTerugNaarAgentschap", gegevens
    if inbreuk.fase in {Fase.VERWEER, Fase.VOORGESTELD}:
        return "BeslisGeenGevolg", gegevens
    return None


def _niet_uitgenodigd(dossier: Dossier, taak: Taak) -> bool:
    inbreuk = dossier.inbreuken.get(taak.betreft)
    return inbreuk is not None and inbreuk.fase is Fase.OVERGEMAAKT


def _nodig_uit(dossier: Dossier, taak: Taak, _recht: Recht, context: Context) -> Voorstel | None:
    uiterlijk = dossier.inbreuken[taak.betreft].uitnodigen_voor
    if uiterlijk is None or context.vandaag <= uiterlijk:
        return None
    return "NodigUitTotVerweer", {
        "inbreuk": taak.betreft,
        "verzondenOp": context.vandaag.isoformat(),
    }


def _nog_te_beslissen(dossier: Dossier, taak: Taak) -> bool:
    inbreuk = dossier.inbreuken.get(taak.betreft)
    return inbreuk is not None and inbreuk.fase not in AFGESLOTEN | NA_BESLUIT


def _beslis_tijdig(
    dossier: Dossier, taak: Taak, _recht: Recht, context: Context
) -> Voorstel | None:
    inbreuk = dossier.inbreuken[taak.betreft]
    stap = VOLGENDE_STAP.get(inbreuk.fase)
    if stap is None or context.vandaag <= inbreuk.waarschuwen_op:
        return None
    if context.vandaag <= inbreuk.beslissen_voor:
        return stap, {"inbreuk": inbreuk.sleutel}
    if inbreuk.fase in BIJ_ABB:
        return "BeslisGeenGevolg", {"inbreuk": inbreuk.sleutel, "redenCode": "besluitVerjaard"}
    return "HandelTaakAf", {"taak": DEZE_TAAK, "uitkomst": "besluitVerjaard"}


def _vernietigd(dossier: Dossier, taak: Taak) -> bool:
    inbreuk = dossier.inbreuken.get(taak.betreft)
    return inbreuk is not None and inbreuk.fase is Fase.VERNIETIGD


def _beslis_opnieuw(
    dossier: Dossier, taak: Taak, _recht: Recht, context: Context
) -> Voorstel | None:
    inbreuk = dossier.inbreuken[taak.betreft]
    if context.vandaag > inbreuk.beslissen_voor or dossier.persoon.overleden_op is not None:
        return None
    return "NeemBoetebesluit", {"inbreuk": inbreuk.sleutel}


ZAAK = (
    Vraagsoort("adresonderzoek", Rol.DOSSIERBEHANDELAAR, _zonder_adres, _zoek_adres),
    Vraagsoort("ookAanBewindvoerder", Rol.DOSSIERBEHANDELAAR, _loopt_nog, _ook_aan),
    Vraagsoort("vaststellerOnbekend", Rol.DOSSIERBEHANDELAAR, door_een_mens, _verklaar),
    Vraagsoort("ontvangstLaterGebleken", Rol.HANDHAVINGSAMBTENAAR, door_een_mens, _neem_terug),
    Vraagsoort("ingeregeldOpTijdNaBesluit", Rol.BESLISSER, door_een_mens, _neem_terug),
    Vraagsoort("uitnodigingTeLaat", Rol.HANDHAVINGSAMBTENAAR, _niet_uitgenodigd, _nodig_uit),
    Vraagsoort("beslissingNadert", Rol.HANDHAVINGSAMBTENAAR, _nog_te_beslissen, _beslis_tijdig),
    Vraagsoort("nieuwBesluitMogelijk", Rol.BESLISSER, _vernietigd, _beslis_opnieuw),
)
