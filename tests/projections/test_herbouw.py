"""Rebuilding beside the live read model, and comparing the live one with a fold from scratch."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING
from weakref import WeakSet

import pytest
from sqlalchemy import text

from handhaving.eventlog.codec import UnknownEventType
from handhaving.eventlog.migreer import READER
from handhaving.eventlog.projection import (
    BUILD_SCHEMA,
    Fold,
    LeaseHeld,
    LeaseLost,
    Progress,
    ProjectionBroken,
    WrongLog,
)
from handhaving.eventlog.projection.rebuild import Workshop
from tests.projections.proefmodel import (
    NU,
    Gemerkt,
    Geteld,
    Regels,
    Schrijver,
    Telling,
    Tellingen,
    afdruk,
    evolueer,
    motor,
    sommen,
)

if TYPE_CHECKING:
    from pydantic import BaseModel
    from sqlalchemy import Connection
    from sqlalchemy import Engine as Database

    from handhaving.eventlog.envelope import Envelop
    from handhaving.eventlog.postgres import PostgresLog
    from handhaving.eventlog.projection import Batch


def doe(database: Database, opdracht: str) -> None:
    with database.begin() as verbinding:
        verbinding.execute(text(opdracht))


def tabellen(database: Database, schema: str) -> list[str]:
    with database.connect() as verbinding:
        vraag = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY 1")
        return list(verbinding.execute(vraag, {"schema": schema}).scalars())


def test_given_a_live_read_model_when_rebuilt_then_the_rows_are_the_same(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(20, 5)
    model = Tellingen()
    engine = motor(log, database, model, page=13)
    engine.catch_up()
    voor = afdruk(database, model)
    gehoord: list[Progress] = []
    uit = engine.rebuild("tellingen", on_progress=gehoord.append)
    assert (uit.positie, uit.gelijk, uit.oud, uit.nieuw) == (100, True, voor, voor)
    assert afdruk(database, model) == voor
    assert (gehoord[0].van, gehoord[-1].positie) == (0, 100)
    assert tabellen(database, BUILD_SCHEMA) == []
    assert engine.rebuild("tellingen").nieuw == voor


def test_given_rows_that_are_wrong_when_rebuilt_then_they_are_right_and_we_are_told(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(5, 2)
    model = Tellingen()
    engine = motor(log, database, model)
    engine.catch_up()
    doe(database, "UPDATE leesmodel.tellingen_v1 SET som = 99")
    assert not engine.compare("tellingen").gelijk
    uit = engine.rebuild("tellingen")
    assert uit.gelijk is False
    assert sommen(database, model) == dict.fromkeys(dossiers, (2, 3))
    assert engine.compare("tellingen").gelijk


def test_given_a_read_model_that_is_behind_when_rebuilt_then_it_is_up_to_date(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(5, 2)
    model = Tellingen()
    engine = motor(log, database, model)
    engine.catch_up(tot=3)
    uit = engine.rebuild("tellingen")
    assert (uit.gelijk, uit.positie) == (None, 10)
    assert sommen(database, model) == dict.fromkeys(dossiers, (2, 3))
    (verslag,) = engine.catch_up()
    assert (verslag.van, verslag.tot) == (10, 10)


def test_given_an_engine_at_work_when_rebuilt_then_it_goes_on_from_the_new_rows(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(5, 2)
    model = Tellingen()
    engine = motor(log, database, model)
    engine.catch_up()
    houder = engine.feeder(model)
    houder.acquire()
    motor(log, database, model).rebuild("tellingen")
    schrijver.schrijf(dossiers[0], Geteld(aantal=10))
    with pytest.raises(LeaseLost):
        houder.feed(engine.reader.page(10, 11))
    houder.acquire()
    houder.feed(engine.reader.page(10, 11))
    assert sommen(database, model)[dossiers[0]] == (3, 13)


def test_given_a_rebuild_on_its_way_then_a_second_one_and_a_comparison_are_refused(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(5, 2)
    model = Tellingen()
    engine = motor(log, database, model)
    engine.catch_up()

    def ook(_: Progress) -> None:
        for tweede in (motor(log, database, model).rebuild, motor(log, database, model).compare):
            with pytest.raises(LeaseHeld):
                tweede("tellingen")

    engine.rebuild("tellingen", on_progress=ook)


HERBOUW = """
import os, signal, sys
from sqlalchemy import create_engine
from handhaving.eventlog.postgres import PostgresLog
from tests.projections.proefmodel import Tellingen, motor

