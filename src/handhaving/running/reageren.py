"""`react`: what follows by itself from new events is asked, once, wherever the events came from.

Follows the log by position, with a checkpoint and a lease of its own beside those of the read
models; a rebuild never comes here, so it asks nothing. The id of each command follows from the
event and the question: whoever issues it again gets the first answer. So a crash between the
commands and the checkpoint costs a second look and no second question. The decider judges again,
on the dossier as it is by then: what was overtaken during a standstill is not asked any more.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Final, cast

import structlog

from handhaving.dossier.basis import Weigering
from handhaving.dossier.decider import vouw
from handhaving.eventlog.projection import Broken, LeaseHeld, checkpoint
from handhaving.eventlog.projection.apply import NOT_THE_EVENT
from handhaving.eventlog.projection.checkpoint import Key, Mistake
from handhaving.eventlog.projection.parked import describe, park, read_parked, unpark
from handhaving.eventlog.projection.reader import decode
from handhaving.reacties import SYSTEEM, gevolgen, reageert_op
from handhaving.service import Meta, Werk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from sqlalchemy import Connection

    from handhaving.bootstrap import App
    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.eventlog.envelope import Envelop, Stored
    from handhaving.eventlog.projection.checkpoint import Lease
    from handhaving.reacties import Gevolg

_log = structlog.get_logger(__name__)

REACTIES: Final = Key("reacties", 1)
_AT_ONCE = 500
_PATIENCE = 30.0
_GLANCE = 0.05
_NUMMER = count(1)

Fact = tuple["Gebeurtenis", "Envelop"]


@dataclass(frozen=True, slots=True)
class Gevraagd:
    """A question that was asked: of which kind, about what, because of which event."""

    dossier_id: UUID
    vraag: str
    betreft: str
    oorzaak_id: UUID


@dataclass(slots=True)
class Reactieverslag:
    """What one `react` did: from where to where, what it asked, and what waits.

    `herhaald` counts questions that had been asked before a crash, `vervallen` those that were no
    longer due. `zelf` is False when another process did it.
    """

    van: int
    tot: int
    gevraagd: list[Gevraagd] = field(default_factory=list)
    herhaald: int = 0
    vervallen: int = 0
    geparkeerd: list[UUID] = field(default_factory=list)
    zelf: bool = True


def react(app: App) -> Reactieverslag:
    """Ask what follows from the events that were not seen yet, up to where the log is now.

    A dossier that cannot be folded or decided waits, is tried again each time, and holds up no
    other. Raises LeaseHeld when another process holds the lease and makes no progress, WrongLog,
    UnknownEventType.
    """
    checkpoint.prepare(app.projections.database, [])
    doel = app.log.last_position()
    with _lease(app, doel) as lease:
        if lease is None:
            return Reactieverslag(doel, doel, zelf=False)
        verslag = Reactieverslag(lease.positie, lease.positie)
        _retry(app, lease, verslag)
        while stored := app.log.read(lease.positie, _AT_ONCE):
            _page(app, lease, stored, verslag)
            verslag.tot = lease.positie
        return verslag


def reaction_position(app: App) -> int:
    """Up to where the log was reacted to."""
    checkpoint.prepare(app.projections.database, [])
    with app.projections.database.connect() as connection:
        return checkpoint.position(connection, REACTIES)


@contextmanager
def _lease(app: App, doel: int) -> Iterator[Lease | None]:
    """The lease; None when there is nothing to do, or another process did it meanwhile."""
    database = app.projections.database
    lease = _acquire(app, doel)
    if lease is None:
        yield None
        return
    try:
        checkpoint.check_log(app.log, lease, app.projections.tenant.incarnatie)
        yield lease
    finally:
        with database.begin() as connection:
            checkpoint.release(connection, lease)


def _acquire(app: App, doel: int) -> Lease | None:
    """Take the lease, waiting for who holds it for as long as that makes progress."""
    database, tenant = app.projections.database, app.projections.tenant
    tenant = replace(tenant, houder=f"{tenant.houder}:reacties{next(_NUMMER)}")
    seen, since = -1, time.monotonic()
    while True:
        with database.connect() as connection:
            positie = checkpoint.position(connection, REACTIES)
            if positie == doel and not read_parked(connection, REACTIES):
                return None
        try:
            with database.begin() as connection:
                return checkpoint.acquire(connection, REACTIES, tenant)
        except LeaseHeld:
            if positie != seen:
                seen, since = positie, time.monotonic()
            elif time.monotonic() - since > _PATIENCE:
                raise
        time.sleep(_GLANCE)


def _page(app: App, lease: Lease, stored: Sequence[Stored], verslag: Reactieverslag) -> None:
    """Ask what follows from these events, then move the checkpoint past them."""
    database = app.projections.database
    with database.begin() as connection:
        checkpoint.renew(connection, lease)
        wachtend = {p.dossier_id for p in read_parked(connection, REACTIES)}
    facts, kapot = _facts(app, stored)
    kapot = {d: k for d, k in kapot.items() if d not in wachtend}
    eigen = {d: f for d, f in facts.items() if d not in wachtend and d not in kapot}
    kapot |= _ask(app, eigen, verslag)
    laatste = stored[-1]
    with database.begin() as connection:
        checkpoint.advance(connection, lease, laatste.envelop.positie, laatste.blad.hex())
        for dossier_id, (positie, fout) in kapot.items():
            _park(connection, dossier_id, positie, fout)
    verslag.geparkeerd += kapot
    lease.positie, lease.blad = laatste.envelop.positie, laatste.blad.hex()


def _park(connection: Connection, dossier_id: UUID, positie: int, fout: Exception) -> None:
    reden = describe(fout)
    park(connection, REACTIES, dossier_id, positie, reden)
    checkpoint.note_error(connection, REACTIES, Mistake(reden, positie, dossier_id))
    _log.error("reactie wacht", dossier=str(dossier_id), positie=positie, fout=reden)


def _facts(
    app: App, stored: Iterable[Stored]
) -> tuple[dict[UUID, list[Fact]], dict[UUID, tuple[int, Exception]]]:
    """By dossier the events to which something may follow, and the first that cannot be read."""
    facts: dict[UUID, list[Fact]] = {}
    kapot: dict[UUID, tuple[int, Exception]] = {}
    for row in stored:
        gelezen = decode(app.codec, row)
        dossier_id = row.envelop.dossier_id
        if isinstance(gelezen, Broken):
            kapot.setdefault(dossier_id, (row.envelop.positie, gelezen.fout))
            continue
        feit = cast("Gebeurtenis", gelezen.gebeurtenis)
        if reageert_op(feit):
            facts.setdefault(dossier_id, []).append((feit, row.envelop))
    return facts, kapot


def _ask(
    app: App, facts: dict[UUID, list[Fact]], verslag: Reactieverslag
) -> dict[UUID, tuple[int, Exception]]:
    """Ask for all dossiers in one append; where that fails, one by one. Returns what failed."""
    try:
        _ask_together(app, facts, verslag)
    except NOT_THE_EVENT:
        raise
    except Exception as error:  # noqa: BLE001 - narrowed down to its dossier, whose error is kept
        if len(facts) == 1:
            (dossier_id, eigen), *_ = facts.items()
            return {dossier_id: (eigen[0][1].positie, error)}
        kapot: dict[UUID, tuple[int, Exception]] = {}
        for dossier_id, eigen in facts.items():
            kapot |= _ask(app, {dossier_id: eigen}, verslag)
        return kapot
    return {}


def _ask_together(app: App, facts: dict[UUID, list[Fact]], verslag: Reactieverslag) -> None:
    werk: list[Werk] = []
    lijst: list[tuple[UUID, list[Gevolg]]] = []
    historieken = app.service.historieken(list(facts)) if facts else {}
    for dossier_id, eigen in facts.items():
        dossier = vouw(dossier_id, historieken[dossier_id])
        volgt = [(g, env) for feit, env in eigen for g in gevolgen(feit, env, dossier)]
        if volgt:
            opdrachten = tuple((g.opdracht, _meta(app, g, env)) for g, env in volgt)
            werk.append(Werk(dossier_id, opdrachten))
            lijst.append((dossier_id, [g for g, _ in volgt]))
    if not werk:
        return
    uitkomsten = app.service.handle_batch(werk)
    for (dossier_id, eigen_gevolgen), antwoorden in zip(lijst, uitkomsten, strict=True):
        for gevolg, antwoord in zip(eigen_gevolgen, antwoorden, strict=True):
            if isinstance(antwoord, Weigering):
                verslag.vervallen += 1
            elif antwoord.herhaald:
                verslag.herhaald += 1
            else:
                vraag = gevolg.opdracht
                verslag.gevraagd.append(
                    Gevraagd(dossier_id, vraag.vraag, vraag.betreft, gevolg.oorzaak_id)
                )


def _meta(app: App, gevolg: Gevolg, envelop: Envelop) -> Meta:
    """On a simulation log the clock is that of the event; on any other it is now."""
    return Meta(
        door=SYSTEEM,
        opdracht_id=gevolg.opdracht_id,
        spoor_id=envelop.spoor_id,
        nu=envelop.geregistreerd_op if app.log.simulatie else app.klok(),
        oorzaak_id=gevolg.oorzaak_id,
    )


def _retry(app: App, lease: Lease, verslag: Reactieverslag) -> None:
    """Try the dossiers that wait again, from the event at which each stopped."""
    database = app.projections.database
    with database.connect() as connection:
        wachtend = read_parked(connection, REACTIES)
    for parked in wachtend:
        rows = app.log.read_dossiers([parked.dossier_id], tot_positie=lease.positie)
        later = [r for r in rows if r.envelop.positie >= parked.positie]
        facts, kapot = _facts(app, later)
        kapot = kapot or _ask(app, facts, verslag)
        if kapot:
            verslag.geparkeerd.append(parked.dossier_id)
            continue
        with database.begin() as connection:
            checkpoint.renew(connection, lease)
            unpark(connection, REACTIES, parked.dossier_id)
