"""`handhaving recht …`: ask the law itself. No dossier, no database, no clock but the default day.

Each answer shows the steps that lead to it and marks every value whose source was not found.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from handhaving.cli import uitvoer
from handhaving.cli.kalenderstrook import LEGENDE, strook
from handhaving.cli.tijden import Dag, DagOfNiets, lees_dag, nu_in_brussel
from handhaving.recht import (
    Cent,
    InszOngeldigFout,
    Kanaal,
    KanaalOntbreekt,
    OgmOngeldigFout,
    OnbekendeTermijn,
    Recht,
    RechtOntbreekt,
    RechtsbestandFout,
    Schorsing,
    Stuiting,
    Stuitingsdaad,
    lees_insz,
    ogm,
)
from handhaving.recht import weergave as json_vorm
from handhaving.recht.documentatie import markdown
from handhaving.recht.nazicht import na_te_kijken, zonder_waarde
from handhaving.recht.parameters import decimaal
from handhaving.recht.stappen import dag_voluit
from projections.taal import bedrag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from handhaving.recht import Grondslag, Stap, Termijn

MERK = {"gevonden": "gevonden", "te_verifieren": "te verifiëren"}
WAARSCHUWING = "Let op: dit rust op een waarde waarvan de bron nog te verifiëren is."


class RechtZwijgt(uitvoer.Mislukt):
    """The law says nothing about that day, or its files are broken."""


def lees_bedrag(tekst: str) -> Cent:
    """An amount as `250.00`, or whole euros as `250`; anything else is wrong use."""
    heel = tekst.isascii() and tekst.removeprefix("-").isdigit()
    try:
        gelezen = Cent.lees(f"{tekst}.00" if heel else tekst)
    except ValueError as fout:
        raise typer.BadParameter(str(fout)) from fout
    if gelezen < 0:
        msg = "een bedrag is hier niet negatief"
        raise typer.BadParameter(msg)
    return gelezen


def lees_stuiting(tekst: str) -> Stuiting:
    """`DAAD:D` or `DAAD:D:buitenland`."""
    daad, _, rest = tekst.partition(":")
    dag, _, waar = rest.partition(":")
    if daad not in set(Stuitingsdaad) or waar not in {"", "buitenland"}:
        msg = f"verwacht DAAD:DAG of DAAD:DAG:buitenland; daden: {', '.join(Stuitingsdaad)}"
        raise typer.BadParameter(msg)
    return Stuiting(Stuitingsdaad(daad), lees_dag(dag), schuldenaar_in_belgie=not waar)


def lees_schorsing(tekst: str) -> Schorsing:
    """`GROND:VAN` (still running) or `GROND:VAN:TOT` (resumed on TOT)."""
    grond, _, rest = tekst.partition(":")
    van, _, tot = rest.partition(":")
    return Schorsing(grond, lees_dag(van), lees_dag(tot) if tot else None)


Bedrag = Annotated[Cent, typer.Option(parser=lees_bedrag, metavar="BEDRAG")]


def laad_recht(laad: Callable[[], Recht] = Recht.laad) -> Recht:
    """The law, or the file and line that keep it from being read."""
    try:
        return laad()
    except RechtsbestandFout as fout:
        raise RechtZwijgt(str(fout), bestand=fout.bestand, regel=fout.regel) from fout


def parameters(
    op: DagOfNiets = None,
    json: uitvoer.Json = False,
) -> None:
    """Alle waarden van de wet op een dag (zonder --op: vandaag), met grondslag en status."""
    recht, dag = laad_recht(), op or nu_in_brussel()
    geldend = [(p, p.op(dag)) for p in recht.parameters if p.naam not in zonder_waarde(recht, dag)]
    leeg = zonder_waarde(recht, dag)
    try:
        oud = na_te_kijken(recht, dag)
    except RechtOntbreekt as fout:
        raise RechtZwijgt(str(fout)) from fout
    if json:
        uitvoer.druk_json(
            {
                "op": dag,
                "versie": recht.versie,
                "kalender": recht.kalender.versie,
                "parameters": [json_vorm.waarde_json(p, w) for p, w in geldend],
                "zonderWaarde": leeg,
                "naTeKijken": [
                    {"wat": n.wat, "waarde": n.waarde, "nagekekenOp": n.nagekeken_op} for n in oud
                ],
            }
        )
        return
    uitvoer.druk(f"Het recht op {dag_voluit(dag)}")
    uitvoer.druk_tabel(
        ("Parameter", "Waarde", "Vanaf", "Grondslag", "Status"),
        [(p.naam, w.tekst, w.van, w.grondslag.artikel, _status(w.grondslag)) for p, w in geldend],
    )
    gevonden = sum(not w.te_verifieren for _, w in geldend)
    uitvoer.druk(
        f"{len(geldend)} waarden: {gevonden} gevonden, {len(geldend) - gevonden} te verifiëren."
    )
    if leeg:
        uitvoer.druk(f"Zonder waarde op {dag}: {', '.join(leeg)}.")
    if not oud:
        uitvoer.druk("Alles wat die dag geldt, is het voorbije jaar nagekeken.")
        return
    uitvoer.druk_tabel(
        ("Wat", "Waarde", "Nagekeken op"),
        ((n.wat, n.waarde, n.nagekeken_op) for n in oud),
        titel="Langer dan een jaar niet nagekeken",
    )


def _status(grond: Grondslag) -> Text:
    """Whether the source of a value was found."""
    return Text(MERK[grond.status], style="green" if grond.status == "gevonden" else "yellow")


def termijn(
    naam: Annotated[str, typer.Argument(help="Bijvoorbeeld inregelstelling of beroep.")],
    ontvangen: DagOfNiets = None,
    verzonden: DagOfNiets = None,
    kanaal: Annotated[Kanaal | None, typer.Option()] = None,
    op: Annotated[
        date | None,
        typer.Option(parser=lees_dag, metavar="DAG", help="De dag waarvan de wet geldt."),
    ] = None,
    json: uitvoer.Json = False,
) -> None:
    """De laatste dag van een termijn, in de lezing van de burger en van de overheid."""
    if ontvangen is None and verzonden is None:
        msg = "geef --ontvangen, of --verzonden met --kanaal"
        raise uitvoer.VerkeerdGebruik(msg)
    if ontvangen is not None and (verzonden is not None or kanaal is not None):
        msg = "geef --ontvangen, of --verzonden met --kanaal, niet beide"
        raise uitvoer.VerkeerdGebruik(msg)
    recht = laad_recht()
    try:
        uitkomst = recht.termijn(
            naam, ontvangen=ontvangen, verzonden=verzonden, kanaal=kanaal, op=op
        )
    except (OnbekendeTermijn, KanaalOntbreekt) as fout:
        raise uitvoer.VerkeerdGebruik(str(fout)) from fout
    except RechtOntbreekt as fout:
        raise RechtZwijgt(str(fout)) from fout
    if uitkomst is None:
        uitleg = f"{naam} loopt nog niet: via {kanaal} is er een bewijs van ontvangst nodig"
        if json:
            uitvoer.druk_json(json_vorm.niet_gestart_json(naam, uitleg))
        else:
            uitvoer.druk(f"{uitleg}.")
    elif json:
        uitvoer.druk_json(json_vorm.termijn_json(uitkomst))
    else:
        _toon_termijn(recht, uitkomst)


def _toon_termijn(recht: Recht, termijn: Termijn) -> None:
    uit = uitvoer.console()
    soort = recht.termijnsoort(termijn.naam)
    uit.print(Text(f"{soort.omschrijving} ({termijn.aard})", style="bold"))
    uit.print(f"  {termijn.regel}")
    uit.print()
    uit.print(f"  laatste dag, burger    {dag_voluit(termijn.laatste_dag_burger)}")
    uit.print(f"  laatste dag, overheid  {dag_voluit(termijn.laatste_dag_overheid)}")
    uit.print()
    for regel in strook(termijn):
        uit.print(regel)
    uit.print(Text(f"          {LEGENDE}", style="dim"))
    uit.print()
    _toon_stappen(termijn.stappen)
    _toon_grondslag(termijn.grondslag)
    uitvoer.druk(f"Kalender: {termijn.kalender}")


def _toon_stappen(stappen: Sequence[Stap]) -> None:
    for nummer, stap in enumerate(stappen, 1):
        uitvoer.druk(f"{nummer:>3}. [{stap.lezing}] {stap.uitleg}")


def _toon_grondslag(grondslagen: Iterable[Grondslag]) -> None:
    gronden = list(grondslagen)
    uitvoer.druk_tabel(
        ("Regel", "Geldig vanaf", "Grondslag", "Status"),
        ((g.regel, g.versie, g.artikel, MERK[g.status]) for g in gronden),
    )
    if any(g.status == "te_verifieren" for g in gronden):
        uitvoer.druk(WAARSCHUWING)


def verjaring(
    vanaf: Dag,
    stuiting: Annotated[
        list[Stuiting] | None,
        typer.Option(parser=lees_stuiting, metavar="DAAD:DAG[:buitenland]", help="Herhaalbaar."),
    ] = None,
    schorsing: Annotated[
        list[Schorsing] | None,
        typer.Option(parser=lees_schorsing, metavar="GROND:VAN[:TOT]", help="Herhaalbaar."),
    ] = None,
    json: uitvoer.Json = False,
) -> None:
    """Wanneer een vordering verjaart, en de laatste veilige dag om te handelen."""
    try:
        uitkomst = laad_recht().verjaring(vanaf, stuiting or (), schorsing or ())
    except RechtOntbreekt as fout:
        raise RechtZwijgt(str(fout)) from fout
    except ValueError as fout:
        raise uitvoer.VerkeerdGebruik(str(fout)) from fout
    if json:
        uitvoer.druk_json(json_vorm.verjaring_json(uitkomst))
        return
    uitvoer.druk(f"Verjaart na {dag_voluit(uitkomst.datum)}.")
    uitvoer.druk(f"Laatste veilige dag: {dag_voluit(uitkomst.laatste_veilige_dag)}.")
    if uitkomst.geschorst_sinds is not None:
        uitvoer.druk(f"Geschorst sinds {dag_voluit(uitkomst.geschorst_sinds)}: schuift nog op.")
    for dagen, dag in uitkomst.waarschuwingen:
        uitvoer.druk(f"  {dagen:>4} dagen vooraf: {dag_voluit(dag)}")
    uitvoer.druk()
    _toon_stappen(uitkomst.stappen)
    _toon_grondslag(uitkomst.grondslag)


def intrest(
    hoofdsom: Bedrag,
    vanaf: Dag,
    tot: Dag,
    json: uitvoer.Json = False,
) -> None:
    """Moratoire interest op een hoofdsom, van (inbegrepen) tot (niet inbegrepen)."""
    if tot < vanaf:
        msg = "--tot ligt vóór --vanaf"
        raise uitvoer.VerkeerdGebruik(msg)
    try:
        uitkomst = laad_recht().intrest(hoofdsom, vanaf, tot)
    except RechtOntbreekt as fout:
        raise RechtZwijgt(str(fout)) from fout
    if json:
        uitvoer.druk_json(json_vorm.intrest_json(uitkomst))
        return
    uitvoer.druk_tabel(
        ("Jaar", "Van", "Tot", "Dagen", "Rentevoet", "Onafgerond"),
        (
            (d.jaar, d.van, d.tot, d.dagen, f"{decimaal(d.voet)} %", d.onafgerond)
            for d in uitkomst.per_jaar
        ),
        rechts=("Dagen", "Rentevoet", "Onafgerond"),
    )
    gezegd = f"Interest op € {bedrag(hoofdsom)}: € {bedrag(uitkomst.bedrag)}, één keer afgerond"
    if uitkomst.bekend_tot is None:
        uitvoer.druk(f"{gezegd}.")
    elif not uitkomst.per_jaar:
        uitvoer.druk(
            f"Interest op € {bedrag(hoofdsom)}: vanaf {vanaf:%d/%m/%Y} is geen rentevoet bekend."
        )
    else:
        einde = f"{uitkomst.bekend_tot:%d/%m/%Y}"
        uitvoer.druk(f"{gezegd}, tot en met {einde}; verder is geen rentevoet bekend.")
        uitvoer.druk("Een bindend bedrag kan nog niet.")
    _toon_grondslag(uitkomst.grondslag)


def ogm_(
    basis10: Annotated[str, typer.Argument(help="Tien cijfers.")],
    json: uitvoer.Json = False,
) -> None:
    """De gestructureerde mededeling bij een basis van tien cijfers."""
    try:
        uitkomst = ogm(basis10)
    except OgmOngeldigFout as fout:
        raise uitvoer.VerkeerdGebruik(fout.reden) from fout
    if json:
        uitvoer.druk_json({"ogm": uitkomst.tekst, "cijfers": uitkomst.cijfers})
    else:
        uitvoer.druk(uitkomst.tekst)


def insz(
    nummer: Annotated[str, typer.Argument(help="Elf cijfers, met of zonder leestekens.")],
    json: uitvoer.Json = False,
) -> None:
    """Of een INSZ geldig is, van welke soort, en de geboortedatum als ze bekend is."""
    try:
        uitkomst = lees_insz(nummer)
    except InszOngeldigFout as fout:
        if json:
            uitvoer.druk_json({"geldig": False, "soort": None, "reden": fout.reden})
        else:
            uitvoer.druk(f"Ongeldig: {fout.reden}.")
        raise typer.Exit(1) from fout
    if json:
        uitvoer.druk_json(json_vorm.insz_json(uitkomst))
        return
    geboren = uitkomst.geboortedatum
    dag = dag_voluit(geboren) if geboren else "niet volledig bekend"
    uitvoer.druk(f"Geldig {uitkomst.soort}nummer; geboortedatum: {dag}.")


def documentatie() -> None:
    """Schrijf docs/recht.md op de standaarduitvoer."""
    uitvoer.druk(markdown(laad_recht()).rstrip("\n"))


def register(app: typer.Typer) -> None:
    """Add the group of verbs."""
    groep = typer.Typer(no_args_is_help=True, help="Vraag het recht: termijnen, geld, nummers.")
    groep.command()(parameters)
    groep.command()(termijn)
    groep.command()(verjaring)
    groep.command()(intrest)
    groep.command("ogm")(ogm_)
    groep.command()(insz)
    groep.command()(documentatie)
    app.add_typer(groep, name="recht")
