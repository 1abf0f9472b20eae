"""A file as it is read once, from front to back; and what its first bytes tell of it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from handhaving.intake.aangeleverd import Reden

if TYPE_CHECKING:
    from typing import BinaryIO

LANGSTE_PROLOOG: Final = 256 * 1024
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATIE: Final = re.compile(
    rb"""<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']"""
)
_TOEGELATEN: Final = re.compile(r"utf-8|ascii|cp125\d|iso8859-\d{1,2}|utf-16(-le|-be)?")
"""Encodings that are read, by the names Python gives them."""
_OVERSLAAN: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_WORTEL: Final = re.compile(r"<(?:[^\s<>/:&]+:)?([^\s<>/:&]+)")


class Leesbaar(Protocol):
    """What a reader needs of a file."""

    def read(self, aantal: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Bestand:
    """A file that shows its first bytes before it is read, and counts what was read."""

    def __init__(self, stroom: BinaryIO) -> None:
        """Look at the beginning of `stroom`."""
        self._stroom = stroom
        delen: list[bytes] = []
        while sum(map(len, delen)) < LANGSTE_PROLOOG and (deel := stroom.read(LANGSTE_PROLOOG)):
            delen.append(deel)
        self._voor = b"".join(delen)
        self.begin = self._voor[:LANGSTE_PROLOOG]
        self.gelezen = 0

    def read(self, aantal: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        if self._voor:
            stuk, self._voor = self._voor[:aantal], self._voor[aantal:]
        else:
            stuk = self._stroom.read(aantal)
        self.gelezen += len(stuk)
        return stuk


@dataclass(frozen=True, slots=True)
class Proloog:
    """The Python codec, the bytes of the mark to skip, and the local name of the root."""

    codering: str
    bom: int
    dtd: bool
    wortel: str | None


def lees_proloog(begin: bytes) -> Proloog | Reden:
    """Read the prolog from the first bytes of a file; an encoding that is not read is a reason."""
    bom, codering = next(((b, c) for b, c in _BOMS if begin.startswith(b)), (b"", ""))
    if not codering:
        codering = _zonder_bom(begin)
    if not codering:
        return Reden.CODERING_ONBEKEND
    tekst = begin[len(bom) :].decode(codering, "replace")
    plek = 0
    while overslaan := _OVERSLAAN.match(tekst, plek):
        plek = overslaan.end()
    wortel = _WORTEL.match(tekst, plek)
    return Proloog(
        codering=codering,
        bom=len(bom),
        dtd=tekst[plek : plek + 9].upper() == "<!DOCTYPE",
        wortel=None if wortel is None else wortel[1],
    )


def _zonder_bom(begin: bytes) -> str:
    """The codec of a file without byte order mark; empty when it is not read."""
    if begin.startswith(b"<\0"):
        return "utf-16-le"
    if begin.startswith(b"\0<"):
        return "utf-16-be"
    opgegeven = _DECLARATIE.match(begin)
    if opgegeven is None:
        return "utf-8"
    try:
        naam = codecs.lookup(opgegeven[1].decode("ascii")).name
    except LookupError:
        return ""
    if not _TOEGELATEN.fullmatch(naam) or naam.startswith("utf-16"):
        return ""
    return naam
