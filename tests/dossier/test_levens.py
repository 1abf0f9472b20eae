"""Random lives of a dossier through the real write path: what must hold, holds after each step."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.state import Fase
from tests.dossier.keur_leven import keur_einde, keur_stap
from tests.dossier.levens import Leven, Telling
from tests.dossier.test_geldinvariant import STATUSSEN

if TYPE_CHECKING:
    from handhaving.dossier.state import Dossier

LEVENS = 74
STAPPEN = 95
GENOEG = 5_000


def leef(zaad: int, telling: Telling) -> None:
    """One life, checked after each step; what fails tells the story that led to it."""
    kans = Random(zaad)  # noqa: S311 - a life is repeatable, not secret
    leven, verhaal = Leven(telling), [f"leven {zaad}"]
    momenten: list[Dossier] = []
    try:
        for _ in range(STAPPEN):
            for stap in leven.stap(kans.getrandbits(64)):
                verhaal.append(stap.zin)
                keur_stap(leven, stap)
                if stap.wist:
                    momenten.clear()  # who was erased cannot be read back, not even as then
                momenten.append(stap.na)
        keur_einde(leven, momenten)
    except Exception as fout:
        fout.add_note("\n".join(verhaal))
        raise


def test_given_random_lives_then_what_must_hold_holds_and_every_command_was_accepted() -> None:
    telling = Telling()

    @settings(
        max_examples=LEVENS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),  # a smaller number is another life, not a shorter one
    )
    @given(st.integers(0, 2**64 - 1))
    def levens(zaad: int) -> None:
        leef(zaad, telling)

    levens()
    print(telling.tabel())  # noqa: T201 - pytest shows it when this fails
    assert telling.opdrachten >= GENOEG
    assert telling.aanvaard.total() >= telling.opdrachten / 2, "a good share is accepted"
    nooit = sorted(set(OPDRACHTEN) - set(telling.aanvaard))
    assert nooit == [], f"nooit aanvaard: {nooit}; zie tests/dossier/greep.py"
    assert {fase.value for fase in Fase} <= set(telling.fasen)
    assert set(telling.statussen) >= STATUSSEN
