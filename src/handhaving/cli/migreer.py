"""`handhaving migreer`: create or update the schema of the log and of the read models."""

from __future__ import annotations

from typing import Annotated

import typer

from handhaving.bootstrap import database
from handhaving.cli import uitvoer
from handhaving.eventlog.migreer import migrate
from handhaving.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def migreer(
        simulatie: Annotated[
            bool,
            typer.Option(
                "--simulatie",
                help="Maak een leeg logboek tot simulatie, voorgoed: het neemt het tijdstip van"
                " wie schrijft, voor demonstratie en opleiding.",
            ),
        ] = False,
        json: uitvoer.Json = False,
    ) -> None:
        """Maak het schema, of breng het bij. Mag altijd opnieuw, ook meermaals tegelijk."""
        settings = Settings.read()
        with database(settings) as url:
            verslag = migrate(url, simulatie=simulatie, rollen=settings.rollen)
        kenmerk = verslag.kenmerk
        if json:
            uitvoer.druk_json(
                {
                    "schemaVersie": kenmerk.schema_versie,
                    "simulatie": kenmerk.simulatie,
                    "uitgevoerd": verslag.uitgevoerd,
                    "rollen": verslag.rollen,
                }
            )
            return
        soort = "simulatie" if kenmerk.simulatie else "logboek"
        for naam in verslag.uitgevoerd:
            uitvoer.druk(f"uitgevoerd: {naam}")
        if not verslag.uitgevoerd:
            uitvoer.druk("niets te doen")
        uitvoer.druk(f"schemaversie {kenmerk.schema_versie}, {soort}")
