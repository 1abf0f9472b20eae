"""Verhuizen naar een ander regime, en vrijgesteld worden van de plicht.

Wie naar Brussel verhuist, valt onder een andere regeling. Of een feit van ervoor nog bestraft
wordt, beslist een mens; tot dan ligt het stil.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
)
from handhaving.dossier.herbekijken import DEZE_TAAK, Vraag, vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.uitstel import BEHANDELAARS
from handhaving.dossier.persoon import Regime
from handhaving.dossier.refusals import RegimeNietVlaanderen
from handhaving.dossier.state import AFGESLOTEN, BIJ_ABB, NA_BESLUIT, Fase
from handhaving.dossier.tekst import Tekst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

VLAANDEREN = "vlaanderen"
REGIME_GEWIJZIGD = "regimeGewijzigd"
VOORTZETTEN = "voortzetten"
"""Laat de Vlaamse procedure doorgaan na een verhuizing: de uitkomst van een taak, of de wet."""


class RegimeGewijzigd(Gebeurtenis):
    """De persoon valt voortaan onder een ander regime."""

    geldig_veld = "vanaf"
    historiek = "Regime {regime} vanaf {vanaf}."

    regime: Regime
    vanaf: date


class VrijstellingVerleend(Gebeurtenis):
    """De persoon is vanaf een dag vrijgesteld van de plicht."""

    geldig_veld = "vanaf"
    historiek = "Vrijgesteld vanaf {vanaf}."

    vanaf: date
    reden: Gevoelig | None = None


class VerhuisNaarRegime(Opdracht):
    """Registreer dat de persoon onder een ander regime valt door een verhuizing."""

    pad = "/v1/dossiers/{dossierId}/regimewijzigingen"
    voorbeeld = {"regime": "brussel", "vanaf": "2024-02-28"}
    rollen = BEHANDELAARS
    verleden = ("vanaf",)

    regime: Regime
    vanaf: date


class VerleenVrijstelling(Opdracht):
    """Stel de persoon vrij van de plicht, vanaf een dag. De reden kan gevoelig zijn."""

    pad = "/v1/dossiers/{dossierId}/vrijstellingen"
    voorbeeld = {"reden": "Fictieve reden.", "vanaf": "2024-02-28"}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})

    reden: Tekst
    vanaf: date


def keur_regime(dossier: Dossier, inbreuk: Inbreuk, recht: Recht) -> Iterator[Weigering]:
    """ABB beslist alleen in het Vlaamse regime, of waar het na een verhuizing mag doorgaan."""
    if dossier.persoon.regime in {None, VLAANDEREN} or _mag_voort(dossier, inbreuk, recht):
        return
    yield RegimeNietVlaanderen(regime=dossier.persoon.regime)


def _mag_voort(dossier: Dossier, inbreuk: Inbreuk, recht: Recht) -> bool:
    """Of de wet, of een mens, een feit van voor de verhuizing laat doorgaan."""
    vanaf = dossier.persoon.regime_vanaf
    if vanaf is None or inbreuk.datum_feit >= vanaf:
        return False
    if recht.tekst("verhuis.brussel", vanaf).waarde == VOORTZETTEN:
        return True
    return any(
        taak.afgehandeld == VOORTZETTEN
        for taak in dossier.taken.values()
        if (taak.soort, taak.betreft) == (REGIME_GEWIJZIGD, inbreuk.sleutel)
    )


def _geen_weigering(
    _opdracht: Opdracht, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _verhuis(
    opdracht: VerhuisNaarRegime, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    if dossier.persoon.regime == opdracht.regime:
        return ()
    keuze = recht.tekst("verhuis.brussel", opdracht.vanaf)
    gewijzigd = RegimeGewijzigd(
        regime=opdracht.regime, vanaf=opdracht.vanaf, grondslag=(keuze.grondslag,)
    )
    if opdracht.regime == VLAANDEREN or keuze.waarde == VOORTZETTEN:
        return (gewijzigd,)
    open_ = [
        i
        for i in dossier.inbreuken.values()
        if i.fase not in AFGESLOTEN | NA_BESLUIT | {Fase.ANDERE_OVERHEID}
    ]
    lijst = [_vraag_na_verhuis(i, opdracht.vanaf) for i in open_]
    return (gewijzigd, *vragen(dossier, lijst))


def _vraag_na_verhuis(inbreuk: Inbreuk, vanaf: date) -> Vraag:
    if inbreuk.fase in BIJ_ABB:
        voorstel = {"inbreuk": inbreuk.sleutel, "redenCode": REGIME_GEWIJZIGD}
        return Vraag(REGIME_GEWIJZIGD, inbreuk.sleutel, vanaf, "BeslisGeenGevolg", voorstel)
    voorstel = {"taak": DEZE_TAAK, "uitkomst": "aanhouden"}
    return Vraag(REGIME_GEWIJZIGD, inbreuk.sleutel, vanaf, "HandelTaakAf", voorstel)


def _stel_vrij(
    opdracht: VerleenVrijstelling, dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    sinds = dossier.persoon.vrijgesteld_vanaf
    if sinds is not None and sinds <= opdracht.vanaf:
        return ()
    lijst = [
        Vraag(
            "vrijgesteldOpDatumFeit",
            inbreuk.sleutel,
            opdracht.vanaf,
            "ZetInbreukRecht",
            {"inbreuk": inbreuk.sleutel, "redenCode": "vrijgesteld"},
        )
        for inbreuk in dossier.inbreuken.values()
        if inbreuk.datum_feit >= opdracht.vanaf and inbreuk.fase not in AFGESLOTEN
    ]
    return (
        VrijstellingVerleend(vanaf=opdracht.vanaf, reden=opdracht.reden),
        *vragen(dossier, lijst),
    )


def _op_regime(dossier: Dossier, feit: RegimeGewijzigd, _envelop: Envelop) -> Dossier:
    persoon = replace(dossier.persoon, regime=feit.regime, regime_vanaf=feit.vanaf)
    return replace(dossier, persoon=persoon)


def _op_vrijgesteld(dossier: Dossier, feit: VrijstellingVerleend, _envelop: Envelop) -> Dossier:
    return replace(dossier, persoon=replace(dossier.persoon, vrijgesteld_vanaf=feit.vanaf))


HANDELINGEN = (
    Handeling(VerhuisNaarRegime, _geen_weigering, _verhuis),
    Handeling(VerleenVrijstelling, _geen_weigering, _stel_vrij),
)
EVOLUTIES = (
    Evolutie(RegimeGewijzigd, _op_regime, Rechtzetbaar(VerhuisNaarRegime)),
    Evolutie(VrijstellingVerleend, _op_vrijgesteld, Rechtzetbaar(VerleenVrijstelling)),
)
