"""`GET /v1/termijnen`: what comes up, over all dossiers in which the caller has a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query
from fastapi.responses import JSONResponse

from handhaving.api.antwoorden import Lijst, Termijnregel
from handhaving.api.deur import IEDEREEN, Aanroeper
from handhaving.api.dienst import Bediening
from handhaving.api.dossiers import termijnregel
from handhaving.api.lijsten import Pagina, Wacht, sorteer
from handhaving.api.problemen import issue, ongeldig
from handhaving.api.vragen import Dag, Sorteer
from handhaving.dossier.termijnen import SOORTEN
from projections import termijnen

if TYPE_CHECKING:
    from handhaving.api.deur import Deur


def registreer(deur: Deur) -> None:
    """Put the question on the door."""
    deur.open(
        "/v1/termijnen",
        lijst,
        naam="lijstTermijnen",
        tag="termijnen",
        samenvatting="De termijnen die lopen, in volgorde van vervallen.",
        rollen=IEDEREEN,
        model=Lijst[Termijnregel],
        voorbeeld={"query": {"vervaltVoor": "2027-01-01", "soort": "verjaring"}},
    )


def lijst(
    met: Bediening,
    wie: Aanroeper,
    pagina: Pagina,
    _wacht: Annotated[None, Depends(Wacht("termijnen", "auditspoor", "dossierstand"))],
    vervalt_voor: Annotated[
        Dag | None, Query(alias="vervaltVoor", description="Vervalt vóór deze dag.")
    ] = None,
    soort: Annotated[
        str | None,
        Query(
            pattern=r"^[A-Za-z]{1,40}(-[0-9]{1,4})?$",
            description="De soort, en wat ervan is afgeleid.",
        ),
    ] = None,
    sort: Sorteer = None,
) -> JSONResponse:
    """A page of terms."""
    if soort is not None and soort.partition("-")[0] not in SOORTEN:
        raise ongeldig(issue("invalidInput", "query", "soort", f"kies {', '.join(SOORTEN)}"))
    orde = sorteer(sort, ("vervaltOp",))
    with met.app.engine.connect() as verbinding:
        rijen, totaal = termijnen.bladzijde(
            verbinding,
            vervalt_voor=vervalt_voor,
            soort=soort,
            deel_van=wie.agentschap,
            omlaag=orde is not None and orde[1],
            vanaf=pagina.vanaf,
            limiet=pagina.grootte,
        )
    vandaag = met.vandaag
    return JSONResponse(pagina.antwoord([termijnregel(rij, vandaag) for rij in rijen], totaal))
