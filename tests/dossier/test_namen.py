"""The fixed names: each command has its fields, makes its events, and knows its refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from handhaving.cli.catalogus import catalogus
from handhaving.recht import Recht

NAMEN: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "namen.yaml").read_text(encoding="utf-8")
)
OPDRACHTEN: dict[str, dict[str, Any]] = {
    str(o["naam"]): o for o in catalogus(Recht.laad())["opdrachten"]
}


@pytest.mark.parametrize("naam", sorted(NAMEN))
def test_given_a_fixed_name_then_its_fields_events_and_refusals_are_there(naam: str) -> None:
    vast, opdracht = NAMEN[naam], OPDRACHTEN[naam]
    assert set(vast["velden"]) <= {veld["naam"] for veld in opdracht["velden"]}
    assert set(vast["gebeurtenissen"]) <= set(opdracht["gebeurtenissen"])
    assert set(vast["weigeringen"]) <= set(opdracht["weigeringen"])


def test_given_a_command_then_what_concerns_every_command_is_among_its_refusals() -> None:
    for naam, opdracht in OPDRACHTEN.items():
        assert {"OngeldigeGegevens", "GeenBevoegdheid"} <= set(opdracht["weigeringen"]), naam
        assert ("OnbekendDossier" in opdracht["weigeringen"]) != opdracht["opentDossier"], naam
    assert "OnbekendeInbreuk" in OPDRACHTEN["MaakOverAanABB"]["weigeringen"]
    assert "FaseLaatDitNietToe" in OPDRACHTEN["MaakOverAanABB"]["weigeringen"]
    assert "InszOngeldig" in OPDRACHTEN["KoppelInsz"]["weigeringen"]
    assert "InszOngeldig" not in OPDRACHTEN["MaakOverAanABB"]["weigeringen"]
    assert "DossierIsGesloten" not in OPDRACHTEN["HeropenDossier"]["weigeringen"]
