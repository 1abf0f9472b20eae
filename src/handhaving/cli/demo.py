"""`handhaving demo`: a thousand fictitious dossiers go the whole way, on real servers.

What is printed is read back from the read models and the log; see `demospel` for what was played.
"""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from handhaving.adapters.postgres_server import PostgresServer
from handhaving.adapters.sharing import ServerError
from handhaving.bootstrap import database, open_app
from handhaving.cli import uitvoer
from handhaving.cli.demospel import Spel
from handhaving.cli.demoverslag import Demoverslag, lees_verslag
from handhaving.eventlog.migreer import migrate
from handhaving.recht.tellen import dag_in_brussel
from handhaving.settings import Settings

MERK = ".handhaving-demo"
"""A folder with this file in it was made by a demonstration, and may be thrown away by one."""


def verse_map(map_: Path) -> None:
    """An empty folder, marked as ours. Raises Mislukt for a folder that somebody else made."""
    if map_.exists() and any(map_.iterdir()):
        if not (map_ / MERK).is_file():
            boodschap = f"De map {map_} bestaat al en komt niet van een demonstratie."
            raise uitvoer.Mislukt(boodschap, code="MapBestaatAl")
        if in_gebruik(map_):
            boodschap = f"De demonstratie in {map_} is nog in gebruik; stop wie ze gebruikt."
            raise uitvoer.Mislukt(boodschap, code="MapInGebruik")
        shutil.rmtree(map_)
    map_.mkdir(parents=True, exist_ok=True)
    (map_ / MERK).touch()


def in_gebruik(map_: Path) -> bool:
    """Whether some process uses the database of this folder; one left behind is stopped."""
    server = PostgresServer(map_)
    if not _draait(server):
        return False
    with server.running():
        pass  # the last one out stops it
    return _draait(server)


def _draait(server: PostgresServer) -> bool:
    try:
        server.url()
    except ServerError:
        return False
    return True


def speel(spel: Spel) -> Demoverslag:
    """Make the servers, migrate, play, and read back what came of it."""
    settings = Settings(data=spel.map_, database_url=None, redis_url=None, kek_file=None)
    with ExitStack() as stapel:
        with spel.duurt("PostgreSQL gestart en gemigreerd"):
            url = stapel.enter_context(database(settings))
            migrate(url, simulatie=True, rollen=settings.rollen)
        app = stapel.enter_context(open_app(settings, klok=spel.klok))
        spel.speel(app)
        return lees_verslag(app, spel)


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def demo(
        map_: Annotated[
            Path,
            typer.Option("--map", help="De gegevensmap. Een vroegere demonstratie erin verdwijnt."),
        ] = Path(".demo"),
        dossiers: Annotated[int, typer.Option(min=1, max=100_000, help="Hoeveel personen.")] = 1000,
        jaren: Annotated[int, typer.Option(min=1, max=4, help="Hoeveel jaar opvolging.")] = 3,
        zaad: Annotated[int, typer.Option(help="Hetzelfde zaad geeft dezelfde personen.")] = 2016,
        json: uitvoer.Json = False,
    ) -> None:
        """Toon de hele weg: verzonnen dossiers, jaren opvolging, op echte servers.

        De klok is nagebootst, op een logboek dat voorgoed als simulatie gemerkt is; al het andere
        is wat u zelf ook gebruikt: de inname, de beslisser, het logboek en de leesmodellen.
        """
        begin = time.perf_counter()
        map_ = map_.absolute()
        verse_map(map_)
        uitvoer.meld(f"Demonstratie in {map_}")
        einde = dag_in_brussel(datetime.now(tz=UTC))
        verslag = speel(Spel(map_, dossiers, jaren, zaad, einde))
        if json:
            uitvoer.druk_json(verslag.als_json())
        else:
            verslag.druk()
        uitvoer.meld(f"Klaar in {time.perf_counter() - begin:.0f} s.")
