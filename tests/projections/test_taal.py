"""Sentences: a field that is personal, or that is not there, stays hidden."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from handhaving.dossier.basis import Gebeurtenis, Gevoelig
from handhaving.eventlog.envelope import Door, Envelop
from handhaving.eventlog.projection import Decoded
from projections.auditspoor import _row
from projections.taal import zin
from tests.projections.proefmodel import NU, Geteld


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
