"""`avg` as somebody types it, on a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from handhaving.bootstrap import open_app
from handhaving.cli.app import voer_uit
from handhaving.settings import Settings
from tests.cli.vragen import Vang, vraag, vraag_json
from tests.running.kantoor import PERSOON, Kantoor

if TYPE_CHECKING:
    from uuid import UUID


@pytest.fixture
def leeg(simulatie: None) -> UUID:
    """A person of whom nothing is asked."""
    with open_app(Settings.read()) as app:
        return Kantoor(app).open(PERSOON)


def test_given_a_request_then_a_person_reads_it_and_a_program_too(
    vergevorderd: UUID, capsys: Vang
) -> None:
    regel = ["avg", "inzage", str(vergevorderd), "--door", "dpo-1", "--referentie", "V-2026-1"]
    gezegd = vraag(capsys, *regel)
    for verwacht in ("Fictief Persoon-17", "Wie ze las", "verzoekBetrokkene", "een mens beslist"):
        assert verwacht in gezegd
    uit = vraag_json(capsys, *regel)
    assert uit["persoonsgegevens"]["naam"] == "Fictief Persoon-17"
    assert [lezing["door"] for lezing in uit["gelezenDoor"]] == ["dpo-1", "dpo-1"]


def test_given_two_persons_then_the_first_proposes_and_the_second_erases(
    leeg: UUID, capsys: Vang
) -> None:
    regel = ["avg", "wis", str(leeg), "--grond", "onrechtmatig", "--door"]
    assert "Voorgesteld" in vraag(capsys, *regel, "dpo-1")
    fout = vraag_json(capsys, *regel, "dpo-1", exit_code=1)
    assert fout["geweigerd"] == "VoorstellerBevestigtNiet"
    assert "Gewist" in vraag(capsys, *regel, "dpo-2")
    assert "al gewist" in vraag(capsys, *regel, "dpo-2")
    assert vraag_json(capsys, *regel, "dpo-2")["gebeurtenissen"] == []
    wie = ["--met-persoon", "--door", "hb-1"]
    assert "(gewist)" in vraag(capsys, "dossier", "toon", str(leeg), *wie)


def test_given_retention_that_runs_then_refused(vergevorderd: UUID, capsys: Vang) -> None:
    fout = vraag_json(capsys, "avg", "wis", str(vergevorderd), "--door", "dpo-1", exit_code=1)
    assert fout["geweigerd"] == "BewaartermijnLoopt"


def test_given_reads_then_the_dpo_finds_them_by_dossier_by_reader_and_by_period(
    leeg: UUID, capsys: Vang
) -> None:
    for wie in ("hb-1", "hb-2"):
        vraag(capsys, "dossier", "toon", str(leeg), "--met-persoon", "--door", wie)

    def lezers(*keuze: str) -> list[str]:
        items = vraag_json(capsys, "avg", "toegang", *keuze)["items"]
        return [rij["lezing"]["door"]["id"] for rij in items]

    assert lezers("--dossier", str(leeg)) == ["hb-2", "hb-1"]
    assert lezers("--dossier", str(uuid4())) == []
    assert lezers("--door", "hb-1") == ["hb-1"]
    assert lezers("--van", "2020-01-01") == ["hb-2", "hb-1"]
    assert lezers("--tot", "2020-01-01") == []
    blad = vraag_json(capsys, "avg", "toegang", "--limiet", "1")
    assert blad["volgende"] == 2
    assert lezers("--na", str(blad["volgende"])) == ["hb-1"]
    gezegd = vraag(capsys, "avg", "toegang", "--limiet", "1")
    assert "Er is meer: --na 2" in gezegd
    assert str(leeg) in gezegd
    for woord in ("hb-2", "geboortedatum", "klantnummer"):
        assert woord in gezegd, "a word stays whole"


def test_given_the_register_then_tables_and_json(simulatie: None, capsys: Vang) -> None:
    gezegd = vraag(capsys, "avg", "register")
    for verwacht in ("Doelen", "Ontvangers", "VLABEL", "Bewaring", "BewindvoerderAangesteld"):
        assert verwacht in gezegd
    uit = vraag_json(capsys, "avg", "register", "--op", "2026-01-01")
    assert uit["op"] == "2026-01-01"


@pytest.mark.parametrize("verb", ["inzage", "wis"])
def test_given_nobody_who_says_who_asks_then_wrong_use(leeg: UUID, capsys: Vang, verb: str) -> None:
    assert voer_uit(["avg", verb, str(leeg)]) == 2
    assert "--door" in capsys.readouterr().err
