"""Stuiting: een daad die de verjaring opnieuw laat beginnen of verlengt, of zonder gevolg blijft.

Elke aangevoerde daad blijft bewaard, ook die zonder gevolg: bij de volgende wordt alles samen
herrekend.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import Verjaring, als_verjaring, stand_verjaring
from handhaving.dossier.tekst import is_leeg
from handhaving.dossier.vordering.gemeen import keur_schuld, sluit_taken
from handhaving.dossier.vordering.staat import Stuitingsfeit
from handhaving.dossier.vordering.weigeringen import BewijsOntbreekt
from handhaving.recht import Schorsing, Stuiting, Stuitingsdaad

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Daad: TypeAlias = Literal[
    "bevelTotBetaling",
    "dwangbevel",
    "dagvaarding",
    "beslag",
    "schuldbekentenis",
    "aanmaningArt2244",
]
SCHULDBEKENTENIS = "schuldbekentenis"


class VerjaringGestuit(Gebeurtenis):
    """De verjaring is gestuit; de nieuwe datum staat erbij."""

    geldig_veld = "op"
    historiek = (
        "Verjaring van {vordering} gestuit door {daad} op {op}: ze verjaart op "
        "{nieuweVerjaringsdatum}."
    )

    vordering: Sleutel
    daad: Daad
    op: date
    schuldenaar_in_belgie: bool = True
    nieuwe_verjaringsdatum: date
    verjaring: Verjaring
    bewijs: Gevoelig | None = None


class StuitingZonderGevolg(Gebeurtenis):
    """Een aangevoerde stuiting bleef zonder gevolg; `reden` is een code."""

    geldig_veld = "op"
    historiek = "Verjaring van {vordering} niet gestuit door {daad} op {op} ({reden})."

    vordering: Sleutel
    daad: Daad
    op: date
    schuldenaar_in_belgie: bool = True
    reden: Code
    verjaringsdatum: date
    bewijs: Gevoelig | None = None


class StuitVerjaring(Opdracht):
    """Registreer een daad die de verjaring stuit, met haar bewijsstuk."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/stuitingen"
    voorbeeld = {
        "vordering": "V1",
        "daad": "dwangbevel",
        "op": "2025-02-04",
        "bewijs": "Fictief bewijs.",
        "schuldenaarInBelgie": True,
    }
    rollen = frozenset({Rol.INVORDERING})
    verleden = ("op",)

    vordering: Sleutel
    daad: Daad
    op: date
    bewijs: Annotated[str, Field(max_length=10_000)] | None = None
    schuldenaar_in_belgie: bool = True


def schorsingen(vordering: Vordering) -> list[Schorsing]:
    """De schorsingen zoals het recht ze rekent."""
    return [Schorsing(s.grond, s.van, s.tot) for s in vordering.schorsingen]


def stuitingen(vordering: Vordering) -> list[Stuiting]:
    """De aangevoerde stuitingen zoals het recht ze rekent."""
    return [
        Stuiting(Stuitingsdaad(s.daad), s.op, s.schuldenaar_in_belgie) for s in vordering.stuitingen
    ]


def aanvang(vordering: Vordering) -> date:
    """De dag waarvan de verjaring loopt: het besluit, of de definitieve uitspraak."""
    return vordering.geboekt_op if vordering.verjaring is None else vordering.verjaring.van


def verjaring_vanaf(dag: date, vordering: Vordering | None, recht: Recht) -> Verjaring:
    """De verjaring vanaf een andere dag; wat al stuitte of schorste telt mee."""
    if vordering is None:
        return als_verjaring(recht.verjaring(dag))
    return als_verjaring(recht.verjaring(dag, stuitingen(vordering), schorsingen(vordering)))


def stuit(
    vordering: Vordering,
    feit: Stuitingsfeit,
    recht: Recht,
    bewijs: str | None = None,
) -> Gebeurtenis:
    """Wat deze daad doet, met alle eerdere stuitingen en schorsingen samen gerekend."""
    nieuw = Stuiting(Stuitingsdaad(feit.daad), feit.op, feit.schuldenaar_in_belgie)
    uitkomst = recht.verjaring(
        aanvang(vordering), [*stuitingen(vordering), nieuw], schorsingen(vordering)
    )
    gevolg = next(g for g in uitkomst.stuitingen if g.stuiting == nieuw)
    velden = {
        "vordering": vordering.sleutel,
        "daad": feit.daad,
        "op": feit.op,
        "schuldenaar_in_belgie": feit.schuldenaar_in_belgie,
        "bewijs": bewijs,
        "grondslag": (gevolg.grondslag,),
    }
    if gevolg.reden_code is not None:
        return StuitingZonderGevolg.model_validate(
            {**velden, "reden": gevolg.reden_code, "verjaringsdatum": uitkomst.datum}
        )
    return VerjaringGestuit.model_validate(
        {
            **velden,
            "nieuwe_verjaringsdatum": uitkomst.datum,
            "verjaring": als_verjaring(uitkomst),
        }
    )


def _keur(
    opdracht: StuitVerjaring, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "StuitVerjaring", "open vordering")
    if is_leeg(opdracht.bewijs):
        yield BewijsOntbreekt(daad=opdracht.daad)


def _stuit(
    opdracht: StuitVerjaring, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    vordering = dossier.vorderingen[opdracht.vordering]
    feit = Stuitingsfeit(opdracht.daad, opdracht.op, opdracht.schuldenaar_in_belgie)
    if feit in vordering.stuitingen:
        return ()
    return (stuit(vordering, feit, recht, opdracht.bewijs),)


def _met_stuiting(dossier: Dossier, feit: VerjaringGestuit | StuitingZonderGevolg) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    daad = Stuitingsfeit(feit.daad, feit.op, feit.schuldenaar_in_belgie)
    return dossier.met_vordering(feit.vordering, stuitingen=(*vordering.stuitingen, daad))


def _op_gestuit(dossier: Dossier, feit: VerjaringGestuit, envelop: Envelop) -> Dossier:
    dossier = _met_stuiting(dossier, feit).met_vordering(
        feit.vordering, verjaring=stand_verjaring(feit.verjaring, envelop)
    )
    if feit.daad == SCHULDBEKENTENIS:
        dossier = sluit_taken(dossier, SCHULDBEKENTENIS, feit.vordering, "gestuit")
    return dossier


def _op_zonder_gevolg(dossier: Dossier, feit: StuitingZonderGevolg, _envelop: Envelop) -> Dossier:
    return _met_stuiting(dossier, feit)


HANDELINGEN = (Handeling(StuitVerjaring, _keur, _stuit),)
EVOLUTIES = (
    Evolutie(VerjaringGestuit, _op_gestuit, Rechtzetbaar(StuitVerjaring, rekent=True)),
    Evolutie(StuitingZonderGevolg, _op_zonder_gevolg, Rechtzetbaar(StuitVerjaring, rekent=True)),
)
