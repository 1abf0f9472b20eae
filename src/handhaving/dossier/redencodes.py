"""De redenen die dit huis in het open schrijft. Een code die hier niet staat, is een andere reden.

Een code staat leesbaar in het logboek. Wie er een naam of een nummer in zet, vindt hem terug in de
toelichting, die versleuteld is; de code zelf wordt `andere`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection

    from handhaving.dossier.basis import Opdracht

    O = TypeVar("O", bound=Opdracht)  # noqa: E741 - O van opdracht

ANDERE: Final = "andere"

BEKEND: Final = frozenset(
    {
        "aangegeven",
        "aanhouden",
        "adresOnbekend",
        "adresonderzoek",
        "afgehandeld",
        "alsnogAangemeld",
        "andere",
        "andereOverdracht",
        "bankreferentieAnders",
        "beroep",
        "beroepOpTijd",
        "beslissingNadert",
        "besluitBlijft",
        "besluitVerjaard",
        "besluitVernietigd",
        "betaald",
        "betekening",
        "bewijsOnjuist",
        "bewind",
        "collectieveSchuldenregeling",
        "deelnameBovenDrempel",
        "dwangbevelGevonden",
        "feitRechtgezet",
        "gemeld",
        "gezien",
        "inbreukRechtgezet",
        "rechtzetting",
        "ingeregeld",
        "ingeregeldOpTijdGebleken",
        "ingeregeldOpTijdNaBesluit",
        "ingetrokken",
        "later",
        "meldTerugroeping",
        "nagekeken",
        "nagevraagdBijVlabel",
        "nietVerzonden",
        "nieuwAdres",
        "nieuwBesluitMogelijk",
        "nieuweInbreuk",
        "nooitOntvangen",
        "onbestelbaar",
        "onevenredig",
        "onterechtTerugbetaald",
        "ontvangstLaterGebleken",
        "onvermogend",
        "onvolledig",
        "ookAanBewindvoerder",
        "overdrachtMogelijk",
        "overgenomen",
        "overgenomenUitVorigSysteem",
        "overleden",
        "overlijden",
        "overmacht",
        "planTenOnrechteVerbroken",
        "planVerbroken",
        "recidivestap",
        "regimeGewijzigd",
        "saldoGemeld",
        "samenvoegingOngedaan",
        "tenOnrechte",
        "terugTeBetalen",
        "teruggevorderd",
        "teveelBetaald",
        "tweedeBesluit",
        "uitnodigingTeLaat",
        "uitstel",
        "uitstelDektDatum",
        "vaststellerBevestigd",
        "vaststellerOnbekend",
        "vaststellerVerklaarde",
        "vergissing",
        "verhuisd",
        "verjaringNadert",
        "verkeerdDossier",
        "verkeerdGelezen",
        "verkeerdeDatum",
        "verkeerdeInvoer",
        "verkeerdePersoon",
        "verkeerdeTaak",
        "verklaring",
        "verweerGegrond",
        "verweerNaBesluit",
        "vlabel",
        "vlabelGafTerug",
        "vlabelWeigerde",
        "voortzetten",
        "vrijgesteld",
        "zelfVerderInnen",
        "zelfdeFeit",
        "zonderGevolg",
    }
)
"""De codes van de voorstellen, de scenario's en de inname. Een nieuwe reden is hier één regel."""

TOELICHTING: Final = {"reden_code": ("reden", "motivering"), "uitkomst": ("toelichting",)}
"""Per veld met een gekozen code: de tekst van dezelfde opdracht die het waarom draagt."""

EIGEN_LIJST: Final = frozenset({"SchortInvorderingOp", "HervatInvordering"})
"""Opdrachten waarvan de wet van die dag zegt welke codes er zijn; ze oordelen zelf."""


def zonder_vrije_code(opdracht: O) -> O:
    """Dezelfde opdracht; een code die dit huis niet kent, staat in haar tekst."""
    vorm = type(opdracht)
    if vorm.__name__ in EIGEN_LIJST:
        return opdracht
    anders: dict[str, str | None] = {}
    for veld, teksten in TOELICHTING.items():
        code = opdracht.veld(veld)
        if code is not None and code not in BEKEND:
            naar = next(t for t in teksten if t in vorm.model_fields)
            anders[veld], anders[naar] = met_toelichting(code, opdracht.veld(naar))
    return opdracht.model_copy(update=anders) if anders else opdracht


def met_toelichting(
    code: str, tekst: str | None, ook: Collection[str] = ()
) -> tuple[str, str | None]:
    """De code zoals ze in het open mag; een onbekende staat vooraan in de tekst."""
    if code in BEKEND or code in ook:
        return code, tekst
    return ANDERE, f"{code}: {tekst}" if tekst else code
