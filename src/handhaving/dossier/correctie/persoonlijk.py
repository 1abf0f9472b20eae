"""De herstelde persoon: zijn gegevens en wat hem overkwam, zoals zonder het rechtgezette feit.

Een rechtzetting van persoonsgegevens (art. 16 AVG) geeft de vroegere waarde terug; wat er stond,
blijft leesbaar in het logboek zolang de sleutel bestaat.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic.alias_generators import to_camel

from handhaving.dossier.basis import Code, Evolutie
from handhaving.dossier.correctie.feiten import HERSTEL
from handhaving.dossier.kopie import replace
from handhaving.dossier.persoon import Persoonsgegevens
from handhaving.eventlog.persoonlijk import Klasse, NietLeesbaar, Persoonlijk

if TYPE_CHECKING:
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop

Aliassen = Annotated[tuple[str, ...] | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)]


class PersoonHersteld(Persoonsgegevens):
    """Wat van de persoon bekend is, staat weer zoals zonder het rechtgezette feit."""

    historiek = "Gegevens van de persoon hersteld vanaf {vanaf} ({hersteld})."

    hersteld: tuple[Code, ...]
    insz_aliassen: Aliassen | None = None
    overleden_op: date | None = None
    heeft_bewindvoerder: bool = False
    regime_vanaf: date | None = None
    vrijgesteld_vanaf: date | None = None
    afgevoerd_op: date | None = None
    adres_onbruikbaar: bool = False
    schuldenregeling_op: date | None = None


def _op_persoon(dossier: Dossier, feit: PersoonHersteld, _envelop: Envelop) -> Dossier:
    namen = {to_camel(naam): naam for naam in PersoonHersteld.model_fields}
    waarden = {namen[n]: getattr(feit, namen[n]) for n in feit.hersteld if n in namen}
    if not isinstance(waarden.get("insz_aliassen", ()), tuple):
        waarden["insz_aliassen"] = ()
    return replace(dossier, persoon=replace(dossier.persoon, **waarden))


EVOLUTIES = (Evolutie(PersoonHersteld, _op_persoon, HERSTEL),)
