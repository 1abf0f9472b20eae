"""The body of a request: in the form that is taken, whole, as one JSON object; or none at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from fastapi import Request

from handhaving.api.problemen import Probleem, issue, onbekend, ongeldig
from handhaving.dossier.lezen import ONBEKEND

if TYPE_CHECKING:
    from collections.abc import Collection

JSON: Final = "application/json"
ALLES: Final = "(alles)"
_TEKENS: Final = frozenset({"utf-8", "utf8"})
"""JSON is UTF-8 (RFC 8259); what else a `charset` says, would be read as something it is not."""


class DubbeleNaam(Exception):
    """A name stands twice in one object of the body; which one is the caller's, and not said."""


def keur_vorm(request: Request, toegelaten: Collection[str], *, leeg: bool = False) -> None:
    """Raise Probleem (415) for another media type, characters that are not UTF-8, or a packed body.

    `leeg`: there is no body, so it needs no media type.
    """
    kop = request.headers.get("content-type", "")
    soort, *rest = (deel.strip() for deel in kop.split(";"))
    if soort.lower() not in toegelaten and not (leeg and not kop):
        raise Probleem("unsupportedMediaType", f"Stuur {', '.join(toegelaten)}.")
    for deel in rest:
        naam, _, waarde = deel.partition("=")
        if naam.strip().lower() == "charset" and waarde.strip().strip('"').lower() not in _TEKENS:
            raise Probleem("unsupportedMediaType", "Stuur de tekens als UTF-8.")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Probleem(
            "unsupportedMediaType",
            "Stuur de inhoud zonder Content-Encoding.",
            headers={"Accept-Encoding": "identity"},
        )


async def lees_object(request: Request) -> dict[str, object]:
    """The body as a JSON object; a name given twice, NaN and other inventions are refused."""
    ruw = await request.body()
    keur_vorm(request, (JSON,), leeg=not ruw)
    try:
        gelezen = json.loads(
            ruw.decode("utf-8-sig") or "{}",
            object_pairs_hook=_zonder_dubbel,
            parse_constant=_geen_getal,
        )
    except DubbeleNaam:
        zin = "een veld staat er meer dan één keer in"
        raise ongeldig(issue("schemaViolation", "body", ALLES, zin)) from None
    except (ValueError, RecursionError):
        raise ongeldig(issue("schemaViolation", "body", ALLES, "geen geldige JSON")) from None
    if not isinstance(gelezen, dict):
        raise ongeldig(issue("schemaViolation", "body", ALLES, "geen JSON-object"))
    return gelezen


async def zonder_inhoud(request: Request) -> None:
    """Nothing, or an empty object: this route reads no body. Raises Probleem."""
    if await lees_object(request):
        raise ongeldig(onbekend(ONBEKEND, "body"))


def _zonder_dubbel(paren: list[tuple[str, object]]) -> dict[str, object]:
    uit = dict(paren)
    if len(uit) != len(paren):
        raise DubbeleNaam
    return uit


def _geen_getal(_naam: str) -> object:
    raise ValueError
