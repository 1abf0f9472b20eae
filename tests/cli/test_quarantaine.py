"""`handhaving quarantaine`: what was put aside can be found, and its original is read on record."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from handhaving.bootstrap import open_app
from handhaving.cli.app import voer_uit
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.eventlog.toegang import Zoek
from handhaving.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

REGEL = b'{"dossiernummer": "FICTIEF-1", "onbekend": "Zeer-herkenbare-tekst"}'


@pytest.fixture
def ingenomen(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log that has put one line aside."""
    kek = tmp_path / "kek"
    make_kek_file(kek)
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", database_url)
    monkeypatch.setenv("HANDHAVING_KEK_FILE", str(kek))
    monkeypatch.setenv("HANDHAVING_REDIS_URL", "redis://127.0.0.1:1")
    bestand = tmp_path / "aanlevering.jsonl"
    bestand.write_bytes(REGEL + b"\n")
    assert voer_uit(["intake", str(bestand), "--json"]) == 0
    return tmp_path


def stukken(capsys: pytest.CaptureFixture[str], *opties: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert voer_uit(["quarantaine", "lijst", "--json", *opties]) == 0
    gelezen: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["stukken"]
    return gelezen


def test_given_a_piece_when_listed_then_place_and_reason_but_not_what_it_says(
    ingenomen: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [stuk] = stukken(capsys)
    assert stuk["plaats"].startswith("regel 1")
    assert stuk["reden"]
    assert "herkenbare" not in json.dumps(stuk)
    assert stukken(capsys, "--code", stuk["code"]) == [stuk]
    assert stukken(capsys, "--code", "IetsAnders") == []
    assert voer_uit(["quarantaine", "lijst"]) == 0
    assert "1 stuk in quarantaine" in capsys.readouterr().out


def test_given_a_piece_when_fetched_then_its_bytes_in_a_file_of_one_owner_and_a_row_of_who(
    ingenomen: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [stuk] = stukken(capsys)
    naar = ingenomen / "origineel"
    opdracht = ["quarantaine", "haal", stuk["id"], "--naar", str(naar), "--door", "mw-1"]
    assert voer_uit(opdracht) == 0
    assert naar.read_bytes() == REGEL
    assert stat.S_IMODE(naar.stat().st_mode) == 0o600
    with open_app(Settings.read()) as app:
        [rij] = app.toegang.find(Zoek(door="mw-1")).items
    assert rij.lezing.gevoelig == ("Quarantaine.origineel",)
    assert voer_uit(opdracht) == 2, "what is there is not written over"


def test_given_nobody_is_named_or_no_such_piece_then_nothing_is_read(
    ingenomen: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [stuk] = stukken(capsys)
    naar = ingenomen / "origineel"
    assert voer_uit(["quarantaine", "haal", stuk["id"], "--naar", str(naar)]) == 2
    onbekend = "00000000-0000-0000-0000-000000000001"
    for id_, code in ((onbekend, 1), ("geen-id", 2)):
        opdracht = ["quarantaine", "haal", id_, "--naar", str(naar), "--door", "mw-1"]
        assert voer_uit(opdracht) == code
    assert not naar.exists()


def test_given_an_erased_piece_when_fetched_then_it_says_so(
    ingenomen: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [stuk] = stukken(capsys)
    with open_app(Settings.read()) as app:
        [item] = app.log.quarantined()
        app.log.destroy_keys(item.sleutel_id)
    naar = ingenomen / "origineel"
    opdracht = ["quarantaine", "haal", stuk["id"], "--naar", str(naar), "--door", "mw-1"]
    assert voer_uit(opdracht) == 1
    assert "gewist" in capsys.readouterr().err
