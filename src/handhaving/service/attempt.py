"""One attempt to write: what all its work shares, and what each piece of work would write."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handhaving.dossier.gemeen import heeft_deel
from handhaving.dossier.keuring import is_zichtbaar
from handhaving.service.values import VersieVerouderd

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from handhaving.dossier.basis import Gebeurtenis, Opdracht, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Claim, Commit, Door, Envelop
    from handhaving.eventlog.sleutels import DataKey, WritingKeyring
    from handhaving.service.values import Antwoord, Meta


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the attempt the commit stands that answers a command."""

    nummer: int
    herhaald: bool = False


@dataclass(slots=True)
class Plan:
    """What one piece of work would do: an outcome and its events for each of its commands."""

    dossier: Dossier
    uitkomsten: list[Antwoord | Weigering | Place] = field(default_factory=list)
    gebeurtenissen: list[tuple[Gebeurtenis, ...]] = field(default_factory=list)

    def add(
        self,
        uitkomst: Antwoord | Weigering | Place,
        gebeurtenissen: tuple[Gebeurtenis, ...] = (),
    ) -> None:
        """The outcome of the next command."""
        self.uitkomsten.append(uitkomst)
        self.gebeurtenissen.append(gebeurtenissen)


@dataclass(slots=True)
class Facts:
    """What the attempts before this one found out."""

    elders: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """At which dossier a unique value is: (kind, value) → dossier."""
    geweigerd: set[tuple[UUID, str]] = field(default_factory=set)
    """Keys (person, class) the log refused once: made by another meanwhile, or destroyed."""
    gewist: set[tuple[UUID, str]] = field(default_factory=set)
    """Keys the log refused twice: destroyed."""
    herkansing: bool = False
    """Whether there was an attempt before: then a first answer may be there already."""

    def key_refused(self, subject: UUID, klasse: str) -> None:
        """Once may be a race; twice, the key was read anew and is not there: it was destroyed."""
        if (subject, klasse) in self.geweigerd:
            self.gewist.add((subject, klasse))
        self.geweigerd.add((subject, klasse))


@dataclass(slots=True)
class Attempt:
    """What all work of one attempt shares. Also the keyring under which its events are sealed."""

    ring: WritingKeyring
    facts: Facts
    commits: list[Commit] = field(default_factory=list)
    claims: dict[Claim, tuple[str, str]] = field(default_factory=dict)
    """The values behind the claims, to know which one was lost."""
    nummers: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How many serial numbers of (kind, year) this attempt uses already."""
    dossiers: dict[UUID, Dossier] = field(default_factory=dict)
    """How work before it left a dossier."""
    gebeurd: dict[UUID, list[tuple[Gebeurtenis, Envelop]]] = field(default_factory=dict)
    """What work before it adds to a dossier."""
    opdrachten: dict[UUID, tuple[bytes, Door, int]] = field(default_factory=dict)
    """Commands of this attempt: content, actor, and where their commit stands."""
    nu: datetime | None = None

    def key(self, subject: UUID, klasse: str) -> DataKey | None:
        """The data key, made when missing; None when it was destroyed."""
        if (subject, klasse) in self.facts.gewist:
            return None
        return self.ring.key(subject, klasse)


def keur_versie(dossier: Dossier, opdracht: Opdracht, meta: Meta) -> None:
    """Raise VersieVerouderd, unless the decider will say that there is no such dossier.

    A version is for who has a part: to anybody else the dossier does not exist, and an agency that
    asks for its first part is told that it is late, not by how much.
    """
    if not opdracht.opent and not is_zichtbaar(opdracht, dossier, meta.door):
        return
    werkelijk = dossier.versie if heeft_deel(dossier, meta.door) else None
    raise VersieVerouderd(dossier.dossier_id, meta.verwachte_versie, werkelijk)
