"""Een inbreuk vaststellen. Wat nog niet geweten is, wordt vóór de overmaking gevraagd."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import (
    Actor,
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    NieuweSleutel,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    Waarde,
)
from handhaving.dossier.gemeen import dag_van, heeft_deel, keur_volgorde
from handhaving.dossier.inbreuk.plicht import keur_type, reden_niet_verplicht, was_minderjarig
from handhaving.dossier.inbreuk.rechtzetten import FEIT_RECHTGEZET, zet_inbreuk_recht
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.deelname import keur_deelname
from handhaving.dossier.levensloop.uitstel import keur_uitstel
from handhaving.dossier.nummers import volgende
from handhaving.dossier.persoon import AGENTSCHAPPEN
from handhaving.dossier.refusals import (
    GeenAgentschap,
    InbreukReedsAfgesloten,
    MinderjarigOpDatumFeit,
    PersoonNietVerplicht,
    PersoonOverleden,
    SleutelReedsGebruikt,
    ZelfdeFeitReedsVastgesteld,
)
from handhaving.dossier.state import AFGESLOTEN, Fase, Inbreuk
from handhaving.dossier.tekst import LangeTekst
from handhaving.dossier.verzwegen import ZelfdeFeitElders
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


Bevoegdheid = Literal["ABB", "OCMW", "VDAB", "VMSW"]


class Boetevork(Waarde):
    """De laagste en de hoogste boete bij een inbreuk, zoals ze op de datum van het feit golden."""

    minimum: Cent
    maximum: Cent


class InbreukVastgesteld(Gebeurtenis):
    """Een agentschap stelde een inbreuk op de inburgeringsplicht vast."""

    geldig_veld = "vastgesteld_op"
    historiek = (
        "Inbreuk {inbreuk} ({type}) van {datumFeit} vastgesteld door {agentschap}; "
        "bevoegd: {sanctioneringsbevoegdheid}."
    )

    inbreuk: Sleutel
    type: Code
    datum_feit: date
    vastgesteld_op: date
    agentschap: Code
    vaststeller: Actor | None = None
    sanctioneringsbevoegdheid: Bevoegdheid
    boetevork: Boetevork
    waarschuwen_op: date
    beslissen_voor: date
    stukken: tuple[Code, ...] = ()
    cursus: Code | None = None
    feitenrelaas: Gevoelig | None = None


class StelInbreukVast(Opdracht):
    """Stel een inbreuk vast. Wat nog niet geweten is, wordt vóór de overmaking gevraagd."""

    pad = "/v1/dossiers/{dossierId}/inbreuken"
    voorbeeld = {"type": "I01", "datumFeit": "2024-02-20", "feitenrelaas": "Fictief relaas."}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    verwijst = ()
    verleden = ("datum_feit", "vastgesteld_op")

    inbreuk: NieuweSleutel | None = None
    type: Code
    datum_feit: date
    vastgesteld_op: date | None = None
    vaststeller: Actor | None = None
    vaststeller_onbekend: bool = False
    feitenrelaas: LangeTekst | None = None
    stukken: tuple[Code, ...] = ()
    cursus: Code | None = None
    sanctioneringsbevoegdheid: Bevoegdheid = "ABB"


def _keur_stel_vast(
    opdracht: StelInbreukVast, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    feit = opdracht.datum_feit
    if context.door.organisatie not in AGENTSCHAPPEN:
        yield GeenAgentschap(
            organisatie=context.door.organisatie,
            rol=context.door.rol,
            toegelaten=sorted(AGENTSCHAPPEN),
        )
    if opdracht.inbreuk in dossier.inbreuken:
        yield SleutelReedsGebruikt(sleutel=opdracht.inbreuk)
    vastgesteld_op = opdracht.vastgesteld_op or dag_van(opdracht, context)
    yield from keur_volgorde("vastgesteldOp", vastgesteld_op, "datumFeit", feit)
    for ander in dossier.inbreuken.values():
        zelfde = ander.type == opdracht.type and ander.datum_feit == feit
        if zelfde and ander.fase is not Fase.RECHTGEZET:
            yield _zelfde_feit(ander, dossier, context)
    if reden := reden_niet_verplicht(dossier.persoon, feit, recht):
        yield PersoonNietVerplicht(datum_feit=feit, reden=reden)
    yield from keur_uitstel(dossier, opdracht.type, feit, recht)
    yield from keur_deelname(dossier, opdracht.type, feit, opdracht.cursus, recht)
    if was_minderjarig(dossier.persoon, feit, recht):
        yield MinderjarigOpDatumFeit(datum_feit=feit)
    if dossier.persoon.overleden_op is not None:
        yield PersoonOverleden(overleden_op=dossier.persoon.overleden_op)
    yield from keur_type(opdracht.type, feit, dossier.persoon, recht)


def _zelfde_feit(ander: Inbreuk, dossier: Dossier, context: Context) -> Weigering:
    """Niemand wordt twee keer bestraft, van welk agentschap ook; meer verneemt een ander niet.

    Een agentschap met een deel in het dossier ziet de sleutel ook van andermans inbreuk (contract
    §4); een agentschap zonder deel alleen dat het feit dat het zelf noemt, er al staat.
    """
    if not heeft_deel(dossier, context.door):
        return ZelfdeFeitElders(type=ander.type, datum_feit=ander.datum_feit)
    if ander.agentschap != context.door.organisatie:
        return ZelfdeFeitReedsVastgesteld(
            type=ander.type, datum_feit=ander.datum_feit, inbreuk=ander.sleutel
        )
    return ZelfdeFeitReedsVastgesteld(
        type=ander.type,
        datum_feit=ander.datum_feit,
        inbreuk=ander.sleutel,
        agentschap=ander.agentschap,
    )


def _stel_vast(
    opdracht: StelInbreukVast, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    soort = recht.inbreuktype(opdracht.type, opdracht.datum_feit)
    assert soort is not None  # noqa: S101 - gekeurd
    vaststeller = opdracht.vaststeller
    if vaststeller is None and not opdracht.vaststeller_onbekend:
        vaststeller = context.door.id
    beslissing = recht.beslissingstermijn(opdracht.datum_feit)
    return (
        InbreukVastgesteld(
            inbreuk=opdracht.inbreuk or volgende("I", dossier.inbreuken, dossier.vertrokken),
            type=opdracht.type,
            datum_feit=opdracht.datum_feit,
            vastgesteld_op=opdracht.vastgesteld_op or dag_van(opdracht, context),
            agentschap=context.door.organisatie,
            vaststeller=vaststeller,
            sanctioneringsbevoegdheid=opdracht.sanctioneringsbevoegdheid,
            boetevork=Boetevork(minimum=soort.boetevork.minimum, maximum=soort.boetevork.maximum),
            waarschuwen_op=beslissing.waarschuwing,
            beslissen_voor=beslissing.laatste_dag,
            stukken=opdracht.stukken,
            cursus=opdracht.cursus,
            feitenrelaas=opdracht.feitenrelaas,
            grondslag=(soort.grondslag, *soort.boetevork.grondslag, *beslissing.grondslag),
        ),
    )


def _was_geen_inbreuk(feit: InbreukVastgesteld, dossier: Dossier) -> Iterator[Gebeurtenis]:
    """Een inbreuk die er geen was: ze is rechtgezet, en de boete die stond, is ingetrokken."""
    inbreuk = dossier.inbreuken[feit.inbreuk]
    if inbreuk.fase in AFGESLOTEN:
        raise InbreukReedsAfgesloten(inbreuk=inbreuk.sleutel, fase=inbreuk.fase)
    yield from zet_inbreuk_recht(dossier, inbreuk, feit.vastgesteld_op, reden_code=FEIT_RECHTGEZET)


def _op_vastgesteld(dossier: Dossier, feit: InbreukVastgesteld, envelop: Envelop) -> Dossier:
    inbreuk = Inbreuk(
        sleutel=feit.inbreuk,
        type=feit.type,
        datum_feit=feit.datum_feit,
        vastgesteld_op=feit.vastgesteld_op,
        agentschap=feit.agentschap,
        bevoegd=feit.sanctioneringsbevoegdheid,
        vaststeller=feit.vaststeller,
        boete_minimum=feit.boetevork.minimum,
        boete_maximum=feit.boetevork.maximum,
        waarschuwen_op=feit.waarschuwen_op,
        beslissen_voor=feit.beslissen_voor,
        vastgelegd_door=envelop.gebeurtenis_id,
        cursus=feit.cursus,
    )
    dossier = replace(
        dossier,
        inbreuken={**dossier.inbreuken, feit.inbreuk: inbreuk},
        agentschappen=dossier.agentschappen | {feit.agentschap},
    )
    if feit.vaststeller is None:
        return dossier.met_taak("vaststellerOnbekend", feit.inbreuk, feit.vastgesteld_op)
    return dossier


HANDELINGEN = (Handeling(StelInbreukVast, _keur_stel_vast, _stel_vast),)
EVOLUTIES = (
    Evolutie(
        InbreukVastgesteld,
        _op_vastgesteld,
        Rechtzetbaar(StelInbreukVast, eigen=_was_geen_inbreuk),
    ),
)
