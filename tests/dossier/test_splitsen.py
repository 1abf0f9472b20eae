"""One dossier held two persons: every fact gets its owner, and each goes on where it is."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import GEBEURTENISSEN, vouw
from handhaving.dossier.state import Dossier, Fase, Persoon
from handhaving.dossier.toewijzing.levend import levend
from handhaving.dossier.toewijzing.sleutels import VELDEN, genoemd
from handhaving.dossier.toewijzing.vertrek import persoonsvelden
from handhaving.eventlog.envelope import Door
from tests.dossier.spel import ANDER, DOSSIER, Spel, Uitkomst, dag, doe, toon
from tests.dossier.test_samenvoegen import DERDE, REDEN, overgenomen, samen
from tests.dossier.test_vouwen_leven import levens
from tests.dossier.trap import ADRES, tot
from tests.dossier.tweede import tweede

if TYPE_CHECKING:
    from uuid import UUID

AMBTENAAR = Door("ambtenaar-1", Rol.HANDHAVINGSAMBTENAAR, "ABB")
BUITEN = {"versie", "vertrokken", "opgenomen", "dossier_id", "voordien"}
"""What a merge and its undoing leave behind in a dossier, and nothing else."""


def id_van(spel: Spel, wat: str) -> str:
    """The first event that names this key, or the last of this type."""
    telt = levend(spel.paren)
    met_sleutel = [each.id for each in telt if wat in genoemd(each.gebeurtenis)]
    van_soort = [e.gebeurtenis_id for _, e in spel.paren if e.type == wat]
    return str((met_sleutel or van_soort[-1:])[0])


def splits(spel: Spel, toewijzing: dict[str, UUID], op: str = "2025-09-01") -> Uitkomst:
    ids = {id_van(spel, wat): str(wie) for wat, wie in toewijzing.items()}
    return spel.wanneer("SplitsDossier", op, toewijzing=ids, reden=REDEN, door=AMBTENAAR)


def inhoud(dossier: Dossier) -> dict[str, object]:
    return {f.name: getattr(dossier, f.name) for f in fields(dossier) if f.name not in BUITEN}


@cache
def met_twee() -> Spel:
    """Two infringements, of which the second is somebody else's; and an address of that person."""
    return tot("vastgesteld").met(
        doe("StelInbreukVast", "2024-03-05", type="I06", datumFeit="2024-03-02"),
        doe("RegistreerNieuwAdres", "2024-03-06", adres={**ADRES, "straat": "Andere straat"}),
        doe(
            "VerzendIngebrekestelling",
            "2024-03-08",
            inbreuk="I2",
            kanaal="afgifte",
            verzondenOp="2024-03-08",
            ontvangenOp="2024-03-08",
        ),
    )


def test_given_a_split_then_the_other_begins_with_its_facts_and_the_first_goes_on_without() -> None:
    uitkomst = splits(met_twee(), {"I2": ANDER, "AdresGewijzigd": ANDER})
    spel = uitkomst.dan("DossierGesplitst")
    assert list(spel.dossier.inbreuken) == ["I1"]
    assert not spel.dossier.stukken
    assert spel.dossier.persoon == tot("vastgesteld").dossier.persoon
    assert spel.dossier.vertrokken == {"I2": ANDER, "S1": ANDER}
    ander = spel.andere[ANDER]
    assert [type(g).__name__ for g, _ in ander.paren] == [
        "DossierGeopend",
        *["GebeurtenisOvergenomen"] * 4,
    ]
    assert ander.dossier.inbreuken["I2"].fase is Fase.IN_GEBREKE
    assert ander.dossier.agentschappen == {"Atlas"}
    assert {g.onder_sleutel_van for g in overgenomen(ander)} == {ANDER}
    assert spel.opnieuw() == spel.dossier
    assert ander.opnieuw() == ander.dossier


