"""`handhaving serve`: the service calls, on this machine."""

from __future__ import annotations

import errno
import logging
import re
import socket
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from handhaving.cli import uitvoer
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

SERVER = "handhaving.api.server"
"""Named, not imported: entrances stand beside each other."""
UVICORN = "uvicorn.error"
"""Where uvicorn says that it listens, and why it does not."""

_LUISTERT = re.compile(r"Uvicorn running on (http://\S+)")


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
        """Bied de dienst aan; de beschrijving staat op /doc/openapi.yaml.

        Uitgang 1: de poort is al in gebruik. Uitgang 2: --host is geen adres van deze machine.
        """
        server: Any = import_module(SERVER)
        with _gehoord() as gehoord:
            try:
                server.bedien(Settings.read(), host, port, lus=lus)
            except SystemExit:
                if gehoord.fout is None:
                    raise
                raise _niet_geopend(gehoord.fout, host, port) from None


class _Gehoor(logging.Filter):
    """Says that the service listens once it does, and keeps why it cannot."""

    fout: OSError | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, OSError):
            self.fout = record.msg
            return False
        gevonden = _LUISTERT.match(record.getMessage())
        if gevonden is not None:
            uitvoer.meld(f"Handhaving luistert op {gevonden[1]}; stop met Ctrl-C.")
        return record.levelno >= logging.WARNING


@contextmanager
def _gehoord() -> Iterator[_Gehoor]:
    """What uvicorn says of its port, for as long as it runs."""
    logboek, gehoor = logging.getLogger(UVICORN), _Gehoor()
    niveau = logboek.level
    logboek.addFilter(gehoor)
    logboek.setLevel(logging.INFO)
    try:
        yield gehoor
    finally:
        logboek.removeFilter(gehoor)
        logboek.setLevel(niveau)


def _niet_geopend(fout: OSError, host: str, port: int) -> typer.TyperException:
    """Why nothing listens, in a sentence."""
    if fout.errno == errno.EADDRINUSE:
        boodschap = f"Poort {port} op {host} is al in gebruik; kies een andere met --port."
        return uitvoer.Mislukt(boodschap, code="PoortBezet", poort=port)
    if fout.errno == errno.EADDRNOTAVAIL or isinstance(fout, socket.gaierror):
        return uitvoer.VerkeerdGebruik("--host is geen adres van deze machine.")
    boodschap = f"Poort {port} op {host} mag of kan niet geopend worden."
    return uitvoer.Mislukt(boodschap, code="PoortGeweigerd", poort=port)
