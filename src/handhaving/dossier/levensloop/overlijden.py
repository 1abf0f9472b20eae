"""Overlijden: voor het besluit komt er geen boete, erna ligt de invordering stil en kiest een mens.

Een brief die vertrok voor het overlijden bekend was, blijft in het logboek staan.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import Evolutie, Gebeurtenis, Handeling, Opdracht, Rechtzetbaar
from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.inbreuk.plicht import geboren_op
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.adres import open_opschortingen
from handhaving.dossier.levensloop.uitstel import BEHANDELAARS
from handhaving.dossier.state import AFGESLOTEN, NA_BESLUIT, Fase
from handhaving.dossier.verzwegen import OverledenVoorGeboorte
from handhaving.dossier.vordering.gemeen import lopende_overdracht
from handhaving.dossier.vordering.opschorting import opschorting
from handhaving.dossier.vordering.saldo import zonder_intrest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Besluit, Dossier, Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

OVERLEDEN = "overleden"
STOP_EN_VRAAG = "stopEnVraag"


class OverlijdenGeregistreerd(Gebeurtenis):
    """De persoon is overleden. Wat nog niet beslist was, eindigt."""

    geldig_veld = "overleden_op"
    historiek = "Overleden op {overledenOp}."

    overleden_op: date


class RegistreerOverlijden(Opdracht):
    """Registreer het overlijden."""

    pad = "/v1/dossiers/{dossierId}/overlijdens"
    voorbeeld = {"overledenOp": "2024-03-05"}
    rollen = BEHANDELAARS
    verleden = ("overleden_op",)

    overleden_op: date


def _keur(
    opdracht: RegistreerOverlijden, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    geboren = geboren_op(dossier.persoon)
    if geboren is not None and opdracht.overleden_op < geboren:
        yield OverledenVoorGeboorte(
            veld="overledenOp", datum=opdracht.overleden_op, voorganger="geboortedatum"
        )


def _registreer(
    opdracht: RegistreerOverlijden, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    op = opdracht.overleden_op
    if dossier.persoon.overleden_op == op:
        return ()
    voor, na = recht.tekst("overlijden.voorBesluit", op), recht.tekst("overlijden.naBesluit", op)
    feiten: list[Gebeurtenis] = [
        OverlijdenGeregistreerd(overleden_op=op, grondslag=(voor.grondslag, na.grondslag))
    ]
    te_vragen: list[Vraag] = []
    for besluit in dossier.besluiten.values():
        vordering = dossier.vorderingen.get(besluit.vordering or "")
        open_ = vordering is not None and vordering.leeft
        zonder_grond = besluit.genomen_op >= op or vordering is None
        if not besluit.staat_nog or not (open_ or zonder_grond):
            continue
        if vordering is not None and open_ and (zonder_grond or na.waarde == STOP_EN_VRAAG):
            if OVERLEDEN not in open_opschortingen(vordering):
                feiten.append(opschorting(vordering.sleutel, op, OVERLEDEN, recht))
            te_vragen += _bij_vlabel(vordering, dossier, op)
        te_vragen.append(_vraag(besluit, vordering, op, zonder_grond=zonder_grond))
    return (*feiten, *vragen(dossier, te_vragen))


def _vraag(besluit: Besluit, vordering: Vordering | None, op: date, *, zonder_grond: bool) -> Vraag:
    """Een besluit van na het overlijden wordt ingetrokken; een boete van ervoor kan vervallen."""
    if zonder_grond or vordering is None:
        gegevens = {"besluit": besluit.sleutel, "redenCode": OVERLEDEN}
        return Vraag("overledenVoorBesluit", besluit.sleutel, op, "TrekBoetebesluitIn", gegevens)
    _, hoofdsom = zonder_intrest(vordering)
    gegevens = {
        "vordering": vordering.sleutel,
        "onderdeel": "hoofdsom",
        "bedrag": str(hoofdsom),
        "redenCode": OVERLEDEN,
    }
    return Vraag("overledenNaBesluit", vordering.sleutel, op, "ScheldKwijt", gegevens)


def _bij_vlabel(vordering: Vordering, dossier: Dossier, op: date) -> Iterator[Vraag]:
    overdracht = lopende_overdracht(dossier, vordering.sleutel)
    if overdracht is not None:
        gegevens = {"overdracht": overdracht.sleutel, "redenCode": OVERLEDEN}
        yield Vraag(OVERLEDEN, overdracht.sleutel, op, "RoepVlabelOverdrachtTerug", gegevens)


def _op_overleden(dossier: Dossier, feit: OverlijdenGeregistreerd, _envelop: Envelop) -> Dossier:
    persoon = replace(dossier.persoon, overleden_op=feit.overleden_op)
    inbreuken = {
        sleutel: inbreuk
        if inbreuk.fase in AFGESLOTEN | NA_BESLUIT
        else replace(inbreuk, fase=Fase.BEEINDIGD_OVERLIJDEN)
        for sleutel, inbreuk in dossier.inbreuken.items()
    }
    return replace(dossier, persoon=persoon, inbreuken=inbreuken)


HANDELINGEN = (Handeling(RegistreerOverlijden, _keur, _registreer),)
EVOLUTIES = (Evolutie(OverlijdenGeregistreerd, _op_overleden, Rechtzetbaar(RegistreerOverlijden)),)
