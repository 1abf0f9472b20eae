"""Gebeurtenissen van het ene dossier in het andere overnemen: in volgorde, onder vrije sleutels.

Beide dossiers vouwen mee. Zo krijgt ook een sleutel die geen gebeurtenis noemt, maar die bij het
vouwen ontstond (een taak), in het nieuwe dossier zijn plaats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from dataclasses import fields as velden_van
from typing import TYPE_CHECKING, Final

from handhaving.dossier.evolutie import evolueer
from handhaving.dossier.state import Dossier, Persoon
from handhaving.dossier.toewijzing.feiten import Bron, GebeurtenisOvergenomen
from handhaving.dossier.toewijzing.sleutels import (
    genoemd,
    hernoemd,
    met_eigen_derde,
    vrij,
    zonder_gewiste_derde,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.dossier.toewijzing.levend import Levend
    from handhaving.eventlog.envelope import Envelop

    Paar = tuple[Gebeurtenis, Envelop]

WIE_IEMAND_IS: Final = frozenset({"insz", "klantnummer", "naam", "voornaam", "geboortedatum"})
"""Hangt niet van een dag af: wat het dossier zelf al weet, blijft."""
_SAMEN: Final = {
    "adres_onbruikbaar": "adres",
    "afgevoerd_op": "adres",
    "regime_vanaf": "regime",
    "agentschap": "klantnummer",
}
"""Wat bij een ander gegeven hoort: ze staan er samen, of niet."""
_PERSOON: Final = tuple(veld.name for veld in velden_van(Persoon) if veld.name != "insz_aliassen")


def gemaakte_taken(dossier_id: UUID, paren: Iterable[Paar]) -> dict[UUID, tuple[str, ...]]:
    """Per gebeurtenis de taken die er bij het vouwen uit ontstonden, in volgorde."""
    dossier = Dossier(dossier_id)
    uit: dict[UUID, tuple[str, ...]] = {}
    for gebeurtenis, envelop in paren:
        na = evolueer(dossier, gebeurtenis, envelop)
        uit[envelop.gebeurtenis_id] = tuple(t for t in na.taken if t not in dossier.taken)
        dossier = na
    return uit


def geldig_sinds(dossier_id: UUID, paren: Iterable[Paar]) -> dict[str, date]:
    """Per persoonsgegeven de juridische datum van de gebeurtenis die het laatst zette."""
    dossier = Dossier(dossier_id)
    uit: dict[str, date] = {}
    for gebeurtenis, envelop in paren:
        na = evolueer(dossier, gebeurtenis, envelop)
        for veld in gewijzigd(dossier.persoon, na.persoon):
            uit[_SAMEN.get(veld, veld)] = envelop.geldig_op
        dossier = na
    return uit


def gewijzigd(voor: Persoon, na: Persoon) -> tuple[str, ...]:
    """De persoonsgegevens die verschillen."""
    return tuple(veld for veld in _PERSOON if getattr(voor, veld) != getattr(na, veld))


@dataclass(slots=True)
class Overname:
    """Het nieuwe dossier terwijl het overneemt, en wat daarvoor in zijn stroom komt."""

    dossier: Dossier
    namen: dict[str, str] = field(default_factory=dict)
    """Sleutel in het oude dossier → sleutel hier."""
    sinds: dict[str, date] = field(default_factory=dict)
    """Sinds wanneer dit dossier zijn persoonsgegevens kent."""
    wie: frozenset[str] = WIE_IEMAND_IS
    """Wat blijft zoals dit dossier het weet, van wanneer het ook is."""
    gebeurtenissen: list[Gebeurtenis] = field(default_factory=list)

    def neem(
        self, levend: Levend, gemaakt: Mapping[UUID, Sequence[str]], sleutel_van: UUID | None = None
    ) -> None:
        """Neem één gebeurtenis over. `sleutel_van`: van wie ze nu is; None laat ze wie ze was."""
        oud = levend.gebeurtenis
        for sleutel in genoemd(oud):
            if sleutel not in self.namen:
                self.namen[sleutel] = vrij(sleutel, self.dossier)
        nieuw = zonder_gewiste_derde(hernoemd(oud, self.namen))
        if sleutel_van is not None:
            nieuw = met_eigen_derde(nieuw, self.dossier.dossier_id)
        bron = Bron.van(levend.opgeslagen)
        envelop = levend.envelop._replace(
            dossier_id=self.dossier.dossier_id,
            versie=self.dossier.versie + 1,
        )
        na = evolueer(self.dossier, nieuw, envelop)
        overgenomen = GebeurtenisOvergenomen(
            feit_op=nieuw.geldig_op,
            bron=bron,
            onder_sleutel_van=sleutel_van
            or levend.opgeslagen.sleutel_id
            or levend.opgeslagen.dossier_id,
            behoudt=self._behoudt(na.persoon, levend),
            inhoud=nieuw,
            grondslag=nieuw.grondslag,
        )
        ontstaan = [t for t in na.taken if t not in self.dossier.taken and t not in genoemd(nieuw)]
        eerder = [t for t in gemaakt.get(levend.id, ()) if t not in genoemd(oud)]
        self.namen.update(zip(eerder, ontstaan, strict=False))
        self.schrijf(overgenomen, envelop)

    def schrijf(self, gebeurtenis: Gebeurtenis, envelop: Envelop) -> None:
        """Nog een gebeurtenis in de stroom van dit dossier."""
        self.gebeurtenissen.append(gebeurtenis)
        self.dossier = evolueer(self.dossier, gebeurtenis, envelop)

    def _behoudt(self, na: Persoon, levend: Levend) -> tuple[str, ...]:
        """De gegevens die dit dossier zelf beter weet: wie iemand is, en wat jonger is."""
        eigen, dag = self.dossier.persoon, levend.envelop.geldig_op
        uit: list[str] = []
        for veld in gewijzigd(eigen, na):
            groep = _SAMEN.get(veld, veld)
            if groep in self.wie:
                weet = getattr(eigen, groep if na.klantnummer else veld) is not None
            else:
                weet = groep in self.sinds and self.sinds[groep] > dag
            if weet:
                uit.append(veld)
            else:
                self.sinds.pop(groep, None)
        return tuple(uit)
