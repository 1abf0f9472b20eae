"""Case 80: who it was is gone, what was decided stands, and every path reads on."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.recidive import stappen
from handhaving.dossier.stand import stand
from handhaving.dossier.termijnen import termijnen
from handhaving.eventlog.blad import holds
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.persoonlijk import GEWIST, personal_fields
from handhaving.service import Doel, Kijker
from tests.dossier.spel import recht
from tests.dossier.trap import INSZ, PERSOON
from tests.service.huis import Huis, insz, persoon
from tests.service.test_service import types

if TYPE_CHECKING:
    from uuid import UUID

    from handhaving.service import Antwoord

BETALER = "BE00 fictieve betaler"


def wis(huis: Huis, dossier_id: UUID, wie: str, grond: str = "bewaartermijnVerstreken") -> Antwoord:
    meta = huis.meta("WisPersoonsgegevens", door=Door(wie, Rol.DPO, "ABB"))
    return huis.doe(dossier_id, "WisPersoonsgegevens", meta=meta, grond=grond)


def betaald_en_gesloten(huis: Huis, nummer: int = 17) -> UUID:
    """A fine that somebody else paid, in a closed dossier whose retention has ended."""
    dossier_id = huis.tot("definitief", nummer)
    huis.doe(
        dossier_id,
        "BoekBetaling",
        vordering="V1",
        bedrag="250.00",
        valutadatum=huis.nu.date().isoformat(),
        bankreferentie=f"REF-{nummer}",
        tegenpartij=BETALER,
    )
    huis.doe(dossier_id, "SluitDossier", reden="Fictieve reden.")
    huis.nu += timedelta(days=11 * 366)
    return dossier_id


def boetes_per_jaar(huis: Huis) -> Counter[int]:
    """The total of fines a year, over the whole log."""
    som: Counter[int] = Counter()
    for rij in huis.log.read(0, 10_000):
        if rij.envelop.type == "BoetebesluitGenomen":
            dossier = huis.service.lees(rij.envelop.dossier_id, met_sleutels=False)
            som[rij.envelop.geldig_op.year] += sum(b.bedrag for b in dossier.besluiten.values())
    return som


@pytest.fixture
def huis() -> Huis:
    return Huis()


def test_80_given_retention_that_ended_when_erased_then_the_law_stands_and_the_person_is_gone(
    huis: Huis,
) -> None:
    dossier_id = betaald_en_gesloten(huis)
    betaald_en_gesloten(huis, 18)
    boetes = boetes_per_jaar(huis)
    assert boetes
    bladen = [rij.blad for rij in huis.log.read(0, 10_000)]
    assert types(wis(huis, dossier_id, "dpo-1")) == ["WissingVoorgesteld"]
    assert huis.service.zoek("insz", INSZ) == [dossier_id]
    assert types(wis(huis, dossier_id, "dpo-2")) == ["PersoonsgegevensGewist"]

    rijen = huis.log.read(0, 10_000, met_persoonlijk=True)
    assert all(holds(rij) for rij in rijen)
    assert [rij.blad for rij in rijen][: len(bladen)] == bladen
    assert boetes_per_jaar(huis) == boetes
    assert huis.service.zoek("insz", INSZ) == []
    assert huis.service.zoek("klantnummer", "Atlas|K-17") == []
    assert huis.service.zoek("insz", insz(18)) != []

    nieuw = huis.doe(None, "OpenDossier", **persoon(17)).dossier_id
    assert nieuw != dossier_id
    vers = huis.service.lees(nieuw)
    assert stappen(vers) == {}
    assert stappen(huis.service.lees(dossier_id)) == {"B1": 1}
    assert vers.persoon.naam == PERSOON["naam"]


def test_80_given_an_erased_person_then_every_path_reads_on_with_erased_also_as_known_then(
    huis: Huis,
) -> None:
    dossier_id = betaald_en_gesloten(huis)
    toen = huis.nu
    wis(huis, dossier_id, "dpo-1")
    wis(huis, dossier_id, "dpo-2")
    for op in (None, toen):
        gelezen = huis.service.historiek(dossier_id, op=op)
        for gebeurtenis, _ in gelezen:
            for naam in personal_fields(type(gebeurtenis)):
                assert getattr(gebeurtenis, naam) in {None, GEWIST}, "also of third parties"
        dossier = huis.service.lees(dossier_id, op=op)
        assert dossier.persoon.naam is GEWIST
        assert stand(dossier, huis.nu.date(), recht())["besluiten"]
        assert termijnen(dossier) is not None
    kijker = Kijker(Door("dpo-1", Rol.DPO, "ABB"), dossier_id, "toets", Doel.VERZOEK_BETROKKENE)
    inzage = huis.service.inzage(kijker, dossier_id)
    assert inzage.toegang is None
    assert inzage.afgeschermd == frozenset()
    ander = huis.service.historieken([dossier_id])
    assert len(ander[dossier_id]) == inzage.dossier.versie


def test_given_the_erasure_asked_again_with_the_same_id_then_the_first_answer(huis: Huis) -> None:
    dossier_id = betaald_en_gesloten(huis)
    wis(huis, dossier_id, "dpo-1")
    meta = huis.meta("WisPersoonsgegevens", door=Door("dpo-2", Rol.DPO, "ABB"))
    velden = {"meta": meta, "grond": "bewaartermijnVerstreken"}
    een = huis.doe(dossier_id, "WisPersoonsgegevens", **velden)
    twee = huis.doe(dossier_id, "WisPersoonsgegevens", **velden)
    assert een.gebeurtenissen
    assert twee.versie == een.versie
    assert types(wis(huis, dossier_id, "dpo-3")) == []


def test_given_merged_dossiers_when_erased_then_the_keys_of_both_are_gone(huis: Huis) -> None:
    eerste, ander = huis.open(1), huis.open(2)
    reden = {"anderDossier": str(ander), "reden": "Fictief: één persoon."}
    huis.doe(eerste, "VoegDossiersSamen", **reden)
    for wie in ("dpo-1", "dpo-2"):
        wis(huis, eerste, wie, "onrechtmatig")
    assert huis.log.keys_of([eerste, ander]) == []
    assert huis.service.zoek("insz", insz(1)) == huis.service.zoek("insz", insz(2)) == []
    for dossier_id in (eerste, ander):
        for gebeurtenis, _ in huis.service.historiek(dossier_id):
            for naam in personal_fields(type(gebeurtenis)):
                assert getattr(gebeurtenis, naam) in {None, GEWIST}
