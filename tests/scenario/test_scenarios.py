"""Every scenario file plays, and the player can tell when one does not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pytest

from handhaving.recht import Recht
from handhaving.scenario import OngeldigScenario, lees, speel, speel_bestand
from handhaving.scenario.vorm import Scenario

MAP = Path(__file__).parents[1] / "scenarios"
BESTANDEN = sorted(MAP.glob("*.yaml"))
RECHT = Recht.laad()
Stap: TypeAlias = dict[str, object]

OPEN: Stap = {
    "op": "2026-01-06",
    "opdracht": "OpenDossier",
    "gegevens": {
        "agentschap": "Atlas",
        "hoedanigheid": "verplicht",
        "plichtOntstaanOp": "2022-06-01",
        "regime": "vlaanderen",
    },
}
STEL_VAST: Stap = {
    "opdracht": "StelInbreukVast",
    "gegevens": {"inbreuk": "I1", "type": "I01", "datumFeit": "2026-01-05"},
}


def verhaal(*stappen: Stap) -> Scenario:
    return Scenario.model_validate({"naam": "toets", "stappen": list(stappen)})


@pytest.mark.parametrize("pad", BESTANDEN, ids=lambda p: p.stem)
def test_given_a_scenario_when_played_then_every_step_is_as_expected(pad: Path) -> None:
    verslag = speel_bestand(pad, RECHT)
    fouten = [f"stap {s.nummer} {s.stap}: {f}" for s in verslag.stappen for f in s.fouten]
    assert fouten == []


def test_given_the_house_then_there_are_at_least_fifteen_scenarios() -> None:
    assert len(BESTANDEN) >= 15


@pytest.mark.parametrize(
    ("stap", "woord"),
    [
        ({**STEL_VAST, "verwacht": {"geweigerd": "PersoonOverleden"}}, "PersoonOverleden"),
        ({**STEL_VAST, "verwacht": {"gebeurtenissen": []}}, "InbreukVastgesteld"),
        ({**STEL_VAST, "verwacht": {"bevat": ["BoeteVoorgesteld"]}}, "minstens"),
        ({"opdracht": "MaakOverAanABB", "gegevens": {"inbreuk": "I7"}}, "OnbekendeInbreuk"),
        (
            {
                "opdracht": "MaakOverAanABB",
                "gegevens": {"inbreuk": "I7"},
                "verwacht": {"geweigerd": "OnbekendeInbreuk", "ookGeweigerd": ["TaakOpen"]},
            },
            "ook geweigerd",
        ),
        ({"controleer": {"inbreuken": {"I1": {"fase": "beslist"}}}}, "niet gevonden"),
        ({"controleer": {"agentschappen": ["Atlas", "AgII"]}}, "agentschappen"),
        ({"controleer": {"regime": True}}, 'regime: verwacht true, gevonden "vlaanderen"'),
        ({"controleer": {"agentschappen": ["AgII"]}}, 'verwacht "AgII", gevonden "Atlas"'),
        (
            {**STEL_VAST, "verwacht": {"gebeurtenissen": ["A"]}},
            'verwacht ["A"], gevonden ["InbreukVastgesteld"]',
        ),
        ({"controleer": {"regime": {"naam": "vlaanderen"}}}, "verwacht velden"),
    ],
)
def test_given_an_expectation_that_fails_then_the_report_shows_expected_and_found(
    stap: Stap, woord: str
) -> None:
    verslag = speel(verhaal(OPEN, stap), RECHT)
    assert not verslag.geslaagd
    assert woord in " ".join(verslag.stappen[1].fouten)


def test_given_an_empty_mapping_then_something_found_is_a_failure() -> None:
    verslag = speel(verhaal(OPEN, STEL_VAST, {"controleer": {"inbreuken": {}}}), RECHT)
    assert not verslag.geslaagd


def test_given_the_same_opdracht_id_then_the_second_time_nothing_happens() -> None:
    een: Stap = {**STEL_VAST, "opdrachtId": "een"}
    verslag = speel(verhaal(OPEN, een, {**een, "verwacht": {"gebeurtenissen": []}}), RECHT)
    assert verslag.geslaagd


def test_given_two_dossiers_then_the_person_of_the_first_cannot_be_opened_again() -> None:
    eerste: Stap = {**OPEN, "gegevens": {"insz": "85.07.30-033.28", "agentschap": "Atlas"}}
    tweede: Stap = {**eerste, "dossier": "D2", "verwacht": {"geweigerd": "DossierBestaatAl"}}
    assert speel(verhaal(eerste, tweede), RECHT).geslaagd


def test_given_a_command_that_does_not_exist_then_the_step_fails_with_its_refusal() -> None:
    verslag = speel(verhaal(OPEN, {"opdracht": "VerklaarVergeten"}), RECHT)
    assert verslag.stappen[1].geweigerd == "OnbekendeOpdracht"


def test_given_a_clock_that_runs_back_then_the_scenario_is_invalid() -> None:
    with pytest.raises(OngeldigScenario, match="stap 2: de klok loopt terug"):
        speel(verhaal(OPEN, {**STEL_VAST, "op": "2026-01-05"}), RECHT)


def test_given_a_check_at_an_instant_without_zone_then_the_scenario_is_invalid() -> None:
    controle: Stap = {"controleer": {"op": datetime(2026, 1, 6, 10)}}  # noqa: DTZ001 - dat is de fout
    with pytest.raises(OngeldigScenario, match="stap 2, op: een tijdstip vraagt een tijdzone"):
        speel(verhaal(OPEN, controle), RECHT)


@pytest.mark.parametrize("naam", ["D²", "D" + "9" * 5000, "D7", ""])
def test_given_any_name_of_a_dossier_then_it_is_played(naam: str) -> None:
    assert speel(verhaal({**OPEN, "dossier": naam}), RECHT).geslaagd


def test_given_no_first_moment_then_the_scenario_is_invalid() -> None:
    with pytest.raises(OngeldigScenario, match="wanneer"):
        speel(verhaal(STEL_VAST), RECHT)


def test_given_a_check_on_a_dossier_that_was_not_opened_then_the_scenario_is_invalid() -> None:
    with pytest.raises(OngeldigScenario, match="niet geopend"):
        speel(verhaal({"op": "2026-01-01", "controleer": {"inbreuken": {}}}), RECHT)


@pytest.mark.parametrize(
    ("inhoud", "woord"),
    [
        ("naam: x\nstappen: []\n", "stappen"),
        ("naam: x\nstappen:\n  - op: 2026-01-01\n", "precies één"),
        ("naam: x\nstappen: [\n", "regel"),
        ("naam: x\nonbekend: y\nstappen:\n  - tik: 2026-01-01\n", "onbekend"),
        ("- 1\n", "bestand.yaml: het geheel: moet velden hebben"),
        ("naam: x\nstappen:\n  - op: 2026-02-30\n", "bestand.yaml: geen geldige YAML op regel 3"),
        ("naam: x\nstappen:\n  - op: banaan\n", r"stap 1, op: geen dag \(JJJJ-MM-DD\) of tijd"),
        ("naam: x\nstappen:\n  - op: 2026-01-01T10:00:00\n", "stap 1, op: een tijdstip vraagt"),
        ("naam: 1\nstappen: []\n", "naam: moet tekst zijn"),
        ("[" * 100_000, "te diep genest"),
    ],
)
def test_given_a_malformed_file_then_the_error_names_it(
    tmp_path: Path, inhoud: str, woord: str
) -> None:
    pad = tmp_path / "bestand.yaml"
    pad.write_text(inhoud, encoding="utf-8")
    with pytest.raises(OngeldigScenario, match=woord):
        lees(pad)


def test_given_no_file_then_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(OngeldigScenario, match="niet leesbaar"):
        lees(tmp_path / "weg.yaml")
