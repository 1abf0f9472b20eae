"""The service against its own contract: whatever is sent, an answer that the contract knows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok

from handhaving.api import opdrachten
from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from tests.api.test_contract import CONTRACT
from tests.dossier.voorbeelden import VOORBEELDEN

if TYPE_CHECKING:
    from uuid import UUID

    from schemathesis import Response
    from schemathesis.schemas import APIOperation

    from tests.api.kantoor import Kantoor

SCHEMA = schemathesis.openapi.from_dict(CONTRACT)
GEVONDEN = [operatie.ok() for operatie in SCHEMA.get_all_operations() if isinstance(operatie, Ok)]
OPERATIES = {o.definition.raw["operationId"]: o for o in GEVONDEN}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
KORT = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""Few examples each: the suite stays short, and every operation is met in both ways."""
OPENBAAR = sorted(n for n, k in OPDRACHTEN.items() if k.rollen != {Rol.SYSTEEM})


@pytest.fixture(scope="module")
def dossier(gedeeld: Kantoor) -> UUID:
    """One dossier with everything in it."""
    gevonden = gedeeld.dossier("bevestigd")
    gedeeld.bij()
    return gevonden


@pytest.mark.parametrize("naam", sorted(OPERATIES))
@pytest.mark.parametrize("manier", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_given_anything_when_asked_then_an_answer_of_the_contract(
    gedeeld: Kantoor, dossier: UUID, naam: str, manier: GenerationMode
) -> None:
    operatie: APIOperation[Any, Any, Any, Any] = OPERATIES[naam]
    rollen = operatie.definition.raw.get("x-rollen")
    koppen = {}
    if isinstance(rollen, list):
        koppen["Authorization"] = f"Bearer {gedeeld.token(rollen[0])}"

    @KORT
    @given(case=operatie.as_strategy(generation_mode=manier))
    def proef(case: schemathesis.Case[Any]) -> None:
        if "dossierId" in (case.path_parameters or {}):
            case.path_parameters["dossierId"] = str(dossier)
        (case.query or {}).pop("vanafPositie", None)  # a position to come is waited for
        antwoord = case.call(base_url=str(gedeeld.client.base_url), headers=koppen)
        case.validate_response(antwoord, checks=CHECKS)

    proef()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda deel: (
        st.lists(deel, max_size=3) | st.dictionaries(st.text(max_size=8), deel, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("naam", OPENBAAR)
def test_given_any_value_in_any_field_when_posted_then_done_or_told_which_field(
    gedeeld: Kantoor, naam: str
) -> None:
    klasse = OPDRACHTEN[naam]
    weg = opdrachten.sleutels(klasse)
    goed = {v: w for v, w in klasse.voorbeeld.items() if v not in weg}
    velden = [i.alias or n for n, i in klasse.model_fields.items() if (i.alias or n) not in weg]
    spel = VOORBEELDEN[naam].spel()
    dossier_id = gedeeld.wereld(spel) if spel.paren else None
    gedeeld.op(spel.vandaag)
    rol = next(r for r in Rol if r in klasse.rollen)
    pad = klasse.pad.format(dossierId=dossier_id, **klasse.voorbeeld)

    @settings(KORT, max_examples=4)
    @given(veld=st.sampled_from(velden), waarde=JSON)
    def proef(veld: str, waarde: object) -> None:
        voor = gedeeld.app.log.last_position()
        antwoord = gedeeld.vraag("POST", pad, rol, json=goed | {veld: waarde})
        assert antwoord.status_code in {200, 201, 400, 404, 409, 422}, antwoord.text
        if antwoord.status_code == 400:
            assert all(issue["name"] for issue in antwoord.json()["issues"])
        if antwoord.status_code >= 400:
            assert gedeeld.app.log.last_position() == voor

    proef()


def test_given_the_published_contract_then_it_is_what_was_tested(gedeeld: Kantoor) -> None:
    gevonden = gedeeld.client.get("/doc/openapi.json").json()
    assert json.dumps(gevonden["paths"]) == json.dumps(CONTRACT["paths"])


def test_given_what_one_answer_names_when_asked_for_next_then_every_answer_is_of_the_contract(
    gedeeld: Kantoor, dossier: UUID
) -> None:
    """Calls that follow one another: what a call names is read, written in and listed."""
    bekend, gevolgd = {str(dossier)}, set[tuple[str, int]]()

    class Keten(SCHEMA.as_state_machine()):  # type: ignore[misc]  # made from the contract
        def get_call_kwargs(self, case: schemathesis.Case[Any]) -> dict[str, Any]:
            rollen = case.operation.definition.raw.get("x-rollen")
            geen = not isinstance(rollen, list)
            kop = {} if geen else {"Authorization": f"Bearer {gedeeld.token(rollen[0])}"}
            return {"base_url": str(gedeeld.client.base_url), "headers": kop}

        def before_call(self, case: schemathesis.Case[Any]) -> None:
            (case.query or {}).pop("vanafPositie", None)
            for kop in set(case.headers or ()) - {"Handhaving-Doel"}:
                del case.headers[kop]  # of no use in a chain: another role, an older version
            waar = case.path_parameters or {}
            if "dossierId" in waar and waar["dossierId"] not in bekend:
                waar["dossierId"] = str(dossier)

        def validate_response(
            self, response: Response, case: schemathesis.Case[Any], **_rest: object
        ) -> None:
            gevolgd.add((case.operation.label, response.status_code))
            if response.status_code in {200, 201}:
                bekend.update(filter(None, [response.json().get("dossierId")]))
            case.validate_response(response, checks=CHECKS)

    Keten.run(settings=settings(KORT, max_examples=8, stateful_step_count=12))
    in_dossier = {code for naam, code in gevolgd if naam.startswith("POST /v1/dossiers/{")}
    assert {201, 409} <= in_dossier, "chains really write, and are refused by the law"
    assert len(gevolgd) > 30
