"""What is still due, to the cent, and what a claim is called on a border."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from handhaving.dossier.stand import stand
from handhaving.dossier.vordering.saldo import saldo
from handhaving.recht import Cent
from tests.dossier.spel import Spel, doe, recht
from tests.dossier.trap import na, tot
from tests.dossier.voorbeelden_geld import betaald

if TYPE_CHECKING:
    from collections.abc import Callable


def status(spel: Spel) -> object:
    beeld: Any = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
    return beeld["V1"]["status"]


def weg(spel: Spel) -> Spel:
    return spel.met(doe("ZetInbreukRecht", inbreuk="I1", reden="Fictief."))


def zonder_ingebrekestelling() -> Spel:
    """A plan that broke while nobody was ever in default of payment."""
    spel = tot("definitief").met(
        doe(
            "KenAfbetalingsplanToe",
            "2024-11-18",
            vordering="V1",
            aantal=2,
            eersteVervaldag="2024-12-02",
        )
    )
    return spel.met(doe("StelPlanVerbroken", na(spel, "afbetaling-1", "V1"), vordering="V1"))


def test_given_a_cost_paid_in_part_then_the_rest_of_it_is_due() -> None:
    spel = tot("definitief").met(
        doe("RekenKostAan", "2024-11-04", vordering="V1", bedrag="15.00", reden="Fictief."),
        doe(
            "BoekBetaling",
            "2024-11-05",
            vordering="V1",
            bedrag="10.00",
            valutadatum="2024-11-05",
            bankreferentie="C-1",
        ),
    )
    open_ = saldo(spel.dossier.vorderingen["V1"], spel.vandaag, recht())
    assert (open_.kosten, open_.intrest, open_.hoofdsom) == (Cent(500), Cent(0), Cent(25000))
    assert open_.totaal == Cent(25500)


@pytest.mark.parametrize(
    ("maak", "verwacht"),
    [
        (lambda: betaald("0.01", "2024-09-02", "betekend"), "deelsBetaald"),
        (lambda: betaald("249.99", "2024-09-02", "betekend"), "deelsBetaald"),
        (lambda: betaald("250.00", "2024-09-02", "betekend"), "betaald"),
        (lambda: betaald("250.01", "2024-09-02", "betekend"), "teveelBetaald"),
        (lambda: weg(betaald("0.01", "2024-09-02", "betekend")), "terugTeBetalen"),
        (zonder_ingebrekestelling, "planVerbroken"),
        (
            lambda: zonder_ingebrekestelling().met(
                doe(
                    "StelInGebrekeTotBetaling",
                    "2024-12-16",
                    vordering="V1",
                    kanaal="aangetekend",
                    verzondenOp="2024-12-16",
                )
            ),
            "inGebreke",
        ),
    ],
)
def test_given_a_claim_on_a_border_then_one_cent_or_letter_decides(
    maak: Callable[[], Spel], verwacht: str
) -> None:
    assert status(maak()) == verwacht
