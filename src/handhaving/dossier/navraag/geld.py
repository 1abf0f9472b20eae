"""Wat over het geld gevraagd wordt: terugbetalen, verder aanmanen, overdragen, laten verjaren."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.basis import Rol
from handhaving.dossier.herbekijken import DEZE_TAAK
from handhaving.dossier.navraag.vorm import Vraagsoort, door_een_mens
from handhaving.dossier.verjaring.stuiting import SCHULDBEKENTENIS
from handhaving.dossier.verjaring.vraag import (
    VERJARING,
    erkenning_te_vragen,
    verjaring_te_vragen,
)
from handhaving.dossier.vlabel.overdracht import DraagOverAanVlabel, keur_draag_over
from handhaving.dossier.vordering.gemeen import lopende_overdracht
from handhaving.dossier.vordering.saldo import pas_verbroken

if TYPE_CHECKING:
    from handhaving.dossier.basis import Context
    from handhaving.dossier.navraag.vorm import Voorstel
    from handhaving.dossier.state import Dossier, Taak, Vordering
    from handhaving.recht import Recht

OVERDRAGEN = "DraagOverAanVlabel"


def _int_zelf(dossier: Dossier, taak: Taak) -> Vordering | None:
    """De vordering die ABB zelf int: ze leeft, en ligt niet bij VLABEL."""
    vordering = dossier.vorderingen.get(taak.betreft)
    if vordering is None or not vordering.leeft or vordering.oninbaar_op is not None:
        return None
    return None if lopende_overdracht(dossier, taak.betreft) is not None else vordering


def over_te_dragen(dossier: Dossier, sleutel: str, recht: Recht, context: Context) -> bool:
    """Of elke voorwaarde om over te dragen vervuld is."""
    opdracht = DraagOverAanVlabel(vordering=sleutel)
    return not any(keur_draag_over(opdracht, dossier, recht, context))


def _te_veel(dossier: Dossier, taak: Taak) -> bool:
    vordering = dossier.vorderingen.get(taak.betreft)
    return vordering is not None and vordering.teveel > 0


def _besluit_weg(dossier: Dossier, taak: Taak) -> bool:
    """Er is te veel omdat het besluit viel, en niemand vroeg het al om een andere reden."""
    vordering = dossier.vorderingen.get(taak.betreft)
    if vordering is None or not vordering.afgesloten or vordering.teveel <= 0:
        return False
    return all(t.soort != "teveelBetaald" for t in dossier.open_taken(taak.betreft))


def _betaal_terug(dossier: Dossier, taak: Taak, _recht: Recht, context: Context) -> Voorstel:
    teveel = dossier.vorderingen[taak.betreft].teveel
    return "BetaalTerug", {
        "vordering": taak.betreft,
        "bedrag": str(teveel),
        "op": context.vandaag.isoformat(),
    }


def _plan_verbroken(dossier: Dossier, taak: Taak) -> bool:
    vordering = _int_zelf(dossier, taak)
    return vordering is not None and pas_verbroken(vordering)


def _maan_aan(dossier: Dossier, taak: Taak, recht: Recht, context: Context) -> Voorstel | None:
    """Na een verbroken plan: aanmanen, tenzij de overdracht zelf al voorgesteld wordt."""
    if over_te_dragen(dossier, taak.betreft, recht, context):
        return None
    verzonden_op = context.vandaag.isoformat()
    return "VerzendAanmaning", {"vordering": taak.betreft, "verzondenOp": verzonden_op}


def _kan_over(dossier: Dossier, taak: Taak) -> bool:
    vordering = _int_zelf(dossier, taak)
    if vordering is None or vordering.lopend_plan is not None:
        return False
    besluit = dossier.besluiten.get(vordering.besluit)
    stil = any(tot is None for _, tot, _ in vordering.opschortingen)
    return besluit is not None and besluit.staat == "definitief" and not stil


def _draag_over(dossier: Dossier, taak: Taak, recht: Recht, context: Context) -> Voorstel | None:
    if not over_te_dragen(dossier, taak.betreft, recht, context):
        return None
    return OVERDRAGEN, {"vordering": taak.betreft}


def _nieuw_plan(_dossier: Dossier, taak: Taak, _recht: Recht, _context: Context) -> Voorstel:
    return "KenAfbetalingsplanToe", {"vordering": taak.betreft}


def _vorder_terug(_dossier: Dossier, _taak: Taak, _recht: Recht, _context: Context) -> Voorstel:
    return "HandelTaakAf", {"taak": DEZE_TAAK, "uitkomst": "teruggevorderd"}


def _verjaard(dossier: Dossier, taak: Taak) -> bool:
    """De vordering leeft nog, en haar verjaring is sinds de vraag niet verschoven."""
    vordering = dossier.vorderingen.get(taak.betreft)
    if vordering is None or not vordering.leeft or vordering.verjaring is None:
        return False
    return vordering.verjaring.verjaard_op(taak.sinds)


def _stel_vast(dossier: Dossier, taak: Taak, _recht: Recht, context: Context) -> Voorstel | None:
    vordering = dossier.vorderingen[taak.betreft]
    stand = vordering.verjaring
    if stand is None or not verjaring_te_vragen(vordering, dossier):
        return None
    if not stand.verjaard_op(context.vandaag):
        return None
    return "StelVerjaringVast", {"vordering": taak.betreft}


def _erkent(dossier: Dossier, taak: Taak) -> bool:
    vordering = dossier.vorderingen.get(taak.betreft)
    return vordering is not None and vordering.leeft and vordering.plan is not None


def _erken(dossier: Dossier, taak: Taak, _recht: Recht, _context: Context) -> Voorstel | None:
    op = erkenning_te_vragen(dossier.vorderingen[taak.betreft], dossier)
    if op is None:
        return None
    return "StuitVerjaring", {
        "vordering": taak.betreft,
        "daad": SCHULDBEKENTENIS,
        "op": op.isoformat(),
    }


def _nadert(dossier: Dossier, taak: Taak) -> bool:
    """De vordering leeft, en haar verjaring is sinds de vraag niet verschoven of geschorst."""
    vordering = dossier.vorderingen.get(taak.betreft)
    if vordering is None or not vordering.leeft or vordering.verjaring is None:
        return False
    stand = vordering.verjaring
    begin = min(stand.waarschuwingen, default=stand.datum)
    return stand.geschorst_sinds is None and taak.sinds >= begin


def _red(dossier: Dossier, taak: Taak, recht: Recht, context: Context) -> Voorstel:
    """Overdragen als dat kan; anders stuiten, of bij VLABEL navragen."""
    if lopende_overdracht(dossier, taak.betreft) is not None:
        return "HandelTaakAf", {"taak": DEZE_TAAK, "uitkomst": "nagevraagdBijVlabel"}
    if over_te_dragen(dossier, taak.betreft, recht, context):
        return OVERDRAGEN, {"vordering": taak.betreft}
    return "StuitVerjaring", {"vordering": taak.betreft, "op": context.vandaag.isoformat()}


GELD = (
    Vraagsoort("teveelBetaald", Rol.BOEKHOUDER, _te_veel, _betaal_terug),
    Vraagsoort("terugTeBetalen", Rol.BOEKHOUDER, _besluit_weg, _betaal_terug),
    Vraagsoort("onterechtTerugbetaald", Rol.BOEKHOUDER, door_een_mens, _vorder_terug),
    Vraagsoort("planVerbroken", Rol.INVORDERING, _plan_verbroken, _maan_aan),
    Vraagsoort("planTenOnrechteVerbroken", Rol.INVORDERING, door_een_mens, _nieuw_plan),
    Vraagsoort("overdrachtMogelijk", Rol.INVORDERING, _kan_over, _draag_over),
    Vraagsoort(VERJARING, Rol.INVORDERING, _verjaard, _stel_vast),
    Vraagsoort(SCHULDBEKENTENIS, Rol.INVORDERING, _erkent, _erken),
    Vraagsoort("verjaringNadert", Rol.INVORDERING, _nadert, _red),
)
