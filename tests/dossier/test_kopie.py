"""Copying the state: the same as `dataclasses.replace`, and nothing of the old one changes."""

from __future__ import annotations

import dataclasses
import inspect
from dataclasses import FrozenInstanceError, field
from datetime import date

import pytest

from handhaving.dossier import state
from handhaving.dossier.kopie import replace, toestand
from handhaving.dossier.state import Stuk, Taak
from handhaving.dossier.vordering import staat

STUK = Stuk("S1", "ingebrekestelling", "I1", "aangetekend", date(2026, 3, 2))


def _klassen() -> list[type]:
    return [
        klasse
        for kamer in (state, staat)
        for _, klasse in inspect.getmembers(kamer, inspect.isclass)
        if dataclasses.is_dataclass(klasse) and klasse.__module__ == kamer.__name__
    ]


def test_een_kopie_is_wat_dataclasses_ervan_maakt() -> None:
    nieuw = replace(STUK, ontvangen_op=date(2026, 3, 4))
    assert nieuw == dataclasses.replace(STUK, ontvangen_op=date(2026, 3, 4))
    assert type(nieuw) is Stuk
    assert repr(nieuw) != repr(STUK)
    assert STUK.ontvangen_op is None


def test_een_kopie_zonder_wijziging_is_gelijk_en_een_ander_voorwerp() -> None:
    nieuw = replace(STUK)
    assert nieuw == STUK
    assert nieuw is not STUK
    assert hash(nieuw) == hash(STUK)


@toestand
class _Proef:
    sleutel: str
    bedrag: int = 5
    stukken: list[str] = field(default_factory=list)


def test_een_toestand_is_een_bevroren_dataclass_met_haar_standaarden() -> None:
    een, ander = _Proef("A1"), _Proef(sleutel="A1", bedrag=5, stukken=[])
    assert een == ander == dataclasses.replace(ander)
    assert een.stukken is not _Proef("A1").stukken
    assert repr(_Proef("A1", 7, ["S1"])) == "_Proef(sleutel='A1', bedrag=7, stukken=['S1'])"
    with pytest.raises(FrozenInstanceError):
        een.bedrag = 6  # type: ignore[misc]  # daar gaat het om
    with pytest.raises(TypeError, match="sleutel"):
        _Proef()  # type: ignore[call-arg]  # daar gaat het om
    with pytest.raises(TypeError, match="kleur"):
        _Proef("A1", kleur="rood")  # type: ignore[call-arg]  # daar gaat het om


def test_een_toestand_met_iets_bijzonders_wordt_geweigerd() -> None:
    with pytest.raises(TypeError, match="alleen gewone velden"):

        @toestand
        class _Bijzonder:
            sleutel: str = field(init=False)


def test_een_onbekend_veld_wordt_geweigerd() -> None:
    with pytest.raises(TypeError, match="Stuk heeft geen veld aangekomen"):
        replace(STUK, aangekomen=date(2026, 3, 4))  # type: ignore[call-arg]  # daar gaat het om


def test_een_kopie_blijft_bevroren() -> None:
    taak = replace(Taak("T1", "vraag", "I1", date(2026, 3, 2)), betreft="I2")
    with pytest.raises(FrozenInstanceError):
        taak.betreft = "I3"  # type: ignore[misc]  # daar gaat het om


@pytest.mark.parametrize("klasse", _klassen(), ids=lambda klasse: klasse.__name__)
def test_elke_klasse_van_de_toestand_houdt_haar_velden_in_een_mapping(klasse: type) -> None:
    assert not hasattr(klasse, "__slots__")
    assert klasse.__dataclass_params__.frozen  # type: ignore[attr-defined]  # zie dataclasses
    assert not hasattr(klasse, "__post_init__")
