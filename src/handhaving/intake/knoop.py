"""Reading elements by local name, namespace or not, and noticing what stands there twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from lxml import etree

from handhaving.intake.aangeleverd import Reden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from handhaving.intake.waarden import Keuring

    Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives its type no other name

_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def lokaal(tag: str) -> str:
    """The local name of a tag, also of one whose prefix has no namespace."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def als_bytes(element: Element) -> bytes:
    """The element as it stood, for quarantine."""
    return etree.tostring(element, encoding="utf-8", with_tail=False)


class Knoop:
    """An element and its children by local name. `pad` is where people find it."""

    __slots__ = ("_basis", "_kinderen", "element", "pad")

    def __init__(self, element: Element, pad: str, basis: int = 0) -> None:
        """Index the children once. `basis` is what to add to the parser's line numbers."""
        self.element = element
        self.pad = pad
        self._basis = basis
        self._kinderen: dict[str, list[Element]] = {}
        for kind in element:
            if kind.get(_NIL) not in {"true", "1"}:
                self._kinderen.setdefault(lokaal(str(kind.tag)), []).append(kind)

    @property
    def regel(self) -> int | None:
        """The line in the file on which the element begins."""
        regel = cast("int | None", self.element.sourceline)
        return None if regel is None else self._basis + regel

    @property
    def leeg(self) -> bool:
        """Whether nothing at all stands in it."""
        return not self._kinderen and not (self.element.text or "").strip()

    def heeft(self, naam: str) -> bool:
        """Whether there is such a child."""
        return naam in self._kinderen

    def knopen(self, naam: str) -> Iterator[Knoop]:
        """All children of this name, numbered in their path when there are several."""
        kinderen = self._kinderen.get(naam, [])
        for nummer, kind in enumerate(kinderen, start=1):
            stap = naam if len(kinderen) == 1 else f"{naam}[{nummer}]"
            yield Knoop(kind, f"{self.pad}/{stap}", self._basis)

    def diep(self, *namen: str) -> Iterator[Knoop]:
        """All descendants along this path of names."""
        if not namen:
            yield self
            return
        for kind in self.knopen(namen[0]):
            yield from kind.diep(*namen[1:])

    def knoop(self, naam: str, keuring: Keuring) -> Knoop | None:
        """The one child of this name that has content; two are a reason."""
        kinderen = self._kinderen.get(naam)
        if not kinderen:
            return None
        if len(kinderen) > 1:
            keuring.bezwaar(Reden.VELD_DUBBEL, self.veld(naam))
        kind = Knoop(kinderen[0], f"{self.pad}/{naam}", self._basis)
        return None if kind.leeg else kind

    def tekst(self, naam: str, keuring: Keuring, *, langst: int = 255) -> str | None:
        """The text of the one child of this name; None when it is absent or empty."""
        kinderen = self._kinderen.get(naam)
        if not kinderen:
            return None
        if len(kinderen) > 1:
            keuring.bezwaar(Reden.VELD_DUBBEL, self.veld(naam))
        kind = kinderen[0]
        waarde = (kind.text or "").strip()
        if len(kind) or len(waarde) > langst:
            keuring.bezwaar(Reden.VELD_ONGELDIG, self.veld(naam))
            return None
        return waarde or None

    def attribuut(self, naam: str, attribuut: str) -> str | None:
        """An attribute of the first child of this name."""
        kinderen = self._kinderen.get(naam)
        return kinderen[0].get(attribuut) if kinderen else None

    def veld(self, naam: str) -> str:
        """How a field is named in a reason: its parent and itself."""
        return f"{lokaal(str(self.element.tag))}/{naam}"
