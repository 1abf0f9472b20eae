"""The code of a reason stands in the clear, so only a word of the house stands there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from handhaving.dossier.basis import RedenCode, Weigering
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.redencodes import BEKEND, EIGEN_LIJST, TOELICHTING, met_toelichting
from handhaving.dossier.vorm import lees_opdracht
from handhaving.recht import Recht
from tests.dossier.spel import doe, feit
from tests.dossier.trap import tot
from tests.dossier.voorbeelden import VOORBEELDEN

SCENARIOS = Path(__file__).parents[1] / "scenarios"
MET_CODE = [
    (naam, veld)
    for naam, klasse in sorted(OPDRACHTEN.items())
    for veld in TOELICHTING
    if veld in klasse.model_fields and naam not in EIGEN_LIJST
]


def op_de_draad(naam: str, veld: str) -> str:
    return OPDRACHTEN[naam].model_fields[veld].alias or veld


def met(naam: str, veld: str, code: str) -> dict[str, Any]:
    return {**VOORBEELDEN[naam].gevuld(), op_de_draad(naam, veld): code}


def tekstveld(naam: str, veld: str) -> str:
    return next(t for t in TOELICHTING[veld] if t in OPDRACHTEN[naam].model_fields)


@pytest.mark.parametrize(("naam", "veld"), MET_CODE)
def test_given_a_code_of_the_house_then_it_stays(naam: str, veld: str) -> None:
    gelezen = lees_opdracht(naam, met(naam, veld, "vergissing"))
    assert gelezen.veld(veld) == "vergissing"
    assert "vergissing" not in (gelezen.veld(tekstveld(naam, veld)) or "")


@pytest.mark.parametrize(("naam", "veld"), MET_CODE)
def test_given_another_word_then_the_code_is_andere_and_the_word_in_the_text(
    naam: str, veld: str
) -> None:
    gelezen = lees_opdracht(naam, met(naam, veld, "janPeeters"))
    assert gelezen.veld(veld) == "andere"
    assert gelezen.veld(tekstveld(naam, veld)).startswith("janPeeters")


@pytest.mark.parametrize("code", ["85011501764", "Peeters", "jan.peeters", "code7", "", "x" * 41])
@pytest.mark.parametrize(("naam", "veld"), MET_CODE)
def test_given_what_is_no_word_then_refused(naam: str, veld: str, code: str) -> None:
    with pytest.raises(Weigering) as fout:
        lees_opdracht(naam, met(naam, veld, code))
    draad = op_de_draad(naam, veld)
    assert fout.value.feiten["velden"] == [f"{draad}: verkeerde vorm"]


def test_given_a_free_code_when_decided_then_only_the_encrypted_text_has_it() -> None:
    stap = doe(
        "ScheldKwijt",
        "2024-10-09",
        vordering="V1",
        onderdeel="hoofdsom",
        bedrag="1.00",
        reden="Fictief.",
    )
    vrij = {**stap.gegevens, "redenCode": "janPeeters"}
    tot("betekend").stap(doe("ScheldKwijt", "2024-10-09", **vrij)).dan(
        feit("KwijtscheldingVerleend", redenCode="andere", reden="janPeeters: Fictief.")
    )


def test_given_a_suspension_then_the_law_knows_codes_too() -> None:
    wat = {"vordering": "V1", "vanaf": "2024-10-09", "reden": "Fictief."}
    for code, geschreven, reden in (
        ("bewind", "bewind", "Fictief."),
        ("janPeeters", "andere", "janPeeters: Fictief."),
    ):
        tot("betekend").stap(doe("SchortInvorderingOp", "2024-10-09", **wat, redenCode=code)).dan(
            feit("InvorderingOpgeschort", redenCode=geschreven, reden=reden)
        )
    assert met_toelichting("nieuweGrond", None, ["nieuweGrond"]) == ("nieuweGrond", None)


def test_given_every_command_then_a_chosen_code_is_of_the_house() -> None:
    for naam, klasse in OPDRACHTEN.items():
        for veld in TOELICHTING:
            if veld in klasse.model_fields:
                soort = klasse.model_fields[veld]
                delen = {*soort.metadata, *get_args(soort.annotation)}
                assert delen & ({*get_args(RedenCode), RedenCode} - {str}), naam


def codes(inhoud: object) -> set[str]:
    """Every code in a scenario, of a command or of what is checked after it."""
    if isinstance(inhoud, list):
        return set().union(*map(codes, inhoud))
    if not isinstance(inhoud, dict):
        return set()
    hier = {inhoud[n] for n in ("redenCode", "uitkomst") if isinstance(inhoud.get(n), str)}
    return hier.union(*map(codes, inhoud.values()))


def test_given_the_scenarios_and_the_law_then_the_house_knows_their_codes() -> None:
    gelezen = [yaml.safe_load(pad.read_text()) for pad in SCENARIOS.rglob("*.yaml")]
    gevonden = codes(gelezen)
    assert len(gevonden) > 10
    assert gevonden <= BEKEND
    gronden = Recht.laad().woorden("opschorting.gronden", date(2026, 1, 1)).waarde
    assert set(gronden) <= BEKEND


def test_given_an_unknown_code_without_text_then_the_code_itself_is_the_text() -> None:
    assert met_toelichting("verzonnen", None) == ("andere", "verzonnen")
    assert met_toelichting("verzonnen", "Fictief.") == ("andere", "verzonnen: Fictief.")
    assert met_toelichting("eigen", None, ook={"eigen"}) == ("eigen", None)
