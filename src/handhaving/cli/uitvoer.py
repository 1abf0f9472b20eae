"""What every verb prints with: JSON, tables, progress, and how a verb says that it failed."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import BaseModel
from pydantic.alias_generators import to_camel
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from handhaving.cli import tabel
from handhaving.dossier.lezen import geen_teken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TextIO

Json = Annotated[bool, typer.Option("--json", help="Geef JSON in plaats van tekst.")]


class Mislukt(typer.TyperException):
    """The verb understood what was asked and could not do it: exit 1, with this sentence.

    `code` names the reason for programs; `feiten` go with it in JSON. Never a personal value.
    """

    exit_code = 1

    def __init__(self, boodschap: str, *, code: str | None = None, **feiten: object) -> None:
        super().__init__(boodschap)
        self.code = code or type(self).__name__
        self.feiten = feiten


class VerkeerdGebruik(typer.TyperException):
    """What was typed cannot be meant: exit 2, with this sentence."""

    exit_code = 2


def console(stroom: TextIO | None = None) -> Console:
    """A console on standard output, or `stroom`: as wide as COLUMNS says, else as the terminal.

    What is piped has no width: whoever reads it, folds it.
    """
    stroom = stroom or sys.stdout
    gezegd = os.environ.get("COLUMNS", "")
    breedte = int(gezegd) if gezegd.isdecimal() and int(gezegd) > 0 else None
    if breedte is None and not stroom.isatty():
        breedte = tabel.ONBEGRENSD
    return Console(file=stroom, width=breedte, highlight=False, markup=False, emoji=False)


def als_json(waarde: object) -> object:
    """The JSON form of what verbs answer: models, dataclasses, dates, amounts, ids."""
    match waarde:
        case None | bool() | str() | float() if not isinstance(waarde, Enum):
            uit: object = waarde
        case int() if type(waarde) is int:  # an amount is an int too, and is written as text
            uit = waarde
        case BaseModel():
            uit = waarde.model_dump(mode="json", by_alias=True, exclude_none=True)
        case Enum():
            uit = als_json(waarde.value)
        case dict():
            uit = {str(als_json(sleutel)): als_json(deel) for sleutel, deel in waarde.items()}
        case list() | tuple() | set() | frozenset():
            uit = [als_json(deel) for deel in waarde]
        case date():
            uit = waarde.isoformat()
        case _ if is_dataclass(waarde) and not isinstance(waarde, type):
            uit = {to_camel(v.name): als_json(getattr(waarde, v.name)) for v in fields(waarde)}
        case _:
            uit = str(waarde)
    return uit


def zichtbaar(tekst: str) -> str:
    """The same text; a character that drives a terminal is written out, and does nothing.

    Commands refuse them; what was stored before, or comes from elsewhere, may still hold one.
    """
    return "".join(
        f"\\u{ord(teken):04x}" if geen_teken(teken) and teken not in "\n\t" else teken
        for teken in tekst
    )


def druk_json(waarde: object) -> None:
    """Print one JSON value on standard output."""
    sys.stdout.write(zichtbaar(json.dumps(als_json(waarde), ensure_ascii=False, indent=2)) + "\n")


def druk(tekst: str = "") -> None:
    """Print one line, or several, on standard output."""
    sys.stdout.write(zichtbaar(tekst) + "\n")


def meld(tekst: str) -> None:
    """Say something beside the answer, on standard error."""
    sys.stderr.write(zichtbaar(tekst) + "\n")


def geteld(aantal: int, een: str, meer: str) -> str:
    """`1 termijn`, `2 termijnen`."""
    return f"{aantal} {een if aantal == 1 else meer}"


def druk_tabel(
    koppen: Sequence[str],
    rijen: Iterable[Sequence[object]],
    *,
    titel: str | None = None,
    rechts: Sequence[str] = (),
) -> None:
    """Print a table, columns in `rechts` to the right; a block per row where it does not fit."""
    if titel:
        druk(f"\n{titel}")
    cellen = [[_cel(cel) for cel in rij] for rij in rijen]
    uit = console()
    gemaakt = tabel.maak(koppen, cellen, rechts, uit.width)
    if gemaakt is not None:
        uit.print(gemaakt)
        return
    druk()
    for regel in tabel.blokken(koppen, cellen, uit.width):
        druk(regel)
    druk()


def _cel(waarde: object) -> Text:
    if isinstance(waarde, Text):
        return waarde
    return Text("" if waarde is None else zichtbaar(str(waarde)).expandtabs())


@contextmanager
def voortgang(titel: str, totaal: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error with rate and time left; call what it yields with each step."""
    kolommen = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TaskProgressColumn(show_speed=True),
        TextColumn("{task.completed:.0f}/{task.total:.0f}" if totaal is not None else ""),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    uit = console(sys.stderr)
    with Progress(*kolommen, console=uit, disable=not uit.is_terminal) as balk:
        taak = balk.add_task(titel, total=totaal)
        yield lambda stap: balk.advance(taak, stap)
