"""Ontvangst van een brief: termijnen beginnen of verschuiven, of blijken niet verstreken."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    ViaOorzaak,
)
from handhaving.dossier.beroep.instellen import INGETROKKEN, lopende_overdrachten
from handhaving.dossier.enig import met_fase
from handhaving.dossier.gemeen import (
    TermijnGestart,
    Termijnsoort,
    TermijnVerplaatst,
    VerstrijkenOngedaanGemaakt,
    bereken,
    huidige_termijn,
    is_aangepast,
    keur_volgorde,
    lopend,
    met_termijn,
    termijnvelden,
)
from handhaving.dossier.herbekijken import toch_op_tijd, vragen
from handhaving.dossier.ingebrekestelling import InregelstellingsperiodeGestart, bij_uitstel
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.schorsing import met_nieuw_einde
from handhaving.dossier.sanctie.betekening import BeroepstermijnGestart, BetaaltermijnGestart
from handhaving.dossier.sanctie.verweer import VerweertermijnGestart
from handhaving.dossier.state import AFGESLOTEN, HERBESLISBAAR, Fase
from handhaving.dossier.termijnverloop import geschorst, nooit_geschorst
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen
from handhaving.dossier.vordering.ontijdig import ontijdig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Besluit, Dossier, Inbreuk, LopendeTermijn, Stuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht, Termijn


VOORBIJ = (AFGESLOTEN | {Fase.VASTGESTELD}) - HERBESLISBAAR
"""Fasen waarin uit een brief over de inbreuk niets meer volgt."""


class OntvangstVastgesteld(Gebeurtenis):
    """De ontvangst van een stuk staat vast."""

    geldig_veld = "ontvangen_op"
    historiek = "Stuk {stuk} ontvangen op {ontvangenOp} ({wijze})."

    stuk: Sleutel
    ontvangen_op: date
    wijze: Literal["bewijs", "terugmelding", "verklaring"]


class RegistreerOntvangst(Opdracht):
    """Registreer wanneer een stuk werd ontvangen; termijnen starten of verschuiven daardoor."""

    pad = "/v1/dossiers/{dossierId}/stukken/{stuk}/ontvangsten"
    voorbeeld = {"stuk": "S1", "ontvangenOp": "2024-03-09"}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR, Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    verwijst = ("stuk",)
    verleden = ("ontvangen_op",)

    stuk: Sleutel
    ontvangen_op: date
    wijze: Literal["bewijs", "terugmelding", "verklaring"] = "bewijs"


def _termijnen_van(
    stuk: Stuk, dossier: Dossier
) -> list[tuple[Termijnsoort, str, str, LopendeTermijn | None]]:
    """Welke termijnen uit een stuk volgen: (soort, naam in het recht, betreft, wat er nu loopt).

    Is er sindsdien een nieuwe brief vertrokken, of is de zaak teruggestuurd of afgesloten, dan
    volgt er niets.
    """
    if not _telt(stuk, dossier):
        return []
    if stuk.soort == "ingebrekestelling":
        inbreuk = dossier.inbreuken[stuk.betreft]
        nu = inbreuk.inregelstelling
        if nu is not None and nu.staat == "vervallen":
            nu = None
        return [("inregelstelling", "inregelstelling", inbreuk.sleutel, nu)]
    if stuk.soort == "uitnodiging":
        inbreuk = dossier.inbreuken[stuk.betreft]
        return [("verweer", "verweer", inbreuk.sleutel, inbreuk.verweer)]
    if stuk.soort == "besluit":
        besluit = dossier.besluiten[stuk.betreft]
        naam = "beroep" if besluit.rechtsmiddelen_vermeld else "beroepZonderRechtsmiddelen"
        lijst: list[tuple[Termijnsoort, str, str, LopendeTermijn | None]] = []
        if besluit.beroep is None or besluit.beroep.uitspraak in {None, INGETROKKEN}:
            # Na een uitspraak is het besluit definitief door de uitspraak, niet door de termijn.
            lijst.append(("beroep", naam, besluit.sleutel, besluit.beroepstermijn))
        if besluit.vordering is not None:
            vordering = dossier.vorderingen[besluit.vordering]
            lijst.append(("betaling", "betaling", vordering.sleutel, vordering.betaaltermijn))
        return lijst
    return []


def _telt(stuk: Stuk, dossier: Dossier) -> bool:
    """Of er uit deze brief nog termijnen volgen."""
    inbreuk, besluit = dossier.inbreuken.get(stuk.betreft), dossier.besluiten.get(stuk.betreft)
    voorbij = inbreuk is not None and inbreuk.fase in VOORBIJ
    gevallen = besluit is not None and not besluit.staat_nog
    laatste = dossier.laatste_brief(stuk.soort, stuk.betreft) == stuk
    return laatste and not voorbij and not gevallen


def _gestart(soort: Termijnsoort, betreft: str, termijn: Termijn) -> TermijnGestart:
    velden = termijnvelden(termijn)
    match soort:
        case "inregelstelling":
            return InregelstellingsperiodeGestart(inbreuk=betreft, **velden)  # type: ignore[arg-type]
        case "verweer":
            return VerweertermijnGestart(inbreuk=betreft, **velden)  # type: ignore[arg-type]
        case "beroep":
            return BeroepstermijnGestart(besluit=betreft, **velden)  # type: ignore[arg-type]
        case "betaling":
            return BetaaltermijnGestart(vordering=betreft, **velden)  # type: ignore[arg-type]


def _keur_ontvangst(
    opdracht: RegistreerOntvangst, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    verzonden_op = dossier.stukken[opdracht.stuk].verzonden_op
    yield from keur_volgorde("ontvangenOp", opdracht.ontvangen_op, "verzondenOp", verzonden_op)


def _ontvangst(
    opdracht: RegistreerOntvangst, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    stuk = dossier.stukken[opdracht.stuk]
    feiten: list[Gebeurtenis] = [
        OntvangstVastgesteld(
            stuk=stuk.sleutel, ontvangen_op=opdracht.ontvangen_op, wijze=opdracht.wijze
        )
    ]
    for soort, naam, betreft, nu in _termijnen_van(stuk, dossier):
        termijn = bereken(recht, naam, stuk, opdracht.ontvangen_op)
        if termijn is None:
            continue
        if nu is None:
            gestart = _gestart(soort, betreft, termijn)
            feiten.append(gestart)
            if soort == "inregelstelling":
                feiten += bij_uitstel(dossier, betreft, gestart, recht, context)
        elif nu.staat == "geschorst":
            feiten += _verplaats_geschorst(dossier.inbreuken[betreft], termijn, recht)
        else:
            feiten += _verplaats(soort, betreft, nu, termijn)
    op = opdracht.ontvangen_op
    daardoor = _daardoor(stuk, dossier, feiten, op)
    te_vroeg, herrekend = ontijdig(dossier, feiten, op, recht)
    return (*feiten, *daardoor, *vragen(dossier, te_vroeg), *herrekend)


def _daardoor(
    stuk: Stuk, dossier: Dossier, feiten: list[Gebeurtenis], op: date
) -> Iterator[Gebeurtenis]:
    """Wat uit een nieuw einde volgt voor wie al in regel was, en voor wat bij VLABEL ligt."""
    eindes: list[date] = [e for g in feiten if (e := getattr(g, "laatste_dag_burger", None))]
    if stuk.soort == "ingebrekestelling" and eindes:
        inbreuk = dossier.inbreuken[stuk.betreft]
        yield from vragen(dossier, toch_op_tijd(inbreuk, max(eindes), op))
    besluit = dossier.besluiten.get(stuk.betreft)
    if besluit is None or not _weer_onzeker(besluit, feiten):
        return
    for overdracht in lopende_overdrachten(dossier, besluit):
        yield VlabelOverdrachtTeruggeroepen(
            overdracht=overdracht.sleutel, teruggeroepen_op=op, reden_code="ontvangstLaterGebleken"
        )


def _weer_onzeker(besluit: Besluit, feiten: list[Gebeurtenis]) -> bool:
    """Of het besluit door zijn latere ontvangst niet meer definitief is, of het beroep op tijd."""
    ongedaan = [g for g in feiten if isinstance(g, VerstrijkenOngedaanGemaakt)]
    beroep = besluit.beroep
    op_tijd = any(
        beroep is not None and beroep.hangende and beroep.ingesteld_op <= g.laatste_dag_burger
        for g in feiten
        if isinstance(g, TermijnVerplaatst) and g.soort == "beroep"
    )
    return op_tijd or any(g.soort == "beroep" for g in ongedaan)


def _verplaats_geschorst(inbreuk: Inbreuk, nieuw: Termijn, recht: Recht) -> list[Gebeurtenis]:
    """De termijn van voor de schorsing verschuift; wat na de schorsing komt, schuift mee."""
    schorsing = inbreuk.schorsing
    assert schorsing is not None  # noqa: S101 - een termijn die stilstaat heeft er een
    feiten = _verplaats("inregelstelling", inbreuk.sleutel, schorsing.origineel, nieuw)
    if not feiten:
        return []
    verplaatst = feiten[0]
    assert isinstance(verplaatst, TermijnVerplaatst)  # noqa: S101 - zo begint een verplaatsing
    origineel = met_nieuw_einde(schorsing.origineel, verplaatst)
    if schorsing.tot < origineel.van:
        return [verplaatst, nooit_geschorst(origineel)]
    van = max(schorsing.van, origineel.van)
    return [verplaatst, geschorst(origineel, van, schorsing.tot, recht)]


def _verplaats(
    soort: Termijnsoort, betreft: str, nu: LopendeTermijn, nieuw: Termijn
) -> list[Gebeurtenis]:
    """Een bewezen latere ontvangst verlengt; een vroegere neemt de burger niets af.

    Is de termijn al verlengd of geschorst geweest, dan telt in elke lezing het latere einde.
    """
    velden = termijnvelden(nieuw)
    if nieuw.laatste_dag_burger < nu.laatste_dag_burger:
        velden["laatste_dag_burger"] = nu.laatste_dag_burger
    if is_aangepast(nu) and nieuw.laatste_dag_overheid < nu.laatste_dag_overheid:
        velden["laatste_dag_overheid"] = nu.laatste_dag_overheid
    ongewijzigd = (
        velden["laatste_dag_burger"] == nu.laatste_dag_burger
        and velden["laatste_dag_overheid"] == nu.laatste_dag_overheid
    )
    if ongewijzigd:
        return []
    feiten: list[Gebeurtenis] = [TermijnVerplaatst(soort=soort, betreft=betreft, **velden)]  # type: ignore[arg-type]
    later = velden["laatste_dag_burger"] != nu.laatste_dag_burger
    if nu.staat == "verstreken" and later:
        feiten.append(VerstrijkenOngedaanGemaakt(soort=soort, betreft=betreft, op=nieuw.van))
    return feiten


def _op_ontvangst(dossier: Dossier, feit: OntvangstVastgesteld, _envelop: Envelop) -> Dossier:
    stuk = dossier.stukken.get(feit.stuk)
    if stuk is None:
        return dossier
    laatste = dossier.laatste_brief(stuk.soort, stuk.betreft) == stuk
    dossier = dossier.met_stuk(replace(stuk, ontvangen_op=feit.ontvangen_op, onbestelbaar_op=None))
    if stuk.onbestelbaar_op is not None and laatste:
        dossier = _toch_aangekomen(dossier, stuk)
    if stuk.soort == "besluit":
        dossier = dossier.met_besluit(stuk.betreft, betekend_op=feit.ontvangen_op)
    return dossier


def _toch_aangekomen(dossier: Dossier, stuk: Stuk) -> Dossier:
    """Een brief die onbestelbaar leek kwam toch aan: de zaak staat weer waar ze stond."""
    dossier = replace(dossier, persoon=replace(dossier.persoon, adres_onbruikbaar=False))
    inbreuk = dossier.inbreuken.get(stuk.betreft)
    besluit = dossier.besluiten.get(stuk.betreft)
    if stuk.soort == "ingebrekestelling" and inbreuk and inbreuk.fase is Fase.ADRESONDERZOEK:
        return dossier.met_inbreuk(stuk.betreft, fase=Fase.IN_GEBREKE)
    if stuk.soort == "uitnodiging" and inbreuk and inbreuk.fase is Fase.OVERGEMAAKT:
        return dossier.met_inbreuk(stuk.betreft, fase=Fase.VERWEER)
    if stuk.soort == "besluit" and besluit is not None and besluit.staat == "genomen":
        dossier = dossier.met_besluit(stuk.betreft, staat="betekend")
        return met_fase(dossier, besluit, Fase.BETEKEND)
    return dossier


def _op_verplaatst(dossier: Dossier, feit: TermijnVerplaatst, envelop: Envelop) -> Dossier:
    nieuw = lopend(feit.soort, feit.betreft, feit, envelop)
    oud = huidige_termijn(dossier, feit.soort, feit.betreft)
    inbreuk = dossier.inbreuken.get(feit.betreft)
    if feit.soort == "inregelstelling" and inbreuk and inbreuk.schorsing is not None:
        schorsing = replace(inbreuk.schorsing, origineel=nieuw)
        return dossier.met_inbreuk(feit.betreft, schorsing=schorsing)
    if oud is not None:
        nieuw = replace(nieuw, staat=oud.staat)
    dossier = met_termijn(dossier, feit.soort, feit.betreft, nieuw)
    return _toch_op_tijd(dossier, feit) if feit.soort == "beroep" else dossier


def _toch_op_tijd(dossier: Dossier, feit: TermijnVerplaatst) -> Dossier:
    """Een beroep dat te laat leek, is er binnen de nieuwe termijn: het besluit staat weer open."""
    besluit = dossier.besluiten.get(feit.betreft)
    beroep = None if besluit is None else besluit.beroep
    if besluit is None or beroep is None or not beroep.hangende or not besluit.staat_nog:
        return dossier
    if beroep.ingesteld_op > feit.laatste_dag_burger:
        return dossier
    dossier = dossier.met_besluit(
        feit.betreft, beroep=replace(beroep, te_laat=False), staat="betekend", definitief_op=None
    )
    return met_fase(dossier, besluit, Fase.IN_BEROEP)


def _op_ongedaan(dossier: Dossier, feit: VerstrijkenOngedaanGemaakt, _envelop: Envelop) -> Dossier:
    oud = huidige_termijn(dossier, feit.soort, feit.betreft)
    if oud is None:
        return dossier
    dossier = met_termijn(dossier, feit.soort, feit.betreft, replace(oud, staat="loopt"))
    inbreuk = dossier.inbreuken.get(feit.betreft)
    if feit.soort == "inregelstelling" and inbreuk is not None:
        if inbreuk.fase in {Fase.TERMIJN_VERSTREKEN, Fase.ANDERE_OVERHEID}:
            return dossier.met_inbreuk(feit.betreft, fase=Fase.IN_GEBREKE)
        if inbreuk.fase is Fase.ADRESONDERZOEK:
            return dossier
        return dossier.met_taak("ontvangstLaterGebleken", feit.betreft, feit.op)
    besluit = dossier.besluiten.get(feit.betreft)
    if feit.soort == "beroep" and besluit is not None and besluit.staat == "definitief":
        dossier = dossier.met_besluit(feit.betreft, staat="betekend", definitief_op=None)
        hangt = besluit.beroep is not None and besluit.beroep.hangende
        return met_fase(dossier, besluit, Fase.IN_BEROEP if hangt else Fase.BETEKEND)
    return dossier


HANDELINGEN = (Handeling(RegistreerOntvangst, _keur_ontvangst, _ontvangst),)
EVOLUTIES = (
    Evolutie(OntvangstVastgesteld, _op_ontvangst, Rechtzetbaar(RegistreerOntvangst, rekent=True)),
    Evolutie(
        TermijnVerplaatst, _op_verplaatst, ViaOorzaak("de ontvangst die de termijn verplaatste")
    ),
    Evolutie(
        VerstrijkenOngedaanGemaakt,
        _op_ongedaan,
        ViaOorzaak(
            "de ontvangst, het uitstel of de teruggekomen brief die het verstrijken ongedaan maakte"
        ),
    ),
)
