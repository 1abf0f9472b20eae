"""Wat bij elkaar hoort: een zaak is een inbreuk met alles wat er onder sleutels op volgde."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from handhaving.dossier.navraag.vorm import PERSOON
from handhaving.dossier.toewijzing.sleutels import genoemd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from handhaving.dossier.toewijzing.levend import Levend


class Zaken:
    """De gebeurtenissen van een dossier, gegroepeerd naar de sleutels die ze samen noemen."""

    def __init__(self, telt: Iterable[Levend], gemaakt: Mapping[UUID, Sequence[str]]) -> None:
        """`gemaakt`: per gebeurtenis de taken die er bij het vouwen uit ontstonden."""
        self._boven: dict[str, str] = {}
        self._leden: dict[str, list[Levend]] = defaultdict(list)
        sleutels: list[tuple[Levend, str]] = []
        for each in telt:
            eigen = self.van(each)
            for sleutel in (*eigen, *gemaakt.get(each.id, ())):
                self._verbind(sleutel, eigen[0] if eigen else sleutel)
            if eigen:
                sleutels.append((each, eigen[0]))
        for each, sleutel in sleutels:
            self._leden[self._wortel(sleutel)].append(each)

    def __iter__(self) -> Iterator[list[Levend]]:
        """Elke zaak: haar gebeurtenissen in volgorde, de oorzaak eerst."""
        return iter(self._leden.values())

    def sleutels(self, telt: Iterable[Levend]) -> set[str]:
        """Alle sleutels van de zaken waartoe deze gebeurtenissen horen."""
        wortels = {self._wortel(eigen[0]) for each in telt if (eigen := self.van(each))}
        return {sleutel for sleutel in self._boven if self._wortel(sleutel) in wortels}

    @staticmethod
    def van(each: Levend) -> tuple[str, ...]:
        """De sleutels die deze gebeurtenis noemt."""
        return tuple(sleutel for sleutel in genoemd(each.gebeurtenis) if sleutel != PERSOON)

    def _wortel(self, sleutel: str) -> str:
        while (boven := self._boven[sleutel]) != sleutel:
            sleutel = boven
        return sleutel

    def _verbind(self, een: str, ander: str) -> None:
        for sleutel in (een, ander):
            self._boven.setdefault(sleutel, sleutel)
        self._boven[self._wortel(een)] = self._wortel(ander)
