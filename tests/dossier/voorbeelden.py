"""One accepted example of every command: where it can be given, with what, and what comes of it."""

from __future__ import annotations

from datetime import timedelta

from handhaving.dossier.persoon import AGENTSCHAPPEN
from tests.dossier.spel import BEWIJS, Spel, doe
from tests.dossier.trap import FEIT, MOTIEVEN, PERSOON, na, tot
from tests.dossier.voorbeeld import Voorbeeld, vandaag
from tests.dossier.voorbeelden_geld import GELD
from tests.dossier.voorbeelden_leven import LEVEN
from tests.dossier.voorbeelden_privacy import PRIVACY


def met_taak() -> Spel:
    """A dossier with an open task: a fact from before this log."""
    return tot("vastgesteld").met(
        doe(
            "NeemHistorischFeitOver",
            inbreuk="I1",
            soort="ingebrekestelling",
            datum="2024-03-03",
            bron="KBI",
        )
    )


def met_afgehandelde_taak() -> Spel:
    """The same, with the task done, by mistake."""
    return met_taak().met(doe("HandelTaakAf", taak="T1", uitkomst="overgenomen"))


def laatste(spel: Spel, soort: str) -> str:
    """The id of the last event of this type."""
    return str([e.gebeurtenis_id for g, e in spel.paren if type(g).__name__ == soort][-1])


def met_beroep() -> Spel:
    """A decision under appeal, in time."""
    return tot("betekend").met(
        doe("StelBeroepIn", "2024-08-20", besluit="B1", ingesteldOp="2024-08-19")
    )


def na_beroepstermijn() -> Spel:
    """A served decision whose term of appeal has run out."""
    spel = tot("betekend")
    return spel.op(na(spel, "beroep", "B1"))


def na_inregelstelling() -> Spel:
    """An infringement whose term to cure has run out."""
    spel = tot("inGebreke")
    return spel.op(na(spel, "inregelstelling", "I1"))


def na_vervaldag() -> Spel:
    """A claim whose term of payment has run out."""
    spel = tot("definitief")
    return spel.op(max(spel.vandaag, na(spel, "betaling", "V1")) + timedelta(days=1))


def _leeg() -> Spel:
    return Spel().op("2024-02-26")


