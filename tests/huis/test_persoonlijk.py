"""No event carries a person in the clear: every text that is no code is `Persoonlijk`."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, StringConstraints

from handhaving.dossier.decider import event_types
from handhaving.eventlog.persoonlijk import NietLeesbaar, Persoonlijk
from handhaving.recht.bedragen import Cent
from handhaving.recht.grondslag import Grondslag
from tests.huis.persoonlijkheid import bezwaren

Sleutel = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{0,3}$")]
Tekst = Annotated[str | NietLeesbaar, Persoonlijk()]


class Kleur(StrEnum):
    ROOD = "rood"


class Adres(BaseModel):
    plaats: str


class Goed(BaseModel):
    op: date
    wie: UUID
    wat: Literal["a", "b"]
    kleur: Kleur | None = None
    sleutel: Sleutel
    bedrag: Cent
    tal: int = 0
    ja: bool = False
    grondslag: tuple[Grondslag, ...] = ()
    per_sleutel: dict[Sleutel, tuple[Sleutel, Cent]] = {}
    reden: Tekst
    adres: Annotated[Adres | NietLeesbaar, Persoonlijk()] | None = None


class VrijeTekst(BaseModel):
    reden: str


class InEenLijst(BaseModel):
    redenen: tuple[str, ...] = ()


class InEenDeel(BaseModel):
    deel: Adres | None = None


class RuimPatroon(BaseModel):
    code: Annotated[str, StringConstraints(pattern=r"^.+$")]


class VrijeSleutels(BaseModel):
    per_naam: dict[str, int] = {}


class Alles(BaseModel):
    wat: dict[Sleutel, Any] = {}


class Geboren(BaseModel):
    geboortedatum: date


class Komma(BaseModel):
    bedrag: float


class ZonderStandaard(BaseModel):
    tot: date | None


class MetPersoon(BaseModel):
    sinds: Annotated[date | NietLeesbaar, Persoonlijk()]


class Genest(BaseModel):
    delen: tuple[MetPersoon, ...] = ()


def test_given_codes_and_personal_texts_when_judged_then_nothing_is_wrong() -> None:
    assert bezwaren(Goed) == []


@pytest.mark.parametrize(
    ("model", "zegt"),
    [
        (VrijeTekst, "vrije tekst"),
        (InEenLijst, "vrije tekst"),
        (InEenDeel, "vrije tekst"),
        (RuimPatroon, "laat een zin toe"),
        (VrijeSleutels, "vrije tekst"),
        (Alles, "alles bevatten"),
        (Geboren, "heet naar"),
        (Komma, "kommagetal"),
        (ZonderStandaard, "niet None"),
        (Genest, "hele veld"),
    ],
)
def test_given_a_person_in_the_clear_when_judged_then_it_is_found(
    model: type[BaseModel], zegt: str
) -> None:
    gevonden = bezwaren(model)
    assert any(zegt in bezwaar for bezwaar in gevonden), gevonden


def test_given_every_event_class_when_judged_then_no_person_stands_in_the_clear() -> None:
    assert [b for soort in event_types() for b in bezwaren(soort.model)] == []
