"""A wrong merge undone: the dossier lives again, and both are what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from handhaving.dossier.decider import evolueer, vouw
from handhaving.dossier.state import Dossier
from handhaving.dossier.termijnen import termijnen
from tests.dossier.spel import ANDER, DOSSIER, Spel, Stap, Uitkomst, dag, doe
from tests.dossier.test_samenvoegen import DERDE, REDEN, samen
from tests.dossier.test_splitsen import inhoud, splits
from tests.dossier.trap import ADRES, TREDEN, tot
from tests.dossier.tweede import RR, tweede

if TYPE_CHECKING:
    from collections.abc import Iterable


def ongedaan(spel: Spel, ook: Iterable[str] = ()) -> Uitkomst:
    return splits(spel, dict.fromkeys(("DossiersSamengevoegd", *ook), ANDER))


def test_given_a_wrong_merge_then_both_are_again_what_they_were() -> None:
    een, twee = tot("betekend"), tweede("inGebrekeTotBetaling")
    spel = ongedaan(samen(een, twee).spel).dan("DossierGesplitst")
    assert inhoud(spel.dossier) == inhoud(een.dossier)
    assert inhoud(spel.andere[ANDER].dossier) == inhoud(twee.dossier)
    assert spel.andere[ANDER].dossier.samengevoegd_in is None
    assert spel.dossier.opgenomen == frozenset()
    assert termijnen(spel.andere[ANDER].dossier) == termijnen(twee.dossier)


def test_given_what_happened_while_merged_then_it_goes_with_its_case_under_its_old_keys() -> None:
    samengevoegd = samen(tot("betekend"), tweede("definitief"), "2025-01-06").spel
    spel = samengevoegd.met(
        doe(
            "BoekBetaling",
            "2025-01-07",
            vordering="V2",
            bedrag="100.00",
            valutadatum="2025-01-07",
            bankreferentie="REF-1",
        )
    )
    na = ongedaan(spel).spel
    daar = na.andere[ANDER]
    assert daar.dossier.vorderingen["V1"].betaald == 10000
    assert na.dossier.vorderingen["V1"].betaald == 0
    assert [type(g).__name__ for g, _ in daar.paren[-2:]] == [
        "SamenvoegingOngedaanGemaakt",
        "GebeurtenisOvergenomen",
    ]
    daar.wanneer(
        "BoekBetaling",
        vordering="V1",
        bedrag="50.00",
        valutadatum="2025-09-01",
        bankreferentie="REF-2",
    ).dan("BetalingGeboekt")


def test_given_one_fact_of_the_merged_that_goes_elsewhere_then_refused() -> None:
    spel = samen(tot("open"), tweede("vastgesteld")).spel
    splits(spel, {"DossiersSamengevoegd": ANDER, "I1": DERDE}).geweigerd(
        "SamenvoegingGaatGeheelTerug", dossier=str(ANDER)
    )
    splits(spel, {"DossiersSamengevoegd": DERDE}).geweigerd("OnbekendeGebeurtenis")


def test_given_a_part_that_left_before_then_it_does_not_come_back_with_the_rest() -> None:
    ander = tweede("vastgesteld").met(
        doe("StelInbreukVast", "2024-03-05", type="I06", datumFeit="2024-03-02")
    )
    eerst = splits(samen(tot("open"), ander).spel, {"I2": DERDE}).spel
    na = ongedaan(eerst).spel
    assert list(na.andere[ANDER].dossier.inbreuken) == ["I1"]
    assert na.andere[ANDER].dossier.vertrokken == {"I2": DOSSIER}
    assert list(na.andere[DERDE].dossier.inbreuken) == ["I2"]
    assert not na.dossier.inbreuken


def test_given_a_closed_dossier_that_gets_something_new_then_it_is_open_again() -> None:
    dicht = tweede("open").met(doe("SluitDossier", reden=REDEN))
    spel = samen(tot("open"), dicht).spel
    leeg = ongedaan(spel).spel.andere[ANDER].dossier
    assert leeg.gesloten_op == dicht.dossier.gesloten_op
    spel = spel.met(doe("StelInbreukVast", "2025-06-05", type="I06", datumFeit="2025-06-02"))
    daar = ongedaan(spel, ["I1"]).spel.andere[ANDER].dossier
    assert daar.gesloten_op is None
    assert list(daar.inbreuken) == ["I1"]


def test_given_a_fine_that_counted_the_other_then_its_step_is_reviewed() -> None:
    spel = samen(tot("voorgesteld"), tweede("betekend"), "2024-08-12").spel
    motieven = {"motivering": "F.", "feitelijkeGronden": "F.", "juridischeGronden": "F."}
    spel = spel.met(
        doe("NeemBoetebesluit", "2024-08-13", inbreuk="I1", bedrag="250.00", **motieven)
    )
    assert spel.dossier.besluiten["B2"].recidivestap == 2
    taken = ongedaan(spel).spel.dossier.taken.values()
    assert [(t.soort, t.betreft) for t in taken if t.soort == "recidivestap"] == [
        ("recidivestap", "B2")
    ]


def test_given_a_wrong_undoing_then_it_is_merged_once_more() -> None:
    spel = ongedaan(samen(tot("open"), tweede("inGebreke")).spel).spel
    weer = spel.wanneer("VoegDossiersSamen", "2025-09-02", anderDossier=str(ANDER), reden=REDEN)
    assert list(weer.spel.dossier.inbreuken) == ["I2"]
    assert weer.spel.andere[ANDER].dossier.samengevoegd_in == DOSSIER
    assert weer.spel.dossier.persoon.insz_aliassen == (RR,)


MAKKELIJK: tuple[tuple[str, dict[str, object]], ...] = (
    ("RegistreerNieuwAdres", {"adres": {**ADRES, "bus": "4"}}),
    ("VerleenUitstel", {"soort": "start", "van": "2025-05-11", "tot": "2025-05-25"}),
    ("VerhuisNaarRegime", {"regime": "brussel", "vanaf": "2025-05-01"}),
    ("StelBewindvoerderAan", {"naam": "Fictief Persoon-98", "adres": ADRES}),
    ("RegistreerAmbtshalveAfvoering", {"op": "2025-05-20"}),
    ("RegistreerOverlijden", {"overledenOp": "2025-05-21"}),
    ("RegistreerVerstrekking", {"ontvanger": "OCMW", "doel": "sanctionering", "op": "2025-05-01"}),
    ("VerleenVrijstelling", {"reden": REDEN, "vanaf": "2025-05-01"}),
    ("StelInbreukVast", {"type": "I07", "datumFeit": "2025-04-30"}),
)


def leef(spel: Spel, wat: list[int]) -> Spel:
    """The same life with these acts added; what is refused is left out."""
    for keuze in wat:
        naam, gegevens = MAKKELIJK[keuze]
        uitkomst = spel.stap(Stap(naam, dag("2025-05-30"), gegevens))
        spel = spel if uitkomst.weigering is not None else uitkomst.spel
    return spel


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_given_any_two_lives_when_merged_and_split_then_both_are_as_they_were(
    data: st.DataObject,
) -> None:
    treden = st.sampled_from(TREDEN)
    keuzes = st.lists(st.integers(0, len(MAKKELIJK) - 1), max_size=4)
    een = leef(tot(data.draw(treden)), data.draw(keuzes))
    twee = leef(tweede(data.draw(treden)), data.draw(keuzes))
    voor = (inhoud(een.dossier), inhoud(twee.dossier))
    samengevoegd = samen(een, twee, "2025-06-02")
    assert samengevoegd.weigering is None
    na = ongedaan(samengevoegd.spel)
    assert na.weigering is None
    assert (inhoud(na.spel.dossier), inhoud(na.spel.andere[ANDER].dossier)) == voor
    for spel in (na.spel, na.spel.andere[ANDER]):
        assert spel.opnieuw() == spel.dossier


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_given_any_subset_of_these_lives_then_it_folds(data: st.DataObject) -> None:
    spel = ongedaan(samen(tot("betekend"), tweede("betekend")).spel).spel
    paren = data.draw(st.sampled_from((spel.paren, spel.andere[ANDER].paren)))
    mee = data.draw(st.lists(st.booleans(), min_size=len(paren), max_size=len(paren)))
    deel = [paar for paar, ja in zip(paren, mee, strict=True) if ja]
    assert termijnen(vouw(paren[0][1].dossier_id, deel)) is not None
    op = data.draw(st.sampled_from(sorted({g.geldig_op for g, _ in paren})))
    geldig = vouw(paren[0][1].dossier_id, [(g, e) for g, e in paren if g.geldig_op <= op])
    assert termijnen(geldig) is not None


def test_given_a_departure_alone_then_it_folds_on_nothing() -> None:
    spel = ongedaan(samen(tot("open"), tweede("open")).spel).spel
    for paren in (spel.paren, spel.andere[ANDER].paren):
        gebeurtenis, envelop = paren[-1]
        leeg = evolueer(Dossier(envelop.dossier_id), gebeurtenis, envelop)
        assert leeg.samengevoegd_in is None
