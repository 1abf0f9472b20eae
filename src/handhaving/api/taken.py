"""Task resources: 202 and a place to look, then 303 to the result. Intake, rebuild, export."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from handhaving.api.antwoorden import Taakbeeld
from handhaving.api.beller import Wie
from handhaving.api.deur import IEDEREEN, Aanroeper
from handhaving.api.dienst import Bediening, Dienst
from handhaving.api.dossiers import dossierregel
from handhaving.api.inhoud import keur_vorm
from handhaving.api.lijsten import Wacht
from handhaving.api.opdrachten import SLEUTELKOP, sleutel_van
from handhaving.api.problemen import Probleem
from handhaving.api.vragen import lees_uuid
from handhaving.dossier.basis import Rol
from handhaving.eventlog.projection import LeaseHeld, ProjectionError, UnknownProjection
from handhaving.intake.bestand import Bestand
from handhaving.intake.opname import Instelling, Opname
from handhaving.running import rebuild, taken
from projections import dossierstand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.api.deur import Deur
    from handhaving.bootstrap import App
    from handhaving.eventlog.projection import Progress
    from handhaving.intake.verslag import Verslag
    from handhaving.running.taken import Taak, Voortgang, Werk

STATEN: Final = {"wacht": "processing", "bezig": "processing", "klaar": "done"}
INNAME: Final = ("application/xml", "text/xml", "application/x-ndjson", "application/octet-stream")
LOOPT_AL: Final = "een andere herbouw loopt al"
_KIJK_OVER: Final = 2
_PER_KEER: Final = 500


def registreer(deur: Deur) -> None:
    """Put what takes long on the door."""
    tag = "taken"
    gestart: dict[str, Any] = {
        "rollen": frozenset({Rol.DOSSIERBEHANDELAAR}),
        "methode": "POST",
        "status": 202,
        "model": Taakbeeld,
        "extra": {"parameters": [SLEUTELKOP]},
    }
    deur.open(
        "/v1/intake",
        neem_op,
        naam="neemOp",
        tag=tag,
        samenvatting="Neem een bestand op (KBI-XML of JSON Lines); de rest gaat in quarantaine.",
        **(
            gestart
            | {
                "extra": gestart["extra"]
                | {
                    "requestBody": {
                        "required": True,
                        "content": {
                            soort: {"schema": {"type": "string", "format": "binary"}}
                            for soort in INNAME
                        },
                    }
                }
            }
        ),
    )
    deur.open(
        "/v1/exporten",
        exporteer,
        naam="exporteer",
        tag=tag,
        samenvatting="Alle dossiers waarin u een deel hebt, zonder een naam, als één resultaat.",
        **(gestart | {"rollen": IEDEREEN}),
    )
    deur.open(
        "/v1/leesmodellen/{leesmodel}/herbouwingen",
        herbouw,
        naam="herbouwLeesmodel",
        tag=tag,
        samenvatting="Bouw een leesmodel opnieuw op naast het levende, en wissel ze dan.",
        voorbeeld={"pad": {"leesmodel": "termijnen"}},
        **(gestart | {"rollen": frozenset({Rol.BEHEERDER})}),
    )
    deur.open(
        "/v1/taken/{taakId}",
        toon,
        naam="toonTaak",
        tag=tag,
        samenvatting="Hoe ver een taak is; is ze klaar, dan wijst 303 naar het resultaat.",
        rollen=IEDEREEN | {Rol.BEHEERDER},
        model=Taakbeeld,
        responses={303: {"description": "Klaar; Location wijst naar het resultaat."}},
    )
    deur.open(
        "/v1/taken/{taakId}/resultaat",
        resultaat,
        naam="toonResultaat",
        tag=tag,
        samenvatting="Wat een taak opleverde.",
        rollen=IEDEREEN | {Rol.BEHEERDER},
        responses={200: {"description": "Het resultaat."}},
    )


async def neem_op(
    request: Request,
    met: Bediening,
    wie: Aanroeper,
    proef: Annotated[
        Literal["true", "false"], Query(description="Toon wat er zou gebeuren, en bewaar niets.")
    ] = "false",
) -> JSONResponse:
    """Take the file, sealed, and do the work later."""
    keur_vorm(request, INNAME)
    inhoud = await request.body()
    gegevens = {"proef": proef == "true", "agentschap": wie.organisatie}
    return await run_in_threadpool(_start, met, request, wie, "inname", gegevens, inhoud)


def exporteer(
    request: Request,
    met: Bediening,
    wie: Aanroeper,
    _wacht: Annotated[None, Depends(Wacht("dossierstand"))],
) -> JSONResponse:
    """Gather the list later."""
    return _start(met, request, wie, "export", {"rol": wie.rol.value}, b"")


def herbouw(leesmodel: str, request: Request, met: Bediening, wie: Aanroeper) -> JSONResponse:
    """Rebuild later."""
    try:
        met.app.projections.chosen(leesmodel)
    except UnknownProjection:
        raise Probleem("resourceNotFound", "Dit leesmodel bestaat niet.") from None
    return _start(met, request, wie, "herbouw", {"leesmodel": leesmodel}, b"")


def toon(taakId: str, met: Bediening, wie: Aanroeper) -> JSONResponse:  # noqa: N803 - its name in the path
    """The state, or 303 to the result."""
    taak = _zoek(met, wie, taakId)
    klaar = taak.staat == "klaar"
    koppen = {"Location": f"/v1/taken/{taak.taak_id}/resultaat"} if klaar else {}
    return JSONResponse(beeld(taak), 303 if klaar else 200, headers=koppen)


def resultaat(taakId: str, met: Bediening, wie: Aanroeper) -> JSONResponse:  # noqa: N803 - its name in the path
    """The result."""
    taak = _zoek(met, wie, taakId)
    if taak.uitkomst is None:
        raise Probleem("resourceNotFound", "Deze taak heeft (nog) geen resultaat.")
    return JSONResponse(taak.uitkomst)


def beeld(taak: Taak) -> dict[str, Any]:
    """A task as it stands on the wire."""
    staat = STATEN.get(taak.staat, "failed")
    uit: dict[str, Any] = {
        "taakId": str(taak.taak_id),
        "href": f"/v1/taken/{taak.taak_id}",
        "soort": taak.soort,
        "state": staat,
        "voortgang": taak.voortgang,
        "gemaaktOp": taak.gemaakt_op.isoformat(),
    }
    if staat == "processing":
        uit["pollAfter"] = _KIJK_OVER
    if taak.klaar_op is not None:
        uit["klaarOp"] = taak.klaar_op.isoformat()
    if taak.fout is not None:
        uit["fout"] = taak.fout
    return uit


def _start(
    met: Dienst,
    request: Request,
    wie: Wie,
    soort: str,
    gegevens: Mapping[str, object],
    inhoud: bytes,
) -> JSONResponse:
    """Put the task in the row. With an Idempotency-Key the same key is the same task."""
    gegeven = sleutel_van(request)
    id_ = None
    if gegeven is not None:
        afdruk = sha256(inhoud).hexdigest()
        id_ = met.app.index.uuid("taak", wie.id, wie.organisatie, soort, str(gegeven), afdruk)
    try:
        taak_id = taken.plan(
            met.app,
            soort,
            wie.door,
            request.scope["spoor"],
            gegevens,
            inhoud=inhoud,
            taak_id=id_,
            meeste=met.grenzen.taken,
        )
    except taken.TeVeelTaken:
        zin = "Er wacht al genoeg werk van uw organisatie."
        raise Probleem("tooManyRequests", zin, headers={"Retry-After": "30"}) from None
    taak = _zoek(met, wie, str(taak_id))
    return JSONResponse(beeld(taak), 202, headers={"Location": f"/v1/taken/{taak_id}"})


def _zoek(met: Dienst, wie: Wie, tekst: str) -> Taak:
    """The task, for who started it and for whoever has the same role in the same organisation."""
    try:
        taak = taken.lees(met.app, lees_uuid(tekst))
    except ValueError:
        taak = None
    if (
        taak is None
        or taak.door_organisatie != wie.organisatie
        or wie.rol not in {taak.door_rol, *([] if taak.door_id != wie.id else IEDEREEN)}
        or (taak.soort == "herbouw") != (wie.rol is Rol.BEHEERDER)
    ):
        raise Probleem("resourceNotFound", "Deze taak bestaat niet.")
    return taak


def werken(app: App) -> dict[str, Werk]:
    """What each kind of task does."""
    return {
        "inname": lambda taak, meld: _inname(app, taak, meld),
        "export": lambda taak, meld: _export(app, taak, meld),
        "herbouw": lambda taak, meld: _herbouw(app, taak, meld),
    }


def _inname(app: App, taak: Taak, meld: Voortgang) -> Mapping[str, object]:
    """From the sealed bytes, in memory: no clear copy is written anywhere."""
    instelling = Instelling(
        agentschap=taak.gegevens["agentschap"], proef=taak.gegevens["proef"], alleen_eigen=True
    )

    def verder(gelezen: int, verslag: Verslag) -> None:
        meld(
            {"bytes": gelezen, "van": len(taak.inhoud), "gelezen": verslag.gelezen}
            | {"opgenomen": verslag.opgenomen, "quarantaine": verslag.quarantaine}
        )

    opname = Opname(app, instelling, sha256(taak.inhoud).digest(), taak.taak_id)
    return opname.neem_op(Bestand(io.BytesIO(taak.inhoud)), verder).als_json()


def _export(app: App, taak: Taak, meld: Voortgang) -> Mapping[str, object]:
    wie = Wie(taak.door_id, Rol(taak.gegevens["rol"]), taak.door_organisatie)
    items: list[dict[str, Any]] = []
    with app.engine.connect() as verbinding:
        while True:
            rijen, totaal = dossierstand.bladzijde(
                verbinding, deel_van=wie.agentschap, vanaf=len(items), limiet=_PER_KEER
            )
            items += [dossierregel(rij, wie) for rij in rijen]
            meld({"gelezen": len(items), "van": totaal})
            if len(rijen) < _PER_KEER:
                return {"items": items, "total": len(items)}


def _herbouw(app: App, taak: Taak, meld: Voortgang) -> Mapping[str, object]:
    naam = taak.gegevens["leesmodel"]

    def verder(stap: Progress) -> None:
        meld({"positie": stap.positie, "van": stap.doel})

    try:
        rebuild(app, naam, on_progress=verder)
    except LeaseHeld:
        raise taken.TaakMislukt(LOOPT_AL) from None
    except ProjectionError as fout:
        raise taken.TaakMislukt(type(fout).__name__) from None
    return {"leesmodel": naam, "positie": app.projections.position(naam)}
