"""`tick`: what is due is told to the decider, in legal order, once, also after days of standstill.

A term that is due is claimed (`FOR UPDATE SKIP LOCKED`, and a lease while its command is on its
way), so that two workers at midnight share the work. The id of the command follows from the term
and from the event that set its present end: whoever issues it again gets the first answer. So the
claims only spare work; that a term goes off once does not rest on them.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import (
    TIMESTAMP,
    Column,
    Date,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    and_,
    bindparam,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from handhaving.dossier.basis import Weigering
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.projection import SCHEMA, prepare
from handhaving.reacties import SYSTEEM
from handhaving.recht import dag_in_brussel, einde_van_dag
from handhaving.running.projecties import catch_up
from handhaving.service import Meta, VersieVerouderd
from projections.termijnen import ORDE, TERMIJNEN, Termijnen, aan_het_systeem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, RowMapping

    from handhaving.bootstrap import App

_CLAIM = timedelta(seconds=60)
_VOOR = timedelta(minutes=1)
_BEWAAR = timedelta(days=1)
"""Runs that did nothing are kept so long, to be looked at."""
_AT_ONCE = 100
_GEDULD = 100
_EVEN = 0.02
"""A row that another locks (a batch of the engine, a claim) is waited for: so often, so long."""

METADATA = MetaData(schema=SCHEMA)

TIK = Table(
    "tik",
    METADATA,
    Column("beurt", Uuid, primary_key=True),
    Column("nu", TIMESTAMP(timezone=True), nullable=False),
    Column("begonnen_op", TIMESTAMP(timezone=True), nullable=False, server_default=func.now()),
    Column("klaar_op", TIMESTAMP(timezone=True)),
    Column("afgegaan", Integer, nullable=False, server_default="0"),
    Column("geweigerd", Integer, nullable=False, server_default="0"),
)
"""Every run of `tick`: when it was, by its clock, and what it did."""

CLAIM = Table(
    "tik_termijn",
    METADATA,
    Column("termijn_id", Uuid, primary_key=True),
    Column("gezet_door", Uuid, primary_key=True),
    Column("beurt", Uuid, nullable=False),
    Column("tot", TIMESTAMP(timezone=True), nullable=False),
    Column("uitkomst", Text),
    Column("vervalt_op", Date, nullable=False),
)
"""The last run that took a term in hand; while `uitkomst` is null it does until `tot`."""

Waarom = Literal["eersteTik", "stilstand", "laatGezet"]


class TikInDeToekomst(Exception):
    """Only a simulation log lets its deadlines go off before their day."""

    def __init__(self, op: date, vandaag: date) -> None:
        """Keep both days."""
        super().__init__(
            f"tik op {op} is geweigerd: het is {vandaag}, en dit logboek is geen simulatie"
        )
        self.op = op
        self.vandaag = vandaag


class KlokLooptVoor(Exception):
    """The clock of this machine is ahead of the database's: no deadline goes off on its word."""

    def __init__(self, nu: datetime, databank: datetime) -> None:
        """Keep both instants."""
        super().__init__(
            f"de klok van deze machine ({nu:%Y-%m-%d %H:%M}) loopt voor op die van de databank"
            f" ({databank:%Y-%m-%d %H:%M}); er gaat geen termijn af"
        )
        self.nu = nu
        self.databank = databank


@dataclass(frozen=True, slots=True)
class Afgegaan:
    """A term that went off, or of which the decider refused the command (`geweigerd`).

    `dagen_te_laat` counts from the first day on which it could go off; `waarom` says why it was
    late: no tick before, a standstill since the last one, or a term that was set after its end.
    """

    termijn_id: uuid.UUID
    dossier_id: uuid.UUID
    soort: str
    betreft: str
    vervalt_op: date
    opdracht: str
    gebeurtenissen: tuple[str, ...] = ()
    geweigerd: str | None = None
    herhaald: bool = False
    dagen_te_laat: int = 0
    waarom: Waarom | None = None


