"""`/v1/audit`: the trail, one event with its content, a dossier replayed, and who read whom.

Open to auditor and dpo; a personal field only with a stated purpose.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final

from annotated_types import Ge, Le
from fastapi import Depends, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from handhaving.api.antwoorden import (
    Door,
    Gebeurtenisbeeld,
    Herspeeld,
    Spoorlijst,
    Toegangen,
    Toegangsregel,
    Toegangsvraag,
)
from handhaving.api.deur import Aanroeper
from handhaving.api.dienst import Bediening, Dienst
from handhaving.api.dossiers import DETAIL, spoorregel
from handhaving.api.inhoud import lees_object
from handhaving.api.inzage import Lezer, leesbaar
from handhaving.api.lijsten import HOOGSTE, Wacht
from handhaving.api.opdrachten import lees_dossier_id
from handhaving.api.problemen import Probleem, issue, ongeldig, van_pydantic
from handhaving.api.vragen import CIJFERS, GeldigOp, Op, lees_uuid
from handhaving.api.zicht import zonder_leeg
from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import GEBEURTENISSEN
from handhaving.eventlog.persoonlijk import personal_fields
from handhaving.eventlog.toegang import Zoek
from projections import auditspoor

if TYPE_CHECKING:
    from handhaving.api.beller import Wie
    from handhaving.api.deur import Deur
    from handhaving.dossier.basis import Gebeurtenis
    from handhaving.eventlog.envelope import Envelop
    from handhaving.eventlog.toegang import Toegang

TOEZICHT: Final = frozenset({Rol.AUDITOR, Rol.DPO})


def registreer(deur: Deur) -> None:
    """Put the questions of oversight on the door."""
    tag = "audit"
    deur.open(
        "/v1/audit/gebeurtenissen",
        spoor,
        naam="lijstAuditspoor",
        tag=tag,
        samenvatting="Het spoor over alle dossiers, in volgorde van positie; verder met `na`.",
        rollen=TOEZICHT,
        model=Spoorlijst,
        voorbeeld={"query": {"na": "0", "pageSize": "50"}},
    )
    deur.open(
        "/v1/audit/gebeurtenissen/{gebeurtenisId}",
        gebeurtenis,
        naam="toonGebeurtenis",
        tag=tag,
        samenvatting="Eén gebeurtenis met haar inhoud, wat persoonlijk is naar rol en doel.",
        rollen=DETAIL,
        model=Gebeurtenisbeeld,
    )
    deur.open(
        "/v1/audit/dossiers/{dossierId}",
        herspeel,
        naam="herspeelDossier",
        tag=tag,
        samenvatting="Een dossier herspeeld zoals gekend op een tijdstip, met de positie waarop.",
        rollen=TOEZICHT,
        model=Herspeeld,
    )
    deur.open(
        "/v1/audit/toegangen/query",
        toegangen,
        naam="zoekToegangen",
        tag=tag,
        samenvatting="Wie welke persoonsgegevens las, waarom en wanneer; de nieuwste eerst.",
        rollen=frozenset({Rol.DPO}),
        methode="POST",
        model=Toegangen,
        extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": Toegangsvraag.model_json_schema()}},
            }
        },
        voorbeeld={"body": {"pageSize": 20}},
    )


def spoor(
    met: Bediening,
    wie: Aanroeper,
    _wacht: Annotated[None, Depends(Wacht("auditspoor", "dossierstand"))],
    na: Annotated[
        int, Ge(0), Le(HOOGSTE), CIJFERS, Query(description="Vanaf na deze positie.")
    ] = 0,
    page_size: Annotated[int, Ge(1), Le(100), CIJFERS, Query(alias="pageSize")] = 20,
    type_: Annotated[
        str | None,
        Query(alias="type", pattern=r"^[A-Za-z]{1,80}$", description="Alleen dit type."),
    ] = None,
) -> JSONResponse:
    """A page by cursor: the trail grows while it is read."""
    if type_ is not None and type_ not in GEBEURTENISSEN:
        raise ongeldig(issue("invalidInput", "query", "type", "geen gebeurtenis van de catalogus"))
    with met.app.engine.connect() as verbinding:
        rijen = auditspoor.vanaf(
            verbinding, na=na, type_=type_, deel_van=wie.agentschap, limiet=page_size
        )
    inhoud: dict[str, Any] = {"items": [_regel(rij) for rij in rijen], "pageSize": page_size}
    if len(rijen) == page_size:
        inhoud["volgende"] = rijen[-1]["positie"]
    return JSONResponse(inhoud)


def _regel(rij: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of the read model
    uit = {
        "href": f"/v1/audit/gebeurtenissen/{rij['gebeurtenis_id']}",
        "gebeurtenisId": str(rij["gebeurtenis_id"]),
        "dossierId": str(rij["dossier_id"]),
        "positie": rij["positie"],
        "versie": rij["versie"],
        "type": rij["type"],
        "zin": rij["zin"],
        "geregistreerdOp": rij["geregistreerd_op"].isoformat(),
        "geldigOp": rij["geldig_op"].isoformat(),
        "door": {
            "id": rij["door_id"],
            "rol": rij["door_rol"],
            "organisatie": rij["door_organisatie"],
        },
        "opdrachtId": str(rij["opdracht_id"]),
        "oorzaakId": None if rij["oorzaak_id"] is None else str(rij["oorzaak_id"]),
        "spoorId": str(rij["spoor_id"]),
        "grondslag": rij["grondslag"],
        "teVerifieren": rij["te_verifieren"],
    }
    return {naam: waarde for naam, waarde in uit.items() if waarde is not None}


def gebeurtenis(
    gebeurtenisId: str,  # noqa: N803 - its name in the path
    met: Bediening,
    lezer: Lezer,
    _wacht: Annotated[None, Depends(Wacht("auditspoor"))],
) -> JSONResponse:
    """Its content; the personal fields that this role may read for this purpose."""
    try:
        id_ = lees_uuid(gebeurtenisId)
    except ValueError:
        id_ = None
    dossier_id = None
    if id_ is not None:
        with met.app.engine.connect() as verbinding:
            dossier_id = auditspoor.dossier_van(verbinding, id_)
    gevonden: tuple[Gebeurtenis, Envelop] | None = None
    if dossier_id is not None:
        inzage = met.app.service.inzage(lezer, dossier_id)
        gevonden = next((p for p in inzage.historiek if p[1].gebeurtenis_id == id_), None)
    if gevonden is None:
        raise Probleem("resourceNotFound", "Deze gebeurtenis bestaat niet.")
    feit, envelop = gevonden
    persoonlijk = tuple(personal_fields(type(feit)))
    inhoud = feit.model_dump(mode="json", by_alias=True, exclude=set(persoonlijk))
    antwoord = spoorregel(feit, envelop) | {
        "inhoud": zonder_leeg(inhoud),
        "persoonlijk": leesbaar(feit, persoonlijk),
    }
    return JSONResponse(antwoord)


def herspeel(
    dossierId: str,  # noqa: N803 - its name in the path
    met: Bediening,
    lezer: Lezer,
    _wacht: Annotated[None, Depends(Wacht())],
    op: Op = None,
    geldig_op: GeldigOp = None,
) -> JSONResponse:
    """What was known then, folded again from the first event."""
    inzage = met.app.service.inzage(
        lezer, lees_dossier_id(dossierId), op=op, geldig_op=geldig_op, klassen=()
    )
    positie = met.app.log.last_position() if op is None else met.app.log.position_at(op)
    peildatum = geldig_op or met.vandaag
    inhoud = {
        "dossierId": dossierId,
        "positie": positie,
        "versie": inzage.dossier.versie,
        "gebeurtenissen": len(inzage.historiek),
        "peildatum": peildatum.isoformat(),
        "stand": inzage.stand(peildatum, met.app.recht),
    }
    return JSONResponse(zonder_leeg(inhoud))


async def toegangen(
    met: Bediening,
    wie: Aanroeper,
    inhoud: Annotated[dict[str, object], Depends(lees_object)],
) -> JSONResponse:
    """Search the access log."""
    return await run_in_threadpool(_toegangen, met, wie, inhoud)


def _toegangen(met: Dienst, wie: Wie, inhoud: dict[str, object]) -> JSONResponse:
    try:
        vraag = Toegangsvraag.model_validate_json(
            json.dumps(inhoud), strict=True, by_alias=True, by_name=False
        )
    except ValidationError as fout:
        fouten = fout.errors(include_input=False, include_url=False, include_context=False)
        raise van_pydantic([{**f, "loc": ("body", *f["loc"])} for f in fouten]) from None
    zoek = Zoek(dossier=vraag.dossier_id, door=vraag.door, van=vraag.van, tot=vraag.tot)
    bladzijde = met.app.toegang.find(zoek, na=vraag.na, limiet=vraag.page_size)
    items = [_toegang(t) for t in bladzijde.items if _mag_zien(met, wie, t)]
    uit: dict[str, Any] = {"items": items}
    if bladzijde.volgende is not None:
        uit["volgende"] = bladzijde.volgende
    return JSONResponse(uit)


def _mag_zien(met: Dienst, wie: Wie, toegang: Toegang) -> bool:
    """A dpo of an agency sees who read in dossiers in which it has a part, or found nothing."""
    if not toegang.lezing.dossiers:
        return wie.agentschap in {None, toegang.lezing.door.organisatie}
    return wie.agentschap is None or any(
        wie.ziet(met.app.service.lees(d, met_sleutels=False).agentschappen)
        for d in toegang.lezing.dossiers
    )


def _toegang(toegang: Toegang) -> dict[str, Any]:
    lezing = toegang.lezing
    regel = Toegangsregel(
        nummer=toegang.nummer,
        op=toegang.op,
        door=Door(id=lezing.door.id, rol=lezing.door.rol, organisatie=lezing.door.organisatie),
        ingang=lezing.ingang,
        doel=lezing.doel,
        referentie=lezing.referentie,
        dossiers=list(lezing.dossiers),
        identiteit=list(lezing.identiteit),
        gevoelig=list(lezing.gevoelig),
        spoor_id=lezing.spoor_id,
    )
    return regel.model_dump(mode="json", by_alias=True, exclude_none=True)
