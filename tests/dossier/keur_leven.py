"""What must hold of every life, after each step and at its end. Each check says what it guards."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handhaving.dossier.correctie.rechtzetten import ZetGebeurtenisRecht
from handhaving.dossier.decider import beslis, vouw
from handhaving.dossier.gemeen import TermijnGestart
from handhaving.dossier.sanctie.besluit import BoetebesluitGenomen, BoeteVoorgesteld
from handhaving.dossier.stand import stand, zonder_dag
from handhaving.dossier.state import AFGESLOTEN, Fase
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.toewijzing.splitsen import SplitsDossier
from handhaving.dossier.verjaring.stuiting import verjaring_vanaf
from handhaving.eventlog.projection.contract import Decoded
from projections import auditspoor, dossierstand
from projections import termijnen as termijnmodel
from tests.dossier.spel import Spel, recht
from tests.dossier.strategieen import MERK
from tests.dossier.test_geldinvariant import STATUSSEN
from tests.dossier.test_geldinvariant import keur as keur_geld

if TYPE_CHECKING:
    from handhaving.dossier.state import Besluit, Dossier, Inbreuk, LopendeTermijn, Vordering
    from tests.dossier.levens import Leven, Stand

BESLUIT_BIJ = {
    Fase.BESLIST: {"genomen"},
    Fase.BETEKEND: {"betekend"},
    Fase.IN_BEROEP: {"betekend"},
    Fase.DEFINITIEF: {"definitief"},
    Fase.VERNIETIGD: {"vernietigd"},
    Fase.INGETROKKEN: {"ingetrokken"},
}
UITGESPROKEN = {"verworpen", "hervormd"}


def keur_stap(leven: Leven, stap: Stand) -> None:
    """After each command."""
    _keur_antwoord(leven, stap)
    _keur_zuiver(leven, stap)
    for gebeurtenis, envelop in stap.nieuw:
        assert envelop.geldig_op == gebeurtenis.geldig_op
        if isinstance(gebeurtenis, TermijnGestart):
            keur_termijn(gebeurtenis)
        if isinstance(gebeurtenis, BoetebesluitGenomen):
            _keur_boete(leven, gebeurtenis, envelop.door.id, stap.voor)
    if stap.na == stap.voor:
        return
    for inbreuk in stap.na.inbreuken.values():
        _keur_inbreuk(inbreuk, stap.na)
    for besluit in stap.na.besluiten.values():
        _keur_besluit(besluit, stap)
    for sleutel, vordering in stap.na.vorderingen.items():
        if vordering is not stap.voor.vorderingen.get(sleutel):
            _keur_vordering(vordering, leven)
    _keur_beeld(leven, stap.na)


def _keur_antwoord(leven: Leven, stap: Stand) -> None:
    """A refusal writes nothing and names no value; an answer names exactly what was stored."""
    if stap.weigering is not None:
        assert stap.nieuw == ()
        assert stap.na == stap.voor
        assert "…" not in stap.weigering.boodschap, stap.weigering.boodschap
        assert MERK not in stap.weigering.boodschap
        assert MERK not in json.dumps(stap.weigering.feiten)
        return
    assert stap.antwoord is not None
    eerder = [e for _, e in leven.paren if e.opdracht_id == stap.vraag.opdracht_id]
    if stap.nieuw or stap.antwoord.herhaald:
        namen = tuple((e.gebeurtenis_id, e.type) for e in eerder)
        assert stap.antwoord.gebeurtenissen == namen
    if stap.antwoord.herhaald:
        assert stap.nieuw == (), "asked twice, nothing happens"
        assert stap.na == stap.voor
    momenten = [e.geregistreerd_op for _, e in leven.paren]
    assert momenten == sorted(momenten), "geregistreerdOp never falls"
    assert [e.versie for _, e in leven.paren] == list(range(1, len(leven.paren) + 1))


def _keur_zuiver(leven: Leven, stap: Stand) -> None:
    """What was stored is what the pure decider says of the dossier as it was."""
    if not stap.nieuw or not stap.voor.bestaat:
        return
    nummer = next((n for g, _ in stap.nieuw for _, _, n in g.nummers()), 1)
    context = replace(stap.context, ogm_nummer=nummer)
    if stap.vraag.opdracht.andere_dossiers():
        return  # the other dossier has moved on with it
    assert beslis(stap.vraag.opdracht, stap.voor, leven.recht, context) == tuple(
        g for g, _ in stap.nieuw
    )


def keur_termijn(termijn: TermijnGestart | LopendeTermijn) -> None:
    """Both readings, the rule and the calendar; no end of the citizen on a day off."""
    burger, overheid = termijn.laatste_dag_burger, termijn.laatste_dag_overheid
    assert recht().kalender.geen_laatste_dag(burger) is None, f"{burger} is geen werkdag"
    assert overheid <= burger, "the authority's reading is never the later one"
    assert termijn.regel
    assert termijn.kalender == recht().kalender.versie


def _keur_boete(leven: Leven, feit: BoetebesluitGenomen, beslisser: str, voor: Dossier) -> None:
    """Four eyes, the bounds, the defence, the person: what makes a fine stand in court."""
    inbreuk = voor.inbreuken[feit.inbreuk]
    vork = recht().boetevork(inbreuk.type, feit=inbreuk.datum_feit, besluit=feit.genomen_op)
    assert vork is not None
    assert vork.minimum <= feit.bedrag <= vork.maximum
    voorstellers = {
        e.door.id
        for g, e in leven.paren
        if isinstance(g, BoeteVoorgesteld) and g.inbreuk == feit.inbreuk
    }
    assert beslisser != inbreuk.vaststeller
    assert beslisser not in voorstellers, "who ever proposed does not decide"
    assert inbreuk.ingeregeld_op is None
    assert voor.persoon.overleden_op is None
    assert inbreuk.datum_feit <= feit.genomen_op <= inbreuk.beslissen_voor
    if inbreuk.verweer_ontvangen_op is not None:
        assert inbreuk.verweer_ontvangen_op <= feit.genomen_op, "the defence was there to be read"
    else:
        assert inbreuk.verweer is not None
        assert feit.genomen_op > inbreuk.verweer.laatste_dag_burger


def _keur_inbreuk(inbreuk: Inbreuk, dossier: Dossier) -> None:
    for termijn in (inbreuk.inregelstelling, inbreuk.verweer):
        if termijn is not None:
            keur_termijn(termijn)
    besluit = dossier.besluiten.get(inbreuk.besluit or "")
    if inbreuk.fase in BESLUIT_BIJ:
        assert besluit is not None
        assert besluit.staat in BESLUIT_BIJ[inbreuk.fase], (inbreuk.fase, besluit.staat)
    hangt = besluit is not None and besluit.beroep is not None and besluit.beroep.hangende
    if inbreuk.fase is Fase.IN_BEROEP:
        assert hangt
    if hangt and inbreuk.fase is Fase.BETEKEND:
        msg = "an appeal hangs, and the case does not say so"
        raise AssertionError(msg)
    _keur_genezing(inbreuk, dossier)


def _keur_genezing(inbreuk: Inbreuk, dossier: Dossier) -> None:
    """Who turns out to have cured in time is never left without a question to a person."""
    op, termijn = inbreuk.te_laat_ingeregeld_op, inbreuk.inregelstelling
    if op is None or termijn is None or inbreuk.fase in AFGESLOTEN:
        return
    if inbreuk.ingeregeld_op is None and op <= termijn.laatste_dag_burger:
        assert any(t.betreft == inbreuk.sleutel for t in dossier.taken.values()), (
            f"{inbreuk.sleutel}: in regel op {op}, laatste dag {termijn.laatste_dag_burger}"
        )


def _keur_besluit(besluit: Besluit, stap: Stand) -> None:
    if besluit.beroepstermijn is not None:
        keur_termijn(besluit.beroepstermijn)
    eerst = stap.voor.besluiten.get(besluit.sleutel)
    hersteld = isinstance(stap.vraag.opdracht, ZetGebeurtenisRecht | SplitsDossier)
    if eerst is not None and not eerst.staat_nog and not hersteld:
        assert besluit.staat == eerst.staat, "what fell does not rise"
        assert besluit.beroepstermijn == eerst.beroepstermijn, "nor do its terms"
    overdrachten = [
        o for o in stap.na.overdrachten.values() if o.lopend and o.vordering == besluit.vordering
    ]
    if overdrachten:
        assert besluit.staat == "definitief", "VLABEL holds only what is certain"
    beroep = besluit.beroep
    hangt = beroep is not None and beroep.hangende
    if beroep is not None and hangt and besluit.beroepstermijn is not None:
        op_tijd = beroep.ingesteld_op <= besluit.beroepstermijn.laatste_dag_burger
        assert not (op_tijd and overdrachten), "no claim at VLABEL while an appeal in time hangs"
        assert not (op_tijd and beroep.te_laat), "late is what the term as it is now says"
    for overdracht in overdrachten:
        voordien = stap.voor.overdrachten.get(overdracht.sleutel)
        verder = voordien is None or (voordien.staat, overdracht.staat) == (
            "voorbereid",
            "verzonden",
        )
        assert not (hangt and verder), "nothing goes to VLABEL while any appeal hangs"
    gevonnist = eerst is not None and eerst.beroep is not None and not hersteld
    if gevonnist and eerst is not None and eerst.staat == "definitief" and beroep == eerst.beroep:
        assert beroep is not None
        if beroep.uitspraak in UITGESPROKEN:
            assert besluit.staat in {"definitief", "ingetrokken"}, "a judgment is final"


def _keur_vordering(vordering: Vordering, leven: Leven) -> None:
    keur_geld(vordering, Spel(vandaag=leven.vandaag))
    if vordering.betaaltermijn is not None:
        keur_termijn(vordering.betaaltermijn)
    for plan in vordering.plannen:
        for deel in plan.aflossingen:
            assert recht().kalender.geen_laatste_dag(deel.laatste_dag_burger) is None
            assert deel.vervaldag <= deel.laatste_dag_burger <= deel.uiterste_dag
    verjaring = vordering.verjaring
    assert verjaring is not None
    opnieuw = verjaring_vanaf(verjaring.van, vordering, recht())
    assert verjaring.datum == opnieuw.datum, "prescription is what the law makes of its acts"
    assert verjaring.laatste_veilige_dag <= verjaring.datum
    assert recht().kalender.is_werkdag(verjaring.laatste_veilige_dag)


def _keur_beeld(leven: Leven, dossier: Dossier) -> None:
    """What the outside sees: known phases and statuses, rows that read models can store."""
    if not dossier.bestaat:
        return
    beeld: Any = stand(dossier, leven.vandaag, recht())
    assert MERK not in json.dumps(beeld), "nothing personal in what everybody may see"
    for vordering in beeld["vorderingen"].values():
        assert vordering["status"] in STATUSSEN
        leven.telling.statussen[vordering["status"]] += 1
    for inbreuk in beeld["inbreuken"].values():
        Fase(inbreuk["fase"])
    for termijn in termijnen(dossier):
        assert termijn.regel
        assert termijn.opdracht is None or termijn.staat == "loopt"
    laatste = leven.paren[-1]
    dossierstand._row(dossier, laatste[1])
    list(termijnmodel._rows(dossier))


def keur_einde(leven: Leven, momenten: list[Dossier]) -> None:
    """At the end of a life, over the whole of it. `momenten` is what was live, after each step."""
    dossier_id, lezer = leven.dossier_id, leven.app.service
    zonder = lezer.historiek(dossier_id, met_sleutels=False)
    assert lezer.historiek(dossier_id) == leven.paren, "stored bytes are what was decided"
    _keur_toen(leven, momenten, zonder)
    for gebeurtenis, envelop in zonder:
        auditspoor._row(Decoded(gebeurtenis, envelop))
    assert MERK not in json.dumps([g.model_dump(mode="json") for g, _ in zonder], default=str)
    dagen = sorted({g.geldig_op for g, _ in zonder})
    for dag in dagen:
        deel = vouw(dossier_id, [(g, e) for g, e in zonder if g.geldig_op <= dag])
        assert stand(deel, dag, recht())["versie"] == deel.versie
        assert all(t.regel for t in termijnen(deel))


def _keur_toen(leven: Leven, momenten: list[Dossier], zonder: list[Any]) -> None:
    """As known at any moment is what was live then, with keys and, but for the person, without."""
    toen = vouw(leven.dossier_id, [])
    kaal = toen
    live = {d.versie: d for d in momenten}
    for met, blind in zip(leven.paren, zonder, strict=True):
        toen, kaal = (
            vouw(leven.dossier_id, [met], van=toen),
            vouw(leven.dossier_id, [blind], van=kaal),
        )
        if toen.versie in live:
            assert toen == live[toen.versie]
            assert zonder_dag(kaal) == zonder_dag(toen)
    for versie in list(live)[:: max(1, len(live) // 4)]:
        op = leven.paren[versie - 1][1].geregistreerd_op
        laatste = max(e.versie for _, e in leven.paren if e.geregistreerd_op <= op)
        if laatste in live:
            assert leven.app.service.lees(leven.dossier_id, op=op) == live[laatste]
