"""What can go wrong, as the Belgian REST guide wants it told: `application/problem+json`.

Never a stack, a query or a personal value. A refusal of the domain names its ground, its facts,
and what would be permitted now.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from fastapi.responses import JSONResponse
from pydantic.alias_generators import to_camel

from handhaving.dossier.lezen import ONBEKEND, keuze
from handhaving.dossier.refusals import InszOngeldig, OngeldigeGegevens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from handhaving.dossier.basis import Weigering
    from handhaving.recht.grondslag import Grondslag

BELGIF: Final = "urn:problem-type:belgif:"
EIGEN: Final = "urn:problem-type:handhaving:"
INVOER: Final = "urn:problem-type:belgif:input-validation:"
MEDIA: Final = "application/problem+json"

NIET_GEVONDEN: Final = frozenset(
    {
        "OnbekendDossier",
        "OnbekendeInbreuk",
        "OnbekendBesluit",
        "OnbekendeVordering",
        "OnbekendeOverdracht",
        "OnbekendeTaak",
        "StukOnbekend",
    }
)
"""Refusals that say: what the path names is not there, or not for you."""

SOORTEN: Final[dict[str, tuple[int, str]]] = {
    "badRequest": (400, "De vraag is niet geldig"),
    "noAccessToken": (401, "Er is geen toegangstoken"),
    "invalidAccessToken": (401, "Het toegangstoken is niet geldig"),
    "expiredAccessToken": (401, "Het toegangstoken is verlopen"),
    "missingScope": (403, "De dienst mist een scope"),
    "missingPermission": (403, "Dat mag u niet"),
    "resourceNotFound": (404, "Dat bestaat niet"),
    "methodNotAllowed": (405, "Dat kan hier niet"),
    "notAcceptable": (406, "Die vorm bestaat niet"),
    "preconditionFailed": (412, "Het dossier is intussen gewijzigd"),
    "payloadTooLarge": (413, "De inhoud is te groot"),
    "unsupportedMediaType": (415, "Die vorm wordt niet aangenomen"),
    "unprocessableEntity": (422, "De Idempotency-Key werd al gebruikt"),
    "tooManyRequests": (429, "Te veel vragen na elkaar"),
    "internalServerError": (500, "Er ging iets mis"),
    "serviceUnavailable": (503, "Even niet beschikbaar"),
}
"""The problem types of the guide: status and title."""


class Probleem(Exception):
    """An answer that is a problem; raise it anywhere behind a route."""

    def __init__(
        self,
        soort: str,
        detail: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        **velden: object,
    ) -> None:
        """`soort` is a name of the guide; `velden` are further members, in camelCase."""
        super().__init__(soort)
        status, titel = SOORTEN[soort]
        self.status = status
        self.headers = dict(headers or {})
        self.inhoud: dict[str, object] = {
            "type": BELGIF + soort,
            "title": titel,
            "status": status,
            **({} if detail is None else {"detail": detail}),
            **{to_camel(naam): waarde for naam, waarde in velden.items()},
        }


def antwoord(probleem: Probleem) -> JSONResponse:
    """The problem as a response."""
    return JSONResponse(
        probleem.inhoud, probleem.status, headers=probleem.headers, media_type=MEDIA
    )


def issue(soort: str, waar: str, naam: str, detail: str) -> dict[str, object]:
    """One fault of the input: `in` path, query, header or body; never the value."""
    return {"type": INVOER + soort, "in": waar, "name": naam, "detail": detail}


def ongeldig(*issues: dict[str, object]) -> Probleem:
    """400, with every fault of the input."""
    return Probleem("badRequest", issues=list(issues))


def onbekend(naam: str, waar: str = "query") -> dict[str, object]:
    """The issue for an input that this route does not know."""
    return issue("unknownInput", waar, naam, "onbekend veld")


_ZOEKWIJZEN: Final = "insz, klantnummer, of naam met geboortedatum (voornaam mag erbij)"
_AL_GEBRUIKT: Final = (
    "Deze Idempotency-Key werd al gebruikt voor een andere vraag of door iemand anders; "
    "stuur een nieuwe UUID."
)
_REDENEN: Final = {
    "dag": "verwacht een dag (JJJJ-MM-DD)",
    "ogenblik": "verwacht een tijdstip met tijdzone (JJJJ-MM-DDTUU:MM:SS+02:00)",
    "missing": "ontbreekt",
    "extra_forbidden": "onbekend veld",
    "string_too_short": "te kort",
    "string_too_long": "te lang",
    "greater_than_equal": "te klein",
    "less_than_equal": "te groot",
    "int_parsing": "geen geheel getal",
    "zoekwijze": f"geef één zoekwijze: {_ZOEKWIJZEN}",
    "zoekwijze_naam": f"ontbreekt; zoek met {_ZOEKWIJZEN}",
    "zoekwijze_geboortedatum": f"ontbreekt; zoek met {_ZOEKWIJZEN}",
}
_NAAM: Final = re.compile(r"[A-Za-z]{1,40}|Handhaving-[A-Za-z]{1,20}", re.ASCII)


def van_pydantic(fouten: Iterable[Mapping[str, Any]]) -> Probleem:
    """400 from what pydantic found; `loc` begins with where it was (path, query, header, body)."""
    issues = []
    for fout in fouten:
        waar, *delen = (str(deel) for deel in fout["loc"]) if fout["loc"] else ("body",)
        naam = delen[0] if delen and _NAAM.fullmatch(delen[0]) else "(alles)"
        if fout["type"].startswith("zoekwijze_"):  # found in the whole, about one field of it
            naam = fout["type"].removeprefix("zoekwijze_")
        soort = "schemaViolation"
        if fout["type"] == "extra_forbidden":  # its name is the caller's, and may be a person's
            soort, naam = "unknownInput", ONBEKEND
        reden = keuze(fout) or _REDENEN.get(fout["type"], "verkeerde vorm")
        issues.append(issue(soort, waar, naam, reden))
    return ongeldig(*issues)


def van_weigering(weigering: Weigering, in_pad: Collection[str] = ()) -> Probleem:
    """A refusal of the domain, as the problem it is; `in_pad` are the fields of the path."""
    match weigering:
        case OngeldigeGegevens():
            velden = weigering.feiten.get("velden")
            gevonden = velden if isinstance(velden, list) else []
            return ongeldig(*(_issue(veld, in_pad) for veld in gevonden))
        case InszOngeldig():
            return ongeldig(issue("invalidInput", "body", "insz", weigering.boodschap))
        case _ if weigering.code in {"GeenBevoegdheid", "DoelOntbreekt"}:
            return Probleem("missingPermission", weigering.boodschap, **_waarom(weigering))
        case _ if weigering.code in NIET_GEVONDEN:
            return Probleem("resourceNotFound", weigering.boodschap)
        case _ if weigering.code == "OpdrachtReedsGebruikt":
            return Probleem("unprocessableEntity", _AL_GEBRUIKT)
    probleem = Probleem("badRequest")
    probleem.status = 409
    probleem.inhoud = {
        "type": EIGEN + to_camel_sentence(weigering.code),
        "title": "Geweigerd",
        "status": 409,
        "detail": weigering.boodschap,
        "code": weigering.code,
        **_waarom(weigering),
        "ookGeweigerd": list(weigering.ook_geweigerd),
    }
    return probleem


def to_camel_sentence(code: str) -> str:
    """`VerweertermijnLoopt` → `verweertermijnLoopt`."""
    return code[:1].lower() + code[1:]


def grond(gronden: Iterable[Grondslag]) -> list[dict[str, str]]:
    """The grounds as they stand on the wire."""
    return [
        {"regel": g.regel, "versie": g.versie, "artikel": g.artikel, "status": g.status}
        for g in gronden
    ]


def _waarom(weigering: Weigering) -> dict[str, Any]:
    feiten = {naam: waarde for naam, waarde in weigering.feiten.items() if waarde is not None}
    return {
        "grondslag": grond(weigering.grondslag),
        "feiten": feiten,
        "mogelijk": list(weigering.mogelijk),
    }


def _issue(veld: str, in_pad: Collection[str]) -> dict[str, object]:
    naam, _, reden = veld.partition(": ")
    soort = "unknownInput" if reden == "onbekend veld" else "schemaViolation"
    return issue(soort, "path" if naam in in_pad else "body", naam, reden)
