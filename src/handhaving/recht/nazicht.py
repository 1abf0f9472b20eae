"""Wat nagekeken moet worden: open vragen, oude waarden, en dagen zonder waarde."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handhaving.recht.tellen import tel_op
from handhaving.recht.yamllezer import lees

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handhaving.recht.lezen import Geldigheid
    from handhaving.recht.recht import Recht


def lees_vragen(bestand: str, inhoud: bytes) -> tuple[str, ...]:
    """De open vragen, in volgorde."""
    return tuple(vraag.tekst() for vraag in lees(bestand, inhoud).items())


@dataclass(frozen=True, slots=True)
class NaTeKijken:
    """Een waarde die te lang niet met haar bron vergeleken is."""

    wat: str
    waarde: str
    nagekeken_op: date


def na_te_kijken(recht: Recht, op: date) -> tuple[NaTeKijken, ...]:
    """Wat op die dag geldt en langer dan `nazicht.termijn` niet nagekeken is, oudste eerst."""
    termijn = recht.getal("nazicht.termijn", op)
    alles = [
        *(
            NaTeKijken(p.naam, w.tekst, w.nagekeken_op)
            for p in recht.parameters
            for w in p.waarden
            if w.geldt_op(op)
        ),
        *(
            NaTeKijken(wat, waarde, geldig.nagekeken_op)
            for wat, waarde, geldig in _gedateerd(recht)
            if geldig.geldt_op(op)
        ),
        NaTeKijken("feestdagen", recht.kalender.versie, recht.kalender.nagekeken_op),
    ]
    oud = [n for n in alles if tel_op(n.nagekeken_op, termijn.waarde, termijn.eenheid) < op]
    return tuple(sorted(oud, key=lambda n: (n.nagekeken_op, n.wat)))


def _gedateerd(recht: Recht) -> Iterator[tuple[str, str, Geldigheid]]:
    for versies in recht.types.values():
        for versie in versies:
            yield f"inbreuktype {versie.code}", versie.omschrijving, versie.geldig
    for tabel in recht.boetetabellen:
        yield "boetetabel", f"vanaf {tabel.geldig.van}", tabel.geldig
    for koppelingen in recht.kbi.types.values():
        for koppeling in koppelingen:
            wat = f"KBI {koppeling.schema} {koppeling.code}"
            yield wat, koppeling.type or "geen type", koppeling.geldig
    for organisatie in recht.organisaties:
        yield f"organisatie {organisatie.ovo}", organisatie.dienst, organisatie.geldig


def zonder_waarde(recht: Recht, op: date) -> tuple[str, ...]:
    """De namen van parameters die op die dag geen waarde hebben."""
    return tuple(p.naam for p in recht.parameters if not any(w.geldt_op(op) for w in p.waarden))
