"""README's ten calls, word for word, against a service and a worker that were really started."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.huis.huisregels import HUIS, zonder_meting

if TYPE_CHECKING:
    from collections.abc import Iterator

BIN = Path(sys.executable).parent


def verhaal() -> str:
    """The Python that stands in README between its marks."""
    tekst = (HUIS / "README.md").read_text(encoding="utf-8")
    deel = tekst.split("<!-- begin: tien oproepen -->")[1].split("<!-- einde: tien oproepen -->")[0]
    gevonden = re.search(r"```python\n(.*?)```", deel, re.DOTALL)
    assert gevonden is not None
    return gevonden[1]


def start(omgeving: dict[str, str], *argumenten: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(BIN / "handhaving"), *argumenten],
        env=omgeving,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def stop(proces: subprocess.Popen[bytes]) -> None:
    proces.send_signal(signal.SIGTERM)
    try:
        proces.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(proces.pid, signal.SIGKILL)
        proces.communicate()


@pytest.fixture
def draaiend(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A service and a worker on an embedded database of their own: its address and environment."""
    omgeving = zonder_meting(HANDHAVING_DATA=str(tmp_path / "data"))
    omgeving["PATH"] = f"{BIN}{os.pathsep}{omgeving['PATH']}"
    for eigen in ("HANDHAVING_DATABASE_URL", "HANDHAVING_REDIS_URL"):
        omgeving.pop(eigen, None)
    subprocess.run([str(BIN / "handhaving"), "migreer"], env=omgeving, check=True)
    with socket.socket() as lijn:
        lijn.bind(("127.0.0.1", 0))
        poort = lijn.getsockname()[1]
    url = f"http://127.0.0.1:{poort}"
    processen = [
        start(omgeving, "serve", "--port", str(poort), "--zonder-lus"),
        start(omgeving, "worker", "--processen", "1"),
    ]
    try:
        _wacht_op(url, processen)
        yield url, omgeving
    finally:
        for proces in processen:
            stop(proces)


def _wacht_op(url: str, processen: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(600):
        assert all(p.poll() is None for p in processen)
        try:
            if httpx.get(f"{url}/health", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail("de dienst antwoordt niet")


def test_given_readme_when_its_ten_calls_are_made_then_the_fine_is_paid(
    draaiend: tuple[str, dict[str, str]],
) -> None:
    url, omgeving = draaiend
    code = verhaal()
    assert "http://127.0.0.1:8000" in code
    assert re.findall(r"^# (\d+) · |; (\d+) · ", code, re.MULTILINE)[-1][0] == "10"
    gedaan = subprocess.run(
        [sys.executable, "-c", code.replace("http://127.0.0.1:8000", url)],
        env=omgeving,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert gedaan.returncode == 0, gedaan.stderr
    assert "FaseLaatDitNietToe" in gedaan.stdout
    assert "voldaan" in gedaan.stdout
    assert "+++" in gedaan.stdout
    assert gedaan.stdout.count("\n") > 15
