"""Tables at every width: nothing is broken, nothing is left out, and an id can be copied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from handhaving.cli import uitvoer
from handhaving.cli.agenda import druk_agenda
from handhaving.cli.app import voer_uit
from handhaving.cli.tabel import vouw
from handhaving.cli.werkvoorraad import toon_vorderingen, toon_werk
from handhaving.recht import Cent
from handhaving.running import Agendarij
from tests.cli.test_werkvoorraad import VORDERING, WERK
from tests.cli.vragen import Vang, vraag

if TYPE_CHECKING:
    from collections.abc import Callable

SMAL = 20
"""Less than a dossier id: then that sticks out, whole."""
ID = UUID("019ae3f1-8d2c-7c4a-9d7e-0123456789ab")
TERMIJN = Agendarij(
    termijn_id=UUID(int=1),
    dossier_id=ID,
    soort="besluitWaarschuwing",
    betreft="I1",
    van=date(2025, 1, 1),
    laatste_dag_burger=None,
    laatste_dag_overheid=date(2026, 3, 1),
    vervalt_op=date(2026, 3, 2),
    dagen=1234,
    regel="",
    kalender=None,
    opdracht="StelVerstrijkenVast",
    verjaring=True,
    grondslag=(),
    te_verifieren=True,
)
LANG = (
    "Boete van € 1.000.250,00 voorgesteld voor I1 op 22 januari 2024 (stap 1), na verweer van"
    " 3 maart 2024 en met de motivering die daarbij hoort, in meer woorden dan een scherm breed is."
)


def werk() -> None:
    rij = replace(WERK, dossier_id=ID, rol="handhavingsambtenaar", organisatie="Atlas")
    toon_werk([rij, rij], "Werkvoorraad")


def vorderingen() -> None:
    rij = replace(VORDERING, dossier_id=ID, hoofdsom=Cent(1_000_025_000), betaald=Cent(99_999_999))
    toon_vorderingen([rij], date(2027, 3, 1), 1)


def agenda() -> None:
    druk_agenda([TERMIJN], "Agenda")


def historiek() -> None:
    rij = (1, date(2025, 1, 2), date(2025, 1, 3), LANG, f"naam: {ID}", None)
    uitvoer.druk_tabel(["nr", "geweten op", "geldig op", "wat", "door", "leeg"], [rij])


TABELLEN: list[tuple[Callable[[], None], list[str]]] = [
    (werk, ["2026-03-02", "12", "*", "handhavingsambtenaar Atlas", "teveelBetaald", "V1 (T1)"]),
    (vorderingen, ["V1", "inGebreke", "10000250.00", "999999.99", "1.23", "251.23", "2031-01-05"]),
    (
        agenda,
        ["2026-03-02", "1234", "!?", "besluitWaarschuwing I1", "2026-03-01", "StelVerstrijkenVast"],
    ),
    (
        historiek,
        ["1", "2025-01-02", "€ 1.000.250,00", "22 januari 2024", "3 maart 2024", "voorgesteld"],
    ),
]


@pytest.mark.parametrize("breedte", [SMAL, 60, 80, 100, 120, 160, None])
@pytest.mark.parametrize(("druk", "waarden"), TABELLEN)
def test_given_a_width_then_nothing_is_broken_or_left_out(
    capsys: Vang,
    monkeypatch: pytest.MonkeyPatch,
    druk: Callable[[], None],
    waarden: list[str],
    breedte: int | None,
) -> None:
    if breedte is not None:
        monkeypatch.setenv("COLUMNS", str(breedte))
    druk()
    gezegd = capsys.readouterr().out
    assert str(ID) in gezegd
    assert {woord for waarde in waarden for woord in waarde.split()} <= set(gezegd.split())
    if druk is historiek:
        assert set(LANG.split()) <= set(gezegd.split())
    if breedte != SMAL:
        assert [waarde for waarde in waarden if waarde not in gezegd] == []
        tabel = [r for r in gezegd.splitlines() if not r.startswith(("? Let op", "De wettelijke"))]
        assert breedte is None or max(map(len, tabel)) <= breedte


def rijen(gezegd: str) -> list[str]:
    return [regel for regel in gezegd.splitlines() if str(ID) in regel]


@pytest.mark.parametrize(
    ("breedte", "tabel"), [("60", False), ("80", False), ("160", True), ("x", True), ("0", True)]
)
def test_given_columns_then_they_are_kept_also_when_piped(
    capsys: Vang, monkeypatch: pytest.MonkeyPatch, breedte: str, *, tabel: bool
) -> None:
    monkeypatch.setenv("COLUMNS", breedte)
    werk()
    for regel in rijen(capsys.readouterr().out):
        assert ("teveelBetaald" in regel) == tabel
        assert regel.startswith("dossier ") != tabel


def test_given_blocks_then_a_row_is_a_block_and_what_is_empty_is_left_out(
    capsys: Vang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    rijen_: list[list[object]] = [["I1", "a b", "*", None], ["I2", "c" * 40, "", ""]]
    uitvoer.druk_tabel(["", "wat", "", "leeg"], rijen_, titel="Titel")
    gezegd = capsys.readouterr().out
    assert gezegd == f"\nTitel\n\nI1\nwat   a b\n      *\n\nI2\nwat   {'c' * 40}\n\n"


def test_given_a_text_that_is_wide_then_it_alone_is_folded(
    capsys: Vang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    historiek()
    gezegd = capsys.readouterr().out
    (regel,) = rijen(gezegd)
    assert regel.split()[:3] == ["1", "2025-01-02", "2025-01-03"]
    assert len(gezegd.splitlines()) > 5


def test_given_an_amount_or_a_date_then_they_are_one_word() -> None:
    assert vouw("op 22 januari 2024", 4) == ["op", "22 januari 2024"]
    assert vouw("van € 250,00 of 019a-b", 3) == ["van", "€ 250,00", "of", "019a-b"]
    assert vouw("a\n\nb", 9) == ["a", "", "b"]


def test_given_a_narrow_screen_then_the_picture_of_a_dossier_fits(
    vergevorderd: UUID, capsys: Vang, monkeypatch: pytest.MonkeyPatch
) -> None:
    breed = vraag(capsys, "dossier", "toon", str(vergevorderd)).splitlines()
    monkeypatch.setenv("COLUMNS", "50")
    assert voer_uit(["dossier", "toon", str(vergevorderd)]) == 0
    smal = capsys.readouterr().out.splitlines()
    for regels, lengte in ((breed, 76), (smal, 50)):
        (strook,) = (regel for regel in regels if regel.startswith("V1  ") and "●" in regel)
        assert len(strook) == lengte
