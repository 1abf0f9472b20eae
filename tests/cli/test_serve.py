"""`handhaving serve`: it says that it listens once it does, and in a sentence why it cannot."""

from __future__ import annotations

import errno
import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from handhaving.cli import serve, uitvoer
from handhaving.cli.app import voer_uit


@pytest.fixture
def gegevens(
    omgeving: None, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> pytest.MonkeyPatch:
    """A database, and an issuer that nobody asks anything."""
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", database_url)
    monkeypatch.setenv("HANDHAVING_OIDC_UITGEVER", "https://uitgever.invalid")
    monkeypatch.setenv("HANDHAVING_OIDC_SLEUTELS", "https://uitgever.invalid/jwks")
    return monkeypatch


def test_given_a_free_port_then_it_says_where_it_listens_when_it_does(
    gegevens: pytest.MonkeyPatch,
) -> None:
    proces = subprocess.Popen(
        [sys.executable, "-m", "handhaving.cli.app", "serve", "--port", "0", "--zonder-lus"],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert proces.stderr is not None
        regel = proces.stderr.readline()
        gevonden = re.fullmatch(
            r"Handhaving luistert op (http://127\.0\.0\.1:[1-9]\d+); stop met Ctrl-C\.\n", regel
        )
        assert gevonden is not None, regel
        assert httpx.get(f"{gevonden[1]}/health", timeout=30).status_code == 200
    finally:
        proces.send_signal(signal.SIGINT)
        _, rest = proces.communicate(timeout=60)
    assert "uvicorn" not in rest


def test_given_a_port_that_is_taken_then_one_sentence_and_exit_1(
    gegevens: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as bezet:
        poort = bezet.getsockname()[1]
        assert voer_uit(["serve", "--port", str(poort), "--zonder-lus"]) == 1
    gezegd = capfd.readouterr()
    zin = f"Poort {poort} op 127.0.0.1 is al in gebruik; kies een andere met --port.\n"
    assert (gezegd.out, gezegd.err) == ("", zin)


def test_given_an_address_of_elsewhere_then_wrong_use(
    gegevens: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert voer_uit(["serve", "--host", "192.0.2.1", "--zonder-lus"]) == 2
    assert capfd.readouterr().err == "--host is geen adres van deze machine.\n"


def test_given_a_port_that_is_not_for_us_then_one_sentence() -> None:
    fout = serve._niet_geopend(PermissionError(errno.EACCES, "geheim"), "127.0.0.1", 80)
    assert isinstance(fout, uitvoer.Mislukt)
    assert (fout.exit_code, fout.code) == (1, "PoortGeweigerd")
    assert "geheim" not in fout.message


def test_given_a_start_that_fails_for_another_reason_then_it_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Server:
        @staticmethod
        def bedien(*_: object, **__: object) -> None:
            raise SystemExit(3)

    monkeypatch.setattr(serve, "import_module", lambda _: Server)
    with pytest.raises(SystemExit):
        voer_uit(["serve"])
