"""Questions about dossiers: one, its trail, its terms; lists; and who it is about, by POST."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from handhaving.api.antwoorden import (
    Dossierbeeld,
    Dossierregel,
    Lijst,
    Spoorregel,
    Termijnregel,
    Zoekantwoord,
    Zoekvraag,
)
from handhaving.api.beller import Wie
from handhaving.api.deur import IEDEREEN, Aanroeper
from handhaving.api.dienst import Bediening, Dienst
from handhaving.api.inhoud import lees_object
from handhaving.api.inzage import PERSOON, Lezer, leesbaar
from handhaving.api.lijsten import Pagina, Wacht, sorteer
from handhaving.api.opdrachten import lees_dossier_id
from handhaving.api.problemen import grond, issue, ongeldig, van_pydantic
from handhaving.api.vragen import AGENTSCHAPPEN, GeldigOp, Op, Sorteer
from handhaving.api.zicht import eigen_deel, zonder_leeg
from handhaving.dossier.basis import Rol
from handhaving.dossier.state import Fase
from handhaving.dossier.termijnen import termijnen
from handhaving.eventlog.persoonlijk import Klasse
from handhaving.recht import Cent, dag_in_brussel
from handhaving.service.inzage import Kijker
from projections import dossierstand
from projections.auditspoor import te_verifieren
from projections.taal import zin
from projections.termijnen import VERJARING, termijn_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

    from handhaving.api.deur import Deur
    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.eventlog.envelope import Envelop

DETAIL = IEDEREEN - {Rol.ABB}
"""ABB's role for policy reads lists and totals, never one dossier."""


def registreer(deur: Deur) -> None:
    """Put the questions on the door."""
    tag = "dossiers"
    deur.open(
        "/v1/dossiers",
        lijst,
        naam="lijstDossiers",
        tag=tag,
        samenvatting="De dossiers waarin u een deel hebt.",
        rollen=IEDEREEN,
        model=Lijst[Dossierregel],
        voorbeeld={"query": {"fase": "inGebreke", "pageSize": "10", "sort": "-gewijzigdOp"}},
    )
    deur.open(
        "/v1/dossiers/query",
        zoek,
        naam="zoekDossiers",
        tag=tag,
        samenvatting="Zoek een dossier op INSZ of klantnummer; de waarden staan in de inhoud.",
        rollen=DETAIL,
        methode="POST",
        model=Zoekantwoord,
        extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": Zoekvraag.model_json_schema()}},
            }
        },
        voorbeeld={"body": {"insz": "85011501764"}},
    )
    deur.open(
        "/v1/dossiers/{dossierId}",
        toon,
        naam="toonDossier",
        tag=tag,
        samenvatting="Eén dossier: nu, zoals gekend op een tijdstip, of zoals geldig op een dag.",
        rollen=DETAIL,
        model=Dossierbeeld,
    )
    deur.open(
        "/v1/dossiers/{dossierId}/gebeurtenissen",
        gebeurtenissen,
        naam="lijstGebeurtenissen",
        tag=tag,
        samenvatting="Wat er in een dossier gebeurde: in zinnen, met wie, wanneer en waarom.",
        rollen=DETAIL,
        model=Lijst[Spoorregel],
    )
    deur.open(
        "/v1/dossiers/{dossierId}/termijnen",
        van_dossier,
        naam="lijstTermijnenVanDossier",
        tag=tag,
        samenvatting="De termijnen van een dossier, ook wat verstreken of vervallen is.",
        rollen=DETAIL,
        model=Lijst[Termijnregel],
    )


def toon(
    dossierId: str,  # noqa: N803 - its name in the path
    met: Bediening,
    lezer: Lezer,
    _wacht: Annotated[None, Depends(Wacht())],
    op: Op = None,
    geldig_op: GeldigOp = None,
    met_persoon: Annotated[
        Literal["true", "false"],
        Query(alias="metPersoon", description="Ook wie het is; elke lezing wordt genoteerd."),
    ] = "true",
) -> JSONResponse:
    """The outside of a dossier, as far as the caller may see it."""
    klassen = (Klasse.IDENTITEIT,) if met_persoon == "true" else ()
    inzage = met.app.service.inzage(
        lezer, lees_dossier_id(dossierId), op=op, geldig_op=geldig_op, klassen=klassen
    )
    peildatum = geldig_op or (met.vandaag if op is None else _dag(op))
    beeld = inzage.stand(peildatum, met.app.recht)
    inhoud = beeld | {"peildatum": peildatum.isoformat(), "simulatie": met.app.log.simulatie}
    if klassen:
        inhoud["persoon"] = leesbaar(inzage.dossier.persoon, PERSOON)
    koppen = {"ETag": f'"{inzage.dossier.versie}"'}
    return JSONResponse(zonder_leeg(inhoud), headers=koppen)


