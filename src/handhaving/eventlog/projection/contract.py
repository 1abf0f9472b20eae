"""What a read model is to the engine, and what the engine gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from pydantic import BaseModel
    from sqlalchemy import Connection, MetaData

    from handhaving.eventlog.envelope import Envelop, Stored

S = TypeVar("S")
S_co = TypeVar("S_co", covariant=True)
S_contra = TypeVar("S_contra", contravariant=True)


class Decoded(NamedTuple):
    """An event as the engine hands it out: read without keys, personal fields sealed."""

    gebeurtenis: BaseModel
    envelop: Envelop


class Broken(NamedTuple):
    """An event of a known type that cannot be decoded: it parks its dossier everywhere."""

    fout: Exception
    envelop: Envelop


class Decoder(Protocol):
    """The part of the codec the engine needs: decoding without keys."""

    def decode(self, stored: Stored, keyring: None, /) -> BaseModel:
        """The event. Raises UnknownEventType for a type or version nobody declared."""


@dataclass(frozen=True, slots=True)
class Fold(Generic[S]):
    """How a dossier is folded: its empty state and one step. Both pure."""

    empty: Callable[[UUID], S]
    evolve: Callable[[S, BaseModel, Envelop], S]


class ProjectionError(Exception):
    """Base of everything the engine raises of its own accord."""


class FoldFailed(ProjectionError):
    """An event could not be folded into its dossier; `__cause__` says why."""

    def __init__(self, dossier_id: UUID, positie: int) -> None:
        """Keep which dossier, and the position of the event."""
        super().__init__(f"dossier {dossier_id} kan niet gevouwen worden op positie {positie}")
        self.dossier_id = dossier_id
        self.positie = positie


class Batch(Generic[S_co]):
    """Events in order of position, and on request the folded dossiers they touch.

    `first`: all of each of these dossiers is here, for the first time; no row of it is there yet.
    """

    __slots__ = ("_given", "_states", "events", "first")

    def __init__(
        self,
        events: Sequence[Decoded],
        states: Callable[[], Mapping[UUID, S_co]],
        *,
        first: bool = False,
    ) -> None:
        """Take the events, and a function that folds their dossiers when asked."""
        self.events = events
        self.first = first
        self._states = states
        self._given: Mapping[UUID, S_co] | None = None

    def dossiers(self) -> Mapping[UUID, S_co]:
        """Every dossier of this batch, folded up to its last event in it. Raises FoldFailed."""
        if self._given is None:
            self._given = self._states()
        return self._given


class Projection(Protocol[S_contra]):
    """A read model. Its tables are named `<naam>_v<versie>` in schema `leesmodel`.

    `apply` must be idempotent, a pure function of the events, and touch rows alone: it never
    commits. What it raises parks the dossier that caused it. Every row belongs to one dossier and
    follows from the events of that dossier alone: a rebuild takes the dossiers in another order
    than they came in, and divides them over processes.
    """

    @property
    def naam(self) -> str:
        """Its name: the first part of its tables' names and its name in the checkpoint."""

    @property
    def versie(self) -> int:
        """The version of its code: another version is another set of tables."""

    @property
    def metadata(self) -> MetaData:
        """Its tables."""

    def apply(self, connection: Connection, batch: Batch[S_contra], /) -> None:
        """Write the rows that these events change."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a read model is on its way to `doel`, told after each batch."""

    naam: str
    van: int
    positie: int
    doel: int
