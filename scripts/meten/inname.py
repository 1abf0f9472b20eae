"""Bulk intake: a KBI publication of new dossiers of five to ten events, against one save each."""

from __future__ import annotations

import os
import statistics
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from handhaving.bootstrap import open_app
from handhaving.intake.opname import Instelling, neem_bestand_op
from handhaving.intake.verslag import Verslag
from handhaving.intake.voorbeeld import (
    CENTRA,
    Uitkomst,
    VoorbeeldInbreuk,
    VoorbeeldPersoon,
    fictief_insz,
)
from handhaving.intake.voorbeeldbestanden import STAART_PUBLICATIE, kop_publicatie, onderwerp
from scripts.meten import inbulk
from scripts.meten.bibliotheek import Stamdossier, maak
from scripts.meten.maat import Maat, Meting, eis
from scripts.meten.opstelling import PROCESSEN, instellingen, tijd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from eventsourcing.application import Application

    from handhaving.bootstrap import Core
    from handhaving.eventlog.log import EventLog
    from scripts.meten.opstelling import Opstelling

_OP = date(2026, 11, 1)
INSTELLING = Instelling(centra=dict(CENTRA))


def lengte(nummer: int) -> int:
    """How many events the dossier of this person gets: five to ten."""
    return 5 + nummer % 6


def _persoon(nummer: int) -> VoorbeeldPersoon:
    """A person with inbreuken and acts of before that make `lengte` events."""
    insz, geboren = fictief_insz(nummer)
    tekort = lengte(nummer) - 2  # opening a dossier takes two
    inbreuken: list[VoorbeeldInbreuk] = []
    while tekort:
        feit = date(2026, 2, 2) + timedelta(days=nummer % 60 + 40 * len(inbreuken))
        acten = min(tekort - 1, 3)
        inbreuken.append(
            VoorbeeldInbreuk(
                dossiernummer=f"KBI-{nummer:06d}-{len(inbreuken)}",
                type="I01",
                datum_feit=feit,
                vastgesteld_op=feit + timedelta(days=2),
                relaas=f"Verzonnen relaas bij dossier {nummer}, zo lang als een echt relaas is.",
                rapport=str(UUID(int=nummer * 10 + len(inbreuken))),
                uitkomst=Uitkomst.HISTORISCH,
                ingebrekestelling=feit + timedelta(days=4) if acten > 0 else None,
                inregelstelling=feit + timedelta(days=20) if acten > 1 else None,
                besluit=feit + timedelta(days=60) if acten > 2 else None,
            )
        )
        # An inbreuk whose establisher is unknown costs one event, each act one more.
        tekort -= 1 + acten
    return VoorbeeldPersoon(
        nummer=nummer,
        insz=insz,
        klantnummer=f"K-{nummer:06d}",
        agentschap="Atlas",
        naam=f"Fictief-{nummer}",
        voornaam=f"Persoon-{nummer}",
        geboortedatum=geboren,
        straat="Verzonnenstraat",
        huisnummer="1",
        postcode="0000",
        gemeente="Fictiegem",
        contacttaal="nl",
        plicht_ontstaan_op=date(2025, 11, 3),
        regime="vlaanderen",
        overheid="HH",
        inbreuken=tuple(inbreuken),
    )


def schrijf(pad: Path, vanaf: int, aantal: int) -> int:
    """Write a publication of so many persons; the number of events it makes."""
    with pad.open("wb") as bestand:
        bestand.write(kop_publicatie(_OP))
        for nummer in range(vanaf, vanaf + aantal):
            bestand.write(onderwerp(_persoon(nummer), _OP))
        bestand.write(STAART_PUBLICATIE)
    return sum(lengte(nummer) for nummer in range(vanaf, vanaf + aantal))


def neem_op(core: Core, pad: Path, dossiers: int, gebeurtenissen: int) -> float:
    """Seconds to take the file in; what it says it did must be so."""
    voor = core.log.last_position()
    uit: list[Verslag] = []
    duur = tijd(lambda: uit.append(neem_bestand_op(core, pad, INSTELLING)))
    keur(uit[0], core.log.last_position() - voor, dossiers, gebeurtenissen)
    return duur


def keur(verslag: Verslag, geschreven: int, dossiers: int, gebeurtenissen: int) -> None:
    """Every dossier was opened, and every event is in the log."""
    eis("geopende dossiers", verslag.dossiers_geopend, dossiers)
    eis("gebeurtenissen in het verslag", verslag.gebeurtenissen, gebeurtenissen)
    eis("gebeurtenissen in het logboek", geschreven, gebeurtenissen)


def _innemer(lijn: Connection, map_: Path, url: str, deel: int, delen: int) -> None:
    """A process that takes in its part of each file it is told of."""
    with open_app(instellingen(map_, url)) as app:
        lijn.send("klaar")
        while True:
            try:
                pad = lijn.recv()
            except EOFError:
                return
            part = replace(INSTELLING, deel=deel, delen=delen)
            lijn.send(neem_bestand_op(app, pad, part))


