"""De kanalen waarlangs een stuk gaat, en de dag waarop het geacht wordt ontvangen te zijn.

Een stuk met bewijs van ontvangst is pas ontvangen als dat bewijs er is; een geweigerde zending
geldt als aangeboden op de dag van de weigering. Zonder bewijs geldt een vermoeden: de derde
werkdag na de verzending. Bewijst iemand een andere dag, dan telt die.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from handhaving.recht.kalender import DAG

if TYPE_CHECKING:
    from datetime import date

    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.kalender import Kalender, Overslag
    from handhaving.recht.parameters import Parameters


class Kanaal(StrEnum):
    """De kanalen van het contract (§2)."""

    AANGETEKEND = "aangetekend"
    AANGETEKEND_MET_ONTVANGSTBEWIJS = "aangetekendMetOntvangstbewijs"
    AFGIFTE = "afgifte"
    EBOX = "ebox"
    GEWOON = "gewoon"
    DEURWAARDER = "deurwaarder"


VERMOEDEN = "vermoeden"
BEWIJS = "bewijs"
DAG_ZELF = "dagZelf"
ONTVANGSTREGELS = (BEWIJS, VERMOEDEN, DAG_ZELF)


class KanaalOntbreekt(ValueError):
    """Een verzending zonder kanaal zegt niet wanneer het stuk ontvangen is."""


@dataclass(frozen=True, slots=True)
class Ontvangst:
    """De dag van ontvangst: bewezen of vermoed, en dag nul in beide lezingen.

    Dag nul telt niet mee. In de lezing van de overheid is een vermoede dag zelf dag één, dus
    ligt haar dag nul een dag vroeger.
    """

    dag: date
    vermoed: bool
    nul_burger: date
    nul_overheid: date
    uitleg: str
    verzonden: date | None
    werkdagen: int
    overgeslagen: tuple[Overslag, ...]
    grondslag: tuple[Grondslag, ...]


def bewezen(dag: date, *, uitleg: str, grondslag: tuple[Grondslag, ...] = ()) -> Ontvangst:
    """Een ontvangst waarvan de dag vaststaat: dag nul is die dag, in beide lezingen."""
    return Ontvangst(
        dag=dag,
        vermoed=False,
        nul_burger=dag,
        nul_overheid=dag,
        uitleg=uitleg,
        verzonden=None,
        werkdagen=0,
        overgeslagen=(),
        grondslag=grondslag,
    )


def ontvangst(
    *,
    ontvangen: date | None,
    verzonden: date | None,
    kanaal: Kanaal | None,
    parameters: Parameters,
    kalender: Kalender,
    op: date,
) -> Ontvangst | None:
    """De ontvangst van een stuk, of None als een stuk met bewijs nog geen bewijs heeft."""
    if ontvangen is not None:
        grondslag = (
            (parameters.tekst(f"ontvangst.{kanaal}", op).grondslag,) if kanaal is not None else ()
        )
        return bewezen(ontvangen, uitleg="ontvangen of aangeboden", grondslag=grondslag)
    if verzonden is None or kanaal is None:
        msg = "geef de dag van ontvangst, of de dag van verzending met het kanaal"
        raise KanaalOntbreekt(msg)
    regel = parameters.tekst(f"ontvangst.{kanaal}", op)
    if regel.waarde == BEWIJS:
        return None
    if regel.waarde == DAG_ZELF:
        return bewezen(verzonden, uitleg="afgegeven", grondslag=(regel.grondslag,))
    werkdagen = parameters.getal("ontvangst.vermoeden.werkdagen", op)
    dag, overgeslagen = kalender.werkdagen_na(verzonden, werkdagen.waarde)
    burger = parameters.getal("ontvangst.vermoeden.dag.burger", op)
    overheid = parameters.getal("ontvangst.vermoeden.dag.overheid", op)
    return Ontvangst(
        dag=dag,
        vermoed=True,
        nul_burger=dag - burger.waarde * DAG,
        nul_overheid=dag - overheid.waarde * DAG,
        uitleg="vermoed ontvangen",
        verzonden=verzonden,
        werkdagen=werkdagen.waarde,
        overgeslagen=overgeslagen,
        grondslag=(
            regel.grondslag,
            werkdagen.grondslag,
            burger.grondslag,
            overheid.grondslag,
        ),
    )


@dataclass(frozen=True, slots=True)
class EboxDagen:
    """De drie dagen van een eBox-bericht, en welke dag in welke lezing telt."""

    verzonden: date
    geopend: date | None
    toestemming_ingetrokken: date | None
    burger: date | None
    overheid: date
    betwist: bool
    grondslag: tuple[Grondslag, ...]


def ebox(
    verzonden: date,
    geopend: date | None,
    toestemming_ingetrokken: date | None,
    *,
    parameters: Parameters,
    op: date,
) -> EboxDagen:
    """Leg de drie dagen vast; voor de burger telt de latere, voor de overheid de vroegere.

    Zolang het bericht niet geopend is, heeft de burger geen dag. `betwist` zegt dat de
    toestemming is ingetrokken op of vóór de dag van opening: een mens kiest dan.
    """
    keuze = parameters.tekst("ontvangst.ebox.dag.burger", op)
    overheid = parameters.tekst("ontvangst.ebox.dag.overheid", op)
    later = geopend if keuze.waarde == "geopend" else verzonden
    return EboxDagen(
        verzonden=verzonden,
        geopend=geopend,
        toestemming_ingetrokken=toestemming_ingetrokken,
        burger=None if later is None else max(later, verzonden),
        overheid=verzonden if overheid.waarde == "verzonden" or geopend is None else geopend,
        betwist=toestemming_ingetrokken is not None
        and (geopend is None or toestemming_ingetrokken <= geopend),
        grondslag=(keuze.grondslag, overheid.grondslag),
    )
