"""Log lines: one JSON object each, on standard error, beside the answer."""

from __future__ import annotations

import logging
import sys

import structlog


def naar_stderr() -> None:
    """Write them to standard error, so that standard output holds the answer alone."""
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
