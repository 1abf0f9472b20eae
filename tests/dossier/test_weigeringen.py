"""Every refusal rests on something: a message, a place in the order, a ground in the law."""

from __future__ import annotations

from datetime import date

import pytest

from handhaving.cli.catalogus import weigeringen as alle
from handhaving.dossier import refusals
from handhaving.dossier.basis import Weigering
from handhaving.dossier.correctie import weigeringen
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.vorm import lees_opdracht
from handhaving.recht import Recht

WEIGERINGEN = [
    klasse
    for klasse in (*vars(refusals).values(), *vars(weigeringen).values())
    if isinstance(klasse, type) and issubclass(klasse, Weigering) and klasse is not Weigering
]


@pytest.mark.parametrize("klasse", WEIGERINGEN, ids=lambda k: k.__name__)
def test_given_a_refusal_then_its_docstring_is_one_dutch_sentence(klasse: type[Weigering]) -> None:
    boodschap = klasse().boodschap
    assert boodschap.endswith(".")
    assert "\n" not in boodschap


def test_given_the_law_then_every_refusal_has_a_ground() -> None:
    recht = Recht.laad()
    assert {k.__name__ for k in alle() if not recht.grondslag_van(k().code)} == set()


@pytest.mark.parametrize("klasse", WEIGERINGEN, ids=lambda k: k.__name__)
def test_given_a_refusal_that_met_no_law_then_it_still_says_its_ground(
    klasse: type[Weigering],
) -> None:
    grond = Recht.laad().grondslag_van(klasse().code)
    assert klasse().grondslag == grond != ()
    eigen = Recht.laad().boetevork("I01", feit=date(2024, 3, 1), besluit=date(2024, 3, 1))
    assert eigen is not None
    assert klasse(grondslag=eigen.grondslag).grondslag == eigen.grondslag


@pytest.mark.parametrize(
    ("naam", "gegevens"),
    [("BestaatNiet", {}), ("OpenDossier", {}), ("KoppelInsz", {"insz": "65061721008X"})],
)
def test_given_data_that_cannot_be_read_when_refused_then_the_refusal_says_its_ground(
    naam: str, gegevens: dict[str, object]
) -> None:
    with pytest.raises(Weigering) as fout:
        lees_opdracht(naam, gegevens)
    assert [g.regel for g in fout.value.grondslag] == [f"weigering.{fout.value.code}"]
    assert "65061721008X" not in f"{fout.value.boodschap}{fout.value.feiten}"


def test_given_the_law_then_it_grounds_no_refusal_that_does_not_exist() -> None:
    assert set(Recht.laad().weigeringen) <= {klasse.__name__ for klasse in WEIGERINGEN}


def test_given_a_way_out_then_it_is_a_command() -> None:
    assert {naam for klasse in WEIGERINGEN for naam in klasse.uitweg} <= set(OPDRACHTEN)
