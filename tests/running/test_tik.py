"""`tick`: every term goes off once, in order, whatever happened to the clock or to the worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from handhaving.bootstrap import open_app
from handhaving.running import TikInDeToekomst, catch_up, tick
from tests.running.kantoor import Kantoor, om

if TYPE_CHECKING:
    from uuid import UUID

    from handhaving.bootstrap import App
    from handhaving.settings import Settings
    from tests.running.kantoor import Klok

VERSTREKEN = "InregelstellingsperiodeVerstreken"


def doe(app: App, opdracht: str, **velden: object) -> None:
    with app.engine.begin() as verbinding:
        verbinding.execute(text(opdracht), velden)


def keren(kantoor: Kantoor, dossier_id: UUID, soort: str = VERSTREKEN) -> int:
    return kantoor.soorten(dossier_id).count(soort)


def test_given_the_last_day_then_nothing_and_given_the_day_after_then_it_goes_off(
    kantoor: Kantoor,
) -> None:
    dossier_id = kantoor.in_gebreke()
    assert tick(kantoor.app, om("2025-04-04", 23, 59)).afgegaan == ()
    (afgegaan,) = tick(kantoor.app, om("2025-04-05", 0, 0)).afgegaan
    assert (afgegaan.dossier_id, afgegaan.betreft) == (dossier_id, "I1")
    assert afgegaan.gebeurtenissen == (VERSTREKEN,)
    assert (afgegaan.dagen_te_laat, afgegaan.waarom) == (0, None)


def test_given_it_went_off_when_ticked_again_then_nothing_happens(kantoor: Kantoor) -> None:
    dossier_id = kantoor.in_gebreke()
    assert len(tick(kantoor.app, om("2025-04-10")).afgegaan) == 1
    verslag = tick(kantoor.app, om("2025-04-10"))
    assert (verslag.afgegaan, verslag.geweigerd, verslag.herhaald) == ((), (), 0)
    assert keren(kantoor, dossier_id) == 1


def test_given_a_simulation_then_each_term_goes_off_at_its_own_midnight(kantoor: Kantoor) -> None:
    dossier_id = kantoor.in_gebreke()
    tick(kantoor.app, om("2025-06-10"))
    _, envelop = kantoor.app.service.historiek(dossier_id)[-1]
    assert envelop.geregistreerd_op == om("2025-04-05", 0, 0)
    assert (envelop.door.id, envelop.door.rol) == ("systeem", "systeem")
    assert envelop.oorzaak_id is not None


def test_given_a_standstill_then_all_goes_off_in_legal_order_and_we_know_why_late(
    kantoor: Kantoor,
) -> None:
    eerste = tick(kantoor.app, om("2025-03-01"))
    vroeg, laat = kantoor.in_gebreke(), kantoor.in_gebreke(kanaal="aangetekend")
    betekend = kantoor.in_gebreke()
    tick(kantoor.app, om("2025-04-05", 0, 0))
    kantoor.betekend(betekend)
    verslag = tick(kantoor.app, om("2025-09-01"))
    dagen = [a.vervalt_op for a in verslag.afgegaan]
    assert dagen == sorted(dagen)
    assert [(a.dossier_id, a.soort) for a in verslag.afgegaan] == [
        (laat, "inregelstelling"),
        (betekend, "beroep"),
    ]
    assert verslag.te_laat == verslag.afgegaan
    assert {a.waarom for a in verslag.te_laat} == {"stilstand"}
    assert keren(kantoor, vroeg) == keren(kantoor, laat) == 1
    assert eerste.vorige is None
    assert verslag.vorige == om("2025-04-05", 0, 0)


def test_given_the_first_tick_ever_then_late_terms_say_so(kantoor: Kantoor) -> None:
    kantoor.in_gebreke()
    (afgegaan,) = tick(kantoor.app, om("2025-04-20")).te_laat
    assert (afgegaan.dagen_te_laat, afgegaan.waarom) == (15, "eersteTik")


def test_given_a_term_that_became_known_after_its_end_then_it_says_so(kantoor: Kantoor) -> None:
    tick(kantoor.app, om("2025-06-01"))
    kantoor.in_gebreke()
    (afgegaan,) = tick(kantoor.app, om("2025-06-02")).te_laat
    assert afgegaan.waarom == "laatGezet"


def test_given_a_term_that_was_undone_and_started_again_then_it_goes_off_again(
    kantoor: Kantoor,
) -> None:
    dossier_id = kantoor.in_gebreke(kanaal="aangetekend")
    tick(kantoor.app, om("2025-04-20"))
    kantoor.doe(
        dossier_id,
        "2025-04-21",
        "RegistreerOntvangst",
        stuk="S1",
        ontvangenOp="2025-04-01",
        wijze="bewijs",
    )
    assert "VerstrijkenOngedaanGemaakt" in kantoor.soorten(dossier_id)
    assert tick(kantoor.app, om("2025-04-22")).afgegaan == ()
    assert len(tick(kantoor.app, om("2025-06-01")).afgegaan) == 1
    assert keren(kantoor, dossier_id) == 2


def test_given_the_decider_refuses_then_it_is_told_and_the_others_go_on(kantoor: Kantoor) -> None:
    te_vroeg, rijp = kantoor.in_gebreke(kanaal="aangetekend"), kantoor.in_gebreke()
    catch_up(kantoor.app)
    doe(
        kantoor.app,
        "UPDATE leesmodel.termijnen_v1 SET vervalt_op = '2025-03-20'"
        " WHERE dossier_id = :dossier AND soort = 'inregelstelling'",
        dossier=te_vroeg,
    )
    verslag = tick(kantoor.app, om("2025-04-05", 0, 0))
    (geweigerd,) = verslag.geweigerd
    assert (geweigerd.dossier_id, geweigerd.geweigerd) == (te_vroeg, "TermijnLoopt")
    assert [a.dossier_id for a in verslag.afgegaan] == [rijp]
    assert len(tick(kantoor.app, om("2025-04-05", 1, 0)).geweigerd) == 1


def test_given_a_read_model_that_does_not_follow_then_nothing_happens_twice(
    kantoor: Kantoor,
) -> None:
    dossier_id = kantoor.in_gebreke()
    catch_up(kantoor.app)
    doe(
        kantoor.app,
        "INSERT INTO leesmodel.geparkeerd (name, version, deel, dossier_id, positie, fout)"
        " VALUES ('termijnen', 1, 'live', :dossier, 6, 'proef')",
        dossier=dossier_id,
    )
    doe(kantoor.app, "UPDATE leesmodel.checkpoint SET wijziging = wijziging + 1")
    assert len(tick(kantoor.app, om("2025-04-10")).afgegaan) == 1
    verslag = tick(kantoor.app, om("2025-04-10"))
    assert (verslag.afgegaan, verslag.herhaald) == ((), 1)
    assert keren(kantoor, dossier_id) == 1


def test_given_another_worker_has_a_term_in_hand_then_it_is_left_to_it(kantoor: Kantoor) -> None:
    dossier_id = kantoor.in_gebreke()
    catch_up(kantoor.app)
    tick(kantoor.app, om("2025-04-01"))
    doe(
        kantoor.app,
        "INSERT INTO leesmodel.tik_termijn SELECT termijn_id, gezet_door, gen_random_uuid(),"
        " now() + interval '1 minute', NULL, vervalt_op FROM leesmodel.termijnen_v1"
        " WHERE soort = 'inregelstelling'",
    )
    assert tick(kantoor.app, om("2025-04-10")).afgegaan == ()
    doe(kantoor.app, "UPDATE leesmodel.tik_termijn SET tot = now()")
    assert len(tick(kantoor.app, om("2025-04-10")).afgegaan) == 1
    assert keren(kantoor, dossier_id) == 1


def test_given_a_row_that_is_being_written_then_the_tick_waits_for_it(kantoor: Kantoor) -> None:
    kantoor.in_gebreke()
    catch_up(kantoor.app)
    with kantoor.app.engine.connect() as ander:
        ander.execute(text("SELECT * FROM leesmodel.termijnen_v1 FOR UPDATE"))
        los = threading.Timer(0.3, ander.rollback)
        los.start()
        assert len(tick(kantoor.app, om("2025-04-10")).afgegaan) == 1
        los.join()


def test_given_four_workers_at_midnight_then_each_term_goes_off_once(
    kantoor: Kantoor, settings: Settings, klok: Klok
) -> None:
    dossiers = [kantoor.in_gebreke() for _ in range(12)]

    def werk(_: int) -> int:
        with open_app(settings, klok=klok) as eigen:
            return len(tick(eigen, om("2025-04-05", 0, 0)).afgegaan)

    with ThreadPoolExecutor(4) as draden:
        samen = sum(draden.map(werk, range(4)))
    tick(kantoor.app, om("2025-04-05", 0, 1))
    assert samen == 12
    assert [keren(kantoor, d) for d in dossiers] == [1] * 12


STERF = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from handhaving.bootstrap import open_app
from handhaving.running import tick
from handhaving.settings import Settings
from tests.running.kantoor import om

class Sterfelijk:
    def __init__(self, dienst):
        self.dienst, self.keren = dienst, 0

    def handle(self, *wat):
        self.keren += 1
        antwoord = self.dienst.handle(*wat) if self.keren == 3 and sys.argv[2] == "na" else None
        if self.keren == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.dienst.handle(*wat)

settings = Settings.model_validate_json(sys.argv[1])
with open_app(settings) as app:
    tick(replace(app, service=Sterfelijk(app.service)), om("2025-04-10"))
"""


