"""What every route works with: the application, who checks tokens, the limits and the counters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Final

from fastapi import Depends, Request

from handhaving.adapters.tokens import TokenCheck
from handhaving.api.tellers import Tellers
from handhaving.bootstrap import App
from handhaving.recht import dag_in_brussel
from handhaving.service.dubbels import DAGEN


@dataclass(frozen=True, slots=True)
class Grenzen:
    """What one caller may ask, and how long anything may take. None of these is a rule of law."""

    inhoud: int = 256 * 1024
    """Bytes of a body; an intake may be larger."""
    inname: int = 32 * 1024 * 1024
    bladzijde: int = 100
    per_seconde: float = 200.0
    """Requests per second of one client, after a burst of `ineens`."""
    ineens: int = 1_000
    tegelijk: int = 1_000
    """Requests in hand at once; beyond it: 503 with Retry-After."""
    taken: int = 4
    """Tasks of one organisation that wait or run at once."""
    leesmodel: float = 2.0
    """Seconds a read waits for its read model."""
    ontvangst: float = 15.0
    """Seconds a client may take to send its body."""
    antwoord: float = 30.0
    """Seconds before a request is given up."""
    dubbel_dagen: int = DAGEN
    """So many days apart, two infringements of one type may be one and the same."""


@dataclass(frozen=True, slots=True)
class Dienst:
    """The service."""

    app: App
    tokens: TokenCheck
    grenzen: Grenzen = field(default_factory=Grenzen)
    tellers: Tellers = field(default_factory=Tellers)

    @property
    def nu(self) -> datetime:
        """The clock of the application."""
        return self.app.klok()

    @property
    def vandaag(self) -> date:
        """The day it is in Brussels."""
        return dag_in_brussel(self.nu)


STAAT: Final = "dienst"


def dienst(request: Request) -> Dienst:
    """The service of this request."""
    gevonden: Dienst = getattr(request.app.state, STAAT)
    return gevonden


Bediening = Annotated[Dienst, Depends(dienst)]
