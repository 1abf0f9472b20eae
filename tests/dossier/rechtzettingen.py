"""For each class that can be put right: a life with such a fact, and what follows when it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.dossier.spel import doe
from tests.dossier.trap import tot
from tests.dossier.voorbeelden import met_beroep

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.dossier.spel import Spel


def _gestuit() -> Spel:
    """A prescription interrupted twice, the second time in vain."""
    spel = tot("inGebrekeTotBetaling").op("2025-03-05")
    return spel.met(
        doe("StuitVerjaring", vordering="V1", daad="aanmaningArt2244", op="2025-02-04", bewijs="F"),
        doe("StuitVerjaring", vordering="V1", daad="aanmaningArt2244", op="2025-03-04", bewijs="F"),
    )


def _overleden() -> Spel:
    """A death registered for the wrong person, after a fine."""
    return tot("betekend").met(doe("RegistreerOverlijden", "2024-08-12", overledenOp="2024-08-09"))


def _betaald() -> Spel:
    """Two payments after the notice, of which the first is wrong."""
    return tot("inGebrekeTotBetaling").met(
        doe(
            "BoekBetaling",
            "2025-03-03",
            vordering="V1",
            bedrag="100.00",
            valutadatum="2025-03-03",
            bankreferentie="C-1",
        ),
        doe(
            "BoekBetaling",
            "2025-04-03",
            vordering="V1",
            bedrag="100.00",
            valutadatum="2025-04-03",
            bankreferentie="C-2",
        ),
    )


def _teruggeroepen() -> Spel:
    return tot("bevestigd").met(doe("RoepVlabelOverdrachtTerug", overdracht="O1", reden="Fictief."))


EXTRA: dict[str, Callable[[], Spel]] = {
    "AanmaningVerzonden-twee": lambda: tot("tweedeAanmaning"),
    "VerjaringGestuit-twee": _gestuit,
    "OverlijdenGeregistreerd-na": _overleden,
    "BetalingGeboekt-twee": _betaald,
    "VlabelOverdrachtTeruggeroepen": _teruggeroepen,
    "BeroepIngesteld-hangend": met_beroep,
}

COMPENSATIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "AanmaningVerzonden": ("AanmaningVerzonden-twee", ("StukVervallen", "VorderingHersteld")),
    "AdresGewijzigd": ("RegistreerNieuwAdres", ("PersoonHersteld",)),
    "AfbetalingsplanToegekend": ("KenAfbetalingsplanToe", ("VorderingHersteld",)),
    "AfbetalingsplanVerbroken": ("StelPlanVerbroken", ("VorderingHersteld",)),
    "AmbtshalveAfgevoerd": ("RegistreerAmbtshalveAfvoering", ("PersoonHersteld",)),
    "BeroepIngesteld": ("BeroepIngesteld-hangend", ("InbreukHersteld", "BesluitHersteld")),
    "BeroepIngetrokken": ("TrekBeroepIn", ("InbreukHersteld", "BesluitHersteld")),
    "BetaalverzoekVerzonden": ("VerzendBetaalverzoek", ("StukVervallen", "VorderingHersteld")),
    "BetalingGeboekt": ("BetalingGeboekt-twee", ("BetalingGestorneerd",)),
    "BetalingGestorneerd": ("StorneerBetaling", ("BetalingHersteld", "VorderingHersteld")),
    "BewindvoerderAangesteld": ("StelBewindvoerderAan", ("PersoonHersteld",)),
    "BoetebesluitBetekend": (
        "TrekBoetebesluitIn",
        ("StukVervallen", "BesluitHersteld", "TermijnVervallen", "TermijnVervallen"),
    ),
    "CollectieveSchuldenregelingToelaatbaar": (
        "RegistreerCollectieveSchuldenregeling",
        ("PersoonHersteld",),
    ),
    "DringendeOverdrachtGoedgekeurd": ("KeurDringendeOverdrachtGoed", ("VorderingHersteld",)),
    "GeenGevolgBeslist": ("BeslisGeenGevolg", ("InbreukHersteld",)),
    "HistorischFeitOvergenomen": ("NeemHistorischFeitOver", ("TaakAfgehandeld",)),
    "InbreukIngeregeld": ("RegistreerInregelstelling", ("InbreukHersteld",)),
    "InbreukRechtgezet": ("ZetInbreukRecht", ("InbreukHersteld",)),
    "InbreukVastgesteld": ("HandelTaakAf", ("InbreukRechtgezet",)),
    "IngebrekestellingTotBetalingVerzonden": (
        "BevestigVlabelOverdracht",
        ("StukVervallen", "VorderingHersteld"),
    ),
    "IngebrekestellingVerzonden": (
        "RegistreerInregelstelling",
        ("StukVervallen", "TermijnVervallen"),
    ),
    "InregelstellingTeLaat": ("genezen", ("InbreukHersteld",)),
    "InregelstellingsperiodeVerlengd": ("VerlengInregelstellingsperiode", ("TermijnHersteld",)),
    "InszGekoppeld": ("KoppelInsz", ("PersoonHersteld",)),
    "InvorderingHervat": ("HervatInvordering", ("InvorderingOpgeschort",)),
    "InvorderingOpgeschort": ("SchortInvorderingOp", ("InvorderingHervat",)),
    "KostAangerekend": ("RekenKostAan", ("VorderingHersteld",)),
    "KwijtscheldingVerleend": ("ScheldKwijt", ("VorderingHersteld",)),
    "OninbaarVerklaard": ("VerklaarOninbaar", ("VorderingHeropend",)),
    "OntvangstVastgesteld": ("RegistreerOntvangst", ("StukHersteld", "TermijnHersteld")),
    "OvergemaaktAanABB": ("MaakOverAanABB", ("InbreukHersteld",)),
    "OverlijdenGeregistreerd": ("RegistreerOverlijden", ("PersoonHersteld", "InbreukHersteld")),
    "PersoonsgegevensGewijzigd": ("WijzigPersoonsgegevens", ("PersoonHersteld",)),
    "RegimeGewijzigd": ("VerhuisNaarRegime", ("PersoonHersteld",)),
    "StuitingZonderGevolg": ("VerjaringGestuit-twee", ("VerjaringHersteld",)),
    "StukOnbestelbaar": (
        "RegistreerOnbestelbaar",
        ("PersoonHersteld", "StukHersteld", "InbreukHersteld", "TermijnHersteld"),
    ),
    "TaakAfgehandeld": ("HandelTaakAf", ("TaakHeropend",)),
    "TerugbetalingVerricht": ("BetaalTerug", ("VorderingHersteld", "TaakHeropend")),
    "TeruggestuurdNaarAgentschap": (
        "StuurTerugNaarAgentschap",
        ("InbreukHersteld", "TermijnHersteld"),
    ),
    "UitgenodigdTotVerweer": ("BeslisGeenGevolg", ("StukVervallen", "TermijnVervallen")),
    "UitspraakGeregistreerd": (
        "RegistreerUitspraak",
        ("InbreukHersteld", "BesluitHersteld", "TermijnHersteld", "VerjaringHersteld"),
    ),
    "UitstelBeeindigd": (
        "BeeindigUitstel",
        ("UitstelHersteld", "TermijnHersteld", "TermijnGeschorst"),
    ),
    "UitstelVerleend": ("VerleenUitstel", ("UitstelVervallen",)),
    "VerjaringGeschorst": ("SchorsVerjaring", ("VerjaringHersteld",)),
    "VerjaringGestuit": ("StuitVerjaring", ("VerjaringHersteld",)),
    "VerjaringHervat": ("HervatVerjaring", ("VerjaringHersteld",)),
    "VerstrekkingGeregistreerd": ("RegistreerVerstrekking", ("VerstrekkingVervallen",)),
    "VerweerOntvangen": ("RegistreerVerweer", ("StukVervallen", "InbreukHersteld")),
    "VlabelBerichtGeregistreerd": ("RegistreerVlabelBericht", ("BetalingGestorneerd",)),
    "VlabelOverdrachtBevestigd": ("BevestigVlabelOverdracht", ("VlabelOverdrachtHersteld",)),
    "VlabelOverdrachtGeweigerd": ("WeigerVlabelOverdracht", ("VlabelOverdrachtHersteld",)),
    "VlabelOverdrachtTeruggeroepen": ("RoepVlabelOverdrachtTerug", ("VlabelOverdrachtHersteld",)),
    "VlabelOverdrachtVerzonden": (
        "MarkeerVlabelOverdrachtVerzonden",
        ("VlabelOverdrachtHersteld",),
    ),
    "VlabelOverdrachtVoorbereid": ("BevestigVlabelOverdracht", ("VlabelOverdrachtTeruggeroepen",)),
    "VlabelSaldoGemeld": ("MeldSaldoAanVlabel", ()),
    "VorderingHeropend": ("HeropenVordering", ("OninbaarVerklaard",)),
    "VorderingVerjaard": ("StelVerjaringVast", ("VorderingHersteld",)),
    "VrijstellingVerleend": ("VerleenVrijstelling", ("PersoonHersteld",)),
}
"""By class: in which life it stands, and the compensations that follow."""