def test_given_a_split_then_its_event_names_what_left_and_whither() -> None:
    spel = met_twee()
    feit = toon(splits(spel, {"I2": ANDER}).feiten[0])
    assert (feit["naar"], feit["sleutels"], feit["op"]) == (str(ANDER), ["I2", "S1"], "2025-09-01")
    assert feit["vanaf"] == "2024-03-05"
    assert feit["gebeurtenissen"] == [
        str(e.gebeurtenis_id) for g, e in spel.paren if {"I2", "S1"} & {*genoemd(g)}
    ]


def test_given_what_left_then_the_first_dossier_knows_it_no_more_and_gives_no_key_twice() -> None:
    spel = splits(met_twee(), {"I2": ANDER}).spel
    spel.wanneer("MaakOverAanABB", inbreuk="I2").geweigerd("OnbekendeInbreuk")
    wat = {"type": "I07", "datumFeit": "2024-03-02"}
    spel.wanneer("StelInbreukVast", inbreuk="I2", **wat).geweigerd("SleutelReedsGebruikt")
    assert list(spel.met(doe("StelInbreukVast", **wat)).dossier.inbreuken) == ["I1", "I3"]
    splits_weer = spel.wanneer(
        "SplitsDossier", toewijzing={id_van(met_twee(), "I2"): str(ANDER)}, reden=REDEN
    )
    splits_weer.geweigerd("OnbekendeGebeurtenis")


def test_given_a_letter_to_the_wrong_person_then_it_is_listed_and_asked_where_it_belongs() -> None:
    # The address was of the first person when the letter about the second was sent.
    zonder_adres = splits(met_twee(), {"I2": ANDER, "AdresGewijzigd": DOSSIER})
    assert toon(zonder_adres.feiten[0])["brieven"] == ["S1"]
    taken = zonder_adres.spel.andere[ANDER].dossier.taken
    assert [(t.soort, t.betreft, t.opdracht) for t in taken.values()] == [
        ("briefAanVerkeerdePersoon", "S1", "RegistreerOnbestelbaar")
    ]
    assert taken["T1"].gegevens == {"stuk": "S1", "op": "2025-09-01"}
    # It was already of the second person: the letter went right.
    met_adres = splits(met_twee(), {"I2": ANDER, "AdresGewijzigd": ANDER})
    assert toon(met_adres.feiten[0])["brieven"] == []
    # A letter that stays, but went to the address of who leaves.
    alleen_adres = splits(met_twee(), {"AdresGewijzigd": ANDER})
    assert toon(alleen_adres.feiten[0])["brieven"] == ["S1"]
    taken = alleen_adres.spel.dossier.taken
    assert [(t.soort, t.betreft) for t in taken.values()] == [("briefAanVerkeerdePersoon", "S1")]


@pytest.mark.parametrize(
    ("toewijzing", "code"),
    [
        ({"IngebrekestellingVerzonden": ANDER}, "GevolgZonderOorzaak"),
        ({"I2": ANDER, "IngebrekestellingVerzonden": DERDE}, "GevolgZonderOorzaak"),
        ({"I2": ANDER, "InregelstellingsperiodeGestart": DOSSIER}, "GevolgZonderOorzaak"),
        ({"DossierGeopend": ANDER}, "GebeurtenisBlijft"),
        ({"I1": DOSSIER}, "NietsTeSplitsen"),
    ],
)
def test_given_an_assignment_that_cannot_be_then_refused(
    toewijzing: dict[str, UUID], code: str
) -> None:
    splits(met_twee(), toewijzing).geweigerd(code)


def test_given_a_consequence_without_its_cause_then_both_are_named() -> None:
    spel = met_twee()
    weigering = splits(spel, {"IngebrekestellingVerzonden": ANDER}).weigering
    assert weigering is not None
    assert weigering.feiten["gevolg"] == id_van(spel, "IngebrekestellingVerzonden")
    assert weigering.feiten["oorzaak"] == id_van(spel, "I2")


def test_given_two_others_then_each_gets_its_own() -> None:
    uitkomst = splits(met_twee(), {"I2": ANDER, "AdresGewijzigd": DERDE})
    spel = uitkomst.dan("DossierGesplitst", "DossierGesplitst")
    assert spel.dossier.vertrokken == {"I2": ANDER, "S1": ANDER}
    assert list(spel.andere[ANDER].dossier.inbreuken) == ["I2"]
    assert spel.andere[DERDE].dossier.persoon.adres is not None
    # The second one left a dossier that the first had left already: nothing of it comes back.
    assert list(spel.dossier.inbreuken) == ["I1"]
    assert spel.dossier.persoon == tot("vastgesteld").dossier.persoon


