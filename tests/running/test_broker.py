"""Messages: tried again, kept when dead, sent again by hand, and never with a value in them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import dramatiq
import pytest
import redis

from handhaving import running
from handhaving.running import broker as berichten
from handhaving.running.actors import make_actors
from handhaving.running.broker import WEK, eerst, make_broker, opnieuw, rijen
from handhaving.running.daemon import Rhythm, run
from tests.running.kantoor import om
from tests.running.wachten import wacht_tot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dramatiq.brokers.redis import RedisBroker

    from handhaving.bootstrap import App
    from tests.running.kantoor import Kantoor

GEHEIM = "Fictief Persoon-17"


@pytest.fixture
def broker(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisBroker]:
    monkeypatch.setattr(berichten, "_FIRST_PAUSE", 10)
    monkeypatch.setattr(berichten, "_LONGEST_PAUSE", 20)
    monkeypatch.setattr(berichten, "_TRIES", 2)
    made = make_broker(app)
    assert made is not None
    yield made
    for sleutel in made.client.scan_iter(f"{made.namespace}*"):
        made.client.delete(sleutel)
    made.client.close()


def test_given_work_that_fails_then_it_is_tried_again_kept_and_sent_again_by_hand(
    app: App, broker: RedisBroker
) -> None:
    keren: list[int] = []
    heel = threading.Event()

    def breek(nummer: int) -> None:
        keren.append(nummer)
        if not heel.is_set():
            raise ValueError(GEHEIM)

    taak = dramatiq.actor(broker=broker, actor_name="breek", queue_name=WEK)(breek)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=50)
    worker.start()
    try:
        taak.send(7)
        wacht_tot(lambda: bool(rijen(broker)[0].dood), 20)
        (dood,) = rijen(broker)[0].dood
        assert (dood.taak, dood.argumenten, dood.pogingen) == ("breek", (7,), 3)
        assert dood.fout.startswith("ValueError (test_broker.py:")
        assert keren == [7, 7, 7]
        assert GEHEIM not in str(broker.client.hgetall(f"{broker.namespace}:{WEK}.XQ.msgs"))
        assert opnieuw(broker, "onbestaand") == 0
        heel.set()
        assert opnieuw(broker, dood.id) == 1
        wacht_tot(lambda: len(keren) == 4 and not rijen(broker)[0].wachtend, 20)
        assert rijen(broker)[0].dood == ()
        assert opnieuw(broker) == 0
    finally:
        worker.stop()


def test_given_a_message_then_it_is_asked_once_in_its_time(broker: RedisBroker) -> None:
    assert eerst(broker, "tik", 60)
    assert not eerst(broker, "tik", 60)
    assert eerst(broker, "werkBij", 60)


def test_given_the_actors_then_each_does_its_loop(kantoor: Kantoor, broker: RedisBroker) -> None:
    kantoor.in_gebreke()
    actors = make_actors(broker, kantoor.app)
    actors.werk_bij()
    assert {s.staat for s in running.status(kantoor.app)} == {"bij"}
    actors.tik()
    assert running.reaction_position(kantoor.app) == kantoor.app.log.last_position()
    assert sorted(broker.actors) == ["herbouwDeel", "tik", "werkBij"]


def test_given_no_redis_at_all_then_there_is_no_broker_and_the_work_is_done(
    kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(kantoor.app, "redis_url", None)
    assert make_broker(kantoor.app) is None
    stop = threading.Event()
    draad = threading.Thread(target=run, args=(kantoor.app, stop, Rhythm(bij=0.1)))
    draad.start()
    try:
        kantoor.in_gebreke()
        wacht_tot(lambda: {s.staat for s in running.status(kantoor.app)} == {"bij"})
    finally:
        stop.set()
        draad.join(20)
    assert not draad.is_alive()


def test_given_a_simulation_then_the_clock_is_not_the_workers(kantoor: Kantoor) -> None:
    dossier = kantoor.in_gebreke()
    stop = threading.Event()
    draad = threading.Thread(target=run, args=(kantoor.app, stop, Rhythm(tik=0.1, draden=1)))
    draad.start()
    try:
        wacht_tot(lambda: {s.positie for s in running.status(kantoor.app)} == {5})
        with pytest.raises(AssertionError):
            wacht_tot(lambda: "InregelstellingsperiodeVerstreken" in kantoor.soorten(dossier), 0.5)
    finally:
        stop.set()
        draad.join(20)
    assert len(running.tick(kantoor.app, om("2025-04-10")).afgegaan) == 1


def test_given_a_redis_that_does_not_answer_then_looking_at_it_says_so(app: App) -> None:
    object.__setattr__(app, "redis_url", "redis://127.0.0.1:1")
    weg = make_broker(app)
    assert weg is not None
    with pytest.raises(redis.RedisError):
        rijen(weg)
