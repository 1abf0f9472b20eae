"""De verwerking beperken (AVG art. 18): alles ligt stil, behalve wat hieronder verder mag."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    NietRechtzetbaar,
    Opdracht,
    Rol,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.kopie import replace
from handhaving.dossier.privacy.staat import Beperking
from handhaving.dossier.privacy.weigeringen import (
    NietBeperkt,
    PersoonIsGewist,
    VerwerkingIsBeperkt,
)
from handhaving.dossier.tekst import Tekst

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Gegeven = Literal[
    "insz",
    "klantnummer",
    "naam",
    "voornaam",
    "geboortedatum",
    "adres",
    "contacttaal",
    "hoedanigheid",
    "plichtOntstaanOp",
    "regime",
]
DPO = frozenset({Rol.DPO})
JUISTHEID_BETWIST = "juistheidBetwist"
ANDERE = "andere"

GAAT_DOOR: Mapping[str, tuple[str, ...]] = {
    "het hoofdstuk privacy zelf": (
        "BeperkVerwerking",
        "HefBeperkingOp",
        "RegistreerVerstrekking",
    ),
    "wat de gegevens juist maakt": (
        "WijzigPersoonsgegevens",
        "KoppelInsz",
        "RegistreerNieuwAdres",
        "RegistreerAmbtshalveAfvoering",
        "VerhuisNaarRegime",
        "HeropenDossier",
        "ZetInbreukRecht",
        "ZetGebeurtenisRecht",
    ),
    "wat de persoon beschermt of bevrijdt": (
        "RegistreerOverlijden",
        "StelBewindvoerderAan",
        "RegistreerCollectieveSchuldenregeling",
        "VerleenUitstel",
        "VerleenVrijstelling",
        "VerlengInregelstellingsperiode",
        "BeslisGeenGevolg",
        "TrekBoetebesluitIn",
        "StuurTerugNaarAgentschap",
        "ScheldKwijt",
        "BetaalTerug",
        "SchortInvorderingOp",
        "RoepVlabelOverdrachtTerug",
        "MeldSaldoAanVlabel",
        "KenAfbetalingsplanToe",
    ),
    "wat van buiten komt en vastligt": (
        "RegistreerOntvangst",
        "RegistreerOnbestelbaar",
        "RegistreerInregelstelling",
        "RegistreerDeelname",
        "RegistreerVerweer",
        "BoekBetaling",
        "StorneerBetaling",
        "BevestigVlabelOverdracht",
        "WeigerVlabelOverdracht",
        "RegistreerVlabelBericht",
    ),
    "een rechtsvordering (art. 18.2)": (
        "StelBeroepIn",
        "TrekBeroepIn",
        "RegistreerUitspraak",
        "StuitVerjaring",
        "SchorsVerjaring",
        "HervatVerjaring",
    ),
    "wat de wet laat lopen": (
        "BeeindigUitstel",
        "StelSchorsingVast",
        "StelVerstrijkenVast",
        "StelDefinitiefVast",
        "StelToerekeningVast",
        "StelPlanVerbroken",
        "StelVerjaringVast",
        "VraagHerbekijken",
    ),
    "wat een mens nakijkt": ("HandelTaakAf",),
}
"""Wat onder een beperking verder mag, en waarom; de termijnen zelf staan niet stil."""

_GAAT_DOOR = frozenset(naam for namen in GAAT_DOOR.values() for naam in namen)

NA_WISSING = frozenset(
    {
        "WisPersoonsgegevens",
        "BoekBetaling",
        "StorneerBetaling",
        "BetaalTerug",
        "StelToerekeningVast",
        "HandelTaakAf",
    }
)
"""Wat nog kan als de persoon gewist is: geld dat toch nog komt, boeken en teruggeven."""


class VerwerkingBeperkt(Gebeurtenis):
    """De verwerking van de gegevens is beperkt, om één grond."""

    geldig_veld = "vanaf"
    historiek = "Verwerking beperkt vanaf {vanaf} ({grond}); betwist: {gegevens}."

    grond: Code
    vanaf: date
    gegevens: tuple[Gegeven, ...] = ()
    toelichting: Gevoelig | None = None


class BeperkingOpgeheven(Gebeurtenis):
    """De beperking om deze grond is opgeheven."""

    geldig_veld = "op"
    historiek = "Beperking van de verwerking opgeheven op {op} ({grond})."

    grond: Code
    op: date


class BeperkVerwerking(Opdracht):
    """Beperk de verwerking; `gegevens` zijn de velden die de persoon betwist."""

    pad = "/v1/dossiers/{dossierId}/beperkingen"
    voorbeeld = {"grond": JUISTHEID_BETWIST, "gegevens": ["geboortedatum"]}
    rollen = DPO
    ook_gesloten = True

    grond: Tekst
    gegevens: tuple[Gegeven, ...] = ()


class HefBeperkingOp(Opdracht):
    """Hef de beperking op; zonder `grond` elke beperking."""

    pad = "/v1/dossiers/{dossierId}/opheffingen"
    voorbeeld = {"grond": JUISTHEID_BETWIST}
    rollen = DPO
    ook_gesloten = True

    grond: Tekst | None = None


def grondcode(grond: str, bekend: tuple[str, ...]) -> str:
    """De code van een grond; wat de lijst niet kent, is een andere."""
    return grond if grond in bekend else ANDERE


def keur_privacy(naam: str, dossier: Dossier) -> Iterator[Weigering]:
    """Wat niemand nog kan: handelen tegen een beperking in, of met wie gewist is."""
    privacy = dossier.privacy
    if privacy.gewist_op is not None and naam not in NA_WISSING:
        yield PersoonIsGewist()
    if privacy.beperkingen and naam not in _GAAT_DOOR:
        yield VerwerkingIsBeperkt(
            sinds=min(b.sinds for b in privacy.beperkingen.values()),
            gronden=sorted(privacy.beperkingen),
        )


def _geen_weigering(
    _opdracht: Opdracht, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _beperk(
    opdracht: BeperkVerwerking, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    vanaf = dag_van(opdracht, context)
    gronden = recht.woorden("beperking.gronden", vanaf)
    grond = grondcode(opdracht.grond, gronden.waarde)
    gegevens = tuple(dict.fromkeys(opdracht.gegevens))
    bestaand = dossier.privacy.beperkingen.get(grond)
    if bestaand is not None and set(gegevens) <= set(bestaand.gegevens):
        return ()
    return (
        VerwerkingBeperkt(
            grond=grond,
            vanaf=vanaf,
            gegevens=gegevens,
            toelichting=opdracht.grond if grond == ANDERE else None,
            grondslag=(gronden.grondslag,),
        ),
    )


def _keur_hef(
    opdracht: HefBeperkingOp, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    if not _op_te_heffen(opdracht, dossier, recht, context):
        yield NietBeperkt()


def _hef(
    opdracht: HefBeperkingOp, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    return tuple(
        BeperkingOpgeheven(grond=grond, op=dag_van(opdracht, context))
        for grond in _op_te_heffen(opdracht, dossier, recht, context)
    )


def _op_te_heffen(
    opdracht: HefBeperkingOp, dossier: Dossier, recht: Recht, context: Context
) -> list[str]:
    bestaand = list(dossier.privacy.beperkingen)
    if opdracht.grond is None:
        return bestaand
    gronden = recht.woorden("beperking.gronden", dag_van(opdracht, context)).waarde
    return [g for g in bestaand if g == grondcode(opdracht.grond, gronden)]


def _op_beperkt(dossier: Dossier, feit: VerwerkingBeperkt, _envelop: Envelop) -> Dossier:
    privacy = dossier.privacy
    oud = privacy.beperkingen.get(feit.grond) or Beperking(feit.grond, feit.vanaf)
    nieuw = replace(oud, gegevens=tuple(dict.fromkeys((*oud.gegevens, *feit.gegevens))))
    beperkingen = {**privacy.beperkingen, feit.grond: nieuw}
    return replace(dossier, privacy=replace(privacy, beperkingen=beperkingen))


def _op_opgeheven(dossier: Dossier, feit: BeperkingOpgeheven, _envelop: Envelop) -> Dossier:
    privacy = dossier.privacy
    over = {g: b for g, b in privacy.beperkingen.items() if g != feit.grond}
    return replace(dossier, privacy=replace(privacy, beperkingen=over))


HANDELINGEN = (
    Handeling(BeperkVerwerking, _geen_weigering, _beperk),
    Handeling(HefBeperkingOp, _keur_hef, _hef),
)
EVOLUTIES = (
    Evolutie(
        VerwerkingBeperkt,
        _op_beperkt,
        NietRechtzetbaar(
            "beperken neemt niets weg", ("HefBeperkingOp",), opdracht=BeperkVerwerking
        ),
    ),
    Evolutie(
        BeperkingOpgeheven,
        _op_opgeheven,
        NietRechtzetbaar(
            "opheffen neemt niets weg", ("BeperkVerwerking",), opdracht=HefBeperkingOp
        ),
    ),
)
