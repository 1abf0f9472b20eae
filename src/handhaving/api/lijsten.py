"""Lists: pages from 1, links that keep the question, and waiting for a read model."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlencode

from annotated_types import Ge, Le
from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool

from handhaving.api.dienst import dienst
from handhaving.api.problemen import Probleem, issue, ongeldig
from handhaving.api.vragen import CIJFERS
from handhaving.running import position

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOGSTE: Final = 2**53 - 1
"""The highest position that can be asked: every reader of JSON counts exactly so far."""
_POLL: Final = 0.02


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """Which part of a list is asked."""

    nummer: int
    grootte: int
    url: str
    vraag: tuple[tuple[str, str], ...]

    @property
    def vanaf(self) -> int:
        """How many rows come before."""
        return (self.nummer - 1) * self.grootte

    def antwoord(self, items: Sequence[dict[str, Any]], totaal: int) -> dict[str, Any]:
        """The page as the guide wants it."""
        laatste = max((totaal + self.grootte - 1) // self.grootte, 1)
        uit: dict[str, Any] = {
            "items": list(items),
            "total": totaal,
            "page": self.nummer,
            "pageSize": self.grootte,
            "self": self._link(self.nummer),
            "first": self._link(1),
            "last": self._link(laatste),
        }
        if self.nummer > 1:
            uit["prev"] = self._link(min(self.nummer - 1, laatste))
        if self.nummer < laatste:
            uit["next"] = self._link(self.nummer + 1)
        return uit

    def _link(self, nummer: int) -> str:
        vraag = [(n, w) for n, w in self.vraag if n not in {"page", "vanafPositie"}]
        return f"{self.url}?{urlencode([*vraag, ('page', str(nummer))])}"


def bladzijde(
    request: Request,
    page: Annotated[
        int, Ge(1), Le(1_000_000), CIJFERS, Query(description="De bladzijde, vanaf 1.")
    ] = 1,
    page_size: Annotated[
        int,
        Ge(1),
        Le(100),
        CIJFERS,
        Query(alias="pageSize", description="Hoeveel per bladzijde."),
    ] = 20,
) -> Bladzijde:
    """The page that is asked."""
    grens = dienst(request).grenzen.bladzijde
    return Bladzijde(
        page, min(page_size, grens), request.url.path, tuple(request.query_params.multi_items())
    )


Pagina = Annotated[Bladzijde, Depends(bladzijde)]


def sorteer(gevraagd: str | None, toegelaten: Sequence[str]) -> tuple[str, bool] | None:
    """The field to sort by, and whether downward. Raises Probleem for a field that is none."""
    if gevraagd is None:
        return None
    veld = gevraagd.removeprefix("-")
    if veld not in toegelaten:
        raise ongeldig(issue("invalidInput", "query", "sort", f"kies {', '.join(toegelaten)}"))
    return veld, gevraagd.startswith("-")


class Wacht:
    """A read that waits until its read model has seen a position; without name: the log itself."""

    def __init__(self, *leesmodellen: str) -> None:
        """These read models."""
        self._leesmodellen = leesmodellen

    async def __call__(
        self,
        request: Request,
        vanaf_positie: Annotated[
            Annotated[int, Ge(1), Le(HOOGSTE), CIJFERS] | None,
            Query(
                alias="vanafPositie",
                description="Lees pas wanneer deze positie (Handhaving-Positie) gezien is.",
            ),
        ] = None,
    ) -> None:
        """Wait as long as is allowed, then answer 503; what nobody wrote is not waited for."""
        if vanaf_positie is None:
            return
        met = dienst(request)
        if await run_in_threadpool(met.app.log.last_position) < vanaf_positie:
            zin = "zo ver is er nog niets; neem Handhaving-Positie van een antwoord"
            raise ongeldig(issue("invalidInput", "query", "vanafPositie", zin))
        einde = time.monotonic() + met.grenzen.leesmodel
        while await run_in_threadpool(position, met.app, *self._leesmodellen) < vanaf_positie:
            if time.monotonic() >= einde:
                zin = "Deze positie is nog niet gezien."
                raise Probleem("serviceUnavailable", zin, headers={"Retry-After": "1"})
            await asyncio.sleep(_POLL)
