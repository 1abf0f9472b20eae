"""Voorstel en besluit: een mens stelt voor, een andere mens beslist en tekent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    NietRechtzetbaar,
    NieuweSleutel,
    Opdracht,
    Rol,
    Sleutel,
    Waarde,
)
from handhaving.dossier.enig import dat_voorgaat
from handhaving.dossier.gemeen import (
    Verjaring,
    bereken_verjaring,
    dag_van,
    keur_volgorde,
    stand_verjaring,
)
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.regime import REGIME_GEWIJZIGD, keur_regime
from handhaving.dossier.levensloop.uitstel import UITSTEL_DEKT, keur_uitstel
from handhaving.dossier.levensloop.weigeringen import UitstelDektDatum
from handhaving.dossier.nummers import volgende
from handhaving.dossier.recidive import recidivestap
from handhaving.dossier.refusals import (
    BeslissingsbevoegdheidVerjaard,
    FaseLaatDitNietToe,
    GegevenOntbreekt,
    InbreukIngeregeldOpTijd,
    MotiveringOntbreekt,
    PersoonOverleden,
    RegimeNietVlaanderen,
    SleutelReedsGebruikt,
    TaakOpen,
    VerweertermijnLoopt,
)
from handhaving.dossier.sanctie.boetehoogte import keur_bedrag, tabelbedrag, vork
from handhaving.dossier.sanctie.overmaking import keur_bevoegd
from handhaving.dossier.sanctie.vierogen import blokkeert, keur_vier_ogen
from handhaving.dossier.sanctie.weigeringen import VaststellerSteltNietVoor
from handhaving.dossier.state import HERBESLISBAAR, Besluit, Fase, Voorstel
from handhaving.dossier.tekst import is_leeg
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Motivering = Annotated[str, Field(max_length=100_000)]
"""Wat leeg is, weigert het hoofdstuk zelf (`MotiveringOntbreekt`)."""
GEZEGD_DOOR = {
    REGIME_GEWIJZIGD: RegimeNietVlaanderen.__name__,
    UITSTEL_DEKT: UitstelDektDatum.__name__,
}
"""Taken waarvan een weigering zelf zegt waarop ze wachten."""
BESLISBAAR = HERBESLISBAAR | {Fase.VERWEER, Fase.VOORGESTELD}


class EerderBesluit(Waarde):
    """Een eerdere boete van dezelfde persoon, zoals ze er bij dit voorstel voorstond."""

    besluit: Sleutel
    bedrag: Cent
    genomen_op: date
    staat: Code


class BoeteVoorgesteld(Gebeurtenis):
    """Een handhavingsambtenaar stelde een boete voor."""

    geldig_veld = "voorgesteld_op"
    historiek = "Boete van € {bedrag} voorgesteld voor {inbreuk} (stap {recidivestap})."

    inbreuk: Sleutel
    bedrag: Cent
    voorgesteld_op: date
    recidivestap: int
    tabelbedrag: Cent | None = None
    historiek_besluiten: tuple[EerderBesluit, ...] = ()
    motivering: Gevoelig | None = None


class BoetebesluitGenomen(Gebeurtenis):
    """Het boetebesluit: bedrag, gronden en de verjaring die eruit volgt."""

    geldig_veld = "genomen_op"
    historiek = "Boetebesluit {besluit} genomen voor {inbreuk}: € {bedrag} (stap {recidivestap})."

    besluit: Sleutel
    inbreuk: Sleutel
    bedrag: Cent
    genomen_op: date
    recidivestap: int
    tabelbedrag: Cent | None = None
    boetevork: tuple[Cent, Cent]
    verjaring: Verjaring
    motivering: Gevoelig | None = None
    feitelijke_gronden: Gevoelig | None = None
    juridische_gronden: Gevoelig | None = None


class StelBoeteVoor(Opdracht):
    """Stel een boete voor, met motivering; historiek en recidivestap rekent het systeem uit."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/boetevoorstellen"
    voorbeeld = {"inbreuk": "I1", "bedrag": "250.00", "motivering": "Fictief."}
    rollen = frozenset({Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
    fasen = frozenset({Fase.VERWEER, Fase.VOORGESTELD})

    inbreuk: Sleutel
    bedrag: Cent
    motivering: Motivering | None = None


class NeemBoetebesluit(Opdracht):
    """Neem het boetebesluit. Dat doet een mens die noch vaststelde, noch voorstelde."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/boetebesluiten"
    voorbeeld = {
        "inbreuk": "I1",
        "bedrag": "250.00",
        "motivering": "Fictieve motivering.",
        "feitelijkeGronden": "Fictieve feiten.",
        "juridischeGronden": "Fictieve gronden.",
    }
    rollen = frozenset({Rol.BESLISSER})
    verwijst = ("inbreuk",)

    inbreuk: Sleutel
    besluit: NieuweSleutel | None = None
    bedrag: Cent
    motivering: Motivering | None = None
    feitelijke_gronden: Motivering | None = None
    juridische_gronden: Motivering | None = None


def _keur_gemotiveerd(**velden: str | None) -> Iterator[Weigering]:
    for veld, tekst in velden.items():
        if is_leeg(tekst):
            yield MotiveringOntbreekt(veld=veld)


def _keur_stel_voor(
    opdracht: StelBoeteVoor, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    dag = dag_van(opdracht, context)
    yield from keur_bedrag(dossier, inbreuk, opdracht.bedrag, dag, recht)
    yield from _keur_gemotiveerd(motivering=opdracht.motivering)
    if inbreuk.vaststeller == context.door.id and blokkeert(recht, dag):
        yield VaststellerSteltNietVoor(inbreuk=inbreuk.sleutel)


def _stel_voor(
    opdracht: StelBoeteVoor, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    tabel = tabelbedrag(dossier, dossier.inbreuken[opdracht.inbreuk], dag, recht)
    eerder = tuple(
        EerderBesluit(besluit=b.sleutel, bedrag=b.bedrag, genomen_op=b.genomen_op, staat=b.staat)
        for b in dossier.besluiten.values()
    )
    return (
        BoeteVoorgesteld(
            inbreuk=opdracht.inbreuk,
            bedrag=opdracht.bedrag,
            voorgesteld_op=dag,
            recidivestap=recidivestap(dossier, opdracht.inbreuk),
            tabelbedrag=tabel.bedrag if tabel else None,
            historiek_besluiten=eerder,
            motivering=opdracht.motivering,
            grondslag=(tabel.grondslag,) if tabel else (),
        ),
    )


def _keur_besluit(
    opdracht: NeemBoetebesluit, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    dag = dag_van(opdracht, context)
    if opdracht.besluit in dossier.besluiten:
        yield SleutelReedsGebruikt(sleutel=opdracht.besluit)
    yield from _keur_fase(inbreuk)
    yield from _keur_verweer(inbreuk, dag)
    verweer_op = inbreuk.verweer_ontvangen_op
    yield from keur_volgorde("geldigOp", dag, "verweerOntvangenOp", verweer_op)
    yield from keur_bedrag(dossier, inbreuk, opdracht.bedrag, dag, recht)
    yield from _keur_gemotiveerd(
        motivering=opdracht.motivering,
        feitelijkeGronden=opdracht.feitelijke_gronden,
        juridischeGronden=opdracht.juridische_gronden,
    )
    yield from keur_vier_ogen(inbreuk, recht, dag, context)
    if dag > inbreuk.beslissen_voor:
        yield BeslissingsbevoegdheidVerjaard(
            inbreuk=inbreuk.sleutel, laatste_dag=inbreuk.beslissen_voor
        )
    if dossier.persoon.overleden_op is not None:
        yield PersoonOverleden(overleden_op=dossier.persoon.overleden_op)
    yield from keur_bevoegd(inbreuk)
    persoonlijk = [
        *keur_regime(dossier, inbreuk, recht),
        *keur_uitstel(dossier, inbreuk.type, inbreuk.datum_feit, recht),
    ]
    yield from persoonlijk
    yield from _keur_taken(inbreuk, dossier, {w.code for w in persoonlijk})


def _keur_taken(inbreuk: Inbreuk, dossier: Dossier, geweigerd: set[str]) -> Iterator[Weigering]:
    """Wat openstaat, gaat voor, tenzij een andere weigering zelf al zegt waarop gewacht wordt."""
    for taak in (t for t in dossier.open_taken(inbreuk.sleutel) if t.hindert):
        if taak.soort == "vaststellerOnbekend":
            yield GegevenOntbreekt(gegeven="vaststeller", taak=taak.sleutel)
        elif GEZEGD_DOOR.get(taak.soort) not in geweigerd:
            yield TaakOpen(taak=taak.sleutel, taaksoort=taak.soort, betreft=inbreuk.sleutel)


def _keur_fase(inbreuk: Inbreuk) -> Iterator[Weigering]:
    if inbreuk.ingeregeld_op is not None:
        yield InbreukIngeregeldOpTijd(inbreuk=inbreuk.sleutel, ingeregeld_op=inbreuk.ingeregeld_op)
    if inbreuk.fase not in BESLISBAAR and inbreuk.fase is not Fase.BEEINDIGD_OVERLIJDEN:
        yield FaseLaatDitNietToe(
            betreft=inbreuk.sleutel,
            fase=inbreuk.fase,
            opdracht="NeemBoetebesluit",
            toegelaten=sorted(BESLISBAAR),
        )


def _keur_verweer(inbreuk: Inbreuk, dag: date) -> Iterator[Weigering]:
    if inbreuk.verweer_ontvangen_op is not None or inbreuk.fase not in BESLISBAAR:
        return
    if inbreuk.verweer is None:
        yield VerweertermijnLoopt(inbreuk=inbreuk.sleutel, laatste_dag_burger="nietGestart")
    elif dag <= inbreuk.verweer.laatste_dag_burger:
        yield VerweertermijnLoopt(
            inbreuk=inbreuk.sleutel,
            laatste_dag_burger=inbreuk.verweer.laatste_dag_burger,
            grondslag=inbreuk.verweer.grondslag,
        )


def _besluit(
    opdracht: NeemBoetebesluit, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    minimum, maximum, grondslag = vork(inbreuk, dag, recht)
    tabel = tabelbedrag(dossier, inbreuk, dag, recht)
    return (
        BoetebesluitGenomen(
            besluit=opdracht.besluit or volgende("B", dossier.besluiten, dossier.vertrokken),
            inbreuk=opdracht.inbreuk,
            bedrag=opdracht.bedrag,
            genomen_op=dag,
            recidivestap=recidivestap(dossier, opdracht.inbreuk),
            tabelbedrag=tabel.bedrag if tabel else None,
            boetevork=(minimum, maximum),
            verjaring=bereken_verjaring(recht, dag),
            motivering=opdracht.motivering,
            feitelijke_gronden=opdracht.feitelijke_gronden,
            juridische_gronden=opdracht.juridische_gronden,
            grondslag=(*grondslag, tabel.grondslag) if tabel else grondslag,
        ),
    )


def _op_voorgesteld(dossier: Dossier, feit: BoeteVoorgesteld, envelop: Envelop) -> Dossier:
    inbreuk = dossier.inbreuken.get(feit.inbreuk)
    if inbreuk is None:
        return dossier
    return dossier.met_inbreuk(
        feit.inbreuk,
        fase=Fase.VOORGESTELD,
        voorstel=Voorstel(feit.bedrag, feit.recidivestap, envelop.door.id),
        voorstellers=inbreuk.voorstellers | {envelop.door.id},
    )


def _op_besluit(dossier: Dossier, feit: BoetebesluitGenomen, envelop: Envelop) -> Dossier:
    besluit = Besluit(
        sleutel=feit.besluit,
        inbreuk=feit.inbreuk,
        bedrag=feit.bedrag,
        genomen_op=feit.genomen_op,
        recidivestap=feit.recidivestap,
        verjaring=stand_verjaring(feit.verjaring, envelop),
    )
    dossier = replace(dossier, besluiten={**dossier.besluiten, feit.besluit: besluit})
    if dat_voorgaat(dossier, besluit) is not None:
        return dossier
    return dossier.met_inbreuk(feit.inbreuk, fase=Fase.BESLIST, besluit=feit.besluit)


HANDELINGEN = (
    Handeling(StelBoeteVoor, _keur_stel_voor, _stel_voor),
    Handeling(NeemBoetebesluit, _keur_besluit, _besluit),
)
EVOLUTIES = (
    Evolutie(
        BoeteVoorgesteld,
        _op_voorgesteld,
        NietRechtzetbaar(
            "wie voorstelde, beslist niet, ook niet na een nieuw voorstel (vier ogen)",
            (
                "StelBoeteVoor",
                "BeslisGeenGevolg",
            ),
            opdracht=StelBoeteVoor,
        ),
    ),
    Evolutie(
        BoetebesluitGenomen,
        _op_besluit,
        NietRechtzetbaar(
            "een besluit neemt men terug met een motivering",
            ("TrekBoetebesluitIn",),
            opdracht=NeemBoetebesluit,
        ),
    ),
)
