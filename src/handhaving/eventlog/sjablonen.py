"""The SQL of the log: files in `schema/`, some of them templates shared by several tables.

`{{naam}}` is filled in, `{{> bestand.sql}}` is replaced by that file, and `{{veld x}}` becomes the
arguments of `concat` that write x with its length before it, as in the leaf hash.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from psycopg.sql import Identifier

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCK_CLASS: Final = 1_751_215_716
"""First half of every advisory lock of the log; the second half is the oid of its table."""

CHANNEL: Final = "handhaving_gebeurtenissen"
"""NOTIFY channel of the legal log; the payload is the highest position after the append."""

_MARK = re.compile(r"\{\{(>|veld)?\s*([^{}]+?)\s*\}\}")
_FIELD: Final = "coalesce(octet_length({0}::text)::text, '-'), ':', {0}"

LEGAL: Final[Mapping[str, str]] = {
    "tabel": "handhaving.gebeurtenissen",
    "weiger": "handhaving.weiger_wijziging",
    "id_type": "uuid",
    "versie_type": "int",
    "verplicht": "NOT NULL",
    "slot": str(LOCK_CLASS),
    "kanaal": CHANNEL,
    "tijdstip": "coalesce(p_tijdstip, clock_timestamp())",
    "bron": (
        "SELECT v_laatste + row_number() OVER () AS positie, g.*\n"
        "              FROM unnest(p_gebeurtenissen) AS g\n"
        "             WHERE NOT coalesce(v_over[g.opdracht], false)"
    ),
}


def quoted(*naam: str) -> str:
    """A name as an SQL identifier."""
    return Identifier(*naam).as_string()


@cache
def _text(bestand: str) -> str:
    return (files(__package__) / "schema" / bestand).read_text(encoding="utf-8")


def fill(bestand: str, waarden: Mapping[str, str]) -> str:
    """The SQL of a file in `schema/` with its templates filled in."""

    def replace(match: re.Match[str]) -> str:
        soort, inhoud = match.groups()
        match soort:
            case ">":
                return fill(inhoud, waarden).rstrip("\n")
            case "veld":
                return _FIELD.format(inhoud)
            case _:
                return waarden[inhoud]

    return _MARK.sub(replace, _text(bestand))


def migrations() -> list[str]:
    """The numbered files, in order."""
    schema = files(__package__) / "schema"
    return sorted(f.name for f in schema.iterdir() if re.fullmatch(r"\d{4}_\w+\.sql", f.name))
