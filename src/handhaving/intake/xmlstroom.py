"""Streaming XML: one record at a time in bounded memory, and on again after a break.

The parser sees chunks. When it breaks, the break is told with its line, and reading goes on at
the next record in the raw bytes, below the head of the file once more. DTDs never get here: the
prolog is read first. Entities stay off, and so does the network.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from lxml import etree

from handhaving.intake.aangeleverd import Afgekeurd, Bezwaar, Plaats, Reden
from handhaving.intake.bestand import LANGSTE_PROLOOG
from handhaving.intake.knoop import lokaal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.intake.bestand import Leesbaar
    from handhaving.intake.knoop import Element

STUK: Final = 64 * 1024
GROOTSTE_DOSSIER: Final = 8 * 1024 * 1024
LANGSTE_ORIGINEEL: Final = 1024 * 1024
_OVERLAP: Final = 256
"""A start tag may be cut in two by the end of a chunk."""
_CODERINGSFOUTEN: Final = frozenset({9, 32, 81})
"""libxml2: invalid character, unknown encoding, invalid bytes."""
_TE_GROOT: Final = 114
_GEEN_HERVATTING: Final = frozenset({45, 47, 63})
"""libxml2: an unfinished comment, instruction or CDATA; what follows may stand inside it."""
_VERVOLG: Final = bytes(range(0x80, 0xC0))
"""Bytes of UTF-8 that begin no character."""
_CONTEXT: Final = re.compile(rb"<Context[\s>].*?</Context>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Fout:
    """Where the parser stopped, in its own lines and columns, and libxml2's number for it."""

    regel: int
    kolom: int
    code: int


@dataclass(slots=True)
class _Venster:
    """The raw bytes since the last safe point, and the line and column where they begin.

    `kolom` counts characters, as the parser does.
    """

    regel: int = 1
    kolom: int = 0
    stukken: deque[bytes] = field(default_factory=deque)
    lengte: int = 0

    def voeg_toe(self, stuk: bytes) -> None:
        """One chunk more."""
        self.stukken.append(stuk)
        self.lengte += len(stuk)

    def kort_in(self, minstens: int) -> None:
        """Forget the oldest chunks, but keep this many bytes."""
        while self.stukken and self.lengte - len(self.stukken[0]) >= minstens:
            weg = self.stukken.popleft()
            self.lengte -= len(weg)
            self._voorbij(weg)

    def _voorbij(self, weg: bytes) -> None:
        self.regel += weg.count(b"\n")
        if b"\n" in weg:
            self.kolom = 0
        self.kolom += tekens(weg[weg.rfind(b"\n") + 1 :])

    def vanaf(self, plek: int) -> bytes:
        """Forget what stands before this place; what is left."""
        alles = b"".join(self.stukken)
        self._voorbij(alles[:plek])
        rest = alles[plek:]
        self.stukken = deque([rest])
        self.lengte = len(rest)
        return rest


