"""Deelname: hoeveel lesuren van een cursus iemand volgde, op een peildatum of als eindcijfer.

Een tussentijds cijfer zegt niets definitiefs: een inbreuk wegens te weinig deelname rust alleen op
het eindcijfer (Rb. Brussel 21/11/2022, 2021/2778/A).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Handeling,
    NietRechtzetbaar,
    Opdracht,
    Rol,
)
from handhaving.dossier.herbekijken import Vraag, vragen
from handhaving.dossier.kopie import replace
from handhaving.dossier.levensloop.weigeringen import DeelnameBovenDrempel, DeelnameNietDefinitief
from handhaving.dossier.state import AFGESLOTEN, Deelname

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht
    from handhaving.recht.parameters import Waarde

MEESTE_UREN = 100_000
"""Meer lesuren telt geen cursus; wat erboven ligt is een tikfout."""
Gevolgd = Annotated[int, Field(ge=0, le=MEESTE_UREN)]
Voorzien = Annotated[int, Field(ge=1, le=MEESTE_UREN)]


class DeelnameGeregistreerd(Gebeurtenis):
    """Een cijfer over de deelname aan een cursus."""

    geldig_veld = "peildatum"
    historiek = (
        "Deelname aan {cursus} op {peildatum}: {gevolgd} van {voorzien} lesuren "
        "(eindcijfer: {eindcijfer})."
    )

    cursus: Code
    peildatum: date
    gevolgd: Gevolgd
    voorzien: Voorzien
    eindcijfer: bool


class RegistreerDeelname(Opdracht):
    """Registreer hoeveel lesuren van een cursus gevolgd zijn: tussentijds of als eindcijfer."""

    pad = "/v1/dossiers/{dossierId}/deelnames"
    voorbeeld = {
        "cursus": "MO-2024-1",
        "peildatum": "2024-02-28",
        "gevolgd": 52,
        "voorzien": 100,
        "eindcijfer": True,
    }
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    verleden = ("peildatum",)

    cursus: Code
    peildatum: date
    gevolgd: Gevolgd
    voorzien: Voorzien
    eindcijfer: bool = False

    @model_validator(mode="after")
    def _binnen_het_voorziene(self) -> Self:
        if self.gevolgd > self.voorzien:
            soort = "meer_dan_voorzien"
            raise PydanticCustomError(soort, "meer lesuren gevolgd dan voorzien")
        return self


def cijfers(dossier: Dossier, cursus: str | None) -> list[Deelname]:
    """De cijfers van deze cursus; zonder cursus die van elke cursus."""
    return [d for d in dossier.deelnames.values() if cursus in {None, d.cursus}]


def keur_deelname(
    dossier: Dossier, type_: str, feit: date, cursus: str | None, recht: Recht
) -> Iterator[Weigering]:
    """Een inbreuk wegens te weinig deelname vraagt een eindcijfer onder de drempel.

    Zonder cijfer is het feit nog onbekend: dat wordt pas vóór de overmaking gevraagd.
    """
    drempel = recht.deelnamedrempel(type_, feit)
    bekend = cijfers(dossier, cursus)
    if drempel is None or any(d.eindcijfer and not d.haalt(drempel.waarde) for d in bekend):
        return
    for cijfer in bekend:
        if cijfer.eindcijfer:
            yield DeelnameBovenDrempel(
                cursus=cijfer.cursus,
                procent=cijfer.procent,
                drempel=drempel.waarde,
                grondslag=(drempel.grondslag,),
            )
        else:
            yield DeelnameNietDefinitief(
                cursus=cijfer.cursus,
                procent=cijfer.procent,
                peildatum=cijfer.peildatum,
                grondslag=(drempel.grondslag,),
            )


def deelname_ontbreekt(
    dossier: Dossier, type_: str, feit: date, cursus: str | None, recht: Recht
) -> bool:
    """Of het type een eindcijfer vraagt en er nog geen enkel cijfer is."""
    return recht.deelnamedrempel(type_, feit) is not None and not cijfers(dossier, cursus)


def _geen_weigering(
    _opdracht: RegistreerDeelname, _dossier: Dossier, _recht: Recht, _context: Context
) -> Iterator[Weigering]:
    return iter(())


def _registreer(
    opdracht: RegistreerDeelname, dossier: Dossier, recht: Recht, _context: Context
) -> tuple[Gebeurtenis, ...]:
    cijfer = Deelname(
        opdracht.cursus,
        opdracht.peildatum,
        opdracht.gevolgd,
        opdracht.voorzien,
        opdracht.eindcijfer,
    )
    if dossier.deelnames.get(opdracht.cursus) == cijfer:
        return ()
    geregistreerd = DeelnameGeregistreerd(
        cursus=cijfer.cursus,
        peildatum=cijfer.peildatum,
        gevolgd=cijfer.gevolgd,
        voorzien=cijfer.voorzien,
        eindcijfer=cijfer.eindcijfer,
    )
    return (geregistreerd, *vragen(dossier, _zonder_grond(dossier, cijfer, recht)))


def _zonder_grond(dossier: Dossier, cijfer: Deelname, recht: Recht) -> Iterator[Vraag]:
    """De open inbreuken die op dit eindcijfer niet kunnen rusten."""
    for inbreuk in dossier.inbreuken.values():
        drempel: Waarde[int] | None = recht.deelnamedrempel(inbreuk.type, inbreuk.datum_feit)
        if (
            cijfer.eindcijfer
            and drempel is not None
            and cijfer.haalt(drempel.waarde)
            and inbreuk.cursus in {None, cijfer.cursus}
            and inbreuk.fase not in AFGESLOTEN
        ):
            gegevens = {"inbreuk": inbreuk.sleutel, "redenCode": "deelnameBovenDrempel"}
            yield Vraag(
                "deelnameBovenDrempel",
                inbreuk.sleutel,
                cijfer.peildatum,
                "ZetInbreukRecht",
                gegevens,
            )


def _op_geregistreerd(dossier: Dossier, feit: DeelnameGeregistreerd, _envelop: Envelop) -> Dossier:
    nieuw = Deelname(feit.cursus, feit.peildatum, feit.gevolgd, feit.voorzien, feit.eindcijfer)
    oud = dossier.deelnames.get(feit.cursus)
    if oud is not None and (oud.eindcijfer, oud.peildatum) > (nieuw.eindcijfer, nieuw.peildatum):
        return dossier
    return replace(dossier, deelnames={**dossier.deelnames, feit.cursus: nieuw})


HANDELINGEN = (Handeling(RegistreerDeelname, _geen_weigering, _registreer),)
EVOLUTIES = (
    Evolutie(
        DeelnameGeregistreerd,
        _op_geregistreerd,
        NietRechtzetbaar(
            "een nieuw cijfer komt in de plaats", ("RegistreerDeelname",), RegistreerDeelname
        ),
    ),
)
