"""Wat er gebeurd kan zijn: dossiers samengevoegd, en gebeurtenissen die een ander dossier overnam.

Een overgenomen gebeurtenis draagt de hele oorspronkelijke in zich, met de sleutels (`I1`, `V1`, …)
zoals ze in het nieuwe dossier heten. Ze vouwt zoals de oorspronkelijke: wat gold, geldt verder.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Final
from uuid import UUID

from pydantic import AwareDatetime, Field, SerializeAsAny

from handhaving.dossier.basis import (
    Actor,
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    NietRechtzetbaar,
    Sleutel,
    Waarde,
)
from handhaving.dossier.evolutie import evolueer
from handhaving.dossier.kopie import replace
from handhaving.dossier.state import Dossier
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.persoonlijk import Ingebed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handhaving.dossier.state import Persoon
    from handhaving.eventlog.envelope import Envelop

INSZ: Final = "insz"


class Bron(Waarde):
    """Waar een overgenomen gebeurtenis vandaan komt: welke, van wie, en sinds wanneer geweten."""

    dossier: UUID
    gebeurtenis_id: UUID
    type: Code
    schema_versie: int
    geregistreerd_op: AwareDatetime
    opdracht_id: UUID
    door_id: Actor
    door_rol: Code
    door_organisatie: Code

    @classmethod
    def van(cls, envelop: Envelop) -> Bron:
        """De gebeurtenis met deze omslag."""
        return cls(
            dossier=envelop.dossier_id,
            gebeurtenis_id=envelop.gebeurtenis_id,
            type=envelop.type,
            schema_versie=envelop.schema_versie,
            geregistreerd_op=envelop.geregistreerd_op,
            opdracht_id=envelop.opdracht_id,
            door_id=envelop.door.id,
            door_rol=envelop.door.rol,
            door_organisatie=envelop.door.organisatie,
        )

    def __str__(self) -> str:
        """Zoals het auditspoor het zegt."""
        return f"dossier {self.dossier}"

    def omslag(self, envelop: Envelop) -> Envelop:
        """De omslag in het nieuwe dossier, met wie de daad stelde en onder welke opdracht."""
        return envelop._replace(
            type=self.type,
            opdracht_id=self.opdracht_id,
            door=Door(self.door_id, self.door_rol, self.door_organisatie),
        )


class GebeurtenisOvergenomen(Gebeurtenis):
    """Een gebeurtenis uit een ander dossier telt hier; ginds blijft ze staan waar ze stond."""

    geldig_veld = "feit_op"
    historiek = "Overgenomen uit {bron}: {inhoud}."

    feit_op: date
    bron: Bron
    onder_sleutel_van: UUID
    behoudt: tuple[Code, ...] = ()
    """De persoonsgegevens die dit dossier zelf beter wist en dus hield."""
    inhoud: Annotated[SerializeAsAny[Gebeurtenis], Ingebed()]

    @property
    def feit(self) -> Gebeurtenis:
        """Wat ze overneemt."""
        return self.inhoud

    @property
    def derde(self) -> UUID | None:
        """De derde over wie de overgenomen gebeurtenis iets zegt."""
        gevonden: UUID | None = getattr(self.inhoud, "derde", None)
        return gevonden

    def eigenaar(self, _dossier_id: UUID) -> UUID:
        """De persoon van wie ze is; na een samenvoeging heeft die ook nog zijn eigen sleutels."""
        return self.onder_sleutel_van

    def claims(self) -> Iterable[tuple[str, str]]:
        """Die van de oorspronkelijke: ze gaan mee."""
        return self.inhoud.claims()

    def zoeksleutels(self) -> Iterable[tuple[str, str]]:
        """Die van de oorspronkelijke: ze gaan mee."""
        return self.inhoud.zoeksleutels()


class DossiersSamengevoegd(Gebeurtenis):
    """Twee dossiers zijn van één persoon. Staat in beide: het ene leeft verder, het andere rust."""

    geldig_veld = "vanaf"
    historiek = "Dossier {opgenomen} op {op} samengevoegd in dossier {behouden} ({redenCode})."
    van_dossier = True

    behouden: UUID
    opgenomen: UUID
    op: date
    vanaf: date
    """Sinds wanneer het zo hoorde te zijn: de eerste gebeurtenis van het opgenomen dossier."""
    sleutels: dict[Sleutel, Sleutel] = Field(default_factory=dict)
    """Hoe wat in het opgenomen dossier stond, in het behouden heet."""
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


def op_overgenomen(dossier: Dossier, feit: GebeurtenisOvergenomen, envelop: Envelop) -> Dossier:
    """Zoals de oorspronkelijke vouwt; wat het dossier zelf beter wist, blijft."""
    na = evolueer(dossier, feit.inhoud, feit.bron.omslag(envelop))
    if feit.onder_sleutel_van != dossier.dossier_id:
        na = replace(na, privacy=na.privacy.met_ander(feit.onder_sleutel_van))
    if not feit.behoudt:
        return na
    return replace(na, persoon=_behoud(dossier.persoon, na.persoon, feit.behoudt))


def _behoud(voor: Persoon, na: Persoon, velden: tuple[str, ...]) -> Persoon:
    """De persoon met deze velden zoals ze waren; een ander INSZ wordt een alias."""
    gehouden = {veld: getattr(voor, veld) for veld in velden}
    if INSZ in gehouden:
        eigen = {voor.insz, *voor.insz_aliassen}
        erbij = [n for n in (na.insz, *na.insz_aliassen) if n is not None and n not in eigen]
        gehouden["insz_aliassen"] = (*voor.insz_aliassen, *dict.fromkeys(erbij))
    return replace(na, **gehouden)


def op_samengevoegd(dossier: Dossier, feit: DossiersSamengevoegd, _envelop: Envelop) -> Dossier:
    """Wat is opgenomen, houdt alleen de weg naar het andere over; de rest staat stil."""
    if dossier.dossier_id != feit.opgenomen:
        return replace(dossier, opgenomen=dossier.opgenomen | {feit.opgenomen})
    return Dossier(
        dossier_id=dossier.dossier_id,
        persoon=dossier.persoon,
        agentschappen=dossier.agentschappen,
        samengevoegd_in=feit.behouden,
        voordien=dossier,
    )


EVOLUTIES = (
    Evolutie(
        DossiersSamengevoegd,
        op_samengevoegd,
        NietRechtzetbaar("wat ten onrechte is samengevoegd, splitst men weer", ("SplitsDossier",)),
    ),
    Evolutie(
        GebeurtenisOvergenomen,
        op_overgenomen,
        NietRechtzetbaar(
            "wat ten onrechte is overgenomen, splitst men weer af", ("SplitsDossier",)
        ),
    ),
)
