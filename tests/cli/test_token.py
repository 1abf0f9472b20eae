"""`handhaving token` and `handhaving serve`: for development, and told in a sentence when not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from handhaving.bootstrap import token_check
from handhaving.cli.app import voer_uit
from handhaving.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def ingebouwd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDHAVING_DATA", str(tmp_path))
    for naam in ("HANDHAVING_DATABASE_URL", "HANDHAVING_OIDC_UITGEVER"):
        monkeypatch.delenv(naam, raising=False)


@pytest.mark.parametrize(
    ("organisatie", "ovo"), [("OVO123456", "OVO123456"), ("Atlas", "OVO900002")]
)
def test_given_a_role_then_a_token_that_is_believed(
    capsys: pytest.CaptureFixture[str], organisatie: str, ovo: str
) -> None:
    vraag = ["token", "--rol", "dossierbehandelaar", "--organisatie", organisatie, "--id", "mw-7"]
    assert voer_uit(vraag) == 0
    claims = token_check(Settings.read()).claims(capsys.readouterr().out.strip())
    assert claims["vo_id"] == "mw-7"
    assert claims["vo_orgcode"] == ovo
    assert claims["handhaving_rol_3d"] == [f"Handhaving-dossierbehandelaar:{ovo}"]
    assert voer_uit([*vraag, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["organisatie"] == ovo


@pytest.mark.parametrize(
    "anders", [["--organisatie", "Nergens"], ["--organisatie", "ABB", "--id", "met spatie"]]
)
def test_given_what_cannot_be_then_wrong_use(
    capsys: pytest.CaptureFixture[str], anders: list[str]
) -> None:
    assert voer_uit(["token", "--rol", "dpo", *anders]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "vraag", [["token", "--rol", "dpo", "--organisatie", "ABB"], ["serve", "--port", "0"]]
)
def test_given_a_database_of_ones_own_without_issuer_then_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, vraag: list[str]
) -> None:
    monkeypatch.setenv("HANDHAVING_DATABASE_URL", "postgresql://nergens/niets")
    assert voer_uit(vraag) == 1
    assert "HANDHAVING_OIDC_UITGEVER" in capsys.readouterr().err
