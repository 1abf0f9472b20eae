"""The door of the log: one protocol, two backends (PostgreSQL and in memory), typed errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from handhaving.eventlog.blad import Leaf
    from handhaving.eventlog.envelope import (
        Claim,
        Commit,
        IndexEntry,
        Quarantined,
        Recorded,
        Stored,
        WrappedKey,
    )

PURGED_CLAIMS: Final = ("insz", "klantnummer")
"""The claims that go when the keys of a subject are destroyed: they say who the person is."""


class LogError(Exception):
    """Base of everything the log refuses."""


class VersionConflict(LogError):
    """Somebody else wrote to the dossier first: read it again and decide again."""

    def __init__(self, dossier_id: UUID, verwacht: int, werkelijk: int) -> None:
        """Keep the three facts."""
        super().__init__(f"dossier {dossier_id}: versie {verwacht} verwacht, {werkelijk} gevonden")
        self.dossier_id = dossier_id
        self.verwacht = verwacht
        self.werkelijk = werkelijk


class ClaimLost(LogError):
    """A value that may belong to one dossier only already belongs to another one."""

    def __init__(self, soort: str, waarde: bytes, dossier_id: UUID) -> None:
        """Keep the claim and the dossier that holds it."""
        super().__init__(f"{soort} hoort al bij dossier {dossier_id}")
        self.soort = soort
        self.waarde = waarde
        self.dossier_id = dossier_id


class NumberTaken(LogError):
    """The serial number is no longer the next one: draw again and decide again."""


class CommandReused(LogError):
    """The same `opdracht_id` was used with other content, another actor or another dossier."""

    def __init__(self, opdracht_id: UUID) -> None:
        """Keep the id of the command."""
        super().__init__(
            f"opdracht {opdracht_id} is al gebruikt met andere inhoud of door een ander"
        )
        self.opdracht_id = opdracht_id


class KeyRefused(LogError):
    """A commit brought a new key for a subject and class that has one, or had one destroyed."""

    def __init__(self, subject: UUID, klasse: str) -> None:
        """Keep whose key it was."""
        super().__init__(f"de {klasse}-sleutel van {subject} bestaat al of is vernietigd")
        self.subject = subject
        self.klasse = klasse


class InstantRefused(LogError):
    """Only a simulation log takes the instant from its caller."""


class EventExists(LogError):
    """An event id was used twice: ids are unique for ever."""


class EventLog(Protocol):
    """An append-only log of dossiers. Every method may raise a backend's connection error.

    Whatever a method answers outlives a crash: what was written, what was read, what was refused.
    """

    @property
    def simulatie(self) -> bool:
        """Whether this log was made for demonstration and takes instants from its caller."""

    def append(
        self, commits: Sequence[Commit], *, tijdstip: datetime | None = None
    ) -> list[Recorded]:
        """Write all commits, or none, in one transaction and one round trip.

        A commit whose `opdracht_id` was used before with the same content and actor is not
        written again: its first answer is returned with `herhaald=True`. Any other error, also of
        a statement that was cancelled, leaves open whether it was written: the same again tells.
        Raises VersionConflict, ClaimLost, NumberTaken, CommandReused, KeyRefused,
        InstantRefused, EventExists.
        """

    def read_dossier(
        self,
        dossier_id: UUID,
        *,
        na_versie: int = 0,
        tot_positie: int | None = None,
        met_persoonlijk: bool = True,
    ) -> list[Stored]:
        """The events of one dossier in order of version, up to and including `tot_positie`."""

    def read_with_keys(
        self, dossier_id: UUID, *, tot_positie: int | None = None
    ) -> tuple[list[Stored], list[WrappedKey]]:
        """The same, whole, with the keys that this subject has now: one look at the log."""

    def read_dossiers(
        self, dossier_ids: Sequence[UUID], *, tot_positie: int | None = None
    ) -> list[Stored]:
        """The events of several dossiers, by dossier and version, without `persoonlijk`."""

    def read(self, na_positie: int, limiet: int, *, met_persoonlijk: bool = False) -> list[Stored]:
        """A page of the whole log in order of position."""

    def opened(
        self, na_positie: int, tot_positie: int, limiet: int, *, deel: int = 0, delen: int = 1
    ) -> list[tuple[int, UUID]]:
        """The dossiers whose first event has a position in `(na, tot]`, with it, in that order.

        Only those of one of `delen` parts: each dossier is in one part, by a hash of its id.
        """

    def leaves(self, na_positie: int, limiet: int) -> list[Leaf]:
        """A page of the whole log in order of position, as the leaf hashes are made of it."""

    def last_position(self) -> int:
        """The highest position, 0 for an empty log."""

    def position_at(self, tijdstip: datetime) -> int:
        """The highest position with `geregistreerd_op` ≤ `tijdstip`: as known at that instant."""

    def recorded(self, opdracht_id: UUID, *, inhoud: bytes, herkomst_door: str) -> Recorded | None:
        """The first answer to a command, None if unknown. Raises CommandReused.

        `herkomst_door` is `id|rol|organisatie` of the actor.
        """

    def find_claim(self, claim: Claim) -> UUID | None:
        """The dossier that holds this claim."""

    def find_claims(self, claims: Sequence[Claim]) -> dict[Claim, UUID]:
        """The dossiers that hold these claims; what nobody holds is not in it."""

    def find_index(self, entry: IndexEntry) -> list[UUID]:
        """The dossiers with this blind index entry."""

    def next_number(self, soort: str, jaar: int) -> int:
        """The next serial number (1 on a fresh log). Reading it takes nothing."""

    def keys_of(self, subjects: Sequence[UUID]) -> list[WrappedKey]:
        """The wrapped data keys of these subjects that have not been destroyed."""

    def destroy_keys(self, subject: UUID) -> int:
        """Destroy all keys of a subject for ever, and purge its claims and blind index.

        What is purged: claims of soort `insz` and `klantnummer`, every index entry. Leaves a
        tombstone, so that no later commit can make any key for this subject again, of whatever
        class (KeyRefused). Returns the number of keys destroyed; a second time 0.
        """

    def repeat_erasures(self) -> int:
        """Destroy again what a commit destroyed (`vernietig`) and a restored backup brought back.

        Cheap when there is nothing to do: every start and every tick asks. The number of keys.
        """

    def keys_to_rewrap(self, kek_id: str, limiet: int) -> list[WrappedKey]:
        """At most `limiet` keys, not destroyed, that are not wrapped under `kek_id`."""

    def rewrap_keys(self, keys: Sequence[WrappedKey]) -> int:
        """Replace `kek_id` and `gewikkeld` of keys that still exist; the number replaced.

        A destroyed key is never brought back.
        """

    def quarantine(
        self, items: Sequence[Quarantined], *, sleutels: Sequence[WrappedKey] = ()
    ) -> int:
        """Put away what an intake could not use, with the keys that sealed it.

        What was put away before (the same `id`) stays as it is; the number of new items.
        Raises KeyRefused.
        """

    def quarantined(self, bestand_hmac: bytes | None = None) -> list[Quarantined]:
        """What is in quarantine, of one file or all of it, in the order it was put away."""
