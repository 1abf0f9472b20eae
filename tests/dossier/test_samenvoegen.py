"""Two dossiers of one person become one: what counted goes on in the one that is kept."""

from __future__ import annotations

from uuid import UUID

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import evolueer, vouw
from handhaving.dossier.persoon import Adres
from handhaving.dossier.state import Dossier, Fase
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.toewijzing.feiten import DossiersSamengevoegd, GebeurtenisOvergenomen
from handhaving.dossier.toewijzing.levend import levend
from handhaving.eventlog.envelope import Door
from tests.dossier.spel import ANDER, DOSSIER, Spel, Uitkomst, doe, feit, toon
from tests.dossier.trap import tot
from tests.dossier.tweede import RR, tweede

REDEN = "Fictieve reden."
DERDE = UUID("019c1f00-0000-7000-8000-000000000003")
AMBTENAAR = Door("ambtenaar-1", Rol.HANDHAVINGSAMBTENAAR, "ABB")


def samen(eerste: Spel, ander: Spel, op: str = "2025-06-02") -> Uitkomst:
    return eerste.naast(ander).wanneer(
        "VoegDossiersSamen", op, anderDossier=str(ANDER), reden=REDEN
    )


def overgenomen(spel: Spel) -> list[GebeurtenisOvergenomen]:
    return [g for g, _ in spel.paren if isinstance(g, GebeurtenisOvergenomen)]


def test_given_two_dossiers_when_merged_then_the_first_has_what_was_in_both() -> None:
    uitkomst = samen(tot("betekend"), tweede("inGebrekeTotBetaling"))
    spel = uitkomst.spel
    soorten = [type(g).__name__ for g, _ in tweede("inGebrekeTotBetaling").paren]
    assert [type(g.inhoud).__name__ for g in overgenomen(spel)] == soorten
    assert list(spel.dossier.inbreuken) == ["I1", "I2"]
    assert spel.dossier.besluiten["B2"].inbreuk == "I2"
    assert spel.dossier.vorderingen["V2"].besluit == "B2"
    assert spel.dossier.stukken["S4"].betreft == "I2"
    assert spel.dossier.inbreuken["I2"].besluit == "B2"
    assert spel.dossier.opgenomen == {ANDER}
    assert spel.opnieuw() == spel.dossier


def test_given_a_merge_then_both_say_so_and_how_the_keys_are_called() -> None:
    uitkomst = samen(tot("vastgesteld"), tweede("inGebreke"))
    velden = {
        "behouden": str(DOSSIER),
        "opgenomen": str(ANDER),
        "op": "2025-06-02",
        "vanaf": "2024-02-28",
        "sleutels": {"I1": "I2", "S1": "S1"},
        "reden": REDEN,
    }
    assert feit("DossiersSamengevoegd", **velden).past_op(uitkomst.feiten[0]) == []
    assert list(uitkomst.elders) == [ANDER]
    assert uitkomst.elders[ANDER] == (uitkomst.feiten[0],)


def test_given_a_merge_then_the_other_only_points_and_nothing_runs_there() -> None:
    voor = tweede("inGebreke").dossier
    ander = samen(tot("open"), tweede("inGebreke")).spel.andere[ANDER]
    assert ander.dossier.samengevoegd_in == DOSSIER
    assert not ander.dossier.inbreuken
    assert not ander.dossier.stukken
    assert termijnen(ander.dossier) == ()
    assert termijnen(voor) != ()
    assert ander.dossier.voordien == voor
    assert levend(ander.paren) == []
    assert ander.opnieuw() == ander.dossier


@pytest.mark.parametrize(
    ("naam", "gegevens"),
    [
        ("VerzendIngebrekestelling", {"inbreuk": "I1", "kanaal": "gewoon"}),
        ("StelInbreukVast", {"type": "I02", "datumFeit": "2025-06-01"}),
        ("SluitDossier", {"reden": REDEN}),
        ("HandelTaakAf", {"taak": "T1", "uitkomst": "gezien"}),
    ],
)
def test_given_a_merged_dossier_when_anything_is_asked_then_refused_with_where_it_lives_on(
    naam: str, gegevens: dict[str, object]
) -> None:
    ander = samen(tot("open"), tweede("vastgesteld")).spel.andere[ANDER]
    if naam == "VerzendIngebrekestelling":
        gegevens = {**gegevens, "verzondenOp": "2025-06-03"}
    weigering = ander.wanneer(naam, "2025-06-03", **gegevens).geweigerd(
        "DossierIsSamengevoegd", dossier=str(ANDER), behouden=str(DOSSIER)
    )
    assert str(DOSSIER) in weigering.boodschap


