"""De beslisser: `beslis` (opdracht → gebeurtenissen) en `evolueer` (gebeurtenis → dossier).

Zuiver: geen klok, geen toeval, geen databank. De hoofdstukken houden de regels; hier staat alleen
wat voor elke opdracht geldt en in welke volgorde weigeringen antwoorden.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pydantic.alias_generators import to_camel

from handhaving.dossier import (
    beroep,
    correctie,
    inbreuk,
    ingebrekestelling,
    inregelstelling,
    navraag,
    onbestelbaar,
    ontvangst,
    persoon,
    termijnverloop,
    verjaring,
    vlabel,
)
from handhaving.dossier.basis import ACTOR, Hoofdstuk, Rol, Soort
from handhaving.dossier.evolutie import EVOLUTIES, evolueer, vouw
from handhaving.dossier.gemeen import keur_volgorde
from handhaving.dossier.levensloop import (
    adres,
    bescherming,
    deelname,
    identiteit,
    overlijden,
    regime,
    sluiten,
    uitstel,
)
from handhaving.dossier.levensloop.weigeringen import DossierIsGesloten
from handhaving.dossier.privacy import beperking, verstrekking, wissing
from handhaving.dossier.refusals import (
    DatumInDeToekomst,
    FaseLaatDitNietToe,
    GeenBevoegdheid,
    InbreukVanAnderAgentschap,
    OnbekendBesluit,
    OnbekendDossier,
    OnbekendeInbreuk,
    OnbekendeOverdracht,
    OnbekendeVordering,
    OngeldigeGegevens,
    RechtswaardeOntbreekt,
    StukOnbekend,
)
from handhaving.dossier.sanctie import (
    besluit,
    betekening,
    geengevolg,
    intrekking,
    overmaking,
    verweer,
)
from handhaving.dossier.toewijzing import samenvoegen
from handhaving.dossier.toewijzing.weigeringen import DossierIsSamengevoegd
from handhaving.dossier.vordering import (
    afbetaling,
    betaling,
    brieven,
    kosten,
    oninbaar,
    opschorting,
    storno,
)
from handhaving.eventlog.codec import EventType
from handhaving.recht import RechtOntbreekt
from handhaving.recht.tellen import dag_in_brussel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from handhaving.dossier.basis import Context, Gebeurtenis, Handeling, Opdracht, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.recht import Recht

__all__ = ["evolueer", "vouw"]
"""Het vouwen staat in `dossier.evolutie` en wordt hier mee aangeboden."""

HOOFDSTUKKEN: tuple[Hoofdstuk, ...] = (
    Hoofdstuk(
        naam="dossier",
        handelingen=(
            *persoon.HOOFDSTUK.handelingen,
            *identiteit.HANDELINGEN,
            *regime.HANDELINGEN,
            *uitstel.HANDELINGEN,
            *overlijden.HANDELINGEN,
            *adres.HANDELINGEN,
            *bescherming.HANDELINGEN,
            *sluiten.HANDELINGEN,
            *deelname.HANDELINGEN,
            *samenvoegen.HANDELINGEN,
        ),
        evoluties=(
            *persoon.HOOFDSTUK.evoluties,
            *identiteit.EVOLUTIES,
            *regime.EVOLUTIES,
            *uitstel.EVOLUTIES,
            *overlijden.EVOLUTIES,
            *adres.EVOLUTIES,
            *bescherming.EVOLUTIES,
            *sluiten.EVOLUTIES,
            *deelname.EVOLUTIES,
            *samenvoegen.EVOLUTIES,
        ),
    ),
    inbreuk.HOOFDSTUK,
    Hoofdstuk(
        naam="ingebrekestelling",
        handelingen=(
            *ingebrekestelling.HANDELINGEN,
            *ontvangst.HANDELINGEN,
            *onbestelbaar.HANDELINGEN,
        ),
        evoluties=(
            *ingebrekestelling.EVOLUTIES,
            *ontvangst.EVOLUTIES,
            *onbestelbaar.EVOLUTIES,
            *termijnverloop.EVOLUTIES,
        ),
    ),
    inregelstelling.HOOFDSTUK,
    Hoofdstuk(
        naam="sanctie",
        handelingen=(
            *overmaking.HANDELINGEN,
            *verweer.HANDELINGEN,
            *besluit.HANDELINGEN,
            *geengevolg.HANDELINGEN,
            *betekening.HANDELINGEN,
            *intrekking.HANDELINGEN,
        ),
        evoluties=(
            *overmaking.EVOLUTIES,
            *verweer.EVOLUTIES,
            *besluit.EVOLUTIES,
            *geengevolg.EVOLUTIES,
            *betekening.EVOLUTIES,
            *intrekking.EVOLUTIES,
        ),
    ),
    beroep.HOOFDSTUK,
    Hoofdstuk(
        naam="vordering",
        handelingen=(
            *brieven.HANDELINGEN,
            *betaling.HANDELINGEN,
            *storno.HANDELINGEN,
            *kosten.HANDELINGEN,
            *afbetaling.HANDELINGEN,
            *opschorting.HANDELINGEN,
            *oninbaar.HANDELINGEN,
        ),
        evoluties=(
            *brieven.EVOLUTIES,
            *betaling.EVOLUTIES,
            *storno.EVOLUTIES,
            *kosten.EVOLUTIES,
            *afbetaling.EVOLUTIES,
            *opschorting.EVOLUTIES,
            *oninbaar.EVOLUTIES,
        ),
    ),
    verjaring.HOOFDSTUK,
    vlabel.HOOFDSTUK,
    Hoofdstuk(
        naam="correctie",
        handelingen=(*correctie.HOOFDSTUK.handelingen, *navraag.HANDELINGEN),
        evoluties=correctie.HOOFDSTUK.evoluties,
    ),
    Hoofdstuk(
        naam="privacy",
        handelingen=(*beperking.HANDELINGEN, *wissing.HANDELINGEN, *verstrekking.HANDELINGEN),
        evoluties=(*beperking.EVOLUTIES, *wissing.EVOLUTIES, *verstrekking.EVOLUTIES),
    ),
)

_ACTOR = re.compile(ACTOR, re.ASCII)
_HANDELINGEN: dict[type[Opdracht], Handeling[Any]] = {
    h.opdracht: h for hoofdstuk in HOOFDSTUKKEN for h in hoofdstuk.handelingen
}
EVOLUTIES.update({e.gebeurtenis: e for hoofdstuk in HOOFDSTUKKEN for e in hoofdstuk.evoluties})
OPDRACHTEN: dict[str, type[Opdracht]] = {o.__name__: o for o in _HANDELINGEN}
GEBEURTENISSEN: dict[str, type[Gebeurtenis]] = {g.__name__: g for g in EVOLUTIES}


def event_types() -> tuple[EventType, ...]:
    """Elke gebeurtenis met haar stabiele naam, versie en omzettingen van oudere versies."""
    return tuple(
        EventType(naam, klasse.schema_versie, klasse, klasse.upcasters)
        for naam, klasse in GEBEURTENISSEN.items()
    )


def beslis(
    opdracht: Opdracht, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    """De gebeurtenissen die uit de opdracht volgen. Weigert met `Weigering`, met niets anders."""
    handeling = _HANDELINGEN[type(opdracht)]
    weigeringen = list(_keur_algemeen(opdracht, dossier, context))
    if not any(
        w.soort is Soort.BESTAAN or isinstance(w, DossierIsSamengevoegd) for w in weigeringen
    ):
        try:
            weigeringen += handeling.keur(opdracht, dossier, recht, context)
        except RechtOntbreekt as fout:
            weigeringen.append(RechtswaardeOntbreekt(gat=str(fout)))
    if weigeringen:
        raise _eerste(weigeringen, opdracht, dossier, recht)
    try:
        return tuple(handeling.besluit(opdracht, dossier, recht, context))
    except RechtOntbreekt as fout:
        raise RechtswaardeOntbreekt(gat=str(fout)) from fout


def beslis_elders(
    opdracht: Opdracht, dossier: Dossier, recht: Recht, context: Context
) -> Mapping[UUID, tuple[Gebeurtenis, ...]]:
    """Wat een aanvaarde opdracht in andere dossiers schrijft; vraag eerst `beslis`."""
    elders = _HANDELINGEN[type(opdracht)].elders
    return {} if elders is None else elders(opdracht, dossier, recht, context)


def _eerste(
    weigeringen: Sequence[Weigering], opdracht: Opdracht, dossier: Dossier, recht: Recht
) -> Weigering:
    """De weigering die antwoordt; de andere staan erbij, met wat nu wel kan."""
    op_rij = sorted(weigeringen, key=lambda w: w.soort)
    antwoord = op_rij[0]
    antwoord.grondslag = antwoord.grondslag or recht.grondslag_van(antwoord.code)
    andere = dict.fromkeys(w.code for w in op_rij[1:] if w.code != antwoord.code)
    antwoord.ook_geweigerd = tuple(andere)
    if not any(isinstance(w, OnbekendDossier) for w in op_rij):
        # Wie geen deel in het dossier heeft, verneemt ook niet wat er kan.
        kan = dict.fromkeys((*antwoord.uitweg, *mogelijk(dossier, opdracht.veld("inbreuk"))))
        if antwoord.soort is not Soort.VELD:
            kan.pop(type(opdracht).__name__, None)
        antwoord.mogelijk = tuple(kan)
    return antwoord


def mogelijk(dossier: Dossier, sleutel: str | None) -> tuple[str, ...]:
    """De opdrachten die de fase van een inbreuk nu toelaat."""
    gevonden = dossier.inbreuken.get(sleutel or "")
    if gevonden is None:
        return ()
    return tuple(
        naam
        for naam, klasse in OPDRACHTEN.items()
        if klasse.fasen and gevonden.fase in klasse.fasen
    )


def _keur_algemeen(opdracht: Opdracht, dossier: Dossier, context: Context) -> Iterator[Weigering]:
    naam = type(opdracht).__name__
    if _ACTOR.fullmatch(context.door.id) is None:
        yield OngeldigeGegevens(velden=["door.id: verkeerde vorm"])
    if context.door.rol not in opdracht.rollen:
        yield GeenBevoegdheid(
            rol=context.door.rol, opdracht=naam, toegelaten=sorted(opdracht.rollen)
        )
    yield from _keur_toekomst(opdracht, context.vandaag)
    yield from keur_volgorde(
        "ontvangenOp",
        opdracht.veld("ontvangen_op"),
        "verzondenOp",
        opdracht.veld("verzonden_op"),
    )
    if opdracht.opent:
        return
    if not dossier.bestaat or not _heeft_deel(opdracht, dossier, context):
        yield OnbekendDossier(dossier=dossier.dossier_id)
        return
    if dossier.samengevoegd_in is not None:
        yield DossierIsSamengevoegd(dossier=dossier.dossier_id, behouden=dossier.samengevoegd_in)
        return
    if dossier.gesloten_op is not None and not opdracht.ook_gesloten:
        yield DossierIsGesloten(gesloten_op=dossier.gesloten_op)
    yield from beperking.keur_privacy(naam, dossier)
    yield from _keur_sleutels(opdracht, dossier)
    yield from _keur_inbreuk(opdracht, dossier, context)


def _heeft_deel(opdracht: Opdracht, dossier: Dossier, context: Context) -> bool:
    """Een agentschap ziet een dossier waarin het een deel heeft; vaststellen geeft er een."""
    if context.door.rol != Rol.DOSSIERBEHANDELAAR or isinstance(opdracht, inbreuk.StelInbreukVast):
        return True
    return not dossier.agentschappen or context.door.organisatie in dossier.agentschappen


def _keur_sleutels(opdracht: Opdracht, dossier: Dossier) -> Iterator[Weigering]:
    for veld in opdracht.verwijst:
        sleutel = opdracht.veld(veld)
        if sleutel is not None:
            verzameling, onbekend = _VERWIJZINGEN[veld]
            if sleutel not in getattr(dossier, verzameling):
                yield onbekend(**{veld: sleutel})


_VERWIJZINGEN: dict[str, tuple[str, type[Weigering]]] = {
    "inbreuk": ("inbreuken", OnbekendeInbreuk),
    "besluit": ("besluiten", OnbekendBesluit),
    "vordering": ("vorderingen", OnbekendeVordering),
    "overdracht": ("overdrachten", OnbekendeOverdracht),
    "stuk": ("stukken", StukOnbekend),
}
"""Een sleutelveld van een opdracht: waar de sleutel in het dossier staat, en hoe hij ontbreekt."""


def _keur_inbreuk(opdracht: Opdracht, dossier: Dossier, context: Context) -> Iterator[Weigering]:
    gevonden = dossier.inbreuken.get(opdracht.veld("inbreuk") or "")
    if gevonden is None or isinstance(opdracht, inbreuk.StelInbreukVast):
        return
    if (
        context.door.rol == Rol.DOSSIERBEHANDELAAR
        and gevonden.agentschap != context.door.organisatie
    ):
        yield InbreukVanAnderAgentschap(
            inbreuk=gevonden.sleutel,
            rol=context.door.rol,
            opdracht=type(opdracht).__name__,
            toegelaten=[gevonden.agentschap],
        )
    if opdracht.fasen is not None and gevonden.fase not in opdracht.fasen:
        yield FaseLaatDitNietToe(
            betreft=gevonden.sleutel,
            fase=gevonden.fase,
            opdracht=type(opdracht).__name__,
            toegelaten=sorted(opdracht.fasen),
        )


def _keur_toekomst(opdracht: Opdracht, vandaag: date) -> Iterator[Weigering]:
    for veld in ("geldig_op", *opdracht.verleden):
        waarde = getattr(opdracht, veld)
        dag = dag_in_brussel(waarde) if isinstance(waarde, datetime) else waarde
        if isinstance(dag, date) and dag > vandaag:
            yield DatumInDeToekomst(veld=to_camel(veld), datum=dag, vandaag=vandaag)
