"""Wat over een overdracht gevraagd wordt: VLABEL inlichten, of verder met wat terugkwam."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.basis import Rol
from handhaving.dossier.herbekijken import DEZE_TAAK
from handhaving.dossier.navraag.vorm import Vraagsoort
from handhaving.dossier.redencodes import ANDERE
from handhaving.dossier.vordering.gemeen import lopende_overdracht

if TYPE_CHECKING:
    from handhaving.dossier.basis import Context
    from handhaving.dossier.navraag.vorm import Voorstel
    from handhaving.dossier.state import Dossier, Taak
    from handhaving.recht import Recht

MELD = "meldAanVlabel"
BUITEN = frozenset({"verzonden", "bevestigd"})
"""Staten waarin VLABEL van de overdracht weet."""


def _bij_vlabel(dossier: Dossier, taak: Taak) -> bool:
    return lopende_overdracht(dossier, taak.betreft) is not None


def _meld_saldo(dossier: Dossier, taak: Taak, _recht: Recht, context: Context) -> Voorstel | None:
    overdracht = lopende_overdracht(dossier, taak.betreft)
    if overdracht is None:
        return None
    vordering = dossier.vorderingen[taak.betreft]
    if overdracht.staat not in BUITEN and not vordering.leeft:
        # Er is niets meer te innen en VLABEL weet nog van niets: dan vertrekt ze niet.
        return "RoepVlabelOverdrachtTerug", {
            "overdracht": overdracht.sleutel,
            "redenCode": ANDERE if vordering.voldaan_op is None else "betaald",
        }
    return "MeldSaldoAanVlabel", {
        "overdracht": overdracht.sleutel,
        "op": context.vandaag.isoformat(),
    }


def _terug_bij_abb(dossier: Dossier, taak: Taak, staten: frozenset[str]) -> bool:
    """De overdracht eindigde zo, en sindsdien ligt de vordering, die nog leeft, bij ABB."""
    overdracht = dossier.overdrachten.get(taak.betreft)
    if overdracht is None or overdracht.staat not in staten:
        return False
    vordering = dossier.vorderingen.get(overdracht.vordering)
    if vordering is None or not vordering.leeft or vordering.oninbaar_op is not None:
        return False
    return lopende_overdracht(dossier, overdracht.vordering) is None


def _geweigerd(dossier: Dossier, taak: Taak) -> bool:
    return _terug_bij_abb(dossier, taak, frozenset({"geweigerd"}))


def _opnieuw(dossier: Dossier, taak: Taak, _recht: Recht, _context: Context) -> Voorstel:
    return "DraagOverAanVlabel", {"vordering": dossier.overdrachten[taak.betreft].vordering}


def _gaf_terug(dossier: Dossier, taak: Taak) -> bool:
    return _terug_bij_abb(dossier, taak, frozenset({"afgesloten"}))


def _int_zelf(_dossier: Dossier, _taak: Taak, _recht: Recht, _context: Context) -> Voorstel:
    return "HandelTaakAf", {"taak": DEZE_TAAK, "uitkomst": "zelfVerderInnen"}


def _teruggeroepen(dossier: Dossier, taak: Taak) -> bool:
    """VLABEL had de overdracht al, en moet de terugroeping vernemen."""
    overdracht = dossier.overdrachten.get(taak.betreft)
    if overdracht is None or overdracht.staat != "teruggeroepen":
        return False
    return any(staat in BUITEN for _, staat in overdracht.verloop)


def _meld_terugroeping(
    _dossier: Dossier, _taak: Taak, _recht: Recht, _context: Context
) -> Voorstel:
    return "HandelTaakAf", {"taak": DEZE_TAAK, "uitkomst": "gemeld"}


VLABEL = (
    Vraagsoort(MELD, Rol.INVORDERING, _bij_vlabel, _meld_saldo),
    Vraagsoort("vlabelWeigerde", Rol.INVORDERING, _geweigerd, _opnieuw),
    Vraagsoort("vlabelGafTerug", Rol.INVORDERING, _gaf_terug, _int_zelf),
    Vraagsoort("meldTerugroeping", Rol.INVORDERING, _teruggeroepen, _meld_terugroeping),
)
