"""A dossier in tables: infringements, decisions, claims, letters, tasks, terms, and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.cli import uitvoer
from handhaving.cli.tijdlijn import tijdlijn
from handhaving.dossier.termijnen import termijnen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.stand import Json
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop


def toon_stand(
    beeld: Mapping[str, Json],
    dossier: Dossier,
    historiek: Sequence[tuple[Gebeurtenis, Envelop]],
    peildatum: date,
) -> None:
    """Print what `stand` says on this day, the terms that run, and the picture."""
    uitvoer.druk(
        f"agentschappen: {', '.join(sorted(dossier.agentschappen)) or 'geen'};"
        f" regime: {veld(beeld, 'regime')}; hoedanigheid: {veld(beeld, 'hoedanigheid')};"
        f" peildatum: {peildatum}"
    )
    _tabel(
        "Inbreuken",
        beeld["inbreuken"],
        {
            "type": "type",
            "feit": "datumFeit",
            "agentschap": "agentschap",
            "fase": "fase",
            "in regel t/m": "inregelstelling.laatsteDagBurger",
            "verweer t/m": "verweer.laatsteDagBurger",
            "beslissen uiterlijk": "beslissenVoor",
            "besluit": "besluit",
        },
    )
    _tabel(
        "Besluiten",
        beeld["besluiten"],
        {
            "inbreuk": "inbreuk",
            "bedrag": "bedrag",
            "genomen": "genomenOp",
            "staat": "staat",
            "beroep t/m": "beroep.laatsteDagBurger",
            "definitief": "definitiefOp",
            "vordering": "vordering",
        },
    )
    _tabel(
        "Vorderingen",
        beeld["vorderingen"],
        {
            "status": "status",
            "hoofdsom": "hoofdsom",
            "betaald": "betaald",
            "openstaand": "openstaand",
            "intrest": "saldo.intrest",
            "mededeling": "ogm",
            "verjaart": "verjaring.datum",
            "veilig t/m": "verjaring.laatsteVeiligeDag",
            "VLABEL": "vlabel.status",
        },
    )
    _tabel(
        "Stukken",
        beeld["stukken"],
        {
            "soort": "soort",
            "betreft": "betreft",
            "kanaal": "kanaal",
            "verzonden": "verzondenOp",
            "ontvangen": "ontvangenOp",
            "vervallen": "vervallenOp",
        },
    )
    _tabel(
        "Open taken",
        beeld["taken"],
        {"soort": "soort", "betreft": "betreft", "sinds": "sinds"},
        alleen=lambda rij: veld(rij, "afgehandeld") == "",
    )
    lopend = [
        (t.vervalt_op, t.soort, t.betreft, t.laatste_dag_overheid, t.opdracht)
        for t in sorted(termijnen(dossier), key=lambda t: t.vervalt_op)
        if t.staat == "loopt"
    ]
    if lopend:
        uitvoer.druk_tabel(
            ["vervalt op", "termijn", "betreft", "strenge lezing", "daarna"],
            lopend,
            titel="Wat loopt",
        )
    uit = uitvoer.console()
    for regel in tijdlijn(dossier, historiek, peildatum, uit.width):
        uit.print(regel)


def veld(rij: Json | Mapping[str, Json], pad: str) -> str:
    """A value inside, `a.b` being `b` in `a`; empty where there is none."""
    waarde: Json | Mapping[str, Json] = rij
    for naam in pad.split("."):
        waarde = waarde.get(naam) if isinstance(waarde, dict) else None
    return "" if waarde is None else str(waarde)


def _tabel(
    titel: str,
    rijen: Json,
    kolommen: Mapping[str, str],
    *,
    alleen: Callable[[Json], bool] = lambda _: True,
) -> None:
    gekozen = {s: rij for s, rij in rijen.items() if alleen(rij)} if isinstance(rijen, dict) else {}
    if gekozen:
        uitvoer.druk_tabel(
            ["", *kolommen],
            [
                [sleutel, *(veld(rij, pad) for pad in kolommen.values())]
                for sleutel, rij in gekozen.items()
            ],
            titel=titel,
            rechts=[k for k in kolommen if k in BEDRAGEN],
        )


BEDRAGEN = frozenset({"bedrag", "hoofdsom", "betaald", "openstaand", "intrest"})