@dataclass(frozen=True, slots=True)
class TikVerslag:
    """What one `tick` did, in the order in which it did it."""

    nu: datetime
    vorige: datetime | None
    afgegaan: tuple[Afgegaan, ...]
    geweigerd: tuple[Afgegaan, ...]
    herhaald: int
    """Terms that had gone off before, and were still shown as running."""

    @property
    def te_laat(self) -> tuple[Afgegaan, ...]:
        """What went off later than on the first day it could."""
        return tuple(a for a in self.afgegaan if a.dagen_te_laat > 0)


def tick(app: App, nu: datetime) -> TikVerslag:
    """Let every term go off that is due at `nu`; what follows from that too, until nothing is due.

    Read model `termijnen` is brought up first and in between; the others are left to whoever
    keeps them. On a simulation log each command carries the midnight of its term, on any other
    `nu`. Raises TikInDeToekomst, KlokLooptVoor, and what `catch_up` raises.
    """
    vandaag = dag_in_brussel(nu)
    if not app.log.simulatie and vandaag > dag_in_brussel(app.klok()):
        raise TikInDeToekomst(vandaag, dag_in_brussel(app.klok()))
    app.log.repeat_erasures()
    if not app.log.simulatie:
        _keur_klok(app, nu)
    prepare(app.engine, [METADATA])
    beurt = uuid.uuid4()
    vorige = _begin(app, beurt, nu)
    gedaan: list[Afgegaan] = []
    catch_up(app, Termijnen.naam)
    while rijen := _claim_geduldig(app, beurt, vandaag):
        ronde = [_laat_afgaan(app, rij, nu, beurt, vorige) for rij in rijen]
        _meld(app, beurt, rijen, ronde)
        gedaan += ronde
        catch_up(app, Termijnen.naam)
    verslag = TikVerslag(
        nu=nu,
        vorige=vorige,
        afgegaan=tuple(a for a in gedaan if a.geweigerd is None and not a.herhaald),
        geweigerd=tuple(a for a in gedaan if a.geweigerd is not None),
        herhaald=sum(a.herhaald for a in gedaan),
    )
    _sluit(app, beurt, verslag)
    return verslag


def _keur_klok(app: App, nu: datetime) -> None:
    """Two clocks must agree that a day is over: a machine whose clock jumped ahead waits."""
    with app.engine.connect() as connection:
        databank: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    if nu - databank > _VOOR:
        raise KlokLooptVoor(nu, databank)


def _begin(app: App, beurt: uuid.UUID, nu: datetime) -> datetime | None:
    """Note that this run begins; return the clock of the last run that was completed."""
    with app.engine.begin() as connection:
        vorige: datetime | None = connection.execute(
            select(func.max(TIK.c.nu)).where(TIK.c.klaar_op.is_not(None))
        ).scalar_one()
        connection.execute(insert(TIK).values(beurt=beurt, nu=nu))
    return vorige


def _claim_geduldig(app: App, beurt: uuid.UUID, vandaag: date) -> Sequence[RowMapping]:
    """Claim; where the read model is just being written to, wait for it a moment."""
    for _ in range(_GEDULD):
        if rijen := _claim(app, beurt, vandaag):
            return rijen
        with app.engine.connect() as connection:
            if not connection.execute(select(exists().where(_te_doen(beurt, vandaag)))).scalar():
                break
        time.sleep(_EVEN)
    return ()


def _te_doen(beurt: uuid.UUID, vandaag: date) -> ColumnElement[bool]:
    """What is due, what nobody has in hand, and what this run has not had yet."""
    in_hand = and_(CLAIM.c.uitkomst.is_(None), CLAIM.c.tot > func.clock_timestamp())
    bezet = exists().where(
        CLAIM.c.termijn_id == TERMIJNEN.c.termijn_id,
        CLAIM.c.gezet_door == TERMIJNEN.c.gezet_door,
        or_(CLAIM.c.beurt == beurt, in_hand),
    )
    return and_(aan_het_systeem(vandaag), not_(bezet))


