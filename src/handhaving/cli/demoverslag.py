"""What the demonstration prints: everything read back from the read models and from the log."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic.alias_generators import to_camel
from sqlalchemy import func, select

from handhaving.cli import uitvoer
from handhaving.cli.agenda import druk_agenda
from handhaving.cli.dossierbeeld import toon_stand
from handhaving.dossier.decider import vouw
from handhaving.dossier.stand import stand
from handhaving.recht.tellen import dag_in_brussel
from handhaving.running import agenda
from projections.auditspoor import AUDITSPOOR, spoor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Connection, RowMapping

    from handhaving.bootstrap import App
    from handhaving.cli.demospel import Spel
    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.stand import Json
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.running import Agendarij

TRECHTER = (
    ("inbreuken vastgesteld", "InbreukVastgesteld"),
    ("  rechtgezet", "InbreukRechtgezet"),
    ("ingebrekestellingen", "IngebrekestellingVerzonden"),
    ("  ingeregeld", "InbreukIngeregeld"),
    ("overgemaakt aan ABB", "OvergemaaktAanABB"),
    ("  verweer ontvangen", "VerweerOntvangen"),
    ("  zonder gevolg", "GeenGevolgBeslist"),
    ("boetebesluiten", "BoetebesluitGenomen"),
    ("  beroep", "BeroepIngesteld"),
    ("betaald", "VorderingVoldaan"),
    ("overgedragen aan VLABEL", "VlabelOverdrachtVoorbereid"),
    ("  bevestigd door VLABEL", "VlabelOverdrachtBevestigd"),
)
"""The funnel: what a row is called, and the event that it counts."""

DAGEN = 30
REGELS = 25
"""So many rows of the agenda are printed one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Demoverslag:
    """What came of a demonstration."""

    map_: Path
    einde: date
    gebeurtenissen: int
    opdrachten: int
    geweigerd: dict[str, int]
    zonder_redis: str | None
    trechter: list[tuple[str, int, str]]
    agenda: Sequence[Agendarij]
    dossier_id: UUID
    spoor: Sequence[RowMapping]
    midden: datetime
    toen: Dossier
    historiek: Sequence[tuple[Gebeurtenis, Envelop]]
    beeld: dict[str, Json]

    def als_json(self) -> dict[str, object]:
        """The same, for programs."""
        return {
            "map": self.map_,
            "einde": self.einde,
            "gebeurtenissen": self.gebeurtenissen,
            "opdrachten": self.opdrachten,
            "geweigerd": self.geweigerd,
            "trechter": {naam.strip(): aantal for naam, aantal, _ in self.trechter},
            "agenda": self.agenda,
            "dossierId": self.dossier_id,
            "spoor": [{to_camel(k): w for k, w in rij.items()} for rij in self.spoor],
            "halverwege": {"op": self.midden, "stand": self.beeld},
        }

    def druk(self) -> None:
        """Print it: the funnel, the agenda, one dossier, and how to go on."""
        uitvoer.druk(
            f"\n{self.gebeurtenissen} gebeurtenissen in het logboek (een simulatie); "
            f"{self.opdrachten} opdrachten van mensen, {sum(self.geweigerd.values())} geweigerd."
        )
        if self.zonder_redis:
            uitvoer.druk(self.zonder_redis)
        uitvoer.druk_tabel(
            ["", "aantal", "van de inbreuken"],
            self.trechter,
            titel="De trechter",
            rechts=["aantal", "van de inbreuken"],
        )
        self._druk_agenda()
        uitvoer.druk(f"\nHet spoor van één dossier ({self.dossier_id})\n")
        for regel in spoorregels(self.spoor):
            uitvoer.druk(regel)
        uitvoer.druk(f"\nDatzelfde dossier, zoals gekend halverwege ({self.midden:%Y-%m-%d})\n")
        toon_stand(self.beeld, self.toen, self.historiek, dag_in_brussel(self.midden))
        uitvoer.druk(verder(self.map_, self.dossier_id, self.midden, self.einde))

    def _druk_agenda(self) -> None:
        """Prescription first: what is lost there, nobody brings back."""
        rijen = sorted(self.agenda, key=lambda rij: (not rij.verjaring, rij.vervalt_op))
        eerst = sum(rij.verjaring for rij in rijen)
        druk_agenda(
            rijen[:REGELS],
            f"De agenda van de komende {DAGEN} dagen:"
            f" {uitvoer.geteld(len(rijen), 'termijn', 'termijnen')},"
            f" waarvan {eerst} van verjaring (bovenaan)",
        )
        if len(rijen) > REGELS:
            uitvoer.druk(f"… en nog {len(rijen) - REGELS} andere; zie `handhaving agenda`")


