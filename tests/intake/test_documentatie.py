"""What docs/intake.md promises is what intake does."""

from __future__ import annotations

import re
from pathlib import Path

from handhaving.intake.aangeleverd import ZINNEN, Reden
from handhaving.intake.regels import SCHEMA_NAAM
from tests.intake.hulp import lees

TEKST = (Path(__file__).resolve().parents[2] / "docs" / "intake.md").read_text("utf-8")


def test_given_the_page_then_it_lists_every_code_with_its_sentence() -> None:
    rijen = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", TEKST, re.MULTILINE))

    assert rijen == {r.value: ZINNEN[r].format(veld="…", grens="…") for r in Reden}


def test_given_the_page_then_its_lines_can_be_taken_in() -> None:
    [voorbeeld] = re.findall(r"```json\n(.+?)```", TEKST, re.DOTALL)
    gelezen = lees(voorbeeld.encode())

    assert gelezen.codes == []
    assert len(gelezen.inszen) == 2
    assert SCHEMA_NAAM in TEKST
