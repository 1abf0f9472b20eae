"""Hoofdstuk ingebrekestelling: de brief die de inregelstelling doet lopen, en zijn ontvangst."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Hoofdstuk,
    Opdracht,
    Rol,
    Sleutel,
)
from handhaving.dossier.gemeen import (
    BriefVerzonden,
    TermijnGestart,
    Termijnsoort,
    TermijnVerplaatst,
    VerstrijkenOngedaanGemaakt,
    bereken,
    keur_bewindvoerder,
    lopend,
    met_brief,
    nieuw_stuk,
    termijnvelden,
)
from handhaving.dossier.refusals import (
    AdresOnbekend,
    SleutelReedsGebruikt,
    VerplichteVermeldingOntbreekt,
)
from handhaving.dossier.sanctie.betekening import BeroepstermijnGestart, BetaaltermijnGestart
from handhaving.dossier.sanctie.verweer import VerweertermijnGestart
from handhaving.dossier.state import Fase
from handhaving.recht import Kanaal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, LopendeTermijn, Stuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht, Termijn


class IngebrekestellingVerzonden(BriefVerzonden):
    """De ingebrekestelling vertrok: zich in regel stellen, of een boete riskeren."""

    historiek = (
        "Ingebrekestelling voor {inbreuk} verzonden op {verzondenOp} ({kanaal}, stuk {stuk})."
    )

    inbreuk: Sleutel


class InregelstellingsperiodeGestart(TermijnGestart):
    """De inregelstellingsperiode begon."""

    historiek = (
        "Inregelstellingsperiode van {inbreuk} loopt tot en met {laatsteDagBurger} "
        "(strenge lezing {laatsteDagOverheid})."
    )

    inbreuk: Sleutel


class OntvangstVastgesteld(Gebeurtenis):
    """De ontvangst van een stuk staat vast."""

    geldig_veld = "ontvangen_op"
    historiek = "Stuk {stuk} ontvangen op {ontvangenOp} ({wijze})."

    stuk: Sleutel
    ontvangen_op: date
    wijze: Literal["bewijs", "terugmelding", "verklaring"]


class VerzendIngebrekestelling(Opdracht):
    """Verzend de ingebrekestelling. Met ontvangstbewijs begint de periode pas bij ontvangst."""

    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    fasen = frozenset({Fase.VASTGESTELD, Fase.ADRESONDERZOEK})
    verleden = ("verzonden_op", "ontvangen_op")

    inbreuk: Sleutel
    kanaal: Kanaal
    verzonden_op: date
    ontvangen_op: date | None = None
    ook_aan_bewindvoerder: bool = False
    stuk: Sleutel | None = None


class RegistreerOntvangst(Opdracht):
    """Registreer wanneer een stuk werd ontvangen; termijnen starten of verschuiven daardoor."""

    rollen = frozenset({Rol.DOSSIERBEHANDELAAR, Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    verwijst = ("stuk",)
    verleden = ("ontvangen_op",)

    stuk: Sleutel
    ontvangen_op: date
    wijze: Literal["bewijs", "terugmelding", "verklaring"] = "bewijs"


def _keur_verzend(
    opdracht: VerzendIngebrekestelling, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    if opdracht.stuk in dossier.stukken:
        yield SleutelReedsGebruikt(sleutel=opdracht.stuk)
    if dossier.persoon.klantnummer is None:
        yield VerplichteVermeldingOntbreekt(vermelding="klantnummer")
    if dossier.persoon.adres is None:
        yield AdresOnbekend()
    yield from keur_bewindvoerder(dossier, opdracht.ook_aan_bewindvoerder)


def _verzend(
    opdracht: VerzendIngebrekestelling, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    brief = IngebrekestellingVerzonden(
        inbreuk=opdracht.inbreuk,
        stuk=nieuw_stuk(dossier, opdracht.stuk),
        kanaal=opdracht.kanaal,
        verzonden_op=opdracht.verzonden_op,
        ontvangen_op=opdracht.ontvangen_op,
        ook_aan_bewindvoerder=opdracht.ook_aan_bewindvoerder,
    )
    termijn = bereken(recht, "inregelstelling", brief)
    if termijn is None:
        return (brief,)
    return (
        brief,
        InregelstellingsperiodeGestart(inbreuk=opdracht.inbreuk, **termijnvelden(termijn)),  # type: ignore[arg-type]
    )


def _termijnen_van(
    stuk: Stuk, dossier: Dossier
) -> list[tuple[Termijnsoort, str, str, LopendeTermijn | None]]:
    """Welke termijnen uit een stuk volgen: (soort, naam in het recht, betreft, wat er nu loopt)."""
    if stuk.soort == "ingebrekestelling":
        inbreuk = dossier.inbreuken[stuk.betreft]
        return [("inregelstelling", "inregelstelling", inbreuk.sleutel, inbreuk.inregelstelling)]
    if stuk.soort == "uitnodiging":
        inbreuk = dossier.inbreuken[stuk.betreft]
        return [("verweer", "verweer", inbreuk.sleutel, inbreuk.verweer)]
    if stuk.soort == "besluit":
        besluit = dossier.besluiten[stuk.betreft]
        naam = "beroep" if besluit.rechtsmiddelen_vermeld else "beroepZonderRechtsmiddelen"
        lijst: list[tuple[Termijnsoort, str, str, LopendeTermijn | None]] = [
            ("beroep", naam, besluit.sleutel, besluit.beroepstermijn)
        ]
        if besluit.vordering is not None:
            vordering = dossier.vorderingen[besluit.vordering]
            lijst.append(("betaling", "betaling", vordering.sleutel, vordering.betaaltermijn))
        return lijst
    return []


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
    _opdracht: RegistreerOntvangst, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _ontvangst(
    opdracht: RegistreerOntvangst, dossier: Dossier, recht: Recht, _context: Context
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
            feiten.append(_gestart(soort, betreft, termijn))
        else:
            feiten += _verplaats(soort, betreft, nu, termijn)
    return tuple(feiten)


def _verplaats(
    soort: Termijnsoort, betreft: str, nu: LopendeTermijn, nieuw: Termijn
) -> list[Gebeurtenis]:
    """Een bewezen latere ontvangst verlengt; een vroegere neemt de burger niets af."""
    velden = termijnvelden(nieuw)
    if nieuw.laatste_dag_burger < nu.laatste_dag_burger:
        velden["laatste_dag_burger"] = nu.laatste_dag_burger
    ongewijzigd = (
        velden["laatste_dag_burger"] == nu.laatste_dag_burger
        and nieuw.laatste_dag_overheid == nu.laatste_dag_overheid
    )
    if ongewijzigd:
        return []
    feiten: list[Gebeurtenis] = [TermijnVerplaatst(soort=soort, betreft=betreft, **velden)]  # type: ignore[arg-type]
    later = velden["laatste_dag_burger"] != nu.laatste_dag_burger
    if nu.staat == "verstreken" and later:
        feiten.append(VerstrijkenOngedaanGemaakt(soort=soort, betreft=betreft, op=nieuw.van))
    return feiten


def _op_verzonden(dossier: Dossier, feit: IngebrekestellingVerzonden, _envelop: Envelop) -> Dossier:
    dossier = met_brief(dossier, "ingebrekestelling", feit.inbreuk, feit)
    return dossier.met_inbreuk(feit.inbreuk, fase=Fase.IN_GEBREKE)


def _op_gestart(
    dossier: Dossier, feit: InregelstellingsperiodeGestart, envelop: Envelop
) -> Dossier:
    termijn = lopend("inregelstelling", feit.inbreuk, feit, envelop)
    return dossier.met_inbreuk(feit.inbreuk, inregelstelling=termijn)


def _op_ontvangst(dossier: Dossier, feit: OntvangstVastgesteld, _envelop: Envelop) -> Dossier:
    stuk = dossier.stukken.get(feit.stuk)
    if stuk is None:
        return dossier
    dossier = dossier.met_stuk(replace(stuk, ontvangen_op=feit.ontvangen_op))
    if stuk.soort == "besluit":
        dossier = dossier.met_besluit(stuk.betreft, betekend_op=feit.ontvangen_op)
    return dossier


def _op_verplaatst(dossier: Dossier, feit: TermijnVerplaatst, envelop: Envelop) -> Dossier:
    nieuw = lopend(feit.soort, feit.betreft, feit, envelop)
    oud = _huidige(dossier, feit.soort, feit.betreft)
    if oud is not None:
        nieuw = replace(nieuw, staat=oud.staat)
    return _zet(dossier, feit.soort, feit.betreft, nieuw)


def _op_ongedaan(dossier: Dossier, feit: VerstrijkenOngedaanGemaakt, _envelop: Envelop) -> Dossier:
    oud = _huidige(dossier, feit.soort, feit.betreft)
    if oud is None:
        return dossier
    dossier = _zet(dossier, feit.soort, feit.betreft, replace(oud, staat="loopt"))
    inbreuk = dossier.inbreuken.get(feit.betreft)
    if feit.soort == "inregelstelling" and inbreuk is not None:
        if inbreuk.fase in {Fase.TERMIJN_VERSTREKEN, Fase.ANDERE_OVERHEID}:
            return dossier.met_inbreuk(feit.betreft, fase=Fase.IN_GEBREKE)
        return dossier.met_taak("ontvangstLaterGebleken", feit.betreft, feit.op)
    besluit = dossier.besluiten.get(feit.betreft)
    if feit.soort == "beroep" and besluit is not None and besluit.staat == "definitief":
        dossier = dossier.met_besluit(feit.betreft, staat="betekend", definitief_op=None)
        return dossier.met_inbreuk(besluit.inbreuk, fase=Fase.BETEKEND)
    return dossier


def _huidige(dossier: Dossier, soort: Termijnsoort, betreft: str) -> LopendeTermijn | None:
    inbreuk = dossier.inbreuken.get(betreft)
    besluit = dossier.besluiten.get(betreft)
    vordering = dossier.vorderingen.get(betreft)
    match soort:
        case "inregelstelling":
            return inbreuk.inregelstelling if inbreuk else None
        case "verweer":
            return inbreuk.verweer if inbreuk else None
        case "beroep":
            return besluit.beroepstermijn if besluit else None
        case "betaling":
            return vordering.betaaltermijn if vordering else None


def _zet(dossier: Dossier, soort: Termijnsoort, betreft: str, termijn: LopendeTermijn) -> Dossier:
    match soort:
        case "inregelstelling":
            return dossier.met_inbreuk(betreft, inregelstelling=termijn)
        case "verweer":
            return dossier.met_inbreuk(betreft, verweer=termijn)
        case "beroep":
            return dossier.met_besluit(betreft, beroepstermijn=termijn)
        case "betaling":
            return dossier.met_vordering(betreft, betaaltermijn=termijn)


HOOFDSTUK = Hoofdstuk(
    naam="ingebrekestelling",
    handelingen=(
        Handeling(VerzendIngebrekestelling, _keur_verzend, _verzend),
        Handeling(RegistreerOntvangst, _keur_ontvangst, _ontvangst),
    ),
    evoluties=(
        Evolutie(IngebrekestellingVerzonden, _op_verzonden),
        Evolutie(InregelstellingsperiodeGestart, _op_gestart),
        Evolutie(OntvangstVastgesteld, _op_ontvangst),
        Evolutie(TermijnVerplaatst, _op_verplaatst),
        Evolutie(VerstrijkenOngedaanGemaakt, _op_ongedaan),
    ),
)
