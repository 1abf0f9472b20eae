"""`handhaving intake`: what it prints, what it answers in JSON, and its exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from handhaving.cli.app import voer_uit
from handhaving.eventlog.sleutelbestand import make_kek_file
from handhaving.intake.voorbeeld import personen
from handhaving.intake.voorbeeldbestanden import schrijf
from tests.intake.hulp import INSZ, OP, RECHT, dossier_02, inbreuk_02, regel

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("omgeving")


@pytest.fixture
def omgeving(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kek = tmp_path / "kek"
    make_kek_file(kek)
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", database_url)
    monkeypatch.setenv("HANDHAVING_KEK_FILE", str(kek))
    monkeypatch.setenv("HANDHAVING_REDIS_URL", "redis://127.0.0.1:1")


@pytest.fixture
def publicatie(tmp_path: Path) -> Path:
    return schrijf(tmp_path, personen(20, recht=RECHT, tot=OP), OP, met_fouten=True).publicatie


def antwoord(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    gelezen: dict[str, Any] = json.loads(capsys.readouterr().out)
    return gelezen


def test_given_a_publication_when_taken_in_then_the_published_answer(
    publicatie: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for opgenomen in (True, False):
        assert voer_uit(["intake", str(publicatie), "--json"]) == 0
        uit = antwoord(capsys)
        assert uit["quarantaine"] == len(uit["fouten"]) == 8
        assert bool(uit["opgenomen"]) is opgenomen
        assert bool(uit["ongewijzigd"]) is not opgenomen
        assert uit["gelezen"] == uit["opgenomen"] + uit["ongewijzigd"] + 8
        assert {"regel", "pad", "code", "reden"} == set(uit["fouten"][0])


def test_given_a_publication_when_tried_then_nothing_is_kept(
    publicatie: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert voer_uit(["intake", str(publicatie), "--proef", "--json"]) == 0
    proef = antwoord(capsys)
    assert voer_uit(["intake", str(publicatie), "--json"]) == 0
    echt = antwoord(capsys)

    assert proef.pop("proef") is True
    assert echt.pop("proef") is False
    assert proef == echt


def test_given_a_publication_when_taken_in_then_people_see_a_summary_and_the_faults(
    publicatie: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert voer_uit(["intake", str(publicatie), "--proef", "--agentschap", "Atlas"]) == 0
    uit = capsys.readouterr().out
    for stuk in ("Proef: er is niets bewaard", "opgenomen", "TypeOnbekend", "per seconde"):
        assert stuk in uit
    assert "DossierKBI[21]/Inbreukdossier" in uit
    assert "12345" not in uit


def test_given_more_faults_than_fit_when_printed_then_it_says_how_many_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bestand = tmp_path / "personen.jsonl"
    onvolledig = regel("persoon", insz=INSZ, geboortedatum="1985-00-00")
    bestand.write_bytes(regel("persoon", insz="1") * 25 + onvolledig)

    assert voer_uit(["intake", str(bestand)]) == 0
    uit = capsys.readouterr().out
    assert "… en nog 5; zie --json." in uit
    assert "Opmerking: 1 keer is de geboortedatum onbekend of onbruikbaar (DatumOnvolledig)" in uit


def test_given_a_birth_date_of_zeros_when_taken_in_then_the_person_is_there_with_a_remark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bestand = tmp_path / "personen.jsonl"
    bestand.write_bytes(regel("persoon", insz=INSZ, geboortedatum="1980-00-00"))

    assert voer_uit(["intake", str(bestand), "--json"]) == 0
    uit = antwoord(capsys)
    assert (uit["opgenomen"], uit["quarantaine"]) == (1, 0)
    assert uit["opmerkingen"] == {"DatumOnvolledig": 1}


@pytest.mark.parametrize(
    ("slecht", "code", "uitgang"),
    [
        (b'{"soort": "persoon", "naam": "Andr\xe9"}', "RegelGeenJson", 1),
        (b"geen json", "RegelGeenJson", 1),
        (b"[1]", "RegelGeenJson", 1),
        (regel("persoon", insz="1").strip(), "InszOngeldig", 0),
    ],
)
def test_given_a_bad_line_when_taken_in_then_exit_1_only_when_it_could_not_be_read(
    tmp_path: Path, slecht: bytes, code: str, uitgang: int, capsys: pytest.CaptureFixture[str]
) -> None:
    bestand = tmp_path / "gemengd.jsonl"
    bestand.write_bytes(regel("persoon", insz=INSZ) + slecht + b"\n")

    assert voer_uit(["intake", str(bestand), "--json"]) == uitgang
    uit = antwoord(capsys)
    assert (uit["opgenomen"], uit["quarantaine"]) == (1, 1)
    assert uit["bestandOnleesbaar"] is bool(uitgang)
    assert uit["fouten"][0]["code"] == code


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><DossierKBI>&b;</DossierKBI>", "DtdGeweigerd"),
        (b"iets anders", "FormaatOnbekend"),
        (dossier_02(inbreuk_02()).encode()[:-3], "XmlMisvormd"),
    ],
)
def test_given_a_file_that_cannot_be_read_when_taken_in_then_exit_1(
    tmp_path: Path, inhoud: bytes, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bestand = tmp_path / "bestand"
    bestand.write_bytes(inhoud)

    assert voer_uit(["intake", str(bestand), "--json"]) == 1
    assert [f["code"] for f in antwoord(capsys)["fouten"]] == [code]
    assert voer_uit(["intake", str(bestand)]) == 1
    assert code in capsys.readouterr().out


@pytest.mark.parametrize(
    ("opties", "zin"),
    [
        (["bestaat-niet.xml"], "bestaat niet"),
        (["."], "is een map"),
        ([__file__, "--centrum", "12"], "NUMMER=AGENTSCHAP"),
        ([__file__, "--centrum", "12=ABB"], "NUMMER=AGENTSCHAP"),
        ([__file__, "--agentschap", "ABB"], "--agentschap"),
    ],
)
def test_given_wrong_use_when_taken_in_then_exit_2(
    opties: list[str], zin: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert voer_uit(["intake", *opties]) == 2
    assert zin in capsys.readouterr().err
