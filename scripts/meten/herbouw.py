"""Rebuilding all read models: how fast, how much memory, and what live writers notice of it."""

from __future__ import annotations

import resource
import time
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from handhaving.bootstrap import open_app
from handhaving.running.projecties import rebuild
from projections import REGISTRY
from scripts.meten.controle import gevuld
from scripts.meten.dossiers import BEHANDELAAR, doe, open_dossier
from scripts.meten.maat import Maat, Meting, eis
from scripts.meten.opstelling import PROCESSEN, instellingen, p99, tijd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from handhaving.bootstrap import App
    from handhaving.eventlog.projection import Rebuilt, TableDigest
    from scripts.meten.opstelling import Opstelling

    Gemaakt = list[tuple[int, tuple[TableDigest, ...]]]

_PAGINA = 5_000
_REEKS = 20
"""Commands on one dossier: about as many as in life."""


def herbouw(app: App) -> Sequence[Rebuilt]:
    """Rebuild every read model from nothing, over as many processes as the product would take."""
    return rebuild(app, opnieuw=True)


def _geheugen() -> float:
    """The most memory that this process, or one it started, ever had: MiB."""
    wie = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(w).ru_maxrss for w in wie) / 1024


def lees(app: App) -> int:
    """Read the whole log by pages, without decoding; how many events there were."""
    aantal = 0
    while pagina := app.log.read(aantal, _PAGINA):
        aantal += len(pagina)
    return aantal


def _in_proces(lijn: Connection, map_: Path, url: str) -> None:
    """Rebuild when asked: seconds, peak memory in MiB, digests."""
    with open_app(instellingen(map_, url)) as app:
        app.projections.prepare()
        lijn.send("klaar")
        while True:
            try:
                lijn.recv()
            except EOFError:
                return
            uit: list[Rebuilt] = []
            duur = tijd(lambda uit=uit: uit.extend(herbouw(app)))  # type: ignore[misc]  # een lus in een lambda
            lijn.send((duur, _geheugen(), [(r.positie, r.nieuw) for r in uit]))


@contextmanager
def herbouwer(opstelling: Opstelling, url: str) -> Iterator[Connection]:
    """A process of its own that rebuilds each time it is sent something."""
    hier, daar = PROCESSEN.Pipe()
    proces = PROCESSEN.Process(target=_in_proces, args=(daar, opstelling.map, url), daemon=False)
    proces.start()
    daar.close()
    try:
        hier.recv()
        yield hier
    finally:
        hier.close()
        proces.join(60)
        if proces.is_alive():
            proces.kill()


def meet(opstelling: Opstelling) -> Meting:
    """Events per second: all read models rebuilt, and the log read, in turns."""
    aantal = opstelling.omvang.herbouw
    wij: list[float] = []
    controle: list[float] = []
    digests: list[Gemaakt] = []
    url = gevuld(opstelling, aantal)
    with opstelling.app(url) as app, herbouwer(opstelling, url) as lijn:
        for _ in range(opstelling.omvang.herhalingen):
            lijn.send("herbouw")
            duur, _geheugen, gemaakt = lijn.recv()
            wij.append(aantal / duur)
            digests.append(gemaakt)
            begin = time.perf_counter()
            eis("gelezen", lees(app), aantal)
            controle.append(aantal / (time.perf_counter() - begin))
    keur(digests, aantal)
    return Meting(wij, controle, noot=f"{aantal} gebeurtenissen")


def keur(gemaakt: Sequence[Gemaakt], aantal: int) -> None:
    """Every read model was rebuilt to the end of the log, each time to the same rows."""
    eis("leesmodellen", len(gemaakt[0]), len(REGISTRY))
    eis("posities", {positie for positie, _ in gemaakt[0]}, {aantal})
    eis("elke herbouw gelijk", sum(each != gemaakt[0] for each in gemaakt), 0)


def meet_geheugen(opstelling: Opstelling) -> Meting:
    """The peak memory of the process that rebuilds."""
    aantal = opstelling.omvang.herbouw
    with herbouwer(opstelling, gevuld(opstelling, aantal)) as lijn:
        lijn.send("herbouw")
        _duur, geheugen, gemaakt = lijn.recv()
    keur([gemaakt], aantal)
    return Meting([geheugen], noot=f"hoogste stand, {aantal} gebeurtenissen")


def schrijf(app: App, nummer: int, aantal: int) -> list[float]:
    """Seconds of each of so many commands on one new dossier, one after another."""
    dossier_id = app.service.handle(None, *open_dossier(nummer, date(2026, 1, 5))).dossier_id
    tijden = []
    for n in range(aantal):
        paar = doe(
            BEHANDELAAR, "WijzigPersoonsgegevens", date(2026, 1, 6), naam=f"Fictief-{n}-{uuid4()}"
        )
        begin = time.perf_counter()
        app.service.handle(dossier_id, *paar)
        tijden.append(time.perf_counter() - begin)
    return tijden


def meet_hinder(opstelling: Opstelling) -> Meting:
    """p99 of a live command with and without a rebuild beside it, in milliseconds."""
    omvang = opstelling.omvang
    wij: list[float] = []
    controle: list[float] = []
    url = gevuld(opstelling, omvang.groot, "schrijven")
    with opstelling.app(url) as app, herbouwer(opstelling, url) as lijn:
        schrijf(app, opstelling.nummers(1), _REEKS)
        for _ in range(omvang.herhalingen):
            rustig: list[float] = []
            while len(rustig) < omvang.opdrachten:
                rustig += schrijf(app, opstelling.nummers(1), _REEKS)
            controle.append(1000 * p99(rustig))
            lijn.send("herbouw")
            tijden: list[float] = []
            while not lijn.poll():
                tijden += schrijf(app, opstelling.nummers(1), _REEKS)
            lijn.recv()
            wij.append(1000 * p99(tijden))
    return Meting(wij, controle)


MATEN = [
    Maat(
        naam="herbouw",
        wat="herbouw van alle leesmodellen",
        controle="het logboek per bladzijde lezen, zonder ontcijferen",
        eenheid="gebeurtenissen/s",
        moet=0.15,
        doel=0.4,
        meet=meet,
    ),
    Maat(
        naam="geheugen",
        wat="geheugen van een herbouw, per proces",
        controle="–",
        eenheid="MiB",
        moet=400,
        doel=200,
        meet=meet_geheugen,
        hoogstens=True,
    ),
    Maat(
        naam="hinder",
        wat="p99 van een opdracht tijdens een herbouw",
        controle="dezelfde zonder herbouw",
        eenheid="ms",
        moet=3,
        doel=1.5,
        meet=meet_hinder,
        hoogstens=True,
    ),
]
