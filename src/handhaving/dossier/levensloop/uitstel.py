"""Uitstel en opschorting van het contract: vier soorten, elk met haar periode.

Een uitstel dat de dag van een feit dekt, neemt de grond onder de inbreuk weg; een mens zet ze
recht. Een uitstel tijdens de inregelstellingsperiode doet die stilstaan. Op de eerste dag na het
uitstel stelt het systeem vast dat ze weer loopt: vroeger zou de stand van vandaag vooruitlopen,
en wie naar een dag tijdens het uitstel vraagt, vindt de periode op die dag geschorst.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    NieuweSleutel,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)
from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.schorsing import gevolgen, volgende_schorsing
from handhaving.dossier.levensloop.weigeringen import (
    OnbekendUitstel,
    SchorsingOngewijzigd,
    UitstelDektDatum,
)
from handhaving.dossier.nummers import volgende
from handhaving.dossier.refusals import PeriodeOngeldig, SleutelReedsGebruikt
from handhaving.dossier.state import AFGESLOTEN, NA_BESLUIT, Fase, Uitstel
from handhaving.dossier.tekst import Tekst

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Uitstelsoort = Literal["aanmelding", "contract", "start", "opschortingContract"]
ALLE = "alle"
UITSTEL_DEKT = "uitstelDektDatum"
BEHANDELAARS = frozenset({Rol.DOSSIERBEHANDELAAR, Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER})
"""Wie registreert wat de persoon overkomt."""


class UitstelVerleend(Gebeurtenis):
    """Een uitstel of een opschorting van het contract is verleend, ook voor het verleden."""

    geldig_veld = "van"
    historiek = "Uitstel {uitstel} verleend ({soort}), van {van} tot en met {tot}."

    uitstel: Sleutel
    soort: Uitstelsoort
    van: date
    tot: date
    reden: Gevoelig | None = None
    attest: Gevoelig | None = None


class UitstelBeeindigd(Gebeurtenis):
    """Een uitstel eindigt vroeger dan voorzien."""

    geldig_veld = "tot"
    historiek = "Uitstel {uitstel} beëindigd: laatste dag {tot}."

    uitstel: Sleutel
    tot: date


class VerleenUitstel(Opdracht):
    """Verleen een uitstel. Reden en attest zijn gevoelig: daarvan staat ook geen code open."""

    pad = "/v1/dossiers/{dossierId}/uitstellen"
    voorbeeld = {
        "soort": "start",
        "van": "2024-03-11",
        "tot": "2024-03-25",
        "reden": "Fictieve reden.",
        "attest": "Fictief attest.",
    }
    rollen = BEHANDELAARS

    uitstel: NieuweSleutel | None = None
    soort: Uitstelsoort
    van: date
    tot: date
    reden: Tekst | None = None
    attest: Tekst | None = None


class BeeindigUitstel(Opdracht):
    """Beëindig een uitstel op een dag binnen zijn periode; zonder sleutel het laatste."""

    pad = "/v1/dossiers/{dossierId}/uitstelbeeindigingen"
    voorbeeld = {"uitstel": "U1", "tot": "2024-03-20"}
    rollen = BEHANDELAARS

    uitstel: Sleutel | None = None
    tot: date


class StelSchorsingVast(Opdracht):
    """Stel vast dat een uitstel de periode doet stilstaan of weer laat lopen (alleen systeem)."""

    rollen = frozenset({Rol.SYSTEEM})
    fasen = frozenset({Fase.IN_GEBREKE, Fase.OPGESCHORT})

    inbreuk: Sleutel


def dekkend_uitstel(
    uitstellen: Mapping[str, Uitstel], type_: str, feit: date, recht: Recht
) -> Uitstel | None:
    """Het uitstel dat op de dag van het feit gold en dit type inbreuk dekt."""
    for uitstel in uitstellen.values():
        if uitstel.dekt(feit):
            types = recht.woorden(f"uitstel.dekt.{uitstel.soort}", feit).waarde
            if ALLE in types or type_ in types:
                return uitstel
    return None


def keur_uitstel(dossier: Dossier, type_: str, feit: date, recht: Recht) -> Iterator[Weigering]:
    """Op de dag van het feit mag geen uitstel gelden dat dit type dekt."""
    uitstel = dekkend_uitstel(dossier.uitstellen, type_, feit, recht)
    if uitstel is not None:
        yield UitstelDektDatum(
            datum_feit=feit,
            uitstelsoort=uitstel.soort,
            van=uitstel.van,
            tot=uitstel.tot,
            uitstel=uitstel.sleutel,
            grondslag=(recht.woorden(f"uitstel.dekt.{uitstel.soort}", feit).grondslag,),
        )


def _keur_verleen(
    opdracht: VerleenUitstel, dossier: Dossier, recht: Recht, _context: Context
) -> Iterator[Weigering]:
    if opdracht.uitstel in dossier.uitstellen:
        yield SleutelReedsGebruikt(sleutel=opdracht.uitstel)
    if opdracht.tot < opdracht.van:
        yield PeriodeOngeldig(van=opdracht.van, tot=opdracht.tot, reden="ze eindigt voor ze begint")
    recht.kalender.eis(opdracht.van)
    recht.kalender.eis(opdracht.tot)


def _verleen(
    opdracht: VerleenUitstel, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    uitstel = Uitstel(
        sleutel=opdracht.uitstel or volgende("U", dossier.uitstellen, dossier.vertrokken),
        soort=opdracht.soort,
        van=opdracht.van,
        tot=opdracht.tot,
    )
    if opdracht.uitstel is None and any(
        u.telt and (u.soort, u.van, u.tot) == (uitstel.soort, uitstel.van, uitstel.tot)
        for u in dossier.uitstellen.values()
    ):
        return ()
    uitstellen = {**dossier.uitstellen, uitstel.sleutel: uitstel}
    feiten: list[Gebeurtenis] = [
        UitstelVerleend(
            uitstel=uitstel.sleutel,
            soort=opdracht.soort,
            van=opdracht.van,
            tot=opdracht.tot,
            reden=opdracht.reden,
            attest=opdracht.attest,
        )
    ]
    te_vragen: list[Vraag] = []
    for inbreuk in dossier.inbreuken.values():
        schorsing = list(gevolgen(inbreuk, uitstellen.values(), context.vandaag, recht))
        feiten += schorsing
        te_vragen += _vragen(inbreuk, uitstel, recht, geschorst=bool(schorsing))
    return (*feiten, *vragen(dossier, te_vragen))


def _vragen(
    inbreuk: Inbreuk,
    uitstel: Uitstel,
    recht: Recht,
    *,
    geschorst: bool,
) -> Iterator[Vraag]:
    """Wat een mens moet herbekijken: de inbreuk zelf, of wat op de verstreken periode volgde."""
    if inbreuk.fase in AFGESLOTEN:
        return
    nieuw = {uitstel.sleutel: uitstel}
    if dekkend_uitstel(nieuw, inbreuk.type, inbreuk.datum_feit, recht) is not None:
        yield Vraag(
            UITSTEL_DEKT,
            inbreuk.sleutel,
            uitstel.van,
            "ZetInbreukRecht",
            {"inbreuk": inbreuk.sleutel, "redenCode": UITSTEL_DEKT},
        )
        return
    termijn = inbreuk.inregelstelling
    if termijn is None or volgende_schorsing(termijn, [uitstel]) is None:
        return
    te_laat = inbreuk.te_laat_ingeregeld_op
    if geschorst and te_laat is not None:
        yield Vraag(
            "ingeregeldTijdensUitstel",
            inbreuk.sleutel,
            uitstel.van,
            "RegistreerInregelstelling",
            {"inbreuk": inbreuk.sleutel, "ingeregeldOp": te_laat.isoformat()},
        )
    elif (opdracht := _terug(inbreuk)) is not None:
        gegevens = {"inbreuk": inbreuk.sleutel}
        if inbreuk.fase in NA_BESLUIT:
            gegevens = {"besluit": inbreuk.besluit or ""}
        yield Vraag(
            "uitstelTijdensInregelstelling", inbreuk.sleutel, uitstel.van, opdracht, gegevens
        )


def _terug(inbreuk: Inbreuk) -> str | None:
    """Wat voor de hand ligt als een periode ten onrechte verstreek en er al meer gebeurd is."""
    if inbreuk.fase is Fase.OVERGEMAAKT:
        return "StuurTerugNaarAgentschap"
    if inbreuk.fase in {Fase.VERWEER, Fase.VOORGESTELD}:
        return "BeslisGeenGevolg"
    return "TrekBoetebesluitIn" if inbreuk.fase in NA_BESLUIT and inbreuk.besluit else None


def _bedoeld(opdracht: BeeindigUitstel, dossier: Dossier) -> Uitstel | None:
    tellend = {sleutel: u for sleutel, u in dossier.uitstellen.items() if u.telt}
    if opdracht.uitstel is not None:
        return tellend.get(opdracht.uitstel)
    return next(reversed(list(tellend.values())), None)


def _keur_beeindig(
    opdracht: BeeindigUitstel, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    uitstel = _bedoeld(opdracht, dossier)
    if uitstel is None:
        yield OnbekendUitstel(uitstel=opdracht.uitstel or "")
    elif opdracht.tot < uitstel.van:
        yield PeriodeOngeldig(van=uitstel.van, tot=opdracht.tot, reden="ze eindigt voor ze begint")
    elif opdracht.tot > uitstel.tot:
        yield PeriodeOngeldig(
            van=uitstel.van, tot=opdracht.tot, reden=f"het uitstel eindigt al op {uitstel.tot}"
        )


def _beeindig(
    opdracht: BeeindigUitstel, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    uitstel = _bedoeld(opdracht, dossier)
    assert uitstel is not None  # noqa: S101 - gekeurd
    if opdracht.tot == uitstel.tot:
        return ()
    uitstellen = {**dossier.uitstellen, uitstel.sleutel: replace(uitstel, tot=opdracht.tot)}
    feiten: list[Gebeurtenis] = [UitstelBeeindigd(uitstel=uitstel.sleutel, tot=opdracht.tot)]
    for inbreuk in dossier.inbreuken.values():
        feiten += gevolgen(inbreuk, uitstellen.values(), context.vandaag, recht)
    return tuple(feiten)


def _keur_schorsing(
    opdracht: StelSchorsingVast, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    if not _vandaag(opdracht, dossier, recht, context):
        yield SchorsingOngewijzigd(inbreuk=opdracht.inbreuk)


def _vandaag(
    opdracht: StelSchorsingVast, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    inbreuk = dossier.inbreuken[opdracht.inbreuk]
    return tuple(gevolgen(inbreuk, dossier.uitstellen.values(), context.vandaag, recht))


def _op_verleend(dossier: Dossier, feit: UitstelVerleend, _envelop: Envelop) -> Dossier:
    uitstel = Uitstel(feit.uitstel, feit.soort, feit.van, feit.tot)
    return replace(dossier, uitstellen={**dossier.uitstellen, feit.uitstel: uitstel})


def _op_beeindigd(dossier: Dossier, feit: UitstelBeeindigd, _envelop: Envelop) -> Dossier:
    oud = dossier.uitstellen.get(feit.uitstel)
    if oud is None:
        return dossier
    nieuw = replace(oud, tot=feit.tot)
    return replace(dossier, uitstellen={**dossier.uitstellen, feit.uitstel: nieuw})


HANDELINGEN = (
    Handeling(VerleenUitstel, _keur_verleen, _verleen),
    Handeling(BeeindigUitstel, _keur_beeindig, _beeindig),
    Handeling(StelSchorsingVast, _keur_schorsing, _vandaag),
)
EVOLUTIES = (
    Evolutie(UitstelVerleend, _op_verleend, Rechtzetbaar(VerleenUitstel, rekent=True)),
    Evolutie(UitstelBeeindigd, _op_beeindigd, Rechtzetbaar(BeeindigUitstel, rekent=True)),
)
