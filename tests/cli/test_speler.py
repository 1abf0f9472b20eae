"""The play of the demonstration: stories in the order of days, through the one write path."""

from __future__ import annotations

import random
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
from uuid6 import uuid7

from handhaving.bootstrap import Core, in_memory
from handhaving.cli.speler import Speler, om
from handhaving.cli.verhaal import Verhaal
from handhaving.cli.zet import Na, Zet, iemand
from handhaving.dossier.basis import Rol
from handhaving.dossier.state import Fase
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from handhaving.intake.voorbeeld import Uitkomst
from handhaving.recht import Recht
from handhaving.recht.tellen import dag_in_brussel
from handhaving.service import Meta

if TYPE_CHECKING:
    from collections.abc import Generator
    from uuid import UUID

    from handhaving.dossier.state import Dossier
    from handhaving.dossier.termijnen import OpenTermijn

RECHT = Recht.laad()
BEGIN = date(2024, 3, 4)
MW = Door("fictief-1", "dossierbehandelaar", "Atlas")
PERSOON: dict[str, object] = {
    "klantnummer": "K-1",
    "insz": "05070100126",
    "naam": "Fictief Persoon-1",
    "geboortedatum": "1905-07-01",
    "agentschap": "Atlas",
    "hoedanigheid": "verplicht",
    "plichtOntstaanOp": "2023-06-01",
    "regime": "vlaanderen",
    "adres": {"straat": "Verzonnenstraat", "gemeente": "Fictiegem"},
}


class Kantoor:
    """An application in memory with one dossier, its clock, and a `tik` that does what is due."""

    def __init__(self, **persoon: object) -> None:
        self.gezien = -1
        self.termijnen: list[OpenTermijn] = []
        self.core: Core = in_memory(lambda: self.speler.nu, RECHT)
        self.speler = Speler(self.core.service, self.tik, om(BEGIN, time(8)))
        self.dossier_id = self.doe(None, "OpenDossier", PERSOON | persoon)
        inbreuk = {"type": "I01", "datumFeit": "2024-03-01", "vaststellerOnbekend": True}
        self.doe(self.dossier_id, "StelInbreukVast", inbreuk)

    def doe(self, dossier_id: UUID | None, naam: str, gegevens: dict[str, object]) -> UUID:
        meta = Meta(MW, uuid7(), uuid7(), self.speler.nu)
        opdracht = lees_opdracht(naam, {k: w for k, w in gegevens.items() if w is not None})
        return self.core.service.handle(dossier_id, opdracht, meta).dossier_id

    def tik(self, nu: datetime) -> None:
        """What is due; the dossier is read again only when something was done since."""
        if self.gezien != self.speler.opdrachten:
            self.termijnen = [
                t for t in termijnen(self.dossier) if t.opdracht and t.staat == "loopt"
            ]
            self.gezien = self.speler.opdrachten
        for termijn in self.termijnen:
            if termijn.opdracht and termijn.vervalt_op < dag_in_brussel(nu):
                opdracht = lees_opdracht(termijn.opdracht, termijn.gegevens)
                meta = Meta(Door("systeem", "systeem", "ABB"), uuid7(), uuid7(), nu)
                self.core.service.handle(self.dossier_id, opdracht, meta)
                self.gezien = -1

    @property
    def dossier(self) -> Dossier:
        return self.core.service.lees(self.dossier_id)

    def vertel(self, uitkomst: Uitkomst, zaad: int = 1, *, tot: date = date(2026, 12, 31)) -> None:
        verhaal = Verhaal("I1", "Atlas", uitkomst, BEGIN, random.Random(zaad), RECHT, 7)  # noqa: S311 - verzonnen
        self.speler.begin(self.dossier_id, verhaal.verloop())
        dagen: list[int] = []
        self.speler.speel(tot, elke=1, dag_voorbij=dagen.append)
        assert len(dagen) == (tot - BEGIN).days + 1


