"""Het saldo aan VLABEL gemeld: wat na de overdracht bij ABB aankwam of veranderde."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    Waarde,
)
from handhaving.dossier.gemeen import keur_volgorde
from handhaving.dossier.refusals import FaseLaatDitNietToe, RentevoetOntbreekt
from handhaving.dossier.vordering.gemeen import sluit_taken
from handhaving.dossier.vordering.saldo import rente_bekend_tot, saldo
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class Openstaand(Waarde):
    """Wat van elk onderdeel nog openstaat."""

    kosten: Cent
    intrest: Cent
    hoofdsom: Cent


class VlabelSaldoGemeld(Gebeurtenis):
    """VLABEL vernam het nieuwe saldo; de gegevens van de overdracht zelf veranderen niet."""

    geldig_veld = "op"
    historiek = (
        "Saldo van overdracht {overdracht} aan VLABEL gemeld op {op}: "
        "€ {betaald} betaald, € {nogVerschuldigd} nog verschuldigd."
    )

    overdracht: Sleutel
    op: date
    betaald: Cent
    nog_verschuldigd: Cent
    openstaand: Openstaand


class MeldSaldoAanVlabel(Opdracht):
    """Meld VLABEL het saldo van een vordering die bij VLABEL ligt; het systeem rekent het uit."""

    pad = "/v1/dossiers/{dossierId}/vlabelOverdrachten/{overdracht}/saldomeldingen"
    voorbeeld = {"overdracht": "O1", "op": "2025-03-11"}
    rollen = frozenset({Rol.INVORDERING})
    verleden = ("op",)

    overdracht: Sleutel
    op: date


def _keur(
    opdracht: MeldSaldoAanVlabel, dossier: Dossier, recht: Recht, _context: Context
) -> Iterator[Weigering]:
    overdracht = dossier.overdrachten[opdracht.overdracht]
    if not overdracht.lopend:
        yield FaseLaatDitNietToe(
            betreft=overdracht.sleutel,
            fase=overdracht.staat,
            opdracht="MeldSaldoAanVlabel",
            toegelaten=["bevestigd", "verzonden", "voorbereid"],
        )
    yield from keur_volgorde("op", opdracht.op, "voorbereidOp", overdracht.voorbereid_op)
    vordering = dossier.vorderingen[overdracht.vordering]
    bekend_tot = rente_bekend_tot(vordering, opdracht.op, recht)
    if bekend_tot is not None and vordering.leeft:
        yield RentevoetOntbreekt(bekend_tot=bekend_tot)


def _meld(
    opdracht: MeldSaldoAanVlabel, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    vordering = dossier.vorderingen[dossier.overdrachten[opdracht.overdracht].vordering]
    open_ = saldo(vordering, opdracht.op, recht)
    return (
        VlabelSaldoGemeld(
            overdracht=opdracht.overdracht,
            op=opdracht.op,
            betaald=vordering.betaald,
            nog_verschuldigd=open_.totaal,
            openstaand=Openstaand(
                kosten=open_.kosten, intrest=open_.intrest, hoofdsom=open_.hoofdsom
            ),
        ),
    )


def _op_gemeld(dossier: Dossier, feit: VlabelSaldoGemeld, _envelop: Envelop) -> Dossier:
    overdracht = dossier.overdrachten.get(feit.overdracht)
    if overdracht is None:
        return dossier
    return sluit_taken(dossier, "meldAanVlabel", overdracht.vordering, "gemeld")


HANDELINGEN = (Handeling(MeldSaldoAanVlabel, _keur, _meld),)
EVOLUTIES = (
    Evolutie(VlabelSaldoGemeld, _op_gemeld, Rechtzetbaar(MeldSaldoAanVlabel, rekent=True)),
)
