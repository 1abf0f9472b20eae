"""Commits on the wire: arrays of composites in PostgreSQL's binary format, packed by hand.

psycopg can do this too, value by value in Python; a command's worth of events packed at once
takes a fraction of that, and the append is the busiest statement there is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from struct import Struct
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from psycopg.adapt import Dumper
from psycopg.pq import Format

from handhaving.eventlog.envelope import Recorded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psycopg import Connection

    from handhaving.eventlog.envelope import Commit, WrappedKey

COMPOSITES: Final = (
    "nieuwe_opdracht",
    "nieuwe_gebeurtenis",
    "nieuwe_waarde",
    "nieuw_nummer",
    "nieuwe_sleutel",
)

_UUID, _INT, _TEXT, _BYTEA, _DATE = 2950, 23, 25, 17, 1082  # the oids of these types never change
_HEAD = Struct("!Ii")  # oid, length
_NUMBER = Struct("!Iii")  # oid, length, value
_NUMBERS = Struct("!IiiIii")
_SIZE = Struct("!i")
_ARRAY = Struct("!iiIii")  # dimensions, has nulls, oid, number, lower bound
_UUID_HEAD: Final = _HEAD.pack(_UUID, 16)
_UUID_NULL: Final = _HEAD.pack(_UUID, -1)
_BYTEA_NULL: Final = _HEAD.pack(_BYTEA, -1)
_EPOCH: Final = date(2000, 1, 1).toordinal()

_OPDRACHT: Final = _SIZE.pack(8)  # the number of fields opens every record
_GEBEURTENIS: Final = _SIZE.pack(17)
_WAARDE: Final = _SIZE.pack(4)
_NUMMER: Final = _SIZE.pack(4)
_SLEUTEL: Final = _SIZE.pack(5)


class Packed:
    """Bytes that are a parameter as they stand."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        """Hold the bytes."""
        self.data = data


class PackedDumper(Dumper):
    """Sends a `Packed` untouched, in binary; the statement casts it to its type."""

    format = Format.BINARY

    def dump(self, obj: Packed) -> bytes:
        """The bytes."""
        return obj.data


@dataclass(frozen=True, slots=True)
class Wire:
    """Packs commits for one database: it knows the oids of the composite types there."""

    opdracht: int
    gebeurtenis: int
    waarde: int
    nummer: int
    sleutel: int

    @classmethod
    def of(cls, connection: Connection[Any]) -> Wire:
        """Ask this database for its oids."""
        rows = connection.execute(
            "SELECT t.typname, t.oid FROM pg_type AS t"
            " JOIN pg_namespace AS n ON n.oid = t.typnamespace"
            " WHERE n.nspname = 'handhaving' AND t.typname = ANY(%s)",
            [list(COMPOSITES)],
        ).fetchall()
        oids = dict(rows)
        return cls(*(int(oids[naam]) for naam in COMPOSITES))

    def pack_one(self, commits: Sequence[Commit]) -> list[Packed | None]:
        """The parameters of `handhaving.voeg_gebeurtenis_toe` after the instant.

        Empty unless this is one command that brings one event and nothing else.
        """
        if len(commits) != 1 or len(commits[0].gebeurtenissen) != 1:
            return []
        commit, records = commits[0], list[bytes]()
        if commit.claims or commit.index or commit.nummers or commit.sleutels:
            return []
        _gebeurtenissen(1, commit, records)
        return [Packed(_opdracht(commit)), Packed(records[0])]

    def pack(self, commits: Sequence[Commit]) -> list[Packed | None]:
        """The parameters of `handhaving.voeg_toe` after the instant."""
        opdrachten: list[bytes] = []
        gebeurtenissen: list[bytes] = []
        claims: list[bytes] = []
        index: list[bytes] = []
        nummers: list[bytes] = []
        sleutels: list[bytes] = []
        for volg, commit in enumerate(commits, start=1):
            opdrachten.append(_opdracht(commit))
            if commit.gebeurtenissen:
                _gebeurtenissen(volg, commit, gebeurtenissen)
            dossier = _UUID_HEAD + commit.dossier_id.bytes
            plaats = _NUMBER.pack(_INT, 4, volg)
            for waarden, uit in ((commit.claims, claims), (commit.index, index)):
                uit += [
                    _WAARDE + plaats + dossier + _text(w.soort) + _bytea(w.waarde) for w in waarden
                ]
            for n in commit.nummers:
                getallen = _NUMBERS.pack(_INT, 4, n.jaar, _INT, 4, n.nummer)
                nummers.append(_NUMMER + plaats + _text(n.soort) + getallen)
            sleutels += [_sleutel(plaats, sleutel) for sleutel in commit.sleutels]
        return [
            _array(self.opdracht, opdrachten),
            _array(self.gebeurtenis, gebeurtenissen),
            _array(self.waarde, claims),
            _array(self.waarde, index),
            _array(self.nummer, nummers),
            _array(self.sleutel, sleutels),
        ]

    def pack_released(self, commits: Sequence[Commit]) -> list[Packed | None]:
        """What the commits give up: the first parameters of `handhaving.draag_over`."""
        uit: list[Packed | None] = []
        for naam in ("vrij", "vrij_index"):
            records = [
                _WAARDE
                + _NUMBER.pack(_INT, 4, volg)
                + _UUID_HEAD
                + commit.dossier_id.bytes
                + _text(w.soort)
                + _bytea(w.waarde)
                for volg, commit in enumerate(commits, start=1)
                for w in getattr(commit, naam)
            ]
            uit.append(_array(self.waarde, records))
        return uit

    def pack_keys(self, keys: Iterable[WrappedKey]) -> Packed | None:
        """The parameter `p_sleutels` where there is no commit."""
        plaats = _NUMBER.pack(_INT, 4, 1)
        return _array(self.sleutel, [_sleutel(plaats, key) for key in keys])


def _array(oid: int, records: list[bytes]) -> Packed | None:
    if not records:
        return None
    parts = [_ARRAY.pack(1, 0, oid, len(records), 1)]
    for record in records:
        parts += (_SIZE.pack(len(record)), record)
    return Packed(b"".join(parts))


def _text(value: str) -> bytes:
    raw = value.encode()
    return _HEAD.pack(_TEXT, len(raw)) + raw


def _bytea(value: bytes) -> bytes:
    return _HEAD.pack(_BYTEA, len(value)) + value


def _opdracht(commit: Commit) -> bytes:
    herkomst = commit.herkomst
    door = herkomst.door
    return b"".join((
        _OPDRACHT,
        _UUID_HEAD,
        herkomst.opdracht_id.bytes,
        _UUID_HEAD,
        commit.dossier_id.bytes,
        _NUMBERS.pack(_INT, 4, commit.verwachte_versie, _INT, 4, len(commit.gebeurtenissen)),
        _bytea(commit.inhoud),
        _text(door.id),
        _text(door.rol),
        _text(door.organisatie),
    ))  # fmt: skip


def _gebeurtenissen(volg: int, commit: Commit, uit: list[bytes]) -> None:
    herkomst = commit.herkomst
    door = herkomst.door
    oorzaak = herkomst.oorzaak_id
    omslag = b"".join((
        _GEBEURTENIS,
        _NUMBER.pack(_INT, 4, volg),
        _UUID_HEAD,
        commit.dossier_id.bytes,
        _UUID_HEAD,
        herkomst.opdracht_id.bytes,
        _UUID_NULL if oorzaak is None else _UUID_HEAD + oorzaak.bytes,
        _UUID_HEAD,
        herkomst.spoor_id.bytes,
        _text(door.id),
        _text(door.rol),
        _text(door.organisatie),
    ))  # fmt: skip
    versie = commit.verwachte_versie
    for volgnr, e in enumerate(commit.gebeurtenissen, start=1):
        naam = e.type.encode()
        uit.append(b"".join((
            omslag,
            _NUMBERS.pack(_INT, 4, versie + volgnr, _INT, 4, volgnr),
            _UUID_HEAD,
            e.gebeurtenis_id.bytes,
            _HEAD.pack(_TEXT, len(naam)),
            naam,
            _NUMBERS.pack(_INT, 4, e.schema_versie, _DATE, 4, e.geldig_op.toordinal() - _EPOCH),
            _UUID_NULL if e.sleutel_id is None else _UUID_HEAD + e.sleutel_id.bytes,
            _HEAD.pack(_BYTEA, len(e.data)),
            e.data,
            _BYTEA_NULL if e.persoonlijk is None else _bytea(e.persoonlijk),
        )))  # fmt: skip


def _sleutel(plaats: bytes, key: WrappedKey) -> bytes:
    return b"".join((
        _SLEUTEL,
        plaats,
        _UUID_HEAD,
        key.subject.bytes,
        _text(key.klasse),
        _text(key.kek_id),
        _bytea(key.gewikkeld),
    ))  # fmt: skip


def answers(
    commits: Sequence[Commit], basis: int | None, eerder: str | bytes | None
) -> list[Recorded]:
    """What the append answered, as one `Recorded` per commit."""
    eerste: dict[int, Recorded] = {}
    for antwoord in json.loads(eerder) if eerder else ():
        volg = antwoord["opdracht"]
        commit = commits[volg - 1]
        eerste[volg] = Recorded(
            opdracht_id=commit.herkomst.opdracht_id,
            dossier_id=commit.dossier_id,
            versie=antwoord["versie"],
            eerste_positie=antwoord["eerste"],
            laatste_positie=antwoord["laatste"],
            gebeurtenissen=tuple((UUID(i), t) for i, t in antwoord["gebeurtenissen"] or ()),
            herhaald=True,
        )
    positie = basis or 0
    uit: list[Recorded] = []
    for volg, commit in enumerate(commits, start=1):
        if volg in eerste:
            uit.append(eerste[volg])
            continue
        aantal = len(commit.gebeurtenissen)
        uit.append(
            Recorded(
                opdracht_id=commit.herkomst.opdracht_id,
                dossier_id=commit.dossier_id,
                versie=commit.verwachte_versie + aantal,
                eerste_positie=positie + 1 if aantal else None,
                laatste_positie=positie + aantal if aantal else None,
                gebeurtenissen=tuple((e.gebeurtenis_id, e.type) for e in commit.gebeurtenissen),
            )
        )
        positie += aantal
    return uit
