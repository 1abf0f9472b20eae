"""Commits as tests need them, and the two logs that must answer alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from handhaving.eventlog.draad import Packed, PackedDumper, Wire
from handhaving.eventlog.envelope import Commit, Door, Herkomst, NewEvent, WrappedKey
from handhaving.eventlog.toegang import Lezing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

DOOR = Door("toets", "toezichthouder", "TOETS")
ANDER = Door("ander", "toezichthouder", "TOETS")
_VOEG_TOE = (
    b"SELECT basis, eerder::text FROM handhaving.voeg_toe(NULL, %b::handhaving.nieuwe_opdracht[],"
    b" %b::handhaving.nieuwe_gebeurtenis[], %b::handhaving.nieuwe_waarde[],"
    b" %b::handhaving.nieuwe_waarde[], %b::handhaving.nieuw_nummer[],"
    b" %b::handhaving.nieuwe_sleutel[])"
)
SPOOR = UUID(int=7)
DAG = date(2026, 3, 1)


def feit(
    data: bytes = b"{}", persoonlijk: bytes | None = None, gebeurtenis_id: UUID | None = None
) -> NewEvent:
    """One event with nothing in it."""
    return NewEvent(gebeurtenis_id or uuid4(), "Geproefd", 1, DAG, data, persoonlijk)


def commit(
    dossier: UUID,
    verwacht: int = 0,
    aantal: int = 1,
    *,
    opdracht: UUID | None = None,
    door: Door = DOOR,
    inhoud: bytes = b"inhoud",
    **meer: Any,  # noqa: ANN401 - the other fields of Commit
) -> Commit:
    """What one command writes: so many events after this version."""
    return Commit(
        dossier_id=dossier,
        verwachte_versie=verwacht,
        herkomst=Herkomst(opdracht or uuid4(), door, SPOOR),
        inhoud=inhoud,
        **{"gebeurtenissen": tuple(feit() for _ in range(aantal))} | meer,
    )


def voeg_toe(
    verbinding: Connection[tuple[Any, ...]], commits: Sequence[Commit]
) -> tuple[int | None, str | None]:
    """The function by itself, in the transaction of this connection, as the writer."""
    verbinding.execute("SET ROLE handhaving_schrijver")
    verbinding.adapters.register_dumper(Packed, PackedDumper)
    waarden = Wire.of(verbinding).pack(commits)
    rij = verbinding.execute(_VOEG_TOE, waarden, binary=True).fetchone()
    assert rij is not None
    return rij[0], rij[1]


def opnieuw(eerder: Commit, **anders: Any) -> Commit:  # noqa: ANN401 - fields of Commit
    """The same command, decided again: other event ids, the same `opdracht_id`."""
    nieuw = tuple(feit() for _ in eerder.gebeurtenissen)
    return replace(eerder, **{"gebeurtenissen": nieuw} | anders)


def sleutel(
    subject: UUID, klasse: str = "identiteit", gewikkeld: bytes = b"w", kek: str = "kek-1"
) -> WrappedKey:
    """A key that opens nothing."""
    return WrappedKey(subject, klasse, kek, gewikkeld)


def lezing(*dossiers: UUID) -> Lezing:
    """A read of the name of somebody."""
    return Lezing(
        id=uuid4(),
        door=Door("toets", "toezichthouder", "TOETS"),
        ingang="toets",
        doel="toezicht",
        referentie=None,
        dossiers=dossiers,
        identiteit=("naam",),
        gevoelig=(),
        spoor_id=SPOOR,
    )
