"""The messages between processes: Dramatiq over Redis. A message says "wake up", never a fact.

Losing one costs a second: all of it is also done by poll. Nothing here is made at import.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import redis
import structlog
from dramatiq import Message, Middleware
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AgeLimit, Retries, ShutdownNotifications, TimeLimit
from dramatiq.results import Results
from dramatiq.results.backends.redis import RedisBackend
from sqlalchemy import text

from handhaving.running.logregels import kort
from handhaving.running.meters import TAKEN

if TYPE_CHECKING:
    from dramatiq import Broker, MessageProxy

    from handhaving.bootstrap import App

_log = structlog.get_logger(__name__)

WEK: Final = "wek"
"""Short work that somebody waits for."""
DELEN: Final = "delen"
"""Parts of long work."""
QUEUES: Final = (WEK, DELEN)

_SECONDS: Final = 2.0
_TRIES: Final = 5
_FIRST_PAUSE: Final = 1_000
_LONGEST_PAUSE: Final = 60_000
_SHORT: Final = 10 * 60_000
LONG: Final = 6 * 3_600_000
"""Milliseconds a part may take."""


class GeenRedis(Exception):
    """There is no Redis: there are no messages to look at."""

    def __init__(self, waarom: str) -> None:
        """Say why."""
        super().__init__(waarom)


@dataclass(frozen=True, slots=True)
class DoodBericht:
    """A message that failed every time: which work, why, and since when. Kept for a week."""

    id: str
    taak: str
    argumenten: tuple[object, ...]
    pogingen: int
    fout: str
    sinds: datetime


@dataclass(frozen=True, slots=True)
class Rij:
    """One queue: what waits, what waits for its next try, and what died."""

    naam: str
    wachtend: int
    uitgesteld: int
    dood: tuple[DoodBericht, ...]


class Sober(Middleware):
    """What went wrong, in one line without values; and counted when it is given up."""

    def before_enqueue(self, _broker: Broker, message: Message[Any], _delay: int | None) -> None:
        """A message carries no traceback: it may quote what stood in a row."""
        message.options.pop("traceback", None)

    def after_process_message(
        self,
        _broker: Broker,
        message: MessageProxy,
        *,
        result: object = None,  # noqa: ARG002 - the name is that of the library
        exception: BaseException | None = None,
    ) -> None:
        """Runs before the message is sent again, so the reason goes with it."""
        if exception is not None:
            message.options["fout"] = kort(exception)
            _log.warning("taak_mislukt", taak=message.actor_name, fout=kort(exception))

    def after_nack(self, _broker: Broker, message: MessageProxy) -> None:
        """It failed every time."""
        TAKEN.labels(message.actor_name, "opgegeven").inc()
        _log.error("taak_opgegeven", taak=message.actor_name, bericht=message.message_id)


def make_broker(app: App) -> RedisBroker | None:
    """A broker for this log, or None without Redis. Connects when it is first used."""
    if app.redis_url is None:
        return None
    namespace = _namespace(app)
    client = redis.Redis.from_url(
        app.redis_url, socket_timeout=_SECONDS * 5, socket_connect_timeout=_SECONDS
    )
    backend = RedisBackend(  # type: ignore[no-untyped-call]  # it has no types
        client=client, namespace=f"{namespace}-antwoord"
    )
    return RedisBroker(  # type: ignore[no-untyped-call]  # idem
        client=client,
        namespace=namespace,
        middleware=[
            AgeLimit(),
            TimeLimit(time_limit=_SHORT),
            ShutdownNotifications(notify_shutdown=True),
            Retries(max_retries=_TRIES, min_backoff=_FIRST_PAUSE, max_backoff=_LONGEST_PAUSE),
            Results(backend=backend),  # type: ignore[no-untyped-call]  # idem
            Sober(),
        ],
    )


def rijen(broker: RedisBroker) -> tuple[Rij, ...]:
    """The queues as they are now. Raises redis.RedisError."""
    return tuple(
        Rij(
            naam=naam,
            wachtend=_count(broker, naam),
            uitgesteld=_count(broker, f"{naam}.DQ"),
            dood=tuple(_dood(broker, naam)),
        )
        for naam in QUEUES
    )


def opnieuw(broker: RedisBroker, bericht: str | None = None) -> int:
    """Send dead messages again, one or all; how many. Raises redis.RedisError."""
    gestuurd = 0
    for naam in QUEUES:
        for dood, ruw in _lees(broker, naam):
            if bericht in {None, dood.id}:
                message: Message[Any] = Message.decode(ruw)
                schoon = {k: v for k, v in message.options.items() if k not in {"retries", "fout"}}
                broker.enqueue(message.copy(options=schoon, queue_name=naam))
                sleutel = f"{broker.namespace}:{naam}.XQ"
                broker.client.zrem(sleutel, message.options["redis_message_id"])
                broker.client.hdel(f"{sleutel}.msgs", message.options["redis_message_id"])
                gestuurd += 1
    return gestuurd


def eerst(broker: RedisBroker, naam: str, seconden: float) -> bool:
    """Whether nobody asked for this in the last so many seconds. Raises redis.RedisError."""
    sleutel = f"{broker.namespace}:gewekt:{naam}"
    return bool(broker.client.set(sleutel, 1, nx=True, px=max(1, int(seconden * 1000))))


def _namespace(app: App) -> str:
    """Messages of one log on one database: several may share a Redis."""
    with app.engine.connect() as connection:
        database = connection.execute(text("SELECT current_database()")).scalar_one()
    wie = f"{app.projections.tenant.incarnatie}|{database}"
    return f"handhaving-{sha256(wie.encode()).hexdigest()[:12]}"


def _count(broker: RedisBroker, naam: str) -> int:
    return int(broker.client.hlen(f"{broker.namespace}:{naam}.msgs"))


def _dood(broker: RedisBroker, naam: str) -> list[DoodBericht]:
    return [bericht for bericht, _ in _lees(broker, naam)]


def _lees(broker: RedisBroker, naam: str) -> list[tuple[DoodBericht, bytes]]:
    sleutel = f"{broker.namespace}:{naam}.XQ"
    gevonden = []
    client: Any = broker.client  # its answers depend on how it was made
    for id_, sinds in client.zrange(sleutel, 0, -1, withscores=True):
        ruw = client.hget(f"{sleutel}.msgs", id_)
        if ruw is None:
            continue
        inhoud = json.loads(ruw)
        bericht = DoodBericht(
            id=inhoud["message_id"],
            taak=inhoud["actor_name"],
            argumenten=tuple(inhoud["args"]),
            pogingen=int(inhoud["options"].get("retries", 0)) + 1,
            fout=str(inhoud["options"].get("fout", "")),
            sinds=datetime.fromtimestamp(sinds / 1000, tz=UTC),
        )
        gevonden.append((bericht, ruw))
    return gevonden