def gebeurtenissen(
    dossierId: str,  # noqa: N803 - its name in the path
    met: Bediening,
    lezer: Lezer,
    pagina: Pagina,
    _wacht: Annotated[None, Depends(Wacht())],
    op: Op = None,
    geldig_op: GeldigOp = None,
) -> JSONResponse:
    """The trail, in order."""
    inzage = met.app.service.inzage(
        lezer, lees_dossier_id(dossierId), op=op, geldig_op=geldig_op, klassen=()
    )
    deel = inzage.historiek[pagina.vanaf : pagina.vanaf + pagina.grootte]
    items = [spoorregel(g, e) for g, e in deel]
    return JSONResponse(pagina.antwoord(items, len(inzage.historiek)))


def spoorregel(gebeurtenis: Gebeurtenis, envelop: Envelop) -> dict[str, Any]:
    """An event as the trail shows it."""
    uit = {
        "href": f"/v1/audit/gebeurtenissen/{envelop.gebeurtenis_id}",
        "gebeurtenisId": str(envelop.gebeurtenis_id),
        "dossierId": str(envelop.dossier_id),
        "positie": envelop.positie,
        "versie": envelop.versie,
        "type": envelop.type,
        "zin": zin(gebeurtenis),
        "geregistreerdOp": envelop.geregistreerd_op.isoformat(),
        "geldigOp": envelop.geldig_op.isoformat(),
        "door": {
            "id": envelop.door.id,
            "rol": envelop.door.rol,
            "organisatie": envelop.door.organisatie,
        },
        "opdrachtId": str(envelop.opdracht_id),
        "oorzaakId": None if envelop.oorzaak_id is None else str(envelop.oorzaak_id),
        "spoorId": str(envelop.spoor_id),
        "grondslag": grond(gebeurtenis.grondslag),
        "teVerifieren": te_verifieren(gebeurtenis.grondslag),
    }
    return {naam: waarde for naam, waarde in uit.items() if waarde is not None}


def van_dossier(
    dossierId: str,  # noqa: N803 - its name in the path
    met: Bediening,
    lezer: Lezer,
    pagina: Pagina,
    _wacht: Annotated[None, Depends(Wacht())],
    op: Op = None,
    geldig_op: GeldigOp = None,
) -> JSONResponse:
    """The terms, straight from the dossier: nothing to wait for."""
    inzage = met.app.service.inzage(
        lezer, lees_dossier_id(dossierId), op=op, geldig_op=geldig_op, klassen=()
    )
    dossier = inzage.deel
    gronden = {e.gebeurtenis_id: g.grondslag for g, e in inzage.historiek}
    alle = sorted(termijnen(dossier), key=lambda t: (t.vervalt_op, t.soort, t.betreft))
    items = [
        termijnregel(
            {
                "termijn_id": termijn_id(dossier.dossier_id, t.soort, t.betreft),
                "dossier_id": dossier.dossier_id,
                "soort": t.soort,
                "betreft": t.betreft,
                "van": t.van,
                "laatste_dag_burger": t.laatste_dag_burger,
                "laatste_dag_overheid": t.laatste_dag_overheid,
                "vervalt_op": t.vervalt_op,
                "staat": t.staat,
                "regel": t.regel,
                "grondslag": grond(gronden.get(t.gezet_door, ())),
                "te_verifieren": te_verifieren(gronden.get(t.gezet_door, ())),
            },
            met.vandaag,
        )
        for t in alle[pagina.vanaf : pagina.vanaf + pagina.grootte]
    ]
    return JSONResponse(pagina.antwoord(items, len(alle)))


def termijnregel(rij: Mapping[str, Any] | RowMapping, vandaag: date) -> dict[str, Any]:
    """A term as it stands on the wire."""
    uit = {
        "termijnId": str(rij["termijn_id"]),
        "dossierId": str(rij["dossier_id"]),
        "dossier": f"/v1/dossiers/{rij['dossier_id']}",
        "soort": rij["soort"],
        "betreft": rij["betreft"],
        "van": _tekst(rij["van"]),
        "laatsteDagBurger": _tekst(rij["laatste_dag_burger"]),
        "laatsteDagOverheid": _tekst(rij["laatste_dag_overheid"]),
        "vervaltOp": _tekst(rij["vervalt_op"]),
        "dagen": (rij["vervalt_op"] - vandaag).days,
        "staat": rij["staat"],
        "regel": rij["regel"],
        "verjaring": rij["soort"].startswith(VERJARING),
        "grondslag": list(rij["grondslag"] or ()),
        "teVerifieren": bool(rij["te_verifieren"]),
    }
    return {naam: waarde for naam, waarde in uit.items() if waarde is not None}


