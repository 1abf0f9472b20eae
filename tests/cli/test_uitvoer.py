"""What verbs print with, and how failures are told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

import psycopg
import pytest
import redis

from handhaving.cli import fouten, uitvoer
from handhaving.dossier.refusals import GeenBevoegdheid, OngeldigeGegevens
from handhaving.eventlog.migreer import NietGemigreerd
from handhaving.recht.bedragen import Cent
from handhaving.recht.grondslag import Grondslag


class Kleur(StrEnum):
    ROOD = "rood"


@dataclass(frozen=True, slots=True)
class Ding:
    op: date
    bedrag: Cent
    delen: tuple[Kleur, ...]


GROND = Grondslag(regel="boete.maximum", versie="2022-03-01", artikel="art. 1", status="gevonden")


def test_given_values_of_the_domain_when_told_to_programs_then_in_contract_form(
    capsys: pytest.CaptureFixture[str],
) -> None:
    uitvoer.druk_json(
        {
            Kleur.ROOD: Ding(date(2026, 3, 1), Cent(25000), (Kleur.ROOD,)),
            "tijd": datetime(2026, 3, 1, 12, tzinfo=UTC),
            "id": UUID(int=7),
            "grond": GROND,
            "rij": {1},
            "niets": None,
            "ja": True,
            "getal": 3,
        }
    )
    assert json.loads(capsys.readouterr().out) == {
        "rood": {"op": "2026-03-01", "bedrag": "250.00", "delen": ["rood"]},
        "tijd": "2026-03-01T12:00:00+00:00",
        "id": "00000000-0000-0000-0000-000000000007",
        "grond": GROND.model_dump(),
        "rij": [1],
        "niets": None,
        "ja": True,
        "getal": 3,
    }


def test_given_rows_when_shown_then_nothing_is_read_as_markup(
    capsys: pytest.CaptureFixture[str],
) -> None:
    uitvoer.druk_tabel(["wat", "aantal"], [["[bold]x[/bold]", 3], [None, 12]], rechts=["aantal"])
    regels = capsys.readouterr().out.splitlines()
    assert any("[bold]x[/bold]" in regel for regel in regels)
    assert any(regel.rstrip().endswith(" 3") for regel in regels)


def test_given_one_then_it_is_said_as_one() -> None:
    gezegd = [uitvoer.geteld(n, "stuk", "stukken") for n in (0, 1, 2)]
    assert gezegd == ["0 stukken", "1 stuk", "2 stukken"]


def test_given_no_terminal_when_progress_is_shown_then_nothing_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with uitvoer.voortgang("werk", 3) as stap:
        stap(1)
    with uitvoer.voortgang("werk", None) as stap:
        stap(1)
    assert capsys.readouterr().err == ""


def weigering() -> GeenBevoegdheid:
    return GeenBevoegdheid(
        rol="auditor",
        opdracht="NeemBoetebesluit",
        toegelaten=["beslisser"],
        grondslag=(GROND, GROND.model_copy(update={"status": "te_verifieren"})),
        mogelijk=("StelBoeteVoor",),
        ook_geweigerd=("FaseLaatDitNietToe",),
    )


def test_given_a_refusal_when_told_then_with_rule_facts_and_what_is_possible(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert fouten.toon(weigering(), json=False) == 1
    gezegd = capsys.readouterr().err
    assert gezegd.startswith("Geweigerd (GeenBevoegdheid): De rol auditor mag NeemBoetebesluit")
    assert "Regel: boete.maximum sinds 2022-03-01, art. 1\n" in gezegd
    assert "art. 1 (te verifiëren)" in gezegd
    assert "toegelaten: beslisser" in gezegd
    assert "Ook in de weg: FaseLaatDitNietToe" in gezegd
    assert "Wat nu wel kan: StelBoeteVoor" in gezegd


def test_given_a_refusal_when_told_to_programs_then_on_standard_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert fouten.toon(weigering(), json=True) == 1
    gezegd = json.loads(capsys.readouterr().out)
    assert gezegd["geweigerd"] == "GeenBevoegdheid"
    assert gezegd["feiten"]["toegelaten"] == ["beslisser"]
    assert gezegd["grondslag"][1]["status"] == "te_verifieren"
    assert gezegd["ookGeweigerd"] == ["FaseLaatDitNietToe"]


@pytest.mark.parametrize(
    ("fout", "code", "woord"),
    [
        (NietGemigreerd(0, 3), "NietGemigreerd", "handhaving migreer"),
        (psycopg.OperationalError("host geheim"), "DatabankOnbereikbaar", "databank"),
        (redis.ConnectionError("host geheim"), "RedisOnbereikbaar", "Redis"),
        (uitvoer.Mislukt("Dat lukte niet.", code="Lukte", aantal=3), "Lukte", "lukte"),
        (OngeldigeGegevens(velden=["bedrag: ongeldig"]), "OngeldigeGegevens", "bedrag"),
    ],
)
def test_given_an_expected_failure_when_told_then_one_sentence_and_exit_1(
    capsys: pytest.CaptureFixture[str], fout: Exception, code: str, woord: str
) -> None:
    assert isinstance(fout, (*fouten.VERWACHT, uitvoer.Mislukt))
    assert fouten.toon(fout, json=False) == 1
    gezegd = capsys.readouterr().err
    assert woord in gezegd
    assert "geheim" not in gezegd
    beschreven = fouten.beschrijf(fout)
    assert code in {beschreven.get("fout"), beschreven.get("geweigerd")}


def test_given_wrong_use_when_told_then_exit_2() -> None:
    assert fouten.toon(uitvoer.VerkeerdGebruik("Zo niet."), json=False) == 2


def test_given_stored_characters_that_drive_a_terminal_then_they_are_shown_and_do_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tekst = "Fictief\x1b[2J\x9b\u202e\ud800\r\x00 é€"
    uitvoer.druk(tekst)
    uitvoer.meld(tekst)
    uitvoer.druk_tabel(["naam"], [[tekst]])
    uitvoer.druk_json({"naam": tekst})
    uit = capsys.readouterr()
    for gezegd in (uit.out, uit.err):
        assert not set("\x1b\x9b\u202e\ud800\r\x00") & set(gezegd)
    assert uit.out.count("Fictief\\u001b[2J\\u009b\\u202e\\ud800") == 3
    assert "é€" in uit.err
    json_deel = uit.out[uit.out.index("{") :]
    assert json.loads(json_deel) == {"naam": tekst}
