"""What a dossier already has of what a file delivers, so that only what is new is added.

An inbreuk is recognised by the number its source gave it: the id of the command that established
it is a keyed digest of that number, and stands in the envelope of its event. Without a number,
or with one that is new, by type and date of the fact: but a fact that a file already gave one
number is never silently taken for the same under another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from handhaving.dossier.inbreuk.overnemen import HistorischFeitOvergenomen
from handhaving.dossier.inbreuk.rechtzetten import InbreukRechtgezet
from handhaving.dossier.inbreuk.vaststellen import InbreukVastgesteld
from handhaving.dossier.toewijzing.levend import levend

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.state import Persoon
    from handhaving.eventlog.envelope import Envelop
    from handhaving.eventlog.sleutels import IndexKey
    from handhaving.intake.aangeleverd import AangeleverdeInbreuk, Persoonsgegevens

DIENST: Final = "intake"
"""Who acts: a service account of the agency that delivers."""
_DOEL: Final = "opname"


@dataclass(frozen=True, slots=True)
class Bekend:
    """An inbreuk that is in the dossier, or that an earlier command of this delivery puts there."""

    sleutel: str
    type: str
    datum_feit: date
    agentschap: str


@dataclass(slots=True)
class Geheugen:
    """What a dossier has, as far as recognition needs it. Needs no keys."""

    opdrachten: set[UUID] = field(default_factory=set)
    inbreuken: dict[str, Bekend] = field(default_factory=dict)
    van_opdracht: dict[UUID, str] = field(default_factory=dict)
    rechtgezet: set[str] = field(default_factory=set)
    feiten: set[tuple[str, str, date]] = field(default_factory=set)
    uit_bestand: dict[str, UUID] = field(default_factory=dict)
    """Inbreuken that came from a file, and by which command: it follows from the number."""
    genummerd: dict[str, str] = field(default_factory=dict)
    """The numbers that this delivery gave to inbreuken."""

    @classmethod
    def van(cls, paren: Iterable[tuple[Gebeurtenis, Envelop]]) -> Geheugen:
        """From the history of a dossier: what counts in it, what it took over included."""
        uit = cls()
        for each in levend(paren):
            gebeurtenis, envelop = each.gebeurtenis, each.envelop
            uit.opdrachten.add(envelop.opdracht_id)
            if isinstance(gebeurtenis, InbreukVastgesteld):
                uit.onthoud(
                    Bekend(
                        gebeurtenis.inbreuk,
                        gebeurtenis.type,
                        gebeurtenis.datum_feit,
                        gebeurtenis.agentschap,
                    ),
                    envelop.opdracht_id,
                )
                if envelop.door.id == DIENST:
                    uit.uit_bestand[gebeurtenis.inbreuk] = envelop.opdracht_id
            elif isinstance(gebeurtenis, InbreukRechtgezet):
                uit.rechtgezet.add(gebeurtenis.inbreuk)
            elif isinstance(gebeurtenis, HistorischFeitOvergenomen):
                uit.feiten.add((gebeurtenis.inbreuk, gebeurtenis.soort, gebeurtenis.datum))
        return uit

    def onthoud(self, inbreuk: Bekend, opdracht_id: UUID) -> None:
        """One inbreuk more."""
        self.inbreuken[inbreuk.sleutel] = inbreuk
        self.van_opdracht[opdracht_id] = inbreuk.sleutel

    def herken(self, inbreuk: AangeleverdeInbreuk, opdracht_id: UUID) -> Bekend | None:
        """The inbreuk in the dossier that this one is; None when it is new.

        A fact that was put right and comes back under a new number is a new inbreuk.
        """
        sleutel = self.van_opdracht.get(opdracht_id)
        if sleutel is not None:
            return self.inbreuken[sleutel]
        zelfde = [
            bekend
            for bekend in self.inbreuken.values()
            if bekend.type == inbreuk.type and bekend.datum_feit == inbreuk.datum_feit
        ]
        levend = [bekend for bekend in zelfde if bekend.sleutel not in self.rechtgezet]
        if inbreuk.kenmerk is None:
            return next(iter(levend or zelfde), None)
        return next(iter(levend), None)


def wie(persoon: Persoonsgegevens, agentschap: str) -> tuple[tuple[str, str], ...]:
    """The search keys of a person, the surest first: insz, then klantnummer at its agency."""
    uit: list[tuple[str, str]] = []
    if persoon.insz is not None:
        uit.append(("insz", persoon.insz))
    if persoon.klantnummer is not None:
        uit.append(("klantnummer", f"{persoon.agentschap or agentschap}|{persoon.klantnummer}"))
    return tuple(uit)


def wie_is(persoon: Persoon) -> tuple[tuple[str, str], ...]:
    """The search keys of somebody who has a dossier, those of before included."""
    nummers = (persoon.insz, *persoon.insz_aliassen)
    uit = [("insz", nummer) for nummer in nummers if isinstance(nummer, str)]
    if isinstance(persoon.klantnummer, str):
        uit.append(("klantnummer", f"{persoon.agentschap}|{persoon.klantnummer}"))
    return tuple(uit)


class Nummering:
    """The ids of the commands of one person: keyed digests, the same for the same input."""

    __slots__ = ("_index", "_persoon")

    def __init__(self, index: IndexKey, sleutels: tuple[tuple[str, str], ...]) -> None:
        """For the person with these search keys."""
        self._index = index
        self._persoon = "|".join(sleutels[0])

    def inbreuk(self, inbreuk: AangeleverdeInbreuk) -> UUID:
        """Of establishing this inbreuk, whatever else is said of it."""
        return self._index.uuid(_DOEL, self._persoon, "StelInbreukVast", *_herkenning(inbreuk))

    def dezelfde(self, inbreuk: AangeleverdeInbreuk) -> set[UUID]:
        """Of establishing this inbreuk under its own number, and without any."""
        return {self.inbreuk(inbreuk), self.inbreuk(replace(inbreuk, kenmerk=None))}

    def feit(self, inbreuk: AangeleverdeInbreuk, soort: str, datum: date | None) -> UUID:
        """Of an act on this inbreuk: what it is and when."""
        delen = _herkenning(inbreuk)
        return self._index.uuid(_DOEL, self._persoon, "feit", *delen, soort, str(datum))

    def persoon(self, opdracht: str, gegevens: Persoonsgegevens, moment: str) -> UUID:
        """Of opening or changing with these particulars, as published at this moment."""
        inhoud = json.dumps(gegevens.velden(), default=str, sort_keys=True)
        return self._index.uuid(_DOEL, self._persoon, opdracht, moment, inhoud)


def _herkenning(inbreuk: AangeleverdeInbreuk) -> tuple[str, ...]:
    if inbreuk.kenmerk is not None:
        return ("kenmerk", inbreuk.kenmerk)
    return ("feit", inbreuk.type, inbreuk.datum_feit.isoformat())
