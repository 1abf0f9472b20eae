"""Redis gone for a while: all goes on by looking, and by message again when it is back.

The minute is shortened to a few seconds: what is done by poll does not depend on how long.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
import redis

from handhaving import running
from handhaving.adapters.redis_server import RedisServer
from handhaving.running.broker import make_broker, rijen
from handhaving.running.meters import TAKEN
from scripts.uithouden.invarianten import fout, keur
from tests.running.kantoor import Kantoor
from tests.running.wachten import wacht_tot
from tests.storingen.opstelling import aan_het_werk, eigen_app, leeft

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

VERSTREKEN = "InregelstellingsperiodeVerstreken"


@pytest.mark.databank
def test_given_redis_is_gone_then_the_work_goes_on_and_messages_come_back_with_it(
    tmp_path: Path,
) -> None:
    with eigen_app(tmp_path) as app:
        kantoor = Kantoor(app)
        broker = make_broker(app)
        assert app.redis is not None
        assert broker is not None

        def klaar(dossier: UUID) -> bool:
            afgegaan = kantoor.soorten(dossier).count(VERSTREKEN) == 1
            return afgegaan and {s.staat for s in running.status(app)} == {"bij"}

        def gewekt() -> float:
            (telling,) = TAKEN.collect()
            return sum(m.value for m in telling.samples if m.labels["taak"] == "werkBij")

        with aan_het_werk(app):
            met = kantoor.in_gebreke()
            wacht_tot(lambda: klaar(met), 30)
            assert broker.client.exists(f"{broker.namespace}:__heartbeats__")
            pid = int(app.redis.info("server")["process_id"])
            os.kill(pid, signal.SIGKILL)
            wacht_tot(lambda: not leeft(pid), 10)
            zonder = kantoor.in_gebreke()
            wacht_tot(lambda: klaar(zonder), 30)
            with pytest.raises(redis.RedisError):
                rijen(broker)
            RedisServer(tmp_path)._start()
            eerder = gewekt()
            weer = kantoor.in_gebreke()
            wacht_tot(lambda: klaar(weer), 30)
            wacht_tot(lambda: gewekt() > eerder, 30)
            assert broker.client.exists(f"{broker.namespace}:__heartbeats__")
        assert [rij.dood for rij in rijen(broker)] == [(), ()]
        assert fout(keur(app)) == []
        broker.client.close()
