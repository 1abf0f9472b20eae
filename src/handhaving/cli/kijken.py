"""Who looks at a dossier from the command line, in which role, for what purpose."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import BaseModel
from pydantic.alias_generators import to_camel
from uuid6 import uuid7

from handhaving.dossier.basis import Rol
from handhaving.dossier.persoon import AGENTSCHAPPEN
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.persoonlijk import NietLeesbaar
from handhaving.service import Doel, Kijker

INGANG = "cli"

Wie = Annotated[str | None, typer.Option("--door", help="Wie kijkt: het id van een persoon.")]
InRol = Annotated[Rol | None, typer.Option("--rol", help="In welke rol.")]
Voor = Annotated[
    str | None, typer.Option("--organisatie", help="Voor welk agentschap, of ABB (standaard).")
]
MetDoel = Annotated[
    Doel | None,
    typer.Option("--doel", help="Waarvoor: wat gevoelig is, toont zich alleen met een doel."),
]
Referentie = Annotated[
    str | None, typer.Option("--referentie", help="Het nummer van een verzoek of een taak.")
]


def kijker(
    door: str | None,
    rol: Rol | None,
    organisatie: str | None,
    doel: Doel | None = None,
    referentie: str | None = None,
    *,
    gewoon: Rol = Rol.HANDHAVINGSAMBTENAAR,
) -> Kijker:
    """The reader, filled in where nothing was said: somebody of this role, who is made up."""
    rol = rol or gewoon
    waar = organisatie or (AGENTSCHAPPEN[0] if rol is Rol.DOSSIERBEHANDELAAR else "ABB")
    wie = Door(f"ontwikkelaar-{rol.value}" if door is None else door, rol.value, waar)
    return Kijker(wie, uuid7(), INGANG, doel, referentie)


def persoonlijke_velden(bron: object, velden: tuple[str, ...]) -> dict[str, str]:
    """The fields that are there, as text; what cannot be read says why."""
    return {
        to_camel(veld): als_tekst(waarde)
        for veld in velden
        if (waarde := getattr(bron, veld)) is not None
    }


def als_tekst(waarde: object) -> str:
    """A personal value as one text."""
    if isinstance(waarde, NietLeesbaar):
        return f"({repr(waarde).lower()})"
    if isinstance(waarde, BaseModel):
        delen = waarde.model_dump(exclude_none=True).values()
        return " ".join(str(deel) for deel in delen)
    return str(waarde)
