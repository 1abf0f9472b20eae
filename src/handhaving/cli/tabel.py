"""A table that fits where it is read: whole, with its widest text folded, or a block per row.

A word, a key, a date and an amount stay in one piece, and nothing is left out, however narrow: what
does not fit beside the rest, goes below it.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from projections.taal import MAANDEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ONBEGRENSD: Final = 100_000
"""The width of what is no screen."""
TEKST: Final = 30
"""A column is not folded to less than this: below it, a block reads better."""

_BIJEEN: Final = re.compile(
    rf"(?<=€) (?=[0-9])|(?<=[0-9]) (?=(?:{'|'.join(MAANDEN)}) )|(?<=[a-z]) (?=[0-9]{{4}}\b)"
)
"""The spaces within an amount and within a date."""
_VAST: Final = "\u00a0"


def vouw(tekst: str, breedte: int) -> list[str]:
    """The text in lines of at most `breedte`, broken between words; a longer word stays whole."""
    uit: list[str] = []
    for regel in tekst.split("\n"):
        delen = textwrap.wrap(
            _BIJEEN.sub(_VAST, regel),
            max(breedte, 1),
            break_long_words=False,
            break_on_hyphens=False,
        )
        uit += [deel.replace(_VAST, " ") for deel in delen] or [""]
    return uit


def maak(
    koppen: Sequence[str], rijen: Sequence[Sequence[Text]], rechts: Sequence[str], breedte: int
) -> Table | None:
    """The table, at most `breedte` wide; None when it cannot be without breaking something."""
    tabel = _tabel(koppen, rijen, rechts)
    te_veel = _breed(tabel) - breedte
    if te_veel <= 0:
        return tabel
    nummer, natuurlijk = _tekst(koppen, rijen, rechts)
    gevouwen = [
        [
            Text("\n".join(vouw(cel.plain, natuurlijk - te_veel))) if plaats == nummer else cel
            for plaats, cel in enumerate(rij)
        ]
        for rij in rijen
    ]
    tabel = _tabel(koppen, gevouwen, rechts)
    past = natuurlijk - te_veel >= TEKST and _breed(tabel) <= breedte
    return tabel if past else None


def blokken(koppen: Sequence[str], rijen: Sequence[Sequence[Text]], breedte: int) -> Iterator[str]:
    """A block per row: a line per value with the head of its column; what is empty is left out.

    What stands first without a head names the row.
    """
    inspringen = max(map(cell_len, koppen), default=0) + 2
    for nummer, rij in enumerate(rijen):
        if nummer:
            yield ""
        for plaats, (kop, cel) in enumerate(zip(koppen, rij, strict=True)):
            waarde = cel.plain.strip()
            if not waarde:
                continue
            if plaats == 0 and not kop:
                yield waarde
                continue
            eerste, *rest = vouw(waarde, breedte - inspringen)
            yield f"{kop:<{inspringen}}{eerste}"
            yield from (f"{'':<{inspringen}}{regel}" for regel in rest)


def _tabel(koppen: Sequence[str], rijen: Sequence[Sequence[Text]], rechts: Sequence[str]) -> Table:
    tabel = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for kop in koppen:
        tabel.add_column(kop, justify="right" if kop in rechts else "left", no_wrap=True)
    for rij in rijen:
        tabel.add_row(*rij)
    return tabel


def _breed(tabel: Table) -> int:
    return Console(width=ONBEGRENSD).measure(tabel).maximum


def _tekst(
    koppen: Sequence[str], rijen: Sequence[Sequence[Text]], rechts: Sequence[str]
) -> tuple[int, int]:
    """The widest column that is text, and its width."""
    breedtes = [
        max(
            (cell_len(regel) for rij in rijen for regel in rij[plaats].plain.split("\n")), default=0
        )
        for plaats in range(len(koppen))
    ]
    return max(
        (
            (plaats, breed)
            for plaats, breed in enumerate(breedtes)
            if koppen[plaats] not in rechts and any(" " in rij[plaats].plain for rij in rijen)
        ),
        key=lambda gevonden: gevonden[1],
        default=(0, 0),
    )
