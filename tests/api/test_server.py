"""What runs beside the service: its tasks, and the read models unless a worker keeps them up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from handhaving.api.server import naast
from tests.running.conftest import app, klok, settings

if TYPE_CHECKING:
    from handhaving.bootstrap import App

__all__ = ["app", "klok", "settings"]


def ernaast() -> set[str]:
    return {draad.name for draad in threading.enumerate()} & {"taken", "leesmodellen"}


@pytest.mark.parametrize(
    ("lus", "verwacht"), [(True, {"taken", "leesmodellen"}), (False, {"taken"})]
)
def test_given_the_service_when_it_runs_then_its_loops_run_beside_it_and_stop_with_it(
    app: App,
    verwacht: set[str],
    *,
    lus: bool,
) -> None:
    with naast(app, lus=lus):
        assert ernaast() == verwacht
    assert ernaast() == set()
