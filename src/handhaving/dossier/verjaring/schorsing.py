"""Schorsing: de verjaring staat stil en loopt na hervatting verder waar ze gebleven was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import Verjaring, stand_verjaring
from handhaving.dossier.kopie import replace
from handhaving.dossier.refusals import FaseLaatDitNietToe, PeriodeOngeldig, VorderingVerjaard
from handhaving.dossier.verjaring.stuiting import aanvang, verjaring_vanaf
from handhaving.dossier.vordering.gemeen import keur_schuld
from handhaving.dossier.vordering.staat import Schorsingsfeit
from handhaving.dossier.vordering.weigeringen import SchorsingsgrondOnbekend, VerjaringIsGeschorst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class VerjaringGeschorst(Gebeurtenis):
    """De verjaring staat stil om een grond die de wet kent."""

    geldig_veld = "vanaf"
    historiek = "Verjaring van {vordering} geschorst vanaf {vanaf} ({grond})."

    vordering: Sleutel
    grond: Code
    vanaf: date
    verjaring: Verjaring


class VerjaringHervat(Gebeurtenis):
    """De verjaring loopt weer; zonder `grond` om welke grond ze ook stilstond."""

    geldig_veld = "vanaf"
    historiek = "Verjaring van {vordering} hervat vanaf {vanaf}."

    vordering: Sleutel
    vanaf: date
    grond: Code | None = None
    verjaring: Verjaring


class SchorsVerjaring(Opdracht):
    """Schors de verjaring om een grond die de wet kent."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/verjaringsschorsingen"
    voorbeeld = {"vordering": "V1", "grond": "collectieveSchuldenregeling", "vanaf": "2025-02-04"}
    rollen = frozenset({Rol.INVORDERING})
    verleden = ("vanaf",)

    vordering: Sleutel
    grond: Code
    vanaf: date


class HervatVerjaring(Opdracht):
    """Laat de verjaring weer lopen; met een `grond` alleen wat daarom stilstond."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/verjaringshervattingen"
    voorbeeld = {"vordering": "V1", "vanaf": "2025-02-04"}
    rollen = frozenset({Rol.INVORDERING})
    verleden = ("vanaf",)

    vordering: Sleutel
    vanaf: date
    grond: Code | None = None


def _lopend(vordering: Vordering, grond: str | None) -> list[Schorsingsfeit]:
    return [s for s in vordering.schorsingen if s.tot is None and grond in {None, s.grond}]


def _keur_schors(
    opdracht: SchorsVerjaring, dossier: Dossier, recht: Recht, _context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "SchorsVerjaring", "open vordering")
    for lopend in _lopend(vordering, opdracht.grond):
        yield VerjaringIsGeschorst(
            vordering=vordering.sleutel, grond=lopend.grond, vanaf=lopend.van
        )
    stand = vordering.verjaring
    if stand is not None and stand.verjaard_op(opdracht.vanaf):
        yield VorderingVerjaard(vordering=vordering.sleutel, datum=stand.datum)
    gronden = recht.woorden("verjaring.schorsingsgronden", aanvang(vordering))
    if opdracht.grond not in gronden.waarde:
        yield SchorsingsgrondOnbekend(
            toegelaten=list(gronden.waarde),
            grondslag=(gronden.grondslag,),
        )


def _herrekend(vordering: Vordering, recht: Recht) -> Verjaring:
    return verjaring_vanaf(aanvang(vordering), vordering, recht)


def _met_schorsing(vordering: Vordering, grond: str, van: date) -> Vordering:
    return replace(vordering, schorsingen=(*vordering.schorsingen, Schorsingsfeit(grond, van)))


def _hervatte(vordering: Vordering, grond: str | None, tot: date) -> Vordering:
    dicht = tuple(
        replace(s, tot=max(s.van, tot)) if s.tot is None and grond in {None, s.grond} else s
        for s in vordering.schorsingen
    )
    return replace(vordering, schorsingen=dicht)


def _schors(
    opdracht: SchorsVerjaring, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    vordering = dossier.vorderingen[opdracht.vordering]
    daarna = _met_schorsing(vordering, opdracht.grond, opdracht.vanaf)
    return (
        VerjaringGeschorst(
            vordering=vordering.sleutel,
            grond=opdracht.grond,
            vanaf=opdracht.vanaf,
            verjaring=_herrekend(daarna, recht),
            grondslag=(recht.woorden("verjaring.schorsingsgronden", aanvang(vordering)).grondslag,),
        ),
    )


def _keur_hervat(
    opdracht: HervatVerjaring, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "HervatVerjaring", "open vordering")
    lopend = _lopend(vordering, opdracht.grond)
    laatste = max((s.van for s in lopend), default=None)
    if laatste is None:
        yield FaseLaatDitNietToe(
            betreft=vordering.sleutel,
            fase="niet geschorst",
            opdracht="HervatVerjaring",
            toegelaten=["geschorst"],
        )
    elif opdracht.vanaf < laatste:
        yield PeriodeOngeldig(van=laatste, tot=opdracht.vanaf, reden="hervat voor ze stilstond")


def _hervat(
    opdracht: HervatVerjaring, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    vordering = dossier.vorderingen[opdracht.vordering]
    daarna = _hervatte(vordering, opdracht.grond, opdracht.vanaf)
    return (
        VerjaringHervat(
            vordering=vordering.sleutel,
            vanaf=opdracht.vanaf,
            grond=opdracht.grond,
            verjaring=_herrekend(daarna, recht),
        ),
    )


def _op_geschorst(dossier: Dossier, feit: VerjaringGeschorst, envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    return dossier.met_vordering(
        feit.vordering,
        schorsingen=_met_schorsing(vordering, feit.grond, feit.vanaf).schorsingen,
        verjaring=stand_verjaring(feit.verjaring, envelop),
    )


def _op_hervat(dossier: Dossier, feit: VerjaringHervat, envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    return dossier.met_vordering(
        feit.vordering,
        schorsingen=_hervatte(vordering, feit.grond, feit.vanaf).schorsingen,
        verjaring=stand_verjaring(feit.verjaring, envelop),
    )


HANDELINGEN = (
    Handeling(SchorsVerjaring, _keur_schors, _schors),
    Handeling(HervatVerjaring, _keur_hervat, _hervat),
)
EVOLUTIES = (
    Evolutie(VerjaringGeschorst, _op_geschorst, Rechtzetbaar(SchorsVerjaring, rekent=True)),
    Evolutie(VerjaringHervat, _op_hervat, Rechtzetbaar(HervatVerjaring, rekent=True)),
)
