"""The read models of an application: up to date, rebuilt, compared, and what waits put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.eventlog.projection import Listener
from handhaving.eventlog.sjablonen import CHANNEL

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from uuid import UUID

    from handhaving.bootstrap import App
    from handhaving.eventlog.projection import (
        CaughtUp,
        Compared,
        Parked,
        Progress,
        ProjectionStatus,
        Rebuilt,
    )


def _silent(_progress: Progress) -> None:
    return None


def catch_up(
    app: App, naam: str | None = None, *, on_progress: Callable[[Progress], None] = _silent
) -> tuple[CaughtUp, ...]:
    """Bring one read model, or all, to where the log is now.

    Raises UnknownProjection, UnknownEventType, ProjectionBroken, WrongLog, LeaseHeld.
    """
    return app.projections.catch_up(naam, on_progress=on_progress)


def run_forever(app: App, stop: threading.Event, *, poll: float = 0.25) -> None:
    """Keep all read models up to date until `stop` is set; woken by the log, and by the clock."""
    with Listener(app.database_url, CHANNEL) as listener:
        app.projections.run_forever(stop, listener, poll=poll)


def status(app: App) -> tuple[ProjectionStatus, ...]:
    """How far every read model is, what waits, and what went wrong last."""
    return app.projections.status(app.klok())


def rebuild(
    app: App,
    naam: str,
    *,
    opnieuw: bool = False,
    on_progress: Callable[[Progress], None] = _silent,
) -> Rebuilt:
    """Fill a read model beside the live one and swap; goes on from an earlier try, or `opnieuw`."""
    return app.projections.rebuild(naam, fresh=opnieuw, on_progress=on_progress)


def compare(app: App, naam: str, *, on_progress: Callable[[Progress], None] = _silent) -> Compared:
    """Compare the live rows with a fold from scratch at the same position."""
    return app.projections.compare(naam, on_progress=on_progress)


def retry(app: App, naam: str, dossier_id: UUID) -> Parked | None:
    """Apply what waits of a parked dossier; None when it waits no longer. Raises NotParked."""
    return app.projections.retry(naam, dossier_id)


def skip(app: App, naam: str, dossier_id: UUID, *, door: str, reden_code: str) -> Parked | None:
    """Leave out the event at which a dossier waits; recorded with who and why. Raises NotParked."""
    return app.projections.skip(naam, dossier_id, door=door, reden_code=reden_code)