class XmlStroom:
    """Yields every target element as it ends, and every break. A target is cleared afterwards."""

    def __init__(
        self,
        bestand: Leesbaar,
        codering: str,
        doelen: tuple[str, ...],
        records: tuple[str, ...],
        andere: tuple[str, ...],
        *,
        stuk: int = STUK,
        grootste: int = GROOTSTE_DOSSIER,
    ) -> None:
        """Read `bestand`, standing just after its byte order mark.

        `records` are the ancestors that hold one target each and what goes with it; `andere` are
        elements that are yielded beside the targets.
        """
        self._bestand = bestand
        self._doelen = frozenset(doelen)
        self._records = records
        self._tags = [f"{{*}}{naam}" for naam in (*doelen, *andere)]
        self._stuk = stuk
        self._grootste = grootste
        self._venster = _Venster()
        self._kop: bytes | None = None
        self._zoek = _start_van(doelen)
        self._sinds_doel = 0
        self._zoekend = False
        self._klaar = False
        self._decoder = _decoder(codering)
        self._parser = self._nieuwe_parser()
        self.regel_basis = 0
        """What to add to the parser's line numbers to have those of the file."""

    def lees(self) -> Iterator[Element | Afgekeurd]:
        """Every target and other element, and every break, in the order of the file."""
        while not self._klaar:
            stuk = self._lees_stuk()
            self._klaar = not stuk
            self._venster.voeg_toe(stuk)
            if self._kop is None and self._venster.lengte <= LANGSTE_PROLOOG:
                self._vind_kop()
            if not self._zoekend:
                yield from self._voed(stuk)
            elif (rest := self._hervat(0)) is not None:
                yield from self._voed(rest)

    def _lees_stuk(self) -> bytes:
        """The next chunk in UTF-8; empty at the end."""
        stuk = self._bestand.read(self._stuk)
        if self._decoder is None:
            return stuk
        # What cannot be decoded becomes a lone surrogate, which breaks the parser right there.
        tekst = self._decoder.decode(stuk, final=not stuk)
        while stuk and not tekst:
            stuk = self._bestand.read(self._stuk)
            tekst = self._decoder.decode(stuk, final=not stuk)
        return tekst.encode("utf-8", "surrogatepass")

    def _vind_kop(self) -> None:
        """The bytes before the first record: what a parser must see before it can go on."""
        alles = b"".join(self._venster.stukken)
        doel = self._zoek.search(alles)
        if doel is None:
            return
        record = _start_van(self._records)
        eerste = record.search(alles, 0, doel.start() + 1)
        if eerste is not None:
            self._zoek = _start_van((lokaal_van(eerste[0]),))
        kop = alles[: (eerste or doel).start()]
        self._kop = _CONTEXT.sub(b"", kop)

    def _voed(self, stuk: bytes) -> Iterator[Element | Afgekeurd]:
        """Feed the parser; after a break go on behind it, as often as needed."""
        rest: bytes | None = stuk
        while rest is not None:
            self._sinds_doel += len(rest)
            fout = self._geef_parser(rest)
            rest = None
            yield from self._gebeurtenissen()
            if fout is not None:
                afgekeurd, plek = self._breuk(fout)
                yield afgekeurd
                hervat = fout.code not in _GEEN_HERVATTING and self._kop is not None
                self._klaar = self._klaar or not hervat
                rest = self._hervat(plek) if hervat else None
            elif self._sinds_doel > self._grootste:
                yield self._afgekeurd(Reden.DOSSIER_TE_GROOT, self._venster.regel, 0)
                self._klaar = self._klaar or self._kop is None
                self._hervat(self._venster.lengte)
            else:
                self._venster.kort_in(self._sinds_doel + self._stuk)

    def _geef_parser(self, stuk: bytes) -> _Fout | None:
        """Feed these bytes. Some breaks raise, others are only to be found in the parser's log."""
        try:
            if stuk:
                self._parser.feed(stuk)
            if self._klaar and not self._eerste_fout():
                self._parser.close()
        except etree.XMLSyntaxError as fout:
            if not len(self._parser.feed_error_log):
                regel, kolom = fout.position
                return _Fout(regel or 1, kolom or 1, 0)
        return self._eerste_fout()

    def _eerste_fout(self) -> _Fout | None:
        """The first thing the parser stopped at. A prefix without namespace is not one of those."""
        for melding in self._parser.feed_error_log:
            if melding.level >= etree.ErrorLevels.FATAL:
                return _Fout(melding.line, melding.column, melding.type)
        return None

    def _gebeurtenissen(self) -> Iterator[Element]:
        for _, gelezen in self._parser.read_events():
            element = cast("Element", gelezen)
            yield element
            if lokaal(str(element.tag)) in self._doelen:
                self._sinds_doel = 0
                _ruim_op(element)

    def _hervat(self, plek: int) -> bytes | None:
        """Go on at the first record after this place; None when it has not been read yet."""
        alles = self._venster.vanaf(max(plek, 0))
        gevonden = self._zoek.search(alles)
        if gevonden is None:
            self._zoekend = True
            self._venster.vanaf(max(0, len(alles) - _OVERLAP))
            return None
        rest = self._venster.vanaf(gevonden.start())
        kop = self._kop or b""
        self._zoekend = False
        self._sinds_doel = 0
        self._parser = self._nieuwe_parser()
        self.regel_basis = self._venster.regel - 1 - kop.count(b"\n")
        self._venster.kolom = tekens(kop[kop.rfind(b"\n") + 1 :])
        return kop + rest

    def _breuk(self, fout: _Fout) -> tuple[Afgekeurd, int]:
        """What broke, and the place in the window behind it."""
        venster = self._venster
        regel = max(venster.regel, fout.regel + self.regel_basis)
        kolom = fout.kolom - (venster.kolom if regel == venster.regel else 0)
        plek = max(1, _plek(b"".join(venster.stukken), regel - venster.regel, kolom))
        reden = Reden.XML_MISVORMD
        if fout.code in _CODERINGSFOUTEN:
            reden = Reden.CODERING_ONJUIST
        elif fout.code == _TE_GROOT:
            reden = Reden.DOSSIER_TE_GROOT
        return self._afgekeurd(reden, regel, plek), plek

    def _afgekeurd(self, reden: Reden, regel: int, plek: int) -> Afgekeurd:
        """The break, with the bytes of the record it stands in."""
        alles = b"".join(self._venster.stukken)
        begin = max((m.start() for m in self._zoek.finditer(alles, 0, plek)), default=0)
        volgende = self._zoek.search(alles, plek) if plek else None
        eind = len(alles) if volgende is None else volgende.start()
        origineel = alles[begin : min(eind, begin + LANGSTE_ORIGINEEL)]
        grens = f"{self._grootste // (1024 * 1024)} MiB"
        return Afgekeurd(
            Plaats(regel), (Bezwaar.van(reden, grens=grens),), origineel, heel_bestand=True
        )

    def _nieuwe_parser(self) -> etree.XMLPullParser:
        return etree.XMLPullParser(
            events=("end",),
            tag=self._tags,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )


