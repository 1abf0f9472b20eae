"""Reading dossiers: now, as known at an instant, as valid on a day, with or without the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from handhaving.dossier.basis import Gebeurtenis
from handhaving.dossier.decider import vouw
from handhaving.eventlog.collecting import undisturbed
from handhaving.eventlog.envelope import Claim, Envelop, IndexEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.codec import Codec
    from handhaving.eventlog.envelope import Stored, WrappedKey
    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.sleutels import DataKey, IndexKey, Vault

Pair: TypeAlias = tuple[Gebeurtenis, Envelop]


class LazyKeyring:
    """Opens the keys of a person when a field of that person is read."""

    def __init__(self, vault: Vault, wrapped: Sequence[WrappedKey] = ()) -> None:
        """Over this vault; the keys `wrapped` were read already, and are not asked for again."""
        self._vault = vault
        self._wrapped = wrapped
        self._keys: dict[UUID, dict[str, DataKey | None]] = {}

    def key(self, subject: UUID, klasse: str) -> DataKey | None:
        """The data key, None when destroyed or never made."""
        found = self._keys.setdefault(subject, {})
        if klasse not in found:
            own = [key for key in self._wrapped if key.subject == subject]
            ring = self._vault.opened([subject], own) if own else self._vault.open([subject])
            for each in ("identiteit", "gevoelig"):
                found[each] = ring.key(subject, each)
        return found[klasse]


class Reader:
    """Reads the log as dossiers."""

    def __init__(self, log: EventLog, codec: Codec, vault: Vault, index: IndexKey) -> None:
        """Over this log, with these keys."""
        self._log = log
        self._codec = codec
        self._vault = vault
        self._index = index

    def lees(
        self,
        dossier_id: UUID,
        *,
        op: datetime | None = None,
        geldig_op: date | None = None,
        met_sleutels: bool = True,
    ) -> Dossier:
        """The dossier now, as known at `op`, as valid on `geldig_op`, or both."""
        rijen = self._rijen(dossier_id, op, geldig_op, met_sleutels=met_sleutels)
        with undisturbed():
            return vouw(dossier_id, self._paren(*rijen))

    def historiek(
        self,
        dossier_id: UUID,
        *,
        op: datetime | None = None,
        geldig_op: date | None = None,
        met_sleutels: bool = True,
    ) -> list[Pair]:
        """The events of a dossier with their envelopes, in order."""
        return self._paren(*self._rijen(dossier_id, op, geldig_op, met_sleutels=met_sleutels))

    def _rijen(
        self, dossier_id: UUID, op: datetime | None, geldig_op: date | None, *, met_sleutels: bool
    ) -> tuple[list[Stored], LazyKeyring | None]:
        """The rows of a dossier, and what opens them if it was asked for."""
        tot = None if op is None else self._log.position_at(op)
        ring = None
        if met_sleutels:
            rows, wrapped = self._log.read_with_keys(dossier_id, tot_positie=tot)
            ring = LazyKeyring(self._vault, wrapped)
        else:
            rows = self._log.read_dossier(dossier_id, tot_positie=tot, met_persoonlijk=False)
        if geldig_op is not None:
            rows = [row for row in rows if row.envelop.geldig_op <= geldig_op]
        return rows, ring

    def _paren(self, rows: list[Stored], ring: LazyKeyring | None) -> list[Pair]:
        """All of them first: reading and folding in turns is slower by a twentieth."""
        decode = cast("Callable[[Stored, LazyKeyring | None], Gebeurtenis]", self._codec.decode)
        return [(decode(row, ring), row.envelop) for row in rows]

    def _decode(self, row: Stored, ring: LazyKeyring | None) -> Pair:
        return cast("Gebeurtenis", self._codec.decode(row, ring)), row.envelop

    def zoek(self, soort: str, waarde: str) -> list[UUID]:
        """The dossiers with this value: `insz`, `klantnummer` (agentschap|nummer), `naam`."""
        hashed = self._index.hmac(soort, waarde)
        gevonden = self._log.find_claim(Claim(soort, hashed))
        if gevonden is not None:
            return [gevonden]
        return self._log.find_index(IndexEntry(soort, hashed))

    def zoek_alle(self, sleutels: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
        """The dossiers with these unique values (kind, value), in one look; bulk intake asks."""
        claims = {Claim(soort, self._index.hmac(soort, w)): (soort, w) for soort, w in sleutels}
        return {claims[claim]: d for claim, d in self._log.find_claims(list(claims)).items()}

    def historieken(self, dossier_ids: Sequence[UUID]) -> dict[UUID, list[Pair]]:
        """The events of several dossiers in one read, with sealed personal fields."""
        uit: dict[UUID, list[Pair]] = {dossier_id: [] for dossier_id in dossier_ids}
        for row in self._log.read_dossiers(dossier_ids):
            uit[row.envelop.dossier_id].append(self._decode(row, None))
        return uit

    def versie(self, dossier_id: UUID) -> int:
        """The version of a dossier, 0 when there is none."""
        rows = self._log.read_dossier(dossier_id, met_persoonlijk=False)
        return rows[-1].envelop.versie if rows else 0
