"""The leaf hash of an event: the Python twin of what the append computes in SQL.

    SHA-256( 0x00 ‖ leaf version ‖ field* ‖ field(data) ‖ field(SHA-256(persoonlijk)) )

with field(x) = the number of bytes of x in decimal ‖ `:` ‖ x, and `-:` for null. The fields, as
UTF-8: positie, dossierId, versie, type, schemaVersie, gebeurtenisId, geregistreerdOp
(`YYYY-MM-DDTHH:MM:SS.ffffffZ`), geldigOp, door.id, door.rol, door.organisatie, opdrachtId,
oorzaakId, spoorId, sleutelId. `schema/bladvectoren.json` holds the vectors both are tested by.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from itertools import count, islice
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from handhaving.eventlog.envelope import Envelop, Stored

LEAF_VERSION: Final = 1
_PREFIX: Final = bytes((0, LEAF_VERSION))
_NULL: Final = b"-:"
_READERS: Final = 2


def instant(moment: datetime) -> str:
    """An instant as it stands in a leaf: microseconds, UTC. The moment must be aware."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def leaf(fields: Iterable[str | None], data: bytes, persoonlijk: bytes | None) -> bytes:
    """The hash over the fifteen fields in their order, the data and the sealed part."""
    return leaf_sealed(fields, data, None if persoonlijk is None else sha256(persoonlijk).digest())


def leaf_sealed(fields: Iterable[str | None], data: bytes, verzegeld: bytes | None) -> bytes:
    """The same, for whoever holds only SHA-256(persoonlijk)."""
    return _hash(head(fields, data), data, verzegeld)


def head(fields: Iterable[str | None], data: bytes) -> bytes:
    """What stands in a leaf before the data: each field, and the length of the data."""
    parts: list[bytes] = []
    for field in fields:
        if field is None:
            parts.append(_NULL)
        else:
            raw = field.encode()
            parts.append(b"%d:%b" % (len(raw), raw))
    parts.append(b"%d:" % len(data))
    return b"".join(parts)


def _hash(kop: bytes, data: bytes, verzegeld: bytes | None) -> bytes:
    slot = _NULL if verzegeld is None else b"%d:%b" % (len(verzegeld), verzegeld)
    return sha256(b"".join((_PREFIX, kop, data, slot))).digest()


def fields_of(e: Envelop) -> tuple[str | None, ...]:
    """The fields of an envelope in the order of the leaf."""
    return (
        str(e.positie),
        str(e.dossier_id),
        str(e.versie),
        e.type,
        str(e.schema_versie),
        str(e.gebeurtenis_id),
        instant(e.geregistreerd_op),
        e.geldig_op.isoformat(),
        e.door.id,
        e.door.rol,
        e.door.organisatie,
        str(e.opdracht_id),
        None if e.oorzaak_id is None else str(e.oorzaak_id),
        str(e.spoor_id),
        None if e.sleutel_id is None else str(e.sleutel_id),
    )


def leaf_of(envelop: Envelop, data: bytes, persoonlijk: bytes | None) -> bytes:
    """The leaf of an event of the legal log."""
    return leaf(fields_of(envelop), data, persoonlijk)


def holds(stored: Stored) -> bool:
    """Whether the leaf of an event that was read whole (with `persoonlijk`) is the right one."""
    return stored.blad == leaf_of(stored.envelop, stored.data, stored.persoonlijk)


class Leaf(NamedTuple):
    """An event as its leaf is made of it. `kop`: the fields and the length of the data (`head`)."""

    positie: int
    kop: bytes
    data: bytes
    persoonlijk: bytes | None
    blad: bytes

    def holds(self) -> bool:
        """Whether the leaf is the right one."""
        sealed = None if self.persoonlijk is None else sha256(self.persoonlijk).digest()
        return _hash(self.kop, self.data, sealed) == self.blad


class Leaves(Protocol):
    """A log of which the leaves can be read."""

    def leaves(self, na_positie: int, limiet: int) -> Sequence[Leaf]:
        """A page of the log in order of position, as its leaves are made of it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found after `na`: how many events, and the positions that are wrong.

    A position is wrong when its leaf is not the hash of what stands there, or nothing stands there.
    """

    na: int
    tot: int
    aantal: int
    fout: tuple[int, ...]

    @property
    def klopt(self) -> bool:
        """Whether every event stands as it was recorded."""
        return not self.fout


def verify(log: Leaves, *, na: int = 0, tot: int | None = None, pagina: int = 1_000) -> Verified:
    """Compute every leaf in `(na, tot]` anew. Ranges may be verified apart, by several processes.

    The database only lays out what it holds; the hashing is done here.
    """
    positie, aantal = na, 0
    fout: list[int] = []
    for page in _ahead(log, na, tot, pagina):
        for leaf in page:
            positie += 1
            while positie < leaf.positie:
                fout.append(positie)
                positie += 1
            if not leaf.holds():
                fout.append(leaf.positie)
        aantal += len(page)
    if tot is not None:
        fout.extend(range(positie + 1, tot + 1))
    return Verified(na, positie if tot is None else tot, aantal, tuple(fout))


def _ahead(log: Leaves, na: int, tot: int | None, pagina: int) -> Iterator[Sequence[Leaf]]:
    """The pages in order; the next ones are read while one is hashed, for reading takes longest.

    Each reads its own range of positions. Where a page is not full the log ends, or grows: from
    there on they are read one after another.
    """
    page: Sequence[Leaf] = ()

    def read(start: int) -> tuple[int, Sequence[Leaf], bool]:
        end = start + pagina if tot is None else min(start + pagina, tot)
        page = log.leaves(start, pagina)
        return start, [leaf for leaf in page if leaf.positie <= end], len(page) == pagina

    with ThreadPoolExecutor(_READERS) as readers:
        starts = count(na, pagina) if tot is None else iter(range(na, tot, pagina))
        coming = deque(readers.submit(read, start) for start in islice(starts, _READERS))
        while coming:
            na, page, full = coming.popleft().result()
            yield page
            if not full:
                break
            coming.extend(readers.submit(read, start) for start in islice(starts, 1))
        else:
            return
    while True:
        na = page[-1].positie if page else na
        over = pagina if tot is None else min(pagina, tot - na)
        page = log.leaves(na, over) if over > 0 else ()
        page = page if tot is None else [leaf for leaf in page if leaf.positie <= tot]
        if not page:
            return
        yield page
