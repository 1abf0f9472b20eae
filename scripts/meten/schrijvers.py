"""Processes that append as fast as they can: ours or the library's, each by its default path."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from handhaving.bootstrap import open_app
from handhaving.dossier.inbreuk.rechtzetten import InbreukRechtgezet
from handhaving.eventlog.envelope import Commit, Door, Herkomst
from scripts.meten.opstelling import PROCESSEN, bibliotheekomgeving, instellingen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    from handhaving.bootstrap import App

_TEKST = "Een verzonnen reden van zo veel tekens als een mens er gewoonlijk aan besteedt. " * 2


@dataclass(slots=True)
class Ploeg:
    """Writers that wait for a sign; each answers how many events it appended."""

    leden: list[tuple[SpawnProcess, Connection]]

    def schrijf(self, soort: str, aantal: int, seconden: float) -> tuple[int, float]:
        """Let `aantal` of them write for so long: events, and events per second."""
        aan_zet = self.leden[:aantal]
        for _, lijn in aan_zet:
            lijn.send((soort, seconden))
        antwoorden = [lijn.recv() for _, lijn in aan_zet]
        return sum(n for n, _ in antwoorden), sum(n / duur for n, duur in antwoorden)


@contextmanager
def ploeg(map_: Path, ons: str, stam: str, aantal: int) -> Iterator[Ploeg]:
    """So many processes, ready to write to these two databases."""
    leden: list[tuple[SpawnProcess, Connection]] = []
    try:
        for _ in range(aantal):
            hier, daar = PROCESSEN.Pipe()
            proces = PROCESSEN.Process(target=_lid, args=(daar, map_, ons, stam), daemon=True)
            proces.start()
            daar.close()
            leden.append((proces, hier))
        for _, lijn in leden:
            lijn.recv()
        yield Ploeg(leden)
    finally:
        for proces, lijn in leden:
            lijn.close()
            proces.join(10)
            if proces.is_alive():
                proces.kill()


def _lid(lijn: Connection, map_: Path, ons: str, stam: str) -> None:
    with open_app(instellingen(map_, ons)) as app, stamrecorder(stam) as recorder:
        wegen = {"wij": _wij(app), "stam": _stam(recorder)}
        for weg in wegen.values():
            weg()  # the first of each pays for connecting and planning
        lijn.send("klaar")
        while True:
            try:
                soort, seconden = lijn.recv()
            except EOFError:
                return
            weg = wegen[soort]
            aantal, begin = 0, time.perf_counter()
            while (duur := time.perf_counter() - begin) < seconden:
                weg()
                aantal += 1
            lijn.send((aantal, duur))


@contextmanager
def stamrecorder(url: str) -> Iterator[PostgresApplicationRecorder]:
    """The library's recorder on this database, as it comes."""
    omgeving = bibliotheekomgeving(url)
    opslag = PostgresDatastore(
        dbname=omgeving["POSTGRES_DBNAME"],
        host=omgeving["POSTGRES_HOST"],
        port=omgeving["POSTGRES_PORT"],
        user=omgeving["POSTGRES_USER"],
        password=omgeving["POSTGRES_PASSWORD"],
    )
    try:
        yield PostgresApplicationRecorder(opslag, events_table_name="stored_events")
    finally:
        opslag.close()


def _stam(recorder: PostgresApplicationRecorder) -> Callable[[], None]:
    """One event, the next version of a stream of its own."""
    stroom, toestand = uuid4(), b"x" * 400
    versie = 0

    def schrijf() -> None:
        nonlocal versie
        versie += 1
        recorder.insert_events([StoredEvent(stroom, versie, "dossier:Vastgesteld", toestand)])

    return schrijf


def _wij(app: App) -> Callable[[], None]:
    """One event with an encrypted field, at an expected version, under an idempotency key."""
    dossier = uuid4()
    ring = app.vault.for_writing([dossier])
    door = Door("mw-1", "dossierbehandelaar", "Atlas")
    feit = InbreukRechtgezet(inbreuk="I1", rechtgezet_op=date(2026, 3, 2), reden=_TEKST)
    versie = 0

    def schrijf() -> None:
        nonlocal versie
        opdracht: UUID = uuid4()
        gebeurtenis = app.codec.encode(
            feit, gebeurtenis_id=uuid4(), geldig_op=feit.geldig_op, subject=dossier, keyring=ring
        )
        inhoud = app.index.mac("opdracht", gebeurtenis.data)
        app.log.append(
            [
                Commit(
                    dossier_id=dossier,
                    verwachte_versie=versie,
                    herkomst=Herkomst(opdracht, door, opdracht),
                    inhoud=inhoud,
                    gebeurtenissen=(gebeurtenis,),
                    sleutels=ring.new_keys(),
                )
            ]
        )
        versie += 1

    return schrijf
