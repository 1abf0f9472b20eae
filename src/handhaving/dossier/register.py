"""Wat in de hoofdstukken staat, op naam: elke opdracht met haar handeling, elke gebeurtenis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handhaving.dossier import (
    beroep,
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
from handhaving.dossier.basis import Hoofdstuk
from handhaving.dossier.correctie import feiten, geld, persoonlijk, taken, zaak
from handhaving.dossier.evolutie import EVOLUTIES
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
from handhaving.dossier.privacy import beperking, verstrekking, wissing
from handhaving.dossier.sanctie import (
    besluit,
    betekening,
    geengevolg,
    intrekking,
    overmaking,
    verweer,
)
from handhaving.dossier.toewijzing import samenvoegen, splitsen
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

if TYPE_CHECKING:
    from handhaving.dossier.basis import Gebeurtenis, Handeling, Opdracht

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
            *splitsen.HANDELINGEN,
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
            *splitsen.EVOLUTIES,
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
        handelingen=(*taken.HANDELINGEN, *navraag.HANDELINGEN),
        evoluties=(
            *feiten.EVOLUTIES,
            *zaak.EVOLUTIES,
            *geld.EVOLUTIES,
            *persoonlijk.EVOLUTIES,
            *taken.EVOLUTIES,
        ),
    ),
    Hoofdstuk(
        naam="privacy",
        handelingen=(*beperking.HANDELINGEN, *wissing.HANDELINGEN, *verstrekking.HANDELINGEN),
        evoluties=(*beperking.EVOLUTIES, *wissing.EVOLUTIES, *verstrekking.EVOLUTIES),
    ),
)

HANDELINGEN: dict[type[Opdracht], Handeling[Any]] = {
    h.opdracht: h for hoofdstuk in HOOFDSTUKKEN for h in hoofdstuk.handelingen
}
EVOLUTIES.update({e.gebeurtenis: e for hoofdstuk in HOOFDSTUKKEN for e in hoofdstuk.evoluties})
OPDRACHTEN: dict[str, type[Opdracht]] = {o.__name__: o for o in HANDELINGEN}
GEBEURTENISSEN: dict[str, type[Gebeurtenis]] = {g.__name__: g for g in EVOLUTIES}


def event_types() -> tuple[EventType, ...]:
    """Elke gebeurtenis met haar stabiele naam, versie en omzettingen van oudere versies."""
    return tuple(
        EventType(naam, klasse.schema_versie, klasse, klasse.upcasters)
        for naam, klasse in GEBEURTENISSEN.items()
    )
