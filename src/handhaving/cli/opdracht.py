"""`handhaving opdracht`: give one command to a dossier, as the service would get it from anyone."""

from __future__ import annotations

import difflib
import json as json_module
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from uuid6 import uuid7

from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.dossier.basis import Opdracht, Rol
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.lezen import lijkt
from handhaving.dossier.toewijzing.weigeringen import DossierBestaatAl, InszHoortBijAnderDossier
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from handhaving.service import Kijker, Meta, dubbels
from handhaving.settings import Settings

if TYPE_CHECKING:
    from handhaving.service import Antwoord

NIEUW = "nieuw"
AGENTSCHAP = "AgII"
"""The agency of whoever acts, when nobody says so and the role is one of an agency."""

Gegevens = Annotated[
    str,
    typer.Option(
        "--gegevens",
        metavar="JSON|@BESTAND|-",
        help="De velden van de opdracht: JSON, een bestand met @ ervoor, of - voor de invoer.",
    ),
]
Door_ = Annotated[str | None, typer.Option("--door", help="Wie het doet: het id van een persoon.")]
Rol_ = Annotated[Rol | None, typer.Option("--rol", help="In welke rol.")]
Organisatie = Annotated[
    str | None, typer.Option("--organisatie", help="Voor welk agentschap, of ABB.")
]


def lees_gegevens(tekst: str) -> dict[str, object]:
    """The fields of a command, from the argument, a file or standard input."""
    if tekst == "-":
        tekst = sys.stdin.read()
    elif tekst == "@":
        boodschap = "Na @ hoort de naam van een bestand, bijvoorbeeld --gegevens @opdracht.json."
        raise uitvoer.VerkeerdGebruik(boodschap)
    elif tekst.startswith("@"):
        pad = Path(tekst[1:])
        try:
            tekst = pad.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as fout:
            boodschap = f"Het bestand {pad} kan niet gelezen worden als UTF-8-tekst."
            raise uitvoer.VerkeerdGebruik(boodschap) from fout
    try:
        gegevens = json_module.loads(
            tekst,
            object_pairs_hook=_zonder_dubbel,
            parse_constant=_geen_getal,
            parse_float=_eindig,
        )
    except json_module.JSONDecodeError as fout:
        waar = f"regel {fout.lineno}, kolom {fout.colno}"
        boodschap = f"De gegevens zijn geen JSON-object: op {waar} klopt de JSON niet."
        raise uitvoer.VerkeerdGebruik(boodschap) from None
    except (ValueError, RecursionError):  # a number too long for Python, or a nest without end
        gegevens = None
    if not isinstance(gegevens, dict):
        boodschap = "De gegevens zijn geen JSON-object."
        raise uitvoer.VerkeerdGebruik(boodschap)
    return gegevens


def _zonder_dubbel(paren: list[tuple[str, object]]) -> dict[str, object]:
    uit = dict(paren)
    if len(uit) != len(paren):
        boodschap = "De gegevens noemen een veld tweemaal."
        raise uitvoer.VerkeerdGebruik(boodschap)
    return uit


def _geen_getal(_naam: str) -> object:
    boodschap = "De gegevens zijn geen geldige JSON: NaN en Infinity zijn geen getal."
    raise uitvoer.VerkeerdGebruik(boodschap)


def _eindig(tekst: str) -> float:
    getal = float(tekst)
    if math.isinf(getal):
        boodschap = "De gegevens zijn geen geldige JSON: een getal is te groot."
        raise uitvoer.VerkeerdGebruik(boodschap)
    return getal


def keur_naam(naam: str) -> None:
    """Raise VerkeerdGebruik for a name that no command has, with those that come near.

    What was typed comes back only when it resembles one: else it may be anything.
    """
    if naam in OPDRACHTEN:
        return
    klein = {bekend.lower(): bekend for bekend in OPDRACHTEN}
    nabij = [klein[n] for n in difflib.get_close_matches(naam.lower(), klein, n=3, cutoff=0.7)]
    wat = f"opdracht '{naam}'" if lijkt(naam, OPDRACHTEN) else "opdracht met die naam"
    raad = f" Bedoelt u {' of '.join(nabij)}?" if nabij else ""
    boodschap = f"Er bestaat geen {wat}.{raad} `handhaving catalogus` noemt ze alle."
    raise uitvoer.VerkeerdGebruik(boodschap)


def wie(
    klasse: type[Opdracht],
    door: str | None,
    rol: Rol | None,
    waar: str | None,
    agentschap: str | None = None,
) -> Door:
    """Who acts, filled in where nothing was said: somebody of the first role that may.

    At an agency that is somebody of `agentschap`: of the one named, or of the dossier.
    """
    rol = rol or next(r for r in Rol if r in klasse.rollen)
    if waar is None:
        waar = (agentschap or AGENTSCHAP) if rol is Rol.DOSSIERBEHANDELAAR else "ABB"
    return Door(door or f"ontwikkelaar-{rol.value}", rol.value, waar)


