"""Persoonsgegevens wissen (AVG art. 5.1.e en 17): de ene persoon stelt voor, de andere bevestigt.

Gewist wordt wie iemand is, nooit wat beslist is: de sleutels gaan weg, de feiten blijven.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Handeling,
    NietRechtzetbaar,
    Opdracht,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.sluiten import open_zaken
from handhaving.dossier.levensloop.weigeringen import DossierHeeftOpenZaken
from handhaving.dossier.privacy.beperking import ANDERE, DPO, grondcode
from handhaving.dossier.privacy.staat import Wissingsvoorstel
from handhaving.dossier.privacy.weigeringen import (
    BewaartermijnLoopt,
    OpenSchuld,
    VoorstellerBevestigtNiet,
)
from handhaving.dossier.tekst import Tekst
from handhaving.recht.tellen import tel_op

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht
    from handhaving.recht.grondslag import Grondslag


class WissingVoorgesteld(Gebeurtenis):
    """Een eerste persoon stelde voor de gegevens te wissen."""

    geldig_veld = "op"
    historiek = "Wissen van de persoonsgegevens voorgesteld op {op} ({grond})."
    van_dossier = True

    grond: Code
    op: date
    bewaren_tot: date | None = None
    toelichting: Gevoelig | None = None


class PersoonsgegevensGewist(Gebeurtenis):
    """Een tweede persoon bevestigde; de sleutels van deze personen zijn vernietigd."""

    geldig_veld = "op"
    historiek = "Persoonsgegevens gewist op {op} ({grond})."
    van_dossier = True

    grond: Code
    op: date
    personen: tuple[uuid.UUID, ...]
    bewaren_tot: date | None = None

    def vernietigt(self) -> Iterable[uuid.UUID]:
        """De personen van wie geen sleutel overblijft."""
        return self.personen


class WisPersoonsgegevens(Opdracht):
    """Wis de persoonsgegevens: wie het eerst vraagt stelt voor, een ander bevestigt."""

    pad = "/v1/dossiers/{dossierId}/wissingen"
    voorbeeld = {"grond": "bewaartermijnVerstreken"}
    rollen = DPO
    ook_gesloten = True

    grond: Tekst


def bewaren_tot(dossier: Dossier, recht: Recht) -> date | None:
    """De laatste dag van de bewaartermijn; None zolang het dossier niet gesloten is."""
    if dossier.gesloten_op is None:
        return None
    termijn = recht.getal("bewaring.persoonsgegevens", dossier.gesloten_op)
    return tel_op(dossier.gesloten_op, termijn.waarde, termijn.eenheid)


def _grond(opdracht: WisPersoonsgegevens, recht: Recht, context: Context) -> str:
    return grondcode(opdracht.grond, recht.woorden("wissing.gronden", context.vandaag).waarde)


def _keur(
    opdracht: WisPersoonsgegevens, dossier: Dossier, recht: Recht, context: Context
) -> Iterator[Weigering]:
    if dossier.privacy.gewist_op is not None:
        return
    grond = _grond(opdracht, recht, context)
    voorstel = dossier.privacy.voorstel
    if voorstel is not None and (voorstel.grond, voorstel.door) == (grond, context.door.id):
        yield VoorstellerBevestigtNiet()
    zonder = recht.woorden("wissing.zonderBewaartermijn", context.vandaag).waarde
    open_ = open_zaken(dossier)
    geld = [s for s in open_ if s in dossier.vorderingen or s in dossier.overdrachten]
    if grond not in zonder:
        yield from _keur_bewaartermijn(dossier, recht, context)
    elif len(open_) > len(geld) and not geld:
        yield DossierHeeftOpenZaken(open=open_)
    if geld:
        yield OpenSchuld(open=geld)


def _keur_bewaartermijn(dossier: Dossier, recht: Recht, context: Context) -> Iterator[Weigering]:
    tot = bewaren_tot(dossier, recht)
    if tot is None:
        yield BewaartermijnLoopt(tot="zolang het dossier niet gesloten is")
    elif context.vandaag <= tot:
        grondslag = recht.getal("bewaring.persoonsgegevens", dossier.gesloten_op or tot).grondslag
        yield BewaartermijnLoopt(tot=f"tot en met {tot}", laatste_dag=tot, grondslag=(grondslag,))


def _wis(
    opdracht: WisPersoonsgegevens, dossier: Dossier, recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    if dossier.privacy.gewist_op is not None:
        return ()
    grond, op = _grond(opdracht, recht, context), dag_van(opdracht, context)
    tot = bewaren_tot(dossier, recht)
    grondslag: tuple[Grondslag, ...] = (
        recht.woorden("wissing.gronden", context.vandaag).grondslag,
    )
    if tot is not None and dossier.gesloten_op is not None:
        waarde = recht.getal("bewaring.persoonsgegevens", dossier.gesloten_op)
        grondslag = (*grondslag, waarde.grondslag)
    voorstel = dossier.privacy.voorstel
    if voorstel is None or voorstel.grond != grond:
        return (
            WissingVoorgesteld(
                grond=grond,
                op=op,
                bewaren_tot=tot,
                toelichting=opdracht.grond if grond == ANDERE else None,
                grondslag=grondslag,
            ),
        )
    return (
        PersoonsgegevensGewist(
            grond=grond,
            op=op,
            personen=tuple(
                dict.fromkeys(
                    (context.dossier_id, *sorted(dossier.opgenomen), *dossier.privacy.anderen)
                )
            ),
            bewaren_tot=tot,
            grondslag=grondslag,
        ),
    )


def _op_voorgesteld(dossier: Dossier, feit: WissingVoorgesteld, envelop: Envelop) -> Dossier:
    voorstel = Wissingsvoorstel(feit.grond, feit.op, envelop.door.id)
    return replace(dossier, privacy=replace(dossier.privacy, voorstel=voorstel))


def _op_gewist(dossier: Dossier, feit: PersoonsgegevensGewist, _envelop: Envelop) -> Dossier:
    privacy = replace(dossier.privacy, voorstel=None, gewist_op=feit.op)
    return replace(dossier, privacy=privacy)


HANDELINGEN = (Handeling(WisPersoonsgegevens, _keur, _wis),)
EVOLUTIES = (
    Evolutie(
        WissingVoorgesteld,
        _op_voorgesteld,
        NietRechtzetbaar(
            "een voorstel wist niets", ("WisPersoonsgegevens",), opdracht=WisPersoonsgegevens
        ),
    ),
    Evolutie(
        PersoonsgegevensGewist,
        _op_gewist,
        NietRechtzetbaar(
            "wat gewist is, komt niet terug", ("OpenDossier",), opdracht=WisPersoonsgegevens
        ),
    ),
)
