"""Killed while appending, or cut off before the answer: nothing half, nothing double, run again."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from handhaving.eventlog.blad import holds
from handhaving.eventlog.envelope import Claim
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.sjablonen import LOCK_CLASS
from tests.eventlog.opdrachten import commit
from tests.eventlog.schrijver import PER_OPDRACHT, opdracht

if TYPE_CHECKING:
    from collections.abc import Iterator

HUIS = Path(__file__).parents[2]
AANTAL = 120
A, B = UUID(int=0xA), UUID(int=0xB)


def schrijf(url: str, *, tot: int | None) -> dict[int, tuple[bool, int]]:
    """Run the writer, and kill it without warning once so many commands were acknowledged."""
    gezegd: dict[int, tuple[bool, int]] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.eventlog.schrijver", url, str(AANTAL)],
        cwd=HUIS,
        stdout=subprocess.PIPE,
        text=True,
    ) as proces:
        assert proces.stdout is not None
        for regel in proces.stdout:
            if not regel.endswith("\n"):
                break  # killed while speaking
            n, herhaald, eerste = regel.split()
            gezegd[int(n)] = (herhaald == "1", int(eerste))
            if len(gezegd) == tot:
                proces.send_signal(signal.SIGKILL)
    if tot is None:
        assert proces.returncode == 0
    else:
        assert proces.returncode == -signal.SIGKILL
    return gezegd


def uitgewerkt(url: str) -> None:
    """Wait until the server has let go of every client: what a dead one sent may still succeed."""
    bezig = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with psycopg.connect(url, autocommit=True) as verbinding:
        einde = time.monotonic() + 30
        while verbinding.execute(bezig).fetchone() != (0,):
            assert time.monotonic() < einde, "een dode schrijver is er na 30 s nog"
            time.sleep(0.01)


def niets_half(url: str) -> int:
    """Every command is there whole, with all that goes with it, or not at all; how many are."""
    uitgewerkt(url)
    with PostgresLog(url) as log:
        return _niets_half(log, url)


def _niets_half(log: PostgresLog, url: str) -> int:
    gelezen = log.read(0, 100_000, met_persoonlijk=True)
    assert [s.envelop.positie for s in gelezen] == list(range(1, len(gelezen) + 1))
    assert len(gelezen) % PER_OPDRACHT == 0
    assert all(holds(stored) for stored in gelezen)
    aantal = len(gelezen) // PER_OPDRACHT
    verwacht = [opdracht(n) for n in range(1, aantal + 1)]
    assert [s.envelop.gebeurtenis_id for s in gelezen] == [
        e.gebeurtenis_id for c in verwacht for e in c.gebeurtenissen
    ]
    with psycopg.connect(url) as verbinding:
        ((opdrachten, claims, index, sleutels),) = verbinding.execute(
            "SELECT (SELECT count(*) FROM handhaving.opdrachten),"
            " (SELECT count(*) FROM handhaving.uniek),"
            " (SELECT count(*) FROM handhaving.blinde_index),"
            " (SELECT count(*) FROM sleutels.sleutels)"
        ).fetchall()
    assert (opdrachten, claims, index, sleutels) == (aantal,) * 4
    assert log.next_number("d", 2026) == aantal + 1
    return aantal


def test_given_a_writer_killed_again_and_again_when_run_again_then_nothing_is_half_or_double(
    database_url: str,
) -> None:
    bevestigd: dict[int, int] = {}
    for tot in (7, 40, 90):
        for n, (herhaald, eerste) in schrijf(database_url, tot=tot).items():
            if n in bevestigd:
                assert herhaald
            assert bevestigd.setdefault(n, eerste) == eerste
        assert niets_half(database_url) >= tot
    laatste = schrijf(database_url, tot=None)
    assert all(laatste[n] == (True, eerste) for n, eerste in bevestigd.items())
    assert niets_half(database_url) == AANTAL == len(laatste)


class Doorgeefluik:
    """Stands between a client and the server, and cuts both once the server has answered."""

    def __init__(self, url: str) -> None:
        deel = conninfo_to_dict(url)
        host, self._poort = str(deel.get("host", "127.0.0.1")), int(deel.get("port") or 5432)
        self._doel = host
        self._deur = socket.create_server(("127.0.0.1", 0))
        self.url = make_conninfo(url, host="127.0.0.1", port=self._deur.getsockname()[1])
        self.knip = Event()
        self.geknipt = 0
        self._draden: list[Thread] = []

    def _server(self) -> socket.socket:
        if self._doel.startswith("/"):
            lijn = socket.socket(socket.AF_UNIX)
            lijn.connect(f"{self._doel}/.s.PGSQL.{self._poort}")
            return lijn
        return socket.create_connection((self._doel, self._poort))

    def _draai(self, doe: object, *wat: object) -> None:
        draad = Thread(target=doe, args=wat)  # type: ignore[arg-type]
        self._draden.append(draad)
        draad.start()

    def _luister(self) -> None:
        while True:
            try:
                klant, _ = self._deur.accept()
            except OSError:
                return
            server = self._server()
            self._draai(self._heen, klant, server)
            self._draai(self._terug, server, klant)

    def _heen(self, van: socket.socket, naar: socket.socket) -> None:
        with suppress(OSError):
            while brokje := van.recv(65536):
                naar.sendall(brokje)
        einde(van, naar)

    def _terug(self, van: socket.socket, naar: socket.socket) -> None:
        with suppress(OSError):
            while brokje := van.recv(65536):
                if self.knip.is_set():
                    self.knip.clear()
                    self.geknipt += 1
                    break  # the server answered, so it committed; nobody will hear of it
                naar.sendall(brokje)
        einde(van, naar)

    @contextmanager
    def open(self) -> Iterator[Doorgeefluik]:
        self._draai(self._luister)
        try:
            yield self
        finally:
            self._deur.shutdown(socket.SHUT_RDWR)
            self._deur.close()
            for draad in self._draden:
                draad.join()


def einde(*lijnen: socket.socket) -> None:
    for lijn in lijnen:
        with suppress(OSError):
            lijn.shutdown(socket.SHUT_RDWR)
        lijn.close()


@pytest.mark.parametrize("met_claim", [False, True])
def test_given_a_connection_cut_after_the_commit_when_repeated_then_it_is_the_first_answer(
    database_url: str, *, met_claim: bool
) -> None:
    claims = (Claim("insz", b"1"),) if met_claim else ()
    with (
        Doorgeefluik(database_url).open() as luik,
        PostgresLog(luik.url, max_connections=1) as log,
        PostgresLog(database_url) as recht,
    ):
        log.append([commit(A)])  # from here on the statement is prepared: one answer per append
        nieuw = commit(B, aantal=2, claims=claims)
        luik.knip.set()
        (antwoord,) = log.append([nieuw])
        assert luik.geknipt == 1
        assert antwoord.herhaald  # it had been written, and was recognised
        assert (antwoord.versie, antwoord.eerste_positie, antwoord.laatste_positie) == (2, 2, 3)
        assert antwoord.gebeurtenissen == tuple(
            (e.gebeurtenis_id, e.type) for e in nieuw.gebeurtenissen
        )
        assert len(recht.read_dossier(B)) == 2
        assert recht.last_position() == 3
        luik.knip.set()
        assert len(log.read_dossier(B)) == 2
        assert luik.geknipt == 2


def test_given_a_backend_killed_while_it_appends_then_nothing_of_it_is_left(
    database_url: str,
) -> None:
    """The commit never came: repeated by the log itself, it is written for the first time."""
    with PostgresLog(database_url, max_connections=1) as log, psycopg.connect(database_url) as slot:
        log.append([commit(A)])
        slot.execute(
            "SELECT pg_advisory_xact_lock(%s, 'handhaving.gebeurtenissen'::regclass::oid::int)",
            (LOCK_CLASS,),
        )
        antwoord: list[int | None] = []
        schrijver = Thread(
            target=lambda: antwoord.append(log.append([commit(B)])[0].eerste_positie)
        )
        schrijver.start()
        with psycopg.connect(database_url, autocommit=True) as beul:
            geveld = 0
            uiterlijk = time.monotonic() + 20
            while not geveld and time.monotonic() < uiterlijk:
                geveld = len(
                    beul.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND wait_event = 'advisory'"
                    ).fetchall()
                )
        slot.rollback()
        schrijver.join()
        assert geveld == 1
        assert antwoord == [2]
        assert len(log.read_dossier(B)) == 1
