"""Work in parts over workers that are running: the same as over processes, or nobody is there."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.cli.intake import over_processen
from handhaving.intake.opname import Instelling
from handhaving.intake.voorbeeld import CENTRA, personen
from handhaving.intake.voorbeeldbestanden import schrijf
from handhaving.running import daemon, groep
from handhaving.running.groep import GeenWerkers
from handhaving.worker import inname
from scripts.uithouden.invarianten import fout, keur
from tests.intake.hulp import RECHT, VANDAAG
from tests.running.kantoor import Kantoor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from handhaving.bootstrap import App
    from handhaving.settings import Settings


@contextmanager
def werker(settings: Settings) -> Iterator[None]:
    """A worker with an application of its own, in a thread."""
    stop = threading.Event()
    with open_app(settings) as app:
        rhythm = daemon.Rhythm(draden=2)
        draad = threading.Thread(target=daemon.run, args=(app, stop, rhythm, inname))
        draad.start()
        try:
            yield
        finally:
            stop.set()
            draad.join(60)
    assert not draad.is_alive()


def test_given_workers_when_all_is_rebuilt_and_a_file_taken_in_by_messages_then_all_is_right(
    echte_app: App, echte_settings: Settings, tmp_path: Path
) -> None:
    kantoor = Kantoor(echte_app)
    for _ in range(6):
        kantoor.in_gebreke()
    running.catch_up(echte_app)
    aantal = 30
    mensen = personen(aantal, recht=RECHT, tot=VANDAAG)
    bestand = schrijf(tmp_path / "vb", mensen, VANDAAG).publicatie
    with werker(echte_settings):
        uit = running.rebuild(echte_app, werkers=3, verdeeld=True)
        assert all(een.gelijk for een in uit)
        hoe = Instelling(centra=CENTRA)
        verslag = over_processen(echte_app, bestand, hoe, 3, verdeeld=True)
        assert verslag.dossiers_geopend == aantal
        nog_eens = over_processen(echte_app, bestand, hoe, 2)
        assert (nog_eens.opgenomen, nog_eens.gebeurtenissen) == (0, 0)
        assert nog_eens.gelezen == verslag.gelezen
        weg = groep.verdeel(echte_app, groep.INNAME, [("/bestaat/niet", "{}", "x")], lambda: None)
        assert weg == 1
    assert fout(keur(echte_app)) == []


def test_given_no_worker_then_a_group_says_so_and_leaves_nothing(echte_app: App) -> None:
    with pytest.raises(GeenWerkers, match="start `handhaving worker`"):
        groep.verdeel(echte_app, groep.HERBOUW, [(["x"], 0)], lambda: None, geduld=0.3)
