"""`handhaving token`: a signed token for development. Only beside the embedded database."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from handhaving.adapters.uitgever import person
from handhaving.bootstrap import local_issuer
from handhaving.cli import uitvoer
from handhaving.dossier.basis import ACTOR, Rol
from handhaving.recht import Recht, dag_in_brussel
from handhaving.settings import Settings

_OVO = re.compile(r"OVO[0-9]{6}", re.ASCII)


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def token(
        rol: Annotated[Rol, typer.Option("--rol", help="In welke rol.")],
        organisatie: Annotated[
            str, typer.Option("--organisatie", help="De OVO-code, of de naam van het agentschap.")
        ],
        id_: Annotated[
            str | None, typer.Option("--id", help="Wie het is; anders iemand van die rol.")
        ] = None,
        uren: Annotated[int, typer.Option("--uren", min=1, max=24, help="Hoe lang het geldt.")] = 8,
        json: uitvoer.Json = False,
    ) -> None:
        """Maak een toegangstoken om te ontwikkelen; in het echt geeft ACM/IDM het uit."""
        wie = id_ or f"ontwikkelaar-{rol.value}"
        if re.fullmatch(ACTOR, wie, re.ASCII) is None:
            boodschap = "--id heeft een verkeerde vorm."
            raise uitvoer.VerkeerdGebruik(boodschap)
        nu = datetime.now(tz=UTC)
        ovo = organisatie
        if _OVO.fullmatch(organisatie) is None:
            gevonden = Recht.laad().organisaties.ovo(organisatie, dag_in_brussel(nu))
            if gevonden is None:
                boodschap = "--organisatie is een OVO-code, of AgII, Atlas, Amal, HvN of ABB."
                raise uitvoer.VerkeerdGebruik(boodschap)
            ovo = gevonden
        getekend = local_issuer(Settings.read()).sign(
            person(rol.value, ovo, wie), nu, timedelta(hours=uren)
        )
        if json:
            uitvoer.druk_json({"token": getekend, "rol": rol, "organisatie": ovo, "id": wie})
        else:
            uitvoer.druk(getekend)
