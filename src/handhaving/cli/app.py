"""`handhaving`: the verbs of the command line, and the one place where a failure becomes an exit.

Exit 0: done. Exit 1: refused, or a check failed. Exit 2: wrong use.
"""

from __future__ import annotations

import os
import re
import sys

import typer

from handhaving.cli import (
    agenda,
    catalogus,
    demo,
    dossier,
    fouten,
    intake,
    logregels,
    migreer,
    opdracht,
    projecties,
    recht,
    scenario,
    tik,
    uitvoer,
)

_ENGELS = (
    (r"Missing option '(.+?)'.*", r"de optie \1 ontbreekt"),
    (r"Missing argument '(.+?)'.*", r"het argument \1 ontbreekt"),
    (r"Missing command.*", r"er staat niet bij wat u wilt doen"),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", r"de optie \1 bestaat niet"),
    (r"No such command '(.+?)'.*", r"\1 bestaat niet"),
    (r"Got unexpected extra argument\S* \((.+)\)", r"te veel argumenten: \1"),
    (r"Option '(.+?)' requires an argument.*", r"de optie \1 vraagt een waarde"),
    (r"Invalid value for (.+?): (.+)", r"de waarde van \1 is ongeldig: \2"),
)


def in_het_nederlands(zin: str) -> str:
    """The parser speaks English; these are its sentences in the language of the user."""
    for engels, nederlands in _ENGELS:
        gevonden = re.fullmatch(engels, zin, re.DOTALL)
        if gevonden:
            return gevonden.expand(nederlands)
    return zin


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
        opdracht,
        dossier,
        agenda,
        tik,
        projecties,
        scenario,
        recht,
        catalogus,
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
            uitvoer.meld(f"Verkeerd gebruik: {in_het_nederlands(fout.format_message())}.")
            uitvoer.meld("Hulp: voeg --help toe.")
            return 2
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
