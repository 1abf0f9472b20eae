"""Wat na een rechtzetting aan een mens gevraagd wordt: taken die vervallen, en nieuwe vragen.

Niets waarover alleen een mens kan beslissen, wordt gedaan: wat zijn grond verloor, welke brieven
op het onjuiste feit rustten, en of een latere boete een andere recidivestap heeft, wordt gevraagd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.correctie.taken import TaakAfgehandeld, TaakHeropend
from handhaving.dossier.enig import dat_voorgaat, vraag_intrekking
from handhaving.dossier.evolutie import vouw
from handhaving.dossier.herbekijken import DEZE_TAAK, Vraag, vraag_brieven, vragen
from handhaving.dossier.inbreuk.rechtzetten import FEIT_RECHTGEZET
from handhaving.dossier.recidive import stappen, verschoven
from handhaving.dossier.state import BIJ_ABB, NA_BESLUIT, Dossier, Fase
from handhaving.dossier.vlabel.overdracht import VlabelOverdrachtVoorbereid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.correctie.loop import Loop
    from handhaving.dossier.correctie.zonder import Groep, Zonder
    from handhaving.dossier.state import Inbreuk, Stuk

ZONDER_GROND = "zonderGrond"
NAGEKEKEN = {"taak": DEZE_TAAK, "uitkomst": "nagekeken"}


def taken(loop: Loop, groep: Groep, uit: Zonder) -> Iterator[Gebeurtenis]:
    """De taken die het feit opende, zijn af; die het afhandelde, staan weer open."""
    weg = {e.gebeurtenis_id for g in (groep, *uit.gevallen) for _, e in g.paren}
    geopend, gesloten = set[str](), set[str]()
    stand = Dossier(loop.context.dossier_id)
    for paar in loop.context.historiek:
        daarna = vouw(stand.dossier_id, [paar], van=stand)
        if paar[1].gebeurtenis_id in weg:
            geopend |= daarna.taken.keys() - stand.taken.keys()
            gesloten |= _open(stand) - _open(daarna)
        stand = daarna
    for sleutel, taak in loop.nu.taken.items():
        if sleutel in geopend and taak.afgehandeld is None:
            yield TaakAfgehandeld(taak=sleutel, uitkomst=FEIT_RECHTGEZET, op=loop.op)
        elif sleutel in gesloten - geopend and taak.afgehandeld is not None:
            yield TaakHeropend(taak=sleutel, op=loop.op)


def _open(dossier: Dossier) -> set[str]:
    return {sleutel for sleutel, taak in dossier.taken.items() if taak.afgehandeld is None}


def navragen(loop: Loop, groep: Groep, uit: Zonder | None) -> list[Gebeurtenis]:
    """De vragen die overblijven, genummerd na de taken die er zijn."""
    lijst = [] if uit is None else list(_zonder_grond(loop, uit))
    lijst += _recidive(loop)
    lijst += _brieven(loop, groep)
    return [*vragen(loop.nu, lijst)]


def _zonder_grond(loop: Loop, uit: Zonder) -> Iterator[Vraag]:
    """Wat een mens deed op grond van wat niet klopte; hij kiest wat ermee gebeurt."""
    for groep in uit.zonder_grond:
        feit = groep.hoofd[0]
        yield _vraag(loop, feit)


def _vraag(loop: Loop, feit: Gebeurtenis) -> Vraag:
    vordering = loop.nu.vorderingen.get(getattr(feit, "vordering", None) or "")
    genoemd_besluit = getattr(feit, "besluit", None) if vordering is None else vordering.besluit
    besluit = loop.nu.besluiten.get(genoemd_besluit or "")
    if besluit is not None and dat_voorgaat(loop.nu, besluit) is not None:
        return vraag_intrekking(besluit, loop.op)
    inbreuk = loop.nu.inbreuken.get(
        getattr(feit, "inbreuk", None) or ("" if besluit is None else besluit.inbreuk)
    )
    if (
        isinstance(feit, VlabelOverdrachtVoorbereid)
        and loop.nu.overdrachten[feit.overdracht].lopend
    ):
        gegevens = {"overdracht": feit.overdracht, "redenCode": FEIT_RECHTGEZET}
        return Vraag(ZONDER_GROND, feit.overdracht, loop.op, "RoepVlabelOverdrachtTerug", gegevens)
    if inbreuk is not None and (terug := _terug(inbreuk)) is not None:
        opdracht, gegevens = terug
        soort = _al_gevraagd(loop, inbreuk.sleutel) or ZONDER_GROND
        return Vraag(soort, inbreuk.sleutel, loop.op, opdracht, gegevens)
    genoemd = (getattr(feit, naam, None) for naam in ("vordering", "overdracht", "inbreuk"))
    betreft = next((g for g in genoemd if g is not None), "D1")
    return Vraag(ZONDER_GROND, betreft, loop.op, "HandelTaakAf", NAGEKEKEN)


def _al_gevraagd(loop: Loop, betreft: str) -> str | None:
    """De vraag die het ongedaan gemaakte verstrijken al stelde, zonder voorstel."""
    open_ = (t for t in loop.nu.open_taken(betreft) if t.opdracht is None)
    return next((t.soort for t in open_ if t.soort == "ontvangstLaterGebleken"), None)


def _terug(inbreuk: Inbreuk) -> tuple[str, dict[str, str]] | None:
    """Wat voor de hand ligt als de zaak verder ging dan ze mocht."""
    gegevens = {"inbreuk": inbreuk.sleutel, "redenCode": FEIT_RECHTGEZET}
    if inbreuk.fase is Fase.OVERGEMAAKT:
        return "StuurTerugNaarAgentschap", gegevens
    if inbreuk.fase in BIJ_ABB:
        return "BeslisGeenGevolg", gegevens
    if inbreuk.fase in NA_BESLUIT and inbreuk.besluit is not None:
        return "TrekBoetebesluitIn", {"besluit": inbreuk.besluit, "redenCode": FEIT_RECHTGEZET}
    return None


def _recidive(loop: Loop) -> Iterator[Vraag]:
    """Een boete die valt of toch blijft staan, kan de stap verschuiven van wat later beslist is."""
    eerst = vouw(loop.context.dossier_id, loop.context.historiek)
    yield from verschoven(loop.nu, stappen(eerst), loop.op)


def _brieven(loop: Loop, groep: Groep) -> Iterator[Vraag]:
    """De brieven die na het feit vertrokken, en dus op iets rustten wat niet klopte."""
    if all(isinstance(feit, TaakAfgehandeld | TaakHeropend) for feit in loop.feiten):
        return
    tot = groep.paren[-1][1].positie
    toen = vouw(loop.context.dossier_id, [p for p in loop.context.historiek if p[1].positie <= tot])
    zaken = _zaken(loop.nu, groep.hoofd[0])
    brieven = [
        stuk
        for sleutel, stuk in loop.nu.stukken.items()
        if sleutel not in toen.stukken and stuk.verstuurd and _raakt(loop.nu, stuk, zaken)
    ]
    if brieven:
        sleutels = (stuk.sleutel for stuk in brieven)
        yield vraag_brieven(brieven[0].betreft, loop.op, sleutels)


def _zaken(dossier: Dossier, feit: Gebeurtenis) -> set[str] | None:
    """De inbreuken waarop het feit slaat; None als het de persoon zelf betreft."""
    stuk = dossier.stukken.get(getattr(feit, "stuk", None) or "")
    overdracht = dossier.overdrachten.get(getattr(feit, "overdracht", None) or "")
    genoemd = {getattr(feit, naam, None) for naam in ("inbreuk", "besluit", "vordering")} | {
        None if stuk is None else stuk.betreft,
        None if overdracht is None else overdracht.vordering,
    }
    inbreuken = {i for i in (_inbreuk(dossier, g) for g in genoemd if g) if i is not None}
    return inbreuken or None


def _inbreuk(dossier: Dossier, sleutel: str) -> str | None:
    """De inbreuk waarbij deze sleutel hoort."""
    vordering = dossier.vorderingen.get(sleutel)
    besluit = dossier.besluiten.get(sleutel if vordering is None else vordering.besluit)
    if besluit is not None:
        return besluit.inbreuk
    return sleutel if sleutel in dossier.inbreuken else None


def _raakt(dossier: Dossier, stuk: Stuk, zaken: set[str] | None) -> bool:
    return zaken is None or _inbreuk(dossier, stuk.betreft) in zaken
