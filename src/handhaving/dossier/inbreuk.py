"""Hoofdstuk inbreuk: vaststellen, rechtzetten, en wat uit het verleden wordt overgenomen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from handhaving.dossier.basis import (
    Actor,
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    Hoofdstuk,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
    Waarde,
)
from handhaving.dossier.gemeen import dag_van, keur_volgorde
from handhaving.dossier.herbekijken import vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.deelname import keur_deelname
from handhaving.dossier.levensloop.uitstel import keur_uitstel
from handhaving.dossier.persoon import AGENTSCHAPPEN
from handhaving.dossier.recidive import na_de_val
from handhaving.dossier.refusals import (
    GeenAgentschap,
    InbreukReedsAfgesloten,
    InbreuktypeNietVanKracht,
    MinderjarigOpDatumFeit,
    PersoonNietVerplicht,
    PersoonOverleden,
    SleutelReedsGebruikt,
    ZelfdeFeitReedsVastgesteld,
)
from handhaving.dossier.sanctie.intrekking import BoetebesluitIngetrokken, trek_besluit_in
from handhaving.dossier.state import AFGESLOTEN, NA_BESLUIT, Fase, Inbreuk, volgende
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen
from handhaving.recht.bedragen import Cent
from handhaving.recht.identiteit import lees_insz

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Persoon
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Bevoegdheid = Literal["ABB", "OCMW", "VDAB", "VMSW"]
Feitsoort = Literal["ingebrekestelling", "inregelstelling", "besluit", "overmaking", "andere"]


FEIT_RECHTGEZET = "feitRechtgezet"
"""De code van wat volgt op een rechtgezet feit."""


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


class InbreukRechtgezet(Gebeurtenis):
    """Een inbreuk bleek niet te kloppen en is rechtgezet; ze blijft in het logboek staan."""

    geldig_veld = "rechtgezet_op"
    historiek = "Inbreuk {inbreuk} rechtgezet ({redenCode})."

    inbreuk: Sleutel
    rechtgezet_op: date
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class HistorischFeitOvergenomen(Gebeurtenis):
    """Een feit van vóór dit logboek. Het start geen termijn; een mens kiest wat ermee gebeurt."""

    geldig_veld = "datum"
    historiek = "Uit {bron} overgenomen: {soort} van {datum} bij {inbreuk}; iemand moet kiezen."

    inbreuk: Sleutel
    soort: Feitsoort
    datum: date
    bron: Code


class StelInbreukVast(Opdracht):
    """Stel een inbreuk vast. Wat nog niet geweten is, wordt vóór de overmaking gevraagd."""

    pad = "/v1/dossiers/{dossierId}/inbreuken"
    voorbeeld = {"type": "I01", "datumFeit": "2024-02-20", "feitenrelaas": "Fictief relaas."}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    verwijst = ()
    verleden = ("datum_feit", "vastgesteld_op")

    inbreuk: Sleutel | None = None
    type: Code
    datum_feit: date
    vastgesteld_op: date | None = None
    vaststeller: Actor | None = None
    vaststeller_onbekend: bool = False
    feitenrelaas: Annotated[str, Field(max_length=100_000)] | None = None
    stukken: tuple[Code, ...] = ()
    cursus: Code | None = None
    sanctioneringsbevoegdheid: Bevoegdheid = "ABB"


class ZetInbreukRecht(Opdracht):
    """Zet een inbreuk recht die niet klopte; een boete die stond, wordt ingetrokken."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/rechtzettingen"
    voorbeeld = {"inbreuk": "I1", "reden": "Fictieve reden."}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR, Rol.BESLISSER})

    inbreuk: Sleutel
    reden: Annotated[str, Field(max_length=10_000)]
    reden_code: Code = "andere"


