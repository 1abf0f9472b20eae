"""`handhaving tik`: let the deadlines go off that are due."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.cli.tijden import DagOfNiets, vandaag
from handhaving.recht import einde_van_dag
from handhaving.settings import Settings

if TYPE_CHECKING:
    from datetime import date, datetime

    from handhaving.bootstrap import App
    from handhaving.running import Reactieverslag, TikVerslag

WAAROM = {
    "eersteTik": "dit is de eerste tik",
    "stilstand": "er was geen tik sinds de vorige",
    "laatGezet": "de termijn werd pas na zijn einde bekend",
}


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def tik(op: DagOfNiets = None, json: uitvoer.Json = False) -> None:
        """Stel vast wat verstreken is. Nog eens mag altijd: elke termijn gaat één keer af.

        Met --op tot het einde van die dag; een dag later dan vandaag kan alleen op een simulatie.
        """
        with open_app(Settings.read()) as draaiend:
            verslag = running.tick(draaiend, moment(draaiend, op))
            gevolg = running.react(draaiend)
            running.catch_up(draaiend)
        if json:
            uitvoer.druk_json(als_json(verslag) | {"reacties": gevolg.gevraagd})
        else:
            toon(verslag)
            toon_reacties(gevolg)


def moment(app: App, op: date | None) -> datetime:
    """The instant of a tick: now, or the last of a day. Today's end has not come yet: then now."""
    nu = app.klok()
    if op is None or (op == vandaag(app) and not app.log.simulatie):
        return nu
    return einde_van_dag(op) - timedelta(seconds=1)


def als_json(verslag: TikVerslag) -> dict[str, object]:
    """The report for programs."""
    return {
        "nu": verslag.nu,
        "vorige": verslag.vorige,
        "afgegaan": verslag.afgegaan,
        "geweigerd": verslag.geweigerd,
        "teLaat": verslag.te_laat,
        "herhaald": verslag.herhaald,
    }


def toon(verslag: TikVerslag) -> None:
    """The report as a person reads it."""
    if verslag.afgegaan:
        uitvoer.druk_tabel(
            ["verviel op", "termijn", "dossier", "gevolg", "te laat"],
            [
                (
                    a.vervalt_op,
                    f"{a.soort} {a.betreft}",
                    a.dossier_id,
                    ", ".join(a.gebeurtenissen) or "niets gewijzigd",
                    f"{a.dagen_te_laat} d" if a.dagen_te_laat else "",
                )
                for a in verslag.afgegaan
            ],
            rechts=["te laat"],
        )
    for a in verslag.geweigerd:
        uitvoer.druk(f"Geweigerd: {a.opdracht} voor {a.betreft} van {a.dossier_id}: {a.geweigerd}")
    for waarom, aantal in Counter(a.waarom for a in verslag.te_laat if a.waarom).items():
        uitvoer.druk(f"{aantal} te laat: {WAAROM[waarom]}.")
    afgegaan = uitvoer.geteld(len(verslag.afgegaan), "termijn", "termijnen")
    uitvoer.druk(
        f"{afgegaan} afgegaan, {len(verslag.te_laat)} daarvan te laat;"
        f" {len(verslag.geweigerd)} geweigerd."
    )


def toon_reacties(gevolg: Reactieverslag) -> None:
    """What the system asked a person, by kind; nothing when it asked nothing."""
    for vraag, aantal in Counter(g.vraag for g in gevolg.gevraagd).items():
        uitvoer.druk(f"Gevraagd: {vraag} ({aantal}).")
    for dossier_id in gevolg.geparkeerd:
        uitvoer.druk(f"Reactie wacht: dossier {dossier_id}; zie het logboek van de dienst.")
