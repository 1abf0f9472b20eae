"""Every status of a claim can be reached, by commands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from handhaving.dossier.stand import stand
from tests.dossier.spel import Spel, doe, recht
from tests.dossier.test_geldinvariant import STATUSSEN
from tests.dossier.trap import tot
from tests.dossier.voorbeelden import na_vervaldag
from tests.dossier.voorbeelden_geld import betaald, met_gemiste_aflossing, met_plan, oninbaar
from tests.dossier.voorbeelden_geld import opgeschort as stilgelegd

if TYPE_CHECKING:
    from collections.abc import Callable


def _weg(spel: Spel) -> Spel:
    return spel.met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))


WEGEN: dict[str, Callable[[], Spel]] = {
    "open": lambda: tot("betekend"),
    "deelsBetaald": lambda: betaald("10.00", "2024-09-02", "betekend"),
    "vervallen": na_vervaldag,
    "aangemaand": lambda: tot("aangemaand"),
    "inGebreke": lambda: tot("inGebrekeTotBetaling"),
    "afbetalingsplan": met_plan,
    "planVerbroken": lambda: met_gemiste_aflossing().met(
        doe("StelPlanVerbroken", "2025-03-04", vordering="V1")
    ),
    "opgeschort": stilgelegd,
    "overdrachtVoorbereid": lambda: tot("overgedragen"),
    "bijVlabel": lambda: tot("bevestigd"),
    "betaald": betaald,
    "teveelBetaald": lambda: betaald("260.00"),
    "terugTeBetalen": lambda: _weg(betaald("10.00", "2024-09-02", "betekend")),
    "oninbaar": oninbaar,
    "verjaard": lambda: tot("definitief").met(
        doe("StelVerjaringVast", "2029-08-06", vordering="V1")
    ),
    "afgesloten": lambda: _weg(tot("betekend")),
}


def test_given_the_contract_then_every_status_has_a_way() -> None:
    assert set(WEGEN) == STATUSSEN


@pytest.mark.parametrize("status", sorted(WEGEN))
def test_given_the_way_to_a_status_then_it_is_reached_and_replay_agrees(status: str) -> None:
    spel = WEGEN[status]()
    beeld: Any = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    assert beeld["V1"]["status"] == status
    assert spel.opnieuw() == spel.dossier
