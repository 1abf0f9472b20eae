"""`handhaving scenario`: play what a jurist wrote down, and say where it came out otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handhaving.cli import uitvoer
from handhaving.cli.recht import laad_recht
from handhaving.recht import Recht
from handhaving.scenario import OngeldigScenario, Verslag, speel_bestand

if TYPE_CHECKING:
    from handhaving.scenario import Stapverslag


def zoek(paden: list[Path]) -> list[Path]:
    """The files named, and the scenarios in the folders named."""
    gevonden: list[Path] = []
    for pad in paden:
        gevonden += sorted(pad.rglob("*.yaml")) if pad.is_dir() else [pad]
    ontbrekend = [str(pad) for pad in gevonden if not pad.is_file()]
    if ontbrekend or not gevonden:
        boodschap = f"Geen scenario gevonden: {', '.join(ontbrekend or map(str, paden))}."
        raise uitvoer.VerkeerdGebruik(boodschap)
    return gevonden


def speel_alle(paden: list[Path], recht: Recht) -> list[Verslag | OngeldigScenario]:
    """Every scenario, each on a log of its own; one that cannot be read stops no other."""
    verslagen: list[Verslag | OngeldigScenario] = []
    for pad in paden:
        try:
            verslagen.append(speel_bestand(pad, recht))
        except OngeldigScenario as fout:
            verslagen.append(fout)
    return verslagen


def als_json(verslag: Verslag | OngeldigScenario) -> dict[str, object]:
    """One scenario for programs (contract §5)."""
    if isinstance(verslag, OngeldigScenario):
        return {"naam": verslag.bestand, "geslaagd": False, "stappen": [], "fout": verslag.reden}
    stappen = [{**_velden(stap), "geslaagd": stap.geslaagd} for stap in verslag.stappen]
    return {"naam": verslag.naam, "geslaagd": verslag.geslaagd, "stappen": stappen}


def _velden(stap: Stapverslag) -> dict[str, object]:
    velden = uitvoer.als_json(stap)
    return dict(velden) if isinstance(velden, dict) else {}


def toon(verslag: Verslag | OngeldigScenario) -> None:
    """One scenario for people: only what differs is spelled out."""
    if isinstance(verslag, OngeldigScenario):
        uitvoer.druk(f"✗ {verslag.bestand}: onleesbaar")
        uitvoer.druk(f"    {verslag.reden}")
        return
    uitvoer.druk(f"{'✓' if verslag.geslaagd else '✗'} {verslag.naam}")
    for stap in verslag.stappen:
        for fout in stap.fouten:
            uitvoer.druk(f"    stap {stap.nummer} ({stap.op}, {stap.stap}): {fout}")


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def scenario(
        bestanden: Annotated[
            list[Path], typer.Argument(help="Scenario's in YAML, of mappen die ze bevatten.")
        ],
        recht: Annotated[
            Path | None,
            typer.Option(
                metavar="MAP",
                help="Een kopie van de map recht/ waarin een wijziging staat, om ze te proberen.",
            ),
        ] = None,
        json: uitvoer.Json = False,
    ) -> int:
        """Speel scenario's op een vers logboek in het geheugen, met een nagebootste klok."""
        if recht is not None and not recht.is_dir():
            boodschap = f"De map {recht} bestaat niet."
            raise uitvoer.VerkeerdGebruik(boodschap)
        wet = laad_recht() if recht is None else laad_recht(lambda: Recht.uit_map(recht))
        verslagen = speel_alle(zoek(bestanden), wet)
        gelukt = sum(isinstance(v, Verslag) and v.geslaagd for v in verslagen)
        if json:
            uitvoer.druk_json([als_json(verslag) for verslag in verslagen])
        else:
            for verslag in verslagen:
                toon(verslag)
            uitvoer.druk(f"{gelukt} van {len(verslagen)} geslaagd")
        return 0 if gelukt == len(verslagen) else 1
