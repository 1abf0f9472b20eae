"""Kosten aanrekenen en schuld kwijtschelden: elk een eigen handeling, nooit een correctie."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    RedenCode,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.vordering.gemeen import Bedrag, keur_schuld, meld_aan_vlabel
from handhaving.dossier.vordering.saldo import saldo
from handhaving.dossier.vordering.staat import Kwijtschelding
from handhaving.dossier.vordering.weigeringen import KwijtscheldingTeHoog
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Onderdeel = Literal["kosten", "intrest", "hoofdsom"]


class KostAangerekend(Gebeurtenis):
    """Een kost kwam bij de schuld."""

    geldig_veld = "op"
    historiek = "Kost van € {bedrag} aangerekend op {vordering} ({redenCode})."

    vordering: Sleutel
    bedrag: Cent
    op: date
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class KwijtscheldingVerleend(Gebeurtenis):
    """Een deel van de schuld is kwijtgescholden. `volledig`: er blijft niets over."""

    geldig_veld = "op"
    historiek = "Van {vordering} is € {bedrag} {onderdeel} kwijtgescholden ({redenCode})."

    vordering: Sleutel
    onderdeel: Onderdeel
    bedrag: Cent
    op: date
    volledig: bool
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class RekenKostAan(Opdracht):
    """Reken een kost aan."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/kosten"
    voorbeeld = {
        "vordering": "V1",
        "bedrag": "15.00",
        "reden": "Fictieve reden.",
        "redenCode": "betekening",
    }
    rollen = frozenset({Rol.BOEKHOUDER})

    vordering: Sleutel
    bedrag: Bedrag
    reden: Tekst
    reden_code: RedenCode = "andere"


class ScheldKwijt(Opdracht):
    """Scheld een deel van de schuld kwijt, nooit meer dan er van dat onderdeel openstaat."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/kwijtscheldingen"
    voorbeeld = {
        "vordering": "V1",
        "onderdeel": "hoofdsom",
        "bedrag": "250.00",
        "reden": "Fictieve reden.",
    }
    rollen = frozenset({Rol.BESLISSER})

    vordering: Sleutel
    onderdeel: Onderdeel
    bedrag: Bedrag
    reden: Tekst
    reden_code: RedenCode = "andere"


def _keur_kost(
    opdracht: RekenKostAan, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "RekenKostAan", "open vordering")


def _kost(
    opdracht: RekenKostAan, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        KostAangerekend(
            vordering=opdracht.vordering,
            bedrag=opdracht.bedrag,
            op=dag_van(opdracht, context),
            reden_code=opdracht.reden_code,
            reden=opdracht.reden,
        ),
    )


def _keur_kwijt(
    opdracht: ScheldKwijt, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "ScheldKwijt", "open vordering")
    open_: Cent = getattr(saldo(vordering, dag_van(opdracht, context), recht), opdracht.onderdeel)
    if opdracht.bedrag > open_:
        yield KwijtscheldingTeHoog(
            vordering=vordering.sleutel,
            onderdeel=opdracht.onderdeel,
            open=open_,
            bedrag=opdracht.bedrag,
        )


def _kwijt(
    opdracht: ScheldKwijt, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    open_ = saldo(dossier.vorderingen[opdracht.vordering], dag, recht)
    return (
        KwijtscheldingVerleend(
            vordering=opdracht.vordering,
            onderdeel=opdracht.onderdeel,
            bedrag=opdracht.bedrag,
            op=dag,
            volledig=open_.totaal == opdracht.bedrag and open_.bekend_tot is None,
            reden_code=opdracht.reden_code,
            reden=opdracht.reden,
        ),
    )


def _op_kost(dossier: Dossier, feit: KostAangerekend, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    posten = (*vordering.kostposten, (feit.op, feit.bedrag))
    dossier = dossier.met_vordering(feit.vordering, kostposten=posten)
    return meld_aan_vlabel(dossier, feit.vordering, feit.op)


def _op_kwijt(dossier: Dossier, feit: KwijtscheldingVerleend, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    deel = Kwijtschelding(feit.onderdeel, feit.bedrag, feit.op)
    dossier = dossier.met_vordering(
        feit.vordering,
        kwijtscheldingen=(*vordering.kwijtscheldingen, deel),
        kwijtgescholden_op=feit.op if feit.volledig else vordering.kwijtgescholden_op,
    )
    return meld_aan_vlabel(dossier, feit.vordering, feit.op)


HANDELINGEN = (
    Handeling(RekenKostAan, _keur_kost, _kost),
    Handeling(ScheldKwijt, _keur_kwijt, _kwijt),
)
EVOLUTIES = (
    Evolutie(KostAangerekend, _op_kost, Rechtzetbaar(RekenKostAan)),
    Evolutie(KwijtscheldingVerleend, _op_kwijt, Rechtzetbaar(ScheldKwijt, rekent=True)),
)