class NeemHistorischFeitOver(Opdracht):
    """Neem een handeling van vóór dit logboek over, als feit zonder gevolg."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/historischeFeiten"
    voorbeeld = {"inbreuk": "I1", "soort": "inregelstelling", "datum": "2024-03-01", "bron": "KBI"}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    verleden = ("datum",)

    inbreuk: Sleutel
    soort: Feitsoort
    datum: date
    bron: Code


def geboren_op(persoon: Persoon) -> date | None:
    """De geboortedatum, zo nodig uit het INSZ; None als ze onbekend of niet leesbaar is."""
    if isinstance(persoon.geboortedatum, date):
        return persoon.geboortedatum
    return lees_insz(persoon.insz).geboortedatum if isinstance(persoon.insz, str) else None


def was_minderjarig(persoon: Persoon, op: date, recht: Recht) -> bool:
    """Of de persoon die dag de leeftijd van meerderjarigheid nog niet had."""
    geboren = geboren_op(persoon)
    if geboren is None:
        return persoon.hoedanigheid == "minderjarig"
    leeftijd = op.year - geboren.year - ((op.month, op.day) < (geboren.month, geboren.day))
    return leeftijd < recht.getal("minderjarig.leeftijd", op).waarde


def reden_niet_verplicht(persoon: Persoon, op: date, recht: Recht) -> str | None:
    """Waarom de persoon die dag niet verplicht was; None waar dat niet geweten of niet zo is."""
    if persoon.plicht_ontstaan_op is not None and op < persoon.plicht_ontstaan_op:
        return f"de plicht ontstond pas op {persoon.plicht_ontstaan_op.isoformat()}"
    if persoon.vrijgesteld_vanaf is not None and op >= persoon.vrijgesteld_vanaf:
        return f"vrijgesteld vanaf {persoon.vrijgesteld_vanaf.isoformat()}"
    if persoon.hoedanigheid == "rechthebbend":
        sanctioneerbaar = recht.tekst("rechthebbende.sanctioneerbaar", op).waarde
        return None if sanctioneerbaar == "ja" else "rechthebbend"
    return None


def keur_type(type_: str, feit: date, persoon: Persoon, recht: Recht) -> Iterator[Weigering]:
    """Het type moet op de dag van het feit bestaan, ook onder de regeling van de plicht."""
    plicht = persoon.plicht_ontstaan_op
    soort = recht.inbreuktype(type_, feit)
    if soort is None:
        yield InbreuktypeNietVanKracht(type=type_, datum_feit=feit, reden="niet in de lijst")
    elif recht.inbreuktype(type_, feit, plicht_ontstaan_op=plicht) is None:
        yield InbreuktypeNietVanKracht(
            type=type_,
            datum_feit=feit,
            reden="het oude stelsel geldt: de plicht ontstond vóór de hervorming",
            plicht_ontstaan_op=plicht,
            grondslag=(soort.grondslag,),
        )


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
            yield ZelfdeFeitReedsVastgesteld(
                type=ander.type, datum_feit=feit, inbreuk=ander.sleutel, agentschap=ander.agentschap
            )
    if reden := reden_niet_verplicht(dossier.persoon, feit, recht):
        yield PersoonNietVerplicht(datum_feit=feit, reden=reden)
    yield from keur_uitstel(dossier, opdracht.type, feit, recht)
    yield from keur_deelname(dossier, opdracht.type, feit, opdracht.cursus, recht)
    if was_minderjarig(dossier.persoon, feit, recht):
        yield MinderjarigOpDatumFeit(datum_feit=feit)
    if dossier.persoon.overleden_op is not None:
        yield PersoonOverleden(overleden_op=dossier.persoon.overleden_op)
    yield from keur_type(opdracht.type, feit, dossier.persoon, recht)


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


def _keur_zet_recht(
    opdracht: ZetInbreukRecht, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    if inbreuk.fase in AFGESLOTEN:
        yield InbreukReedsAfgesloten(inbreuk=inbreuk.sleutel, fase=inbreuk.fase)


def _zet_recht(
    opdracht: ZetInbreukRecht, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return zet_inbreuk_recht(
        dossier,
        dossier.inbreuken[opdracht.inbreuk],
        dag_van(opdracht, context),
        reden_code=opdracht.reden_code,
        reden=opdracht.reden,
    )


def zet_inbreuk_recht(
    dossier: Dossier, inbreuk: Inbreuk, dag: date, *, reden_code: str, reden: str | None = None
) -> tuple[Gebeurtenis, ...]:
    """De inbreuk is rechtgezet; stond er een boete, dan is ze ingetrokken."""
    feiten: list[Gebeurtenis] = [
        InbreukRechtgezet(
            inbreuk=inbreuk.sleutel, rechtgezet_op=dag, reden_code=reden_code, reden=reden
        )
    ]
    if inbreuk.fase in NA_BESLUIT and inbreuk.besluit is not None:
        feiten += trek_besluit_in(dossier, inbreuk.besluit, dag, "inbreukRechtgezet")
        feiten += vragen(dossier, na_de_val(dossier, inbreuk.besluit, dag))
    return tuple(feiten)


def _was_geen_inbreuk(feit: InbreukVastgesteld, dossier: Dossier) -> Iterator[Gebeurtenis]:
    """Een inbreuk die er geen was: ze is rechtgezet, en de boete die stond, is ingetrokken."""
    inbreuk = dossier.inbreuken[feit.inbreuk]
    if inbreuk.fase in AFGESLOTEN:
        raise InbreukReedsAfgesloten(inbreuk=inbreuk.sleutel, fase=inbreuk.fase)
    yield from zet_inbreuk_recht(dossier, inbreuk, feit.vastgesteld_op, reden_code=FEIT_RECHTGEZET)


def _keur_historisch(
    _opdracht: NeemHistorischFeitOver, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _historisch(
    opdracht: NeemHistorischFeitOver, _dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        HistorischFeitOvergenomen(
            inbreuk=opdracht.inbreuk, soort=opdracht.soort, datum=opdracht.datum, bron=opdracht.bron
        ),
    )


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


def _op_rechtgezet(dossier: Dossier, feit: InbreukRechtgezet, _envelop: Envelop) -> Dossier:
    return dossier.met_inbreuk(feit.inbreuk, fase=Fase.RECHTGEZET)


def _op_historisch(dossier: Dossier, feit: HistorischFeitOvergenomen, _envelop: Envelop) -> Dossier:
    return dossier.met_taak(f"historisch:{feit.soort}", feit.inbreuk, feit.datum)


HOOFDSTUK = Hoofdstuk(
    naam="inbreuk",
    handelingen=(
        Handeling(StelInbreukVast, _keur_stel_vast, _stel_vast),
        Handeling(ZetInbreukRecht, _keur_zet_recht, _zet_recht),
        Handeling(NeemHistorischFeitOver, _keur_historisch, _historisch),
    ),
    evoluties=(
        Evolutie(
            InbreukVastgesteld,
            _op_vastgesteld,
            Rechtzetbaar(StelInbreukVast, eigen=_was_geen_inbreuk),
        ),
        Evolutie(
            InbreukRechtgezet,
            _op_rechtgezet,
            Rechtzetbaar(
                ZetInbreukRecht,
                blijft=(BoetebesluitIngetrokken, VlabelOverdrachtTeruggeroepen),
            ),
        ),
        Evolutie(HistorischFeitOvergenomen, _op_historisch, Rechtzetbaar(NeemHistorischFeitOver)),
    ),
)
