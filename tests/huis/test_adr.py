"""Every decision has a number of its own, and says it."""

from __future__ import annotations

import re

from tests.huis.huisregels import HUIS

BESTANDEN = sorted((HUIS / "docs" / "adr").glob("*.md"))


def test_given_the_decisions_then_they_are_numbered_on_without_a_gap_or_a_double() -> None:
    assert [int(pad.name[:4]) for pad in BESTANDEN] == list(range(len(BESTANDEN)))


def test_given_a_decision_then_its_title_carries_its_number_and_it_has_its_parts() -> None:
    for pad in BESTANDEN[1:]:  # het eerste is het sjabloon
        tekst = pad.read_text(encoding="utf-8")
        assert re.match(rf"# {pad.name[:4]}\. \S", tekst), pad.name
        assert "Staat:" in tekst, pad.name
