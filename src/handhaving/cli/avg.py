"""`handhaving avg inzage|wis|register|toegang`: the rights of who is in a dossier, for the dpo."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, cast
from uuid import UUID

import typer
from uuid6 import uuid7

from handhaving.bootstrap import open_app
from handhaving.cli import opdracht as opdrachten
from handhaving.cli import uitvoer
from handhaving.cli.kijken import Referentie, Wie, kijker
from handhaving.cli.tijden import DossierId, lees_dag, lees_dossier, lees_moment, vandaag
from handhaving.dossier.basis import Rol
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.toegang import PAGE, Zoek
from handhaving.service import Doel, Meta
from handhaving.service.betrokkene import inzageverslag
from handhaving.service.verwerkingsregister import verwerkingsregister
from handhaving.settings import Settings

if TYPE_CHECKING:
    from handhaving.eventlog.toegang import Bladzijde
    from handhaving.service import Antwoord, Kijker

WISSEN = "WisPersoonsgegevens"
GEWIST = "PersoonsgegevensGewist"

Grond = Annotated[str, typer.Option("--grond", help="Waarom: een code, zie `recht parameters`.")]
Dossier = Annotated[
    UUID | None,
    typer.Option("--dossier", parser=lees_dossier, metavar="ID", help="Alleen dit dossier."),
]
Sinds = Annotated[
    datetime | None,
    typer.Option("--van", parser=lees_moment, metavar="MOMENT", help="Vanaf dit moment."),
]
Tot = Annotated[
    datetime | None,
    typer.Option("--tot", parser=lees_moment, metavar="MOMENT", help="Tot dit moment."),
]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    groep = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    groep.command("inzage")(inzage)
    groep.command("wis")(wis)
    groep.command("register")(verwerking)
    groep.command("toegang")(toegang)
    app.add_typer(groep, name="avg", help="De rechten van wie in een dossier staat.")


def inzage(
    dossier: DossierId,
    door: Wie = None,
    referentie: Referentie = None,
    json: uitvoer.Json = False,
) -> None:
    """Wat een persoon mag weten (art. 15): gegevens, doelen, ontvangers, beslissingen, lezers."""
    settings = _instellingen(door)
    wie = _dpo(door, referentie)
    with open_app(settings) as app:
        verslag = inzageverslag(
            app.service, app.toegang, app.recht, wie, dossier, vandaag=vandaag(app)
        )
    if json:
        uitvoer.druk_json(verslag)
        return
    uitvoer.druk(f"Dossier {dossier}, opgemaakt op {verslag['opgemaaktOp']}")
    _tabel("Persoonsgegevens", _paren(verslag["persoonsgegevens"]), ["gegeven", ""])
    if verslag["betwist"]:
        uitvoer.druk(f"Betwist: {_tekst(verslag['betwist'])}")
    _rijen("Gegevens per feit", verslag["gegevensPerFeit"], ["feit", "geldigOp", "gegevens"])
    uitvoer.druk(f"Gegevens van derden, weggelaten: {verslag['vanDerdenWeggelaten']}")
    _rijen("Doelen", verslag["doelen"], ["doel", "grond", "status"])
    _rijen("Wie gegevens kreeg", verslag["ontvangers"], ["ontvanger", "doel", "op", "gegevens"])
    _rijen("Beslissingen", verslag["beslissingen"], ["beslissing", "op", "doorRol", "regels"])
    uitvoer.druk(f"{verslag['logica']}")
    uitvoer.druk(f"Rechten: {_tekst(verslag['rechten'])}")
    _tabel("Bewaring", _paren(verslag["bewaring"]), ["", "hoe lang"])
    _rijen("Wie ze las", verslag["gelezenDoor"], ["op", "rol", "organisatie", "doel", "velden"])


def wis(
    dossier: DossierId,
    grond: Grond = "bewaartermijnVerstreken",
    door: Wie = None,
    json: uitvoer.Json = False,
) -> None:
    """Wis de persoonsgegevens: wie het eerst vraagt stelt voor, een andere persoon bevestigt."""
    settings = _instellingen(door)
    wie = _dpo(door).door
    with open_app(settings) as app:
        meta = Meta(door=wie, opdracht_id=uuid7(), spoor_id=uuid7(), nu=app.klok())
        antwoord = app.service.handle(dossier, lees_opdracht(WISSEN, {"grond": grond}), meta)
    if json:
        uitvoer.druk_json(opdrachten.als_antwoord(antwoord))
        return
    opdrachten.toon(antwoord)
    uitvoer.druk(_gevolg(antwoord))


def verwerking(
    op: Annotated[
        date | None,
        typer.Option("--op", parser=lees_dag, metavar="DAG", help="De dag waarvan de wet geldt."),
    ] = None,
    json: uitvoer.Json = False,
) -> None:
    """Het register van de verwerking (art. 30), uit wat de gebeurtenissen zelf verklaren."""
    with open_app(Settings.read()) as app:
        uit = verwerkingsregister(app.recht, op or vandaag(app))
    if json:
        uitvoer.druk_json(uit)
        return
    _rijen("Verantwoordelijken", uit["verantwoordelijken"], ["naam", "grond", "status"])
    _rijen("Doelen", uit["doelen"], ["naam", "rollen", "groepen", "status"])
    _rijen("Gegevens", uit["gegevens"], ["groep", "veld", "klasse", "van", "gebeurtenissen"])
    _rijen("Ontvangers", uit["ontvangers"], ["naam", "grond", "status"])
    _rijen("Bewaring", uit["bewaring"], ["parameter", "termijn", "grond", "status"])
    uitvoer.druk("Beveiliging: " + _tekst(uit["beveiliging"]))


def toegang(
    dossier: Dossier = None,
    door: Wie = None,
    sinds: Sinds = None,
    tot: Tot = None,
    na: Annotated[int | None, typer.Option("--na", help="Verder na dit nummer.")] = None,
    limiet: Annotated[int, typer.Option("--limiet", min=1, max=10 * PAGE)] = PAGE,
    json: uitvoer.Json = False,
) -> None:
    """Wie persoonsgegevens las: per dossier, per lezer of per periode, het nieuwste eerst."""
    with open_app(Settings.read()) as app:
        blad = app.toegang.find(Zoek(dossier, door, sinds, tot), na=na, limiet=limiet)
    if json:
        uitvoer.druk_json({"items": blad.items, "volgende": blad.volgende})
        return
    _toon_toegang(blad)


def _toon_toegang(blad: Bladzijde) -> None:
    uitvoer.druk_tabel(
        ["nr", "op", "wie en waarvoor", "dossiers", "velden"],
        [
            (
                rij.nummer,
                rij.op.isoformat("\n", timespec="seconds"),
                "\n".join(
                    (
                        rij.lezing.door.id,
                        f"{rij.lezing.door.rol}, {rij.lezing.door.organisatie}",
                        *filter(None, (rij.lezing.doel, rij.lezing.referentie)),
                    )
                ),
                "\n".join(map(str, rij.lezing.dossiers)),
                "\n".join([*rij.lezing.identiteit, *rij.lezing.gevoelig]),
            )
            for rij in blad.items
        ],
        rechts=["nr"],
    )
    if blad.volgende is not None:
        uitvoer.druk(f"Er is meer: --na {blad.volgende}")


def _instellingen(door: str | None) -> Settings:
    """The settings; on a database of one's own, whoever reads or erases says who that is."""
    settings = Settings.read()
    if door is None and settings.database_url is not None:
        boodschap = "Op een eigen databank vraagt dit ook --door."
        raise uitvoer.VerkeerdGebruik(boodschap)
    return settings


