"""Het verloop van een overdracht: verzonden, bevestigd of geweigerd door VLABEL, teruggeroepen."""

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
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.refusals import BeroepHangende, FaseLaatDitNietToe
from handhaving.dossier.tekst import Tekst
from handhaving.dossier.vordering.gemeen import keur_niet_opgeschort, keur_schuld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Overdracht
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class VlabelOverdrachtVerzonden(Gebeurtenis):
    """Het bestand met de overdracht vertrok."""

    geldig_veld = "verzonden_op"
    historiek = "Overdracht {overdracht} aan VLABEL verzonden (bestand {bestand})."

    overdracht: Sleutel
    verzonden_op: date
    bestand: Code


class VlabelOverdrachtBevestigd(Gebeurtenis):
    """VLABEL bevestigde de overdracht."""

    geldig_veld = "bevestigd_op"
    historiek = "VLABEL bevestigde overdracht {overdracht} (referentie {referentie})."

    overdracht: Sleutel
    bevestigd_op: date
    referentie: Code


class VlabelOverdrachtGeweigerd(Gebeurtenis):
    """VLABEL weigerde de overdracht; de vordering is terug bij ABB."""

    geldig_veld = "geweigerd_op"
    historiek = "VLABEL weigerde overdracht {overdracht} (code {code})."

    overdracht: Sleutel
    geweigerd_op: date
    code: Code
    reden: Gevoelig | None = None


class VlabelOverdrachtTeruggeroepen(Gebeurtenis):
    """De overdracht is teruggeroepen."""

    geldig_veld = "teruggeroepen_op"
    historiek = "Overdracht {overdracht} teruggeroepen van VLABEL ({redenCode})."

    overdracht: Sleutel
    teruggeroepen_op: date
    reden_code: Code
    reden: Gevoelig | None = None


class MarkeerVlabelOverdrachtVerzonden(Opdracht):
    """Markeer dat het bestand met de overdracht vertrok."""

    pad = "/v1/dossiers/{dossierId}/vlabelOverdrachten/{overdracht}/verzendingen"
    voorbeeld = {"overdracht": "O1", "bestand": "VLABEL-2025-1.xml"}
    rollen = frozenset({Rol.INVORDERING})

    overdracht: Sleutel
    bestand: Code


class BevestigVlabelOverdracht(Opdracht):
    """Registreer de bevestiging van VLABEL."""

    pad = "/v1/dossiers/{dossierId}/vlabelOverdrachten/{overdracht}/bevestigingen"
    voorbeeld = {"overdracht": "O1", "referentie": "VL-1"}
    rollen = frozenset({Rol.INVORDERING})

    overdracht: Sleutel
    referentie: Code


class WeigerVlabelOverdracht(Opdracht):
    """Registreer de weigering van VLABEL, met hun code."""

    pad = "/v1/dossiers/{dossierId}/vlabelOverdrachten/{overdracht}/weigeringen"
    voorbeeld = {"overdracht": "O1", "code": "E17", "reden": "Fictieve reden."}
    rollen = frozenset({Rol.INVORDERING})

    overdracht: Sleutel
    code: Code
    reden: Tekst | None = None


class RoepVlabelOverdrachtTerug(Opdracht):
    """Roep een overdracht terug die bij of onderweg naar VLABEL is, met reden."""

    pad = "/v1/dossiers/{dossierId}/vlabelOverdrachten/{overdracht}/terugroepingen"
    voorbeeld = {"overdracht": "O1", "reden": "Fictieve reden.", "redenCode": "vergissing"}
    rollen = frozenset({Rol.INVORDERING})

    overdracht: Sleutel
    reden: Tekst
    reden_code: RedenCode = "andere"


