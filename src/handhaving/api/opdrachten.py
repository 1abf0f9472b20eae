"""A route for every command, from what the command itself declares: path, roles, example."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from uuid6 import uuid7

from handhaving.api import dubbels
from handhaving.api.antwoorden import Geschreven
from handhaving.api.deur import Aanroeper
from handhaving.api.dienst import Bediening
from handhaving.api.inhoud import lees_object
from handhaving.api.inzage import lezer
from handhaving.api.problemen import NIET_GEVONDEN, Probleem, issue, ongeldig
from handhaving.api.schema import schema_van
from handhaving.api.vragen import lees_uuid
from handhaving.dossier.basis import Opdracht, Rol
from handhaving.dossier.decider import HOOFDSTUKKEN
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.dossier.opsomming import codes
from handhaving.dossier.refusals import OnbekendDossier
from handhaving.dossier.toewijzing.weigeringen import DossierBestaatAl, InszHoortBijAnderDossier
from handhaving.dossier.vorm import lees_opdracht
from handhaving.service import Meta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from handhaving.api.beller import Wie
    from handhaving.api.deur import Deur
    from handhaving.api.dienst import Dienst
    from handhaving.service import Antwoord

_SLEUTEL: Final = re.compile(r"\{([a-zA-Z]+)\}")
_VERSIE: Final = re.compile(r'(?:W/)?"([0-9]{1,9})"')
DOSSIER: Final = "dossierId"


class OpdrachtZonderPad(Exception):
    """A command does not declare its route: the service does not start."""

    def __init__(self, klasse: type[Opdracht]) -> None:
        """Say what is missing where."""
        super().__init__(
            f"opdracht {klasse.__name__} ({klasse.__module__}) zegt niet waar de dienst ze"
            " aanneemt: zet er `pad` en `voorbeeld` bij, of geef ze alleen de rol systeem"
        )


def openbare(klassen: Iterator[tuple[str, type[Opdracht]]]) -> Iterator[tuple[str, type[Opdracht]]]:
    """The commands that get a route, by chapter. Raises OpdrachtZonderPad."""
    for hoofdstuk, klasse in klassen:
        if klasse.rollen == {Rol.SYSTEEM}:
            continue
        if not klasse.rollen or not getattr(klasse, "pad", ""):
            raise OpdrachtZonderPad(klasse)
        if getattr(klasse, "voorbeeld", None) is None:
            raise OpdrachtZonderPad(klasse)
        yield hoofdstuk, klasse


def alle() -> Iterator[tuple[str, type[Opdracht]]]:
    """Every command with its chapter."""
    for hoofdstuk in HOOFDSTUKKEN:
        for handeling in hoofdstuk.handelingen:
            yield hoofdstuk.naam, handeling.opdracht


def operatie(klasse: type[Opdracht]) -> str:
    """`VerzendIngebrekestelling` → `verzendIngebrekestelling`."""
    return klasse.__name__[0].lower() + klasse.__name__[1:]


def sleutels(klasse: type[Opdracht]) -> tuple[str, ...]:
    """The fields of the command that stand in the path, without the dossier."""
    return tuple(s for s in _SLEUTEL.findall(klasse.pad) if s != DOSSIER)


def registreer(deur: Deur) -> None:
    """Put every command on the door."""
    for hoofdstuk, klasse in openbare(alle()):
        in_pad = sleutels(klasse)
        deur.open(
            klasse.pad,
            _route(klasse),
            naam=operatie(klasse),
            tag=hoofdstuk,
            samenvatting=" ".join((klasse.__doc__ or "").split("\n\n")[0].split()),
            rollen=klasse.rollen,
            model=Geschreven,
            methode="POST",
            status=201,
            voorbeeld={
                "pad": {s: klasse.voorbeeld[s] for s in in_pad},
                "body": {v: w for v, w in klasse.voorbeeld.items() if v not in in_pad},
            },
            extra={
                "parameters": [_in_pad(klasse, naam) for naam in _SLEUTEL.findall(klasse.pad)]
                + KOPPEN
                + ([_BEVESTIG] if klasse is StelInbreukVast else []),
                WEIGERINGEN: geweigerd(klasse),
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": schema_van(klasse, zonder=in_pad)}},
                },
            },
        )


SLEUTELKOP: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Een eigen UUID: dezelfde sleutel doet dezelfde opdracht nooit twee keer.",
    "schema": {"type": "string", "format": "uuid"},
}
WEIGERINGEN: Final = "x-weigeringen"


def geweigerd(klasse: type[Opdracht]) -> list[str]:
    """The codes with which this command can be refused by 409; the rest have a status of theirs."""
    anders = {"OngeldigeGegevens", "InszOngeldig", "GeenBevoegdheid", "OpdrachtReedsGebruikt"}
    alle_ = (h for hoofdstuk in HOOFDSTUKKEN for h in hoofdstuk.handelingen)
    handeling = next(h for h in alle_ if h.opdracht is klasse)
    gevonden = {*codes(handeling)} - anders - NIET_GEVONDEN
    return sorted(gevonden | ({dubbels.CODE} if klasse is StelInbreukVast else set()))


KOPPEN: Final[list[dict[str, Any]]] = [
    SLEUTELKOP,
    {
        "name": "If-Match",
        "in": "header",
        "description": "De ETag van het dossier zoals gelezen; is het verder, dan volgt 412."
        " Meer mag ook, met komma's; * is elke versie.",
        "schema": {
            "type": "string",
            "pattern": r'^(\*|(W/)?"[0-9]{1,9}"([ ]*,[ ]*(W/)?"[0-9]{1,9}")*)$',
        },
    },
]
_BEVESTIG: Final[dict[str, Any]] = {
    "name": dubbels.HEADER,
    "in": "header",
    "description": "De `bevestiging` uit het antwoord mogelijkDubbel: dit is een andere inbreuk.",
    "schema": {"type": "string", "maxLength": 128},
}


def _in_pad(klasse: type[Opdracht], naam: str) -> dict[str, Any]:
    """A field of the command that stands in its path, as the command describes it."""
    vorm: dict[str, Any] = {"type": "string", "format": "uuid"}
    if naam != DOSSIER:
        vorm = dict(schema_van(klasse)["properties"][naam])
        vorm.pop("title", None)
    return {"name": naam, "in": "path", "required": True, "schema": vorm}


def _route(klasse: type[Opdracht]) -> Callable[..., Any]:
    async def doe(
        request: Request,
        met: Bediening,
        wie: Aanroeper,
        inhoud: Annotated[dict[str, object], Depends(lees_object)],
    ) -> JSONResponse:
        return await run_in_threadpool(_voer_uit, klasse, request, met, wie, inhoud)

    return doe


def _voer_uit(
    klasse: type[Opdracht],
    request: Request,
    met: Dienst,
    wie: Wie,
    inhoud: dict[str, object],
) -> JSONResponse:
    in_pad = {s: request.path_params[s] for s in sleutels(klasse)}
    dubbel = sorted(set(in_pad) & set(inhoud))
    if dubbel:
        raise ongeldig(*(issue("unknownInput", "body", s, "staat in het pad") for s in dubbel))
    opdracht = lees_opdracht(klasse.__name__, {**inhoud, **in_pad})
    dossier_id = None if klasse.opent else lees_dossier_id(request.path_params[DOSSIER])
    meta = Meta(
        door=wie.door,
        opdracht_id=sleutel_van(request) or uuid7(),
        spoor_id=request.scope["spoor"],
        nu=met.nu,
        verwachte_versie=_versie(request, met, dossier_id),
    )
    if dossier_id is not None:
        _keur_deel(met, wie, dossier_id)
        dubbels.keur(met, request, wie, dossier_id, opdracht)
    try:
        return _antwoord(met, met.app.service.handle(dossier_id, opdracht, meta))
    except (DossierBestaatAl, InszHoortBijAnderDossier) as weigering:
        # Who writes, learns that there is a dossier: that is a read.
        met.app.service.noteer_vondst(lezer(wie, meta.spoor_id), opdracht, weigering)
        raise


def _keur_deel(met: Dienst, wie: Wie, dossier_id: UUID) -> None:
    """The decider judges an agency's case handlers; whoever else is of an agency is judged here."""
    if wie.agentschap is None or wie.rol is Rol.DOSSIERBEHANDELAAR:
        return
    dossier = met.app.service.lees(dossier_id, met_sleutels=False)
    if not wie.ziet(dossier.agentschappen):
        raise OnbekendDossier(dossier=dossier_id)


