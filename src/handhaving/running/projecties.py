"""The read models of an application: up to date, rebuilt, compared, and what waits put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.eventlog.projection import Listener
from handhaving.eventlog.sjablonen import CHANNEL
from handhaving.running import delen, groep

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from handhaving.bootstrap import App
    from handhaving.eventlog.projection import (
        CaughtUp,
        Compared,
        Parked,
        Progress,
        ProjectionStatus,
        Rebuilt,
        Task,
    )
    from handhaving.eventlog.projection.engine import Fill


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


def position(app: App, *namen: str) -> int:
    """The position that all these read models have seen; of the log itself when none is named."""
    if not namen:
        return app.log.last_position()
    return min(map(app.projections.position, namen))


def rebuild(
    app: App,
    naam: str | None = None,
    *,
    opnieuw: bool = False,
    werkers: int | None = None,
    verdeeld: bool = False,
    on_progress: Callable[[Progress], None] = _silent,
) -> tuple[Rebuilt, ...]:
    """Fill one read model, or all in one pass, beside the live ones and swap.

    Goes on from an earlier try, or begins `opnieuw`; over so many processes, by default as the
    work and the machine allow; `verdeeld` over the workers that run. Raises UnknownProjection,
    LeaseHeld, BuildIncomplete, GeenRedis, GeenWerkers.
    """
    aantal = delen.werkers(app.log.last_position(), werkers, vrij=1)
    return app.projections.rebuild_all(
        _namen(app, naam),
        fresh=opnieuw,
        on_progress=on_progress,
        delen=aantal,
        fill=_over_werkers(app) if verdeeld else _over(app, aantal),
    )


def compare(
    app: App,
    naam: str | None = None,
    *,
    werkers: int | None = None,
    on_progress: Callable[[Progress], None] = _silent,
) -> tuple[Compared, ...]:
    """Compare the live rows with a fold from scratch at the same position; as `rebuild`."""
    aantal = delen.werkers(app.log.last_position(), werkers, vrij=1)
    return app.projections.compare_all(
        _namen(app, naam), on_progress=on_progress, delen=aantal, fill=_over(app, aantal)
    )


def vul_deel(app: App, namen: Sequence[str], deel: int) -> None:
    """Fill one part of the build of these read models. Raises what stops one of them."""
    for fout in app.projections.build(namen).part(deel):
        raise fout


def _namen(app: App, naam: str | None) -> list[str]:
    return [projection.naam for projection in app.projections.chosen(naam)]


def _over(app: App, aantal: int) -> Fill | None:
    """Fill the parts in so many processes; in this one when one is enough."""
    if aantal == 1:
        return None

    def fill(tasks: Sequence[Task], meld: Callable[[], None]) -> None:
        delen.verdeel(app, vul_deel, [(t.namen, t.deel) for t in tasks], aantal, meld)

    return fill


def _over_werkers(app: App) -> Fill:
    """Fill the parts as a group of messages, by whoever takes them."""

    def fill(tasks: Sequence[Task], meld: Callable[[], None]) -> None:
        groep.verdeel(app, groep.HERBOUW, [(list(t.namen), t.deel) for t in tasks], meld)

    return fill


def retry(app: App, naam: str, dossier_id: UUID) -> Parked | None:
    """Apply what waits of a parked dossier; None when it waits no longer. Raises NotParked."""
    return app.projections.retry(naam, dossier_id)


def skip(app: App, naam: str, dossier_id: UUID, *, door: str, reden_code: str) -> Parked | None:
    """Leave out the event at which a dossier waits; recorded with who and why. Raises NotParked."""
    return app.projections.skip(naam, dossier_id, door=door, reden_code=reden_code)