def _keur_verzend(
    opdracht: MarkeerVlabelOverdrachtVerzonden, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    overdracht = dossier.overdrachten[opdracht.overdracht]
    vordering = dossier.vorderingen[overdracht.vordering]
    # Wie intussen betaalde of kwijtgescholden is, komt niet meer bij VLABEL terecht.
    yield from keur_schuld(vordering, type(opdracht).__name__, "inGebreke")
    yield from keur_niet_opgeschort(vordering, dag_van(opdracht, context))
    besluit = dossier.besluiten[vordering.besluit]
    if besluit.beroep is not None and besluit.beroep.hangende:
        yield BeroepHangende(besluit=besluit.sleutel, ingesteld_op=besluit.beroep.ingesteld_op)
    yield from _keur_staat(opdracht, overdracht, {"voorbereid"})


def _keur_antwoord(
    opdracht: BevestigVlabelOverdracht | WeigerVlabelOverdracht,
    dossier: Dossier,
    _recht: Recht,
    _context: Context,
) -> Iterator[Weigering]:
    overdracht = dossier.overdrachten[opdracht.overdracht]
    yield from _keur_staat(opdracht, overdracht, {"voorbereid", "verzonden"})


def _keur_staat(opdracht: Opdracht, overdracht: Overdracht, kan: set[str]) -> Iterator[Weigering]:
    if overdracht.staat not in kan:
        yield FaseLaatDitNietToe(
            betreft=overdracht.sleutel,
            fase=overdracht.staat,
            opdracht=type(opdracht).__name__,
            toegelaten=sorted(kan),
        )


def _verzonden(
    opdracht: MarkeerVlabelOverdrachtVerzonden, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        VlabelOverdrachtVerzonden(
            overdracht=opdracht.overdracht,
            verzonden_op=dag_van(opdracht, context),
            bestand=opdracht.bestand,
        ),
    )


def _bevestigd(
    opdracht: BevestigVlabelOverdracht, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        VlabelOverdrachtBevestigd(
            overdracht=opdracht.overdracht,
            bevestigd_op=dag_van(opdracht, context),
            referentie=opdracht.referentie,
        ),
    )


def _geweigerd(
    opdracht: WeigerVlabelOverdracht, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        VlabelOverdrachtGeweigerd(
            overdracht=opdracht.overdracht,
            geweigerd_op=dag_van(opdracht, context),
            code=opdracht.code,
            reden=opdracht.reden,
        ),
    )


def _keur_roep_terug(
    opdracht: RoepVlabelOverdrachtTerug, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    overdracht = dossier.overdrachten[opdracht.overdracht]
    if not overdracht.lopend:
        yield FaseLaatDitNietToe(
            betreft=overdracht.sleutel,
            fase=overdracht.staat,
            opdracht="RoepVlabelOverdrachtTerug",
            toegelaten=["bevestigd", "verzonden", "voorbereid"],
        )


def _roep_terug(
    opdracht: RoepVlabelOverdrachtTerug, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        VlabelOverdrachtTeruggeroepen(
            overdracht=opdracht.overdracht,
            teruggeroepen_op=dag_van(opdracht, context),
            reden_code=opdracht.reden_code,
            reden=opdracht.reden,
        ),
    )


def _op_verzonden(dossier: Dossier, feit: VlabelOverdrachtVerzonden, _envelop: Envelop) -> Dossier:
    return dossier.met_overdracht(feit.overdracht, "verzonden", feit.verzonden_op)


def _op_bevestigd(dossier: Dossier, feit: VlabelOverdrachtBevestigd, _envelop: Envelop) -> Dossier:
    return dossier.met_overdracht(
        feit.overdracht, "bevestigd", feit.bevestigd_op, referentie=feit.referentie
    )


def _op_geweigerd(dossier: Dossier, feit: VlabelOverdrachtGeweigerd, _envelop: Envelop) -> Dossier:
    dossier = dossier.met_overdracht(feit.overdracht, "geweigerd", feit.geweigerd_op)
    return dossier.met_taak("vlabelWeigerde", feit.overdracht, feit.geweigerd_op)


def _op_teruggeroepen(
    dossier: Dossier, feit: VlabelOverdrachtTeruggeroepen, _envelop: Envelop
) -> Dossier:
    return dossier.met_overdracht(feit.overdracht, "teruggeroepen", feit.teruggeroepen_op)


HANDELINGEN = (
    Handeling(MarkeerVlabelOverdrachtVerzonden, _keur_verzend, _verzonden),
    Handeling(BevestigVlabelOverdracht, _keur_antwoord, _bevestigd),
    Handeling(WeigerVlabelOverdracht, _keur_antwoord, _geweigerd),
    Handeling(RoepVlabelOverdrachtTerug, _keur_roep_terug, _roep_terug),
)
EVOLUTIES = (
    Evolutie(
        VlabelOverdrachtVerzonden, _op_verzonden, Rechtzetbaar(MarkeerVlabelOverdrachtVerzonden)
    ),
    Evolutie(VlabelOverdrachtBevestigd, _op_bevestigd, Rechtzetbaar(BevestigVlabelOverdracht)),
    Evolutie(VlabelOverdrachtGeweigerd, _op_geweigerd, Rechtzetbaar(WeigerVlabelOverdracht)),
    Evolutie(
        VlabelOverdrachtTeruggeroepen, _op_teruggeroepen, Rechtzetbaar(RoepVlabelOverdrachtTerug)
    ),
)
