"""An infringement that may be there already: asked on the command line as over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from handhaving.bootstrap import open_app
from handhaving.cli.app import voer_uit
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from handhaving.service import dubbels
from handhaving.settings import Settings
from tests.cli.vragen import Vang, vraag, vraag_json

if TYPE_CHECKING:
    from uuid import UUID

DAG_ERNA = {"type": "I01", "datumFeit": "2025-03-02"}
ATLAS = ["--rol", "dossierbehandelaar", "--organisatie", "Atlas"]


def regel(dossier: UUID, velden: dict[str, str], *rest: str) -> list[str]:
    gegevens = json.dumps(velden)
    return ["opdracht", str(dossier), "StelInbreukVast", "--gegevens", gegevens, *rest]


def aantal(dossier: UUID) -> int:
    with open_app(Settings.read()) as app:
        return len(app.service.lees(dossier, met_sleutels=False).inbreuken)


def test_given_one_of_the_same_type_a_day_before_then_it_is_asked_and_the_token_insists(
    dossier: UUID, capsys: Vang
) -> None:
    geweigerd = vraag_json(capsys, *regel(dossier, DAG_ERNA, *ATLAS), exit_code=1)
    assert geweigerd["geweigerd"] == "MogelijkDubbel"
    assert [k["inbreuk"] for k in geweigerd["kandidaten"]] == ["I1"]
    assert geweigerd["feiten"] == {"kandidaten": ["I1"]}
    token = geweigerd["bevestiging"]
    assert aantal(dossier) == 1

    assert voer_uit(regel(dossier, DAG_ERNA, *ATLAS)) == 1
    gezegd = capsys.readouterr().err
    assert "Geweigerd (MogelijkDubbel): Kijk de kandidaten na" in gezegd
    assert f"herhaal dan met --bevestiging {token}" in gezegd
    assert "  I1: I01 van 2025-03-01, inGebreke" in gezegd

    mis = [*ATLAS, "--bevestiging", token]
    vraag(capsys, *regel(dossier, DAG_ERNA, *mis, "--door", "mw-9"), exit_code=1)
    vraag(capsys, *regel(dossier, DAG_ERNA | {"datumFeit": "2025-03-03"}, *mis), exit_code=1)
    assert aantal(dossier) == 1
    assert "InbreukVastgesteld" in vraag(capsys, *regel(dossier, DAG_ERNA, *mis))
    assert aantal(dossier) == 2


def test_given_an_agency_without_a_part_then_it_is_asked_and_sees_no_candidate(
    dossier: UUID, capsys: Vang
) -> None:
    amal = ["--rol", "dossierbehandelaar", "--organisatie", "Amal"]
    geweigerd = vraag_json(capsys, *regel(dossier, DAG_ERNA, *amal), exit_code=1)
    assert (geweigerd["geweigerd"], geweigerd["kandidaten"]) == ("MogelijkDubbel", [])
    assert not {"I1", "2025-03-01", "Atlas"} & set(json.dumps(geweigerd).split('"'))


@pytest.mark.parametrize(
    ("velden", "rest", "code"),
    [
        ({"type": "I01", "datumFeit": "2025-03-01"}, ATLAS, "ZelfdeFeitReedsVastgesteld"),
        (DAG_ERNA, ["--rol", "beslisser"], "GeenBevoegdheid"),
    ],
)
def test_given_what_the_decider_refuses_then_there_is_nothing_to_ask(
    dossier: UUID, capsys: Vang, velden: dict[str, str], rest: list[str], code: str
) -> None:
    assert vraag_json(capsys, *regel(dossier, velden, *rest), exit_code=1)["geweigerd"] == code


@pytest.mark.parametrize(("dag", "gevraagd"), [("2025-03-08", True), ("2025-03-09", False)])
def test_given_a_week_or_more_then_the_week_is_the_border(
    dossier: UUID, dag: str, *, gevraagd: bool
) -> None:
    opdracht = lees_opdracht("StelInbreukVast", {"type": "I01", "datumFeit": dag})
    with open_app(Settings.read()) as app:
        stand = app.service.lees(dossier, met_sleutels=False)
        door = Door("mw-1", "dossierbehandelaar", "Atlas")
        if not gevraagd:
            dubbels.keur(stand, opdracht, door, app.index, None)
            return
        with pytest.raises(dubbels.MogelijkDubbel) as fout:
            dubbels.keur(stand, opdracht, door, app.index, "ander")
        dubbels.keur(stand, opdracht, door, app.index, fout.value.bevestiging)
