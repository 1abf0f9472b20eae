"""A dossier as it is read at the door: each word of the contract, with what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handhaving.dossier.stand import stand
from handhaving.recht import Cent
from tests.dossier.spel import dag, doe, recht
from tests.dossier.trap import IN_GEBREKE_OP, tot
from tests.dossier.voorbeelden import VOORBEELDEN, met_beroep, met_taak
from tests.dossier.voorbeelden_geld import met_plan, opgeschort

if TYPE_CHECKING:
    from tests.dossier.spel import Spel


def beeld(spel: Spel) -> dict[str, Any]:
    return stand(spel.dossier, spel.vandaag, recht())


def dagen(van: str, burger: str, overheid: str, staat: str) -> dict[str, str]:
    return {
        "van": van,
        "laatsteDagBurger": burger,
        "laatsteDagOverheid": overheid,
        "staat": staat,
    }


def zonder_regel(deel: dict[str, Any]) -> dict[str, Any]:
    """The same, with the rule of each term taken out: it names versions of the law."""
    return {
        naam: {k: v for k, v in waarde.items() if k != "regel"}
        if isinstance(waarde, dict)
        else waarde
        for naam, waarde in deel.items()
    }


def test_given_a_claim_at_the_tax_service_then_every_word_of_it() -> None:
    spel = tot("bevestigd")
    uit = beeld(spel)
    intrest = recht().intrest(Cent(25000), dag(IN_GEBREKE_OP), spel.vandaag).bedrag
    assert intrest > 0
    assert zonder_regel(uit["vorderingen"]["V1"]) == {
        "besluit": "B1",
        "hoofdsom": "250.00",
        "betaald": "0.00",
        "teveel": "0.00",
        "terugbetaald": "0.00",
        "kwijtgescholden": "0.00",
        "opschortingen": [],
        "saldo": {"kosten": "0.00", "intrest": str(intrest), "hoofdsom": "250.00"},
        "ogm": "+++202/4000/00138+++",
        "betaaltermijn": dagen("2024-08-09", "2024-09-09", "2024-09-07", "loopt"),
        "aanmaningen": ["2024-12-02", "2025-01-06"],
        "ingebrekestellingOp": "2025-02-03",
        "verjaring": {"datum": "2029-08-05", "laatsteVeiligeDag": "2029-08-03"},
        "termijnen": [],
        "vlabel": {"status": "bevestigd"},
        "status": "bijVlabel",
        "openstaand": str(Cent(25000 + intrest)),
    }
    assert uit["vorderingen"]["V1"]["betaaltermijn"]["regel"].startswith("betaling: 30 kalender")
    assert uit["overdrachten"] == {
        "O1": {"vordering": "V1", "status": "bevestigd", "voorbereidOp": "2025-03-03"}
    }
    assert uit["stukken"]["S3"] == {
        "soort": "besluit",
        "betreft": "B1",
        "kanaal": "aangetekendMetOntvangstbewijs",
        "verzondenOp": "2024-08-07",
        "ontvangenOp": "2024-08-08",
        "onbestelbaarOp": None,
        "vervallenOp": None,
    }


def test_given_a_decision_then_every_word_of_it_and_of_its_infringement() -> None:
    uit = beeld(tot("bevestigd"))
    assert zonder_regel(uit["besluiten"]["B1"]) == {
        "inbreuk": "I1",
        "bedrag": "250.00",
        "genomenOp": "2024-08-05",
        "staat": "definitief",
        "recidivestap": 1,
        "betekendOp": "2024-08-08",
        "beroep": dagen("2024-08-09", "2024-10-07", "2024-10-07", "verstreken"),
        "definitiefOp": "2024-10-08",
        "vordering": "V1",
    }
    assert zonder_regel(uit["inbreuken"]["I1"]) == {
        "type": "I01",
        "datumFeit": "2024-03-01",
        "vastgesteldOp": "2024-03-04",
        "agentschap": "Atlas",
        "cursus": None,
        "sanctioneringsbevoegdheid": "ABB",
        "fase": "definitief",
        "inregelstelling": dagen("2024-03-08", "2024-04-08", "2024-04-06", "verstreken"),
        "schorsing": None,
        "ingeregeldOp": None,
        "overgemaaktOp": "2024-05-06",
        "verweer": dagen("2024-05-16", "2024-06-14", "2024-06-14", "loopt"),
        "verweerOntvangenOp": None,
        "voorstel": {"bedrag": "250.00", "recidivestap": 1},
        "besluit": "B1",
        "beslissenVoor": "2029-03-01",
    }


def test_given_a_dossier_then_every_word_about_who_it_is_of() -> None:
    uit = beeld(tot("open"))
    delen = ("inbreuken", "besluiten", "vorderingen", "overdrachten", "stukken", "taken")
    assert {naam: waarde for naam, waarde in uit.items() if naam not in delen} == {
        "dossierId": str(tot("open").dossier.dossier_id),
        "versie": tot("open").dossier.versie,
        "agentschappen": ["Atlas"],
        "regime": "vlaanderen",
        "hoedanigheid": "verplicht",
        "plichtOntstaanOp": "2023-05-02",
        "vrijgesteldVanaf": None,
        "overledenOp": None,
        "schuldenregelingOp": None,
        "bewindvoerder": False,
        "adresBruikbaar": True,
        "geslotenOp": None,
        "samengevoegdIn": None,
        "opgenomen": [],
        "vertrokken": {},
        "uitstellen": {},
        "deelnames": {},
        "betwist": [],
    }
    assert [uit[naam] for naam in delen] == [{}] * len(delen)


def na(naam: str) -> dict[str, Any]:
    """What is read after the example of this command."""
    voorbeeld = VOORBEELDEN[naam]
    return beeld(voorbeeld.spel().stap(voorbeeld.stap(naam)).spel)


def test_given_a_task_then_what_it_is_about_and_what_is_proposed() -> None:
    assert beeld(met_taak())["taken"]["T1"] == {
        "soort": "historisch:ingebrekestelling",
        "betreft": "I1",
        "sinds": "2024-03-03",
        "afgehandeld": None,
        "stukken": [],
        "voorstel": None,
    }
    assert na("VraagHerbekijken")["taken"]["T1"]["voorstel"] == {
        "opdracht": "StuitVerjaring",
        "gegevens": {"vordering": "V1", "daad": "schuldbekentenis", "op": "2025-02-03"},
    }


def test_given_an_appeal_then_what_pends_stands_with_its_term() -> None:
    beroep = zonder_regel(beeld(met_beroep())["besluiten"]["B1"])["beroep"]
    assert beroep == {
        **dagen("2024-08-09", "2024-10-07", "2024-10-07", "loopt"),
        "ingesteldOp": "2024-08-19",
        "teLaat": False,
        "uitspraak": None,
    }


def test_given_a_term_that_stands_still_then_until_when_and_its_end_in_both_ways() -> None:
    uitstel = doe("VerleenUitstel", "2024-03-11", soort="start", van="2024-03-11", tot="2024-03-25")
    assert beeld(tot("inGebreke").met(uitstel))["inbreuken"]["I1"]["schorsing"] == {
        "van": "2024-03-11",
        "tot": "2024-03-25",
        "herstart": {"laatsteDagBurger": "2024-04-24", "laatsteDagOverheid": "2024-04-24"},
        "hervatting": {"laatsteDagBurger": "2024-04-22", "laatsteDagOverheid": "2024-04-21"},
    }


def test_given_a_plan_a_suspension_and_a_part_then_every_word_of_each() -> None:
    plan = beeld(met_plan())["vorderingen"]["V1"]["termijnen"]
    assert plan[2] == {
        "nummer": 3,
        "vervaldag": "2025-05-03",
        "laatsteDagBurger": "2025-05-05",
        "bedrag": "83.33",
        "staat": "loopt",
    }
    assert beeld(opgeschort())["vorderingen"]["V1"]["opschortingen"] == [
        {"van": "2025-02-03", "tot": None, "redenCode": "andere"}
    ]
    assert na("RegistreerDeelname")["deelnames"] == {
        "MO-2024-1": {
            "peildatum": "2024-02-28",
            "gevolgd": 52,
            "voorzien": 100,
            "procent": 52,
            "eindcijfer": True,
        }
    }
    assert na("StelSchorsingVast")["uitstellen"] == {
        "U1": {"soort": "start", "van": "2024-03-11", "tot": "2024-03-25"}
    }
