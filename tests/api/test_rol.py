"""The role a caller chooses: one of the token, and one that this route knows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.adapters.uitgever import person
from tests.api.kantoor import OVO
from tests.dossier.trap import tot

if TYPE_CHECKING:
    from tests.api.kantoor import Kantoor

KIES = " Kies hier met Handhaving-Rol: dossierbehandelaar."


@pytest.mark.parametrize(
    ("gevraagd", "pad", "zin", "toegelaten"),
    [
        (
            "beslisser",
            "/v1/dossiers/{}",
            "Het token draagt de rol beslisser niet voor deze organisatie." + KIES,
            ["dossierbehandelaar"],
        ),
        (
            "Jan Zwaluwnest",
            "/v1/dossiers/{}",
            "Het token draagt de gevraagde rol niet voor deze organisatie." + KIES,
            ["dossierbehandelaar"],
        ),
        (
            "beheerder",
            "/v1/dossiers/{}",
            "Deze rol geeft hier geen recht." + KIES,
            ["dossierbehandelaar"],
        ),
        (
            "dossierbehandelaar",
            "/v1/abb/totalen",
            "Deze rol geeft hier geen recht.",
            None,
        ),
    ],
)
def test_given_a_chosen_role_without_right_then_403_says_which_of_the_token_have(
    gedeeld: Kantoor, gevraagd: str, pad: str, zin: str, toegelaten: list[str] | None
) -> None:
    dossier_id = gedeeld.wereld(tot("vastgesteld"))
    eigen = ("dossierbehandelaar", *(["beheerder"] if gevraagd == "beheerder" else []))
    claims = person("dossierbehandelaar", OVO["Atlas"], "fictief-1") | {
        "handhaving_rol_3d": [f"Handhaving-{rol}:{OVO['Atlas']}" for rol in eigen]
    }
    token = gedeeld.uitgever.sign(claims, gedeeld.klok.nu, timedelta(hours=1))
    kop = {"Authorization": f"Bearer {token}", "Handhaving-Rol": gevraagd}
    antwoord = gedeeld.client.get(pad.format(dossier_id), headers=kop)
    assert antwoord.status_code == 403
    gezegd = antwoord.json()
    assert gezegd["detail"] == zin
    if toegelaten is None:
        assert "dossierbehandelaar" not in gezegd["toegelaten"]
        assert gezegd["toegelaten"]
    else:
        assert gezegd["toegelaten"] == toegelaten
    assert "Zwaluwnest" not in antwoord.text