def lijst(
    met: Bediening,
    wie: Aanroeper,
    pagina: Pagina,
    _wacht: Annotated[None, Depends(Wacht("dossierstand"))],
    fase: Annotated[Fase | None, Query(description="Een inbreuk is in deze fase.")] = None,
    agentschap: Annotated[str | None, Query(description="Dit agentschap heeft een deel.")] = None,
    sort: Sorteer = None,
) -> JSONResponse:
    """A page of dossiers."""
    if agentschap not in {None, *AGENTSCHAPPEN}:
        raise ongeldig(issue("invalidInput", "query", "agentschap", "geen agentschap"))
    with met.app.engine.connect() as verbinding:
        rijen, totaal = dossierstand.bladzijde(
            verbinding,
            fase=None if fase is None else fase.value,
            deel_van=wie.agentschap,
            agentschap=agentschap,
            sorteer=sorteer(sort, tuple(dossierstand.SORTEERBAAR)),
            vanaf=pagina.vanaf,
            limiet=pagina.grootte,
        )
    return JSONResponse(pagina.antwoord([dossierregel(rij, wie) for rij in rijen], totaal))


def dossierregel(rij: RowMapping, wie: Wie) -> dict[str, Any]:
    """A dossier in a list; the figures are those of the claims the caller may see."""
    gezien = eigen_deel(rij["stand"], wie)
    vorderingen = gezien["vorderingen"].values()
    verjaart = rij["verjaart_op"]
    if wie.agentschap is not None:
        dagen = [v["verjaring"]["datum"] for v in vorderingen if v["verjaring"] is not None]
        verjaart = min(dagen, default=None)
    uit = {
        "href": f"/v1/dossiers/{rij['dossier_id']}",
        "dossierId": str(rij["dossier_id"]),
        "versie": rij["versie"],
        "gewijzigdOp": rij["gewijzigd_op"].isoformat(),
        "agentschappen": rij["agentschappen"],
        "regime": rij["regime"],
        "fasen": rij["fasen"],
        "inbreuktypes": rij["inbreuktypes"],
        "vorderingen": rij["vorderingen"] if wie.agentschap is None else None,
        "openTaken": sum(t["afgehandeld"] is None for t in gezien["taken"].values()),
        "hoofdsom": _som(v["hoofdsom"] for v in vorderingen),
        "betaald": _som(v["betaald"] for v in vorderingen),
        "openHoofdsom": _som(v["saldo"]["hoofdsom"] for v in vorderingen),
        "openKosten": _som(v["saldo"]["kosten"] for v in vorderingen),
        "verjaartOp": None if verjaart is None else str(verjaart),
    }
    return {naam: waarde for naam, waarde in uit.items() if waarde is not None}


async def zoek(
    met: Bediening,
    wie: Aanroeper,
    lezer: Lezer,
    inhoud: Annotated[dict[str, object], Depends(lees_object)],
    _wacht: Annotated[None, Depends(Wacht("dossierstand"))],
) -> JSONResponse:
    """The dossiers of a person, as far as the caller has a part in them."""
    return await run_in_threadpool(_zoek, met, wie, lezer, inhoud)


def _zoek(met: Dienst, wie: Wie, lezer: Kijker, inhoud: dict[str, object]) -> JSONResponse:
    vraag = lees_zoekvraag(inhoud)
    soort, waarden = _zoeksleutels(vraag, wie)
    gevonden = met.app.service.vind(lezer, soort, *waarden)
    with met.app.engine.connect() as verbinding:
        rijen = dossierstand.rijen(verbinding, list(dict.fromkeys(gevonden)))
    items = [dossierregel(rij, wie) for rij in rijen]
    return JSONResponse({"items": items, "total": len(items)})


def lees_zoekvraag(inhoud: dict[str, object]) -> Zoekvraag:
    """The question, or every fault in it; never the value."""
    try:
        return Zoekvraag.model_validate_json(
            json.dumps(inhoud), strict=True, by_alias=True, by_name=False
        )
    except ValidationError as fout:
        fouten = fout.errors(include_input=False, include_url=False, include_context=False)
    raise van_pydantic([{**f, "loc": ("body", *f["loc"])} for f in fouten])


def _zoeksleutels(vraag: Zoekvraag, wie: Wie) -> tuple[str, list[str]]:
    if vraag.insz is not None:
        return "insz", [vraag.insz]
    if vraag.naam is not None:
        geboren = "" if vraag.geboortedatum is None else vraag.geboortedatum.isoformat()
        return "naam", [f"{vraag.naam}|{vraag.voornaam or ''}|{geboren}"]
    van = AGENTSCHAPPEN if wie.agentschap is None else (wie.agentschap,)
    return "klantnummer", [f"{agentschap}|{vraag.klantnummer}" for agentschap in van]


def _som(bedragen: Any) -> str:  # noqa: ANN401 - any iterable of amounts
    return str(Cent(sum(Cent.lees(bedrag) for bedrag in bedragen)))


def _dag(op: datetime) -> date:
    """The day an instant belongs to; midnight is the end of a day."""
    return dag_in_brussel(op - timedelta(microseconds=1))


def _tekst(dag: date | None) -> str | None:
    return None if dag is None else dag.isoformat()
