"""Log lines: one JSON object each, on standard error, beside the answer."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import structlog


def kort(fout: BaseException) -> str:
    """An error in one line. Those of this program never hold a value; of others, kind and place."""
    soort = type(fout)
    if soort.__module__.partition(".")[0] in {"handhaving", "projections"}:
        return f"{soort.__name__}: {fout}"
    plaats = traceback.extract_tb(fout.__traceback__)[-1:]
    waar = "".join(f" ({Path(regel.filename).name}:{regel.lineno})" for regel in plaats)
    return f"{soort.__name__}{waar}"


class _Regel(logging.Formatter):
    """What a library says, in the same form. Of an error its kind and place, never its values."""

    def format(self, record: logging.LogRecord) -> str:
        regel = {"event": record.getMessage(), "bron": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            regel["fout"] = kort(record.exc_info[1])
        regel["level"] = record.levelname.lower()
        regel["timestamp"] = datetime.now(tz=UTC).isoformat()
        return json.dumps(regel, ensure_ascii=False)


def naar_stderr() -> None:
    """Write them to standard error, so that standard output holds the answer alone."""
    regels = logging.StreamHandler(sys.stderr)
    regels.setFormatter(_Regel())
    logging.basicConfig(handlers=[regels], level=logging.WARNING, force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
