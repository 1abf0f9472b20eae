"""Every event ever stored loads for ever: the golden files, and every type that has none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.basis import Gebeurtenis
from handhaving.dossier.decider import event_types
from handhaving.eventlog.codec import Codec
from handhaving.eventlog.persoonlijk import GEWIST, VERZEGELD, NietLeesbaar, personal_fields
from handhaving.eventlog.sleutels import OpenKeyring
from tests.eventlog.gouden import MAP, PERSOON, GoudenSleutels, lees, pad, schrijf_ontbrekende

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

    from handhaving.eventlog.codec import EventType
    from handhaving.eventlog.envelope import Stored

CODEC = Codec(event_types())
HUIDIG = {(s.naam, s.schema_versie): s for s in CODEC.types}
SLEUTELS = GoudenSleutels()


def onleesbaar(event: BaseModel) -> dict[str, object]:
    waarden = {n: getattr(event, n) for n in personal_fields(type(event))}
    return {n: w for n, w in waarden.items() if w is not None}


def zonder_sleutels(rij: Stored) -> OpenKeyring:
    derde = getattr(CODEC.decode(rij, None), "derde", None)
    return OpenKeyring([PERSOON, *([derde] if derde else [])])


@pytest.mark.parametrize("soort", event_types(), ids=lambda s: s.naam)
def test_given_a_registered_type_when_its_golden_file_is_sought_then_it_is_there(
    soort: EventType,
) -> None:
    assert pad(soort).exists(), "draai scripts/golden"


@pytest.mark.parametrize("bestand", sorted(MAP.glob("*.json")), ids=lambda b: b.stem)
def test_given_a_golden_file_when_loaded_then_with_without_and_after_its_keys(
    bestand: Path,
) -> None:
    rij = lees(bestand)
    event = CODEC.decode(rij, SLEUTELS)
    assert isinstance(event, Gebeurtenis)
    assert not any(isinstance(w, NietLeesbaar) for w in onleesbaar(event).values())
    teksten = [w for w in onleesbaar(event).values() if isinstance(w, str)]
    assert [w for w in teksten if w in rij.data.decode()] == []
    for gelezen, staat in (
        (CODEC.decode(rij, None), VERZEGELD),
        (CODEC.decode(rij, zonder_sleutels(rij)), GEWIST),
    ):
        assert onleesbaar(gelezen) == dict.fromkeys(onleesbaar(event), staat)
    soort = HUIDIG.get((rij.envelop.type, rij.envelop.schema_versie))
    if soort is None:
        return  # an older version: today's shape is another
    nieuw = CODEC.encode(
        event,
        gebeurtenis_id=rij.envelop.gebeurtenis_id,
        geldig_op=event.geldig_op,
        subject=PERSOON,
        keyring=SLEUTELS,
    )
    assert nieuw.data == rij.data
    assert (nieuw.sleutel_id, nieuw.geldig_op) == (rij.envelop.sleutel_id, rij.envelop.geldig_op)
    assert CODEC.decode(rij._replace(persoonlijk=nieuw.persoonlijk), SLEUTELS) == event


def test_given_golden_files_when_written_again_then_none_is_touched(tmp_path: Path) -> None:
    soorten = event_types()[:2]
    eerst = schrijf_ontbrekende(soorten, tmp_path)
    assert [b.name for b in eerst] == [pad(s).name for s in soorten]
    eerst[0].write_text("oud")
    eerst[1].unlink()
    assert schrijf_ontbrekende(soorten, tmp_path) == [eerst[1]]
    assert eerst[0].read_text() == "oud"
