"""Wat uit een vorig systeem wordt overgenomen: het start niets, en een mens kiest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Handeling,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Sleutel,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht


Feitsoort = Literal["ingebrekestelling", "inregelstelling", "besluit", "overmaking", "andere"]


class HistorischFeitOvergenomen(Gebeurtenis):
    """Een feit van vóór dit logboek. Het start geen termijn; een mens kiest wat ermee gebeurt."""

    geldig_veld = "datum"
    historiek = "Uit {bron} overgenomen: {soort} van {datum} bij {inbreuk}; iemand moet kiezen."

    inbreuk: Sleutel
    soort: Feitsoort
    datum: date
    bron: Code


class NeemHistorischFeitOver(Opdracht):
    """Neem een handeling van vóór dit logboek over, als feit zonder gevolg."""

    pad = "/v1/dossiers/{dossierId}/inbreuken/{inbreuk}/historischeFeiten"
    voorbeeld = {"inbreuk": "I1", "soort": "inregelstelling", "datum": "2024-03-01", "bron": "KBI"}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    verleden = ("datum",)

    inbreuk: Sleutel
    soort: Feitsoort
    datum: date
    bron: Code


def _keur_historisch(
    _opdracht: NeemHistorischFeitOver, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _historisch(
    opdracht: NeemHistorischFeitOver, _dossier: Dossier, _recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    return (
        HistorischFeitOvergenomen(
            inbreuk=opdracht.inbreuk, soort=opdracht.soort, datum=opdracht.datum, bron=opdracht.bron
        ),
    )


def _op_historisch(dossier: Dossier, feit: HistorischFeitOvergenomen, _envelop: Envelop) -> Dossier:
    return dossier.met_taak(f"historisch:{feit.soort}", feit.inbreuk, feit.datum)


HANDELINGEN = (Handeling(NeemHistorischFeitOver, _keur_historisch, _historisch),)
EVOLUTIES = (
    Evolutie(HistorischFeitOvergenomen, _op_historisch, Rechtzetbaar(NeemHistorischFeitOver)),
)
