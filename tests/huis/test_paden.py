"""Every command that a person or another system can give says where, and shows how.

Declare it beside the command: `pad = "/v1/dossiers/{dossierId}/…/zelfstandigeNaamwoorden"`, in
which `{inbreuk}` is a required field of the command, and `voorbeeld = {…}`, a whole fictitious
command as it stands on the wire. A command that only the system gives has neither.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.vorm import lees_opdracht
from tests.dossier.spel import doe
from tests.dossier.voorbeelden import VOORBEELDEN

if TYPE_CHECKING:
    from handhaving.dossier.basis import Opdracht

SYSTEEM = {naam for naam, klasse in OPDRACHTEN.items() if klasse.rollen == {Rol.SYSTEEM}}
OPENBAAR = sorted(set(OPDRACHTEN) - SYSTEEM)
DEEL = re.compile(r"v1|[a-z][a-zA-Z]*|\{[a-z][a-zA-Z]*\}")


def veldnamen(klasse: type[Opdracht], *, verplicht: bool) -> set[str]:
    return {
        info.alias or naam
        for naam, info in klasse.model_fields.items()
        if info.is_required() or not verplicht
    }


@pytest.mark.parametrize("naam", OPENBAAR)
def test_given_a_command_then_it_says_where_it_can_be_given(naam: str) -> None:
    klasse = OPDRACHTEN[naam]
    assert klasse.rollen, f"{naam} zegt niet wie het mag"
    assert isinstance(getattr(klasse, "pad", None), str), f"{naam} mist `pad`; zie {__name__}"
    assert getattr(klasse, "voorbeeld", None) is not None, f"{naam} mist `voorbeeld`"
    delen = klasse.pad.removeprefix("/").split("/")
    assert all(DEEL.fullmatch(deel) for deel in delen), klasse.pad
    begin = ["v1", "dossiers"] if klasse.opent else ["v1", "dossiers", "{dossierId}"]
    assert delen[: len(begin)] == begin
    assert delen[-1][0] != "{", "het laatste deel is een zelfstandig naamwoord"
    sleutels = {deel[1:-1] for deel in delen if deel[0] == "{"} - {"dossierId"}
    assert sleutels <= veldnamen(klasse, verplicht=True), f"{naam}: {sleutels} zijn geen velden"


def test_given_all_commands_then_no_two_share_a_place() -> None:
    paden = Counter(OPDRACHTEN[naam].pad for naam in OPENBAAR)
    assert [pad for pad, keer in paden.items() if keer > 1] == []


@pytest.mark.parametrize("naam", sorted(SYSTEEM))
def test_given_a_command_of_the_system_then_nobody_else_can_give_it(naam: str) -> None:
    assert getattr(OPDRACHTEN[naam], "pad", None) is None


@pytest.mark.parametrize("naam", OPENBAAR)
def test_given_the_example_of_a_command_then_it_is_one_that_is_accepted(naam: str) -> None:
    klasse, waar = OPDRACHTEN[naam], VOORBEELDEN[naam]
    assert set(klasse.voorbeeld) <= veldnamen(klasse, verplicht=False)
    lees_opdracht(naam, klasse.voorbeeld)
    uitkomst = waar.spel().stap(doe(naam, **klasse.voorbeeld))
    assert uitkomst.weigering is None, uitkomst.weigering
    assert [type(g).__name__ for g in uitkomst.feiten] == list(waar.gebeurtenissen)