def lees_dossier(tekst: str, klasse: type[Opdracht]) -> UUID | None:
    """The dossier, or None for `nieuw` where the command opens one."""
    if tekst == NIEUW and klasse.opent:
        return None
    try:
        return UUID(tekst)
    except ValueError:
        of_nieuw = f" of '{NIEUW}'" if klasse.opent else ""
        boodschap = f"'{tekst}' is geen dossierId{of_nieuw}."
        raise uitvoer.VerkeerdGebruik(boodschap) from None


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def opdracht(
        dossier: Annotated[str, typer.Argument(help=f"Het dossierId, of '{NIEUW}'.")],
        naam: Annotated[str, typer.Argument(help="De opdracht; zie `handhaving catalogus`.")],
        gegevens: Gegevens = "{}",
        door: Door_ = None,
        rol: Rol_ = None,
        organisatie: Organisatie = None,
        opdracht_id: Annotated[
            UUID | None,
            typer.Option(
                "--opdracht-id", help="Dezelfde id doet dezelfde opdracht nooit twee keer."
            ),
        ] = None,
        versie: Annotated[
            int | None, typer.Option("--versie", help="Weiger als het dossier intussen verder is.")
        ] = None,
        bevestiging: Annotated[
            str | None,
            typer.Option(
                "--bevestiging",
                metavar="TOKEN",
                help="Uit de weigering MogelijkDubbel: dit is een andere inbreuk.",
            ),
        ] = None,
        json: uitvoer.Json = False,
    ) -> None:
        """Geef één opdracht aan een dossier. Een weigering noemt de regel en wat wel kan.

        Zonder --door, --rol of --organisatie handelt een verzonnen medewerker van de eerste rol die
        het mag, om te leren en te ontwikkelen; het logboek toont hem als `ontwikkelaar-…`.

        Uitgang 2: geen opdracht heeft die naam, of --gegevens is geen JSON. Uitgang 1: die kloppen,
        maar de opdracht is geweigerd.
        """
        settings = Settings.read()
        keur_naam(naam)
        gelezen = lees_opdracht(naam, lees_gegevens(gegevens))
        klasse = type(gelezen)
        dossier_id = lees_dossier(dossier, klasse)
        with open_app(settings) as draaiend:
            agentschap = getattr(gelezen, "agentschap", None)
            stand = None
            if dossier_id is not None:
                stand = draaiend.service.lees(dossier_id, met_sleutels=False)
                agentschap = agentschap or stand.persoon.agentschap
            actor = wie(klasse, door, rol, organisatie, agentschap)
            if door is None:
                uitvoer.meld(f"Handelt als {actor.id} ({actor.rol}, {actor.organisatie}).")
            meta = Meta(
                door=actor,
                opdracht_id=opdracht_id or uuid7(),
                spoor_id=uuid7(),
                nu=draaiend.klok(),
                verwachte_versie=versie,
            )
            if stand is not None:
                dubbels.keur(stand, gelezen, actor, draaiend.index, bevestiging)
            try:
                antwoord = draaiend.service.handle(dossier_id, gelezen, meta)
            except (DossierBestaatAl, InszHoortBijAnderDossier) as weigering:
                kijker = Kijker(actor, meta.spoor_id, "cli")
                draaiend.service.noteer_vondst(kijker, gelezen, weigering)
                raise
        if json:
            uitvoer.druk_json(als_antwoord(antwoord))
        else:
            toon(antwoord)


def als_antwoord(antwoord: Antwoord) -> dict[str, object]:
    """The answer in the words of the contract (§7)."""
    return {
        "dossierId": antwoord.dossier_id,
        "versie": antwoord.versie,
        "positie": antwoord.positie,
        "gebeurtenissen": [
            {"gebeurtenisId": gebeurtenis_id, "type": soort}
            for gebeurtenis_id, soort in antwoord.gebeurtenissen
        ],
        "herhaald": antwoord.herhaald,
    }


def toon(antwoord: Antwoord) -> None:
    """The answer as a person reads it."""
    for gebeurtenis_id, soort in antwoord.gebeurtenissen:
        uitvoer.druk(f"{soort}  {gebeurtenis_id}")
    if not antwoord.gebeurtenissen:
        uitvoer.druk("Niets gewijzigd.")
    herhaald = "; dit antwoord was al gegeven" if antwoord.herhaald else ""
    uitvoer.druk(f"Dossier {antwoord.dossier_id}, versie {antwoord.versie}{herhaald}")
