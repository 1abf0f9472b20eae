"""Answers of the law that are remembered: the same, per law, within a bound, and never an error."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.recht import Recht, RechtOntbreekt
from handhaving.recht.geheugen import GROOTTE, onthoud

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAG = date(2026, 3, 2)


def test_given_a_question_when_asked_again_then_it_is_the_same_answer(recht: Recht) -> None:
    assert recht.inbreuktype("I01", DAG) is recht.inbreuktype("I01", DAG)
    assert recht.beslissingstermijn(DAG) is recht.beslissingstermijn(DAG)
    eerst = recht.termijn("inregelstelling", ontvangen=DAG)
    assert eerst is recht.termijn("inregelstelling", ontvangen=DAG)
    assert eerst != recht.termijn("inregelstelling", ontvangen=DAG + timedelta(days=1))


def test_given_a_changed_law_when_asked_then_it_answers_for_itself(
    recht: Recht, wijzig: Callable[[str, str, str], Path]
) -> None:
    anders = Recht.uit_map(
        wijzig("inbreuktypes.yaml", "niet tijdig aangemeld", "te laat aangemeld")
    )
    voor, na = recht.inbreuktype("I01", DAG), anders.inbreuktype("I01", DAG)
    assert voor is not None
    assert na is not None
    assert (voor.omschrijving, na.omschrijving) == ("niet tijdig aangemeld", "te laat aangemeld")
    assert recht.inbreuktype("I01", DAG) is voor


def test_given_a_gap_in_the_law_when_asked_twice_then_it_is_refused_twice(recht: Recht) -> None:
    for _ in range(2):
        with pytest.raises(RechtOntbreekt):
            recht.beslissingstermijn(date(1901, 1, 1))


def test_given_more_questions_than_fit_when_asked_then_the_oldest_is_worked_out_again() -> None:
    gerekend: list[int] = []

    @onthoud
    def vraag(getal: int) -> int:
        gerekend.append(getal)
        return getal

    for getal in range(GROOTTE + 1):
        vraag(getal)
    assert vraag(GROOTTE) == GROOTTE
    assert len(gerekend) == GROOTTE + 1
    vraag(0)
    assert gerekend[-1] == 0
