"""`handhaving projecties …`: how far the read models are; bringing them up, rebuilding them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.cli.tijden import DossierId
from handhaving.cli.tik import toon_reacties
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handhaving.bootstrap import App
    from handhaving.eventlog.projection import (
        Parked,
        Progress,
        ProjectionStatus,
        TableDigest,
    )

Naam = Annotated[str | None, typer.Argument(metavar="[NAAM]", help="Eén leesmodel; anders alle.")]
Werkers = Annotated[
    int | None,
    typer.Option("--werkers", min=1, help="Over zoveel processen; anders naar het werk."),
]
EenNaam = Annotated[str, typer.Argument(metavar="NAAM")]

_REDEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}\Z", re.ASCII)


class Verschilt(uitvoer.Mislukt):
    """The live rows are not what a fold from scratch gives."""


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    groep = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    for verb in (status, bij, herbouw, vergelijk, opnieuw):
        groep.command(verb.__name__)(verb)
    groep.command("sla-over")(sla_over)
    app.add_typer(groep, name="projecties", help="De leesmodellen: stand, bijwerken, herbouwen.")


def status(json: uitvoer.Json = False) -> None:
    """Hoe ver elk leesmodel is, hoeveel het achter staat, en wat er wacht."""
    with open_app(Settings.read()) as draaiend:
        gevonden = running.status(draaiend)
    if json:
        uitvoer.druk_json({"projecties": gevonden})
        return
    uitvoer.druk_tabel(
        ["leesmodel", "versie", "staat", "positie", "achter", "seconden", "wacht", "wie werkt bij"],
        [
            (
                s.naam,
                s.versie,
                _staat(s),
                s.positie,
                s.achterstand,
                f"{s.achterstand_seconden:.1f}",
                len(s.geparkeerd),
                s.houder or "niemand",
            )
            for s in gevonden
        ],
        rechts=["versie", "positie", "achter", "seconden", "wacht"],
    )
    for s in gevonden:
        if s.fout is not None:
            waar = "" if s.fout_dossier is None else f", dossier {s.fout_dossier}"
            uitvoer.druk(f"{s.naam}: {s.fout} (positie {s.fout_positie}{waar})")
        for wachtend in s.geparkeerd:
            uitvoer.druk(f"{s.naam} wacht: {_wachtend(wachtend)}")


def bij(naam: Naam = None, json: uitvoer.Json = False) -> None:
    """Vraag wat uit nieuwe feiten volgt, en werk de leesmodellen bij tot waar het logboek is."""
    with open_app(Settings.read()) as draaiend:
        gevolg = running.react(draaiend)
        with _balk(draaiend, naam, "bijwerken") as stap:
            gedaan = running.catch_up(draaiend, naam, on_progress=stap)
    if json:
        uitvoer.druk_json({"projecties": gedaan, "reacties": gevolg.gevraagd})
        return
    toon_reacties(gevolg)
    for klaar in gedaan:
        wie = "" if klaar.zelf or klaar.van == klaar.tot else ", door een ander proces"
        hoeveel = uitvoer.geteld(klaar.tot - klaar.van, "gebeurtenis", "gebeurtenissen")
        uitvoer.druk(f"{klaar.naam}: {hoeveel}{wie}, tot {klaar.tot}")


def herbouw(
    naam: Naam = None,
    opnieuw: Annotated[
        bool, typer.Option("--opnieuw", help="Begin van voren af; ga niet verder waar het stopte.")
    ] = False,
    werkers: Werkers = None,
    verdeeld: Annotated[
        bool,
        typer.Option("--verdeeld", help="Over de werkers die draaien, ook op andere machines."),
    ] = False,
    json: uitvoer.Json = False,
) -> None:
    """Vul een leesmodel opnieuw, of alle samen, naast de lopende; elk wisselt in één keer."""
    with (
        open_app(Settings.read()) as draaiend,
        _balk(draaiend, naam, "herbouw", alles=True) as stap,
    ):
        uitkomsten = running.rebuild(
            draaiend,
            naam,
            opnieuw=opnieuw,
            werkers=werkers,
            verdeeld=verdeeld,
            on_progress=stap,
        )
    if json:
        uitvoer.druk_json({"projecties": uitkomsten})
        return
    for uit in uitkomsten:
        was = {True: "gelijk aan wat er was", False: "anders dan wat er was", None: "gewisseld"}
        uitvoer.druk(f"{uit.naam}: {was[uit.gelijk]}, positie {uit.positie}")
        _druk_afdrukken(uit.oud, uit.nieuw)


def vergelijk(naam: Naam = None, werkers: Werkers = None, json: uitvoer.Json = False) -> None:
    """Vouw alles opnieuw en vergelijk met de lopende rijen; 1 als er een verschil is."""
    with (
        open_app(Settings.read()) as draaiend,
        _balk(draaiend, naam, "vergelijken", alles=True) as stap,
    ):
        uitkomsten = running.compare(draaiend, naam, werkers=werkers, on_progress=stap)
    anders = [uit.naam for uit in uitkomsten if not uit.gelijk]
    if json:
        uitvoer.druk_json({"gelijk": not anders, "projecties": uitkomsten})
        if anders:
            raise typer.Exit(1)
        return
    for uit in uitkomsten:
        woord = "gelijk" if uit.gelijk else "VERSCHILT"
        uitvoer.druk(f"{uit.naam}: {woord}, op positie {uit.positie}")
        _druk_afdrukken(uit.oud, uit.nieuw)
    if anders:
        hoe = "; ".join(f"`handhaving projecties herbouw {een}`" for een in anders)
        boodschap = f"{', '.join(anders)}: de rijen zijn niet wat de gebeurtenissen geven ({hoe})."
        raise Verschilt(boodschap)


def opnieuw(naam: EenNaam, dossier: DossierId, json: uitvoer.Json = False) -> None:
    """Probeer een geparkeerd dossier opnieuw, met alles wat erachter wacht."""
    with open_app(Settings.read()) as draaiend:
        _namen(draaiend, naam)
        nog = running.retry(draaiend, naam, dossier)
    _meld_wachtend(nog, json=json)


def sla_over(
    naam: EenNaam,
    dossier: DossierId,
    door: Annotated[str, typer.Option("--door", help="Wie dit beslist.")],
    reden: Annotated[
        str, typer.Option("--reden", help="Een code, bijvoorbeeld een meldingsnummer; geen tekst.")
    ],
    json: uitvoer.Json = False,
) -> None:
    """Laat de gebeurtenis weg waarop een dossier wacht. Wie en waarom wordt bewaard."""
    if not _REDEN.match(reden) or not _REDEN.match(door):
        boodschap = "--door en --reden zijn codes: letters, cijfers en . _ / -, hoogstens 40."
        raise uitvoer.VerkeerdGebruik(boodschap)
    with open_app(Settings.read()) as draaiend:
        _namen(draaiend, naam)
        nog = running.skip(draaiend, naam, dossier, door=door, reden_code=reden)
    _meld_wachtend(nog, json=json)


def _namen(app: App, naam: str | None) -> list[str]:
    bekend = [p.naam for p in app.projections.projections]
    if naam is not None and naam not in bekend:
        boodschap = f"Leesmodel {naam} bestaat niet; wel: {', '.join(bekend)}."
        raise uitvoer.VerkeerdGebruik(boodschap)
    return bekend if naam is None else [naam]


@contextmanager
def _balk(
    app: App, naam: str | None, titel: str, *, alles: bool = False
) -> Iterator[Callable[[Progress], None]]:
    """A bar over the events still to come, of one read model or of all together."""
    namen = _namen(app, naam)
    laatste = app.log.last_position()
    totaal = sum(
        laatste if alles else s.achterstand for s in running.status(app) if s.naam in namen
    )
    gezien: dict[str, int] = {}
    with uitvoer.voortgang(titel, totaal) as stap:

        def verder(tot_hier: Progress) -> None:
            vorige = gezien.get(tot_hier.naam, tot_hier.van)
            gezien[tot_hier.naam] = tot_hier.positie
            stap(tot_hier.positie - vorige)

        yield verder


def _staat(status: ProjectionStatus) -> str:
    return status.staat if status.bouw is None else f"{status.staat}, bouwt ({status.bouw})"


def _wachtend(wachtend: Parked) -> str:
    return (
        f"dossier {wachtend.dossier_id} sinds {wachtend.sinds:%Y-%m-%d %H:%M},"
        f" positie {wachtend.positie}: {wachtend.fout}"
    )


def _meld_wachtend(nog: Parked | None, *, json: bool) -> None:
    if json:
        uitvoer.druk_json({"geparkeerd": nog})
    else:
        uitvoer.druk("Het dossier is weer bij." if nog is None else f"Wacht nog: {_wachtend(nog)}")
    if nog is not None:
        raise typer.Exit(1)


def _druk_afdrukken(oud: Sequence[TableDigest], nieuw: Sequence[TableDigest]) -> None:
    for was, wordt in zip(oud, nieuw, strict=True):
        uitvoer.druk(f"  lopend  {was.rijen:>9} rijen  {was.digest}")
        uitvoer.druk(f"  gevouwen{wordt.rijen:>9} rijen  {wordt.digest}")
