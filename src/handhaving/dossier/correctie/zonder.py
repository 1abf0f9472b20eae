"""De stand zonder een feit: wat er zou staan, was het nooit vastgelegd.

De historiek wordt opnieuw gelezen zonder wat rechtgezet is. Wat een mens daarna deed, blijft een
feit; wat daarbij van de stand afhing (termijn, toerekening, verjaring), wordt opnieuw beslist met
het recht en de klok van toen. Wat alleen het systeem vaststelde, valt weg als het niet meer klopt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from handhaving.dossier.basis import Context, Gebeurtenis, Rechtzetbaar, Rol, Soort, ViaOorzaak
from handhaving.dossier.correctie.feiten import GebeurtenisRechtgezet
from handhaving.dossier.evolutie import EVOLUTIES, vouw
from handhaving.dossier.herbekijken import HerbekijkenGevraagd
from handhaving.dossier.keuring import weigeringen
from handhaving.dossier.refusals import GeenBeroepHangende
from handhaving.dossier.register import HANDELINGEN, OPDRACHTEN
from handhaving.dossier.state import Dossier
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen
from handhaving.dossier.vlabel.bericht import VlabelBerichtGeregistreerd
from handhaving.dossier.vordering.betaling import BetalingGeboekt
from handhaving.recht import RechtOntbreekt
from handhaving.recht.tellen import dag_in_brussel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from handhaving.dossier.basis import Opdracht, Rechtzetting
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Paar: TypeAlias = "tuple[Gebeurtenis, Envelop]"


@dataclass(frozen=True)
class Groep:
    """Wat uit één opdracht volgde: het feit zelf (`hoofd`) en wat het meebracht."""

    paren: tuple[Paar, ...]

    @property
    def hoofd(self) -> Paar:
        """Het eerste feit dat niet uit een ander volgt; stelde alleen het systeem vast, het eerste.

        Een voorlopige toerekening die vastgesteld wordt, gaat vooraf aan de betaling zelf.
        """
        zelf = (p for p in self.paren if not isinstance(manier(p[0]), ViaOorzaak))
        return next(zelf, self.paren[0])

    @property
    def feiten(self) -> tuple[Gebeurtenis, ...]:
        """De gebeurtenissen, zonder hun enveloppen."""
        return tuple(gebeurtenis for gebeurtenis, _ in self.paren)

    @property
    def envelop(self) -> Envelop:
        """De envelop van het feit zelf."""
        return self.hoofd[1]

    @property
    def opdracht(self) -> Opdracht | None:
        """De opdracht waaruit het volgde, uit het feit herbouwd; None waar dat niet kan."""
        gebeurtenis = self.hoofd[0]
        hoe = manier(gebeurtenis)
        klasse = OPDRACHTEN.get(hoe.opdracht or "") if isinstance(hoe, ViaOorzaak) else hoe.opdracht
        anders = {} if not isinstance(hoe, Rechtzetbaar | ViaOorzaak) else hoe.velden
        if klasse is None:
            return None
        bron = {naam: anders.get(naam, naam) for naam in klasse.model_fields}
        velden = {n: getattr(gebeurtenis, v) for n, v in bron.items() if hasattr(gebeurtenis, v)}
        velden["geldig_op"] = gebeurtenis.geldig_op
        if isinstance(gebeurtenis, VlabelBerichtGeregistreerd):
            boekingen = (f for f in self.feiten if isinstance(f, BetalingGeboekt))
            velden["bankreferentie"] = next((f.bankreferentie for f in boekingen), None)
        if any(info.is_required() and n not in velden for n, info in klasse.model_fields.items()):
            return None
        return klasse.model_construct(**velden)

    def context(self, recht_van: Context) -> Context:
        """De klok en de mens van toen."""
        envelop = self.envelop
        return Context(
            nu=envelop.geregistreerd_op,
            vandaag=dag_in_brussel(envelop.geregistreerd_op),
            door=envelop.door,
            opdracht_id=envelop.opdracht_id,
            dossier_id=recht_van.dossier_id,
        )


@dataclass
class Zonder:
    """De stand zonder de rechtgezette feiten, en wat daarbij opviel."""

    stand: Dossier
    zonder_grond: list[Groep] = field(default_factory=list)
    """Wat een mens deed en op deze stand niet gekund had."""
    bouwt_op: list[Groep] = field(default_factory=list)
    """Wat naar het feit zelf verwijst: dat wordt eerst rechtgezet."""
    gevallen: list[Groep] = field(default_factory=list)
    """Wat het systeem vaststelde en niet meer klopt."""


def manier(gebeurtenis: Gebeurtenis) -> Rechtzetting:
    """Hoe deze gebeurtenis rechtgezet wordt."""
    return EVOLUTIES[type(gebeurtenis)].rechtzetting


def groepen(historiek: Iterable[Paar]) -> Iterator[Groep]:
    """De historiek per opdracht. Een rechtzetting, en wat in de plaats kwam, zijn er twee."""
    for _, paren in groupby(historiek, key=lambda paar: paar[1].opdracht_id):
        alle = tuple(paren)
        eerste = alle[0][0]
        einde = len(alle)
        if isinstance(eerste, GebeurtenisRechtgezet):
            einde = 1 + eerste.compensaties
        for deel in (alle[:einde], alle[einde:]):
            if deel:
                yield Groep(deel)


def rechtgezet(historiek: Iterable[Paar]) -> dict[UUID, GebeurtenisRechtgezet]:
    """Wat al rechtgezet is: gebeurtenisId → de rechtzetting."""
    return {g.gebeurtenis_id: g for g, _ in historiek if isinstance(g, GebeurtenisRechtgezet)}


def tellend(historiek: Sequence[Paar]) -> list[Paar]:
    """Wat gebeurd is zonder wat rechtgezet is en wat dat meebracht."""
    weg = rechtgezet(historiek)
    uit: list[Paar] = []
    for groep in groepen(historiek):
        blijft = groep.feiten if groep.envelop.gebeurtenis_id not in weg else _blijft(groep)
        uit += [paar for paar in groep.paren if any(paar[0] is feit for feit in blijft)]
    return uit


def zonder(historiek: Sequence[Paar], weg: UUID | None, recht: Recht, context: Context) -> Zonder:
    """De stand zonder dit feit, en zonder wat vroeger al rechtgezet is."""
    alle = list(groepen(historiek))
    weggelaten = {weg, *rechtgezet(historiek)}
    met_eigen_woord = {
        g.envelop.gebeurtenis_id for g in alle if getattr(manier(g.hoofd[0]), "eigen", None)
    }
    live = Dossier(context.dossier_id)
    uit = Zonder(live)
    for groep in alle:
        gebeurtenis, envelop = groep.hoofd
        if isinstance(gebeurtenis, GebeurtenisRechtgezet):
            if gebeurtenis.gebeurtenis_id in met_eigen_woord:
                uit.stand = _vouw(uit.stand, groep, groep.feiten)
        elif envelop.gebeurtenis_id in weggelaten - met_eigen_woord:
            uit.stand = _vouw(uit.stand, groep, _blijft(groep))
        elif uit.stand == live:
            uit.stand = live = _vouw(live, groep, groep.feiten)
            continue
        else:
            _opnieuw(uit, live, groep, recht, context)
        live = vouw(live.dossier_id, groep.paren, van=live)
    return uit


def _blijft(groep: Groep) -> tuple[Gebeurtenis, ...]:
    """Wat blijft staan als het feit wegvalt: wat van VLABEL teruggeroepen is, is dat ook echt."""
    hoofd = groep.hoofd[0]
    hoe = manier(hoofd)
    soorten: tuple[type[Gebeurtenis], ...] = (VlabelOverdrachtTeruggeroepen,)
    if isinstance(hoe, Rechtzetbaar):
        soorten += hoe.blijft
    return tuple(f for f in groep.feiten if isinstance(f, soorten) and f is not hoofd)


def _vouw(dossier: Dossier, groep: Groep, feiten: Iterable[Gebeurtenis]) -> Dossier:
    """De gebeurtenissen gevouwen onder de enveloppen van hun groep."""
    eigen = {id(g): e for g, e in groep.paren}
    paren = [(feit, eigen.get(id(feit), groep.envelop)) for feit in feiten]
    return vouw(dossier.dossier_id, paren, van=dossier)


def _opnieuw(uit: Zonder, live: Dossier, groep: Groep, recht: Recht, context: Context) -> None:
    """Beoordeel wat er toen gebeurde op de stand zonder het feit."""
    opdracht = groep.opdracht
    feiten = groep.feiten
    if opdracht is None:
        uit.stand = _vouw(uit.stand, groep, feiten)
        return
    toen = groep.context(context)
    handeling = HANDELINGEN[type(opdracht)]
    kon = {w.code for w in weigeringen(handeling, opdracht, live, recht, toen)}
    nieuw = [
        w
        for w in weigeringen(handeling, opdracht, uit.stand, recht, toen)
        if w.code not in kon and w.soort is not Soort.VELD
    ]
    systeem = Rol.SYSTEEM.value == groep.envelop.door.rol
    bestaat_niet = any(w.soort is Soort.BESTAAN or isinstance(w, GeenBeroepHangende) for w in nieuw)
    if systeem and nieuw:
        uit.gevallen.append(groep)
        return
    if bestaat_niet:
        uit.bouwt_op.append(groep)
        return
    if nieuw:
        uit.zonder_grond.append(groep)
    if systeem or getattr(manier(groep.hoofd[0]), "rekent", False):
        feiten = _herbeslist(groep, opdracht, uit.stand, recht, toen)
    uit.stand = _vouw(uit.stand, groep, feiten)


def _herbeslist(
    groep: Groep, opdracht: Opdracht, stand: Dossier, recht: Recht, toen: Context
) -> tuple[Gebeurtenis, ...]:
    """Wat er op deze stand uit gevolgd zou zijn; de vragen blijven die van toen."""
    try:
        besluit = HANDELINGEN[type(opdracht)].besluit(opdracht, stand, recht, toen)
    except RechtOntbreekt:
        return groep.feiten
    gevraagd = tuple(f for f in groep.feiten if isinstance(f, HerbekijkenGevraagd))
    return (*(f for f in besluit if not isinstance(f, HerbekijkenGevraagd)), *gevraagd)
