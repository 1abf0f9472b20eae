"""De brieven van de invordering: betaalverzoek, aanmaning, ingebrekestelling tot betaling."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    NieuweSleutel,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)
from handhaving.dossier.enig import keur_enig
from handhaving.dossier.gemeen import nieuw_stuk
from handhaving.dossier.refusals import (
    FaseLaatDitNietToe,
    SleutelReedsGebruikt,
    VervaldagNietVerstreken,
)
from handhaving.dossier.state import Stuk
from handhaving.dossier.vordering.gemeen import (
    keur_bij_abb,
    keur_geen_plan,
    keur_niet_opgeschort,
    keur_schuld,
)
from handhaving.dossier.vordering.saldo import is_vervallen
from handhaving.recht import Kanaal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Vordering
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


class BetaalverzoekVerzonden(Gebeurtenis):
    """Een verzoek tot betaling vertrok."""

    geldig_veld = "verzonden_op"
    historiek = "Betaalverzoek voor {vordering} verzonden op {verzondenOp} (stuk {stuk})."

    vordering: Sleutel
    stuk: Sleutel
    verzonden_op: date


class AanmaningVerzonden(Gebeurtenis):
    """Een aanmaning vertrok. Een gewone aanmaning stuit de verjaring niet."""

    geldig_veld = "verzonden_op"
    historiek = (
        "Aanmaning {nummer} voor {vordering} verzonden op {verzondenOp} ({kanaal}, stuk {stuk})."
    )

    vordering: Sleutel
    stuk: Sleutel
    nummer: int
    kanaal: Kanaal
    verzonden_op: date


class IngebrekestellingTotBetalingVerzonden(Gebeurtenis):
    """De ingebrekestelling tot betaling: vanaf deze dag loopt intrest (art. 5.240 BW)."""

    geldig_veld = "verzonden_op"
    historiek = (
        "Ingebrekestelling tot betaling voor {vordering} verzonden op {verzondenOp} ({kanaal}, "
        "stuk {stuk}); intrest loopt vanaf die dag."
    )

    vordering: Sleutel
    stuk: Sleutel
    kanaal: Kanaal
    verzonden_op: date


class _Brief(Opdracht):
    verleden = ("verzonden_op",)

    vordering: Sleutel
    verzonden_op: date
    stuk: NieuweSleutel | None = None


class VerzendBetaalverzoek(_Brief):
    """Verzend een verzoek tot betaling."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/betaalverzoeken"
    voorbeeld = {"vordering": "V1", "verzondenOp": "2024-08-10"}
    rollen = frozenset({Rol.BOEKHOUDER})


