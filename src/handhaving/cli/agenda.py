"""`handhaving agenda`: the terms that end soon, in order, with prescription marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.cli.recht import WAARSCHUWING
from handhaving.cli.tijden import DagOfNiets, vandaag
from handhaving.dossier.termijnen import SOORTEN
from handhaving.running.agenda import STANDAARD
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handhaving.running import Agendarij

MERK_VERJARING = "!"
MERK_VERIFIEREN = "?"


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def agenda(
        tot: DagOfNiets = None,
        soort: Annotated[
            str | None, typer.Option("--soort", help="Alleen deze soort, bijvoorbeeld verjaring.")
        ] = None,
        vanaf: DagOfNiets = None,
        voorbij: Annotated[
            bool, typer.Option("--voorbij", help="Ook wat loopt en waarvan de dag voorbij is.")
        ] = False,
        json: uitvoer.Json = False,
    ) -> None:
        """De termijnen die aflopen: zonder --tot de komende 30 dagen."""
        keur(soort, vanaf, tot)
        with open_app(Settings.read()) as draaiend:
            dag = vanaf or vandaag(draaiend)
            einde = tot or dag + STANDAARD
            if einde < dag:
                boodschap = f"--tot ({einde}) ligt vóór vandaag ({dag}); geef ook --vanaf."
                raise uitvoer.VerkeerdGebruik(boodschap)
            running.catch_up(draaiend)
            rijen = running.agenda(draaiend, dag, tot=einde, soort=soort, voorbij=voorbij)
        if json:
            uitvoer.druk_json({"vanaf": dag, "tot": einde, "termijnen": rijen})
            return
        hoeveel = uitvoer.geteld(len(rijen), "termijn", "termijnen")
        druk_agenda(rijen, f"Agenda van {dag} tot en met {einde}: {hoeveel}")


def keur(soort: str | None, vanaf: date | None, tot: date | None) -> None:
    """Whether this can be asked. Raises VerkeerdGebruik for an unknown kind or an empty period."""
    if soort is not None and soort.partition("-")[0] not in SOORTEN:
        boodschap = f"De soort '{soort}' bestaat niet; wel: {', '.join(SOORTEN)}."
        raise uitvoer.VerkeerdGebruik(boodschap)
    if vanaf is not None and tot is not None and tot < vanaf:
        boodschap = f"--vanaf ({vanaf}) ligt na --tot ({tot})."
        raise uitvoer.VerkeerdGebruik(boodschap)


def druk_agenda(rijen: Sequence[Agendarij], titel: str) -> None:
    """Print terms as a table, and what its marks mean."""
    uitvoer.druk_tabel(
        ["vervalt op", "dagen", "", "termijn", "dossier", "streng", "dan"],
        [_regel(rij) for rij in rijen],
        titel=titel,
        rechts=["dagen"],
    )
    if any(rij.verjaring for rij in rijen):
        uitvoer.druk(f"{MERK_VERJARING} gaat over verjaring")
    if any(rij.te_verifieren for rij in rijen):
        uitvoer.druk(f"{MERK_VERIFIEREN} {WAARSCHUWING}")


def _regel(rij: Agendarij) -> tuple[object, ...]:
    merken = (MERK_VERJARING if rij.verjaring else " ") + (
        MERK_VERIFIEREN if rij.te_verifieren else ""
    )
    streng = rij.laatste_dag_overheid
    return (
        rij.vervalt_op,
        rij.dagen,
        merken,
        f"{rij.soort} {rij.betreft}",
        rij.dossier_id,
        None if streng == rij.vervalt_op else streng,
        rij.opdracht,
    )
