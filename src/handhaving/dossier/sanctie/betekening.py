"""Betekening: het besluit gaat naar de persoon; beroep en betaling beginnen te lopen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import StringConstraints

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    NieuweSleutel,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    ViaOorzaak,
)
from handhaving.dossier.enig import keur_enig, met_fase
from handhaving.dossier.gemeen import (
    OP_TIJD_NA_BESLUIT,
    BriefVerzonden,
    TermijnGestart,
    Verjaring,
    bereken,
    dag_van,
    keur_bewindvoerder,
    keur_volgorde,
    lopend,
    met_brief,
    nieuw_stuk,
    stand_verjaring,
    termijnvelden,
)
from handhaving.dossier.kopie import replace
from handhaving.dossier.nummers import volgende
from handhaving.dossier.refusals import (
    FaseLaatDitNietToe,
    PersoonOverleden,
    SleutelReedsGebruikt,
    TaakOpen,
)
from handhaving.dossier.state import Fase, Vordering
from handhaving.recht import Kanaal
from handhaving.recht.bedragen import Cent
from handhaving.recht.identiteit import ogm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Besluit, Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


Ogm = Annotated[str, StringConstraints(pattern=r"^\+\+\+\d{3}/\d{4}/\d{5}\+\+\+$")]


class BoetebesluitBetekend(BriefVerzonden):
    """Het boetebesluit vertrok naar de persoon."""

    historiek = (
        "Boetebesluit {besluit} betekend: verzonden op {verzondenOp} ({kanaal}, stuk {stuk})."
    )

    besluit: Sleutel
    rechtsmiddelen_vermeld: bool


class BeroepstermijnGestart(TermijnGestart):
    """De beroepstermijn begon; zonder vermelding van de rechtsmiddelen vier maanden later."""

    historiek = (
        "Beroepstermijn van {besluit} loopt tot en met {laatsteDagBurger} "
        "(strenge lezing {laatsteDagOverheid})."
    )

    besluit: Sleutel


class VorderingGeboekt(Gebeurtenis):
    """De vordering staat in de boeken, met haar gestructureerde mededeling en haar verjaring."""

    geldig_veld = "geboekt_op"
    historiek = "Vordering {vordering} van € {bedrag} geboekt, mededeling {ogm}."

    vordering: Sleutel
    besluit: Sleutel
    bedrag: Cent
    ogm: Ogm
    ogm_jaar: int
    ogm_nummer: int
    geboekt_op: date
    eerste_brief: date
    verjaring: Verjaring

    def claims(self) -> Iterable[tuple[str, str]]:
        """De gestructureerde mededeling hoort bij één vordering."""
        yield ("ogm", self.ogm)

    def nummers(self) -> Iterable[tuple[str, int, int]]:
        """Het volgnummer waaruit de mededeling gevormd is."""
        yield ("ogm", self.ogm_jaar, self.ogm_nummer)


class BetaaltermijnGestart(TermijnGestart):
    """De betaaltermijn begon."""

    historiek = "Betaaltermijn van {vordering} loopt tot en met {laatsteDagBurger}."

    vordering: Sleutel


class BetekenBoetebesluit(Opdracht):
    """Beteken het boetebesluit. Vermeld of de rechtsmiddelen in de brief staan.

    Kwam een eerdere betekening niet aan, dan blijft haar vordering bestaan.
    """

    pad = "/v1/dossiers/{dossierId}/boetebesluiten/{besluit}/betekeningen"
    voorbeeld = {
        "besluit": "B1",
        "kanaal": "aangetekendMetOntvangstbewijs",
        "verzondenOp": "2024-08-06",
        "ontvangenOp": "2024-08-06",
        "rechtsmiddelenVermeld": True,
    }
    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    verwijst = ("besluit",)
    verleden = ("verzonden_op", "ontvangen_op")

    besluit: Sleutel
    kanaal: Kanaal
    verzonden_op: date
    ontvangen_op: date | None = None
    rechtsmiddelen_vermeld: bool
    ook_aan_bewindvoerder: bool = False
    vordering: NieuweSleutel | None = None
    stuk: NieuweSleutel | None = None

    @property
    def heeft_ogm_nodig(self) -> bool:
        """Een eerste betekening boekt de vordering."""
        return True


def termijnnaam(rechtsmiddelen_vermeld: bool) -> str:  # noqa: FBT001 - een veld van de opdracht
    """Welke beroepstermijn geldt."""
    return "beroep" if rechtsmiddelen_vermeld else "beroepZonderRechtsmiddelen"


def _keur_beteken(
    opdracht: BetekenBoetebesluit, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    for sleutel, bestaande in (
        (opdracht.stuk, dossier.stukken),
        (opdracht.vordering, dossier.vorderingen),
    ):
        if sleutel in bestaande:
            yield SleutelReedsGebruikt(sleutel=sleutel)
    besluit = dossier.besluiten[opdracht.besluit]
    yield from keur_volgorde("verzondenOp", opdracht.verzonden_op, "genomenOp", besluit.genomen_op)
    yield from keur_enig(dossier, besluit.sleutel)
    for taak in dossier.open_taken(besluit.inbreuk):
        if taak.soort == OP_TIJD_NA_BESLUIT:
            yield TaakOpen(taak=taak.sleutel, taaksoort=taak.soort, betreft=besluit.inbreuk)
    if besluit.staat != "genomen" or dossier.inbreuken[besluit.inbreuk].fase is not Fase.BESLIST:
        yield FaseLaatDitNietToe(
            betreft=besluit.sleutel,
            fase=dossier.inbreuken[besluit.inbreuk].fase,
            opdracht="BetekenBoetebesluit",
            toegelaten=[Fase.BESLIST],
        )
    if dossier.persoon.overleden_op is not None:
        yield PersoonOverleden(overleden_op=dossier.persoon.overleden_op)
    yield from keur_bewindvoerder(dossier, opdracht.ook_aan_bewindvoerder)


def _verjaring_van(besluit: Besluit) -> Verjaring:
    stand = besluit.verjaring
    assert stand is not None  # noqa: S101 - elk besluit legt zijn verjaring vast
    return Verjaring(
        van=stand.van,
        datum=stand.datum,
        laatste_veilige_dag=stand.laatste_veilige_dag,
        waarschuwingen=stand.waarschuwingen,
        regel=stand.regel,
    )


def _beteken(
    opdracht: BetekenBoetebesluit, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    besluit = dossier.besluiten[opdracht.besluit]
    geboekt = besluit.vordering
    vordering = (
        geboekt or opdracht.vordering or volgende("V", dossier.vorderingen, dossier.vertrokken)
    )
    assert context.ogm_nummer is not None  # noqa: S101 - de dienst reikt het aan
    brief = BoetebesluitBetekend(
        besluit=besluit.sleutel,
        stuk=nieuw_stuk(dossier, opdracht.stuk),
        kanaal=opdracht.kanaal,
        verzonden_op=opdracht.verzonden_op,
        ontvangen_op=opdracht.ontvangen_op,
        rechtsmiddelen_vermeld=opdracht.rechtsmiddelen_vermeld,
        ook_aan_bewindvoerder=opdracht.ook_aan_bewindvoerder,
    )
    feiten: list[Gebeurtenis] = [brief]
    beroep = bereken(recht, termijnnaam(opdracht.rechtsmiddelen_vermeld), brief)
    if beroep is not None:
        feiten.append(BeroepstermijnGestart(besluit=besluit.sleutel, **termijnvelden(beroep)))  # type: ignore[arg-type]
    if geboekt is None:
        feiten.append(
            VorderingGeboekt(
                vordering=vordering,
                besluit=besluit.sleutel,
                bedrag=besluit.bedrag,
                ogm=ogm(f"{context.vandaag.year}{context.ogm_nummer:06d}").tekst,
                ogm_jaar=context.vandaag.year,
                ogm_nummer=context.ogm_nummer,
                geboekt_op=dag,
                eerste_brief=opdracht.verzonden_op,
                verjaring=_verjaring_van(besluit),
                grondslag=recht.verjaring(_verjaring_van(besluit).van).grondslag,
            )
        )
    betaling = bereken(recht, "betaling", brief)
    if betaling is not None:
        feiten.append(BetaaltermijnGestart(vordering=vordering, **termijnvelden(betaling)))  # type: ignore[arg-type]
    return tuple(feiten)


def _op_betekend(dossier: Dossier, feit: BoetebesluitBetekend, _envelop: Envelop) -> Dossier:
    besluit = dossier.besluiten.get(feit.besluit)
    if besluit is None:
        return dossier
    dossier = met_brief(dossier, "besluit", feit.besluit, feit)
    dossier = dossier.met_besluit(
        feit.besluit,
        staat="betekend",
        rechtsmiddelen_vermeld=feit.rechtsmiddelen_vermeld,
        betekend_op=feit.ontvangen_op or feit.verzonden_op,
    )
    if besluit.vordering is not None:
        # De vorige betekening kwam niet aan: deze brief is de eerste.
        dossier = dossier.met_vordering(besluit.vordering, eerste_brief=feit.verzonden_op)
    return met_fase(dossier, besluit, Fase.BETEKEND)


def _op_beroepstermijn(dossier: Dossier, feit: BeroepstermijnGestart, envelop: Envelop) -> Dossier:
    return dossier.met_besluit(
        feit.besluit, beroepstermijn=lopend("beroep", feit.besluit, feit, envelop)
    )


def _op_geboekt(dossier: Dossier, feit: VorderingGeboekt, envelop: Envelop) -> Dossier:
    vordering = Vordering(
        sleutel=feit.vordering,
        besluit=feit.besluit,
        hoofdsom=feit.bedrag,
        ogm=feit.ogm,
        geboekt_op=feit.geboekt_op,
        eerste_brief=feit.eerste_brief,
        verjaring=stand_verjaring(feit.verjaring, envelop),
    )
    dossier = replace(dossier, vorderingen={**dossier.vorderingen, feit.vordering: vordering})
    return dossier.met_besluit(feit.besluit, vordering=feit.vordering)


def _op_betaaltermijn(dossier: Dossier, feit: BetaaltermijnGestart, envelop: Envelop) -> Dossier:
    return dossier.met_vordering(
        feit.vordering, betaaltermijn=lopend("betaling", feit.vordering, feit, envelop)
    )


HANDELINGEN = (Handeling(BetekenBoetebesluit, _keur_beteken, _beteken),)
EVOLUTIES = (
    Evolutie(
        BoetebesluitBetekend,
        _op_betekend,
        Rechtzetbaar(BetekenBoetebesluit, blijft=(VorderingGeboekt,)),
    ),
    Evolutie(
        BeroepstermijnGestart,
        _op_beroepstermijn,
        ViaOorzaak("de betekening of de ontvangst waarmee de termijn begon"),
    ),
    Evolutie(
        VorderingGeboekt,
        _op_geboekt,
        ViaOorzaak("de betekening van het besluit; de vordering zelf blijft bestaan"),
    ),
    Evolutie(
        BetaaltermijnGestart,
        _op_betaaltermijn,
        ViaOorzaak("de betekening of de ontvangst waarmee de termijn begon"),
    ),
)
