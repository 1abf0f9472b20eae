"""Growth: what one append, one question to the agenda and one dossier cost in a hundredfold log."""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from handhaving.service import Werk
from projections import termijnen
from scripts.meten.controle import gevuld
from scripts.meten.dossiers import BEHANDELAAR, BEWIJS, doe, leef, open_dossier
from scripts.meten.maat import Maat, Meting, eis
from scripts.meten.opstelling import tijd

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from handhaving.bootstrap import App
    from handhaving.dossier.basis import Opdracht
    from handhaving.service import Meta
    from scripts.meten.opstelling import Opstelling

_FEIT = date(2026, 5, 4)
"""A day on which no copied dossier has anything due: the same question finds the same answer."""
_GEZOCHT = 20


@dataclass(frozen=True, slots=True)
class Plek:
    """A log of one size, with the dossiers that are asked for."""

    app: App
    dossiers: list[UUID]
    verzoekt: date
    termijnen: int

    def voeg_toe(self, n: int) -> None:
        """One command of one event."""
        paar = doe(
            BEHANDELAAR, "WijzigPersoonsgegevens", date(2026, 1, 6), naam=f"Fictief-{uuid4()}"
        )
        self.app.service.handle(self.dossiers[n % len(self.dossiers)], *paar)

    def agenda(self, _n: int) -> None:
        """What is due on one day."""
        with self.app.engine.connect() as verbinding:
            rijen = termijnen.agenda(verbinding, vanaf=self.verzoekt, tot=self.verzoekt)
        eis("termijnen op die dag", len(rijen), self.termijnen)

    def lees(self, n: int) -> None:
        """One dossier, with its keys."""
        self.app.service.lees(self.dossiers[n % len(self.dossiers)])


def _plek(app: App, nummer: int) -> Plek:
    """Dossiers of the same shape in a log of any size, all due on one day of their own."""
    gelezen = [leef(app, nummer + n, date(2025, 2, 3), 1) for n in range(_GEZOCHT)]
    werk = [Werk(None, _verzoekt(nummer + _GEZOCHT + n)) for n in range(_GEZOCHT)]
    antwoord = app.service.handle_batch(werk)[-1][-1]
    if isinstance(antwoord, Exception):
        raise antwoord
    app.projections.catch_up()
    with app.engine.connect() as verbinding:
        rijen = termijnen.van_dossier(verbinding, antwoord.dossier_id)
    (vervalt,) = [rij["vervalt_op"] for rij in rijen if rij["soort"] == "inregelstelling"]
    with app.engine.connect() as verbinding:
        gevonden = termijnen.agenda(verbinding, vanaf=vervalt, tot=vervalt)
    return Plek(app, gelezen, vervalt, len(gevonden))


def _verzoekt(nummer: int) -> tuple[tuple[Opdracht, Meta], ...]:
    """A dossier whose term runs on a day of its own."""
    return (
        open_dossier(nummer, _FEIT),
        doe(
            BEHANDELAAR, "StelInbreukVast", _FEIT + timedelta(days=1), inbreuk="I1", type="I01",
            datumFeit=_FEIT,
        ),
        doe(
            BEHANDELAAR, "VerzendIngebrekestelling", _FEIT + timedelta(days=3), inbreuk="I1",
            kanaal=BEWIJS, verzondenOp=_FEIT + timedelta(days=2),
            ontvangenOp=_FEIT + timedelta(days=3),
        ),
    )  # fmt: skip


def plekken(opstelling: Opstelling, stapel: ExitStack) -> tuple[Plek, Plek]:
    """The small log and the large one, ready for questions."""
    uit = []
    for aantal in (opstelling.omvang.klein, opstelling.omvang.groot):
        app = stapel.enter_context(opstelling.app(gevuld(opstelling, aantal, "schrijven")))
        uit.append(_plek(app, opstelling.nummers(2 * _GEZOCHT)))
    return uit[0], uit[1]


def meet(opstelling: Opstelling, *, vraag: str) -> Meting:
    """Median cost in the large log, beside that in the small one, one question here, one there."""
    wij: list[float] = []
    controle: list[float] = []
    omvang = opstelling.omvang
    with ExitStack() as stapel:
        klein, groot = plekken(opstelling, stapel)
        for beurt in range(omvang.herhalingen + 1):
            kosten: dict[str, list[float]] = {"klein": [], "groot": []}
            for n in range(omvang.groeivragen):
                for naam, plek in (("klein", klein), ("groot", groot)):
                    werk: Callable[[int], None] = getattr(plek, vraag)
                    kosten[naam].append(1000 * tijd(partial(werk, n)))
            if beurt:
                wij.append(statistics.median(kosten["groot"]))
                controle.append(statistics.median(kosten["klein"]))
    return Meting(
        wij,
        controle,
        noot=f"{omvang.groot} tegenover {omvang.klein} gebeurtenissen",
        punten=[
            (omvang.klein, statistics.median(controle), vraag),
            (omvang.groot, statistics.median(wij), vraag),
        ],
    )


MATEN = [
    Maat(
        naam=f"groei-{naam}",
        wat=f"groei: {wat} in een groot logboek",
        controle="hetzelfde in een logboek van 10.000",
        eenheid="ms (p50)",
        moet=1.3,
        doel=1.1,
        meet=partial(meet, vraag=vraag),
        hoogstens=True,
    )
    for naam, vraag, wat in (
        ("toevoegen", "voeg_toe", "een opdracht"),
        ("agenda", "agenda", "de agenda van één dag"),
        ("lezen", "lees", "een dossier lezen"),
    )
]
