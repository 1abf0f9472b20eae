"""The work that messages ask for: each actor is a name around a loop that anybody can call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dramatiq import actor

from handhaving.running.broker import DELEN, LONG, WEK
from handhaving.running.meters import gemeten, tel_tik
from handhaving.running.projecties import catch_up, vul_deel
from handhaving.running.reageren import react
from handhaving.running.tik import tick

if TYPE_CHECKING:
    from dramatiq import Actor, Broker

    from handhaving.bootstrap import App


@dataclass(frozen=True, slots=True)
class Actors:
    """What can be sent."""

    werk_bij: Actor[[], None]
    tik: Actor[[], None]
    herbouw_deel: Actor[[list[str], int], None]


def make_actors(broker: Broker, app: App) -> Actors:
    """Declare the actors on this broker, for this application."""

    def werk_bij() -> None:
        werk_bij_nu(app)

    def tik() -> None:
        tik_nu(app)

    def herbouw_deel(namen: list[str], deel: int) -> None:
        with gemeten("herbouwDeel"):
            vul_deel(app, namen, deel)

    part: dict[str, Any] = {"queue_name": DELEN, "time_limit": LONG, "store_results": True}
    return Actors(
        werk_bij=actor(broker=broker, actor_name="werkBij", queue_name=WEK)(werk_bij),
        tik=actor(broker=broker, actor_name="tik", queue_name=WEK)(tik),
        herbouw_deel=actor(broker=broker, actor_name="herbouwDeel", **part)(herbouw_deel),
    )


def werk_bij_nu(app: App) -> None:
    """Ask what follows from new events, and bring the read models up to that."""
    with gemeten("werkBij"):
        react(app)
        catch_up(app)


def tik_nu(app: App) -> None:
    """Let go off what is due by the clock of this application, and ask what follows from it."""
    with gemeten("tik"):
        tel_tik(tick(app, app.klok()))
        react(app)
