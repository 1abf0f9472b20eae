"""One accepted example of every command on a claim beyond the straight path."""

from __future__ import annotations

from datetime import timedelta

from handhaving.dossier.vordering.betaling import BetalingGeboekt, Toerekening
from handhaving.recht import Cent
from tests.dossier.spel import Spel, dag, doe
from tests.dossier.trap import na, tot
from tests.dossier.voorbeeld import Voorbeeld, vandaag

REDEN = "Fictieve reden."
VERJAARD_OP = "2029-08-06"


def met_voorlopige() -> Spel:
    """A payment booked when the rate of its year was not yet known; now it is."""
    return tot("inGebrekeTotBetaling").met(
        BetalingGeboekt(
            vordering="V1",
            bedrag=Cent(10000),
            valutadatum=dag("2025-06-02"),
            bankreferentie="C-VOORLOPIG",
            toerekening=Toerekening(
                kosten=Cent(0), intrest=Cent(0), hoofdsom=Cent(10000), voorlopig=True
            ),
        )
    )


def betaald(bedrag: str = "250.00", op: str = "2024-11-04", trede: str = "definitief") -> Spel:
    """A claim on which this was received."""
    return tot(trede).met(
        doe(
            "BoekBetaling",
            op,
            vordering="V1",
            bedrag=bedrag,
            valutadatum=op,
            bankreferentie="C-1",
        )
    )


def met_plan(trede: str = "inGebrekeTotBetaling", aantal: int = 3) -> Spel:
    """A claim with a plan of payment in instalments, the first due on 3 March 2025."""
    return tot(trede).met(
        doe(
            "KenAfbetalingsplanToe",
            "2025-02-03",
            vordering="V1",
            aantal=aantal,
            eersteVervaldag="2025-03-03",
        )
    )


def met_gemiste_aflossing() -> Spel:
    """The first instalment was not paid."""
    spel = met_plan()
    return spel.op(na(spel, "afbetaling-1", "V1") - timedelta(days=1))


def opgeschort() -> Spel:
    """A claim whose recovery stands still."""
    return tot("inGebrekeTotBetaling").met(
        doe("SchortInvorderingOp", vordering="V1", reden=REDEN, vanaf="2025-02-03")
    )


def oninbaar() -> Spel:
    """A claim that was declared uncollectable."""
    return tot("inGebrekeTotBetaling").met(doe("VerklaarOninbaar", vordering="V1", reden=REDEN))


def geschorst() -> Spel:
    """A claim whose prescription stands still."""
    return tot("inGebrekeTotBetaling").met(
        doe("SchorsVerjaring", vordering="V1", grond="beroep", vanaf="2025-02-03")
    )


def na_verjaring() -> Spel:
    """A claim on the last day of its prescription."""
    return tot("inGebrekeTotBetaling").op("2029-08-05")


GELD: dict[str, Voorbeeld] = {
    "StelToerekeningVast": Voorbeeld(
        met_voorlopige, {"vordering": "V1"}, ("ToerekeningVastgesteld",), nogmaals="niets"
    ),
    "StorneerBetaling": Voorbeeld(
        betaald,
        {"vordering": "V1", "bankreferentie": "C-1", "op": vandaag},
        ("BetalingGestorneerd",),
        nogmaals="niets",
    ),
    "BetaalTerug": Voorbeeld(
        lambda: betaald("260.00"),
        {"vordering": "V1", "bedrag": "10.00", "op": vandaag},
        ("TerugbetalingVerricht",),
        nogmaals="TerugbetalingTeHoog",
    ),
    "RekenKostAan": Voorbeeld(
        lambda: tot("definitief"),
        {"vordering": "V1", "bedrag": "15.00", "reden": REDEN, "redenCode": "betekening"},
        ("KostAangerekend",),
    ),
    "ScheldKwijt": Voorbeeld(
        lambda: tot("definitief"),
        {"vordering": "V1", "onderdeel": "hoofdsom", "bedrag": "250.00", "reden": REDEN},
        ("KwijtscheldingVerleend",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "KenAfbetalingsplanToe": Voorbeeld(
        lambda: tot("definitief"),
        {"vordering": "V1", "aantal": 3, "eersteVervaldag": "2024-12-02"},
        ("AfbetalingsplanToegekend",),
        nogmaals="AfbetalingsplanLoopt",
        anders=("aantal", "eersteVervaldag"),
    ),
    "StelPlanVerbroken": Voorbeeld(
        met_gemiste_aflossing,
        {"vordering": "V1"},
        ("AfbetalingsplanVerbroken",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "SchortInvorderingOp": Voorbeeld(
        lambda: tot("definitief"),
        {"vordering": "V1", "reden": REDEN, "redenCode": "bewind", "vanaf": vandaag},
        ("InvorderingOpgeschort",),
        nogmaals="InvorderingIsOpgeschort",
    ),
    "HervatInvordering": Voorbeeld(
        opgeschort,
        {"vordering": "V1", "vanaf": vandaag},
        ("InvorderingHervat",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "VerklaarOninbaar": Voorbeeld(
        lambda: tot("inGebrekeTotBetaling"),
        {"vordering": "V1", "reden": REDEN, "redenCode": "onvermogend"},
        ("OninbaarVerklaard",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "HeropenVordering": Voorbeeld(
        oninbaar,
        {"vordering": "V1", "reden": REDEN, "redenCode": "nieuwAdres"},
        ("VorderingHeropend",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "StuitVerjaring": Voorbeeld(
        lambda: tot("inGebrekeTotBetaling"),
        {
            "vordering": "V1",
            "daad": "dwangbevel",
            "op": vandaag,
            "bewijs": "Fictief bewijs.",
            "schuldenaarInBelgie": True,
        },
        ("VerjaringGestuit",),
        nogmaals="niets",
    ),
    "SchorsVerjaring": Voorbeeld(
        lambda: tot("inGebrekeTotBetaling"),
        {"vordering": "V1", "grond": "collectieveSchuldenregeling", "vanaf": vandaag},
        ("VerjaringGeschorst",),
        nogmaals="VerjaringIsGeschorst",
    ),
    "HervatVerjaring": Voorbeeld(
        geschorst,
        {"vordering": "V1", "vanaf": vandaag},
        ("VerjaringHervat",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "StelVerjaringVast": Voorbeeld(
        na_verjaring, {"vordering": "V1"}, ("VorderingVerjaard",), nogmaals="VorderingVerjaard"
    ),
    "VraagHerbekijken": Voorbeeld(
        met_plan,
        {"betreft": "V1", "vraag": "schuldbekentenis"},
        ("HerbekijkenGevraagd",),
        nogmaals="VraagNietAanDeOrde",
        anders=("vraag",),
    ),
    "RegistreerVlabelBericht": Voorbeeld(
        lambda: tot("bevestigd"),
        {"overdracht": "O1", "soort": "betaling", "bedrag": "100.00", "op": vandaag},
        ("VlabelBerichtGeregistreerd", "BetalingGeboekt"),
    ),
    "MeldSaldoAanVlabel": Voorbeeld(
        lambda: tot("bevestigd"), {"overdracht": "O1", "op": vandaag}, ("VlabelSaldoGemeld",)
    ),
    "RoepVlabelOverdrachtTerug": Voorbeeld(
        lambda: tot("bevestigd"),
        {"overdracht": "O1", "reden": REDEN, "redenCode": "vergissing"},
        ("VlabelOverdrachtTeruggeroepen",),
        nogmaals="FaseLaatDitNietToe",
    ),
}
