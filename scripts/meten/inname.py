"""Bulk intake: a KBI publication of new dossiers of five to ten events, against one save each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from handhaving.intake.opname import Instelling, neem_bestand_op
from handhaving.intake.voorbeeld import (
    CENTRA,
    Uitkomst,
    VoorbeeldInbreuk,
    VoorbeeldPersoon,
    fictief_insz,
)
from handhaving.intake.voorbeeldbestanden import STAART_PUBLICATIE, kop_publicatie, onderwerp
from scripts.meten.bibliotheek import Stamdossier, maak
from scripts.meten.maat import Maat, Meting, eis
from scripts.meten.opstelling import tijd

if TYPE_CHECKING:
    from pathlib import Path

    from handhaving.bootstrap import Core
    from scripts.meten.opstelling import Opstelling

_OP = date(2026, 11, 1)


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
    instelling = Instelling(centra=CENTRA)
    uit = []
    duur = tijd(lambda: uit.append(neem_bestand_op(core, pad, instelling)))
    eis("geopende dossiers", uit[0].dossiers_geopend, dossiers)
    eis("gebeurtenissen in het verslag", uit[0].gebeurtenissen, gebeurtenissen)
    eis("gebeurtenissen in het logboek", core.log.last_position() - voor, gebeurtenissen)
    return duur


def meet(opstelling: Opstelling) -> Meting:
    """Events per second, taken in and saved in turn."""
    aantal = opstelling.omvang.aanleveringen
    pad = opstelling.map / "publicatie.xml"
    wij: list[float] = []
    controle: list[float] = []
    with opstelling.app() as app, opstelling.bibliotheek() as (stam, _):
        for beurt in range(opstelling.omvang.herhalingen + 1):
            vanaf = 1 + beurt * aantal
            gebeurtenissen = schrijf(pad, vanaf, aantal)
            wij.append(gebeurtenissen / neem_op(app, pad, aantal, gebeurtenissen))
            alle = [maak(n, lengte(n)) for n in range(vanaf, vanaf + aantal)]
            controle.append(gebeurtenissen / tijd(lambda alle=alle: [stam.save(d) for d in alle]))  # type: ignore[misc]  # een lus in een lambda
            laatste: Stamdossier = stam.repository.get(alle[-1].id)
            eis("laatste aggregaat", laatste.version, lengte(vanaf + aantal - 1))
    pad.unlink()
    return Meting(wij[1:], controle[1:])  # the first pays for planning and caches


MAAT = Maat(
    naam="inname",
    wat="inname in bulk: nieuwe dossiers van 5 tot 10 gebeurtenissen, van XML tot logboek",
    controle="`Application.save` per aggregaat",
    eenheid="gebeurtenissen/s",
    moet=3,
    doel=8,
    meet=meet,
)
