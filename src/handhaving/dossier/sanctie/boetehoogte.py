"""De hoogte van de boete: de boetevork van het type, en de boetetabel waar er een is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.dossier.recidive import recidivestap
from handhaving.dossier.refusals import BedragBuitenBoetevork
from handhaving.dossier.sanctie.weigeringen import BedragWijktAfVanTabel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.dossier.basis import Weigering
    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.recht import Grondslag, Recht, Tabelbedrag
    from handhaving.recht.bedragen import Cent

BINDEND = "bindend"


def vork(inbreuk: Inbreuk, dag: date, recht: Recht) -> tuple[Cent, Cent, tuple[Grondslag, ...]]:
    """De boetevork van de dag van het feit, of de mildere van de dag van het besluit."""
    gevonden = recht.boetevork(inbreuk.type, feit=inbreuk.datum_feit, besluit=dag)
    if gevonden is None:
        return inbreuk.boete_minimum, inbreuk.boete_maximum, ()
    return gevonden.minimum, gevonden.maximum, gevonden.grondslag


def tabelbedrag(dossier: Dossier, inbreuk: Inbreuk, dag: date, recht: Recht) -> Tabelbedrag | None:
    """Wat de boetetabel bij deze recidivestap noemt; None zolang er geen tabel is."""
    return recht.boetetabel(
        inbreuk.type, recidivestap(dossier, inbreuk.sleutel), feit=inbreuk.datum_feit, besluit=dag
    )


def keur_hoogste(inbreuk: Inbreuk, bedrag: Cent, dag: date, recht: Recht) -> Iterator[Weigering]:
    """Ook een rechter gaat niet boven de boetevork; eronder kan hij wel."""
    minimum, maximum, grondslag = vork(inbreuk, dag, recht)
    if bedrag > maximum:
        yield BedragBuitenBoetevork(
            bedrag=bedrag, minimum=minimum, maximum=maximum, grondslag=grondslag
        )


def keur_bedrag(
    dossier: Dossier, inbreuk: Inbreuk, bedrag: Cent, dag: date, recht: Recht
) -> Iterator[Weigering]:
    """Het bedrag ligt in de boetevork en volgt de boetetabel, waar die er is en bindt."""
    minimum, maximum, grondslag = vork(inbreuk, dag, recht)
    if not minimum <= bedrag <= maximum:
        yield BedragBuitenBoetevork(
            bedrag=bedrag, minimum=minimum, maximum=maximum, grondslag=grondslag
        )
    tabel = tabelbedrag(dossier, inbreuk, dag, recht)
    if tabel is None or bedrag == tabel.bedrag:
        return
    werking = recht.tekst("boete.tabel", dag)
    if werking.waarde == BINDEND:
        yield BedragWijktAfVanTabel(
            bedrag=bedrag,
            tabelbedrag=tabel.bedrag,
            recidivestap=recidivestap(dossier, inbreuk.sleutel),
            grondslag=(tabel.grondslag, werking.grondslag),
        )
