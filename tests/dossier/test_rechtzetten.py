"""Putting right: after it, everything stands as if the wrong fact had never been registered."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid5

import pytest

from handhaving.dossier import state
from handhaving.dossier.basis import NietRechtzetbaar, Rechtzetbaar, Rol, ViaOorzaak
from handhaving.dossier.correctie.geld import VorderingHersteld
from handhaving.dossier.correctie.persoonlijk import PersoonHersteld
from handhaving.dossier.correctie.zaak import BesluitHersteld, InbreukHersteld, StukHersteld
from handhaving.dossier.correctie.zonder import manier, zonder
from handhaving.dossier.decider import vouw
from handhaving.dossier.herbekijken import HerbekijkenGevraagd
from handhaving.dossier.persoon import PersoonsgegevensGewijzigd
from handhaving.eventlog.envelope import Door
from tests.dossier.rechtzetspel import (
    EVOLUTIES,
    GESLOTEN,
    LEVENS,
    kern,
    laatste,
    speel,
    voorbeelden,
    zet_recht,
)
from tests.dossier.rechtzettingen import COMPENSATIES
from tests.dossier.spel import RUIMTE, Spel, dag, doe, recht
from tests.dossier.test_vouwen import leven

if TYPE_CHECKING:
    from handhaving.dossier.basis import Gebeurtenis
    from tests.dossier.spel import Paar

ZONDER_LEVEN = {
    "GebeurtenisRechtgezet",
    "DossiersSamengevoegd",
    "DossierGesplitst",
    "SamenvoegingOngedaanGemaakt",
    "GebeurtenisOvergenomen",
    "PersoonsgegevensGewist",
    "VerwerkingBeperkt",
    "WissingVoorgesteld",
}
"""What is in no life here that can still be touched."""


def _anderstalig(spel: Spel) -> tuple[Spel, Paar]:
    """The same life, with a wrong language registered just after it opened."""
    feit = PersoonsgegevensGewijzigd(vanaf=dag("2024-02-27"), contacttaal="fr")
    opdracht_id = uuid5(RUIMTE, "verkeerde taal")
    na = spel.paren[1][1]
    envelop = na._replace(
        type="PersoonsgegevensGewijzigd",
        opdracht_id=opdracht_id,
        gebeurtenis_id=uuid5(opdracht_id, "0"),
    )
    paren = (*spel.paren[:2], (feit, envelop), *spel.paren[2:])
    return replace(spel, paren=paren, dossier=vouw(spel.dossier.dossier_id, paren)), (feit, envelop)


@pytest.mark.parametrize("naam", [n for n in LEVENS if n != "StelToerekeningVast"])
def test_given_a_wrong_language_when_put_right_then_nothing_else_changes(
    naam: str,
) -> None:
    spel, paar = _anderstalig(speel(naam))
    uitkomst = zet_recht(spel, paar)
    if uitkomst.weigering is not None:
        assert uitkomst.weigering.code in GESLOTEN
        return
    soorten = {type(g).__name__ for g in uitkomst.feiten}
    assert soorten <= {"GebeurtenisRechtgezet", "PersoonHersteld", "HerbekijkenGevraagd"}
    assert kern(uitkomst.spel.dossier) == kern(speel(naam).dossier)


@pytest.mark.parametrize("naam", LEVENS)
def test_given_a_life_when_any_fact_of_it_is_put_right_then_as_if_it_had_never_been(
    naam: str,
) -> None:
    spel = speel(naam)
    for paar in spel.paren:
        uitkomst = zet_recht(spel, paar)
        if uitkomst.weigering is not None:
            assert uitkomst.weigering.code in {
                "NietRechtTeZetten",
                "InbreukReedsAfgesloten",
                *GESLOTEN,
            }
            assert "…" not in uitkomst.weigering.boodschap
            continue
        daarna = uitkomst.spel
        assert daarna.opnieuw() == daarna.dossier, "replay equals live"
        assert {g.geldig_op for g in uitkomst.feiten} >= {paar[0].geldig_op}
        nogmaals = zet_recht(daarna, paar)
        nogmaals.geweigerd("NietRechtTeZetten", type=type(paar[0]).__name__)
        hoe = manier(paar[0])
        assert isinstance(hoe, Rechtzetbaar)
        if hoe.eigen is None:
            doel = zonder(
                spel.paren, paar[1].gebeurtenis_id, recht(), spel.context(doe("HandelTaakAf"))
            ).stand
            _vergelijk(kern(daarna.dossier), kern(doel))


def _vergelijk(gevonden: dict[str, Any], doel: dict[str, Any]) -> None:
    for sleutel, overdracht in gevonden["overdrachten"].items():
        if overdracht["staat"] == "teruggeroepen":
            # What may no longer be with VLABEL is called back, whatever else comes of it.
            doel["overdrachten"].setdefault(sleutel, overdracht)["staat"] = "teruggeroepen"
    assert gevonden == doel


@pytest.mark.parametrize("soort", COMPENSATIES)
def test_given_a_class_that_can_be_put_right_then_its_compensations_follow(soort: str) -> None:
    leven_, verwacht = COMPENSATIES[soort]
    spel = speel(leven_)
    uitkomst = zet_recht(spel, laatste(spel, soort), redenCode="vergissing")
    assert uitkomst.weigering is None, uitkomst.weigering
    assert [type(g).__name__ for g in uitkomst.feiten] == ["GebeurtenisRechtgezet", *verwacht]
    rechtgezet = uitkomst.feiten[0]
    assert rechtgezet.model_dump(include={"type", "reden_code", "compensaties"}) == {
        "type": soort,
        "reden_code": "vergissing",
        "compensaties": len(verwacht),
    }


def test_given_the_classes_then_each_that_can_be_put_right_has_an_example() -> None:
    kan = {n for n, e in EVOLUTIES.items() if isinstance(e.rechtzetting, Rechtzetbaar)}
    assert set(COMPENSATIES) == kan


@pytest.mark.parametrize(
    "soort", [n for n, e in EVOLUTIES.items() if not isinstance(e.rechtzetting, Rechtzetbaar)]
)
def test_given_a_class_that_cannot_be_put_right_then_it_is_said_why_and_what_to_do(
    soort: str,
) -> None:
    hoe = EVOLUTIES[soort].rechtzetting
    gevonden = [
        uitkomst
        for _, spel, paar in voorbeelden(soort)
        for uitkomst in [zet_recht(spel, paar)]
        if uitkomst.weigering is None or uitkomst.weigering.code not in GESLOTEN
    ][:3]
    for uitkomst in gevonden:
        weigering = uitkomst.weigering
        assert weigering is not None
        assert (weigering.code, weigering.feiten["type"]) == ("NietRechtTeZetten", soort)
        assert weigering.feiten["gebruik"]
        if isinstance(hoe, NietRechtzetbaar) and "splitsing" not in weigering.boodschap:
            assert weigering.feiten["gebruik"] == list(hoe.gebruik)
            assert hoe.reden in weigering.boodschap
    hersteld = isinstance(hoe, ViaOorzaak) and hoe.oorzaak.startswith("het feit dat rechtgezet")
    assert gevonden or hersteld or soort in ZONDER_LEVEN


def test_given_a_compensation_when_put_right_then_the_fact_is_registered_anew_instead() -> None:
    spel = speel("AanmaningVerzonden-twee")
    daarna = zet_recht(spel, laatste(spel, "AanmaningVerzonden")).spel
    for soort in ("GebeurtenisRechtgezet", "StukVervallen", "VorderingHersteld"):
        zet_recht(daarna, laatste(daarna, soort)).geweigerd("NietRechtTeZetten", type=soort)


def test_given_an_event_of_nowhere_when_put_right_then_unknown() -> None:
    spel = speel("bezwogen")
    onbekend = str(uuid5(RUIMTE, "nergens"))
    spel.wanneer("ZetGebeurtenisRecht", gebeurtenisId=onbekend, reden="Fictief.").geweigerd(
        "OnbekendeGebeurtenis", gebeurtenisId=onbekend
    )


def test_given_another_role_than_that_of_the_command_when_put_right_then_no_authority() -> None:
    spel = speel("AanmaningVerzonden-twee")
    paar = laatste(spel, "AanmaningVerzonden")
    boekhouder = Door("boekhouder-1", Rol.BOEKHOUDER, "ABB")
    zet_recht(spel, paar, door=boekhouder).geweigerd(
        "GeenBevoegdheid", opdracht="ZetGebeurtenisRecht", toegelaten=["invordering"]
    )


def test_given_the_infringement_of_another_agency_when_put_right_then_no_authority() -> None:
    spel = leven("VerzendIngebrekestelling")
    paar = laatste(spel, "IngebrekestellingVerzonden")
    deel = replace(spel.dossier, agentschappen=frozenset({"Atlas", "AgII"}))
    vreemde = Door("vreemd-1", Rol.DOSSIERBEHANDELAAR, "AgII")
    zet_recht(replace(spel, dossier=deel), paar, door=vreemde).geweigerd(
        "GeenBevoegdheid", inbreuk="I1", toegelaten=["Atlas"]
    )


def test_given_a_replacement_when_it_can_be_then_it_is_decided_on_what_was_restored() -> None:
    spel = speel("AanmaningVerzonden-twee").op("2025-01-08")
    vervanging = {
        "opdracht": "VerzendAanmaning",
        "gegevens": {"vordering": "V1", "kanaal": "gewoon", "verzondenOp": "2025-01-07"},
    }
    uitkomst = zet_recht(spel, laatste(spel, "AanmaningVerzonden"), vervangendeOpdracht=vervanging)
    daarna = uitkomst.dan(
        "GebeurtenisRechtgezet", "StukVervallen", "VorderingHersteld", "AanmaningVerzonden"
    )
    assert daarna.dossier.vorderingen["V1"].aanmaningen == (dag("2024-12-02"), dag("2025-01-07"))
    # What came instead is a fact like any other: it can be put right in its turn.
    zet_recht(daarna, laatste(daarna, "AanmaningVerzonden")).dan(
        "GebeurtenisRechtgezet", "StukVervallen", "VorderingHersteld"
    )


@pytest.mark.parametrize(
    ("vervanging", "weigering"),
    [
        (
            {
                "opdracht": "VerzendAanmaning",
                "gegevens": {"vordering": "V9", "kanaal": "gewoon", "verzondenOp": "2025-01-07"},
            },
            "OnbekendeVordering",
        ),
        ({"opdracht": "VerzendAanmaning", "gegevens": {"vordering": "V1"}}, "OngeldigeGegevens"),
        ({"opdracht": "Verzin", "gegevens": {}}, "OnbekendeOpdracht"),
        (
            {
                "opdracht": "BoekBetaling",
                "gegevens": {
                    "vordering": "V1",
                    "bedrag": "1.00",
                    "valutadatum": "2025-01-07",
                    "bankreferentie": "C-1",
                },
            },
            "GeenBevoegdheid",
        ),
    ],
)
def test_given_a_replacement_when_it_is_refused_then_nothing_is_put_right_and_it_says_so(
    vervanging: dict[str, object], weigering: str
) -> None:
    spel = speel("AanmaningVerzonden-twee")
    uitkomst = zet_recht(spel, laatste(spel, "AanmaningVerzonden"), vervangendeOpdracht=vervanging)
    fout = uitkomst.geweigerd("VervangingGeweigerd", weigering=weigering)
    assert fout.boodschap.startswith("Niets is rechtgezet")


def test_given_two_wrong_facts_when_put_right_in_either_order_then_the_same_comes_of_it() -> None:
    spel = speel("AanmaningVerzonden-twee")
    eerste, tweede = (p for p in spel.paren if type(p[0]).__name__ == "AanmaningVerzonden")
    heen = zet_recht(zet_recht(spel, eerste).spel, tweede).spel
    terug = zet_recht(zet_recht(spel, tweede).spel, eerste).spel
    assert heen.dossier.vorderingen["V1"].aanmaningen == ()
    assert kern(heen.dossier) == kern(terug.dossier)


def test_given_what_was_known_before_then_the_prefix_of_the_log_still_shows_it() -> None:
    spel = speel("AanmaningVerzonden-twee")
    daarna = zet_recht(spel, laatste(spel, "AanmaningVerzonden")).spel
    toen = vouw(spel.dossier.dossier_id, daarna.paren[: len(spel.paren)])
    assert toen == spel.dossier


def test_given_the_day_before_the_wrong_fact_then_it_and_what_restores_it_are_both_out() -> None:
    spel = speel("AanmaningVerzonden-twee")
    paar = laatste(spel, "AanmaningVerzonden")
    daarna = zet_recht(spel, paar).spel
    for dag_ in (dag("2025-01-05"), dag("2025-01-06")):
        met = [p for p in daarna.paren if p[0].geldig_op <= dag_]
        vordering = vouw(spel.dossier.dossier_id, met).vorderingen["V1"]
        assert vordering.aanmaningen == (dag("2024-12-02"),)


def test_given_a_letter_on_a_wrong_fact_then_it_is_asked_who_got_it_by_its_key() -> None:
    spel = speel("bezwogen")
    uitkomst = zet_recht(spel, laatste(spel, "OvergemaaktAanABB"))
    gevraagd = [
        g
        for g in uitkomst.feiten
        if isinstance(g, HerbekijkenGevraagd) and g.soort == "foutieveBrieven"
    ]
    assert [g.stukken for g in gevraagd] == [("S2", "S3", "S4", "S5", "S6", "S7")]
    taak = uitkomst.spel.dossier.taken[gevraagd[0].taak]
    assert taak.stukken == gevraagd[0].stukken


BLIJFT = {
    "Inbreuk": "sleutel type datum_feit vastgesteld_op agentschap bevoegd vaststeller "
    "boete_minimum boete_maximum waarschuwen_op beslissen_voor vastgelegd_door cursus voorstellers",
    "Besluit": "sleutel inbreuk genomen_op recidivestap vordering verjaring",
    "Vordering": "sleutel besluit ogm geboekt_op overdracht",
    "Persoon": "",
    "Stuk": "sleutel soort betreft kanaal verzonden_op vervallen_op",
    "Uitstel": "sleutel soort van vervallen_op",
    "Overdracht": "sleutel vordering voorbereid_op verloop",
}
"""What no correction of another fact changes: it stands or falls with the fact itself."""
ANDERS = {
    "Inbreuk": "inregelstelling verweer schorsing",
    "Besluit": "beroepstermijn",
    "Vordering": "betaaltermijn betalingen oninbaar_op verjaring stuitingen schorsingen",
    "Persoon": "",
    "Stuk": "",
    "Uitstel": "tot",
    "Overdracht": "staat referentie",
}
"""What is restored by an event that the law has a word for, or one of its own."""


@pytest.mark.parametrize(
    ("zaak", "hersteld"),
    [
        (state.Inbreuk, InbreukHersteld),
        (state.Besluit, BesluitHersteld),
        (state.Vordering, VorderingHersteld),
        (state.Persoon, PersoonHersteld),
        (state.Stuk, StukHersteld),
        (state.Uitstel, None),
        (state.Overdracht, None),
    ],
)
def test_given_the_state_then_each_field_is_restored_or_stands_with_its_fact(
    zaak: type[Any], hersteld: type[Gebeurtenis] | None
) -> None:
    velden = {veld.name for veld in fields(zaak)}
    eigen = set() if hersteld is None else velden & hersteld.model_fields.keys()
    blijft, anders = (set(t[zaak.__name__].split()) for t in (BLIJFT, ANDERS))
    sleutels = {"stuk"} & velden
    assert eigen - blijft | blijft | anders | sleutels == velden
    assert not (blijft | anders) - velden
