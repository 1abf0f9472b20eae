"""Random lives of a claim: nothing is lost, nothing is negative, and replay gives what was live."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handhaving.dossier.stand import stand
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.vordering.saldo import saldo
from handhaving.recht import Cent
from tests.dossier.spel import Spel, doe, recht
from tests.dossier.trap import tot

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from handhaving.dossier.vordering.staat import Vordering
    from tests.dossier.spel import Stap

STATUSSEN = {
    "open",
    "deelsBetaald",
    "vervallen",
    "aangemaand",
    "inGebreke",
    "afbetalingsplan",
    "planVerbroken",
    "opgeschort",
    "overdrachtVoorbereid",
    "bijVlabel",
    "betaald",
    "teveelBetaald",
    "terugTeBetalen",
    "oninbaar",
    "verjaard",
    "afgesloten",
}
EURO = st.integers(1, 30_000).map(lambda centen: str(Cent(centen)))
REFERENTIE = st.integers(1, 6).map("C-{}".format)
DAADSTRATEGIE = st.sampled_from(["dwangbevel", "schuldbekentenis", "aanmaningArt2244"])

HANDELINGEN: SearchStrategy[tuple[str, dict[str, object]]] = st.one_of(
    st.tuples(st.just("BoekBetaling"), st.fixed_dictionaries({"bedrag": EURO})),
    st.tuples(st.just("BoekBetaling"), st.just({"bedrag": "250.00"})),
    st.tuples(st.just("StorneerBetaling"), st.fixed_dictionaries({"bankreferentie": REFERENTIE})),
    st.tuples(st.just("BetaalTerug"), st.fixed_dictionaries({"bedrag": EURO})),
    st.tuples(st.just("RekenKostAan"), st.fixed_dictionaries({"bedrag": EURO})),
    st.tuples(
        st.just("ScheldKwijt"),
        st.fixed_dictionaries(
            {"bedrag": EURO, "onderdeel": st.sampled_from(["kosten", "intrest", "hoofdsom"])}
        ),
    ),
    st.tuples(
        st.just("KenAfbetalingsplanToe"), st.fixed_dictionaries({"aantal": st.integers(1, 4)})
    ),
    st.tuples(
        st.sampled_from(
            [
                "StelPlanVerbroken",
                "SchortInvorderingOp",
                "HervatInvordering",
                "VerklaarOninbaar",
                "HeropenVordering",
                "DraagOverAanVlabel",
                "VerzendAanmaning",
                "StelInGebrekeTotBetaling",
                "StelVerjaringVast",
                "StelToerekeningVast",
            ]
        ),
        st.just({}),
    ),
    st.tuples(st.just("StuitVerjaring"), st.fixed_dictionaries({"daad": DAADSTRATEGIE})),
    st.tuples(
        st.just("RegistreerVlabelBericht"),
        st.sampled_from(
            [
                {"soort": "betaling", "bedrag": "40.00"},
                {"soort": "dwangbevel"},
                {"soort": "oninbaar"},
                {"soort": "opgeschort"},
                {"soort": "terug"},
            ]
        ),
    ),
    st.tuples(st.just("RegistreerUitspraak"), st.sampled_from([{"bedrag": "100.00"}, {}])),
)


def stap(naam: str, spel: Spel, gegevens: dict[str, object], nummer: int) -> Stap:  # noqa: C901 - per opdracht
    """The command, with what follows from the day and from what is there."""
    vandaag = spel.vandaag.isoformat()
    vol: dict[str, object] = {"vordering": "V1", **gegevens}
    match naam:
        case "BoekBetaling":
            vol |= {"valutadatum": vandaag, "bankreferentie": f"C-{nummer}"}
        case "KenAfbetalingsplanToe":
            vol["eersteVervaldag"] = (spel.vandaag + timedelta(days=20)).isoformat()
        case "SchortInvorderingOp":
            vol |= {"vanaf": vandaag, "reden": "collectieveSchuldenregeling"}
        case "HervatInvordering":
            vol["vanaf"] = vandaag
        case "StorneerBetaling" | "BetaalTerug":
            vol["op"] = vandaag
        case "StuitVerjaring":
            vol |= {"op": vandaag, "bewijs": "Fictief bewijs."}
        case "VerzendAanmaning" | "StelInGebrekeTotBetaling":
            vol |= {"kanaal": "gewoon", "verzondenOp": vandaag}
        case "RegistreerVlabelBericht":
            vol = {"overdracht": "O1", "op": vandaag, **gegevens}
        case "RegistreerUitspraak":
            uitspraak = "hervormd" if "bedrag" in gegevens else "vernietigd"
            vol = {"besluit": "B1", "uitspraak": uitspraak, **gegevens}
            vol |= {"op": vandaag, "definitiefOp": vandaag}
        case "RekenKostAan" | "ScheldKwijt" | "VerklaarOninbaar" | "HeropenVordering":
            vol["reden"] = "Fictief."
    return doe(naam, **vol)


def keur(vordering: Vordering, spel: Spel) -> None:
    """What must hold of every claim at every moment."""
    for b in vordering.betalingen:
        assert min(b.kosten, b.intrest, b.hoofdsom, b.teveel) >= 0
        assert b.kosten + b.intrest + b.hoofdsom + b.teveel == b.bedrag
    toegerekend = sum(b.kosten + b.intrest + b.hoofdsom for b in vordering.ontvangsten)
    los = sum(b.teveel for b in vordering.ontvangsten) - vordering.terugbetaald
    assert toegerekend + los == vordering.betaald - vordering.terugbetaald
    if not vordering.afgesloten and vordering.onterecht_terugbetaald == 0:
        over = vordering.teveel + sum(b.teveel for b in vordering.ontvangsten if b.voorlopig)
        assert toegerekend + over >= vordering.betaald - vordering.terugbetaald
    open_ = saldo(vordering, spel.vandaag, recht())
    assert min(open_.kosten, open_.intrest, open_.hoofdsom) >= 0
    assert min(vordering.teveel, vordering.betaald, vordering.onterecht_terugbetaald) >= 0
    if vordering.voldaan_op is not None and not vordering.afgesloten:
        assert open_.kosten == open_.hoofdsom == 0
    for plan in vordering.plannen:
        assert sum(a.bedrag for a in plan.aflossingen) == plan.bedrag


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["betekend", "aangemaand", "inGebrekeTotBetaling", "bevestigd"]),
    st.lists(st.tuples(st.integers(0, 60), HANDELINGEN), min_size=1, max_size=14),
    st.booleans(),
)
def test_given_any_life_of_a_claim_then_nothing_is_lost_and_nothing_is_negative(
    trede: str,
    reeks: list[tuple[int, tuple[str, dict[str, object]]]],
    in_beroep: bool,  # noqa: FBT001
) -> None:
    spel = tot(trede)
    if in_beroep:
        spel = spel.met(doe("StelBeroepIn", besluit="B1", ingesteldOp=spel.vandaag.isoformat()))
    eerder = set(spel.dossier.overdrachten)
    for nummer, (dagen, (naam, gegevens)) in enumerate(reeks, start=1):
        spel = spel.op(spel.vandaag + timedelta(days=dagen))
        uitkomst = spel.stap(stap(naam, spel, gegevens, nummer))
        voor, spel = spel, uitkomst.spel
        vordering = spel.dossier.vorderingen["V1"]
        keur(vordering, spel)
        beeld: Any = stand(spel.dossier, spel.vandaag, recht())["vorderingen"]
        assert beeld["V1"]["status"] in STATUSSEN
        assert eerder <= set(spel.dossier.overdrachten)
        if uitkomst.weigering is not None:
            assert spel.dossier == voor.dossier
        for termijn in termijnen(spel.dossier):
            assert (termijn.opdracht is None) or termijn.staat == "loopt"
    assert spel.opnieuw() == spel.dossier
