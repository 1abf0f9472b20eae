"""Reading personal fields over HTTP: through the one door of the service, with a stated purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from handhaving.api.beller import Wie
from handhaving.api.deur import Aanroeper
from handhaving.api.problemen import issue, ongeldig
from handhaving.eventlog.persoonlijk import AFGESCHERMD, GEWIST, VERZEGELD, NietLeesbaar
from handhaving.service.inzage import Kijker, is_referentie
from handhaving.service.inzagerecht import Doel

if TYPE_CHECKING:
    from collections.abc import Iterable

DOEL: Final = "Handhaving-Doel"
PERSOON: Final = (
    "naam",
    "voornaam",
    "insz",
    "klantnummer",
    "geboortedatum",
    "adres",
    "contacttaal",
)
_WAAROM: Final = {id(GEWIST): "gewist", id(AFGESCHERMD): "afgeschermd", id(VERZEGELD): "verzegeld"}


def kijker(
    request: Request,
    wie: Aanroeper,
    doel: Annotated[
        Doel | None,
        Header(
            alias=DOEL,
            description="Waarvoor u persoonsgegevens leest; zonder: het gewone doel van uw rol.",
        ),
    ] = None,
    referentie: Annotated[
        str | None,
        Header(
            alias="Handhaving-Referentie",
            max_length=64,
            description="Het nummer van een verzoek of melding; nooit een tekst of een INSZ.",
        ),
    ] = None,
) -> Kijker:
    """The caller as a reader of personal fields."""
    if referentie is not None and not is_referentie(referentie):
        naam = "Handhaving-Referentie"
        zin = "een nummer, nooit een tekst of een INSZ"
        raise ongeldig(issue("schemaViolation", "header", naam, zin))
    spoor: UUID = request.scope["spoor"]
    return Kijker(wie.door, spoor, "api", doel, referentie)


Lezer = Annotated[Kijker, Depends(kijker)]


def lezer(wie: Wie, spoor: UUID) -> Kijker:
    """The same, where no purpose is stated."""
    return Kijker(wie.door, spoor, "api")


def leesbaar(bron: object, velden: Iterable[str]) -> dict[str, Any]:
    """The personal fields that can be read; `nietLeesbaar` says of the others why."""
    uit: dict[str, Any] = {}
    niet: dict[str, str] = {}
    for veld in velden:
        waarde = getattr(bron, veld, None)
        if isinstance(waarde, NietLeesbaar):
            niet[to_camel(veld)] = _WAAROM[id(waarde)]
        elif isinstance(waarde, BaseModel):
            uit[to_camel(veld)] = waarde.model_dump(mode="json", by_alias=True, exclude_none=True)
        elif waarde is not None:
            uit[to_camel(veld)] = str(waarde)
    return uit | ({"nietLeesbaar": niet} if niet else {})
