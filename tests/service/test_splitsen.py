"""A split in the log: one append, own keys, and every value leads to the dossier that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from handhaving.dossier.basis import Weigering
from handhaving.dossier.toewijzing.levend import levend
from handhaving.dossier.toewijzing.sleutels import genoemd
from handhaving.eventlog.postgres import PostgresLog
from tests.service.huis import Huis, insz, om, persoon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.service import Antwoord

REDEN = "Fictieve reden."
TWEEDE = "Fictief Persoon-18"
NIEUW = UUID("019c1f00-0000-7000-8000-00000000000a")


@pytest.fixture(params=["geheugen", "postgres"])
def huis(request: pytest.FixtureRequest) -> Iterator[Huis]:
    if request.param == "geheugen":
        yield Huis()
        return
    with PostgresLog(request.getfixturevalue("simulatie_url")) as log:
        yield Huis(log)


def toewijzing(huis: Huis, dossier_id: UUID, **wat: UUID) -> dict[str, object]:
    """By key (`I2`) or by type of event, to which dossier."""
    paren = huis.service.historiek(dossier_id)
    telt = levend(paren)
    ids = {}
    for naam, wie in wat.items():
        gevonden = [each.id for each in telt if naam in genoemd(each.gebeurtenis)][:1]
        gevonden += [e.gebeurtenis_id for _, e in paren if e.type == naam][-1:]
        ids[str(gevonden[0])] = str(wie)
    return {"toewijzing": ids, "reden": REDEN}


def splits(huis: Huis, dossier_id: UUID, **wat: UUID) -> Antwoord:
    return huis.doe(dossier_id, "SplitsDossier", **toewijzing(huis, dossier_id, **wat))


def met_twee(huis: Huis) -> UUID:
    """One dossier, with a served fine, that got the INSZ and the payment of somebody else."""
    dossier_id = huis.tot("betekend", 1)
    huis.nu = om("2024-08-12")
    ander = {veld: w for veld, w in persoon(2).items() if veld != "agentschap"}
    ander["naam"] = TWEEDE
    huis.doe(dossier_id, "WijzigPersoonsgegevens", **ander)
    betaling = {"bedrag": "50.00", "valutadatum": "2024-08-11", "bankreferentie": "REF-1"}
    huis.doe(dossier_id, "BoekBetaling", vordering="V1", tegenpartij="Fictief Derde", **betaling)
    return dossier_id


def test_given_a_split_then_every_value_leads_to_the_dossier_that_has_it(huis: Huis) -> None:
    oud = met_twee(huis)
    ogm = huis.service.lees(oud).vorderingen["V1"].ogm
    splits(huis, oud, I1=NIEUW, PersoonsgegevensGewijzigd=NIEUW)
    assert huis.service.zoek("ogm", ogm) == [NIEUW]
    assert huis.service.zoek("bankreferentie", "REF-1") == [NIEUW]
    assert huis.service.zoek("insz", insz(2)) == [NIEUW]
    assert huis.service.zoek("insz", insz(1)) == [oud]
    assert huis.service.zoek("klantnummer", "Atlas|K-1") == [oud]
    dossier = huis.service.lees(oud)
    assert dossier.persoon.insz == insz(1)
    assert not dossier.vorderingen
    betaling = {"bedrag": "200.00", "valutadatum": "2024-08-12", "bankreferentie": "REF-2"}
    huis.doe(NIEUW, "BoekBetaling", vordering="V1", **betaling)
    assert huis.service.lees(NIEUW).vorderingen["V1"].betaald == 25000
    with pytest.raises(Weigering) as geweigerd:
        huis.doe(None, "OpenDossier", **persoon(2))
    assert geweigerd.value.feiten["dossierId"] == str(NIEUW)


def test_given_the_first_person_is_erased_then_the_other_still_reads_all_of_its_own(
    huis: Huis,
) -> None:
    oud = met_twee(huis)
    splits(huis, oud, I1=NIEUW, PersoonsgegevensGewijzigd=NIEUW)
    for wie in (oud, *huis.service.lees(oud).privacy.anderen):
        huis.vault.destroy(wie)
    assert repr(huis.service.lees(oud).persoon.naam) == "Gewist"
    dossier = huis.service.lees(NIEUW)
    assert dossier.persoon.naam == TWEEDE
    gelezen = [each.gebeurtenis for each in levend(huis.service.historiek(NIEUW))]
    assert "Gewist" not in repr(gelezen)
    assert "Fictief Derde" in repr(gelezen)


def test_given_a_merge_undone_then_erasing_one_person_leaves_the_other_whole(huis: Huis) -> None:
    een, twee = huis.open(1), huis.tot("betekend", 2)
    betaling = {"bedrag": "50.00", "valutadatum": "2024-08-09", "bankreferentie": "REF-1"}
    huis.doe(twee, "BoekBetaling", vordering="V1", tegenpartij="Fictief Derde", **betaling)
    voor = huis.service.lees(twee)
    huis.doe(een, "VoegDossiersSamen", anderDossier=str(twee), reden=REDEN)
    assert twee in huis.service.lees(een).privacy.anderen
    splits(huis, een, DossiersSamengevoegd=twee)
    na = huis.service.lees(een)
    assert na.privacy.anderen == ()
    assert na.opgenomen == frozenset()
    huis.vault.destroy(een)
    weer = huis.service.lees(twee)
    assert (weer.persoon, weer.vorderingen) == (voor.persoon, voor.vorderingen)
    assert "Gewist" not in repr(huis.service.historiek(twee))
    assert huis.service.zoek("insz", insz(2)) == [twee]
    assert huis.service.zoek("ogm", voor.vorderingen["V1"].ogm) == [twee]


def test_given_the_same_split_twice_then_the_first_answer_and_nothing_new(huis: Huis) -> None:
    oud = met_twee(huis)
    opdracht, meta = huis.opdracht("SplitsDossier", **toewijzing(huis, oud, I1=NIEUW))
    een = huis.service.handle(oud, opdracht, meta)
    posities = huis.posities()
    twee = huis.service.handle(oud, opdracht, meta)
    assert (twee.herhaald, twee.gebeurtenissen) == (True, een.gebeurtenissen)
    assert huis.posities() == posities


def test_given_as_known_before_the_split_then_it_all_stood_in_the_one(huis: Huis) -> None:
    oud = met_twee(huis)
    voor = huis.service.lees(oud)
    huis.nu = om("2024-09-02")
    splits(huis, oud, I1=NIEUW)
    assert huis.service.lees(oud, op=om("2024-09-01")) == voor
    assert not huis.service.lees(NIEUW, op=om("2024-09-01")).bestaat
    op_toen = huis.service.lees(NIEUW, geldig_op=om("2024-03-31").date())
    assert op_toen.inbreuken["I1"].fase == "inGebreke"
    assert not huis.service.lees(oud, geldig_op=om("2024-03-31").date()).inbreuken


def test_given_a_person_who_was_erased_then_nothing_is_split_off(huis: Huis) -> None:
    oud = met_twee(huis)
    wat = toewijzing(huis, oud, I1=NIEUW)
    huis.vault.destroy(oud)
    with pytest.raises(Weigering) as geweigerd:
        huis.doe(oud, "SplitsDossier", **wat)
    assert geweigerd.value.code == "PersoonIsGewist"
    assert huis.service.historiek(NIEUW) == []
