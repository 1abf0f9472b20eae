"""Waar de persoon woont: ambtshalve afgevoerd, en een nieuw adres.

Zonder bruikbaar adres vertrekt geen ingebrekestelling. De invordering vraagt alleen of ze moet
stilliggen: de verjaring loopt intussen door, dus dat kiest een mens.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import Evolutie, Gebeurtenis, Handeling, Opdracht, Rechtzetbaar
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.uitstel import BEHANDELAARS
from handhaving.dossier.persoon import AdresVeld, OpgegevenAdres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

ADRES_ONBEKEND = "adresOnbekend"


class AmbtshalveAfgevoerd(Gebeurtenis):
    """De persoon is ambtshalve afgevoerd: er is geen adres meer."""

    geldig_veld = "op"
    historiek = "Ambtshalve afgevoerd op {op}."

    op: date


class AdresGewijzigd(Gebeurtenis):
    """Er is een (nieuw) adres waar een brief kan aankomen."""

    geldig_veld = "vanaf"
    historiek = "Adres gewijzigd vanaf {vanaf}."

    vanaf: date
    adres: AdresVeld | None = None


class RegistreerAmbtshalveAfvoering(Opdracht):
    """Registreer dat de persoon ambtshalve is afgevoerd."""

    pad = "/v1/dossiers/{dossierId}/ambtshalveAfvoeringen"
    voorbeeld = {"op": "2024-02-28"}
    rollen = BEHANDELAARS
    verleden = ("op",)

    op: date


class RegistreerNieuwAdres(Opdracht):
    """Registreer een nieuw adres, of bevestig het oude na onderzoek."""

    pad = "/v1/dossiers/{dossierId}/adressen"
    voorbeeld = {
        "adres": {
            "straat": "Voorbeeldstraat",
            "huisnummer": "18",
            "postcode": "9999",
            "gemeente": "Fictiegem",
            "land": "BE",
        },
        "vanaf": "2024-02-28",
    }
    rollen = BEHANDELAARS
    verleden = ("vanaf",)

    adres: OpgegevenAdres
    vanaf: date | None = None


def vraag_opschorten(vordering: Vordering, op: date) -> Vraag:
    """Een brief over deze vordering komt niet aan: moet de invordering stilliggen, is de vraag."""
    return Vraag(
        ADRES_ONBEKEND,
        vordering.sleutel,
        op,
        "SchortInvorderingOp",
        {"vordering": vordering.sleutel, "redenCode": ADRES_ONBEKEND, "vanaf": op.isoformat()},
    )


def _geen_weigering(
    _opdracht: Opdracht, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _voer_af(
    opdracht: RegistreerAmbtshalveAfvoering, dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    if dossier.persoon.afgevoerd_op == opdracht.op:
        return ()
    lijst = [
        vraag_opschorten(v, opdracht.op)
        for v in dossier.vorderingen.values()
        if v.leeft and ADRES_ONBEKEND not in open_opschortingen(v)
    ]
    return (AmbtshalveAfgevoerd(op=opdracht.op), *vragen(dossier, lijst))


def open_opschortingen(vordering: Vordering) -> set[str]:
    """Waarom de invordering nu stilligt."""
    return {code for _, tot, code in vordering.opschortingen if tot is None}


def _nieuw_adres(
    opdracht: RegistreerNieuwAdres, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    persoon = dossier.persoon
    vanaf = opdracht.vanaf or dag_van(opdracht, context)
    if persoon.adres == opdracht.adres and not persoon.adres_onbruikbaar:
        return ()
    lijst = [
        Vraag(
            "nieuwAdres",
            v.sleutel,
            vanaf,
            "HervatInvordering",
            {"vordering": v.sleutel, "vanaf": vanaf.isoformat(), "redenCode": ADRES_ONBEKEND},
        )
        for v in dossier.vorderingen.values()
        if v.leeft and ADRES_ONBEKEND in open_opschortingen(v)
    ]
    return (AdresGewijzigd(vanaf=vanaf, adres=opdracht.adres), *vragen(dossier, lijst))


def _op_afgevoerd(dossier: Dossier, feit: AmbtshalveAfgevoerd, _envelop: Envelop) -> Dossier:
    persoon = replace(dossier.persoon, afgevoerd_op=feit.op, adres_onbruikbaar=True)
    return replace(dossier, persoon=persoon)


def _op_adres(dossier: Dossier, feit: AdresGewijzigd, _envelop: Envelop) -> Dossier:
    persoon = replace(dossier.persoon, adres=feit.adres, afgevoerd_op=None, adres_onbruikbaar=False)
    return replace(dossier, persoon=persoon)


HANDELINGEN = (
    Handeling(RegistreerAmbtshalveAfvoering, _geen_weigering, _voer_af),
    Handeling(RegistreerNieuwAdres, _geen_weigering, _nieuw_adres),
)
EVOLUTIES = (
    Evolutie(AmbtshalveAfgevoerd, _op_afgevoerd, Rechtzetbaar(RegistreerAmbtshalveAfvoering)),
    Evolutie(AdresGewijzigd, _op_adres, Rechtzetbaar(RegistreerNieuwAdres)),
)
