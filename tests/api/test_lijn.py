"""The line to a client: a head that does not come, or comes byte by byte, is cut off."""

from __future__ import annotations

import select
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from handhaving.api.lijn import Lijn
from tests.api.kantoor import luisterend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.kantoor import Kantoor


class Ongeduldig(Lijn):
    """Half a second for a head."""

    kop = 0.5


@pytest.fixture(scope="module")
def ongeduldig(gedeeld: Kantoor) -> Iterator[str]:
    with luisterend(gedeeld.fastapi, Ongeduldig) as url:
        yield url


def druppels(url: str, ruw: bytes, seconden: float) -> bytes:
    """Send it byte by byte until the other side says something, or hangs up."""
    deel = urlsplit(url)
    with socket.create_connection((str(deel.hostname), int(str(deel.port))), timeout=5) as lijn:
        begin = time.monotonic()
        for byte in ruw:
            lijn.sendall(bytes([byte]))
            if select.select([lijn], [], [], 0.05)[0]:
                return lijn.recv(65_536)
            assert time.monotonic() - begin < seconden, "de lijn bleef open"
    pytest.fail("de lijn bleef open")


def test_given_a_head_that_comes_byte_by_byte_then_the_line_is_cut(ongeduldig: str) -> None:
    kop = b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"A" * 999
    assert druppels(ongeduldig, kop, 5) == b""
    assert httpx.get(f"{ongeduldig}/health").status_code == 200


def test_given_a_line_that_says_nothing_then_it_is_cut(ongeduldig: str) -> None:
    deel = urlsplit(ongeduldig)
    with socket.create_connection((str(deel.hostname), int(str(deel.port))), timeout=5) as lijn:
        assert lijn.recv(1) == b""


@pytest.mark.parametrize(
    ("versie", "koppen"),
    [
        (b"1.1", b"Content-Length: 5\r\nTransfer-Encoding: chunked"),
        (b"1.1", b"Transfer-Encoding: chunked\r\nContent-Length: 5"),
        (b"1.0", b"Transfer-Encoding: chunked"),
    ],
)
def test_given_two_lengths_of_one_body_then_400_and_the_line_is_cut(
    ongeduldig: str, versie: bytes, koppen: bytes
) -> None:
    deel = urlsplit(ongeduldig)
    kop = b"POST /v1/exporten HTTP/" + versie + b"\r\nHost: x\r\n" + koppen + b"\r\n\r\n"
    verborgen = b"0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection((str(deel.hostname), int(str(deel.port))), timeout=5) as lijn:
        lijn.sendall(kop + verborgen)
        gezegd = b"".join(iter(lambda: lijn.recv(65_536), b""))
    assert gezegd.startswith(b"HTTP/1.1 400 ")
    assert gezegd.count(b"HTTP/1.1") == 1
    assert b"connection: close" in gezegd.lower()


def test_given_a_line_that_is_kept_then_every_head_on_it_has_its_own_time(
    ongeduldig: str,
) -> None:
    with httpx.Client(base_url=ongeduldig) as client:
        for _ in range(2):
            assert client.get("/health").status_code == 200
            time.sleep(0.7)
        assert client.get("/health").status_code == 200
