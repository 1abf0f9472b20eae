"""One whole life, from infringement to VLABEL: what stands and what runs, at every stage."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handhaving.dossier.decider import vouw
from handhaving.dossier.stand import stand
from handhaving.dossier.termijnen import OpenTermijn, termijnen
from tests.dossier.spel import DOSSIER, Spel, dag, recht, termijn
from tests.dossier.trap import BESLUIT_OP, FEIT, IN_GEBREKE_OP, TREDEN, tot

INREGEL = termijn("inregelstelling", ontvangen="2024-03-07").laatste_dag_burger
UITNODIGEN = termijn("uitnodigingVerweer", ontvangen="2024-05-06").laatste_dag_overheid
VERWEER = termijn("verweer", ontvangen="2024-05-15").laatste_dag_burger
BEROEP = termijn("beroep", ontvangen="2024-08-08").laatste_dag_burger
BETALING = termijn("betaling", ontvangen="2024-08-08").laatste_dag_burger
BESLISSEN = recht().beslissingstermijn(dag(FEIT))
VERJARING = recht().verjaring(dag(BESLUIT_OP))

FASEN = {
    "vastgesteld": "vastgesteld",
    "inGebreke": "inGebreke",
    "termijnVerstreken": "termijnVerstreken",
    "overgemaakt": "overgemaakt",
    "verweer": "verweer",
    "voorgesteld": "voorgesteld",
    "beslist": "beslist",
    "betekend": "betekend",
    **dict.fromkeys(TREDEN[9:], "definitief"),
}
STATUS = {
    "betekend": "open",
    "definitief": "vervallen",
    "verzocht": "vervallen",
    "aangemaand": "aangemaand",
    "tweedeAanmaning": "aangemaand",
    "inGebrekeTotBetaling": "inGebreke",
    "overgedragen": "overdrachtVoorbereid",
    "bevestigd": "bijVlabel",
}
ROW = tuple[str, str, object, str, str | None]


def nu(spel: Spel) -> dict[str, Any]:
    return stand(spel.dossier, spel.vandaag, recht())


def rijen(spel: Spel, *soorten: str) -> set[ROW]:
    return {
        (t.soort, t.betreft, t.vervalt_op, t.staat, t.opdracht)
        for t in termijnen(spel.dossier)
        if not soorten or t.soort in soorten
    }


VRAAG = "VraagHerbekijken"


def rij(spel: Spel, soort: str) -> OpenTermijn:
    return next(t for t in termijnen(spel.dossier) if t.soort == soort)


@pytest.mark.parametrize("trede", TREDEN[1:])
def test_given_each_stage_then_phase_and_status(trede: str) -> None:
    spel = tot(trede)
    gevonden = nu(spel)
    assert gevonden["inbreuken"]["I1"]["fase"] == FASEN[trede]
    assert gevonden["versie"] == len(spel.paren)
    status = {s: v["status"] for s, v in gevonden["vorderingen"].items()}
    assert status == ({"V1": STATUS[trede]} if trede in STATUS else {})


def test_given_an_open_dossier_then_nothing_runs() -> None:
    assert rijen(tot("open")) == set()
    gevonden = nu(tot("open"))
    assert gevonden["agentschappen"] == ["Atlas"]
    assert gevonden["inbreuken"] == gevonden["besluiten"] == gevonden["vorderingen"] == {}
    assert gevonden["plichtOntstaanOp"] == "2023-05-02"


BESLUITTERMIJNEN = {
    ("besluitWaarschuwing", "I1", BESLISSEN.waarschuwing, "loopt", VRAAG),
    ("besluit", "I1", BESLISSEN.laatste_dag, "loopt", None),
}
ZONDER_VRAAG = {(s, b, d, staat, None) for s, b, d, staat, _ in BESLUITTERMIJNEN}
"""An infringement that waits for the citizen: no step of the office brings a decision nearer."""
AFGELOPEN = {(s, b, d, "vervallen", None) for s, b, d, _, _ in BESLUITTERMIJNEN}
INREGEL_AF = ("inregelstelling", "I1", INREGEL, "verstreken", None)
UITGENODIGD = ("uitnodigingVerweer", "I1", UITNODIGEN, "vervallen", None)
VERWEER_AF = ("verweer", "I1", VERWEER, "vervallen", None)
VERJARING_RIJEN = {
    ("verjaring", "V1", VERJARING.laatste_veilige_dag, "loopt", None),
    *((f"verjaring-{n}", "V1", d, "loopt", VRAAG) for n, d in VERJARING.waarschuwingen),
    ("verjaring-vraag", "V1", VERJARING.datum, "loopt", VRAAG),
}
BETALING_RIJ = ("betaling", "V1", BETALING, "loopt", None)


@pytest.mark.parametrize(
    ("trede", "verwacht"),
    [
        ("vastgesteld", BESLUITTERMIJNEN),
        (
            "inGebreke",
            {*ZONDER_VRAAG, ("inregelstelling", "I1", INREGEL, "loopt", "StelVerstrijkenVast")},
        ),
        ("termijnVerstreken", {*BESLUITTERMIJNEN, INREGEL_AF}),
        (
            "overgemaakt",
            {
                *BESLUITTERMIJNEN,
                INREGEL_AF,
                ("uitnodigingVerweer", "I1", UITNODIGEN, "loopt", VRAAG),
            },
        ),
        (
            "verweer",
            {
                *BESLUITTERMIJNEN,
                INREGEL_AF,
                UITGENODIGD,
                ("verweer", "I1", VERWEER, "loopt", None),
            },
        ),
        ("beslist", {*AFGELOPEN, INREGEL_AF, UITGENODIGD, VERWEER_AF}),
        (
            "betekend",
            {
                *AFGELOPEN,
                INREGEL_AF,
                UITGENODIGD,
                VERWEER_AF,
                ("beroep", "B1", BEROEP, "loopt", "StelDefinitiefVast"),
                BETALING_RIJ,
                *VERJARING_RIJEN,
            },
        ),
        (
            "definitief",
            {
                *AFGELOPEN,
                INREGEL_AF,
                UITGENODIGD,
                VERWEER_AF,
                ("beroep", "B1", BEROEP, "verstreken", None),
                BETALING_RIJ,
                *VERJARING_RIJEN,
            },
        ),
    ],
)
def test_given_each_stage_then_exactly_these_terms(trede: str, verwacht: set[ROW]) -> None:
    assert rijen(tot(trede)) == verwacht


def test_given_a_row_then_it_says_what_set_it_and_what_the_system_must_ask() -> None:
    spel = tot("inGebreke")
    inregel = rij(spel, "inregelstelling")
    gestart = spel.paren[-1]
    assert type(gestart[0]).__name__ == "InregelstellingsperiodeGestart"
    assert inregel.gezet_door == gestart[1].gebeurtenis_id
    assert inregel.gegevens == {"inbreuk": "I1"}
    assert inregel.laatste_dag_burger == inregel.vervalt_op
    assert inregel.kalender is not None
    beroep = rij(tot("betekend"), "beroep")
    assert (beroep.opdracht, beroep.gegevens) == ("StelDefinitiefVast", {"besluit": "B1"})
    verjaring = rij(tot("betekend"), "verjaring")
    assert verjaring.gegevens == {"datum": VERJARING.datum.isoformat()}
    assert verjaring.laatste_dag_burger is None
    assert verjaring.laatste_dag_overheid == VERJARING.laatste_veilige_dag


@pytest.mark.parametrize("trede", ["inGebreke", "betekend"])
def test_given_a_row_with_a_command_when_asked_the_day_after_then_accepted(trede: str) -> None:
    spel = tot(trede)
    for t in termijnen(spel.dossier):
        if t.opdracht is not None:
            uitkomst = spel.wanneer(t.opdracht, t.vervalt_op + timedelta(days=1), **t.gegevens)
            assert uitkomst.weigering is None
            assert not [r for r in rijen(uitkomst.spel) if (r[0], r[4]) == (t.soort, t.opdracht)]


def test_given_it_ends_early_then_the_terms_lapse() -> None:
    ingeregeld = tot("inGebreke").wanneer(
        "RegistreerInregelstelling", inbreuk="I1", ingeregeldOp="2024-03-08"
    )
    assert rijen(ingeregeld.spel) == {
        *AFGELOPEN,
        ("inregelstelling", "I1", INREGEL, "vervallen", None),
    }
    beroep = tot("betekend").wanneer("StelBeroepIn", besluit="B1", ingesteldOp="2024-08-09")
    assert rijen(beroep.spel, "beroep") == {("beroep", "B1", BEROEP, "vervallen", None)}
    betaald = tot("definitief").wanneer(
        "BoekBetaling",
        vordering="V1",
        bedrag="250.00",
        valutadatum="2024-10-01",
        bankreferentie="C-1",
    )
    staten = {r[3] for r in rijen(betaald.spel) if r[1] == "V1"}
    assert staten == {"vervallen"}


def test_given_the_whole_life_then_its_stand_at_the_end() -> None:
    spel = tot("bevestigd")
    gevonden = nu(spel)
    intrest = recht().intrest(
        spel.dossier.vorderingen["V1"].hoofdsom, dag(IN_GEBREKE_OP), spel.vandaag
    )
    inbreuk, besluit = gevonden["inbreuken"]["I1"], gevonden["besluiten"]["B1"]
    vordering = gevonden["vorderingen"]["V1"]
    assert inbreuk["inregelstelling"]["laatsteDagBurger"] == INREGEL.isoformat()
    assert inbreuk["verweer"]["laatsteDagBurger"] == VERWEER.isoformat()
    assert inbreuk["besluit"] == "B1"
    assert (besluit["bedrag"], besluit["genomenOp"]) == ("250.00", BESLUIT_OP)
    assert besluit["beroep"]["laatsteDagBurger"] == BEROEP.isoformat()
    assert besluit["definitiefOp"] == (BEROEP + timedelta(days=1)).isoformat()
    assert besluit["recidivestap"] == 1
    assert (vordering["hoofdsom"], vordering["betaald"]) == ("250.00", "0.00")
    assert vordering["saldo"] == {
        "kosten": "0.00",
        "intrest": str(intrest.bedrag),
        "hoofdsom": "250.00",
    }
    assert vordering["openstaand"] == str(25000 + intrest.bedrag)
    assert vordering["verjaring"] == {
        "datum": VERJARING.datum.isoformat(),
        "laatsteVeiligeDag": VERJARING.laatste_veilige_dag.isoformat(),
    }
    assert vordering["vlabel"] == {"status": "bevestigd"}
    assert gevonden["overdrachten"]["O1"]["status"] == "bevestigd"
    assert list(gevonden["stukken"]) == [f"S{n}" for n in range(1, 8)]


def test_given_the_stand_then_it_holds_no_personal_value() -> None:
    tekst = str(nu(tot("bevestigd").met()))
    for waarde in ("Fictief Persoon", "Voorbeeld", "K-FICTIEF", "850115", "1985-01-15"):
        assert waarde not in tekst


def test_given_any_earlier_moment_then_the_prefix_is_what_was_seen_then() -> None:
    spel = tot("bevestigd")
    for trede in TREDEN:
        toen = tot(trede)
        opnieuw = vouw(DOSSIER, spel.paren[: len(toen.paren)])
        assert opnieuw == toen.dossier
        assert stand(opnieuw, toen.vandaag, recht()) == nu(toen)
