"""Tasks: what a person must choose, and has chosen."""

from __future__ import annotations

import pytest

from handhaving.dossier.basis import Rol
from tests.dossier.spel import actor, doe, feit
from tests.dossier.trap import tot
from tests.dossier.voorbeelden import met_taak


def test_given_an_open_task_when_done_then_the_choice_stands_and_it_is_no_longer_open() -> None:
    spel = (
        met_taak()
        .wanneer("HandelTaakAf", taak="T1", uitkomst="overgenomen", toelichting="Fictief.")
        .dan(
            feit(
                "TaakAfgehandeld",
                taak="T1",
                uitkomst="overgenomen",
                op="2024-03-04",
                toelichting="Fictief.",
            )
        )
    )
    assert spel.dossier.open_taken("I1") == []
    assert spel.dossier.taken["T1"].afgehandeld == "overgenomen"


@pytest.mark.parametrize("taak", ["T1", "T9"])
def test_given_no_such_open_task_when_done_then_refused(taak: str) -> None:
    spel = met_taak().met(doe("HandelTaakAf", taak="T1", uitkomst="gezien"))
    spel.wanneer("HandelTaakAf", taak=taak, uitkomst="gezien").geweigerd("OnbekendeTaak", taak=taak)
    tot("vastgesteld").wanneer("HandelTaakAf", taak=taak, uitkomst="gezien").geweigerd(
        "OnbekendeTaak"
    )


def test_given_two_tasks_then_they_are_numbered_and_done_one_by_one() -> None:
    spel = met_taak().met(
        doe(
            "NeemHistorischFeitOver",
            inbreuk="I1",
            soort="besluit",
            datum="2024-03-03",
            bron="KBI",
        ),
        doe("HandelTaakAf", taak="T2", uitkomst="gezien"),
    )
    assert [t.sleutel for t in spel.dossier.open_taken("I1")] == ["T1"]


def test_given_no_authority_and_no_task_then_authority_answers_first() -> None:
    stap = doe("HandelTaakAf", taak="T9", uitkomst="gezien")
    spel = met_taak()
    klasse = type("Klasse", (), {"rollen": frozenset(Rol)})
    door = actor(klasse, Rol.DPO)
    spel.wanneer("HandelTaakAf", door=door, **stap.gegevens).geweigerd(
        "GeenBevoegdheid", "OnbekendeTaak"
    )
