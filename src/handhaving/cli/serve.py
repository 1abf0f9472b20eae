"""`handhaving serve`: the service calls, on this machine."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from handhaving.cli import uitvoer
from handhaving.settings import Settings

if TYPE_CHECKING:
    from typing import Any

SERVER = "handhaving.api.server"
"""Named, not imported: entrances stand beside each other."""


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def serve(
        host: Annotated[str, typer.Option("--host", help="Op welk adres.")] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8000,
        lus: Annotated[
            bool,
            typer.Option("--lus/--zonder-lus", help="Houd zelf de leesmodellen bij."),
        ] = True,
    ) -> None:
        """Bied de dienst aan; de beschrijving staat op /doc/openapi.yaml."""
        server: Any = import_module(SERVER)
        uitvoer.meld(f"Handhaving luistert op http://{host}:{port}; stop met Ctrl-C.")
        server.bedien(Settings.read(), host, port, lus=lus)
