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
from tests.dossier.spel import doe
from tests.dossier.trap import tot

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


@pytest.mark.parametrize(
    ("naam", "velden", "zin"),
    [
        (
            "RegistreerAmbtshalveAfvoering",
            {"op": "2028-02-29"},
            "Het veld `op` ligt in de toekomst (2028-02-29); vandaag is het 2024-02-28.",
        ),
        (
            "VerleenUitstel",
            {"soort": "start", "van": "2026-11-28", "tot": "2020-01-31"},
            "De periode van 2026-11-28 tot en met 2020-01-31 kan niet: ze eindigt voor ze begint.",
        ),
        (
            "StelInbreukVast",
            {"type": "I01", "datumFeit": "2024-02-28", "vastgesteldOp": "2024-02-27"},
            "Het veld `vastgesteldOp` (2024-02-27) kan niet vóór `datumFeit` (2024-02-28) liggen.",
        ),
    ],
)
def test_given_a_day_that_cannot_be_then_a_sentence_about_the_field(
    naam: str, velden: dict[str, object], zin: str
) -> None:
    weigering = tot("open").stap(doe(naam, "2024-02-28", **velden)).weigering
    assert weigering is not None
    assert weigering.boodschap == zin