@contextmanager
def innemers(opstelling: Opstelling, url: str, aantal: int) -> Iterator[list[Connection]]:
    """So many processes, ready to take in."""
    leden = []
    for deel in range(aantal):
        hier, daar = PROCESSEN.Pipe()
        args = (daar, opstelling.map, url, deel, aantal)
        proces = PROCESSEN.Process(target=_innemer, args=args, daemon=True)
        proces.start()
        daar.close()
        leden.append((proces, hier))
    try:
        for _, lijn in leden:
            lijn.recv()
        yield [lijn for _, lijn in leden]
    finally:
        for proces, lijn in leden:
            lijn.close()
            proces.join(30)
            if proces.is_alive():
                proces.kill()


def samen(lijnen: list[Connection], pad: Path, log: EventLog, dossiers: int, aantal: int) -> float:
    """Seconds for all of them to take the file in together."""
    voor = log.last_position()
    begin = time.perf_counter()
    for lijn in lijnen:
        lijn.send(pad)
    verslagen = [lijn.recv() for lijn in lijnen]
    duur = time.perf_counter() - begin
    keur(Verslag.samen(verslagen), log.last_position() - voor, dossiers, aantal)
    return duur


def meet(opstelling: Opstelling) -> Meting:
    """Events per second: what was decided sealed and appended in bulk, and saved, in turn."""
    aantal = opstelling.omvang.aanleveringen
    pad = opstelling.map / "publicatie.xml"
    wij: list[float] = []
    controle: list[float] = []
    with (
        opstelling.app() as bron,
        opstelling.app() as app,
        opstelling.bibliotheek() as (stam, _),
    ):
        for _ in range(opstelling.omvang.herhalingen + 1):
            vanaf, voor = opstelling.nummers(aantal), bron.log.last_position()
            n = schrijf(pad, vanaf, aantal)
            neem_op(bron, pad, aantal, n)
            wij.append(n / inbulk.schrijf(app, inbulk.beslist(bron, voor)))
            controle.append(n / _bewaar(stam, _aggregaten(vanaf, aantal)))
    pad.unlink()
    return Meting(wij[1:], controle[1:])  # the first pays for planning and caches


def meet_bestand(opstelling: Opstelling) -> Meting:
    """Events per second from a file: by a process per core, by one process, and saved, in turn."""
    aantal, kernen = opstelling.omvang.aanleveringen, len(os.sched_getaffinity(0))
    pad = opstelling.map / "publicatie.xml"
    url = opstelling.database()
    wij: list[float] = []
    alleen: list[float] = []
    controle: list[float] = []
    with (
        opstelling.app(url) as app,
        innemers(opstelling, url, kernen) as lijnen,
        opstelling.bibliotheek() as (stam, _),
    ):
        for _ in range(opstelling.omvang.herhalingen + 1):
            vanaf = opstelling.nummers(2 * aantal)
            n = schrijf(pad, vanaf, aantal)
            wij.append(n / samen(lijnen, pad, app.log, aantal, n))
            controle.append(n / _bewaar(stam, _aggregaten(vanaf, aantal)))
            n = schrijf(pad, vanaf + aantal, aantal)
            alleen.append(n / neem_op(app, pad, aantal, n))
    pad.unlink()
    noot = f"{kernen} processen; één proces: {statistics.median(alleen[1:]):.0f}/s"
    return Meting(wij[1:], controle[1:], noot=noot)


def _aggregaten(vanaf: int, aantal: int) -> list[Stamdossier]:
    return [maak(nummer, lengte(nummer)) for nummer in range(vanaf, vanaf + aantal)]


def _bewaar(stam: Application[UUID], alle: list[Stamdossier]) -> float:
    duur = tijd(lambda: [stam.save(dossier) for dossier in alle])
    laatste: Stamdossier = stam.repository.get(alle[-1].id)
    eis("laatste aggregaat", laatste.version, alle[-1].version)
    return duur


MATEN = (
    Maat(
        naam="inname",
        wat="inname in bulk: wat over nieuwe dossiers van 5 tot 10 gebeurtenissen beslist is,"
        " versleuteld en in het logboek",
        controle="`Application.save` per aggregaat",
        eenheid="gebeurtenissen/s",
        moet=3,
        doel=8,
        meet=meet,
    ),
    Maat(
        naam="inname-bestand",
        wat="dezelfde dossiers van XML tot logboek: lezen, herkennen, beslissen, versleutelen",
        controle="`Application.save` per aggregaat, zonder lezen of beslissen",
        eenheid="gebeurtenissen/s",
        moet=None,
        doel=None,
        meet=meet_bestand,
    ),
)
