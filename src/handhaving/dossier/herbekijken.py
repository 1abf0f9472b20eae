"""Vragen aan een mens: wat vanzelf volgt, mag alleen stoppen en vragen.

Een vraag draagt de opdracht mee die voor de hand ligt, met sleutels, codes en datums ingevuld; de
mens kiest, vult de vrije tekst aan en tekent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from pydantic import Field

from handhaving.dossier.basis import Code, Gebeurtenis, Sleutel
from handhaving.dossier.kopie import replace
from handhaving.dossier.nummers import volgende
from handhaving.dossier.state import Taak

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handhaving.dossier.state import Dossier, Inbreuk
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht.grondslag import Grondslag


DEZE_TAAK: Final = "?"
"""Staat in een voorstel waar de sleutel van de taak zelf moet komen."""
FOUTIEVE_BRIEVEN: Final = "foutieveBrieven"


class HerbekijkenGevraagd(Gebeurtenis):
    """Iemand moet iets herbekijken; de opdracht die voor de hand ligt staat erbij."""

    geldig_veld = "op"
    historiek = "Gevraagd om {betreft} te herbekijken ({soort}; taak {taak}, voorstel: {opdracht})."

    taak: Sleutel
    soort: Code
    betreft: Sleutel
    op: date
    opdracht: Code | None = None
    gegevens: dict[Code, Code] = Field(default_factory=dict)
    stukken: tuple[Sleutel, ...] | None = None
    """De brieven die op iets rustten wat niet klopte."""


@dataclass(frozen=True, slots=True)
class Vraag:
    """Wat herbekeken moet worden, waarom (`soort`), en welke opdracht voor de hand ligt."""

    soort: str
    betreft: str
    op: date
    opdracht: str | None = None
    gegevens: Mapping[str, str] = field(default_factory=dict)
    grondslag: tuple[Grondslag, ...] = ()
    stukken: tuple[str, ...] = ()
    steeds: bool = False
    """Ook als dezelfde vraag al openstaat."""


def vragen(
    dossier: Dossier,
    lijst: Iterable[Vraag],
    *,
    na: Iterable[Gebeurtenis] = (),
    letter: str = "T",
) -> list[HerbekijkenGevraagd]:
    """De vragen als gebeurtenissen, genummerd na de taken die er zijn.

    Wat al openstaat wordt niet opnieuw gevraagd; staat het open zonder voorstel, dan krijgt die
    taak nu haar voorstel. `na` zijn de gebeurtenissen die er in dezelfde opdracht aan voorafgaan:
    hun vragen tellen mee.
    """
    eerder = [g for g in na if isinstance(g, HerbekijkenGevraagd)]
    openstaand = [t for t in dossier.taken.values() if t.afgehandeld is None]
    zonder = {(t.soort, t.betreft): t.sleutel for t in openstaand if t.opdracht is None}
    open_ = {(t.soort, t.betreft) for t in openstaand if t.opdracht is not None}
    open_ |= {(g.soort, g.betreft) for g in eerder}
    bezet: dict[str, object] = {**dossier.taken, **{g.taak: g for g in eerder}}
    uit: list[HerbekijkenGevraagd] = []
    for vraag in lijst:
        wat = (vraag.soort, vraag.betreft)
        if not vraag.steeds and (wat in open_ or (wat in zonder and vraag.opdracht is None)):
            continue
        taak = zonder.get(wat) or volgende(letter, bezet, dossier.vertrokken)
        bezet[taak] = vraag
        open_.add(wat)
        uit.append(
            HerbekijkenGevraagd(
                taak=taak,
                soort=vraag.soort,
                betreft=vraag.betreft,
                op=vraag.op,
                opdracht=vraag.opdracht,
                gegevens={
                    naam: taak if waarde == DEZE_TAAK else waarde
                    for naam, waarde in vraag.gegevens.items()
                },
                grondslag=vraag.grondslag,
                stukken=vraag.stukken or None,
            )
        )
    return uit


def vraag_brieven(betreft: str, op: date, stukken: Iterable[str]) -> Vraag:
    """Brieven die vertrokken op iets wat niet klopte: iemand meldt het aan wie ze kreeg."""
    gegevens = {"taak": DEZE_TAAK, "uitkomst": "gemeld"}
    return Vraag(
        FOUTIEVE_BRIEVEN,
        betreft,
        op,
        "HandelTaakAf",
        gegevens,
        stukken=tuple(stukken),
        steeds=True,
    )


def toch_op_tijd(inbreuk: Inbreuk, laatste_dag: date | None, op: date) -> Iterator[Vraag]:
    """Wie te laat in regel leek, is dat niet: de periode eindigt later, of verviel (None)."""
    dag = inbreuk.te_laat_ingeregeld_op
    if dag is None or inbreuk.ingeregeld_op is not None:
        return
    if laatste_dag is None or dag <= laatste_dag:
        yield Vraag(
            "ingeregeldOpTijdGebleken",
            inbreuk.sleutel,
            op,
            "RegistreerInregelstelling",
            {"inbreuk": inbreuk.sleutel, "ingeregeldOp": dag.isoformat()},
        )


def op_gevraagd(dossier: Dossier, feit: HerbekijkenGevraagd, _envelop: Envelop) -> Dossier:
    """De taak staat open. Had een vouw dezelfde vraag al gezet, dan krijgt ze nu haar voorstel."""
    over = {
        sleutel: taak
        for sleutel, taak in dossier.taken.items()
        if (taak.soort, taak.betreft) != (feit.soort, feit.betreft)
        or taak.afgehandeld is not None
        or taak.opdracht is not None
    }
    taak = Taak(
        sleutel=feit.taak,
        soort=feit.soort,
        betreft=feit.betreft,
        sinds=feit.op,
        opdracht=feit.opdracht,
        gegevens=feit.gegevens,
        stukken=feit.stukken or (),
    )
    return replace(dossier, taken={**over, feit.taak: taak})
