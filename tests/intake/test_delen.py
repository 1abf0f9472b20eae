"""One file taken in by several processes: every piece once, every person by one of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from handhaving.bootstrap import in_memory, open_app
from handhaving.cli.app import voer_uit
from handhaving.cli.intake import over_processen
from handhaving.cli.uitvoer import VerkeerdGebruik
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.intake.opname import (
    Instelling,
    lees_verslagen,
    neem_bestand_op,
    neem_deel_op,
)
from handhaving.intake.verslag import MEESTE_FOUTEN, Fout, Verslag
from handhaving.intake.voorbeeld import CENTRA, personen
from handhaving.intake.voorbeeldbestanden import schrijf
from handhaving.running import delen as processen
from handhaving.settings import Settings
from tests.intake.hulp import OP, RECHT, VANDAAG

if TYPE_CHECKING:
    from pathlib import Path

    from handhaving.bootstrap import Core

INSTELLING = Instelling(centra=dict(CENTRA))


def core() -> Core:
    return in_memory(lambda: datetime(2026, 11, 22, 12, tzinfo=UTC), RECHT)


@pytest.fixture
def publicatie(tmp_path: Path) -> Path:
    gemaakt = schrijf(tmp_path, personen(12, recht=RECHT, tot=VANDAAG), OP, met_fouten=True)
    return gemaakt.publicatie


@pytest.mark.parametrize("delen", [2, 3, 7])
def test_given_a_file_when_taken_in_by_parts_then_it_is_what_one_process_makes_of_it(
    publicatie: Path, tmp_path: Path, delen: int
) -> None:
    alleen, samen = core(), core()
    verwacht = neem_bestand_op(alleen, publicatie, INSTELLING)
    uit = [str(tmp_path / f"deel-{deel}") for deel in range(delen)]
    for deel in reversed(range(delen)):
        part = replace(INSTELLING, deel=deel, delen=delen)
        neem_deel_op(samen, str(publicatie), part, uit[deel])
    gevonden = lees_verslagen(uit)
    assert gevonden.als_json() == verwacht.als_json()
    assert gevonden.dossiers_geopend == 12
    assert samen.log.last_position() == alleen.log.last_position() == verwacht.gebeurtenissen


def test_given_parts_that_were_taken_in_when_done_again_then_nothing_happens(
    publicatie: Path,
) -> None:
    een = core()

    def allemaal() -> Verslag:
        delen = (replace(INSTELLING, deel=deel, delen=2) for deel in range(2))
        return Verslag.samen([neem_bestand_op(een, publicatie, part) for part in delen])

    assert allemaal().opgenomen > 12
    assert (allemaal().opgenomen, allemaal().gebeurtenissen) == (0, 0)


def test_given_one_part_when_taken_in_then_the_persons_of_the_other_are_left(
    publicatie: Path,
) -> None:
    een, twee = core(), core()
    deel0 = neem_bestand_op(een, publicatie, replace(INSTELLING, deel=0, delen=2))
    deel1 = neem_bestand_op(twee, publicatie, replace(INSTELLING, deel=1, delen=2))
    assert 0 < deel0.dossiers_geopend < 12
    assert deel0.dossiers_geopend + deel1.dossiers_geopend == 12
    assert deel0.quarantaine + deel1.quarantaine == 8
    assert deel0.quarantaine > deel1.quarantaine


def test_given_more_faults_than_are_shown_when_put_together_then_the_first_stay() -> None:
    veel = [Fout(n, None, "X", "x") for n in range(MEESTE_FOUTEN)]
    delen = [Verslag(fouten=veel[1::2]), Verslag(fouten=[*veel[::2], Fout(9_999, None, "X", "x")])]
    assert Verslag.samen(delen).fouten == veel


def test_given_a_large_file_when_taken_in_from_the_command_line_then_by_so_many_processes(
    publicatie: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_kek_file(tmp_path / "kek")
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", database_url)
    monkeypatch.setenv("HANDHAVING_KEK_FILE", str(tmp_path / "kek"))
    monkeypatch.setenv("HANDHAVING_REDIS_URL", "redis://127.0.0.1:1")
    centra = [f"--centrum={nummer}={wie}" for nummer, wie in CENTRA.items()]
    assert voer_uit(["intake", str(publicatie), "--werkers", "2", "--json", *centra]) == 0
    verslag = json.loads(capsys.readouterr().out)
    assert (verslag["dossiersGeopend"], verslag["quarantaine"]) == (12, 8)
    with PostgresLog(database_url) as log:
        assert log.last_position() == verslag["gebeurtenissen"] > 12


def test_given_a_process_that_fails_when_taken_in_then_it_is_told_and_the_rest_is_there(
    publicatie: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make_kek_file(tmp_path / "kek")
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", database_url)
    monkeypatch.setenv("HANDHAVING_KEK_FILE", str(tmp_path / "kek"))
    monkeypatch.setenv("HANDHAVING_REDIS_URL", "redis://127.0.0.1:1")
    with open_app(Settings()) as app, pytest.raises(VerkeerdGebruik, match="viel uit"):
        over_processen(app, tmp_path / "weg.xml", INSTELLING, 2)


def test_given_a_small_file_then_one_process_takes_it_in() -> None:
    assert processen.werkers(10) == 1
