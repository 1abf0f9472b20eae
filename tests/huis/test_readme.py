"""README and the catalogue: current, complete, and every command and refusal explained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from handhaving.cli.catalogus import als_markdown, catalogus, tussen_merken, weigeringen
from handhaving.cli.uitvoer import VerkeerdGebruik
from handhaving.dossier.decider import GEBEURTENISSEN, HOOFDSTUKKEN, OPDRACHTEN
from handhaving.recht import Recht
from tests.huis.huisregels import HUIS

if TYPE_CHECKING:
    from handhaving.dossier.basis import Gebeurtenis, Opdracht

README = (HUIS / "README.md").read_text(encoding="utf-8")
ALLES: dict[str, Any] = catalogus(Recht.laad())
WEIGERINGEN = weigeringen()


def heeft_zin(klasse: type) -> bool:
    """Whether the class itself says in one sentence what it is."""
    eigen = (klasse.__dict__.get("__doc__") or "").strip()
    eerste = eigen.split("\n\n")[0]
    return bool(re.match(r"[A-ZÉ{€].*[.!?]$", eerste, re.DOTALL))


@pytest.mark.parametrize("klasse", [*OPDRACHTEN.values(), *GEBEURTENISSEN.values(), *WEIGERINGEN])
def test_given_a_command_event_or_refusal_then_it_is_explained_in_a_sentence(klasse: type) -> None:
    assert heeft_zin(klasse)


def test_given_a_class_without_a_sentence_then_it_is_found() -> None:
    class Boven:
        """Een zin."""

    class Zonder(Boven):
        pass

    class Stuk(Boven):
        """half"""

    assert heeft_zin(Boven)
    assert not heeft_zin(Zonder)
    assert not heeft_zin(Stuk)


@pytest.mark.parametrize("klasse", GEBEURTENISSEN.values())
def test_given_an_event_then_its_legal_date_and_its_sentence_use_its_fields(
    klasse: type[Gebeurtenis],
) -> None:
    velden = {info.alias or n for n, info in klasse.model_fields.items()}
    assert klasse.geldig_veld in klasse.model_fields or hasattr(klasse, klasse.geldig_veld)
    assert set(re.findall(r"\{(\w+)", klasse.historiek)) <= velden


@pytest.mark.parametrize("klasse", OPDRACHTEN.values())
def test_given_a_command_then_somebody_may_give_it(klasse: type[Opdracht]) -> None:
    assert klasse.rollen


def test_given_the_catalogue_then_readme_shows_it() -> None:
    assert tussen_merken(README, "catalogus", als_markdown(ALLES)) == README, (
        "werk README bij: handhaving catalogus --readme README.md"
    )


def test_given_a_changed_catalogue_then_readme_is_found_old() -> None:
    minder = ALLES | {"opdrachten": ALLES["opdrachten"][1:]}
    assert tussen_merken(README, "catalogus", als_markdown(minder)) != README


def test_given_a_text_without_marks_then_it_is_refused() -> None:
    with pytest.raises(VerkeerdGebruik, match="merken"):
        tussen_merken("zonder", "catalogus", "lijst")


def test_given_a_refusal_then_the_catalogue_says_on_what_it_rests_and_the_way_out() -> None:
    per_code = {w["code"]: w for w in ALLES["weigeringen"]}
    assert set(per_code) == {k.__name__ for k in WEIGERINGEN}
    recht = Recht.laad()
    for klasse in WEIGERINGEN:
        assert per_code[klasse.__name__]["grondslag"] == recht.grondslag_van(klasse.__name__)
        assert per_code[klasse.__name__]["uitweg"] == list(klasse.uitweg)
    (grond,) = per_code["BeroepHangende"]["grondslag"]
    assert grond.artikel in README


def test_given_the_registers_then_the_catalogue_names_each_of_them() -> None:
    assert {o["naam"] for o in ALLES["opdrachten"]} == set(OPDRACHTEN)
    assert {g["naam"] for g in ALLES["gebeurtenissen"]} == set(GEBEURTENISSEN)
    assert ALLES["inbreuktypes"]
    assert ALLES["termijnen"]


def test_given_a_command_then_its_events_are_read_from_its_own_code() -> None:
    per_naam = {o["naam"]: o for o in ALLES["opdrachten"]}
    gebeurtenissen = per_naam["VerzendIngebrekestelling"]["gebeurtenissen"]
    assert {"IngebrekestellingVerzonden", "InregelstellingsperiodeGestart"} <= set(gebeurtenissen)
    assert "BoetebesluitGenomen" not in gebeurtenissen
    assert "VerweertermijnLoopt" in per_naam["NeemBoetebesluit"]["weigeringen"]
    zonder = [o["naam"] for o in ALLES["opdrachten"] if not o["gebeurtenissen"]]
    assert zonder == []


def test_given_an_event_then_some_command_makes_it() -> None:
    gemaakt = {g for o in ALLES["opdrachten"] for g in o["gebeurtenissen"]}
    assert set(GEBEURTENISSEN) - gemaakt == set()


def test_given_readme_then_its_floors_are_those_of_the_contract() -> None:
    tekening = README.partition("```mermaid")[2].partition("```")[0]
    kamers = {"recht", "eventlog", "settings", "dossier", "service", "reacties", "adapters"}
    kamers |= {"projections", "bootstrap", "running", "scenario", "intake", "cli"}
    assert all(re.search(rf"\b{kamer}\b", tekening) for kamer in kamers)


def test_given_readme_then_its_links_lead_somewhere() -> None:
    doelen = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert doelen
    assert [doel for doel in doelen if not (HUIS / doel).exists()] == []


def test_given_the_chapters_then_no_name_is_used_twice() -> None:
    namen = [a.opdracht.__name__ for h in HOOFDSTUKKEN for a in h.handelingen]
    namen += [e.gebeurtenis.__name__ for h in HOOFDSTUKKEN for e in h.evoluties]
    assert len(namen) == len(set(namen))
