"""Scenarios: a life in YAML that a jurist can read and run, on a fresh log in memory."""

from handhaving.scenario.speler import Stapverslag, Verslag, levens, speel, speel_bestand
from handhaving.scenario.vorm import OngeldigScenario, Scenario, lees

__all__ = [
    "OngeldigScenario",
    "Scenario",
    "Stapverslag",
    "Verslag",
    "lees",
    "levens",
    "speel",
    "speel_bestand",
]