def test_given_two_letters_of_one_case_then_each_that_went_wrong_is_asked_about() -> None:
    spel = met_twee().met(
        doe("StelVerstrijkenVast", "2024-04-15", inbreuk="I2"),
        doe("MaakOverAanABB", inbreuk="I2"),
        doe(
            "NodigUitTotVerweer",
            inbreuk="I2",
            kanaal="afgifte",
            verzondenOp="2024-04-15",
            ontvangenOp="2024-04-15",
        ),
    )
    uitkomst = splits(spel, {"I2": ANDER})
    assert toon(uitkomst.feiten[0])["brieven"] == ["S1", "S2"]
    taken = uitkomst.spel.andere[ANDER].dossier.taken
    verkeerd = [t.betreft for t in taken.values() if t.soort == "briefAanVerkeerdePersoon"]
    assert verkeerd == ["S1", "S2"]


def test_given_a_merged_letter_that_stays_when_others_leave_then_it_went_right() -> None:
    samengevoegd = samen(met_twee(), tweede("inGebreke")).spel
    uitkomst = splits(samengevoegd, {"I2": DERDE, "AdresGewijzigd": DERDE})
    assert uitkomst.weigering is None, uitkomst.weigering
    assert toon(uitkomst.feiten[0])["brieven"] == []
    soorten = {t.soort for t in uitkomst.spel.dossier.taken.values()}
    assert "briefAanVerkeerdePersoon" not in soorten


def test_given_a_task_that_was_done_then_it_leaves_with_the_case_it_came_from() -> None:
    spel = met_twee().met(
        doe("NeemHistorischFeitOver", inbreuk="I2", soort="andere", datum="2024-03-02", bron="KBI"),
        doe("HandelTaakAf", taak="T1", uitkomst="gezien"),
    )
    uitkomst = splits(spel, {"I2": ANDER})
    assert id_van(spel, "TaakAfgehandeld") in toon(uitkomst.feiten[0])["gebeurtenissen"]
    assert uitkomst.spel.dossier.taken == {}
    daar = uitkomst.spel.andere[ANDER].dossier.taken
    assert ("I2", "gezien") in {(t.betreft, t.afgehandeld) for t in daar.values()}


def test_given_a_dossier_that_is_there_then_it_takes_over_under_free_keys() -> None:
    ander = tweede("inGebreke")
    spel = splits(met_twee().naast(ander), {"I2": ANDER}).dan("DossierGesplitst")
    daar = spel.andere[ANDER].dossier
    assert list(daar.inbreuken) == ["I1", "I2"]
    assert daar.inbreuken["I1"] == ander.dossier.inbreuken["I1"]
    assert daar.stukken["S2"].betreft == "I2"


def test_given_a_closed_or_unseen_or_merged_target_then_refused() -> None:
    dicht = tweede("open").met(doe("SluitDossier", reden=REDEN))
    splits(met_twee().naast(dicht), {"I2": ANDER}).geweigerd("DossierIsGesloten")
    rust = samen(tot("open"), tweede("open")).spel.andere[ANDER]
    ergens_anders = Spel(dossier=Dossier(DERDE)).met(
        doe("OpenDossier", "2024-02-28", insz="00012556777", agentschap="Atlas"),
        doe("StelInbreukVast", "2024-03-05", type="I06", datumFeit="2024-03-02"),
    )
    splits(ergens_anders.naast(rust), {"I1": ANDER}).geweigerd(
        "DossierIsSamengevoegd", dossier=str(ANDER), behouden=str(DOSSIER)
    )
    agii = Door("mw-9", Rol.DOSSIERBEHANDELAAR, "AgII")
    van_agii = met_twee().met(
        doe("StelInbreukVast", "2024-03-08", type="I07", datumFeit="2024-03-02", door=agii)
    )
    ids = {id_van(van_agii, "I3"): str(ANDER)}
    mee = van_agii.naast(tweede("open"))
    mee.wanneer("SplitsDossier", toewijzing=ids, reden=REDEN, door=agii).geweigerd(
        "OnbekendDossier"
    )
    ander = {id_van(van_agii, "I2"): str(DERDE)}
    van_agii.wanneer("SplitsDossier", toewijzing=ander, reden=REDEN, door=agii).geweigerd(
        "GeenBevoegdheid"
    )


