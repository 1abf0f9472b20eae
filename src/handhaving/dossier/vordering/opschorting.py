"""De invordering opschorten en hervatten. Dit schorst de verjaring niet: dat is een eigen daad."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    RedenCode,
    Rol,
    Sleutel,
)
from handhaving.dossier.redencodes import ANDERE, met_toelichting
from handhaving.dossier.refusals import FaseLaatDitNietToe, PeriodeOngeldig
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.vordering.gemeen import keur_niet_opgeschort, keur_schuld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

SCHULDENREGELING = "collectieveSchuldenregeling"


class InvorderingOpgeschort(Gebeurtenis):
    """De invordering ligt stil: er vertrekt geen aanmaning en niets gaat naar VLABEL."""

    geldig_veld = "vanaf"
    historiek = "Invordering van {vordering} opgeschort vanaf {vanaf} ({redenCode})."

    vordering: Sleutel
    vanaf: date
    reden_code: Code = "andere"
    intrest_stopt: bool = False
    """Of er intussen ook geen intrest loopt."""
    reden: Gevoelig | None = None


class InvorderingHervat(Gebeurtenis):
    """De invordering gaat verder; zonder `reden_code` om welke reden ze ook stillag."""

    geldig_veld = "vanaf"
    historiek = "Invordering van {vordering} hervat vanaf {vanaf}."

    vordering: Sleutel
    vanaf: date
    reden_code: Code | None = None


class SchortInvorderingOp(Opdracht):
    """Schort de invordering op, met reden."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/opschortingen"
    voorbeeld = {
        "vordering": "V1",
        "reden": "Fictieve reden.",
        "redenCode": "bewind",
        "vanaf": "2024-10-09",
    }
    rollen = frozenset({Rol.INVORDERING})
    verleden = ("vanaf",)

    vordering: Sleutel
    reden: Tekst
    reden_code: RedenCode | None = None
    vanaf: date


class HervatInvordering(Opdracht):
    """Hervat de invordering; met een `redenCode` alleen wat daarom stillag."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/hervattingen"
    voorbeeld = {"vordering": "V1", "vanaf": "2025-02-04"}
    rollen = frozenset({Rol.INVORDERING})
    verleden = ("vanaf",)

    vordering: Sleutel
    vanaf: date
    reden_code: RedenCode | None = None


def lopend_wegens(vordering: Vordering, reden_code: str) -> date | None:
    """Sinds wanneer de invordering om deze reden stilligt, of None."""
    sinds = (van for van, tot, code in vordering.opschortingen if (tot, code) == (None, reden_code))
    return next(sinds, None)


def opschorting(
    vordering: str, vanaf: date, reden_code: str, recht: Recht, reden: str | None = None
) -> InvorderingOpgeschort:
    """De opschorting om deze reden; of de intrest mee stopt, zegt het recht van die dag."""
    naam = "schuldenregeling" if reden_code == SCHULDENREGELING else "opschorting"
    waarde = recht.tekst(f"{naam}.intrest", vanaf)
    return InvorderingOpgeschort(
        vordering=vordering,
        vanaf=vanaf,
        reden_code=reden_code,
        intrest_stopt=waarde.waarde == "stopt",
        reden=reden,
        grondslag=(waarde.grondslag,),
    )


def _keur_schort_op(
    opdracht: SchortInvorderingOp, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from keur_schuld(vordering, "SchortInvorderingOp", "open vordering")
    yield from keur_niet_opgeschort(vordering, context.vandaag)


def _schort_op(
    opdracht: SchortInvorderingOp, _dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    gronden = recht.woorden("opschorting.gronden", opdracht.vanaf).waarde
    code = opdracht.reden_code or (opdracht.reden if opdracht.reden in gronden else ANDERE)
    code, reden = met_toelichting(code, opdracht.reden, gronden)
    return (opschorting(opdracht.vordering, opdracht.vanaf, code, recht, reden),)


def _keur_hervat(
    opdracht: HervatInvordering, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    lopend = [
        van
        for van, tot, code in vordering.opschortingen
        if tot is None and opdracht.reden_code in {None, code}
    ]
    if not lopend:
        yield FaseLaatDitNietToe(
            betreft=vordering.sleutel,
            fase="niet opgeschort",
            opdracht="HervatInvordering",
            toegelaten=["opgeschort"],
        )
    elif opdracht.vanaf < max(lopend):
        yield PeriodeOngeldig(
            van=max(lopend), tot=opdracht.vanaf, reden="hervat voor ze opgeschort was"
        )


def _hervat(
    opdracht: HervatInvordering, _dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        InvorderingHervat(
            vordering=opdracht.vordering, vanaf=opdracht.vanaf, reden_code=opdracht.reden_code
        ),
    )


def _op_opgeschort(dossier: Dossier, feit: InvorderingOpgeschort, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    periode = (feit.vanaf, None, feit.reden_code)
    stil = ((feit.vanaf, None, feit.reden_code),) if feit.intrest_stopt else ()
    return dossier.met_vordering(
        feit.vordering,
        opschortingen=(*vordering.opschortingen, periode),
        intreststilstand=(*vordering.intreststilstand, *stil),
    )


Periode = tuple[date, date | None, str]


def _op_hervat(dossier: Dossier, feit: InvorderingHervat, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier

    def sluit(perioden: tuple[Periode, ...]) -> tuple[Periode, ...]:
        return tuple(
            (van, max(van, feit.vanaf), code)
            if tot is None and feit.reden_code in {None, code}
            else (van, tot, code)
            for van, tot, code in perioden
        )

    return dossier.met_vordering(
        feit.vordering,
        opschortingen=sluit(vordering.opschortingen),
        intreststilstand=sluit(vordering.intreststilstand),
    )


HANDELINGEN = (
    Handeling(SchortInvorderingOp, _keur_schort_op, _schort_op),
    Handeling(HervatInvordering, _keur_hervat, _hervat),
)
EVOLUTIES = (
    Evolutie(InvorderingOpgeschort, _op_opgeschort, Rechtzetbaar(SchortInvorderingOp)),
    Evolutie(InvorderingHervat, _op_hervat, Rechtzetbaar(HervatInvordering)),
)
