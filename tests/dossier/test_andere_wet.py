"""Where the law chooses otherwise, the decider follows: no choice of the law stands in code."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.decider import beslis
from handhaving.dossier.levensloop.regime import keur_regime
from handhaving.dossier.sanctie.weigeringen import BedragWijktAfVanTabel
from handhaving.dossier.vorm import lees_opdracht
from handhaving.recht import Cent
from handhaving.recht.inbreuktypes import Boetetabel
from handhaving.recht.lezen import Geldigheid
from tests.dossier.spel import Spel, dag, doe, recht
from tests.dossier.trap import BESLUIT_OP, FEIT, MOTIEVEN, tot

if TYPE_CHECKING:
    from handhaving.recht import Recht


def wet(naam: str, waarde: str | tuple[str, ...]) -> Recht:
    """The law, with another value of one parameter."""
    echt = recht()
    parameter = echt.parameters.op_naam[naam]
    waarden = tuple(replace(w, waarde=waarde) for w in parameter.waarden)
    op_naam = {**echt.parameters.op_naam, naam: replace(parameter, waarden=waarden)}
    return replace(echt, parameters=replace(echt.parameters, op_naam=op_naam))


def soorten(spel: Spel, recht_: Recht, naam: str, **gegevens: object) -> list[str]:
    stap = doe(naam, **gegevens)
    feiten = beslis(lees_opdracht(naam, gegevens), spel.dossier, recht_, spel.context(stap))
    return [type(f).__name__ for f in feiten]


@pytest.mark.parametrize(("slechts_getoond_vanaf", "goed"), [(0, True), (1, False)])
def test_given_a_table_then_whether_it_binds_is_what_the_law_says_on_the_day_of_the_decision(
    slechts_getoond_vanaf: int,
    goed: bool,  # noqa: FBT001
) -> None:
    echt = recht()
    werking = echt.parameters.op_naam["boete.tabel"]
    (bindt,) = werking.waarden
    vanaf = dag(BESLUIT_OP) + timedelta(days=slechts_getoond_vanaf)
    eerst = replace(bindt, tot_en_met=vanaf - timedelta(days=1))
    dan = replace(bindt, waarde="richtinggevend", van=vanaf)
    op_naam = {**echt.parameters.op_naam, "boete.tabel": replace(werking, waarden=(eerst, dan))}
    geldig = Geldigheid(bindt.van, None, bindt.grondslag, bindt.bron, bindt.nagekeken_op, None)
    met_tabel = replace(
        echt,
        parameters=replace(echt.parameters, op_naam=op_naam),
        boetetabellen=(Boetetabel(geldig, {"I01": (Cent(30000),)}),),
    )
    wat = {"inbreuk": "I1", "bedrag": "250.00", **MOTIEVEN}
    spel = tot("voorgesteld").op(BESLUIT_OP)
    if goed:
        assert soorten(spel, met_tabel, "NeemBoetebesluit", **wat) == ["BoetebesluitGenomen"]
        return
    with pytest.raises(BedragWijktAfVanTabel):
        soorten(spel, met_tabel, "NeemBoetebesluit", **wat)


def test_given_a_law_that_lets_it_go_on_when_moved_then_nobody_is_asked_and_abb_decides() -> None:
    voort = wet("verhuis.brussel", "voortzetten")
    verhuis = {"regime": "brussel", "vanaf": "2024-05-15"}
    assert soorten(tot("verweer"), voort, "VerhuisNaarRegime", **verhuis) == ["RegimeGewijzigd"]
    dossier = tot("verweer").met(doe("VerhuisNaarRegime", **verhuis)).dossier
    assert list(keur_regime(dossier, dossier.inbreuken["I1"], voort)) == []
    assert len(list(keur_regime(dossier, dossier.inbreuken["I1"], recht()))) == 1


def test_given_a_law_in_which_recovery_goes_on_then_a_settlement_only_asks() -> None:
    loopt = wet("schuldenregeling.invordering", "looptDoor")
    gegevens = {"toelaatbaarOp": "2024-08-09"}
    assert soorten(tot("betekend"), loopt, "RegistreerCollectieveSchuldenregeling", **gegevens) == [
        "CollectieveSchuldenregelingToelaatbaar",
        "HerbekijkenGevraagd",
        "HerbekijkenGevraagd",
    ]


def test_given_a_law_in_which_a_fine_outlives_its_debtor_then_a_person_is_only_asked() -> None:
    door = wet("overlijden.naBesluit", "invorderen")
    assert soorten(tot("betekend"), door, "RegistreerOverlijden", overledenOp="2024-08-08") == [
        "OverlijdenGeregistreerd",
        "HerbekijkenGevraagd",
    ]


@pytest.mark.parametrize(
    ("types", "gedekt"), [(("I01",), True), (("I02", "I06"), False), (("alle",), True)]
)
def test_given_a_law_that_names_the_types_then_a_deferment_covers_only_those(
    types: tuple[str, ...],
    gedekt: bool,  # noqa: FBT001
) -> None:
    gevonden = soorten(
        tot("vastgesteld"),
        wet("uitstel.dekt.start", types),
        "VerleenUitstel",
        soort="start",
        van=FEIT,
        tot=FEIT,
    )
    assert gevonden == ["UitstelVerleend", *(["HerbekijkenGevraagd"] if gedekt else [])]
