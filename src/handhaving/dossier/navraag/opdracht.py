"""De opdracht waarmee het systeem vraagt. Of de vraag aan de orde is, oordeelt de beslisser."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from handhaving.dossier.basis import Code, Handeling, Opdracht, Rol, Sleutel
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.navraag.soorten import MET_TAAK, VRAAGSOORTEN
from handhaving.dossier.state import VOORSTEL, Taak
from handhaving.dossier.vordering.weigeringen import VraagNietAanDeOrde

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Gebeurtenis, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.recht import Recht


class VraagHerbekijken(Opdracht):
    """Vraag een mens iets te herbekijken, met een voorstel erbij (alleen het systeem)."""

    rollen = frozenset({Rol.SYSTEEM})
    ook_gesloten = True

    vraag: Code
    betreft: Sleutel


def is_voorstel(opdracht: Opdracht) -> TypeGuard[VraagHerbekijken]:
    """Of dit een vraag is die enkel een voorstel doet, en geen gewone taak wordt."""
    return isinstance(opdracht, VraagHerbekijken) and opdracht.vraag not in MET_TAAK


def _vraag_van(
    opdracht: VraagHerbekijken, dossier: Dossier, recht: Recht, context: Context
) -> Vraag | None:
    """De vraag met haar voorstel; None als ze al openstaat of niet aan de orde is."""
    soort = VRAAGSOORTEN.get(opdracht.vraag)
    if soort is None:
        return None
    op = dag_van(opdracht, context)
    taak = Taak("T0", soort.naam, opdracht.betreft, op)
    openstaand = [t for t in dossier.open_taken(opdracht.betreft) if t.soort == soort.naam]
    if any(t.opdracht is not None for t in openstaand) or not soort.blijft(dossier, taak):
        return None
    voorstel = soort.stel(dossier, taak, recht, context)
    if voorstel is None:
        return None
    naam, gegevens = voorstel
    grond = recht.grondslag_van_vraag(soort.naam)
    return Vraag(soort.naam, opdracht.betreft, op, naam, gegevens, grond)


def _keur(
    opdracht: VraagHerbekijken, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    if _vraag_van(opdracht, dossier, recht, context) is None:
        yield VraagNietAanDeOrde(betreft=opdracht.betreft, vraag=opdracht.vraag)


def _vraag(
    opdracht: VraagHerbekijken, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    vraag = _vraag_van(opdracht, dossier, recht, context)
    letter = "T" if opdracht.vraag in MET_TAAK else VOORSTEL
    return () if vraag is None else tuple(vragen(dossier, [vraag], letter=letter))


def zonder_achterhaalde(dossier: Dossier) -> Dossier:
    """Wat intussen achterhaald is, wacht op niemand meer."""
    weg = [
        taak
        for taak in dossier.taken.values()
        if taak.soort in VRAAGSOORTEN
        and taak.afgehandeld is None
        and not VRAAGSOORTEN[taak.soort].blijft(dossier, taak)
    ]
    if not weg:
        return dossier
    nieuw = {t.sleutel: replace(t, afgehandeld="achterhaald") for t in weg}
    return replace(dossier, taken={**dossier.taken, **nieuw})


HANDELINGEN = (Handeling(VraagHerbekijken, _keur, _vraag),)
