"""Intake for who is restricted or erased: kept apart, or a new dossier; never an erased one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from handhaving.dossier.basis import Rol
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from handhaving.service import Meta
from tests.intake.hulp import (
    INSZ,
    dossier,
    huis,
    inbreuk,
    neem_op,
    publicatie,
    regel,
    stand,
    tellingen,
)

if TYPE_CHECKING:
    from uuid import UUID

    from handhaving.bootstrap import Core

NU = datetime(2026, 7, 1, 12, tzinfo=UTC)


def doe(core: Core, dossier_id: UUID, naam: str, wie: str, **velden: object) -> None:
    meta = Meta(Door(wie, Rol.DPO, "ABB"), uuid4(), uuid4(), NU)
    core.service.handle(dossier_id, lees_opdracht(naam, velden), meta)


def test_given_a_restricted_person_when_an_infringement_arrives_then_it_waits_in_quarantine() -> (
    None
):
    core = huis()
    neem_op(core, publicatie(dossier(inbreuk(nummer="A"))))
    (dossier_id,) = core.service.zoek("insz", INSZ)
    doe(core, dossier_id, "BeperkVerwerking", "dpo-1", grond="juistheidBetwist")
    bestand = publicatie(dossier(inbreuk(nummer="A") + inbreuk("I06", nummer="B")))
    verslag = neem_op(core, bestand)
    assert {fout.code for fout in verslag.fouten} == {"VerwerkingIsBeperkt"}
    assert list(stand(core).inbreuken) == ["I1"]
    doe(core, dossier_id, "HefBeperkingOp", "dpo-1")
    assert tellingen(neem_op(core, bestand)) == (1, 1, 0)
    assert list(stand(core).inbreuken) == ["I1", "I2"]


def test_80_given_an_erased_person_when_the_same_number_arrives_then_a_new_dossier_opens() -> None:
    core = huis()
    oud = regel("persoon", insz=INSZ, plichtOntstaanOp="2024-05-01")
    neem_op(core, oud)
    (dossier_id,) = core.service.zoek("insz", INSZ)
    for wie in ("dpo-1", "dpo-2"):
        doe(core, dossier_id, "WisPersoonsgegevens", wie, grond="onrechtmatig")
    assert core.service.zoek("insz", INSZ) == []
    versie = core.service.versie(dossier_id)

    neem_op(core, oud)  # what was erased does not come back with the old file
    assert core.service.zoek("insz", INSZ) == []
    assert core.service.versie(dossier_id) == versie

    assert tellingen(neem_op(core, publicatie(dossier(inbreuk())))) == (1, 0, 0)
    (nieuw,) = core.service.zoek("insz", INSZ)
    assert nieuw != dossier_id
    assert core.service.versie(dossier_id) == versie
