"""No command without its tests: each refusal that its code can give is met somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.decider import HOOFDSTUKKEN
from tests.dossier.spel import Spel, doe
from tests.dossier.trap import FEIT, tot
from tests.dossier.voorbeelden import VOORBEELDEN
from tests.dossier.voorbeelden_geld import met_plan, opgeschort
from tests.uitgelokt import ontbreekt, paren

if TYPE_CHECKING:
    from collections.abc import Callable


def test_given_what_the_tests_provoked_when_judged_then_each_refusal_that_is_missing_is_named() -> (
    None
):
    """The judging itself happens at the end of a whole run (tests/uitgelokt.py)."""
    alle = paren()
    een = ("ScheldKwijt", "VorderingVerjaard")
    assert een in alle
    assert ontbreekt(alle) == []
    assert ontbreekt(alle - {een}) == ["ScheldKwijt: VorderingVerjaard"]
    assert len(ontbreekt(set())) == len(alle)


def test_given_a_command_then_it_has_an_example_and_says_what_a_second_time_does() -> None:
    """What comes of the example, and of asking it twice, is judged in test_elke_opdracht."""
    opdrachten = {h.opdracht.__name__ for deel in HOOFDSTUKKEN for h in deel.handelingen}
    assert opdrachten == set(VOORBEELDEN)


def verjaard() -> Spel:
    """A claim of which somebody stated that it is prescribed."""
    return (
        tot("inGebrekeTotBetaling").op("2029-08-06").met(doe("StelVerjaringVast", vordering="V1"))
    )


def tussentijds() -> Spel:
    """An infringement about attendance of which only a figure halfway is known."""
    spel = tot("termijnVerstreken").inbreuk(type="I09", cursus="MO-1")
    return spel.met(
        doe("RegistreerDeelname", cursus="MO-1", peildatum=FEIT, gevolgd=52, voorzien=100)
    )


def gepland() -> Spel:
    """A claim that is paid in instalments."""
    return met_plan()


GOEDKEURING: dict[str, object] = {"vordering": "V1", "motivering": "Fictief."}
UITGELOKT: list[tuple[Callable[[], Spel], str, dict[str, object], str]] = [
    (
        verjaard,
        "ScheldKwijt",
        {"vordering": "V1", "onderdeel": "hoofdsom", "bedrag": "1.00", "reden": "Fictief."},
        "VorderingVerjaard",
    ),
    (
        verjaard,
        "KenAfbetalingsplanToe",
        {"vordering": "V1", "aantal": 2, "eersteVervaldag": "2029-09-03"},
        "VorderingVerjaard",
    ),
    (tussentijds, "MaakOverAanABB", {"inbreuk": "I1"}, "DeelnameNietDefinitief"),
    (gepland, "KeurDringendeOverdrachtGoed", GOEDKEURING, "AfbetalingsplanLoopt"),
    (opgeschort, "KeurDringendeOverdrachtGoed", GOEDKEURING, "InvorderingIsOpgeschort"),
]


@pytest.mark.parametrize(("waar", "naam", "gegevens", "code"), UITGELOKT)
def test_given_a_claim_that_cannot_when_asked_then_refused(
    waar: Callable[[], Spel], naam: str, gegevens: dict[str, object], code: str
) -> None:
    uitkomst = waar().wanneer(naam, **gegevens)
    assert uitkomst.weigering is not None
    assert uitkomst.weigering.code == code
