"""Random lives of a dossier through the real write path: what must hold, holds after each step."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.state import Fase
from tests.dossier.keur_leven import keur_einde, keur_stap
from tests.dossier.levens import Leven, Telling
from tests.dossier.test_geldinvariant import STATUSSEN

LEVENS = 66
STAPPEN = 100
GENOEG = 5_000
ZADEN = st.lists(st.integers(0, 2**64 - 1), min_size=STAPPEN, max_size=STAPPEN + 40)
"""One number seeds one step: a life that fails shrinks to the steps that matter."""


def test_given_random_lives_then_what_must_hold_holds_and_every_command_was_accepted() -> None:
    telling = Telling()

    @settings(
        max_examples=LEVENS, derandomize=True, database=None, phases=(Phase.generate, Phase.shrink)
    )
    @given(ZADEN)
    def leef(zaden: list[int]) -> None:
        leven = Leven(telling)
        momenten = []
        for zaad in zaden:
            for stap in leven.stap(zaad):
                keur_stap(leven, stap)
                momenten.append(stap.na)
        keur_einde(leven, momenten)

    leef()
    print(telling.tabel())  # noqa: T201 - pytest shows it when this fails
    assert telling.opdrachten >= GENOEG
    assert telling.aanvaard.total() >= telling.opdrachten / 2, "a good share is accepted"
    nooit = sorted(set(OPDRACHTEN) - set(telling.aanvaard))
    assert nooit == [], f"nooit aanvaard: {nooit}; zie tests/dossier/greep.py"
    assert {fase.value for fase in Fase} <= set(telling.fasen)
    assert set(telling.statussen) >= STATUSSEN
