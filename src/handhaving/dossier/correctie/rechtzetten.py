"""Een feit rechtzetten dat niet klopte. Het blijft in het logboek; de stand wordt hersteld.

Wie het feit mocht registreren, mag het rechtzetten. Wat vanzelf volgt, wordt hersteld; waarover
alleen een mens kan beslissen, wordt gevraagd. Komt er een ander feit in de plaats, dan wordt dat in
dezelfde opdracht beslist, op de herstelde stand; kan dat niet, dan is er niets rechtgezet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field, JsonValue

from handhaving.dossier.basis import (
    Handeling,
    NietRechtzetbaar,
    Opdracht,
    Rechtzetbaar,
    RedenCode,
    Rol,
    ViaOorzaak,
    Waarde,
    Weigering,
)
from handhaving.dossier.beroep.definitief import BoetebesluitDefinitief
from handhaving.dossier.correctie.enig import met_een_boete
from handhaving.dossier.correctie.feiten import GebeurtenisRechtgezet
from handhaving.dossier.correctie.loop import Loop
from handhaving.dossier.correctie.navraag import navragen, taken
from handhaving.dossier.correctie.verschil import herstel
from handhaving.dossier.correctie.weigeringen import (
    NietRechtTeZetten,
    OnbekendeGebeurtenis,
    VervangingGeweigerd,
)
from handhaving.dossier.correctie.zonder import Groep, groepen, manier, rechtgezet, zonder
from handhaving.dossier.inregelstelling import InregelstellingsperiodeVerstreken
from handhaving.dossier.keuring import beslis_met
from handhaving.dossier.lezen import genoemde_opdracht, lees
from handhaving.dossier.refusals import (
    GeenBevoegdheid,
    InbreukVanAnderAgentschap,
    OnbekendeOpdracht,
)
from handhaving.dossier.register import HANDELINGEN as ALLE
from handhaving.dossier.register import OPDRACHTEN
from handhaving.dossier.sanctie.betekening import BetekenBoetebesluit
from handhaving.dossier.tekst import Tekst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Gebeurtenis
    from handhaving.dossier.correctie.zonder import Zonder
    from handhaving.dossier.gemeen import Termijnsoort
    from handhaving.dossier.state import Dossier
    from handhaving.recht import Recht


SLEUTELVELDEN = ("inbreuk", "besluit", "vordering", "overdracht", "stuk", "uitstel")


class VervangendeOpdracht(Waarde):
    """De opdracht met het feit dat in de plaats komt, zoals ze op de draad staat."""

    opdracht: Annotated[str, Field(pattern=r"^[A-Za-z]{1,60}$")]
    gegevens: dict[str, JsonValue] = Field(default_factory=dict)


class ZetGebeurtenisRecht(Opdracht):
    """Zet een feit recht dat niet klopte, en registreer zo nodig meteen wat wel klopt."""

    pad = "/v1/dossiers/{dossierId}/gebeurtenissen/{gebeurtenisId}/rechtzettingen"
    voorbeeld = {
        "gebeurtenisId": "697ed580-9412-543c-9813-27b18317f36f",
        "reden": "Fictieve reden: de verkeerde taak is afgehandeld.",
        "redenCode": "verkeerdeTaak",
    }
    rollen = frozenset(
        {
            Rol.DOSSIERBEHANDELAAR,
            Rol.HANDHAVINGSAMBTENAAR,
            Rol.BESLISSER,
            Rol.BOEKHOUDER,
            Rol.INVORDERING,
        }
    )
    historiek_nodig = True
    verwijst = ()

    gebeurtenis_id: UUID
    reden: Tekst
    reden_code: RedenCode = "andere"
    vervangende_opdracht: VervangendeOpdracht | None = None

    @property
    def heeft_ogm_nodig(self) -> bool:
        """Als wat in de plaats komt, er een nodig heeft."""
        vervanging = self.vervangende_opdracht
        return vervanging is not None and vervanging.opdracht == BetekenBoetebesluit.__name__


@dataclass(frozen=True)
class _Zaak:
    """Het feit dat niet klopte, en wat er in dezelfde opdracht mee kwam."""

    gebeurtenis: Gebeurtenis
    groep: Groep

    @property
    def hoe(self) -> Rechtzetbaar | NietRechtzetbaar | ViaOorzaak:
        return manier(self.gebeurtenis)

    @property
    def is_hoofd(self) -> bool:
        return self.groep.hoofd[0] is self.gebeurtenis

    @property
    def rollen(self) -> frozenset[Rol]:
        """Wie het mag: wie de opdracht mocht geven waaruit het volgt."""
        hoe = manier(self.groep.hoofd[0])
        rollen: frozenset[Rol] = frozenset()
        if isinstance(hoe, Rechtzetbaar):
            rollen = hoe.rollen or hoe.opdracht.rollen
        elif isinstance(hoe, NietRechtzetbaar) and hoe.opdracht is not None:
            rollen = hoe.opdracht.rollen
        return rollen & ZetGebeurtenisRecht.rollen or ZetGebeurtenisRecht.rollen


def _zoek(opdracht: ZetGebeurtenisRecht, context: Context) -> _Zaak | None:
    for groep in groepen(context.historiek):
        for gebeurtenis, envelop in groep.paren:
            if envelop.gebeurtenis_id == opdracht.gebeurtenis_id:
                return _Zaak(gebeurtenis, groep)
    return None


def _keur(
    opdracht: ZetGebeurtenisRecht, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    zaak = _zoek(opdracht, context)
    if zaak is None:
        yield OnbekendeGebeurtenis(gebeurtenis_id=opdracht.gebeurtenis_id)
        return
    yield from _keur_bevoegd(zaak, dossier, context)
    niet = list(_keur_rechtzetbaar(opdracht, zaak, dossier, context))
    yield from niet
    if not niet:
        try:
            _rechtgezet(opdracht, zaak, dossier, recht, context)
        except Weigering as weigering:
            yield weigering


def _keur_bevoegd(zaak: _Zaak, dossier: Dossier, context: Context) -> Iterator[Weigering]:
    """De rol van de opdracht waaruit het feit volgt; een agentschap alleen in zijn inbreuken."""
    rol = context.door.rol
    if rol in ZetGebeurtenisRecht.rollen and rol not in zaak.rollen:
        yield GeenBevoegdheid(
            rol=rol, opdracht="ZetGebeurtenisRecht", toegelaten=sorted(zaak.rollen)
        )
    inbreuk = dossier.inbreuken.get(getattr(zaak.gebeurtenis, "inbreuk", None) or "")
    if (
        rol == Rol.DOSSIERBEHANDELAAR
        and inbreuk is not None
        and inbreuk.agentschap != context.door.organisatie
    ):
        yield InbreukVanAnderAgentschap(
            inbreuk=inbreuk.sleutel,
            rol=rol,
            opdracht="ZetGebeurtenisRecht",
            toegelaten=[inbreuk.agentschap],
        )


def _keur_rechtzetbaar(
    opdracht: ZetGebeurtenisRecht, zaak: _Zaak, dossier: Dossier, context: Context
) -> Iterator[Weigering]:
    """Of dit feit zelf rechtgezet kan worden, en anders wat wel de juiste weg is."""
    soort, hoe = type(zaak.gebeurtenis).__name__, zaak.hoe
    hoofd, envelop = zaak.groep.hoofd
    if opdracht.gebeurtenis_id in rechtgezet(context.historiek):
        opnieuw = [] if not isinstance(hoe, Rechtzetbaar) else [hoe.opdracht.__name__]
        yield NietRechtTeZetten(type=soort, reden="het is al rechtgezet", gebruik=opnieuw)
    elif any(zaak.gebeurtenis.veld(naam) in dossier.vertrokken for naam in SLEUTELVELDEN):
        yield NietRechtTeZetten(
            type=soort,
            reden="het hoort sinds een splitsing bij een ander dossier; zet het daar recht",
            gebruik=["ZetGebeurtenisRecht"],
        )
    elif isinstance(hoe, NietRechtzetbaar):
        yield NietRechtTeZetten(type=soort, reden=hoe.reden, gebruik=list(hoe.gebruik))
    elif zaak.is_hoofd and isinstance(hoe, ViaOorzaak):
        yield NietRechtTeZetten(
            type=soort, reden=f"het volgt uit {hoe.oorzaak}", gebruik=["ZetGebeurtenisRecht"]
        )
    elif not zaak.is_hoofd:
        yield NietRechtTeZetten(
            type=soort,
            reden=f"het volgt uit {type(hoofd).__name__}; zet dat recht",
            gebruik=["ZetGebeurtenisRecht"],
            oorzaak=envelop.gebeurtenis_id,
        )


def _compenseer(
    zaak: _Zaak, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    """De compensaties die de klasse van het feit verklaart, en de vragen die overblijven."""
    feit, hoe = zaak.gebeurtenis, zaak.hoe
    assert isinstance(hoe, Rechtzetbaar)  # noqa: S101 - gekeurd
    loop = Loop(dossier, dossier, feit.geldig_op, recht, context)
    if hoe.eigen is not None:
        loop.zet_alle(hoe.eigen(feit, dossier))
        loop.zet_alle(navragen(loop, zaak.groep, None))
        return tuple(loop.feiten)
    uit = zonder(context.historiek, zaak.groep.envelop.gebeurtenis_id, recht, context)
    vroeger = zonder(context.historiek, None, recht, context)
    _keur_latere(zaak, uit, vroeger)
    loop.doel = met_een_boete(loop, uit.stand)
    herstel(loop, _onterecht_verstreken(uit))
    loop.zet_alle(taken(loop, zaak.groep, uit))
    uit.zonder_grond = [g for g in uit.zonder_grond if not _is_bij(g, vroeger.zonder_grond)]
    loop.zet_alle(navragen(loop, zaak.groep, uit))
    return tuple(loop.feiten)


def _is_bij(groep: Groep, andere: list[Groep]) -> bool:
    return groep.envelop.gebeurtenis_id in {a.envelop.gebeurtenis_id for a in andere}


def _keur_latere(zaak: _Zaak, uit: Zonder, vroeger: Zonder) -> None:
    """Wat later naar dit feit verwijst, wordt eerst rechtgezet."""
    later = [g for g in uit.bouwt_op if not _is_bij(g, vroeger.bouwt_op)]
    if later:
        soorten = dict.fromkeys(type(g.hoofd[0]).__name__ for g in later)
        raise NietRechtTeZetten(
            type=type(zaak.gebeurtenis).__name__,
            reden=f"{', '.join(soorten)} van later verwijst ernaar; zet dat eerst recht",
            gebruik=["ZetGebeurtenisRecht"],
            eerst=[g.envelop.gebeurtenis_id for g in later],
        )


def _onterecht_verstreken(uit: Zonder) -> Iterator[tuple[Termijnsoort, str]]:
    """De termijnen waarvan het systeem het einde vaststelde, en die nog niet om zijn."""
    for groep in uit.gevallen:
        feit = groep.hoofd[0]
        if isinstance(feit, InregelstellingsperiodeVerstreken):
            yield "inregelstelling", feit.inbreuk
        elif isinstance(feit, BoetebesluitDefinitief):
            yield "beroep", feit.besluit


def _rechtgezet(
    opdracht: ZetGebeurtenisRecht, zaak: _Zaak, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    """De rechtzetting, haar compensaties, en wat in de plaats komt. Weigert met `Weigering`."""
    compensaties = _compenseer(zaak, dossier, recht, context)
    vervanging = opdracht.vervangende_opdracht
    feit = GebeurtenisRechtgezet(
        gebeurtenis_id=opdracht.gebeurtenis_id,
        type=type(zaak.gebeurtenis).__name__,
        op=zaak.gebeurtenis.geldig_op,
        compensaties=len(compensaties),
        reden_code=opdracht.reden_code,
        vervangen_door=None if vervanging is None else vervanging.opdracht,
        reden=opdracht.reden,
    )
    loop = Loop(dossier, dossier, zaak.gebeurtenis.geldig_op, recht, context)
    loop.zet_alle((feit, *compensaties))
    if vervanging is not None:
        loop.zet_alle(_vervang(vervanging, loop))
    return tuple(loop.feiten)


def _vervang(vervanging: VervangendeOpdracht, loop: Loop) -> tuple[Gebeurtenis, ...]:
    """Wat in de plaats komt, beslist op de herstelde stand, met zijn eigen weigeringen."""
    klasse = OPDRACHTEN.get(vervanging.opdracht)
    naam = genoemde_opdracht(vervanging.opdracht, OPDRACHTEN)
    try:
        if klasse is None:
            raise OnbekendeOpdracht(naam=naam, bekend=sorted(OPDRACHTEN))
        nieuw = lees(klasse, vervanging.gegevens)
        return beslis_met(ALLE, nieuw, loop.nu, loop.recht, loop.context)
    except Weigering as weigering:
        geweigerd = VervangingGeweigerd(
            opdracht=naam,
            weigering=weigering.code,
            waarom=weigering.boodschap,
            grondslag=weigering.grondslag,
            mogelijk=weigering.mogelijk,
        )
        raise geweigerd from weigering


def _besluit(
    opdracht: ZetGebeurtenisRecht, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    zaak = _zoek(opdracht, context)
    assert zaak is not None  # noqa: S101 - gekeurd
    return _rechtgezet(opdracht, zaak, dossier, recht, context)


HANDELINGEN = (Handeling(ZetGebeurtenisRecht, _keur, _besluit),)
