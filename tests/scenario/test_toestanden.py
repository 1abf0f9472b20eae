"""Every state is reached by some scenario, the rows of the law are walked, the drawing is new."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from handhaving.cli.app import voer_uit
from handhaving.dossier.state import Fase
from handhaving.dossier.vordering.saldo import STATUSSEN
from handhaving.scenario.toestanden import BEGIN, KLOK, Machines, als_markdown, machines
from tests.huis.huisregels import HUIS
from tests.scenario.test_scenarios import BESTANDEN, MAP, RECHT

if TYPE_CHECKING:
    from pathlib import Path

JURIDISCH = [
    ("vastgesteld", "inGebreke", "IngebrekestellingVerzonden"),
    ("inGebreke", "adresonderzoek", "StukOnbestelbaar"),
    ("adresonderzoek", "inGebreke", "IngebrekestellingVerzonden"),
    ("inGebreke", "inRegel", "InbreukIngeregeld"),
    ("inGebreke", "opgeschort", "TermijnGeschorst"),
    ("opgeschort", "inGebreke", "TermijnHervat"),
    ("inGebreke", "termijnVerstreken", "InregelstellingsperiodeVerstreken"),
    ("inGebreke", "andereOverheid", "InregelstellingsperiodeVerstreken"),
    ("termijnVerstreken", "overgemaakt", "OvergemaaktAanABB"),
    ("overgemaakt", "vastgesteld", "TeruggestuurdNaarAgentschap"),
    ("overgemaakt", "inRegel", "InbreukIngeregeld"),
    ("overgemaakt", "verweer", "UitgenodigdTotVerweer"),
    ("verweer", "geenGevolg", "GeenGevolgBeslist"),
    ("verweer", "voorgesteld", "BoeteVoorgesteld"),
    ("voorgesteld", "beslist", "BoetebesluitGenomen"),
    ("beslist", "betekend", "BoetebesluitBetekend"),
    ("betekend", "inBeroep", "BeroepIngesteld"),
    ("inBeroep", "definitief", "UitspraakGeregistreerd"),
    ("inBeroep", "vernietigd", "UitspraakGeregistreerd"),
    ("vernietigd", "beslist", "BoetebesluitGenomen"),
    ("betekend", "definitief", "BoetebesluitDefinitief"),
    ("betekend", "ingetrokken", "BoetebesluitIngetrokken"),
    *[
        (fase, einde, waardoor)
        for fase in ("vastgesteld", "inGebreke", "termijnVerstreken", "overgemaakt", "verweer")
        for einde, waardoor in (
            ("rechtgezet", "InbreukRechtgezet"),
            ("beeindigdOverlijden", "OverlijdenGeregistreerd"),
        )
    ],
]
"""The rows of the legal machine."""

GELD = [
    (BEGIN, "open", "VorderingGeboekt"),
    ("open", "deelsBetaald", "BetalingGeboekt"),
    ("open", "vervallen", KLOK),
    ("vervallen", "betaald", "VorderingVoldaan"),
    ("vervallen", "teveelBetaald", "BetalingGeboekt"),
    ("vervallen", "aangemaand", "AanmaningVerzonden"),
    ("aangemaand", "inGebreke", "IngebrekestellingTotBetalingVerzonden"),
    ("inGebreke", "afbetalingsplan", "AfbetalingsplanToegekend"),
    ("afbetalingsplan", "planVerbroken", "AfbetalingsplanVerbroken"),
    ("inGebreke", "overdrachtVoorbereid", "VlabelOverdrachtVoorbereid"),
    ("planVerbroken", "overdrachtVoorbereid", "VlabelOverdrachtVoorbereid"),
    ("overdrachtVoorbereid", "bijVlabel", "VlabelOverdrachtBevestigd"),
    ("bijVlabel", "inGebreke", "VlabelOverdrachtTeruggeroepen"),
    ("inGebreke", "opgeschort", "InvorderingOpgeschort"),
    ("opgeschort", "inGebreke", "InvorderingHervat"),
    ("aangemaand", "verjaard", "VorderingVerjaard"),
    ("vervallen", "oninbaar", "OninbaarVerklaard"),
    ("oninbaar", "vervallen", "VorderingHeropend"),
    ("betaald", "terugTeBetalen", "BoetebesluitIngetrokken"),
    ("betaald", "inGebreke", "BetalingGestorneerd"),
]
"""The rows of the money machine."""


@pytest.fixture(scope="module")
def gezien() -> Machines:
    return machines(BESTANDEN, RECHT)


def test_given_the_scenarios_then_every_phase_and_every_status_is_reached(
    gezien: Machines,
) -> None:
    assert gezien.juridisch.toestanden() == {fase.value for fase in Fase}
    assert gezien.geld.toestanden() == set(STATUSSEN)
    assert (len(Fase), len(STATUSSEN)) == (19, 16)


@pytest.mark.parametrize(("van", "naar", "waardoor"), JURIDISCH)
def test_given_a_row_of_the_legal_machine_then_a_scenario_walks_it(
    gezien: Machines, van: str, naar: str, waardoor: str
) -> None:
    assert waardoor in gezien.juridisch.overgangen[van, naar]


@pytest.mark.parametrize(("van", "naar", "waardoor"), GELD)
def test_given_a_row_of_the_money_machine_then_a_scenario_walks_it(
    gezien: Machines, van: str, naar: str, waardoor: str
) -> None:
    assert waardoor in gezien.geld.overgangen[van, naar]


def test_given_what_must_never_be_then_no_scenario_walks_it(gezien: Machines) -> None:
    assert not [p for p in gezien.juridisch.overgangen if p[0] in {"rechtgezet", "geenGevolg"}]
    assert ("inRegel", "overgemaakt") not in gezien.juridisch.overgangen
    assert not [p for p in gezien.geld.overgangen if p[1] == "open" and p[0] == "bijVlabel"]


def test_given_the_drawing_then_it_is_current(gezien: Machines) -> None:
    staat_er = (HUIS / "docs" / "toestanden.md").read_text(encoding="utf-8")
    assert staat_er == als_markdown(gezien), (
        "voer uit: handhaving catalogus --diagram tests/scenarios > docs/toestanden.md"
    )


def test_given_one_scenario_when_drawn_then_only_what_it_walks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bron = MAP / "01_inregelstelling_2026-03-05.yaml"
    (tmp_path / bron.name).write_text(bron.read_text(encoding="utf-8"), encoding="utf-8")
    assert voer_uit(["catalogus", "--diagram", str(tmp_path), "--json"]) == 0
    uit = json.loads(capsys.readouterr().out)
    assert {"van": BEGIN, "naar": "vastgesteld", "door": ["InbreukVastgesteld"]} in uit["inbreuk"]
    assert uit["vordering"] == []
    assert voer_uit(["catalogus", "--diagram", str(tmp_path)]) == 0
    assert "stateDiagram-v2" in capsys.readouterr().out
    assert voer_uit(["catalogus", "--diagram", str(tmp_path / "weg")]) == 2
