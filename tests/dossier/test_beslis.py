"""`beslis` answers anything that is well formed with events or a refusal, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from importlib.resources import as_file, files
from shutil import copytree
from typing import TYPE_CHECKING
from uuid import uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handhaving.dossier.basis import Context, Gebeurtenis, Opdracht, Rol, Soort, Weigering
from handhaving.dossier.decider import GEBEURTENISSEN, HOOFDSTUKKEN, OPDRACHTEN, beslis, event_types
from handhaving.dossier.keuring import EERSTE_DAG
from handhaving.dossier.nummers import volgende
from handhaving.dossier.persoon import AGENTSCHAPPEN
from handhaving.dossier.refusals import (
    BedragBuitenBoetevork,
    KanaalNietToegelaten,
    OngeldigeGegevens,
)
from handhaving.dossier.stand import stand
from handhaving.dossier.state import Dossier, Fase
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.persoonlijk import personal_fields
from handhaving.recht import Cent, Kanaal, Recht
from tests.dossier.spel import ANDER, DOSSIER, RUIMTE, Spel, doe, recht
from tests.dossier.strategieen import gegevens
from tests.dossier.trap import FEIT, INSZ, TREDEN, tot
from tests.dossier.voorbeelden import VOORBEELDEN, met_beroep, met_taak

if TYPE_CHECKING:
    from pathlib import Path

NAMEN = sorted(OPDRACHTEN)
DOSSIERS = [
    Dossier(DOSSIER),
    met_taak().dossier,
    met_beroep().dossier,
    *(tot(trede).dossier for trede in TREDEN),
]
DOOR = st.builds(
    Door,
    id=st.sampled_from([f"{rol}-1" for rol in Rol]),
    rol=st.sampled_from(sorted(Rol)),
    organisatie=st.sampled_from([*AGENTSCHAPPEN, "ABB", "elders"]),
)
ELDERS = st.dictionaries(
    st.sampled_from([("insz", INSZ), ("bankreferentie", "CODA-1"), ("klantnummer", "Atlas|x")]),
    st.sampled_from([DOSSIER, ANDER]),
)
ja_of_nee = st.booleans()
VANDAAG = st.dates(date(2023, 1, 1), date(2028, 12, 31)) | st.dates(date(1, 1, 2), date(9999, 1, 1))


def antwoord(
    opdracht: Opdracht, dossier: Dossier, context: Context
) -> tuple[Gebeurtenis, ...] | Weigering:
    try:
        return beslis(opdracht, dossier, recht(), context)
    except Weigering as weigering:
        return weigering


def gelezen(naam: str, wat: dict[str, object]) -> Opdracht | None:
    try:
        return lees_opdracht(naam, wat)
    except OngeldigeGegevens:
        return None


@pytest.mark.parametrize("naam", NAMEN)
@settings(max_examples=15)
@given(data=st.data())
def test_given_anything_well_formed_when_decided_then_events_or_a_refusal(
    naam: str, data: st.DataObject
) -> None:
    opdracht = gelezen(naam, data.draw(gegevens(naam)))
    if opdracht is None:
        return
    dossier = data.draw(st.sampled_from(DOSSIERS))
    if data.draw(ja_of_nee):
        dossier = dossier.met_inbreuk("I1", fase=data.draw(st.sampled_from(sorted(Fase))))
    vandaag = data.draw(VANDAAG)
    bevoegd = next(r for r in Rol if r in OPDRACHTEN[naam].rollen)
    context = Context(
        nu=datetime.combine(vandaag, time(11), tzinfo=UTC),
        vandaag=vandaag,
        door=data.draw(DOOR | st.just(Door("x", bevoegd, AGENTSCHAPPEN[1]))),
        opdracht_id=uuid5(RUIMTE, naam),
        dossier_id=DOSSIER,
        ogm_nummer=data.draw(st.integers(1, 999_999)),
        elders=data.draw(ELDERS),
    )
    gevonden = antwoord(opdracht, dossier, context)
    if isinstance(gevonden, Weigering):
        buiten = "een dag van 1900 tot" in gevonden.boodschap or vandaag.year < EERSTE_DAG.year
        assert gevonden.soort is not Soort.VORM or buiten
        assert gevonden.boodschap.endswith(".")
        assert "…" not in gevonden.boodschap
        return
    spel = Spel(dossier=dossier, vandaag=vandaag).met(*gevonden)
    assert stand(spel.dossier, min(vandaag, date(2035, 1, 1)), recht())


def test_given_facts_then_a_refusal_keeps_them_as_json_and_says_them_as_words() -> None:
    weigering = KanaalNietToegelaten(
        kanaal=Kanaal.GEWOON, opdracht="Doe", toegelaten=(Kanaal.EBOX, Kanaal.AFGIFTE)
    )
    assert weigering.boodschap == ("gewoon is voor Doe geen toegelaten kanaal; wel: ebox, afgifte.")
    feiten = BedragBuitenBoetevork(
        bedrag=Cent(5), op=date(2024, 3, 1), hoeveel=3, ja=True, niets=None
    ).feiten
    assert feiten == {"bedrag": "0.05", "op": "2024-03-01", "hoeveel": 3, "ja": True, "niets": None}
    assert "…" in BedragBuitenBoetevork().boodschap, "what is not given is seen to be missing"


def test_given_a_law_that_only_warns_when_one_person_does_all_then_accepted(tmp_path: Path) -> None:
    map_ = tmp_path / "recht"
    with as_file(files("handhaving.recht")) as bron:
        copytree(bron, map_)
    for bestand in map_.joinpath("parameters").glob("*.yaml"):
        tekst = bestand.read_text(encoding="utf-8")
        bestand.write_text(tekst.replace("waarde: blokkeer", "waarde: waarschuw"), encoding="utf-8")
    soepel = Recht.uit_map(map_)
    stap = VOORBEELDEN["NeemBoetebesluit"].stap("NeemBoetebesluit")
    spel = VOORBEELDEN["NeemBoetebesluit"].spel()
    alles = replace(stap, door=Door("dossierbehandelaar-1", Rol.BESLISSER, "ABB"))
    spel.stap(alles).geweigerd("VaststellerBeslistNiet")
    opdracht = lees_opdracht(stap.naam, stap.gegevens)
    (besluit,) = beslis(opdracht, spel.dossier, soepel, spel.context(alles))
    assert type(besluit).__name__ == "BoetebesluitGenomen"


def test_given_several_refusals_then_the_order_is_that_of_the_contract() -> None:
    assert [s.name for s in sorted(Soort)] == [
        "VORM",
        "BEVOEGDHEID",
        "BESTAAN",
        "FASE",
        "PERSOON",
        "TERMIJN",
        "VELD",
    ]


def test_given_authority_and_existence_fail_then_nothing_behind_them_is_judged() -> None:
    stap = doe(
        "BoekBetaling", door=Door("x", Rol.ABB, "ABB"), **VOORBEELDEN["BoekBetaling"].gevuld()
    )
    stap = replace(stap, gegevens={**stap.gegevens, "vordering": "V9", "valutadatum": "2030-01-01"})
    tot("betekend").stap(stap).geweigerd(
        "GeenBevoegdheid", "OnbekendeVordering", "DatumInDeToekomst"
    )


def test_given_the_law_has_a_gap_when_decided_then_the_gap_is_named() -> None:
    oud = tot("open").persoon(plicht_ontstaan_op=None, geboortedatum=None, insz=None)
    oud.wanneer("StelInbreukVast", type="I01", datumFeit="1901-01-01").geweigerd(
        "InbreuktypeNietVanKracht"
    )
    weigering = (
        tot("open")
        .persoon(plicht_ontstaan_op=None)
        .wanneer("StelInbreukVast", type="I01", datumFeit="1901-01-01")
        .geweigerd("RechtswaardeOntbreekt")
    )
    assert "1901-01-01" in str(weigering.feiten["gat"])
    brief = {"inbreuk": "I1", "kanaal": "gewoon", "verzondenOp": "2041-03-04"}
    tot("vastgesteld").wanneer("VerzendIngebrekestelling", "2041-03-04", **brief).geweigerd(
        "RechtswaardeOntbreekt"
    )


def test_given_dates_that_cannot_follow_each_other_when_decided_then_refused() -> None:
    brief = {"inbreuk": "I1", "kanaal": "afgifte"}
    vast = tot("vastgesteld")
    dag = vast.vandaag.isoformat()
    vast.wanneer(
        "VerzendIngebrekestelling", verzondenOp=dag, ontvangenOp="2024-03-01", **brief
    ).geweigerd("DatumOnmogelijk", veld="ontvangenOp", voorganger="verzondenOp")
    vast.wanneer("VerzendIngebrekestelling", verzondenOp="2024-01-01", **brief).geweigerd(
        "DatumOnmogelijk", veld="verzondenOp", voorganger="datumFeit"
    )
    tot("beslist").wanneer(
        "BetekenBoetebesluit",
        besluit="B1",
        kanaal="afgifte",
        verzondenOp="2024-06-01",
        rechtsmiddelenVermeld=True,
    ).geweigerd("DatumOnmogelijk", veld="verzondenOp", voorganger="genomenOp")
    tot("betekend").wanneer("RegistreerOntvangst", stuk="S1", ontvangenOp="2024-03-05").geweigerd(
        "DatumOnmogelijk", veld="ontvangenOp", voorganger="verzondenOp"
    )


def test_given_the_chapters_then_every_command_and_event_is_in_one_of_them() -> None:
    handelingen = [h.opdracht.__name__ for hoofdstuk in HOOFDSTUKKEN for h in hoofdstuk.handelingen]
    evoluties = [e.gebeurtenis.__name__ for h in HOOFDSTUKKEN for e in h.evoluties]
    assert sorted(handelingen) == NAMEN
    assert sorted(evoluties) == sorted(GEBEURTENISSEN)
    assert [t.naam for t in event_types()] == list(GEBEURTENISSEN)


@pytest.mark.parametrize("naam", sorted(GEBEURTENISSEN))
def test_given_an_event_class_then_its_sentence_names_only_clear_fields(naam: str) -> None:
    klasse = GEBEURTENISSEN[naam]
    klaar = {
        info.alias or n
        for n, info in klasse.model_fields.items()
        if n not in personal_fields(klasse)
    }
    genoemd = _genoemd(klasse.historiek)
    assert genoemd <= klaar
    assert klasse.historiek.endswith(".")
    assert klasse.geldig_veld in klasse.model_fields


def _genoemd(zin: str) -> set[str]:
    return {deel.split("}")[0] for deel in zin.split("{")[1:]}


@pytest.mark.parametrize("naam", NAMEN)
def test_given_a_command_class_then_its_dates_of_acts_and_references_exist(naam: str) -> None:
    klasse = OPDRACHTEN[naam]
    assert set(klasse.verleden) <= set(klasse.model_fields)
    assert klasse.rollen
    assert klasse.__doc__


def test_given_keys_then_the_next_one_is_free() -> None:
    assert volgende("I", {}) == "I1"
    assert volgende("I", {"I1": 0, "I9": 0, "X-12": 0, "I-3": 0, "IX": 0}) == "I10"
    assert volgende("I", {"I" + 15 * "9": 0, "I1": 0}) == "I2"


def test_given_a_dossier_of_somebody_else_when_established_there_then_the_fact_is_known() -> None:
    spel = tot("vastgesteld")
    ander = Door("x", Rol.DOSSIERBEHANDELAAR, AGENTSCHAPPEN[0])
    spel.wanneer("StelInbreukVast", door=ander, type="I01", datumFeit=FEIT).geweigerd(
        "ZelfdeFeitReedsVastgesteld"
    )
