"""What a command may say besides, and its example does not: it too stands in the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.dossier.spel import toon
from tests.dossier.voorbeelden import VOORBEELDEN

RIJEN: list[tuple[str, dict[str, object]]] = [
    ("BeslisGeenGevolg", {"redenCode": "overmacht", "toelichting": "Fictief."}),
    ("BetekenBoetebesluit", {"vordering": "V7", "stuk": "S17"}),
    ("DraagOverAanVlabel", {"overdracht": "O7"}),
    ("HeropenDossier", {"redenCode": "nieuweInbreuk"}),
    ("HervatVerjaring", {"grond": "beroep"}),
    ("NeemBoetebesluit", {"besluit": "B7"}),
    ("NodigUitTotVerweer", {"stuk": "S17"}),
    ("RegistreerVerweer", {"stuk": "S17"}),
    ("RegistreerVlabelBericht", {"redenCode": "vlabelWeigerde", "reden": "Fictief."}),
    ("ScheldKwijt", {"redenCode": "onevenredig"}),
    ("SluitDossier", {"redenCode": "afgehandeld"}),
    ("StelBeroepIn", {"rolnummer": "F-1"}),
    ("StelInGebrekeTotBetaling", {"stuk": "S17"}),
    ("StelInbreukVast", {"inbreuk": "I7", "cursus": "C-1", "stukken": ["D-1", "D-2"]}),
    ("StelInbreukVast", {"vastgesteldOp": "2024-02-21", "vaststeller": "fictief-7"}),
    ("StuurTerugNaarAgentschap", {"redenCode": "onvolledig"}),
    ("TrekBoetebesluitIn", {"redenCode": "vergissing"}),
    ("VerleenUitstel", {"uitstel": "U7"}),
    ("VerlengInregelstellingsperiode", {"redenCode": "overmacht"}),
    ("VerzendAanmaning", {"stuk": "S17"}),
    ("VerzendBetaalverzoek", {"stuk": "S17"}),
    ("VerzendIngebrekestelling", {"stuk": "S17"}),
    ("ZetInbreukRecht", {"redenCode": "verkeerdePersoon"}),
]


@pytest.mark.parametrize(("naam", "ook"), RIJEN)
def test_given_what_may_be_said_when_said_then_it_stands_in_an_event(
    naam: str, ook: dict[str, object]
) -> None:
    voorbeeld = VOORBEELDEN[naam]
    stap = voorbeeld.stap(naam)
    uitkomst = voorbeeld.spel().stap(replace(stap, gegevens={**stap.gegevens, **ook}))
    assert uitkomst.weigering is None
    gevonden: dict[str, object] = {}
    for gebeurtenis in reversed(uitkomst.feiten):
        gevonden |= toon(gebeurtenis)
    assert {veld: gevonden.get(veld) for veld in ook} == ook
