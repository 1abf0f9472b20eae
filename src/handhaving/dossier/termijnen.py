"""Wat er in een dossier loopt en wanneer het vervalt: alleen hier staat wat moet gebeuren."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.state import AFGESLOTEN, BIJ_ABB, NA_BESLUIT, Fase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from handhaving.dossier.state import Besluit, Dossier, Inbreuk, LopendeTermijn, Vordering

Staat = Literal["loopt", "verstreken", "vervallen"]


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
        gevonden += _van_inbreuk(inbreuk)
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


def _van_inbreuk(inbreuk: Inbreuk) -> Iterator[OpenTermijn]:
    if inbreuk.inregelstelling is not None:
        loopt = inbreuk.fase is Fase.IN_GEBREKE and inbreuk.inregelstelling.staat == "loopt"
        staat: Staat = "loopt" if loopt else inbreuk.inregelstelling.staat
        if not loopt and staat == "loopt":
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
    leeft = not vordering.afgesloten and vordering.voldaan_op is None
    if vordering.betaaltermijn is not None:
        yield _uit(vordering.betaaltermijn, "loopt" if leeft else "vervallen")
    verjaring = vordering.verjaring
    if verjaring is None or besluit is None:
        return
    staat: Staat = "loopt" if leeft else "vervallen"
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
            gegevens={"datum": verjaring.datum.isoformat()},
        )
