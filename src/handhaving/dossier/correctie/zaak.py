"""De herstelde zaak: inbreuk, besluit, termijn, stuk en uitstel."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from handhaving.dossier.basis import Actor, Code, Evolutie, Gebeurtenis, Sleutel, Waarde
from handhaving.dossier.correctie.feiten import HERSTEL, Hersteld
from handhaving.dossier.gemeen import TermijnGestart, Termijnsoort, lopend, met_termijn
from handhaving.dossier.kopie import replace
from handhaving.dossier.state import Beroep, Fase, Voorstel
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop


class HersteldVoorstel(Waarde):
    """Een boetevoorstel dat weer geldt."""

    bedrag: Cent
    recidivestap: int
    door: Actor


class InbreukHersteld(Hersteld):
    """Een inbreuk staat weer zoals zonder het rechtgezette feit."""

    historiek = "Inbreuk {inbreuk} hersteld als zonder het rechtgezette feit: {hersteld}."

    inbreuk: Sleutel
    fase: Fase | None = None
    ingeregeld_op: date | None = None
    te_laat_ingeregeld_op: date | None = None
    overgemaakt_op: date | None = None
    uitnodigen_voor: date | None = None
    overgemaakt_door: UUID | None = None
    verweer_ontvangen_op: date | None = None
    voorstel: HersteldVoorstel | None = None
    besluit: Sleutel | None = None


class HersteldBeroep(Waarde):
    """Een beroep zoals het er weer voorstaat."""

    ingesteld_op: date
    te_laat: bool
    uitspraak: Code | None = None
    uitspraak_op: date | None = None


class BesluitHersteld(Hersteld):
    """Een besluit staat weer zoals zonder het rechtgezette feit."""

    historiek = "Besluit {besluit} hersteld als zonder het rechtgezette feit: {hersteld}."

    besluit: Sleutel
    staat: Literal["genomen", "betekend", "definitief", "vernietigd", "ingetrokken"] | None = None
    rechtsmiddelen_vermeld: bool | None = None
    betekend_op: date | None = None
    beroep: HersteldBeroep | None = None
    definitief_op: date | None = None
    bedrag: Cent | None = None


class TermijnHersteld(TermijnGestart):
    """Een termijn loopt, of liep af, zoals zonder het rechtgezette feit."""

    geldig_veld = "op"
    historiek = (
        "De termijn {soort} van {betreft} is hersteld ({staat}): laatste dag {laatsteDagBurger} "
        "(strenge lezing {laatsteDagOverheid})."
    )

    soort: Termijnsoort
    betreft: Sleutel
    op: date
    staat: Literal["loopt", "verstreken"]


class StukVervallen(Gebeurtenis):
    """Een stuk is er nooit geweest: de brief vertrok niet, of kwam niet binnen."""

    geldig_veld = "op"
    historiek = "Stuk {stuk} telt niet: het is nooit verzonden of ontvangen."

    stuk: Sleutel
    op: date


class StukHersteld(Hersteld):
    """Wat van een stuk bekend is, staat weer zoals zonder het rechtgezette feit."""

    historiek = "Stuk {stuk} hersteld als zonder het rechtgezette feit: {hersteld}."

    stuk: Sleutel
    ontvangen_op: date | None = None
    onbestelbaar_op: date | None = None


class UitstelVervallen(Gebeurtenis):
    """Een uitstel is nooit verleend."""

    geldig_veld = "op"
    historiek = "Uitstel {uitstel} telt niet: het is nooit verleend."

    uitstel: Sleutel
    op: date


class UitstelHersteld(Gebeurtenis):
    """Een uitstel loopt weer tot zijn vroegere laatste dag."""

    geldig_veld = "op"
    historiek = "Uitstel {uitstel} hersteld: laatste dag {tot}."

    uitstel: Sleutel
    op: date
    tot: date


def _op_inbreuk(dossier: Dossier, feit: InbreukHersteld, _envelop: Envelop) -> Dossier:
    waarden = feit.waarden()
    if feit.voorstel is not None:
        deel = feit.voorstel
        waarden["voorstel"] = Voorstel(deel.bedrag, deel.recidivestap, deel.door)
    return dossier.met_inbreuk(feit.inbreuk, **waarden)


def _op_besluit(dossier: Dossier, feit: BesluitHersteld, _envelop: Envelop) -> Dossier:
    waarden = feit.waarden()
    if feit.beroep is not None:
        waarden["beroep"] = Beroep(**dict(feit.beroep))
    return dossier.met_besluit(feit.besluit, **waarden)


def _op_termijn(dossier: Dossier, feit: TermijnHersteld, envelop: Envelop) -> Dossier:
    termijn = replace(lopend(feit.soort, feit.betreft, feit, envelop), staat=feit.staat)
    dossier = met_termijn(dossier, feit.soort, feit.betreft, termijn)
    if feit.soort == "inregelstelling":
        return dossier.met_inbreuk(feit.betreft, schorsing=None)
    return dossier


def _op_stuk_vervallen(dossier: Dossier, feit: StukVervallen, _envelop: Envelop) -> Dossier:
    stuk = dossier.stukken.get(feit.stuk)
    return dossier if stuk is None else dossier.met_stuk(replace(stuk, vervallen_op=feit.op))


def _op_stuk(dossier: Dossier, feit: StukHersteld, _envelop: Envelop) -> Dossier:
    stuk = dossier.stukken.get(feit.stuk)
    if stuk is None:
        return dossier
    return dossier.met_stuk(replace(stuk, **feit.waarden()))  # type: ignore[arg-type]


def _op_uitstel_vervallen(dossier: Dossier, feit: UitstelVervallen, _envelop: Envelop) -> Dossier:
    oud = dossier.uitstellen.get(feit.uitstel)
    if oud is None:
        return dossier
    nieuw = replace(oud, vervallen_op=feit.op)
    return replace(dossier, uitstellen={**dossier.uitstellen, feit.uitstel: nieuw})


def _op_uitstel(dossier: Dossier, feit: UitstelHersteld, _envelop: Envelop) -> Dossier:
    oud = dossier.uitstellen.get(feit.uitstel)
    if oud is None:
        return dossier
    nieuw = replace(oud, tot=feit.tot)
    return replace(dossier, uitstellen={**dossier.uitstellen, feit.uitstel: nieuw})


EVOLUTIES = (
    Evolutie(InbreukHersteld, _op_inbreuk, HERSTEL),
    Evolutie(BesluitHersteld, _op_besluit, HERSTEL),
    Evolutie(TermijnHersteld, _op_termijn, HERSTEL),
    Evolutie(StukVervallen, _op_stuk_vervallen, HERSTEL),
    Evolutie(StukHersteld, _op_stuk, HERSTEL),
    Evolutie(UitstelVervallen, _op_uitstel_vervallen, HERSTEL),
    Evolutie(UitstelHersteld, _op_uitstel, HERSTEL),
)
