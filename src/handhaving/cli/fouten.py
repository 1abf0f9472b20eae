"""How a failure that was foreseen is told: in a sentence, or as JSON; never with a traceback.

A refusal says which rule, on which facts, what else stood in the way, and what can be done now.
Anything not foreseen here is a defect, and is left to show its traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import psycopg
import redis
import sqlalchemy.exc
import typer

from handhaving.adapters.sharing import ServerError
from handhaving.bootstrap import DatabaseUnreachable, GeenUitgever
from handhaving.cli import uitvoer
from handhaving.dossier.basis import Weigering
from handhaving.eventlog.codec import CodecError
from handhaving.eventlog.log import LogError
from handhaving.eventlog.migreer import MigratieFout
from handhaving.eventlog.projection import ProjectionError
from handhaving.eventlog.sleutelbestand import VaultError
from handhaving.intake.quarantaine import OnbekendInQuarantaine, OrigineelGewist
from handhaving.recht import RechtOntbreekt
from handhaving.running import KlokLooptVoor, TikInDeToekomst
from handhaving.running.broker import GeenRedis
from handhaving.running.groep import GeenWerkers
from handhaving.service import VersieVerouderd
from handhaving.service.dubbels import CODE, MOGELIJK, MogelijkDubbel
from handhaving.settings import WrongSetting

if TYPE_CHECKING:
    from handhaving.recht.grondslag import Grondslag

VERWACHT: Final = (
    Weigering,
    MogelijkDubbel,
    VersieVerouderd,
    WrongSetting,
    DatabaseUnreachable,
    GeenUitgever,
    MigratieFout,
    VaultError,
    ServerError,
    LogError,
    CodecError,
    ProjectionError,
    TikInDeToekomst,
    KlokLooptVoor,
    OnbekendInQuarantaine,
    OrigineelGewist,
    RechtOntbreekt,
    GeenRedis,
    GeenWerkers,
    psycopg.OperationalError,
    sqlalchemy.exc.OperationalError,
    redis.RedisError,
)
"""What can go wrong outside this program, or is refused by it."""

WEIGERING: Final = "weigering."
"""What the name of a rule begins with that only says why something is refused."""


def toon(fout: Exception, *, json: bool) -> int:
    """Tell it, and return the exit code."""
    if json:
        uitvoer.druk_json(beschrijf(fout))
    elif isinstance(fout, Weigering):
        for regel in weigering_in_zinnen(fout):
            uitvoer.meld(regel)
    elif isinstance(fout, MogelijkDubbel):
        for regel in dubbel_in_zinnen(fout):
            uitvoer.meld(regel)
    else:
        uitvoer.meld(str(beschrijf(fout)["boodschap"]))
    return fout.exit_code if isinstance(fout, typer.TyperException) else 1


def beschrijf(fout: Exception) -> dict[str, object]:
    """The same, for programs: `geweigerd` or `fout` names what it is."""
    if isinstance(fout, Weigering):
        return {
            "geweigerd": fout.code,
            "boodschap": fout.boodschap,
            "feiten": fout.feiten,
            "grondslag": fout.grondslag,
            "mogelijk": fout.mogelijk,
            "ookGeweigerd": fout.ook_geweigerd,
        }
    if isinstance(fout, MogelijkDubbel):
        return {
            "geweigerd": CODE,
            "boodschap": fout.zin("--bevestiging"),
            "feiten": fout.feiten(),
            "kandidaten": fout.kandidaten(),
            "bevestiging": fout.bevestiging,
            "grondslag": [],
            "mogelijk": MOGELIJK,
            "ookGeweigerd": [],
        }
    if isinstance(fout, uitvoer.Mislukt):
        return {"fout": fout.code, "boodschap": zin(fout.message), **fout.feiten}
    if isinstance(fout, psycopg.OperationalError | sqlalchemy.exc.OperationalError):
        # The driver's own sentence may name a host or a user; whoever manages it knows those.
        boodschap = "De databank antwoordt niet. Kijk HANDHAVING_DATABASE_URL en de server na."
        return {"fout": "DatabankOnbereikbaar", "boodschap": boodschap}
    if isinstance(fout, redis.RedisError):
        boodschap = "Redis antwoordt niet. Kijk HANDHAVING_REDIS_URL en de server na."
        return {"fout": "RedisOnbereikbaar", "boodschap": boodschap}
    return {"fout": type(fout).__name__, "boodschap": zin(str(fout))}


def weigering_in_zinnen(weigering: Weigering) -> list[str]:
    """A refusal as a person reads it."""
    regels = [f"Geweigerd ({weigering.code}): {weigering.boodschap}"]
    regels += [f"  Regel: {grondslag_in_woorden(g)}" for g in weigering.grondslag]
    for veld, waarde in weigering.feiten.items():
        tekst = ", ".join(map(str, waarde)) if isinstance(waarde, list) else waarde
        regels.append(f"  {veld}: {tekst}")
    if weigering.ook_geweigerd:
        regels.append(f"  Ook in de weg: {', '.join(weigering.ook_geweigerd)}")
    if weigering.mogelijk:
        regels.append(f"  Wat nu wel kan: {', '.join(weigering.mogelijk)}")
    return regels


def dubbel_in_zinnen(fout: MogelijkDubbel) -> list[str]:
    """What may be there already, and how to go on, as a person reads it."""
    return [
        f"Geweigerd ({CODE}): {fout.zin(f'--bevestiging {fout.bevestiging}')}",
        *(f"  {i.sleutel}: {i.type} van {i.datum_feit}, {i.fase.value}" for i in fout.getoond),
        f"  Wat nu wel kan: {', '.join(MOGELIJK)}",
    ]


def grondslag_in_woorden(grondslag: Grondslag) -> str:
    """The rule, its version and its place; and whether somebody still has to check it.

    A rule of a refusal has no version of its own, and its name was already said.
    """
    twijfel = " (te verifiëren)" if grondslag.status == "te_verifieren" else ""
    if grondslag.regel.startswith(WEIGERING):
        return f"{grondslag.artikel}{twijfel}"
    return f"{grondslag.regel} sinds {grondslag.versie}, {grondslag.artikel}{twijfel}"


def zin(tekst: str) -> str:
    """A sentence: with a capital and a full stop."""
    tekst = tekst.strip()
    eerste, *_ = tekst.split(maxsplit=1) or [""]
    if "." not in eerste:  # een bestandsnaam houdt haar letters
        tekst = f"{tekst[:1].upper()}{tekst[1:]}"
    return f"{tekst}{'' if tekst.endswith(('.', '!', '?')) else '.'}"
