"""What holds for every command: an acceptance, and each refusal that concerns them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import GEBEURTENISSEN, OPDRACHTEN
from handhaving.dossier.state import Fase
from handhaving.eventlog.envelope import Door
from tests.dossier.spel import DOSSIER, Spel, actor, feit, json_waarde, toon
from tests.dossier.trap import tot
from tests.dossier.voorbeelden import ANDER_AGENTSCHAP, VOORBEELDEN

NAMEN = sorted(OPDRACHTEN)
VERWIJZINGEN = {
    "inbreuk": ("I99", "OnbekendeInbreuk"),
    "besluit": ("B99", "OnbekendBesluit"),
    "vordering": ("V99", "OnbekendeVordering"),
    "overdracht": ("O99", "OnbekendeOverdracht"),
    "stuk": ("S99", "StukOnbekend"),
    "taak": ("T99", "OnbekendeTaak"),
}
VERWIJZEND = [
    (naam, veld)
    for naam in NAMEN
    for veld, info in OPDRACHTEN[naam].model_fields.items()
    if veld in VERWIJZINGEN and info.is_required()
]
GEDATEERD = [(n, veld) for n in NAMEN for veld in ("geldig_op", *OPDRACHTEN[n].verleden)]
GEFASEERD = [(n, fase) for n in NAMEN if OPDRACHTEN[n].fasen for fase in Fase]
VAN_AGENTSCHAP = [
    n for n in NAMEN if Rol.DOSSIERBEHANDELAAR in OPDRACHTEN[n].rollen and not OPDRACHTEN[n].opent
]
VREEMDE = Door("vreemd-1", Rol.DOSSIERBEHANDELAAR, ANDER_AGENTSCHAP)


def test_given_the_catalogue_then_every_command_has_an_example() -> None:
    assert sorted(VOORBEELDEN) == NAMEN


def test_given_the_events_then_examples_and_path_show_each_of_them_or_a_chapter_does() -> None:
    assert {g for v in VOORBEELDEN.values() for g in v.gebeurtenissen} <= set(GEBEURTENISSEN)


@pytest.mark.parametrize("naam", NAMEN)
def test_given_its_example_when_asked_then_exactly_its_events(naam: str) -> None:
    voorbeeld = VOORBEELDEN[naam]
    spel = voorbeeld.spel()
    uitkomst = spel.stap(voorbeeld.stap(naam))
    daarna = uitkomst.dan(*voorbeeld.gebeurtenissen)
    assert uitkomst == spel.stap(voorbeeld.stap(naam)), "a decision is a pure function"
    assert daarna.opnieuw() == uitkomst.spel.dossier
    assert daarna.dossier.versie == spel.dossier.versie + len(voorbeeld.gebeurtenissen)


@pytest.mark.parametrize("naam", NAMEN)
def test_given_its_example_when_asked_then_the_fields_of_the_command_stand_in_an_event(
    naam: str,
) -> None:
    voorbeeld = VOORBEELDEN[naam]
    gevonden: dict[str, object] = {}
    for gebeurtenis in reversed(voorbeeld.spel().stap(voorbeeld.stap(naam)).feiten):
        gevonden |= toon(gebeurtenis)
    gevraagd = {
        veld: json_waarde(w)
        for veld, w in voorbeeld.gevuld().items()
        if veld not in {"ingeregeldOp", "adres", *voorbeeld.anders}
    }
    assert {veld: gevonden.get(veld) for veld in gevraagd} == gevraagd


@pytest.mark.parametrize("naam", NAMEN)
def test_given_every_other_role_when_asked_then_no_authority_and_who_may(naam: str) -> None:
    voorbeeld, klasse = VOORBEELDEN[naam], OPDRACHTEN[naam]
    for rol in Rol:
        stap = replace(voorbeeld.stap(naam), door=actor(klasse, rol))
        uitkomst = voorbeeld.spel().stap(stap)
        if rol in klasse.rollen:
            uitkomst.dan(*voorbeeld.gebeurtenissen)
        else:
            weigering = uitkomst.weigering
            assert weigering is not None
            assert weigering.code == "GeenBevoegdheid"
            assert weigering.feiten["rol"] == rol
            assert weigering.feiten["opdracht"] == naam
            assert weigering.feiten["toegelaten"] == sorted(klasse.rollen)


@pytest.mark.parametrize("naam", [n for n in NAMEN if not OPDRACHTEN[n].opent])
def test_given_no_dossier_when_asked_then_unknown(naam: str) -> None:
    voorbeeld = VOORBEELDEN[naam]
    leeg = Spel().op(voorbeeld.spel().vandaag)
    leeg.stap(voorbeeld.stap(naam)).geweigerd("OnbekendDossier", dossier=str(DOSSIER))


@pytest.mark.parametrize(("naam", "veld"), VERWIJZEND)
def test_given_a_reference_to_nothing_when_asked_then_it_is_named(naam: str, veld: str) -> None:
    voorbeeld = VOORBEELDEN[naam]
    sleutel, code = VERWIJZINGEN[veld]
    stap = voorbeeld.stap(naam)
    stap = replace(stap, gegevens={**stap.gegevens, veld: sleutel})
    voorbeeld.spel().stap(stap).geweigerd(code, **{veld: sleutel})


@pytest.mark.parametrize(("naam", "veld"), GEDATEERD)
def test_given_a_day_that_has_yet_to_come_when_asked_then_refused(naam: str, veld: str) -> None:
    voorbeeld = VOORBEELDEN[naam]
    morgen = voorbeeld.spel().vandaag + timedelta(days=1)
    alias = OPDRACHTEN[naam].model_fields[veld].alias or veld
    stap = voorbeeld.stap(naam)
    stap = replace(stap, gegevens={**stap.gegevens, alias: morgen})
    weigering = voorbeeld.spel().stap(stap).weigering
    assert weigering is not None
    assert "DatumInDeToekomst" in (weigering.code, *weigering.ook_geweigerd)
    if weigering.code == "DatumInDeToekomst":
        datum = {} if veld == "geboortedatum" else {"datum": morgen.isoformat()}
        vandaag = voorbeeld.spel().vandaag.isoformat()
        assert weigering.feiten == {"veld": alias, "vandaag": vandaag} | datum


@pytest.mark.parametrize(("naam", "veld"), GEDATEERD)
def test_given_today_when_asked_then_no_day_lies_in_the_future(naam: str, veld: str) -> None:
    voorbeeld = VOORBEELDEN[naam]
    alias = OPDRACHTEN[naam].model_fields[veld].alias or veld
    stap = voorbeeld.stap(naam)
    stap = replace(stap, gegevens={**stap.gegevens, alias: voorbeeld.spel().vandaag})
    weigering = voorbeeld.spel().stap(stap).weigering
    gevonden = () if weigering is None else (weigering.code, *weigering.ook_geweigerd)
    assert "DatumInDeToekomst" not in gevonden


@pytest.mark.parametrize(("naam", "fase"), GEFASEERD)
def test_given_each_phase_when_asked_then_allowed_or_refused_with_what_is_allowed(
    naam: str, fase: Fase
) -> None:
    voorbeeld, klasse = VOORBEELDEN[naam], OPDRACHTEN[naam]
    uitkomst = voorbeeld.spel().inbreuk(fase=fase).stap(voorbeeld.stap(naam))
    codes: tuple[str, ...] = ()
    if uitkomst.weigering is not None:
        codes = (uitkomst.weigering.code, *uitkomst.weigering.ook_geweigerd)
    assert klasse.fasen is not None
    assert ("FaseLaatDitNietToe" in codes) == (fase not in klasse.fasen)
    if codes[:1] == ("FaseLaatDitNietToe",):
        assert uitkomst.weigering is not None
        assert uitkomst.weigering.feiten["fase"] == fase
        assert uitkomst.weigering.feiten["toegelaten"] == sorted(klasse.fasen)
        assert naam not in uitkomst.weigering.mogelijk
        van_mensen = {n: o for n, o in OPDRACHTEN.items() if o.rollen != {Rol.SYSTEEM}}
        kan = {n for n, o in van_mensen.items() if o.fasen and fase in o.fasen}
        assert set(uitkomst.weigering.mogelijk) - {"HandelTaakAf"} == kan


@pytest.mark.parametrize("naam", VAN_AGENTSCHAP)
def test_given_an_agency_without_a_part_when_asked_then_as_if_there_were_no_dossier(
    naam: str,
) -> None:
    voorbeeld = VOORBEELDEN[naam]
    uitkomst = voorbeeld.spel().stap(replace(voorbeeld.stap(naam), door=VREEMDE))
    if naam == "StelInbreukVast":
        uitkomst.dan(feit("InbreukVastgesteld", agentschap=ANDER_AGENTSCHAP))
        return
    weigering = uitkomst.geweigerd("OnbekendDossier", dossier=str(DOSSIER))
    niemand = Spel().op(voorbeeld.spel().vandaag)
    zonder = niemand.stap(replace(voorbeeld.stap(naam), door=VREEMDE)).weigering
    assert zonder is not None
    assert (weigering.boodschap, weigering.feiten) == (zonder.boodschap, zonder.feiten)
    assert weigering.mogelijk == zonder.mogelijk == ()


@pytest.mark.parametrize(
    "naam",
    [n for n in VAN_AGENTSCHAP if "inbreuk" in OPDRACHTEN[n].model_fields and n[:4] != "Stel"],
)
def test_given_the_infringement_of_another_agency_when_asked_then_no_authority(naam: str) -> None:
    voorbeeld = VOORBEELDEN[naam]
    spel = voorbeeld.spel()
    deel = replace(spel.dossier, agentschappen=frozenset({"Atlas", ANDER_AGENTSCHAP}))
    uitkomst = replace(spel, dossier=deel).stap(replace(voorbeeld.stap(naam), door=VREEMDE))
    assert uitkomst.weigering is not None
    uitkomst.geweigerd(
        "GeenBevoegdheid",
        *uitkomst.weigering.ook_geweigerd,
        inbreuk="I1",
        toegelaten=["Atlas"],
    )
    assert "ander agentschap" in uitkomst.weigering.boodschap


@pytest.mark.parametrize("naam", NAMEN)
def test_given_it_was_done_when_asked_again_then_refused_or_nothing_or_done_once_more(
    naam: str,
) -> None:
    voorbeeld = VOORBEELDEN[naam]
    spel = voorbeeld.spel().met(voorbeeld.stap(naam))
    uitkomst = spel.stap(voorbeeld.stap(naam))
    if voorbeeld.nogmaals == "niets":
        uitkomst.dan()
    elif voorbeeld.nogmaals is not None:
        assert uitkomst.weigering is not None
        assert uitkomst.weigering.code == voorbeeld.nogmaals
    else:
        assert uitkomst.weigering is None
        assert uitkomst.feiten


def test_given_a_vlabel_dossier_when_it_is_folded_again_then_it_is_the_same() -> None:
    spel = tot("bevestigd")
    assert spel.opnieuw() == spel.dossier
    assert spel.dossier.versie == len(spel.paren)


@pytest.mark.parametrize("naam", [n for n in NAMEN if not OPDRACHTEN[n].opent])
def test_given_a_closed_dossier_when_asked_then_refused_unless_it_reopens(naam: str) -> None:
    voorbeeld = VOORBEELDEN[naam]
    spel = voorbeeld.spel()
    dicht = replace(spel, dossier=replace(spel.dossier, gesloten_op=spel.vandaag))
    weigering = dicht.stap(voorbeeld.stap(naam)).weigering
    codes = () if weigering is None else (weigering.code, *weigering.ook_geweigerd)
    assert ("DossierIsGesloten" in codes) != OPDRACHTEN[naam].ook_gesloten
