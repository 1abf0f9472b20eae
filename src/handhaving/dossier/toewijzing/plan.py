"""Het plan van een splitsing: welke gebeurtenis naar welk dossier, en wat dat belet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handhaving.dossier.basis import Rol
from handhaving.dossier.correctie.weigeringen import OnbekendeGebeurtenis
from handhaving.dossier.evolutie import vouw
from handhaving.dossier.gemeen import heeft_deel
from handhaving.dossier.herbekijken import HerbekijkenGevraagd
from handhaving.dossier.inbreuk.vaststellen import InbreukVastgesteld
from handhaving.dossier.levensloop.weigeringen import DossierIsGesloten
from handhaving.dossier.persoon import DossierGeopend
from handhaving.dossier.privacy.beperking import keur_privacy
from handhaving.dossier.privacy.weigeringen import PersoonIsGewist
from handhaving.dossier.refusals import InbreukVanAnderAgentschap, OnbekendDossier
from handhaving.dossier.toewijzing.feiten import DossiersSamengevoegd
from handhaving.dossier.toewijzing.levend import Levend, levend
from handhaving.dossier.toewijzing.overnemen import gemaakte_taken
from handhaving.dossier.toewijzing.sleutels import is_gewist
from handhaving.dossier.toewijzing.weigeringen import (
    DossierIsSamengevoegd,
    GebeurtenisBlijft,
    GevolgZonderOorzaak,
    NietsTeSplitsen,
    SamenvoegingGaatGeheelTerug,
)
from handhaving.dossier.toewijzing.zaken import Zaken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from handhaving.dossier.basis import Context, Gebeurtenis, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop

    Paar = tuple[Gebeurtenis, Envelop]


@dataclass(slots=True)
class Plan:
    """Wat naar waar gaat. `weigeringen` zegt wat het belet; dan telt de rest niet."""

    dossier_id: UUID
    op: date
    telt: list[Levend]
    gemaakt: Mapping[UUID, Sequence[str]]
    zaken: Zaken
    doel: dict[UUID, UUID] = field(default_factory=dict)
    """gebeurtenisId → dossier, van alles wat uitdrukkelijk of vanzelf is toegewezen."""
    samenvoegingen: dict[UUID, tuple[DossiersSamengevoegd, Envelop]] = field(default_factory=dict)
    """De opgenomen dossiers die door deze splitsing weer gaan leven."""
    weigeringen: list[Weigering] = field(default_factory=list)

    def naar(self, dossier_id: UUID) -> list[Levend]:
        """Wat naar dit dossier gaat, in volgorde."""
        return [each for each in self.telt if self.doel.get(each.id) == dossier_id]

    def vervallen(self, dossier_id: UUID) -> list[Levend]:
        """Wat de samenvoeging vroeg: die vragen gaan mee weg, en nergens heen."""
        if dossier_id not in self.samenvoegingen:
            return []
        _, omslag = self.samenvoegingen[dossier_id]
        return [
            each
            for each in self.telt
            if isinstance(each.gebeurtenis, HerbekijkenGevraagd)
            and each.envelop.opdracht_id == omslag.opdracht_id
        ]

    @property
    def dossiers(self) -> tuple[UUID, ...]:
        """De dossiers die iets krijgen."""
        doelen = (self.doel[each.id] for each in self.telt if each.id in self.doel)
        return tuple(dict.fromkeys(d for d in doelen if d != self.dossier_id))


def maak_plan(
    toewijzing: Mapping[UUID, UUID], op: date, dossier: Dossier, context: Context
) -> Plan:
    """Het plan van deze toewijzing, op wat er in elk dossier gebeurd is."""
    eigen = context.historieken.get(dossier.dossier_id, ())
    telt = levend(eigen)
    gemaakt = gemaakte_taken(dossier.dossier_id, eigen)
    plan = Plan(dossier.dossier_id, op, telt, gemaakt, Zaken(telt, gemaakt))
    plan.weigeringen += _keur_dossiers(toewijzing, dossier, context)
    if not plan.weigeringen:
        _herleef(plan, toewijzing, eigen, context)
        plan.weigeringen += _wijs_toe(plan, toewijzing, eigen)
        plan.weigeringen += _sluit_zaken(plan)
    if not plan.weigeringen:
        plan.weigeringen += _keur_uitkomst(plan, context)
    return plan


def _keur_dossiers(
    toewijzing: Mapping[UUID, UUID], dossier: Dossier, context: Context
) -> Iterator[Weigering]:
    for doel in dict.fromkeys(toewijzing.values()):
        ander = vouw(doel, context.historieken.get(doel, ()))
        if doel == dossier.dossier_id or not ander.bestaat:
            continue
        if not heeft_deel(ander, context.door):
            yield OnbekendDossier(dossier=doel)
        elif ander.samengevoegd_in not in {None, dossier.dossier_id}:
            yield DossierIsSamengevoegd(dossier=doel, behouden=ander.samengevoegd_in)
        elif ander.gesloten_op is not None:
            yield DossierIsGesloten(gesloten_op=ander.gesloten_op)
        else:
            yield from keur_privacy("SplitsDossier", ander)


def _herleef(
    plan: Plan, toewijzing: Mapping[UUID, UUID], eigen: Sequence[Paar], context: Context
) -> None:
    """Wie een opgenomen dossier iets toewijst, laat het leven: wat eruit kwam, gaat terug."""
    for doel in dict.fromkeys(toewijzing.values()):
        ander = vouw(doel, context.historieken.get(doel, ()))
        if ander.samengevoegd_in != plan.dossier_id:
            continue
        for gebeurtenis, envelop in eigen:
            if isinstance(gebeurtenis, DossiersSamengevoegd) and gebeurtenis.opgenomen == doel:
                plan.samenvoegingen[doel] = (gebeurtenis, envelop)
        for each in plan.telt:
            if each.bron is not None and each.bron.dossier == doel:
                plan.doel[each.id] = doel


def _wijs_toe(
    plan: Plan, toewijzing: Mapping[UUID, UUID], eigen: Sequence[Paar]
) -> Iterator[Weigering]:
    op_id = {each.id: each for each in plan.telt}
    for gebeurtenis_id, doel in toewijzing.items():
        each = op_id.get(gebeurtenis_id)
        if each is None:
            if not _is_samenvoeging(gebeurtenis_id, doel, eigen):
                yield OnbekendeGebeurtenis(gebeurtenis_id=gebeurtenis_id)
        elif doel != plan.dossier_id and (
            each.gebeurtenis.van_dossier
            or (each.bron is None and isinstance(each.gebeurtenis, DossierGeopend))
        ):
            yield GebeurtenisBlijft(gebeurtenis=gebeurtenis_id, type=each.envelop.type)
        elif plan.doel.get(gebeurtenis_id, doel) != doel:
            yield SamenvoegingGaatGeheelTerug(
                gebeurtenis=gebeurtenis_id, dossier=plan.doel[gebeurtenis_id]
            )
        else:
            plan.doel[gebeurtenis_id] = doel


def _is_samenvoeging(gebeurtenis_id: UUID, doel: UUID, eigen: Sequence[Paar]) -> bool:
    """Of dit de samenvoeging van dat dossier is: dan gaat alles wat eruit kwam terug."""
    return any(
        isinstance(gebeurtenis, DossiersSamengevoegd) and gebeurtenis.opgenomen == doel
        for gebeurtenis, envelop in eigen
        if envelop.gebeurtenis_id == gebeurtenis_id
    )


def _sluit_zaken(plan: Plan) -> Iterator[Weigering]:
    """Wat op een toegewezen oorzaak volgde, gaat mee; een gevolg gaat nooit alleen."""
    for zaak in plan.zaken:
        oorzaak = zaak[0]
        doel = plan.doel.get(oorzaak.id, plan.dossier_id)
        for each in zaak:
            if plan.doel.get(each.id, doel) != doel:
                yield GevolgZonderOorzaak(
                    gevolg=each.id,
                    oorzaak=oorzaak.id,
                    betreft=", ".join(sorted(plan.zaken.van(each))),
                )
        if doel != plan.dossier_id:
            plan.doel |= dict.fromkeys((each.id for each in zaak), doel)


def _keur_uitkomst(plan: Plan, context: Context) -> Iterator[Weigering]:
    vertrekt = [each for doel in plan.dossiers for each in plan.naar(doel)]
    if not vertrekt:
        yield NietsTeSplitsen()
    if any(is_gewist(each.gebeurtenis) for each in vertrekt):
        yield PersoonIsGewist()
    if context.door.rol == Rol.DOSSIERBEHANDELAAR:
        for each in vertrekt:
            feit = each.gebeurtenis
            if isinstance(feit, InbreukVastgesteld) and feit.agentschap != context.door.organisatie:
                yield InbreukVanAnderAgentschap(
                    inbreuk=feit.inbreuk,
                    rol=context.door.rol,
                    opdracht="SplitsDossier",
                    toegelaten=[feit.agentschap],
                )
