"""`handhaving worker`: the processes behind the scenes, and the messages between them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.running.broker import GeenRedis, make_broker, opnieuw, rijen
from handhaving.settings import Settings

if TYPE_CHECKING:
    from dramatiq.brokers.redis import RedisBroker

    from handhaving.bootstrap import App

MODULE = "handhaving.worker"
"""Named, not imported: entrances stand beside each other."""


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    groep = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
    groep.callback()(werk)
    groep.command("status")(status)
    groep.command("opnieuw")(stuur_opnieuw)
    app.add_typer(groep, name="worker", help="Werk achter de schermen: leesmodellen en termijnen.")


def werk(
    context: typer.Context,
    processen: Annotated[
        int, typer.Option("--processen", min=1, help="Hoeveel processen naast elkaar.")
    ] = 2,
    draden: Annotated[
        int, typer.Option("--draden", min=1, help="Hoeveel berichten tegelijk, per proces.")
    ] = 4,
) -> None:
    """Houd de leesmodellen bij en laat termijnen afgaan, tot Ctrl-C of SIGTERM."""
    if context.invoked_subcommand is not None:
        return
    with open_app(Settings.read()):
        pass  # what is wrong is told here, once
    sys.stdout.flush()
    command = [sys.executable, "-m", MODULE]
    command += ["--processen", str(processen), "--draden", str(draden)]
    os.execv(sys.executable, command)  # noqa: S606 - ourselves, in our own place


def status(json: uitvoer.Json = False) -> None:
    """Wat er wacht, en welke berichten telkens mislukten."""
    with open_app(Settings.read()) as app:
        gevonden = rijen(_broker(app))
    if json:
        uitvoer.druk_json({"rijen": gevonden})
        return
    uitvoer.druk_tabel(
        ["rij", "wacht", "uitgesteld", "dood"],
        [(rij.naam, rij.wachtend, rij.uitgesteld, len(rij.dood)) for rij in gevonden],
        rechts=["wacht", "uitgesteld", "dood"],
    )
    for rij in gevonden:
        for dood in rij.dood:
            uitvoer.druk(
                f"{dood.id} {dood.taak} sinds {dood.sinds:%Y-%m-%d %H:%M},"
                f" {dood.pogingen} keer: {dood.fout}"
            )


def stuur_opnieuw(
    bericht: Annotated[str | None, typer.Argument(help="Eén dood bericht; anders alle.")] = None,
    json: uitvoer.Json = False,
) -> None:
    """Stuur dode berichten opnieuw."""
    with open_app(Settings.read()) as app:
        aantal = opnieuw(_broker(app), bericht)
    if json:
        uitvoer.druk_json({"gestuurd": aantal})
    else:
        uitvoer.druk(f"{uitvoer.geteld(aantal, 'bericht', 'berichten')} opnieuw gestuurd.")


def _broker(app: App) -> RedisBroker:
    broker = make_broker(app)
    if broker is None:
        raise GeenRedis(app.zonder_redis or "")
    return broker