@pytest.mark.parametrize("wanneer", ["voor", "na"])
def test_given_a_worker_is_killed_in_a_tick_when_ticked_again_then_each_term_went_off_once(
    kantoor: Kantoor, settings: Settings, wanneer: str
) -> None:
    dossiers = [kantoor.in_gebreke() for _ in range(5)]
    dood = subprocess.run(
        [sys.executable, "-c", STERF, settings.model_dump_json(), wanneer],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "COVERAGE_PROCESS_START": ""},
    )
    assert dood.returncode == -signal.SIGKILL, dood.stderr
    gedaan = sum(keren(kantoor, d) for d in dossiers)
    assert gedaan == (2 if wanneer == "voor" else 3)
    doe(kantoor.app, "UPDATE leesmodel.tik_termijn SET tot = now()")  # a minute later
    tick(kantoor.app, om("2025-04-10"))
    assert [keren(kantoor, d) for d in dossiers] == [1] * 5


def test_given_a_log_in_earnest_then_a_day_later_than_today_is_refused(
    echte_app: App, klok: Klok
) -> None:
    with pytest.raises(TikInDeToekomst, match="tik op 2026-11-23 is geweigerd: het is 2026-11-22"):
        tick(echte_app, klok.nu + timedelta(days=1))
    assert tick(echte_app, klok.nu).afgegaan == ()


def test_given_a_log_in_earnest_then_a_late_term_is_recorded_now(
    echte_app: App, klok: Klok
) -> None:
    kantoor = Kantoor(echte_app)
    dossier_id = kantoor.in_gebreke()
    (afgegaan,) = tick(echte_app, klok.nu).afgegaan
    assert afgegaan.dagen_te_laat > 500
    gebeurtenis, envelop = echte_app.service.historiek(dossier_id)[-1]
    assert envelop.geregistreerd_op.year >= 2026
    assert gebeurtenis.geldig_op == envelop.geldig_op
