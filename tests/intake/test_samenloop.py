"""Two intakes at once, and an intake that is killed: nothing lost, nothing double."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import psycopg
import pytest

from handhaving.bootstrap import open_app
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.intake.bestand import Bestand
from handhaving.intake.opname import Instelling, Opname, neem_bestand_op
from handhaving.intake.quarantaine import lees
from handhaving.intake.voorbeeld import CENTRA, personen
from handhaving.intake.voorbeeldbestanden import schrijf
from handhaving.settings import Settings
from tests.intake.hulp import (
    INSZ,
    RECHT,
    dossier,
    feiten,
    huis,
    inbreuk,
    neem_op,
    publicatie,
    regel,
    stand,
    tellingen,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from handhaving.bootstrap import App, Core
    from handhaving.intake.aangeleverd import Aanlevering
    from handhaving.intake.opdrachten import Plan
    from handhaving.intake.verslag import Verslag


class Ingehaald(Opname):
    """An intake that is overtaken by another one between its plan and its append."""

    def __init__(self, core: Core, inhoud: bytes, ander: bytes) -> None:
        super().__init__(core, Instelling(), hashlib.sha256(inhoud).digest())
        self._ander: bytes | None = ander

    def _plannen(self, aanleveringen: Sequence[Aanlevering]) -> list[Plan]:
        plannen = super()._plannen(aanleveringen)
        ander, self._ander = self._ander, None
        if ander is not None:
            neem_op(self._core, ander)
        return plannen


def ingehaald(core: Core, bestand: bytes, ander: bytes) -> Verslag:
    return Ingehaald(core, bestand, ander).neem_op(Bestand(io.BytesIO(bestand)))


def test_given_another_who_opened_it_first_when_taken_in_then_it_goes_on_in_that_dossier() -> None:
    core = huis()
    bestand = publicatie(dossier(inbreuk("I01", nummer="A") + inbreuk("I06", nummer="B")))
    ander = regel("persoon", insz=INSZ, naam="Fictief")

    verslag = ingehaald(core, bestand, ander)

    assert tellingen(verslag) == (2, 0, 0)
    assert verslag.dossiers_geopend == 0
    assert list(stand(core).inbreuken) == ["I1", "I2"]


@pytest.mark.parametrize(
    ("nummer", "telling"), [("A", (0, 1, 0)), (None, (0, 1, 0)), ("B", (0, 0, 1))]
)
def test_given_another_who_established_it_first_when_taken_in_then_it_is_there_once(
    nummer: str | None, telling: tuple[int, int, int]
) -> None:
    core = huis()
    neem_op(core, regel("persoon", insz=INSZ))
    bestand = publicatie(dossier(inbreuk(nummer="A")))
    ander = publicatie(dossier(inbreuk(nummer=nummer) + inbreuk("I06")))

    verslag = ingehaald(core, bestand, ander)

    assert tellingen(verslag) == telling
    assert list(stand(core).inbreuken) == ["I1", "I2"]


def test_given_another_inbreuk_under_the_same_key_first_when_taken_in_then_both_are_there() -> None:
    core = huis()
    neem_op(core, regel("persoon", insz=INSZ))

    verslag = ingehaald(
        core, publicatie(dossier(inbreuk(nummer="A"))), publicatie(dossier(inbreuk("I06")))
    )

    assert tellingen(verslag) == (1, 0, 0)
    assert {i.type for i in stand(core).inbreuken.values()} == {"I01", "I06"}


# --- on PostgreSQL -------------------------------------------------------------------------------

TOT = date(2026, 11, 20)
AANTAL = 260


@pytest.fixture
def omgeving(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a program on a fresh database; the publication it is to take in."""
    kek = tmp_path / "kek"
    make_kek_file(kek)
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", database_url)
    monkeypatch.setenv("HANDHAVING_KEK_FILE", str(kek))
    monkeypatch.setenv("HANDHAVING_REDIS_URL", "redis://127.0.0.1:1")
    bestanden = schrijf(
        tmp_path / "vb", personen(AANTAL, recht=RECHT, tot=TOT), TOT, met_fouten=True
    )
    return bestanden.publicatie


@contextmanager
def toepassing() -> Iterator[App]:
    with open_app(Settings()) as app:
        yield app


def start(pad: Path) -> subprocess.Popen[bytes]:
    opdracht = [sys.executable, "-m", "handhaving.cli.app", "intake", str(pad), "--json"]
    opdracht += [f"--centrum={nummer}={wie}" for nummer, wie in CENTRA.items()]
    return subprocess.Popen(
        opdracht, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
    )


