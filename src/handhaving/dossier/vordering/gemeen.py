"""Wat handelingen op een vordering delen: is er nog iets te innen, en wie heeft het in handen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from handhaving.dossier.kopie import replace
from handhaving.dossier.refusals import FaseLaatDitNietToe, VorderingVerjaard, VorderingVoldaan
from handhaving.dossier.vordering.weigeringen import AfbetalingsplanLoopt, InvorderingIsOpgeschort
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.dossier.basis import Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import Overdracht, Vordering


def _positief(bedrag: Cent) -> Cent:
    if bedrag <= 0:
        soort = "bedrag"
        raise PydanticCustomError(soort, "een bedrag is groter dan nul")
    return bedrag


Bedrag = Annotated[Cent, AfterValidator(_positief)]


def lopende_overdracht(dossier: Dossier, vordering: str) -> Overdracht | None:
    """De overdracht waarmee de vordering nu bij of onderweg naar VLABEL is."""
    lopend = (o for o in dossier.overdrachten.values() if o.vordering == vordering and o.lopend)
    return next(lopend, None)


def keur_schuld(vordering: Vordering, opdracht: str, toegelaten: str) -> Iterator[Weigering]:
    """Er is nog iets te innen: niet voldaan, niet verjaard verklaard, het besluit staat nog."""
    if vordering.voldaan_op is not None:
        yield VorderingVoldaan(vordering=vordering.sleutel)
    if vordering.verjaard_op is not None:
        yield VorderingVerjaard(vordering=vordering.sleutel, datum=vordering.verjaard_op)
    if vordering.afgesloten or vordering.kwijtgescholden_op is not None:
        yield FaseLaatDitNietToe(
            betreft=vordering.sleutel,
            fase="afgesloten",
            opdracht=opdracht,
            toegelaten=[toegelaten],
        )


def keur_bij_abb(
    vordering: Vordering, dossier: Dossier, opdracht: str, toegelaten: str
) -> Iterator[Weigering]:
    """ABB int zelf: de vordering is niet bij VLABEL en niet oninbaar verklaard."""
    fase = "oninbaar" if vordering.oninbaar_op is not None else None
    if lopende_overdracht(dossier, vordering.sleutel) is not None:
        fase = "bij VLABEL"
    if fase is not None:
        yield FaseLaatDitNietToe(
            betreft=vordering.sleutel, fase=fase, opdracht=opdracht, toegelaten=[toegelaten]
        )


def keur_niet_opgeschort(vordering: Vordering, dag: date) -> Iterator[Weigering]:
    """Op die dag lag de invordering niet stil."""
    for van, tot, reden in vordering.opschortingen:
        if van <= dag and (tot is None or dag < tot):
            yield InvorderingIsOpgeschort(vordering=vordering.sleutel, vanaf=van, reden_code=reden)
            return


def keur_geen_plan(vordering: Vordering) -> Iterator[Weigering]:
    """Er loopt geen afbetalingsplan."""
    plan = vordering.lopend_plan
    if plan is not None:
        yield AfbetalingsplanLoopt(
            vordering=vordering.sleutel, laatste_dag=plan.aflossingen[-1].laatste_dag_burger
        )


def meld_aan_vlabel(dossier: Dossier, vordering: str, op: date) -> Dossier:
    """Verandert het saldo na de overdracht, dan moet iemand VLABEL het nieuwe saldo melden."""
    open_ = {t.soort for t in dossier.open_taken(vordering)}
    if lopende_overdracht(dossier, vordering) is None or "meldAanVlabel" in open_:
        return dossier
    return dossier.met_taak("meldAanVlabel", vordering, op)


def sluit_taken(dossier: Dossier, soort: str, betreft: str, uitkomst: str) -> Dossier:
    """Wat gebeurd is, hoeft niemand meer te doen: de open taken van deze soort zijn af."""
    taken = {
        sleutel: replace(taak, afgehandeld=uitkomst)
        if (taak.soort, taak.betreft, taak.afgehandeld) == (soort, betreft, None)
        else taak
        for sleutel, taak in dossier.taken.items()
    }
    return replace(dossier, taken=taken)


def sluit_teveel(dossier: Dossier, vordering: str, uitkomst: str) -> Dossier:
    """Moet er niets meer terug, dan is de taak om terug te betalen af."""
    if dossier.vorderingen[vordering].teveel > 0:
        return dossier
    return sluit_taken(dossier, "teveelBetaald", vordering, uitkomst)


def gevraagd(dossier: Dossier, soort: str, betreft: str, sinds: date) -> bool:
    """Of dit al aan een mens gevraagd is: nog open, of sinds die dag afgehandeld."""
    return any(
        t.afgehandeld is None or t.sinds >= sinds
        for t in dossier.taken.values()
        if (t.soort, t.betreft) == (soort, betreft)
    )
