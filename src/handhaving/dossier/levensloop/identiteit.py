"""Een tweede INSZ voor dezelfde persoon: het BIS-nummer wordt een rijksregisternummer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Identiteit,
    Opdracht,
    Rechtzetbaar,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.uitstel import BEHANDELAARS
from handhaving.dossier.persoon import InszVeld
from handhaving.dossier.toewijzing.weigeringen import InszHoortBijAnderDossier
from handhaving.recht.identiteit import lees_insz

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

BIS = "bis"


class InszGekoppeld(Gebeurtenis):
    """Nog een INSZ hoort bij deze persoon; het vorige blijft gelden als alias."""

    geldig_veld = "vanaf"
    historiek = "Een ander INSZ gekoppeld vanaf {vanaf} (wordt het gebruikte: {vervangt})."

    vanaf: date
    vervangt: bool
    insz: Identiteit | None = None

    def claims(self) -> Iterable[tuple[str, str]]:
        """Ook een alias hoort bij één dossier."""
        if isinstance(self.insz, str):
            yield ("insz", self.insz)


class KoppelInsz(Opdracht):
    """Koppel nog een INSZ aan deze persoon; niets wordt overschreven."""

    pad = "/v1/dossiers/{dossierId}/inszKoppelingen"
    voorbeeld = {"insz": "85073003328"}
    rollen = BEHANDELAARS

    insz: InszVeld


def _keur_koppel(
    opdracht: KoppelInsz, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    ander = context.elders.get(("insz", opdracht.insz))
    if ander is not None and ander != dossier.dossier_id:
        yield InszHoortBijAnderDossier(dossier_id=ander)


def _koppel(
    opdracht: KoppelInsz, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    nu = dossier.persoon.insz
    if opdracht.insz in {nu, *dossier.persoon.insz_aliassen}:
        return ()
    nieuw_is_bis = lees_insz(opdracht.insz).soort == BIS
    nu_is_bis = not isinstance(nu, str) or lees_insz(nu).soort == BIS
    return (
        InszGekoppeld(
            vanaf=dag_van(opdracht, context),
            vervangt=nu_is_bis or not nieuw_is_bis,
            insz=opdracht.insz,
        ),
    )


def _op_gekoppeld(dossier: Dossier, feit: InszGekoppeld, _envelop: Envelop) -> Dossier:
    persoon = dossier.persoon
    nieuw, alias = (feit.insz, persoon.insz) if feit.vervangt else (persoon.insz, feit.insz)
    aliassen = persoon.insz_aliassen if alias is None else (*persoon.insz_aliassen, alias)
    return replace(dossier, persoon=replace(persoon, insz=nieuw, insz_aliassen=aliassen))


HANDELINGEN = (Handeling(KoppelInsz, _keur_koppel, _koppel),)
EVOLUTIES = (Evolutie(InszGekoppeld, _op_gekoppeld, Rechtzetbaar(KoppelInsz)),)
