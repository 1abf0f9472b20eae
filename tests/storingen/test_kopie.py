"""A copy of the database that follows it: it can be read, and shows only what lies on disk."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from psycopg import errors

from handhaving.adapters.postgres_server import PostgresServer, program_folder
from handhaving.adapters.sharing import account_for, private_folder, run
from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import commit
from tests.running.wachten import wacht_tot
from tests.storingen.opstelling import eigen_app

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def mappen() -> Iterator[Path]:
    """Two folders that both servers can pass through: one follows the socket of the other."""
    with TemporaryDirectory() as naam:
        for map_ in (Path(naam), Path(naam) / "echt", Path(naam) / "kopie"):
            map_.mkdir(exist_ok=True)
            map_.chmod(0o755)
        yield Path(naam)


def kopieer(url: str, waarheen: Path) -> None:
    """A cluster in this folder that follows the one at `url`."""
    cluster = waarheen / "postgresql"
    account = account_for(cluster)
    private_folder(cluster, account)
    (socket,) = parse_qs(urlsplit(url).query)["host"]
    opdracht = [str(program_folder(cluster) / "pg_basebackup"), "--pgdata", ".", "--host", socket]
    opties = ["--username", "postgres", "--write-recovery-conf", "--checkpoint", "fast"]
    klaar = run([*opdracht, *opties], account=account, cwd=cluster, timeout=60)
    assert klaar.returncode == 0, klaar.stdout


@pytest.mark.databank
def test_given_a_copy_that_follows_then_it_can_be_read_and_takes_nothing(mappen: Path) -> None:
    dossier = uuid4()
    with eigen_app(mappen / "echt") as app:
        app.log.append([commit(dossier)])
        kopieer(app.database_url, mappen / "kopie")
        with PostgresServer(mappen / "kopie").running() as url, PostgresLog(url) as kopie:
            assert len(kopie.read_dossier(dossier)) == 1
            app.log.append([commit(dossier, 1)])
            wacht_tot(lambda: kopie.last_position() == 2, 20)
            assert len(kopie.read_with_keys(dossier)[0]) == 2
            assert kopie.keys_of([dossier]) == []
            with pytest.raises(errors.ReadOnlySqlTransaction):
                kopie.append([commit(dossier, 2)])
        assert app.log.append([commit(dossier, 2)])[0].eerste_positie == 3
