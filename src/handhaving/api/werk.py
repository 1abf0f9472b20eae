"""`GET /v1/werkvoorraad` and `GET /v1/vorderingen`: what is to be done, and what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Depends, Query
from fastapi.responses import JSONResponse

from handhaving import running
from handhaving.api.antwoorden import Lijst, Vorderingregel, Werkregel
from handhaving.api.deur import IEDEREEN, Aanroeper
from handhaving.api.dienst import Bediening
from handhaving.api.lijsten import Pagina, Wacht, sorteer
from handhaving.api.problemen import issue, ongeldig
from handhaving.api.vragen import AGENTSCHAPPEN, Dag, Sorteer
from handhaving.dossier.basis import Rol
from handhaving.dossier.vordering.saldo import STATUSSEN
from handhaving.recht.organisaties import DIENSTEN

if TYPE_CHECKING:
    from handhaving.api.deur import Deur
    from handhaving.running import Vorderingrij, Werkrij

SOORT: Final = r"^[A-Za-z][A-Za-z0-9:]{0,60}$"


def registreer(deur: Deur) -> None:
    """Put both on the door."""
    deur.open(
        "/v1/werkvoorraad",
        werkvoorraad,
        naam="lijstWerkvoorraad",
        tag="werk",
        samenvatting="Wat nu te doen is, het dringendste eerst; een agentschap ziet het zijne.",
        rollen=IEDEREEN - {Rol.ABB},
        model=Lijst[Werkregel],
        voorbeeld={"query": {"rol": "dossierbehandelaar", "sort": "deadline"}},
    )
    deur.open(
        "/v1/vorderingen",
        vorderingen,
        naam="lijstVorderingen",
        tag="werk",
        samenvatting="De vorderingen met hun saldo per onderdeel, vandaag of op een andere dag.",
        rollen=IEDEREEN,
        model=Lijst[Vorderingregel],
        voorbeeld={"query": {"status": "open", "sort": "verjaartOp"}},
    )


def werkvoorraad(
    met: Bediening,
    wie: Aanroeper,
    pagina: Pagina,
    _wacht: Annotated[None, Depends(Wacht("werkvoorraad"))],
    rol: Annotated[Rol | None, Query(description="Voor deze rol.")] = None,
    organisatie: Annotated[
        str | None, Query(description="Voor deze dienst: een agentschap, of ABB.")
    ] = None,
    soort: Annotated[str | None, Query(pattern=SOORT, description="Alleen deze soort.")] = None,
    tot: Annotated[Dag | None, Query(description="Alleen wat tegen deze dag dringt.")] = None,
    sort: Sorteer = None,
) -> JSONResponse:
    """A page of work."""
    if organisatie not in {None, *DIENSTEN}:
        raise ongeldig(issue("invalidInput", "query", "organisatie", "geen dienst"))
    orde = sorteer(sort, ("deadline", "vanaf"))
    van = wie.agentschap or organisatie
    totaal = 0
    rijen: tuple[Werkrij, ...] = ()
    if wie.agentschap in {None, organisatie} or organisatie is None:
        totaal, rijen = running.werkvoorraad(
            met.app,
            met.vandaag,
            rol=None if rol is None else rol.value,
            organisatie=van,
            soort=soort,
            tot=tot,
            sorteer=_naam(orde, "deadline"),
            pagina=pagina.nummer,
            per_pagina=pagina.grootte,
        )
    return JSONResponse(pagina.antwoord([_werk(rij) for rij in rijen], totaal))


def vorderingen(
    met: Bediening,
    wie: Aanroeper,
    pagina: Pagina,
    _wacht: Annotated[None, Depends(Wacht("vorderingen", "dossierstand"))],
    op: Annotated[Dag | None, Query(description="Zoals ze op deze dag stonden.")] = None,
    status: Annotated[
        str | None, Query(pattern=r"^[A-Za-z]{1,40}$", description="Alleen met deze status.")
    ] = None,
    agentschap: Annotated[
        str | None, Query(description="Alleen uit een inbreuk van dit agentschap.")
    ] = None,
    sort: Sorteer = None,
) -> JSONResponse:
    """A page of claims."""
    if agentschap not in {None, *AGENTSCHAPPEN}:
        raise ongeldig(issue("invalidInput", "query", "agentschap", "geen agentschap"))
    if status not in {None, *STATUSSEN}:
        raise ongeldig(issue("invalidInput", "query", "status", f"kies {', '.join(STATUSSEN)}"))
    orde = sorteer(sort, ("verjaartOp", "geboektOp"))
    totaal = 0
    rijen: tuple[Vorderingrij, ...] = ()
    if wie.agentschap in {None, agentschap} or agentschap is None:
        totaal, rijen = running.vorderingen(
            met.app,
            op or met.vandaag,
            met.vandaag,
            status=status,
            agentschap=wie.agentschap or agentschap,
            sorteer=_naam(orde, "verjaartOp"),
            pagina=pagina.nummer,
            per_pagina=pagina.grootte,
        )
    return JSONResponse(pagina.antwoord([_vordering(rij) for rij in rijen], totaal))


def _naam(orde: tuple[str, bool] | None, anders: str) -> str:
    """The order as the read model calls it."""
    if orde is None:
        return anders
    return ("-" if orde[1] else "") + orde[0]


def _werk(rij: Werkrij) -> dict[str, Any]:
    regel = Werkregel(
        dossier=f"/v1/dossiers/{rij.dossier_id}",
        **{veld: getattr(rij, veld) for veld in Werkregel.model_fields if veld != "dossier"},
    )
    return regel.model_dump(mode="json", by_alias=True, exclude_none=True)


_BEDRAGEN: Final = frozenset(
    {
        "hoofdsom",
        "betaald",
        "kosten_open",
        "intrest_open",
        "hoofdsom_open",
        "openstaand",
        "teveel",
    }
)


def _vordering(rij: Vorderingrij) -> dict[str, Any]:
    velden = {v: getattr(rij, v) for v in Vorderingregel.model_fields if v != "dossier"}
    bedragen = {v: str(w) for v, w in velden.items() if v in _BEDRAGEN}
    regel = Vorderingregel(dossier=f"/v1/dossiers/{rij.dossier_id}", **(velden | bedragen))
    return regel.model_dump(mode="json", by_alias=True, exclude_none=True)
