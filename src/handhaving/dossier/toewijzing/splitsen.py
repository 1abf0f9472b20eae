"""Een dossier splitsen: wat van een ander is, telt voortaan in diens dossier.

Niets verhuist: het oude dossier zegt wat vertrok en vouwt zonder; het andere neemt het over onder
de sleutels van zijn eigen persoon. Wat op een toegewezen feit volgde, gaat mee. Een dossier dat
ten onrechte was samengevoegd, leeft zo weer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid5

from pydantic import Field

from handhaving.dossier.basis import (
    Gebeurtenis,
    Handeling,
    Opdracht,
    RedenCode,
    Rol,
)
from handhaving.dossier.evolutie import evolueer, vouw
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.herbekijken import HerbekijkenGevraagd, Vraag, vragen
from handhaving.dossier.levensloop.sluiten import DossierHeropend
from handhaving.dossier.persoon import AGENTSCHAPPEN, DossierGeopend
from handhaving.dossier.recidive import stappen, verschoven
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.toewijzing import vertrek
from handhaving.dossier.toewijzing.brieven import Brief, brieven
from handhaving.dossier.toewijzing.levend import Levend, levend
from handhaving.dossier.toewijzing.overnemen import Overname, geldig_sinds, gemaakte_taken
from handhaving.dossier.toewijzing.plan import Plan, maak_plan
from handhaving.dossier.toewijzing.sleutels import genoemd
from handhaving.dossier.toewijzing.vertrek import (
    DossierGesplitst,
    SamenvoegingOngedaanGemaakt,
    bereken,
)
from handhaving.dossier.toewijzing.zaken import Zaken
from handhaving.dossier.vlabel.overdracht import VlabelOverdrachtVoorbereid
from handhaving.eventlog.envelope import Envelop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.recht import Recht

EVOLUTIES = vertrek.EVOLUTIES
VERKEERD: str = "briefAanVerkeerdePersoon"


class SplitsDossier(Opdracht):
    """Wijs gebeurtenissen toe aan het dossier van wie ze zijn, dat er al is of nu begint."""

    pad = "/v1/dossiers/{dossierId}/splitsingen"
    voorbeeld = {
        "toewijzing": {
            "120fa999-1f07-5414-b767-8b938ff03d6b": "019c1f00-0000-7000-8000-000000000002"
        },
        "reden": "Fictieve reden.",
    }
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR, Rol.HANDHAVINGSAMBTENAAR})

    toewijzing: Annotated[dict[UUID, UUID], Field(min_length=1, max_length=10_000)]
    """gebeurtenisId → dossierId; een dossier dat er niet is, wordt geopend."""
    reden: Tekst
    reden_code: RedenCode = "andere"

    def andere_dossiers(self) -> tuple[UUID, ...]:
        """Elk dossier waaraan iets wordt toegewezen."""
        return tuple(dict.fromkeys(self.toewijzing.values()))


@dataclass(slots=True)
class _Splitsing:
    """De uitkomst: wat in het oude dossier staat, en wat in elk ander."""

    oud: Dossier
    feiten: list[Gebeurtenis]
    elders: dict[UUID, tuple[Gebeurtenis, ...]]


def _keur(
    opdracht: SplitsDossier, dossier: Dossier, _recht: Recht, context: Context
) -> Iterable[Weigering]:
    return maak_plan(opdracht.toewijzing, dag_van(opdracht, context), dossier, context).weigeringen


def _splits(
    opdracht: SplitsDossier, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return tuple(_voer_uit(opdracht, dossier, context).feiten)


def _elders(
    opdracht: SplitsDossier, dossier: Dossier, _recht: Recht, context: Context
) -> dict[UUID, tuple[Gebeurtenis, ...]]:
    return _voer_uit(opdracht, dossier, context).elders


def _voer_uit(opdracht: SplitsDossier, dossier: Dossier, context: Context) -> _Splitsing:
    plan = maak_plan(opdracht.toewijzing, dag_van(opdracht, context), dossier, context)
    post, op = list(brieven(plan)), plan.op
    uit = _Splitsing(dossier, [], {})
    stap_voordien = stappen(dossier)
    telt = plan.telt
    for doel in plan.dossiers:
        weg = {each.id for each in (*plan.naar(doel), *plan.vervallen(doel))}
        _schrijf(uit, _gesplitst(opdracht, plan, doel, telt, post), context)
        telt = [each for each in telt if each.id not in weg]
        uit.elders[doel] = _in_ander(plan, doel, dossier, post, context)
    eigen = [brief for brief in post if brief.hoort_bij == plan.dossier_id]
    te_vragen = [
        *verschoven(uit.oud, stap_voordien, op),
        *_brieven(eigen, {b.stuk: b.stuk for b in eigen}, op),
        *_gevolgen(plan, op),
    ]
    uit.feiten += vragen(uit.oud, te_vragen)
    return uit


def _schrijf(uit: _Splitsing, feit: Gebeurtenis, context: Context) -> None:
    uit.feiten.append(feit)
    uit.oud = evolueer(uit.oud, feit, _omslag(feit, uit.oud, context))


def _gesplitst(
    opdracht: SplitsDossier, plan: Plan, doel: UUID, telt: list[Levend], post: Sequence[Brief]
) -> DossierGesplitst:
    vertrekt = [*plan.naar(doel), *plan.vervallen(doel)]
    sleutels = plan.zaken.sleutels(plan.naar(doel)) | {
        each.gebeurtenis.taak
        for each in plan.vervallen(doel)
        if isinstance(each.gebeurtenis, HerbekijkenGevraagd)
    }
    velden: Mapping[str, Any] = bereken(
        plan.dossier_id, telt, {each.id for each in vertrekt}, sorted(sleutels)
    )
    return DossierGesplitst(
        naar=doel,
        op=plan.op,
        vanaf=min(each.envelop.geldig_op for each in vertrekt),
        brieven=tuple(b.stuk for b in post if b.verkeerd and doel in {b.hoort_bij, b.ging_naar}),
        personen=_eigen_sleutels(plan, doel),
        reden_code=opdracht.reden_code,
        reden=opdracht.reden,
        **velden,
    )


def _eigen_sleutels(plan: Plan, doel: UUID) -> tuple[UUID, ...]:
    """De sleutels van een dossier dat weer leeft: wie het oude wist, raakt daar niet meer aan."""
    van_hen = [
        (each.opgeslagen.sleutel_id, getattr(each.gebeurtenis, "derde", None))
        for each in plan.naar(doel)
        if each.bron is not None and each.bron.dossier == doel
    ]
    gevonden = {wie for paar in van_hen for wie in paar if wie is not None}
    return tuple(sorted((gevonden | {doel}) - {plan.dossier_id}))


def _in_ander(
    plan: Plan,
    doel: UUID,
    oud: Dossier,
    post: Sequence[Brief],
    context: Context,
) -> tuple[Gebeurtenis, ...]:
    """Wat het andere dossier overneemt, en wat een mens er moet herbekijken."""
    paren = context.historieken.get(doel, ())
    overname = Overname(vouw(doel, paren), sinds=geldig_sinds(doel, paren), wie=frozenset())
    mee = plan.naar(doel)
    if doel in plan.samenvoegingen:
        samen, _ = plan.samenvoegingen[doel]
        overname.namen = {hier: ginds for ginds, hier in samen.sleutels.items()}
        _schrijf_over(overname, _herleefd(plan, doel, context), context)
        vervallen = {each.id for each in plan.vervallen(doel)}
        mee = [
            each
            for each in mee
            if each.id not in vervallen and (each.bron is None or each.bron.dossier != doel)
        ]
    elif not overname.dossier.bestaat:
        _schrijf_over(overname, _geopend(plan, mee, oud, context), context)
    voordien = stappen(overname.dossier)
    if mee and overname.dossier.gesloten_op is not None:
        heropend = DossierHeropend(heropend_op=plan.op, reden_code="samenvoegingOngedaan")
        _schrijf_over(overname, heropend, context)
    for each in mee:
        overname.neem(each, plan.gemaakt, doel)
    stap_oud = {overname.namen[b]: s for b, s in stappen(oud).items() if b in overname.namen}
    te_vragen = [
        *verschoven(overname.dossier, stap_oud | voordien, plan.op),
        *_brieven([b for b in post if b.hoort_bij == doel], overname.namen, plan.op),
        *_bij_vlabel(mee, overname, plan.op),
    ]
    return (*overname.gebeurtenissen, *vragen(overname.dossier, te_vragen))


def _schrijf_over(overname: Overname, feit: Gebeurtenis, context: Context) -> None:
    overname.schrijf(feit, _omslag(feit, overname.dossier, context))


def _geopend(plan: Plan, mee: Sequence[Levend], oud: Dossier, context: Context) -> DossierGeopend:
    """Voor het agentschap van wie splitst, anders dat van de eerste zaak of van vroeger."""
    van_zaken = (getattr(each.gebeurtenis, "agentschap", None) for each in mee)
    kandidaten = (context.door.organisatie, *van_zaken, oud.persoon.agentschap)
    agentschap = next((a for k in kandidaten for a in AGENTSCHAPPEN if a == k), None)
    return DossierGeopend(agentschap=agentschap, geopend_op=plan.op)


def _herleefd(plan: Plan, doel: UUID, context: Context) -> SamenvoegingOngedaanGemaakt:
    """Het dossier leeft weer, zonder wat intussen nog elders telt."""
    samen, _ = plan.samenvoegingen[doel]
    paren = context.historieken[doel]
    rust = max(i for i, (g, _) in enumerate(paren) if g == samen)
    telde = levend(paren[:rust])
    terug = {each.bron.gebeurtenis_id for each in plan.naar(doel) if each.bron is not None}
    weg = [each for each in telde if not each.gebeurtenis.van_dossier and each.id not in terug]
    sleutels = Zaken(telde, gemaakte_taken(doel, paren[:rust])).sleutels(weg)
    velden: Mapping[str, Any] = bereken(doel, telde, {each.id for each in weg}, sorted(sleutels))
    return SamenvoegingOngedaanGemaakt(
        was_in=plan.dossier_id, op=plan.op, vanaf=samen.vanaf, **velden
    )


def _brieven(post: Iterable[Brief], namen: Mapping[str, str], op: date) -> Iterator[Vraag]:
    """Elke brief die naar de verkeerde persoon ging, en wat daarvoor voor de hand ligt."""
    for brief in post:
        if brief.verkeerd:
            stuk = namen[brief.stuk]
            gegevens = {"stuk": stuk, "op": op.isoformat()}
            yield Vraag(VERKEERD, stuk, op, "RegistreerOnbestelbaar", gegevens)


def _bij_vlabel(mee: Iterable[Levend], overname: Overname, op: date) -> Iterator[Vraag]:
    """Wat bij VLABEL loopt op naam van de verkeerde persoon."""
    for each in mee:
        if each.bron is None and isinstance(each.gebeurtenis, VlabelOverdrachtVoorbereid):
            sleutel = overname.namen[each.gebeurtenis.overdracht]
            if overname.dossier.overdrachten[sleutel].lopend:
                gegevens = {"overdracht": sleutel, "redenCode": "verkeerdePersoon"}
                opdracht = "RoepVlabelOverdrachtTerug"
                yield Vraag("overdrachtVanVerkeerdePersoon", sleutel, op, opdracht, gegevens)


def _gevolgen(plan: Plan, op: date) -> Iterator[Vraag]:
    """Wat in een zaak die blijft, volgde uit wat over de persoon vertrok (een uitstel)."""
    vertrekt = [each for doel in plan.dossiers for each in plan.naar(doel)]
    oorzaken = {
        each.envelop.opdracht_id
        for each in vertrekt
        if set(genoemd(each.gebeurtenis)) <= {getattr(each.gebeurtenis, "uitstel", None)}
    }
    gezien: set[str] = set()
    for each in plan.telt:
        blijft = plan.doel.get(each.id, plan.dossier_id) == plan.dossier_id
        vraag = isinstance(each.gebeurtenis, HerbekijkenGevraagd)
        for sleutel in genoemd(each.gebeurtenis):
            nieuw = sleutel not in gezien and not vraag and blijft
            if nieuw and each.envelop.opdracht_id in oorzaken:
                gezien.add(sleutel)
                yield Vraag("oorzaakVertrokken", sleutel, op)


def _omslag(feit: Gebeurtenis, dossier: Dossier, context: Context) -> Envelop:
    """De omslag die de gebeurtenis zal krijgen, voor zover het vouwen hem nodig heeft."""
    return Envelop(
        positie=0,
        dossier_id=dossier.dossier_id,
        versie=dossier.versie + 1,
        type=type(feit).__name__,
        schema_versie=feit.schema_versie,
        gebeurtenis_id=uuid5(context.opdracht_id, f"{dossier.dossier_id} {dossier.versie}"),
        geregistreerd_op=context.nu,
        geldig_op=feit.geldig_op,
        door=context.door,
        opdracht_id=context.opdracht_id,
        volgnr=0,
        spoor_id=context.opdracht_id,
        oorzaak_id=None,
        sleutel_id=None,
    )


HANDELINGEN = (Handeling(SplitsDossier, _keur, _splits, _elders),)
