"""Appending one event at a time, by one, four and sixteen processes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import psycopg

from handhaving.eventlog.blad import holds
from handhaving.eventlog.postgres import PostgresLog
from scripts.meten.maat import Maat, Meting, eis
from scripts.meten.schrijvers import ploeg, stamrecorder

if TYPE_CHECKING:
    from scripts.meten.opstelling import Opstelling


def meet(opstelling: Opstelling, *, schrijvers: int) -> Meting:
    """Events per second of so many processes together."""
    omvang = opstelling.omvang
    ons, stam = opstelling.database(), opstelling.database()
    with stamrecorder(stam) as recorder:
        recorder.create_table()  # before many would
    wij: list[float] = []
    controle: list[float] = []
    geteld = {"wij": schrijvers, "stam": schrijvers}  # each wrote one before it said it was ready
    with ploeg(opstelling.map, ons, stam, schrijvers) as leden:
        for _ in range(omvang.beurten):
            for soort, uit in (("wij", wij), ("stam", controle)):
                aantal, tempo = leden.schrijf(soort, schrijvers, omvang.schrijfseconden)
                geteld[soort] += aantal
                uit.append(tempo)
    keur(ons, stam, geteld)
    return Meting(wij, controle)


def keur(ons: str, stam: str, geteld: dict[str, int]) -> None:
    """Every acknowledged event is there, at its own position, with a leaf that is right."""
    with PostgresLog(ons) as log:
        eis("gebeurtenissen bij ons", log.last_position(), geteld["wij"])
        steekproef = log.read(max(0, geteld["wij"] - 500), 500, met_persoonlijk=True)
        eis("juiste bladen", sum(map(holds, steekproef)), len(steekproef))
        eis("verzegeld", sum(rij.persoonlijk is not None for rij in steekproef), len(steekproef))
    with psycopg.connect(stam) as verbinding:
        rij = verbinding.execute("SELECT count(*) FROM stored_events").fetchone()
        eis("gebeurtenissen van de bibliotheek", rij, (geteld["stam"],))


def maten(schrijvers: tuple[int, ...]) -> list[Maat]:
    """A row for each number of processes."""
    return [
        Maat(
            naam=f"toevoegen-{n}",
            wat=f"toevoegen van 1 gebeurtenis (versie, idempotentie, blad, versleuteld veld), {n}"
            f" {'schrijver' if n == 1 else 'schrijvers'}",
            controle="recorder van `eventsourcing`, standaard",
            eenheid="gebeurtenissen/s",
            moet=1.5,
            doel=2.5,
            meet=partial(meet, schrijvers=n),
        )
        for n in schrijvers
    ]
