"""What was decided says on which rules of the law it rests, and says so in the log."""

from __future__ import annotations

import pytest

from tests.dossier.voorbeelden import VOORBEELDEN

ALGEMEEN = {
    "rekenregel.algemeen.telling",
    "rekenregel.algemeen.verlenging.burger",
    "rekenregel.algemeen.verlenging.overheid",
}
RAAD_VAN_STATE = {
    "rekenregel.raadVanState.telling",
    "rekenregel.raadVanState.verlenging.burger",
    "rekenregel.raadVanState.verlenging.overheid",
}
ONTVANGST = {"ontvangst.aangetekendMetOntvangstbewijs"}
INREGELEN = {"inregelstelling.termijn", *ONTVANGST, *ALGEMEEN}
VORK = {"boete.minimum", "boete.maximum"}
RUST_OP: dict[str, set[str]] = {
    "AfbetalingsplanToegekend": {"afbetaling.interval", "afbetaling.respijt"},
    "AfbetalingsplanVerbroken": {"afbetaling.respijt"},
    "BeroepstermijnGestart": {"beroep.termijn", *ONTVANGST, *RAAD_VAN_STATE},
    "BetaaltermijnGestart": {"betaling.termijn", *ONTVANGST, *ALGEMEEN},
    "BetalingGestorneerd": {"storno.intrest"},
    "BoetebesluitGenomen": VORK,
    "CollectieveSchuldenregelingToelaatbaar": {"schuldenregeling.invordering"},
    "HerbekijkenGevraagd": {"herbekijken.schuldbekentenis"},
    "InbreukVastgesteld": {
        "inbreuktype.I01",
        *VORK,
        "besluit.verjaring",
        "besluit.waarschuwing",
    },
    "IngebrekestellingTotBetalingVerzonden": {"intrest.start"},
    "InregelstellingsperiodeGestart": INREGELEN,
    "InregelstellingsperiodeVerlengd": INREGELEN,
    "InvorderingOpgeschort": {"opschorting.intrest"},
    "OvergemaaktAanABB": {"verweer.uitnodiging", *ALGEMEEN},
    "OverlijdenGeregistreerd": {"overlijden.voorBesluit", "overlijden.naBesluit"},
    "RegimeGewijzigd": {"verhuis.brussel"},
    "TermijnGeschorst": {*INREGELEN, "uitstel.gevolg"},
    "TermijnHervat": {*INREGELEN, "uitstel.gevolg"},
    "TermijnVerplaatst": INREGELEN,
    "VerjaringGeschorst": {"verjaring.schorsingsgronden"},
    "VerjaringGestuit": {"verjaring.gevolg.dwangbevel"},
    "VerweertermijnGestart": {"verweer.termijn", *ONTVANGST, *ALGEMEEN},
    "VerwerkingBeperkt": {"beperking.gronden"},
    "VlabelOverdrachtVoorbereid": {"overdracht.marge", "aanmaning.minimum"},
    "VorderingGeboekt": {"verjaring.termijn"},
    "WissingVoorgesteld": {"wissing.gronden", "bewaring.persoonsgegevens"},
}
"""Per type of event the rules it rests on; a plain fact rests on none."""


@pytest.mark.parametrize("naam", sorted(VOORBEELDEN))
def test_given_an_example_then_every_event_of_its_life_names_the_rules_it_rests_on(
    naam: str,
) -> None:
    voorbeeld = VOORBEELDEN[naam]
    for gebeurtenis, _ in voorbeeld.spel().stap(voorbeeld.stap(naam)).spel.paren:
        soort = type(gebeurtenis).__name__
        gevonden = {g.regel for g in gebeurtenis.grondslag}
        if "ontvangst.afgifte" in gevonden:
            gevonden = gevonden - {"ontvangst.afgifte"} | ONTVANGST
        assert gevonden == RUST_OP.get(soort, set()), soort


def test_given_the_table_then_the_examples_show_every_row() -> None:
    gezien = {
        type(g).__name__
        for naam, v in VOORBEELDEN.items()
        for g, _ in v.spel().stap(v.stap(naam)).spel.paren
    }
    assert set(RUST_OP) <= gezien
