"""Verweer: de uitnodiging, de termijn die bij ontvangst begint, en wat de persoon aanvoert."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    NieuweSleutel,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    ViaOorzaak,
)
from handhaving.dossier.gemeen import (
    MET_BEWIJS,
    BriefVerzonden,
    TermijnGestart,
    bereken,
    keur_bewindvoerder,
    lopend,
    met_brief,
    nieuw_stuk,
    termijnvelden,
)
from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.refusals import KanaalNietToegelaten, SleutelReedsGebruikt
from handhaving.dossier.state import HERBESLISBAAR, NA_BESLUIT, Fase, Stuk
from handhaving.recht import Kanaal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


NA_BESLUIT_ONTVANGEN = "verweerNaBesluit"


class UitgenodigdTotVerweer(BriefVerzonden):
    """ABB nodigde de persoon uit om verweer te voeren."""

    historiek = (
        "Uitnodiging tot verweer voor {inbreuk} verzonden op {verzondenOp} ({kanaal}, stuk {stuk})."
    )

    inbreuk: Sleutel


class VerweertermijnGestart(TermijnGestart):
    """De verweertermijn begon."""

    historiek = "Verweertermijn voor {inbreuk} loopt tot en met {laatsteDagBurger}."

    inbreuk: Sleutel


class VerweerOntvangen(Gebeurtenis):
    """De persoon voerde verweer."""

    geldig_veld = "ontvangen_op"
    historiek = "Verweer voor {inbreuk} verzonden op {verzondenOp}, ontvangen op {ontvangenOp}."

    inbreuk: Sleutel
    stuk: Sleutel
    verzonden_op: date
    ontvangen_op: date
    tijdig: bool
    na_besluit: bool = False
    inhoud: Gevoelig | None = None


class NodigUitTotVerweer(Opdracht):
    """Nodig de persoon uit tot verweer, met een brief die zijn ontvangst bewijst."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/uitnodigingen"
    voorbeeld = {
        "inbreuk": "I1",
        "kanaal": "aangetekendMetOntvangstbewijs",
        "verzondenOp": "2024-05-07",
        "ontvangenOp": "2024-05-07",
    }
    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    fasen = frozenset({Fase.OVERGEMAAKT})
    verleden = ("verzonden_op", "ontvangen_op")

    inbreuk: Sleutel
    kanaal: Kanaal
    verzonden_op: date
    ontvangen_op: date | None = None
    ook_aan_bewindvoerder: bool = False
    stuk: NieuweSleutel | None = None


