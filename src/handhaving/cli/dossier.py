"""`handhaving dossier toon|historiek`: one dossier, now, as known at an instant, as valid on a day.

Personal fields are not shown unless asked for, and whoever asks is written down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import structlog
import typer
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.cli.dossierbeeld import toon_stand
from handhaving.cli.recht import WAARSCHUWING
from handhaving.cli.tijden import DossierId, GeldigOp, MomentOfNiets, vandaag
from handhaving.dossier.basis import ACTOR
from handhaving.dossier.decider import vouw
from handhaving.dossier.refusals import OnbekendDossier, OngeldigeGegevens
from handhaving.dossier.stand import stand
from handhaving.dossier.termijnen import termijnen
from handhaving.eventlog.persoonlijk import NietLeesbaar
from handhaving.recht import dag_in_brussel
from handhaving.settings import Settings
from projections.auditspoor import grondslag, te_verifieren
from projections.taal import zin

if TYPE_CHECKING:
    from handhaving.bootstrap import App
    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.state import Dossier, Persoon
    from handhaving.eventlog.envelope import Envelop

_log = structlog.get_logger(__name__)

PERSOONLIJK = ("naam", "voornaam", "insz", "klantnummer", "geboortedatum", "adres", "contacttaal")


@dataclass(frozen=True, slots=True)
class Gezien:
    """A dossier as somebody asked to see it."""

    dossier: Dossier
    historiek: list[tuple[Gebeurtenis, Envelop]]
    peildatum: date
    op: datetime | None
    geldig_op: date | None


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    groep = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    groep.command("toon")(toon)
    groep.command("historiek")(historiek)
    app.add_typer(groep, name="dossier", help="Eén dossier: hoe het staat, en hoe het zo kwam.")


def toon(
    dossier: DossierId,
    op: MomentOfNiets = None,
    geldig_op: GeldigOp = None,
    met_persoon: Annotated[
        bool,
        typer.Option("--met-persoon", help="Toon ook wie het is. Wie dit vraagt, wordt genoteerd."),
    ] = False,
    door: Annotated[
        str | None, typer.Option("--door", help="Wie de persoonsgegevens vraagt.")
    ] = None,
    json: uitvoer.Json = False,
) -> None:
    """De stand van een dossier: nu, zoals gekend op een moment, of zoals geldig op een dag."""
    if door is not None and re.fullmatch(ACTOR, door, re.ASCII) is None:
        raise OngeldigeGegevens(velden=["door.id: verkeerde vorm"])
    settings = Settings.read()
    if met_persoon and door is None and settings.database_url is not None:
        boodschap = "Op een eigen databank vraagt --met-persoon ook --door."
        raise uitvoer.VerkeerdGebruik(boodschap)
    with open_app(settings) as draaiend:
        gezien = _lees(draaiend, dossier, op, geldig_op, met_persoon=met_persoon)
        if met_persoon:
            _noteer(dossier, door or "ontwikkelaar")
        beeld = stand(gezien.dossier, gezien.peildatum, draaiend.recht)
        simulatie = draaiend.log.simulatie
    wie = _persoon(gezien.dossier.persoon) if met_persoon else None
    if json:
        extra = {} if wie is None else {"persoon": wie}
        lopend = [t for t in termijnen(gezien.dossier) if t.staat == "loopt"]
        uitvoer.druk_json(
            beeld
            | extra
            | {"peildatum": gezien.peildatum, "simulatie": simulatie, "lopendeTermijnen": lopend}
        )
        return
    uitvoer.druk(_kop(gezien, simulatie=simulatie))
    if wie is not None:
        uitvoer.druk_tabel(["wie", ""], list(wie.items()))
    toon_stand(beeld, gezien.dossier, gezien.historiek, gezien.peildatum)


def historiek(
    dossier: DossierId,
    op: MomentOfNiets = None,
    geldig_op: GeldigOp = None,
    json: uitvoer.Json = False,
) -> None:
    """Het spoor van een dossier: wat er gebeurde, wie het deed, wanneer we het wisten."""
    with open_app(Settings.read()) as draaiend:
        gezien = _lees(draaiend, dossier, op, geldig_op, met_persoon=False)
        simulatie = draaiend.log.simulatie
    if json:
        uitvoer.druk_json(
            {
                "dossierId": dossier,
                "simulatie": simulatie,
                "gebeurtenissen": [_als_json(g, envelop) for g, envelop in gezien.historiek],
            }
        )
        return
    uitvoer.druk(_kop(gezien, simulatie=simulatie))
    uitvoer.druk_tabel(
        ["nr", "geweten op", "geldig op", "wat", "door"],
        [
            (
                envelop.versie,
                dag_in_brussel(envelop.geregistreerd_op),
                envelop.geldig_op,
                zin(g) + (" (?)" if te_verifieren(g.grondslag) else ""),
                f"{envelop.door.id} ({envelop.door.rol}, {envelop.door.organisatie})",
            )
            for g, envelop in gezien.historiek
        ],
        rechts=["nr"],
    )
    if any(te_verifieren(g.grondslag) for g, _ in gezien.historiek):
        uitvoer.druk(f"(?) {WAARSCHUWING}")


def _lees(
    app: App, dossier_id: UUID, op: datetime | None, geldig_op: date | None, *, met_persoon: bool
) -> Gezien:
    """Read a dossier as asked. Refused with OnbekendDossier where there was nothing yet."""
    gelezen = app.service.historiek(
        dossier_id, op=op, geldig_op=geldig_op, met_sleutels=met_persoon
    )
    if not gelezen:
        raise OnbekendDossier(dossier=dossier_id)
    peildatum = geldig_op or (vandaag(app) if op is None else _dag(op))
    return Gezien(vouw(dossier_id, gelezen), gelezen, peildatum, op, geldig_op)


def _dag(op: datetime) -> date:
    """The day an instant belongs to; midnight is the end of a day, not the begin of the next."""
    return dag_in_brussel(op - timedelta(microseconds=1))


def _noteer(dossier_id: UUID, door: str) -> None:
    """Write down who read the personal fields of which dossier; never what they say."""
    _log.info(
        "persoonsgegevens_gelezen", dossier=str(dossier_id), door=door, velden=list(PERSOONLIJK)
    )


def _persoon(persoon: Persoon) -> dict[str, str]:
    """The personal fields that are there, as text; what cannot be read says why."""
    uit: dict[str, str] = {}
    for veld in PERSOONLIJK:
        waarde = getattr(persoon, veld)
        if waarde is not None:
            uit[to_camel(veld)] = _tekst(waarde)
    return uit


def _tekst(waarde: object) -> str:
    if isinstance(waarde, NietLeesbaar):
        return f"({repr(waarde).lower()})"
    if isinstance(waarde, BaseModel):
        delen = waarde.model_dump(exclude_none=True).values()
        return " ".join(str(deel) for deel in delen)
    return str(waarde)


def _kop(gezien: Gezien, *, simulatie: bool) -> str:
    delen = [f"Dossier {gezien.dossier.dossier_id}, versie {gezien.dossier.versie}"]
    if gezien.op is not None:
        delen.append(f"zoals gekend op {gezien.op.isoformat(timespec='seconds')}")
    if gezien.geldig_op is not None:
        delen.append(f"zoals geldig op {gezien.geldig_op}")
    return ", ".join(delen) + (" [SIMULATIE]" if simulatie else "")


def _als_json(gebeurtenis: Gebeurtenis, envelop: Envelop) -> dict[str, object]:
    return {
        "gebeurtenisId": envelop.gebeurtenis_id,
        "positie": envelop.positie,
        "versie": envelop.versie,
        "type": envelop.type,
        "schemaVersie": envelop.schema_versie,
        "zin": zin(gebeurtenis),
        "geregistreerdOp": envelop.geregistreerd_op,
        "geldigOp": envelop.geldig_op,
        "door": envelop.door,
        "opdrachtId": envelop.opdracht_id,
        "oorzaakId": envelop.oorzaak_id,
        "spoorId": envelop.spoor_id,
        "grondslag": grondslag(gebeurtenis.grondslag),
        "teVerifieren": te_verifieren(gebeurtenis.grondslag),
    }
