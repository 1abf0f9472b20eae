"""Processes that hold an embedded server, for the tests of this room."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager


class Bezet(Protocol):
    """Starts a process that holds a server; yields it and the URL it printed."""

    def __call__(
        self, server: str, data: Path
    ) -> AbstractContextManager[tuple[subprocess.Popen[str], str]]: ...


@pytest.fixture
def bezet() -> Bezet:
    @contextmanager
    def start(server: str, data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
        script = Path(__file__).with_name("bezetter.py")
        with subprocess.Popen(
            [sys.executable, str(script), server, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
            if process.poll() is None:
                process.communicate("klaar\n", timeout=60)

    return start
