"""A person whose dossiers were merged: what is delivered again is recognised in the one kept."""

from __future__ import annotations

from uuid import uuid4

from handhaving.dossier.basis import Rol
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from handhaving.intake.voorbeeld import fictief_insz
from handhaving.service import Meta
from tests.intake.hulp import INSZ, huis, neem_op, regel, stand, tellingen

ANDER, _ = fictief_insz(2)
OPEN = {"regime": "vlaanderen", "plichtOntstaanOp": "2024-05-01"}


def test_given_a_merged_person_when_delivered_again_then_nothing_is_new() -> None:
    core = huis()
    eerste = regel("persoon", insz=INSZ, klantnummer="K-1", **OPEN)
    tweede = regel("persoon", insz=ANDER, klantnummer="K-2", **OPEN)
    feit = regel("inbreuk", insz=ANDER, type="I01", datumFeit="2025-03-03")
    neem_op(core, eerste + tweede + feit)
    hier, ginds = stand(core, INSZ).dossier_id, stand(core, ANDER).dossier_id
    opdracht = lees_opdracht("VoegDossiersSamen", {"anderDossier": str(ginds), "reden": "Fictief."})
    door = Door("ambtenaar-1", Rol.HANDHAVINGSAMBTENAAR, "ABB")
    core.service.handle(hier, opdracht, Meta(door, uuid4(), uuid4(), core.klok()))

    # The inbreuk is recognised; the other customer number is said of the person, once.
    assert tellingen(neem_op(core, tweede + feit)) == (1, 1, 0)
    assert tellingen(neem_op(core, tweede + feit)) == (0, 2, 0)
    assert stand(core, ANDER).dossier_id == hier
    assert list(stand(core, ANDER).inbreuken) == ["I1"]
    nieuw = regel("inbreuk", insz=ANDER, type="I06", datumFeit="2025-03-04")
    assert tellingen(neem_op(core, nieuw)) == (1, 0, 0)
    assert list(stand(core, INSZ).inbreuken) == ["I1", "I2"]