def _dpo(door: str | None, referentie: str | None = None) -> Kijker:
    return kijker(door, Rol.DPO, None, Doel.VERZOEK_BETROKKENE, referentie)


def _gevolg(antwoord: Antwoord) -> str:
    soorten = {soort for _, soort in antwoord.gebeurtenissen}
    if not soorten:
        return "De gegevens waren al gewist."
    if GEWIST in soorten:
        return "Gewist: de sleutels zijn vernietigd."
    return "Voorgesteld: een andere persoon bevestigt met dezelfde grond."


def _paren(waarde: object) -> list[tuple[str, str]]:
    delen = cast("dict[str, object]", waarde)
    return [(naam, _tekst(deel)) for naam, deel in delen.items()]


def _rijen(titel: str, rijen: object, kolommen: list[str]) -> None:
    delen = cast("list[dict[str, Any]]", rijen)
    _tabel(titel, [[_tekst(rij.get(kolom)) for kolom in kolommen] for rij in delen], kolommen)


def _tabel(titel: str, rijen: list[tuple[str, str]] | list[list[str]], kolommen: list[str]) -> None:
    if rijen:
        uitvoer.druk_tabel(kolommen, rijen, titel=titel)


def _tekst(waarde: object) -> str:
    """A value of the report in one cell."""
    match waarde:
        case None:
            return ""
        case dict():
            return ", ".join(f"{n}: {_tekst(w)}" for n, w in waarde.items())
        case list():
            return "; ".join(_tekst(deel) for deel in waarde)
        case _:
            return str(waarde)
