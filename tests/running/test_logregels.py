"""Log lines stand beside the answer, never in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import structlog

from handhaving.running.logregels import naar_stderr

if TYPE_CHECKING:
    import pytest


def test_given_a_log_line_then_it_is_json_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    naar_stderr()
    try:
        structlog.get_logger("proef").info("gebeurd", dossier="x")
        structlog.get_logger("proef").debug("te fijn")
    finally:
        structlog.reset_defaults()
    gezegd = capsys.readouterr()
    assert gezegd.out == ""
    regel = json.loads(gezegd.err)
    assert (regel["event"], regel["dossier"], regel["level"]) == ("gebeurd", "x", "info")