@pytest.mark.parametrize("zaad", range(4))
@pytest.mark.parametrize("uitkomst", Uitkomst)
def test_given_an_outcome_when_its_story_is_played_then_it_ends_so_and_nothing_is_refused(
    uitkomst: Uitkomst, zaad: int
) -> None:
    kantoor = Kantoor()
    kantoor.vertel(uitkomst, zaad)
    assert dict(kantoor.speler.geweigerd) == {}
    dossier = kantoor.dossier
    verwacht = {
        Uitkomst.ZONDER_GEVOLG: {Fase.RECHTGEZET},
        Uitkomst.RECHTGEZET: {Fase.VASTGESTELD},  # the file would have set it right
        Uitkomst.HISTORISCH: {Fase.VASTGESTELD},
        Uitkomst.INGEREGELD: {Fase.IN_REGEL},
        Uitkomst.LOOPT: {Fase.VERWEER},
        Uitkomst.GEEN_GEVOLG: {Fase.GEEN_GEVOLG},
        Uitkomst.BEROEP: {Fase.DEFINITIEF, Fase.VERNIETIGD},
    }.get(uitkomst, {Fase.DEFINITIEF})
    assert dossier.inbreuken["I1"].fase in verwacht
    if uitkomst in {Uitkomst.BETAALD, Uitkomst.AANGEMAAND_BETAALD}:
        assert dossier.vorderingen["V1"].voldaan_op is not None
    if uitkomst is Uitkomst.VLABEL:
        assert dossier.overdrachten["O1"].staat in {"bevestigd", "geweigerd"}


def test_given_the_same_seed_then_the_same_story() -> None:
    sporen = []
    for _ in range(2):
        kantoor = Kantoor()
        kantoor.vertel(Uitkomst.VLABEL, 3)
        paren = kantoor.core.service.historiek(kantoor.dossier_id)
        sporen.append([(e.type, e.geldig_op, e.geregistreerd_op) for _, e in paren])
    assert sporen[0] == sporen[1]


def test_given_another_regime_then_nobody_hands_over() -> None:
    kantoor = Kantoor(regime="brussel")
    kantoor.vertel(Uitkomst.BETAALD)
    assert kantoor.dossier.inbreuken["I1"].fase is Fase.TERMIJN_VERSTREKEN
    assert dict(kantoor.speler.geweigerd) == {}


def test_given_an_unknown_birth_date_then_it_is_asked_before_the_hand_over() -> None:
    kantoor = Kantoor(geboortedatum=None, insz=None)
    kantoor.vertel(Uitkomst.GEEN_GEVOLG)
    assert kantoor.dossier.inbreuken["I1"].fase is Fase.GEEN_GEVOLG


def test_given_a_refusal_then_it_is_counted_and_the_story_ends() -> None:
    kantoor = Kantoor(regime=None)
    kantoor.vertel(Uitkomst.BETAALD)
    assert dict(kantoor.speler.geweigerd) == {"MaakOverAanABB: GegevenOntbreekt": 1}


def test_given_the_end_of_the_play_then_stories_stay_where_they_are() -> None:
    kantoor = Kantoor()
    kantoor.vertel(Uitkomst.VLABEL, tot=date(2024, 4, 1))
    kantoor.speler.sluit()
    kantoor.speler.speel(date(2024, 6, 1), elke=1, dag_voorbij=lambda _: None)
    assert kantoor.dossier.inbreuken["I1"].fase in {Fase.IN_GEBREKE, Fase.TERMIJN_VERSTREKEN}


def test_given_a_day_in_the_weekend_then_the_office_waits_for_monday() -> None:
    verhaal = Verhaal("I1", "Atlas", Uitkomst.LOOPT, date(2026, 11, 20), random.Random(1), RECHT, 1)  # noqa: S311 - verzonnen
    assert verhaal.verder(1, 1) == date(2026, 11, 23)
    assert verhaal.verder(1, 1) == date(2026, 11, 24)


def test_given_stories_then_they_are_played_in_the_order_of_days() -> None:
    kantoor = Kantoor()
    gezien: list[tuple[str, date]] = []

    def verloop(naam: str, *dagen: date) -> Generator[Zet, Na, None]:
        for dag in dagen:
            na = yield Zet(dag)
            assert na.gelukt
            gezien.append((naam, dag_in_brussel(kantoor.speler.nu)))

    kantoor.speler.begin(kantoor.dossier_id, verloop("a", date(2024, 3, 5), date(2024, 3, 9)))
    kantoor.speler.begin(kantoor.dossier_id, verloop("b", date(2024, 3, 7), date(2024, 3, 1)))
    kantoor.speler.speel(date(2024, 3, 10), elke=2, dag_voorbij=lambda _: None)
    assert gezien == [
        ("a", date(2024, 3, 5)),
        ("b", date(2024, 3, 7)),
        ("b", date(2024, 3, 7)),  # what should have been done before is done at once
        ("a", date(2024, 3, 9)),
    ]


def test_given_an_official_then_plainly_fictitious() -> None:
    assert iemand(Rol.BESLISSER, "ABB", 2) == Door("fictief-beslisser-2", "beslisser", "ABB")