def test_given_a_merged_dossier_when_opened_again_then_the_other_is_named() -> None:
    ander = samen(tot("open"), tweede("open")).spel.andere[ANDER]
    ander.wanneer("OpenDossier", insz=RR).geweigerd("DossierBestaatAl", dossierId=str(DOSSIER))


def test_given_a_merge_when_asked_again_or_the_other_way_round_then_refused() -> None:
    spel = samen(tot("open"), tweede("open")).spel
    samen(spel, spel.andere[ANDER]).geweigerd(
        "DossierIsSamengevoegd", dossier=str(ANDER), behouden=str(DOSSIER)
    )
    spel.andere[ANDER].naast(spel).wanneer(
        "VoegDossiersSamen", anderDossier=str(DOSSIER), reden=REDEN
    ).geweigerd("DossierIsSamengevoegd")


def test_given_the_same_dossier_or_none_when_merged_then_refused() -> None:
    spel = tot("open")
    spel.wanneer("VoegDossiersSamen", anderDossier=str(DOSSIER), reden=REDEN).geweigerd(
        "ZelfdeDossier"
    )
    spel.wanneer("VoegDossiersSamen", anderDossier=str(ANDER), reden=REDEN).geweigerd(
        "OnbekendDossier", dossier=str(ANDER)
    )


def test_given_an_agency_without_a_part_in_the_other_when_merged_then_unknown() -> None:
    spel = tot("open").naast(tweede("open"))
    vreemd = Door("mw-9", Rol.DOSSIERBEHANDELAAR, "AgII")
    mee = spel.met(
        doe("StelInbreukVast", "2024-03-04", type="I01", datumFeit="2024-03-01", door=vreemd)
    )
    wat = {"anderDossier": str(ANDER), "reden": REDEN}
    mee.wanneer("VoegDossiersSamen", door=vreemd, **wat).geweigerd("OnbekendDossier")
    uitkomst = mee.wanneer("VoegDossiersSamen", door=AMBTENAAR, **wat)
    assert uitkomst.weigering is None


def test_given_the_agencies_of_both_then_each_keeps_its_part() -> None:
    agii = Door("mw-9", Rol.DOSSIERBEHANDELAAR, "AgII")
    ander = tweede("open").met(
        doe("StelInbreukVast", "2024-03-04", type="I01", datumFeit="2024-03-01", door=agii)
    )
    dossier = samen(tot("open"), ander).spel.dossier
    assert dossier.agentschappen == {"Atlas", "AgII"}
    assert dossier.inbreuken["I1"].agentschap == "AgII"
    assert dossier.inbreuken["I1"].vaststeller == "mw-9"


def test_given_two_standing_fines_when_merged_then_the_later_one_has_another_step() -> None:
    uitkomst = samen(tot("betekend"), tweede("betekend"))
    taken = {(t.soort, t.betreft): t for t in uitkomst.spel.dossier.taken.values()}
    assert taken["recidivestap", "B2"].opdracht == "TrekBoetebesluitIn"
    assert ("recidivestap", "B1") not in taken


def test_given_one_fact_in_both_then_a_person_is_asked_and_another_fact_is_not() -> None:
    taken = samen(tot("vastgesteld"), tweede("vastgesteld")).spel.dossier.taken
    assert [(t.soort, t.betreft, t.opdracht) for t in taken.values()] == [
        ("zelfdeFeit", "I2", "ZetInbreukRecht")
    ]
    anders = tweede("open").met(
        doe("StelInbreukVast", "2024-03-04", type="I02", datumFeit="2024-03-01")
    )
    assert samen(tot("vastgesteld"), anders).spel.dossier.taken == {}


def test_given_a_merge_then_who_somebody_is_stays_and_the_other_number_is_an_alias() -> None:
    voor = tot("open").dossier.persoon
    persoon = samen(tot("open"), tweede("open")).spel.dossier.persoon
    assert (persoon.insz, persoon.naam, persoon.klantnummer) == (
        voor.insz,
        voor.naam,
        voor.klantnummer,
    )
    assert persoon.insz_aliassen == (RR,)


