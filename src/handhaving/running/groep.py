"""Work in parts over workers that are running, here or on other machines: a group of messages.

The same parts as over processes of this machine (`delen`); what a worker that died had in hand is
taken up by whoever asks again. A file that is taken in must be where every worker can read it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from dramatiq import Message, group
from dramatiq.results.errors import ResultFailure, ResultMissing

from handhaving.running.broker import DELEN, GeenRedis, make_broker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dramatiq.brokers.redis import RedisBroker

    from handhaving.bootstrap import App

HERBOUW: Final = "herbouwDeel"
INNAME: Final = "inneemDeel"

_GLANCE: Final = 0.2
_ALIVE_MS: Final = 10_000
_PATIENCE: Final = 30.0


class GeenWerkers(Exception):
    """Nobody takes messages: start `handhaving worker`, or use processes of this machine."""

    def __init__(self) -> None:
        """Say what can be done."""
        super().__init__(
            "geen werker neemt berichten aan: start `handhaving worker`, of vraag `--werkers`"
        )


def verdeel(
    app: App,
    taak: str,
    delen: Sequence[tuple[object, ...]],
    meld: Callable[[], None],
    *,
    geduld: float = _PATIENCE,
) -> int:
    """Let workers do each part; `meld` is called often. Returns how many did not end well.

    Raises GeenRedis, and GeenWerkers when nobody is there for `geduld` seconds.
    """
    broker = make_broker(app)
    if broker is None:
        raise GeenRedis(app.zonder_redis or "")
    try:
        messages: list[Message[Any]] = [
            Message(DELEN, taak, tuple(deel), {}, {"max_retries": 1}) for deel in delen
        ]
        samen: Any = group(messages, broker=broker)  # type: ignore[no-untyped-call]  # untyped
        samen.run()
        uitkomsten: dict[str, bool] = {}
        gezien = time.monotonic()
        while len(uitkomsten) < len(messages):
            time.sleep(_GLANCE)
            meld()
            uitkomsten |= _uitkomsten(broker, messages)
            if _iemand(broker):
                gezien = time.monotonic()
            elif time.monotonic() - gezien > geduld:
                broker.flush(DELEN)
                raise GeenWerkers
        return len(messages) - sum(uitkomsten.values())
    finally:
        broker.client.close()


def _uitkomsten(broker: RedisBroker, messages: Sequence[Message[Any]]) -> dict[str, bool]:
    """Of those that are done: whether they ended well."""
    backend = broker.get_results_backend()
    gevonden = {}
    for message in messages:
        try:
            message.get_result(backend=backend)
            gevonden[message.message_id] = True
        except ResultMissing:
            continue
        except ResultFailure:
            gevonden[message.message_id] = False
    return gevonden


def _iemand(broker: RedisBroker) -> bool:
    """Whether another than we gave a sign of life lately."""
    sleutel = f"{broker.namespace}:__heartbeats__"
    client: Any = broker.client
    recent = client.zrangebyscore(sleutel, time.time() * 1000 - _ALIVE_MS, "+inf")
    return any(each.decode() != broker.broker_id for each in recent)
