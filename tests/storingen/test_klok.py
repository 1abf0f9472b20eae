"""A clock that jumps, forward and back: each term goes off once, and never before its day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from handhaving.running import KlokLooptVoor, tick
from handhaving.running.tik import TIK
from scripts.uithouden.invarianten import fout, keur
from tests.running.kantoor import Kantoor, om

if TYPE_CHECKING:
    from handhaving.bootstrap import App
    from tests.running.kantoor import Klok

VERSTREKEN = "InregelstellingsperiodeVerstreken"


def test_given_a_clock_that_jumps_ahead_and_back_then_each_term_goes_off_once(
    kantoor: Kantoor,
) -> None:
    dossiers = [kantoor.in_gebreke() for _ in range(3)]
    assert tick(kantoor.app, om("2025-04-01")).afgegaan == ()
    assert len(tick(kantoor.app, om("2026-04-01")).afgegaan) == 3
    for terug in ("2025-04-02", "2025-04-05", "2026-04-02"):
        verslag = tick(kantoor.app, om(terug))
        assert (verslag.afgegaan, verslag.geweigerd, verslag.herhaald) == ((), (), 0)
    assert [kantoor.soorten(d).count(VERSTREKEN) for d in dossiers] == [1, 1, 1]
    assert fout(keur(kantoor.app)) == []


def test_given_a_machine_whose_clock_is_ahead_of_the_database_then_nothing_goes_off(
    echte_app: App, klok: Klok
) -> None:
    dossier = Kantoor(echte_app).in_gebreke()
    klok.nu = datetime.now(tz=UTC) + timedelta(days=400)
    with pytest.raises(KlokLooptVoor, match="loopt voor op die van de databank"):
        tick(echte_app, klok.nu)
    assert VERSTREKEN not in Kantoor(echte_app).soorten(dossier)
    klok.nu = datetime.now(tz=UTC)
    assert len(tick(echte_app, klok.nu).afgegaan) == 1
    assert tick(echte_app, klok.nu - timedelta(days=30)).afgegaan == ()
    assert Kantoor(echte_app).soorten(dossier).count(VERSTREKEN) == 1


def test_given_runs_that_did_nothing_then_they_are_not_kept_for_ever(kantoor: Kantoor) -> None:
    kantoor.in_gebreke()
    for dag in ("2025-04-01", "2025-04-02"):
        tick(kantoor.app, om(dag))
    tick(kantoor.app, om("2025-04-10"))
    with kantoor.app.engine.begin() as verbinding:
        verbinding.execute(update(TIK).values(klaar_op=func.now() - timedelta(days=2)))
    verslag = tick(kantoor.app, om("2025-04-11"))
    assert verslag.vorige == om("2025-04-10")
    with kantoor.app.engine.connect() as verbinding:
        dagen = verbinding.execute(select(TIK.c.nu).order_by(TIK.c.nu)).scalars().all()
    assert list(dagen) == [om("2025-04-10"), om("2025-04-11")]