class RegistreerVerweer(Opdracht):
    """Registreer het verweer, met de dag van verzending (postmerk) en van ontvangst."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/verweer"
    voorbeeld = {
        "inbreuk": "I1",
        "verzondenOp": "2024-05-17",
        "ontvangenOp": "2024-05-17",
        "inhoud": "Fictief.",
    }
    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    fasen = frozenset({Fase.VERWEER, Fase.VOORGESTELD} | HERBESLISBAAR | NA_BESLUIT)
    verleden = ("verzonden_op", "ontvangen_op")

    inbreuk: Sleutel
    verzonden_op: date
    ontvangen_op: date
    inhoud: Annotated[str, Field(max_length=100_000)] | None = None
    stuk: NieuweSleutel | None = None


def _keur_nodig_uit(
    opdracht: NodigUitTotVerweer, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    if opdracht.stuk in dossier.stukken:
        yield SleutelReedsGebruikt(sleutel=opdracht.stuk)
    if opdracht.kanaal not in MET_BEWIJS:
        yield KanaalNietToegelaten(
            kanaal=opdracht.kanaal, opdracht="NodigUitTotVerweer", toegelaten=sorted(MET_BEWIJS)
        )
    yield from keur_bewindvoerder(dossier, opdracht.ook_aan_bewindvoerder)


def _nodig_uit(
    opdracht: NodigUitTotVerweer, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    brief = UitgenodigdTotVerweer(
        inbreuk=opdracht.inbreuk,
        stuk=nieuw_stuk(dossier, opdracht.stuk),
        kanaal=opdracht.kanaal,
        verzonden_op=opdracht.verzonden_op,
        ontvangen_op=opdracht.ontvangen_op,
        ook_aan_bewindvoerder=opdracht.ook_aan_bewindvoerder,
    )
    termijn = bereken(recht, "verweer", brief)
    if termijn is None:
        return (brief,)
    return (brief, VerweertermijnGestart(inbreuk=opdracht.inbreuk, **termijnvelden(termijn)))  # type: ignore[arg-type]


def verweer_op_tijd(inbreuk: Inbreuk, verzonden_op: date) -> bool:
    """Verzending binnen de termijn volstaat (postmerk); zonder begonnen termijn altijd op tijd."""
    return inbreuk.verweer is None or verzonden_op <= inbreuk.verweer.laatste_dag_burger


def _keur_verweer(
    opdracht: RegistreerVerweer, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    if opdracht.stuk in dossier.stukken:
        yield SleutelReedsGebruikt(sleutel=opdracht.stuk)


def _verweer(
    opdracht: RegistreerVerweer, dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    verweer = VerweerOntvangen(
        inbreuk=opdracht.inbreuk,
        stuk=nieuw_stuk(dossier, opdracht.stuk),
        verzonden_op=opdracht.verzonden_op,
        ontvangen_op=opdracht.ontvangen_op,
        tijdig=verweer_op_tijd(inbreuk, opdracht.verzonden_op),
        na_besluit=inbreuk.fase in NA_BESLUIT,
        inhoud=opdracht.inhoud,
    )
    if not (verweer.na_besluit and verweer.tijdig) or inbreuk.besluit is None:
        return (verweer,)
    # Het besluit blijft staan tot een mens het intrekt en opnieuw beslist.
    gegevens = {"besluit": inbreuk.besluit, "redenCode": NA_BESLUIT_ONTVANGEN}
    vraag = Vraag(
        NA_BESLUIT_ONTVANGEN,
        inbreuk.sleutel,
        opdracht.ontvangen_op,
        "TrekBoetebesluitIn",
        gegevens,
    )
    return (verweer, *vragen(dossier, [vraag]))


def _op_uitgenodigd(dossier: Dossier, feit: UitgenodigdTotVerweer, _envelop: Envelop) -> Dossier:
    dossier = met_brief(dossier, "uitnodiging", feit.inbreuk, feit)
    return dossier.met_inbreuk(feit.inbreuk, fase=Fase.VERWEER, verweer=None)


def _op_gestart(dossier: Dossier, feit: VerweertermijnGestart, envelop: Envelop) -> Dossier:
    return dossier.met_inbreuk(feit.inbreuk, verweer=lopend("verweer", feit.inbreuk, feit, envelop))


def _op_verweer(dossier: Dossier, feit: VerweerOntvangen, _envelop: Envelop) -> Dossier:
    dossier = dossier.met_stuk(
        Stuk(feit.stuk, "verweer", feit.inbreuk, "ontvangen", feit.verzonden_op, feit.ontvangen_op)
    )
    if feit.na_besluit and feit.tijdig:
        dossier = dossier.met_taak(NA_BESLUIT_ONTVANGEN, feit.inbreuk, feit.ontvangen_op)
    return dossier.met_inbreuk(feit.inbreuk, verweer_ontvangen_op=feit.ontvangen_op)


HANDELINGEN = (
    Handeling(NodigUitTotVerweer, _keur_nodig_uit, _nodig_uit),
    Handeling(RegistreerVerweer, _keur_verweer, _verweer),
)
EVOLUTIES = (
    Evolutie(UitgenodigdTotVerweer, _op_uitgenodigd, Rechtzetbaar(NodigUitTotVerweer)),
    Evolutie(
        VerweertermijnGestart,
        _op_gestart,
        ViaOorzaak("de uitnodiging of de ontvangst waarmee de termijn begon"),
    ),
    Evolutie(VerweerOntvangen, _op_verweer, Rechtzetbaar(RegistreerVerweer, rekent=True)),
)
