"""A service on a database of its own, people with tokens, and dossiers as far as they must be."""

from __future__ import annotations

import threading
import time as klokken
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

import httpx
import uvicorn

from handhaving import running
from handhaving.adapters.tokens import Keys, TokenCheck
from handhaving.adapters.uitgever import AUDIENCE, ISSUER, LocalIssuer, person
from handhaving.api.app import maak_app
from handhaving.api.dienst import Dienst, Grenzen
from handhaving.api.lijn import Lijn
from handhaving.dossier.basis import Rol
from handhaving.eventlog.envelope import Commit, Herkomst
from tests.dossier.trap import tot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from fastapi import FastAPI

    from handhaving.bootstrap import App
    from tests.dossier.spel import Spel
    from tests.running.kantoor import Klok

OVO = {
    "ABB": "OVO002949",
    "AgII": "OVO900001",
    "Atlas": "OVO900002",
    "Amal": "OVO900003",
    "HvN": "OVO900004",
}
DIENST = {Rol.DOSSIERBEHANDELAAR: "Atlas"}
"""For whom somebody of a role acts, unless a test says otherwise: ABB, or this agency."""


def laad(app: App, spel: Spel, dossier_id: UUID | None = None) -> UUID:
    """Write a history straight into the log, each command at its own instant.

    Its claims stay out: many dossiers of one fictitious person go side by side. The id of an event
    follows from the dossier and from its id in the history.
    """
    waar = dossier_id or uuid4()
    ring = app.vault.for_writing([waar])
    versie = 0
    groepen: dict[UUID, list[Any]] = {}
    for gebeurtenis, envelop in spel.paren:
        groepen.setdefault(envelop.opdracht_id, []).append((gebeurtenis, envelop))
    for groep in groepen.values():
        envelop = groep[0][1]
        commit = Commit(
            dossier_id=waar,
            verwachte_versie=versie,
            herkomst=Herkomst(uuid4(), envelop.door, uuid4()),
            inhoud=b"toets",
            gebeurtenissen=tuple(
                app.codec.encode(
                    g,
                    gebeurtenis_id=uuid5(waar, str(e.gebeurtenis_id)),
                    geldig_op=g.geldig_op,
                    subject=waar,
                    keyring=ring,
                )
                for g, e in groep
            ),
            sleutels=ring.new_keys(),
        )
        app.log.append([commit], tijdstip=envelop.geregistreerd_op)
        versie += len(groep)
    return waar


@contextmanager
def luisterend(fastapi: FastAPI, lijn: type[Lijn] = Lijn) -> Iterator[str]:
    """The service on a port of its own, in a thread; its address."""
    config = uvicorn.Config(
        fastapi,
        port=0,
        http=lijn,
        log_config=None,
        access_log=False,
        ws="none",
        lifespan="off",
        backlog=2048,
    )
    server = uvicorn.Server(config)
    draad = threading.Thread(target=server.run, name="dienst")
    draad.start()
    try:
        while not server.started:
            assert draad.is_alive(), "de dienst start niet"
            klokken.sleep(0.005)
        poort = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{poort}"
    finally:
        server.should_exit = True
        draad.join()


@dataclass
class Kantoor:
    """The service, really listening, and who calls it."""

    app: App
    klok: Klok
    map: Path
    grenzen: Grenzen = field(default_factory=Grenzen)

    def __post_init__(self) -> None:
        self.uitgever = LocalIssuer(self.map)
        if not self.uitgever.path.exists():
            self.uitgever.rotate()
        keys = Keys(self.uitgever)
        tokens = TokenCheck(keys, issuer=ISSUER, audience=AUDIENCE, klok=self.klok)
        self.dienst = Dienst(self.app, tokens, self.grenzen)
        self.fastapi = maak_app(self.dienst)
        self.client: httpx.Client
        self.tokens: dict[object, str] = {}

    @contextmanager
    def open(self) -> Iterator[Self]:
        """Listen for as long as the block lasts."""
        self.app.projections.prepare()
        with luisterend(self.fastapi) as url, httpx.Client(base_url=url, timeout=30) as client:
            self.client = client
            yield self

    def op(self, dag: Any, uur: int = 12) -> None:  # noqa: ANN401 - a day, as text or not
        """It is now noon of that day."""
        tekst = dag if isinstance(dag, str) else dag.isoformat()
        dag_ = datetime.fromisoformat(tekst).date()
        self.klok.nu = datetime.combine(dag_, time(uur), UTC)

    def token(self, rol: str, dienst: str | None = None, wie: str | None = None) -> str:
        """A token of somebody of this role."""
        waar = dienst or DIENST.get(Rol(rol), "ABB")
        sleutel = (rol, waar, wie, self.klok.nu)
        if sleutel not in self.tokens:
            claims = person(rol, OVO[waar], wie or f"fictief-{rol}")
            self.tokens[sleutel] = self.uitgever.sign(claims, self.klok.nu, timedelta(hours=8))
        return self.tokens[sleutel]

    def vraag(
        self,
        methode: str,
        pad: str,
        rol: str | None = "dossierbehandelaar",
        *,
        dienst: str | None = None,
        wie: str | None = None,
        json: Any = None,  # noqa: ANN401 - whatever is sent
        params: dict[str, Any] | None = None,
        **koppen: str,
    ) -> httpx.Response:
        """A request of somebody of this role."""
        alle = {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
        if rol is not None:
            alle["Authorization"] = f"Bearer {self.token(rol, dienst, wie)}"
        return self.client.request(methode, pad, json=json, params=params, headers=alle)

    def bij(self) -> None:
        """Bring the read models up."""
        running.catch_up(self.app)

    def dossier(self, trede: str) -> UUID:
        """A dossier on the straight path, and the day after its last step."""
        return self.wereld(tot(trede))

    def wereld(self, spel: Spel) -> UUID:
        """This history, and its day."""
        self.op(spel.vandaag)
        return laad(self.app, spel)
