"""`handhaving`: the verbs of the command line, and the one place where a failure becomes an exit.

Exit 0: done. Exit 1: refused, a check failed, or something outside stands in the way. Exit 2: wrong
use.
"""

from __future__ import annotations

import os
import sys

import typer

from handhaving.cli import (
    agenda,
    avg,
    catalogus,
    demo,
    dossier,
    fouten,
    gebruik,
    intake,
    migreer,
    opdracht,
    projecties,
    quarantaine,
    recht,
    scenario,
    serve,
    tik,
    token,
    uitvoer,
    werkvoorraad,
    worker,
)
from handhaving.running import logregels


def bouw() -> typer.Typer:
    """Assemble the verbs. Each module adds its own; a new verb is one line here."""
    app = typer.Typer(
        name="handhaving",
        help="Handhaving van de inburgeringsplicht, van vaststelling tot invordering.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for deel in (
        demo,
        migreer,
        intake,
        quarantaine,
        opdracht,
        dossier,
        avg,
        agenda,
        werkvoorraad,
        tik,
        projecties,
        scenario,
        recht,
        catalogus,
        serve,
        token,
        worker,
    ):
        deel.register(app)
    return app


def voer_uit(argumenten: list[str]) -> int:
    """Run one command line and return its exit code; an expected failure has no traceback."""
    json = "--json" in argumenten
    try:
        uit = bouw()(argumenten, prog_name="handhaving", standalone_mode=False)
    except typer.Exit as einde:
        return einde.exit_code
    except typer.Abort:
        uitvoer.meld("Afgebroken.")
        return 1
    except typer.TyperException as fout:
        if fout.exit_code == 2 and not isinstance(fout, uitvoer.VerkeerdGebruik):
            return gebruik.toon(fout, json=json)
        return fouten.toon(fout, json=json)
    except fouten.VERWACHT as fout:
        return fouten.toon(fout, json=json)
    return uit if isinstance(uit, int) else 0


def main() -> None:
    """Console script. Whoever stops reading (`| head`) is no failure."""
    logregels.naar_stderr()
    try:
        uitgang = voer_uit(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        uitgang = 0
    sys.exit(uitgang)


if __name__ == "__main__":
    main()
