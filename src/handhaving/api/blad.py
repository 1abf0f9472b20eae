"""`/doc`: the contract as a page to browse. No script, and nothing from another machine."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, Final

from fastapi.responses import Response

from handhaving.api.openapi import document, operaties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.api.deur import Deur

STIJL: Final = """\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
pre, code { font: 0.85rem/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8884; border-radius: 4px; }
pre.uitleg { white-space: pre-wrap; }
nav a { margin-right: 1rem; }
h2 { border-bottom: 2px solid #8886; padding-top: 1rem; }
details { border: 1px solid #8884; border-radius: 4px; margin: 0.4rem 0; padding: 0.3rem 0.7rem; }
summary { cursor: pointer; }
summary b { display: inline-block; width: 3.5rem; }
summary span { color: #777; }
table { border-collapse: collapse; } td, th { text-align: left; padding: 0.1rem 0.8rem 0.1rem 0; }
"""
_BEVEILIGING: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
}


def registreer(deur: Deur) -> None:
    """Put the page and its style on the door; both are open to all."""

    def blad() -> Response:
        return Response(
            html(document(deur.app)), media_type="text/html; charset=utf-8", headers=_BEVEILIGING
        )

    def stijl() -> Response:
        return Response(STIJL, media_type="text/css")

    deur.openbaar("/doc", blad, include_in_schema=False)
    deur.openbaar("/doc/stijl.css", stijl, include_in_schema=False)


def html(contract: dict[str, Any]) -> str:
    """The page."""
    return "\n".join(_regels(contract))


def _regels(contract: dict[str, Any]) -> Iterator[str]:
    info = contract["info"]
    titel = escape(f"{info['title']} {info['version']}")
    yield f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{titel}</title>'
    yield '<meta name="viewport" content="width=device-width">'
    yield '<link rel="stylesheet" href="/doc/stijl.css"></head><body>'
    yield f"<h1>{titel}</h1>"
    yield f'<pre class="uitleg">{escape(info["description"])}</pre>'
    yield '<p><a href="/doc/openapi.yaml">openapi.yaml</a> · '
    yield '<a href="/doc/openapi.json">openapi.json</a></p><nav>'
    tags = [tag["name"] for tag in contract["tags"]]
    yield from (f'<a href="#{escape(tag)}">{escape(tag)}</a>' for tag in tags)
    yield "</nav>"
    for tag in tags:
        yield f'<h2 id="{escape(tag)}">{escape(tag)}</h2>'
        for methode, pad, operatie in operaties(contract):
            if tag in operatie["tags"]:
                yield from _operatie(contract, methode, pad, operatie)
    yield "</body></html>"


def _operatie(
    contract: dict[str, Any], methode: str, pad: str, operatie: dict[str, Any]
) -> Iterator[str]:
    yield f'<details id="{escape(operatie["operationId"])}"><summary>'
    yield f"<b>{methode.upper()}</b> <code>{escape(pad)}</code><br>"
    yield f"<span>{escape(operatie['summary'])}</span></summary>"
    rollen = operatie.get("x-rollen")
    if isinstance(rollen, list):
        yield f"<p>Mag: {escape(', '.join(rollen))}</p>"
    rijen = [p for p in operatie["parameters"] if "name" in p]
    if rijen:
        yield "<table><tr><th>naam<th>in<th>verplicht<th>uitleg</tr>"
        for rij in rijen:
            moet = "ja" if rij.get("required") else ""
            uitleg = escape(rij.get("description", ""))
            yield f"<tr><td><code>{escape(rij['name'])}</code><td>{rij['in']}"
            yield f"<td>{moet}<td>{uitleg}</tr>"
        yield "</table>"
    for media in operatie.get("requestBody", {}).get("content", {}).values():
        yield "<p>Inhoud</p>"
        yield f"<pre>{_json(_schema(contract, media['schema']))}</pre>"
        if "example" in media:
            yield f"<p>Voorbeeld</p><pre>{_json(media['example'])}</pre>"
    yield f"<p>Antwoorden: {escape(', '.join(operatie['responses']))}</p></details>"


def _schema(contract: dict[str, Any], schema: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    ref = schema.get("$ref")
    if isinstance(ref, str):
        return contract["components"]["schemas"][ref.rpartition("/")[2]]
    return schema


def _json(waarde: Any) -> str:  # noqa: ANN401 - JSON
    return escape(json.dumps(waarde, indent=2, ensure_ascii=False))
