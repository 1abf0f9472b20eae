"""Het verschil in geld: betalingen, opschorting, verjaring, wat verschuldigd is, en VLABEL."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic.alias_generators import to_camel

from handhaving.dossier.correctie.feiten import Hersteld
from handhaving.dossier.correctie.geld import (
    BetalingHersteld,
    GedateerdBedrag,
    HersteldeKwijtschelding,
    HersteldePeriode,
    HersteldeSchorsing,
    HersteldeStuiting,
    HersteldPlan,
    VerjaringHersteld,
    VlabelOverdrachtHersteld,
    VorderingHersteld,
)
from handhaving.dossier.correctie.weigeringen import NietRechtTeZetten
from handhaving.dossier.enig import dat_voorgaat
from handhaving.dossier.gemeen import Verjaring
from handhaving.dossier.inbreuk.rechtzetten import FEIT_RECHTGEZET
from handhaving.dossier.vlabel import VlabelOverdrachtTeruggeroepen
from handhaving.dossier.vordering.afbetaling import Plantermijn
from handhaving.dossier.vordering.betaling import Toerekening, vastgesteld
from handhaving.dossier.vordering.gemeen import lopende_overdracht
from handhaving.dossier.vordering.oninbaar import OninbaarVerklaard, VorderingHeropend
from handhaving.dossier.vordering.opschorting import InvorderingHervat, InvorderingOpgeschort
from handhaving.dossier.vordering.storno import BetalingGestorneerd

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from handhaving.dossier.correctie.loop import Loop
    from handhaving.dossier.state import Dossier
    from handhaving.dossier.vordering.staat import (
        Afbetalingsplan,
        Betaling,
        Overdracht,
        Schorsingsfeit,
        Vordering,
    )

    Periode = tuple[date, date | None, str]


def van_vordering(loop: Loop, sleutel: str) -> None:
    """Breng één vordering naar haar doel."""
    _van_betalingen(loop, sleutel)
    _van_opschortingen(loop, sleutel)
    _van_verjaring(loop, sleutel)
    _van_oninbaar(loop, sleutel)
    _van_de_rest(loop, sleutel)


def _paar(loop: Loop, sleutel: str) -> tuple[Vordering, Vordering]:
    return loop.nu.vorderingen[sleutel], loop.doel.vorderingen[sleutel]


def _deel(betaling: Betaling) -> Toerekening:
    return Toerekening(
        kosten=betaling.kosten,
        intrest=betaling.intrest,
        hoofdsom=betaling.hoofdsom,
        teveel=betaling.teveel,
        voorlopig=betaling.voorlopig,
    )


def _van_betalingen(loop: Loop, sleutel: str) -> None:
    """Wat er niet was, is gestorneerd; de rest wordt toegerekend zoals het zonder zou zijn."""
    nu, doel = _paar(loop, sleutel)
    zonder = {b.bankreferentie: b for b in doel.betalingen}
    for betaling in nu.betalingen:
        gewild = zonder.get(betaling.bankreferentie)
        if betaling.telt and (gewild is None or not gewild.telt):
            loop.zet(
                BetalingGestorneerd(
                    vordering=sleutel,
                    bankreferentie=betaling.bankreferentie,
                    bedrag=betaling.bedrag,
                    op=loop.op,
                    intrest_loopt_door=True,
                    nooit_ontvangen=True,
                )
            )
    for betaling in nu.betalingen:
        gewild = zonder.get(betaling.bankreferentie)
        if gewild is None or not gewild.telt:
            continue
        if not betaling.telt:
            loop.zet(
                BetalingHersteld(
                    vordering=sleutel,
                    bankreferentie=betaling.bankreferentie,
                    toerekening=_deel(gewild),
                    op=loop.op,
                )
            )
        elif _deel(betaling) != _deel(gewild):
            loop.zet(vastgesteld(nu, betaling, _deel(gewild)))


def _van_opschortingen(loop: Loop, sleutel: str) -> None:
    """Een opschorting die er niet was, is hervat op haar eigen dag: ze duurde geen dag."""
    nu, doel = _paar(loop, sleutel)
    open_nu = {(van, code) for van, tot, code in nu.opschortingen if tot is None}
    open_doel = {(van, code) for van, tot, code in doel.opschortingen if tot is None}
    for van, code in sorted(open_nu - open_doel):
        loop.zet(InvorderingHervat(vordering=sleutel, vanaf=van, reden_code=code))
    stil = {(van, code) for van, tot, code in doel.intreststilstand if tot is None}
    for van, code in sorted(open_doel - open_nu):
        sinds = max(
            (tot for begin, tot, c in nu.opschortingen if (begin, c) == (van, code) and tot),
            default=van,
        )
        loop.zet(
            InvorderingOpgeschort(
                vordering=sleutel,
                vanaf=sinds,
                reden_code=code,
                intrest_stopt=(van, code) in stil,
            )
        )


def _periodes(periodes: tuple[Periode, ...]) -> list[Periode]:
    """De periodes die een dag duren, aaneengesloten waar ze op elkaar volgen."""
    uit: list[Periode] = []
    for van, tot, code in sorted(periodes, key=lambda p: (p[2], p[0])):
        if tot == van:
            continue
        if uit and (uit[-1][1], uit[-1][2]) == (van, code):
            uit[-1] = (uit[-1][0], tot, code)
        else:
            uit.append((van, tot, code))
    return uit


def _schorsingen(feiten: tuple[Schorsingsfeit, ...]) -> list[Periode]:
    return _periodes(tuple((s.van, s.tot, s.grond) for s in feiten))


def _van_verjaring(loop: Loop, sleutel: str) -> None:
    nu, doel = _paar(loop, sleutel)
    stand = doel.verjaring
    if stand is None:
        return
    zelfde = (
        nu.verjaring is not None
        and (nu.verjaring.van, nu.verjaring.datum, nu.verjaring.geschorst_sinds)
        == (stand.van, stand.datum, stand.geschorst_sinds)
        and nu.stuitingen == doel.stuitingen
        and _schorsingen(nu.schorsingen) == _schorsingen(doel.schorsingen)
    )
    if zelfde:
        return
    loop.zet(
        VerjaringHersteld(
            vordering=sleutel,
            op=loop.op,
            verjaringsdatum=stand.datum,
            verjaring=Verjaring(
                van=stand.van,
                datum=stand.datum,
                laatste_veilige_dag=stand.laatste_veilige_dag,
                waarschuwingen=stand.waarschuwingen,
                regel=stand.regel,
                geschorst_sinds=stand.geschorst_sinds,
            ),
            stuitingen=tuple(HersteldeStuiting(**s.__dict__) for s in doel.stuitingen),
            schorsingen=tuple(HersteldeSchorsing(**s.__dict__) for s in doel.schorsingen),
        )
    )


def _van_oninbaar(loop: Loop, sleutel: str) -> None:
    nu, doel = _paar(loop, sleutel)
    if nu.oninbaar_op == doel.oninbaar_op:
        return
    if doel.oninbaar_op is None:
        verjaring = doel.verjaring
        loop.zet(
            VorderingHeropend(
                vordering=sleutel,
                op=loop.op,
                verjaart=None if verjaring is None else verjaring.datum,
                reden_code=FEIT_RECHTGEZET,
            )
        )
    else:
        loop.zet(
            OninbaarVerklaard(vordering=sleutel, op=doel.oninbaar_op, reden_code=FEIT_RECHTGEZET)
        )


def _bedragen(waarde: object) -> object:
    paren = cast("tuple[tuple[date, object], ...]", waarde)
    return tuple(GedateerdBedrag(op=op, bedrag=bedrag) for op, bedrag in paren)  # type: ignore[arg-type]


def _als_periodes(waarde: object) -> object:
    paren = cast("tuple[Periode, ...]", waarde)
    return tuple(HersteldePeriode(van=van, tot=tot, reden_code=code) for van, tot, code in paren)


def _kwijtscheldingen(waarde: object) -> object:
    delen = cast("tuple[object, ...]", waarde)
    return tuple(HersteldeKwijtschelding(**deel.__dict__) for deel in delen)


def _plannen(waarde: object) -> object:
    return tuple(
        HersteldPlan(
            toegekend_op=plan.toegekend_op,
            bedrag=plan.bedrag,
            termijnen=tuple(Plantermijn(**a.__dict__) for a in plan.aflossingen),
            vanaf_betaling=plan.vanaf_betaling,
            verbroken_op=plan.verbroken_op,
        )
        for plan in cast("tuple[Afbetalingsplan, ...]", waarde)
    )


WAARDEN: dict[str, Callable[[object], object]] = {
    "terugbetalingen": _bedragen,
    "kostposten": _bedragen,
    "eerdere_hoofdsommen": _bedragen,
    "opschortingen": _als_periodes,
    "intreststilstand": _als_periodes,
    "kwijtscheldingen": _kwijtscheldingen,
    "plannen": _plannen,
}


def _vergelijkbaar(naam: str, vordering: Vordering) -> object:
    """Een veld zoals het vergeleken wordt: zonder wat er niet toe doet."""
    waarde = getattr(vordering, naam)
    if naam in {"opschortingen", "intreststilstand"}:
        return _periodes(waarde)
    if naam == "plannen":
        return [(p.toegekend_op, p.bedrag, p.aflossingen, p.verbroken_op) for p in waarde]
    return waarde


def _van_de_rest(loop: Loop, sleutel: str) -> None:
    nu, doel = _paar(loop, sleutel)
    namen = VorderingHersteld.model_fields.keys() - Hersteld.model_fields.keys() - {"vordering"}
    anders = {
        naam: getattr(doel, naam)
        for naam in sorted(namen)
        if _vergelijkbaar(naam, nu) != _vergelijkbaar(naam, doel)
    }
    if anders:
        waarden = {n: WAARDEN[n](w) if n in WAARDEN else w for n, w in anders.items()}
        loop.zet(
            VorderingHersteld(
                vordering=sleutel,
                op=loop.op,
                hersteld=tuple(to_camel(naam) for naam in anders),
                **waarden,  # type: ignore[arg-type]
            )
        )


def van_overdracht(loop: Loop, sleutel: str) -> None:
    """Breng één overdracht naar haar doel; wat niet bij VLABEL mag zijn, komt terug."""
    nu = loop.nu.overdrachten[sleutel]
    doel = loop.doel.overdrachten.get(sleutel)
    if doel is not None and doel.staat != nu.staat and doel.lopend:
        if not _mag(loop.nu, doel):
            raise NietRechtTeZetten(
                type="VlabelOverdracht",
                reden="de vordering kan intussen niet meer bij VLABEL zijn",
                gebruik=["DraagOverAanVlabel"],
            )
        loop.zet(
            VlabelOverdrachtHersteld(
                overdracht=sleutel,
                op=loop.op,
                status=doel.staat,  # type: ignore[arg-type]  # alleen een lopende overdracht
                referentie=doel.referentie,
            )
        )
    nu = loop.nu.overdrachten[sleutel]
    terug = doel is not None and doel.staat == "teruggeroepen"
    if nu.lopend and (terug or not _definitief(loop.nu, nu)):
        loop.zet(
            VlabelOverdrachtTeruggeroepen(
                overdracht=sleutel, teruggeroepen_op=loop.op, reden_code=FEIT_RECHTGEZET
            )
        )


def _mag(dossier: Dossier, overdracht: Overdracht) -> bool:
    """Of deze overdracht weer lopend mag zijn: er is geen andere, en het besluit is definitief."""
    ander = lopende_overdracht(dossier, overdracht.vordering)
    if ander is not None and ander.sleutel != overdracht.sleutel:
        return False
    return _definitief(dossier, overdracht)


def _definitief(dossier: Dossier, overdracht: Overdracht) -> bool:
    vordering = dossier.vorderingen[overdracht.vordering]
    besluit = dossier.besluiten[vordering.besluit]
    hangende = besluit.beroep is not None and besluit.beroep.hangende
    if dat_voorgaat(dossier, besluit) is not None:
        return False
    return besluit.staat == "definitief" and not hangende and not vordering.afgesloten