def lees_dossier_id(tekst: str) -> UUID:
    """The dossier of a path; what is no UUID is no dossier either."""
    try:
        return lees_uuid(tekst)
    except ValueError:
        raise Probleem("resourceNotFound", "Dit dossier bestaat niet.") from None


def sleutel_van(request: Request) -> UUID | None:
    """The caller's own key of this request. Raises Probleem when it is no UUID."""
    gegeven = request.headers.get("idempotency-key")
    if gegeven is None:
        return None
    try:
        return lees_uuid(gegeven.strip().strip('"'))
    except ValueError:
        zin = "moet een UUID zijn, met streepjes"
        raise ongeldig(issue("schemaViolation", "header", "Idempotency-Key", zin)) from None


def _versie(request: Request, met: Dienst, dossier_id: UUID | None) -> int | None:
    """The version that `If-Match` expects; of several, the one that the dossier has now."""
    koppen = request.headers.getlist("if-match")
    gegeven = ",".join(koppen).strip()
    if not koppen or gegeven == "*":
        return None
    gevonden = [_VERSIE.fullmatch(deel.strip()) for deel in gegeven.split(",")]
    versies = [int(deel[1]) for deel in gevonden if deel is not None]
    if len(versies) < len(gevonden):
        zin = 'verwacht "versie", meer daarvan met komma\'s, of *'
        raise ongeldig(issue("schemaViolation", "header", "If-Match", zin))
    if len(versies) > 1 and dossier_id is not None:
        nu = met.app.service.versie(dossier_id)
        return nu if nu in versies else versies[-1]
    return versies[0]


def _antwoord(met: Dienst, antwoord: Antwoord) -> JSONResponse:
    """What was written. Nothing to write is a success too: 200, at the position of now."""
    positie = antwoord.positie
    inhoud: dict[str, object] = {
        "dossierId": str(antwoord.dossier_id),
        "versie": antwoord.versie,
        **({} if positie is None else {"positie": positie}),
        "gebeurtenissen": [
            {"gebeurtenisId": str(id_), "type": type_} for id_, type_ in antwoord.gebeurtenissen
        ],
    }
    koppen = {
        "Location": f"/v1/dossiers/{antwoord.dossier_id}",
        "ETag": f'"{antwoord.versie}"',
        "Handhaving-Positie": str(positie or met.app.log.last_position()),
    }
    return JSONResponse(inhoud, 201 if antwoord.gebeurtenissen else 200, headers=koppen)
