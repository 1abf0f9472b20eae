"""Het verschil tussen de stand nu en de stand zonder het feit, in woorden die het recht kent."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pydantic.alias_generators import to_camel

from handhaving.dossier.correctie.feiten import Hersteld
from handhaving.dossier.correctie.geldverschil import van_overdracht, van_vordering
from handhaving.dossier.correctie.persoonlijk import PersoonHersteld
from handhaving.dossier.correctie.zaak import (
    BesluitHersteld,
    HersteldBeroep,
    HersteldVoorstel,
    InbreukHersteld,
    StukHersteld,
    StukVervallen,
    TermijnHersteld,
    UitstelHersteld,
    UitstelVervallen,
)
from handhaving.dossier.gemeen import Termijnsoort, VerstrijkenOngedaanGemaakt, huidige_termijn
from handhaving.dossier.privacy.verstrekking import VerstrekkingVervallen
from handhaving.dossier.termijnverloop import geschorst, vervallen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handhaving.dossier.correctie.loop import Loop
    from handhaving.dossier.state import Dossier, Inbreuk, LopendeTermijn, Schorsing

Soort: TypeAlias = "tuple[Termijnsoort, str]"


def herstel(loop: Loop, onterecht_verstreken: Iterable[Soort]) -> None:
    """Breng de stand in de loop naar haar doel, met één gebeurtenis per zaak die verschilt."""
    for soort, betreft in onterecht_verstreken:
        termijn = huidige_termijn(loop.nu, soort, betreft)
        if termijn is not None and termijn.staat == "verstreken":
            loop.zet(VerstrijkenOngedaanGemaakt(soort=soort, betreft=betreft, op=loop.op))
    _van_persoon(loop)
    _van_stukken(loop)
    _van_uitstellen(loop)
    for sleutel in _beide(loop.nu.inbreuken, loop.doel.inbreuken):
        _van_inbreuk(loop, sleutel)
    for sleutel in _beide(loop.nu.besluiten, loop.doel.besluiten):
        _van_besluit(loop, sleutel)
    for sleutel in _beide(loop.nu.vorderingen, loop.doel.vorderingen):
        _van_termijn(loop, "betaling", sleutel)
        van_vordering(loop, sleutel)
    for sleutel in loop.nu.overdrachten:
        van_overdracht(loop, sleutel)
    _van_verstrekkingen(loop)


def _beide(nu: Iterable[str], doel: Iterable[str]) -> list[str]:
    """De sleutels die er nu en in het doel zijn, in hun volgorde van nu."""
    bekend = set(doel)
    return [sleutel for sleutel in nu if sleutel in bekend]


def _van_verstrekkingen(loop: Loop) -> None:
    for weg in loop.nu.privacy.verstrekkingen:
        if weg not in loop.doel.privacy.verstrekkingen:
            loop.zet(VerstrekkingVervallen(ontvanger=weg.ontvanger, doel=weg.doel, op=weg.op))


def velden(klasse: type[Hersteld], *buiten: str) -> list[str]:
    """De velden van de toestand die deze gebeurtenis kan herstellen."""
    eigen = klasse.model_fields.keys() - Hersteld.model_fields.keys()
    return sorted(eigen - set(buiten))


def verschillend(nu: object, doel: object, namen: Iterable[str]) -> dict[str, object]:
    """De velden die verschillen, met hun waarde in het doel."""
    return {n: getattr(doel, n) for n in namen if getattr(nu, n) != getattr(doel, n)}


def camel(namen: Iterable[str]) -> tuple[str, ...]:
    """De namen zoals ze in het logboek staan."""
    return tuple(to_camel(naam) for naam in namen)


def _van_persoon(loop: Loop) -> None:
    namen = sorted(loop.nu.persoon.__dict__)
    anders = verschillend(loop.nu.persoon, loop.doel.persoon, namen)
    aliassen = anders.get("insz_aliassen")
    if isinstance(aliassen, tuple):
        # Wat gewist is, komt ook met een rechtzetting niet terug.
        anders["insz_aliassen"] = tuple(a for a in aliassen if isinstance(a, str))
    if anders:
        loop.zet(PersoonHersteld(vanaf=loop.op, hersteld=camel(anders), **anders))  # type: ignore[arg-type]


def _van_stukken(loop: Loop) -> None:
    for sleutel, stuk in loop.nu.stukken.items():
        doel = loop.doel.stukken.get(sleutel)
        if doel is None:
            if stuk.vervallen_op is None:
                loop.zet(StukVervallen(stuk=sleutel, op=loop.op))
            continue
        anders = verschillend(stuk, doel, velden(StukHersteld, "stuk"))
        if anders:
            loop.zet(StukHersteld(stuk=sleutel, op=loop.op, hersteld=camel(anders), **anders))  # type: ignore[arg-type]


def _van_uitstellen(loop: Loop) -> None:
    for sleutel, uitstel in loop.nu.uitstellen.items():
        doel = loop.doel.uitstellen.get(sleutel)
        if doel is None and uitstel.telt:
            loop.zet(UitstelVervallen(uitstel=sleutel, op=loop.op))
        elif doel is not None and doel.tot != uitstel.tot:
            loop.zet(UitstelHersteld(uitstel=sleutel, op=loop.op, tot=doel.tot))


def _van_inbreuk(loop: Loop, sleutel: str) -> None:
    doel = loop.doel.inbreuken[sleutel]
    namen = velden(InbreukHersteld, "inbreuk")
    anders = verschillend(loop.nu.inbreuken[sleutel], doel, namen)
    if anders:
        hersteld = camel(anders)
        if doel.voorstel is not None and "voorstel" in anders:
            anders["voorstel"] = HersteldVoorstel(**doel.voorstel.__dict__)
        loop.zet(InbreukHersteld(inbreuk=sleutel, op=loop.op, hersteld=hersteld, **anders))  # type: ignore[arg-type]
    _van_termijn(loop, "inregelstelling", sleutel)
    _van_termijn(loop, "verweer", sleutel)


def _van_besluit(loop: Loop, sleutel: str) -> None:
    doel = loop.doel.besluiten[sleutel]
    anders = verschillend(loop.nu.besluiten[sleutel], doel, velden(BesluitHersteld, "besluit"))
    if anders:
        hersteld = camel(anders)
        if doel.beroep is not None and "beroep" in anders:
            anders["beroep"] = HersteldBeroep(**doel.beroep.__dict__)
        loop.zet(BesluitHersteld(besluit=sleutel, op=loop.op, hersteld=hersteld, **anders))  # type: ignore[arg-type]
    _van_termijn(loop, "beroep", sleutel)


def _van_termijn(loop: Loop, soort: Termijnsoort, betreft: str) -> None:
    nu, doel = (_termijn(dossier, soort, betreft) for dossier in (loop.nu, loop.doel))
    if _kern(nu) == _kern(doel) and _stil(loop.nu, betreft) == _stil(loop.doel, betreft):
        return
    if doel is None:
        if nu is not None:
            loop.zet(vervallen(nu, loop.op))
        return
    schorsing = _schorsing(loop.doel, soort, betreft)
    basis = doel if schorsing is None else schorsing.origineel
    loop.zet(
        TermijnHersteld(
            soort=soort,
            betreft=betreft,
            op=loop.op,
            van=basis.van,
            laatste_dag_burger=basis.laatste_dag_burger,
            laatste_dag_overheid=basis.laatste_dag_overheid,
            regel=basis.regel,
            kalender=basis.kalender,
            staat="verstreken" if basis.staat == "verstreken" else "loopt",
            grondslag=basis.grondslag,
        )
    )
    if schorsing is not None:
        loop.zet(geschorst(basis, schorsing.van, schorsing.tot, loop.recht))


def _termijn(dossier: Dossier, soort: Termijnsoort, betreft: str) -> LopendeTermijn | None:
    """De termijn; een vervallen termijn is er een die nog moet beginnen."""
    termijn = huidige_termijn(dossier, soort, betreft)
    return None if termijn is None or termijn.staat == "vervallen" else termijn


def _kern(termijn: LopendeTermijn | None) -> tuple[object, ...] | None:
    """Wat aan een termijn telt, zonder de gebeurtenis die hem zette."""
    if termijn is None:
        return None
    return (
        termijn.van,
        termijn.laatste_dag_burger,
        termijn.laatste_dag_overheid,
        termijn.regel,
        termijn.staat,
    )


def _schorsing(dossier: Dossier, soort: Termijnsoort, betreft: str) -> Schorsing | None:
    inbreuk = dossier.inbreuken.get(betreft)
    return inbreuk.schorsing if soort == "inregelstelling" and inbreuk is not None else None


def _stil(dossier: Dossier, betreft: str) -> tuple[date, date, object] | None:
    """Of en hoe de termijn stilstaat."""
    inbreuk: Inbreuk | None = dossier.inbreuken.get(betreft)
    if inbreuk is None or inbreuk.schorsing is None:
        return None
    return inbreuk.schorsing.van, inbreuk.schorsing.tot, _kern(inbreuk.schorsing.origineel)
