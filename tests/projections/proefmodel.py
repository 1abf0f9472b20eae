"""A small domain of its own for the engine: dossiers that count, and read models over them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, Uuid, exists, select
from sqlalchemy.dialects.postgresql import insert

from handhaving.eventlog.codec import Codec, EventType
from handhaving.eventlog.envelope import Commit, Door, Herkomst, NewEvent
from handhaving.eventlog.projection import (
    SCHEMA,
    Engine,
    Fold,
    TableDigest,
    digest,
    replace_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection
    from sqlalchemy import Engine as Database

    from handhaving.eventlog.envelope import Envelop
    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.projection import Batch, Projection

NU = datetime(2026, 11, 22, 12, tzinfo=UTC)
DOOR = Door("proef-1", "systeem", "ABB")


class Geteld(BaseModel):
    """Something was counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    aantal: int


class Gemerkt(BaseModel):
    """A mark was set; a read model may choke on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    merk: str


CODEC = Codec([EventType("Geteld", 1, Geteld), EventType("Gemerkt", 1, Gemerkt)])


@dataclass(frozen=True, slots=True)
class Telling:
    """A folded dossier."""

    dossier_id: UUID
    versie: int = 0
    som: int = 0
    merken: tuple[str, ...] = ()


def evolueer(stand: Telling, gebeurtenis: BaseModel, envelop: Envelop) -> Telling:
    """One step of the fold; the mark `onvouwbaar` cannot be folded."""
    match gebeurtenis:
        case Geteld(aantal=aantal):
            return replace(stand, versie=envelop.versie, som=stand.som + aantal)
        case Gemerkt(merk=merk) if merk != "onvouwbaar":
            return replace(stand, versie=envelop.versie, merken=(*stand.merken, merk))
        case _:
            msg = "onvouwbaar"
            raise ValueError(msg)


FOLD: Fold[Telling] = Fold(Telling, evolueer)


class Gif(Exception):
    """What a read model raises for an event it cannot take."""


class Tellingen:
    """One row per dossier, from the folded state. Chokes on marks that were put in `gif`."""

    def __init__(self, naam: str = "tellingen", versie: int = 1, gif: tuple[str, ...] = ()) -> None:
        self.naam = naam
        self.versie = versie
        self.gif = set(gif)
        self.metadata = MetaData(schema=SCHEMA)
        self.tabel = Table(
            f"{naam}_v{versie}",
            self.metadata,
            Column("dossier_id", Uuid, primary_key=True),
            Column("versie", Integer, nullable=False),
            Column("som", BigInteger, nullable=False),
            Column("merken", Text, nullable=False),
        )

    def apply(self, connection: Connection, batch: Batch[Telling]) -> None:
        for gebeurtenis, _ in batch.events:
            if isinstance(gebeurtenis, Gemerkt) and gebeurtenis.merk in self.gif:
                raise Gif(gebeurtenis.merk)
        standen = batch.dossiers()
        rijen = [(s.dossier_id, s.versie, s.som, ",".join(s.merken)) for s in standen.values()]
        replace_rows(connection, self.tabel, self.tabel.c.dossier_id, list(standen), rijen)


class Regels:
    """One row per event, without the fold."""

    def __init__(self, naam: str = "regels") -> None:
        self.naam = naam
        self.versie = 1
        self.metadata = MetaData(schema=SCHEMA)
        self.tabel = Table(
            f"{naam}_v1",
            self.metadata,
            Column("positie", BigInteger, primary_key=True, autoincrement=False),
            Column("dossier_id", Uuid, nullable=False),
            Column("tekst", Text, nullable=False),
        )

    def apply(self, connection: Connection, batch: Batch[object]) -> None:
        rijen = [(e.positie, e.dossier_id, repr(g)) for g, e in batch.events]
        eerst = select(exists().where(self.tabel.c.positie >= rijen[0][0]))
        al = connection.execute(eerst).scalar_one()
        replace_rows(
            connection, self.tabel, self.tabel.c.positie, [r[0] for r in rijen] if al else [], rijen
        )


class Optellers:
    """Adds up without looking: an event that came twice would be counted twice."""

    def __init__(self, na_rijen: Callable[[Batch[object]], None] = lambda _: None) -> None:
        self.naam = "optellers"
        self.versie = 1
        self.na_rijen = na_rijen
        self.metadata = MetaData(schema=SCHEMA)
        self.tabel = Table(
            "optellers_v1",
            self.metadata,
            Column("dossier_id", Uuid, primary_key=True),
            Column("aantal", BigInteger, nullable=False),
        )

    def apply(self, connection: Connection, batch: Batch[object]) -> None:
        aantallen = Counter(e.dossier_id for _, e in batch.events)
        nieuw = insert(self.tabel).values(
            [{"dossier_id": d, "aantal": n} for d, n in aantallen.items()]
        )
        connection.execute(
            nieuw.on_conflict_do_update(
                index_elements=["dossier_id"],
                set_={"aantal": self.tabel.c.aantal + nieuw.excluded.aantal},
            )
        )
        self.na_rijen(batch)

    def aantallen(self, database: Database) -> dict[UUID, int]:
        with database.connect() as verbinding:
            rijen = verbinding.execute(select(self.tabel.c.dossier_id, self.tabel.c.aantal))
            return {rij.dossier_id: rij.aantal for rij in rijen}


class Schrijver:
    """Appends events of the small domain, keeping count of the versions."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.versies: dict[UUID, int] = {}

    def schrijf(self, dossier_id: UUID, *gebeurtenissen: BaseModel) -> None:
        self.ruw(
            dossier_id,
            *((type(g).__name__, 1, g.model_dump_json().encode()) for g in gebeurtenissen),
        )

    def ruw(self, dossier_id: UUID, *gebeurtenissen: tuple[str, int, bytes]) -> None:
        self.log.append([self.commit(dossier_id, gebeurtenissen)])

    def commit(self, dossier_id: UUID, gebeurtenissen: Sequence[tuple[str, int, bytes]]) -> Commit:
        versie = self.versies.get(dossier_id, 0)
        self.versies[dossier_id] = versie + len(gebeurtenissen)
        return Commit(
            dossier_id,
            versie,
            Herkomst(uuid4(), DOOR, uuid4()),
            b"i" * 32,
            tuple(NewEvent(uuid4(), t, v, date(2026, 11, 1), d) for t, v, d in gebeurtenissen),
        )

    def veel(self, dossiers: int, per_dossier: int) -> list[UUID]:
        """Many dossiers, their events interleaved as real life does."""
        ids = [UUID(int=(i + 1) << 64) for i in range(dossiers)]
        for beurt in range(per_dossier):
            self.log.append(
                [self.commit(i, [("Geteld", 1, b'{"aantal":%d}' % (beurt + 1))]) for i in ids]
            )
        return ids


def motor(
    log: EventLog,
    database: Database,
    *projecties: Projection[Telling],
    page: int = 50,
    cache: int = 1_000,
    lease: timedelta = timedelta(seconds=5),
) -> Engine[Telling]:
    return Engine(log, CODEC, database, projecties, FOLD, page=page, cache=cache, lease=lease)


def sommen(database: Database, model: Tellingen) -> dict[UUID, tuple[int, int]]:
    """What the read model shows: version and sum per dossier."""
    with database.connect() as verbinding:
        tabel = model.tabel
        rijen = verbinding.execute(select(tabel.c.dossier_id, tabel.c.versie, tabel.c.som))
        return {rij.dossier_id: (rij.versie, rij.som) for rij in rijen}


def afdruk(database: Database, model: Projection[Telling]) -> tuple[TableDigest, ...]:
    """The digest of the live rows of a read model."""
    with database.begin() as verbinding:
        return digest(verbinding, model.metadata)
