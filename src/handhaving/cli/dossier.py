"""`handhaving dossier toon|historiek`: one dossier, now, as known at an instant, as valid on a day.

Read through the door of the service: personal fields are not shown unless asked for, sensitive ones
not without a purpose, and whoever reads one stands in the access log before it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.cli.dossierbeeld import toon_stand
from handhaving.cli.kijken import (
    InRol,
    MetDoel,
    Referentie,
    Voor,
    Wie,
    kijker,
    persoonlijke_velden,
)
from handhaving.cli.recht import WAARSCHUWING
from handhaving.cli.tijden import DossierId, GeldigOp, MomentOfNiets, vandaag
from handhaving.dossier.termijnen import termijnen
from handhaving.eventlog.persoonlijk import personal_fields
from handhaving.recht import dag_in_brussel, einde_van_dag
from handhaving.service.inzage import ALLE
from handhaving.settings import Settings
from projections.auditspoor import grondslag, te_verifieren
from projections.taal import datum, zin

if TYPE_CHECKING:
    from handhaving.bootstrap import App
    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.eventlog.envelope import Envelop
    from handhaving.service import Inzage, Kijker

PERSOONLIJK = ("naam", "voornaam", "insz", "klantnummer", "geboortedatum", "adres", "contacttaal")

MetPersoon = Annotated[
    bool,
    typer.Option("--met-persoon", help="Toon ook wie het is. Wie dit vraagt, wordt genoteerd."),
]


@dataclass(frozen=True, slots=True)
class Gezien:
    """A dossier as somebody asked to see it."""

    inzage: Inzage
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
    met_persoon: MetPersoon = False,
    door: Wie = None,
    rol: InRol = None,
    organisatie: Voor = None,
    doel: MetDoel = None,
    referentie: Referentie = None,
    json: uitvoer.Json = False,
) -> None:
    """De stand van een dossier: nu, zoals gekend op een moment, of zoals geldig op een dag."""
    wie = kijker(door, rol, organisatie, doel, referentie)
    with open_app(_instellingen(door, met_persoon=met_persoon)) as draaiend:
        gezien = _lees(draaiend, wie, dossier, op, geldig_op, met_persoon=met_persoon)
        beeld = gezien.inzage.stand(gezien.peildatum, draaiend.recht)
        simulatie = draaiend.log.simulatie
    persoon = persoonlijke_velden(gezien.inzage.dossier.persoon, PERSOONLIJK)
    if json:
        extra = {"persoon": persoon} if met_persoon else {}
        lopend = [t for t in termijnen(gezien.inzage.deel) if t.staat == "loopt"]
        uitvoer.druk_json(
            beeld
            | extra
            | {"peildatum": gezien.peildatum, "simulatie": simulatie, "lopendeTermijnen": lopend}
        )
        return
    uitvoer.druk(_kop(gezien, simulatie=simulatie))
    if met_persoon:
        uitvoer.druk_tabel(["wie", ""], list(persoon.items()))
    toon_stand(beeld, gezien.inzage.deel, gezien.inzage.historiek, gezien.peildatum)


def historiek(
    dossier: DossierId,
    op: MomentOfNiets = None,
    geldig_op: GeldigOp = None,
    met_persoon: MetPersoon = False,
    door: Wie = None,
    rol: InRol = None,
    organisatie: Voor = None,
    doel: MetDoel = None,
    referentie: Referentie = None,
    json: uitvoer.Json = False,
) -> None:
    """Het spoor van een dossier: wat er gebeurde, wie het deed, wanneer we het wisten."""
    wie = kijker(door, rol, organisatie, doel, referentie)
    with open_app(_instellingen(door, met_persoon=met_persoon)) as draaiend:
        gezien = _lees(draaiend, wie, dossier, op, geldig_op, met_persoon=met_persoon)
        simulatie = draaiend.log.simulatie
    feiten = gezien.inzage.historiek
    if json:
        uitvoer.druk_json(
            {
                "dossierId": dossier,
                "simulatie": simulatie,
                "gebeurtenissen": [
                    _als_json(g, envelop)
                    | ({"persoonlijk": _persoonlijk(g)} if met_persoon else {})
                    for g, envelop in feiten
                ],
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
                "\n".join(
                    [
                        zin(g) + (" (?)" if te_verifieren(g.grondslag) else ""),
                        *(f"{n}: {w}" for n, w in _persoonlijk(g).items() if met_persoon),
                    ]
                ),
                f"{envelop.door.id} ({envelop.door.rol}, {envelop.door.organisatie})",
            )
            for g, envelop in feiten
        ],
        rechts=["nr"],
    )
    if any(te_verifieren(g.grondslag) for g, _ in feiten):
        uitvoer.druk(f"(?) {WAARSCHUWING}")


def _instellingen(door: str | None, *, met_persoon: bool) -> Settings:
    """The settings; on a database of one's own, whoever asks for a person says who asks."""
    settings = Settings.read()
    if met_persoon and door is None and settings.database_url is not None:
        boodschap = "Op een eigen databank vraagt --met-persoon ook --door."
        raise uitvoer.VerkeerdGebruik(boodschap)
    return settings


def _lees(
    app: App,
    wie: Kijker,
    dossier_id: UUID,
    op: datetime | None,
    geldig_op: date | None,
    *,
    met_persoon: bool,
) -> Gezien:
    """Read a dossier as asked. Refused with OnbekendDossier where there was nothing yet."""
    gelezen = app.service.inzage(
        wie, dossier_id, op=op, geldig_op=geldig_op, klassen=ALLE if met_persoon else ()
    )
    peildatum = geldig_op or (vandaag(app) if op is None else _dag(op))
    return Gezien(gelezen, peildatum, op, geldig_op)


def _dag(op: datetime) -> date:
    """The day an instant belongs to; midnight is the end of a day, not the begin of the next."""
    return dag_in_brussel(op - timedelta(microseconds=1))


def _moment(op: datetime) -> str:
    """An instant; the end of a day as the day somebody asked for."""
    dag = _dag(op)
    if op == einde_van_dag(dag):
        return f"het einde van {datum(dag)}"
    return op.isoformat(timespec="seconds")


def _persoonlijk(gebeurtenis: Gebeurtenis) -> dict[str, str]:
    return persoonlijke_velden(gebeurtenis, tuple(personal_fields(type(gebeurtenis))))


def _kop(gezien: Gezien, *, simulatie: bool) -> str:
    gelezen = gezien.inzage.dossier
    delen = [f"Dossier {gelezen.dossier_id}, versie {gelezen.versie}"]
    if gezien.op is not None:
        delen.append(f"zoals gekend op {_moment(gezien.op)}")
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
