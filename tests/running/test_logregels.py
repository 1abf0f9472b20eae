"""Log lines stand beside the answer, never in it."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import structlog

from handhaving.running.broker import GeenRedis
from handhaving.running.logregels import kort, naar_stderr

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


def test_given_a_library_that_speaks_then_its_line_has_no_values_of_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    naar_stderr()
    try:
        int("Fictief Persoon-17")
    except ValueError:
        logging.getLogger("dramatiq.proef").exception("het mislukte")
    finally:
        structlog.reset_defaults()
        logging.basicConfig(handlers=[], force=True)
    regel = json.loads(capsys.readouterr().err)
    assert (regel["event"], regel["bron"]) == ("het mislukte", "dramatiq.proef")
    assert regel["fout"].startswith("ValueError (test_logregels.py:")
    assert "Fictief" not in json.dumps(regel)


def test_given_an_error_of_this_program_then_it_is_told_whole() -> None:
    assert kort(GeenRedis("er is geen Redis")) == "GeenRedis: er is geen Redis"