def test_given_a_deferment_that_leaves_then_what_followed_from_it_is_reviewed() -> None:
    spel = tot("inGebreke").met(
        doe("VerleenUitstel", "2024-03-11", soort="start", van="2024-03-11", tot="2024-03-25")
    )
    dossier = splits(spel, {"U1": ANDER}).spel.dossier
    assert not dossier.uitstellen
    assert [(t.soort, t.betreft) for t in dossier.taken.values()] == [("oorzaakVertrokken", "I1")]


def test_given_a_death_that_leaves_then_the_infringement_lives_again() -> None:
    spel = tot("inGebreke").met(doe("RegistreerOverlijden", "2024-03-11", overledenOp="2024-03-10"))
    na = splits(spel, {"OverlijdenGeregistreerd": ANDER}).spel
    assert na.dossier.persoon.overleden_op is None
    assert na.dossier.inbreuken == tot("inGebreke").dossier.inbreuken
    assert na.andere[ANDER].dossier.persoon.overleden_op == dag("2024-03-10")


def test_given_a_claim_at_vlabel_of_the_wrong_person_then_its_recall_is_proposed() -> None:
    spel = tot("bevestigd")
    daar = splits(spel, {"I1": ANDER}).spel.andere[ANDER].dossier
    gevraagd = {t.betreft: t.opdracht for t in daar.taken.values() if "VerkeerdeP" in t.soort}
    assert gevraagd["O1"] == "RoepVlabelOverdrachtTerug"
    assert zonder_ids(daar.vorderingen) == zonder_ids(spel.dossier.vorderingen)


@pytest.mark.parametrize("nummer", range(3))
def test_given_a_full_life_when_all_of_it_is_assigned_then_the_other_is_what_it_was(
    nummer: int,
) -> None:
    paren = levens()[nummer]
    spel = Spel(paren, vouw(DOSSIER, paren), dag("2025-12-01"))
    blijft = {"DossierGeopend"}
    toewijzing = {str(e.gebeurtenis_id): str(ANDER) for _, e in paren if e.type not in blijft}
    uitkomst = spel.wanneer("SplitsDossier", toewijzing=toewijzing, reden=REDEN, door=AMBTENAAR)
    assert uitkomst.weigering is None, uitkomst.weigering
    daar = inhoud(uitkomst.spel.andere[ANDER].dossier)
    was = inhoud(spel.dossier)
    for naam in ("inbreuken", "besluiten", "vorderingen", "uitstellen", "persoon"):
        assert zonder_ids(daar[naam]) == zonder_ids(was[naam])
    assert not uitkomst.spel.dossier.inbreuken
    assert uitkomst.spel.dossier.persoon == Persoon(agentschap="Atlas")


def zonder_ids(waarde: object) -> str:
    """A value without the ids of the events it came from, which differ between dossiers."""
    return re.sub(r"UUID\('[0-9a-f-]+'\)", "…", repr(waarde))


def test_given_every_field_of_the_person_then_a_departure_can_restore_it() -> None:
    assert persoonsvelden() == tuple(f.name for f in fields(Persoon))


def test_given_every_event_class_then_its_keys_are_in_the_list() -> None:
    vorm = r"^[A-Z][A-Za-z0-9-]{0,15}$"
    gevonden = {
        naam
        for klasse in GEBEURTENISSEN.values()
        for naam, veld in klasse.model_json_schema(by_alias=False)["properties"].items()
        if vorm in {veld.get("pattern"), *(k.get("pattern") for k in veld.get("anyOf", ()))}
    }
    assert gevonden <= set(VELDEN)
