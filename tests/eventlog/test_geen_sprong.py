"""Readers that follow positions miss nothing and see nothing twice, whatever happens to writers.

Eight writers and three readers on a real server, beside a transaction that stays open all along:
some commit late, some roll back, some lose their connection half-way, and every tenth of a second
somebody cuts one more.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Event, Thread
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
from psycopg.conninfo import make_conninfo

from handhaving.eventlog.blad import holds
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.sjablonen import CHANNEL
from tests.eventlog.opdrachten import commit, voeg_toe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from handhaving.eventlog.envelope import Commit, Recorded

SECONDS = 8.0
WRITERS = 8

Regel = tuple[int, UUID, "datetime"]


@dataclass
class Verloop:
    """What everybody did and saw."""

    url: str
    klaar: Event = field(default_factory=Event)
    einde: Event = field(default_factory=Event)
    bevestigd: list[Recorded] = field(default_factory=list)
    teruggedraaid: list[Commit] = field(default_factory=list)
    onzeker: list[Commit] = field(default_factory=list)
    geteld: Counter[str] = field(default_factory=Counter)
    gelezen: dict[str, list[Regel]] = field(default_factory=dict)
    fouten: list[BaseException] = field(default_factory=list)

    @property
    def schrijfurl(self) -> str:
        return make_conninfo(self.url, application_name="schrijver")

    def draad(self, doe: Callable[[], None]) -> Thread:
        def bewaakt() -> None:
            try:
                doe()
            except BaseException as fout:  # noqa: BLE001 - the test itself raises it again
                self.fouten.append(fout)
                self.klaar.set()

        return Thread(target=bewaakt)


def bundel(kans: random.Random) -> list[Commit]:
    """One to three commands on new dossiers, each of none to four events."""
    return [commit(uuid4(), aantal=kans.randint(0, 4)) for _ in range(kans.randint(1, 3))]


def gewone_schrijver(v: Verloop, zaad: int) -> None:
    """Through the log itself: a lost connection is its own affair, an answer is an answer."""
    kans = random.Random(zaad)  # noqa: S311 - no secret
    with PostgresLog(v.schrijfurl, max_connections=2) as log:
        while not v.klaar.is_set():
            antwoorden = log.append(bundel(kans))
            v.bevestigd += antwoorden
            v.geteld["herhaald"] += any(a.herhaald for a in antwoorden)


def moeilijke_schrijver(v: Verloop, zaad: int) -> None:
    """In a transaction held open: commits late, rolls back, or is cut off before it commits."""
    kans = random.Random(zaad)  # noqa: S311 - no secret
    while not v.klaar.is_set():
        commits = bundel(kans)
        einde = kans.choice(["laat", "laat", "terug", "dood"])
        try:
            with psycopg.connect(v.schrijfurl) as verbinding:
                voeg_toe(verbinding, commits)
                time.sleep(kans.uniform(0, 0.03))
                if einde == "terug":
                    verbinding.rollback()
                    v.teruggedraaid += commits
                elif einde == "dood":
                    v.teruggedraaid += commits
                    verbinding.execute("RESET ROLE")
                    verbinding.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        except psycopg.OperationalError:
            if einde == "laat":
                v.onzeker += commits
            v.geteld["afgebroken"] += 1
        else:
            v.geteld[einde] += 1
        time.sleep(kans.uniform(0, 0.02))


def beul(v: Verloop) -> None:
    """Cuts a writer's connection every tenth of a second."""
    with psycopg.connect(v.url, autocommit=True) as verbinding:
        while not v.klaar.wait(0.1):
            geraakt = verbinding.execute(
                "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'schrijver'"
                " ORDER BY random() LIMIT 1) AS een"
            ).fetchall()
            v.geteld["geveld"] += len(geraakt)


def slaper(v: Verloop) -> None:
    """A transaction with a snapshot and a number of its own, idle until all is over."""
    with psycopg.connect(v.url) as verbinding:
        verbinding.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        verbinding.execute("SELECT pg_current_xact_id(), (SELECT count(*) FROM pg_class)")
        v.einde.wait()
        verbinding.rollback()


