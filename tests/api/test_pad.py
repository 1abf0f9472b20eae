"""The path and the query: one way to write a separator, an id and a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving.api.vragen import lees_uuid
from tests.api.test_rand import issues

if TYPE_CHECKING:
    from tests.api.kantoor import Kantoor


@pytest.mark.parametrize("teken", ["%2F", "%2f", "%5C", "%00"])
def test_given_a_separator_in_disguise_then_404(gedeeld: Kantoor, teken: str) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    assert gedeeld.vraag("GET", f"/v1/dossiers/{dossier_id}").status_code == 200
    antwoord = gedeeld.vraag("GET", f"/v1/dossiers{teken}{dossier_id}")
    assert antwoord.status_code == 404
    assert antwoord.json()["type"] == "urn:problem-type:belgif:resourceNotFound"


def test_given_a_uuid_written_in_another_way_then_it_is_none(gedeeld: Kantoor) -> None:
    dossier_id = gedeeld.dossier("vastgesteld")
    assert lees_uuid(str(dossier_id)) == dossier_id
    vormen = (f"{{{dossier_id}}}", f"urn:uuid:{dossier_id}", dossier_id.hex)
    for vorm in vormen:
        assert gedeeld.vraag("GET", f"/v1/dossiers/{vorm}").status_code == 404
        sleutel = gedeeld.vraag("POST", "/v1/exporten", Idempotency_Key=vorm)
        assert issues(sleutel) == [("schemaViolation", "header", "Idempotency-Key")]
    assert gedeeld.vraag("GET", f"/v1/dossiers/{str(dossier_id).upper()}").status_code == 200


@pytest.mark.parametrize("getal", ["1_0", "+1", "1.0", " 1", "1e1", "٣", "0", "-1"])
@pytest.mark.parametrize("naam", ["page", "pageSize", "vanafPositie"])
def test_given_a_number_that_is_not_digits_then_400(
    gedeeld: Kantoor, naam: str, getal: str
) -> None:
    gedeeld.dossier("vastgesteld")
    gedeeld.bij()
    antwoord = gedeeld.vraag("GET", "/v1/dossiers", params={naam: getal})
    assert issues(antwoord) == [("schemaViolation", "query", naam)]
    assert gedeeld.vraag("GET", "/v1/dossiers", params={naam: "1"}).status_code == 200
