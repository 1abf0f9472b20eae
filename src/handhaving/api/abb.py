"""`/v1/abb`: totals and lists for ABB's policy, from read models alone and without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query
from fastapi.responses import JSONResponse

from handhaving.api.antwoorden import Dossierregel, Lijst, Totalen
from handhaving.api.deur import Aanroeper
from handhaving.api.dienst import Bediening
from handhaving.api.dossiers import dossierregel
from handhaving.api.lijsten import Pagina, Wacht, sorteer
from handhaving.api.vragen import Sorteer
from handhaving.dossier.basis import Rol
from handhaving.dossier.state import Fase
from handhaving.recht import Cent
from projections import dossierstand

if TYPE_CHECKING:
    from handhaving.api.deur import Deur

VAN_ABB = frozenset({Rol.ABB, Rol.HANDHAVINGSAMBTENAAR, Rol.BESLISSER, Rol.INVORDERING})


def registreer(deur: Deur) -> None:
    """Put ABB's questions on the door."""
    deur.open(
        "/v1/abb/totalen",
        totalen,
        naam="toonTotalen",
        tag="abb",
        samenvatting="Hoeveel dossiers er zijn, per fase, agentschap, regime en type.",
        rollen=VAN_ABB,
        model=Totalen,
    )
    deur.open(
        "/v1/abb/dossiers",
        dossiers,
        naam="lijstDossiersVoorAbb",
        tag="abb",
        samenvatting="De dossiers zonder een naam, met hun stand.",
        rollen=VAN_ABB,
        model=Lijst[Dossierregel],
        voorbeeld={"query": {"sort": "-openHoofdsom"}},
    )


def totalen(
    met: Bediening,
    _wie: Aanroeper,
    _wacht: Annotated[None, Depends(Wacht("dossierstand"))],
) -> JSONResponse:
    """Counted now."""
    with met.app.engine.connect() as verbinding:
        geteld = dossierstand.totalen(verbinding)
    bedragen = {naam: str(Cent(waarde)) for naam, waarde in geteld.bedragen.items()}
    return JSONResponse(
        {
            "dossiers": geteld.dossiers,
            "perFase": geteld.per_fase,
            "perAgentschap": geteld.per_agentschap,
            "perRegime": geteld.per_regime,
            "perInbreuktype": geteld.per_inbreuktype,
            "bedragen": bedragen,
            "positie": met.app.projections.position("dossierstand"),
        }
    )


def dossiers(
    met: Bediening,
    wie: Aanroeper,
    pagina: Pagina,
    _wacht: Annotated[None, Depends(Wacht("dossierstand"))],
    fase: Annotated[Fase | None, Query(description="Een inbreuk is in deze fase.")] = None,
    sort: Sorteer = None,
) -> JSONResponse:
    """A page."""
    with met.app.engine.connect() as verbinding:
        rijen, totaal = dossierstand.bladzijde(
            verbinding,
            fase=None if fase is None else fase.value,
            sorteer=sorteer(sort, tuple(dossierstand.SORTEERBAAR)),
            vanaf=pagina.vanaf,
            limiet=pagina.grootte,
        )
    return JSONResponse(pagina.antwoord([dossierregel(rij, wie) for rij in rijen], totaal))