VOORBEELDEN: dict[str, Voorbeeld] = {
    "OpenDossier": Voorbeeld(
        _leeg,
        PERSOON,
        ("DossierGeopend", "PersoonsgegevensVastgelegd"),
        nogmaals="DossierBestaatAl",
    ),
    "WijzigPersoonsgegevens": Voorbeeld(
        lambda: tot("open"),
        {"naam": "Fictief Persoon-18"},
        ("PersoonsgegevensGewijzigd",),
        nogmaals="niets",
        extra={"vanaf": vandaag},
    ),
    "StelInbreukVast": Voorbeeld(
        lambda: tot("open"),
        {"type": "I01", "datumFeit": "2024-02-20", "feitenrelaas": "Fictief relaas."},
        ("InbreukVastgesteld",),
        nogmaals="ZelfdeFeitReedsVastgesteld",
        extra={"vastgesteldOp": vandaag},
    ),
    "ZetInbreukRecht": Voorbeeld(
        lambda: tot("vastgesteld"),
        {"inbreuk": "I1", "reden": "Fictieve reden."},
        ("InbreukRechtgezet",),
        nogmaals="InbreukReedsAfgesloten",
    ),
    "NeemHistorischFeitOver": Voorbeeld(
        lambda: tot("vastgesteld"),
        {"inbreuk": "I1", "soort": "inregelstelling", "datum": FEIT, "bron": "KBI"},
        ("HistorischFeitOvergenomen",),
    ),
    "VerzendIngebrekestelling": Voorbeeld(
        lambda: tot("vastgesteld"),
        {"inbreuk": "I1", "kanaal": "afgifte", "verzondenOp": vandaag, "ontvangenOp": vandaag},
        ("IngebrekestellingVerzonden", "InregelstellingsperiodeGestart"),
        nogmaals="FaseLaatDitNietToe",
    ),
    "RegistreerOntvangst": Voorbeeld(
        lambda: tot("inGebreke"),
        {"stuk": "S1", "ontvangenOp": vandaag},
        ("OntvangstVastgesteld", "TermijnVerplaatst"),
    ),
    "RegistreerInregelstelling": Voorbeeld(
        lambda: tot("inGebreke"),
        {"inbreuk": "I1", "ingeregeldOp": vandaag, "bewijs": "Fictief bewijs."},
        ("InbreukIngeregeld",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "StelVerstrijkenVast": Voorbeeld(
        na_inregelstelling,
        {"inbreuk": "I1"},
        ("InregelstellingsperiodeVerstreken",),
        dagen=0,
        nogmaals="FaseLaatDitNietToe",
    ),
    "MaakOverAanABB": Voorbeeld(
        lambda: tot("termijnVerstreken"),
        {"inbreuk": "I1"},
        ("OvergemaaktAanABB",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "NodigUitTotVerweer": Voorbeeld(
        lambda: tot("overgemaakt"),
        {"inbreuk": "I1", "kanaal": BEWIJS, "verzondenOp": vandaag, "ontvangenOp": vandaag},
        ("UitgenodigdTotVerweer", "VerweertermijnGestart"),
        nogmaals="FaseLaatDitNietToe",
    ),
    "RegistreerVerweer": Voorbeeld(
        lambda: tot("verweer"),
        {"inbreuk": "I1", "verzondenOp": vandaag, "ontvangenOp": vandaag, "inhoud": "Fictief."},
        ("VerweerOntvangen",),
    ),
    "StelBoeteVoor": Voorbeeld(
        lambda: tot("verweer"),
        {"inbreuk": "I1", "bedrag": "250.00", "motivering": "Fictief."},
        ("BoeteVoorgesteld",),
    ),
    "NeemBoetebesluit": Voorbeeld(
        lambda: tot("voorgesteld"),
        {"inbreuk": "I1", "bedrag": "250.00", **MOTIEVEN},
        ("BoetebesluitGenomen",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "BeslisGeenGevolg": Voorbeeld(
        lambda: tot("verweer"),
        {"inbreuk": "I1", "reden": "Fictieve reden."},
        ("GeenGevolgBeslist",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "BetekenBoetebesluit": Voorbeeld(
        lambda: tot("beslist"),
        {
            "besluit": "B1",
            "kanaal": BEWIJS,
            "verzondenOp": vandaag,
            "ontvangenOp": vandaag,
            "rechtsmiddelenVermeld": True,
        },
        (
            "BoetebesluitBetekend",
            "BeroepstermijnGestart",
            "VorderingGeboekt",
            "BetaaltermijnGestart",
        ),
        nogmaals="FaseLaatDitNietToe",
    ),
    "StelBeroepIn": Voorbeeld(
        lambda: tot("betekend"),
        {"besluit": "B1", "ingesteldOp": vandaag, "instantie": "Fictief rechtscollege"},
        ("BeroepIngesteld",),
        nogmaals="BeroepHangende",
    ),
    "RegistreerUitspraak": Voorbeeld(
        met_beroep,
        {"besluit": "B1", "uitspraak": "verworpen", "op": vandaag, "definitiefOp": vandaag},
        ("UitspraakGeregistreerd",),
        nogmaals="GeenBeroepHangende",
    ),
    "StelDefinitiefVast": Voorbeeld(
        na_beroepstermijn,
        {"besluit": "B1"},
        ("BoetebesluitDefinitief",),
        dagen=0,
        nogmaals="FaseLaatDitNietToe",
    ),
    "VerzendBetaalverzoek": Voorbeeld(
        lambda: tot("betekend"),
        {"vordering": "V1", "verzondenOp": vandaag},
        ("BetaalverzoekVerzonden",),
    ),
    "VerzendAanmaning": Voorbeeld(
        na_vervaldag,
        {"vordering": "V1", "kanaal": "gewoon", "verzondenOp": vandaag},
        ("AanmaningVerzonden",),
    ),
    "StelInGebrekeTotBetaling": Voorbeeld(
        na_vervaldag,
        {"vordering": "V1", "kanaal": "aangetekend", "verzondenOp": vandaag},
        ("IngebrekestellingTotBetalingVerzonden",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "BoekBetaling": Voorbeeld(
        lambda: tot("betekend"),
        {
            "vordering": "V1",
            "bedrag": "10.00",
            "valutadatum": vandaag,
            "bankreferentie": "CODA-1",
            "tegenpartij": "Fictief Persoon-99",
        },
        ("BetalingGeboekt",),
        nogmaals="niets",
    ),
    "KeurDringendeOverdrachtGoed": Voorbeeld(
        lambda: tot("inGebrekeTotBetaling"),
        {"vordering": "V1", "motivering": "Fictief."},
        ("DringendeOverdrachtGoedgekeurd",),
    ),
    "DraagOverAanVlabel": Voorbeeld(
        lambda: tot("inGebrekeTotBetaling"),
        {"vordering": "V1"},
        ("VlabelOverdrachtVoorbereid",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "MarkeerVlabelOverdrachtVerzonden": Voorbeeld(
        lambda: tot("overgedragen"),
        {"overdracht": "O1", "bestand": "VLABEL-2025-1.xml"},
        ("VlabelOverdrachtVerzonden",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "BevestigVlabelOverdracht": Voorbeeld(
        lambda: tot("overgedragen"),
        {"overdracht": "O1", "referentie": "VL-1"},
        ("VlabelOverdrachtBevestigd",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "WeigerVlabelOverdracht": Voorbeeld(
        lambda: tot("overgedragen"),
        {"overdracht": "O1", "code": "E17", "reden": "Fictieve reden."},
        ("VlabelOverdrachtGeweigerd",),
        nogmaals="FaseLaatDitNietToe",
    ),
    "ZetGebeurtenisRecht": Voorbeeld(
        met_afgehandelde_taak,
        {
            "gebeurtenisId": laatste(met_afgehandelde_taak(), "TaakAfgehandeld"),
            "reden": "Fictieve reden.",
            "redenCode": "verkeerdeTaak",
        },
        ("GebeurtenisRechtgezet", "TaakHeropend"),
        nogmaals="NietRechtTeZetten",
    ),
    "HandelTaakAf": Voorbeeld(
        met_taak,
        {"taak": "T1", "uitkomst": "overgenomen", "toelichting": "Fictief."},
        ("TaakAfgehandeld",),
        nogmaals="OnbekendeTaak",
    ),
    **GELD,
    **LEVEN,
    **PRIVACY,
}
ANDER_AGENTSCHAP = next(a for a in AGENTSCHAPPEN if a != PERSOON["agentschap"])
