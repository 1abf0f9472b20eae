"""What follows on something cannot lie before it: every command that says so, to the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.dossier.spel import Spel, dag
from tests.dossier.voorbeelden import VOORBEELDEN

FEIT, BESLUIT, BEROEP = "2024-03-01", "2024-08-05", "2024-08-19"
RIJEN = [
    ("StelInbreukVast", "vastgesteldOp", "datumFeit", "2024-02-20"),
    ("VerzendIngebrekestelling", "verzondenOp", "datumFeit", FEIT),
    ("VerzendIngebrekestelling", "ontvangenOp", "verzondenOp", "2024-03-05"),
    ("RegistreerOntvangst", "ontvangenOp", "verzondenOp", "2024-03-06"),
    ("RegistreerOnbestelbaar", "op", "verzondenOp", "2024-03-06"),
    ("BetekenBoetebesluit", "verzondenOp", "genomenOp", BESLUIT),
    ("BetekenBoetebesluit", "ontvangenOp", "verzondenOp", "2024-08-06"),
    ("TrekBoetebesluitIn", "geldigOp", "genomenOp", BESLUIT),
    ("StelBeroepIn", "ingesteldOp", "genomenOp", BESLUIT),
    ("TrekBeroepIn", "op", "ingesteldOp", BEROEP),
    ("RegistreerUitspraak", "op", "ingesteldOp", BEROEP),
    ("RegistreerUitspraak", "definitiefOp", "op", "2024-08-21"),
    ("MeldSaldoAanVlabel", "op", "voorbereidOp", "2025-03-03"),
]


def gevraagd(naam: str, veld: str, op: str) -> tuple[tuple[str, ...], dict[str, object]]:
    """With which codes this example is refused when this field has this day, and on which facts."""
    voorbeeld = VOORBEELDEN[naam]
    spel: Spel = voorbeeld.spel()
    stap = voorbeeld.stap(naam)
    stap = replace(stap, gegevens={**stap.gegevens, veld: op})
    weigering = spel.stap(stap).weigering
    if weigering is None:
        return (), {}
    return (weigering.code, *weigering.ook_geweigerd), weigering.feiten


@pytest.mark.parametrize(("naam", "veld", "voorganger", "grens"), RIJEN)
def test_given_a_day_before_what_it_follows_on_then_impossible_and_on_that_day_not(
    naam: str, veld: str, voorganger: str, grens: str
) -> None:
    ervoor = (dag(grens) - timedelta(days=1)).isoformat()
    codes, feiten = gevraagd(naam, veld, ervoor)
    assert codes[:1] == ("DatumOnmogelijk",)
    assert feiten == {
        "veld": veld,
        "datum": ervoor,
        "voorganger": voorganger,
        "datumVoorganger": grens,
    }
    assert "DatumOnmogelijk" not in gevraagd(naam, veld, grens)[0]
