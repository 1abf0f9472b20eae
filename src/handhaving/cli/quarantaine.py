"""`handhaving quarantaine`: what an intake put aside, where it stood and why; and its original.

Once the cause is mended (a code in `kbi.yaml`, a corrected file), the same file is simply offered
to `handhaving intake` again: what was taken in stays as it is, and what can be used now comes in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.cli.kijken import Referentie, Wie, kijker
from handhaving.dossier.basis import Rol
from handhaving.intake.quarantaine import open_origineel
from handhaving.recht import dag_in_brussel
from handhaving.service import Doel
from handhaving.settings import Settings


def _lees_id(tekst: str) -> UUID:
    try:
        return UUID(tekst)
    except ValueError:
        msg = f"'{tekst}' is geen id van een stuk in quarantaine"
        raise typer.BadParameter(msg) from None


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    groep = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    groep.command("lijst")(lijst)
    groep.command("haal")(haal)
    app.add_typer(groep, name="quarantaine", help="Wat een inname niet kon gebruiken, en waarom.")


def lijst(
    code: Annotated[
        str | None, typer.Option("--code", help="Alleen stukken met deze reden.")
    ] = None,
    json: uitvoer.Json = False,
) -> None:
    """Elk stuk in quarantaine: waar het stond en waarom het niet bruikbaar was."""
    with open_app(Settings.read()) as draaiend:
        items = [i for i in draaiend.log.quarantined() if code in {None, i.reden_code}]
    if json:
        stukken = [
            {
                "id": item.id,
                "op": item.op,
                "bestand": item.bestand_hmac.hex(),
                "plaats": item.plaats,
                "code": item.reden_code,
                "reden": item.reden,
            }
            for item in items
        ]
        uitvoer.druk_json({"stukken": stukken})
        return
    uitvoer.druk_tabel(
        ("id", "op", "bestand", "plaats", "reden"),
        (
            (
                item.id,
                None if item.op is None else dag_in_brussel(item.op),
                item.bestand_hmac.hex()[:8],
                item.plaats,
                item.reden,
            )
            for item in items
        ),
    )
    uitvoer.druk(f"{uitvoer.geteld(len(items), 'stuk', 'stukken')} in quarantaine.")


def haal(
    stuk: Annotated[UUID, typer.Argument(parser=_lees_id, metavar="STUK")],
    naar: Annotated[Path, typer.Option("--naar", help="Een nieuw bestand voor het origineel.")],
    door: Wie = None,
    referentie: Referentie = None,
) -> None:
    """Schrijf het origineel van een stuk in een nieuw bestand. Wie dit vraagt, wordt genoteerd."""
    settings = Settings.read()
    if door is None and settings.database_url is not None:
        boodschap = "Op een eigen databank vraagt dit ook --door."
        raise uitvoer.VerkeerdGebruik(boodschap)
    if naar.exists():
        boodschap = f"{naar} bestaat al; kies een nieuw bestand."
        raise uitvoer.VerkeerdGebruik(boodschap)
    wie = kijker(door, Rol.DOSSIERBEHANDELAAR, None, referentie=referentie)
    with open_app(settings) as draaiend:
        inhoud = open_origineel(draaiend, wie, Doel.DOSSIERBEHANDELING, stuk)
    naar.touch(mode=0o600, exist_ok=False)
    naar.write_bytes(inhoud)
    uitvoer.druk(f"{len(inhoud)} bytes geschreven naar {naar}.")