class VerzendAanmaning(_Brief):
    """Verzend een aanmaning, na de vervaldag."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/aanmaningen"
    voorbeeld = {"vordering": "V1", "kanaal": "gewoon", "verzondenOp": "2024-10-10"}
    rollen = frozenset({Rol.INVORDERING})

    kanaal: Kanaal


class StelInGebrekeTotBetaling(_Brief):
    """Stel de schuldenaar in gebreke tot betaling, na de vervaldag; vanaf dan loopt intrest."""

    pad = "/v1/dossiers/{dossierId}/vorderingen/{vordering}/ingebrekestellingen"
    voorbeeld = {"vordering": "V1", "kanaal": "aangetekend", "verzondenOp": "2024-10-10"}
    rollen = frozenset({Rol.INVORDERING})

    kanaal: Kanaal


def _keur_brief(opdracht: _Brief, dossier: Dossier) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    if opdracht.stuk in dossier.stukken:
        yield SleutelReedsGebruikt(sleutel=opdracht.stuk)
    naam = type(opdracht).__name__
    yield from keur_schuld(vordering, naam, "open vordering")
    yield from keur_bij_abb(vordering, dossier, naam, "open vordering")
    yield from keur_niet_opgeschort(vordering, opdracht.verzonden_op)
    yield from keur_enig(dossier, vordering.besluit)


def _keur_vervaldag(vordering: Vordering, verzonden_op: date) -> Iterator[Weigering]:
    if not is_vervallen(vordering, verzonden_op):
        termijn = vordering.betaaltermijn
        yield VervaldagNietVerstreken(
            vordering=vordering.sleutel,
            laatste_dag_burger="nietGestart" if termijn is None else termijn.laatste_dag_burger,
            grondslag=() if termijn is None else termijn.grondslag,
        )


def _keur_verzoek(
    opdracht: VerzendBetaalverzoek, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    yield from _keur_brief(opdracht, dossier)


def _verzoek(
    opdracht: VerzendBetaalverzoek, dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        BetaalverzoekVerzonden(
            vordering=opdracht.vordering,
            stuk=nieuw_stuk(dossier, opdracht.stuk),
            verzonden_op=opdracht.verzonden_op,
        ),
    )


def _keur_aanmaning(
    opdracht: VerzendAanmaning, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from _keur_brief(opdracht, dossier)
    yield from keur_geen_plan(vordering)
    yield from _keur_vervaldag(vordering, opdracht.verzonden_op)


def _aanmaning(
    opdracht: VerzendAanmaning, dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        AanmaningVerzonden(
            vordering=opdracht.vordering,
            stuk=nieuw_stuk(dossier, opdracht.stuk),
            nummer=len(dossier.vorderingen[opdracht.vordering].tellende_aanmaningen) + 1,
            kanaal=opdracht.kanaal,
            verzonden_op=opdracht.verzonden_op,
        ),
    )


def _keur_in_gebreke(
    opdracht: StelInGebrekeTotBetaling, dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    vordering = dossier.vorderingen[opdracht.vordering]
    yield from _keur_brief(opdracht, dossier)
    yield from keur_geen_plan(vordering)
    yield from _keur_vervaldag(vordering, opdracht.verzonden_op)
    if vordering.in_gebreke_sinds is not None:
        yield FaseLaatDitNietToe(
            betreft=vordering.sleutel,
            fase="inGebreke",
            opdracht="StelInGebrekeTotBetaling",
            toegelaten=["vervallen", "aangemaand"],
        )


def _in_gebreke(
    opdracht: StelInGebrekeTotBetaling, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        IngebrekestellingTotBetalingVerzonden(
            vordering=opdracht.vordering,
            stuk=nieuw_stuk(dossier, opdracht.stuk),
            kanaal=opdracht.kanaal,
            verzonden_op=opdracht.verzonden_op,
            grondslag=(recht.waarde("intrest.start", opdracht.verzonden_op).grondslag,),
        ),
    )


def _stuk(
    dossier: Dossier,
    soort: str,
    feit: BetaalverzoekVerzonden | AanmaningVerzonden | IngebrekestellingTotBetalingVerzonden,
    kanaal: str,
) -> Dossier:
    return dossier.met_stuk(Stuk(feit.stuk, soort, feit.vordering, kanaal, feit.verzonden_op))


def _op_verzoek(dossier: Dossier, feit: BetaalverzoekVerzonden, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    dossier = _stuk(dossier, "betaalverzoek", feit, Kanaal.GEWOON)
    verzoeken = (*vordering.betaalverzoeken, feit.verzonden_op)
    return dossier.met_vordering(feit.vordering, betaalverzoeken=verzoeken)


def _op_aanmaning(dossier: Dossier, feit: AanmaningVerzonden, _envelop: Envelop) -> Dossier:
    vordering = dossier.vorderingen.get(feit.vordering)
    if vordering is None:
        return dossier
    dossier = _stuk(dossier, "aanmaning", feit, feit.kanaal)
    aanmaningen = (*vordering.aanmaningen, feit.verzonden_op)
    return dossier.met_vordering(feit.vordering, aanmaningen=aanmaningen)


def _op_in_gebreke(
    dossier: Dossier, feit: IngebrekestellingTotBetalingVerzonden, _envelop: Envelop
) -> Dossier:
    dossier = _stuk(dossier, "ingebrekestellingTotBetaling", feit, feit.kanaal)
    return dossier.met_vordering(feit.vordering, in_gebreke_op=feit.verzonden_op)


HANDELINGEN = (
    Handeling(VerzendBetaalverzoek, _keur_verzoek, _verzoek),
    Handeling(VerzendAanmaning, _keur_aanmaning, _aanmaning),
    Handeling(StelInGebrekeTotBetaling, _keur_in_gebreke, _in_gebreke),
)
EVOLUTIES = (
    Evolutie(BetaalverzoekVerzonden, _op_verzoek, Rechtzetbaar(VerzendBetaalverzoek)),
    Evolutie(AanmaningVerzonden, _op_aanmaning, Rechtzetbaar(VerzendAanmaning)),
    Evolutie(
        IngebrekestellingTotBetalingVerzonden,
        _op_in_gebreke,
        Rechtzetbaar(StelInGebrekeTotBetaling),
    ),
)
