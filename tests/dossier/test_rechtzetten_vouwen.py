"""A life with something put right folds like any other: as a whole, and in any part of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handhaving.dossier.decider import vouw
from projections.taal import VERBORGEN, zin
from tests.dossier.rechtzetspel import laatste, speel, zet_recht
from tests.dossier.rechtzettingen import COMPENSATIES
from tests.dossier.spel import DOSSIER
from tests.dossier.test_vouwen import leesbaar

if TYPE_CHECKING:
    from tests.dossier.spel import Spel


@cache
def rechtgezet(soort: str) -> Spel:
    """The life of this class in the table, with its fact put right."""
    spel = speel(COMPENSATIES[soort][0])
    return zet_recht(spel, laatste(spel, soort)).spel


@settings(max_examples=60, deadline=None)
@given(soort=st.sampled_from(sorted(COMPENSATIES)), data=st.data())
def test_given_any_part_of_a_life_put_right_then_it_still_reads(
    soort: str, data: st.DataObject
) -> None:
    paren = rechtgezet(soort).paren
    weg = data.draw(st.sets(st.integers(0, len(paren) - 1)))
    leesbaar(vouw(DOSSIER, [paar for n, paar in enumerate(paren) if n not in weg]))


@pytest.mark.parametrize("soort", COMPENSATIES)
def test_given_a_life_put_right_when_cut_by_day_or_by_instant_then_it_reads(soort: str) -> None:
    paren = rechtgezet(soort).paren
    for dag in {gebeurtenis.geldig_op for gebeurtenis, _ in paren}:
        leesbaar(vouw(DOSSIER, [p for p in paren if p[0].geldig_op <= dag]))
    voor = len(speel(COMPENSATIES[soort][0]).paren)
    for tot in range(voor, len(paren) + 1):
        leesbaar(vouw(DOSSIER, paren[:tot]))


@pytest.mark.parametrize("soort", COMPENSATIES)
def test_given_a_fact_put_right_then_the_trail_says_so_without_a_person(soort: str) -> None:
    voor = len(speel(COMPENSATIES[soort][0]).paren)
    zinnen = [zin(gebeurtenis) for gebeurtenis, _ in rechtgezet(soort).paren[voor:]]
    assert zinnen[0].startswith(f"{soort} van ")
    assert all(z.endswith(".") and VERBORGEN not in z for z in zinnen)
