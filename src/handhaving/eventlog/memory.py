"""The log in memory: the same door as PostgreSQL, for scenarios and for tests of what stands on it.

One lock, plain dictionaries; an append works on a copy of what it changes, so that a refusal
leaves nothing behind.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING

from handhaving.eventlog.blad import Leaf, fields_of, head, leaf_of
from handhaving.eventlog.envelope import Claim, Envelop, IndexEntry, Recorded, Stored
from handhaving.eventlog.herhaling import fingerprint, unique
from handhaving.eventlog.log import (
    PURGED_CLAIMS,
    ClaimLost,
    CommandReused,
    EventExists,
    InstantRefused,
    KeyRefused,
    NumberTaken,
    VersionConflict,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from handhaving.eventlog.envelope import Commit, NewEvent, Quarantined, WrappedKey


@dataclass(slots=True)
class _State:
    """Everything the log holds. `copy` is shallow: what hangs in it is never changed in place."""

    events: list[Stored] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)
    ids: set[UUID] = field(default_factory=set)
    commands: dict[UUID, tuple[Commit, Recorded]] = field(default_factory=dict)
    claims: dict[Claim, UUID] = field(default_factory=dict)
    index: set[tuple[IndexEntry, UUID]] = field(default_factory=set)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    keys: dict[tuple[UUID, str], WrappedKey] = field(default_factory=dict)
    destroyed: set[tuple[UUID, str]] = field(default_factory=set)
    erased: set[UUID] = field(default_factory=set)

    def copy(self) -> _State:
        return _State(
            list(self.events),
            dict(self.versions),
            set(self.ids),
            dict(self.commands),
            dict(self.claims),
            set(self.index),
            dict(self.numbers),
            dict(self.keys),
            set(self.destroyed),
            set(self.erased),
        )


class MemoryLog:
    """An `EventLog` that lives as long as the process."""

    def __init__(
        self, *, simulatie: bool = False, klok: Callable[[], datetime] | None = None
    ) -> None:
        """Empty. `klok` stands for the clock of the database."""
        self._simulatie = simulatie
        self._klok = klok or _now
        self._state = _State()
        self._quarantine: dict[UUID, Quarantined] = {}
        self._lock = RLock()

    @property
    def simulatie(self) -> bool:
        """See EventLog.simulatie."""
        return self._simulatie

    def append(
        self, commits: Sequence[Commit], *, tijdstip: datetime | None = None
    ) -> list[Recorded]:
        """See EventLog.append."""
        if tijdstip is not None and not self._simulatie:
            raise InstantRefused
        todo = unique(commits)
        with self._lock:
            state = self._state.copy()
            now = tijdstip or self._klok()
            if state.events:
                now = max(now, state.events[-1].envelop.geregistreerd_op)
            answers = [_earlier(state, commit) for commit in todo.commits]
            fresh = [c for c, answer in zip(todo.commits, answers, strict=True) if answer is None]
            _release(state, fresh)
            _claim(state, fresh)
            _check_versions(state, fresh)
            _take_numbers(state, fresh)
            _keep_keys(state, fresh)
            recorded = iter([_write(state, commit, now) for commit in fresh])
            for subject in {s for commit in todo.commits for s in commit.vernietig}:
                state.erased.add(subject)
                _destroy(state, subject)
            self._state = state
            return todo.spread([answer or next(recorded) for answer in answers])

    def read_dossier(
        self,
        dossier_id: UUID,
        *,
        na_versie: int = 0,
        tot_positie: int | None = None,
        met_persoonlijk: bool = True,
    ) -> list[Stored]:
        """See EventLog.read_dossier."""
        return [
            stored if met_persoonlijk else stored._replace(persoonlijk=None)
            for stored in self._until(tot_positie)
            if stored.envelop.dossier_id == dossier_id and stored.envelop.versie > na_versie
        ]

    def read_with_keys(
        self, dossier_id: UUID, *, tot_positie: int | None = None
    ) -> tuple[list[Stored], list[WrappedKey]]:
        """See EventLog.read_with_keys."""
        return self.read_dossier(dossier_id, tot_positie=tot_positie), self.keys_of([dossier_id])

    def read_dossiers(
        self, dossier_ids: Sequence[UUID], *, tot_positie: int | None = None
    ) -> list[Stored]:
        """See EventLog.read_dossiers."""
        wanted = set(dossier_ids)
        found = [
            stored._replace(persoonlijk=None)
            for stored in self._until(tot_positie)
            if stored.envelop.dossier_id in wanted
        ]
        return sorted(found, key=lambda s: (s.envelop.dossier_id, s.envelop.versie))

    def read(self, na_positie: int, limiet: int, *, met_persoonlijk: bool = False) -> list[Stored]:
        """See EventLog.read."""
        first = max(na_positie, 0)
        page = self._state.events[first : first + limiet]
        return page if met_persoonlijk else [s._replace(persoonlijk=None) for s in page]

    def opened(
        self, na_positie: int, tot_positie: int, limiet: int, *, deel: int = 0, delen: int = 1
    ) -> list[tuple[int, UUID]]:
        """See EventLog.opened."""
        found = [
            (stored.envelop.positie, stored.envelop.dossier_id)
            for stored in self._state.events[max(na_positie, 0) : tot_positie]
            if stored.envelop.versie == 1 and hash(stored.envelop.dossier_id) % delen == deel
        ]
        return found[:limiet]

    def leaves(self, na_positie: int, limiet: int) -> list[Leaf]:
        """See EventLog.leaves."""
        return [
            Leaf(e.positie, head(fields_of(e), data), data, persoonlijk, blad)
            for e, data, persoonlijk, blad in self.read(na_positie, limiet, met_persoonlijk=True)
        ]

    def last_position(self) -> int:
        """See EventLog.last_position."""
        return len(self._state.events)

    def position_at(self, tijdstip: datetime) -> int:
        """See EventLog.position_at."""
        return bisect_right(
            self._state.events, tijdstip, key=lambda stored: stored.envelop.geregistreerd_op
        )

    def recorded(self, opdracht_id: UUID, *, inhoud: bytes, herkomst_door: str) -> Recorded | None:
        """See EventLog.recorded."""
        found = self._state.commands.get(opdracht_id)
        if found is None:
            return None
        commit, answer = found
        door = commit.herkomst.door
        if (commit.inhoud, f"{door.id}|{door.rol}|{door.organisatie}") != (inhoud, herkomst_door):
            raise CommandReused(opdracht_id)
        return replace(answer, herhaald=True)

    def find_claim(self, claim: Claim) -> UUID | None:
        """See EventLog.find_claim."""
        return self._state.claims.get(claim)

    def find_claims(self, claims: Sequence[Claim]) -> dict[Claim, UUID]:
        """See EventLog.find_claims."""
        held = self._state.claims
        return {claim: held[claim] for claim in claims if claim in held}

    def find_index(self, entry: IndexEntry) -> list[UUID]:
        """See EventLog.find_index."""
        return sorted(dossier for found, dossier in self._state.index if found == entry)

    def next_number(self, soort: str, jaar: int) -> int:
        """See EventLog.next_number."""
        return self._state.numbers.get((soort, jaar), 0) + 1

    def keys_of(self, subjects: Sequence[UUID]) -> list[WrappedKey]:
        """See EventLog.keys_of."""
        wanted = set(subjects)
        found = [key for (subject, _), key in self._state.keys.items() if subject in wanted]
        return sorted(found, key=lambda key: (key.subject, key.klasse))

    def destroy_keys(self, subject: UUID) -> int:
        """See EventLog.destroy_keys."""
        with self._lock:
            state = self._state.copy()
            gone = _destroy(state, subject)
            self._state = state
            return gone

    def repeat_erasures(self) -> int:
        """See EventLog.repeat_erasures."""
        return sum(self.destroy_keys(subject) for subject in self._state.erased)

    def keys_to_rewrap(self, kek_id: str, limiet: int) -> list[WrappedKey]:
        """See EventLog.keys_to_rewrap."""
        found = [key for key in self._state.keys.values() if key.kek_id != kek_id]
        return sorted(found, key=lambda key: (key.subject, key.klasse))[:limiet]

    def rewrap_keys(self, keys: Sequence[WrappedKey]) -> int:
        """See EventLog.rewrap_keys."""
        with self._lock:
            known = [key for key in keys if (key.subject, key.klasse) in self._state.keys]
            changed = {(key.subject, key.klasse): key for key in known}
            state = self._state.copy()
            state.keys |= changed
            self._state = state
            return len(changed)

    def quarantine(
        self, items: Sequence[Quarantined], *, sleutels: Sequence[WrappedKey] = ()
    ) -> int:
        """See EventLog.quarantine."""
        with self._lock:
            fresh: dict[UUID, Quarantined] = {}
            for item in items:
                if item.id not in self._quarantine:
                    fresh.setdefault(item.id, item)
            state = self._state.copy()
            _store_keys(state, sleutels)
            self._state = state
            now = self._klok()
            self._quarantine |= {id_: replace(item, op=now) for id_, item in fresh.items()}
            return len(fresh)

    def quarantined(self, bestand_hmac: bytes | None = None) -> list[Quarantined]:
        """See EventLog.quarantined."""
        return [
            item
            for item in self._quarantine.values()
            if bestand_hmac is None or item.bestand_hmac == bestand_hmac
        ]

    def _until(self, positie: int | None) -> list[Stored]:
        events = self._state.events
        return events if positie is None else events[:positie]


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _earlier(state: _State, commit: Commit) -> Recorded | None:
    found = state.commands.get(commit.herkomst.opdracht_id)
    if found is None:
        return None
    before, answer = found
    if fingerprint(before) != fingerprint(commit):
        raise CommandReused(commit.herkomst.opdracht_id)
    return replace(answer, herhaald=True)


def _release(state: _State, commits: Sequence[Commit]) -> None:
    """Before the claims: what one commit gives up, another may take."""
    for commit in commits:
        for claim in commit.vrij:
            if state.claims.get(claim) == commit.dossier_id:
                del state.claims[claim]
        state.index -= {(entry, commit.dossier_id) for entry in commit.vrij_index}


def _claim(state: _State, commits: Sequence[Commit]) -> None:
    for commit in commits:
        for claim in commit.claims:
            holder = state.claims.setdefault(claim, commit.dossier_id)
            if holder != commit.dossier_id:
                raise ClaimLost(claim.soort, claim.waarde, holder)
        state.index |= {(entry, commit.dossier_id) for entry in commit.index}


def _check_versions(state: _State, commits: Sequence[Commit]) -> None:
    ahead: dict[UUID, int] = {}
    for commit in commits:
        now = ahead.get(commit.dossier_id, state.versions.get(commit.dossier_id, 0))
        if now != commit.verwachte_versie:
            raise VersionConflict(commit.dossier_id, commit.verwachte_versie, now)
        ahead[commit.dossier_id] = now + len(commit.gebeurtenissen)


def _take_numbers(state: _State, commits: Sequence[Commit]) -> None:
    """In order of number, not of commit: together they must be the next ones."""
    wanted = sorted(
        (number.soort, number.jaar, number.nummer)
        for commit in commits
        for number in commit.nummers
    )
    for soort, jaar, nummer in wanted:
        if nummer != state.numbers.get((soort, jaar), 0) + 1:
            raise NumberTaken
        state.numbers[soort, jaar] = nummer


def _keep_keys(state: _State, commits: Sequence[Commit]) -> None:
    for commit in commits:
        _store_keys(state, commit.sleutels)


def _store_keys(state: _State, keys: Sequence[WrappedKey]) -> None:
    for key in keys:
        name = (key.subject, key.klasse)
        kept = state.keys.setdefault(name, key)
        erased = any(subject == key.subject for subject, _ in state.destroyed)
        if erased or kept.gewikkeld != key.gewikkeld:
            raise KeyRefused(key.subject, key.klasse)


def _destroy(state: _State, subject: UUID) -> int:
    gone = {name for name in state.keys if name[0] == subject}
    state.keys = {name: key for name, key in state.keys.items() if name not in gone}
    state.destroyed |= gone
    if subject in state.erased:
        state.destroyed.add((subject, "identiteit"))
    state.claims = {
        claim: dossier
        for claim, dossier in state.claims.items()
        if dossier != subject or claim.soort not in PURGED_CLAIMS
    }
    state.index = {entry for entry in state.index if entry[1] != subject}
    return len(gone)


def _write(state: _State, commit: Commit, now: datetime) -> Recorded:
    before = len(state.events)
    for volgnr, event in enumerate(commit.gebeurtenissen, start=1):
        if event.gebeurtenis_id in state.ids:
            raise EventExists
        state.ids.add(event.gebeurtenis_id)
        envelop = _envelope(commit, event, volgnr, before + volgnr, now)
        leaf = leaf_of(envelop, event.data, event.persoonlijk)
        state.events.append(Stored(envelop, event.data, event.persoonlijk, leaf))
    written = len(commit.gebeurtenissen)
    state.versions[commit.dossier_id] = commit.verwachte_versie + written
    answer = Recorded(
        opdracht_id=commit.herkomst.opdracht_id,
        dossier_id=commit.dossier_id,
        versie=commit.verwachte_versie + written,
        eerste_positie=before + 1 if written else None,
        laatste_positie=before + written if written else None,
        gebeurtenissen=tuple((e.gebeurtenis_id, e.type) for e in commit.gebeurtenissen),
    )
    state.commands[commit.herkomst.opdracht_id] = (commit, answer)
    return answer


def _envelope(commit: Commit, event: NewEvent, volgnr: int, positie: int, now: datetime) -> Envelop:
    return Envelop(
        positie=positie,
        dossier_id=commit.dossier_id,
        versie=commit.verwachte_versie + volgnr,
        type=event.type,
        schema_versie=event.schema_versie,
        gebeurtenis_id=event.gebeurtenis_id,
        geregistreerd_op=now.astimezone(UTC),
        geldig_op=event.geldig_op,
        door=commit.herkomst.door,
        opdracht_id=commit.herkomst.opdracht_id,
        volgnr=volgnr,
        spoor_id=commit.herkomst.spoor_id,
        oorzaak_id=commit.herkomst.oorzaak_id,
        sleutel_id=event.sleutel_id,
    )