def _claim(app: App, beurt: uuid.UUID, vandaag: date) -> Sequence[RowMapping]:
    """Take the next terms that are to be done, leaving those that another has locked."""
    with app.engine.begin() as connection:
        rijen = (
            connection.execute(
                select(TERMIJNEN)
                .where(_te_doen(beurt, vandaag))
                .order_by(*ORDE)
                .limit(_AT_ONCE)
                .with_for_update(skip_locked=True)
            )
            .mappings()
            .all()
        )
        if rijen:
            nieuw = insert(CLAIM).values(
                [
                    {
                        "termijn_id": rij["termijn_id"],
                        "gezet_door": rij["gezet_door"],
                        "beurt": beurt,
                        "tot": func.clock_timestamp() + _CLAIM,
                        "vervalt_op": rij["vervalt_op"],
                    }
                    for rij in rijen
                ]
            )
            connection.execute(
                nieuw.on_conflict_do_update(
                    index_elements=list(CLAIM.primary_key.columns),
                    set_={
                        "beurt": nieuw.excluded.beurt,
                        "tot": nieuw.excluded.tot,
                        "uitkomst": None,
                    },
                )
            )
    return rijen


def _laat_afgaan(
    app: App, rij: RowMapping, nu: datetime, beurt: uuid.UUID, vorige: datetime | None
) -> Afgegaan:
    """Issue the command of one term. The decider judges again, and may refuse."""
    einde = einde_van_dag(rij["vervalt_op"])
    te_laat = (dag_in_brussel(nu) - rij["vervalt_op"]).days - 1
    waarom: Waarom | None = None
    if te_laat > 0:
        waarom = "eersteTik" if vorige is None else "laatGezet" if vorige >= einde else "stilstand"
    meta = Meta(
        door=SYSTEEM,
        opdracht_id=uuid.uuid5(rij["termijn_id"], str(rij["gezet_door"])),
        spoor_id=beurt,
        nu=min(nu, einde) if app.log.simulatie else nu,
        oorzaak_id=rij["gezet_door"],
    )
    gebeurtenissen: tuple[str, ...] = ()
    geweigerd, herhaald = None, False
    try:
        opdracht = lees_opdracht(rij["opdracht"], rij["gegevens"])
        antwoord = app.service.handle(rij["dossier_id"], opdracht, meta)
        gebeurtenissen = tuple(soort for _, soort in antwoord.gebeurtenissen)
        herhaald = antwoord.herhaald
    except Weigering as weigering:
        geweigerd = weigering.code
    except VersieVerouderd as verouderd:
        geweigerd = type(verouderd).__name__
    return Afgegaan(
        termijn_id=rij["termijn_id"],
        dossier_id=rij["dossier_id"],
        soort=rij["soort"],
        betreft=rij["betreft"],
        vervalt_op=rij["vervalt_op"],
        opdracht=rij["opdracht"],
        gebeurtenissen=gebeurtenissen,
        geweigerd=geweigerd,
        herhaald=herhaald,
        dagen_te_laat=max(te_laat, 0),
        waarom=waarom,
    )


def _meld(
    app: App, beurt: uuid.UUID, rijen: Sequence[RowMapping], ronde: Sequence[Afgegaan]
) -> None:
    """Note what became of the terms of one round."""
    with app.engine.begin() as connection:
        connection.execute(
            update(CLAIM)
            .where(
                CLAIM.c.termijn_id == bindparam("termijn"),
                CLAIM.c.gezet_door == bindparam("gezet"),
                CLAIM.c.beurt == beurt,
            )
            .values(uitkomst=bindparam("uit")),
            [
                {
                    "termijn": rij["termijn_id"],
                    "gezet": rij["gezet_door"],
                    "uit": gedaan.geweigerd or "afgegaan",
                }
                for rij, gedaan in zip(rijen, ronde, strict=True)
            ],
        )


def _sluit(app: App, beurt: uuid.UUID, verslag: TikVerslag) -> None:
    """Note that the run is complete."""
    with app.engine.begin() as connection:
        connection.execute(
            update(TIK)
            .where(TIK.c.beurt == beurt)
            .values(
                klaar_op=func.now(),
                afgegaan=len(verslag.afgegaan),
                geweigerd=len(verslag.geweigerd),
            )
        )
        connection.execute(
            delete(TIK).where(
                TIK.c.klaar_op < func.now() - _BEWAAR,
                TIK.c.nu < verslag.nu,
                TIK.c.afgegaan + TIK.c.geweigerd == 0,
            )
        )
