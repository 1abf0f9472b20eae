"""Een brief kwam terug: wat erop rustte vervalt, en het adres moet nagekeken worden.

Zolang er niet op verder gebouwd is, gaat de zaak vanzelf een stap terug; daarna kiest een mens.
"""

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
)
from handhaving.dossier.gemeen import (
    Termijnsoort,
    VerstrijkenOngedaanGemaakt,
    huidige_termijn,
    keur_volgorde,
)
from handhaving.dossier.herbekijken import Vraag, toch_op_tijd, vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.adres import vraag_opschorten
from handhaving.dossier.refusals import FaseLaatDitNietToe
from handhaving.dossier.state import HERBESLISBAAR, NA_BESLUIT, Fase
from handhaving.dossier.termijnverloop import vervallen
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen
from handhaving.dossier.vordering.gemeen import lopende_overdracht
from handhaving.dossier.vordering.ontijdig import ontijdig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Besluit, Dossier, Inbreuk, Stuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

IN_REGELSTELLING = frozenset(
    {Fase.IN_GEBREKE, Fase.OPGESCHORT, Fase.TERMIJN_VERSTREKEN, Fase.ANDERE_OVERHEID}
)
"""Fasen die op de ingebrekestelling alleen rusten: zonder haar moet er een nieuwe brief gaan."""
UITGENODIGD = frozenset({Fase.VERWEER, Fase.VOORGESTELD})
BETEKEND = frozenset({"betekend", "definitief"})
"""Waarin een besluit staat zolang zijn brief telt; wat viel, herleeft niet."""
ONBESTELBAAR = "onbestelbaar"


class StukOnbestelbaar(Gebeurtenis):
    """Een brief kwam niet aan."""

    geldig_veld = "op"
    historiek = "Stuk {stuk} bleek onbestelbaar op {op}."

    stuk: Sleutel
    op: date


class RegistreerOnbestelbaar(Opdracht):
    """Registreer dat een brief onbestelbaar terugkwam."""

    pad = "/v1/dossiers/{dossierId}/stukken/{stuk}/onbestelbaarmeldingen"
    voorbeeld = {"stuk": "S1", "op": "2024-03-09"}
    rollen = frozenset(
        {
            Rol.DOSSIERBEHANDELAAR,
            Rol.HANDHAVINGSAMBTENAAR,
            Rol.BESLISSER,
            Rol.BOEKHOUDER,
            Rol.INVORDERING,
        }
    )
    verwijst = ("stuk",)
    verleden = ("op",)

    stuk: Sleutel
    op: date