def test_given_a_younger_address_in_the_other_then_that_one_counts() -> None:
    nieuw = {"straat": "Nieuwe Voorbeeldstraat", "huisnummer": "2", "land": "BE"}
    verhuisd = tweede("open").met(doe("RegistreerNieuwAdres", "2024-06-03", adres=nieuw))
    ouder = tot("open").met(
        doe("RegistreerNieuwAdres", "2024-05-02", adres={**nieuw, "straat": "Oude straat"})
    )
    jonger = ouder.met(
        doe("RegistreerNieuwAdres", "2024-07-01", adres={**nieuw, "straat": "Derde straat"})
    )

    def straat(spel: Spel) -> str | None:
        adres = samen(spel, verhuisd).spel.dossier.persoon.adres
        assert isinstance(adres, Adres)
        return adres.straat

    assert straat(tot("open")) == straat(ouder) == "Nieuwe Voorbeeldstraat"
    assert straat(jonger) == "Derde straat"


def test_given_a_death_in_the_other_then_it_counts_here() -> None:
    ander = tweede("open").met(doe("RegistreerOverlijden", "2024-06-03", overledenOp="2024-06-01"))
    dossier = samen(tot("inGebreke"), ander).spel.dossier
    assert dossier.inbreuken["I1"].fase is Fase.BEEINDIGD_OVERLIJDEN


def test_given_tasks_that_the_fold_made_then_they_keep_their_number_apart() -> None:
    weigering = {"code": "X1", "reden": REDEN}
    eerste = tot("overgedragen").met(
        doe("WeigerVlabelOverdracht", "2025-03-11", overdracht="O1", **weigering)
    )
    ander = tweede("overgedragen").met(
        doe("WeigerVlabelOverdracht", "2025-03-11", overdracht="O1", **weigering),
        doe("HandelTaakAf", "2025-03-12", taak="T1", uitkomst="gezien"),
    )
    dossier = samen(eerste, ander).spel.dossier
    assert dossier.taken["T1"].afgehandeld is None
    assert (dossier.taken["T2"].betreft, dossier.taken["T2"].afgehandeld) == ("O2", "gezien")


def test_given_what_was_taken_over_then_it_says_whence_and_whose_it_is() -> None:
    spel = samen(tot("open"), tweede("vastgesteld")).spel
    bron, envelop = overgenomen(spel)[-1].bron, tweede("vastgesteld").paren[-1][1]
    assert (bron.dossier, bron.gebeurtenis_id) == (ANDER, envelop.gebeurtenis_id)
    assert (bron.type, bron.schema_versie) == ("InbreukVastgesteld", 1)
    assert bron.door_id == envelop.door.id
    assert {g.onder_sleutel_van for g in overgenomen(spel)} == {ANDER}
    assert toon(overgenomen(spel)[-1])["inhoud"]["inbreuk"] == "I1"


def test_given_any_cut_of_a_merged_life_then_it_folds() -> None:
    spel = samen(tot("betekend"), tweede("betekend")).spel
    for paren, dossier_id in ((spel.paren, DOSSIER), (spel.andere[ANDER].paren, ANDER)):
        for weg in range(len(paren)):
            deel = vouw(dossier_id, (*paren[:weg], *paren[weg + 1 :]))
            assert termijnen(deel) is not None
    _, envelop = spel.paren[-1]
    los = next(g for g, _ in spel.paren if isinstance(g, DossiersSamengevoegd))
    assert evolueer(Dossier(ANDER), los, envelop).samengevoegd_in == DOSSIER


def test_given_a_merge_of_a_merged_then_all_of_it_is_in_the_last() -> None:
    spel = samen(tot("vastgesteld"), tweede("inGebreke")).spel
    derde = Spel(dossier=Dossier(DERDE)).op("2025-06-03")
    derde = derde.met(doe("OpenDossier", insz="00012556777", agentschap="Atlas"))
    uitkomst = derde.naast(spel).wanneer(
        "VoegDossiersSamen", anderDossier=str(DOSSIER), reden=REDEN
    )
    assert list(uitkomst.spel.dossier.inbreuken) == ["I1", "I2"]
    assert uitkomst.spel.dossier.inbreuken["I2"].fase is Fase.IN_GEBREKE
    wie = {g.onder_sleutel_van for g in overgenomen(uitkomst.spel)}
    assert wie == {ANDER, DOSSIER}
