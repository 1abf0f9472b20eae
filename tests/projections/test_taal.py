"""Sentences: a field that is personal, or that is not there, stays hidden."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from handhaving.dossier.basis import Gebeurtenis, Gevoelig
from handhaving.dossier.decider import GEBEURTENISSEN, event_types
from handhaving.eventlog.codec import Codec
from handhaving.eventlog.envelope import Door, Envelop
from handhaving.eventlog.projection import Decoded
from projections.auditspoor import _row
from projections.taal import VERBORGEN, plan, zin
from tests.eventlog.gouden import MAP, lees
from tests.projections.proefmodel import NU, Geteld

if TYPE_CHECKING:
    from pathlib import Path

CODEC = Codec(event_types())


class Gezien(Gebeurtenis):
    geldig_veld = "op"
    historiek = "Gezien op {op}: {wat}, {elders}."

    op: date
    wat: Gevoelig


def test_given_a_template_that_asks_too_much_then_it_is_hidden() -> None:
    feit = Gezien(op=date(2026, 3, 1), wat="geheim")
    assert zin(feit) == "Gezien op 1 maart 2026: …, …."


def test_given_an_event_of_another_domain_then_the_trail_refuses_it() -> None:
    envelop = Envelop(
        1, UUID(int=1), 1, "Geteld", 1, UUID(int=2), NU, NU.date(), Door("a", "b", "c"),
        UUID(int=3), 0, UUID(int=4), None, None,
    )  # fmt: skip
    with pytest.raises(TypeError, match="Geteld is geen gebeurtenis van een dossier"):
        _row(Decoded(Geteld(aantal=1), envelop))


@pytest.mark.parametrize("klasse", GEBEURTENISSEN.values(), ids=lambda k: k.__name__)
def test_given_an_event_then_its_sentence_asks_for_nothing_personal(
    klasse: type[Gebeurtenis],
) -> None:
    assert not [deel for deel in plan(klasse) if VERBORGEN in deel.text]


@pytest.mark.parametrize("bestand", sorted(MAP.glob("*.json")), ids=lambda b: b.stem)
def test_given_an_event_as_stored_then_its_sentence_is_whole_without_a_key(bestand: Path) -> None:
    gebeurtenis = CODEC.decode(lees(bestand), None)
    assert isinstance(gebeurtenis, Gebeurtenis)
    gezegd = zin(gebeurtenis)
    assert VERBORGEN not in gezegd
    assert "{" not in gezegd
    assert gezegd[0].isupper() or gezegd.startswith("€")
    assert gezegd.endswith(".")