def lees_verslag(app: App, spel: Spel) -> Demoverslag:
    """Read back what came of it."""
    with app.engine.connect() as verbinding:
        dossier_id = voorbeelddossier(verbinding)
        regels = spoor(verbinding, dossier_id)
        telling = trechter(verbinding)
    midden = halverwege(regels)
    historiek = app.service.historiek(dossier_id, op=midden, met_sleutels=False)
    toen = vouw(dossier_id, historiek)
    return Demoverslag(
        map_=spel.map_,
        einde=spel.einde,
        gebeurtenissen=spel.gebeurtenissen,
        opdrachten=spel.opdrachten,
        geweigerd=spel.geweigerd,
        zonder_redis=app.zonder_redis,
        trechter=telling,
        agenda=agenda(app, spel.einde, tot=spel.einde + timedelta(days=DAGEN)),
        dossier_id=dossier_id,
        spoor=regels,
        midden=midden,
        toen=toen,
        historiek=historiek,
        beeld=stand(toen, dag_in_brussel(midden), app.recht),
    )


def trechter(verbinding: Connection) -> list[tuple[str, int, str]]:
    """How many inbreuken came how far, and which part of all that is."""
    telling = select(AUDITSPOOR.c.type, func.count()).group_by(AUDITSPOOR.c.type)
    aantallen = {soort: int(aantal) for soort, aantal in verbinding.execute(telling)}
    totaal = aantallen.get("InbreukVastgesteld", 0)
    return [
        (naam, aantal, f"{100 * aantal / totaal:.1f} %" if totaal else "")
        for naam, soort in TRECHTER
        for aantal in [aantallen.get(soort, 0)]
    ]


def voorbeelddossier(verbinding: Connection) -> UUID:
    """The first dossier that VLABEL took over, else the one with most events."""
    c = AUDITSPOOR.c
    bij_vlabel = select(c.dossier_id).where(c.type == "VlabelOverdrachtBevestigd")
    gevonden: UUID | None = verbinding.execute(bij_vlabel.order_by(c.positie).limit(1)).scalar()
    if gevonden is not None:
        return gevonden
    langste = select(c.dossier_id).group_by(c.dossier_id).order_by(func.count().desc()).limit(1)
    eerste: UUID = verbinding.execute(langste).scalar_one()
    return eerste


def halverwege(regels: Sequence[RowMapping]) -> datetime:
    """The instant in the middle of a trail."""
    begin, einde = regels[0]["geregistreerd_op"], regels[-1]["geregistreerd_op"]
    midden: datetime = begin + (einde - begin) / 2
    return midden


def spoorregels(regels: Sequence[RowMapping]) -> list[str]:
    """The trail as sentences: when we knew, what happened, who did it."""
    return [
        f"{dag_in_brussel(r['geregistreerd_op'])}  {r['zin']}  [{r['door_rol']}]" for r in regels
    ]


def verder(map_: Path, dossier_id: UUID, midden: datetime, einde: date) -> str:
    """How to go on; the log has a clock of its own, which only a `tik` for a day moves."""
    return f"""
Hoe verder (de servers starten en stoppen vanzelf):

  . '{Path(sys.prefix) / "bin" / "activate"}'
  export HANDHAVING_DATA='{map_}'
  handhaving dossier historiek {dossier_id}
  handhaving dossier toon {dossier_id} --op {midden:%Y-%m-%d}
  handhaving agenda --soort verjaring --tot {midden.year + 9}-12-31
  handhaving projecties status
  handhaving catalogus
  handhaving tik --op {einde + timedelta(days=DAGEN)}

Dit logboek heeft zijn eigen klok: `handhaving worker` laat er niets verstrijken, en
`handhaving tik` alleen wat tot vandaag, of tot de dag van --op, verstreek.

README.md zegt wat er nog kan."""
