"""One accepted example of every command on what befalls the person, the letters and the dossier."""

from __future__ import annotations

from tests.dossier.spel import ANDER, Spel, doe
from tests.dossier.trap import ADRES, na, tot
from tests.dossier.tweede import tweede
from tests.dossier.voorbeeld import Voorbeeld, vandaag

REDEN = "Fictieve reden."
RR = "85073003328"
FEIT_ID = "120fa999-1f07-5414-b767-8b938ff03d6b"
"""The establishing of I1 on the straight path."""
UITSTEL = {"soort": "start", "van": "2024-03-11", "tot": "2024-03-25"}
"""Begins while the term to cure runs (from 8 March), and does not cover the fact (1 March)."""


def met_uitstel() -> Spel:
    """A term to cure that stands still."""
    return tot("inGebreke").met(doe("VerleenUitstel", "2024-03-11", **UITSTEL))


def na_uitstel() -> Spel:
    """The day after a deferment has run out."""
    spel = met_uitstel()
    return spel.op(na(spel, "uitstel", "I1"))


def na_betaling() -> Spel:
    """A dossier in which nothing is left to do."""
    return tot("vastgesteld").met(doe("ZetInbreukRecht", inbreuk="I1", reden=REDEN))


LEVEN: dict[str, Voorbeeld] = {
    "KoppelInsz": Voorbeeld(
        lambda: tot("open"), {"insz": RR}, ("InszGekoppeld",), nogmaals="niets"
    ),
    "RegistreerDeelname": Voorbeeld(
        lambda: tot("open"),
        {
            "cursus": "MO-2024-1",
            "peildatum": vandaag,
            "gevolgd": 52,
            "voorzien": 100,
            "eindcijfer": True,
        },
        ("DeelnameGeregistreerd",),
        nogmaals="niets",
    ),
    "VerhuisNaarRegime": Voorbeeld(
        lambda: tot("open"),
        {"regime": "brussel", "vanaf": vandaag},
        ("RegimeGewijzigd",),
        nogmaals="niets",
    ),
    "VerleenVrijstelling": Voorbeeld(
        lambda: tot("open"),
        {"reden": REDEN, "vanaf": vandaag},
        ("VrijstellingVerleend",),
        nogmaals="niets",
    ),
    "VerleenUitstel": Voorbeeld(
        lambda: tot("open"),
        {**UITSTEL, "reden": REDEN, "attest": "Fictief attest."},
        ("UitstelVerleend",),
        nogmaals="niets",
    ),
    "BeeindigUitstel": Voorbeeld(
        met_uitstel,
        {"uitstel": "U1", "tot": "2024-03-20"},
        ("UitstelBeeindigd", "TermijnGeschorst"),
        nogmaals="niets",
    ),
    "StelSchorsingVast": Voorbeeld(
        na_uitstel,
        {"inbreuk": "I1"},
        ("TermijnHervat",),
        dagen=0,
        nogmaals="SchorsingOngewijzigd",
        anders=("inbreuk",),
    ),
    "RegistreerOverlijden": Voorbeeld(
        lambda: tot("vastgesteld"),
        {"overledenOp": vandaag},
        ("OverlijdenGeregistreerd",),
        nogmaals="niets",
    ),
    "RegistreerAmbtshalveAfvoering": Voorbeeld(
        lambda: tot("open"), {"op": vandaag}, ("AmbtshalveAfgevoerd",), nogmaals="niets"
    ),
    "RegistreerNieuwAdres": Voorbeeld(
        lambda: tot("open"),
        {"adres": {**ADRES, "huisnummer": "18"}, "vanaf": vandaag},
        ("AdresGewijzigd",),
        nogmaals="niets",
    ),
    "StelBewindvoerderAan": Voorbeeld(
        lambda: tot("open"),
        {"naam": "Fictief Persoon-98", "adres": ADRES, "vanaf": vandaag},
        ("BewindvoerderAangesteld",),
    ),
    "RegistreerCollectieveSchuldenregeling": Voorbeeld(
        lambda: tot("open"),
        {"toelaatbaarOp": vandaag},
        ("CollectieveSchuldenregelingToelaatbaar",),
        nogmaals="niets",
    ),
    "SluitDossier": Voorbeeld(
        na_betaling, {"reden": REDEN}, ("DossierGesloten",), nogmaals="DossierIsGesloten"
    ),
    "HeropenDossier": Voorbeeld(
        lambda: na_betaling().met(doe("SluitDossier", reden=REDEN)),
        {"reden": REDEN},
        ("DossierHeropend",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "VoegDossiersSamen": Voorbeeld(
        lambda: tot("open").naast(tweede("open")),
        {"anderDossier": str(ANDER), "reden": REDEN},
        ("DossiersSamengevoegd", "GebeurtenisOvergenomen", "GebeurtenisOvergenomen"),
        nogmaals="DossierIsSamengevoegd",
        anders=("anderDossier",),
    ),
    "SplitsDossier": Voorbeeld(
        lambda: tot("vastgesteld"),
        {"toewijzing": {FEIT_ID: str(ANDER)}, "reden": REDEN},
        ("DossierGesplitst",),
        nogmaals="OnbekendeGebeurtenis",
        anders=("toewijzing",),
    ),
    "RegistreerOnbestelbaar": Voorbeeld(
        lambda: tot("inGebreke"),
        {"stuk": "S1", "op": vandaag},
        ("StukOnbestelbaar", "TermijnVervallen"),
        nogmaals="niets",
    ),
    "VerlengInregelstellingsperiode": Voorbeeld(
        lambda: tot("inGebreke"),
        {"inbreuk": "I1", "tot": "2024-05-06", "reden": REDEN},
        ("InregelstellingsperiodeVerlengd",),
        nogmaals="niets",
    ),
    "StuurTerugNaarAgentschap": Voorbeeld(
        lambda: tot("overgemaakt"),
        {"inbreuk": "I1", "reden": REDEN},
        ("TeruggestuurdNaarAgentschap",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "TrekBoetebesluitIn": Voorbeeld(
        lambda: tot("betekend"),
        {"besluit": "B1", "motivering": "Fictief."},
        ("BoetebesluitIngetrokken",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "TrekBeroepIn": Voorbeeld(
        lambda: tot("betekend").met(
            doe("StelBeroepIn", "2024-08-20", besluit="B1", ingesteldOp="2024-08-19")
        ),
        {"besluit": "B1", "op": vandaag},
        ("BeroepIngetrokken",),
        nogmaals="GeenBeroepHangende",
    ),
}
