"""The life of one worker process: read models, deadlines and messages, until it is told to stop.

Whatever is done here is also done when Redis is away, and when it comes back: this process looks
at the clock and at the log by itself, and asks by message where it can, so that of many processes
one does it. PostgreSQL that is away is waited for.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import redis
import structlog
from dramatiq import Worker
from dramatiq.errors import BrokerError

from handhaving.eventlog.projection import Listener
from handhaving.eventlog.sjablonen import CHANNEL
from handhaving.running.actors import make_actors, tik_nu, werk_bij_nu
from handhaving.running.broker import QUEUES, eerst, make_broker
from handhaving.running.logregels import kort
from handhaving.running.projecties import run_forever

if TYPE_CHECKING:
    from collections.abc import Callable

    from dramatiq.brokers.redis import RedisBroker

    from handhaving.bootstrap import App
    from handhaving.running.actors import Actors

_log = structlog.get_logger(__name__)

_LONGEST_PAUSE: Final = 30.0
_IDLE_MS: Final = 200
_GRACE: Final = 30.0


@dataclass(slots=True)
class Duty:
    """Something that is to be done every so often: by message, or here."""

    naam: str
    elke: float
    vraag: Callable[[], object] | None
    doe: Callable[[], object]
    volgende: float = 0.0
    pauze: float = field(default=0.0)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, in seconds; and how many messages at once, from which queues."""

    tik: float = 60.0
    bij: float = 1.0
    glance: float = 0.25
    draden: int = 4
    rijen: tuple[str, ...] = QUEUES


def run(
    app: App,
    stop: threading.Event,
    rhythm: Rhythm | None = None,
    meer: Callable[[RedisBroker, App], None] = lambda _broker, _app: None,
) -> None:
    """Work until `stop` is set; then finish what is on its way and give back every lease.

    `meer` declares actors of other rooms.
    """
    rhythm = rhythm or Rhythm()
    broker = make_broker(app)
    actors = None if broker is None else make_actors(broker, app)
    if broker is not None:
        meer(broker, app)
    engine = threading.Thread(target=run_forever, args=(app, stop), name="leesmodellen")
    engine.start()
    worker = None if broker is None else _start(broker, rhythm)
    try:
        with Listener(app.database_url, CHANNEL) as waker:
            duties = _duties(app, actors, rhythm)
            while not stop.is_set():
                told = waker.wait(rhythm.glance)
                for duty in duties:
                    if told and duty.naam == "werkBij":
                        duty.volgende = min(duty.volgende, time.monotonic())
                    _turn(duty, broker)
    finally:
        stop.set()
        if worker is not None:
            worker.stop(timeout=int(_GRACE * 1000))
        engine.join()
        if broker is not None:
            broker.close()
            broker.client.close()


def _start(broker: RedisBroker, rhythm: Rhythm) -> Worker:
    broker.emit_after("process_boot")
    worker = Worker(
        broker,
        queues=set(rhythm.rijen),
        worker_threads=rhythm.draden,
        worker_timeout=_IDLE_MS,
    )
    worker.start()
    return worker


def _duties(app: App, actors: Actors | None, rhythm: Rhythm) -> list[Duty]:
    wek = None if actors is None else actors.werk_bij.send
    duties = [Duty("werkBij", rhythm.bij, wek, lambda: werk_bij_nu(app))]
    if app.log.simulatie:
        _log.info("geen_tik", waarom="op een simulatie is de klok van wie haar gebruikt")
    else:
        wek_tik = None if actors is None else actors.tik.send
        duties.append(Duty("tik", rhythm.tik, wek_tik, lambda: tik_nu(app)))
    return duties


def _turn(duty: Duty, broker: RedisBroker | None) -> None:
    """See to it that this is done, if it is time; after an error a little later each time."""
    if time.monotonic() < duty.volgende:
        return
    try:
        if not _ask(duty, broker):
            duty.doe()
        duty.pauze = 0.0
    except Exception as error:  # noqa: BLE001 - logged and tried again: a loop must not die
        duty.pauze = min(max(duty.pauze * 2, 0.5), _LONGEST_PAUSE)
        _log.error("werk_mislukt", taak=duty.naam, fout=kort(error))
    duty.volgende = time.monotonic() + max(duty.elke, duty.pauze)


def _ask(duty: Duty, broker: RedisBroker | None) -> bool:
    """Ask by message; False when there is no Redis that takes it."""
    if broker is None or duty.vraag is None:
        return False
    try:
        if eerst(broker, duty.naam, duty.elke / 2):
            duty.vraag()
    except (redis.RedisError, BrokerError) as error:
        _log.warning("zonder_redis", taak=duty.naam, fout=type(error).__name__)
        return False
    return True