def inhoud(app: App) -> Counter[tuple[str, str]]:
    """What the log says, whatever ids and instants it gave: type and legal date, counted."""
    rijen = app.log.read(0, 100_000)
    assert [r.envelop.positie for r in rijen] == list(range(1, len(rijen) + 1))
    return Counter((r.envelop.type, str(r.envelop.geldig_op)) for r in rijen)


def verwacht(pad: Path) -> tuple[Counter[tuple[str, str]], int]:
    """What one undisturbed reading gives, on a log in memory with today's clock."""
    core = huis()
    neem_op(core, pad.read_bytes(), centra=CENTRA)
    rijen = core.log.read(0, 100_000)
    vandaag = {"DossierGeopend", "PersoonsgegevensVastgelegd"}
    uit = Counter(
        (r.envelop.type, "" if r.envelop.type in vandaag else str(r.envelop.geldig_op))
        for r in rijen
    )
    return uit, len(core.log.quarantined())


def zonder_vandaag(telling: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    vandaag = {"DossierGeopend", "PersoonsgegevensVastgelegd"}
    uit: Counter[tuple[str, str]] = Counter()
    for (type_, dag), aantal in telling.items():
        uit[type_, "" if type_ in vandaag else dag] += aantal
    return uit


def test_given_a_file_on_postgresql_when_read_twice_then_the_second_changes_nothing(
    omgeving: Path,
) -> None:
    with toepassing() as app:
        eerste = neem_bestand_op(app, omgeving, Instelling(centra=CENTRA))
        positie, kamer = app.log.last_position(), app.log.quarantined()
        gezien: list[int] = []
        tweede = neem_bestand_op(
            app, omgeving, Instelling(centra=CENTRA), lambda gelezen, _: gezien.append(gelezen)
        )

        assert tellingen(eerste)[1:] == (0, 8)
        assert tellingen(tweede) == (0, eerste.opgenomen, 8)
        assert app.log.last_position() == positie
        assert app.log.quarantined() == kamer
        assert gezien[-1] == omgeving.stat().st_size
        assert gezien == sorted(gezien)
        assert (zonder_vandaag(inhoud(app)), len(kamer)) == verwacht(omgeving)
        assert feiten(app, next(personen(1, recht=RECHT, tot=TOT)).insz)


def test_given_a_piece_that_was_erased_when_read_again_then_it_does_not_come_back(
    omgeving: Path,
) -> None:
    with toepassing() as app:
        neem_bestand_op(app, omgeving, Instelling())
        kamer = app.log.quarantined()
        app.vault.destroy(kamer[0].sleutel_id)

        neem_bestand_op(app, omgeving, Instelling())

        over = [origineel is not None for _, origineel in lees(app.log, app.vault)]
        assert over == [False, *[True] * 7]
        assert app.log.quarantined() == kamer


def test_given_an_intake_that_is_killed_when_run_again_then_nothing_is_lost_or_double(
    omgeving: Path, database_url: str
) -> None:
    for na in (1, 200, 500):
        proces = start(omgeving)
        with psycopg.connect(database_url, autocommit=True) as verbinding:
            while proces.poll() is None:
                rij = verbinding.execute("SELECT max(positie) FROM handhaving.gebeurtenissen")
                if ((rij.fetchone() or (None,))[0] or 0) >= na:
                    proces.send_signal(signal.SIGKILL)
                    break
                time.sleep(0.005)
        proces.communicate(timeout=60)

    laatste = start(omgeving)
    uit, fout = laatste.communicate(timeout=120)
    assert laatste.returncode == 0, fout.decode()
    verslag = json.loads(uit)
    assert verslag["gelezen"] == verslag["opgenomen"] + verslag["ongewijzigd"] + 8
    with toepassing() as app:
        assert (zonder_vandaag(inhoud(app)), len(app.log.quarantined())) == verwacht(omgeving)
        assert all(origineel is not None for _, origineel in lees(app.log, app.vault))


def test_given_two_intakes_of_one_file_at_once_when_done_then_it_is_there_once(
    omgeving: Path,
) -> None:
    processen = [start(omgeving), start(omgeving)]
    verslagen = []
    for proces in processen:
        uit, fout = proces.communicate(timeout=120)
        assert proces.returncode == 0, fout.decode()
        verslagen.append(json.loads(uit))

    with toepassing() as app:
        assert (zonder_vandaag(inhoud(app)), len(app.log.quarantined())) == verwacht(omgeving)
    stuks = {v["opgenomen"] + v["ongewijzigd"] for v in verslagen}
    assert len(stuks) == 1
    assert {v["quarantaine"] for v in verslagen} == {8}