def lokaal_van(starttag: bytes) -> str:
    """The local name in the beginning of a start tag."""
    return starttag.strip(b"<>/ \t\r\n").rpartition(b":")[2].decode("utf-8", "replace")


def tekens(inhoud: bytes) -> int:
    """How many characters these bytes of UTF-8 begin."""
    return len(inhoud.translate(None, _VERVOLG))


def _start_van(namen: tuple[str, ...]) -> re.Pattern[bytes]:
    """The beginning of a start tag with one of these local names."""
    keuze = "|".join(re.escape(naam) for naam in namen)
    return re.compile(rf"<(?:[^\s<>/:&\"']{{1,64}}:)?(?:{keuze})[\s/>]".encode())


def _plek(alles: bytes, regels: int, kolom: int) -> int:
    """The place of a line and a column (in characters) in these bytes."""
    begin = 0
    for _ in range(regels):
        begin = alles.find(b"\n", begin) + 1
        if begin == 0:
            return len(alles)
    eind = alles.find(b"\n", begin)
    rij = alles[begin : len(alles) if eind < 0 else eind]
    voor = rij.decode("utf-8", "surrogateescape")[: max(0, kolom - 1)]
    return begin + len(voor.encode("utf-8", "surrogateescape"))


def _decoder(codering: str) -> codecs.IncrementalDecoder | None:
    """A decoder to characters for everything but UTF-8, which the parser reads itself."""
    if codering in {"utf-8", "ascii"}:
        return None
    codecs.register_error("handhaving.breuk", _als_breuk)
    return codecs.getincrementaldecoder(codering)(errors="handhaving.breuk")


def _als_breuk(fout: UnicodeError) -> tuple[str, int]:
    """A lone surrogate for each run of bytes that the encoding does not know."""
    if isinstance(fout, UnicodeDecodeError):
        return "\ud800", fout.end
    raise fout


def _ruim_op(element: Element) -> None:
    """Free the element and everything before it in the tree."""
    element.clear()
    deel: Element | None = element
    while deel is not None:
        ouder = deel.getparent()
        while ouder is not None and deel.getprevious() is not None:
            del ouder[0]
        deel = ouder
