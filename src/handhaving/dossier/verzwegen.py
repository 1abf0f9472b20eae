"""Weigeringen die op de draad een gewone zijn, maar verzwijgen wat niet gezegd mag worden."""

from __future__ import annotations

from handhaving.dossier.refusals import (
    DatumInDeToekomst,
    DatumOnmogelijk,
    InbreuktypeNietVanKracht,
    OnbekendDossier,
    ZelfdeFeitReedsVastgesteld,
)


class DossierBestondNogNiet(OnbekendDossier):
    """Dossier {dossier} bestond toen nog niet; het werd geopend op {geopendOp}."""

    @property
    def code(self) -> str:
        """Op de draad een gewone `OnbekendDossier`."""
        return "OnbekendDossier"


class ZelfdeFeitElders(ZelfdeFeitReedsVastgesteld):
    """Hetzelfde feit ({type} op {datumFeit}) is al vastgesteld; een tweede keer kan niet."""

    @property
    def code(self) -> str:
        """Op de draad een gewone `ZelfdeFeitReedsVastgesteld`, zonder wie of welke inbreuk."""
        return "ZelfdeFeitReedsVastgesteld"


class InbreuktypeOnbekend(InbreuktypeNietVanKracht):
    """Dat inbreuktype staat niet in de lijst; het gold ook niet op {datumFeit}."""

    @property
    def code(self) -> str:
        """Op de draad een gewone `InbreuktypeNietVanKracht`, zonder wat de beller schreef."""
        return "InbreuktypeNietVanKracht"


class OverledenVoorGeboorte(DatumOnmogelijk):
    """Het veld `{veld}` ({datum}) kan niet vóór `{voorganger}` liggen."""

    @property
    def code(self) -> str:
        """Op de draad een gewone `DatumOnmogelijk`, zonder de geboortedatum zelf."""
        return "DatumOnmogelijk"


class GeboorteInDeToekomst(DatumInDeToekomst):
    """Het veld `{veld}` ligt in de toekomst; vandaag is het {vandaag}."""

    @property
    def code(self) -> str:
        """Op de draad een gewone `DatumInDeToekomst`, zonder de geboortedatum zelf."""
        return "DatumInDeToekomst"
