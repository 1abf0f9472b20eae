"""Twee dossiers van één persoon samenvoegen.

Het dossier van de opdracht leeft verder en neemt over wat in het andere telt: recidive, open
vorderingen, termijnen en betalingen gaan er door. Het andere blijft staan zoals het was, wijst
naar het eerste, en neemt geen opdracht meer aan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from handhaving.dossier.basis import (
    Gebeurtenis,
    Handeling,
    Opdracht,
    RedenCode,
    Rol,
)
from handhaving.dossier.evolutie import vouw
from handhaving.dossier.gemeen import dag_van, heeft_deel
from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.privacy.beperking import keur_privacy
from handhaving.dossier.privacy.weigeringen import PersoonIsGewist
from handhaving.dossier.recidive import stappen, verschoven
from handhaving.dossier.refusals import OnbekendDossier
from handhaving.dossier.state import Fase
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.toewijzing import feiten
from handhaving.dossier.toewijzing.feiten import DossiersSamengevoegd
from handhaving.dossier.toewijzing.levend import levend
from handhaving.dossier.toewijzing.overnemen import Overname, geldig_sinds, gemaakte_taken
from handhaving.dossier.toewijzing.sleutels import is_gewist
from handhaving.dossier.toewijzing.weigeringen import DossierIsSamengevoegd, ZelfdeDossier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.recht import Recht

EVOLUTIES = feiten.EVOLUTIES


class VoegDossiersSamen(Opdracht):
    """Voeg een ander dossier van dezelfde persoon in dit dossier samen, met reden."""

    pad = "/v1/dossiers/{dossierId}/samenvoegingen"
    voorbeeld = {
        "anderDossier": "019c1f00-0000-7000-8000-000000000002",
        "reden": "Fictieve reden.",
    }
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR, Rol.HANDHAVINGSAMBTENAAR})

    ander_dossier: UUID
    reden: Tekst
    reden_code: RedenCode = "andere"

    def andere_dossiers(self) -> tuple[UUID, ...]:
        """Ook in het andere staat dat het is opgenomen."""
        return (self.ander_dossier,)


def ander(context: Context, dossier_id: UUID) -> Dossier:
    """Een ander dossier dat deze opdracht raakt."""
    return vouw(dossier_id, context.historieken.get(dossier_id, ()))


def _keur(
    opdracht: VoegDossiersSamen, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    if opdracht.ander_dossier == dossier.dossier_id:
        yield ZelfdeDossier()
        return
    tweede = ander(context, opdracht.ander_dossier)
    if not tweede.bestaat or not heeft_deel(tweede, context.door):
        yield OnbekendDossier(dossier=opdracht.ander_dossier)
        return
    if tweede.samengevoegd_in is not None:
        yield DossierIsSamengevoegd(dossier=opdracht.ander_dossier, behouden=tweede.samengevoegd_in)
    yield from keur_privacy("VoegDossiersSamen", tweede)
    if any(
        is_gewist(each.gebeurtenis) for each in levend(context.historieken[opdracht.ander_dossier])
    ):
        yield PersoonIsGewist()


def _samengevoegd(
    opdracht: VoegDossiersSamen, dossier: Dossier, context: Context, namen: Mapping[str, str]
) -> DossiersSamengevoegd:
    op = dag_van(opdracht, context)
    tellend = levend(context.historieken[opdracht.ander_dossier])
    return DossiersSamengevoegd(
        behouden=dossier.dossier_id,
        opgenomen=opdracht.ander_dossier,
        op=op,
        vanaf=min((each.envelop.geldig_op for each in tellend), default=op),
        sleutels=dict(namen),
        reden_code=opdracht.reden_code,
        reden=opdracht.reden,
    )


def _neem_over(opdracht: VoegDossiersSamen, dossier: Dossier, context: Context) -> Overname:
    """Wat in het andere telt, behalve wat over dat dossier zelf ging."""
    paren = context.historieken[opdracht.ander_dossier]
    gemaakt = gemaakte_taken(opdracht.ander_dossier, paren)
    eigen = context.historieken[dossier.dossier_id]
    overname = Overname(dossier, sinds=geldig_sinds(dossier.dossier_id, eigen))
    for each in levend(paren):
        if not each.gebeurtenis.van_dossier:
            overname.neem(each, gemaakt)
    return overname


def _voeg_samen(
    opdracht: VoegDossiersSamen, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    overname = _neem_over(opdracht, dossier, context)
    tweede = ander(context, opdracht.ander_dossier)
    op = dag_van(opdracht, context)
    stap_elders = {overname.namen[b]: stap for b, stap in stappen(tweede).items()}
    te_vragen = [
        *verschoven(overname.dossier, stappen(dossier) | stap_elders, op),
        *_zelfde_feiten(dossier, overname.dossier, op),
    ]
    return (
        _samengevoegd(opdracht, dossier, context, overname.namen),
        *overname.gebeurtenissen,
        *vragen(overname.dossier, te_vragen),
    )


def _zelfde_feiten(voor: Dossier, na: Dossier, op: date) -> Iterator[Vraag]:
    """Wat in beide dossiers stond: één feit, één inbreuk."""
    eigen = {(i.type, i.datum_feit) for i in voor.inbreuken.values() if i.fase != Fase.RECHTGEZET}
    for sleutel, inbreuk in na.inbreuken.items():
        dubbel = (inbreuk.type, inbreuk.datum_feit) in eigen and inbreuk.fase != Fase.RECHTGEZET
        if sleutel not in voor.inbreuken and dubbel:
            gegevens = {"inbreuk": sleutel, "redenCode": "zelfdeFeit"}
            yield Vraag("zelfdeFeit", sleutel, op, "ZetInbreukRecht", gegevens)


def _elders(
    opdracht: VoegDossiersSamen, dossier: Dossier, _recht: Recht, context: Context
) -> dict[UUID, tuple[Gebeurtenis, ...]]:
    overname = _neem_over(opdracht, dossier, context)
    return {opdracht.ander_dossier: (_samengevoegd(opdracht, dossier, context, overname.namen),)}


HANDELINGEN = (Handeling(VoegDossiersSamen, _keur, _voeg_samen, _elders),)
