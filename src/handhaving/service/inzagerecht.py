"""Who may read which personal fields, and for what purpose: one table, and nowhere else.

A field belongs to a group (`groep_van`); a row of `INZAGERECHT` says which role reads which groups
for which purpose. What no row allows is kept back. Nobody needs to state the ordinary purpose of a
role; what is sensitive, or about a third party, needs a purpose that somebody states.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handhaving.dossier.basis import Rol
from handhaving.eventlog.persoonlijk import Klasse, Van

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.eventlog.persoonlijk import Persoonlijk


class Doel(StrEnum):
    """What somebody reads for."""

    DOSSIERBEHANDELING = "dossierbehandeling"
    SANCTIONERING = "sanctionering"
    BEROEP = "beroep"
    BOEKHOUDING = "boekhouding"
    INVORDERING = "invordering"
    TOEZICHT = "toezicht"
    VERZOEK_BETROKKENE = "verzoekBetrokkene"
    GEGEVENSBESCHERMING = "gegevensbescherming"


class Groep(StrEnum):
    """What a field tells about."""

    PERSOON = "persoon"
    BEWINDVOERDER = "bewindvoerder"
    BETALER = "betaler"
    GEZONDHEID = "gezondheid"
    FEITEN = "feiten"
    VERWEER = "verweer"
    MOTIVERING = "motivering"
    GELD = "geld"
    TOELICHTING = "toelichting"


_GROEPEN: Final[Mapping[str, Groep]] = {
    "UitstelVerleend": Groep.GEZONDHEID,
    "VrijstellingVerleend": Groep.GEZONDHEID,
    "InregelstellingsperiodeVerlengd": Groep.GEZONDHEID,
    "InbreukVastgesteld": Groep.FEITEN,
    "InbreukIngeregeld": Groep.FEITEN,
    "InregelstellingTeLaat": Groep.FEITEN,
    "VerweerOntvangen": Groep.VERWEER,
    "BoeteVoorgesteld": Groep.MOTIVERING,
    "BoetebesluitGenomen": Groep.MOTIVERING,
    "BoetebesluitIngetrokken": Groep.MOTIVERING,
    "GeenGevolgBeslist": Groep.MOTIVERING,
    "KostAangerekend": Groep.GELD,
    "KwijtscheldingVerleend": Groep.GELD,
    "InvorderingOpgeschort": Groep.GELD,
    "OninbaarVerklaard": Groep.GELD,
    "VorderingHeropend": Groep.GELD,
    "VerjaringGestuit": Groep.GELD,
    "StuitingZonderGevolg": Groep.GELD,
    "DringendeOverdrachtGoedgekeurd": Groep.GELD,
    "VlabelOverdrachtGeweigerd": Groep.GELD,
    "VlabelOverdrachtTeruggeroepen": Groep.GELD,
    "VlabelBerichtGeregistreerd": Groep.GELD,
    "BetalingGeboekt": Groep.BETALER,
    "BewindvoerderAangesteld": Groep.BEWINDVOERDER,
}
"""The group of the sensitive fields, and of those of third parties, per event."""


def groep_van(gebeurtenis: str, merk: Persoonlijk) -> Groep:
    """The group of a personal field; what is in no group falls under the strictest one."""
    if merk.klasse is Klasse.IDENTITEIT and merk.van is Van.BETROKKENE:
        return Groep.PERSOON
    strengste = Groep.BETALER if merk.van is Van.DERDE else Groep.TOELICHTING
    return _GROEPEN.get(gebeurtenis, strengste)


@dataclass(frozen=True, slots=True)
class Inzagerecht:
    """A row: this role reads these groups for one of these purposes.

    `genoemd`: the purpose must be stated; otherwise the ordinary purpose of the role will do.
    """

    rol: Rol
    groepen: frozenset[Groep]
    doelen: frozenset[Doel]
    genoemd: bool = True


_WIE: Final = frozenset({Groep.PERSOON, Groep.BEWINDVOERDER})
_ZAAK: Final = frozenset(
    {Groep.GEZONDHEID, Groep.FEITEN, Groep.VERWEER, Groep.MOTIVERING, Groep.TOELICHTING}
)
_BEHANDELING: Final = frozenset({Doel.DOSSIERBEHANDELING})
_SANCTIE: Final = frozenset({Doel.SANCTIONERING, Doel.BEROEP})
_BOEKEN: Final = frozenset({Doel.BOEKHOUDING})
_INVORDEREN: Final = frozenset({Doel.INVORDERING})

INZAGERECHT: Final[tuple[Inzagerecht, ...]] = (
    Inzagerecht(Rol.DOSSIERBEHANDELAAR, _WIE, _BEHANDELING, genoemd=False),
    Inzagerecht(Rol.DOSSIERBEHANDELAAR, _ZAAK, _BEHANDELING),
    Inzagerecht(Rol.HANDHAVINGSAMBTENAAR, _WIE, _SANCTIE, genoemd=False),
    Inzagerecht(Rol.HANDHAVINGSAMBTENAAR, _ZAAK, _SANCTIE),
    Inzagerecht(Rol.BESLISSER, _WIE, _SANCTIE, genoemd=False),
    Inzagerecht(Rol.BESLISSER, _ZAAK | {Groep.GELD}, _SANCTIE),
    Inzagerecht(Rol.BOEKHOUDER, frozenset({Groep.PERSOON}), _BOEKEN, genoemd=False),
    Inzagerecht(Rol.BOEKHOUDER, frozenset({Groep.BETALER, Groep.GELD}), _BOEKEN),
    Inzagerecht(Rol.INVORDERING, _WIE, _INVORDEREN, genoemd=False),
    Inzagerecht(
        Rol.INVORDERING,
        frozenset({Groep.BETALER, Groep.GELD, Groep.MOTIVERING}),
        _INVORDEREN,
    ),
    Inzagerecht(Rol.AUDITOR, frozenset(Groep), frozenset({Doel.TOEZICHT})),
    Inzagerecht(
        Rol.DPO,
        frozenset(Groep),
        frozenset({Doel.VERZOEK_BETROKKENE, Doel.GEGEVENSBESCHERMING}),
    ),
)

GEWOON_DOEL: Final[Mapping[Rol, Doel]] = {
    Rol.DOSSIERBEHANDELAAR: Doel.DOSSIERBEHANDELING,
    Rol.HANDHAVINGSAMBTENAAR: Doel.SANCTIONERING,
    Rol.BESLISSER: Doel.SANCTIONERING,
    Rol.BOEKHOUDER: Doel.BOEKHOUDING,
    Rol.INVORDERING: Doel.INVORDERING,
}
"""What a role reads for when nobody says so; an auditor and a DPO have no such purpose."""

ZONDER_INHOUD: Final = frozenset({Rol.BEHEERDER})
"""Roles that see nothing of any case, personal or not."""


def doelen_van(rol: Rol) -> frozenset[Doel]:
    """The purposes for which this role reads personal fields."""
    return frozenset(doel for rij in INZAGERECHT if rij.rol is rol for doel in rij.doelen)


def leesbaar(rol: Rol, doel: Doel | None) -> frozenset[Groep]:
    """The groups this role reads; `doel` is the purpose that was stated, or None."""
    gewoon = GEWOON_DOEL.get(rol)
    return frozenset(
        groep
        for rij in INZAGERECHT
        if rij.rol is rol and (doel if rij.genoemd else doel or gewoon) in rij.doelen
        for groep in rij.groepen
    )