database = create_engine(sys.argv[1].replace("postgresql://", "postgresql+psycopg://"))
with PostgresLog(sys.argv[1]) as log:
    def na(voortgang):
        if voortgang.positie >= 4:
            os.kill(os.getpid(), signal.SIGKILL)
    motor(log, database, Tellingen(), page=10).rebuild("tellingen", on_progress=na)
"""


@pytest.mark.parametrize("fresh", [False, True])
def test_given_a_rebuild_was_killed_when_run_again_then_it_goes_on_where_it_was(
    log: PostgresLog, database: Database, schrijver: Schrijver, database_url: str, *, fresh: bool
) -> None:
    dossiers = schrijver.veel(10, 10)
    model = Tellingen()
    motor(log, database, model).catch_up()
    voor = afdruk(database, model)
    dood = subprocess.run(
        [sys.executable, "-c", HERBOUW, database_url],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "COVERAGE_PROCESS_START": ""},
    )
    assert dood.returncode == -signal.SIGKILL, dood.stderr
    engine = motor(log, database, model, page=10)
    (status,) = engine.status(NU)
    assert (status.staat, status.bouw) == ("bij", 4)  # four dossiers of ten
    doe(database, "UPDATE leesmodel.checkpoint SET verloopt_op = now() WHERE deel LIKE 'bouw%'")
    gehoord: list[Progress] = []
    uit = engine.rebuild("tellingen", fresh=fresh, on_progress=gehoord.append)
    assert gehoord[0].van == (0 if fresh else 4)
    assert (uit.gelijk, afdruk(database, model)) == (True, voor)
    assert engine.status(NU)[0].bouw is None
    assert len(sommen(database, model)) == len(dossiers)


def test_given_parked_dossiers_when_rebuilt_with_mended_code_then_they_wait_no_longer(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    (ziek, nog_ziek) = schrijver.veel(2, 1)
    schrijver.schrijf(ziek, Gemerkt(merk="a"))
    schrijver.schrijf(nog_ziek, Gemerkt(merk="b"))
    model = Tellingen(gif=("a", "b"))
    engine = motor(log, database, model)
    engine.catch_up()
    assert len(engine.status(NU)[0].geparkeerd) == 2
    model.gif.discard("a")
    engine.rebuild("tellingen")
    (status,) = engine.status(NU)
    assert [p.dossier_id for p in status.geparkeerd] == [nog_ziek]
    assert sommen(database, model) == {ziek: (2, 1), nog_ziek: (1, 1)}
    schrijver.schrijf(nog_ziek, Geteld(aantal=1))
    engine.catch_up()
    assert sommen(database, model)[nog_ziek] == (1, 1)


def test_given_a_new_version_of_the_code_then_the_old_rows_serve_until_it_is_there(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(3, 2)
    oud, nieuw = Tellingen(versie=1), Tellingen(versie=2)
    motor(log, database, oud).catch_up()
    uit = motor(log, database, nieuw).rebuild("tellingen")
    assert uit.gelijk is None
    assert sommen(database, oud) == sommen(database, nieuw) == dict.fromkeys(dossiers, (2, 3))
    assert {"tellingen_v1", "tellingen_v2"} <= set(tabellen(database, "leesmodel"))


def test_given_a_reader_of_the_read_models_when_rebuilt_then_it_may_still_read(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(3, 2)
    engine = motor(log, database, Tellingen())
    engine.prepare()
    doe(database, f"GRANT SELECT ON ALL TABLES IN SCHEMA leesmodel TO {READER}")
    engine.rebuild("tellingen")
    with database.begin() as verbinding:
        verbinding.execute(text(f"SET LOCAL ROLE {READER}"))
        aantal = verbinding.execute(text("SELECT count(*) FROM leesmodel.tellingen_v1"))
        assert aantal.scalar_one() == 3


def test_given_what_an_earlier_rebuild_left_is_of_another_log_then_it_starts_anew(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(3, 2)
    engine = motor(log, database, Tellingen(), Regels())
    engine.catch_up()
    doe(
        database,
        "INSERT INTO leesmodel.checkpoint (name, version, deel, positie, incarnatie, blad)"
        " VALUES ('tellingen', 1, 'bouw', 4, 'elders', 'ff')",
    )
    assert engine.rebuild("tellingen").gelijk


def test_given_an_unknown_type_when_rebuilt_then_the_live_rows_stay(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(2, 1)
    model = Tellingen()
    engine = motor(log, database, model)
    engine.catch_up()
    schrijver.ruw(dossiers[0], ("Verzonnen", 1, b"{}"))
    with pytest.raises(UnknownEventType):
        engine.rebuild("tellingen")
    assert sommen(database, model) == dict.fromkeys(dossiers, (1, 1))


def test_given_a_checkpoint_beyond_the_log_when_compared_then_we_say_so(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(2, 1)
    engine = motor(log, database, Tellingen())
    engine.catch_up()
    doe(database, "UPDATE leesmodel.checkpoint SET positie = 9")
    with pytest.raises(WrongLog):
        engine.compare("tellingen")


class Stuk(Regels):
    """Asks for a table that is not there, once it is broken."""

    kapot = False

    def apply(self, connection: Connection, batch: Batch[object]) -> None:
        if self.kapot:
            connection.execute(text("SELECT 1 FROM er_is_geen_tabel"))
        super().apply(connection, batch)


def test_given_one_read_model_that_breaks_then_the_others_are_rebuilt(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(6, 2)
    heel, stuk = Tellingen(), Stuk()
    engine = motor(log, database, heel, stuk, page=4)
    engine.catch_up()
    doe(database, "UPDATE leesmodel.tellingen_v1 SET som = 99")
    stuk.kapot = True
    with pytest.raises(ProjectionBroken, match="leesmodel regels staat stil: ProgrammingError"):
        engine.rebuild_all(["tellingen", "regels"])
    assert sommen(database, heel) == dict.fromkeys(dossiers, (2, 3))
    assert [s.bouw for s in engine.status(NU)] == [None, 0]


def test_given_more_parts_than_one_then_each_dossier_is_in_one_and_poison_waits_as_ever(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(20, 3)
    (ziek,) = schrijver.veel(1, 1)
    schrijver.schrijf(ziek, Gemerkt(merk="gif"))
    model, regels = Tellingen(gif=("gif",)), Regels()
    engine = motor(log, database, model, regels, page=7)
    engine.catch_up()
    voor = [afdruk(database, m) for m in (model, regels)]
    uit = engine.rebuild_all(["tellingen", "regels"], delen=3)
    assert [u.nieuw for u in uit] == voor == [u.oud for u in uit]
    (wacht,) = engine.status(NU)[0].geparkeerd
    assert (wacht.dossier_id, wacht.positie) == (ziek, 62)
    assert engine.status(NU)[1].geparkeerd == ()


class Samen(Tellingen):
    """Writes its rows only while another is writing too."""

    def __init__(self, naam: str, samen: Barrier) -> None:
        super().__init__(naam)
        self.samen = samen

    def apply(self, connection: Connection, batch: Batch[Telling]) -> None:
        self.samen.wait(2)
        super().apply(connection, batch)


def test_given_two_read_models_when_rebuilt_then_they_are_filled_beside_one_another(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    dossiers = schrijver.veel(5, 2)
    samen = Barrier(2)
    modellen = [Samen("linker", samen), Samen("rechter", samen)]
    uit = motor(log, database, *modellen).rebuild_all(["linker", "rechter"])
    assert [u.naam for u in uit] == ["linker", "rechter"]
    for model in modellen:
        assert sommen(database, model) == dict.fromkeys(dossiers, (2, 3))


class Telbaar(Telling):
    """A folded dossier that can be counted."""


def test_given_a_rebuild_then_no_folded_dossier_is_kept_but_those_of_its_page(
    log: PostgresLog, database: Database, schrijver: Schrijver
) -> None:
    schrijver.veel(60, 1)
    levend = WeakSet[Telling]()
    hoogste: list[int] = []

    def evolve(stand: Telling, gebeurtenis: BaseModel, envelop: Envelop) -> Telling:
        na = evolueer(stand, gebeurtenis, envelop)
        levend.add(na)
        hoogste.append(len(levend))
        return na

    engine = motor(log, database, Tellingen(), page=20)
    engine.fold = Fold(Telbaar, evolve)
    engine.rebuild("tellingen")
    assert len(hoogste) == 60
    assert max(hoogste) <= 20


def test_given_many_pages_when_rebuilt_then_the_leases_are_not_renewed_for_each(
    log: PostgresLog, database: Database, schrijver: Schrijver, monkeypatch: pytest.MonkeyPatch
) -> None:
    schrijver.veel(40, 1)
    verlengd: list[str] = []
    renew = Workshop.renew

    def tellend(workshop: Workshop[Telling]) -> None:
        verlengd.append(workshop.naam)
        renew(workshop)

    monkeypatch.setattr(Workshop, "renew", tellend)
    bladen: list[Progress] = []
    engine = motor(log, database, Tellingen(), page=20, lease=timedelta(hours=1))
    engine.rebuild("tellingen", on_progress=bladen.append)
    assert len(bladen) > 2
    assert 1 <= len(verlengd) < len(bladen)
