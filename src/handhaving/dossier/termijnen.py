"""Wat er in een dossier loopt en wanneer het vervalt: alleen hier staat wat moet gebeuren."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypedDict

from handhaving.dossier.levensloop.schorsing import volgende_schorsing
from handhaving.dossier.navraag.zaak import VOLGENDE_STAP
from handhaving.dossier.state import AFGESLOTEN, BIJ_ABB, NA_BESLUIT, Fase
from handhaving.dossier.termijnverloop import DAG
from handhaving.dossier.verjaring.vraag import erkenning_te_vragen, verjaring_te_vragen
from handhaving.dossier.vordering.gemeen import gevraagd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from handhaving.dossier.state import (
        Besluit,
        Dossier,
        Inbreuk,
        LopendeTermijn,
        VerjaringStand,
        Vordering,
    )

SOORTEN: Final = (
    "inregelstelling",
    "uitstel",
    "uitnodigingVerweer",
    "verweer",
    "besluitWaarschuwing",
    "besluit",
    "beroep",
    "betaling",
    "afbetaling",
    "schuldbekentenis",
    "verjaring",
)
"""Waarmee elke soort begint; na een streepje volgt welke ervan (`afbetaling-2`, `verjaring-90`)."""

Staat = Literal["loopt", "geschorst", "verstreken", "vervallen"]


@dataclass(frozen=True, slots=True)
class OpenTermijn:
    """Eén termijn van een dossier.

    `vervalt_op` is de laatste dag (tot 24.00 uur in Brussel); daarna is `opdracht`, als die er is,
    aan het systeem. `gezet_door` is de gebeurtenis die dit einde bepaalde: verschuift het, dan is
    het een andere gebeurtenis en gaat de termijn opnieuw af.
    """

    soort: str
    betreft: str
    van: date
    laatste_dag_burger: date | None
    laatste_dag_overheid: date | None
    vervalt_op: date
    regel: str
    kalender: str | None
    staat: Staat
    gezet_door: UUID
    opdracht: str | None = None
    gegevens: dict[str, str] = field(default_factory=dict)


def termijnen(dossier: Dossier) -> tuple[OpenTermijn, ...]:
    """Alle termijnen van het dossier, ook wat verstreken of vervallen is."""
    gevonden: list[OpenTermijn] = []
    for inbreuk in dossier.inbreuken.values():
        gevonden += _van_inbreuk(inbreuk, dossier)
        gevonden += _van_schorsing(inbreuk, dossier)
    for besluit in dossier.besluiten.values():
        gevonden += _van_besluit(besluit)
    for vordering in dossier.vorderingen.values():
        gevonden += _van_vordering(vordering, dossier)
    return tuple(gevonden)


def _uit(
    termijn: LopendeTermijn, staat: Staat, opdracht: str | None = None, **gegevens: str
) -> OpenTermijn:
    return OpenTermijn(
        soort=termijn.soort,
        betreft=termijn.betreft,
        van=termijn.van,
        laatste_dag_burger=termijn.laatste_dag_burger,
        laatste_dag_overheid=termijn.laatste_dag_overheid,
        vervalt_op=termijn.laatste_dag_burger,
        regel=termijn.regel,
        kalender=termijn.kalender,
        staat=staat,
        gezet_door=termijn.gezet_door,
        opdracht=opdracht,
        gegevens=gegevens,
    )


def _van_inbreuk(inbreuk: Inbreuk, dossier: Dossier) -> Iterator[OpenTermijn]:
    if inbreuk.inregelstelling is not None:
        loopt = inbreuk.fase is Fase.IN_GEBREKE and inbreuk.inregelstelling.staat == "loopt"
        staat: Staat = "loopt" if loopt else inbreuk.inregelstelling.staat
        stil = inbreuk.fase is Fase.OPGESCHORT and staat == "geschorst"
        if not loopt and not stil and staat != "verstreken":
            staat = "vervallen"
        yield _uit(
            inbreuk.inregelstelling,
            staat,
            "StelVerstrijkenVast" if loopt else None,
            inbreuk=inbreuk.sleutel,
        )
    if inbreuk.verweer is not None:
        yield _uit(inbreuk.verweer, "loopt" if inbreuk.fase in BIJ_ABB else "vervallen")
    if inbreuk.uitnodigen_voor is not None and inbreuk.overgemaakt_op is not None:
        yield OpenTermijn(
            soort="uitnodigingVerweer",
            betreft=inbreuk.sleutel,
            van=inbreuk.overgemaakt_op,
            laatste_dag_burger=None,
            laatste_dag_overheid=inbreuk.uitnodigen_voor,
            vervalt_op=inbreuk.uitnodigen_voor,
            regel="verweer.uitnodiging",
            kalender=None,
            staat="loopt" if inbreuk.fase is Fase.OVERGEMAAKT else "vervallen",
            gezet_door=inbreuk.overgemaakt_door or inbreuk.vastgelegd_door,
            **_te_vragen(
                dossier,
                "uitnodigingTeLaat",
                inbreuk.sleutel,
                inbreuk.uitnodigen_voor,
                loopt=inbreuk.fase is Fase.OVERGEMAAKT,
            ),
        )
    beslist = inbreuk.fase in AFGESLOTEN | NA_BESLUIT | {Fase.ANDERE_OVERHEID}
    for soort, dag in (
        ("besluitWaarschuwing", inbreuk.waarschuwen_op),
        ("besluit", inbreuk.beslissen_voor),
    ):
        yield OpenTermijn(
            soort=soort,
            betreft=inbreuk.sleutel,
            van=inbreuk.datum_feit,
            laatste_dag_burger=None,
            laatste_dag_overheid=dag,
            vervalt_op=dag,
            regel="besluit.verjaring" if soort == "besluit" else "besluit.waarschuwing",
            kalender=None,
            staat="vervallen" if beslist else "loopt",
            gezet_door=inbreuk.vastgelegd_door,
            **_te_vragen(
                dossier,
                "beslissingNadert",
                inbreuk.sleutel,
                dag,
                loopt=soort == "besluitWaarschuwing" and inbreuk.fase in VOLGENDE_STAP,
            ),
        )


class _Vraag(TypedDict):
    opdracht: str | None
    gegevens: dict[str, str]


def _te_vragen(
    dossier: Dossier, vraag: str, betreft: str, dag: date, *, loopt: bool, **meer: str
) -> _Vraag:
    """Wat na deze dag aan een mens gevraagd wordt, als dat sindsdien nog niet gebeurde."""
    if not loopt or gevraagd(dossier, vraag, betreft, dag):
        return {"opdracht": None, "gegevens": meer}
    return {
        "opdracht": "VraagHerbekijken",
        "gegevens": {"vraag": vraag, "betreft": betreft},
    }


def _van_schorsing(inbreuk: Inbreuk, dossier: Dossier) -> Iterator[OpenTermijn]:
    """Wanneer een uitstel de inregelstellingsperiode doet stilstaan, of weer laat lopen."""
    termijn = inbreuk.inregelstelling
    if termijn is None:
        return
    if inbreuk.fase is Fase.OPGESCHORT and inbreuk.schorsing is not None:
        van, vervalt_op = inbreuk.schorsing.van, inbreuk.schorsing.tot
    elif inbreuk.fase is Fase.IN_GEBREKE and termijn.staat == "loopt":
        periode = volgende_schorsing(termijn, dossier.uitstellen.values())
        if periode is None:
            return
        van, vervalt_op = termijn.van, periode[0] - DAG
    else:
        return
    yield OpenTermijn(
        soort="uitstel",
        betreft=inbreuk.sleutel,
        van=van,
        laatste_dag_burger=vervalt_op,
        laatste_dag_overheid=vervalt_op,
        vervalt_op=vervalt_op,
        regel="uitstel.gevolg",
        kalender=None,
        staat="loopt",
        gezet_door=termijn.gezet_door,
        opdracht="StelSchorsingVast",
        gegevens={"inbreuk": inbreuk.sleutel},
    )


def _van_besluit(besluit: Besluit) -> Iterator[OpenTermijn]:
    termijn = besluit.beroepstermijn
    if termijn is None:
        return
    hangend = besluit.beroep is not None and besluit.beroep.hangende
    loopt = besluit.staat == "betekend" and termijn.staat == "loopt" and not hangend
    staat: Staat = "loopt" if loopt else termijn.staat
    if not loopt and staat == "loopt":
        staat = "vervallen"
    yield _uit(termijn, staat, "StelDefinitiefVast" if loopt else None, besluit=besluit.sleutel)


def _van_vordering(vordering: Vordering, dossier: Dossier) -> Iterator[OpenTermijn]:
    besluit = dossier.besluiten.get(vordering.besluit)
    leeft = vordering.leeft
    if vordering.betaaltermijn is not None:
        yield _uit(vordering.betaaltermijn, "loopt" if leeft else "vervallen")
    yield from _van_plan(vordering)
    erkenning = erkenning_te_vragen(vordering, dossier)
    if vordering.plan is not None and erkenning is not None:
        yield _vraag(vordering, "schuldbekentenis", erkenning, vordering.plan.gezet_door)
    verjaring = vordering.verjaring
    if verjaring is None or besluit is None:
        return
    staat: Staat = "loopt" if leeft and verjaring.geschorst_sinds is None else "vervallen"
    if verjaring_te_vragen(vordering, dossier):
        yield _vraag(vordering, "verjaring", verjaring.datum, verjaring.gezet_door)
    rijen = [("verjaring", verjaring.laatste_veilige_dag)]
    rijen += [
        (f"verjaring-{(verjaring.datum - dag).days}", dag) for dag in verjaring.waarschuwingen
    ]
    for soort, dag in rijen:
        yield OpenTermijn(
            soort=soort,
            betreft=vordering.sleutel,
            van=verjaring.van,
            laatste_dag_burger=None,
            laatste_dag_overheid=dag,
            vervalt_op=dag,
            regel=verjaring.regel,
            kalender=None,
            staat=staat,
            gezet_door=verjaring.gezet_door,
            **_waarschuwing(dossier, vordering, verjaring, soort, dag, loopt=staat == "loopt"),
        )


def _waarschuwing(
    dossier: Dossier,
    vordering: Vordering,
    verjaring: VerjaringStand,
    soort: str,
    dag: date,
    *,
    loopt: bool,
) -> _Vraag:
    """Op een waarschuwingsdag wordt gevraagd; de laatste veilige dag zelf vraagt niets meer."""
    return _te_vragen(
        dossier,
        "verjaringNadert",
        vordering.sleutel,
        dag,
        loopt=loopt and soort != "verjaring",
        datum=verjaring.datum.isoformat(),
    )


def _van_plan(vordering: Vordering) -> Iterator[OpenTermijn]:
    """Elke aflossing van het laatste plan; is ze gemist, dan stelt het systeem het verbreken vast.

    Terwijl de invordering stilligt, wordt geen plan verbroken.
    """
    plan = vordering.plan
    if plan is None:
        return
    loopt = vordering.lopend_plan is not None
    onbetaald = plan.onbetaald(vordering.op_plan_betaald)
    ligt_stil = any(tot is None for _, tot, _ in vordering.opschortingen)
    for aflossing in plan.aflossingen:
        open_ = loopt and aflossing in onbetaald
        yield OpenTermijn(
            soort=f"afbetaling-{aflossing.nummer}",
            betreft=vordering.sleutel,
            van=plan.toegekend_op,
            laatste_dag_burger=aflossing.laatste_dag_burger,
            laatste_dag_overheid=aflossing.vervaldag,
            vervalt_op=aflossing.uiterste_dag,
            regel="afbetaling.respijt",
            kalender=None,
            staat="loopt" if open_ else "vervallen",
            gezet_door=plan.gezet_door,
            opdracht="StelPlanVerbroken" if open_ and not ligt_stil else None,
            gegevens={"vordering": vordering.sleutel},
        )


def _vraag(vordering: Vordering, vraag: str, dag: date, gezet_door: UUID) -> OpenTermijn:
    """Wat na deze dag aan een mens gevraagd wordt; de klok stelt niets vast."""
    return OpenTermijn(
        soort=f"{vraag}-vraag",
        betreft=vordering.sleutel,
        van=dag,
        laatste_dag_burger=None,
        laatste_dag_overheid=dag,
        vervalt_op=dag,
        regel="verjaring.gevolg.schuldbekentenis" if vraag != "verjaring" else "verjaring.termijn",
        kalender=None,
        staat="loopt",
        gezet_door=gezet_door,
        opdracht="VraagHerbekijken",
        gegevens={"betreft": vordering.sleutel, "vraag": vraag},
    )
