"""Catching up: one row per dossier, exactly once, the same view on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Uuid, func, select

from handhaving.bootstrap import in_memory
from handhaving.eventlog.projection import SCHEMA, Batch, Engine, replace_rows
from projections import FOLD
from scripts.meten.bibliotheek import bijgewerkt, maak
from scripts.meten.dossiers import monsters, vul
from scripts.meten.maat import Maat, Meting, eis
from scripts.meten.opstelling import nu, tijd

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from handhaving.bootstrap import App
    from handhaving.dossier.state import Dossier
    from scripts.meten.opstelling import Opstelling

_LENGTE = 8


class Telling:
    """A read model of one row per dossier: how many events it has."""

    versie = 1

    def __init__(self, beurt: int) -> None:
        """Each turn has tables of its own."""
        self.naam = f"telling{beurt}"
        self.metadata = MetaData(schema=SCHEMA)
        self.tabel = Table(
            f"{self.naam}_v1",
            self.metadata,
            Column("dossier_id", Uuid, primary_key=True),
            Column("versie", Integer, nullable=False),
            Column("positie", BigInteger, nullable=False),
        )

    def apply(self, connection: Connection, batch: Batch[object]) -> None:
        """The row of every dossier that changed."""
        laatste = {e.envelop.dossier_id: e.envelop for e in batch.events}
        rijen = [(id_, e.versie, e.positie) for id_, e in laatste.items()]
        replace_rows(connection, self.tabel, self.tabel.c.dossier_id, list(laatste), rijen)

    def rijen(self, connection: Connection) -> tuple[int, int]:
        """How many dossiers, and how many events they have together."""
        gevraagd = select(func.count(), func.coalesce(func.sum(self.tabel.c.versie), 0))
        aantal, som = connection.execute(gevraagd).one()
        return aantal, int(som)


def werk_bij(app: App, beurt: int, gebeurtenissen: int, dossiers: int) -> float:
    """Seconds for our engine to bring that view up to date from nothing."""
    telling = Telling(beurt)
    motor: Engine[Dossier] = Engine(
        app.log,
        app.codec,
        app.engine,
        [telling],
        FOLD,
        incarnatie=app.projections.tenant.incarnatie,
    )
    motor.prepare()
    duur = tijd(motor.catch_up)
    with app.engine.connect() as verbinding:
        eis("rijen", telling.rijen(verbinding), (dossiers, gebeurtenissen))
    return duur


def meet(opstelling: Opstelling) -> Meting:
    """Events per second, in turns."""
    omvang = opstelling.omvang
    wij: list[float] = []
    controle: list[float] = []
    with opstelling.app() as app:
        vul(app.log, monsters(in_memory(nu)), omvang.bijwerken)
        with app.engine.connect() as verbinding:
            dossiers = verbinding.exec_driver_sql(
                "SELECT count(DISTINCT dossier_id) FROM handhaving.gebeurtenissen"
            ).scalar_one()
        for beurt in range(omvang.herhalingen):
            wij.append(omvang.bijwerken / werk_bij(app, beurt, omvang.bijwerken, dossiers))
            with opstelling.bibliotheek() as (stam, omgeving):
                aantal = max(1, omvang.bibliotheek // _LENGTE)
                for nummer in range(aantal):
                    stam.save(maak(nummer, _LENGTE))
                duur = bijgewerkt(omgeving, aantal, aantal * _LENGTE)
                controle.append(aantal * _LENGTE / duur)
    return Meting(wij, controle)


MAAT = Maat(
    naam="bijwerken",
    wat="een leesmodel bijwerken: één rij per dossier, precies één keer",
    controle="`ProjectionRunner` met dezelfde weergave",
    eenheid="gebeurtenissen/s",
    moet=20,
    doel=40,
    meet=meet,
)