def _keur(
    opdracht: RegistreerOnbestelbaar, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    stuk = dossier.stukken[opdracht.stuk]
    if not stuk.verstuurd:
        yield FaseLaatDitNietToe(
            betreft=stuk.sleutel,
            fase=stuk.kanaal,
            opdracht="RegistreerOnbestelbaar",
            toegelaten=["verzonden"],
        )
    yield from keur_volgorde("op", opdracht.op, "verzondenOp", stuk.verzonden_op)


def _registreer(
    opdracht: RegistreerOnbestelbaar, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    stuk = dossier.stukken[opdracht.stuk]
    if stuk.onbestelbaar_op is not None:
        return ()
    feit = StukOnbestelbaar(stuk=stuk.sleutel, op=opdracht.op)
    if dossier.laatste_brief(stuk.soort, stuk.betreft) != stuk:
        return (feit,)
    match stuk.soort:
        case "ingebrekestelling":
            gevolg = list(_ingebrekestelling(stuk, dossier, opdracht.op))
        case "uitnodiging":
            gevolg = list(_uitnodiging(stuk, dossier, opdracht.op))
        case "besluit":
            gevolg = list(_besluit(stuk, dossier, opdracht.op))
        case _:
            gevolg = list(_brief_over_geld(stuk, dossier, opdracht.op))
    feiten = [g for g in gevolg if isinstance(g, Gebeurtenis)]
    lijst = [v for v in gevolg if isinstance(v, Vraag)]
    te_vroeg, herrekend = ontijdig(dossier, feiten, opdracht.op, recht)
    return (feit, *feiten, *vragen(dossier, [*lijst, *te_vroeg]), *herrekend)


def _ingebrekestelling(stuk: Stuk, dossier: Dossier, op: date) -> Iterator[Gebeurtenis | Vraag]:
    inbreuk = dossier.inbreuken[stuk.betreft]
    if inbreuk.fase in {Fase.TERMIJN_VERSTREKEN, Fase.ANDERE_OVERHEID}:
        yield VerstrijkenOngedaanGemaakt(soort="inregelstelling", betreft=inbreuk.sleutel, op=op)
    if inbreuk.fase in IN_REGELSTELLING:
        yield from _verval(dossier, "inregelstelling", inbreuk.sleutel, op)
        yield from toch_op_tijd(inbreuk, None, op)
        return
    gegevens = {"inbreuk": inbreuk.sleutel, "redenCode": ONBESTELBAAR}
    opdracht = None
    if inbreuk.fase is Fase.OVERGEMAAKT:
        opdracht = "StuurTerugNaarAgentschap"
    elif inbreuk.fase in UITGENODIGD:
        opdracht = "BeslisGeenGevolg"
    elif inbreuk.fase in NA_BESLUIT:
        opdracht = "TrekBoetebesluitIn"
        gegevens = {"besluit": inbreuk.besluit or "", "redenCode": ONBESTELBAAR}
    elif inbreuk.fase in HERBESLISBAAR:
        # Zonder voorstel: eerst moet iemand beoordelen of hier nog over beslist kan worden.
        yield Vraag("ingebrekestellingOnbestelbaar", inbreuk.sleutel, op)
    if opdracht is not None:
        yield Vraag("ingebrekestellingOnbestelbaar", inbreuk.sleutel, op, opdracht, gegevens)


def _uitnodiging(stuk: Stuk, dossier: Dossier, op: date) -> Iterator[Gebeurtenis | Vraag]:
    """Wie al verweer voerde, werd bereikt: dan verandert er niets."""
    inbreuk = dossier.inbreuken[stuk.betreft]
    if inbreuk.verweer_ontvangen_op is not None:
        return
    if inbreuk.fase in UITGENODIGD:
        yield from _verval(dossier, "verweer", inbreuk.sleutel, op)
    elif inbreuk.fase in NA_BESLUIT:
        gegevens = {"besluit": inbreuk.besluit or "", "redenCode": ONBESTELBAAR}
        yield Vraag("uitnodigingOnbestelbaar", inbreuk.sleutel, op, "TrekBoetebesluitIn", gegevens)
    elif inbreuk.fase in HERBESLISBAAR:
        yield Vraag("uitnodigingOnbestelbaar", inbreuk.sleutel, op)


def _besluit(stuk: Stuk, dossier: Dossier, op: date) -> Iterator[Gebeurtenis | Vraag]:
    """Het besluit is niet betekend: beroep en betaling moeten nog beginnen."""
    besluit = dossier.besluiten[stuk.betreft]
    if besluit.staat not in BETEKEND or besluit.beroep is not None:
        return
    if besluit.staat == "definitief":
        yield VerstrijkenOngedaanGemaakt(soort="beroep", betreft=besluit.sleutel, op=op)
    yield from _verval(dossier, "beroep", besluit.sleutel, op)
    vordering = dossier.vorderingen.get(besluit.vordering or "")
    if vordering is None:
        return
    yield from _verval(dossier, "betaling", vordering.sleutel, op)
    overdracht = lopende_overdracht(dossier, vordering.sleutel)
    if overdracht is not None:
        yield VlabelOverdrachtTeruggeroepen(
            overdracht=overdracht.sleutel, teruggeroepen_op=op, reden_code=ONBESTELBAAR
        )
    if vordering.leeft and (vordering.tellende_aanmaningen or vordering.in_gebreke_sinds):
        yield vraag_opschorten(vordering, op)


def _brief_over_geld(stuk: Stuk, dossier: Dossier, op: date) -> Iterator[Gebeurtenis | Vraag]:
    vordering = dossier.vorderingen.get(stuk.betreft)
    if vordering is not None and vordering.leeft:
        yield vraag_opschorten(vordering, op)


def _verval(
    dossier: Dossier, soort: Termijnsoort, betreft: str, op: date
) -> Iterator[Gebeurtenis | Vraag]:
    termijn = huidige_termijn(dossier, soort, betreft)
    if termijn is not None and termijn.staat != "vervallen":
        yield vervallen(termijn, op)


def _op_onbestelbaar(dossier: Dossier, feit: StukOnbestelbaar, _envelop: Envelop) -> Dossier:
    stuk = dossier.stukken.get(feit.stuk)
    if stuk is None:
        return dossier
    laatste = dossier.laatste_brief(stuk.soort, stuk.betreft) == stuk
    dossier = dossier.met_stuk(replace(stuk, onbestelbaar_op=feit.op))
    if not laatste:
        return dossier
    dossier = replace(dossier, persoon=replace(dossier.persoon, adres_onbruikbaar=True))
    besluit = dossier.besluiten.get(stuk.betreft)
    inbreuk = dossier.inbreuken.get(stuk.betreft if besluit is None else besluit.inbreuk)
    terug = None if inbreuk is None else _stap_terug(stuk.soort, inbreuk, besluit)
    if inbreuk is None or terug is None:
        return dossier
    if besluit is not None:
        dossier = dossier.met_besluit(
            besluit.sleutel, staat="genomen", betekend_op=None, definitief_op=None
        )
    return dossier.met_inbreuk(inbreuk.sleutel, fase=terug)


def _stap_terug(soort: str, inbreuk: Inbreuk, besluit: Besluit | None) -> Fase | None:
    """De fase waarin de zaak terugvalt zonder deze brief; None als er al meer gebeurd is."""
    if soort == "ingebrekestelling" and inbreuk.fase in IN_REGELSTELLING:
        return Fase.ADRESONDERZOEK
    uitgenodigd = inbreuk.fase in UITGENODIGD and inbreuk.verweer_ontvangen_op is None
    if soort == "uitnodiging" and uitgenodigd:
        return Fase.OVERGEMAAKT
    if besluit is not None and besluit.beroep is None and besluit.staat in BETEKEND:
        return Fase.BESLIST
    return None


HANDELINGEN = (Handeling(RegistreerOnbestelbaar, _keur, _registreer),)
EVOLUTIES = (
    Evolutie(StukOnbestelbaar, _op_onbestelbaar, Rechtzetbaar(RegistreerOnbestelbaar, rekent=True)),
)