def lezer(v: Verloop, naam: str, limiet: int, *, luistert: bool) -> None:
    """Follows the positions from the start until nothing more will come."""
    gezien = v.gelezen.setdefault(naam, [])
    positie = 0
    with PostgresLog(v.url, max_connections=1) as log, psycopg.connect(v.url) as oor:
        oor.autocommit = True
        oor.execute(f"LISTEN {CHANNEL}".encode())
        while True:
            laatste_ronde = v.einde.is_set()
            bladzijde = log.read(positie, limiet, met_persoonlijk=True)
            for stored in bladzijde:
                e = stored.envelop
                gezien.append((e.positie, e.gebeurtenis_id, e.geregistreerd_op))
                positie = e.positie
            if not bladzijde:
                if laatste_ronde:
                    return
                if luistert:
                    v.geteld["gewekt"] += len(list(oor.notifies(timeout=0.05, stop_after=1)))


def test_given_writers_that_are_late_undone_or_killed_then_readers_miss_and_repeat_nothing(
    database_url: str,
) -> None:
    v = Verloop(database_url)
    schrijvers = [
        v.draad(lambda i=i: (gewone_schrijver if i % 2 else moeilijke_schrijver)(v, i))  # type: ignore[misc]
        for i in range(WRITERS)
    ]
    lezers = [
        v.draad(lambda: lezer(v, "grote bladzijden", 500, luistert=False)),
        v.draad(lambda: lezer(v, "kleine bladzijden", 3, luistert=False)),
        v.draad(lambda: lezer(v, "gewekt", 100, luistert=True)),
    ]
    storing = [v.draad(lambda: slaper(v)), v.draad(lambda: beul(v))]
    for draad in (*storing, *lezers, *schrijvers):
        draad.start()
    v.klaar.wait(SECONDS)
    v.klaar.set()
    for draad in schrijvers:
        draad.join()
    v.einde.set()
    for draad in (*lezers, *storing):
        draad.join()
    if v.fouten:
        raise v.fouten[0]
    controleer(v)


def controleer(v: Verloop) -> None:
    with PostgresLog(v.url) as log:
        alles = log.read(0, 10_000_000, met_persoonlijk=True)
    regels: list[Regel] = [
        (s.envelop.positie, s.envelop.gebeurtenis_id, s.envelop.geregistreerd_op) for s in alles
    ]
    # Every reader saw the whole log, once, in order.
    assert set(v.gelezen) == {"grote bladzijden", "kleine bladzijden", "gewekt"}
    for naam, gezien in v.gelezen.items():
        assert gezien == regels, f"{naam}: {len(gezien)} of {len(regels)}"
    # Positions have no gap, the clock never goes back, no event is there twice, no leaf is wrong.
    assert [positie for positie, _, _ in regels] == list(range(1, len(regels) + 1))
    assert all(een[2] <= twee[2] for een, twee in pairwise(regels))
    assert len({id_ for _, id_, _ in regels}) == len(regels)
    assert all(holds(stored) for stored in alles)
    # What was acknowledged stands where the answer said; what was undone is nowhere.
    waar = {id_: positie for positie, id_, _ in regels}
    for antwoord in v.bevestigd:
        posities = [waar[id_] for id_, _ in antwoord.gebeurtenissen]
        if posities:
            eerste, laatste = antwoord.eerste_positie, antwoord.laatste_positie
            assert eerste is not None
            assert laatste is not None
            assert posities == list(range(eerste, laatste + 1))
    weg = {e.gebeurtenis_id for c in v.teruggedraaid for e in c.gebeurtenissen}
    assert not weg & set(waar)
    for c in v.onzeker:
        aanwezig = {e.gebeurtenis_id in waar for e in c.gebeurtenissen}
        assert len(aanwezig) <= 1, "half a command"
    # And all of it really happened.
    for wat in ("laat", "terug", "afgebroken", "geveld", "gewekt"):
        assert v.geteld[wat] > 0, (wat, v.geteld)
    assert len(regels) > 200, len(regels)
