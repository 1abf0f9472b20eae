"""An intake that falls away and is done again: each thing once, and counted as one intake."""

from __future__ import annotations

import io
import json
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from handhaving.intake import opname as opname_module
from handhaving.intake.bestand import Bestand
from handhaving.intake.hervatting import Hervatting
from handhaving.intake.opname import Instelling, Opname
from tests.intake.hulp import huis

if TYPE_CHECKING:
    from uuid import UUID

    from handhaving.bootstrap import Core
    from handhaving.intake.verslag import Verslag

PERSONEN = 7


class Weg(BaseException):
    """The process is killed."""


def regels() -> bytes:
    """Of each person two inbreuken, one of them twice, and one line that is no good."""
    uit: list[dict[str, object]] = []
    for nummer in range(PERSONEN):
        wie = {"soort": "inbreuk", "klantnummer": f"K-FICTIEF-{nummer}", "agentschap": "Atlas"}
        feit = {"type": "I01", "sanctioneringsbevoegdheid": "ABB"}
        dagen = ("2024-03-01", "2024-03-02", "2024-03-01")
        uit += [{**wie, **feit, "datumFeit": dag} for dag in dagen]
    uit.append({"soort": "inbreuk"})
    return b"".join(json.dumps(regel).encode() + b"\n" for regel in uit)


def neem_op(core: Core, taak: UUID | None, *, stop_na: int | None = None) -> Verslag:
    inhoud = regels()
    opname = Opname(core, Instelling("Atlas", partij=4), sha256(inhoud).digest(), taak)

    def voortgang(_gelezen: int, verslag: Verslag) -> None:
        if stop_na is not None and verslag.gelezen >= stop_na:
            raise Weg

    return opname.neem_op(Bestand(io.BytesIO(inhoud)), voortgang)


@pytest.fixture(autouse=True)
def vaak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told after every piece."""
    monkeypatch.setattr(opname_module, "TUSSENPOOS", -1.0)


@pytest.mark.parametrize("stop_na", [1, 5, 11, 20])
def test_given_an_intake_that_fell_away_when_done_again_then_it_counts_as_one(
    stop_na: int,
) -> None:
    ineens = neem_op(huis(), uuid4()).als_json()
    core, taak = huis(), uuid4()
    for _ in range(2):
        with pytest.raises(Weg):
            neem_op(core, taak, stop_na=stop_na)
    verslag = neem_op(core, taak).als_json()
    assert verslag == ineens | {"hervat": True}
    assert (ineens["dossiersGeopend"], ineens["opgenomen"], ineens["ongewijzigd"]) == (
        PERSONEN,
        2 * PERSONEN,
        PERSONEN,
    )


@pytest.mark.parametrize("metTaak", [True, False])
def test_given_the_same_file_again_as_another_task_then_unchanged(*, metTaak: bool) -> None:  # noqa: N803
    core = huis()
    neem_op(core, uuid4() if metTaak else None)
    weer = neem_op(core, uuid4() if metTaak else None)
    assert (weer.dossiers_geopend, weer.opgenomen, weer.gebeurtenissen) == (0, 0, 0)
    assert (weer.ongewijzigd, weer.hervat) == (3 * PERSONEN, False)


def test_given_pieces_of_one_person_after_another_then_progress_is_told_all_along() -> None:
    inhoud = regels()
    opname = Opname(huis(), Instelling("Atlas"), sha256(inhoud).digest())
    gezien: list[int] = []
    opname.neem_op(Bestand(io.BytesIO(inhoud)), lambda _, verslag: gezien.append(verslag.gelezen))
    assert len(set(gezien)) > PERSONEN


def test_given_nothing_of_before_then_nothing_is_counted() -> None:
    hervatting = Hervatting(uuid4(), 10)
    assert hervatting.tel(uuid4()) == (0, False)
    assert not hervatting.iets
    assert not hervatting.open
